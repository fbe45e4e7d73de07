#!/usr/bin/env python3
"""Every way to log in at the Azure twin, what it does with tokens and secrets, and its start as a process."""

import http.client
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import urllib.parse

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal

from twins.azure_client import client, exchange
from twins.check_azure import refused
from twins.encrypted import certificate

FEDERATED = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
RESOURCE = urllib.parse.quote("https://management.azure.com/", safe="")


def entra_refuses():
    with client() as azure:
        for form, status, error, number in (
                ({"client_secret": "wrong"}, 401, "invalid_client", 7000215),
                ({"tenant": "nobody"}, 400, "invalid_request", 90002),
                ({"client_id": "nobody"}, 400, "unauthorized_client", 700016),
                ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
                ({"scope": "https://management.azure.com/"}, 400, "invalid_scope", 1002012),
                ({"client_secret": None}, 401, "invalid_client", 7000218),
                ({"client_secret": None, "client_assertion": "x.y.z", "client_assertion_type": FEDERATED}, 400,
                 "invalid_request", 50027)):
            answer = azure.ask_token(**form)
            value = answer.json()
            equal((answer.status, value["error"], value["error_codes"]), (status, error, [number]))
            equal(value["error_description"].startswith(f"AADSTS{number}: "), True)


def secrets_log_in():
    with client(token_seconds=600) as azure:
        answer = azure.ask_token().json()
        equal((answer["token_type"], answer["expires_in"], answer["access_token"] == azure.token), ("Bearer", 600, False))
        azure.token = answer["access_token"]
        equal(azure.ask("GET").status, 200)


def federation_logs_in():
    with client() as azure:
        def assertion(audience="api://AzureADTokenExchange", token=azure.settings.github_request_token):
            return exchange(azure.server.port, "GET",
                            f"/github/oidc?api-version=2.0&audience={urllib.parse.quote(audience)}", None,
                            {"Authorization": f"bearer {token}"})
        def login(jwt):
            return azure.ask_token(client_secret=None, client_assertion=jwt, client_assertion_type=FEDERATED)
        equal(assertion(token="wrong").status, 401)
        good = assertion().json()["value"]
        azure.token = login(good).json()["access_token"]
        equal(azure.ask("GET").status, 200)
        equal(login(assertion("https://github.com/example").json()["value"]).json()["error_codes"], [700212])
        azure.twin.configure({"github_subject": "repo:example/fork:pull_request"})
        answer = login(assertion().json()["value"])
        equal((answer.status, answer.json()["error_codes"]), (401, [700213]))
        equal("assertion subject 'repo:example/fork:pull_request'" in answer.json()["error_description"], True)
        azure.twin.clock.advance(301)
        equal(login(good).json()["error_codes"], [700024])


def managed_identities_log_in():
    with client() as azure:
        port = azure.server.port
        path = f"/metadata/identity/oauth2/token?api-version=2018-02-01&resource={RESOURCE}"
        equal(exchange(port, "GET", path).status, 400)
        answer = exchange(port, "GET", path, None, {"Metadata": "true"}).json()
        equal((type(answer["expires_in"]), answer["resource"]), (str, "https://management.azure.com/"))
        azure.token = answer["access_token"]
        equal(azure.ask("GET").status, 200)
        equal(exchange(port, "GET", path + "&client_id=x", None, {"Metadata": "true"}).status, 400)
        path = f"/msi/token?api-version=2019-08-01&resource={RESOURCE}"
        equal(exchange(port, "GET", path, None, {"X-IDENTITY-HEADER": "x"}).status, 401)
        azure.token = exchange(port, "GET", path, None,
                               {"X-IDENTITY-HEADER": azure.settings.identity_header}).json()["access_token"]
        equal(azure.ask("GET").status, 200)


def tokens_are_checked():
    with client() as azure:
        none = azure.ask("GET", Authorization="")
        refused(none, 401, "AuthenticationFailed")
        equal(none.headers["www-authenticate"].startswith("Bearer authorization_uri="), True)
        refused(azure.ask("GET", Authorization="Bearer x"), 401, "InvalidAuthenticationToken")
        azure.twin.clock.advance(3600)
        refused(azure.ask("GET"), 401, "ExpiredAuthenticationToken", "is earlier than current UTC time")
        azure.token = azure.login()
        equal(azure.ask("GET").status, 200)
        azure.twin.faults.add("clock", seconds=-600)
        refused(azure.ask("GET"), 401, "InvalidAuthenticationToken", "not yet valid")
        azure.twin.faults.add("expired")
        refused(azure.ask("GET"), 401, "ExpiredAuthenticationToken")
        refused(azure.ask("GET"), 401, "InvalidAuthenticationToken")


def secrets_are_new_and_known():
    with client() as one, client() as other:
        for name in ("client_secret", "github_request_token", "identity_header"):
            equal(getattr(one.settings, name) == getattr(other.settings, name), False)
        secrets = one.ask("GET", "//_twin/state").json()["secrets"]
        equal(one.token in secrets and one.settings.client_secret in secrets, True)
        shown = json.dumps(list(one.twin.log))
        equal([secret for secret in secrets if secret in shown], [])


def logins_fail_too():
    with client() as azure:
        for kind, status, number in (("throttle", 429, 90033), ("503", 503, 90033), ("denied", 401, 7000222)):
            azure.twin.faults.add(kind, on="Login_Token")
            answer = azure.ask_token()
            equal((answer.status, answer.json()["error_codes"]), (status, [number]))
        equal(azure.ask_token().status, 200)


def it_starts_as_a_process():
    """Over https, with a certificate of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = certificate(folder)
        command = [sys.executable, "-m", "twins", "azure", "--set", "record_creates=7", "--certificate", path]
        with subprocess.Popen(command, cwd=pathlib.Path(__file__).parents[1], stdout=subprocess.PIPE, text=True) as child:
            try:
                port = int(child.stdout.readline().removeprefix("listening on https://127.0.0.1:"))
                context = ssl.create_default_context(cafile=path)
                connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=10, context=context)
                connection.request("GET", "/_twin/settings")
                equal(json.loads(connection.getresponse().read())["record_creates"], 7)
            finally:
                child.terminate()
            equal(child.wait(10), 0)


def main():
    report = Report("twins: azure login")
    for test in (entra_refuses, secrets_log_in, federation_logs_in, managed_identities_log_in, tokens_are_checked,
                 secrets_are_new_and_known, logins_fail_too, it_starts_as_a_process):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
