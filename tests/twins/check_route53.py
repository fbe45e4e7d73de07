#!/usr/bin/env python3
"""The Route 53 twin's rules for record sets, asked with boto3: what is refused, with which words, and what is stored."""

import route53_client as asking
from route53_client import alias, equal, record, refused
from report import Report

A = ("a.example.com", "A", 300, "192.0.2.1")
A_SET = "[name='a.example.com.', type='A']"
WEIGHTED = {"SetIdentifier": "one", "Weight": 1}

# (type, value) that the service takes, and how it comes back if not as sent.
TAKEN = (
    ("A", "192.0.2.1"), ("AAAA", "2001:DB8::1"), ("CNAME", "Target.Example.NET", "target.example.net"), ("CNAME", "t.example.net."),
    ("MX", "10 Mail.example.com.", "10 mail.example.com."), ("MX", "0 ."), ("NS", "ns.example.net."), ("PTR", "a.example.com"),
    ("SRV", "1 2 443 t.example.com"), ("TXT", '"plain"'), ("TXT", '"a b"  "c"', '"a b" "c"'), ("TXT", '""'), ("TXT", r'"\303\251"'),
    ("TXT", r'"\"quoted\" \\"'), ("TXT", r'"\101"', '"A"'), ("TXT", f'"{"x" * 255}"'), ("TXT", " ".join([f'"{"x" * 255}"'] * 15)),
    ("SPF", '"v=spf1 -all"'), ("CAA", '0 issue "ca.example.net"'), ("CAA", '128 issuewild ";"'),
    ("NAPTR", r'100 50 "u" "E2U+sip" "!^.*$!sip:a@example.net!" .'), ("DS", "12345 13 2 " + "ab" * 32),
    ("TLSA", "3 1 1 " + "ab" * 32), ("SSHFP", "4 2 " + "ab" * 32), ("HTTPS", '1 . alpn="h2,h3"'), ("SVCB", "0 svc.example.net."),
)
# (type, value, what the complaint names).
REFUSED = (
    ("A", "192.0.2.256", "ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)"), ("A", "192.0.2.01", "ARRDATAIllegal"),
    ("A", "2001:db8::1", "ARRDATAIllegal"), ("A", "", "ARRDATAIllegal"), ("A", "192.0.2.1 192.0.2.2", "ARRDATAIllegal"),
    ("AAAA", "192.0.2.1", "AAAARRDATAIllegal"), ("AAAA", "2001:db8::g", "AAAARRDATAIllegal"), ("CNAME", "two names", "CNAMERRDATA"),
    ("CNAME", "a..example.com", "DomainLabelEmpty"), ("CNAME", "x" * 64 + ".example.com", "DomainLabelTooLong"),
    ("CNAME", "@", "CNAMERRDATA"), ("CNAME", "é.example.com", "UnsupportedCharacter"), ("MX", "mail.example.com", "MXRRDATA"),
    ("MX", "70000 mail.example.com", "MXRRDATA"), ("SRV", "1 2 t.example.com", "SRVRRDATA"), ("TXT", "bare", "InvalidCharacterString"),
    ("TXT", '"open', "InvalidCharacterString"), ("TXT", '"a""b"', "InvalidCharacterString"), ("TXT", "", "InvalidCharacterString"),
    ("TXT", f'"{"x" * 256}"', "CharacterStringTooLong (Value is too long)"), ("TXT", '"é"', "UnsupportedCharacter"),
    ("TXT", r'"\195"', "octal"), ("TXT", r'"\400"', "octal"), ("CAA", "0 issue ca.example.net", "InvalidCharacterString"),
    ("CAA", '256 issue "ca"', "CAARRDATA"), ("NAPTR", '100 50 "u" "E2U+sip" .', "InvalidCharacterString"),
    ("DS", "12345 13 2 ab", "DSRRDATA"), ("TLSA", "3 1 x", "TLSARRDATA"), ("HTTPS", "1 . nonsense", "HTTPSRRDATA"),
    ("A", r"\# 4 c0000201", "Invalid Resource Record"), ("SOA", "a. b. 1 2 3 4", "SOARRDATA"),
)
NAMES = (
    ("WWW.Example.COM", "www.example.com."), ("*.example.com", r"\052.example.com."), (r"\052.example.com.", r"\052.example.com."),
    ("a_b-1.example.com", "a_b-1.example.com."), ("a/b.example.com", r"a\057b.example.com."), (r"\141.example.com", "a.example.com."),
    (r"a\056b.example.com", r"a\056b.example.com."), ("x.*.example.com", r"x.\052.example.com."), (r"\344.example.com", r"\344.example.com."),
    ("x" * 63 + ".example.com", "x" * 63 + ".example.com."),
)
BAD_NAMES = (
    ("a..example.com", "FATAL problem: DomainLabelEmpty (Domain label is empty) encountered with 'a..example.com'"),
    ("x" * 64 + ".example.com", f"FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with '{'x' * 64}'"),
    ("ü.example.com", None), (r"\9.example.com", None), (r"\189.example.com", None), ("a b.example.com", None),
    (".".join(["x" * 63] * 4) + ".example.com", None), ("*prod.example.com", None),
)


