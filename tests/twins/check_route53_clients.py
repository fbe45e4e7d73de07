#!/usr/bin/env python3
"""The Route 53 twin beside others' work: octoDNS drives it, and where moto and ministack are right it answers as they do."""

import asyncio
import contextlib
import io
import json
import logging
import os
import pathlib
import tempfile
import urllib.parse

import route53_client as asking
import botocore.awsrequest
import botocore.exceptions
from report import Report, equal
from twins import octodns_settings

os.environ.update(MOTO_IAM_LOAD_MANAGED_POLICIES="false", LOG_LEVEL="ERROR", AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
                  AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="us-east-1")

import octodns.manager
from moto.server import ThreadedMotoServer
from ministack.services import route53 as ministack

FIRST = r"""
'': [
  {type: A, ttl: 60, values: [192.0.2.1, 192.0.2.2]}, {type: MX, values: [{preference: 10, exchange: mx.example.com.}]},
  {type: CAA, values: [{flags: 0, tag: issue, value: ca.example.net}, {flags: 128, tag: iodef, value: "mailto:a@example.com"}]},
  {type: TXT, values: ['v=spf1 -all', 'semi\; colon', 'two  blanks', 'LONG']}]
www: {type: CNAME, value: Target.Example.NET.}
'*.wild': {type: A, value: 192.0.2.3}
v6: {type: AAAA, values: ['2001:db8::1', '2001:DB8:0::2']}
_sip._tcp: {type: SRV, values: [{priority: 1, weight: 2, port: 5060, target: sip.example.com.}]}
child: [{type: NS, values: [ns1.example.net., ns2.example.net.]}, {type: DS, values: [{key_tag: 1, algorithm: 13, digest_type: 2, digest: DIGEST}]}]
ptr: {type: PTR, value: host.example.com.}
naptr: {type: NAPTR, values: [{order: 1, preference: 2, flags: U, service: 'E2U+sip', regexp: '!^.*$!sip:a@example.com!', replacement: .}]}
alias: {type: Route53Provider/ALIAS, values: [{type: A, name: ''}]}
dynamic:
  type: A
  ttl: 60
  values: [192.0.2.9]
  dynamic:
    pools: {one: {fallback: two, values: [{value: 192.0.2.10, weight: 3}, {value: 192.0.2.11}]}, two: {values: [{value: 192.0.2.12}]}}
    rules: [{geos: [EU, NA-US-CA], pool: two}, {pool: one}]
"""
SECOND = FIRST.replace("ttl: 60", "ttl: 90").replace("value: 192.0.2.3", "value: 192.0.2.4").replace("weight: 3", "weight: 5").replace("ptr:", "tpr:")


@contextlib.contextmanager
def octodns_for(url):
    """A function that plans or applies a zone file's text and returns the number of changes."""
    with tempfile.TemporaryDirectory() as folder:
        config = octodns_settings.write(folder, "example.com", {"route53": octodns_settings.AWS},
                                        plan_outputs={"json": {"class": "octodns.provider.plan.PlanJson"}})
        os.environ["AWS_ENDPOINT_URL_ROUTE_53"] = url

        def sync(text, **how):
            pathlib.Path(folder, "example.com.yaml").write_text(text.replace("LONG", "x" * 600).replace("DIGEST", "ab" * 32))
            plan = io.StringIO()
            octodns.manager.Manager(str(config)).sync(plan_output_fh=plan, **how)
            planned = json.loads(plan.getvalue())
            return sum(len(changes["changes"]) for targets in planned.values() for changes in targets.values())

        yield sync


def octodns_plans_applies_and_finds_nothing_left(account):
    with octodns_for(account.server.url) as sync:
        for text in (FIRST, SECOND):
            planned = sync(text)
            equal((planned > 2, sync(text, dry_run=False, force=True), sync(text)), (True, planned, 0))
        shown = account.sets()
        equal(shown["www.example.com.", "CNAME", None], ["target.example.net."])
        equal(shown[r"\052.wild.example.com.", "A", None], ["192.0.2.4"])
        equal(sorted(shown["example.com.", "TXT", None])[:2], ['"semi; colon"', '"two  blanks"'])
        equal(len([key for key in shown if "_octodns" in key[0]]) > 3, True)
        equal(len(account.twin.health_checks.checks) > 2, True)
        only = "'': {type: A, ttl: 60, value: 192.0.2.1}"
        equal((sync(only, dry_run=False, force=True) > 0, sync(only)), (True, 0))
        equal(account.sets(), {("example.com.", "A", None): ["192.0.2.1"]})


