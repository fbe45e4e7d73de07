#!/usr/bin/env python3
"""The Azure twin against what is known of the service: recorded answers, documented rules, refusals in both shapes."""

import pathlib
import re
import sys

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal

from twins.azure_client import GROUP, client
from twins.azure_records import PREVIEW

GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
A = [{"ipv4Address": "192.0.2.1"}]
NAME_SERVERS = ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net.", "ns3-01.azure-dns.org.", "ns4-01.azure-dns.info."]


def refused(answer, status, code, part=""):
    found = (answer.status, answer.code if answer.status >= 400 else None)
    if found != (status, code) or part not in answer.message:
        raise AssertionError(f"{answer.status} {answer.text[:300]} instead of {status} {code} …{part}…")


def fixed(azure, text):
    """A body with what is random made constant."""
    return GUID.sub("ETAG", text.replace(azure.settings.subscription, "SUB")).replace("\\/", "/")


# Shapes as recorded from the service

def zone_looks_as_recorded():
    with client(zone=None, unknown_members=False) as azure:
        azure.zone = "example.com"
        answer = azure.ask("PUT", "", {"location": "Global", "properties": {}})
        equal(answer.status, 201)
        equal(fixed(azure, answer.text),
              '{"id":"/subscriptions/SUB/resourceGroups/dns-rg/providers/Microsoft.Network/dnszones/example.com",'
              '"name":"example.com","type":"Microsoft.Network/dnszones","etag":"ETAG","location":"global","tags":{},'
              '"properties":{"maxNumberOfRecordSets":10000,"maxNumberOfRecordsPerRecordSet":null,"nameServers":['
              '"ns1-01.azure-dns.com.","ns2-01.azure-dns.net.","ns3-01.azure-dns.org.","ns4-01.azure-dns.info."],'
              '"numberOfRecordSets":2,"zoneType":"Public"}}')
        equal(answer.headers["etag"], answer.json()["etag"])
        equal("\\/" in answer.text, True)
        azure.twin.configure({"unknown_members": True})
        again = azure.ask("PUT", "", {"location": "global"})
        equal((again.status, again.json()["properties"]["serveRecordsBelowDelegation"]), (200, None))


def set_looks_as_recorded():
    with client() as azure:
        answer = azure.put("/TXT/txt", TXTRecords=[{"value": ["a", "b"]}], metadata={"tag1": "value1"})
        equal((answer.status, fixed(azure, answer.text)), (201,
              f'{{"id":"/subscriptions/SUB/resourceGroups/{GROUP}/providers/Microsoft.Network/dnszones/example.com/TXT/txt",'
              '"name":"txt","type":"Microsoft.Network/dnszones/TXT","etag":"ETAG","properties":{"metadata":{"tag1":"value1"},'
              '"fqdn":"txt.example.com.","TTL":300,"TXTRecords":[{"value":["a","b"]}],"targetResource":{},'
              '"provisioningState":"Succeeded"}}'))
        equal(bool(GUID.fullmatch(answer.headers["etag"])), True)
        empty = azure.put("/TXT/txt", ttl=60)
        equal((empty.status, empty.json()["properties"]["TXTRecords"], "metadata" in empty.json()["properties"]),
              (200, [], False))
        equal(empty.headers["etag"] != answer.headers["etag"], True)
        soa = azure.ask("GET", "/SOA/@").text
        equal('"SOARecord":{"email":"azuredns-hostmaster.microsoft.com","expireTime":2419200,"host":"ns1-01.azure-dns.com.",'
              '"minimumTTL":300,"refreshTime":3600,"retryTime":300,"serialNumber":1}' in soa, True)
        equal(azure.ask("GET", "/NS/@").json()["properties"]["TTL"], 172800)
        equal(azure.ask("GET", "/NS/@").json()["properties"]["fqdn"], "example.com.")


def answers_repeat_but_reads_normalize():
    with client() as azure:
        sent = [{"ipv6Address": "1:1:1:1:1:ffff:783f:e6dc"}, {"ipv6Address": "0:0:0:0:0:ffff:403:201"}]
        equal(azure.put("/AAAA/h", AAAARecords=sent).json()["properties"]["AAAARecords"], sent)
        equal(azure.ask("GET", "/AAAA/h").json()["properties"]["AAAARecords"][1], {"ipv6Address": "::ffff:4.3.2.1"})
        sent = [{"value": ["\\097\\065\\128\\;\\\\\""]}]
        equal(azure.put("/TXT/t", TXTRecords=sent).json()["properties"]["TXTRecords"], sent)
        equal(azure.ask("GET", "/TXT/t").json()["properties"]["TXTRecords"], [{"value": ["aA\\128;\\\\\""]}])


