#!/usr/bin/env python3
"""A deploy that is killed, interrupted, doubled, or that cannot keep its journal; and the deploy after it.

Killed at every request, before the provider handles it and after; at every line of the journal, before, within and behind
it, and between the line and the request that it announces; with a disk that is full or breaks at every line; with a journal
cut off anywhere; interrupted by Ctrl-C at every request; with another deploy at the same time. Afterwards `status` must
tell the truth, and a plain `deploy` or, by turns, `deploy --resume` must bring every provider to what the source says, and
overwrite nothing that somebody else wrote meanwhile unless its plan has shown it.

The gate runs every n-th cell of the whole; `--all` runs all of them.

usage: kills.py [--all] [--jobs N] [--only TEXT]
"""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from zlib import crc32

from faults import SCENES, operations, other_set, same_set, settings, settle
from matrix_judge import Watch, claim, key
from matrix_support import ZONE, world
from report import Report

GATE = 7
"""Of how many cells the gate runs one."""
DEPLOY = ("deploy", "--yes", "--confirm", f"{ZONE}:NS")
STANDING = re.compile(rf"^  {re.escape(ZONE)} at (\w+): (.*); (\d+) of (\d+) changes? written$", re.M)
UNKNOWN = re.compile(r"^    unknown: (.+)$", re.M)
KILLED = -signal.SIGKILL
KINDS = ("kill-before", "kill-torn", "kill-written", "sync-kill", "full", "full-torn", "sync-error")
"""What `journal_fault.c` does."""


def quiet(it):
    """Waits until the twins have nothing more in hand: what a killed client sent may be carried out after its death."""
    for side in it.sides.values():
        claim(side.twin.wait_idle(10), "the twin does not come to rest")


def struck(it, side, start, strike, at, stage="after"):
    """How a run ended to whose process something was done at a request of a side, and whether it came to that."""
    started, holder = threading.Event(), {}

    def run(_):
        started.wait(10)
        strike(holder["process"])

    fault = side.twin.faults.add("run", run=run, at=at, stage=stage)
    holder["process"] = start()
    started.set()
    ran = it.end(holder["process"])
    quiet(it)
    return ran, bool(fault.struck)


def kill(process):
    process.kill()
    process.wait()


def interrupt(process):
    process.send_signal(signal.SIGINT)


def check_status(it, watch):
    """What `status` tells of an unfinished deploy, held against the twins."""
    told = it.run("status")
    if not watch.journal():
        claim(told.code in (0, 4), "status failed:", told)
    if "nothing has been deployed" in told.out:
        for name in it.sides:
            claim(not watch.differs(name, it.before[name]), "status knows of no deploy, but", name, "was written:", told)
        return
    claim(told.code in (0, 4), "status failed:", told)
    is_done = not any(watch.differs(name, it.desired[name]) for name in it.sides)
    claim(told.code == 4 or is_done, "status says finished, and it is not:", told)
    claim("panicked" not in told.text, told)
    lines = list(STANDING.finditer(told.out))
    claim({line[1] for line in lines} == set(it.sides), "status does not name every provider:", told)
    for index, line in enumerate(lines):
        end = lines[index + 1].start() if index + 1 < len(lines) else len(told.out)
        unknown = {key(text) for text in UNKNOWN.findall(told.out[line.end():end])}
        name, standing, done = line[1], line[2], int(line[3])
        touched = watch.differs(name, it.before[name])
        reached = touched - watch.differs(name, it.desired[name])
        foreign = len(watch.foreign.get(name, ()))
        claim(done <= len(reached) + foreign, f"status says that {done} were written at {name}, of {len(reached)}:", told)
        claim(touched <= reached | unknown, f"at {name} {sorted(touched, key=str)} were written:", told)
        claim(len(reached - unknown) <= done, f"at {name} {len(reached - unknown)} were written for sure:", told)
        if standing == "not started":
            claim(not touched, f"status says that {name} was not started, but it was written:", told)


def killed(scene, side, at, stage, meanwhile=None):
    """SIGKILL at a request; `meanwhile` is what somebody else does then."""
    def cell(number):
        with world(SCENES[scene], **settings(scene)) as it:
            watch, its = Watch(it), it.sides[side]

            def strike(process):
                kill(process)
                if meanwhile:
                    meanwhile(watch, its)

            ran, was_killed = struck(it, its, lambda: it.start(*DEPLOY), strike, at, stage)
            claim(was_killed, "it was not killed:", ran)
            watch.clear()
            claim(ran.code == KILLED, "exit code:", ran)
            watch.check_cut_off(ran)
            check_status(it, watch)
            settle(it, watch, ran, number % 2 == 1)
    return cell


