"""Who hands out tokens, and who has one: doubles of Entra ID, GitHub's OIDC endpoint and the managed identities.

    POST /{tenant}/oauth2/v2.0/token                      client_secret or client_assertion
    GET  /github/oidc?api-version=2.0&audience=…          what ACTIONS_ID_TOKEN_REQUEST_URL is for
    GET  /metadata/identity/oauth2/token                  the Instance Metadata Service, with `Metadata: true`
    GET  /msi/token                                       App Service (IDENTITY_ENDPOINT), with X-IDENTITY-HEADER

and the routes that Microsoft's own library asks for first. Tokens look like JSON Web Tokens but are random where the
signature would be: one is good if this process issued it.
"""

import base64
import datetime
import json
import secrets
import urllib.parse
import uuid
from dataclasses import dataclass

from .azure_errors import JSON, manager
from .azure_settings import ARM
from .exchange import Response

SCOPES = tuple(f"{audience}.default" for audience in (ARM, ARM[:-1] + "//", "https://management.core.windows.net/"))
AUDIENCES = (ARM, ARM[:-1], "https://management.core.windows.net/", "https://management.core.windows.net")
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
OPERATIONS = {
    "token": "Login_Token", "oidc": "Login_GitHub", "imds": "Login_InstanceMetadata", "msi": "Login_AppService",
    "discovery": "Login_Discovery",
}


def route(method, path):
    """Which of the doubles a path belongs to, or None."""
    parts = [part for part in path.split("/") if part]
    if len(parts) < 2 or parts[0].lower() == "subscriptions":
        return None
    if parts == ["github", "oidc"]:
        return "oidc"
    if path == "/metadata/identity/oauth2/token":
        return "imds"
    if parts == ["msi", "token"]:
        return "msi"
    if parts[1:] in (["oauth2", "v2.0", "token"], ["oauth2", "token"]):
        return "token"
    known = (["discovery", "instance"], ["v2.0", ".well-known", "openid-configuration"],
             [".well-known", "openid-configuration"], ["discovery", "v2.0", "keys"])
    return "discovery" if parts[1:] in known else None


def answer(status, value):
    return Response(status, json.dumps(value).encode(), {**JSON, "Cache-Control": "no-store, no-cache"})


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@dataclass
class Principal:
    """Whom a token speaks for, and for how long (seconds since 1970)."""

    client: str
    object: str
    tenant: str
    audience: str
    begins: float
    ends: float


