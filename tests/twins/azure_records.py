"""The data of every record type that Azure DNS has, in its JSON form: what is taken, and how it comes back.

Two facts from recordings of the service shape this file: the answer to a PUT repeats the data as sent, whereas a later
GET or list shows them as stored (`0:0:0:0:0:ffff:403:201` comes back as `::ffff:4.3.2.1`); and the members of a record
come in alphabetical order. The strings of a TXT record are RFC 1035 text: backslash and three decimal digits is an
octet, backslash and another character is that character.
"""

import ipaddress
import re
import string
from dataclasses import dataclass

from .azure_errors import bad
from .azure_names import target

STABLE, PREVIEW = "2018-05-01", "2023-07-01-preview"
"""Versions of the API; record types and members that are new in the second are refused and left out by the first."""

U8, U16, U31, U32 = (1 << 8) - 1, (1 << 16) - 1, (1 << 31) - 1, (1 << 32) - 1
ESCAPE = re.compile(rb"\\(?:(\d{3})|(\D))", re.DOTALL)
HEX = re.compile(r"[0-9A-Fa-f]+")


@dataclass(frozen=True)
class Type:
    """A record type: its number, its member in `properties`, the members of one record, and whether it is single.

    `read(record)` checks one record as sent; it returns the record as stored and a key that equal records share.
    """

    number: int
    member: str
    fields: tuple
    read: object
    single: bool = False
    preview: bool = False


def text(record, name, most=4096):
    value = record.get(name)
    if not isinstance(value, str) or not value or len(value) > most:
        raise bad(f"The value of '{name}' is missing or not valid.")
    return value


def number(record, name, most, least=0):
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise bad(f"The value of '{name}' must be an integer between '{least}' and '{most}'.")
    return value


def hexadecimal(record, name):
    value = text(record, name)
    if not HEX.fullmatch(value):
        raise bad(f"The value of '{name}' must be hexadecimal.")
    return value


def read_a(record):
    value = text(record, "ipv4Address")
    try:
        address = ipaddress.IPv4Address(value)
    except ValueError:
        raise bad(f"The value '{value}' is not a valid IPv4 address.") from None
    return {"ipv4Address": str(address)}, address


def read_aaaa(record):
    value = text(record, "ipv6Address")
    try:
        address = ipaddress.IPv6Address(value)
    except ValueError:
        raise bad(f"The value '{value}' is not a valid IPv6 address.") from None
    if address.scope_id:
        raise bad(f"The value '{value}' is not a valid IPv6 address.")
    shown = f"::ffff:{address.ipv4_mapped}" if address.ipv4_mapped else str(address)
    return {"ipv6Address": shown}, address


def read_name(name):
    """A type that holds nothing but a domain name."""
    def read(record):
        return {name: record.get(name)}, target(record.get(name), name)
    return read


def read_mx(record):
    preference = number(record, "preference", U16)
    key = target(record.get("exchange"), "exchange")
    return {"exchange": record["exchange"], "preference": preference}, (preference, key)


def read_srv(record):
    numbers = {name: number(record, name, U16) for name in ("port", "priority", "weight")}
    key = target(record.get("target"), "target", root=True)
    return {**numbers, "target": record["target"]}, (*numbers.values(), key)


def read_caa(record):
    flags, tag = number(record, "flags", U8), text(record, "tag", 15)
    value = record.get("value")
    if not tag.isalnum() or not tag.isascii():
        raise bad(f"The CAA tag '{tag}' is not valid.")
    if not isinstance(value, str) or len(value) > 1024 or not value.isascii():
        raise bad("The value of 'value' is missing or not valid.")
    return {"flags": flags, "tag": tag, "value": value}, (flags, tag.lower(), value)


def decode(value):
    """The octets of a TXT string."""
    wrong = bad(f"The value '{value}' is not a valid TXT string.")
    if not isinstance(value, str) or any(not " " <= character <= "~" for character in value):
        raise wrong
    octets, at = bytearray(), 0
    raw = value.encode()
    while at < len(raw):
        if raw[at:at + 1] != b"\\":
            octets.append(raw[at])
            at += 1
            continue
        found = ESCAPE.match(raw, at)
        if not found or (found[1] and int(found[1]) > U8):
            raise wrong
        octets.append(int(found[1]) if found[1] else found[2][0])
        at = found.end()
    return bytes(octets)


def encode(octets):
    """A TXT string as the service shows it."""
    shown = {ord("\\"): "\\\\", **{ord(one): one for one in string.printable[:95] if one != "\\"}}
    return "".join(shown.get(octet, f"\\{octet:03}") for octet in octets)


def read_txt(record):
    values = record.get("value")
    if not isinstance(values, list) or not values:
        raise bad("The value of 'value' must be a list of strings.")
    octets = tuple(decode(value) for value in values)
    for value, one in zip(values, octets, strict=True):
        if len(one) > U8:
            raise bad(f"The value '{value}' is too long: a TXT string has no more than 255 characters.")
    if not any(octets):
        raise bad("A TXT record may not be empty.")
    return {"value": [encode(one) for one in octets]}, octets


