#!/usr/bin/env python3
"""What others have put into the zones: kept where it is theirs or not understood, adopted where the source has it.

The others are boto3, azure-mgmt-dns and octoDNS.
"""

import json
import os
import subprocess
import sys
import tempfile

from clouds import KEY, SECRET, ZONE, holds, lacks, run, tests_of, wanted_names
from report import Report, equal

from cloud_clients import absolute, alias, plain, wanted
from twins import octodns_settings
from twins.encrypted import https

CHECKS = "00000000-0000-4000-8000-0000000000cc"


def given_zones(clouds):
    """Both zones as their owners made them, not Zonal."""
    clouds.aws.api.create_hosted_zone(Name=ZONE, CallerReference="by hand")
    clouds.azure.create_zone(ZONE)


def what_route53_alone_understands_is_kept(clouds):
    clouds.source("  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    near = {"AWSRegion": "eu-west-1", "Bias": 10}
    strange = [
        {"Name": absolute("policy", ZONE), "Type": "A", "TrafficPolicyInstanceId": CHECKS},
        {**plain(ZONE, "cidr", "A", 60, "192.0.2.8"), "SetIdentifier": "office",
         "CidrRoutingConfig": {"CollectionId": CHECKS, "LocationName": "office"}},
        {**plain(ZONE, "near", "A", 60, "192.0.2.9"), "SetIdentifier": "eu", "GeoProximityLocation": near},
        plain(ZONE, "old", "SPF", 60, '"v=spf1 -all"'),
    ]
    clouds.aws.change(ZONE, *(("CREATE", one) for one in strange))
    kept = lambda: [one for one in clouds.aws.listing(ZONE) if one["Name"].split(".")[0] in ("policy", "cidr", "near", "old")]
    before = kept()
    equal(len(before), 4)
    holds(clouds.zonal("plan"), "4 left alone")
    clouds.deploy()
    holds(clouds.zonal("plan", "--detailed-exitcode"), "nothing to do")
    clouds.zonal("drift")
    clouds.source("  new A 192.0.2.2", on="aws")
    clouds.deploy()
    equal(kept(), before)
    equal([one["Type"] for one in clouds.aws.listing(ZONE) if one["Name"].startswith("new")], ["A"])
    # Whoever wants to have one of these names is told what is there.
    for body, text in (("  cidr A 192.0.2.3", "CIDR"), ("  policy A 192.0.2.3", "traffic policy"), ("  near CNAME a.example.net.", "near"),
                       ('  near A 192.0.2.3 route(set: "w", weight: 1)', "geoproximity")):
        clouds.source(f"  new A 192.0.2.2\n{body}", on="aws")
        with clouds.nothing_written():
            holds(clouds.deploy(code=3), "blocked", text, "nothing was written")
    equal(kept(), before)


def what_azure_alone_understands_is_kept(clouds):
    clouds.source("  www A 192.0.2.1\n  tagged TXT \"one\"", on="azure")
    clouds.zonal("zones", "create")
    clouds.deploy()
    live = clouds.azure.get(ZONE, "tagged", "TXT")
    clouds.azure.put(ZONE, "tagged", "TXT", 300, txt_records=live.txt_records, metadata={"owner": "mail team", "ticket": "42"})
    clouds.settled()
    clouds.source("  www A 192.0.2.1\n  tagged TXT \"two\"", on="azure")
    clouds.deploy()
    live = clouds.azure.get(ZONE, "tagged", "TXT")
    equal((live.metadata, live.txt_records[0].value), ({"owner": "mail team", "ticket": "42"}, ["two"]))
    # Linked to Traffic Manager: an A set that shows no address.
    given_link(clouds, "linked")
    before = given_raw(clouds, "linked")
    holds(clouds.zonal("plan", "--detailed-exitcode"), "nothing to do")
    clouds.source("  www A 192.0.2.2", on="azure")
    holds(clouds.deploy(), "1 left alone")
    equal(given_raw(clouds, "linked"), before)
    clouds.source("  www A 192.0.2.2\n  linked A 192.0.2.3", on="azure")
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), "blocked", "Traffic Manager")
    equal(given_raw(clouds, "linked"), before)
    holds(clouds.zonal("drift", code=2), "conflict   linked A  zone.zonal:", "Traffic Manager profile", "drift: 1 record set")
    document = json.loads(clouds.zonal("drift", "--format", "json", code=2).out)
    equal([one["owner"] for one in document["zones"][0]["conflicts"]], ["linked.example.com."])
    holds(clouds.zonal("drift", "--format", "markdown", code=2), "| conflict | `linked A` | `the live A set is not Zonal's to change")
    holds(clouds.zonal("drift", "--format", "github", code=2), "title=drift%3A conflict::linked A")


