#!/usr/bin/env python3
"""Every fault at every request of a deploy, and the deploy after it.

An undisturbed deploy is counted first. Then, for each of its requests and each fault that can strike there, a world of its
own is deployed: the run must end as the fault allows, say the truth about what is done, pending and unknown, and overwrite
nothing that its plan has not shown (`matrix_judge`). Another run, by turns a plain `deploy` and `deploy --resume`, must
then bring every provider to what the source says.

The gate runs every n-th cell of the whole, so that each request and each fault has its turn; `--all` runs all of them.

usage: faults.py [--all] [--jobs N] [--only SCENE/PROVIDER/FAULT[/REQUEST]]
"""

import argparse
import concurrent.futures
import time
from dataclasses import dataclass

from matrix_judge import IGNORED, Watch, claim
from matrix_support import world
from report import Report

SCENES = {"both": ("aws", "azure"), "aws": ("aws",), "azure": ("azure",), "routed": ("azure", "routed")}
ENDS_WELL = {0}
STOPS = {1, 4, 5}
"""1 before anything was written, 4 after, 5 where nobody can tell whether all of it was."""
REFUSES = {1, 3, 4, 5}
"""3 if it was seen before anything was sent that somebody else writes to the zone, or that its quota is used up."""
PAUSE = 3
"""Seconds for which Azure wants to be left alone."""
GATE = 11
"""Of how many cells the gate runs one."""


@dataclass
class Fault:
    """What goes wrong. `prepare` has it strike at request `at` of a side; `undo` takes away what would stay."""

    name: str
    may: set
    prepare: object
    undo: object = None
    sides: tuple = ("aws", "azure")
    fits: object = None
    """Which requests it can strike, by their operation's name; all if None."""

    @property
    def is_long(self):
        """Whether its runs wait for most of a minute before they give up."""
        return "outage" in self.name or self.name == "login lost"


def simple(kind, stage="before", **more):
    """A fault that the twins know by themselves."""
    return lambda watch, side, at: side.twin.faults.add(kind, at=at, stage=stage, **more)


def act(action, stage="before"):
    """Something that somebody else does at that moment."""
    return lambda watch, side, at: side.twin.faults.add("run", at=at, stage=stage, run=lambda _: action(watch, side))


def both(one, other):
    return lambda watch, side, at: (one(watch, side, at), other(watch, side, at))


def later(by, fault):
    """A fault some requests later."""
    return lambda watch, side, at: fault(watch, side, at + by)


def same_set(watch, side):
    watch.put(side, "www", "A", 60, ["192.0.2.77"])


def new_name(watch, side):
    """Takes a name that the deploy is about to use, by a type that cannot stand beside what it writes."""
    # A request of the deploy between the look and the edit could take the name.
    with side.twin.lock:
        if ("turns", "A", None) in side.sets():
            watch.put(side, "turns", "TXT", 60, ["mine"])


def other_set(watch, side):
    watch.put(side, "mail", "A", 60, ["192.0.2.78"])


def ignored_set(watch, side):
    watch.put(side, IGNORED, "TXT", 60, ["certificate"])


def take_ignored(watch, side):
    watch.take(side, IGNORED, "TXT")


def comes_and_goes(watch, side, at):
    """A set that is there for one request alone: pages that do not fit together."""
    side.twin.faults.add("run", at=at, run=lambda _: ignored_set(watch, side))
    side.twin.faults.add("run", at=at + 1, run=lambda _: take_ignored(watch, side))


def same_profile(watch, side):
    watch.edit_profile(side, "swap", 321)


def carry_out(side, request):
    with side.twin.lock:
        side.twin.handle(request)


def commits_late(later):
    """A write that hangs, and that is carried out when the client has long given it up and asks for something else."""
    def prepare(watch, side, at):
        kept = []
        side.twin.faults.add("run", at=at, run=kept.append)
        side.twin.faults.add("hang", at=at)
        side.twin.faults.add("run", at=at + later, run=lambda _: carry_out(side, kept.pop()))
    return prepare