def read_soa(record):
    times = {name: number(record, name, U31) for name in ("expireTime", "minimumTTL", "refreshTime", "retryTime")}
    serial = number(record, "serialNumber", U32)
    target(record.get("email"), "email")
    target(record.get("host"), "host")
    stored = {"email": record["email"], "host": record["host"], "serialNumber": serial, **times}
    return dict(sorted(stored.items(), key=lambda one: one[0].lower())), None


def read_ds(record):
    digest = record.get("digest")
    if not isinstance(digest, dict):
        raise bad("The value of 'digest' is missing or not valid.")
    shown = {"algorithmType": number(digest, "algorithmType", U8), "value": hexadecimal(digest, "value")}
    stored = {"algorithm": number(record, "algorithm", U8), "digest": shown, "keyTag": number(record, "keyTag", U16)}
    return stored, (stored["keyTag"], stored["algorithm"], shown["algorithmType"], shown["value"].upper())


def read_tlsa(record):
    data = hexadecimal(record, "certAssociationData")
    numbers = {name: number(record, name, U8) for name in ("matchingType", "selector", "usage")}
    return {"certAssociationData": data, **numbers}, (*numbers.values(), data.upper())


def read_naptr(record):
    numbers = {name: number(record, name, U16) for name in ("order", "preference")}
    strings = {name: record.get(name) for name in ("flags", "regexp", "services")}
    for name, value in strings.items():
        if not isinstance(value, str) or not value.isascii() or len(value) > U8:
            raise bad(f"The value of '{name}' is missing or not valid.")
    key = target(record.get("replacement"), "replacement", root=True)
    stored = {**numbers, **strings, "replacement": record["replacement"]}
    return dict(sorted(stored.items())), (*numbers.values(), *strings.values(), key)


TYPES = {
    "A": Type(1, "ARecords", ("ipv4Address",), read_a),
    "NS": Type(2, "NSRecords", ("nsdname",), read_name("nsdname")),
    "CNAME": Type(5, "CNAMERecord", ("cname",), read_name("cname"), single=True),
    "SOA": Type(6, "SOARecord", ("email", "expireTime", "host", "minimumTTL", "refreshTime", "retryTime",
                                 "serialNumber"), read_soa, single=True),
    "PTR": Type(12, "PTRRecords", ("ptrdname",), read_name("ptrdname")),
    "MX": Type(15, "MXRecords", ("exchange", "preference"), read_mx),
    "TXT": Type(16, "TXTRecords", ("value",), read_txt),
    "AAAA": Type(28, "AAAARecords", ("ipv6Address",), read_aaaa),
    "SRV": Type(33, "SRVRecords", ("port", "priority", "target", "weight"), read_srv),
    "CAA": Type(257, "caaRecords", ("flags", "tag", "value"), read_caa),
    "NAPTR": Type(35, "NAPTRRecords", ("flags", "order", "preference", "regexp", "replacement", "services"), read_naptr,
                  preview=True),
    "DS": Type(43, "DSRecords", ("algorithm", "digest", "keyTag"), read_ds, preview=True),
    "TLSA": Type(52, "TLSARecords", ("certAssociationData", "matchingType", "selector", "usage"), read_tlsa,
                 preview=True),
}
MEMBERS = {kind.member: name for name, kind in TYPES.items()}


def read_records(rtype, properties, settings):
    """The records in `properties` of a set of type `rtype`: as sent (for the answer) and as stored.

    Both are None if the member is absent; a single type has a list of one. Raises the provider's refusals.
    """
    kind = TYPES[rtype]
    for member, other in MEMBERS.items():
        if other != rtype and properties.get(member) not in (None, []):
            raise bad(f"The member '{member}' does not belong in a record set of type '{rtype}'.")
    given = properties.get(kind.member)
    if given is None:
        return None, None
    if kind.single:
        given = [given]
    if not isinstance(given, list) or not all(isinstance(record, dict) for record in given):
        raise bad(f"The value of '{kind.member}' is not valid.")
    if len(given) > settings.values_per_set:
        raise bad(f"The number of records '{len(given)}' in the record set exceeds the maximum of "
                  f"'{settings.values_per_set}'.")
    read = [kind.read(record) for record in given]
    keys = [key for _, key in read]
    if len(set(keys)) < len(keys):
        raise bad("The record set contains duplicate records.")
    if rtype == "TXT" and sum(len(octets) for key in keys for octets in key) > settings.txt_octets:
        raise bad("The combined length of all TXT records in a record set may not exceed "
                  f"{settings.txt_octets} characters.")
    sent = [{name: record[name] for name in kind.fields if name in record} for record in given]
    return sent, [stored for stored, _ in read]


def read_ttl(properties):
    return number(properties, "TTL", U31, least=1)


def read_metadata(properties):
    """The metadata, or None if there are none."""
    given = properties.get("metadata")
    if given is None:
        return None
    if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
        raise bad("The value of 'metadata' must be an object of strings.")
    return dict(given) or None
