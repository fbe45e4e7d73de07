#!/usr/bin/env python3
"""Data that is easily spoilt on its way: written by Zonal, read back by boto3 and azure-mgmt-dns, and by Zonal again.

Every test ends with an empty plan, which says that Zonal reads what it wrote.
"""

from clouds import PROVIDERS, ZONE, holds, run, tests_of
from report import Report, equal

from cloud_clients import wanted

# What stands in the source; and what both clouds hold then, as a master file would have it.
BOTH = [
    (r'quotes TXT "say \"hi\" to \'all\'"'.replace(r"\'", "'"), "quotes", "TXT", r'''"say \"hi\" to 'all'"'''),
    (r'slash TXT "a\\b\\\\c\\"', "slash", "TXT", r'"a\\b\\\\c\\"'),
    (r'octets TXT "\000\009\010\031\032\127\128\255"', "octets", "TXT", r'"\000\009\010\031 \127\128\255"'),
    ('greek TXT "καλημέρα · 日本"', "greek", "TXT", '"' + "".join(f"\\{octet:03}" for octet in "καλημέρα · 日本".encode()) + '"'),
    ('spaces TXT "  two  ; #  "', "spaces", "TXT", '"  two  ; #  "'),
    ('many TXT "b", "a", "A", "a;b,c=d"', "many", "TXT", '"a"', '"b"', '"A"', '"a;b,c=d"'),
    ('joined TXT "one " "record"', "joined", "TXT", '"one record"'),
    (r'dollar TXT "costs \${5} \$x %{i} {{y}} \\052"', "dollar", "TXT", r'"costs ${5} $x %{i} {{y}} \\052"'),
    (f'l255 TXT "{"x" * 255}"', "l255", "TXT", f'"{"x" * 255}"'),
    (f'l256 TXT "{"x" * 256}"', "l256", "TXT", f'"{"x" * 255}" "x"'),
    ("* A 192.0.2.1", "*", "A", "192.0.2.1"),
    ("*.dev AAAA 2001:db8::1, 2001:db8:0:0:1::", "*.dev", "AAAA", "2001:db8::1", "2001:db8:0:0:1::"),
    ("bücher A 192.0.2.2", "xn--bcher-kva", "A", "192.0.2.2"),
    ("faß.βήτα CNAME straße.example.net.", "xn--fa-hia.xn--jxagb7e", "CNAME", "xn--strae-oqa.example.net."),
    ("UPPER A 192.0.2.3", "upper", "A", "192.0.2.3"),
    ("_dmarc.a CNAME _dmarc.Example.NET.", "_dmarc.a", "CNAME", "_dmarc.example.net."),
    (r'naptr NAPTR 100 10 "u" "E2U+sip" "!^\\+49(.*)\$!sip:\\1@example.com!" ., 200 10 "s" "SIP+D2T" "" _sip._tcp.@',
     "naptr", "NAPTR", r'100 10 "u" "E2U+sip" "!^\\+49(.*)$!sip:\\1@example.com!" .', '200 10 "s" "SIP+D2T" "" _sip._tcp.example.com.'),
    ("ptr PTR a.example.net., b.example.net., c.example.net.", "ptr", "PTR", "a.example.net.", "b.example.net.", "c.example.net."),
    ('@ CAA 0 issue "letsencrypt.org; validationmethods=dns-01", 128 iodef "mailto:a@example.com"', "@", "CAA",
     '0 issue "letsencrypt.org; validationmethods=dns-01"', '128 iodef "mailto:a@example.com"'),
    ("_sip._tcp SRV 10 60 5060 sip.example.net., 65535 0 0 .", "_sip._tcp", "SRV", "10 60 5060 sip.example.net.", "65535 0 0 ."),
    ("child NS ns1.example.net., ns2.example.net.", "child", "NS", "ns1.example.net.", "ns2.example.net."),
    (f'child DS 20326 8 2 "{"E0" * 32}"', "child", "DS", f"20326 8 2 {'e0' * 32}"),
    (f'_443._tcp.www TLSA 3 1 1 "{"0c" * 32}"', "_443._tcp.www", "TLSA", f"3 1 1 {'0c' * 32}"),
]
ROUTE53_ONLY = [
    ("nomail MX 0 .", "nomail", "MX", "0 ."),
    ('empty TXT ""', "empty", "TXT", '""'),
    ("@ HTTPS 1 . alpn [h2, h3] ipv4-hint 192.0.2.1 ipv6-hint 2001:db8::1", "@", "HTTPS",
     '1 . alpn="h2,h3" ipv4hint="192.0.2.1" ipv6hint="2001:db8::1"'),
    ("_dns SVCB 1 dns.example.net. alpn [dot] port 853", "_dns", "SVCB", '1 dns.example.net. alpn="dot" port="853"'),
    (f'host SSHFP 4 2 "{"e3" * 32}"', "host", "SSHFP", f"4 2 {'e3' * 32}"),
    # 16 strings of one value, quotation marks and blanks counted: 4,000 characters.
    (f'longest TXT "{"x" * 3953}"', "longest", "TXT", " ".join([f'"{"x" * 255}"'] * 15 + [f'"{"x" * 128}"'])),
    (r'"a\\032b" TXT "blank"', r"a\032b", "TXT", '"blank"'),
    (r'"a\\@b" TXT "at"', r"a\@b", "TXT", '"at"'),
    (r'"dot\\.inside" TXT "dot"', r"dot\.inside", "TXT", '"dot"'),
    (r'"back\\\\slash" TXT "backslash"', r"back\\slash", "TXT", '"backslash"'),
    (r'"star.\\042.x" TXT "no wildcard"', r"star.*.x", "TXT", '"no wildcard"'),
    ('"0/25" NS ns.example.net.', "0/25", "NS", "ns.example.net."),
    (r'"\\200\\255" TXT "octets"', r"\200\255", "TXT", '"octets"'),
]
AZURE_ONLY = [
    (f'longest TXT "{"x" * 4000}"', "longest", "TXT", " ".join([f'"{"x" * 255}"'] * 15 + [f'"{"x" * 175}"'])),
]