def busy_zone(watch, side):
    side.zone.busy_until = side.twin.clock.elapsed() + 0.3


def serve_late(watch, side):
    side.twin.settings.pending_polls = 2


def serve_soon(watch, side):
    side.twin.settings.pending_polls = 0


def take_zone(watch, side):
    """Somebody deletes the whole zone, or its resource group."""
    zones = side.twin.zones if side.name == "aws" else side.twin.dns.zones
    side.taken = dict(zones)
    zones.clear()


def return_zone(watch, side):
    zones = side.twin.zones if side.name == "aws" else side.twin.dns.zones
    zones.update(side.taken)


def lock_zone(watch, side):
    side.twin.locks["lock"] = {"scope": side.path, "level": "ReadOnly", "name": "lock"}


def unlock_zone(watch, side):
    side.twin.locks.clear()


def protect(watch, side):
    side.twin.edit({"zone": side.zone.id, "protect": [["www.example.com", "A"]]})


def unprotect(watch, side):
    side.twin.edit({"zone": side.zone.id, "protect": []})


def fill(watch, side):
    setting = "max_sets" if side.name == "aws" else "sets_per_zone"
    setattr(side.twin.settings, setting, len(side.zone.sets))


def widen(watch, side):
    setattr(side.twin.settings, "max_sets" if side.name == "aws" else "sets_per_zone", 10_000)


def incident(kind, **more):
    """A fault of Azure's own; it does not count the login, which comes first."""
    return lambda watch, side, at: side.twin.configure({"incidents": [{"kind": kind, "at": at - 1, **more}]})


def is_managed(operation):
    return operation != "Login_Token"


def is_change(operation):
    return operation in ("ChangeResourceRecordSets", "RecordSets_CreateOrUpdate", "RecordSets_Delete",
                         "Profiles_CreateOrUpdate", "Profiles_Delete")


def is_of_profiles(operation):
    return operation.startswith("Profiles")


def is_page(operation):
    return operation in ("ListResourceRecordSets", "RecordSets_ListByDnsZone", "RecordSets_ListAllByDnsZone")


