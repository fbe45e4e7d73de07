#!/usr/bin/env python3
"""The data of record sets at the Azure twin, type by type, and what sets can follow instead of having data."""

import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal

from twins.azure_client import client
from twins.azure_records import PREVIEW
from twins.check_azure import A, refused

# Type, member, what is taken, what is refused.
DATA = (
    ("A", "ARecords", [A], [[{"ipv4Address": "192.0.2.01"}], [{"ipv4Address": "192.0.2.256"}], [{"ipv4Address": 1}], [{}],
                            [*A, *A], ["192.0.2.1"], {"ipv4Address": "192.0.2.1"}]),
    ("AAAA", "AAAARecords", [[{"ipv6Address": "2001:db8::1"}]],
     [[{"ipv6Address": "::g"}], [{"ipv6Address": "fe80::1%eth0"}], [{"ipv6Address": "::1"}, {"ipv6Address": "0::1"}]]),
    ("CNAME", "CNAMERecord", [{"cname": "a.example.net."}, {"cname": "_x.example.net"}],
     [{"cname": "."}, {"cname": ""}, {"cname": "a..b"}, {"cname": "a b"}, [{"cname": "a.example.net"}], {}]),
    ("MX", "MXRecords", [[{"preference": 0, "exchange": "mx.example.net"}]],
     [[{"preference": 0, "exchange": "."}], [{"preference": 65536, "exchange": "a.b"}], [{"exchange": "a.b"}],
      [{"preference": "1", "exchange": "a.b"}], [{"preference": True, "exchange": "a.b"}]]),
    ("NS", "NSRecords", [[{"nsdname": "ns.example.net."}]],
     [[{"nsdname": "ns.example.net."}, {"nsdname": "NS.example.net"}], [{"nsdname": "x" * 64 + ".net"}]]),
    ("PTR", "PTRRecords", [[{"ptrdname": "a.example.net"}]], [[{"ptrdname": None}]]),
    ("SRV", "SRVRecords", [[{"priority": 1, "weight": 2, "port": 3, "target": "a.example.net"}]],
     [[{"priority": 1, "weight": 2, "port": 65536, "target": "a.b"}], [{"priority": 1, "weight": 2, "port": 3}]]),
    ("CAA", "caaRecords", [[{"flags": 45, "tag": "foo", "value": "x"}, {"flags": 0, "tag": "issue", "value": ";"}]],
     [[{"flags": 256, "tag": "issue", "value": "x"}], [{"flags": 0, "tag": "is sue", "value": "x"}], [{"flags": 0, "tag": "a"}]]),
    ("TXT", "TXTRecords", [[{"value": ["x" * 255, "y" * 255]}], [{"value": ["\\200" * 255]}], [{"value": ["a", ""]}],
                           [{"value": ["x" * 255] * 16}], [{"value": ["a"]}, {"value": ["b"]}]],
     [[{"value": ["x" * 256]}], [{"value": []}], [{"value": [""]}], [{"value": "x"}], [{"value": ["é"]}], [{"value": ["\\"]}],
      [{"value": ["\\256"]}], [{"value": ["\\20"]}], [{"value": ["x" * 255] * 16 + ["y" * 17]}], [{"value": ["\t"]}],
      [{"value": ["a"]}, {"value": ["\\097"]}], [{"value": [str(i) * 250] * 9} for i in (1, 2)]]),
    ("DS", "DSRecords", [[{"keyTag": 1, "algorithm": 8, "digest": {"algorithmType": 2, "value": "ab" * 32}}]],
     [[{"keyTag": 1, "algorithm": 8, "digest": {"algorithmType": 2, "value": "xy"}}], [{"keyTag": 1, "algorithm": 8}]]),
    ("TLSA", "TLSARecords", [[{"usage": 3, "selector": 1, "matchingType": 1, "certAssociationData": "AB" * 32}]],
     [[{"usage": 3, "selector": 1, "matchingType": 1, "certAssociationData": ""}],
      [{"usage": 256, "selector": 1, "matchingType": 1, "certAssociationData": "AB"}]]),
    ("NAPTR", "NAPTRRecords", [[{"order": 1, "preference": 2, "flags": "u", "services": "E2U+sip", "regexp": "!^.*$!sip:a@b!",
                                 "replacement": "."}]],
     [[{"order": 1, "preference": 2, "flags": "u", "services": "x", "regexp": 1, "replacement": "."}],
      [{"order": 1, "preference": 2, "flags": "u", "services": "x", "regexp": ""}]]),
)