class Login:
    """All tokens and assertions of the twin."""

    def __init__(self, settings, clock):
        self.settings, self.clock = settings, clock
        self.tokens, self.assertions = {}, {}

    def handle(self, which, request):
        return getattr(self, which)(request)

    # Entra ID

    def token(self, request):
        tenant = request.path.split("/")[1]
        form = dict(urllib.parse.parse_qsl(request.text, keep_blank_values=True))
        if request.method != "POST":
            return self.entra(request, 405, "invalid_request", 900561, "The endpoint only accepts POST, OPTIONS requests.")
        if tenant.lower() not in (self.settings.tenant, "adfs"):
            return self.entra(request, 400, "invalid_request", 90002,
                              f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
                              "signing into the correct cloud. Check with your subscription administrator, this may happen "
                              "if there are no active subscriptions for the tenant.")
        if form.get("grant_type") != "client_credentials":
            return self.entra(request, 400, "unsupported_grant_type", 70003,
                              "The app requested an unsupported grant type.")
        # The twin's own address is the name of the Resource Manager for whoever was given it as the endpoint.
        if form.get("scope") not in (*SCOPES, f"{request.base}/.default") and form.get("resource") not in AUDIENCES:
            return self.entra(request, 400, "invalid_scope", 1002012,
                              f"The provided value for scope {form.get('scope')} is not valid. Client credential flows must "
                              "have a scope value with /.default suffixed to the resource identifier (application ID URI).")
        if form.get("client_id", "").lower() != self.settings.client_id:
            return self.entra(request, 400, "unauthorized_client", 700016,
                              f"Application with identifier '{form.get('client_id')}' was not found in the directory "
                              f"'{tenant}'. This can happen if the application has not been installed by the administrator "
                              "of the tenant or consented to by any user in the tenant. You may have sent your "
                              "authentication request to the wrong tenant.")
        if "client_assertion" in form:
            refusal = self.assertion_refused(request, form)
        elif "client_secret" in form:
            refusal = self.secret_refused(request, form["client_secret"])
        else:
            refusal = self.entra(request, 401, "invalid_client", 7000218,
                                 "The request body must contain the following parameter: 'client_assertion' or "
                                 "'client_secret'.")
        if refusal:
            return refusal
        token, principal = self.issue(ARM)
        lasts = int(principal.ends - principal.begins)
        return answer(200, {"token_type": "Bearer", "expires_in": lasts, "ext_expires_in": lasts, "access_token": token})

    def secret_refused(self, request, secret):
        if secrets.compare_digest(secret.encode(), self.settings.client_secret.encode()):
            return None
        return self.entra(request, 401, "invalid_client", 7000215,
                          "Invalid client secret provided. Ensure the secret being sent in the request is the client secret "
                          f"value, not the client secret ID, for a secret added to app '{self.settings.client_id}'.")

    def assertion_refused(self, request, form):
        claims = self.assertions.get(form["client_assertion"])
        if form.get("client_assertion_type") != ASSERTION or claims is None:
            return self.entra(request, 400, "invalid_request", 50027, "JWT token is invalid or malformed.")
        for number, claim, what, wanted in (
                (700211, "iss", "issuer", self.settings.federated_issuer),
                (700212, "aud", "audience", self.settings.federated_audience),
                (700213, "sub", "subject", self.settings.federated_subject)):
            if claims[claim] != wanted:
                return self.entra(
                    request, 401, "invalid_client", number,
                    f"No matching federated identity record found for presented assertion {what} '{claims[claim]}'. Check "
                    "your federated identity credential Subject, Audience and Issuer against the presented assertion. "
                    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation")
        now = self.clock.now()
        if not claims["nbf"] <= now < claims["exp"]:
            return self.entra(request, 401, "invalid_client", 700024,
                              f"Client assertion is not within its valid time range. Current time: {iso(now)}, assertion "
                              f"valid from {iso(claims['nbf'])}, expiry time of assertion {iso(claims['exp'])}. Review the "
                              "documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials "
                              ".")
        return None

    def entra(self, request, status, error, number, text):
        """An error as Entra ID words it."""
        trace, correlation, now = uuid.uuid4(), uuid.uuid4(), iso(self.clock.now()).replace("T", " ")
        return answer(status, {
            "error": error,
            "error_description": f"AADSTS{number}: {text} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {now}",
            "error_codes": [number], "timestamp": now, "trace_id": str(trace), "correlation_id": str(correlation),
            "error_uri": f"https://login.microsoftonline.com/error?code={number}",
        })

    def refusal(self, fault, request):
        """What a fault of `faults` makes of a login."""
        if fault.kind in ("expired", "denied"):
            return self.entra(request, 401, "invalid_client", 7000222,
                              f"The provided client secret keys for app '{self.settings.client_id}' are expired.")
        status = 429 if fault.kind == "throttle" else int(fault.kind)
        response = self.entra(request, status, "temporarily_unavailable", 90033,
                              "A transient error has occurred. Please try again.")
        if fault.kind == "throttle":
            response.headers["Retry-After"] = str(int(5 if fault.seconds is None else fault.seconds))
        return response

    def discovery(self, request):
        parts = request.path.strip("/").split("/")
        here = f"{request.base}/{parts[0]}"
        version = "" if parts[0] == "adfs" else "/v2.0"
        if parts[-1] == "keys":
            return answer(200, {"keys": []})
        if parts[-1] == "instance":
            asked = request.query.get("authorization_endpoint", "")
            tenant = urllib.parse.urlsplit(asked).path.strip("/").split("/")[0] or self.settings.tenant
            host = urllib.parse.urlsplit(request.base).netloc
            return answer(200, {
                "tenant_discovery_endpoint": f"{request.base}/{tenant}/v2.0/.well-known/openid-configuration",
                "api-version": "1.1",
                "metadata": [{"preferred_network": host, "preferred_cache": host, "aliases": [host]}],
            })
        return answer(200, {
            "token_endpoint": f"{here}/oauth2{version}/token", "authorization_endpoint": f"{here}/oauth2{version}/authorize",
            "device_authorization_endpoint": f"{here}/oauth2{version}/devicecode", "issuer": f"{here}{version}",
            "jwks_uri": f"{here}/discovery/v2.0/keys", "response_types_supported": ["code", "token"],
        })

    # Assertions and managed identities

    def oidc(self, request):
        """GitHub's endpoint inside a workflow."""
        wanted = f"bearer {self.settings.github_request_token}"
        if request.headers.get("authorization", "").lower() != wanted.lower():
            return answer(401, {"message": "Unable to authenticate the request."})
        audience = request.query.get("audience", "https://github.com/example")
        return answer(200, {"count": 1, "value": self.assertion(self.settings.github_subject, audience)})

    def assertion(self, subject, audience, issuer="https://token.actions.githubusercontent.com"):
        """A token of another party that speaks of `subject`."""
        now = int(self.clock.now())
        claims = {"iss": issuer, "sub": subject, "aud": audience, "jti": str(uuid.uuid4()), "iat": now, "nbf": now - 60,
                  "exp": now + self.settings.assertion_seconds}
        token = f"{segment({'typ': 'JWT', 'alg': 'RS256'})}.{segment(claims)}.{secrets.token_urlsafe(64)}"
        self.assertions[token] = claims
        return token

    def imds(self, request):
        if request.headers.get("metadata") != "true":
            return answer(400, {"error": "invalid_request", "error_description": "Required metadata header not specified"})
        return self.managed(request, "2018-02-01")

    def msi(self, request):
        if request.headers.get("x-identity-header") != self.settings.identity_header:
            return answer(401, {"statusCode": 401, "message": "The request is missing a valid X-IDENTITY-HEADER."})
        return self.managed(request, "2019-08-01")

    def managed(self, request, version):
        """What a managed identity's endpoint answers, which knows one version."""
        if request.query.get("api-version") != version or request.method != "GET":
            return answer(400, {"error": "invalid_request", "error_description": "Required query variable 'api-version' is "
                                                                               "missing or not supported"})
        if request.query.get("resource") not in AUDIENCES:
            return answer(400, {"error": "invalid_resource",
                                "error_description": "AADSTS500011: The resource principal named "
                                                     f"{request.query.get('resource')} was not found in the tenant."})
        if request.query.get("client_id", self.settings.client_id).lower() != self.settings.client_id:
            return answer(400, {"error": "invalid_request", "error_description": "Identity not found"})
        token, principal = self.issue(request.query["resource"])
        lasts = int(principal.ends - principal.begins)
        return answer(200, {
            "access_token": token, "client_id": self.settings.client_id, "expires_in": str(lasts),
            "expires_on": str(int(principal.ends)), "ext_expires_in": str(lasts), "not_before": str(int(principal.begins)),
            "resource": request.query["resource"], "token_type": "Bearer",
        })

    # Tokens

    def issue(self, audience):
        now = self.clock.now()
        principal = Principal(self.settings.client_id, self.settings.object_id, self.settings.tenant, audience, now,
                              now + self.settings.token_seconds)
        claims = {"aud": audience, "appid": principal.client, "oid": principal.object, "tid": principal.tenant,
                  "nbf": int(now), "exp": int(principal.ends), "iss": f"https://sts.windows.net/{principal.tenant}/"}
        token = f"{segment({'typ': 'JWT', 'alg': 'RS256'})}.{segment(claims)}.{secrets.token_urlsafe(128)}"
        self.tokens[token] = principal
        return token, principal

    def authenticate(self, request):
        """The principal of an ARM request, or the Resource Manager's refusal."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not token:
            raise self.unauthenticated("AuthenticationFailed",
                                       "Authentication failed. The 'Authorization' header is missing.")
        principal = self.tokens.get(token)
        if not principal:
            raise self.unauthenticated("InvalidAuthenticationToken", "The access token is invalid.")
        now = self.clock.now()
        if now >= principal.ends:
            raise self.expired(principal.ends)
        # The service grants five minutes to clocks that are fast.
        if now < principal.begins - 300:
            raise self.unauthenticated("InvalidAuthenticationToken",
                                       f"The access token is not yet valid: it begins at '{iso(principal.begins)}', the "
                                       f"current UTC time is '{iso(now)}'.")
        return principal

    def expired(self, ended):
        return self.unauthenticated("ExpiredAuthenticationToken",
                                    f"The access token expiry UTC time '{iso(ended)}' is earlier than current UTC time "
                                    f"'{iso(self.clock.now())}'.")

    def unauthenticated(self, code, text):
        where = f"https://login.windows.net/{self.settings.tenant}"
        return manager(401, code, text,
                       WWW_Authenticate=f'Bearer authorization_uri="{where}", error="invalid_token", '
                                        f'error_description="{text}"')

    def revoke(self, request):
        """The request's token is good no more."""
        self.tokens.pop(request.headers.get("authorization", "").partition(" ")[2], None)


def iso(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
