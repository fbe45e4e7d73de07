"""Route 53: the API `2013-04-01` of one account, as strict as the real service."""

import random
import re
import uuid
from dataclasses import dataclass, field

from . import route53_batch as changes
from . import route53_health as health
from . import route53_names as names
from . import route53_xml as markup
from .exchange import Response
from .route53_health import HealthChecks, invalid, parsed
from .route53_identity import ACCOUNT, Identities, iso
from .refusal import Refusal
from .server import Twin
from .route53_zones import Zone, place

VERSION = "/2013-04-01/"
PRIVATE_SERVERS = ["ns-1536.awsdns-00.co.uk", "ns-0.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-512.awsdns-00.net"]


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
    ("ChangeResourceRecordSets", "POST", "hostedzone/{zone}/rrset", "change_sets", changes.SHAPE),
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
LIMITS = {"MAX_HEALTH_CHECKS_BY_OWNER": 200, "MAX_HOSTED_ZONES_BY_OWNER": 500, "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER": 100,
          "MAX_TRAFFIC_POLICIES_BY_OWNER": 50, "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER": 5}


@dataclass
class Change:
    """A submitted change: PENDING for some polls and some time."""

    id: str
    submitted: float
    started: float
    comment: str | None = None
    polls: int = 0


class Route53(Twin):
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
        body = markup.document(f"{route.operation}Response", members)
        return Response(status, body, {**self.headers(), **headers})

    def headers(self):
        return {"Content-Type": "text/xml", "x-amzn-RequestId": self.request_id()}

    def request_id(self):
        return str(uuid.UUID(int=random.getrandbits(128), version=4))

    def error(self, refusal, service="route53"):
        request_id = self.request_id()
        namespace = markup.ROUTE53 if service == "route53" else markup.STS
        body = markup.error(refusal.code, refusal.message, request_id, namespace)
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

    # Record sets.

    def change_sets(self, zone, given, request):
        if "ChangeBatch" not in given:
            invalid("Invalid request: ChangeBatch must not be null")
        if self.processing.get(zone.id, request.number) != request.number or self.clock.elapsed() < zone.busy_until:
            raise Refusal(400, "PriorRequestNotComplete",
                          "The request was rejected because Route 53 was still processing a prior request.")
        change = self.apply(zone, given["ChangeBatch"])
        return {"ChangeInfo": self.change_info(change)}

    def apply(self, zone, batch):
        """Validates a batch and carries it out, all or none."""
        wanted, comment = batch.get("Changes", []), batch.get("Comment")
        changes.length("changeBatch.comment", comment, 0, 256)
        changes.check_input(wanted)
        changes.check_size(wanted)
        zone.replace(changes.Batch(zone, self.settings, self.health_checks).run(wanted))
        zone.busy_until = self.clock.elapsed() + self.settings.busy_seconds
        return self.submit(comment)

    def edit(self, edit):
        """What somebody else does to a zone, named by id or name.

        `changes` is as in the API's JSON; `protect` a list of [name, type] that no batch may touch; `signing` turns DNSSEC
        on or off; `create` makes the zone first.
        """
        with self.lock:
            zone = self.create_zone(edit["zone"]) if edit.get("create") else self.zone(edit["zone"])
            if "changes" in edit:
                self.apply(zone, {"Changes": edit["changes"]})
            if "protect" in edit:
                zone.protected = {(names.labels(name), rtype) for name, rtype in edit["protect"]}
            zone.signing = edit.get("signing", zone.signing)

    def zone(self, wanted):
        """A zone by id or by name, if one only has that name."""
        if wanted in self.zones:
            return self.zones[wanted]
        found = [zone for zone in self.zones.values() if zone.name == names.labels(wanted)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} zones are called {wanted}")
        return found[0]

    def submit(self, comment=None):
        identifier = self.identifier("C", 20)
        change = Change(identifier, self.clock.now(), self.clock.elapsed(), comment)
        self.changes[identifier] = change
        return change

    def status(self, change):
        due = self.clock.elapsed() - change.started >= self.settings.pending_seconds
        return "INSYNC" if due and change.polls > self.settings.pending_polls else "PENDING"

    def change_info(self, change):
        return {"Id": f"/change/{change.id}", "Status": self.status(change), "SubmittedAt": iso(change.submitted),
                "Comment": change.comment}

    def get_change(self, change, request):
        if change not in self.changes:
            raise Refusal(404, "NoSuchChange", f"Could not find resource with ID: {change}")
        found = self.changes[change]
        found.polls += 1
        return {"ChangeInfo": self.change_info(found)}

    def list_sets(self, zone, request):
        query = request.query
        start = self.start(query)
        most = self.max_items(query, self.settings.page_size)
        listing = [entry for entry in zone.listing() if start is None or entry[0] >= start]
        page, following = listing[:most], listing[most:most + 1]
        answer = {"ResourceRecordSets": [("ResourceRecordSet", one.members()) for _, one in page], "IsTruncated": bool(following),
                  "MaxItems": most}
        if following:
            one = following[0][1]
            answer |= {"NextRecordName": names.text(one.name), "NextRecordType": one.rtype, "NextRecordIdentifier": one.identifier}
        return {name: answer.get(name) for name in ("ResourceRecordSets", "IsTruncated", "NextRecordName", "NextRecordType",
                                                    "NextRecordIdentifier", "MaxItems")}

    @staticmethod
    def start(query):
        name, rtype, identifier = query.get("name"), query.get("type"), query.get("identifier")
        if rtype and not name:
            invalid("The request specifies a type without a name.")
        if identifier and not (name and rtype):
            invalid("The request specifies an identifier without a name and a type.")
        if rtype:
            changes.enumeration("type", rtype, changes.values.TYPES)
        if not name:
            return None
        try:
            return place(names.labels(name), rtype or "", identifier)
        except names.BadName as error:
            invalid(str(error))

    @staticmethod
    def max_items(query, most):
        text = query.get("maxitems", "")
        if text and (not text.isdecimal() or int(text) < 1):
            invalid(f"Value '{text}' at 'maxItems' failed to satisfy constraint: Member must be a positive number")
        return min(int(text or most), most)

    # Zones.

    def identifier(self, letter, width):
        return letter + "".join(self.random.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=width))

    def name_servers(self):
        found = []
        for start, domain in ((0, "com"), (1536, "co.uk"), (512, "net"), (1024, "org")):
            number = self.random.randrange(512)
            found.append(f"ns-{start + number}.awsdns-{number // 8:02}.{domain}")
        return found

    def create_zone(self, name, reference=None, vpc=None, comment=None, delegation_set=None):
        """Makes a hosted zone and returns it; suites may call this too."""
        parts = names.labels(name)
        if not parts:
            raise names.BadName(names.fatal("DomainNameEmpty", "Domain name is empty", name))
        reference = reference or self.identifier("made-", 12)
        servers = self.delegation_sets[delegation_set] if delegation_set else PRIVATE_SERVERS if vpc else self.name_servers()
        zone = Zone(self.identifier("Z", 20), parts, reference, servers)
        zone.vpcs, zone.comment, zone.delegation_set = [vpc] if vpc else [], comment, delegation_set
        self.references.add(reference)
        self.zones[zone.id] = zone
        return zone

    def create_hosted_zone(self, given, request):
        config = given.get("HostedZoneConfig", {})
        for member, most in (("Name", 1024), ("CallerReference", 128)):
            changes.required(given, member, "createHostedZoneRequest")
            changes.length(member, given[member], 1, most)
        changes.length("hostedZoneConfig.comment", config.get("Comment"), 0, 256)
        if given["CallerReference"] in self.references:
            raise Refusal(409, "HostedZoneAlreadyExists", "A hosted zone has already been created with the specified caller reference.")
        if len(self.zones) >= self.settings.max_zones:
            raise Refusal(400, "TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.")
        wanted, vpc = given.get("DelegationSetId", "").removeprefix("/delegationset/") or None, given.get("VPC")
        if wanted and wanted not in self.delegation_sets:
            raise Refusal(400, "NoSuchDelegationSet", f"The specified delegation set does not exist: {wanted}")
        if wanted and vpc or config.get("PrivateZone") and not vpc:
            invalid("A private hosted zone has a VPC, and no reusable delegation set.")
        try:
            self.check_conflict(names.labels(given["Name"]), vpc)
            zone = self.create_zone(given["Name"], given["CallerReference"], vpc, config.get("Comment"), wanted)
        except names.BadName as error:
            raise Refusal(400, "InvalidDomainName", str(error)) from None
        change = self.submit()
        answer = {"HostedZone": zone.members(), "ChangeInfo": self.change_info(change), "DelegationSet": zone.delegation(), "VPC": vpc}
        return 201, answer, {"Location": f"https://route53.amazonaws.com{VERSION}hostedzone/{zone.id}"}

    def check_conflict(self, name, vpc):
        if vpc and any(zone.name == name and vpc in zone.vpcs for zone in self.zones.values()):
            raise Refusal(400, "ConflictingDomainExists", f"The VPC {vpc.get('VPCId')} is already associated with a hosted zone of that "
                                                          "name.")

    def get_zone(self, zone, request):
        vpcs = [("VPC", vpc) for vpc in zone.vpcs] or None
        return {"HostedZone": zone.members(), "DelegationSet": zone.delegation(), "VPCs": vpcs}

    def delete_zone(self, zone, request):
        apex = {(zone.name, "NS", None), (zone.name, "SOA", None)}
        if zone.signing:
            raise Refusal(400, "HostedZoneNotEmpty", "The specified hosted zone contains DNSSEC Key Signing Keys and so cannot be deleted.")
        if set(zone.sets) != apex or zone.protected:
            raise Refusal(400, "HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot "
                                                     "be deleted.")
        if self.clock.elapsed() < zone.busy_until:
            raise Refusal(400, "PriorRequestNotComplete",
                          "The request was rejected because Route 53 was still processing a prior request.")
        del self.zones[zone.id]
        return {"ChangeInfo": self.change_info(self.submit())}

    def list_zones(self, request):
        query = request.query
        most, marker = self.max_items(query, 100), query.get("marker", "")
        wanted = query.get("delegationsetid", "").removeprefix("/delegationset/")
        ordered = [zone for zone in sorted(self.zones.values(), key=lambda zone: zone.id)
                   if (not wanted or zone.delegation_set == wanted) and zone.id >= marker]
        following = ordered[most:most + 1]
        return {"HostedZones": [("HostedZone", zone.members()) for zone in ordered[:most]], "Marker": marker,
                "IsTruncated": bool(following), "NextMarker": following[0].id if following else None, "MaxItems": most}

    def list_zones_by_name(self, request):
        query = request.query
        name, identifier = query.get("dnsname"), query.get("hostedzoneid")
        if identifier and not name:
            invalid("The request specifies a hosted zone id without a DNS name.")
        try:
            start = (names.order(names.labels(name)) if name else b"", (identifier or "").removeprefix("/hostedzone/"))
        except names.BadName as error:
            raise Refusal(400, "InvalidDomainName", str(error)) from None
        most = self.max_items(query, 100)
        ordered = sorted((names.order(zone.name), zone.id) for zone in self.zones.values())
        ordered = [self.zones[one] for key, one in ordered if (key, one) >= start]
        following = ordered[most:most + 1]
        return {"HostedZones": [("HostedZone", zone.members()) for zone in ordered[:most]], "DNSName": name, "HostedZoneId": identifier,
                "IsTruncated": bool(following), "NextDNSName": names.text(following[0].name) if following else None,
                "NextHostedZoneId": following[0].id if following else None, "MaxItems": most}

    def count_zones(self, request):
        return {"HostedZoneCount": len(self.zones)}

    def get_dnssec(self, zone, request):
        if zone.private:
            raise Refusal(400, "InvalidArgument", "DNSSEC signing is not available for private hosted zones.")
        keys = [("KeySigningKey", {
            "Name": "twin", "KmsArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000000", "Flag": 257,
            "SigningAlgorithmMnemonic": "ECDSAP256SHA256", "SigningAlgorithmType": 13, "DigestAlgorithmMnemonic": "SHA-256",
            "DigestAlgorithmType": 2, "KeyTag": 12345, "DigestValue": "0" * 64, "PublicKey": "twin",
            "DSRecord": f"12345 13 2 {'0' * 64}", "DNSKEYRecord": "257 3 13 twin", "Status": "ACTIVE",
            "CreatedDate": iso(0), "LastModifiedDate": iso(0)})] if zone.signing else []
        return {"Status": {"ServeSignature": "SIGNING" if zone.signing else "NOT_SIGNING"}, "KeySigningKeys": keys}

    def zone_limit(self, zone, limit, request):
        if limit == "MAX_VPCS_ASSOCIATED_BY_ZONE" and not zone.private:
            raise Refusal(400, "HostedZoneNotPrivate", "The specified hosted zone is a public hosted zone, not a private hosted zone.")
        known = {"MAX_RRSETS_BY_ZONE": (self.settings.max_sets, len(zone.sets)), "MAX_VPCS_ASSOCIATED_BY_ZONE": (300, len(zone.vpcs))}
        return self.limit(limit, known)

    def account_limit(self, limit, request):
        known = {name: (value, 0) for name, value in LIMITS.items()}
        known["MAX_HOSTED_ZONES_BY_OWNER"] = self.settings.max_zones, len(self.zones)
        known["MAX_HEALTH_CHECKS_BY_OWNER"] = self.settings.max_health_checks, len(self.health_checks.checks)
        known["MAX_REUSABLE_DELEGATION_SETS_BY_OWNER"] = 100, len(self.delegation_sets)
        return self.limit(limit, known)

    @staticmethod
    def limit(name, known):
        changes.enumeration("type", name, tuple(known))
        value, count = known[name]
        return {"Limit": {"Type": name, "Value": value}, "Count": count}

    def create_delegation_set(self, given, request):
        changes.required(given, "CallerReference", "createReusableDelegationSetRequest")
        reference = f"delegationset:{given['CallerReference']}"
        if reference in self.references:
            raise Refusal(400, "DelegationSetAlreadyCreated", "A delegation set with this caller reference was already created.")
        self.references.add(reference)
        wanted = given.get("HostedZoneId", "").removeprefix("/hostedzone/")
        if wanted and wanted not in self.zones:
            raise Refusal(400, "HostedZoneNotFound", f"No hosted zone found with ID: {wanted}")
        identifier = self.identifier("N", 20)
        self.delegation_sets[identifier] = self.zones[wanted].servers if wanted else self.name_servers()
        if wanted:
            self.zones[wanted].delegation_set = identifier
        return 201, self.get_delegation_set(identifier, request), \
            {"Location": f"https://route53.amazonaws.com{VERSION}delegationset/{identifier}"}

    def get_delegation_set(self, set, request):
        if set not in self.delegation_sets:
            raise Refusal(400, "NoSuchDelegationSet", f"The specified delegation set does not exist: {set}")
        servers = [("NameServer", server) for server in self.delegation_sets[set]]
        return {"DelegationSet": {"Id": f"/delegationset/{set}", "NameServers": servers}}

    # Health checks and tags.

    def create_check(self, given, request):
        check = self.health_checks.create(given)
        return 201, {"HealthCheck": check.members()}, {"Location": f"https://route53.amazonaws.com{VERSION}healthcheck/{check.id}"}

    def get_check(self, check, request):
        return {"HealthCheck": self.health_checks.get(check).members()}

    def update_check(self, check, given, request):
        return {"HealthCheck": self.health_checks.update(check, given).members()}

    def delete_check(self, check, request):
        self.health_checks.delete(check)
        return {}

    def count_checks(self, request):
        return {"HealthCheckCount": len(self.health_checks.checks)}

    def list_checks(self, request):
        most, marker = self.max_items(request.query, 100), request.query.get("marker", "")
        page, following = self.health_checks.page(marker, most)
        return {"HealthChecks": [("HealthCheck", check.members()) for check in page], "Marker": marker, "IsTruncated": following is not None,
                "NextMarker": following, "MaxItems": most}

    def tagged(self, kind, resource):
        """The tags of a resource, by key."""
        changes.enumeration("resourceType", kind, ("healthcheck", "hostedzone"))
        if kind == "healthcheck":
            return self.health_checks.get(resource).tags
        if resource not in self.zones:
            raise Refusal(404, "NoSuchHostedZone", f"No hosted zone found with ID: {resource}")
        return self.zones[resource].tags

    def change_tags(self, kind, resource, given, request):
        tags = self.tagged(kind, resource)
        added, removed = given.get("AddTags", []), given.get("RemoveTagKeys", [])
        if not added and not removed:
            invalid("Invalid request: either AddTags or RemoveTagKeys must be given")
        for tag in added:
            changes.length("key", tag.get("Key", ""), 1, 128)
            changes.length("value", tag.get("Value", ""), 0, 256)
        result = {key: value for key, value in tags.items() if key not in removed}
        result |= {tag["Key"]: tag.get("Value", "") for tag in added}
        if len(added) > 10 or len(removed) > 10 or len(result) > 50:
            invalid("Invalid request: at most 10 tags may be changed at once, and a resource has at most 50")
        tags.clear()
        tags.update(result)
        return {}

    def tag_set(self, kind, resource):
        tags = [("Tag", {"Key": key, "Value": value}) for key, value in self.tagged(kind, resource).items()]
        return {"ResourceType": kind, "ResourceId": resource, "Tags": tags}

    def list_tags(self, kind, resource, request):
        return {"ResourceTagSet": self.tag_set(kind, resource)}

    def list_many_tags(self, kind, given, request):
        wanted = given.get("ResourceIds", [])
        if not 1 <= len(wanted) <= 10:
            invalid("Invalid request: ResourceIds must have 1 to 10 members")
        return {"ResourceTagSets": [("ResourceTagSet", self.tag_set(kind, one)) for one in wanted]}
