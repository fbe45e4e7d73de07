#!/usr/bin/env python3
"""The example of one zone at two clouds: what both hold then, what is told of edits behind its back, and the guards.

Everything is read back with boto3 and azure-mgmt-dns.
"""

import concurrent.futures
import json

from clouds import ZONE, holds, lacks, run, tests_of, wanted_names
from example import COMMON, FAST, SPLIT, data, deployed, settled_without_a_write, negative
from report import Report, equal

from cloud_clients import wanted


def the_example_as_it_is_reaches_both_clouds(clouds):
    clouds.example()
    made = clouds.zonal("zones", "create")
    union = wanted_names(clouds)
    equal(len(union), 8)
    holds(made, "at the registrar, delegate example.com to all of these:", *(f"  {name}\n" for name in union))
    again = clouds.zonal("zones", "create")
    holds(again, "exists example.com at aws", "exists example.com at azure")
    holds(clouds.zonal("plan", "--detailed-exitcode", code=2), "9 to create, 2 to change", "10 to create, 1 to change")
    clouds.deploy()
    aws, azure = clouds.aws.sets(ZONE), clouds.azure.sets(ZONE)
    equal({key: value for key, value in data(aws).items() if key[:2] not in SPLIT}, COMMON)
    equal({key: value for key, value in data(azure).items() if key[:2] not in SPLIT}, COMMON)
    equal({key for key in aws if key[:2] in SPLIT}, {("api-internal", "A", "aws")})
    equal(aws["api-internal", "A", "aws"], wanted(300, "A", "10.0.1.10"))
    equal(azure["api-internal", "A", None], wanted(300, "A", "10.1.1.10"))
    equal(azure["api-internal-azure", "CNAME", None], wanted(300, "CNAME", "api-internal.trafficmanager.net."))
    # What both clouds say about the zone itself.
    for sets in (aws, azure):
        ttl, names = sets["@", "NS", None]
        equal((ttl, names), (86400, frozenset(union)))
    listed = [one["Value"] for one in clouds.aws.raw(ZONE, "@", "NS")["ResourceRecords"]]
    equal(len(listed), 8, "name servers at Route 53")
    equal(len(clouds.azure.get(ZONE, "@", "NS").ns_records), 8, "name servers at Azure")
    equal({negative(sets) for sets in (aws, azure)}, {300}, "for how long absence is cached")
    settled_without_a_write(clouds)


def the_health_check_is_as_written(clouds):
    deployed(clouds)
    (check,) = clouds.aws.health_checks()
    config = {key: check["HealthCheckConfig"][key] for key in (
        "Type", "FullyQualifiedDomainName", "ResourcePath", "FailureThreshold", "RequestInterval", "Port")}
    equal(config, {"Type": "HTTPS", "FullyQualifiedDomainName": "api.example.com", "ResourcePath": "/health",
                   "FailureThreshold": 3, "RequestInterval": 30, "Port": 443})
    live = clouds.aws.raw(ZONE, "api-internal", "A", "aws")
    equal((live["MultiValueAnswer"], live["HealthCheckId"]), (True, check["Id"]))
    clouds.edit("failures  3", "failures  4", "infra.zonal")
    clouds.deploy()
    now = clouds.aws.raw(ZONE, "api-internal", "A", "aws")["HealthCheckId"]
    found = {one["Id"]: one["HealthCheckConfig"]["FailureThreshold"] for one in clouds.aws.health_checks()}
    equal((now == check["Id"], found[now]), (False, 4), "the changed check")
    clouds.settled()


def name_servers_of_an_old_zone_at_azure_go(clouds):
    deployed(clouds)
    union = wanted_names(clouds)
    old = ["ns1-99.azure-dns.com.", "ns2-99.azure-dns.net."]
    clouds.azure.put(ZONE, "@", "NS", 86400, ns_records=[{"nsdname": name} for name in [*union, *old]])
    holds(clouds.zonal("drift", code=2), "edited     @ NS", "example.com @ NS is not the same everywhere")
    holds(clouds.deploy("--confirm", f"{ZONE}:NS"), *(f"- {name}" for name in old))
    for sets in (clouds.aws.sets(ZONE), clouds.azure.sets(ZONE)):
        equal(sets["@", "NS", None][1], frozenset(union))
    settled_without_a_write(clouds)