def given_rows(rows):
    return {(owner, rtype, None): wanted(300, rtype, *values) for _, owner, rtype, *values in rows}


def given_records(sets):
    return {key: value for key, value in sets.items() if key[:2] not in (("@", "SOA"), ("@", "NS"))}


def given_lines(rows):
    return "\n".join(f"  {line}" for line, *_ in rows)


def given_deployed(clouds, *arguments):
    clouds.zonal("zones", "create")
    clouds.deploy(*arguments)
    clouds.settled()


def given_equal(found, expected):
    """Says which sets differ, not all of both."""
    for key in sorted({*found, *expected}, key=str):
        equal(found.get(key), expected.get(key), str(key))


def values_reach_both_clouds(clouds):
    clouds.source(given_lines(BOTH))
    given_deployed(clouds)
    given_equal(given_records(clouds.aws.sets(ZONE)), given_rows(BOTH))
    given_equal(given_records(clouds.azure.sets(ZONE)), given_rows(BOTH))


def values_survive_a_change_of_each(clouds):
    """Every set is written anew with another TTL, each guarded by the value that was read."""
    clouds.source(given_lines(BOTH))
    given_deployed(clouds)
    clouds.source(f"  ttl 10m\n{given_lines(BOTH)}")
    clouds.deploy()
    for sets in (clouds.aws.sets(ZONE), clouds.azure.sets(ZONE)):
        equal({ttl for key, (ttl, _) in given_records(sets).items()}, {600})
    clouds.settled()
    clouds.source("  @ TXT \"alone\"")
    clouds.deploy()
    given_equal(given_records(clouds.aws.sets(ZONE)), {("@", "TXT", None): wanted(300, "TXT", '"alone"')})
    given_equal(given_records(clouds.azure.sets(ZONE)), {("@", "TXT", None): wanted(300, "TXT", '"alone"')})


def values_of_one_cloud_alone(clouds):
    clouds.source(f"  on aws {{\n{given_lines(ROUTE53_ONLY)}\n  }}\n  on azure {{\n{given_lines(AZURE_ONLY)}\n  }}")
    given_deployed(clouds)
    given_equal(given_records(clouds.aws.sets(ZONE)), given_rows(ROUTE53_ONLY))
    given_equal(given_records(clouds.azure.sets(ZONE)), given_rows(AZURE_ONLY))


def what_one_cloud_cannot_hold_is_told_before(clouds):
    for line, text in (("nomail MX 0 .", "null MX"), ('empty TXT ""', "empty"), ("@ HTTPS 1 .", "HTTPS"),
                       (f'long TXT "{"x" * 4000}"', "4000"), (f'long TXT "{"x" * 4097}"', "4096")):
        clouds.source(f"  {line}")
        holds(clouds.zonal("check", code=1), "zone.zonal:", text)


def reverse_and_international_zones(clouds):
    for zone, line, owner, rtype, *values in (
            ("2.0.192.in-addr.arpa", "25 PTR a.example.net., b.example.net.", "25", "PTR", "a.example.net.", "b.example.net."),
            ("bücher.example", "@ A 192.0.2.1", "@", "A", "192.0.2.1")):
        clouds.source(f"  {line}", zone=zone)
        given_deployed(clouds)
        ascii_name = zone.encode("idna").decode()
        for side in (clouds.aws, clouds.azure):
            given_equal(given_records(side.sets(ascii_name)), {(owner, rtype, None): wanted(300, rtype, *values)})


