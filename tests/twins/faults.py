"""A plan of what goes wrong, and at which request.

    faults.add("throttle", at=3)                          the third API request from now is refused
    faults.add("drop", on="writes", stage="after")        the next write is done, its answer lost
    faults.add("503", on="ListResourceRecordSets", times=2)
    faults.add("run", run=lambda request: edit(), on="reads", at=2)
    faults.add("kill", pid=child.pid, on="writes", stage="after")

Kinds; `before` means that the twin does nothing with the request, `after` that it has done all of it:

| kind      | what the client sees |
|-----------|----------------------|
| throttle  | the provider's refusal for too many requests (`seconds`: Retry-After, where the provider sends it) |
| 500, 503  | the provider's own error; with stage `after` the request was carried out all the same |
| expired   | the credentials are refused as expired |
| denied    | the credentials are refused as not allowed to do this |
| drop      | the connection ends without an answer |
| reset     | TCP reset: without an answer (`before`), in the middle of the body (`after`) |
| cut       | the connection ends in the middle of the body; the request was carried out |
| hang      | no answer until the client gives up (at most `seconds`, 60 unless told) |
| slow      | the answer comes `seconds` late |
| drip      | the answer comes in ten pieces, `seconds` in all |
| garbage   | status 200 with a body that is none of the provider's |
| clock     | for this request the twin's clock is `seconds` wrong: Date header, signature or token judged by it |
| edit      | somebody else makes the change `edit` (JSON, see the provider), `before` or `after` the request is handled |
| run       | calls `run(request)` in the twin's process, `before` or `after` the request is handled |
| kill      | sends SIGKILL (or `signal`) to `pid`, `before` or `after` the request is handled |

A fault counts the requests that it fits from when it was added: it strikes at number `at` and the `times - 1` after
it (`times=0`: for ever). `on` is "all", "reads", "writes", or one of the provider's operation names; `match(request)`
narrows it further. Several faults may strike one request: first every `edit`, `run` and `kill`, then the others in order of
adding, of which the first that ends the request wins.
"""

import dataclasses
import threading
from dataclasses import dataclass

REFUSALS = ("throttle", "500", "503", "expired", "denied", "garbage")
BREAKS = ("drop", "reset", "cut", "hang")
DELAYS = ("slow", "drip")
KINDS = (*REFUSALS, *BREAKS, *DELAYS, "clock", "edit", "run", "kill")
STAGES = ("before", "after")


@dataclass
class Fault:
    """One line of the plan; see the module's text."""

    kind: str
    at: int = 1
    times: int = 1
    on: str = "all"
    stage: str = "before"
    seconds: float | None = None
    pid: int | None = None
    signal: int = 9
    edit: object = None
    run: object = None
    match: object = None
    seen: int = 0
    struck: int = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"no fault is called {self.kind!r}; there are {', '.join(KINDS)}")
        if self.stage not in STAGES:
            raise ValueError(f"a stage is before or after, not {self.stage!r}")
        if self.at < 1 or self.times < 0:
            raise ValueError("`at` counts from 1, `times` is 0 (for ever) or more")
        if (self.kind == "run") != callable(self.run):
            raise ValueError("`run` is the callable of the kind `run`, and of no other")
        if (self.kind == "kill") != (self.pid is not None):
            raise ValueError("`pid` belongs to the kind `kill`, and to no other")
        if (self.kind == "edit") != (self.edit is not None):
            raise ValueError("`edit` belongs to the kind `edit`, and to no other")
        if self.kind == "cut":
            self.stage = "after"

    def fits(self, request, is_write):
        kinds = {"all": True, "writes": is_write, "reads": not is_write}
        return kinds.get(self.on, self.on == request.operation) and (self.match is None or self.match(request))

    def strikes(self, request, is_write):
        """Counts the request; whether it is hit."""
        if not self.fits(request, is_write):
            return False
        self.seen += 1
        hit = self.seen >= self.at and (self.times == 0 or self.seen < self.at + self.times)
        self.struck += hit
        return hit

    def as_dict(self):
        shown = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        return {**shown, "run": self.run and repr(self.run), "match": self.match and repr(self.match)}


class Plan:
    """The faults of one twin, shared by all its listeners."""

    def __init__(self):
        self.lock, self.faults = threading.Lock(), []

    def add(self, kind, **how):
        """Adds a fault and returns it; its `struck` counts the requests that it hit."""
        fault = Fault(str(kind), **how)
        with self.lock:
            self.faults.append(fault)
        return fault

    def clear(self):
        with self.lock:
            self.faults.clear()

    def strike(self, request, is_write):
        """The faults that hit this request, in order."""
        with self.lock:
            return [fault for fault in self.faults if fault.strikes(request, is_write)]

    def unspent(self):
        """Faults that have not hit anything: a test that leaves one has tested nothing."""
        with self.lock:
            return [fault for fault in self.faults if not fault.struck]

    def as_list(self):
        with self.lock:
            return [fault.as_dict() for fault in self.faults]