def paths_ignore_case():
    with client() as azure:
        azure.put("/A/Www", ARecords=A)
        path = (f"//subscriptions/{azure.settings.subscription}/RESOURCEGROUPS/dns-RG/Providers/microsoft.network/DNSZONES/"
                "EXAMPLE.com/a/wWW")
        equal(azure.ask("GET", "/" + path[1:]).json()["name"], "Www")
        equal(azure.put("/a/www", ARecords=A).status, 200)
        equal(len(azure.twin.dns.state()[0]["recordSets"]), 3)


def deletes_as_recorded():
    with client() as azure:
        azure.put("/A/www", ARecords=A)
        first, second = azure.ask("DELETE", "/A/www"), azure.ask("DELETE", "/A/www")
        equal((first.status, first.body, "content-type" in first.headers), (200, b"", False))
        equal((second.status, second.body), (204, b""))
        zone = azure.ask("DELETE")
        equal((zone.status, zone.headers["retry-after"]), (202, "1"))
        states = [azure.follow(zone.headers["azure-asyncoperation"]).json()["status"] for _ in range(2)]
        equal(states, ["InProgress", "Succeeded"])
        equal(azure.follow(zone.headers["location"]).status, 200)
        equal(azure.ask("DELETE").status, 204)


def lists_as_recorded():
    """A full page has a nextLink, even the last: what follows is empty then."""
    with client() as azure:
        for name in ("b", "a", "*"):
            azure.put(f"/A/{name}", ARecords=A)
        azure.put("/MX/a", MXRecords=[{"preference": 0, "exchange": "mx.example.net"}])
        pages = azure.pages("/recordsets?$top=3")
        names = [[(one["name"], one["type"].split("/")[2]) for one in page["value"]] for page in pages]
        equal(names, [[("@", "NS"), ("@", "SOA"), ("*", "A")], [("a", "A"), ("a", "MX"), ("b", "A")], []])
        equal("/resourceGroups/dns-rg/providers/Microsoft.Network/dnszones/example.com/ALL?api-version=2018-05-01&$top=3&"
              "$skipToken=" in pages[0]["nextLink"], True)
        equal("/resourceGroups/dns-rg/" in pages[0]["value"][0]["id"], True)
        equal("nextLink" in azure.ask("GET", "/all?$top=7").json(), False)
        equal([one["name"] for one in azure.ask("GET", "/MX").json()["value"]], ["a"])
        azure.put("/A/x.b", ARecords=A)
        equal([one["name"] for one in azure.ask("GET", "/A?$recordsetnamesuffix=B").json()["value"]], ["b", "x.b"])
        for top in ("0", "-1", "1001", "ten"):
            refused(azure.ask("GET", f"/recordsets?$top={top}"), 400, "BadRequest",
                    f"Invalid $top value: '{top}'. It must be a number between '1' and '1000'.")
        refused(azure.ask("GET", "/recordsets?$skipToken=x"), 400, "BadRequest")
        azure.twin.seed("example.com", [{"type": "A", "name": f"n{i}", "properties": {"TTL": 1, "ARecords": A}}
                                        for i in range(110)])
        equal([len(page["value"]) for page in azure.pages("/recordsets")], [100, 17])


def zones_are_listed():
    with client() as azure:
        azure.twin.seed("example.org")
        azure.twin.settings.resource_groups.append("Other")
        azure.twin.seed("example.com", group="other")
        whole = azure.ask("GET", f"//subscriptions/{azure.settings.subscription}/providers/Microsoft.Network/dnszones?$top=2")
        more = azure.follow(whole.json()["nextLink"])
        equal([one["id"].split("/")[4] for one in whole.json()["value"] + more.json()["value"]], ["dns-rg", "other", "dns-rg"])
        equal(azure.ask("GET", f"/{azure.group_path}/providers/Microsoft.Network/dnsZones").json()["value"][1]["name"],
              "example.org")
        servers = [zone["properties"]["nameServers"][0] for zone in whole.json()["value"]]
        equal(len(set(servers)), 2)


