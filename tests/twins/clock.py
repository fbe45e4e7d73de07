"""The twin's own clock: it may be wrong, and it may be moved by hand."""

import email.utils
import time


class Clock:
    """Seconds since 1970 as the twin sees them.

    `offset` is how far it goes wrong: the Date header and every judgement of a signature's or a token's time follow
    it. `advance` moves it for good, so that a test need not wait for a rate, a PENDING change or a token's end;
    `freeze` stops it, so that nothing but `advance` moves it.
    """

    def __init__(self):
        self.offset, self.moved, self.frozen = 0.0, 0.0, None

    def now(self):
        base = time.time() if self.frozen is None else self.frozen
        return base + self.moved + self.offset

    def elapsed(self):
        """For rates and delays: like `now`, but setting the clock wrong does not move it."""
        base = time.monotonic() if self.frozen is None else self.frozen
        return base + self.moved

    def freeze(self):
        self.frozen = time.time()

    def advance(self, seconds):
        self.moved += seconds

    def date(self):
        return email.utils.formatdate(self.now(), usegmt=True)
