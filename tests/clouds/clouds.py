"""Zonal between both clouds: the twins, a workspace, and the environment of somebody who may log in to both.

A suite takes `clouds()`, writes its source, runs the built binary (the variable ZONAL) in an environment that holds
nothing else, and looks at what came of it with `aws` and `azure`, which are clients that know nothing of Zonal.
"""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import types
from dataclasses import dataclass

# Instead of this folder: the twins, and the counting that all suites share.
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "oracles")]

import jsonschema

from cloud_clients import AzureClient, Route53Client
from report import equal
from twins.azure import Azure
from twins.route53 import Route53
from twins.server import serve

ZONAL = str(pathlib.Path(os.environ.get("ZONAL", "target/debug/zonal")).resolve())
EXAMPLE = TESTS.parent / "examples" / "dual-authoritative"
KEY, SECRET = "AKIAEXAMPLEEXAMPLE01", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
DOCUMENTS = {name: json.loads((TESTS.parent / "cli" / "schemas" / f"{name}-1.json").read_text()) for name in ("plan", "drift", "verify")}
"""What `--format json` prints, by command: every such answer is checked against its schema."""
GROUP = "dns-prod-rg"
ZONE = "example.com"

PROVIDERS = """
provider aws = route53 { requests-per-second 1000 }
provider azure = azure-dns {
  subscription env("AZURE_SUBSCRIPTION_ID")
  resource-group "dns-prod-rg"
}
"""


@dataclass
class Run:
    """How a run of the command ended."""

    arguments: tuple
    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err

    def __str__(self):
        return f"zonal {' '.join(self.arguments)} ended with {self.code}\n{self.out}{self.err}"


def holds(run, *texts):
    """All of the texts are in what was said."""
    for text in texts:
        if text not in run.text:
            raise AssertionError(f"no {text!r} in what follows\n{run}")


def lacks(run, *texts):
    for text in texts:
        if text in run.text:
            raise AssertionError(f"{text!r} in what follows\n{run}")


class Clouds:
    """What a test works with."""

    def __init__(self, route53, azure, folder):
        self.route53, self.azure_dns = route53, azure
        self.folder, self.home = folder / "workspace", folder / "home"
        self.folder.mkdir()
        self.home.mkdir()
        (self.folder / "zonal.toml").write_text("")
        self.aws = Route53Client(route53.url, KEY, SECRET)
        self.azure = AzureClient(azure.url, azure.twin, GROUP)
        settings = azure.twin.settings
        self.environment = {
            "PATH": "/nowhere", "HOME": str(self.home), "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL_ROUTE_53": route53.url, "AWS_ENDPOINT_URL_STS": route53.url,
            "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
            "AZURE_RESOURCE_MANAGER_ENDPOINT": azure.url, "AZURE_AUTHORITY_HOST": azure.url,
            "AZURE_SUBSCRIPTION_ID": settings.subscription, "AZURE_TENANT_ID": settings.tenant,
            "AZURE_CLIENT_ID": settings.client_id, "AZURE_CLIENT_SECRET": settings.client_secret,
        }

    def zonal(self, *arguments, code=0, **environment):
        """Runs the command; None takes a variable away; another exit code than `code` is a failure."""
        given = {name: value for name, value in {**self.environment, **environment}.items() if value is not None}
        done = subprocess.run([ZONAL, *arguments], cwd=self.folder, env=given, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)
        run = Run(arguments, done.returncode, done.stdout, done.stderr)
        if code is not None and run.code != code:
            raise AssertionError(f"{code} was expected, but {run}")
        if arguments[0] in DOCUMENTS and "json" in arguments and run.out:
            jsonschema.validate(json.loads(run.out), DOCUMENTS[arguments[0]])
        return run

    def write(self, text, name="zone.zonal"):
        (self.folder / name).write_text(text)

    def source(self, body, on="aws, azure", zone=ZONE, providers=PROVIDERS):
        """A workspace of one zone, where addresses for examples are fine."""
        policy = "policy test default {\n  off address-documentation, provider-only-record\n}\n"
        self.write(f"{providers}\n{policy}\nzone {zone} on {on} {{\n{body}\n}}\n")

    def example(self):
        """The example as it is in the repository, but for the facts of zones that nobody has."""
        for file in EXAMPLE.iterdir():
            if file.name != "zonal.lock":
                shutil.copy(file, self.folder)
        return self

    def edit(self, old, new, name="example.com.zonal"):
        """One replacement in a source file."""
        text = (self.folder / name).read_text()
        equal(text.count(old), 1, f"{old!r} in {name}")
        self.write(text.replace(old, new), name)

    def deploy(self, *arguments, **environment):
        return self.zonal("deploy", "--yes", *arguments, **environment)

    def settled(self, *arguments):
        """Nothing is left to do, and nothing has drifted."""
        self.zonal("plan", "--detailed-exitcode", *arguments)
        self.zonal("drift", *arguments)

    def writes(self):
        """How many requests have changed something so far."""
        return sum(
            server.twin.is_write(entry_request(entry)) for server in (self.route53, self.azure_dns)
            for entry in server.twin.log)

    @contextlib.contextmanager
    def nothing_written(self):
        """Not one request to change something is sent meanwhile."""
        before = self.writes()
        yield
        equal(self.writes() - before, 0, "requests that write")


class entry_request:
    """As much of a logged request as tells whether it writes."""

    def __init__(self, entry):
        self.method, self.path, self.operation = entry["method"], entry["path"], entry["operation"]


def wanted_names(clouds):
    """The name servers that both clouds assigned, as their own libraries tell."""
    aws = clouds.aws.api.get_hosted_zone(Id=clouds.aws.zone_id(ZONE))["DelegationSet"]["NameServers"]
    azure = clouds.azure.api.zones.get(GROUP, ZONE).name_servers
    return sorted(name.rstrip(".").lower() + "." for name in (*aws, *azure))


@contextlib.contextmanager
def clouds(route53=None, azure=None):
    """Fresh twins with their settings; their own defects fail the test."""
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        twins = (Route53(**{"rate": 0, "pending_polls": 0, "keys": {KEY: SECRET}, **(route53 or {})}),
                 Azure(**{"resource_groups": [GROUP], "rates": False, **(azure or {})}))
        servers = [stack.enter_context(serve(twin)) for twin in twins]
        yield Clouds(*servers, folder)
        for twin in twins:
            if twin.log.defects:
                raise AssertionError("the twin failed:\n" + "\n".join(twin.log.defects))
            equal([fault.kind for fault in twin.faults.unspent()], [], "faults that never struck")


def run(report, tests, **settings):
    """Runs functions that take `clouds`, each with clouds of its own, several at once: they mostly wait."""
    def alone(test):
        with clouds(**settings) as given:
            test(given)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [(test.__name__.replace("_", " "), pool.submit(alone, test)) for test in tests]
        for label, future in running:
            report.check(label, future.result)


def tests_of(module):
    """The functions of a suite that take clouds and nothing else, in their order; helpers begin with `given_`."""
    found = [one for one in module.values() if isinstance(one, types.FunctionType) and one.__module__ == "__main__"]
    return [one for one in found
            if one.__code__.co_varnames[:one.__code__.co_argcount] == ("clouds",) and not one.__name__.startswith("given_")]
