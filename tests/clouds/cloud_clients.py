"""Both clouds through libraries that nobody here wrote: boto3 and azure-mgmt-dns.

What they say is brought into one form with dnspython, so that two clouds, or a cloud and what a test expects, can be
compared: `{(owner, type, set): (TTL, values)}`, owners relative to the zone, values as dnspython writes them.
"""

import re

import boto3
import botocore.config
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from azure.core.pipeline.policies import HeadersPolicy
from azure.mgmt.dns import DnsManagementClient

ARM = "https://management.azure.com/"
CONFIG = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)


def rdata(rtype, text):
    """A value's text, and whatever is written otherwise but means the same, made equal."""
    value = dns.rdata.from_text(dns.rdataclass.IN, rtype, text)
    wire = value.to_digestable(dns.name.root)
    return dns.rdata.from_wire(dns.rdataclass.IN, value.rdtype, wire, 0, len(wire)).to_text()


def wanted(ttl, rtype, *values):
    """A set as the readers below give it."""
    return ttl, frozenset(rdata(rtype, value) for value in values)


def relative(name, zone):
    """`@`, `www`, `*.dev`: an absolute name within a zone."""
    inside = dns.name.from_text(name).relativize(dns.name.from_text(zone))
    return inside.to_text().lower()


def decimal(text):
    """Route 53 writes octets as three octal digits, master files as three decimal ones."""
    return re.sub(r"\\(?:([0-7]{3})|(.))", lambda found: f"\\{int(found[1], 8):03}" if found[1] else found[0], text)


class Route53Client:
    """boto3, without its own retries."""

    def __init__(self, url, key, secret):
        self.api = boto3.client("route53", region_name="us-east-1", endpoint_url=url, aws_access_key_id=key,
                                aws_secret_access_key=secret, config=CONFIG)

    def zone_id(self, zone):
        found = self.api.list_hosted_zones_by_name(DNSName=zone)["HostedZones"]
        return next(one["Id"].rpartition("/")[2] for one in found if one["Name"] == f"{zone}.")

    def listing(self, zone):
        """Every set as the service has it."""
        pages = self.api.get_paginator("list_resource_record_sets").paginate(HostedZoneId=self.zone_id(zone))
        return [one for page in pages for one in page["ResourceRecordSets"]]

    def sets(self, zone):
        """All that have values, by owner, type and set."""
        return {
            (relative(decimal(one["Name"]), zone), one["Type"], one.get("SetIdentifier")):
                wanted(one["TTL"], one["Type"], *(decimal(value["Value"]) for value in one["ResourceRecords"]))
            for one in self.listing(zone) if "ResourceRecords" in one
        }

    def raw(self, zone, owner, rtype, identifier=None):
        """One set as the service has it, without what names it; None if there is none."""
        for one in self.listing(zone):
            if (relative(decimal(one["Name"]), zone), one["Type"], one.get("SetIdentifier")) == (owner, rtype, identifier):
                return {key: value for key, value in one.items() if key not in ("Name", "Type", "SetIdentifier")}
        return None

    def change(self, zone, *changes):
        """Each is (action, set as the API has it), or (action, owner, type, TTL, values…)."""
        batch = [{"Action": action, "ResourceRecordSet": rest[0] if isinstance(rest[0], dict) else plain(zone, *rest)}
                 for action, *rest in changes]
        self.api.change_resource_record_sets(HostedZoneId=self.zone_id(zone), ChangeBatch={"Changes": batch})

    def put(self, zone, owner, rtype, ttl, *values, **members):
        self.change(zone, ("UPSERT", {**plain(zone, owner, rtype, ttl, *values), **members}))

    def delete(self, zone, owner, rtype):
        found = next(one for one in self.listing(zone)
                     if (relative(decimal(one["Name"]), zone), one["Type"]) == (owner, rtype))
        self.change(zone, ("DELETE", found))

    def health_checks(self):
        return self.api.list_health_checks()["HealthChecks"]


def absolute(owner, zone):
    return f"{zone}." if owner == "@" else f"{owner}.{zone}."


def plain(zone, owner, rtype, ttl, *values):
    return {"Name": absolute(owner, zone), "Type": rtype, "TTL": ttl,
            "ResourceRecords": [{"Value": value} for value in values]}