def aliases_of_route53(clouds):
    kinds = {
        "@": ('cloudfront d111111abcdef8.cloudfront.net.', "Z2FDTNDATAQYW2", "d111111abcdef8.cloudfront.net."),
        "lb": ("load-balancer my-lb-1.eu-central-1.elb.amazonaws.com.", "Z215JYRZR1TBD5", "my-lb-1.eu-central-1.elb.amazonaws.com."),
        "nlb": ('load-balancer n-1.elb.eu-west-1.amazonaws.com. zone "Z2IFOLAFXWLO4F"', "Z2IFOLAFXWLO4F",
                "n-1.elb.eu-west-1.amazonaws.com."),
        "ga": ("global-accelerator a1234567890abcdef.awsglobalaccelerator.com.", "Z2BJ6XQ5FK7U4H",
               "a1234567890abcdef.awsglobalaccelerator.com."),
    }
    lines = [f"  {owner} ALIAS {text}" for owner, (text, *_) in kinds.items()]
    lines += ["  site ALIAS ipv4 s3-website s3-website-us-east-1.amazonaws.com.", "  host A 192.0.2.1", "  same ALIAS ipv4 name host",
              "  host AAAA 2001:db8::1", "  six ALIAS ipv6 name host"]
    clouds.source("\n".join(lines), on="aws")
    given_deployed(clouds)
    own = clouds.aws.zone_id(ZONE)
    for owner, (_, hosted_zone, target) in kinds.items():
        for rtype in ("A", "AAAA"):
            given_alias(clouds, owner, rtype, hosted_zone, target)
    given_alias(clouds, "site", "A", "Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com.")
    given_alias(clouds, "same", "A", own, "host.example.com.")
    given_alias(clouds, "six", "AAAA", own, "host.example.com.")
    equal([clouds.aws.raw(ZONE, "site", "AAAA"), clouds.aws.raw(ZONE, "six", "A")], [None, None])
    # To another target, and from an alias to an address and back.
    clouds.source("\n".join(lines).replace("lb ALIAS load-balancer my-lb-1", "lb ALIAS load-balancer my-lb-2")
                  .replace("  same ALIAS ipv4 name host", "  same A 192.0.2.9"), on="aws")
    clouds.deploy()
    given_alias(clouds, "lb", "A", "Z215JYRZR1TBD5", "my-lb-2.eu-central-1.elb.amazonaws.com.")
    equal(clouds.aws.sets(ZONE)["same", "A", None], wanted(300, "A", "192.0.2.9"))
    clouds.source("\n".join(lines), on="aws")
    clouds.deploy()
    given_alias(clouds, "same", "A", own, "host.example.com.")
    clouds.settled()


def given_alias(clouds, owner, rtype, hosted_zone, target):
    live = clouds.aws.raw(ZONE, owner, rtype)
    alias = live and live.get("AliasTarget")
    equal(alias and (alias["HostedZoneId"], alias["DNSName"].rstrip(".") + ".", "TTL" in live), (hosted_zone, target, False),
          f"{owner} {rtype}")


RESOURCES = "/subscriptions/00000000-0000-4000-8000-0000000005ab/resourceGroups/edge/providers"


def aliases_of_azure(clouds):
    address = f"{RESOURCES}/Microsoft.Network/publicIPAddresses/web"
    front = f"{RESOURCES}/Microsoft.Cdn/profiles/front/afdEndpoints/shop"
    clouds.source(f'  @ ALIAS ipv4 azure "{address}"\n  shop ALIAS azure "{front}"', on="azure")
    given_deployed(clouds)
    for owner, rtype, target in (("@", "A", address), ("shop", "A", front), ("shop", "AAAA", front)):
        equal(clouds.azure.get(ZONE, owner, rtype).target_resource.id, target)
    # The portal writes identifiers in other letters.
    clouds.azure.put(ZONE, "@", "A", 300, target_resource={"id": address.lower()})
    clouds.settled()
    clouds.source(f'  @ A 192.0.2.1\n  shop ALIAS azure "{front}"', on="azure")
    clouds.deploy()
    live = clouds.azure.get(ZONE, "@", "A")
    equal(((live.target_resource.id if live.target_resource else None), live.a_records[0].ipv4_address), (None, "192.0.2.1"))
    clouds.settled()


