#!/usr/bin/env python3
"""Master files as people write them: Zonal's reader finds the records that BIND's finds.

The corpus in masterfiles/ is odd but legal; each file names its zone in the first line. Large files are made on the
spot by the benchmark's generator.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
from collections import Counter

import wire
from report import Report

HERE = pathlib.Path(__file__).resolve().parent
CANONICAL = str(pathlib.Path(os.environ["CANONICAL"]).resolve())
GENERATE = HERE.parent / "bench" / "generate.py"


def by_zonal(path, origin):
    """The records as the zonefile provider reads them."""
    code, out, err = wire.run(CANONICAL, origin, str(path))
    if code:
        raise wire.Disagreement(f"Zonal refuses {path.name}: {err.strip()[:600]}")
    found = Counter()
    for line in out.splitlines():
        owner, rest = line.rsplit(" ", 3)[0], line.rsplit(" ", 3)[1:]
        ttl, rtype, data = rest
        found[wire.decoded(owner, rtype, ttl, bytes.fromhex(data))] += 1
    return found


def compare(path, origin):
    wire.same("named-compilezone", by_zonal(path, origin), joined(wire.by_bind(path, origin)))


def joined(records):
    """How a text is cut into strings is no difference to Zonal, whose reader cuts every text alike."""
    found = Counter()
    for (owner, rtype, ttl, data), count in records.items():
        if rtype == "TXT":
            data = cut(bytes.fromhex(data)).hex()
        found[(owner, rtype, ttl, data)] += count
    return found


def cut(rdata):
    """TXT RDATA with strings of 255 octets, the last excepted."""
    text, at = b"", 0
    while at < len(rdata):
        text += rdata[at + 1:at + 1 + rdata[at]]
        at += 1 + rdata[at]
    parts = [text[start:start + 255] for start in range(0, len(text), 255)] or [b""]
    return b"".join(bytes([len(part)]) + part for part in parts)


def origin_of(path):
    first = path.read_text().splitlines()[0]
    if not first.startswith("; zone "):
        raise wire.Disagreement("the first line does not say `; zone NAME`")
    return first.removeprefix("; zone ").strip()


def main():
    report = Report("master files")
    for path in sorted((HERE / "masterfiles").glob("*.zone")):
        report.check(path.name, lambda path=path: compare(path, origin_of(path)))
    with tempfile.TemporaryDirectory() as scratch:
        for seed in range(3):
            folder = pathlib.Path(scratch) / str(seed)
            subprocess.run([sys.executable, str(GENERATE), "10000", str(folder), "--seed", str(seed)], check=True)
            path = folder / "master" / "bench.example.zone"
            report.check(f"10,000 records, seed {seed}", lambda path=path: compare(path, "bench.example."))
    report.end()


main()