def drift_tells_edits_apart(clouds):
    deployed(clouds)
    aws, azure = clouds.aws, clouds.azure
    azure.put_a(ZONE, "mail", 300, "203.0.113.66")                       # edited, and differs
    azure.put_a(ZONE, "surplus", 300, "203.0.113.67")                    # extra
    aws.delete(ZONE, "canary", "CNAME")                                  # missing
    aws.put(ZONE, "app", "CNAME", 77, "app.cloudfront.net.")             # TTL alone
    aws.put(ZONE, "api-internal", "A", 300, "10.0.1.99", SetIdentifier="aws", MultiValueAnswer=True,
            HealthCheckId=aws.health_checks()[0]["Id"])                  # edited where the source splits
    run = clouds.zonal("drift", code=2)
    line = {text: number for number, text in enumerate((clouds.folder / "example.com.zonal").read_text().split("\n"), 1)}
    at = lambda start: f"example.com.zonal:{next(line[text] for text in line if text.strip().startswith(start))}"
    holds(run, f"edited     mail A  {at('mail  A')}", "extra      surplus A\n", f"missing    canary CNAME  {at('canary')}",
          f"TTL edited app CNAME  {at('app ')}", f"edited     api-internal A  {at('on aws    A')}",
          "example.com mail A is not the same everywhere", "live:   5m  203.0.113.66", "source: 5m  203.0.113.25",
          "drift: 5 record sets", "zonal drift --fix")
    lacks(run, "api-internal A is not the same everywhere", "api CNAME")
    document = json.loads(clouds.zonal("drift", "--format", "json", code=2).out)
    found = {(zone["provider"], one["owner"], one["type"], one["kind"]) for zone in document["zones"] for one in zone["findings"]}
    equal(found, {("azure", "mail.example.com.", "A", "edited"), ("azure", "surplus.example.com.", "A", "extra"),
                  ("aws", "canary.example.com.", "CNAME", "missing"), ("aws", "app.example.com.", "CNAME", "ttl-edited"),
                  ("aws", "api-internal.example.com.", "A", "edited")})
    equal({one["owner"] for one in document["disagreements"]},
          {"mail.example.com.", "surplus.example.com.", "canary.example.com.", "app.example.com."})
    markdown = clouds.zonal("drift", "--format", "markdown", code=2)
    holds(markdown, "#### `example.com` at `azure`", f"| edited | `mail A` | `5m  203.0.113.66` | `5m  203.0.113.25` | `{at('mail  A')}` |")
    fixed = clouds.zonal("drift", "--fix", "--yes")
    holds(fixed, "deployed")
    equal({key: value for key, value in data(aws.sets(ZONE)).items() if key[:2] not in SPLIT}, COMMON)
    equal({key: value for key, value in data(azure.sets(ZONE)).items() if key[:2] not in SPLIT}, COMMON)
    clouds.settled()


def drift_needs_no_right_but_to_read(clouds):
    deployed(clouds)
    clouds.aws.put(ZONE, "mail", "A", 300, "203.0.113.66")
    clouds.route53.twin.configure({"denied": [f"route53:{action}" for action in (
        "GetHostedZoneLimit", "GetDNSSEC", "GetAccountLimit", "ChangeResourceRecordSets", "CreateHealthCheck")]})
    holds(clouds.zonal("drift", code=2), "edited     mail A", "drift: 1 record set")


def what_means_the_same_is_no_drift(clouds):
    deployed(clouds)
    aws, azure = clouds.aws, clouds.azure
    aws.put(ZONE, "@", "AAAA", 300, "2001:0DB8:0::2", "2001:db8:0:0::1")
    aws.put(ZONE, "app", "CNAME", 300, "APP.CloudFront.net")
    azure.put(ZONE, "api", "CNAME", cname_record={"cname": "API-fd.AzureFD.net"})
    clouds.settled()
    run = clouds.zonal("drift")
    holds(run, "formatting @ AAAA  example.com.zonal:", "live:   2001:0DB8:0::2, which means the same",
          "example.com at azure\n  formatting api CNAME", "no drift: 1 zone at 2 providers")
    equal(run.text.count("formatting"), 2, "sets that are spelled otherwise")
    document = json.loads(clouds.zonal("drift", "--format", "json").out)
    found = {(zone["provider"], one["owner"], one["spelled"]) for zone in document["zones"] for one in zone["formatting"]}
    equal((document["drifted"], found), (False, {
        ("aws", "example.com.", "2001:0DB8:0::2"), ("azure", "api.example.com.", "API-fd.AzureFD.net")}))
    holds(clouds.zonal("drift", "--format", "markdown"), "| formatting only | `api CNAME` | `API-fd.AzureFD.net` | means the same |")


