#!/usr/bin/env python3
"""Every way to log in works, and no secret of any of them is in anything that is printed or written.

For each way a zone is made, planned, deployed, planned again, found drifted and rolled back, and then everything is
made to fail; after that all output, and every file of the workspace and of the home folder that Zonal may have
written, is searched for every secret and token that the clouds have ever seen.
"""

import base64
import concurrent.futures
import hashlib
import json
import os
import time
import urllib.parse

import boto3
from clouds import KEY, SECRET, ZONE, clouds
from report import Report, equal

from twins.aws_login import ROLE_NAME, AwsLogin
from twins.exchange import Response
from twins.route53_identity import ACCOUNT
from twins.server import serve

ROLE = "arn:aws:iam::123456789012:role/deploy"
LOUD = {"RUST_LOG": "trace", "RUST_BACKTRACE": "full", "AWS_LOG_LEVEL": "trace", "ZONAL_LOG": "trace"}


def web_token(audience):
    """A JWT that nobody signed."""
    claims = {"iss": "https://token.example.com", "sub": "job", "aud": audience, "exp": int(time.time()) + 3600}
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in ({"alg": "RS256"}, claims)]
    return ".".join([*parts, base64.urlsafe_b64encode(os.urandom(48)).decode().rstrip("=")])


# Route 53. Each gives variables and the secrets that it wrote down itself.

def in_environment(_):
    return {}, [SECRET]