def keeps_values(account):
    for number, (rtype, value, *shown) in enumerate(TAKEN):
        name = f"n{number}.example.com"
        account.change(("CREATE", name, rtype, 300, value))
        equal(account.listing(StartRecordName=name, StartRecordType=rtype)[0]["ResourceRecords"], [{"Value": (shown or [value])[0]}])
        account.change(("DELETE", name, rtype, 300, value))
    equal(account.sets(), {})


def refuses_values(account):
    for rtype, value, text in REFUSED:
        message = account.refused(("CREATE", "x.example.com", rtype, 300, value))
        if text not in message:
            raise AssertionError(f"{rtype} {value}: {message}")


def refuses_long_values(account):
    message = account.refused(("CREATE", "x.example.com", "TXT", 300, " ".join([f'"{"x" * 250}"'] * 16)), code="InvalidInput")
    equal("Member must have length less than or equal to 4000" in message, True)


def keeps_names(account):
    for given, shown in NAMES:
        account.change(("CREATE", given, "A", 300, "192.0.2.1"))
        equal(list(account.sets()), [(shown, "A", None)])
        account.refused(("CREATE", shown, "A", 60, "192.0.2.9"), text=f"Tried to create resource record set [name='{shown}', type='A'] "
                                                                       "but it already exists")
        account.change(("DELETE", shown.upper(), "A", 300, "192.0.2.1"))


def refuses_names(account):
    for name, text in BAD_NAMES:
        account.refused(("CREATE", name, "A", 300, "192.0.2.1"), text=text)


def refuses_names_outside(account):
    for name in ("example.net", "notexample.com", "com", r"a\056example.com"):
        shown = name + "."
        account.refused(("CREATE", name, "A", 300, "192.0.2.1"), text=f"RRSet with DNS name {shown} is not permitted in zone example.com.")


def creates_only_what_is_absent(account):
    account.change(("CREATE", *A))
    for ttl, value in ((300, "192.0.2.1"), (60, "192.0.2.2")):
        account.refused(("CREATE", "A.example.com.", "A", ttl, value), text=f"Tried to create resource record set {A_SET} but it already "
                                                                           "exists")


def deletes_only_what_is_there(account):
    account.refused(("DELETE", *A), text=f"Tried to delete resource record set {A_SET} but it was not found")
    account.change(("CREATE", "a.example.com", "A", 300, "192.0.2.1", "192.0.2.2"))
    for ttl, *values in ((60, "192.0.2.1", "192.0.2.2"), (300, "192.0.2.1"), (300, "192.0.2.1", "192.0.2.3")):
        account.refused(("DELETE", "a.example.com", "A", ttl, *values),
                        text=f"Tried to delete resource record set {A_SET} but the values provided do not match the current values")
    account.change(("DELETE", "a.example.com", "A", 300, "192.0.2.2", "192.0.2.1"))
    for rtype, old, other in (("CNAME", "T.example.net", "t.example.NET."), ("AAAA", "2001:db8::1", "2001:DB8:0::0:1"),
                              ("TXT", r'"\101b"', '"Ab"')):
        account.change(("CREATE", "e.example.com", rtype, 5, old))
        account.change(("DELETE", "e.example.com", rtype, 5, other))
    account.change(("CREATE", "e.example.com", "TXT", 5, '"Ab"'))
    for other in ('"ab"', '"A" "b"'):
        account.refused(("DELETE", "e.example.com", "TXT", 5, other))


