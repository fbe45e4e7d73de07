#!/usr/bin/env python3
"""The Azure twin before clients that know nothing of it: Microsoft's libraries and octoDNS.

Wants azure-mgmt-dns, azure-identity and octodns-azure beside dnspython.
"""

import contextlib
import logging
import os
import pathlib
import sys
import tempfile

# Instead of this folder, whose azure.py is not the package azure.
sys.path[:1] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.core.pipeline.policies import HeadersPolicy
from azure.identity import (
    ClientAssertionCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)
from azure.mgmt.dns import DnsManagementClient
from azure.mgmt.dns.v2018_05_01 import models
from octodns.manager import Manager
from report import Report, equal

from twins import octodns_settings
from twins.azure_client import GROUP, client
from twins.azure_records import PREVIEW, STABLE
from twins.check_azure_records import DATA
from twins.encrypted import https

MEMBERS = {"ARecords": "a_records", "AAAARecords": "aaaa_records", "CNAMERecord": "cname_record", "MXRecords": "mx_records",
           "NSRecords": "ns_records", "PTRRecords": "ptr_records", "SRVRecords": "srv_records", "TXTRecords": "txt_records",
           "caaRecords": "caa_records", "DSRecords": "ds_records", "TLSARecords": "tlsa_records",
           "NAPTRRecords": "naptr_records"}


def library(azure, version=STABLE, url=None):
    """azure-mgmt-dns, over plain HTTP, with a token that it did not get itself, and without its own retries."""
    return DnsManagementClient(
        object(), azure.settings.subscription, api_version=version, base_url=url or azure.server.url, retry_total=0,
        credential_scopes=["https://management.azure.com/.default"],
        authentication_policy=HeadersPolicy({"Authorization": f"Bearer {azure.token}"}))


def use_library(azure, dns):
    """What a deployer does with a zone, from its creation to its end."""
    zone = dns.zones.create_or_update(GROUP, "example.org", models.Zone(location="global"))
    equal((zone.number_of_record_sets, len(zone.name_servers), zone.max_number_of_record_sets), (2, 4, 10000))
    made = dns.record_sets.create_or_update(GROUP, "example.org", "www", "A", models.RecordSet(
        ttl=300, a_records=[models.ARecord(ipv4_address="192.0.2.1")], metadata={"owner": "zonal"}), if_none_match="*")
    equal((made.fqdn, made.provisioning_state, made.metadata), ("www.example.org.", "Succeeded", {"owner": "zonal"}))
    dns.record_sets.create_or_update(GROUP, "example.org", "c", "CNAME", models.RecordSet(
        ttl=300, cname_record=models.CnameRecord(cname="www.example.org.")))
    changed = dns.record_sets.create_or_update(GROUP, "example.org", "www", "A", models.RecordSet(
        ttl=60, a_records=made.a_records), if_match=made.etag)
    equal(changed.metadata, None)
    dns.record_sets.update(GROUP, "example.org", "www", "A", models.RecordSet(ttl=61))
    equal(dns.record_sets.get(GROUP, "example.org", "www", "A").ttl, 61)
    names = [one.name for one in dns.record_sets.list_by_dns_zone(GROUP, "example.org", top=1)]
    equal(names, ["@", "@", "c", "www"])
    equal([one.name for one in dns.record_sets.list_by_type(GROUP, "example.org", "CNAME")], ["c"])
    equal([one.name for one in dns.record_sets.list_all_by_dns_zone(GROUP, "example.org", record_set_name_suffix="www")],
          ["www"])
    equal(sorted(one.name for one in dns.zones.list()), ["example.com", "example.org"])
    dns.record_sets.delete(GROUP, "example.org", "www", "A")
    dns.zones.begin_delete(GROUP, "example.org", polling_interval=0).result()
    equal([one.name for one in dns.zones.list_by_resource_group(GROUP)], ["example.com"])


def the_library_works():
    with client() as azure:
        use_library(azure, library(azure))