def a_provider_that_is_down_is_an_error_and_no_drift(clouds):
    deployed(clouds)
    clouds.azure.put_a(ZONE, "mail", 300, "203.0.113.66")
    forms = [("drift",), ("drift", "--format", "json"), ("drift", "--format", "markdown"), ("drift", "--fix", "--yes")]
    for side, variables in (("aws", {"AWS_ENDPOINT_URL_ROUTE_53": "http://127.0.0.1:9"}),
                            ("azure", {"AZURE_RESOURCE_MANAGER_ENDPOINT": "http://127.0.0.1:9"})):
        # Side by side: each tries for a while before it gives up.
        with clouds.nothing_written(), concurrent.futures.ThreadPoolExecutor() as pool:
            human, document, markdown, fix = pool.map(lambda form, given=variables: clouds.zonal(*form, code=1, **given), forms)
        holds(human, f"example.com at {side}\n  error: ", "  help: ")
        equal("edited     mail A" in human.text, side == "aws", "the drift of the other cloud")
        equal(json.loads(document.out)["drifted"], side == "aws")
        holds(markdown, "Could not be read")
        holds(fix, "nothing was written")


def important_types_want_a_word(clouds):
    deployed(clouds)
    clouds.edit("MX   10 mail", "MX   20 mail")
    with clouds.nothing_written():
        run = clouds.deploy(code=3)
        holds(run, "MX of example.com would change at provider `aws`, and MX needs confirmation",
              "MX of example.com would change at provider `azure`", "--confirm example.com:MX", "nothing was written")
        clouds.deploy("--confirm", "example.com:NS", code=3)
        clouds.deploy("--confirm", "example.org:MX", code=64)
        holds(clouds.deploy("--confirm", "example.com/aws:MX", code=3), "provider `azure`")
    clouds.deploy("--confirm", "example.com:MX")
    for sets in (clouds.aws.sets(ZONE), clouds.azure.sets(ZONE)):
        equal(sets["@", "MX", None], wanted(3600, "MX", "20 mail.example.com."))


def name_servers_and_soa_want_a_word(clouds):
    deployed(clouds)
    union = clouds.aws.sets(ZONE)["@", "NS", None]
    clouds.aws.put(ZONE, "@", "NS", 86400, "ns-1.example.net.", *sorted(union[1])[1:])
    holds(clouds.deploy(code=3), "NS of example.com would change at provider `aws`", "--confirm example.com:NS")
    clouds.deploy("--confirm", "example.com:NS")
    equal(clouds.aws.sets(ZONE)["@", "NS", None], union)
    soa = clouds.azure.get(ZONE, "@", "SOA").soa_record
    soa.minimum_ttl = 10
    clouds.azure.put(ZONE, "@", "SOA", 3600, soa_record=soa)
    holds(clouds.deploy(code=3), "SOA of example.com would change at provider `azure`", "--confirm example.com:SOA")
    clouds.deploy("--confirm", "SOA")
    equal(negative(clouds.azure.sets(ZONE)), 300)
    clouds.settled()


def a_tenth_of_the_zone_is_the_most(clouds):
    clouds.example()
    clouds.edit(*FAST, name="infra.zonal")
    hosts = "".join(f"  host-{n} A 203.0.113.{n}\n" for n in range(1, 41))
    clouds.edit("  @     MX   10 mail\n", f"{hosts}  @     MX   10 mail\n")
    clouds.zonal("zones", "create")
    clouds.deploy()
    for n in range(1, 7):
        clouds.edit(f"host-{n} A 203.0.113.{n}\n", f"host-{n} A 203.0.113.{n + 100}\n")
    with clouds.nothing_written():
        run = clouds.deploy(code=3)
        holds(run, "6 of the 49 record sets of example.com at provider `aws` would change (6 updated, 0 deleted), but "
                   "max-change 10% allows 5: the larger of 3 and 10% of 49", "--confirm example.com:max-change",
              "6 of the 50 record sets of example.com at provider `azure`")
        # The consent of one cloud is none for the other.
        run = clouds.deploy("--confirm", "example.com/aws:max-change", code=3)
        lacks(run, "provider `aws` would change (6")
    clouds.deploy("--confirm", "example.com:max-change")
    equal(clouds.azure.sets(ZONE)["host-6", "A", None], wanted(300, "A", "203.0.113.106"))


def main():
    report = Report("dual authoritative")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