ROUTES = """
  w A 192.0.2.1 ttl 1m route(set: "blue", weight: 90)
  w A 192.0.2.2 ttl 1m route(set: "green: 2", weight: 0)
  l A 192.0.2.1 route(set: "eu", region: eu-west-1)
  l A 192.0.2.2 route(set: "us", region: us-east-1)
  g A 192.0.2.1 route(set: "all", location: default)
  g A 192.0.2.2 route(set: "eu", location: europe)
  g A 192.0.2.3, 192.0.2.4 route(set: "de", location: de)
  g A 192.0.2.5 route(set: "ca", location: us-ca)
  f A 192.0.2.1 route(set: "one", failover: primary, health: web)
  f A 192.0.2.2 route(set: "two", failover: secondary)
  m A 192.0.2.1 route(set: "1", multivalue: true, health: web)
  m A 192.0.2.2 route(set: "2", multivalue: true, health: port)
  c CNAME a.example.net. route(set: "a", weight: 1)
  c CNAME b.example.net. route(set: "b", weight: 2)
"""
HEALTHS = """
health web = https {
  host "web.example.com"
  path "/up"
  search "fine"
  interval 10
}
health port = tcp {
  address "198.51.100.7"
  port 853
}
"""


def routed_sets(clouds):
    clouds.source(ROUTES, on="aws", providers=PROVIDERS + HEALTHS)
    given_deployed(clouds)
    checks = {one["HealthCheckConfig"]["Type"]: one for one in clouds.aws.health_checks()}
    equal(sorted(checks), ["HTTPS_STR_MATCH", "TCP"])
    web, port = checks["HTTPS_STR_MATCH"], checks["TCP"]
    equal([web["HealthCheckConfig"][key] for key in ("SearchString", "RequestInterval", "ResourcePath")], ["fine", 10, "/up"])
    equal([port["HealthCheckConfig"][key] for key in ("IPAddress", "Port")], ["198.51.100.7", 853])
    expected = {
        ("w", "blue"): {"Weight": 90}, ("w", "green: 2"): {"Weight": 0}, ("l", "eu"): {"Region": "eu-west-1"},
        ("g", "all"): {"GeoLocation": {"CountryCode": "*"}}, ("g", "eu"): {"GeoLocation": {"ContinentCode": "EU"}},
        ("g", "de"): {"GeoLocation": {"CountryCode": "DE"}},
        ("g", "ca"): {"GeoLocation": {"CountryCode": "US", "SubdivisionCode": "CA"}},
        ("f", "one"): {"Failover": "PRIMARY", "HealthCheckId": web["Id"]}, ("f", "two"): {"Failover": "SECONDARY"},
        ("m", "2"): {"MultiValueAnswer": True, "HealthCheckId": port["Id"]},
    }
    for (owner, identifier), members in expected.items():
        live = clouds.aws.raw(ZONE, owner, "A", identifier)
        equal({key: value for key, value in live.items() if key not in ("TTL", "ResourceRecords")}, members, f"{owner} {identifier}")
    # One set of a group changes, another goes, the group of a third becomes plain and back.
    clouds.source(ROUTES.replace("weight: 90", "weight: 91").replace('  g A 192.0.2.5 route(set: "ca", location: us-ca)\n', "")
                  .replace('  l A 192.0.2.1 route(set: "eu", region: eu-west-1)\n  l A 192.0.2.2 route(set: "us", region: us-east-1)',
                           "  l A 192.0.2.7"), on="aws", providers=PROVIDERS + HEALTHS)
    clouds.deploy()
    sets = clouds.aws.sets(ZONE)
    equal((clouds.aws.raw(ZONE, "w", "A", "blue")["Weight"], sets["w", "A", "green: 2"]), (91, wanted(60, "A", "192.0.2.2")))
    equal(("g", "A", "ca") in sets, False)
    equal(sets["l", "A", None], wanted(300, "A", "192.0.2.7"))
    clouds.settled()
    clouds.source(ROUTES, on="aws", providers=PROVIDERS + HEALTHS)
    clouds.deploy()
    clouds.settled()
    equal(len(clouds.aws.health_checks()), 2, "health checks")


def names_change_their_kind(clouds):
    """A CNAME cannot stand beside anything, so the old must go as the new comes."""
    first = "  a CNAME a.example.net.\n  b A 192.0.2.1\n  b TXT \"b\"\n  c CNAME c.example.net.\n  *.d CNAME d.example.net."
    second = "  a A 192.0.2.2\n  a MX 10 a\n  b CNAME b.example.net.\n  c CNAME C.example.org.\n  *.d A 192.0.2.3"
    clouds.source(first)
    given_deployed(clouds)
    for body, expected in ((second, {("a", "A"), ("a", "MX"), ("b", "CNAME"), ("c", "CNAME"), ("*.d", "A")}),
                           (first, {("a", "CNAME"), ("b", "A"), ("b", "TXT"), ("c", "CNAME"), ("*.d", "CNAME")})):
        clouds.source(body)
        clouds.deploy()
        for side in (clouds.aws, clouds.azure):
            equal({key[:2] for key in given_records(side.sets(ZONE))}, expected)
        clouds.settled()


def main():
    report = Report("tricky data")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