FAULTS = [
    Fault("throttle", ENDS_WELL, simple("throttle", seconds=PAUSE)),
    Fault("throttle thrice", ENDS_WELL, simple("throttle", seconds=1, times=3)),
    Fault("500", ENDS_WELL, simple("500")),
    Fault("500 after", ENDS_WELL, simple("500", "after")),
    Fault("503", ENDS_WELL, simple("503")),
    Fault("503 after", ENDS_WELL, simple("503", "after")),
    Fault("drop", ENDS_WELL, simple("drop")),
    Fault("drop after", ENDS_WELL, simple("drop", "after")),
    Fault("reset", ENDS_WELL, simple("reset")),
    Fault("reset in the body", ENDS_WELL, simple("reset", "after")),
    Fault("cut", ENDS_WELL, simple("cut", "after")),
    Fault("hang", ENDS_WELL, simple("hang")),
    Fault("hang after", ENDS_WELL, simple("hang", "after")),
    Fault("late by one", ENDS_WELL, commits_late(1), fits=is_change),
    Fault("late by two", ENDS_WELL, commits_late(2), fits=is_change),
    Fault("late by three", ENDS_WELL, commits_late(3), fits=is_change),
    Fault("garbage", ENDS_WELL | STOPS, simple("garbage")),
    Fault("garbage after", ENDS_WELL | STOPS, simple("garbage", "after")),
    Fault("slow", ENDS_WELL, simple("slow", seconds=0.3)),
    Fault("drip", ENDS_WELL, simple("drip", seconds=0.3)),
    Fault("expired", ENDS_WELL, simple("expired")),
    Fault("denied", STOPS, simple("denied")),
    Fault("clock", ENDS_WELL | STOPS, simple("clock", seconds=900)),
    Fault("clock behind", ENDS_WELL | STOPS, simple("clock", seconds=-900)),
    Fault("clock from then on", ENDS_WELL | STOPS, simple("clock", seconds=900, times=0)),
    Fault("expired for good", STOPS, simple("expired", times=0)),
    Fault("lost, then throttled", ENDS_WELL, both(simple("drop", "after"), later(1, simple("throttle", seconds=1))), fits=is_change),
    Fault("lost, then lost again", ENDS_WELL, both(simple("drop", "after"), later(1, simple("drop"))), fits=is_change),
    Fault("lost, then an outage", STOPS, both(simple("drop", "after"), later(1, simple("503", times=0))), fits=is_change),
    Fault("zone gone", ENDS_WELL | STOPS, act(take_zone), return_zone),
    Fault("login lost", STOPS, both(simple("expired"), lambda watch, side, at: side.twin.faults.add(
        "503", on="Login_Token", at=2, times=0)), sides=("azure",), fits=is_managed),
    Fault("outage", STOPS, simple("503", times=0)),
    Fault("outage after", STOPS, simple("drop", "after", times=0)),
    Fault("same set before", ENDS_WELL | REFUSES, act(same_set)),
    Fault("same set after", ENDS_WELL | REFUSES, act(same_set, "after")),
    Fault("same set and lost", ENDS_WELL | REFUSES, both(act(same_set, "after"), simple("drop", "after"))),
    Fault("name taken", ENDS_WELL | REFUSES, act(new_name)),
    Fault("other set", ENDS_WELL | REFUSES, act(other_set)),
    Fault("ignored set", ENDS_WELL | {3}, act(ignored_set)),
    Fault("page shift", ENDS_WELL | REFUSES, comes_and_goes, fits=is_page),
    Fault("quota", ENDS_WELL | REFUSES, act(fill), widen),
    Fault("served late", ENDS_WELL, act(serve_late), serve_soon, sides=("aws",), fits=is_change),
    Fault("busy", ENDS_WELL, act(busy_zone), sides=("aws",), fits=is_change),
    Fault("protected", ENDS_WELL | STOPS, act(protect), unprotect, sides=("aws",)),
    Fault("locked", ENDS_WELL | REFUSES, act(lock_zone), unlock_zone, sides=("azure",)),
    Fault("operation pending", ENDS_WELL, incident("busy", status=409), sides=("azure",), fits=is_managed),
    Fault("operation pending 429", ENDS_WELL, incident("busy", status=429, times=2), sides=("azure",), fits=is_managed),
    Fault("profile edited before", ENDS_WELL | REFUSES, act(same_profile), sides=("azure",), fits=is_of_profiles),
    Fault("profile edited after", ENDS_WELL | REFUSES, act(same_profile, "after"), sides=("azure",), fits=is_of_profiles),
    Fault("profile edited and lost", ENDS_WELL | REFUSES, both(act(same_profile, "after"), simple("drop", "after")),
          sides=("azure",), fits=is_of_profiles),
    Fault("page repeats", ENDS_WELL, incident("repeat"), sides=("azure",), fits=is_page),
]


def settings(scene):
    """Of the Azure twin: where it is alone its lists have several pages."""
    return {"azure": {"page_size": 6 if scene == "azure" else 1000}}


@dataclass
class Cell:
    """One fault at one request."""

    scene: str
    side: str
    fault: Fault
    at: int
    operation: str

    @property
    def label(self):
        return f"{self.scene}/{self.side}/{self.fault.name}/{self.at} ({self.operation})"

    def run(self):
        resumes = (self.at + FAULTS.index(self.fault)) % 2 == 1
        with world(SCENES[self.scene], **settings(self.scene)) as it:
            watch, side = Watch(it), it.sides[self.side]
            self.fault.prepare(watch, side, self.at)
            ran = it.deploy()
            prepared = [one for one in (*side.twin.faults.faults, *getattr(side.twin, "incidents", ())) if one not in watch.own]
            claim(any(one.struck for one in prepared), "the fault did not strike:", ran)
            watch.clear()
            if self.fault.undo:
                self.fault.undo(watch, side)
            watch.check(ran, self.may())
            if self.fault.name == "throttle":
                check_pause(side, ran)
            settle(it, watch, ran, resumes)

    def may(self):
        """What the fault allows at this request."""
        if self.fault.name == "denied" and self.operation in ("GetHostedZone", "ChangeTagsForResource",
                                                              "Profiles_CheckTrafficManagerRelativeDnsNameAvailability"):
            # Whoever may not read the assigned name servers is told that they are not checked; a health check does without
            # a name; whether the name of a profile is taken shows when it is made.
            return ENDS_WELL | STOPS
        # A login that is refused as expired is a secret that has to be made anew.
        return STOPS if self.fault.name == "expired" and self.operation == "Login_Token" else self.fault.may


