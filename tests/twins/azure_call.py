"""From a request to the operation it asks for: Azure's paths, whose fixed words may be in any case."""

import dataclasses
import urllib.parse
from dataclasses import dataclass

from .azure_errors import manager
from .azure_records import PREVIEW, STABLE, TYPES

DNS_VERSIONS = (STABLE, PREVIEW)
TRAFFIC_VERSIONS = ("2018-08-01", "2022-04-01", "2022-04-01-preview", "2026-09-01")
OPERATIONS = {
    "zone": {"PUT": "Zones_CreateOrUpdate", "GET": "Zones_Get", "PATCH": "Zones_Update", "DELETE": "Zones_Delete"},
    "set": {"PUT": "RecordSets_CreateOrUpdate", "GET": "RecordSets_Get", "PATCH": "RecordSets_Update",
            "DELETE": "RecordSets_Delete"},
    "profile": {"PUT": "Profiles_CreateOrUpdate", "GET": "Profiles_Get", "DELETE": "Profiles_Delete"},
    "lock": {"PUT": "Locks_CreateOrUpdateByScope", "GET": "Locks_GetByScope", "DELETE": "Locks_DeleteByScope"},
    "group": {"PUT": "ResourceGroups_CreateOrUpdate", "GET": "ResourceGroups_Get"},
    "zones": {"GET": "Zones_ListByResourceGroup"}, "all zones": {"GET": "Zones_List"},
    "recordsets": {"GET": "RecordSets_ListByDnsZone"}, "all": {"GET": "RecordSets_ListAllByDnsZone"},
    "type": {"GET": "RecordSets_ListByType"}, "profiles": {"GET": "Profiles_ListByResourceGroup"},
    "names": {"POST": "Profiles_CheckTrafficManagerRelativeDnsNameAvailability"},
    "references": {"POST": "DnsResourceReference_GetByTargetResources"},
    "status": {"GET": "Operations_Status"}, "result": {"GET": "Operations_Result"},
}
VERBS = {"GET": "read", "DELETE": "delete", "POST": "action"}


@dataclass
class Call:
    """A request to the Resource Manager, taken apart. `operation` is empty if there is none such."""

    request: object
    resource_kind: str = ""
    subscription: str = ""
    group: str = ""
    zone: str = ""
    rtype: str = ""
    name: str = ""
    scope: str = ""
    principal: object = None

    @property
    def method(self):
        return self.request.method

    @property
    def headers(self):
        return self.request.headers

    @property
    def base(self):
        return self.request.base

    @property
    def query(self):
        return self.request.query

    @property
    def version(self):
        return self.query.get("api-version", "")

    @property
    def operation(self):
        return OPERATIONS.get(self.resource_kind, {}).get(self.method, "")

    @property
    def kind(self):
        """Which of the Resource Manager's buckets pays."""
        if self.resource_kind == "names":
            return "reads"
        return {"GET": "reads", "HEAD": "reads", "DELETE": "deletes"}.get(self.method, "writes")

    @property
    def action(self):
        """The action as roles and errors name it."""
        provider_type = {
            "zone": "Microsoft.Network/dnsZones", "zones": "Microsoft.Network/dnsZones",
            "all zones": "Microsoft.Network/dnsZones", "recordsets": "Microsoft.Network/dnsZones/recordsets",
            "all": "Microsoft.Network/dnsZones/all", "set": f"Microsoft.Network/dnsZones/{self.rtype}",
            "type": f"Microsoft.Network/dnsZones/{self.rtype}", "lock": "Microsoft.Authorization/locks",
            "profile": "Microsoft.Network/trafficManagerProfiles", "profiles": "Microsoft.Network/trafficManagerProfiles",
            "group": "Microsoft.Resources/subscriptions/resourceGroups",
            "references": "Microsoft.Network/getDnsResourceReference",
            "names": "Microsoft.Network/checkTrafficManagerNameAvailability",
            "status": "Microsoft.Network/dnsOperationStatuses", "result": "Microsoft.Network/dnsOperationResults",
        }.get(self.resource_kind, "Microsoft.Network/unknown")
        return f"{provider_type}/{VERBS.get(self.method, 'write')}"

    def json(self):
        """The body, which must be a JSON object."""
        if self.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
            raise manager(415, "UnsupportedMediaType",
                          f"The content media type '{self.headers.get('content-type', '')}' is not supported. Only "
                          "'application/json' is supported.")
        try:
            value = self.request.json()
        except ValueError as error:
            raise invalid_content(f"{error}") from None
        if not isinstance(value, dict):
            raise invalid_content("the body must be an object")
        return value

    def resource(self):
        """The body of a resource that needs a location, which can only be `global`."""
        body = self.json()
        location = body.get("location")
        if not isinstance(location, str) or not location:
            raise manager(400, "LocationRequired", "The location property is required for this definition.")
        if location.lower() != "global":
            raise manager(400, "LocationNotAvailableForResourceType",
                          f"The provided location '{location}' is not available for resource type "
                          "'Microsoft.Network/dnszones'. List of available regions for the resource type is 'global'.")
        return body

    def properties(self):
        """The member `properties` of the body."""
        given = self.json().get("properties")
        if not isinstance(given, dict):
            raise invalid_content("the member 'properties' is missing or no object")
        return given


