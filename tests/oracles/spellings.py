#!/usr/bin/env python3
"""Random zones, every record spelt twice: in Zonal and as RFC 1035 has it, the second by this file alone.

What Zonal exports must be what dnspython reads from the second spelling, record for record, and named-compilezone
must read the export so too. The Zonal source is written in every way the language has to say one record set: plain
lines, owner blocks, `under`, templates, loops, `extend zone`, `on`. Deterministic.
"""

import base64
import os
import pathlib
import random
import re
import tempfile
from collections import Counter

import wire
from report import Report

ZONAL = str(pathlib.Path(os.environ["ZONAL"]).resolve())
APEX = "wild.example"
RECORDS = 10_000
LABELS = ("a", "www", "x-y", "n0", "0", "_srv", "_tcp", "Mixed", "UPPER", "l" * 63, "xn--mnchen-3ya", "münchen")


class Wild:
    """Random values, each as (Zonal, master file)."""

    def __init__(self, seed):
        self.random, self.count = random.Random(seed), 0

    def pick(self, *choices):
        return self.random.choice(choices)

    def number(self, top):
        return self.pick(0, 1, top, self.random.randrange(top + 1))

    def owner(self):
        """A new name relative to the apex."""
        self.count += 1
        labels = [f"{self.pick('h', 'H', '_h')}{self.count}"]
        if self.random.random() < 0.3:
            labels.append(self.pick(*LABELS))
        if self.random.random() < 0.1:
            labels[:0] = [self.pick(*LABELS)]
        if self.random.random() < 0.05:
            labels[:0] = ["*"]
        return ".".join(labels)

    def target(self):
        """A name somewhere else, or the apex."""
        name = f"{self.pick('t', 'T')}{self.random.randrange(10_000)}.target.test."
        return self.pick((name, name), (name, name), ("@", f"{APEX}."), ("mx", f"mx.{APEX}."), ("mx.@", f"mx.{APEX}."))

    def text(self, value=None):
        """A character string of any bytes; TXT alone may be longer than 255."""
        if value is None:
            value = self.random.choices((b"", b"a", b"v=x", self.random.randbytes(self.random.randrange(90))))[0]
        zonal = "".join(self.zonal_byte(byte) for byte in value)
        master = "".join(self.master_byte(byte) for byte in value)
        return f'"{zonal}"', f'"{master}"'

    def zonal_byte(self, byte):
        if byte in b'"\\$':
            return "\\" + chr(byte)
        return chr(byte) if 32 <= byte < 127 and self.random.random() < 0.95 else f"\\{byte:03}"

    def master_byte(self, byte):
        if byte in b'"\\':
            return "\\" + chr(byte)
        return chr(byte) if 32 <= byte < 127 else f"\\{byte:03}"

    def hexadecimal(self, octets):
        digits = self.random.randbytes(octets).hex()
        digits = self.pick(digits, digits.upper())
        return f'"{digits}"', digits

    def duration(self):
        """A TTL as Zonal writes it, and in seconds."""
        pairs = (("0s", 0), ("1s", 1), ("17s", 17), ("5m", 300), ("1h30m", 5400), ("2d", 172800), ("1w", 604800),
                 ("1w2d3h4m5s", 788645), ("2147483647s", 2147483647))
        return self.pick(*pairs[1:])

    # values by type

    def a(self):
        address = ".".join(str(self.number(255)) for _ in range(4))
        return self.pick(address, f'"{address}"'), address

    def aaaa(self):
        groups = [self.pick(0, 0, self.random.randrange(65536)) for _ in range(8)]
        full = ":".join(f"{group:x}" for group in groups)
        wide = ":".join(f"{group:04X}" for group in groups)
        return self.pick(full, wide, f'"{full}"'), full

    def name(self):
        return self.target()

    def mx(self):
        preference, (zonal, master) = self.number(65535), self.target()
        return f"{preference} {zonal}", f"{preference} {master}"

    def srv(self):
        fields, (zonal, master) = " ".join(str(self.number(65535)) for _ in range(3)), self.target()
        return f"{fields} {zonal}", f"{fields} {master}"

    def txt(self):
        value = self.random.randbytes(self.pick(0, 1, 20, 254, 255, 256, 600))
        cut = [value[at:at + 255] for at in range(0, len(value), 255)] or [b""]
        master = " ".join(self.text(part)[1] for part in cut)
        at = self.random.randrange(len(value) + 1)
        split = f"{self.text(value[:at])[0]} {self.text(value[at:])[0]}"
        return self.pick(self.text(value)[0], split), master

    def caa(self):
        tag, value = self.pick(
            ("issue", "letsencrypt.org"), ("issue", ";"), ("issuewild", "ca.example; policy=ev"),
            ("iodef", "mailto:security@example.net"), ("iodef", "https://example.net/report"))
        critical = self.pick(True, False)
        flags = 128 if critical else 0
        return f"{self.pick('critical' if critical else '', str(flags))} {tag} \"{value}\"".strip(), f'{flags} {tag} "{value}"'

    def sshfp(self):
        algorithm, (kind, digest, octets) = self.pick(("rsa", 1), ("ecdsa", 3), ("ed25519", 4)), self.pick(
            ("sha-1", 1, 20), ("sha-256", 2, 32))
        zonal, master = self.hexadecimal(octets)
        return f"{algorithm[0]} {kind} {zonal}", f"{algorithm[1]} {digest} {master}"

    def tlsa(self):
        usage = self.pick(("pkix-ta", 0), ("pkix-ee", 1), ("dane-ta", 2), ("dane-ee", 3))
        selector, matching = self.pick(("cert", 0), ("spki", 1)), self.pick(("sha-256", 1, 32), ("sha-512", 2, 64))
        zonal, master = self.hexadecimal(matching[2])
        return f"{usage[0]} {selector[0]} {matching[0]} {zonal}", f"{usage[1]} {selector[1]} {matching[1]} {master}"

    def naptr(self):
        numbers, strings = f"{self.number(65535)} {self.number(65535)}", [self.pick("", "S", "u"), self.pick("", "E2U+sip")]
        quoted = " ".join(f'"{one}"' for one in strings)
        regexp, (zonal, master) = self.text(b"!^.*$!sip:a@example.net!"), self.target()
        return f"{numbers} {quoted} {regexp[0]} {zonal}", f"{numbers} {quoted} {regexp[1]} {master}"

    def uri(self):
        numbers, (zonal, master) = f"{self.number(65535)} {self.number(65535)}", self.text(b'https://example.net/$a?"b\\')
        return f"{numbers} {zonal}", f"{numbers} {master}"

    def openpgpkey(self):
        key = base64.b64encode(self.random.randbytes(self.pick(1, 2, 3, 300))).decode()
        return f'"{key}"', key

    def location(self):
        half = [self.random.randrange(90), self.random.randrange(60), f"{self.random.randrange(60)}.{self.random.randrange(1000):03}"]
        other = [self.random.randrange(180), self.random.randrange(60), f"{self.random.randrange(60)}.{self.random.randrange(1000):03}"]
        sizes = " ".join(f"{self.random.randrange(1, 10) * 10 ** self.random.randrange(5)}.00m" for _ in range(3))
        fields = (*half, self.pick("N", "S"), *other, self.pick("E", "W"), f"{self.random.randrange(-99999, 99999)}.00m", sizes)
        value = " ".join(map(str, fields))
        return value, value

    def service(self):
        priority, (zonal, master) = self.random.randrange(1, 65536), self.target()
        parameters = []
        if self.random.random() < 0.6:
            parameters.append(("alpn [h2, h3]", 'alpn="h2,h3"'))
        if self.random.random() < 0.4:
            port = self.number(65535)
            parameters.append((f"port {port}", f"port={port}"))
        if self.random.random() < 0.4:
            first, second = (self.random.randbytes(4) for _ in range(2))
            hints = [".".join(map(str, address)) for address in (first, second)]
            parameters.append((f"ipv4-hint [{', '.join(hints)}]", f"ipv4hint={','.join(hints)}"))
        if self.random.random() < 0.3:
            text = self.text(self.random.randbytes(9))
            parameters.append((f"key65280 {text[0]}", f"key65280={text[1]}"))
        shuffled = self.random.sample(parameters, len(parameters))
        return " ".join([f"{priority} {zonal}", *(z for z, _ in shuffled)]), " ".join([f"{priority} {master}", *(m for _, m in parameters)])

    def unknown(self):
        octets = self.number(40)
        digits = self.random.randbytes(octets).hex()
        value = f"\\# {octets} {digits}".strip()
        return value, value

    def record_set(self):
        """(owner, type, TTL as written or none, TTL in seconds, values)."""
        kinds = {
            "A": self.a, "AAAA": self.aaaa, "CNAME": self.name, "MX": self.mx, "SRV": self.srv, "TXT": self.txt,
            "CAA": self.caa, "SSHFP": self.sshfp, "TLSA": self.tlsa, "SMIMEA": self.tlsa, "NAPTR": self.naptr,
            "URI": self.uri, "OPENPGPKEY": self.openpgpkey, "LOC": self.location, "HTTPS": self.service,
            "SVCB": self.service, "PTR": self.name, "DNAME": self.name, "TYPE65300": self.unknown,
        }
        rtype = self.pick(*kinds)
        count = 1 if rtype in ("CNAME", "DNAME") else self.pick(1, 1, 1, 2, 5)
        values, seen = [], set()
        for _ in range(count):
            value = kinds[rtype]()
            if (key := wire.record("x.", rtype, 0, value[1])) not in seen:
                seen.add(key)
                values.append(value)
        owner = self.owner()
        if rtype == "SRV":
            owner = f"_s{self.count}._tcp.{owner.removeprefix('*.')}"
        ttl = self.duration() if self.random.random() < 0.4 else None
        return owner, rtype, ttl, values