def compares_and_swaps(account):
    account.change(("CREATE", *A))
    account.change(("DELETE", *A), ("CREATE", "a.example.com", "A", 60, "192.0.2.2"))
    account.refused(("DELETE", *A), ("CREATE", "a.example.com", "A", 60, "192.0.2.3"))
    equal(account.sets(), {("a.example.com.", "A", None): ["192.0.2.2"]})


def applies_all_or_nothing(account):
    message = account.refused(("CREATE", "b.example.com", "A", 60, "192.0.2.2"), ("DELETE", *A), ("CREATE", "b.example.net", "A", 60, "x"))
    equal(message.count(", ") >= 1 and message.startswith("[") and message.endswith("]"), True)
    equal(account.sets(), {})


def upserts(account):
    for value in ("192.0.2.1", "192.0.2.2"):
        account.change(("UPSERT", "a.example.com", "A", 60, value))
    equal(account.sets(), {("a.example.com.", "A", None): ["192.0.2.2"]})


def upserts_as_deletion_first(account):
    """So a weighted group can have a new TTL at once, and an alias must come after the UPSERT of its target."""
    group = lambda ttl: [("UPSERT", record("w.example.com", "A", ttl, "192.0.2.1", SetIdentifier=name, Weight=1)) for name in "ab"]
    account.change(*group(300))
    account.refused(group(60)[0])
    account.change(*group(60))
    account.change(("CREATE", *A))
    pointer = "CREATE", alias("www.example.com", "A", account.zone.id, "a.example.com")
    account.refused(pointer, ("UPSERT", *A))
    account.change(("UPSERT", *A), pointer)


def refuses_the_same_set_twice(account):
    account.change(("CREATE", *A))
    text = "The request contains an invalid set of changes for a resource record set 'A a.example.com.'"
    account.refused(("DELETE", *A), ("DELETE", *A), text=text)
    account.refused(("DELETE", *A), ("CREATE", *A), ("DELETE", *A), text=text)
    account.refused(("UPSERT", *A), ("UPSERT", *A), text=text)
    account.refused(("CREATE", "b.example.com", "A", 1, "192.0.2.1"), ("DELETE", "b.example.com", "A", 1, "192.0.2.1"))


def bounds_a_batch(account):
    def creates(count, each=1, size=None, action="CREATE"):
        value = (lambda n: f'"{n:05}{"x" * (size - 7)}"') if size else (lambda n: f"192.0.{n // 250}.{n % 250}")
        rtype = "TXT" if size else "A"
        return [(action, f"h{n}.example.com", rtype, 60, *(value(n * each + k) for k in range(each))) for n in range(count)]

    many, long = "Number of records limit of 1000 exceeded.", "RDATA character limit of 32000 exceeded."
    account.refused(*creates(1001), text=many)
    account.refused(*creates(501, 2), text=many)
    account.refused(*creates(501, action="UPSERT"), text=many)
    account.change(*creates(1000))
    account.change(*creates(500, action="UPSERT"))
    account.change(*(("DELETE", *rest) for _, *rest in creates(1000)))
    account.refused(*creates(161, size=200), text=long)
    account.refused(*creates(81, size=200, action="UPSERT"), text=long)
    account.change(*creates(160, size=200))
    account.change(*creates(80, size=200, action="UPSERT"))
    elements = [("CREATE", alias(f"l{n}.example.com", "A", "Z2FDTNDATAQYW2", "d.cloudfront.net")) for n in range(1001)]
    account.refused(*elements, text=many)
    account.refused(*creates(1, 401))
    account.change(*creates(1, 400))


