"""What Route 53 can have against a deploy."""

from clouds import PROVIDERS, ZONE
from refusal_case import CREATE, DEPLOY, Case, aws_zone, both_zones, deny, fault, nothing

PROTECTED = {"zone": ZONE, "protect": [["www.example.com", "A"]]}
HEALTH = 'health web = http { host "web.example.com" }\n'
ROUTED = '  www A 192.0.2.1 route(set: "a", multivalue: true, health: web)'
ROLE = "arn:aws:iam::123456789012:role/deploy"


def settings(text):
    return PROVIDERS.replace("requests-per-second 1000", text)


def locked(clouds):
    aws_zone(clouds)
    clouds.zonal("zones", "lock")


def locked_to_another(clouds):
    aws_zone(clouds, "example.org", reference="another")
    locked(clouds)
    file = clouds.folder / "zonal.lock"
    ids = [clouds.aws.zone_id(name) for name in (ZONE, "example.org")]
    file.write_text(file.read_text().replace(*ids))


def gone_after_the_lock(clouds):
    locked(clouds)
    clouds.aws.api.delete_hosted_zone(Id=clouds.aws.zone_id(ZONE))


def two_zones(clouds):
    aws_zone(clouds)
    aws_zone(clouds, reference="again")


def a_full_zone(clouds):
    aws_zone(clouds)
    clouds.route53.twin.configure({"max_sets": 2})


def protected(clouds):
    aws_zone(clouds)
    clouds.aws.put(ZONE, "www", "A", 60, "192.0.2.9")
    clouds.route53.twin.edit(PROTECTED)


def signed(clouds):
    both_zones(clouds)
    clouds.route53.twin.edit({"zone": ZONE, "signing": True})


def a_profile(text):
    def prepare(clouds):
        aws_zone(clouds)
        (clouds.home / ".aws").mkdir()
        (clouds.home / ".aws" / "config").write_text(text)
    return prepare


NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}

AWS = [
    # Who asks.
    Case("aws: unknown access key", ("AWS_ACCESS_KEY_ID",), aws_zone, variables={"AWS_ACCESS_KEY_ID": "AKIAUNKNOWNUNKNOWN00"}),
    Case("aws: wrong secret", ("AWS_SECRET_ACCESS_KEY",), aws_zone, variables={"AWS_SECRET_ACCESS_KEY": "wrong"}),
    *(Case(f"aws: a line break in {name}", (f"the variable {name}",), aws_zone, variables={name: "AKIAEXAMPLEEXAMPLE01\n"})
      for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")),
    Case("aws: a line break in a profile's key", ("the secret key holds", "~/.aws/"),
         a_profile("[profile pasted]\ncredential_process = printf '{\"Version\":1,\"AccessKeyId\":\"AKIAEXAMPLEEXAMPLE01\",\"SecretAccessKey\":\"a\\\\nb\"}'\n"),
         providers=settings('profile "pasted"'), variables={**NO_KEYS, "PATH": "/usr/bin:/bin"}),
    Case("aws: no credentials", ("AWS_ACCESS_KEY_ID",), aws_zone, variables=NO_KEYS),
    Case("aws: a profile that is not there", ("`nobody`",), a_profile("[default]\n"), providers=settings('profile "nobody"'),
         variables=NO_KEYS),
    Case("aws: a role that may not be assumed", ("`sts:AssumeRole`",), deny("sts:AssumeRole"), providers=settings(f'role-arn "{ROLE}"')),
    Case("aws: an expired session", ("AWS_SESSION_TOKEN",), fault("route53", "expired")),
    # What is not allowed.
    *(Case(f"aws: no right to {action}", (f"`route53:{action}`",), deny(f"route53:{action}", then=then), arguments, code, on=on, body=body,
           providers=HEALTH + PROVIDERS, tries_to_write=writes)
      for action, then, arguments, code, on, body, writes in (
          ("ListHostedZonesByName", aws_zone, ("plan",), 1, "aws", ROUTED, False),
          ("GetHostedZone", locked, ("plan",), 1, "aws", ROUTED, False),
          ("ListResourceRecordSets", aws_zone, ("plan",), 1, "aws", ROUTED, False),
          ("GetHostedZoneLimit", aws_zone, ("plan",), 1, "aws", ROUTED, False),
          ("GetDNSSEC", both_zones, ("plan",), 1, "aws, azure", "  www A 192.0.2.1", False),
          ("ListHealthChecks", aws_zone, DEPLOY, 1, "aws", ROUTED, False),
          ("GetAccountLimit", aws_zone, ("plan",), 1, "aws", ROUTED, False),
          ("CreateHealthCheck", aws_zone, DEPLOY, 1, "aws", ROUTED, True),
          ("ChangeResourceRecordSets", aws_zone, DEPLOY, 1, "aws", "  www A 192.0.2.1", True),
          ("GetChange", aws_zone, DEPLOY, 5, "aws", "  www A 192.0.2.1", True),
          ("CreateHostedZone", nothing, CREATE, 1, "aws", "  www A 192.0.2.1", True))),
    # Which zone.
    Case("aws: no zone", ("zonal zones create",)),
    Case("aws: a private zone alone", ("zonal zones create",), lambda clouds: aws_zone(clouds, private=True)),
    Case("aws: two zones of the name", ("zonal.lock",), two_zones),
    Case("aws: the identifier of another zone in zonal.lock", ("zonal.lock",), locked_to_another),
    Case("aws: a zone that is gone", ("zonal.lock",), gone_after_the_lock),
    # What the account and the zone have room for, and what its owners forbid.
    Case("aws: a full zone", ("Service Quotas",), a_full_zone, DEPLOY, 3),
    Case("aws: too many zones", ("Service Quotas",), arguments=CREATE, settings={"route53": {"max_zones": 0}}, tries_to_write=True),
    Case("aws: no such delegation set", ("list-reusable-delegation-sets",), arguments=CREATE,
         providers=settings('delegation-set "N1PA6795SAMPLE"'), tries_to_write=True),
    Case("aws: a protected set", ("protect",), protected, DEPLOY, 1, tries_to_write=True),
    Case("aws: signed, and served elsewhere too",
         ('"When you use DNSSEC signing, multi-vendor configurations are not supported"',), signed, DEPLOY, 3, on="aws, azure"),
    # The way to it.
    Case("aws: an endpoint without TLS", ("https",), providers=settings('endpoint "http://route53.example.com"')),
    Case("aws: an endpoint without TLS in a variable", ("AWS_ENDPOINT_URL_ROUTE_53", "https"),
         variables={"AWS_ENDPOINT_URL_ROUTE_53": "http://route53.example.com"}),
    Case("aws: nobody answers", ("network",), variables={"AWS_ENDPOINT_URL_ROUTE_53": "http://127.0.0.1:9"}),
    Case("aws: an answer that is none", ("HTTPS_PROXY",), fault("route53", "garbage")),
    Case("aws: an answer that breaks off", ("network",), fault("route53", "cut")),
    Case("aws: an outage", ("run it again",), fault("route53", "503")),
    # The environment.
    Case("aws: a rate that is none", ("requests-per-second",), providers=settings("requests-per-second 0")),
]
