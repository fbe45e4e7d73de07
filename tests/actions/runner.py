"""Runs GitHub workflows on this machine, without a container: jobs in the order of their needs, steps under the shells that
GitHub uses, with expressions, outputs, environment files, summaries and annotations.

It knows the actions that the templates use: the checkout, which is a clone, the two of artifacts, which copy, and Zonal's own,
which is run as the composite action that it is. Anything else is an error, as is a key that it does not know.
"""

import pathlib
import re
import shutil
import subprocess
from dataclasses import dataclass, field

import yaml

import expressions

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"^\s*::(?P<name>[\w-]+)(?: (?P<properties>.*?))?::(?P<data>.*)$")
JOB_KEYS = {"name", "needs", "if", "runs-on", "timeout-minutes", "permissions", "env", "outputs", "steps", "environment"}
STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "shell", "env"}
SHELLS = {"": ["bash", "-e"], "bash": ["bash", "--noprofile", "--norc", "-eo", "pipefail"]}


@dataclass
class Annotation:
    level: str
    message: str
    file: str = ""
    line: str = ""
    title: str = ""


@dataclass
class Job:
    """How a job ended."""

    result: str = "skipped"
    outputs: dict = field(default_factory=dict)
    annotations: list = field(default_factory=list)
    summary: str = ""
    log: str = ""
    steps: list = field(default_factory=list)

    def messages(self, level):
        return [one.message for one in self.annotations if one.level == level]


@dataclass
class Run:
    """One run of a workflow: what it is told, and where it works."""

    workflow: dict
    folder: pathlib.Path
    github: dict
    variables: dict
    environment: dict
    checkout: object
    """Called with a folder and the inputs of the checkout."""
    token: object
    """Called with the permissions of a job: its token, and the variables that its identity is asked for by."""
    approve: object = None
    """Called with the name of an environment, when its protection lets the job go on."""
    inputs: dict = field(default_factory=dict)
    jobs: dict = field(default_factory=dict)

    def execute(self):
        """Runs every job; the jobs by their names."""
        waiting = dict(self.workflow["jobs"])
        while waiting:
            ready = next(name for name, job in waiting.items()
                         if all(need in self.jobs for need in listed(job.get("needs"))))
            self.jobs[ready] = self.job(ready, waiting.pop(ready))
        return self.jobs

    def job(self, name, given):
        known(given, JOB_KEYS, f"job {name}")
        needs = {need: {"result": self.jobs[need].result, "outputs": self.jobs[need].outputs}
                 for need in listed(given.get("needs"))}
        well = all(need["result"] == "success" for need in needs.values())
        context = {"github": self.github, "vars": self.variables, "inputs": self.inputs, "needs": needs,
                   "functions": {"success": lambda: well, "always": lambda: True, "failure": lambda: not well,
                                 "cancelled": lambda: False}}
        job = Job()
        if not expressions.condition(given.get("if"), context):
            return job
        folder = self.folder / name
        context["runner"] = {"os": "Linux", "arch": "X64", "temp": str(folder / "temp")}
        for part in ("temp", "home", "workspace"):
            (folder / part).mkdir(parents=True)
        permissions = given.get("permissions", self.workflow["permissions"])
        token, identity = self.token(permissions)
        context["github"] = {**self.github, "workspace": str(folder / "workspace"), "token": token}
        environment = {**self.environment, **identity, **self.usual(folder)}
        environment |= {key: expressions.filled(value, context) for key, value in (given.get("env") or {}).items()}
        if given.get("environment") and self.approve:
            self.approve(given["environment"])
        steps = Steps(self, job, context, environment, folder / "workspace")
        job.result = "success" if steps.run(given["steps"]) else "failure"
        job.outputs = {key: expressions.filled(value, steps.context) for key, value in (given.get("outputs") or {}).items()}
        return job

    def usual(self, folder):
        """The variables that every job has."""
        named = {name: value for name, value in self.github.items() if isinstance(value, str)}
        return {"CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "HOME": str(folder / "home"),
                "RUNNER_TEMP": str(folder / "temp"), "GITHUB_WORKSPACE": str(folder / "workspace"),
                **{f"GITHUB_{name.upper()}": value for name, value in named.items()}}


