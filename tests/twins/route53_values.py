"""What a `Value` may be, by type, and when two are the same.

dnspython judges the RDATA; what is Route 53's own is done here: octal escapes, quotation marks that must be there,
names absolute without a dot, the texts of the complaints. The codes after `FATAL problem` that have been seen in the
open are ARRDATAIllegalIPv4Address, CharacterStringTooLong, InvalidCharacterString, UnsupportedCharacter and those of
names; the rest are made after their pattern.
"""

import functools
import re

import dns.exception
import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype

from .route53_names import BadName, fatal, labels

TYPES = ("SOA", "A", "TXT", "NS", "CNAME", "MX", "NAPTR", "PTR", "SRV", "SPF", "AAAA", "CAA", "DS", "TLSA", "SSHFP", "SVCB",
         "HTTPS")
LIMIT = 4000
"""Characters of one Value, quotation marks counted."""

NAMED = {"NS": 0, "CNAME": 0, "PTR": 0, "MX": 1, "SRV": 3, "SOA": 0}
"""Types whose Value has fields without quotation marks, and which of them is a name (of SOA also the next)."""

FIELDS = {"NS": 1, "CNAME": 1, "PTR": 1, "MX": 2, "SRV": 4, "SOA": 7}
ESCAPE = re.compile(r"\\([0-9]{3}|.)", re.DOTALL)
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


class BadValue(Exception):
    """The text of Route 53's complaint."""

    def __init__(self, complaint):
        super().__init__(f"Invalid Resource Record: '{complaint}'")


@functools.lru_cache(maxsize=65536)
def stored(rtype, value):
    """The Value as listings show it; raises `BadValue`."""
    text = value.strip(" \t")
    if rtype in ("TXT", "SPF"):
        return " ".join(f'"{shown(string)}"' for string in strings(text))
    rdata(rtype, text)
    return text.lower() if rtype in NAMED else text


@functools.lru_cache(maxsize=65536)
def identity(rtype, value):
    """Equal for Values that mean the same record."""
    if rtype in ("TXT", "SPF"):
        return strings(value.strip(" \t"))
    return rdata(rtype, value.strip(" \t")).to_digestable(dns.name.root)


def strings(text):
    """The character strings of a TXT value, as octets."""
    found, at = [], 0
    while at < len(text):
        match = QUOTED.match(text, at)
        if not match:
            raise BadValue(fatal("InvalidCharacterString", "Value should be enclosed in quotation marks", text))
        string = octets(match[1], text)
        if len(string) > 255:
            raise BadValue(fatal("CharacterStringTooLong", "Value is too long", match[0]))
        found.append(string)
        at = match.end()
        blanks = len(text[at:]) - len(text[at:].lstrip(" \t"))
        if not blanks and at < len(text):
            raise BadValue(fatal("InvalidCharacterString", "Value should be enclosed in quotation marks", text))
        at += blanks
    if not found:
        raise BadValue(fatal("InvalidCharacterString", "Value should be enclosed in quotation marks", text))
    return tuple(found)


def octets(inner, text):
    found, at = bytearray(), 0
    for match in ESCAPE.finditer(inner):
        found += plain(inner[at:match.start()], text)
        found.append(octet(match[1], text))
        at = match.end()
    return bytes(found + plain(inner[at:], text))


def plain(part, text):
    if not all(" " <= char <= "~" for char in part):
        raise BadValue(fatal("UnsupportedCharacter", "Value contains unsupported characters", text))
    return part.encode()


def octet(escape, text):
    """What stands after a backslash: three octal digits, or a character that is no digit."""
    if len(escape) == 3 and all(digit in "01234567" for digit in escape) and int(escape, 8) < 256:
        return int(escape, 8)
    if len(escape) == 1 and " " <= escape <= "~" and not escape.isdigit():
        return ord(escape)
    raise BadValue(fatal("InvalidCharacterString", "Value contains an invalid octal escape", text))


def shown(string):
    return "".join(
        f"\\{chr(one)}" if one in b'"\\' else chr(one) if 32 <= one < 127 else f"\\{one:03o}" for one in string)


@functools.lru_cache(maxsize=65536)
def rdata(rtype, text):
    """The record data; dnspython has decimal escapes, Route 53 has octal ones."""
    plain(text, text)
    if rtype in NAMED:
        check_names(rtype, text)
    elif rtype in ("NAPTR", "CAA") and len(QUOTED.findall(text)) != {"NAPTR": 3, "CAA": 1}[rtype]:
        raise BadValue(fatal("InvalidCharacterString", "Value should be enclosed in quotation marks", text))
    decimal = ESCAPE.sub(lambda match: f"\\{octet(match[1], text):03}", text)
    if decimal.startswith("\\#"):
        raise BadValue(problem(rtype, text))
    try:
        return dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(rtype), decimal, dns.name.root, relativize=False)
    except (dns.exception.DNSException, ValueError, OverflowError):
        raise BadValue(problem(rtype, text)) from None


def problem(rtype, text):
    if rtype == "A":
        return fatal("ARRDATAIllegalIPv4Address", "Value is not a valid IPv4 address", text)
    if rtype == "AAAA":
        return fatal("AAAARRDATAIllegalIPv6Address", "Value is not a valid IPv6 address", text)
    return fatal(f"{rtype}RRDATAIllegal", f"Value is not a valid {rtype} record", text)


def check_names(rtype, text):
    fields = text.split()
    if len(fields) != FIELDS[rtype]:
        count = FIELDS[rtype]
        raise BadValue(fatal(f"{rtype}RRDATANotEnoughFields", f"{rtype} record doesn't have {count} fields", text))
    for field in fields[NAMED[rtype]:NAMED[rtype] + (2 if rtype == "SOA" else 1)]:
        if field == "@":
            raise BadValue(problem(rtype, text))
        try:
            labels(field)
        except BadName as error:
            raise BadValue(str(error)) from None
