#!/usr/bin/env python3
"""Makes the same zones in three spellings: Zonal source, master files, octoDNS YAML.

usage: generate.py RECORDS DIR [--zones N] [--seed N] [--octodns]

Writes DIR/program/ (a Zonal workspace), DIR/master/NAME.zone and, if asked, DIR/octodns/. Every zone has RECORDS
records, SOA and apex NS among them, and is valid by every rule of every checker: a benchmark compares work done,
not errors found. Deterministic: the same arguments give the same bytes.
"""

import argparse
import base64
import os
import random

HOSTS = (
    "account admin agent alerts api app archive assets auth backup beta billing blog build cache catalog cdn chat ci "
    "client config crm data db demo deploy dev docs download edge events feed files forum gateway git graph help home "
    "images inbox jobs lab ldap live log login mail map media metrics mirror mobile monitor news node office order "
    "partner portal print proxy queue registry relay report sandbox search shop sso stage static status store stream "
    "support sync tasks test track upload vault video vpn wallet web wiki work"
).split()

POLICY = """\
provider first = zonefile {
  directory  "out/first"
}

provider second = zonefile {
  directory  "out/second"
}

provider both = first, second

policy benchmark default {
  ttl volatile        1m
  ttl application     5m  default
  ttl infrastructure  1h  for MX, CAA, SRV, SSHFP, TLSA, NAPTR, PTR, HTTPS
  ttl delegation      1d  for NS, DS
}
"""

CLASS = {60: "volatile", 300: "application", 3600: "infrastructure", 86400: "delegation"}
USUAL = {"A": 300, "AAAA": 300, "CNAME": 300, "TXT": 300, "NS": 86400, "DS": 86400}
NAMESERVERS = ("ns1.dns-one.example.", "ns1.dns-two.example.")

# An RSA public key of 2,048 bits around its modulus (RFC 8017 appendix A.1.1 in RFC 5280's wrapping).
KEY_HEAD = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")
KEY_TAIL = bytes.fromhex("0203010001")


class RecordSet:
    """Some records with one owner and type, the values spelt for master files, Zonal and octoDNS."""

    def __init__(self, owner, rtype, values, ttl=None):
        self.owner, self.rtype = owner, rtype
        self.ttl = ttl or USUAL.get(rtype, 3600)
        self.values = [value if isinstance(value, tuple) else (value, value, value) for value in values]


