"""The two shapes in which Azure refuses: flat by the DNS provider, nested by the Resource Manager in front of it."""

import json

from .exchange import Response

JSON = {"Content-Type": "application/json; charset=utf-8"}


class Refused(Exception):
    """A request that ends in an error. `source` is "provider" (flat) or "manager" (nested)."""

    def __init__(self, status, code, message, source="manager", headers=None):
        super().__init__(message)
        self.status, self.code, self.message, self.source = status, code, message, source
        self.headers = headers or {}

    def response(self):
        error = {"code": self.code, "message": self.message}
        body = error if self.source == "provider" else {"error": error}
        gateway = {"x-ms-failure-cause": "gateway"} if self.source == "manager" else {}
        return Response(self.status, json.dumps(body).encode(), {**JSON, **gateway, **self.headers})


def provider(status, code, message):
    """Refused by the DNS provider."""
    return Refused(status, code, message, source="provider")


def manager(status, code, message, **headers):
    """Refused by the Resource Manager; underscores in a header's keyword become hyphens."""
    named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Refused(status, code, message, headers=named)


def bad(message):
    """What the provider says to data that it does not take."""
    return provider(400, "BadRequest", message)


def throttled(code, message, seconds):
    """Too many requests; `seconds` until the next may come."""
    wait = max(1, -int(-seconds // 1))
    return manager(429, code, f"{message} Please try again after '{wait}' seconds.", Retry_After=wait)
