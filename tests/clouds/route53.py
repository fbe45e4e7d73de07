#!/usr/bin/env python3
"""What Route 53 alone has: health checks that Zonal makes, quotas, and changes that are accepted before they are served.

Everything is read back with boto3.
"""

from clouds import KEY, PROVIDERS, SECRET, ZONE, equal, holds, lacks, run, tests_of
from report import Report

ROUTED = '  ttl 5m\n  w A 192.0.2.1 route(set: "a", weight: 10, health: web)'


def given_check(clouds, path, body=ROUTED):
    """A zone whose only routed set is checked by asking for a path."""
    check = f'\nhealth web = https {{\n  host "www.example.net"\n  path "{path}"\n}}\n'
    clouds.source(body, on="aws", providers=PROVIDERS + check)


def given_deployed_check(clouds, path="/one"):
    given_check(clouds, path)
    clouds.zonal("zones", "create")
    clouds.deploy()


def given_used(clouds):
    """The health check of the routed set, as AWS has it."""
    wanted = clouds.aws.raw(ZONE, "w", "A", "a")["HealthCheckId"]
    return next(one for one in clouds.aws.health_checks() if one["Id"] == wanted)


def a_changed_health_check_is_taken_back(clouds):
    given_deployed_check(clouds)
    first = given_used(clouds)["Id"]
    given_check(clouds, "/two")
    clouds.deploy()
    equal(given_used(clouds)["HealthCheckConfig"]["ResourcePath"], "/two")
    clouds.zonal("rollback", "--yes")
    equal(given_used(clouds)["Id"], first)
    equal(len(clouds.aws.health_checks()), 2)


def a_health_check_that_is_gone_cannot_come_back(clouds):
    given_deployed_check(clouds)
    first = given_used(clouds)["Id"]
    given_check(clouds, "/two")
    clouds.deploy()
    clouds.aws.api.delete_health_check(HealthCheckId=first)
    with clouds.nothing_written():
        holds(clouds.zonal("rollback", "--yes", code=3), "w.example.com. A", "the health check `web`", "is gone")


def a_health_check_has_its_name(clouds):
    tags = lambda: clouds.aws.api.list_tags_for_resource(ResourceType="healthcheck", ResourceId=given_used(clouds)["Id"])
    given_deployed_check(clouds)
    equal(tags()["ResourceTagSet"]["Tags"], [{"Key": "Name", "Value": "web"}])
    clouds.route53.twin.configure({"denied": ["route53:ChangeTagsForResource"]})
    given_check(clouds, "/two")
    clouds.deploy()
    equal(tags()["ResourceTagSet"]["Tags"], [])


def health_checks_that_the_account_has_no_room_for_are_seen_before(clouds):
    given_deployed_check(clouds, "/0")
    unused = given_used(clouds)["Id"]
    clouds.route53.twin.configure({"max_health_checks": 2})
    given_check(clouds, "/1")
    clouds.deploy()
    given_check(clouds, "/2")
    with clouds.nothing_written():
        for command in (("plan",), ("deploy", "--yes")):
            holds(clouds.zonal(*command, code=3), "the account may have 2 health checks at Route 53: it has 2, and 1 would be made",
                  f"as {unused}, which Zonal made for example.com")
    clouds.aws.api.delete_health_check(HealthCheckId=unused)
    clouds.deploy()
    # A check that is there needs no room.
    given_check(clouds, "/1")
    clouds.deploy()


def a_health_check_that_was_edited_is_drift(clouds):
    given_deployed_check(clouds)
    first = given_used(clouds)
    edits = [{"ResourcePath": "/other"}, {"FailureThreshold": 10}, {"Disabled": True}, {"Inverted": True}]
    for edit in edits:
        check = given_used(clouds)
        was = {name: check["HealthCheckConfig"][name] for name in edit}
        clouds.settled()
        clouds.aws.api.update_health_check(HealthCheckId=check["Id"], **edit)
        holds(clouds.zonal("drift", code=2), "w A", "health", f"the health check `web` ({check['Id']}) was edited")
        holds(clouds.zonal("plan", "--detailed-exitcode", code=2), "1 to change", "was edited")
        clouds.aws.api.update_health_check(HealthCheckId=check["Id"], **was)
        clouds.settled()
        clouds.aws.api.update_health_check(HealthCheckId=check["Id"], **edit)
        clouds.deploy()
        equal(given_used(clouds)["HealthCheckConfig"], first["HealthCheckConfig"])
        equal(given_used(clouds)["Id"] == check["Id"], False, "the edited check is used on")
        clouds.settled()
    equal(len(clouds.aws.health_checks()), len(edits) + 1)


