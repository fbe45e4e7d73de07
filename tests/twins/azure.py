"""A strict double of Azure DNS: the Resource Manager with its login, limits, locks and permissions, before the provider.

`azure_dns` knows the zones' rules, `azure_records` the data's, `azure_login` the tokens, `azure_limits` the rates,
`azure_alias` and `azure_traffic` the resources that sets can follow, `azure_incidents` the faults of this provider.
"""

import dataclasses
import fnmatch
import json
import uuid

from . import azure_login
from .azure_call import check_type, read_call
from .azure_dns import Dns
from .azure_errors import Refused, manager
from .azure_incidents import Incident
from .azure_limits import Limits
from .azure_login import Login
from .azure_records import PREVIEW, TYPES
from .azure_settings import Settings
from .azure_traffic import Profiles
from .azure_zones import shown
from .exchange import Request, Response
from .server import Twin

WRITES = ("PUT", "PATCH", "DELETE")
LOCKED = {"CanNotDelete": ("DELETE",), "ReadOnly": WRITES}


class Azure(Twin):
    """The twin; keywords are settings, see `azure_settings`, and `server.Twin` for what a suite can do with it."""

    def __init__(self, **settings):
        super().__init__()
        self.settings = Settings()
        self.incidents = []
        self.clear()
        self.configure(settings)

    # What the server asks

    def operation(self, request):
        if which := azure_login.route(request.method, request.path):
            return azure_login.OPERATIONS[which]
        return read_call(request).operation or "Unknown"

    def is_write(self, request):
        return request.method in WRITES and azure_login.route(request.method, request.path) is None

    def handle(self, request):
        if which := azure_login.route(request.method, request.path):
            return self.login.handle(which, request)
        headers = {}
        try:
            response = self.manage(request, headers)
        except Refused as refused:
            response = refused.response()
        response.headers = {**self.usual(request), **headers, **response.headers}
        return response

    def refusal(self, fault, request):
        with self.lock:
            if azure_login.route(request.method, request.path):
                return self.login.refusal(fault, request)
            return self.refused(fault, request).response()

    def refused(self, fault, request):
        if fault.kind == "throttle":
            seconds = 5 if fault.seconds is None else int(fault.seconds)
            return manager(429, "ResourceRequestsThrottled",
                           f"Number of requests for action '{read_call(request).action}' exceeded the limit of '200' for "
                           f"time interval '00:01:00'. Please try again after '{seconds}' seconds.", Retry_After=seconds)
        if fault.kind == "expired":
            self.login.revoke(request)
            return self.login.expired(self.clock.now() - 1)
        if fault.kind == "denied":
            return self.denied(read_call(request))
        if fault.kind == "503":
            return manager(503, "ServerTimeout", "The request timed out. Diagnostic information: timestamp "
                                                 f"'{self.clock.date()}'.")
        return Refused(500, "InternalServerError", "The server encountered an internal error. Please retry the request.",
                       source="provider")

    def clear(self):
        self.limits = Limits(self.settings, self.clock.elapsed)
        self.login = Login(self.settings, self.clock)
        self.profiles = Profiles()
        self.dns = Dns(self.settings, self.limits, self.profiles)
        self.profiles.dns = self.dns
        self.locks, self.groups = {}, {}

    def configure(self, values):
        """As in the base class; `incidents` begin anew."""
        incidents = [Incident(**one) for one in values.get("incidents", [])]
        super().configure(values)
        self.settings.check()
        if "incidents" in values:
            self.incidents = incidents

    def edit(self, edit):
        """A change by somebody else, without login, guard or rate: ValueError if the service would refuse its data.

        Either a request ({"method", "path", "body"}; the path may lack the api-version), or a zone with sets to put
        ({"zone", "sets": [{"type", "name", "properties"}], "group"}), which comes into being if it is not there.
        """
        with self.lock:
            if "zone" in edit:
                self.seed(**edit)
            else:
                self.act(**edit)

    def state(self):
        return {
            "zones": self.dns.state(), "locks": self.locks,
            "profiles": [self.profiles.show(one) for one in self.profiles.profiles.values()],
            "secrets": [self.settings.client_secret, self.settings.github_request_token, self.settings.identity_header,
                        *self.login.tokens, *self.login.assertions],
            "incidents": [dataclasses.asdict(one) for one in self.incidents],
        }

    # The Resource Manager

    def usual(self, request):
        """Headers that every answer has."""
        number = str(uuid.uuid4())
        return {
            "Cache-Control": "private", "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
            "X-Content-Type-Options": "nosniff", "x-ms-request-id": number, "x-ms-correlation-request-id": number,
            "x-ms-routing-request-id": f"TWIN:{self.clock.date()}:{number}",
        }

    def manage(self, request, headers):
        """The stations of a request in their order; `headers` takes the counters, whatever comes of it."""
        call = read_call(request)
        call.principal = self.login.authenticate(request)
        check_type(call)
        if call.resource_kind != "names" and call.subscription.lower() != self.settings.subscription.lower():
            raise manager(404, "SubscriptionNotFound", f"The subscription '{call.subscription}' could not be found.")
        struck = [one for one in self.incidents if one.strikes(call.operation, self.is_write(request))]
        headers |= self.admit(call)
        self.authorize(call)
        self.check_group(call)
        self.check_locks(call)
        for incident in struck:
            if incident.kind == "busy":
                raise manager(incident.status, "RetryableErrorDueToAnotherOperation",
                              "Another operation on this or dependent resource is in progress.")
        return self.perform(call, struck)

    def perform(self, call, struck=()):
        self.dns.incidents = struck
        for owner in (self.dns, self.profiles, self):
            if found := getattr(owner, call.operation, None):
                return found(call)
        raise manager(404, "InvalidResourceType", f"The path '{call.scope}' is not served.")

    def admit(self, call):
        operation = call.operation
        if operation == "RecordSets_CreateOrUpdate":
            operation = "RecordSets_Replace" if self.dns.exists(call) else "RecordSets_Create"
        resource = f"{call.subscription}/{call.group}/{call.zone}".lower()
        return self.limits.admit(call.kind, call.principal.object, call.subscription, resource, operation, call.action)

    def authorize(self, call):
        if any(fnmatch.fnmatchcase(call.action.lower(), one.lower()) for one in self.settings.denied_actions):
            raise self.denied(call)

    def denied(self, call):
        return manager(
            403, "AuthorizationFailed",
            f"The client '{self.settings.client_id}' with object id '{self.settings.object_id}' does not have authorization "
            f"to perform action '{call.action}' over scope '{call.scope}' or the scope is invalid. If access was recently "
            "granted, please refresh your credentials.")

    def check_group(self, call):
        known = [one.lower() for one in self.settings.resource_groups]
        if call.group and call.operation != "ResourceGroups_CreateOrUpdate" and call.group.lower() not in known:
            raise manager(404, "ResourceGroupNotFound", f"Resource group '{call.group}' could not be found.")

    def check_locks(self, call):
        if call.resource_kind == "lock":
            return
        scope = call.scope.lower() + "/"
        over = [lock["scope"] for lock in self.locks.values()
                if scope.startswith(lock["scope"].lower() + "/") and call.method in LOCKED[lock["level"]]]
        if over:
            verb = "delete" if call.method == "DELETE" else "write"
            raise manager(409, "ScopeLocked",
                          f"The scope '{call.scope}' cannot perform {verb} operation because following scope(s) are locked: "
                          f"'{over[0]}'. Please remove the lock and try again.")

    # Operations of its own

    def ResourceGroups_Get(self, call):
        name = next(one for one in self.settings.resource_groups if one.lower() == call.group.lower())
        return shown(200, show_group(call.subscription, name))

    def ResourceGroups_CreateOrUpdate(self, call):
        call.json()
        known = [one.lower() for one in self.settings.resource_groups]
        if call.group.lower() in known:
            return self.ResourceGroups_Get(call)
        self.settings.resource_groups = [*self.settings.resource_groups, call.group]
        return shown(201, show_group(call.subscription, call.group))

    def Locks_CreateOrUpdateByScope(self, call):
        level = call.properties().get("level")
        if level not in LOCKED:
            raise manager(400, "InvalidLockLevel", f"The lock level '{level}' is not valid.")
        found = self.locks.get(self.lock_key(call))
        self.locks[self.lock_key(call)] = {"scope": call.scope, "level": level, "name": call.name}
        return shown(200 if found else 201, self.show_lock(call))

    def Locks_GetByScope(self, call):
        if self.lock_key(call) not in self.locks:
            raise manager(404, "LockNotFound", f"The lock '{call.name}' could not be found.")
        return shown(200, self.show_lock(call))

    def Locks_DeleteByScope(self, call):
        return Response(200 if self.locks.pop(self.lock_key(call), None) else 204)

    def lock_key(self, call):
        return f"{call.scope}/{call.name}".lower()

    def show_lock(self, call):
        return {"id": f"{call.scope}/providers/Microsoft.Authorization/locks/{call.name}", "name": call.name,
                "type": "Microsoft.Authorization/locks", "properties": {"level": self.locks[self.lock_key(call)]["level"]}}

    # What others do

    def act(self, method, path, body=None):
        path, _, query = path.partition("?")
        headers = {"content-type": "application/json"}
        request = Request(method, path, query or f"api-version={PREVIEW}", headers, json.dumps(body).encode())
        call = read_call(request)
        if not call.operation:
            raise ValueError(f"no operation is {method} {path}")
        call.principal = azure_login.Principal("", "", "", "", 0, 0)
        incidents = self.dns.incidents
        try:
            return self.perform(call)
        except Refused as refused:
            raise ValueError(f"{method} {path}: {refused}") from None
        finally:
            self.dns.incidents = incidents

    def seed(self, zone, sets=(), group=None):
        """Puts sets ({"type", "name", "properties"}) into a zone, which it creates if need be."""
        group = group or self.settings.resource_groups[0]
        path = (f"/subscriptions/{self.settings.subscription}/resourceGroups/{group}/providers/Microsoft.Network/dnsZones/"
                f"{zone}")
        # Requests are handled under this lock: without it, a set could be put between the guard of a write and the write.
        with self.lock:
            self.act("PUT", path, {"location": "global"})
            for one in sets:
                if one["type"] not in TYPES:
                    raise ValueError(f"no record type is {one['type']!r}")
                self.act("PUT", f"{path}/{one['type']}/{one['name']}", {"properties": one["properties"]})
        return path


def show_group(subscription, name):
    return {"id": f"/subscriptions/{subscription}/resourceGroups/{name}", "name": name,
            "type": "Microsoft.Resources/resourceGroups", "location": "westeurope",
            "properties": {"provisioningState": "Succeeded"}}