def session_in_environment(given):
    made = given.route53.twin.identities
    found = boto_session(given)
    equal(found["AccessKeyId"] in made.sessions, True)
    return {"AWS_ACCESS_KEY_ID": found["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": found["SecretAccessKey"],
            "AWS_SESSION_TOKEN": found["SessionToken"]}, [found["SecretAccessKey"], found["SessionToken"]]


def boto_session(given):
    sts = boto3.client("sts", region_name="us-east-1", endpoint_url=given.route53.url, aws_access_key_id=KEY,
                       aws_secret_access_key=SECRET)
    return sts.assume_role(RoleArn=ROLE, RoleSessionName="by-hand")["Credentials"]


NO_KEYS = {"AWS_ACCESS_KEY_ID": None, "AWS_SECRET_ACCESS_KEY": None}


def profile(given):
    folder = given.home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(f"[zones]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n")
    return {**NO_KEYS, "AWS_PROFILE": "zones"}, [SECRET]


def assumed_by_profile(given):
    folder = given.home / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(f"[base]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n")
    (folder / "config").write_text(f"[profile deploy]\nrole_arn = {ROLE}\nsource_profile = base\n")
    return {**NO_KEYS, "AWS_PROFILE": "deploy"}, [SECRET]


def web_identity(given):
    token = web_token("sts.amazonaws.com")
    file = given.home / "web-token"
    file.write_text(token)
    return {**NO_KEYS, "AWS_WEB_IDENTITY_TOKEN_FILE": str(file), "AWS_ROLE_ARN": ROLE}, [token]


def container(given):
    """As ECS does it."""
    secret = given.aws_login.twin.container_token
    return {**NO_KEYS, "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{given.aws_login.url}/container/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": secret}, [secret]


def pod(given):
    """As EKS does it: the token stands in a file."""
    variables, own = container(given)
    file = given.home / "pod-token"
    file.write_text(own[0])
    return {**variables, "AWS_CONTAINER_AUTHORIZATION_TOKEN": None, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(file)}, own


def instance(given):
    return {**NO_KEYS, "AWS_EC2_METADATA_DISABLED": None, "AWS_EC2_METADATA_SERVICE_ENDPOINT": given.aws_login.url}, []


def single_sign_on(given):
    """After `aws sso login`, which leaves the person's token in a file."""
    secret = given.aws_login.twin.person_token
    cache = given.home / ".aws" / "sso" / "cache"
    cache.mkdir(parents=True)
    (cache / f"{hashlib.sha1(b'people').hexdigest()}.json").write_text(json.dumps({
        "startUrl": "https://people.awsapps.com/start", "region": "us-east-1", "accessToken": secret, "expiresAt": "2099-01-01T00:00:00Z"}))
    (given.home / ".aws" / "config").write_text(
        "[sso-session people]\nsso_start_url = https://people.awsapps.com/start\nsso_region = us-east-1\n"
        f"[profile zones]\nsso_session = people\nsso_account_id = {ACCOUNT}\nsso_role_name = {ROLE_NAME}\n")
    return {**NO_KEYS, "AWS_PROFILE": "zones", "AWS_ENDPOINT_URL_SSO": given.aws_login.url}, [secret]


def credential_process(given):
    found = boto_session(given)
    (given.home / ".aws").mkdir()
    answer = {"Version": 1, **{name: found[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")}}
    program = given.home / "credentials"
    program.write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(answer)}\nEND\n")
    program.chmod(0o755)
    (given.home / ".aws" / "config").write_text(f"[profile zones]\ncredential_process = {program}\n")
    return {**NO_KEYS, "AWS_PROFILE": "zones", "PATH": "/usr/bin:/bin"}, [found["SecretAccessKey"], found["SessionToken"]]


# Azure.

def client_secret(given):
    return {}, [given.azure_dns.twin.settings.client_secret]


def github(given):
    settings = given.azure_dns.twin.settings
    return {"AZURE_CLIENT_SECRET": None, "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{given.azure_dns.url}/github/oidc?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": settings.github_request_token}, [settings.github_request_token]


def workload_identity(given):
    settings = given.azure_dns.twin.settings
    token = given.azure_dns.twin.login.assertion(settings.federated_subject, settings.federated_audience)
    file = given.home / "workload-token"
    file.write_text(token)
    return {"AZURE_CLIENT_SECRET": None, "AZURE_FEDERATED_TOKEN_FILE": str(file)}, [token]


def app_service(given):
    settings = given.azure_dns.twin.settings
    return {"AZURE_CLIENT_SECRET": None, "AZURE_TENANT_ID": None, "AZURE_CLIENT_ID": None,
            "IDENTITY_ENDPOINT": f"{given.azure_dns.url}/msi/token", "IDENTITY_HEADER": settings.identity_header}, [settings.identity_header]


def virtual_machine(given):
    return {"AZURE_CLIENT_SECRET": None, "AZURE_TENANT_ID": None, "AZURE_CLIENT_ID": None,
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": given.azure_dns.url}, []


def az(given):
    token, principal = given.azure_dns.twin.login.issue("https://management.azure.com/")
    folder = given.home / "bin"
    folder.mkdir()
    answer = {"accessToken": token, "expires_on": int(principal.ends), "expiresOn": "2099-01-01 00:00:00.000000",
              "subscription": given.azure_dns.twin.settings.subscription, "tokenType": "Bearer"}
    (folder / "az").write_text(f"#!/bin/sh\ncat <<'END'\n{json.dumps(answer)}\nEND\n")
    (folder / "az").chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin", "AZURE_CLIENT_SECRET": None,
            "AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:9"}, [token]


WAYS = [
    ("keys, a client secret", in_environment, client_secret, ""),
    ("a session, a GitHub job's token", session_in_environment, github, ""),
    ("a profile, a token in a file", profile, workload_identity, ""),
    ("a role of a profile, an app's identity", assumed_by_profile, app_service, ""),
    ("a web identity, a machine's identity", web_identity, virtual_machine, ""),
    ("a role of the source, az", in_environment, az, f'role-arn "{ROLE}"'),
    ("a container's role", container, client_secret, ""),
    ("a pod's role", pod, client_secret, ""),
    ("an instance's role", instance, client_secret, ""),
    ("single sign-on", single_sign_on, client_secret, ""),
    ("a program's credentials", credential_process, client_secret, ""),
    ("a role of the source from an instance's", instance, client_secret, f'role-arn "{ROLE}"'),
]
PROVIDERS = """
provider aws = route53 {
  requests-per-second 1000
  %s
}
provider azure = azure-dns {
  subscription env("AZURE_SUBSCRIPTION_ID")
  resource-group "dns-prod-rg"
}
"""
BODY = '  www A 192.0.2.%d\n  @ TXT "v=spf1 -all"'


def journey(given, variables, providers):
    """Everything that a way to log in is used for; all that was printed."""
    said = []

    def zonal(*arguments, code=0, **more):
        said.append(given.zonal(*arguments, code=code, **{**variables, **more}))
        return said[-1]

    given.source(BODY % 1, providers=providers)
    zonal("zones", "create")
    zonal("plan", "--out", "plan.json", "--detailed-exitcode", code=2)
    zonal("deploy", "--plan", "plan.json")
    zonal("plan", "--detailed-exitcode", "--format", "json")
    given.azure.put_a(ZONE, "www", 60, "192.0.2.77")
    for form in ("human", "json", "markdown"):
        zonal("drift", "--format", form, code=2)
    given.source(BODY % 2, providers=providers)
    zonal("deploy", "--yes")
    zonal("rollback", "--yes")
    zonal("status")
    failures(given, zonal, providers)
    return said


def failures(given, zonal, providers):
    """Refusals of every kind, in the middle of a deploy too."""
    given.source(BODY % 3, providers=providers)
    for twin, kind, on in ((given.route53.twin, "denied", "writes"), (given.azure_dns.twin, "denied", "writes"),
                           (given.azure_dns.twin, "garbage", "reads"), (given.route53.twin, "expired", "all"),
                           (given.azure_dns.twin, "denied", "all"), (given.azure_dns.twin, "expired", "all"),
                           (given.route53.twin, "garbage", "all")):
        if twin is given.azure_dns.twin and kind == "denied" and on == "all":
            twin.faults.add(kind, times=0, match=lambda request: not request.operation.startswith(("Login_GitHub", "Login_Inst", "Login_App")))
        else:
            twin.faults.add(kind, on=on, times=0, match=lambda request: not request.operation.startswith("Login_"))
        zonal("deploy", "--yes", code=None)
        zonal("plan", "--format", "json", code=None)
        zonal("status", code=None)
        twin.faults.clear()
    repeats_its_secrets(given, zonal)


def repeats_its_secrets(given, zonal):
    """Services that write what they were sent into their errors, as some really do."""
    for login in (True, False):
        for side in (given.route53, given.azure_dns):
            twin = side.twin
            handle = twin.handle
            twin.handle = echo(twin is given.route53.twin, handle, login)
            zonal("plan", code=1)
            zonal("drift", "--format", "json", code=1)
            zonal("drift", "--format", "markdown", code=1)
            twin.handle = handle


def echo(is_aws, handle, login):
    """Answers with what it is sent; logins too, or only what comes after them."""
    def answer(request):
        if not login and (request.operation.startswith("Login_") or request.path in ("", "/")):
            return handle(request)
        sent = f"{request.text} {json.dumps(request.headers)} {urllib.parse.unquote_plus(request.text)}"
        if is_aws:
            code = "SignatureDoesNotMatch" if login else "InvalidInput"
            body = f"<ErrorResponse><Error><Code>{code}</Code><Message><![CDATA[{sent}]]></Message></Error></ErrorResponse>"
            return Response(403, body.encode(), {"Content-Type": "text/xml"})
        body = {"error_description": f"AADSTS1: {sent}"} if request.operation.startswith("Login_") else {
            "error": {"code": "AuthorizationFailed", "message": sent}}
        return Response(403, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return answer


def known_secrets(given):
    """Every secret and token that a cloud handed out or expects."""
    found = set(given.azure_dns.twin.state()["secrets"])
    for session in given.route53.twin.identities.sessions.values():
        found |= {session.secret, session.token}
    return found


def written(given, own):
    """Every file that Zonal may have written, by its path; not those that this test wrote for it to read."""
    folders = (given.folder, given.home)
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    found = {str(path): path.read_bytes() for path in files}
    return {path: content for path, content in found.items() if not any(secret.encode() in content for secret in own)
            or path.startswith(str(given.folder))}


def spellings(secret):
    """A secret as it is, as it is sent, and its pieces; of a JWT only the signature makes it worth something."""
    last = secret.rpartition(".")[2]
    pieces = {last[at:at + 24] for at in range(0, len(last) - 23, 12)}
    return {secret, urllib.parse.quote(secret, safe=""), json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode(), *pieces}


def check_way(aws, azure, settings):
    with clouds() as given, serve(AwsLogin(given.route53.twin)) as given.aws_login:
        aws_variables, aws_secrets = aws(given)
        azure_variables, azure_secrets = azure(given)
        own = [*aws_secrets, *azure_secrets]
        said = journey(given, {**LOUD, **aws_variables, **azure_variables}, PROVIDERS % settings)
        secrets = known_secrets(given) | given.aws_login.twin.secrets() | set(own)
        equal(len(secrets) >= len(own) + 2, True, "secrets to look for")
        equal(len(given.aws_login.twin.log) > 0, aws in (container, pod, instance, single_sign_on), "whether a double was asked for a session")
        files = written(given, own)
        equal(any("/.zonal/" in path for path in files), True, "a journal among the files")
        places = {f"what `zonal {' '.join(run.arguments)}` said": run.text.encode() for run in said}
        for secret in secrets:
            for spelling in spellings(secret):
                for place, content in (places | files).items():
                    if spelling.encode() in content:
                        raise AssertionError(f"a secret is in {place}")
        heard = "".join(run.text for run in said)
        equal(("AuthorizationFailed" in heard, "InvalidInput" in heard), (True, True), "whether what the services repeat was told")


def main():
    report = Report("secrets")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for label, future in [(label, pool.submit(check_way, *how)) for label, *how in WAYS]:
            report.check(label, future.result)
    report.end()


if __name__ == "__main__":
    main()