def killed_twice(scene, side, first, second):
    """Killed, and the run that goes on from there is killed as well."""
    def cell(number):
        with world(SCENES[scene]) as it:
            watch, its = Watch(it), it.sides[side]
            for at, arguments in ((first, DEPLOY), (second, DEPLOY if number % 2 else ("deploy", "--resume"))):
                ran, _ = struck(it, its, lambda: it.start(*arguments), kill, at)
                watch.clear()
            check_status(it, watch)
            settle(it, watch, ran, number % 2 == 1)
    return cell


def interrupted(scene, side, at, stage, **route53):
    """Ctrl-C at a request: what is under way is finished, and the run says what stands."""
    def cell(number):
        with world(SCENES[scene], route53, **settings(scene)) as it:
            watch, its = Watch(it), it.sides[side]
            ran, _ = struck(it, its, lambda: it.start(*DEPLOY), interrupt, at, stage)
            watch.clear()
            if route53:
                its.twin.settings.pending_polls = 0
                claim(ran.code == 130, "it waited on:", ran)
            if ran.code == -signal.SIGINT:
                # Nothing has been begun, so nothing has to be finished.
                for name in it.sides:
                    claim(not watch.differs(name, it.before[name]), "it was killed by Ctrl-C in its writes:", ran)
                claim(not watch.journal(), "it was killed by Ctrl-C with its journal open:", ran)
            else:
                watch.check(ran, {0, 130})
                check_status(it, watch)
            settle(it, watch, ran, number % 2 == 1)
    return cell


def at_journal(shim, kind, at, scene="both", file="journal.jsonl"):
    """A fault of the disk, or a death, at a write of a file of the deploy."""
    def cell(number):
        with world(SCENES[scene]) as it:
            watch = Watch(it)
            ran = it.deploy(LD_PRELOAD=str(shim), FAULT_FILE=file, FAULT_AT=str(at), FAULT_KIND=kind)
            quiet(it)
            is_killed = "kill" in kind
            # A journal that could not be written has no end, and some fates are missing from it.
            watch.check_cut_off(ran)
            if is_killed:
                claim(ran.code == KILLED, "it was not killed:", ran)
            else:
                claim(ran.code in (0, 1, 4), "exit code:", ran)
                claim(ran.code == 0 or "error" in ran.err or "failed" in ran.out, "it does not say what went wrong:", ran)
                watch.check_report(ran)
            check_status(it, watch)
            settle(it, watch, ran, number % 2 == 1)
    return cell


def share_of(share):
    """Where a journal is cut off: behind a part of its octets."""
    return lambda octets: int(len(octets) * share)


def within_a_character(octets):
    """Where a journal is cut off that ends with half a character."""
    return octets.index("ü".encode()) + 1


def cut(place):
    """A journal of which only the first part is left."""
    def cell(number):
        with world(SCENES["both"]) as it:
            watch, its, holder = Watch(it), it.sides["azure"], {}
            started = threading.Event()

            def strike(_):
                started.wait(10)
                holder["process"].kill()
                holder["process"].wait()

            its.twin.faults.add("run", run=strike, at=9, stage="after")
            holder["process"] = it.start(*DEPLOY)
            started.set()
            ran = it.end(holder["process"])
            quiet(it)
            watch.clear()
            journal, = (it.folder / ".zonal/deploys").glob("*/journal.jsonl")
            octets = journal.read_bytes()
            journal.write_bytes(octets[:place(octets)])
            told = it.run("status")
            claim(told.code in (0, 4), "status failed:", told)
            settle(it, watch, ran, number % 2 == 1)
            again = it.run("status")
            claim(again.code == 0, "status does not say that it is finished:", again)
    return cell


def second_run(at, arguments):
    """Another run while a deploy is held at one of its writes: it must not write, and the first goes on."""
    def cell(number):
        with world(SCENES["both"], answer_timeout=60) as it:
            watch, its = Watch(it), it.sides["aws"]
            held, free = threading.Event(), threading.Event()

            def hold(_):
                held.set()
                free.wait(30)

            its.twin.faults.add("run", run=hold, on="ChangeResourceRecordSets", at=at)
            first = it.start(*DEPLOY)
            claim(held.wait(30), "the first run did not come to its write")
            writes = len(its.writes())
            second = it.run(*arguments)
            claim(second.code in (1, 3), "the second run:", second)
            claim("another deploy of this workspace runs" in second.text or second.code == 3, "the second run:", second)
            claim(len(its.writes()) == writes, "the second run wrote:", second)
            told = it.run("status")
            claim(told.code == 4, "status while it runs:", told)
            free.set()
            ran = it.end(first)
            watch.clear()
            watch.check(ran, {0})
            settle(it, watch, ran, number % 2 == 1)
    return cell