# What the doubles have right, asked of them and of the twin.

class Peer:
    """A client, and a zone `example.com` of its own for every question."""

    def __init__(self, client):
        self.client, self.count = client, 0

    def ask(self, question):
        self.count += 1
        made = self.client.create_hosted_zone(Name="example.com", CallerReference=f"peer {self.count}")
        self.zone = made["HostedZone"]["Id"].rpartition("/")[2]
        return question(self)

    def change(self, *wanted):
        changes = [{"Action": action, "ResourceRecordSet": asking.record(*rest)} for action, *rest in wanted]
        return self.client.change_resource_record_sets(HostedZoneId=self.zone, ChangeBatch={"Changes": changes})["ChangeInfo"]

    def refused(self, *wanted):
        return self.error(lambda: self.change(*wanted))

    @staticmethod
    def error(call):
        """(code, message without the brackets that join several), or None if it was accepted."""
        try:
            call()
        except botocore.exceptions.ClientError as error:
            found = error.response["Error"]
            message = found["Message"]
            return found["Code"], message[1:-1] if message.startswith("[") else message
        return None

    def page(self, **how):
        return self.client.list_resource_record_sets(HostedZoneId=self.zone, **how)

    def sets(self):
        return [(one["Name"], one["Type"], one.get("TTL"), one["ResourceRecords"]) for one in self.page()["ResourceRecordSets"]
                if one["Type"] not in ("SOA", "NS")]


def a(name, value="192.0.2.1", ttl=60):
    return f"{name}.example.com.", "A", ttl, value


def creation_of_an_existing_set(peer):
    peer.change(("CREATE", *a("a")))
    return peer.refused(("CREATE", *a("a")))[0], peer.sets()


def creation_of_an_existing_set_with_another_value(peer):
    peer.change(("CREATE", *a("a")))
    return peer.refused(("CREATE", *a("a", "192.0.2.2")))[0], peer.sets()


def more_than_1000_elements(peer):
    many = [a(f"h{number}") for number in range(1001)]
    peer.change(*(("CREATE", *one) for one in many[:500]))
    return (peer.refused(*(("CREATE", *one) for one in many)), peer.refused(*(("UPSERT", *one) for one in many[:501])),
            peer.refused(*(("UPSERT", *one) for one in many[:500])), len(peer.page()["ResourceRecordSets"]))


def pages_of_300(peer):
    for at in range(0, 600, 300):
        peer.change(*(("CREATE", *a(f"h{number}")) for number in range(at, at + 300)))
    first = peer.page()
    second = peer.page(StartRecordName=first["NextRecordName"], StartRecordType=first["NextRecordType"])
    return [(len(page["ResourceRecordSets"]), page["IsTruncated"], page.get("NextRecordName"), page.get("NextRecordType"))
            for page in (first, second)]


def order_of_names_and_types(peer):
    peer.change(*(("CREATE", *a(name)) for name in ("b", "a", "z.a", "a.z", "y")), ("CREATE", "a.example.com.", "AAAA", 5, "2001:db8::1"),
                ("CREATE", "a.example.com.", "TXT", 5, '"x"'))
    return peer.sets()


def a_larger_page_than_300(peer):
    peer.change(*(("CREATE", *a(f"h{number}")) for number in range(320)))
    page = peer.page(MaxItems="1000")
    return len(page["ResourceRecordSets"]), page["IsTruncated"], page["MaxItems"]


def deletion_of_what_is_not_there(peer):
    peer.change(("CREATE", *a("a")))
    return [peer.refused(("DELETE", *one)) for one in (a("b"), a("a", "192.0.2.2"), a("a", ttl=61), a("a"), a("a"))]


