#!/usr/bin/env python3
"""The Route 53 twin's account, asked with boto3: zones, changes, limits, health checks, tags, signatures, roles, faults."""

import route53_client as asking
import base64
import json
import threading
import urllib.error
import urllib.request

import botocore.exceptions
from route53_client import account, connect, refused
from report import Report, equal

A = ("a.example.com", "A", 300, "192.0.2.1")
TCP = {"Type": "TCP", "IPAddress": "192.0.2.1", "Port": 443}
SECRET = {"AKIAIOSFODNN7EXAMPLE": "secret"}
ROLE = "arn:aws:iam::123456789012:role/path/pusher"


def creates_zones(account):
    create = account.client.create_hosted_zone
    made = create(Name="Sub.Example.ORG", CallerReference="once", HostedZoneConfig={"Comment": "ours"})
    zone, servers = made["HostedZone"], made["DelegationSet"]["NameServers"]
    equal((zone["Name"], zone["Config"], zone["ResourceRecordSetCount"]),
          ("sub.example.org.", {"Comment": "ours", "PrivateZone": False}, 2))
    equal(zone["Id"].startswith("/hostedzone/Z"), True)
    equal(made["Location"].endswith(zone["Id"]), True)
    equal(sorted(server.rsplit(".", 1)[1] for server in servers), ["com", "net", "org", "uk"])
    equal(len({server.split(".")[1] for server in servers}) > 1, True)
    sets = account.client.list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
    equal([(one["Type"], one["TTL"]) for one in sets], [("NS", 172800), ("SOA", 900)])
    equal([one["Value"] for one in sets[0]["ResourceRecords"]], [f"{server}." for server in servers])
    equal(sets[1]["ResourceRecords"][0]["Value"], f"{servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400")
    equal(refused("HostedZoneAlreadyExists", lambda: create(Name="other.example", CallerReference="once")),
          "A hosted zone has already been created with the specified caller reference.")
    equal(create(Name="sub.example.org", CallerReference="twice")["HostedZone"]["Id"] == zone["Id"], False)
    refused("InvalidDomainName", lambda: create(Name="a..example", CallerReference="bad"))
    refused("NoSuchHostedZone", lambda: account.client.get_hosted_zone(Id="ZMISSING"))
    account.twin.settings.max_zones = 3
    refused("TooManyHostedZones", lambda: create(Name="one.more", CallerReference="more"))
    equal(account.client.get_account_limit(Type="MAX_HOSTED_ZONES_BY_OWNER")["Count"], 3)


def reuses_delegation_sets(account):
    made = account.client.create_reusable_delegation_set(CallerReference="x")["DelegationSet"]
    for name in ("one.example", "two.example"):
        zone = account.client.create_hosted_zone(Name=name, CallerReference=name, DelegationSetId=made["Id"])
        equal(zone["DelegationSet"]["NameServers"], made["NameServers"])
    equal(account.client.get_reusable_delegation_set(Id=made["Id"])["DelegationSet"], made)
    refused("NoSuchDelegationSet", lambda: account.client.create_hosted_zone(Name="x.example", CallerReference="y", DelegationSetId="NX"))


def finds_zones_by_name(account):
    vpc = {"VPCRegion": "us-east-1", "VPCId": "vpc-1"}
    for number, (name, more) in enumerate((("example.com", {}), ("example.com", {"VPC": vpc}), ("b.example.com", {}), ("example.net", {}),
                                           ("a-b.example", {}), ("example.comb", {}))):
        account.client.create_hosted_zone(Name=name, CallerReference=str(number), **more)
    refused("ConflictingDomainExists", lambda: account.client.create_hosted_zone(Name="example.com", CallerReference="v", VPC=vpc))
    listed = account.client.list_hosted_zones_by_name()["HostedZones"]
    order = ["example.com."] * 3 + ["b.example.com.", "example.comb.", "a-b.example.", "example.net."]
    equal([zone["Name"] for zone in listed], order)
    equal(sorted(zone["Config"]["PrivateZone"] for zone in listed[:3]), [False, False, True])
    page = account.client.list_hosted_zones_by_name(DNSName="Example.com", MaxItems="2")
    equal((page["DNSName"], page["IsTruncated"], page["NextDNSName"], page["NextHostedZoneId"]),
          ("Example.com", True, "example.com.", listed[2]["Id"].split("/")[-1]))
    rest = account.client.list_hosted_zones_by_name(DNSName=page["NextDNSName"], HostedZoneId=page["NextHostedZoneId"])
    equal([zone["Id"] for zone in rest["HostedZones"]], [zone["Id"] for zone in listed[2:]])
    refused("InvalidInput", lambda: account.client.list_hosted_zones_by_name(HostedZoneId="Z1"))
    pages = account.client.get_paginator("list_hosted_zones").paginate(PaginationConfig={"PageSize": 2})
    equal(sorted(zone["Id"] for page in pages for zone in page["HostedZones"]), sorted(zone["Id"] for zone in listed))
    private = next(zone["Id"] for zone in listed if zone["Config"]["PrivateZone"])
    shown = account.client.get_hosted_zone(Id=private)
    equal((shown["VPCs"], "DelegationSet" in shown), ([vpc], False))


