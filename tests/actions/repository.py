"""A repository of zones at the double of GitHub, whose workflows run on this machine against the doubles of both clouds."""

import contextlib
import os
import pathlib
import subprocess
import sys
import types

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "oracles"), str(TESTS / "clouds")]

import example
import runner
from clouds import ZONAL
from github import GitHub
from twins.server import serve

NAME = "example/zones"
TEMPLATES = TESTS.parent / "cli" / "templates"
PLANNER, DEPLOYER = (f"arn:aws:iam::123456789012:role/{role}" for role in ("planner", "deployer"))
ENDPOINTS = ("AWS_ENDPOINT_URL_ROUTE_53", "AWS_ENDPOINT_URL_STS", "AWS_EC2_METADATA_DISABLED",
             "AZURE_RESOURCE_MANAGER_ENDPOINT", "AZURE_AUTHORITY_HOST")
# Whoever plans may only read.
READER = {"*assumed-role/planner/*": ["route53:Change*", "route53:Create*", "route53:Delete*", "route53:Update*"]}


class Repository:
    """The workspace of `clouds`, as the branch main of a repository."""

    def __init__(self, given, hub, folder):
        self.clouds, self.hub, self.folder = given, hub, folder
        self.runs, self.path = 0, folder / "bin"
        self.path.mkdir()
        (self.path / "zonal").symlink_to(ZONAL)
        settings = given.azure_dns.twin.settings
        self.variables = {
            "ZONAL_PLAN_AWS_ROLE_ARN": PLANNER, "ZONAL_DEPLOY_AWS_ROLE_ARN": DEPLOYER,
            "ZONAL_PLAN_AZURE_CLIENT_ID": settings.client_id, "ZONAL_DEPLOY_AZURE_CLIENT_ID": settings.client_id,
            "AZURE_TENANT_ID": settings.tenant, "AZURE_SUBSCRIPTION_ID": settings.subscription,
            "ZONAL_HEARTBEAT_URL": f"{hub.url}/heartbeat",
        }
        self.environment = {name: given.environment[name] for name in ENDPOINTS}
        self.environment["PATH"] = f"{self.path}:{os.environ['PATH']}"
        self.git("init", "--quiet", "--initial-branch=main")
        self.write(".gitignore", ".zonal/\n")
        self.commit("The zones as they are")

    # The repository

    def git(self, *arguments):
        who = ["-c", "user.name=somebody", "-c", "user.email=somebody@example.com", "-c", "protocol.file.allow=always"]
        done = subprocess.run(["git", *who, *arguments], cwd=self.clouds.folder, capture_output=True, text=True, check=False,
                              env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"})
        if done.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {done.stderr}")
        return done.stdout.strip()

    def write(self, name, text):
        (self.clouds.folder / name).write_text(text)

    def edit(self, old, new, name="example.com.zonal"):
        self.clouds.edit(old, new, name)

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    @contextlib.contextmanager
    def pull_request(self, number=7):
        """What is changed inside becomes the commit of a pull request, and of its merge into main."""
        main = self.git("rev-parse", "main")
        self.git("checkout", "--quiet", "-B", f"change-{number}", "main")
        yield
        self.commit("A change")
        self.git("checkout", "--quiet", "--detach", main)
        self.git("merge", "--quiet", "--no-ff", "--message", "Merge", f"change-{number}")
        self.git("update-ref", f"refs/pull/{number}/merge", "HEAD")
        self.git("checkout", "--quiet", "main")

    def merge(self, number=7):
        self.git("merge", "--quiet", f"change-{number}")

    # Its workflows

    def check(self, number=7, fork=False, **more):
        """A pull request was opened or pushed to."""
        head = {"sha": self.git("rev-parse", f"change-{number}"), "repo": {"full_name": "stranger/zones" if fork else NAME}}
        event = {"number": number, "pull_request": {"number": number, "head": head}}
        return self.run("dns-check.yml", "pull_request", f"refs/pull/{number}/merge", event, fork=fork, **more)

    def deploy(self, event="push", **more):
        return self.run("dns-deploy.yml", event, "refs/heads/main", {}, **more)

    def drift(self, **more):
        return self.run("dns-drift.yml", "schedule", "refs/heads/main", {}, **more)

    def run(self, workflow, event_name, ref, event, fork=False, text=None, **more):
        """The jobs of a workflow; `text` is another one than the template of that name."""
        loaded = runner.load(text or (TEMPLATES / workflow).read_text())
        if event_name not in loaded["on"]:
            raise AssertionError(f"{workflow} does not run on {event_name}")
        self.runs += 1
        sha = self.git("rev-parse", ref)
        github = {"repository": NAME, "event_name": event_name, "event": event, "ref": ref, "sha": sha, "run_id": str(self.runs),
                  "run_attempt": "1", "api_url": self.hub.url, "server_url": self.hub.url}
        folder = self.folder / f"run-{self.runs}"
        environment = {**self.environment, **more.pop("environment", {})}
        variables = {**self.variables, **more.pop("variables", {})}
        run = runner.Run(loaded, folder, github, variables, environment, self.checked_out(ref), self.token(fork), **more)
        return run.execute()

    def checked_out(self, ref):
        def checkout(folder, given):
            depth = given.get("fetch-depth", "1")
            depth = [] if depth == "0" else [f"--depth={depth}"]
            path = f"file://{self.clouds.folder}"
            self.git("init", "--quiet", str(folder))
            self.git("-C", str(folder), "fetch", "--quiet", *depth, path, ref)
            self.git("-C", str(folder), "checkout", "--quiet", "--detach", "FETCH_HEAD")
        return checkout

    def token(self, fork):
        """A fork's token can only read, and a fork has no identity."""
        settings = self.clouds.azure_dns.twin.settings

        def grant(permissions):
            if fork:
                return self.hub.twin.grant({name: "read" for name in permissions}), {}
            identity = {"ACTIONS_ID_TOKEN_REQUEST_URL": f"{self.clouds.azure_dns.url}/github/oidc?api-version=2.0",
                        "ACTIONS_ID_TOKEN_REQUEST_TOKEN": settings.github_request_token}
            return self.hub.twin.grant(permissions), identity if permissions.get("id-token") == "write" else {}
        return grant

    # What stands at GitHub

    def comments(self, number=7):
        return [one for one in self.hub.twin.comments.get(number, []) if one["user"]["type"] == "Bot"]

    def issues(self, state):
        return [one for one in self.hub.twin.issues.values() if one["state"] == state]


@contextlib.contextmanager
def repository(given):
    """The example of one zone at two clouds, deployed, in a repository of its own."""
    given.route53.twin.settings.denied = READER
    example.deployed(given)
    with serve(GitHub(NAME)) as hub:
        folder = given.folder.parent / "github"
        folder.mkdir()
        yield Repository(given, hub, folder)
        if hub.twin.log.defects:
            raise AssertionError("the twin failed:\n" + "\n".join(hub.twin.log.defects))


def suite(test):
    """A test of a repository as a test of clouds."""
    def with_repository(clouds):
        with repository(clouds) as given:
            test(given)
    with_repository.__name__ = test.__name__
    return with_repository


def tests_of(module):
    """The functions of a suite that take what is `given`, a repository, and nothing else, in their order, as tests of clouds."""
    found = [one for one in module.values() if isinstance(one, types.FunctionType) and one.__module__ == "__main__"]
    return [suite(one) for one in found if one.__code__.co_varnames[:one.__code__.co_argcount] == ("given",)]
