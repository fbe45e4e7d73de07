"""Records in canonical form, as dnspython understands them, and the tools that print or judge a master file.

A record is (owner, type, TTL, RDATA): owner in lower case, RDATA as hexadecimal of RFC 4034 section 6.2. Files that
have one record on a line are read line by line into a Counter, for dnspython's own zone reader merges duplicates and
drops what lies outside the zone without a word.
"""

import subprocess
from collections import Counter

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.zone

TIMEOUT = 120


class Disagreement(Exception):
    """What an oracle and Zonal see differently."""


def record(owner, rtype, ttl, text):
    """A record from its presentation form; all names absolute."""
    number = dns.rdatatype.from_text(rtype)
    rdata = dns.rdata.from_text(dns.rdataclass.IN, number, text, relativize=False)
    name = dns.name.from_text(owner, dns.name.root) if isinstance(owner, str) else owner
    return (name.canonicalize().to_text(), dns.rdatatype.to_text(number), int(ttl), digest(rdata))


def decoded(owner, rtype, ttl, data):
    """A record from its RDATA in wire form."""
    number = dns.rdatatype.from_text(rtype)
    rdata = dns.rdata.from_wire(dns.rdataclass.IN, number, data, 0, len(data))
    name = dns.name.from_text(owner, dns.name.root)
    return (name.canonicalize().to_text(), dns.rdatatype.to_text(number), int(ttl), digest(rdata))


def digest(rdata):
    """Canonical RDATA. RFC 4034 folds the case of the names in older types alone; as names they are equal in all."""
    if rdata.rdtype in (dns.rdatatype.SVCB, dns.rdatatype.HTTPS):
        rdata = rdata.replace(target=rdata.target.canonicalize())
    return rdata.to_digestable(dns.name.root).hex()


def words(line):
    """OWNER TTL IN TYPE and the rest; an owner's escaped blanks are part of it."""
    fields, at = [], 0
    for _ in range(4):
        while at < len(line) and line[at] in " \t":
            at += 1
        start = at
        while at < len(line) and line[at] not in " \t":
            at += 2 if line[at] == "\\" else 1
        fields.append(line[start:at])
    return (*fields, line[at:].strip())


def lines(text):
    """The records of a file with one on each line."""
    found = Counter()
    for line in text.splitlines():
        if not line or line.startswith(";"):
            continue
        owner, ttl, rclass, rtype, rest = words(line)
        if rclass != "IN":
            raise Disagreement(f"not a record on one line: {line[:120]}")
        found[record(owner, rtype, ttl, rest)] += 1
    return found


def by_dnspython(text, origin):
    """The records as dnspython's zone reader has them, $INCLUDE excepted."""
    zone = dns.zone.from_text(text, origin, relativize=False, check_origin=False)
    found = Counter()
    for name, node in zone.nodes.items():
        for rdataset in node.rdatasets:
            for rdata in rdataset:
                rtype = dns.rdatatype.to_text(rdataset.rdtype)
                found[(name.canonicalize().to_text(), rtype, rdataset.ttl, digest(rdata))] += 1
    return found


def run(*command, folder=None, environment=None):
    done = subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT, cwd=folder, env=environment)
    out, err = (part.decode("utf-8", "surrogateescape") for part in (done.stdout, done.stderr))
    return done.returncode, out, err


def by_bind(path, origin):
    """The records as named-compilezone prints them."""
    code, out, err = run(
        "named-compilezone", "-q", "-i", "none", "-k", "ignore", "-s", "full", "-o", "-", origin, str(path.name),
        folder=path.parent)
    if code:
        raise Disagreement(f"named-compilezone refuses {path.name}: {(err + out).strip()[:600]}")
    return lines(out)


def same(what, ours, theirs):
    """Raises unless two Counters of records are equal, both ways."""
    if ours == theirs:
        return
    shown = [f"- only Zonal:  {show(one)}" for one in sorted((ours - theirs).elements())[:5]]
    shown += [f"+ only {what}: {show(one)}" for one in sorted((theirs - ours).elements())[:5]]
    raise Disagreement("\n    ".join([f"{sum(ours.values())} records, {what} has {sum(theirs.values())}", *shown]))


def show(one):
    owner, rtype, ttl, rdata = one
    return f"{owner} {ttl} {rtype} {rdata[:80]}"


def without(records, rtype):
    return Counter({one: count for one, count in records.items() if one[1] != rtype})
