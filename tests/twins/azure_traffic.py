"""Traffic Manager profiles, as far as a zone can lead to them: PUT, GET, DELETE, lists, and whether a name is free."""

import ipaddress
import re
from dataclasses import dataclass

from . import azure_alias
from .azure_errors import bad, manager, provider
from .azure_zones import shown
from .exchange import Response

METHODS = ("Performance", "Priority", "Weighted", "Geographic", "MultiValue", "Subnet")
ENDPOINTS = ("azureendpoints", "externalendpoints", "nestedendpoints")
PROTOCOLS = ("HTTP", "HTTPS", "TCP")
MEMBERS = {"target", "targetResourceId", "endpointStatus", "endpointMonitorStatus", "weight", "priority", "endpointLocation",
           "minChildEndpoints", "minChildEndpointsIPv4", "minChildEndpointsIPv6", "geoMapping", "subnets", "customHeaders",
           "alwaysServe"}
ENDPOINT = re.compile(r"[A-Za-z0-9._ -]{0,259}[A-Za-z0-9_-]")
MOST_ENDPOINTS, MOST_PROFILES, MOST_TAGS, MOST_HEADERS = 200, 200, 50, 8
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
TAKEN = "A domain name with the given name already exists. Please choose a different DNS prefix for this profile."


@dataclass
class Profile:
    """A profile with its properties as the service shows them."""

    subscription: str
    group: str
    name: str
    properties: dict
    tags: dict

    @property
    def id(self):
        return (f"/subscriptions/{self.subscription}/resourceGroups/{self.group}/providers/Microsoft.Network/"
                f"trafficManagerProfiles/{self.name}")

    def serves_addresses(self, rtype):
        """Whether every endpoint is external and an address of the type A or AAAA."""
        return all(one["type"].lower().endswith("externalendpoints") and family(one["properties"].get("target")) == rtype
                   for one in self.properties["endpoints"])


def family(text):
    """A or AAAA for an address, nothing for anything else."""
    try:
        return {4: "A", 6: "AAAA"}[ipaddress.ip_address(text).version]
    except ValueError:
        return None


def demand(right, message):
    if not right:
        raise bad(message)


def integer(value, name, least, most):
    demand(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most,
           f"The value of '{name}' must be an integer between '{least}' and '{most}'.")
    return value