def two_workspaces(number):
    """The same deploy from two folders at once: nothing holds them apart but the guards of their writes."""
    with world(SCENES["both"]) as it, tempfile.TemporaryDirectory(prefix="zonal-matrix-") as folder:
        for file in ("zonal.toml", "infra.zonal", "zone.zonal", "zonal.lock"):
            shutil.copy(it.folder / file, folder)
        watch = Watch(it)
        first = it.start(*DEPLOY)
        own, it.folder = it.folder, pathlib.Path(folder)
        second = it.start(*DEPLOY)
        it.folder = own
        ran = [it.end(first), it.end(second)]
        quiet(it)
        for one in ran:
            claim(one.code in (0, 1, 3, 4) and "panicked" not in one.text, one)
        claim(not watch.broken, *watch.broken)
        settle(it, watch, ran[0], number % 2 == 1)


def build_shim(folder):
    """The library that is preloaded."""
    library = pathlib.Path(folder, "journal_fault.so")
    source = pathlib.Path(__file__).with_name("journal_fault.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, source, "-ldl"], check=True)
    return library


def journal_lines():
    """How many lines the journal of an undisturbed deploy has, and how many of them are waited for on the disk."""
    with world(SCENES["both"]) as it:
        watch = Watch(it)
        watch.check(it.deploy(), {0})
        events = [event["event"] for event in watch.journal()]
        return len(events), sum(event != "settled" for event in events)


def cells(shim):
    """Everything that is tried: a label and what is done."""
    for scene in SCENES:
        for side, asked in operations(scene).items():
            for at, operation in enumerate(asked, 1):
                for stage in ("before", "after"):
                    where = f"{scene}/{side}/{at} {stage} ({operation})"
                    yield f"killed/{where}", killed(scene, side, at, stage)
                    yield f"interrupted/{where}", interrupted(scene, side, at, stage)
                    if scene == "both":
                        yield f"killed, the same set written/{where}", killed(scene, side, at, stage, same_set)
                        yield f"killed, another set written/{where}", killed(scene, side, at, stage, other_set)
    lines, syncs = journal_lines()
    for kind in KINDS:
        for at in range(1, 1 + (syncs if kind.startswith("sync") else lines)):
            yield f"journal/{kind}/{at}", at_journal(shim, kind, at)
    for file in ("plan.json", "snapshot.json"):
        for kind in KINDS:
            yield f"{file}/{kind}", at_journal(shim, kind, 1, file=file)
    for part in range(0, 40):
        yield f"cut/{part} of 40", cut(share_of(part / 40))
    for number in range(2):
        yield f"cut/within a character/{number}", cut(within_a_character)
    for at in (11, 12, 13):
        yield f"interrupted while changes are not served/{at}", interrupted("both", "aws", at, "after", pending_polls=10_000)
    for first, second in ((8, 3), (9, 9), (10, 8), (9, 10), (20, 7), (24, 6)):
        yield f"killed twice/{first}, {second}", killed_twice("both", "aws", first, second)
    for at in (1, 2, 3):
        yield f"second run/deploy/{at}", second_run(at, DEPLOY)
        yield f"second run/resume/{at}", second_run(at, ("deploy", "--resume"))
        yield f"second run/rollback/{at}", second_run(at, ("rollback", "--yes", "--confirm", f"{ZONE}:NS"))
    for number in range(6):
        yield f"two workspaces/{number}", two_workspaces


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=12)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    report, began = Report("clouds: kills"), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="zonal-matrix-") as folder:
        wanted = list(cells(build_shim(folder)))
        if arguments.only:
            wanted = [one for one in wanted if arguments.only in one[0]]
        elif not arguments.all:
            wanted = wanted[::GATE]
        print(f"{len(wanted)} cells", flush=True)
        with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
            running = [(label, pool.submit(cell, crc32(label.encode()))) for label, cell in wanted]
            for label, future in running:
                report.check(label, future.result)
    print(f"{time.monotonic() - began:.0f} s")
    report.end()


if __name__ == "__main__":
    main()
