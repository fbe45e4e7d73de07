"""Whether a deploy kept its promises: what it says, its journal and its order, held against what the twins have.

A `Watch` looks over a world from before the command starts. Everything that is checked here holds after every run, however
it ended and whatever went wrong; what a given fault must come to, the matrices say.
"""

import json
import re
import threading

from matrix_support import ZONE

NS = ("@", "NS", None)
LINE = re.compile(rf"^(deployed|unchanged|not yet served|not started|failed) {re.escape(ZONE)} at (\w+)(.*)$", re.M)
PENDING = re.compile(r"^  pending: (.+)$", re.M)
KEY = re.compile(r"^(\S+) (\S+?)(?: \(set (.+)\))?$")
IGNORED = "_acme-challenge"


def claim(truth, *words):
    if not truth:
        raise AssertionError(" ".join(map(str, words)))


def key(text):
    """`www.example.com. A (set blue)` as a key of the states."""
    found = KEY.match(text)
    claim(found, "no name of a set:", text)
    owner = found[1].removesuffix(".")
    owner = "@" if owner == ZONE else owner.removesuffix(f".{ZONE}")
    return owner, found[2], found[3]


class Watch:
    """Sees every write before it is handled, and remembers what others did."""

    def __init__(self, world):
        self.world, self.lock, self.broken, self.foreign = world, threading.Lock(), [], {}
        self.names = list(world.sides)
        self.own = [side.twin.faults.add("run", on="writes", times=0, run=lambda request, side=side: self.see(side, request))
                    for side in world.sides.values()]

    def clear(self):
        """Takes away every fault but the watch itself."""
        for side in self.world.sides.values():
            with side.twin.faults.lock:
                side.twin.faults.faults = [fault for fault in side.twin.faults.faults if fault in self.own]
            if side.name == "azure":
                side.twin.incidents = []

    def put(self, side, owner, rtype, ttl, values):
        """Somebody else writes a set."""
        side.put(owner, rtype, ttl, values)
        with self.lock:
            self.foreign.setdefault(side.name, {})[owner, rtype, None] = (ttl, tuple(sorted(values)), None, None, None)

    def edit_profile(self, side, owner, weight):
        """Somebody else gives an endpoint of a profile another weight."""
        for key, value in side.weigh(owner, weight).items():
            with self.lock:
                self.foreign.setdefault(side.name, {})[key] = value

    def take(self, side, owner, rtype):
        """Somebody else removes a set that somebody else wrote."""
        side.remove(owner, rtype)
        with self.lock:
            self.foreign[side.name].pop((owner, rtype, None))

    def see(self, side, request):
        """A write must not come before what has to be there first."""
        if request.operation in ("CreateHealthCheck", "ChangeTagsForResource"):
            return
        is_last = side.names_apex_ns(request)
        before = self.names if is_last else self.names[:self.names.index(side.name)]
        for name in before:
            left = {one for one in self.differs(name, self.world.desired[name]) if one != NS}
            if left:
                what = "the apex NS set" if is_last else f"{request.method} {request.path}"
                self.broken.append(f"{what} at {side.name} was sent while {name} lacked {sorted(left, key=str)}")

    def differs(self, name, wanted):
        """The sets that are not as in `wanted`, without those that somebody else wrote."""
        sets = self.world.sides[name].sets()
        with self.lock:
            foreign = set(self.foreign.get(name, ()))
        return {one for one in sets.keys() | wanted.keys() if sets.get(one) != wanted.get(one)} - foreign

    # What holds after every run.

    def check(self, ran, may):
        """Everything about a run that has ended by itself, with one of the exit codes in `may`."""
        self.check_order(ran)
        self.check_journal(ran)
        claim(ran.code in may, f"exit code {ran.code}, not of {sorted(may)}:", ran)
        self.check_report(ran)

    def check_cut_off(self, ran):
        """What holds even of a run that was killed, or whose journal breaks off."""
        self.check_order(ran)
        self.check_fates(*self.fates(), ran)

    def check_order(self, ran):
        """Nothing was written before its time, and nothing that the plan has not shown."""
        claim("panicked" not in ran.text, "it panicked:", ran)
        claim(not self.broken, "out of order:", *self.broken, ran)
        for side in self.world.sides.values():
            claim(not side.twin.log.defects, "the twin failed:", *side.twin.log.defects)
        self.check_foreign(ran)

    def check_foreign(self, ran):
        """What somebody else wrote stands, unless the plan showed it to who ran the deploy."""
        # First what was written, then what stands: a request given up by the client may be handled only now, and what
        # somebody does at that moment comes after the run.
        with self.lock:
            foreign = {name: dict(sets) for name, sets in self.foreign.items()}
        for name, sets in foreign.items():
            stands = self.world.sides[name].sets()
            for (owner, rtype, route), value in sets.items():
                if stands.get((owner, rtype, route)) == value:
                    continue
                claim(owner != IGNORED, "a set that is to be ignored was written:", owner, rtype, ran)
                was_shown = all(one in ran.out for one in value[1])
                claim(was_shown, f"somebody else's {owner} {rtype} at {name} was overwritten unseen:", ran)
                # It is nobody's any more: whoever ran the deploy saw it and wanted it gone.
                with self.lock:
                    del self.foreign[name][owner, rtype, route]

    def check_report(self, ran):
        """Each line of the report is true."""
        lines = list(LINE.finditer(ran.out))
        if ran.code == 0:
            for name in self.names:
                left = self.differs(name, self.world.desired[name])
                claim(not left, f"it said that all is well, but {name} differs in {sorted(left, key=str)}:", ran)
        if not lines:
            for name in self.names:
                touched = self.differs(name, self.world.before[name])
                claim(ran.code == 0 or not touched, f"it told nothing, but wrote {sorted(touched, key=str)} at {name}:", ran)
        for index, line in enumerate(lines):
            end = lines[index + 1].start() if index + 1 < len(lines) else len(ran.out)
            self.check_line(line[1], line[2], line[3], ran.out[line.end():end], ran)

    def check_line(self, verdict, name, words, rest, ran):
        left = self.differs(name, self.world.desired[name])
        if verdict in ("deployed", "unchanged"):
            claim(not left, f"{name} is told to be {verdict}, but differs in {sorted(left, key=str)}:", ran)
        if verdict == "not yet served":
            claim(not left, f"{name} is told to be written, but differs in {sorted(left, key=str)}:", ran)
        if verdict == "not started" or "nothing written" in words:
            touched = self.differs(name, self.world.before[name])
            claim(not touched, f"{name} is told to be untouched, but was changed in {sorted(touched, key=str)}:", ran)
        pending = {key(text) for text in PENDING.findall(rest)} - set(self.foreign.get(name, ()))
        # That a profile is gone, or not yet there, is told as a set of the profile's name; it is the plain set that shows it.
        pending = {(*one[:2], None) if (one[2] or "").startswith("zonal-") else one for one in pending}
        if pending:
            claim(pending == left, f"pending at {name} is {sorted(left, key=str)}, told is {sorted(pending, key=str)}:", ran)
        if verdict == "failed" and not pending and "nothing written" not in words and not self.foreign.get(name):
            claim("cannot be read again" in words, f"it is not told what is left at {name}:", ran)

    # The journal.

    def journal(self):
        """The lines of the last deploy's journal; nothing if there is none."""
        found = sorted((self.world.folder / ".zonal/deploys").glob("*/journal.jsonl"))
        if not found:
            return []
        return [json.loads(line) for line in found[-1].read_text().splitlines() if line.endswith("}")]

    def fates(self):
        """What the journal says of each set by provider, and the sets of requests that it never settles."""
        sent, fates, open_sets = {}, {}, set()
        for event in self.journal():
            at = event.get("provider"), event.get("request")
            if event["event"] == "sending":
                open_sets |= {(at[0], one) for one in sent.get(at) or ()}
                sent[at] = {key(text) for text in event["sets"]}
            elif event["event"] == "settled":
                sets = sent[at]
                sent[at] = None
                for one in sets:
                    # A set that could not be put back stands as the request before left it.
                    if (event["fate"], fates.get((at[0], one))) != ("not-done", "done"):
                        fates[at[0], one] = event["fate"]
        return fates, open_sets | {(at[0], one) for at, sets in sent.items() for one in sets or ()}

    def check_journal(self, ran):
        """The journal settles every request, names every write, tells their fates truly, and has an end."""
        fates, open_sets = self.fates()
        claim(not open_sets, "requests were never settled:", open_sets, ran)
        self.check_fates(fates, open_sets, ran)
        events = self.journal()
        ended = [event for event in events if event["event"] == "finished"]
        if events:
            claim(ended and ended[-1]["complete"] == (ran.code == 0), "the journal's end does not fit the exit code:", ended, ran)

    def check_fates(self, fates, open_sets, ran):
        for name in self.names:
            touched = self.differs(name, self.world.before[name])
            left = self.differs(name, self.world.desired[name])
            named = {one for provider, one in (*fates, *open_sets) if provider == name}
            claim(touched <= named, f"written at {name}, but not in the journal: {sorted(touched - named, key=str)}", ran)
            for (provider, one), fate in fates.items():
                if provider != name or one in self.foreign.get(name, ()):
                    continue
                if fate == "done":
                    claim(one not in left, f"the journal says that {one} at {name} was done:", ran)
                if fate in ("not-done", "undone"):
                    claim(one not in touched, f"the journal says that {one} at {name} was not done:", ran)