class Profiles:
    """All profiles of the twin."""

    def __init__(self):
        self.profiles, self.dns = {}, None

    def key(self, call):
        return call.subscription.lower(), call.group.lower(), call.name.lower()

    def by_id(self, wanted):
        return next((one for one in self.profiles.values() if one.id.lower() == wanted.lower()), None)

    def Profiles_CreateOrUpdate(self, call):
        body = call.resource()
        found = self.profiles.get(self.key(call))
        count = sum(key[0] == call.subscription.lower() for key in self.profiles)
        demand(found or count < MOST_PROFILES, f"The subscription holds {MOST_PROFILES} profiles, which is all that it may.")
        profile = Profile(call.subscription, call.group, found.name if found else call.name,
                          self.read(call, call.properties()), read_tags(body.get("tags")))
        self.check_followers(profile)
        self.profiles[self.key(call)] = profile
        return shown(200 if found else 201, self.show(profile))

    def Profiles_Get(self, call):
        return shown(200, self.show(self.found(call)))

    def Profiles_ListByResourceGroup(self, call):
        where = call.subscription.lower(), call.group.lower()
        return shown(200, {"value": [self.show(one) for key, one in self.profiles.items() if key[:2] == where]})

    def Profiles_Delete(self, call):
        found = self.profiles.get(self.key(call))
        if not found:
            return Response(204)
        for zone in self.dns.zones.values():
            demand(not any((one.profile or "").lower() == found.id.lower() for one in zone.followers.values()),
                   f"The profile '{found.name}' cannot be deleted: a record set of the zone '{zone.name}' is linked to it.")
        del self.profiles[self.key(call)]
        azure_alias.release(self.dns, found.id)
        return shown(200, {})

    def Profiles_CheckTrafficManagerRelativeDnsNameAvailability(self, call):
        given = call.json()
        demand(given.get("type", "").lower() == "microsoft.network/trafficmanagerprofiles", "The value of 'type' is not valid.")
        demand(isinstance(given.get("name"), str) and LABEL.fullmatch(given["name"]), "The value of 'name' is not valid.")
        taken = self.is_taken(given["name"], None)
        shown_body = {"name": given["name"], "type": given["type"], "nameAvailable": not taken}
        if taken:
            shown_body |= {"reason": "AlreadyExists", "message": TAKEN}
        return shown(200, shown_body)

    def is_taken(self, name, by):
        """Whether somebody but `by` has a name, here or in a subscription that is not ours."""
        ours = [one.properties["dnsConfig"]["relativeName"].lower() for key, one in self.profiles.items() if key != by]
        return name.lower() in (*ours, *map(str.lower, self.dns.settings.taken_names))

    def check_followers(self, profile):
        """A profile that address sets follow may only hold addresses of theirs."""
        for _, one in azure_alias.pointing_to(self.dns, profile.id):
            demand(one.rtype == "CNAME" or not one.target or profile.serves_addresses(one.rtype),
                   f"The profile '{profile.name}' is the target of address records: its endpoints must be external, and given "
                   "by address.")

    def found(self, call):
        found = self.profiles.get(self.key(call))
        if not found:
            raise provider(404, "NotFound", f"The resource '{call.name}' does not exist.")
        return found

    def read(self, call, given):
        method = given.get("trafficRoutingMethod")
        demand(method in METHODS, f"The value of 'trafficRoutingMethod' must be one of {', '.join(METHODS)}.")
        status = given.get("profileStatus", "Enabled")
        demand(status in ("Enabled", "Disabled"), "The value of 'profileStatus' must be Enabled or Disabled.")
        dns = given.get("dnsConfig")
        demand(isinstance(dns, dict) and isinstance(dns.get("relativeName"), str)
               and LABEL.fullmatch(dns["relativeName"]), "The value of 'dnsConfig.relativeName' is missing or not valid.")
        if self.is_taken(dns["relativeName"], self.key(call)):
            raise provider(409, "Conflict", TAKEN)
        most = given.get("maxReturn")
        demand(most is None or method == "MultiValue", "The value of 'maxReturn' is for the routing method MultiValue alone.")
        if method == "MultiValue":
            integer(most, "maxReturn", 1, 8)
        return {
            "profileStatus": status, "trafficRoutingMethod": method,
            "dnsConfig": {"relativeName": dns["relativeName"], "fqdn": f"{dns['relativeName']}.trafficmanager.net",
                          "ttl": integer(dns.get("ttl", 60), "dnsConfig.ttl", 0, 2147483647)},
            "monitorConfig": read_monitor(given.get("monitorConfig")),
            "endpoints": read_endpoints(call, given.get("endpoints") or [], method),
            "trafficViewEnrollmentStatus": given.get("trafficViewEnrollmentStatus") or "Disabled",
            "maxReturn": most,
        }

    def show(self, profile):
        return {"id": profile.id, "name": profile.name, "type": "Microsoft.Network/trafficManagerProfiles",
                "location": "global", "tags": profile.tags, "properties": profile.properties}


def read_monitor(given):
    demand(isinstance(given, dict) and given.get("protocol") in PROTOCOLS,
           f"The value of 'monitorConfig.protocol' must be one of {', '.join(PROTOCOLS)}.")
    port = integer(given.get("port"), "monitorConfig.port", 1, 65535)
    path = given.get("path")
    demand((path is None) if given["protocol"] == "TCP" else isinstance(path, str) and path.startswith("/"),
           "The value of 'monitorConfig.path' must begin with '/' for HTTP and HTTPS, and be absent for TCP.")
    interval = given.get("intervalInSeconds", 30)
    demand(interval in (10, 30), "The value of 'monitorConfig.intervalInSeconds' must be 10 or 30.")
    timeout = integer(given.get("timeoutInSeconds", 10 if interval == 30 else 9), "monitorConfig.timeoutInSeconds", 5,
                      10 if interval == 30 else 9)
    failures = integer(given.get("toleratedNumberOfFailures", 3), "monitorConfig.toleratedNumberOfFailures", 0, 9)
    monitor = {"profileMonitorStatus": "Inactive", "protocol": given["protocol"], "port": port, "path": path,
               "intervalInSeconds": interval, "toleratedNumberOfFailures": failures, "timeoutInSeconds": timeout}
    if given.get("customHeaders"):
        monitor["customHeaders"] = read_headers(given["customHeaders"], "monitorConfig.customHeaders")
    if given.get("expectedStatusCodeRanges"):
        monitor["expectedStatusCodeRanges"] = read_ranges(given["expectedStatusCodeRanges"], given["protocol"])
    return monitor


def read_headers(given, name):
    right = given is None or isinstance(given, list) and len(given) <= MOST_HEADERS and all(
        isinstance(one, dict) and set(one) == {"name", "value"} and all(isinstance(text, str) and text for text in one.values())
        for one in given)
    demand(right, f"The value of '{name}' is not valid.")
    return given


