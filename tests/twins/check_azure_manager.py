#!/usr/bin/env python3
"""The Azure twin's permissions, locks, rates and faults: what stands between a client and its zones."""

import http.client
import pathlib
import sys

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal

from twins.azure_client import client
from twins.check_azure import A, refused

# Permissions and locks

def permissions_are_named():
    with client(denied_actions=["microsoft.network/dnszones/A/*"]) as azure:
        answer = azure.put("/A/www", ARecords=A)
        refused(answer, 403, "AuthorizationFailed", "does not have authorization to perform action "
                "'Microsoft.Network/dnsZones/A/write' over scope '/subscriptions/")
        refused(azure.ask("GET", "/A/www"), 403, "AuthorizationFailed", "A/read'")
        equal(azure.put("/AAAA/www", AAAARecords=[{"ipv6Address": "::1"}]).status, 201)
        azure.twin.faults.add("denied", on="writes")
        refused(azure.put("/MX/www"), 403, "AuthorizationFailed", "MX/write'")


def locks_hold():
    with client() as azure:
        azure.put("/A/www", ARecords=A)
        version = "2016-09-01"
        group = f"/{azure.group_path}/providers/Microsoft.Authorization/locks/"
        zone = f"/{azure.zone_path}/providers/Microsoft.Authorization/locks/"
        equal(azure.ask("PUT", group + "l1", {"properties": {"level": "CanNotDelete"}}, version=version).status, 201)
        refused(azure.ask("DELETE", "/A/www"), 409, "ScopeLocked", f"locked: '{azure.group_path}'")
        equal(azure.put("/A/www", ARecords=A).status, 200)
        equal(azure.ask("PUT", zone + "l2", {"properties": {"level": "ReadOnly"}}, version=version).status, 201)
        refused(azure.put("/A/www", ARecords=A), 409, "ScopeLocked", "cannot perform write operation")
        equal(azure.ask("GET", "/A/www").status, 200)
        refused(azure.ask("PUT", zone + "l2", {"properties": {"level": "x"}}, version=version), 400, "InvalidLockLevel")
        # A lock on a set whose name only begins alike.
        near = f"/{azure.zone_path}/A/ww/providers/Microsoft.Authorization/locks/l3"
        equal(azure.ask("PUT", near, {"properties": {"level": "ReadOnly"}}, version=version).status, 201)
        for lock in (group + "l1", zone + "l2"):
            equal(azure.ask("DELETE", lock, version=version).status, 200)
        equal(azure.ask("DELETE", "/A/www").status, 200)


# Rates

def zones_have_rates():
    with client(record_creates=3, record_updates=2, manager_writes=100) as azure:
        azure.twin.clock.freeze()
        left = [azure.put(f"/A/n{i}", ARecords=A).headers["x-ms-ratelimit-remaining-subscription-resource-requests"]
                for i in range(3)]
        equal(left, ["2", "1", "0"])
        azure.twin.clock.advance(20)
        answer = azure.put("/A/n3", ARecords=A)
        refused(answer, 429, "ResourceRequestsThrottled", "action 'Microsoft.Network/dnsZones/A/write' exceeded the limit of "
                "'3' for time interval '00:01:00'. Please try again after '40' seconds.")
        equal((answer.headers["retry-after"], "error" in answer.json()), ("40", True))
        equal([azure.put("/A/n1", ARecords=A).status for _ in range(3)], [200, 200, 429])
        equal(azure.ask("DELETE", "/A/n1").status, 200)
        azure.twin.clock.advance(40)
        equal(azure.put("/A/n3", ARecords=A).status, 201)


def the_manager_has_buckets():
    with client(manager_writes=2, manager_writes_per_second=0.5, record_creates=100) as azure:
        azure.twin.clock.freeze()
        answers = [azure.put(f"/A/n{i}", ARecords=A) for i in range(3)]
        equal([answer.status for answer in answers], [201, 201, 429])
        equal([answer.headers.get("x-ms-ratelimit-remaining-subscription-writes") for answer in answers], ["1", "0", None])
        refused(answers[2], 429, "SubscriptionRequestsThrottled", "'write' requests for subscription")
        equal(answers[2].headers["retry-after"], "2")
        equal((azure.ask("GET").status, azure.ask("DELETE", "/A/n1").status), (200, 200))
        azure.twin.clock.advance(2)
        equal([azure.put(f"/A/m{i}", ARecords=A).status for i in range(2)], [201, 429])


def the_network_counts_writes():
    with client(network_writes_in_five_minutes=2) as azure:
        azure.twin.clock.freeze()
        equal([azure.put("/A/n", ARecords=A).status, azure.ask("DELETE", "/A/n").status], [201, 200])
        answer = azure.ask("DELETE", "/A/n")
        refused(answer, 429, "ResourceRequestsThrottled", "'00:05:00'")
        equal(answer.headers["retry-after"], "300")