def compare_and_swap(peer):
    peer.change(("CREATE", *a("a")))
    swap = lambda old, new: (("DELETE", *a("a", old)), ("CREATE", *a("a", new)))
    peer.change(*swap("192.0.2.1", "192.0.2.2"))
    code, message = peer.refused(*swap("192.0.2.1", "192.0.2.3"))
    return code, message.split(", Tried")[0], peer.sets()


def the_same_set_deleted_twice(peer):
    peer.change(("CREATE", *a("a")))
    return peer.refused(("DELETE", *a("a")), ("DELETE", *a("a")))[0], peer.sets()


def an_alias_deleted_with_another_target(peer):
    target = lambda name: asking.alias("l.example.com.", "A", "Z2FDTNDATAQYW2", name)
    peer.change(("CREATE", target("d1.cloudfront.net.")))
    return [peer.refused(("DELETE", target(name))) for name in ("d2.cloudfront.net.", "d1.cloudfront.net.")]


def a_change_becoming_insync(peer):
    change = peer.change(("CREATE", *a("a")))
    return change["Status"], [peer.client.get_change(Id=change["Id"])["ChangeInfo"]["Status"] for _ in range(3)]


def an_unknown_change(peer):
    return peer.error(lambda: peer.client.get_change(Id="CMISSING"))[0]


def a_health_check_made_twice(peer):
    config = {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 443, "RequestInterval": 30, "FailureThreshold": 3}
    create = lambda: peer.client.create_health_check(CallerReference=peer.zone, HealthCheckConfig=config)["HealthCheck"]
    made = [create(), create()]
    return made[0]["Id"] == made[1]["Id"], made[0]["HealthCheckVersion"]


def an_unknown_zone(peer):
    return peer.error(lambda: peer.client.get_hosted_zone(Id="ZMISSING"))[0]


def a_zone_that_is_not_empty(peer):
    peer.change(("CREATE", *a("a")))
    delete = lambda: peer.client.delete_hosted_zone(Id=peer.zone)
    refusal = peer.error(delete)
    peer.change(("DELETE", *a("a")))
    return refusal[0], delete()["ChangeInfo"]["Id"].startswith("/change/")


MOTO = (creation_of_an_existing_set, more_than_1000_elements, pages_of_300, order_of_names_and_types, an_unknown_zone,
        a_zone_that_is_not_empty)
MINISTACK = (creation_of_an_existing_set, creation_of_an_existing_set_with_another_value, pages_of_300, a_larger_page_than_300,
             order_of_names_and_types, deletion_of_what_is_not_there, compare_and_swap, the_same_set_deleted_twice,
             an_alias_deleted_with_another_target, a_change_becoming_insync, an_unknown_change, a_health_check_made_twice,
             an_unknown_zone, a_zone_that_is_not_empty)


def ministack_client():
    """boto3 that calls ministack's handler itself: its server would also listen on ports that nobody asked for."""
    client = asking.plain("http://127.0.0.1:9")

    def answer(request, **_):
        url = urllib.parse.urlsplit(request.url)
        query = urllib.parse.parse_qs(url.query)
        body = request.body or b""
        status, headers, body = asyncio.run(ministack.handle_request(request.method, url.path, request.headers, body, query))
        response = botocore.awsrequest.AWSResponse(request.url, status, headers, None)
        response._content = body if isinstance(body, bytes) else body.encode()
        return response

    client.meta.events.register("before-send.route53", answer)
    return client


@contextlib.contextmanager
def moto_client():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        yield asking.plain("http://{}:{}".format(*server.get_host_and_port()))
    finally:
        server.stop()


def main():
    report = Report("twins: route53 clients")
    logging.disable(logging.CRITICAL)
    asking.run(report, [octodns_plans_applies_and_finds_nothing_left])
    with moto_client() as moto, asking.account() as account:
        twin, peers = Peer(account.client), {"moto": (Peer(moto), MOTO), "ministack": (Peer(ministack_client()), MINISTACK)}
        for name, (peer, questions) in peers.items():
            for question in questions:
                label = f"as {name}: {question.__name__.replace('_', ' ')}"
                report.check(label, lambda: equal(twin.ask(question), peer.ask(question)))
    report.end()


main()