def data_is_checked(rtype, member, taken, wrong):
    with client(rates=False) as azure:
        azure.version = PREVIEW
        for number, records in enumerate(taken):
            answer = azure.put(f"/{rtype}/ok{number}", **{member: records})
            equal((answer.status, answer.json()["properties"].get(member)), (201, records))
            back = azure.ask("GET", f"/{rtype}/ok{number}").json()["properties"]
            equal(azure.put(f"/{rtype}/ok{number}", **{member: back[member]}).status, 200)
        for records in wrong:
            answer = azure.put(f"/{rtype}/bad", **{member: records})
            if answer.status != 400 or answer.code != "BadRequest":
                raise AssertionError(f"{records!r}: {answer.status} {answer.text}")
        equal(azure.ask("GET", f"/{rtype}/bad").status, 404)


def sets_are_checked():
    with client() as azure:
        for ttl in (0, -1, 2147483648, "300", None, 1.5, True):
            refused(azure.put("/A/a", ttl=ttl, ARecords=A), 400, "BadRequest", "'TTL'")
        equal(azure.put("/A/a", ttl=2147483647, ARecords=A).status, 201)
        refused(azure.put("/A/a", AAAARecords=[{"ipv6Address": "::1"}]), 400, "BadRequest", "'AAAARecords'")
        refused(azure.put("/A/a", metadata={"a": 1}), 400, "BadRequest", "metadata")
        # A misspelt member is none at all: the set is empty.
        equal(azure.put("/A/a", aRecords=A).json()["properties"]["ARecords"], [])


# Aliases

def aliases_follow():
    with client(aliases_per_target=2) as azure:
        azure.twin.configure({"targets": [f"{azure.group_path}/providers/Microsoft.Network/publicIPAddresses/ip1"]})
        ip, absent, forbidden = (f"{azure.group_path}/providers/Microsoft.Network/publicIPAddresses/ip{i}" for i in (1, 2, 3))
        answer = azure.put("/A/a", targetResource={"id": ip})
        equal((answer.status, answer.json()["properties"]["targetResource"], "ARecords" in answer.json()["properties"]),
              (201, {"id": ip}, False))
        refused(azure.put("/A/b", targetResource={"id": absent}), 400, "BadRequest", "does not exist")
        azure.twin.configure({"linked_forbidden": [forbidden]})
        refused(azure.put("/A/b", targetResource={"id": forbidden}), 403, "LinkedAuthorizationFailed",
                "Microsoft.Network/publicIPAddresses/join/action")
        refused(azure.put("/A/b", targetResource={"id": ip}, ARecords=A), 400, "BadRequest", "both")
        refused(azure.put("/MX/b", targetResource={"id": ip}), 400, "BadRequest", "MX")
        equal(azure.put("/A/b", targetResource={"id": ip}).status, 201)
        refused(azure.put("/A/c", targetResource={"id": ip}), 400, "BadRequest", "too many")
        equal(azure.put("/A/b", targetResource={"id": ip}).status, 200)
        azure.put("/A/real", ARecords=A)
        own = f"{azure.zone_path}/A/real"
        equal(azure.put("/A/c", targetResource={"id": own}).status, 201)
        refused(azure.put("/AAAA/c", targetResource={"id": own}), 400, "BadRequest", "same type")
        references = azure.ask("POST", f"//subscriptions/{azure.settings.subscription}/providers/Microsoft.Network/"
                               "getDnsResourceReference", {"properties": {"targetResources": [{"id": own}]}}).json()
        equal(len(references["properties"]["dnsResourceReferences"][0]["dnsResources"]), 1)
        azure.ask("DELETE", "/A/real")
        equal(azure.ask("GET", "/A/c").json()["properties"]["ARecords"], [])


TRAFFIC = "2022-04-01"
ENDPOINT = {"name": "e1", "type": "Microsoft.Network/trafficManagerProfiles/externalEndpoints",
            "properties": {"target": "192.0.2.1", "weight": 10}}
OTHER = {**ENDPOINT, "name": "e2", "properties": {"target": "192.0.2.2"}}
HTTP = {"protocol": "HTTP", "port": 80, "path": "/"}
PROFILE = {"location": "global", "properties": {
    "trafficRoutingMethod": "Weighted", "dnsConfig": {"relativeName": "twin-example", "ttl": 30}, "monitorConfig": HTTP,
    "endpoints": [ENDPOINT]}}


def profile_path(azure):
    return f"/{azure.group_path}/providers/Microsoft.Network/trafficManagerProfiles/tm1"


def put_profile(azure, **changes):
    """The usual profile, with other properties."""
    body = {**PROFILE, "properties": {**PROFILE["properties"], **changes}}
    return azure.ask("PUT", profile_path(azure), body, version=TRAFFIC)


def with_target(target, one=ENDPOINT, **more):
    return {**one, "properties": {"target": target, **more}}


