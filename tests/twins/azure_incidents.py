"""The faults that only Azure has.

The setting `incidents` is a list of objects. Each strikes at the `at`-th request (1) that fits `on` (an operation's
name, "all", "reads" or "writes"), and at the `times - 1` after it (0: for ever):

    {"kind": "busy", "on": "writes", "times": 3, "status": 409}
    {"kind": "repeat", "on": "RecordSets_ListAllByDnsZone"}
    {"kind": "skip", "on": "RecordSets_ListAllByDnsZone"}

`busy` refuses with RetryableErrorDueToAnotherOperation. `repeat` lets a page of a list begin with the last set of the
page before, `skip` lets it leave out the set that it should begin with: what a client sees if a list moves under it.
(Pages after the first are of RecordSets_ListAllByDnsZone, for that is where a nextLink leads.)
"""

from dataclasses import dataclass

KINDS = ("busy", "repeat", "skip")


@dataclass
class Incident:
    """One of them; see the module's text."""

    kind: str
    on: str = "all"
    at: int = 1
    times: int = 1
    status: int = 429
    seen: int = 0
    struck: int = 0

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"no incident is called {self.kind!r}; there are {', '.join(KINDS)}")
        if self.status not in (409, 429):
            raise ValueError("a busy resource answers with 409 or 429")

    def strikes(self, operation, is_write):
        """Counts the request; whether it is hit."""
        fits = {"all": True, "writes": is_write, "reads": not is_write}.get(self.on, self.on == operation)
        self.seen += fits
        hit = fits and self.seen >= self.at and (self.times == 0 or self.seen < self.at + self.times)
        self.struck += hit
        return hit