def documented_rates_are_on():
    with client() as azure:
        azure.twin.clock.freeze()
        wanted = {"create": 200, "update": 200, "delete": 200, "get": 2000, "list": 60}
        found = dict.fromkeys(wanted, 0)
        azure.twin.seed("example.com", [{"type": "A", "name": "x", "properties": {"TTL": 1}}])
        ask = {"create": lambda i: azure.put(f"/A/n{i}"), "update": lambda _: azure.put("/A/x"),
               "delete": lambda i: azure.ask("DELETE", f"/A/m{i}"), "get": lambda _: azure.ask("GET", "/A/x"),
               "list": lambda _: azure.ask("GET", "/recordsets?$top=1")}
        azure.twin.configure({"manager_writes": 10000, "manager_deletes": 10000, "manager_reads": 10000})
        for kind, limit in wanted.items():
            while ask[kind](found[kind]).status != 429 and found[kind] <= limit:
                found[kind] += 1
        equal(found, wanted)
        equal(azure.ask("GET", "/A").status, 200)
        azure.twin.configure({"rates": False})
        equal((ask["create"](0).status, azure.ask("GET", "/recordsets").status), (200, 200))


# Faults

def faults_speak_azure():
    with client() as azure:
        azure.put("/A/www", ARecords=A)
        for kind, status, code in (("throttle", 429, "ResourceRequestsThrottled"), ("500", 500, "InternalServerError"),
                                   ("503", 503, "ServerTimeout")):
            azure.twin.faults.add(kind, on="RecordSets_Get", **({"seconds": 307} if kind == "throttle" else {}))
            answer = azure.ask("GET", "/A/www")
            refused(answer, status, code)
            equal(answer.headers.get("retry-after"), "307" if kind == "throttle" else None)


def lost_answers_leave_traces():
    with client() as azure:
        for number, (kind, error) in enumerate((("drop", http.client.RemoteDisconnected), ("reset", OSError),
                                                ("cut", http.client.IncompleteRead))):
            azure.twin.faults.add(kind, on="writes", stage="after")
            try:
                azure.put(f"/A/n{number}", ARecords=A)
                raise AssertionError("an answer came")
            except error:
                pass
            equal(azure.ask("GET", f"/A/n{number}").json()["properties"]["ARecords"], A)


def others_edit():
    with client() as azure:
        first = azure.put("/A/www", ARecords=A)
        edit = {"method": "PUT", "path": f"{azure.zone_path}/A/www", "body": {"properties": {"TTL": 1, "ARecords": []}}}
        fault = {"kind": "edit", "on": "RecordSets_CreateOrUpdate", "at": 2, "edit": edit}
        equal(azure.ask("POST", "//_twin/faults", fault).status, 200)
        equal(azure.put("/A/other", ARecords=A).status, 201)
        refused(azure.put("/A/www", ARecords=A, headers={"If-Match": first.headers["etag"]}), 412, "PreconditionFailed")
        equal(azure.ask("GET", "/A/www").json()["properties"]["TTL"], 1)
        equal(azure.ask("POST", "//_twin/edit", {"method": "DELETE", "path": f"{azure.zone_path}/A/www"}).status, 200)
        equal(azure.ask("GET", "/A/www").status, 404)
        for bad in ({"method": "PUT", "path": "/nowhere"}, {"method": "DELETE", "path": f"{azure.zone_path}/NS/@"}, {}):
            equal(azure.ask("POST", "//_twin/edit", bad).status, 400)


def resources_are_busy():
    with client() as azure:
        azure.twin.configure({"incidents": [{"kind": "busy", "on": "writes", "times": 1},
                                            {"kind": "busy", "on": "writes", "at": 2, "status": 409}]})
        for status in (429, 409):
            answer = azure.put("/A/www", ARecords=A)
            refused(answer, status, "RetryableErrorDueToAnotherOperation")
            equal("retry-after" in answer.headers, False)
        equal(azure.put("/A/www", ARecords=A).status, 201)


def lists_move():
    with client() as azure:
        for name in "abcd":
            azure.put(f"/A/{name}", ARecords=A)
        def names(kind):
            azure.twin.configure({"incidents": [{"kind": kind, "on": "RecordSets_ListAllByDnsZone"}]})
            return "".join(one["name"] for page in azure.pages("/recordsets?$top=3") for one in page["value"])
        equal(names("repeat"), "@@aabcd")
        equal(names("skip"), "@@acd")
        azure.twin.configure({"incidents": [], "next_link_base": "http://evil.example"})
        equal(azure.ask("GET", "/recordsets?$top=3").json()["nextLink"].startswith("http://evil.example/sub"), True)


def seeds_are_not_counted():
    with client(record_creates=1) as azure:
        sets = [{"type": "A", "name": f"n{i}", "properties": {"TTL": 1, "ARecords": A}} for i in range(50)]
        equal(azure.ask("POST", "//_twin/edit", {"zone": "example.org", "sets": sets}).status, 200)
        azure.zone = "example.org"
        equal(azure.ask("GET").json()["properties"]["numberOfRecordSets"], 52)
        for wrong in ({"type": "A", "name": "x", "properties": {"TTL": 0}}, {"type": "X", "name": "x", "properties": {}}):
            equal(azure.ask("POST", "//_twin/edit", {"zone": "example.org", "sets": [wrong]}).status, 400)
        for bad in ({"rates": "no"}, {"record_creates": -1}, {"nonsense": 1}, {"incidents": [{"kind": "x"}]}):
            equal(azure.ask("POST", "//_twin/settings", bad).status, 400)


def main():
    report = Report("twins: azure manager")
    for test in (permissions_are_named, locks_hold, zones_have_rates, the_manager_has_buckets,
                 the_network_counts_writes, documented_rates_are_on, faults_speak_azure, lost_answers_leave_traces, others_edit,
                 resources_are_busy, lists_move, seeds_are_not_counted):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