class Maker:
    """Draws blocks of record sets, as an operator's zone has them, until a zone is full."""

    def __init__(self, seed, apex):
        self.random, self.apex, self.sequence = random.Random(f"{seed} {apex}"), apex, 0

    def sets(self, records):
        left = records - 1 - len(NAMESERVERS)  # SOA and NS
        blocks = (
            (46, self.web), (30, self.host), (26, self.alias), (5, self.mail), (8, self.challenge), (2, self.service),
            (5, self.delegation), (2, self.certificate), (1, self.naptr), (1, self.pointer), (2, self.wildcard),
        )
        kinds, weights = [block for _, block in blocks], [weight for weight, _ in blocks]
        for block in (self.apex_sets, self.fixtures):
            for made in block():
                left -= len(made.values)
                yield made
        while left > 0:
            for kind in self.random.choices(kinds, weights, k=256):
                made = list(kind())
                size = sum(len(one.values) for one in made)
                if size > left:
                    made, size = list(self.host_only()), 1
                left -= size
                yield from made
                if left <= 0:
                    break

    # what values are made of

    def owner(self):
        self.sequence += 1
        word = self.random.choice(HOSTS)
        if self.random.random() < 0.7:
            return f"{word}-{self.sequence}"
        return f"n{self.sequence}.{word}"

    def ipv4(self):
        r = self.random.randrange
        return f"{r(52, 54)}.{r(256)}.{r(256)}.{r(1, 255)}"

    def ipv4s(self, count):
        return sorted({self.ipv4() for _ in range(count)})

    def ipv6(self):
        r = self.random.randrange
        return f"2a05:d018:{r(1, 65536):x}:{r(1, 65536):x}::{r(1, 65536):x}"

    def digest(self):
        return f"{self.random.getrandbits(256):064x}"

    def local(self, name):
        return (name, f"{name}.@" if "." in name else name, f"{name}.{self.apex}.")

    def text(self, value):
        strings = " ".join(f'"{value[at:at + 255]}"' for at in range(0, len(value), 255))
        return (strings, f'"{value}"', value.replace(";", "\\;"))

    # blocks

    def apex_sets(self):
        yield RecordSet("@", "A", [self.ipv4()])
        yield RecordSet("@", "MX", self.exchanges())
        yield RecordSet("@", "CAA", [('0 issue "letsencrypt.org"', 'issue "letsencrypt.org"', ("0", "issue", "letsencrypt.org"))])

    def fixtures(self):
        for name in ("www", "mx1", "mx2"):
            yield RecordSet(name, "A", [self.ipv4()])

    def web(self):
        owner, r = self.owner(), self.random.random
        yield RecordSet(owner, "A", self.ipv4s(1 + (r() < 0.3) + (r() < 0.1)))
        if r() < 0.35:
            yield RecordSet(owner, "AAAA", [self.ipv6()])
        if r() < 0.04:
            hint = self.ipv4()
            yield RecordSet(owner, "HTTPS", [(
                f'1 . alpn="h3,h2" ipv4hint={hint}', f"1 . alpn [h3, h2] ipv4-hint {hint}", ("1", ".", hint))])
        if r() < 0.05:
            yield RecordSet(owner, "CAA", [('0 issue "letsencrypt.org"', 'issue "letsencrypt.org"', ("0", "issue", "letsencrypt.org"))])

    def host(self):
        owner = self.owner()
        yield RecordSet(owner, "A", [self.ipv4()])
        if self.random.random() < 0.05:
            digest = self.digest()
            yield RecordSet(owner, "SSHFP", [(f"4 2 {digest}", f'ed25519 sha-256 "{digest}"', ("4", "2", digest))])

    def host_only(self):
        yield RecordSet(self.owner(), "A", [self.ipv4()])

    def alias(self):
        owner, pick = self.owner(), self.random.randrange(4)
        yield RecordSet(owner, "CNAME", [(
            f"d{self.random.getrandbits(52):013x}.cloudfront.net.", f"ep-{self.sequence}.azurefd.net.",
            self.local("www"), f"lb-{self.sequence}.eu-west-1.elb.amazonaws.com.")[pick]])

    def exchanges(self):
        return [(f"{n} mx{i}", f"{n} mx{i}", (str(n), f"mx{i}.{self.apex}.")) for i, n in ((1, 10), (2, 20))]

    def mail(self):
        owner = self.owner()
        modulus = bytes([self.random.randrange(128, 256)]) + self.random.randbytes(255)
        key = base64.b64encode(KEY_HEAD + modulus + KEY_TAIL).decode()
        yield RecordSet(owner, "MX", self.exchanges())
        yield RecordSet(owner, "TXT", [self.text(f"v=spf1 ip4:{self.ipv4()} include:_spf.mail.example -all")], ttl=3600)
        yield RecordSet(f"_dmarc.{owner}", "TXT", [self.text(f"v=DMARC1; p=reject; rua=mailto:dmarc@{self.apex}")], ttl=3600)
        yield RecordSet(f"s1._domainkey.{owner}", "TXT", [self.text(f"v=DKIM1; k=rsa; p={key}")], ttl=3600)

    def challenge(self):
        token = base64.urlsafe_b64encode(self.random.randbytes(32)).decode().rstrip("=")
        yield RecordSet(f"_acme-challenge.{self.owner()}", "TXT", [self.text(token)], ttl=60)

    def service(self):
        yield RecordSet(f"_sip._tcp.{self.owner()}", "SRV", [
            (f"{value} 5060 {name}", f"{value} 5060 {name}", (*value.split(), "5060", f"{name}.{self.apex}."))
            for value, name in (("10 60", "www"), ("20 40", "mx1"))])

    def delegation(self):
        owner, r = self.owner(), self.random.randrange
        if self.random.random() < 0.3:
            yield RecordSet(owner, "NS", [self.local(f"ns1.{owner}"), f"ns-{r(2048)}.awsdns-{r(64):02}.net."])
            yield RecordSet(f"ns1.{owner}", "A", [self.ipv4()], ttl=86400)
        else:
            yield RecordSet(owner, "NS", [f"ns-{r(2048)}.awsdns-{r(64):02}.com.", f"ns1-{r(10):02}.azure-dns.com."])
        if self.random.random() < 0.5:
            tag, digest = r(65536), self.digest()
            yield RecordSet(owner, "DS", [(
                f"{tag} 13 2 {digest}", f'{tag} ecdsap256sha256 sha-256 "{digest}"', (str(tag), "13", "2", digest))])

    def certificate(self):
        digest = self.digest()
        yield RecordSet(f"_443._tcp.{self.owner()}", "TLSA", [(
            f"3 1 1 {digest}", f'dane-ee spki sha-256 "{digest}"', ("3", "1", "1", digest))])

    def naptr(self):
        fields = ("100", "10", "U", "E2U+sip", f"!^.*$!sip:info@{self.apex}!", ".")
        yield RecordSet(self.owner(), "NAPTR", [(
            '{} {} "{}" "{}" "{}" {}'.format(*fields),
            '{} {} "{}" "{}" "{}" {}'.format(*fields).replace("$", "\\$"), fields)])

    def pointer(self):
        yield RecordSet(self.owner(), "PTR", [self.local("www")])

    def wildcard(self):
        yield RecordSet(f"*.{self.owner()}", "A", [self.ipv4()])


