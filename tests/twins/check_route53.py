#!/usr/bin/env python3
"""The Route 53 twin's rules for values, names and batches, asked with boto3: what is refused, with which words, and what is stored."""

import route53_client as asking
from route53_client import alias, record, refused
from report import Report, equal

A = ("a.example.com", "A", 300, "192.0.2.1")
A_SET = "[name='a.example.com.', type='A']"

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
    for rtype, old, other in (("CNAME", r"T.\145xample.net", "t.example.NET."), ("AAAA", "2001:db8::1", "2001:DB8:0::0:1"),
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


def main():
    report = Report("twins: route53 record sets")
    asking.run(report, [
        keeps_values, refuses_values, refuses_long_values, keeps_names, refuses_names, refuses_names_outside,
        creates_only_what_is_absent, deletes_only_what_is_there, compares_and_swaps, applies_all_or_nothing, upserts,
        upserts_as_deletion_first, refuses_the_same_set_twice, bounds_a_batch, bounds_members, wants_one_kind_of_target,
        refuses_duplicate_values, keeps_cname_alone, keeps_the_apex,
    ])
    report.end()


main()
