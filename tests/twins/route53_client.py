"""boto3 against a twin: short calls, expected refusals, and every answer held against the API's own model."""

import contextlib
import os
import pathlib
import sys

# This folder's own names must not hide the standard library's or the packages'.
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:] = [str(HERE.parent), str(HERE.parent / "oracles"), *(entry for entry in sys.path if entry not in ("", str(HERE)))]

import boto3
import botocore.config
import botocore.exceptions

from report import equal
from twins.route53 import Route53
from twins.server import serve

CONFIG = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)
os.environ.update(AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null")


def conforms(shape, value, where):
    """Raises for a required member that an answer lacks."""
    if shape.type_name == "structure":
        missing = [name for name in shape.required_members if name not in value]
        # The model asks for a DelegationSet that the service does not give for private zones.
        if missing and missing != ["DelegationSet"]:
            raise AssertionError(f"{where} lacks {missing}")
        for name, member in shape.members.items():
            if name in value:
                conforms(member, value[name], f"{where}.{name}")
    elif shape.type_name == "list":
        for one in value:
            conforms(shape.member, one, where)


def plain(url, service="route53", key="AKIAIOSFODNN7EXAMPLE", secret="secret", token=None, **config):
    """A client without retries."""
    return boto3.client(service, region_name="us-east-1", endpoint_url=url, aws_access_key_id=key, aws_secret_access_key=secret,
                        aws_session_token=token, config=CONFIG.merge(botocore.config.Config(**config)))


def connect(*where, **how):
    """A client that holds every answer against the model."""
    made = plain(*where, **how)

    def check(http_response, parsed, model, **_):
        if http_response.status_code < 300:
            conforms(model.output_shape, parsed, model.name)

    made.meta.events.register("after-call", check)
    return made


class Account:
    """A served twin with a zone `example.com`, and a client of it."""

    def __init__(self, server):
        self.server, self.twin, self.client = server, server.twin, connect(server.url)
        self.zone = self.twin.create_zone("example.com")

    def change(self, *wanted, zone=None):
        """A batch; each change is (action, name, type, TTL, values...) or (action, dictionary)."""
        changes = [{"Action": action, "ResourceRecordSet": record(*rest)} for action, *rest in wanted]
        return self.client.change_resource_record_sets(HostedZoneId=zone or self.zone.id, ChangeBatch={"Changes": changes})

    def refused(self, *wanted, code="InvalidChangeBatch", text=None, zone=None):
        """The batch is refused with exactly this text, or one that has it, and nothing has changed."""
        before = self.listing()
        message = refused(code, lambda: self.change(*wanted, zone=zone))
        if text is not None and text not in (message, message[1:-1]):
            raise AssertionError(f"{message!r} instead of {text!r}")
        equal(self.listing(), before)
        return message

    def listing(self, **how):
        return self.client.list_resource_record_sets(HostedZoneId=self.zone.id, **how)["ResourceRecordSets"]

    def sets(self):
        """{(name, type, identifier): values} of all but the apex's NS and SOA."""
        return {(one["Name"], one["Type"], one.get("SetIdentifier")): [value["Value"] for value in one.get("ResourceRecords", ())]
                for one in self.listing() if one["Type"] not in ("SOA", "NS") or one["Name"] != "example.com."}


def record(name, rtype=None, ttl=None, *values, **members):
    """A ResourceRecordSet as boto3 wants it; a dictionary is one already."""
    if isinstance(name, dict):
        return name
    return {"Name": name, "Type": rtype, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values], **members}


def alias(name, rtype, zone, target, *, health=False, **members):
    target = {"HostedZoneId": zone, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Name": name, "Type": rtype, "AliasTarget": target, **members}


def refused(code, call):
    """The message with which `call` is refused; another code, or none, is a failure."""
    try:
        call()
    except botocore.exceptions.ClientError as error:
        found = error.response["Error"]
        equal(found["Code"], code)
        return found["Message"]
    raise AssertionError(f"accepted, but {code} was expected")


@contextlib.contextmanager
def account(**settings):
    """A new twin without a rate unless told; its own defects fail the test."""
    with serve(Route53(**{"rate": 0, **settings})) as server:
        yield Account(server)
        equal(server.twin.log.defects, [])


def run(report, tests):
    """Runs functions that take an account, each with one of its own."""
    for test in tests:
        def check(test=test):
            with account() as given:
                test(given)
        report.check(test.__name__.replace("_", " "), check)