def bounds_members(account):
    for given, text in ((record("a.example.com", "A", 2**31, "192.0.2.1"), "less than or equal to 2147483647"),
                        (record("a.example.com", "A", -1, "192.0.2.1"), "greater than or equal to 0"),
                        (record("a.example.com", "A", 1, "192.0.2.1", SetIdentifier="x" * 129, Weight=1), "less than or equal to 128"),
                        (record("a.example.com", "A", 1, "192.0.2.1", SetIdentifier="x", Weight=256), "less than or equal to 255"),
                        (record("a.example.com", "LOC", 1, "1 N 1 E 0m"), "enum value set"), (record("a" * 1025, "A", 1, "x"), "1024")):
        unchecked = asking.connect(account.server.url, parameter_validation=False)
        message = refused("InvalidInput", lambda: unchecked.change_resource_record_sets(
            HostedZoneId=account.zone.id, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": given}]}))
        equal((text in message, text), (True, text))
    for ttl in (0, 2**31 - 1):
        account.change(("UPSERT", "a.example.com", "A", ttl, "192.0.2.1"))


def wants_one_kind_of_target(account):
    choice = "Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but " \
             "found {} in Change with [Action=CREATE, Name=a.example.com, Type=A, SetIdentifier=null]"
    bare = {"Name": "a.example.com", "Type": "A"}
    target = alias("a.example.com", "A", "Z2FDTNDATAQYW2", "d.cloudfront.net")
    for given, count in ((bare, "none"), ({**bare, "TTL": 5}, "none"), ({**target, "TTL": 5}, "more than one"),
                         ({**record(*A), **target}, "more than one")):
        account.refused(("CREATE", given), code="InvalidInput", text=choice.format(count))


def refuses_duplicate_values(account):
    account.refused(("CREATE", "a.example.com", "A", 5, "192.0.2.1", "192.0.2.1"), text="Duplicate Resource Record: '192.0.2.1'")
    account.refused(("CREATE", "a.example.com", "AAAA", 5, "2001:db8::1", "2001:db8::0:1"))
    account.refused(("CREATE", "a.example.com", "NS", 5, "ns.example.net", "NS.example.net."))


def keeps_cname_alone(account):
    account.refused(("CREATE", "example.com", "CNAME", 5, "t.example.net"),
                    text="RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.")
    account.change(("CREATE", *A))
    beside = "RRSet of type CNAME with DNS name a.example.com. is not permitted as it conflicts with other records with the same DNS name " \
             "in zone example.com."
    cname = ("CREATE", "a.example.com", "CNAME", 5, "t.example.net")
    account.refused(cname, text=beside)
    account.refused(cname, ("DELETE", *A), text=beside)
    account.change(("DELETE", *A), cname)
    account.refused(("CREATE", "a.example.com", "TXT", 5, '"x"'),
                    text="RRSet of type TXT with DNS name a.example.com. is not permitted because a conflicting RRSet of type CNAME with the "
                         "same DNS name already exists in zone example.com.")
    account.refused(("CREATE", "b.example.com", "CNAME", 5, "t.example.net", "u.example.net"))


def keeps_the_apex(account):
    soa, ns = ("a.example. b.example. 1 7200 900 1209600 300", "SOA"), account.zone.servers
    one_soa, one_ns = "A HostedZone must contain exactly one SOA record.", \
        "A HostedZone must contain at least one NS record for the zone itself."
    old_soa = (900, f"{ns[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400")
    old_ns = (172800, *(f"{server}." for server in ns))
    account.refused(("DELETE", "example.com", "SOA", *old_soa), text=one_soa)
    account.refused(("DELETE", "example.com", "NS", *old_ns), text=one_ns)
    account.refused(("UPSERT", "example.com", "SOA", 900, soa[0], soa[0].replace(" 1 ", " 2 ")), text=one_soa)
    account.refused(("CREATE", "a.example.com", "SOA", 900, soa[0]))
    account.refused(("CREATE", "*.example.com", "NS", 900, "ns.example.net"))
    account.refused(("CREATE", "example.com", "DS", 900, "12345 13 2 " + "ab" * 32))
    account.change(("UPSERT", "example.com", "SOA", 60, soa[0]))
    account.change(("DELETE", "example.com", "NS", *old_ns), ("CREATE", "example.com", "NS", 300, "ns.example.net"))
    account.change(("CREATE", "child.example.com", "NS", 300, "ns.example.net"), ("CREATE", "child.example.com", "DS", 1, "1 13 2 " + "a" * 64))


def checks_aliases(account):
    zone, cloudfront = account.zone.id, "Z2FDTNDATAQYW2"
    start = "Tried to create an alias that targets {}, type A in zone {}, but "
    missing, outside = "that target was not found", "the alias target name does not lie within the target zone"
    make = lambda name, target, where=zone, **how: ("CREATE", alias(name, how.pop("rtype", "A"), where, target, **how))
    begin = start.format("a.example.com.", zone)
    account.refused(make("www.example.com", "a.example.com"), text=begin + missing)
    account.refused(make("www.example.com", "a.example.com"), ("CREATE", *A), text=begin + missing)
    account.change(("CREATE", *A), make("www.example.com", "A.Example.com"), make("example.com", "www.example.com."))
    equal(account.listing(StartRecordName="www.example.com")[0]["AliasTarget"],
          {"HostedZoneId": zone, "DNSName": "a.example.com.", "EvaluateTargetHealth": False})
    account.refused(make("v6.example.com", "a.example.com", rtype="AAAA"))
    account.refused(make("self.example.com", "self.example.com"))
    begin = start.format("a.example.net.", zone)
    account.refused(make("x.example.com", "a.example.net"), text=f"{begin}{outside}, {begin}{missing}")
    begin = start.format("a.example.net.", "ZBOGUS")
    account.refused(make("x.example.com", "a.example.net", "ZBOGUS"), text=f"{begin}{outside}, {begin}{missing}")
    account.refused(make("x.example.com", "d1.example.net", cloudfront))
    account.refused(make("x.example.com", "d1.cloudfront.net", cloudfront, health=True))
    account.refused(make("x.example.com", "d1.cloudfront.net", cloudfront, rtype="TXT"))
    account.refused(make("example.com", "d1.cloudfront.net", cloudfront, rtype="NS"))
    for number, (where, target) in enumerate(((cloudfront, "d1.cloudfront.net"), ("Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com"),
                                              ("Z35SXDOTRQ7X7K", "lb-1.us-east-1.elb.amazonaws.com"), ("Z2BJ6XQ5FK7U4H", "a1.awsglobalaccelerator.com"))):
        account.change(make(f"s{number}.example.com", target, where))
    account.refused(("DELETE", alias("www.example.com", "A", zone, "b.example.com")))
    account.refused(("DELETE", alias("www.example.com", "A", zone, "a.example.com", health=True)))
    account.change(("DELETE", alias("www.example.com", "A", zone, "a.example.com.")))


def keeps_alias_targets_if_told(account):
    target = ("DELETE", *A)
    pointer = alias("www.example.com", "A", account.zone.id, "a.example.com")
    account.change(("CREATE", *A), ("CREATE", pointer))
    account.twin.settings.keep_alias_targets = True
    account.refused(target)
    account.change(target, ("CREATE", "a.example.com", "A", 5, "192.0.2.7"))
    account.change(("DELETE", "a.example.com", "A", 5, "192.0.2.7"), ("DELETE", pointer))


def keeps_policies_apart(account):
    def put(identifier, *values, ttl=300, **policy):
        return "CREATE", record("w.example.com", "A", ttl, *(values or ["192.0.2.1"]), SetIdentifier=identifier, **policy)

    subject = "RRSet with DNS name w.example.com., type A, SetIdentifier {} cannot be created "
    account.change(("CREATE", "w.example.com", "A", 300, "192.0.2.1"))
    account.refused(put("one", Weight=1), text=subject.format("one") + "as a non-weighted set exists with the same name and type.")
    account.refused(put("one", MultiValueAnswer=True),
                    text=subject.format("one") + "because a non multivalue answer rrset exists with the same name and type.")
    account.change(("DELETE", "w.example.com", "A", 300, "192.0.2.1"), put("one", Weight=1), put("two", Weight=0))
    account.refused(("CREATE", "w.example.com", "A", 300, "192.0.2.1"),
                    text="RRSet with DNS name w.example.com., type A cannot be created as other RRSets exist with the same name and type.")
    account.refused(put("one", Weight=9), text="Tried to create resource record set [name='w.example.com.', type='A', "
                                               "set-identifier='one'] but it already exists")
    account.refused(put("three", Weight=1, ttl=60), text="RRSet with DNS name w.example.com. and type A, SetIdentifier three cannot be "
                                                         "created as weighted sets must contain the same TTL.")
    account.refused(put("three", Region="us-east-1"))
    account.refused(put("three", "192.0.2.1", "192.0.2.2", Weight=1))
    account.refused(("DELETE", record("w.example.com", "A", 300, "192.0.2.1", SetIdentifier="one", Weight=2)))
    account.change(("DELETE", record("w.example.com", "A", 300, "192.0.2.1", SetIdentifier="one", Weight=1)))
    equal(list(account.sets()), [("w.example.com.", "A", "two")])
    account.change(("CREATE", "w.example.com", "TXT", 5, '"x"'))


def checks_policies(account):
    def refuse(text, **members):
        message = account.refused(("CREATE", record("p.example.com", members.pop("rtype", "A"), 5, *members.pop("values", ["192.0.2.1"]),
                                                    **members)), code="InvalidInput")
        equal((text in message, message), (True, message))

    refuse("Missing field 'SetIdentifier'", Weight=1)
    refuse("but found none", SetIdentifier="x")
    refuse("found more than one", SetIdentifier="x", Weight=1, Failover="PRIMARY")
    refuse("not supported for type NS", SetIdentifier="x", Weight=1, rtype="NS", values=["ns.example.net"])
    refuse("neither for alias", SetIdentifier="x", MultiValueAnswer=True, rtype="CNAME", values=["t.example.net"])
    refuse("GeoLocation", SetIdentifier="x", GeoLocation={"ContinentCode": "EU", "CountryCode": "DE"})
    refuse("GeoLocation", SetIdentifier="x", GeoLocation={"CountryCode": "DE", "SubdivisionCode": "BY"})
    create = lambda name, identifier, **policy: ("CREATE", record(name, "A", 5, "192.0.2.1", SetIdentifier=identifier, **policy))
    for name, policy in (("l", {"Region": "eu-west-1"}), ("f", {"Failover": "PRIMARY"}), ("g", {"GeoLocation": {"CountryCode": "*"}})):
        account.change(create(f"{name}.example.com", "x", **policy))
        account.refused(create(f"{name}.example.com", "y", **policy))
    account.change(create("f.example.com", "y", Failover="SECONDARY"))
    account.change(*(create("m.example.com", str(n), MultiValueAnswer=True) for n in range(100)))
    account.refused(create("m.example.com", "100", MultiValueAnswer=True))


def wants_known_health_checks(account):
    make = lambda identifier: ("CREATE", record("h.example.com", "A", 5, "192.0.2.1", SetIdentifier="x", Weight=1, HealthCheckId=identifier))
    account.refused(make("11111111-2222-3333-4444-555555555555"), code="NoSuchHealthCheck")
    config = {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 443}
    check = account.client.create_health_check(CallerReference="x", HealthCheckConfig=config)["HealthCheck"]["Id"]
    account.change(make(check))
    equal(account.listing(StartRecordName="h.example.com")[0]["HealthCheckId"], check)


def protects(account):
    account.change(("CREATE", *A))
    account.twin.edit({"zone": "example.com", "protect": [["a.example.com", "A"]]})
    account.refused(("DELETE", *A))
    account.change(("CREATE", "a.example.com", "AAAA", 5, "2001:db8::1"))


def has_a_quota(account):
    account.twin.settings.max_sets = 3
    account.change(("CREATE", *A))
    b = ("b.example.com", "A", 5, "192.0.2.1")
    account.refused(("CREATE", *b), text=f"Exceeded limit MAX_RRSETS_BY_ZONE for zone: {account.zone.id}.")
    account.change(("DELETE", *A), ("CREATE", *b))
    equal(account.client.get_hosted_zone_limit(HostedZoneId=account.zone.id, Type="MAX_RRSETS_BY_ZONE")["Count"], 3)


def lists_in_order(account):
    given = ["a.example.com", "b.a.example.com", "a-b.example.com", "*.example.com", "b.example.com", "_x.example.com", "a!.example.com"]
    account.change(*(("CREATE", name, "A", 5, "192.0.2.1") for name in given), ("CREATE", "a.example.com", "AAAA", 5, "2001:db8::1"))
    shown = [(one["Name"], one["Type"]) for one in account.listing()]
    # `!`, `*` and `-` come before the dot that ends a label.
    equal(shown, [("example.com.", "NS"), ("example.com.", "SOA"), (r"\052.example.com.", "A"), ("_x.example.com.", "A"),
                  (r"a\041.example.com.", "A"), ("a-b.example.com.", "A"), ("a.example.com.", "A"), ("a.example.com.", "AAAA"),
                  ("b.a.example.com.", "A"), ("b.example.com.", "A")])
    starts = lambda **how: [(one["Name"], one["Type"]) for one in account.listing(**how)]
    equal(starts(StartRecordName="A.example.com"), shown[6:])
    equal(starts(StartRecordName="a.example.com", StartRecordType="AAAA"), shown[7:])
    equal(starts(StartRecordName="*.example.com"), shown[2:])
    equal(refused("InvalidInput", lambda: account.listing(StartRecordType="A")), "The request specifies a type without a name.")
    refused("InvalidInput", lambda: account.listing(StartRecordName="a.example.com", StartRecordIdentifier="x"))
    refused("InvalidInput", lambda: account.listing(MaxItems="0"))


def lists_in_pages(account):
    for at in range(0, 650, 325):
        account.change(*(("CREATE", record("m.example.com" if n < 100 else f"h{n}.example.com", "A", 5, "192.0.2.1",
                                           **({"SetIdentifier": f"{n:03}", "Weight": 1} if n < 100 else {}))) for n in range(at, at + 325)))
    found, how, pages = [], {}, 0
    while True:
        page = account.client.list_resource_record_sets(HostedZoneId=account.zone.id, MaxItems="1000", **how)
        found += [(one["Name"], one["Type"], one.get("SetIdentifier")) for one in page["ResourceRecordSets"]]
        pages += 1
        equal(page["MaxItems"], "300")
        if not page["IsTruncated"]:
            equal("NextRecordName" in page, False)
            break
        equal(len(page["ResourceRecordSets"]), 300)
        how = {f"Start{name[4:]}": page[name] for name in page if name.startswith("NextRecord")}
    equal((pages, len(found), len(set(found))), (3, 652, 652))
    page = account.client.list_resource_record_sets(HostedZoneId=account.zone.id, StartRecordName="m.example.com", MaxItems="7")
    equal((page["NextRecordName"], page["NextRecordType"], page["NextRecordIdentifier"]), ("m.example.com.", "A", "007"))
    reader = account.client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=account.zone.id, PaginationConfig={"PageSize": 7})
    equal([(one["Name"], one["Type"], one.get("SetIdentifier")) for one in reader.search("ResourceRecordSets[]")], found)


def main():
    report = Report("twins: route53 record sets")
    asking.run(report, [
        keeps_values, refuses_values, refuses_long_values, keeps_names, refuses_names, refuses_names_outside, creates_only_what_is_absent,
        deletes_only_what_is_there, compares_and_swaps, applies_all_or_nothing, upserts, upserts_as_deletion_first, refuses_the_same_set_twice, bounds_a_batch,
        bounds_members, wants_one_kind_of_target, refuses_duplicate_values, keeps_cname_alone, keeps_the_apex, checks_aliases,
        keeps_alias_targets_if_told, keeps_policies_apart, checks_policies, wants_known_health_checks, protects, has_a_quota,
        lists_in_order, lists_in_pages,
    ])
    report.end()


main()
