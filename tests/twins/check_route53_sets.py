#!/usr/bin/env python3
"""The Route 53 twin's rules among record sets, asked with boto3: aliases, routing policies, quotas, listings."""

import route53_client as asking
from route53_client import alias, record, refused
from report import Report, equal

A = ("a.example.com", "A", 300, "192.0.2.1")


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
    account.change(("CREATE", record("w.example.com", "A", 5, "192.0.2.1", SetIdentifier="one", Weight=1)))
    account.refused(make("w.example.com", "w.example.com", SetIdentifier="two", Weight=1))
    begin = start.format("a.example.net.", zone)
    account.refused(make("x.example.com", "a.example.net"), text=f"{begin}{outside}, {begin}{missing}")
    begin = start.format("a.example.net.", "ZBOGUS")
    account.refused(make("x.example.com", "a.example.net", "ZBOGUS"), text=f"{begin}{outside}, {begin}{missing}")
    account.refused(make("x.example.com", "d1.example.net", cloudfront))
    account.refused(make("x.example.com", "d1.cloudfront.net", cloudfront, health=True))
    account.refused(make("x.example.com", "d1.cloudfront.net", cloudfront, rtype="TXT"))
    account.refused(make("example.com", "d1.cloudfront.net", cloudfront, rtype="NS"))
    services = ((cloudfront, "d1.cloudfront.net"), ("Z3AQBSTGFYJSTF", "s3-website-us-east-1.amazonaws.com"),
                ("Z35SXDOTRQ7X7K", "lb-1.us-east-1.elb.amazonaws.com"), ("Z2BJ6XQ5FK7U4H", "a1.awsglobalaccelerator.com"))
    for number, (where, target) in enumerate(services):
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
    make = lambda identifier: ("CREATE", record("h.example.com", "A", 5, "192.0.2.1", SetIdentifier="x", Weight=1,
                                                HealthCheckId=identifier))
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
    account.change(*(("CREATE", record("m.example.com", "A", 5, "192.0.2.1", SetIdentifier=f"{n:03}", Weight=1)) for n in range(100)))
    account.change(*(("CREATE", f"h{n}.example.com", "A", 5, "192.0.2.1") for n in range(100, 650)))
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
    reader = account.client.get_paginator("list_resource_record_sets")
    pages = reader.paginate(HostedZoneId=account.zone.id, PaginationConfig={"PageSize": 7})
    equal([(one["Name"], one["Type"], one.get("SetIdentifier")) for one in pages.search("ResourceRecordSets[]")], found)


def main():
    report = Report("twins: route53 sets")
    asking.run(report, [
        checks_aliases, keeps_alias_targets_if_told, keeps_policies_apart, checks_policies, wants_known_health_checks,
        protects, has_a_quota, lists_in_order, lists_in_pages,
    ])
    report.end()


main()