def check_pause(side, ran):
    """Azure says for how long it wants to be left alone: but for what was under way, nothing is sent before."""
    entries = [entry for entry in side.twin.log if side.name == "azure" and not entry["operation"].startswith("Login")]
    for told in (entry for entry in entries if "throttle" in entry["faults"]):
        since = told["time"] + told["seconds"]
        early = [entry for entry in entries if since + 1 < entry["time"] < since + PAUSE - 0.1]
        claim(not early, "it was told to wait, and did not:", told["number"], [one["number"] for one in early], ran)


def settle(it, watch, ran, resumes):
    """Whatever the first run came to, another brings it to its end."""
    if resumes:
        again = it.resume()
        has_foreign = any(watch.foreign.values())
        claim(again.code == 0 or again.code == 3 and has_foreign, "it cannot be resumed:", again, "after", ran)
        watch.check_foreign(again)
    if not resumes or any(watch.differs(name, it.desired[name]) for name in it.sides) or foreign_left(it, watch):
        again = it.deploy()
        claim(again.code == 0, "the second run does not end well:", again, "after", ran)
        watch.check_foreign(again)
    claim(not watch.broken, "out of order:", *watch.broken)
    for name, side in it.sides.items():
        wanted, sets = it.desired[name], side.sets()
        left = {one for one in sets.keys() | wanted.keys() if sets.get(one) != wanted.get(one) and one[0] != IGNORED}
        claim(not left, f"after another run {name} still differs in {sorted(left, key=str)}:", again, "after", ran)


def foreign_left(it, watch):
    """Whether somebody else's edits stand where the source says otherwise."""
    return any(one[0] != IGNORED for sets in watch.foreign.values() for one in sets)


def operations(scene):
    """What an undisturbed deploy asks of each side, in order."""
    with world(SCENES[scene], **settings(scene)) as it:
        watch = Watch(it)
        ran = it.deploy()
        watch.check(ran, ENDS_WELL)
        return {name: [entry["operation"] for entry in side.twin.log] for name, side in it.sides.items()}


def cells():
    for scene in SCENES:
        for side, asked in operations(scene).items():
            print(f"{scene}: an undisturbed deploy asks {side} {len(asked)} times", flush=True)
            for at, operation in enumerate(asked, 1):
                for fault in FAULTS:
                    if side in fault.sides and (fault.fits is None or fault.fits(operation)):
                        yield Cell(scene, side, fault, at, operation)


def chosen(arguments):
    every = list(cells())
    if arguments.only:
        wanted = arguments.only.split("/")
        return [one for one in every if all(part in ("", have) for part, have in zip(
            wanted, (one.scene, one.side, one.fault.name, str(one.at))))]
    return every if arguments.all else every[::GATE]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--jobs", type=int, default=12)
    parser.add_argument("--only")
    arguments = parser.parse_args()
    report, began = Report("clouds: faults"), time.monotonic()
    wanted = chosen(arguments)
    print(f"{len(wanted)} cells", flush=True)
    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        # Long ones first, so that the others run beside them.
        running = {one.label: pool.submit(one.run) for one in sorted(wanted, key=lambda one: not one.fault.is_long)}
        for one in wanted:
            report.check(one.label, running[one.label].result)
    print(f"{time.monotonic() - began:.0f} s")
    report.end()


if __name__ == "__main__":
    main()