def invalid_content(why):
    return manager(400, "InvalidRequestContent",
                   f"The request content was invalid and could not be deserialized: '{why}'.")


def read_call(request):
    """The call that a request is; its `resource_kind` is empty for paths that Azure does not have."""
    parts = [urllib.parse.unquote(part) for part in request.raw_path.split("/")[1:]]
    low = [part.lower() for part in parts]
    call = Call(request, scope="/" + "/".join(parts))
    if low == ["providers", "microsoft.network", "checktrafficmanagernameavailability"]:
        call.resource_kind = "names"
    if len(parts) < 2 or low[0] != "subscriptions" or not all(parts):
        return call
    call.subscription = parts[1]
    if low[-4:-1] == ["providers", "microsoft.authorization", "locks"]:
        return dataclasses.replace(call, resource_kind="lock", name=parts[-1], scope="/" + "/".join(parts[:-4]),
                                   group=parts[3] if low[2:3] == ["resourcegroups"] and len(parts) > 7 else "")
    if low[2:] == ["providers", "microsoft.network", "dnszones"]:
        call.resource_kind = "all zones"
    elif low[2:] == ["providers", "microsoft.network", "getdnsresourcereference"]:
        call.resource_kind = "references"
    elif low[2:3] == ["resourcegroups"] and len(parts) > 3:
        call.group = parts[3]
        if len(parts) == 4:
            call.resource_kind = "group"
        elif low[4:6] == ["providers", "microsoft.network"]:
            in_network(call, parts[6:], low[6:])
    return call


def in_network(call, parts, low):
    """The part of a path behind `Microsoft.Network`."""
    kind, rest = low[0] if low else "", parts[1:]
    if kind == "dnszones" and len(rest) < 4:
        call.zone = rest[0] if rest else ""
        word = rest[1].lower() if len(rest) > 1 else ""
        call.rtype = "" if word in ("", "recordsets", "all") else rest[1].upper()
        call.name = rest[2] if len(rest) > 2 else ""
        lists = {"recordsets": "recordsets", "all": "all"}
        call.resource_kind = ("zones", "zone", lists.get(word, "type"), "set" if call.rtype else "")[len(rest)]
    elif kind == "trafficmanagerprofiles" and len(rest) < 2:
        call.name = rest[0] if rest else ""
        call.resource_kind = ("profiles", "profile")[len(rest)]
    elif kind in ("dnsoperationstatuses", "dnsoperationresults") and len(rest) == 1:
        call.name = rest[0]
        call.resource_kind = {"dnsoperationstatuses": "status", "dnsoperationresults": "result"}[kind]


def check_type(call):
    """The resource type and its api-version, as the Resource Manager checks them before it asks a provider."""
    if not call.version:
        raise manager(400, "MissingApiVersionParameter",
                      "The api-version query parameter (?api-version=) is required for all requests.")
    if not call.resource_kind:
        raise manager(404, "InvalidResourceType",
                      f"The resource type could not be found for the path '{call.scope}' and api version '{call.version}'.")
    if not call.operation:
        raise manager(405, "MethodNotAllowed", f"The HTTP method '{call.method}' is not supported for this resource.",
                      Allow=", ".join(OPERATIONS[call.resource_kind]))
    if call.resource_kind in ("lock", "group"):
        return
    if call.resource_kind in ("profile", "profiles", "names"):
        kind, versions = "trafficmanagerprofiles", TRAFFIC_VERSIONS
    else:
        kind = f"dnszones/{call.rtype}" if call.rtype else "dnszones"
        versions = DNS_VERSIONS
        if call.rtype and call.rtype not in TYPES:
            versions = ()
        elif call.rtype and TYPES[call.rtype].preview:
            versions = (PREVIEW,)
    if call.version not in versions:
        raise manager(400, "NoRegisteredProviderFound",
                      f"No registered resource provider found for location 'global' and API version '{call.version}' for "
                      f"type '{kind}'. The supported api-versions are '{', '.join(versions)}'. The supported locations are "
                      "'global'.")