def read_ranges(given, protocol):
    wrong = "The value of 'monitorConfig.expectedStatusCodeRanges' is not valid."
    demand(protocol != "TCP" and isinstance(given, list) and len(given) <= 8, wrong)
    for one in given:
        demand(isinstance(one, dict) and set(one) == {"min", "max"}, wrong)
        least = integer(one["min"], "expectedStatusCodeRanges.min", 100, 999)
        integer(one["max"], "expectedStatusCodeRanges.max", least, 999)
    return given


def read_tags(given):
    """Tags as the Resource Manager takes them: few, short, and named without regard to case."""
    if given is None:
        return {}
    right = isinstance(given, dict) and all(isinstance(value, str) and len(value) <= 256 for value in given.values()) and all(
        name and len(name) <= 512 and not set(name) & set("<>%&\\?/") for name in given)
    if not right or len(given) > MOST_TAGS or len({name.lower() for name in given}) < len(given):
        raise manager(400, "InvalidTag", "The tags are too many, too long, or named with a character that is not allowed.")
    return dict(given)


def read_endpoints(call, given, method):
    demand(isinstance(given, list) and all(isinstance(one, dict) for one in given), "The value of 'endpoints' is not valid.")
    demand(len(given) <= MOST_ENDPOINTS, f"A profile may have {MOST_ENDPOINTS} endpoints at most.")
    shown_endpoints = [read_endpoint(call, one) for one in given]
    names = [one["name"].lower() for one in shown_endpoints]
    demand(len(set(names)) == len(names), "The names of endpoints must be unique in a profile.")
    targets = [one["properties"].get("target") or one["properties"].get("targetResourceId") for one in shown_endpoints]
    demand(len(set(targets)) == len(targets), "The targets of endpoints must be unique in a profile.")
    kinds = {family(one["properties"].get("target")) is not None for one in shown_endpoints}
    demand(len(kinds) < 2, "Endpoints given by address cannot be in one profile with others.")
    priorities = [one["properties"].get("priority") for one in shown_endpoints]
    stated = [priority for priority in priorities if priority is not None]
    demand(len(stated) in (0, len(priorities)), "The priority must be given for all endpoints or for none.")
    demand(len(set(stated)) == len(stated), "The priorities of endpoints must be unique in a profile.")
    for number, one in enumerate(shown_endpoints, 1):
        one["properties"] = {"weight": 1, "priority": number, **one["properties"]}
    if method == "Geographic":
        places = [place for one in shown_endpoints for place in one["properties"].get("geoMapping") or [None]]
        demand(None not in places and len(set(places)) == len(places),
               "Every endpoint of a profile with the routing method Geographic must have regions of its own.")
    if method == "MultiValue":
        demand(all(family(one["properties"].get("target")) for one in shown_endpoints),
               "Endpoints of a profile with the routing method MultiValue must be addresses.")
    return shown_endpoints


def read_endpoint(call, one):
    kind = str(one.get("type", "")).rpartition("/")[2]
    properties = one.get("properties")
    demand(isinstance(one.get("name"), str) and one["name"] and isinstance(properties, dict),
           "An endpoint must have a name and properties.")
    demand(ENDPOINT.fullmatch(one["name"]), f"The name '{one['name']}' of an endpoint is not valid.")
    demand(kind.lower() in ENDPOINTS, f"The type of the endpoint '{one['name']}' is not valid.")
    external = kind.lower() == "externalendpoints"
    needed = "target" if external else "targetResourceId"
    demand(isinstance(properties.get(needed), str) and properties[needed],
           f"The endpoint '{one['name']}' must have '{needed}'.")
    for name in ("weight", "priority"):
        if properties.get(name) is not None:
            integer(properties[name], f"endpoints.{name}", 1, 1000)
    demand(properties.get("endpointStatus", "Enabled") in ("Enabled", "Disabled"),
           "The value of 'endpointStatus' must be Enabled or Disabled.")
    demand(properties.get("alwaysServe", "Disabled") in ("Enabled", "Disabled"),
           "The value of 'alwaysServe' must be Enabled or Disabled.")
    demand(set(properties) <= MEMBERS, f"The endpoint '{one['name']}' has members that are not known.")
    read_headers(properties.get("customHeaders"), "endpoints.customHeaders")
    path = f"{call.scope}/{kind}/{one['name']}"
    return {"id": path, "name": one["name"], "type": f"Microsoft.Network/trafficManagerProfiles/{kind}",
            "properties": {"endpointStatus": "Enabled", "endpointMonitorStatus": "CheckingEndpoint", **properties}}
