"""Hosted zones and what they hold."""

from dataclasses import dataclass, field

from . import route53_names as names
from . import route53_values as values

POLICIES = ("Weight", "Region", "GeoLocation", "Failover", "MultiValueAnswer", "GeoProximityLocation", "CidrRoutingConfig")
MEMBERS = ("SetIdentifier", "Weight", "Region", "GeoLocation", "Failover", "MultiValueAnswer", "TTL", "ResourceRecords",
           "AliasTarget", "HealthCheckId", "TrafficPolicyInstanceId", "CidrRoutingConfig", "GeoProximityLocation")
"""Of a record set beside Name and Type, in the order in which answers have them."""


@dataclass(frozen=True)
class RecordSet:
    """One ResourceRecordSet, its name parsed and its values as stored; `given` has all other members."""

    name: tuple
    rtype: str
    given: dict = field(hash=False)

    @property
    def identifier(self):
        return self.given.get("SetIdentifier")

    @property
    def key(self):
        return self.name, self.rtype, self.identifier

    @property
    def policy(self):
        """The routing policy's member, or None."""
        return next((name for name in POLICIES if self.given.get(name) is not None), None)

    @property
    def values(self):
        return [one["Value"] for one in self.given.get("ResourceRecords", ())]

    @property
    def alias(self):
        return self.given.get("AliasTarget")

    def described(self):
        identifier = f", set-identifier='{self.identifier}'" if self.identifier is not None else ""
        return f"[name='{names.text(self.name)}', type='{self.rtype}'{identifier}]"

    def identity(self):
        """Equal for sets that a DELETE takes for the same."""
        found = {name: value for name, value in self.given.items() if name not in ("ResourceRecords", "AliasTarget")}
        alias = self.alias and (self.alias["HostedZoneId"], names.labels(self.alias["DNSName"]), self.alias["EvaluateTargetHealth"])
        return found, alias, sorted(map(str, (values.identity(self.rtype, value) for value in self.values)))

    def members(self):
        """As an answer shows it."""
        shown = {"Name": names.text(self.name), "Type": self.rtype}
        for name in MEMBERS:
            value = self.given.get(name)
            if name == "ResourceRecords" and value:
                value = [("ResourceRecord", one) for one in value]
            shown[name] = value
        return {name: value for name, value in shown.items() if value not in (None, [])}

    def as_dict(self):
        shown = self.members()
        return {**shown, "ResourceRecords": self.values} if "ResourceRecords" in shown else shown


def by_values(name, rtype, ttl, *texts):
    """A simple record set."""
    records = [{"Value": values.stored(rtype, text)} for text in texts]
    return RecordSet(name, rtype, {"TTL": ttl, "ResourceRecords": records})


class Zone:
    """A hosted zone; `sets` is replaced whole by every change, never edited, so that a page is a consistent view."""

    def __init__(self, identifier, name, reference, servers):
        self.id, self.name, self.reference, self.servers = identifier, name, reference, servers
        self.comment, self.vpcs, self.delegation_set, self.signing, self.tags = None, [], None, False, {}
        self.protected, self.busy_until = set(), float("-inf")
        self.replace({one.key: one for one in (
            by_values(name, "NS", 172800, *(f"{server}." for server in servers)),
            by_values(name, "SOA", 900, f"{servers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"))})

    def replace(self, sets):
        self.sets, self.sorted = sets, None

    def listing(self):
        """The record sets in order of name, type and identifier."""
        if self.sorted is None:
            self.sorted = sorted((place(*key), one) for key, one in self.sets.items())
        return self.sorted

    @property
    def private(self):
        return bool(self.vpcs)

    def members(self):
        config = {"Comment": self.comment, "PrivateZone": self.private}
        return {"Id": f"/hostedzone/{self.id}", "Name": names.text(self.name), "CallerReference": self.reference, "Config": config,
                "ResourceRecordSetCount": len(self.sets)}

    def delegation(self):
        """The DelegationSet of an answer; a private zone has none."""
        if self.private:
            return None
        identifier = self.delegation_set and f"/delegationset/{self.delegation_set}"
        return {"Id": identifier, "NameServers": [("NameServer", server) for server in self.servers]}

    def as_dict(self):
        return {"name": names.text(self.name), "private": self.private, "comment": self.comment, "signing": self.signing,
                "name_servers": self.servers, "tags": self.tags, "record_sets": [one.as_dict() for _, one in self.listing()]}


def place(name, rtype, identifier):
    return names.order(name), rtype, identifier or ""
