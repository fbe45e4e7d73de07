#!/usr/bin/env python3
"""The hooks in a repository that knows nothing of Zonal but its address: what a commit that is fine, one with a mistake and one
that is not formatted get, cold and warm, and what is in the wheel that they install."""

import os
import sys
import tomllib
import zipfile

import stranger
from stranger import BIN, NO_NETWORK, ROOT, ZONAL, ZONE, Repository, timed

sys.path[:0] = [str(stranger.TESTS / "oracles")]
from report import Report, equal, has

CONFIG = """repos:
  - repo: {address}
    rev: {rev}
    hooks:
{hooks}"""
WHEEL_HOOKS, SYSTEM_HOOKS = (tuple(f"zonal-{name}{kind}" for name in ("fmt", "lint", "check")) for kind in ("", "-system"))


class Suite:
    """The wheel and the clone of this repository, made once, and a home for pre-commit that begins empty."""

    def __init__(self, folder):
        self.folder, self.repositories = folder, 0
        with timed("building the wheel"):
            self.wheel = stranger.wheel(folder / "wheels")
        self.environment = {
            "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder / "home"), "LANG": "C.UTF-8",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"), "PIP_FIND_LINKS": str(folder / "wheels"),
        }
        # Where this machine's packages come from is the machine's business.
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_CERT", "REQUESTS_CA"))
                             and name != "PIP_FIND_LINKS"}
        self.address, self.rev = stranger.hooks(folder / "zonal", self.environment)

    def repository(self, hooks=WHEEL_HOOKS, **variables):
        """Two workspaces in one repository, committed before there were hooks."""
        self.repositories += 1
        made = Repository(self.folder / f"zones-{self.repositories}", {**self.environment, **variables})
        for name in ("one", "two"):
            made.write(f"{name}/zonal.toml", "")
            made.write(f"{name}/{name}.zonal", ZONE.format(name=f"{name}.example.com", address="93.184.215.14"))
        made.write(".pre-commit-config.yaml", CONFIG.format(
            address=self.address, rev=self.rev, hooks="".join(f"      - id: {hook}\n" for hook in hooks)))
        made.commit("Zones")
        made.run("pre-commit", "install")
        return made


def a_commit_that_is_fine(suite):
    made = suite.repository()
    made.write("one/more.zonal", "extend zone one.example.com {\n  app  A  93.184.215.15\n}\n")
    with timed("the first commit, which installs the hooks"):
        made.commit("More")
    made.write("one/more.zonal", "extend zone one.example.com {\n  app  A  93.184.215.16\n}\n")
    with timed("a commit with its hooks installed"):
        made.commit("Another", **NO_NETWORK)
    equal(made.commits(), 3)
    with timed("pre-commit run --all-files"):
        has(made.run("pre-commit", "run", "--all-files", **NO_NETWORK), "zonal check", "Passed")


def a_mistake_is_not_committed(suite):
    made = suite.repository()
    made.write("two/two.zonal", made.read("two/two.zonal").replace("www  A  93.184.215.14", "www  CNAME  nowhere.example.net"))
    has(made.commit("A mistake", code=1, **NO_NETWORK), "trailing-dot-target", "two.zonal:7")
    equal(made.commits(), 1)


def a_mistake_that_a_change_makes_in_a_file_beside_it(suite):
    made = suite.repository()
    made.write("one/alias.zonal", "extend zone one.example.com {\n  app  CNAME  www\n}\n")
    made.commit("An alias")
    made.write("one/one.zonal", made.read("one/one.zonal").replace("www  A", "web  A"))
    has(made.commit("A new name", code=1), "alias.zonal:2", "cname-target-missing-in-zone")
    has(made.run("pre-commit", "run", "zonal-check", "--files", "two/two.zonal"), "Passed")


def two_workspaces_at_once(suite):
    made = suite.repository()
    for name in ("one", "two"):
        made.write(f"{name}/{name}.zonal", made.read(f"{name}/{name}.zonal").replace("93.184.215.14", "93.184.215"))
    has(made.commit("Two mistakes", code=1), "one.zonal:7", "two.zonal:7", "2 errors")


def a_file_that_is_not_formatted(suite):
    made = suite.repository()
    made.write("one/one.zonal", made.read("one/one.zonal").replace("www  A  93.184.215.14", "www A 93.184.215.17"))
    has(made.commit("In a hurry", code=1), "one/one.zonal", "1 file formatted", "files were modified by this hook", "exit code: 1")
    has(made.read("one/one.zonal"), "  www  A  93.184.215.17\n")
    made.commit("In a hurry")
    equal(made.commits(), 2)


def a_file_that_its_workspace_leaves_out(suite):
    made = suite.repository(hooks=["zonal-check"])
    made.write("one/zonal.toml", 'exclude = ["drafts/*"]\n')
    made.write("one/drafts/next.zonal", "zone nonsense {\n")
    made.commit("A draft")
    equal(made.commits(), 2)


def what_is_installed_here(suite):
    tools = suite.folder / "tools"
    tools.mkdir()
    (tools / "zonal").symlink_to(ZONAL)
    made = suite.repository(SYSTEM_HOOKS, PATH=f"{tools}:{suite.environment['PATH']}", **NO_NETWORK)
    made.write("two/two.zonal", made.read("two/two.zonal").replace("www  A  93.184.215.14", "www CNAME nowhere.example.net"))
    has(made.commit("A mistake", code=1), "trailing-dot-target", "1 file formatted")
    made.write("two/two.zonal", made.read("two/two.zonal").replace("CNAME  nowhere.example.net", "A  93.184.215.18"))
    made.commit("Mended")
    equal(made.commits(), 2)


def nothing_is_installed_here(suite):
    made = suite.repository(SYSTEM_HOOKS)
    made.write("one/one.zonal", made.read("one/one.zonal") + "# more\n")
    has(made.commit("No program", code=1, **NO_NETWORK), "`zonal` not found")


def the_wheel_links_no_cloud(suite):
    with zipfile.ZipFile(suite.wheel) as wheel:
        [binary] = [name for name in wheel.namelist() if name.endswith(("scripts/zonal", "scripts/zonal.exe"))]
        lean = wheel.read(binary)
    equal((b"aws-sdk-route53" in lean, b"aws-sdk-route53" in ZONAL.read_bytes()), (False, True))


def versions_agree():
    read = lambda name: tomllib.loads((ROOT / name).read_text())
    version = read("Cargo.toml")["workspace"]["package"]["version"]
    project = read("pyproject.toml")["project"]
    equal((project["version"], project["dependencies"]), (version, [f"zonal-hooks=={version}"]))
    has((ROOT / "cli" / "templates" / "gitlab-ci.yml").read_text(), f'ZONAL_VERSION: "{version}"')


if __name__ == "__main__":
    report = Report("pre-commit")
    with stranger.folder() as folder:
        suite = Suite(folder)
        for test in (a_commit_that_is_fine, a_mistake_is_not_committed, a_mistake_that_a_change_makes_in_a_file_beside_it,
                     two_workspaces_at_once, a_file_that_is_not_formatted, a_file_that_its_workspace_leaves_out,
                     what_is_installed_here, nothing_is_installed_here, the_wheel_links_no_cloud):
            report.check(test.__name__.replace("_", " "), lambda: test(suite))
    report.check("versions agree", versions_agree)
    report.end()