# Guards

def guards_hold():
    with client() as azure:
        first = azure.put("/A/www", ARecords=A, headers={"If-None-Match": "*"})
        equal(first.status, 201)
        etag = first.headers["etag"]
        refused(azure.put("/A/www", ARecords=A, headers={"If-None-Match": "*"}), 412, "PreconditionFailed",
                "The Record set www exists already and hence cannot be created again.")
        for bad in ("somegibberish", f'"{etag}"', etag.upper()):
            refused(azure.put("/A/www", ARecords=A, headers={"If-Match": bad}), 412, "PreconditionFailed",
                    "The Record set www has been modified (etag mismatch).")
        refused(azure.ask("DELETE", "/A/www", If_Match="somegibberish"), 412, "PreconditionFailed")
        refused(azure.put("/A/new", ARecords=A, headers={"If-Match": "*"}), 412, "PreconditionFailed")
        second = azure.put("/A/www", ARecords=A, headers={"If-Match": etag})
        equal((second.status, second.headers["etag"] != etag), (200, True))
        refused(azure.ask("PUT", "", {"location": "global"}, If_Match="dummy"), 412, "PreconditionFailed",
                "The Zone example.com has been modified (etag mismatch).")
        equal(azure.ask("DELETE", "/A/www", If_Match=second.headers["etag"]).status, 200)
        equal(azure.ask("DELETE", "/A/www", If_Match=second.headers["etag"]).status, 204)


def patch_merges():
    with client() as azure:
        azure.put("/A/www", ARecords=A, metadata={"a": "1"})
        equal(azure.ask("PATCH", "/A/www", {"properties": {"TTL": 5}}).json()["properties"]["metadata"], {"a": "1"})
        refused(azure.ask("PATCH", "/A/new", {"properties": {"TTL": 5}}), 404, "NotFound")
        equal(azure.ask("PATCH", "", {"tags": {"x": "y"}}).json()["tags"], {"x": "y"})


# What is not there, and what the Resource Manager refuses

def missing_things_are_named():
    with client() as azure:
        refused(azure.ask("GET", "/TXT/txt"), 404, "NotFound", "The resource record 'txt' does not exist in resource group "
                f"'{GROUP}' of subscription '{azure.settings.subscription}'.")
        equal("error" in azure.ask("GET", "/TXT/txt").json(), False)
        azure.zone = "absent.example"
        refused(azure.ask("GET"), 404, "ResourceNotFound", "under resource group 'Dns-Rg' was not found")
        equal("error" in azure.ask("GET").json(), True)
        refused(azure.put("/A/www", ARecords=A), 404, "ParentResourceNotFound", "Failed to perform 'write' on resource(s) of "
                "type 'dnszones/A'")
        refused(azure.ask("GET", "/recordsets"), 404, "ParentResourceNotFound")
        sub = azure.settings.subscription
        refused(azure.ask("GET", f"//subscriptions/{sub}/resourceGroups/none/providers/Microsoft.Network/dnsZones"), 404,
                "ResourceGroupNotFound", "Resource group 'none' could not be found.")
        refused(azure.ask("GET", "//subscriptions/none/providers/Microsoft.Network/dnszones"), 404, "SubscriptionNotFound")


def manager_checks_requests():
    with client() as azure:
        refused(azure.ask("GET", "?api-version="), 400, "MissingApiVersionParameter")
        refused(azure.ask("GET", version="2017-01-01"), 400, "NoRegisteredProviderFound")
        for rtype in ("HTTPS", "SVCB", "SPF", "SSHFP", "DS", "NAPTR", "TLSA"):
            refused(azure.put(f"/{rtype}/x"), 400, "NoRegisteredProviderFound", f"'dnszones/{rtype}'")
        refused(azure.put("/HTTPS/x", version=PREVIEW), 400, "NoRegisteredProviderFound")
        refused(azure.ask("PUT", "", {}), 400, "LocationRequired")
        refused(azure.ask("PUT", "", {"location": "westus"}), 400, "LocationNotAvailableForResourceType")
        refused(azure.ask("PUT", "/A/x", b"{"), 400, "InvalidRequestContent")
        refused(azure.ask("PUT", "/A/x", []), 400, "InvalidRequestContent")
        refused(azure.ask("PUT", "/A/x", {"TTL": 1}), 400, "InvalidRequestContent")
        refused(azure.ask("PUT", "/A/x", b"{}", Content_Type="text/plain"), 415, "UnsupportedMediaType")
        equal(azure.ask("POST", "/A/x", {}).headers["allow"], "PUT, GET, PATCH, DELETE")
        refused(azure.ask("GET", "/A/x/y"), 404, "InvalidResourceType")
        azure.twin.configure({"unavailable_zones": ["taken.example"]})
        azure.zone = "taken.example"
        refused(azure.ask("PUT", "", {"location": "global"}), 400, "BadRequest", "The zone 'taken.example' is not available.")


