"""Route 53: the API `2013-04-01` of one account, as strict as the real service."""

import random
import re
import uuid
from dataclasses import dataclass, field

from . import route53_health as health
from . import route53_xml as xml
from .exchange import Response
from .refusal import Refusal
from .route53_batch import SHAPE
from .route53_health import HealthChecks, HealthOperations
from .route53_hosted import ZoneOperations
from .route53_identity import ACCOUNT, Identities
from .route53_input import parsed
from .route53_records import RecordOperations
from .server import Twin

VERSION = "/2013-04-01/"


@dataclass
class Settings:
    """What can be configured; see README.md."""

    rate: float = 5.0
    page_size: int = 300
    pending_polls: int = 1
    pending_seconds: float = 0.0
    busy_seconds: float = 0.0
    max_sets: int = 10_000
    max_zones: int = 500
    max_health_checks: int = 200
    keep_alias_targets: bool = False
    user: str = "deployer"
    keys: dict = field(default_factory=dict)
    denied: object = field(default_factory=dict)
    external_ids: dict = field(default_factory=dict)
    skew_code: str = "SignatureDoesNotMatch"
    seed: int = 53


@dataclass
class Route:
    """An operation: its method, its path below the version, and the shape of its body, if it has one."""

    operation: str
    method: str
    path: str
    handler: str
    shape: object = None

    def __post_init__(self):
        pattern = re.sub(r"\{(\w+)\}", lambda found: f"(?P<{found[1]}>[^/]+)", self.path)
        self.pattern = re.compile(f"{re.escape(VERSION)}{pattern}/?$")


TAGS = ["Tag", {"Key": str, "Value": str}]
ROUTES = [Route(*one) for one in (
    ("ChangeResourceRecordSets", "POST", "hostedzone/{zone}/rrset", "change_sets", SHAPE),
    ("ListResourceRecordSets", "GET", "hostedzone/{zone}/rrset", "list_sets"),
    ("GetChange", "GET", "change/{change}", "get_change"),
    ("CreateHostedZone", "POST", "hostedzone", "create_hosted_zone",
     {"Name": str, "VPC": {"VPCRegion": str, "VPCId": str}, "CallerReference": str,
      "HostedZoneConfig": {"Comment": str, "PrivateZone": bool}, "DelegationSetId": str}),
    ("ListHostedZones", "GET", "hostedzone", "list_zones"),
    ("ListHostedZonesByName", "GET", "hostedzonesbyname", "list_zones_by_name"),
    ("GetHostedZoneCount", "GET", "hostedzonecount", "count_zones"),
    ("GetHostedZone", "GET", "hostedzone/{zone}", "get_zone"),
    ("DeleteHostedZone", "DELETE", "hostedzone/{zone}", "delete_zone"),
    ("GetDNSSEC", "GET", "hostedzone/{zone}/dnssec", "get_dnssec"),
    ("GetHostedZoneLimit", "GET", "hostedzonelimit/{zone}/{limit}", "zone_limit"),
    ("GetAccountLimit", "GET", "accountlimit/{limit}", "account_limit"),
    ("CreateReusableDelegationSet", "POST", "delegationset", "create_delegation_set",
     {"CallerReference": str, "HostedZoneId": str}),
    ("GetReusableDelegationSet", "GET", "delegationset/{set}", "get_delegation_set"),
    ("CreateHealthCheck", "POST", "healthcheck", "create_check", health.CREATE),
    ("ListHealthChecks", "GET", "healthcheck", "list_checks"),
    ("GetHealthCheckCount", "GET", "healthcheckcount", "count_checks"),
    ("GetHealthCheck", "GET", "healthcheck/{check}", "get_check"),
    ("UpdateHealthCheck", "POST", "healthcheck/{check}", "update_check", health.UPDATE),
    ("DeleteHealthCheck", "DELETE", "healthcheck/{check}", "delete_check"),
    ("ChangeTagsForResource", "POST", "tags/{kind}/{resource}", "change_tags", {"AddTags": TAGS, "RemoveTagKeys": ["Key", str]}),
    ("ListTagsForResource", "GET", "tags/{kind}/{resource}", "list_tags"),
    ("ListTagsForResources", "POST", "tags/{kind}", "list_many_tags", {"ResourceIds": ["ResourceId", str]}),
)]
READS_BY_POST = ("ListTagsForResources", "GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity")


