"""A client of the twin for its own suites: nothing but HTTP, no library of Azure's."""

import contextlib
import http.client
import json
import urllib.parse
from dataclasses import dataclass

from .azure import Azure
from .azure_records import STABLE
from .server import serve

GROUP = "Dns-Rg"


@dataclass
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The error's code, of whichever shape."""
        value = self.json()
        return value.get("error", value)["code"]

    @property
    def message(self):
        value = self.json()
        return value.get("error", value)["message"]


def exchange(port, method, target, body=None, headers=None, timeout=10):
    """One request on a connection of its own; OSError or HTTPException if there is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, target, body, headers or {})
        answer = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


class Client:
    """A client that is logged in; paths are relative to the zone `zone`, or to the server if they begin with //."""

    def __init__(self, server, zone="example.com"):
        self.server, self.twin, self.settings = server, server.twin, server.twin.settings
        self.zone, self.version = zone, STABLE
        self.token = self.login()

    def login(self):
        return self.ask_token().json()["access_token"]

    def ask_token(self, tenant=None, **form):
        """What the token endpoint answers; `form` adds to the right form, None takes away."""
        right = {"grant_type": "client_credentials", "client_id": self.settings.client_id,
                 "client_secret": self.settings.client_secret, "scope": "https://management.azure.com/.default"}
        given = {name: value for name, value in {**right, **form}.items() if value is not None}
        return exchange(self.server.port, "POST", f"/{tenant or self.settings.tenant}/oauth2/v2.0/token",
                        urllib.parse.urlencode(given), {"Content-Type": "application/x-www-form-urlencoded"})

    @property
    def group_path(self):
        return f"/subscriptions/{self.settings.subscription}/resourceGroups/{GROUP}"

    @property
    def zone_path(self):
        return f"{self.group_path}/providers/Microsoft.Network/dnsZones/{self.zone}"

    def ask(self, method, path="", body=None, version=None, timeout=10, **headers):
        """Underscores in a header's keyword become hyphens; `body` is JSON unless it is bytes."""
        target = path[1:] if path.startswith("//") else self.zone_path + path
        if "api-version=" not in target:
            target += f"{'&' if '?' in target else '?'}api-version={version or self.version}"
        sent = {"Authorization": f"Bearer {self.token}"} | {k.replace("_", "-"): v for k, v in headers.items()}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, bytes) else json.dumps(body).encode()
        return exchange(self.server.port, method, target, body, {k: v for k, v in sent.items() if v}, timeout)

    def follow(self, link):
        """GET of an absolute link."""
        parts = urllib.parse.urlsplit(link)
        return exchange(self.server.port, "GET", f"{parts.path}?{parts.query}", None,
                        {"Authorization": f"Bearer {self.token}"})

    def pages(self, path):
        """Every page of a list."""
        answer = self.ask("GET", path)
        found = [answer.json()]
        while link := found[-1].get("nextLink"):
            found.append(self.follow(link).json())
        return found

    def put(self, path, ttl=300, version=None, headers=None, **records):
        """PUT of a set: `put("/A/www", ARecords=[…])`."""
        return self.ask("PUT", path, {"properties": {"TTL": ttl, **records}}, version, **(headers or {}))


@contextlib.contextmanager
def client(zone="example.com", **settings):
    """A fresh twin with the zone in it, and a client of it."""
    twin = Azure(**settings)
    with serve(twin) as server:
        found = Client(server, zone)
        if zone:
            twin.seed(zone)
        yield found
        if twin.log.defects:
            raise AssertionError("the twin failed:\n" + "\n".join(twin.log.defects))