class MasterFile:
    """RFC 1035 section 5."""

    def __init__(self, folder, apex):
        self.file = open(os.path.join(folder, f"{apex}.zone"), "w")
        self.file.write(f"$ORIGIN {apex}.\n$TTL 300\n@ 3600 IN SOA {NAMESERVERS[0]} hostmaster 2026010101 7200 900 1209600 300\n")
        self.add(RecordSet("@", "NS", NAMESERVERS))

    def add(self, one):
        for master, _, _ in one.values:
            self.file.write(f"{one.owner} {one.ttl} IN {one.rtype} {master}\n")

    def end(self):
        self.file.close()


class Program:
    """A zone's own file in a Zonal workspace."""

    def __init__(self, folder, apex):
        self.file = open(os.path.join(folder, f"{apex}.zonal"), "w")
        self.file.write(f"zone {apex} on both {{\n  nameservers {', '.join(NAMESERVERS)}\n\n")

    def add(self, one):
        ttl = "" if one.ttl == USUAL.get(one.rtype, 3600) else f"  ttl {CLASS[one.ttl]}"
        values = ", ".join(zonal for _, zonal, _ in one.values)
        self.file.write(f"  {one.owner}  {one.rtype}  {values}{ttl}\n")

    def end(self):
        self.file.write("}\n")
        self.file.close()


class OctoDns:
    """A zone's own YAML file. Written by hand: the YAML libraries take minutes for a million records."""

    FIELDS = {
        "MX": ("preference", "exchange"),
        "SRV": ("priority", "weight", "port", "target"),
        "CAA": ("flags", "tag", "value"),
        "SSHFP": ("algorithm", "fingerprint_type", "fingerprint"),
        "DS": ("key_tag", "algorithm", "digest_type", "digest"),
        "TLSA": ("certificate_usage", "selector", "matching_type", "certificate_association_data"),
        "NAPTR": ("order", "preference", "flags", "service", "regexp", "replacement"),
    }

    def __init__(self, folder, apex):
        self.file, self.last = open(os.path.join(folder, f"{apex}.yaml"), "w"), None
        self.file.write("---\n")
        self.add(RecordSet("@", "NS", NAMESERVERS))

    def add(self, one):
        owner = "" if one.owner == "@" else one.owner
        if owner != self.last:
            self.file.write(f"'{owner}':\n")
            self.last = owner
        single = one.rtype == "CNAME"
        self.file.write(f"  - type: {one.rtype}\n    ttl: {one.ttl}\n    {'value' if single else 'values'}:")
        for _, _, value in one.values:
            if one.rtype == "HTTPS":
                self.file.write(f"\n      - svcpriority: {value[0]}\n        targetname: '{value[1]}'\n"
                                f"        svcparams: {{alpn: [h3, h2], ipv4hint: [{value[2]}]}}")
            elif one.rtype in self.FIELDS:
                pairs = (f"{field}: '{part}'" for field, part in zip(self.FIELDS[one.rtype], value))
                self.file.write("\n      - " + "\n        ".join(pairs))
            else:
                self.file.write(f" '{value}'" if single else f"\n      - '{value}'")
        self.file.write("\n")

    def end(self):
        self.file.close()


OCTODNS = """\
---
providers:
  records:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}
    default_ttl: 300
    enforce_order: false
  target:
    class: octodns.provider.yaml.YamlProvider
    directory: {folder}/target
zones:
"""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("records", type=int)
    arguments.add_argument("folder")
    arguments.add_argument("--zones", type=int, default=1)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--octodns", action="store_true")
    given = arguments.parse_args()
    program, master, octodns = (os.path.join(given.folder, part) for part in ("program", "master", "octodns"))
    for folder in (program, master) + ((octodns,) if given.octodns else ()):
        os.makedirs(folder, exist_ok=True)
    with open(os.path.join(program, "zonal.toml"), "w"):
        pass
    with open(os.path.join(program, "infra.zonal"), "w") as infra:
        infra.write(POLICY)
    zones = ["bench.example"] if given.zones == 1 else [f"bench-{at:04}.example" for at in range(given.zones)]
    for apex in zones:
        spellings = [MasterFile(master, apex), Program(program, apex)]
        if given.octodns:
            spellings.append(OctoDns(octodns, apex))
        for made in Maker(given.seed, apex).sets(given.records):
            for spelling in spellings:
                spelling.add(made)
        for spelling in spellings:
            spelling.end()
    if given.octodns:
        with open(os.path.join(given.folder, "octodns.yaml"), "w") as config:
            config.write(OCTODNS.format(folder=octodns))
            for apex in zones:
                config.write(f"  {apex}.:\n    sources: [records]\n    targets: [target]\n")


main()