class Route53(RecordOperations, ZoneOperations, HealthOperations, Twin):
    """One account's Route 53, and STS at the path `/`."""

    def __init__(self, **settings):
        super().__init__()
        self.settings = Settings()
        self.configure(settings)
        self.clear()

    def clear(self):
        self.random = random.Random(self.settings.seed)
        self.zones, self.changes, self.references, self.delegation_sets = {}, {}, set(), {}
        self.health_checks = HealthChecks(self.settings, self.random)
        self.identities = Identities(self.settings, self.clock, self.random)
        self.tokens, self.filled, self.processing = self.settings.rate, self.clock.elapsed(), {}

    def state(self):
        return {
            "zones": {zone.id: zone.as_dict() for zone in self.zones.values()},
            "changes": {change.id: {"status": self.status(change), "comment": change.comment} for change in self.changes.values()},
            "health_checks": {check.id: check.as_dict() for check in self.health_checks.checks.values()},
        }

    # The way of a request.

    def operation(self, request):
        if request.path in ("", "/"):
            found = re.search(r"(?:^|&)Action=(\w+)", request.text)
            return found[1] if found else "Unknown"
        route, _ = self.route(request)
        return route.operation if route else "Unknown"

    @staticmethod
    def route(request):
        for route in ROUTES:
            found = route.method == request.method and route.pattern.match(request.path)
            if found:
                return route, found.groupdict()
        return None, {}

    def is_write(self, request):
        return request.method != "GET" and request.operation not in READS_BY_POST

    def begin(self, request):
        """A change that arrives while another of the same zone is being handled is refused."""
        if request.operation == "ChangeResourceRecordSets":
            zone = self.route(request)[1]["zone"]
            with self.lock:
                self.processing.setdefault(zone, request.number)

    def end(self, request):
        if request.operation == "ChangeResourceRecordSets":
            zone = self.route(request)[1]["zone"]
            with self.lock:
                if self.processing.get(zone) == request.number:
                    del self.processing[zone]

    def handle(self, request):
        service = "sts" if request.path in ("", "/") else "route53"
        try:
            if service == "sts":
                return self.identities.sts(request)
            caller = self.identities.caller(request, service)
            self.throttle()
            return self.dispatch(request, caller)
        except Refusal as refusal:
            return self.error(refusal, service)

    def throttle(self):
        rate, now = self.settings.rate, self.clock.elapsed()
        if not rate:
            return
        self.tokens, self.filled = min(rate, self.tokens + (now - self.filled) * rate), now
        if self.tokens < 1:
            raise Refusal(400, "Throttling", "Rate exceeded")
        self.tokens -= 1

    def dispatch(self, request, caller):
        route, found = self.route(request)
        if not route:
            raise Refusal(404, "UnknownOperationException", f"There is no {request.method} {request.path}")
        zone = found.get("zone")
        resource = f"arn:aws:route53:::hostedzone/{zone}" if zone else "*"
        self.identities.authorise(caller, f"route53:{route.operation}", resource)
        if route.shape is not None:
            found["given"] = parsed(request.body, f"{route.operation}Request", route.shape)
        if zone and zone not in self.zones:
            raise Refusal(404, "NoSuchHostedZone", f"No hosted zone found with ID: {zone}")
        if zone:
            found["zone"] = self.zones[zone]
        answer = getattr(self, route.handler)(request=request, **found)
        status, members, headers = answer if isinstance(answer, tuple) else (200, answer, {})
        body = xml.document(f"{route.operation}Response", members)
        return Response(status, body, {**self.headers(), **headers})

    def headers(self):
        return {"Content-Type": "text/xml", "x-amzn-RequestId": self.request_id()}

    def request_id(self):
        return str(uuid.UUID(int=random.getrandbits(128), version=4))

    def error(self, refusal, service="route53"):
        request_id = self.request_id()
        namespace = xml.ROUTE53 if service == "route53" else xml.STS
        body = xml.error(refusal.code, refusal.message, request_id, namespace)
        return Response(refusal.status, body, {"Content-Type": "text/xml", "x-amzn-RequestId": request_id})

    def refusal(self, fault, request):
        action = f"route53:{request.operation}"
        return self.error({
            "throttle": Refusal(400, "Throttling", "Rate exceeded"),
            "500": Refusal(500, "InternalFailure", "The request processing has failed because of an unknown error, exception or "
                                                   "failure."),
            "503": Refusal(503, "ServiceUnavailable", "The request has failed due to a temporary failure of the server."),
            "expired": Refusal(403, "ExpiredToken", "The security token included in the request is expired"),
            "denied": Refusal(403, "AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/{self.settings.user} is not authorized to "
                                                   f"perform: {action} on resource: * because no identity-based policy allows the "
                                                   f"{action} action"),
        }[fault.kind], "sts" if request.path in ("", "/") else "route53")