def deletes_empty_zones(account):
    account.change(("CREATE", *A))
    delete = lambda: account.client.delete_hosted_zone(Id=account.zone.id)
    equal("non-required resource record sets" in refused("HostedZoneNotEmpty", delete), True)
    account.change(("DELETE", *A))
    account.twin.edit({"zone": "example.com", "signing": True})
    refused("HostedZoneNotEmpty", delete)
    equal(account.client.get_dnssec(HostedZoneId=account.zone.id)["Status"]["ServeSignature"], "SIGNING")
    account.twin.edit({"zone": "example.com", "signing": False})
    equal(account.client.get_dnssec(HostedZoneId=account.zone.id)["Status"]["ServeSignature"], "NOT_SIGNING")
    equal(delete()["ChangeInfo"]["Status"], "PENDING")
    refused("NoSuchHostedZone", delete)


def shows_limits(account):
    limit = account.client.get_hosted_zone_limit(HostedZoneId=account.zone.id, Type="MAX_RRSETS_BY_ZONE")
    equal((limit["Limit"]["Value"], limit["Count"]), (10_000, 2))
    refused("HostedZoneNotPrivate",
            lambda: account.client.get_hosted_zone_limit(HostedZoneId=account.zone.id, Type="MAX_VPCS_ASSOCIATED_BY_ZONE"))
    equal(account.client.get_account_limit(Type="MAX_HEALTH_CHECKS_BY_OWNER")["Limit"]["Value"], 200)


def keeps_changes_pending(account):
    status = lambda one: account.client.get_change(Id=one)["ChangeInfo"]["Status"]
    first = account.change(("CREATE", *A))["ChangeInfo"]
    equal(first["Status"], "PENDING")
    equal([status(first["Id"]) for _ in range(3)], ["PENDING", "INSYNC", "INSYNC"])
    account.twin.clock.freeze()
    account.twin.settings.pending_polls, account.twin.settings.pending_seconds = 0, 30
    second = account.change(("DELETE", *A))["ChangeInfo"]["Id"]
    equal(status(second), "PENDING")
    account.twin.clock.advance(29)
    equal(status(second), "PENDING")
    account.twin.clock.advance(1)
    equal(status(second), "INSYNC")
    refused("NoSuchChange", lambda: status("C0MISSING"))


def throttles(account):
    account.twin.clock.freeze()
    account.twin.settings.rate = account.twin.tokens = 5
    get = lambda: account.client.get_hosted_zone(Id=account.zone.id)
    for _ in range(5):
        get()
    equal(refused("Throttling", get), "Rate exceeded")
    equal([entry["status"] for entry in account.twin.log][-2:], [200, 400])
    account.twin.clock.advance(0.4)
    get(), get()
    refused("Throttling", get)
    account.twin.clock.advance(100)
    for _ in range(5):
        get()
    refused("Throttling", lambda: account.change(("CREATE", *A)))
    equal(account.zone.sets.get((("a", "example", "com"), "A", None)), None)


def throttles_by_default():
    with account(rate=5) as given:
        given.twin.clock.freeze()
        for _ in range(5):
            given.client.get_hosted_zone(Id=given.zone.id)
        refused("Throttling", lambda: given.client.get_hosted_zone(Id=given.zone.id))
    equal(asking.Route53().settings.rate, 5.0)