class Program:
    """A Zonal workspace with the record sets in all sorts of places."""

    def __init__(self, folder, wild):
        self.folder, self.wild = folder, wild
        self.zone, self.extension, self.templates, self.expected = [], [], [], Counter()

    def add(self, owner, rtype, ttl, values):
        for _, master in values:
            name = ".".join([*map(ascii_label, owner.split(".")), APEX, ""])
            self.expected[wire.record(name, rtype, ttl[1] if ttl else 300, master)] += 1
        fields = ", ".join(zonal for zonal, _ in values)
        suffix = f"  ttl {ttl[0]}" if ttl else ""
        self.place(owner, f"{rtype}  {fields}{suffix}", rtype)

    def place(self, owner, rest, rtype):
        """One of the language's ways."""
        relative = ".".join(owner.split(".")[:-1]), owner.split(".")[-1]
        number, way = self.wild.count, self.wild.random.randrange(9)
        if way == 1:
            self.zone.append(f'  "{owner}" {{\n    {rest}\n  }}')
        elif way == 2 and relative[0] and not owner.startswith("*") and self.is_absolute(rest):
            self.zone.append(f"  under {relative[1]} {{\n    {relative[0]}  {rest}\n  }}")
        elif way == 3:
            self.templates.append(f"template t{number}(owner: String) {{\n  $owner  {rest}\n}}\n")
            self.zone.append(f'  include t{number}("{owner}")')
        elif way == 4:
            self.extension.append(f"  {owner}  {rest}")
        elif way == 5:
            self.zone.append(f'  for n in ["{owner}"] {{ $n  {rest} }}')
        elif way == 6:
            self.zone.append(f"  on first, second  {owner}  {rest}")
        elif way == 7:
            self.zone.append(f"  {owner}.{APEX}.  {rest}")
        else:
            self.zone.append(f"  {owner}  {rest}")

    @staticmethod
    def is_absolute(rest):
        """Whether no target depends on the origin."""
        return re.search(r"\s(@|mx|mx\.@)(,|\s|$)", rest) is None

    def write(self):
        self.folder.mkdir(parents=True)
        (self.folder / "zonal.toml").write_text("")
        self.wild.random.shuffle(self.zone)
        parts = [
            'provider first = zonefile {\n  directory  "out/first"\n}\n',
            'provider second = zonefile {\n  directory  "out/second"\n}\n',
            "policy wild default {\n  off  address-private, address-documentation, address-loopback\n}\n", *self.templates,
            f"zone {APEX} on first, second {{", "  nameservers ns.one.test., ns.two.test.", "  @   A  192.0.2.1", "  mx  A  192.0.2.1", *self.zone, "}\n",
        ]
        (self.folder / "main.zonal").write_text("\n".join(parts))
        (self.folder / "more.zonal").write_text("\n".join([f"extend zone {APEX} {{", *self.extension, "}\n"]))
        for name in ("ns.one.test.", "ns.two.test."):
            self.expected[wire.record(f"{APEX}.", "NS", 86400, name)] += 1
        for name in (f"{APEX}.", f"mx.{APEX}."):
            self.expected[wire.record(name, "A", 300, "192.0.2.1")] += 1


