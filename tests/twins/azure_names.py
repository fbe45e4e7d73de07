"""Names as Azure DNS takes them: of zones, of record sets relative to their zone, and in record data."""

import re

from .azure_errors import bad

LABEL = re.compile(r"[A-Za-z0-9_-]{1,63}")
ZONE_LABEL = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
TARGET = re.compile(r"[\x21-\x7e]+")
APEX = "@"


def fits(name):
    """Whether a name without escapes keeps the lengths of RFC 1035, section 2.3.4."""
    labels = name.removesuffix(".").split(".")
    return all(1 <= len(label) <= 63 for label in labels) and sum(len(label) + 1 for label in labels) + 1 <= 255


def zone_name(text):
    """The zone's name without its trailing dot."""
    name = text.removesuffix(".")
    labels = name.split(".")
    if len(labels) < 2 or not fits(name) or not all(ZONE_LABEL.fullmatch(label) for label in labels):
        raise bad(f"The domain name '{text}' is invalid. The provided zone name '{text}' is invalid.")
    return name


def relative_name(text, zone, rtype):
    """Checks the relative name of a record set; `*` is the first label, if it is one."""
    wrong = bad(f"The domain name '{text}.{zone}' is invalid. The provided record set relative name '{text}' is invalid.")
    if text == APEX:
        return text
    first, *rest = text.split(".")
    if not fits(f"{text}.{zone}") or not all(LABEL.fullmatch(label) for label in rest):
        raise wrong
    if first == "*":
        if rtype in ("NS", "SOA"):
            raise bad(f"Wildcard record sets of type '{rtype}' are not supported.")
    elif not LABEL.fullmatch(first):
        raise wrong
    return text


def target(text, what, *, root=False):
    """Checks a domain name in record data, with or without its trailing dot; returns its form for comparison."""
    if not isinstance(text, str) or not text:
        raise bad(f"The value of '{what}' is missing or no domain name.")
    if text == ".":
        if root:
            return "."
        raise bad(f"The domain name '.' is invalid for '{what}'.")
    if not TARGET.fullmatch(text) or "\\" in text or not fits(text):
        raise bad(f"The domain name '{text}' is invalid.")
    return text.lower().removesuffix(".")