def refuses_changes_in_processing(account):
    """While one change is being handled, another of the same zone is refused, of another zone it is not."""
    other = account.twin.create_zone("example.net")
    outcomes = []

    def meanwhile(_):
        """Runs in the twin when the first change has been begun: its clock is what the twin waits for."""
        outcomes.append(refused("PriorRequestNotComplete", lambda: account.change(("CREATE", "b.example.com", "A", 5, "192.0.2.1"))))
        outcomes.append(account.change(("CREATE", "b.example.net", "A", 5, "192.0.2.1"), zone=other.id)["ChangeInfo"]["Status"])

    handle = account.twin.handle
    reached, done = threading.Event(), threading.Event()

    def slow(request):
        if request.operation == "ChangeResourceRecordSets" and not reached.is_set():
            reached.set()
            account.twin.lock.release()  # as if the service worked on it without holding up the others
            try:
                done.wait(10)
            finally:
                account.twin.lock.acquire()
        return handle(request)

    account.twin.handle = slow
    first = threading.Thread(target=lambda: outcomes.append(account.change(("CREATE", *A))["ChangeInfo"]["Status"]))
    first.start()
    equal(reached.wait(10), True)
    meanwhile(None)
    done.set()
    first.join()
    equal(outcomes, ["The request was rejected because Route 53 was still processing a prior request.", "PENDING", "PENDING"])
    equal(len(account.sets()), 1)


def stays_busy_if_told(account):
    account.twin.clock.freeze()
    account.twin.settings.busy_seconds = 2
    account.change(("CREATE", *A))
    account.refused(("DELETE", *A), code="PriorRequestNotComplete")
    account.twin.clock.advance(2)
    account.change(("DELETE", *A))


def keeps_health_checks(account):
    create, client = account.client.create_health_check, account.client
    made = create(CallerReference="ref", HealthCheckConfig=TCP)["HealthCheck"]
    equal(made["HealthCheckConfig"], {**TCP, "RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": False, "Inverted": False,
                                      "Disabled": False, "EnableSNI": False})
    equal(made["HealthCheckVersion"], 1)
    equal(create(CallerReference="ref", HealthCheckConfig=TCP)["HealthCheck"], made)
    refused("HealthCheckAlreadyExists", lambda: create(CallerReference="ref", HealthCheckConfig={**TCP, "Port": 80}))
    changed = client.update_health_check(HealthCheckId=made["Id"], HealthCheckVersion=1, FailureThreshold=5)["HealthCheck"]
    config = changed["HealthCheckConfig"]
    equal((changed["HealthCheckVersion"], config["FailureThreshold"], config["Port"]), (2, 5, 443))
    refused("HealthCheckVersionMismatch", lambda: client.update_health_check(HealthCheckId=made["Id"], HealthCheckVersion=1, Port=1))
    equal(client.get_health_check(HealthCheckId=made["Id"])["HealthCheck"], changed)
    client.delete_health_check(HealthCheckId=made["Id"])
    refused("NoSuchHealthCheck", lambda: client.get_health_check(HealthCheckId=made["Id"]))
    refused("NoSuchHealthCheck", lambda: client.delete_health_check(HealthCheckId=made["Id"]))
    refused("HealthCheckAlreadyExists", lambda: create(CallerReference="ref", HealthCheckConfig=TCP))
    for number in range(5):
        create(CallerReference=f"many {number}", HealthCheckConfig=TCP)
    pages = list(client.get_paginator("list_health_checks").paginate(PaginationConfig={"PageSize": 2}))
    equal([len(page["HealthChecks"]) for page in pages], [2, 2, 1])
    equal(len({check["Id"] for page in pages for check in page["HealthChecks"]}), 5)