def given_link(clouds, owner):
    twin = clouds.azure_dns.twin
    group = f"/subscriptions/{twin.settings.subscription}/resourceGroups/{clouds.azure.group}/providers/Microsoft.Network"
    profile = f"{group}/trafficManagerProfiles/edge"
    twin.edit({"method": "PUT", "path": f"{profile}?api-version=2022-04-01", "body": {"location": "global", "properties": {
        "trafficRoutingMethod": "Priority", "dnsConfig": {"relativeName": "edge-example", "ttl": 60},
        "monitorConfig": {"protocol": "HTTPS", "port": 443, "path": "/"},
        "endpoints": [{"name": "one", "type": "Microsoft.Network/trafficManagerProfiles/externalEndpoints",
                       "properties": {"target": "192.0.2.7", "priority": 1}}]}}})
    twin.edit({"method": "PUT", "path": f"{group}/dnsZones/{ZONE}/A/{owner}?api-version=2023-07-01-preview",
               "body": {"properties": {"TTL": 60, "trafficManagementProfile": {"id": profile}}}})


def given_raw(clouds, owner):
    zones = clouds.azure_dns.twin.dns.zones
    return next(zone.get("A", owner).__dict__.copy() for zone in zones.values())


def what_is_ignored_is_never_touched(clouds):
    ignore = '  ignore "_acme-challenge.**" TXT "cert-manager owns these"\n  ignore "**.k8s" * "external-dns owns these"\n'
    clouds.source(f"{ignore}  www A 192.0.2.1")
    clouds.zonal("zones", "create")
    clouds.deploy()
    for owner in ("_acme-challenge", "_acme-challenge.www"):
        clouds.aws.put(ZONE, owner, "TXT", 60, '"token"')
        clouds.azure.put(ZONE, owner, "TXT", 60, txt_records=[{"value": ["token"]}])
    clouds.aws.put(ZONE, "a.k8s", "CNAME", 60, "lb.example.net.")
    clouds.azure.put_a(ZONE, "k8s", 60, "192.0.2.50")
    with clouds.nothing_written():
        clouds.settled()
        holds(clouds.deploy(), "nothing to do")
    clouds.source(f"{ignore}  www A 192.0.2.2")
    holds(clouds.deploy(), "3 left alone")
    for side in (clouds.aws, clouds.azure):
        equal(side.sets(ZONE)["_acme-challenge.www", "TXT", None], wanted(60, "TXT", '"token"'))
    # Without `ignore` they are what nobody wrote down, and go; with a word, if that empties too much.
    clouds.source("  www A 192.0.2.2")
    holds(clouds.zonal("drift", code=2), "extra      _acme-challenge TXT", "extra      a.k8s CNAME")
    clouds.deploy()
    equal({key[0] for key in clouds.aws.sets(ZONE)}, {"@", "www"})


EXISTING = """
  ttl 1h for MX
  @       A      192.0.2.1, 192.0.2.2
  @       MX     10 mx1.example.net., 20 mx2.example.net.
  www     CNAME  Www.Example.Net.  ttl 1m
  v6      AAAA   2001:db8::1
  txt     TXT    "a" "b"
  *.wild  A      192.0.2.3
"""


def zones_of_others_are_adopted(clouds):
    """What is there already, however it is spelt, is not written again."""
    given_zones(clouds)
    clouds.aws.change(
        ZONE, ("CREATE", "@", "A", 300, "192.0.2.2", "192.0.2.1"), ("CREATE", "@", "MX", 3600, "20 MX2.example.net", "10 mx1.example.net."),
        ("CREATE", "www", "CNAME", 60, "WWW.example.net"), ("CREATE", "v6", "AAAA", 300, "2001:0DB8:0:0::0001"),
        ("CREATE", "txt", "TXT", 300, r'"\141b"'), ("CREATE", "*.wild", "A", 300, "192.0.2.3"))
    azure = clouds.azure
    azure.put_a(ZONE, "@", 300, "192.0.2.2", "192.0.2.1")
    azure.put(ZONE, "@", "MX", 3600, mx_records=[{"preference": 20, "exchange": "MX2.example.net"}, {"preference": 10, "exchange": "mx1.example.net."}])
    azure.put(ZONE, "www", "CNAME", 60, cname_record={"cname": "WWW.example.net"})
    azure.put(ZONE, "v6", "AAAA", 300, aaaa_records=[{"ipv6_address": "2001:0DB8::1"}])
    azure.put(ZONE, "txt", "TXT", 300, txt_records=[{"value": [r"\097", "b"]}])
    azure.put_a(ZONE, "*.wild", 300, "192.0.2.3")
    clouds.source(EXISTING)
    holds(clouds.zonal("zones", "lock"), "exists example.com at aws", "exists example.com at azure")
    plan = json.loads(clouds.zonal("plan", "--format", "json").out)
    changes = {(zone["provider"], change["owner"], change["type"]) for zone in plan["zones"] for change in zone["changes"]}
    # Only what makes it one zone at two clouds: the union of the name servers, and for how long absence is cached.
    equal(changes, {("aws", "@", "NS"), ("azure", "@", "NS"), ("aws", "@", "SOA")})
    clouds.deploy()
    equal(clouds.aws.sets(ZONE)["@", "NS", None], clouds.azure.sets(ZONE)["@", "NS", None])
    clouds.settled()


