"""The DNS provider behind the Resource Manager: the operations on zones and record sets, with all that it refuses.

Where the service's own words are known from recordings or reports they are used; codes and states always are.
"""

import uuid

from . import azure_alias
from .azure_errors import bad, manager, provider
from .azure_names import APEX, relative_name, zone_name
from .azure_paging import page
from .azure_records import PREVIEW, TYPES, read_metadata, read_records, read_ttl
from .azure_zones import POOLS, RecordSet, Zone, new_etag, show_set, show_zone, shown, zone_id
from .exchange import Response


def precondition(call, found, what, name):
    """If-Match and If-None-Match; etags are compared as they are, without quotes."""
    wanted, unwanted = call.headers.get("if-match"), call.headers.get("if-none-match")
    if unwanted is not None:
        if unwanted != "*":
            raise bad("The If-None-Match header takes only '*'.")
        if found:
            raise provider(412, "PreconditionFailed", f"The {what} {name} exists already and hence cannot be created again.")
    if wanted is not None:
        if not found:
            raise provider(412, "PreconditionFailed", f"The {what} {name} does not exist.")
        if wanted not in ("*", found.etag):
            raise provider(412, "PreconditionFailed", f"The {what} {name} has been modified (etag mismatch).")


class Dns:
    """All zones of the twin. Methods named like the operations of the API take a `Call` and return a `Response`."""

    def __init__(self, settings, limits, profiles):
        self.settings, self.limits, self.profiles = settings, limits, profiles
        self.zones, self.operations, self.incidents = {}, {}, []

    # Zones

    def find_zone(self, call):
        return self.zones.get((call.subscription.lower(), call.group.lower(), call.zone.lower()))

    def zone(self, call, kind="Zone"):
        """The zone of the request, or what the Resource Manager says of one that is not there."""
        found = self.find_zone(call)
        if found:
            return found
        if kind == "Zone":
            raise manager(404, "ResourceNotFound",
                          f"The Resource 'Microsoft.Network/dnszones/{call.zone}' under resource group '{call.group}' was "
                          "not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")
        verb = {"GET": "read", "DELETE": "delete"}.get(call.method, "write")
        parent = (f"/subscriptions/{call.subscription}/resourceGroups/{call.group}/providers/Microsoft.Network/dnszones/"
                  f"{call.zone}")
        raise manager(404, "ParentResourceNotFound",
                      f"Failed to perform '{verb}' on resource(s) of type 'dnszones/{kind}', because the parent resource "
                      f"'{parent}' could not be found.")

    def Zones_CreateOrUpdate(self, call):
        body = call.resource()
        name = zone_name(call.zone)
        properties = body.get("properties") or {}
        if not isinstance(properties, dict) or properties.get("zoneType", "Public") not in ("Public", None):
            raise bad("The zone type is not supported.")
        found = self.find_zone(call)
        precondition(call, found, "Zone", name)
        tags = read_tags(body)
        if found:
            found.tags, found.etag = tags, new_etag()
            return shown(200, show_zone(found, self.settings), found.etag)
        taken = {zone.pool for zone in self.zones.values() if zone.name.lower() == name.lower()}
        free = [pool for pool in self.pools() if pool not in taken]
        if not free or name.lower() in map(str.lower, self.settings.unavailable_zones):
            raise bad(f"The zone '{name}' is not available.")
        zone = Zone(call.subscription, call.group, name, free[0], tags)
        self.zones[call.subscription.lower(), call.group.lower(), name.lower()] = zone
        return shown(201, show_zone(zone, self.settings), zone.etag)

    def pools(self):
        """The name servers' numbers, beginning with another one for every zone."""
        first = len(self.zones) % POOLS
        return [(first + step) % POOLS + 1 for step in range(POOLS)]

    def Zones_Update(self, call):
        zone = self.zone(call)
        precondition(call, zone, "Zone", zone.name)
        body = call.json()
        if "tags" in body:
            zone.tags = read_tags(body)
        zone.etag = new_etag()
        return shown(200, show_zone(zone, self.settings), zone.etag)

    def Zones_Get(self, call):
        zone = self.zone(call)
        return shown(200, show_zone(zone, self.settings), zone.etag)

    def Zones_Delete(self, call):
        zone = self.find_zone(call)
        if not zone:
            return Response(204)
        precondition(call, zone, "Zone", zone.name)
        del self.zones[zone.subscription.lower(), zone.group.lower(), zone.name.lower()]
        number = f"delzone{uuid.uuid4().hex[:20]}"
        self.operations[number] = self.settings.delete_polls
        place = (f"{call.base}/subscriptions/{zone.subscription}/resourceGroups/{zone.group.lower()}/providers/"
                 f"Microsoft.Network/dnsOperation%s/{number}?api-version={call.version}")
        return Response(202, b"", {"Azure-AsyncOperation": place % "Statuses", "Location": place % "Results",
                                   "Retry-After": str(self.settings.delete_retry_after)})

    def Operations_Status(self, call):
        return shown(200, {"status": "InProgress" if self.polled(call) else "Succeeded"})

    def Operations_Result(self, call):
        return Response(202 if self.polled(call) else 200)

    def polled(self, call):
        """Whether the operation is still going on."""
        if call.name not in self.operations:
            raise provider(404, "NotFound", f"The operation '{call.name}' does not exist.")
        left = self.operations[call.name]
        self.operations[call.name] = max(0, left - 1)
        return left > 0

    def Zones_List(self, call):
        zones = [zone for key, zone in self.zones.items() if key[0] == call.subscription.lower()]
        return self.list_zones(call, zones, f"/subscriptions/{call.subscription}/providers/Microsoft.Network/dnszones")

    def Zones_ListByResourceGroup(self, call):
        where = call.subscription.lower(), call.group.lower()
        zones = [zone for key, zone in self.zones.items() if key[:2] == where]
        path = f"/subscriptions/{call.subscription}/resourceGroups/{call.group.lower()}/providers/Microsoft.Network/dnszones"
        return self.list_zones(call, zones, path)

    def list_zones(self, call, zones, path):
        entries = [((zone.name.lower(), zone.group.lower()), zone) for zone in zones]
        entries.sort(key=lambda entry: entry[0])
        return page(call, entries, path, lambda zone: show_zone(zone, self.settings), self)

    # Lists

    def RecordSets_ListByDnsZone(self, call):
        return self.list_sets(call, "ALL")

    def RecordSets_ListAllByDnsZone(self, call):
        return self.list_sets(call, "ALL")

    def RecordSets_ListByType(self, call):
        return self.list_sets(call, call.rtype)

    def list_sets(self, call, segment):
        zone = self.zone(call, call.rtype or "recordsets")
        suffix = call.query.get("$recordsetnamesuffix", "").lower()
        entries = [
            (one.order, one) for one in zone.ordered()
            if segment in ("ALL", one.rtype) and (call.version == PREVIEW or not TYPES[one.rtype].preview)
            and (not suffix or one.name.lower() == suffix or one.name.lower().endswith("." + suffix))
        ]
        return page(call, entries, f"{zone_id(zone)}/{segment}",
                    lambda one: show_set(zone, one, call.version), self)

    # Record sets

    def exists(self, call):
        zone = self.find_zone(call)
        return bool(zone and call.name and zone.get(call.rtype, call.name))

    def not_found(self, call):
        return provider(404, "NotFound", f"The resource record '{call.name}' does not exist in resource group "
                                         f"'{call.group}' of subscription '{call.subscription}'.")

    def RecordSets_Get(self, call):
        zone = self.zone(call, call.rtype)
        found = zone.get(call.rtype, call.name)
        if not found:
            raise self.not_found(call)
        return shown(200, show_set(zone, found, call.version, call.group), found.etag)

    def RecordSets_CreateOrUpdate(self, call):
        zone = self.zone(call, call.rtype)
        return self.write(call, zone, zone.get(call.rtype, call.name), call.properties())

    def RecordSets_Update(self, call):
        """PATCH: what is given replaces what is there, member by member."""
        zone = self.zone(call, call.rtype)
        found = zone.get(call.rtype, call.name)
        if not found:
            raise self.not_found(call)
        before = show_set(zone, found, PREVIEW)["properties"]
        return self.write(call, zone, found, {**before, **call.properties()})

    def write(self, call, zone, found, properties):
        """Replaces a whole set."""
        name = found.name if found else relative_name(call.name, zone.name, call.rtype)
        one, sent = self.read_set(call, zone, name, properties)
        precondition(call, found, "Record set", call.name)
        self.check_place(zone, one, found)
        zone.put(one)
        zone.etag = new_etag()
        return shown(200 if found else 201, show_set(zone, one, call.version, call.group, sent), one.etag)

    def read_set(self, call, zone, name, properties):
        sent, stored = read_records(call.rtype, properties, self.settings)
        one = RecordSet(name, call.rtype, read_ttl(properties), stored, read_metadata(properties))
        azure_alias.read(self, call, zone, one, properties)
        if one.target or one.profile:
            if stored:
                raise bad("A record set cannot have both records and a target resource.")
            one.records = sent = None
        elif stored is None:
            one.records = sent = []
        return one, sent

    def check_place(self, zone, one, found):
        """What a set must not be because of where it is, and of what is there."""
        apex = one.name == APEX
        if one.rtype == "SOA":
            if not apex:
                raise bad("The SOA record set can only be at the zone apex.")
            if not one.records or one.records[0]["host"].lower() != zone.name_servers[0]:
                raise bad("The host of the SOA record cannot be changed.")
        if one.rtype == "NS" and apex:
            kept = {record["nsdname"].lower().removesuffix(".") for record in one.records}
            missing = [name for name in zone.name_servers if name.removesuffix(".") not in kept]
            if missing:
                raise bad(f"The NS record set at the zone apex must contain the name servers of the zone: {missing[0]}")
        others = [other for other in zone.at(one.name) if other.rtype != one.rtype]
        if one.rtype == "CNAME" and others:
            raise provider(409, "Conflict", "The CNAME record could not be created because another record with the same "
                                            "name already exists in this zone.")
        if any(other.rtype == "CNAME" for other in others):
            raise provider(409, "Conflict", f"The {one.rtype} record could not be created because a CNAME record with the "
                                            "same name already exists in this zone.")
        if not found and zone.count >= self.settings.sets_per_zone:
            raise bad(f"The maximum number of record sets '{self.settings.sets_per_zone}' in zone '{zone.name}' has been "
                      "reached.")

    def RecordSets_Delete(self, call):
        zone = self.zone(call, call.rtype)
        found = zone.get(call.rtype, call.name)
        if not found:
            return Response(204)
        precondition(call, found, "Record set", call.name)
        if found.name == APEX and found.rtype in ("NS", "SOA"):
            raise bad(f"The {found.rtype} record set at the zone apex cannot be deleted.")
        zone.remove(found)
        zone.etag = new_etag()
        azure_alias.release(self, f"{zone_id(zone)}/{found.rtype}/{found.name}")
        return Response(200)

    def DnsResourceReference_GetByTargetResources(self, call):
        wanted = call.properties().get("targetResources") or []
        references = []
        for one in wanted:
            asked = str(one.get("id", "")) if isinstance(one, dict) else ""
            found = [{"id": f"{zone_id(zone)}/{found.rtype}/{found.name}"}
                     for zone, found in azure_alias.pointing_to(self, asked)]
            if found:
                references.append({"dnsResources": found, "targetResource": {"id": asked.lower()}})
        return shown(200, {"properties": {"dnsResourceReferences": references}})

    def state(self):
        return [{**show_zone(zone, self.settings), "recordSets": [show_set(zone, one, PREVIEW) for one in zone.ordered()]}
                for zone in self.zones.values()]


def read_tags(body):
    tags = body.get("tags") or {}
    if not isinstance(tags, dict) or not all(isinstance(value, str) for value in tags.values()):
        raise bad("The tags must be an object of strings.")
    return dict(tags)
