#!/usr/bin/env python3
"""What stands against a deploy from outside: one error each, with what mends it, the right exit code, nothing written.

All that is said is held by `refusals.txt` beside this file; UPDATE=1 writes it anew, and whoever does so reads the
difference as somebody would who is tired and wants to know what to do.
"""

import concurrent.futures
import os
import pathlib
import re

from clouds import KEY, clouds
from refusal_case import aws_zone
from refusals_aws import AWS
from refusals_azure import AZURE
from report import Report, equal

GOLDEN = pathlib.Path(__file__).with_suffix(".txt")
HEAD = "What Zonal says when it is refused; written by refusals.py with UPDATE=1.\n"
ERRORS = re.compile(r"^\s*(?:error|failed|blocked|not yet served)\b", re.MULTILINE)


def outcome(case):
    """Runs a case; the text that stands for it in the golden file."""
    with clouds(**case.settings) as given:
        given.source(case.body, on=case.on, providers=case.providers)
        case.prepare(given)
        before = given.writes()
        run = given.zonal(*case.arguments, code=None, **case.environment(given))
        equal(run.code, case.code, str(run))
        if not case.tries_to_write:
            equal(given.writes() - before, 0, f"requests that write\n{run}\n")
        lines = ERRORS.findall(run.text)
        equal(len(lines), case.errors, f"errors in what follows\n{run}")
        if run.text.count("help: ") < 1:
            raise AssertionError(f"nothing that helps in what follows\n{run}")
        for text in case.says:
            if text not in run.text:
                raise AssertionError(f"no {text!r} in what follows\n{run}")
        return f"\n## {case.label}\n\n$ zonal {' '.join(case.arguments)} → {run.code}\n{steady(run, given)}"


def steady(run, given):
    """The error and what follows it, without what differs from run to run."""
    text = run.text.replace(str(given.folder), "WORKSPACE").replace(str(given.home), "HOME")
    text = re.sub(r"127\.0\.0\.1:\d{3,}", "127.0.0.1:PORT", text)
    # Chance has its part in how long it is waited before another try.
    text = re.sub(r"^.*: waiting \d+ s for the provider\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?", "TIME", text)
    return "".join(f"{line.rstrip()}\n" for line in text.strip().splitlines())


def sections(text):
    """The golden file by label."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def a_wrong_clock_is_made_up_for():
    """AWS's own client looks at the Date of a refusal, and signs anew by the service's clock."""
    for code in ("SignatureDoesNotMatch", "RequestTimeTooSkewed"):
        with clouds(route53={"skew_code": code}) as given:
            given.source("  www A 192.0.2.1", on="aws")
            aws_zone(given)
            given.route53.twin.clock.offset = 7200
            given.deploy()
            given.settled()


def the_zone_of_two_is_named_in_the_lock():
    """What the error about two zones of a name advises, done to the letter."""
    with clouds() as given:
        given.source("  www A 192.0.2.1", on="aws")
        wanted = aws_zone(given)
        aws_zone(given, reference="again")
        advice = given.zonal("zones", "lock", code=1).err
        lines = re.findall(r"`([^`]*)`", advice[advice.index("[[zone]]") - 1:])[:4]
        lock = "\n".join(lines).replace('provider = "…"', 'provider = "aws"').replace("Z…", wanted)
        (given.folder / "zonal.lock").write_text(f"version = 1\n\n{lock}\n")
        given.zonal("zones", "lock")
        given.deploy()
        found = given.aws.api.list_resource_record_sets(HostedZoneId=wanted)["ResourceRecordSets"]
        equal([one["Type"] for one in found], ["NS", "SOA", "A"])


def main():
    report = Report("refusals")
    cases = [*AWS, *AZURE]
    update = bool(os.environ.get("UPDATE"))
    known = sections(GOLDEN.read_text(encoding="utf-8")) if GOLDEN.exists() else {}
    written = [HEAD]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        running = [(case.label, pool.submit(outcome, case)) for case in cases]

        def check(label, future):
            text = future.result()
            written.append(text)
            if not update:
                equal(sections(text)[label], known.get(label), label)

        for label, future in running:
            report.check(label, lambda label=label, future=future: check(label, future))
    if update:
        GOLDEN.write_text("".join(written), encoding="utf-8")
    report.check("a wrong clock is made up for", a_wrong_clock_is_made_up_for)
    report.check("the zone of two is named in the lock", the_zone_of_two_is_named_in_the_lock)
    report.check("the golden file has no more than these", lambda: equal(set(known) - {case.label for case in cases}, set()))
    equal(KEY in "".join(written), False, "an access key in a message")
    report.end()


if __name__ == "__main__":
    main()