# Rules of zones

def places_are_checked():
    with client() as azure:
        cname = {"CNAMERecord": {"cname": "a.example.net"}}
        equal(azure.put("/CNAME/c", **cname).status, 201)
        equal(azure.put("/A/a", ARecords=A).status, 201)
        refused(azure.put("/CNAME/a", **cname), 409, "Conflict", "The CNAME record could not be created because another record "
                "with the same name already exists in this zone.")
        refused(azure.put("/A/c", ARecords=A), 409, "Conflict")
        refused(azure.put("/CNAME/@", **cname), 409, "Conflict")
        for name in ("*.wild", "*", "_dmarc", "a-b.c_d", "xn--bcher-kva"):
            equal(azure.put(f"/A/{name}", ARecords=A).status, 201)
        for name in ("a.*", "*x", "a%20b", "a..b", "x" * 64, ".".join(["abcdefghi"] * 26), "b%C3%BCcher", "."):
            refused(azure.put(f"/A/{name}", ARecords=A), 400, "BadRequest", "invalid")
        refused(azure.put("/NS/*", NSRecords=[{"nsdname": "ns.example.net"}]), 400, "BadRequest")


def the_apex_is_kept():
    with client() as azure:
        own = [{"nsdname": name} for name in NAME_SERVERS]
        equal(azure.put("/NS/@", ttl=60, NSRecords=[*own, {"nsdname": "ns1.example.net."}]).status, 200)
        equal(azure.put("/NS/@", ttl=60, NSRecords=[{"nsdname": name.upper()[:-1]} for name in NAME_SERVERS]).status, 200)
        refused(azure.put("/NS/@", NSRecords=[*own[1:], {"nsdname": "ns1.example.net."}]), 400, "BadRequest")
        refused(azure.put("/NS/@"), 400, "BadRequest")
        refused(azure.ask("DELETE", "/NS/@"), 400, "BadRequest", "cannot be deleted")
        refused(azure.ask("DELETE", "/SOA/@"), 400, "BadRequest", "cannot be deleted")
        soa = azure.ask("GET", "/SOA/@").json()["properties"]["SOARecord"]
        equal(azure.put("/SOA/@", SOARecord={**soa, "minimumTTL": 60}).json()["properties"]["SOARecord"]["minimumTTL"], 60)
        refused(azure.put("/SOA/@", SOARecord={**soa, "host": "ns1.example.net."}), 400, "BadRequest", "host")
        refused(azure.put("/SOA/x", SOARecord=soa), 400, "BadRequest")
        refused(azure.put("/SOA/@"), 400, "BadRequest")


def quotas_hold():
    with client(sets_per_zone=3) as azure:
        equal(azure.put("/A/a", ARecords=A).status, 201)
        refused(azure.put("/A/b", ARecords=A), 400, "BadRequest", "'3'")
        equal(azure.put("/A/a", ARecords=A).status, 200)
        equal(azure.ask("GET").json()["properties"]["numberOfRecordSets"], 3)
        many = [{"ipv4Address": f"192.0.2.{i}"} for i in range(21)]
        equal(azure.put("/A/a", ARecords=many[:20]).status, 200)
        refused(azure.put("/A/a", ARecords=many), 400, "BadRequest", "'20'")


def main():
    report = Report("twins: azure")
    for test in (zone_looks_as_recorded, set_looks_as_recorded, answers_repeat_but_reads_normalize, paths_ignore_case,
                 deletes_as_recorded, lists_as_recorded, zones_are_listed, guards_hold, patch_merges, missing_things_are_named,
                 manager_checks_requests, places_are_checked, the_apex_is_kept, quotas_hold):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
