"""Pages of a list, as recorded from the service.

A page that is as long as was asked has a nextLink, even if nothing follows: the next page is empty then. A nextLink
holds the key of the last entry, so a list that changes meanwhile repeats nothing.
"""

import base64
import binascii
import bisect
import json
import urllib.parse

from .azure_errors import bad
from .azure_zones import shown

MOST, USUAL = 1000, 100


def page(call, entries, path, show, dns):
    """One page of `entries`, pairs of a key and a value, in order of the keys."""
    asked = read_top(call.query.get("$top"))
    top = min(asked, dns.settings.page_size)
    begin = 0
    if token := call.query.get("$skipToken"):
        last = read_token(token)
        begin = bisect.bisect_right(entries, last, key=lambda entry: token_of(entry[0]))
        kinds = {incident.kind for incident in dns.incidents}
        begin = max(0, begin - ("repeat" in kinds)) + ("skip" in kinds)
    chosen = entries[begin:begin + top]
    value = {"value": [show(one) for _, one in chosen]}
    if len(chosen) == top:
        query = [("api-version", call.version), ("$top", str(asked))]
        if suffix := call.query.get("$recordsetnamesuffix"):
            query.append(("$recordsetnamesuffix", suffix))
        query.append(("$skipToken", base64.b64encode(json.dumps(token_of(chosen[-1][0])).encode()).decode()))
        base = dns.settings.next_link_base or call.base
        value = {"nextLink": f"{base}{path}?{urllib.parse.urlencode(query, safe='$')}", **value}
    response = shown(200, value)
    response.headers |= dns.limits.entities(call.subscription, len(chosen))
    return response


def read_top(text):
    if text is None:
        return USUAL
    digits = text.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or not 1 <= int(text) <= MOST:
        raise bad(f"Invalid $top value: '{text}'. It must be a number between '1' and '{MOST}'.")
    return int(text)


def token_of(key):
    """A key in a form that orders like it: names, then numbers of equal width."""
    return [str(part).rjust(5, "0") if isinstance(part, int) else part for part in key]


def read_token(token):
    try:
        last = json.loads(base64.b64decode(token, validate=True))
    except (binascii.Error, ValueError):
        last = None
    if not isinstance(last, list) or [type(part) for part in last] != [str, str]:
        raise bad(f"Invalid $skipToken value: '{token}'.")
    return last