OCTODNS = """
'': [{type: A, ttl: 300, value: 192.0.2.1}, {type: MX, ttl: 300, values: [{preference: 10, exchange: mx.example.net.}]},
     {type: CAA, ttl: 300, values: [{flags: 0, tag: issue, value: "ca.example.net"}]},
     {type: TXT, ttl: 300, values: ['v=spf1 -all', 'semi\\; "colon"', 'LONG']}]
www: {type: CNAME, ttl: 300, value: Target.Example.NET.}
'*.wild': {type: AAAA, ttl: 300, values: ['2001:db8::1', '2001:DB8:0::2']}
_sip._tcp: {type: SRV, ttl: 300, values: [{priority: 1, weight: 2, port: 5060, target: sip.example.net.}]}
child: {type: NS, ttl: 300, values: [ns1.example.net., ns2.example.net.]}
ptr: {type: PTR, ttl: 300, value: a.example.net.}
""".replace("LONG", "x" * 600)
THE_SAME = f"""
  @           A      192.0.2.1
  @           MX     10 mx.example.net.
  @           CAA    0 issue "ca.example.net"
  @           TXT    "v=spf1 -all", "semi; \\"colon\\"", "{'x' * 600}"
  www         CNAME  target.example.net.
  *.wild      AAAA   2001:db8::1, 2001:db8::2
  _sip._tcp   SRV    1 2 5060 sip.example.net.
  child       NS     ns1.example.net., ns2.example.net.
  ptr         PTR    a.example.net.
"""


def zones_of_octodns_are_adopted(clouds):
    given_zones(clouds)
    twin = clouds.azure_dns.twin
    with tempfile.TemporaryDirectory() as folder, https(twin, folder) as (url, path):
        with open(f"{folder}/example.com.yaml", "w", encoding="utf-8") as file:
            file.write(OCTODNS)
        config = octodns_settings.write(folder, ZONE, {
            "route53": octodns_settings.AWS, "azure": octodns_settings.azure(twin.settings, url, clouds.azure.group)})
        subprocess.run(
            [sys.executable, "-m", "octodns.cmds.sync", "--config-file", config, "--doit", "--force"],
            env={**os.environ, "AWS_ENDPOINT_URL_ROUTE_53": clouds.route53.url, "AWS_DEFAULT_REGION": "us-east-1",
                 "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "REQUESTS_CA_BUNDLE": path},
            check=True, capture_output=True, timeout=60)
    clouds.source(THE_SAME)
    clouds.zonal("zones", "lock")
    plan = clouds.zonal("plan")
    holds(plan, "0 to create, 2 to change", "0 to delete")
    lacks(plan, "\n  + ", "\n  - ")
    clouds.deploy()
    equal(clouds.azure.sets(ZONE)["@", "NS", None][1], frozenset(wanted_names(clouds)))
    clouds.settled()


def an_alias_of_others_is_shown_and_goes_with_its_name(clouds):
    """What Zonal understands and the source lacks is extra, and is put back whole by a rollback."""
    clouds.source("  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    clouds.deploy()
    clouds.aws.change(ZONE, ("CREATE", alias(ZONE, "cdn", "A", "Z2FDTNDATAQYW2", "d1.cloudfront.net.")),
                      ("CREATE", {**plain(ZONE, "w", "A", 60, "192.0.2.2"), "SetIdentifier": "one", "Weight": 3}))
    before = clouds.aws.listing(ZONE)
    holds(clouds.zonal("drift", code=2), "extra      cdn A", "d1.cloudfront.net.", "extra      w A")
    clouds.deploy()
    equal({one["Name"] for one in clouds.aws.listing(ZONE)}, {"example.com.", "www.example.com."})
    clouds.zonal("rollback", "--yes")
    equal(clouds.aws.listing(ZONE), before)


def name_servers_of_a_cloud_that_was_left_go(clouds):
    clouds.source("  www A 192.0.2.1")
    clouds.zonal("zones", "create")
    clouds.deploy()
    equal(len(clouds.aws.sets(ZONE)["@", "NS", None][1]), 8)
    clouds.source("  www A 192.0.2.1", on="aws")
    holds(clouds.zonal("drift", code=2), "edited     @ NS", "ns1-01.azure-dns.com.")
    holds(clouds.zonal("plan"), "- ns1-01.azure-dns.com.", "0 to create, 1 to change, 0 to delete")
    clouds.deploy()
    own = clouds.aws.sets(ZONE)["@", "NS", None]
    equal(len(own[1]), 4)
    clouds.settled()
    # A hand edit goes the same way, and the TTL is the provider's own affair.
    values = sorted(own[1])
    for edit in (values[:3] + ["ns1.elsewhere.example."], values + ["ns1.elsewhere.example."]):
        clouds.aws.put(ZONE, "@", "NS", 172800, *edit)
        holds(clouds.zonal("drift", code=2), "edited     @ NS", "ns1.elsewhere.example.")
        clouds.deploy()
        equal(clouds.aws.sets(ZONE)["@", "NS", None], (172800, *own[1:]))


def main():
    report = Report("foreign data")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
