"""Counts what passed, says everything else aloud, and compares what a test found with what it should be."""

import sys


def equal(found, expected, what=""):
    if found != expected:
        raise AssertionError(f"{what}{': ' if what else ''}{found!r} instead of {expected!r}")


def has(text, *parts):
    """All of the parts, wherever they are."""
    for part in parts:
        if part not in text:
            raise AssertionError(f"no {part!r} in\n{text[:3000]}")


class Report:
    """The outcome of one suite."""

    def __init__(self, name):
        self.name, self.passed, self.failed, self.skipped = name, 0, [], {}

    def check(self, label, action):
        """Runs one test; any exception is its failure."""
        try:
            action()
        except Exception as error:  # whatever an oracle throws is a disagreement
            self.failed.append(label)
            print(f"FAILED {label}\n    {type(error).__name__}: {error}", flush=True)
            return False
        self.passed += 1
        return True

    def skip(self, reason, label):
        """Notes what was left out and why; no reason, no skip."""
        self.skipped.setdefault(reason, []).append(label)

    def end(self):
        """Prints the summary; the process's exit code says whether all is well."""
        for reason, labels in self.skipped.items():
            print(f"skipped {len(labels)}: {reason}")
            for label in labels:
                print(f"    {label}")
        skipped = sum(map(len, self.skipped.values()))
        print(f"{self.name}: {self.passed} passed, {len(self.failed)} failed, {skipped} skipped")
        if not self.passed:
            print(f"{self.name}: nothing was tested")
        sys.exit(1 if self.failed or not self.passed else 0)
