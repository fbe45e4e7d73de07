"""One request, its answer, and the record of both."""

import hashlib
import json
import re
import threading
import urllib.parse
from dataclasses import dataclass, field

SECRET_HEADERS = ("authorization", "x-amz-security-token", "x-ms-authorization-auxiliary", "x-identity-header")
SECRET_FIELDS = re.compile(
    r"((?:client_secret|client_assertion|access_token|WebIdentityToken|SessionToken|SecretAccessKey)"
    r"(?:=|\"\s*:\s*\"|>))([^&\"<]+)")


@dataclass
class Request:
    """What a client sent. `path` is percent-decoded, `raw_path` is not; header names are in lower case."""

    method: str
    raw_path: str
    raw_query: str
    headers: dict
    body: bytes
    number: int = 0
    operation: str = ""
    base: str = ""
    """Scheme and authority that the client reached, such as `http://127.0.0.1:8081`."""

    @property
    def path(self):
        return urllib.parse.unquote(self.raw_path)

    @property
    def query(self):
        """The first value of each parameter; one without a value is empty."""
        pairs = urllib.parse.parse_qsl(self.raw_query, keep_blank_values=True)
        return {name: value for name, value in reversed(pairs)}

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    def json(self):
        return json.loads(self.body or b"null")


@dataclass
class Response:
    """What a twin answers; Date, Content-Length and Connection are the server's business."""

    status: int
    body: bytes = b""
    headers: dict = field(default_factory=dict)


def json_response(status, value, **headers):
    """A JSON answer; underscores in a header's keyword become hyphens."""
    named = {name.replace("_", "-"): str(text) for name, text in headers.items()}
    return Response(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def masked(name, value):
    """A header fit for a log: of a secret, only a digest to tell two apart; an access key id keeps four letters."""
    if name not in SECRET_HEADERS:
        return value
    digest = hashlib.sha256(value.encode()).hexdigest()[:8]
    found = re.match(r"(AWS4-HMAC-SHA256) Credential=(\w{4})\w*(/[^,]+)", value)
    if found:
        return f"{found[1]} Credential={found[2]}…{found[3]} #{digest}"
    scheme = value.split(" ")[0] + " " if " " in value else ""
    return f"{scheme}… #{digest}"


class Log:
    """Every API request in order of arrival; entries are dictionaries that JSON can hold.

    `defects` holds the tracebacks of the twin's own failures; a suite must find it empty.
    """

    def __init__(self):
        self.lock, self.entries, self.defects = threading.Lock(), [], []

    def open(self, request, time):
        """Notes the arrival; `status` stays None for as long as nothing was answered."""
        entry = {
            "number": 0, "method": request.method, "path": request.path, "query": request.query,
            "headers": {name: masked(name, value) for name, value in request.headers.items()},
            "body": SECRET_FIELDS.sub(r"\1…", request.text), "operation": request.operation,
            "time": time, "seconds": None, "status": None, "faults": [],
        }
        with self.lock:
            self.entries.append(entry)
            request.number = entry["number"] = len(self.entries)
        return entry

    def clear(self):
        with self.lock:
            self.entries = []

    def of(self, *operations):
        """The entries of these operations."""
        with self.lock:
            return [entry for entry in self.entries if entry["operation"] in operations]

    def __iter__(self):
        with self.lock:
            return iter(list(self.entries))

    def __len__(self):
        return len(self.entries)