def refuses_bad_health_checks(account):
    http = {"Type": "HTTPS", "FullyQualifiedDomainName": "www.example.com"}
    calculated = {"Type": "CALCULATED", "HealthThreshold": 1, "ChildHealthChecks": ["x"]}
    for number, bad in enumerate(({"Type": "HTTP"}, {**http, "RequestInterval": 20}, {**http, "FailureThreshold": 11},
                                  {**http, "Port": 70000}, {**http, "SearchString": "x"}, {**http, "Type": "HTTP_STR_MATCH"},
                                  {**http, "Regions": ["us-east-1"]}, {"Type": "TCP", "IPAddress": "192.0.2.1"}, calculated)):
        unchecked = connect(account.server.url, parameter_validation=False)
        refused("InvalidInput", lambda: unchecked.create_health_check(CallerReference=str(number), HealthCheckConfig=bad))
    made = account.client.create_health_check(CallerReference="x", HealthCheckConfig=http)["HealthCheck"]["HealthCheckConfig"]
    equal((made["Port"], made["EnableSNI"]), (443, True))
    account.twin.settings.max_health_checks = 1
    refused("TooManyHealthChecks", lambda: account.client.create_health_check(CallerReference="y", HealthCheckConfig=http))


def keeps_tags(account):
    client = account.client
    check = client.create_health_check(CallerReference="ref", HealthCheckConfig=TCP)["HealthCheck"]["Id"]
    change = lambda **how: client.change_tags_for_resource(ResourceType="healthcheck", ResourceId=check, **how)
    change(AddTags=[{"Key": "Name", "Value": "one"}, {"Key": "b", "Value": ""}])
    change(AddTags=[{"Key": "Name", "Value": "two"}], RemoveTagKeys=["b"])
    expected = {"ResourceType": "healthcheck", "ResourceId": check, "Tags": [{"Key": "Name", "Value": "two"}]}
    equal(client.list_tags_for_resource(ResourceType="healthcheck", ResourceId=check)["ResourceTagSet"], expected)
    equal(client.list_tags_for_resources(ResourceType="healthcheck", ResourceIds=[check])["ResourceTagSets"], [expected])
    equal(client.list_tags_for_resource(ResourceType="hostedzone", ResourceId=account.zone.id)["ResourceTagSet"]["Tags"], [])
    refused("NoSuchHealthCheck", lambda: client.list_tags_for_resource(ResourceType="healthcheck", ResourceId="missing"))
    refused("NoSuchHostedZone", lambda: client.list_tags_for_resource(ResourceType="hostedzone", ResourceId="ZMISSING"))


# Who asks.

def checks_signatures():
    with account(keys=SECRET) as given:
        get = lambda client: client.list_resource_record_sets(HostedZoneId=given.zone.id, StartRecordName="*.a b.example.com")
        unescaped = connect(given.server.url)
        equal(get_names(unescaped, given), ["example.com.", "example.com."])
        refused("InvalidInput", lambda: get(unescaped))
        given.change(("CREATE", *A))
        equal("does not match" in refused("SignatureDoesNotMatch", lambda: get(connect(given.server.url, secret="wrong"))), True)
        equal(refused("InvalidClientTokenId", lambda: get(connect(given.server.url, key="AKIAUNKNOWN"))),
              "The security token included in the request is invalid.")
        status, text = raw(given, {})
        equal((status, "<Code>MissingAuthenticationToken</Code>" in text), (403, True))
        status, text = raw(given, {"Authorization": "Bearer x"})
        equal((status, "<Code>IncompleteSignature</Code>" in text), (400, True))


def get_names(client, given):
    return [one["Name"] for one in client.list_resource_record_sets(HostedZoneId=given.zone.id)["ResourceRecordSets"]]


def raw(given, headers):
    """(status, text) of an unsigned request."""
    request = urllib.request.Request(f"{given.server.url}/2013-04-01/hostedzone", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def denies():
    with account(denied={"*:user/*": ["route53:Change*"], "*:assumed-role/*": ["route53:GetHostedZone"]}) as given:
        text = refused("AccessDenied", lambda: given.change(("CREATE", *A)))
        equal(text, "User: arn:aws:iam::123456789012:user/deployer is not authorized to perform: route53:ChangeResourceRecordSets on "
                    f"resource: arn:aws:route53:::hostedzone/{given.zone.id} because no identity-based policy allows the "
                    "route53:ChangeResourceRecordSets action")
        given.client.get_hosted_zone(Id=given.zone.id)


def is_behind_or_ahead(account):
    for offset, words in ((3600, "Signature expired: "), (-3600, "Signature not yet current: ")):
        account.twin.clock.offset = offset
        text = refused("SignatureDoesNotMatch", lambda: account.change(("CREATE", *A)))
        equal(text.startswith(words), True)
    account.twin.clock.offset = 0
    account.twin.faults.add("clock", seconds=3600)
    refused("SignatureDoesNotMatch", lambda: account.listing())
    equal(account.sets(), {})
    account.twin.settings.skew_code = "RequestTimeTooSkewed"
    account.twin.faults.add("clock", seconds=3600)
    refused("RequestTimeTooSkewed", lambda: account.listing())


def jwt(**claims):
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "none"}, claims)) + ".x"


