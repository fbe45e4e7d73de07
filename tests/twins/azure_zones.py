"""What is in the zones, and how Azure shows it.

From recordings: the answers about a zone, and lists, have the resource group in lower case, those about one record set
have it as the request wrote it; `dnszones` is in lower case everywhere. A solidus in JSON is written `\\/`. A set without
records has an empty list, an alias has none at all, and `targetResource` is there in any case.
"""

import json
import uuid
from dataclasses import dataclass, field

from .azure_errors import JSON
from .azure_records import PREVIEW, TYPES
from .exchange import Response

NAME_SERVERS = tuple(zip("1234", ("com", "net", "org", "info"), strict=True))
POOLS = 9
"""How many times four name servers there are, and so how many zones of one name."""
SOA_DEFAULTS = {"expireTime": 2419200, "minimumTTL": 300, "refreshTime": 3600, "retryTime": 300, "serialNumber": 1}
SOA_EMAIL = "azuredns-hostmaster.microsoft.com"


def new_etag():
    return str(uuid.uuid4())


@dataclass
class RecordSet:
    """`records` are as stored; None for an alias. `sent` are as the last PUT had them."""

    name: str
    rtype: str
    ttl: int
    records: list | None
    metadata: dict | None = None
    target: str | None = None
    profile: str | None = None
    etag: str = field(default_factory=new_etag)

    @property
    def order(self):
        """Lists begin with the apex and go on by name, then by the type's number."""
        return "" if self.name == "@" else self.name.lower(), TYPES[self.rtype].number


@dataclass
class Zone:
    """A zone, with its sets by name in lower case and type."""

    subscription: str
    group: str
    name: str
    pool: int
    tags: dict
    etag: str = field(default_factory=new_etag)
    names: dict = field(default_factory=dict)
    followers: dict = field(default_factory=dict)
    """The sets that follow another resource."""
    count: int = 0

    def __post_init__(self):
        names = [{"nsdname": name} for name in self.name_servers]
        soa = {"email": SOA_EMAIL, "host": self.name_servers[0], **SOA_DEFAULTS}
        self.put(RecordSet("@", "NS", 172800, names))
        self.put(RecordSet("@", "SOA", 3600, [dict(sorted(soa.items(), key=lambda one: one[0].lower()))]))

    @property
    def name_servers(self):
        return [f"ns{number}-{self.pool:02}.azure-dns.{tld}." for number, tld in NAME_SERVERS]

    def put(self, one):
        key = one.name.lower(), one.rtype
        self.count += not self.get(one.rtype, one.name)
        self.names.setdefault(one.name.lower(), {})[one.rtype] = one
        self.followers.pop(key, None)
        if one.target or one.profile:
            self.followers[key] = one

    def remove(self, one):
        del self.names[one.name.lower()][one.rtype]
        self.followers.pop((one.name.lower(), one.rtype), None)
        self.count -= 1

    def get(self, rtype, name):
        return self.names.get(name.lower(), {}).get(rtype)

    def at(self, name):
        """The sets of one name."""
        return self.names.get(name.lower(), {}).values()

    @property
    def sets(self):
        return [one for types in self.names.values() for one in types.values()]

    def ordered(self):
        return sorted(self.sets, key=lambda one: one.order)


def zone_id(zone, group=None):
    group = zone.group.lower() if group is None else group
    return f"/subscriptions/{zone.subscription}/resourceGroups/{group}/providers/Microsoft.Network/dnszones/{zone.name}"


def show_zone(zone, settings):
    properties = {
        "maxNumberOfRecordSets": settings.sets_per_zone, "maxNumberOfRecordsPerRecordSet": None,
        "nameServers": zone.name_servers, "numberOfRecordSets": zone.count, "zoneType": "Public",
    }
    if settings.unknown_members:
        properties["serveRecordsBelowDelegation"] = None
    return {
        "id": zone_id(zone), "name": zone.name, "type": "Microsoft.Network/dnszones", "etag": zone.etag,
        "location": "global", "tags": zone.tags, "properties": dict(sorted(properties.items())),
    }


def show_set(zone, one, version, group=None, sent=None):
    """A record set in a version of the API; `group` as the request wrote it, `sent` the records as it had them."""
    kind = TYPES[one.rtype]
    properties = {} if one.metadata is None else {"metadata": one.metadata}
    name = "" if one.name == "@" else f"{one.name}."
    properties |= {"fqdn": f"{name}{zone.name}.", "TTL": one.ttl}
    records = one.records if sent is None else sent
    if records is not None and not kind.single:
        properties[kind.member] = records
    elif records:
        properties[kind.member] = records[0]
    properties["targetResource"] = {"id": one.target} if one.target else {}
    if version == PREVIEW:
        properties["trafficManagementProfile"] = {"id": one.profile} if one.profile else {}
    properties["provisioningState"] = "Succeeded"
    return {
        "id": f"{zone_id(zone, group)}/{one.rtype}/{one.name}", "name": one.name,
        "type": f"Microsoft.Network/dnszones/{one.rtype}", "etag": one.etag, "properties": properties,
    }


def shown(status, value, etag=None):
    """The provider's JSON, with the ETag header that it does not quote."""
    body = json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("/", "\\/").encode()
    return Response(status, body, {**JSON, **({"ETag": etag} if etag else {})})
