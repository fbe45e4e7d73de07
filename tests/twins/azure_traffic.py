"""Traffic Manager profiles, as far as a zone can lead to them: PUT, GET, DELETE and lists."""

import ipaddress
import re
from dataclasses import dataclass

from . import azure_alias
from .azure_errors import bad, provider
from .azure_zones import shown
from .exchange import Response

METHODS = ("Performance", "Priority", "Weighted", "Geographic", "MultiValue", "Subnet")
ENDPOINTS = ("azureendpoints", "externalendpoints", "nestedendpoints")
PROTOCOLS = ("HTTP", "HTTPS", "TCP")
LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


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

    def serves_addresses(self):
        """Whether every endpoint is external and an address."""
        return all(one["type"].lower().endswith("externalendpoints") and is_address(one["properties"].get("target"))
                   for one in self.properties["endpoints"])


def is_address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


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
        profile = Profile(call.subscription, call.group, found.name if found else call.name,
                          self.read(call, call.properties()), dict(body.get("tags") or {}))
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
        taken = any(one.properties["dnsConfig"]["relativeName"].lower() == dns["relativeName"].lower()
                    for key, one in self.profiles.items() if key != self.key(call))
        if taken:
            raise provider(409, "Conflict", "A domain name with the given name already exists. Please choose a different "
                                            "DNS prefix for this profile.")
        return {
            "profileStatus": status, "trafficRoutingMethod": method,
            "dnsConfig": {"relativeName": dns["relativeName"], "fqdn": f"{dns['relativeName']}.trafficmanager.net",
                          "ttl": integer(dns.get("ttl", 60), "dnsConfig.ttl", 0, 2147483647)},
            "monitorConfig": read_monitor(given.get("monitorConfig")),
            "endpoints": read_endpoints(call, given.get("endpoints") or [], method),
            "trafficViewEnrollmentStatus": "Disabled", "maxReturn": given.get("maxReturn"),
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
    for name, members in (("customHeaders", {"name", "value"}), ("expectedStatusCodeRanges", {"min", "max"})):
        if given.get(name):
            demand(isinstance(given[name], list) and all(isinstance(one, dict) and set(one) == members for one in given[name]),
                   f"The value of 'monitorConfig.{name}' is not valid.")
            monitor[name] = given[name]
    return monitor


def read_endpoints(call, given, method):
    demand(isinstance(given, list) and all(isinstance(one, dict) for one in given), "The value of 'endpoints' is not valid.")
    shown_endpoints = [read_endpoint(call, one) for one in given]
    names = [one["name"].lower() for one in shown_endpoints]
    demand(len(set(names)) == len(names), "The names of endpoints must be unique in a profile.")
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
        demand(all(is_address(one["properties"].get("target")) for one in shown_endpoints),
               "Endpoints of a profile with the routing method MultiValue must be addresses.")
    return shown_endpoints


def read_endpoint(call, one):
    kind = str(one.get("type", "")).rpartition("/")[2]
    properties = one.get("properties")
    demand(isinstance(one.get("name"), str) and one["name"] and isinstance(properties, dict),
           "An endpoint must have a name and properties.")
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
    path = f"{call.scope}/{kind}/{one['name']}"
    return {"id": path, "name": one["name"], "type": f"Microsoft.Network/trafficManagerProfiles/{kind}",
            "properties": {"endpointStatus": "Enabled", "endpointMonitorStatus": "CheckingEndpoint", **properties}}
