#!/usr/bin/env python3
"""What README.md and the templates tell people to do, done: the first day, the hooks, a plain shell, and GitLab's pipelines,
whose scripts run job by job as a runner would run them."""

import os
import re
import subprocess
import sys

import yaml

import stranger
from stranger import BIN, NO_NETWORK, ROOT, ZONAL, Repository

sys.path[:0] = [str(stranger.TESTS / "oracles")]
from report import Report, equal, has

README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TEMPLATE = ROOT / "cli" / "templates" / "gitlab-ci.yml"


def recipe(heading, language, number=0):
    """A block of code below a heading of README.md."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return [text for found, text in BLOCK.findall(section) if found == language][number]


def named(name):
    """The block of code that begins with the name of a file."""
    [text] = [text for _, text in BLOCK.findall(README) if text.startswith(f"# {name}\n")]
    return text


class Suite:
    """A PATH with the command under test, and an empty home."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0
        tools = folder / "tools"
        tools.mkdir()
        (tools / "zonal").symlink_to(ZONAL)
        (folder / "home").mkdir()
        self.environment = {"PATH": f"{tools}:{BIN}:/usr/local/bin:/usr/bin:/bin", "HOME": str(folder / "home"), "LANG": "C.UTF-8"}

    def repository(self):
        self.count += 1
        return Repository(self.folder / f"zones-{self.count}", self.environment)

    def workspace(self, *arguments):
        """A repository in which somebody has begun a workspace."""
        made = self.repository()
        made.run("zonal", "init", "--zone", "example.com", *arguments)
        made.commit("The zones")
        return made


def the_first_day(suite):
    folder = suite.folder / "first-day"
    folder.mkdir()
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", recipe("The first day", "sh")], cwd=folder, env={**suite.environment, **NO_NETWORK},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    equal((done.returncode, done.stderr[-2000:] if done.returncode else ""), (0, ""))
    has(done.stdout, "created example.com.zonal", "no problems", "2 to create", "deployed example.com at files")
    [zone] = folder.rglob("out/**/*.zone")
    has(zone.read_text(), "written in Zonal")


def a_plain_shell(suite):
    made = suite.workspace()
    has(made.run("sh", "-c", recipe("In a pipeline", "sh")), "no problems", "no drift")
    # The first command that finds something ends it.
    made.write("example.com.zonal", made.read("example.com.zonal").replace('TXT  "written in Zonal"', "CNAME  nowhere"))
    before = (made.folder / "out" / "example.com.zone").read_text()
    made.run("sh", "-c", recipe("In a pipeline", "sh"), code=1)
    equal((made.folder / "out" / "example.com.zone").read_text(), before)


def the_hooks_that_are_shown_are_those_that_init_writes(suite):
    shown, written = yaml.safe_load(named(".pre-commit-config.yaml")), yaml.safe_load(suite.workspace("--pre-commit").read(".pre-commit-config.yaml"))
    equal(shown, written)
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    for repository in shown["repos"]:
        equal({hook["id"] for hook in repository["hooks"]} - known, set())


def other_runners_of_hooks(suite):
    made = suite.workspace()
    [line] = [line for line in recipe("Before a commit", "sh").splitlines() if line.startswith("zonal")]
    staged = "infra.zonal example.com.zonal"
    command = line.replace("{staged_files}", staged)
    has(made.run("sh", "-c", command), "no problems")
    made.write("infra.zonal", made.read("infra.zonal").replace("provider files", "provider   files"))
    made.run("sh", "-c", command, code=1)


class Loader(yaml.SafeLoader):
    """YAML with GitLab's references, which name a key by its path."""


Loader.add_constructor("!reference", lambda loader, node: Reference(loader.construct_sequence(node)))


class Reference(list):
    """The path of a key whose value stands here."""


def job(pipeline, name):
    """A job with what it takes over from those that it extends."""
    own = pipeline[name]
    inherited = job(pipeline, own["extends"]) if "extends" in own else {}
    merged = {**inherited, **own}
    merged["variables"] = {**inherited.get("variables", {}), **own.get("variables", {})}
    return merged