def chains_roles():
    denied = {"*:user/*": ["route53:*"], "*:assumed-role/first/*": ["route53:*"]}
    with account(keys=SECRET, denied=denied, external_ids={ROLE: "ext"}) as given:
        url, zone = given.server.url, given.zone.id
        sts = connect(url, "sts")
        equal(sts.get_caller_identity()["Arn"], "arn:aws:iam::123456789012:user/deployer")
        first = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/first", RoleSessionName="me")["Credentials"]
        one = connect(url, "sts", first["AccessKeyId"], first["SecretAccessKey"], first["SessionToken"])
        equal(one.get_caller_identity()["Arn"], "arn:aws:sts::123456789012:assumed-role/first/me")
        refused("AccessDenied", lambda: one.assume_role(RoleArn=ROLE, RoleSessionName="me"))
        refused("ValidationError", lambda: one.assume_role(RoleArn=ROLE, RoleSessionName="me", ExternalId="ext", DurationSeconds=7200))
        second = one.assume_role(RoleArn=ROLE, RoleSessionName="me", ExternalId="ext")["Credentials"]
        client = connect(url, "route53", second["AccessKeyId"], second["SecretAccessKey"], second["SessionToken"])
        client.get_hosted_zone(Id=zone)
        refused("AccessDenied", lambda: connect(url).get_hosted_zone(Id=zone))
        forged = connect(url, "route53", second["AccessKeyId"], "wrong", second["SessionToken"])
        refused("SignatureDoesNotMatch", lambda: forged.get_hosted_zone(Id=zone))
        bare = connect(url, "route53", second["AccessKeyId"], second["SecretAccessKey"])
        refused("InvalidClientTokenId", lambda: bare.get_hosted_zone(Id=zone))
        given.twin.identities.sessions[second["AccessKeyId"]].expires = 0
        equal(refused("ExpiredToken", lambda: client.get_hosted_zone(Id=zone)), "The security token included in the request is expired")


