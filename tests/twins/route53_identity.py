"""Who calls, and whether to believe it: AWS Signature Version 4, keys, role sessions, and the STS double.

Every request must be signed. A long-term key is believed as it is, unless `settings.keys` names the keys that exist with
their secrets; then, and for every session that the STS double gave out, the signature is computed anew and compared.
"""

import base64
import datetime
import fnmatch
import hashlib
import hmac
import json
import re
import urllib.parse

from . import route53_xml as xml
from .exchange import Response
from .refusal import Refusal

ACCOUNT = "123456789012"
TOLERANCE = 300
"""Seconds that a signature's time may differ from the service's clock."""

HEADER = re.compile(r"AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})\s*$")
ROLE = re.compile(r"arn:aws:iam::(\d{12}):role/(?:[\w+=,.@/-]*/)?([\w+=,.@-]+)$")
STAMP = "%Y%m%dT%H%M%SZ"


class Session:
    """Temporary credentials of an assumed role."""

    def __init__(self, key, secret, token, arn, expires):
        self.key, self.secret, self.token, self.arn, self.expires = key, secret, token, arn, expires


def stamp(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).strftime(STAMP)


def iso(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z"


class Identities:
    """The keys and sessions of one account."""

    def __init__(self, settings, clock, random):
        self.settings, self.clock, self.random, self.sessions = settings, clock, random, {}

    def caller(self, request, service):
        """The ARN of who signed this request; raises what AWS answers to a bad signature."""
        found = HEADER.match(request.headers.get("authorization", ""))
        if not found:
            if "authorization" in request.headers:
                raise Refusal(400, "IncompleteSignature", "Authorization header requires 'Credential', 'SignedHeaders' and "
                                                          "'Signature' parameters.")
            raise Refusal(403, "MissingAuthenticationToken", "Missing Authentication Token")
        scope = found[1].split("/")
        if len(scope) != 5 or scope[4] != "aws4_request":
            raise Refusal(400, "IncompleteSignature", "Credential must have exactly 5 slash-delimited elements.")
        key, date, region, named, _ = scope
        if named != service or (service == "route53" and region != "us-east-1"):
            raise Refusal(403, "SignatureDoesNotMatch",
                          f"Credential should be scoped to a valid region, not '{region}'." if named == service else
                          f"Credential should be scoped to correct service: '{service}'.")
        self.check_time(request, date)
        return self.check_key(request, key, scope, found)

    def check_time(self, request, date):
        text, now = request.headers.get("x-amz-date", ""), self.clock.now()
        try:
            moment = datetime.datetime.strptime(text, STAMP).replace(tzinfo=datetime.timezone.utc).timestamp()
        except ValueError:
            raise Refusal(400, "IncompleteSignature", f"Date in Credential scope needs a valid X-Amz-Date, not '{text}'") from None
        code = self.settings.skew_code
        if moment < now - TOLERANCE:
            raise Refusal(403, code, f"Signature expired: {text} is now earlier than {stamp(now - TOLERANCE)} ({stamp(now)} - 5 min.)")
        if moment > now + TOLERANCE:
            raise Refusal(403, code, f"Signature not yet current: {text} is still later than {stamp(now + TOLERANCE)} "
                                     f"({stamp(now)} + 5 min.)")
        if date != text[:8]:
            raise Refusal(403, "SignatureDoesNotMatch", f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
                                                        f"date from HTTP: '{date}' != '{text[:8]}'.")

    def check_key(self, request, key, scope, found):
        invalid = Refusal(403, "InvalidClientTokenId", "The security token included in the request is invalid.")
        token = request.headers.get("x-amz-security-token")
        session = self.sessions.get(key)
        if session:
            if token != session.token:
                raise invalid
            if self.clock.now() >= session.expires:
                raise Refusal(403, "ExpiredToken", "The security token included in the request is expired")
            self.check_signature(request, session.secret, scope, found)
            return session.arn
        if self.settings.keys:
            if key not in self.settings.keys:
                raise invalid
            self.check_signature(request, self.settings.keys[key], scope, found)
        return f"arn:aws:iam::{ACCOUNT}:user/{self.settings.user}"

    @staticmethod
    def check_signature(request, secret, scope, found):
        if not hmac.compare_digest(signature(request, secret, scope, found[2]), found[3]):
            raise Refusal(403, "SignatureDoesNotMatch",
                          "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                          "Access Key and signing method. Consult the service documentation for details.")

    def authorise(self, caller, action, resource):
        """Raises AccessDenied if `settings.denied` has the action for this caller."""
        denied = self.settings.denied
        denied = {"*": denied} if isinstance(denied, list) else denied
        for principal, actions in denied.items():
            if fnmatch.fnmatchcase(caller, principal) and any(fnmatch.fnmatchcase(action, one) for one in actions):
                raise Refusal(403, "AccessDenied", f"User: {caller} is not authorized to perform: {action} on resource: {resource} "
                                                   f"because no identity-based policy allows the {action} action")

    # STS

    def sts(self, request):
        """The answer to a request of the query protocol."""
        given = dict(urllib.parse.parse_qsl(request.text, keep_blank_values=True))
        action = given.get("Action", "")
        handlers = {"AssumeRole": self.assume_role, "AssumeRoleWithWebIdentity": self.assume_with_token,
                    "GetCallerIdentity": self.caller_identity}
        if action not in handlers:
            raise Refusal(400, "InvalidAction", f"Could not find operation {action} for version 2011-06-15")
        result = handlers[action](request, given)
        body = {f"{action}Result": result, "ResponseMetadata": {"RequestId": "00000000-0000-4000-8000-000000000000"}}
        return Response(200, xml.document(f"{action}Response", body, xml.STS), {"Content-Type": "text/xml"})

    def assume_role(self, request, given):
        caller = self.caller(request, "sts")
        role = self.role(given)
        self.authorise(caller, "sts:AssumeRole", given["RoleArn"])
        wanted = self.settings.external_ids.get(given["RoleArn"])
        if wanted is not None and given.get("ExternalId") != wanted:
            raise Refusal(403, "AccessDenied", f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: "
                                               f"{given['RoleArn']}")
        longest = 3600 if ":assumed-role/" in caller else 43200
        return self.issue(role, given, longest)

    def assume_with_token(self, _, given):
        role = self.role(given)
        claims = self.claims(given.get("WebIdentityToken", ""))
        issued = self.issue(role, given, 43200)
        return {"SubjectFromWebIdentityToken": claims.get("sub", ""), "Audience": str(claims.get("aud", "")), **issued}

    def claims(self, token):
        """Of a JWT; its signature is nobody's concern here, its end is."""
        try:
            payload = token.split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        except (IndexError, ValueError):
            raise Refusal(400, "InvalidIdentityToken", "No OpenIDConnect provider found in your account for the token") from None
        if claims.get("exp", float("inf")) <= self.clock.now():
            raise Refusal(400, "ExpiredTokenException", f"Token expired: current date/time {int(self.clock.now())} must be before the "
                                                        f"expiration date/time {claims['exp']}")
        return claims

    def caller_identity(self, request, _):
        caller = self.caller(request, "sts")
        return {"Arn": caller, "UserId": caller.rpartition("/")[2], "Account": ACCOUNT}

    @staticmethod
    def role(given):
        found = ROLE.match(given.get("RoleArn", ""))
        if not found:
            raise Refusal(400, "ValidationError", f"{given.get('RoleArn', '')} is invalid")
        if not re.fullmatch(r"[\w+=,.@-]{2,64}", given.get("RoleSessionName", "")):
            raise Refusal(400, "ValidationError", "1 validation error detected: Value at 'roleSessionName' failed to satisfy "
                                                  "constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*")
        return found

    def issue(self, role, given, longest):
        duration = int(given.get("DurationSeconds", min(3600, longest)))
        if not 900 <= duration <= longest:
            raise Refusal(400, "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
        arn = f"arn:aws:sts::{role[1]}:assumed-role/{role[2]}/{given['RoleSessionName']}"
        key = "ASIA" + "".join(self.random.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", k=16))
        secret, token = (base64.b64encode(self.random.randbytes(size)).decode() for size in (30, 96))
        session = self.sessions[key] = Session(key, secret, token, arn, self.clock.now() + duration)
        credentials = {"AccessKeyId": key, "SecretAccessKey": secret, "SessionToken": token, "Expiration": iso(session.expires)}
        return {"AssumedRoleUser": {"AssumedRoleId": f"AROATWIN:{given['RoleSessionName']}", "Arn": arn}, "Credentials": credentials}


def signature(request, secret, scope, signed):
    """The signature that this request should have."""
    headers = "".join(f"{name}:{' '.join(request.headers.get(name, '').split())}\n" for name in signed.split(";"))
    pairs = sorted((quoted(name), quoted(value)) for name, value in urllib.parse.parse_qsl(request.raw_query, keep_blank_values=True))
    # Of all services but S3, the path is encoded once more than it was sent.
    path = urllib.parse.quote(request.raw_path or "/", safe="/-_.~")
    payload = hashlib.sha256(request.body).hexdigest()
    canonical = "\n".join((request.method, path, "&".join(f"{name}={value}" for name, value in pairs), headers, signed, payload))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = "\n".join(("AWS4-HMAC-SHA256", request.headers["x-amz-date"], "/".join(scope[1:]), digest))
    key = b"AWS4" + secret.encode()
    for part in scope[1:]:
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.new(key, text.encode(), "sha256").hexdigest()


def quoted(text):
    return urllib.parse.quote(text, safe="-_.~")
