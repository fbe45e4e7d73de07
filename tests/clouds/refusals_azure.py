"""What Azure, its login and its Resource Manager can have against a deploy."""

from clouds import GROUP, PROVIDERS, ZONE
from refusal_case import CREATE, DEPLOY, Case, azure_zone, both_zones, fault, nothing, refuse

# Codes that the twin's own rules do not reach, in Microsoft's words.
WORDS = {
    7000112: "Application '0c1e47ff-0000-4000-8000-000000000c11'(Zones) is disabled.",
    7000218: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    50059: "No tenant-identifying information found in either the request or implied by any provided credentials.",
    53003: "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    50076: "Due to a configuration change made by your administrator you must use multi-factor authentication.",
}


def entra(number):
    """Every login is answered with this error."""
    def prepare(clouds):
        azure_zone(clouds)
        login = clouds.azure_dns.twin.login
        login.token = lambda request: login.entra(request, 400, "invalid_client", number, WORDS[number])
    return prepare


def federated(**trusted):
    """A GitHub job's token that the application does not trust."""
    def prepare(clouds):
        azure_zone(clouds)
        clouds.azure_dns.twin.configure(trusted)
    return prepare


def github(clouds):
    settings = clouds.azure_dns.twin.settings
    return {"AZURE_CLIENT_SECRET": None, "GITHUB_ACTIONS": "true",
            "ACTIONS_ID_TOKEN_REQUEST_URL": f"{clouds.azure_dns.url}/github/oidc?api-version=2.0",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN": settings.github_request_token}


def wrong_github(clouds):
    return {**github(clouds), "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "wrong"}


def wrong_app_service(clouds):
    return {"AZURE_CLIENT_SECRET": None, "IDENTITY_ENDPOINT": f"{clouds.azure_dns.url}/msi/token", "IDENTITY_HEADER": "wrong"}


def az(script):
    """A fake `az` on the path."""
    def variables(clouds):
        folder = clouds.home / "bin"
        folder.mkdir()
        (folder / "az").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "az").chmod(0o755)
        return {"PATH": f"{folder}:/usr/bin:/bin", "AZURE_CLIENT_SECRET": None}
    return variables


def lock(level, of=f"/dnsZones/{ZONE}", before=None):
    """A lock on the zone, or on its group."""
    def prepare(clouds):
        azure_zone(clouds)
        if before:
            before(clouds)
        twin = clouds.azure_dns.twin
        scope = f"/subscriptions/{twin.settings.subscription}/resourceGroups/{GROUP}"
        scope += f"/providers/Microsoft.Network{of}" if of else ""
        twin.edit({"method": "PUT", "path": f"{scope}/providers/Microsoft.Authorization/locks/hold?api-version=2016-09-01",
                   "body": {"properties": {"level": level}}})
    return prepare


def gone(clouds):
    """The group of the zone is another one."""
    clouds.azure_dns.twin.configure({"resource_groups": ["other"]})


def an_old_set(clouds):
    clouds.azure.put_a(ZONE, "old", 300, "192.0.2.9")


def an_old_and_a_new_set(clouds):
    azure_zone(clouds)
    an_old_set(clouds)


def ahead(clouds):
    """Azure's clock is ahead of this machine's, and what this machine says is long over."""
    azure_zone(clouds)
    clouds.azure_dns.twin.faults.add("clock", seconds=7200, on="Login_Token", times=0)


def with_settings(**settings):
    return {"azure": settings}


def many_pages(clouds):
    azure_zone(clouds)
    for number in range(3):
        clouds.azure.put_a(ZONE, f"a{number}", 300, "192.0.2.1")
    twin = clouds.azure_dns.twin
    twin.configure({"next_link_base": "http://127.0.0.1:9"})
    # Every page is full, so that each has a further one.
    twin.faults.add("run", run=lambda request: setattr(request, "raw_query", request.raw_query.replace("1000", "2")),
                    on="RecordSets_ListByDnsZone", times=0)


def resource(name):
    return f"/subscriptions/00000000-0000-4000-8000-0000000005ab/resourceGroups/edge/providers/Microsoft.Network/publicIPAddresses/{name}"


def full(clouds):
    azure_zone(clouds)
    clouds.azure_dns.twin.configure({"sets_per_zone": 2})


PERMISSION = "`Microsoft.Network/dnsZones/"

AZURE = [Case(**{"on": "azure", **case}) for case in (
    # Who asks.
    dict(label="azure: wrong secret", says=("AZURE_CLIENT_SECRET",),
         prepare=azure_zone, variables={"AZURE_CLIENT_SECRET": "wrong"}),
    dict(label="azure: an expired secret", says=("make a new one",), prepare=fault("azure_dns", "denied", on="Login_Token")),
    dict(label="azure: unknown application", says=("AZURE_CLIENT_ID",), prepare=azure_zone,
         variables={"AZURE_CLIENT_ID": "11111111-0000-4000-8000-000000000000"}),
    dict(label="azure: unknown tenant", says=("AZURE_TENANT_ID",), prepare=azure_zone,
         variables={"AZURE_TENANT_ID": "22222222-0000-4000-8000-000000000000"}),
    *(dict(label=f"azure: AADSTS{number}", says=(f"AADSTS{number}",), prepare=entra(number)) for number in WORDS),
    dict(label="azure: a GitHub job of another branch", says=("federated credential",), variables=github,
         prepare=federated(federated_subject="repo:example/zones:environment:production")),
    dict(label="azure: a GitHub job's issuer", says=("federated credential",), variables=github,
         prepare=federated(federated_issuer="https://token.example.com")),
    dict(label="azure: a GitHub job's audience", says=("federated credential",), variables=github,
         prepare=federated(federated_audience="api://other")),
    dict(label="azure: a GitHub job's token that ended", says=("clock",),
         variables=github, prepare=federated(assertion_seconds=0)),
    dict(label="azure: a GitHub job without the right to a token", says=("id-token: write",),
         prepare=azure_zone, variables=wrong_github),
    dict(label="azure: a GitHub job without permissions", says=("id-token: write",), prepare=azure_zone,
         variables={"AZURE_CLIENT_SECRET": None, "GITHUB_ACTIONS": "true"}),
    dict(label="azure: an app without an identity", says=("identity",), prepare=azure_zone, variables=wrong_app_service),
    dict(label="azure: az is not logged in", says=("az login",), prepare=azure_zone,
         variables=az("echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1")),
    dict(label="azure: az prints something else", says=("az upgrade",), prepare=azure_zone, variables=az("echo hello")),
    dict(label="azure: no way to log in", says=("az login", "AZURE_CLIENT_SECRET"),
         prepare=azure_zone, variables={"AZURE_CLIENT_SECRET": None}),
    dict(label="azure: a token that is never taken", says=("az login",),
         prepare=fault("azure_dns", "expired", match=lambda request: "/providers/" in request.path)),
    # Missing variables.
    dict(label="azure: no subscription", says=("export AZURE_SUBSCRIPTION_ID",), variables={"AZURE_SUBSCRIPTION_ID": None}),
    dict(label="azure: no tenant", says=("`AZURE_TENANT_ID`",), variables={"AZURE_TENANT_ID": None}),
    dict(label="azure: no application", says=("`AZURE_CLIENT_ID`",), variables={"AZURE_CLIENT_ID": None}),
    dict(label="azure: a token's file that is not there", says=("AZURE_FEDERATED_TOKEN_FILE",),
         variables={"AZURE_CLIENT_SECRET": None, "AZURE_FEDERATED_TOKEN_FILE": "/nowhere/token"}),
    # What is not allowed.
    dict(label="azure: no right to read the zone", says=(f"{PERMISSION}read`", "DNS Zone Contributor"),
         prepare=refuse("Microsoft.Network/dnsZones/read")),
    dict(label="azure: no right to list", says=(f"{PERMISSION}recordsets/read`",),
         prepare=refuse("Microsoft.Network/dnsZones/recordsets/read")),
    dict(label="azure: no right to make zones", says=(f"{PERMISSION}write`",),
         prepare=refuse("Microsoft.Network/dnsZones/write", then=nothing),
         arguments=CREATE, tries_to_write=True),
    dict(label="azure: no right to write A", says=(f"{PERMISSION}A/write`",),
         prepare=refuse("Microsoft.Network/dnsZones/A/write"),
         arguments=DEPLOY, code=1, tries_to_write=True),
    dict(label="azure: no right to delete A", says=(f"{PERMISSION}A/delete`",), body="  @ MX 10 mx.example.net.",
         prepare=refuse("Microsoft.Network/dnsZones/A/delete", then=an_old_and_a_new_set),
         arguments=DEPLOY, code=4, tries_to_write=True),
    dict(label="azure: no right to write NS", says=(f"{PERMISSION}NS/write`",), on="aws, azure",
         prepare=refuse("Microsoft.Network/dnsZones/NS/write", then=both_zones), arguments=DEPLOY, code=4, tries_to_write=True),
    dict(label="azure: an alias of what is not ours", says=("join",),
         body=f'  @ ALIAS ipv4 azure "{resource("web")}"', prepare=azure_zone,
         settings=with_settings(linked_forbidden=[resource("web")]), arguments=DEPLOY, code=1, tries_to_write=True),
    dict(label="azure: an alias of what is not there", says=(resource("web"),),
         body=f'  @ ALIAS ipv4 azure "{resource("web")}"', prepare=azure_zone,
         settings=with_settings(targets=[]), arguments=DEPLOY, code=1, tries_to_write=True),
    # Which zone.
    dict(label="azure: no zone", says=("zonal zones create",)),
    dict(label="azure: no resource group", says=("`resource-group`", "az group create"), prepare=gone),
    dict(label="azure: no resource group to make a zone in", says=("az group create",),
         prepare=gone, arguments=CREATE, tries_to_write=True),
    dict(label="azure: no such subscription", says=("`subscription`",), prepare=azure_zone,
         variables={"AZURE_SUBSCRIPTION_ID": "33333333-0000-4000-8000-000000000000"}),
    # What the zone has room for, and what its owners forbid.
    dict(label="azure: a full zone", says=("raise the limit",), prepare=full, arguments=DEPLOY, code=3),
    dict(label="azure: a locked zone", says=("lock",), prepare=lock("ReadOnly"), arguments=DEPLOY, code=1, tries_to_write=True),
    dict(label="azure: a locked group", says=("lock",),
         prepare=lock("ReadOnly", of=""), arguments=DEPLOY, code=1, tries_to_write=True),
    dict(label="azure: a zone locked against deletion", says=("lock",), body="  @ MX 10 mx.example.net.",
         prepare=lock("CanNotDelete", before=an_old_set), arguments=DEPLOY, code=4, tries_to_write=True),
    # The way to it.
    dict(label="azure: an endpoint without TLS", says=("https",),
         providers=PROVIDERS.replace('subscription env', 'endpoint "http://arm.example.com"\n  subscription env')),
    dict(label="azure: an endpoint without TLS in a variable", says=("AZURE_RESOURCE_MANAGER_ENDPOINT", "https"),
         variables={"AZURE_RESOURCE_MANAGER_ENDPOINT": "http://arm.example.com"}),
    dict(label="azure: an authority without TLS", says=("AZURE_AUTHORITY_HOST", "https"),
         variables={"AZURE_AUTHORITY_HOST": "http://login.example.com"}),
    dict(label="azure: nobody answers", says=("network",),
         prepare=azure_zone, variables={"AZURE_RESOURCE_MANAGER_ENDPOINT": "http://127.0.0.1:9"}),
    dict(label="azure: nobody answers a login", says=("AZURE_AUTHORITY_HOST",),
         prepare=azure_zone, variables={"AZURE_AUTHORITY_HOST": "http://127.0.0.1:9"}),
    dict(label="azure: an answer that is none", says=("endpoint",),
         prepare=fault("azure_dns", "garbage", match=lambda request: "/providers/" in request.path)),
    dict(label="azure: a login's answer that is none", says=("authority",),
         prepare=fault("azure_dns", "garbage", on="Login_Token")),
    dict(label="azure: the next page elsewhere", says=("endpoint",), prepare=many_pages),
    dict(label="azure: a token that is not valid yet", says=("clock",),
         prepare=fault("azure_dns", "clock", seconds=7200, on="Login_Token")),
    dict(label="azure: a clock that is far from Azure's", says=("clock",), variables=github, prepare=ahead),
)]