class Steps:
    """The steps of a job, or of an action within one."""

    def __init__(self, run, job, context, environment, workspace, path=()):
        self.whole, self.job, self.environment, self.workspace = run, job, environment, workspace
        self.path, self.well = list(path), True
        status = {"success": lambda: self.well, "failure": lambda: not self.well, "always": lambda: True,
                  "cancelled": lambda: False}
        self.context = {**context, "steps": {}, "functions": status}

    def run(self, steps):
        for step in steps:
            known(step, STEP_KEYS, f"step {step.get('name', step.get('uses'))}")
            environment = dict(self.environment)
            context = {**self.context, "env": environment}
            if not expressions.condition(step.get("if"), context):
                self.done(step, "skipped", {})
                continue
            environment |= {key: expressions.filled(value, context) for key, value in (step.get("env") or {}).items()}
            outcome, outputs = self.used(step, context) if "uses" in step else self.ran(step, context, environment)
            self.well = self.well and outcome
            self.done(step, "success" if outcome else "failure", outputs)
        return self.well

    def done(self, step, outcome, outputs):
        self.job.steps.append((step.get("name") or step.get("uses") or "", outcome))
        if "id" in step:
            self.context["steps"][step["id"]] = {"outcome": outcome, "conclusion": outcome, "outputs": outputs}

    def used(self, step, context):
        action = step["uses"].partition("@")[0]
        given = {key: expressions.filled(value, context) for key, value in (step.get("with") or {}).items()}
        if action == "actions/checkout":
            self.whole.checkout(self.workspace, given)
            return True, {}
        if action == "actions/upload-artifact":
            return upload(self.whole.folder / "artifacts" / given["name"], pathlib.Path(given["path"]), given), {}
        if action == "actions/download-artifact":
            shutil.copytree(self.whole.folder / "artifacts" / given["name"], given["path"], dirs_exist_ok=True)
            return True, {}
        if action == "zonal-dns/zonal":
            return self.composite(given, context)
        raise expressions.Bad(f"the action {action} is not known here")

    def composite(self, given, context):
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        known(given, set(action["inputs"]), "inputs of the action")
        inputs = {}
        for name, about in action["inputs"].items():
            if about.get("required") and name not in given:
                raise expressions.Bad(f"the input {name} is required")
            inputs[name] = given.get(name, expressions.filled(about.get("default", ""), context))
        inner = Steps(self.whole, self.job, {**self.context, "inputs": inputs},
                      {**self.environment, "GITHUB_ACTION_PATH": str(ROOT)}, self.workspace, self.path)
        for step in action["runs"]["steps"]:
            if "run" in step and "shell" not in step:
                raise expressions.Bad("a step of a composite action needs a shell")
        well = inner.run(action["runs"]["steps"])
        self.path = inner.path
        return well, {name: expressions.filled(about["value"], inner.context) for name, about in action["outputs"].items()}

    def ran(self, step, context, environment):
        files = {name: self.whole.folder / f"{name}-{len(self.job.steps)}-{id(step)}"
                 for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("")
        environment |= {name: str(file) for name, file in files.items()}
        environment["PATH"] = ":".join([*reversed(self.path), environment["PATH"]])
        command = [*SHELLS[step.get("shell", "")], "-c", expressions.filled(step["run"], context)]
        done = subprocess.run(command, cwd=self.workspace, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, check=False)
        log = done.stdout.decode("utf-8", "replace")
        self.job.log += log
        self.job.annotations += annotations(log)
        self.job.summary += files["GITHUB_STEP_SUMMARY"].read_text()
        self.path += files["GITHUB_PATH"].read_text().split()
        self.environment |= values(files["GITHUB_ENV"].read_text())
        return done.returncode == 0, values(files["GITHUB_OUTPUT"].read_text())


def upload(folder, path, given):
    """Copies what is to be kept; whether that is as it should be."""
    if not path.exists():
        return given.get("if-no-files-found", "warn") != "error"
    shutil.copytree(path, folder) if path.is_dir() else (folder.mkdir(parents=True), shutil.copy(path, folder))
    return True


def annotations(log):
    """What the runner makes of a log: ten of each level, as it shows no more of one step."""
    found, shown, stopped = [], {}, None
    for line in log.splitlines():
        command = COMMAND.match(line)
        if not command:
            continue
        if stopped:
            stopped = None if command["name"] == stopped else stopped
        elif command["name"] == "stop-commands":
            stopped = command["data"]
        elif command["name"] in ("error", "warning", "notice"):
            level = command["name"]
            shown[level] = shown.get(level, 0) + 1
            pairs = dict(pair.split("=", 1) for pair in (command["properties"] or "").split(",") if "=" in pair)
            about = {name: decoded(pairs.get(name, "")) for name in ("file", "line", "title")}
            if shown[level] <= 10:
                found.append(Annotation(level, decoded(command["data"]), **about))
        else:
            raise expressions.Bad(f"a log holds the command {command['name']}")
    return found


def decoded(text):
    for code, character in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def values(text):
    """`name=value` and `name<<END`, as in the files for outputs and variables."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, mark, value = re.match(r"([\w-]+)(=|<<)(.*)", line).groups()
        if mark == "<<":
            end, inside = value, []
            while (one := next(lines)) != end:
                inside.append(one)
            value = "\n".join(inside)
        found[name] = value
    return found


def listed(given):
    return [given] if isinstance(given, str) else list(given or [])


def known(given, keys, where):
    if unknown := set(given) - keys:
        raise expressions.Bad(f"{where}: {', '.join(sorted(unknown))} is not known here")


def load(text):
    """A workflow; YAML 1.1 takes its key `on` for true."""
    workflow = yaml.safe_load(text)
    workflow["on"] = workflow.pop(True)
    return workflow