def profiles_are_checked():
    wrong = (
        {"trafficRoutingMethod": "Random"}, {"dnsConfig": {"relativeName": "a.b", "ttl": 30}},
        {"monitorConfig": {**HTTP, "port": 0}}, {"monitorConfig": {"protocol": "TCP", "port": 1, "path": "/"}},
        {"monitorConfig": {**HTTP, "intervalInSeconds": 10, "timeoutInSeconds": 10}},
        {"monitorConfig": {**HTTP, "expectedStatusCodeRanges": [{"min": 399, "max": 200}]}},
        {"endpoints": [ENDPOINT, ENDPOINT]}, {"endpoints": [with_target("192.0.2.1", weight=1001)]},
        {"endpoints": [with_target("192.0.2.1", weight=0)]}, {"endpoints": [with_target("192.0.2.1", alwaysServe="Maybe")]},
        {"endpoints": [with_target("192.0.2.1", customHeaders=[{"name": "Host"}])]}, {"endpoints": [{**ENDPOINT, "name": "a/b"}]},
        {"endpoints": [with_target("a.b", priority=1), with_target("b.c", OTHER)]},
        {"endpoints": [ENDPOINT, with_target("a.b", OTHER)]}, {"endpoints": [ENDPOINT, with_target("192.0.2.1", OTHER)]},
        {"endpoints": [with_target("192.0.2.1", priority=1), with_target("192.0.2.2", OTHER, priority=1)]},
        {"endpoints": [{**with_target(f"192.0.2.{n}"), "name": f"e{n}"} for n in range(201)]},
        {"trafficRoutingMethod": "MultiValue"}, {"trafficRoutingMethod": "MultiValue", "maxReturn": 9}, {"maxReturn": 2})
    with client() as azure:
        equal((put_profile(azure).status, put_profile(azure).status), (201, 200))
        shown = azure.ask("GET", profile_path(azure), version=TRAFFIC).json()["properties"]
        equal((shown["dnsConfig"]["fqdn"], shown["endpoints"][0]["properties"]["endpointMonitorStatus"]),
              ("twin-example.trafficmanager.net", "CheckingEndpoint"))
        for changes in wrong:
            refused(put_profile(azure, **changes), 400, "BadRequest")
        equal(put_profile(azure, endpoints=[ENDPOINT, OTHER], trafficRoutingMethod="MultiValue", maxReturn=8).status, 200)
        tagged = azure.ask("PUT", profile_path(azure), {**PROFILE, "tags": {"a": "x" * 257}}, version=TRAFFIC)
        refused(tagged, 400, "InvalidTag")


def names_of_profiles_are_taken_once():
    with client() as azure:
        put_profile(azure)
        azure.twin.configure({"taken_names": ["Theirs"]})

        def is_free(label):
            body = {"name": label, "type": "Microsoft.Network/trafficManagerProfiles"}
            path = "//providers/Microsoft.Network/checkTrafficManagerNameAvailability"
            return azure.ask("POST", path, body, version=TRAFFIC).json()["nameAvailable"]

        equal([is_free(label) for label in ("twin-example", "theirs", "nobodys")], [False, False, True])
        refused(put_profile(azure, dnsConfig={"relativeName": "theirs", "ttl": 30}), 409, "Conflict", "already exists")
        refused(azure.ask("PUT", profile_path(azure)[:-1] + "2", PROFILE, version=TRAFFIC), 409, "Conflict")


def profiles_lead():
    with client() as azure:
        put_profile(azure)
        path = profile_path(azure)
        target = {"id": path[1:]}
        equal(azure.put("/A/alias", ttl=3600, targetResource=target).json()["properties"]["TTL"], 30)
        refused(azure.put("/AAAA/alias", ttl=3600, targetResource=target), 400, "BadRequest")
        refused(put_profile(azure, endpoints=[with_target("2001:db8::1")]), 400, "BadRequest", "address records")
        linked = azure.put("/A/@", version=PREVIEW, trafficManagementProfile=target)
        equal((linked.status, linked.json()["properties"]["trafficManagementProfile"]), (201, target))
        refused(azure.ask("DELETE", path, version=TRAFFIC), 400, "BadRequest", "linked")
        plain = azure.put("/A/@", version=PREVIEW, ttl=30)
        equal(plain.json()["properties"]["trafficManagementProfile"], {})
        equal(azure.ask("DELETE", path, version=TRAFFIC).status, 200)
        equal(azure.ask("GET", "/A/alias").json()["properties"]["ARecords"], [])


def main():
    report = Report("twins: azure records")
    for row in DATA:
        report.check(f"data of {row[0]}", lambda: data_is_checked(*row))
    for test in (sets_are_checked, aliases_follow, profiles_are_checked, names_of_profiles_are_taken_once, profiles_lead):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