def ascii_label(label):
    return label if label.isascii() else label.encode("idna").decode()


def compare(seed, scratch):
    folder = scratch / str(seed)
    wild = Wild(seed)
    program = Program(folder, wild)
    while sum(program.expected.values()) < RECORDS:
        program.add(*wild.record_set())
    program.write()
    code, _, err = wire.run(ZONAL, "build", "--out", str(folder / "out"), str(folder))
    if code:
        errors = {one.split("]")[0]: one for one in err.split("\n\n") if one.startswith("error")}
        raise wire.Disagreement("it does not build\n" + "\n".join(errors.values())[:3000])
    texts = set()
    for provider in ("first", "second"):
        path = folder / "out" / provider / f"{APEX}.zone"
        texts.add(path.read_text())
        wire.same("the other spelling", wire.without(wire.lines(path.read_text()), "SOA"), program.expected)
    wire.same("named-compilezone", wire.lines(path.read_text()), wire.by_bind(path, f"{APEX}."))
    if len(texts) > 1:
        raise wire.Disagreement("equal zones at two providers are not written alike")


def main():
    report = Report("spellings")
    with tempfile.TemporaryDirectory() as scratch:
        for seed in range(5):
            report.check(f"seed {seed}", lambda seed=seed: compare(seed, pathlib.Path(scratch)))
    report.end()


main()
