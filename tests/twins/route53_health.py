"""Health checks: made once per CallerReference, changed only at the version that the caller has seen."""

import uuid

from .refusal import Refusal
from .route53_hosted import URL
from .route53_input import enumeration, invalid, length, max_items

TYPES = ("HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH", "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL")
REGIONS = ("us-east-1", "us-west-1", "us-west-2", "eu-west-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "sa-east-1")
RESETTABLE = ("FullyQualifiedDomainName", "Regions", "ResourcePath", "ChildHealthChecks")
CONFIG = {
    "IPAddress": str, "Port": int, "Type": str, "ResourcePath": str, "FullyQualifiedDomainName": str, "SearchString": str,
    "RequestInterval": int, "FailureThreshold": int, "MeasureLatency": bool, "Inverted": bool, "Disabled": bool,
    "HealthThreshold": int, "ChildHealthChecks": ["ChildHealthCheck", str], "EnableSNI": bool, "Regions": ["Region", str],
    "AlarmIdentifier": {"Region": str, "Name": str}, "InsufficientDataHealthStatus": str, "RoutingControlArn": str,
}
CREATE = {"CallerReference": str, "HealthCheckConfig": CONFIG}
FIXED = ("Type", "RequestInterval", "MeasureLatency", "RoutingControlArn")
UPDATE = {**{name: shape for name, shape in CONFIG.items() if name not in FIXED}, "HealthCheckVersion": int,
          "ResetElements": ["ResettableElementName", str]}
LISTS = {"ChildHealthChecks": "ChildHealthCheck", "Regions": "Region"}


class HealthCheck:
    """One health check."""

    def __init__(self, identifier, reference, config):
        self.id, self.reference, self.config, self.version, self.tags = identifier, reference, config, 1, {}
        self.created = dict(config)

    def members(self):
        config = {name: self.config.get(name) for name in CONFIG}
        for name, item in LISTS.items():
            config[name] = [(item, one) for one in config[name]] if config[name] else None
        return {"Id": self.id, "CallerReference": self.reference, "HealthCheckConfig": config, "HealthCheckVersion": self.version}

    def as_dict(self):
        return {"reference": self.reference, "version": self.version, "config": self.config, "tags": self.tags}


class HealthChecks:
    """Those of one account."""

    def __init__(self, settings, random):
        self.settings, self.random, self.checks, self.references = settings, random, {}, {}

    def __contains__(self, identifier):
        return identifier in self.checks

    def create(self, given):
        """The check that was made for this reference, now or before."""
        reference, config = given.get("CallerReference", ""), given.get("HealthCheckConfig")
        if not 1 <= len(reference) <= 64 or config is None:
            invalid("CallerReference must have 1 to 64 characters, and HealthCheckConfig must not be null")
        config = self.completed(config)
        self.check(config)
        if reference in self.references:
            existing = self.checks.get(self.references[reference])
            if existing is None or existing.created != config:
                raise Refusal(409, "HealthCheckAlreadyExists", "A health check with this caller reference already exists, with other "
                                                               "settings or deleted.")
            return existing
        if len(self.checks) >= self.settings.max_health_checks:
            raise Refusal(400, "TooManyHealthChecks", "This health check can't be created because the current account has reached the "
                                                      "limit on the number of active health checks.")
        identifier = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        made = self.checks[identifier] = HealthCheck(identifier, reference, config)
        self.references[reference] = identifier
        return made

    @staticmethod
    def completed(config):
        """With the defaults that the service fills in."""
        kind = config.get("Type", "")
        found = {"Inverted": False, "Disabled": False}
        if kind in TYPES[:5]:
            found |= {"RequestInterval": 30, "FailureThreshold": 3, "MeasureLatency": False, "EnableSNI": kind.startswith("HTTPS")}
            if kind != "TCP":
                found["Port"] = 443 if kind.startswith("HTTPS") else 80
        return {**found, **config}

    def check(self, config):
        kind = config.get("Type")
        if kind not in TYPES:
            invalid(f"Value '{kind}' at 'healthCheckConfig.type' must satisfy enum value set: [{', '.join(TYPES)}]")
        for name, allowed in (("RequestInterval", (10, 30)), ("FailureThreshold", range(1, 11)), ("Port", range(1, 65536)),
                              ("HealthThreshold", range(257))):
            if config.get(name) is not None and config[name] not in allowed:
                invalid(f"Value '{config[name]}' at 'healthCheckConfig.{name}' is out of range")
        for name, most in (("ResourcePath", 255), ("FullyQualifiedDomainName", 255), ("SearchString", 255), ("IPAddress", 45)):
            if len(config.get(name) or "") > most:
                invalid(f"Value at 'healthCheckConfig.{name}' must have length less than or equal to {most}")
        if kind in TYPES[:5]:
            self.check_endpoint(kind, config)
        elif config.get("IPAddress") or config.get("FullyQualifiedDomainName"):
            invalid(f"A health check of type {kind} has no endpoint")
        if kind == "CALCULATED":
            missing = [one for one in config.get("ChildHealthChecks", ()) if one not in self.checks]
            if missing or config.get("HealthThreshold") is None:
                invalid(f"ChildHealthChecks must exist and HealthThreshold be given; missing: {missing}")
        if kind == "CLOUDWATCH_METRIC" and not config.get("AlarmIdentifier"):
            invalid("AlarmIdentifier must be given for type CLOUDWATCH_METRIC")
        regions = config.get("Regions")
        if regions is not None and (len(regions) < 3 or not set(regions) <= set(REGIONS)):
            invalid(f"Regions must be at least three of [{', '.join(REGIONS)}]")

    @staticmethod
    def check_endpoint(kind, config):
        if not config.get("IPAddress") and not config.get("FullyQualifiedDomainName"):
            invalid("Either IPAddress or FullyQualifiedDomainName must be given")
        if kind == "TCP" and (not config.get("IPAddress") or not config.get("Port")):
            invalid("IPAddress and Port must be given for type TCP")
        if kind.endswith("_STR_MATCH") != bool(config.get("SearchString")):
            invalid("SearchString must be given for the types HTTP_STR_MATCH and HTTPS_STR_MATCH, and for no other")

    def get(self, identifier):
        if identifier not in self.checks:
            raise Refusal(404, "NoSuchHealthCheck", f"A health check with id '{identifier}' does not exist.")
        return self.checks[identifier]

    def update(self, identifier, given):
        found = self.get(identifier)
        version = given.pop("HealthCheckVersion", None)
        if version is not None and version != found.version:
            raise Refusal(409, "HealthCheckVersionMismatch", f"The version of health check {identifier} is {found.version}, not {version}.")
        reset = given.pop("ResetElements", [])
        if not set(reset) <= set(RESETTABLE):
            invalid(f"ResetElements must be of [{', '.join(RESETTABLE)}]")
        config = {name: value for name, value in {**found.config, **given}.items() if name not in reset}
        self.check(config)
        found.config, found.version = config, found.version + 1
        return found

    def delete(self, identifier):
        self.get(identifier)
        del self.checks[identifier]

    def page(self, marker, most):
        """(checks, the next marker)."""
        ordered = sorted(self.checks)
        if marker and marker not in self.checks:
            raise Refusal(404, "NoSuchHealthCheck", f"A health check with id '{marker}' does not exist.")
        start = ordered.index(marker) if marker else 0
        following = ordered[start + most:start + most + 1]
        return [self.checks[one] for one in ordered[start:start + most]], following[0] if following else None


class HealthOperations:
    """A part of `Route53`: health checks, and the tags of these and of zones."""

    def create_check(self, given, request):
        check = self.health_checks.create(given)
        return 201, {"HealthCheck": check.members()}, {"Location": f"{URL}/healthcheck/{check.id}"}

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
        most, marker = max_items(request.query, 100), request.query.get("marker", "")
        page, following = self.health_checks.page(marker, most)
        return {"HealthChecks": [("HealthCheck", check.members()) for check in page], "Marker": marker,
                "IsTruncated": following is not None, "NextMarker": following, "MaxItems": most}

    def tagged(self, kind, resource):
        """The tags of a resource, by key."""
        enumeration("resourceType", kind, ("healthcheck", "hostedzone"))
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
            length("key", tag.get("Key", ""), 1, 128)
            length("value", tag.get("Value", ""), 0, 256)
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