def given_texts(clouds, letter, count=50):
    clouds.source(f'  ttl 5m\n  for i in 1..{count} {{ "{letter}${{i}}" TXT "{"x" * 3000}" }}', on="aws")


def names_that_move_need_no_room_for_both(clouds):
    """They take several requests, and the zone may not hold the old and the new ones at once."""
    clouds.route53.twin.configure({"max_sets": 60})
    given_texts(clouds, "a")
    clouds.zonal("zones", "create")
    clouds.deploy()
    given_texts(clouds, "b")
    clouds.zonal("plan", "--confirm", f"{ZONE}:max-change")
    clouds.deploy("--confirm", f"{ZONE}:max-change")
    clouds.settled()
    equal(sorted({owner[0] for owner, rtype, _ in clouds.aws.sets(ZONE) if rtype == "TXT"}), ["b"])
    given_texts(clouds, "b", 59)
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), "may hold 60 record sets at Route 53, and would hold 61", "Service Quotas")


def what_route53_refuses_is_told_with_its_line(clouds):
    """What the checks of the source do not see, each alone and then all at once."""
    clouds.source("  ttl 5m\n  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    clouds.deploy()
    mistakes = {
        f'  {owner} ALIAS ipv4 name www.{zone}. zone "Z2FDTNDATAQYW{letter}"': f"targets www.{zone}."
        for owner, zone, letter in (("x", "example.net", "X"), ("y", "example.org", "Y"), ("*", "example.edu", "Z"))
    }
    for mistake, text in mistakes.items():
        clouds.source(f"  ttl 5m\n  www A 192.0.2.1\n{mistake}", on="aws")
        source = (clouds.folder / "zone.zonal").read_text().splitlines()
        last = source.index(mistake.splitlines()[-1]) + 1
        holds(clouds.deploy(code=1), f"zone.zonal:{last}:", text)
    clouds.source("\n".join(["  ttl 5m\n  www A 192.0.2.1", *mistakes]), on="aws")
    run = clouds.deploy(code=1)
    holds(run, *mistakes.values())
    # Neither is the name in that zone, nor is the zone there.
    equal(run.text.count("(zone.zonal:"), 2 * len(mistakes), run)


def every_try_is_a_request_of_its_own_and_no_library_s(clouds):
    """What tries again must know the account's pace, and the SDK does not."""
    clouds.source("  ttl 5m\n  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    faults, sent = clouds.route53.twin.faults, []
    faults.add("run", times=0, run=lambda request: sent.append((request.operation, request.headers.get("amz-sdk-request"))))
    faults.add("throttle", on="ListResourceRecordSets", times=2)
    faults.add("503", on="GetHostedZoneLimit", times=2)
    faults.add("drop", on="GetChange", times=2)
    clouds.deploy()
    equal({tries for _, tries in sent}, {"attempt=1; max=1"})
    for operation in ("ListResourceRecordSets", "GetHostedZoneLimit", "GetChange"):
        equal(sum(one == operation for one, _ in sent) >= 3, True, operation)


def a_wrong_clock_is_corrected_and_told(clouds):
    """For one request, in which the time comes and goes, and for all: reads and writes."""
    clouds.source("  ttl 5m\n  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    twin, number = clouds.route53.twin, 1
    for code in ("SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired"):
        twin.configure({"skew_code": code})
        for seconds, words in ((1000, "16 min behind AWS's"), (-1000, "16 min ahead of AWS's")):
            for fault in ({"on": "ListResourceRecordSets"}, {"on": "ChangeResourceRecordSets"}, {"times": 0}):
                number += 1
                clouds.source(f"  ttl 5m\n  www A 192.0.2.{number}", on="aws")
                twin.faults.add("clock", seconds=seconds, **fault)
                run = clouds.deploy()
                if fault.get("on") != "ChangeResourceRecordSets":
                    holds(run, f"note: aws: the clock of this machine is {words}")
                twin.faults.clear()
                lacks(clouds.zonal("plan", "--detailed-exitcode"), "clock")
    # Two clocks of AWS that differ are nothing that a machine's could be set by.
    twin.configure({"skew_code": "SignatureDoesNotMatch"})
    for at, seconds in enumerate((1000, -1000, 1000), 1):
        twin.faults.add("clock", seconds=seconds, at=at, on="ListResourceRecordSets")
    holds(clouds.zonal("plan", code=1), "does not accept the request's time: the clock of this machine is 16 min behind", "NTP")
    twin.faults.clear()
    # A wrong secret is told as one.
    holds(clouds.zonal("plan", code=1, AWS_SECRET_ACCESS_KEY="x" * 40), "signature", "AWS_SECRET_ACCESS_KEY")


def no_address_of_the_configuration_does_without_tls(clouds):
    """0.0.0.0 leads to this machine too, but is none of the addresses that are known to; the variables are looked at first."""
    clouds.source("  ttl 5m\n  www A 192.0.2.1", on="aws")
    clouds.zonal("zones", "create")
    open_address = f"http://0.0.0.0:{clouds.route53.url.rsplit(':', 1)[1]}"
    folder = clouds.home / ".aws"
    folder.mkdir()
    base = {"AWS_ENDPOINT_URL_ROUTE_53": None, "AWS_ENDPOINT_URL_STS": None}
    keys = f"aws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
    role = "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/deploy\nsource_profile = default\n"
    for text, variables in (
        (f"[default]\nendpoint_url = {open_address}\n", base),
        (f"[profile role]\nendpoint_url = {open_address}\n{role.split(chr(10), 1)[1]}[default]\n{keys}",
         {**base, "AWS_PROFILE": "role", "AWS_ENDPOINT_URL_ROUTE_53": clouds.route53.url, "AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}),
    ):
        (folder / "config").write_text(text)
        before = len(clouds.route53.twin.log)
        holds(clouds.zonal("plan", code=1, **variables), "the AWS configuration names 0.0.0.0 without TLS", "`endpoint_url` of ~/.aws/config")
        equal(len(clouds.route53.twin.log) - before, 0, "requests that others could have read")
    (folder / "config").write_text(f"[default]\nendpoint_url = {clouds.route53.url}\n")
    clouds.zonal("plan", **base)
    for name in ("ROUTE_53", "STS", "SSO", "SSO_OIDC"):
        holds(clouds.zonal("plan", code=1, **{f"AWS_ENDPOINT_URL_{name}": open_address}), f"the variable AWS_ENDPOINT_URL_{name} holds no `https://` address")


def a_lost_answer_is_no_word_that_it_is_served(clouds):
    """Its identifier is lost with it. The zone has the changes all the same, so the push goes on, and says so."""
    clouds.source("  ttl 5m\n  www A 192.0.2.1")
    clouds.zonal("zones", "create")
    clouds.deploy()
    clouds.source("  ttl 5m\n  www A 192.0.2.2")
    clouds.route53.twin.configure({"pending_polls": 0, "pending_seconds": 3600})
    clouds.route53.twin.faults.add("drop", on="ChangeResourceRecordSets", stage="after")
    run = clouds.deploy()
    holds(run, "deployed example.com at aws", "note: the answer of Route 53 was lost", "deployed example.com at azure")
    equal(len(clouds.route53.twin.log.of("GetChange")) > 0, True, "the first deploy asks")
    lacks(clouds.zonal("status"), "not finish")
    clouds.route53.twin.configure({"pending_seconds": 0})
    clouds.settled()
    clouds.source("  ttl 5m\n  www A 192.0.2.3")
    lacks(clouds.deploy(), "note:")


def main():
    report = Report("Route 53")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
