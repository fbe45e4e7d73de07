"""Counts what passed, and says everything else aloud."""

import sys


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