def the_library_knows_refusals():
    with client() as azure:
        dns = library(azure)
        wanted = models.RecordSet(ttl=300, a_records=[models.ARecord(ipv4_address="192.0.2.1")])
        first = dns.record_sets.create_or_update(GROUP, "example.com", "www", "A", wanted)
        for error, number, call in (
                (HttpResponseError, 412, lambda: dns.record_sets.create_or_update(
                    GROUP, "example.com", "www", "A", wanted, if_match="0")),
                (ResourceNotFoundError, 404, lambda: dns.record_sets.get(GROUP, "example.com", "x", "A")),
                (ResourceNotFoundError, 404, lambda: dns.zones.get(GROUP, "absent.example")),
                (HttpResponseError, 400, lambda: list(dns.record_sets.list_by_dns_zone(GROUP, "example.com", top=1001))),
                (HttpResponseError, 409, lambda: dns.record_sets.create_or_update(
                    GROUP, "example.com", "www", "CNAME", models.RecordSet(
                        ttl=1, cname_record=models.CnameRecord(cname="a.b"))))):
            try:
                call()
                raise AssertionError(f"no {error.__name__}")
            except error as found:
                equal(found.status_code, number)
                equal(bool(found.message), True)
        dns.record_sets.delete(GROUP, "example.com", "www", "A", if_match=first.etag)


def the_library_reads_every_type():
    with client() as azure:
        azure.version = PREVIEW
        dns = library(azure, PREVIEW)
        for rtype, member, (records, *_), _ in DATA:
            azure.put(f"/{rtype}/x{rtype.lower()}", **{member: records})
            read = dns.record_sets.get(GROUP, "example.com", f"x{rtype.lower()}", rtype)
            value = getattr(read, MEMBERS[member])
            shown = [one.serialize() for one in value] if isinstance(value, list) else value.serialize()
            equal(shown, records)
            again = dns.record_sets.create_or_update(GROUP, "example.com", read.name, rtype, read)
            equal(again.etag != read.etag, True)


@contextlib.contextmanager
def environment(**values):
    os.environ.update(values)
    try:
        yield
    finally:
        for name in values:
            del os.environ[name]


@contextlib.contextmanager
def trusted(azure, folder):
    """The address of an https listener of the twin, which the libraries of this process trust."""
    with https(azure.twin, folder) as (url, path), environment(REQUESTS_CA_BUNDLE=path):
        yield url


def identities_log_in():
    """Every kind of credential that Microsoft's own library has and the twin doubles."""
    scope = "https://management.azure.com/.default"
    with client() as azure, tempfile.TemporaryDirectory() as folder, trusted(azure, folder) as url:
        settings = azure.settings
        how = {"authority": url, "disable_instance_discovery": True}
        jwt = azure.twin.login.assertion(settings.federated_subject, settings.federated_audience)
        file = pathlib.Path(folder, "token")
        file.write_text(jwt)
        given = [
            ClientSecretCredential(settings.tenant, settings.client_id, settings.client_secret, **how),
            ClientAssertionCredential(settings.tenant, settings.client_id, lambda: jwt, **how),
            WorkloadIdentityCredential(tenant_id=settings.tenant, client_id=settings.client_id, token_file_path=str(file), **how),
        ]
        with environment(IDENTITY_ENDPOINT=f"{url}/msi/token", IDENTITY_HEADER=settings.identity_header):
            given.append(ManagedIdentityCredential())
            given[-1].get_token(scope)
        with environment(AZURE_POD_IDENTITY_AUTHORITY_HOST=azure.server.url):
            given.append(ManagedIdentityCredential())
            given[-1].get_token(scope)
        for credential in given:
            dns = DnsManagementClient(credential, settings.subscription, base_url=url, credential_scopes=[scope])
            equal(dns.zones.get(GROUP, "example.com").name, "example.com")
        used = {entry["operation"] for entry in azure.twin.log}
        equal({"Login_Token", "Login_AppService", "Login_InstanceMetadata", "Zones_Get"} <= used, True)
        wrong = ClientSecretCredential(settings.tenant, settings.client_id, "wrong", **how)
        try:
            wrong.get_token(scope)
            raise AssertionError("a wrong secret logged in")
        except HttpResponseError as error:
            equal("AADSTS7000215" in error.message, True)


