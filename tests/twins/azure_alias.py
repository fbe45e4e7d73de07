"""Alias sets: record sets that follow another resource of Azure instead of having records."""

import re

from .azure_errors import bad, manager
from .azure_records import PREVIEW
from .azure_zones import new_etag

TARGETS = {
    "publicipaddresses": ("A", "AAAA"),
    "trafficmanagerprofiles": ("A", "AAAA", "CNAME"),
    "frontdoors": ("A", "AAAA", "CNAME"),
    "profiles/endpoints": ("A", "AAAA", "CNAME"),
    "profiles/afdendpoints": ("A", "AAAA", "CNAME"),
}
ID = re.compile(
    r"/subscriptions/[^/]+/resourceGroups/[^/]+/providers/(?:Microsoft\.Network|Microsoft\.Cdn)/"
    r"(?P<type>[^/]+)/(?P<name>[^/]+)(?:/(?P<child>[^/]+)/(?P<childname>[^/]+))?", re.IGNORECASE)


def identifier(properties, member):
    given = properties.get(member)
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("id"), (str, type(None))):
        raise bad(f"The value of '{member}' is not valid.")
    return given.get("id") or None


def read(dns, call, zone, one, properties):
    """Puts the target of `properties` into the set `one`, if there is a target and it may be."""
    one.target = identifier(properties, "targetResource")
    if call.version == PREVIEW:
        one.profile = identifier(properties, "trafficManagementProfile")
    if one.target and one.profile:
        raise bad("A record set cannot have both a target resource and a traffic management profile.")
    if not one.target and not one.profile:
        return
    if one.rtype not in ("A", "AAAA", "CNAME"):
        raise bad(f"A target resource is not supported for record sets of type '{one.rtype}'.")
    wanted = one.target or one.profile
    if wanted.lower() in map(str.lower, dns.settings.linked_forbidden):
        raise linked(call, wanted)
    found = ID.fullmatch(wanted)
    kind = "/".join(filter(None, (found["type"], found["child"]))).lower() if found else ""
    if kind.startswith("dnszones/"):
        follow_set(zone, one, found, wanted)
    elif one.rtype not in TARGETS.get(kind, ()) or (one.profile and kind != "trafficmanagerprofiles"):
        raise bad(f"The resource '{wanted}' cannot be the target of a record set of type '{one.rtype}'.")
    elif kind == "trafficmanagerprofiles":
        follow_profile(dns, one, wanted)
    elif dns.settings.targets is not None and wanted.lower() not in map(str.lower, dns.settings.targets):
        raise absent(wanted)
    itself = zone.get(one.rtype, one.name)
    others = [other for _, other in pointing_to(dns, wanted) if other is not itself]
    if len(others) >= dns.settings.aliases_per_target:
        raise bad(f"The resource '{wanted}' is the target of too many record sets.")


def follow_set(zone, one, found, wanted):
    """The target is a set of the same zone and type."""
    at = zone.get(found["child"].upper(), found["childname"])
    if found["name"].lower() != zone.name.lower() or found["child"].upper() != one.rtype:
        raise bad(f"The target '{wanted}' must be a record set of the same type in the same zone.")
    if not at:
        raise absent(wanted)
    if at.target or at.name.lower() == one.name.lower():
        raise bad(f"The target '{wanted}' must not be an alias itself.")


def follow_profile(dns, one, wanted):
    """The target is a Traffic Manager profile, whose TTL is the set's."""
    profile = dns.profiles.by_id(wanted)
    if not profile:
        raise absent(wanted)
    if one.rtype != "CNAME" and one.target and not profile.serves_addresses(one.rtype):
        raise bad(f"The profile '{wanted}' can be the target of address records only if its endpoints are external, and "
                  "given by address.")
    one.ttl = profile.properties["dnsConfig"]["ttl"]


def absent(wanted):
    return bad(f"The resource '{wanted}' does not exist.")


def linked(call, wanted):
    kind = wanted.split("/")[-2] if wanted.count("/") > 2 else wanted
    return manager(
        403, "LinkedAuthorizationFailed",
        f"The client '{call.principal.client}' with object id '{call.principal.object}' has permission to perform action "
        f"'{call.action}' on scope '{call.scope}'; however, it does not have permission to perform action(s) "
        f"'Microsoft.Network/{kind}/join/action' on the linked scope(s) '{wanted}' (respectively) or the linked scope(s) "
        "are invalid.")


def pointing_to(dns, wanted):
    """The zone and set of every alias to `wanted`."""
    return [(zone, one) for zone in dns.zones.values() for one in zone.followers.values()
            if wanted and wanted.lower() in ((one.target or "").lower(), (one.profile or "").lower())]


def release(dns, wanted):
    """`wanted` is gone: sets that pointed to it are empty now."""
    for zone, one in pointing_to(dns, wanted):
        one.target, one.profile, one.records, one.etag = None, None, [], new_etag()
        zone.put(one)