def takes_web_identities():
    with account(keys=SECRET) as given:
        sts = connect(given.server.url, "sts", key="unused")
        assume = lambda token: sts.assume_role_with_web_identity(RoleArn=ROLE, RoleSessionName="ci", WebIdentityToken=token)
        made = assume(jwt(sub="repo:x", aud="sts.amazonaws.com"))
        equal((made["SubjectFromWebIdentityToken"], made["AssumedRoleUser"]["Arn"]),
              ("repo:x", "arn:aws:sts::123456789012:assumed-role/pusher/ci"))
        keys = made["Credentials"]
        session = connect(given.server.url, "route53", keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
        session.get_hosted_zone(Id=given.zone.id)
        refused("ExpiredTokenException", lambda: assume(jwt(exp=1)))
        refused("InvalidIdentityToken", lambda: assume("nonsense"))
        shown = json.dumps(list(given.twin.log))
        equal([secret in shown for secret in ("eyJ", keys["SessionToken"], keys["AccessKeyId"])], [False, False, False])


# What goes wrong.

def fails_as_the_service_does(account):
    for kind, code in (("throttle", "Throttling"), ("500", "InternalFailure"), ("503", "ServiceUnavailable"), ("expired", "ExpiredToken"),
                       ("denied", "AccessDenied")):
        account.twin.faults.add(kind, on="ChangeResourceRecordSets")
        refused(code, lambda: account.change(("CREATE", *A)))
    equal(account.sets(), {})
    account.twin.faults.add("500", on="writes", stage="after")
    refused("InternalFailure", lambda: account.change(("CREATE", *A)))
    equal(len(account.sets()), 1)
    equal(account.twin.faults.unspent(), [])


def loses_answers(account):
    for number, (kind, stage, error) in enumerate((
        ("drop", "before", botocore.exceptions.ConnectionClosedError), ("drop", "after", botocore.exceptions.ConnectionClosedError),
        ("reset", "after", botocore.exceptions.HTTPClientError), ("cut", "after", botocore.exceptions.HTTPClientError),
        ("hang", "after", botocore.exceptions.ReadTimeoutError),
    )):
        impatient = connect(account.server.url, read_timeout=0.3)
        account.twin.faults.add(kind, on="writes", stage=stage)
        name = f"h{number}.example.com"
        changes = [{"Action": "CREATE", "ResourceRecordSet": asking.record(name, "A", 5, "192.0.2.1")}]
        try:
            impatient.change_resource_record_sets(HostedZoneId=account.zone.id, ChangeBatch={"Changes": changes})
        except error:
            pass
        else:
            raise AssertionError(f"{kind} {stage}: answered")
        equal((f"{name}.", "A", None) in account.sets(), stage == "after")


def is_edited_between_read_and_write(account):
    account.change(("CREATE", *A))
    upsert = {"Action": "UPSERT", "ResourceRecordSet": asking.record("a.example.com", "A", 60, "192.0.2.66")}
    theirs = {"zone": "example.com", "changes": [upsert]}
    account.twin.faults.add("edit", edit=theirs, on="ListResourceRecordSets", stage="after")
    equal(account.sets(), {("a.example.com.", "A", None): ["192.0.2.1"]})
    account.refused(("DELETE", *A), text="Tried to delete resource record set [name='a.example.com.', type='A'] but the values provided do "
                                         "not match the current values")
    equal(account.sets(), {("a.example.com.", "A", None): ["192.0.2.66"]})


def shifts_pages(account):
    account.change(*(("CREATE", f"h{n:03}.example.com", "A", 5, "192.0.2.1") for n in range(700)))
    sets = [asking.record(f"h{n:03}.example.com", "A", 5, "192.0.2.1") for n in (3, 650)]
    gone = {"zone": "example.com", "changes": [{"Action": "DELETE", "ResourceRecordSet": one} for one in sets]}
    account.twin.faults.add("edit", edit=gone, on="ListResourceRecordSets", at=2)
    pages = account.client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=account.zone.id)
    names = [one["Name"] for page in pages for one in page["ResourceRecordSets"]]
    equal(("h003.example.com." in names, "h650.example.com." in names, len(names)), (True, False, 701))


def speaks_plain_xml(account):
    """The very octets, for clients that are not boto3."""
    seen = []
    account.client.meta.events.register("before-parse", lambda response_dict, **_: seen.append(response_dict["body"].decode()))
    account.change(("CREATE", *A))
    refused("InvalidChangeBatch", lambda: account.change(("CREATE", *A)))
    account.listing(StartRecordName="a.example.com")
    equal(seen[1][:seen[1].index("<RequestId>")],
          '<?xml version="1.0"?>\n<ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type>'
          "<Code>InvalidChangeBatch</Code><Message>[Tried to create resource record set [name='a.example.com.', type='A'] but it already "
          "exists]</Message></Error>")
    equal(seen[2], '<?xml version="1.0"?>\n<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">'
                   "<ResourceRecordSets><ResourceRecordSet><Name>a.example.com.</Name><Type>A</Type><TTL>300</TTL><ResourceRecords>"
                   "<ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></ResourceRecordSets>"
                   "<IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>")
    equal(seen[0].count("<Status>PENDING</Status>"), 1)


def main():
    report = Report("twins: route53 account")
    asking.run(report, [
        creates_zones, reuses_delegation_sets, finds_zones_by_name, deletes_empty_zones, shows_limits, keeps_changes_pending, throttles,
        refuses_changes_in_processing, stays_busy_if_told, keeps_health_checks, refuses_bad_health_checks, keeps_tags, is_behind_or_ahead,
        fails_as_the_service_does, loses_answers, is_edited_between_read_and_write, shifts_pages, speaks_plain_xml,
    ])
    for test in (throttles_by_default, checks_signatures, denies, chains_roles, takes_web_identities):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


main()
