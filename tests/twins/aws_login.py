"""Who hands out sessions beside STS: doubles of a container's agent, the Instance Metadata Service, and IAM Identity Center.

    GET /container/credentials                                      what AWS_CONTAINER_CREDENTIALS_FULL_URI is for
    PUT /latest/api/token                                           the first step of IMDSv2
    GET /latest/meta-data/iam/security-credentials/[{role}]         the second and the third
    GET /federation/credentials?account_id=…&role_name=…            the portal of single sign-on

Each wants its own token: the container's in `Authorization`, the instance's that it gave out itself, the portal's that a
person has logged in for. The sessions are those of a Route 53 double, which alone says what they are worth.
"""

import base64
import datetime
import secrets

from .exchange import json_response
from .route53_identity import ACCOUNT, ROLE, iso
from .server import Twin

INSTANCE = "/latest/meta-data/iam/security-credentials/"
ROLE_NAME = "deploy"


def token():
    return base64.urlsafe_b64encode(secrets.token_bytes(48)).decode()


class AwsLogin(Twin):
    """The three of them, for the role `deploy`."""

    def __init__(self, route53):
        super().__init__()
        self.route53 = route53
        self.container_token, self.person_token, self.instance_tokens = token(), token(), set()

    def operation(self, request):
        paths = {"/container/credentials": "Container", "/latest/api/token": "InstanceToken",
                 "/federation/credentials": "SingleSignOn"}
        return paths.get(request.path, "Instance" if request.path.startswith(INSTANCE) else "Unknown")

    def is_write(self, request):
        return False

    def handle(self, request):
        handlers = {"Container": self.container, "InstanceToken": self.instance_token, "Instance": self.instance,
                    "SingleSignOn": self.single_sign_on}
        handler = handlers.get(self.operation(request))
        return handler(request) if handler else json_response(404, {"message": "Not Found"})

    def clear(self):
        self.instance_tokens.clear()

    def secrets(self):
        """Every token that a client had to have."""
        return {self.container_token, self.person_token, *self.instance_tokens}

    def session(self, name):
        """Credentials as STS would give them, and when they end, in seconds since 1970."""
        role = ROLE.match(f"arn:aws:iam::{ACCOUNT}:role/{ROLE_NAME}")
        identities = self.route53.identities
        with self.route53.lock:
            made = identities.issue(role, {"RoleSessionName": name}, 43200)["Credentials"]
            return made, identities.sessions[made["AccessKeyId"]].expires

    def as_agents_do(self, name, **more):
        made, expires = self.session(name)
        return {"AccessKeyId": made["AccessKeyId"], "SecretAccessKey": made["SecretAccessKey"], "Token": made["SessionToken"],
                "Expiration": iso(expires)[:19] + "Z", **more}

    def container(self, request):
        if request.headers.get("authorization") != self.container_token:
            return json_response(401, {"code": "Unauthorized", "message": "the token is not that of this container"})
        return json_response(200, self.as_agents_do("container"))

    def instance_token(self, request):
        seconds = request.headers.get("x-aws-ec2-metadata-token-ttl-seconds", "")
        if request.method != "PUT" or not seconds.isdigit() or not 1 <= int(seconds) <= 21600:
            return json_response(400, {"message": "Bad Request"})
        made = token()
        self.instance_tokens.add(made)
        answer = json_response(200, None, x_aws_ec2_metadata_token_ttl_seconds=seconds)
        answer.body = made.encode()
        return answer

    def instance(self, request):
        if request.method != "GET" or request.headers.get("x-aws-ec2-metadata-token") not in self.instance_tokens:
            return json_response(401, {"message": "Unauthorized"})
        role = request.path[len(INSTANCE):]
        if not role:
            answer = json_response(200, None)
            answer.body = ROLE_NAME.encode()
            return answer
        if role != ROLE_NAME:
            return json_response(404, {"message": "Not Found"})
        updated = datetime.datetime.fromtimestamp(self.clock.now(), datetime.timezone.utc)
        return json_response(200, self.as_agents_do("instance", Code="Success", Type="AWS-HMAC",
                                                    LastUpdated=f"{updated:%Y-%m-%dT%H:%M:%SZ}"))

    def single_sign_on(self, request):
        if request.headers.get("x-amz-sso_bearer_token") != self.person_token:
            return json_response(401, {"message": "Session token not found or invalid"}, x_amzn_errortype="UnauthorizedException")
        if (request.query.get("account_id"), request.query.get("role_name")) != (ACCOUNT, ROLE_NAME):
            return json_response(403, {"message": "No access"}, x_amzn_errortype="ForbiddenException")
        made, expires = self.session("person")
        return json_response(200, {"roleCredentials": {
            "accessKeyId": made["AccessKeyId"], "secretAccessKey": made["SecretAccessKey"],
            "sessionToken": made["SessionToken"], "expiration": int(expires * 1000)}})

    def state(self):
        return {"instance_tokens": len(self.instance_tokens)}