def lines(pipeline, given):
    for line in given:
        if isinstance(line, Reference):
            yield from lines(pipeline, pipeline[line[0]][line[1]])
        else:
            yield line


def play(pipeline, name, made, code=0, **given):
    """Runs a job's scripts in one shell, with the variables that a runner sets."""
    found = job(pipeline, name)
    variables = {**pipeline.get("variables", {}), **given}
    variables |= {key: os.path.expandvars(variables.get(value[1:], "") if value.startswith("$") else value)
                  for key, value in found["variables"].items()}
    script = "\n".join(lines(pipeline, [*found.get("before_script", []), *found["script"]]))
    return made.run("bash", "-eo", "pipefail", "-c", script, code=code, **variables)


def valid(text, suite):
    file = suite.folder / "pipeline.yml"
    file.write_text(text)
    done = subprocess.run([BIN / "check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", file],
                          capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout + done.stderr


def gitlabs_short_pipeline(suite):
    text = named(".gitlab-ci.yml")
    equal(valid(text, suite)[0], True)
    equal(valid(text.replace("script:", "scripts:"), suite)[0], False)
    pipeline, made = yaml.load(text, Loader), suite.workspace()
    play(pipeline, "check", made)
    equal(made.read("gl-code-quality.json").strip(), "[]")
    play(pipeline, "deploy", made)
    has(made.read("out/example.com.zone"), "written in Zonal")


def gitlabs_whole_pipeline(suite):
    ok, said = valid(TEMPLATE.read_text(), suite)
    equal((ok, said if not ok else ""), (True, ""))
    made = suite.workspace("--gitlab")
    pipeline = yaml.load(made.read(".gitlab-ci.yml"), Loader)
    base = made.run("git", "rev-parse", "HEAD").strip()
    made.write("example.com.zonal", made.read("example.com.zonal").replace("written in Zonal", "written again"))
    made.commit("A change")
    has(play(pipeline, "check", made, CI_MERGE_REQUEST_DIFF_BASE_SHA=base), "no problems", "written again")
    tokens = {"ZONAL_AWS_TOKEN": "a", "ZONAL_AZURE_TOKEN": "b", "ZONAL_PLAN_AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/plan"}
    play(pipeline, "plan", made, **tokens)
    play(pipeline, "deploy", made, **tokens)
    play(pipeline, "drift", made, **tokens)
    zone = made.read("out/example.com.zone")
    made.write("out/example.com.zone", zone.replace("written again", "written by hand"))
    play(pipeline, "drift", made, code=2, **tokens)
    # A plan that no longer fits is not carried out.
    play(pipeline, "deploy", made, code=3, **tokens)


def a_role_logs_in_by_a_file_and_a_missing_one_by_none(suite):
    pipeline, made = yaml.load(TEMPLATE.read_text(), Loader), suite.workspace()
    pipeline["plan"]["script"] = ['echo "role ${AWS_ROLE_ARN-unset}"', 'echo "token $(cat "${AWS_WEB_IDENTITY_TOKEN_FILE-/dev/null}")"',
                                  'echo "azure ${AZURE_FEDERATED_TOKEN_FILE-unset}"']
    said = play(pipeline, "plan", made, ZONAL_AWS_TOKEN="t-1", ZONAL_PLAN_AWS_ROLE_ARN="arn:role")
    has(said, "role arn:role\n", "token t-1\n", "azure unset\n")
    has(play(pipeline, "plan", made, ZONAL_AWS_TOKEN="t-1"), "role unset\n", "token \n")


if __name__ == "__main__":
    report = Report("recipes")
    with stranger.folder() as folder:
        suite = Suite(folder)
        for test in (the_first_day, a_plain_shell, the_hooks_that_are_shown_are_those_that_init_writes, other_runners_of_hooks,
                     gitlabs_short_pipeline, gitlabs_whole_pipeline, a_role_logs_in_by_a_file_and_a_missing_one_by_none):
            report.check(test.__name__.replace("_", " "), lambda: test(suite))
    report.end()
