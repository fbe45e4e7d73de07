#!/usr/bin/env python3
"""octoDNS beside Zonal: the same zone, the same faults at the same kinds of request, and what became of it.

For every request of an undisturbed run of either and every fault, each gets a world of its own, then a second run without
the fault. A table says how often a run

    well      ended well, and the zone is as the source has it
    stopped   said that it failed, and the second run brought the zone to what the source says
    stuck     said that it failed, and so did the second run, or the zone is otherwise still
    lied      said that all is well, and it is not
    unseen    overwrote what somebody else wrote meanwhile, without having shown it

It needs octodns-route53 for `aws` and octodns-azure for `azure`, which cannot be installed together; it is no part of the
gate.

usage: compare_octodns.py aws|azure [--jobs N] [--every N]
"""

import argparse
import collections
import concurrent.futures
import contextlib
import json
import pathlib
import subprocess
import sys

from faults import FAULTS
from kills import kill, quiet, struck
from matrix_judge import IGNORED, Watch
from matrix_support import SHARED_DESIRED, ZONE, plain, world

from twins import octodns_settings
from twins.encrypted import https

SLOW = ("hang", "hang after", "outage", "outage after", "slow", "drip", "denied")
"""Not asked: octoDNS's clients wait for a minute, or there is nothing to compare."""
OUTCOMES = ("well", "stopped", "stuck", "lied", "unseen")
SIDES = ("aws", "azure")


def zone_file():
    """The desired zone in octoDNS's words."""
    names = collections.defaultdict(list)
    for owner, rtype, ttl, values in SHARED_DESIRED:
        if rtype == "MX":
            values = [{"preference": int(value.split()[0]), "exchange": value.split()[1]} for value in values]
        names["" if owner == "@" else owner].append({"type": rtype, "ttl": ttl, "values": values, **(
            {"octodns": {"ignored": True}} if owner == "theirs" else {})})
        if rtype == "CNAME":
            names[owner][-1]["value"] = names[owner][-1].pop("values")[0]
    names[IGNORED] = [{"type": "TXT", "ttl": 60, "value": "certificate", "octodns": {"ignored": True}}]
    return json.dumps(names)


class Zonal:
    """The command of this project."""

    name = "Zonal"

    @contextlib.contextmanager
    def ready(self, it, side):
        yield lambda: it.start("deploy", "--yes", "--confirm", f"{ZONE}:NS")


class Octodns:
    """octodns-sync in a process of its own."""

    name = "octoDNS"

    @contextlib.contextmanager
    def ready(self, it, side):
        folder = it.folder
        (folder / f"{ZONE}.yaml").write_text(zone_file())
        with contextlib.ExitStack() as stack:
            environment, target = it.environment(AWS_DEFAULT_REGION="us-east-1"), octodns_settings.AWS
            if side == "azure":
                twin = it.sides["azure"].twin
                url, environment["REQUESTS_CA_BUNDLE"] = stack.enter_context(https(twin, folder))
                target = octodns_settings.azure(twin.settings, url, "Dns-Rg")
            config = octodns_settings.write(folder, ZONE, {side: target})
            sync = pathlib.Path(sys.executable).with_name("octodns-sync")
            arguments = [sys.executable, sync, "--config-file", config, "--doit", "--force"]
            yield lambda: subprocess.Popen(arguments, cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
                                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def differs(watch, it, side):
    """The sets that both tools were asked for and that are not so; without what somebody else wrote."""
    stands, wanted = it.sides[side].sets(), plain(SHARED_DESIRED)
    foreign = set(watch.foreign.get(side, ()))
    return {one for one in stands.keys() | wanted.keys()
            if one[1] not in ("NS", "SOA") and stands.get(one) != wanted.get(one)} - foreign


def unseen(watch, it, side, text):
    """Whether something that somebody else wrote is gone and was not shown."""
    stands = it.sides[side].sets()
    gone = [value for one, value in watch.foreign.get(side, {}).items() if stands.get(one) != value]
    return any(not all(word in text for word in value[1]) for value in gone)


def outcome(tool, side, fault, at):
    with world((side, "plain")) as it, tool.ready(it, side) as start:
        watch, its = Watch(it), it.sides[side]
        if fault is None:
            ran, _ = struck(it, its, start, kill, at)
        else:
            fault.prepare(watch, its, at)
            ran = it.end(start())
            quiet(it)
        watch.clear()
        if fault and fault.undo:
            fault.undo(watch, its)
        if unseen(watch, it, side, ran.text):
            return "unseen"
        if ran.code == 0:
            return "lied" if differs(watch, it, side) else "well"
        watch.foreign.get(side, {}).clear()
        again = it.end(start())
        return "stopped" if again.code == 0 and not {one for one in differs(watch, it, side) if one[0] != IGNORED} else "stuck"


def requests(tool, side):
    """The operations of an undisturbed run."""
    with world((side, "plain")) as it, tool.ready(it, side) as start:
        ran = it.end(start())
        watch = Watch(it)
        assert ran.code == 0 and not differs(watch, it, side), (differs(watch, it, side), ran)
        return [entry["operation"] for entry in it.sides[side].twin.log]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("side", choices=SIDES)
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--every", type=int, default=1)
    arguments = parser.parse_args()
    side, tools = arguments.side, (Zonal(), Octodns())
    faults = [one for one in FAULTS if side in one.sides and one.name not in SLOW] + [None]
    table = {one and one.name: {tool.name: collections.Counter() for tool in tools} for one in faults}
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        running = []
        for tool in tools:
            asked = requests(tool, side)
            print(f"{tool.name}: an undisturbed run asks {side} {len(asked)} times", flush=True)
            cells = [(fault, at) for at, operation in enumerate(asked, 1) for fault in faults
                     if fault is None or fault.fits is None or fault.fits(operation)]
            running += [(tool, fault, pool.submit(outcome, tool, side, fault, at)) for fault, at in cells[::arguments.every]]
        for tool, fault, future in running:
            table[fault and fault.name][tool.name][future.result()] += 1
    print(f"\n{side:24}" + "".join(f"{tool.name:>45}" for tool in tools))
    print(f"{'':24}" + "".join(f"{word:>9}" for _ in tools for word in OUTCOMES))
    for name, counts in table.items():
        shown = "".join(f"{counts[tool.name][word] or '·':>9}" for tool in tools for word in OUTCOMES)
        print(f"{name or 'killed':24}{shown}")


main()