ZONE = """
'': [{type: NS, values: [%s, ns1.example.net.]}, {type: A, value: 192.0.2.1}, {type: MX, value: {preference: 10, exchange: mx.example.net.}},
     {type: CAA, value: {flags: 0, tag: issue, value: ca.example.net}}]
www: {type: CNAME, value: example.com.}
'*.wild': {type: AAAA, values: ['2001:db8::1', '2001:db8::2']}
_sip._tcp: {type: SRV, value: {priority: 1, weight: 2, port: 5060, target: sip.example.net.}}
txt: {type: TXT, values: ['v=spf1 -all', 'a\\;b "c"']}
sub: {type: NS, values: [ns1.example.net., ns2.example.net.]}
4: {type: PTR, value: host.example.net.}
"""


DYNAMIC = """
dyn:
  type: CNAME
  value: default.example.net.
  dynamic:
    pools:
      one: {fallback: two, values: [{value: a.example.net., weight: 2}, {value: b.example.net., weight: 3}]}
      two: {values: [{value: c.example.net.}]}
    rules: [{geos: [EU], pool: one}, {pool: two}]
addresses:
  type: A
  value: 192.0.2.9
  dynamic:
    pools:
      one: {fallback: two, values: [{value: 192.0.2.1}]}
      two: {values: [{value: 192.0.2.2}]}
    rules: [{pool: one}]
"""


@contextlib.contextmanager
def octodns(zone):
    """octoDNS with the zone `example.com` in it; yields the twin's client, the zone's file, and what syncs and counts."""
    with client() as azure, tempfile.TemporaryDirectory() as folder, trusted(azure, folder) as url:
        file = pathlib.Path(folder, "example.com.yaml")
        file.write_text(zone.replace("%s", ", ".join(azure.ask("GET").json()["properties"]["nameServers"])))
        target = octodns_settings.azure(azure.settings, url, GROUP, top=3)
        config = octodns_settings.write(folder, "example.com", {"azure": target})
        yield azure, file, lambda: Manager(str(config)).sync(dry_run=False, force=True)


def octodns_settles():
    """Plan, apply, and a second plan that has nothing to do; then a change, and the same again."""
    with octodns(ZONE) as (azure, file, sync):
        # The changes of a run: all sets and the apex NS, then none.
        equal((sync(), sync()), (10, 0))
        www = "www: {type: CNAME, value: example.com.}\n"
        file.write_text(file.read_text().replace("192.0.2.1", "192.0.2.2").replace(www, ""))
        equal((sync(), sync()), (2, 0))
        equal(azure.ask("GET", "/A/@").json()["properties"]["ARecords"], [{"ipv4Address": "192.0.2.2"}])
        equal(azure.ask("GET", "/CNAME/www").status, 404)


def octodns_makes_profiles():
    """Dynamic records, which octoDNS builds of nested Traffic Manager profiles."""
    with octodns(DYNAMIC) as (azure, file, sync):
        equal((sync(), sync()), (2, 0))
        equal(len(azure.twin.profiles.profiles), 5)
        equal("targetResource" in azure.ask("GET", "/CNAME/dyn").json()["properties"], True)
        file.write_text("{}")
        equal((sync(), len(azure.twin.profiles.profiles)), (2, 0))


def main():
    logging.disable(logging.CRITICAL)
    report = Report("twins: azure clients")
    for test in (the_library_works, the_library_knows_refusals, the_library_reads_every_type, identities_log_in,
                 octodns_settles, octodns_makes_profiles):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