def alias(zone, owner, rtype, hosted_zone, target, *, health=False, **members):
    """A set that stands for another name."""
    target = {"HostedZoneId": hosted_zone, "DNSName": target, "EvaluateTargetHealth": health}
    return {"Name": absolute(owner, zone), "Type": rtype, "AliasTarget": target, **members}


def quoted(string):
    return f'"{string}"'


# How each type of Azure's is written as text, by the attribute that holds its values.
SPELLINGS = {
    "A": ("a_records", lambda one: one.ipv4_address),
    "AAAA": ("aaaa_records", lambda one: one.ipv6_address),
    "CAA": ("caa_records", lambda one: f"{one.flags} {one.tag} {quoted(one.value)}"),
    "CNAME": ("cname_record", lambda one: absolute_name(one.cname)),
    "DS": ("ds_records", lambda one: f"{one.key_tag} {one.algorithm} {one.digest.algorithm_type} {one.digest.value}"),
    "MX": ("mx_records", lambda one: f"{one.preference} {absolute_name(one.exchange)}"),
    "NAPTR": ("naptr_records", lambda one: f"{one.order} {one.preference} {naptr(one.flags)} {naptr(one.services)} "
                                           f"{naptr(one.regexp)} {absolute_name(one.replacement or '.')}"),
    "NS": ("ns_records", lambda one: absolute_name(one.nsdname)),
    "PTR": ("ptr_records", lambda one: absolute_name(one.ptrdname)),
    "SOA": ("soa_record", lambda one: f"{absolute_name(one.host)} {absolute_name(one.email)} {one.serial_number} "
                                      f"{one.refresh_time} {one.retry_time} {one.expire_time} {one.minimum_ttl}"),
    "SRV": ("srv_records", lambda one: f"{one.priority} {one.weight} {one.port} {absolute_name(one.target)}"),
    "TLSA": ("tlsa_records", lambda one: f"{one.usage} {one.selector} {one.matching_type} {one.cert_association_data}"),
    "TXT": ("txt_records", lambda one: " ".join(txt(string) for string in one.value)),
}


def absolute_name(text):
    return text if text.endswith(".") else f"{text}."


def txt(string):
    """Azure's strings are RFC 1035 text already, but for the quotation marks around them."""
    return quoted(re.sub(r'\\.|"', lambda found: '\\"' if found[0] == '"' else found[0], string))


def naptr(string):
    """Azure takes the strings of a NAPTR as they are."""
    return quoted(string.replace("\\", "\\\\").replace('"', '\\"'))


class AzureClient:
    """azure-mgmt-dns over plain HTTP, with a token that it did not get itself, in the version that shows every type."""

    def __init__(self, url, twin, group):
        token, _ = twin.login.issue(ARM)
        self.group = group
        self.api = DnsManagementClient(
            object(), twin.settings.subscription, api_version="2023-07-01-preview", base_url=url, retry_total=0,
            credential_scopes=[f"{ARM}.default"],
            authentication_policy=HeadersPolicy({"Authorization": f"Bearer {token}"}))
        self.models = DnsManagementClient.models("2023-07-01-preview")

    def listing(self, zone):
        return list(self.api.record_sets.list_all_by_dns_zone(self.group, zone))

    def sets(self, zone):
        """All that have values, by owner, type and no set."""
        found = {}
        for one in self.listing(zone):
            rtype = one.type.rpartition("/")[2]
            member, spell = SPELLINGS[rtype]
            values = getattr(one, member)
            values = values if isinstance(values, list) else [values]
            if values and values[0] is not None:
                found[one.name.lower(), rtype, None] = wanted(one.ttl, rtype, *map(spell, values))
        return found

    def get(self, zone, owner, rtype):
        return self.api.record_sets.get(self.group, zone, owner, rtype)

    def put(self, zone, owner, rtype, ttl=300, **members):
        """A set as the library's model takes it, such as `a_records=[{"ipv4_address": …}]`."""
        model = self.models.RecordSet(ttl=ttl, **members)
        return self.api.record_sets.create_or_update(self.group, zone, owner, rtype, model)

    def put_a(self, zone, owner, ttl, *addresses):
        records = [self.models.ARecord(ipv4_address=address) for address in addresses]
        return self.put(zone, owner, "A", ttl, a_records=records)

    def delete(self, zone, owner, rtype):
        self.api.record_sets.delete(self.group, zone, owner, rtype)

    def create_zone(self, zone):
        self.api.zones.create_or_update(self.group, zone, self.models.Zone(location="global"))
