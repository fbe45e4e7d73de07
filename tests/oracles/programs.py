#!/usr/bin/env python3
"""Every example and fixture that compiles is exported, and other programs read it as Zonal meant it.

For each zone at each provider: named-checkzone and kzonecheck load the master file; dnspython and named-compilezone
read from it exactly the records of the JSON document, no line more. An example must please the checkers at their
strictest. A fixture with errors is tried a second time without the lines that have them; what Zonal then only warns
of, or allows, is not the loaders' business.
"""

import json
import os
import pathlib
import re
import shutil
import tempfile
from collections import Counter

import wire
from report import Report

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZONAL = str(pathlib.Path(os.environ["ZONAL"]).resolve())


class Workspace:
    """A program in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.out = folder / ".exported"

    @classmethod
    def of_fixture(cls, text, folder):
        """Splits a fixture at its `#~ file:` lines, turns `#~ lock:` lines into zonal.lock, drops the markers."""
        path, files, facts = "main.zonal", {}, []
        for line in text.splitlines(keepends=True):
            if line.startswith("#~ file: "):
                path = line.removeprefix("#~ file: ").strip()
            elif line.startswith("#~ lock: "):
                zone, provider, names = line.removeprefix("#~ lock: ").strip().split(" ", 2)
                facts.append((zone, provider, [name.strip() for name in names.split(",")]))
            elif not line.startswith("#~"):
                files.setdefault(path, []).append(line)
        workspace = cls(folder)
        workspace.write("zonal.toml", "")
        workspace.facts = facts
        for path, lines in files.items():
            workspace.write(path, "".join(lines))
        workspace.write_facts()
        return workspace

    facts = ()

    def write(self, path, text):
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def write_facts(self):
        if self.facts:
            entries = (
                f'[[zone]]\nname = "{zone}"\nprovider = "{provider}"\nnameservers = {json.dumps(names)}\n'
                for zone, provider, names in self.facts)
            self.write("zonal.lock", "version = 1\n" + "".join(entries))

    def check(self):
        code, out, err = wire.run(ZONAL, "check", "--format", "json", str(self.folder))
        if code not in (0, 1):
            raise wire.Disagreement(f"check ends with {code}: {err.strip()[:400]}")
        return json.loads(out)["diagnostics"]

    def build(self):
        """Exports; true if the program has no errors."""
        shutil.rmtree(self.out, ignore_errors=True)
        code, _, err = wire.run(ZONAL, "build", "--out", str(self.out), str(self.folder))
        if code not in (0, 1):
            raise wire.Disagreement(f"build ends with {code}: {err.strip()[:400]}")
        return code == 0

    def exported(self):
        return sorted(self.out.glob("*/*.json"))

    def assign_nameservers(self):
        """Invents what zonal.lock would know of zones whose name servers no provider has assigned yet."""
        facts = list(self.facts)
        for path in self.exported():
            if " IN SOA " not in path.with_suffix(".zone").read_text():
                provider = path.parent.name
                zone = json.loads(path.read_text())["zone"].rstrip(".")
                facts.append((zone, provider, [f"ns{n}.{provider}-servers.example" for n in (1, 2)]))
        changed, self.facts = len(facts) > len(self.facts), facts
        self.write_facts()
        return changed

    def drop_errors(self):
        """Removes the lines that have errors, until none is left; false if that leads nowhere."""
        for _ in range(12):
            errors = [one["primary"] for one in self.check() if one["severity"] == "error"]
            if not errors:
                return True
            doomed = {}
            for place in errors:
                lines = range(place["start"]["line"], place["end"]["line"] + 1)
                doomed.setdefault(place["path"], set()).update(lines)
            for path, numbers in doomed.items():
                lines = (self.folder / path).read_text().splitlines(keepends=True)
                kept = [line for number, line in enumerate(lines, 1) if number not in numbers]
                if len(kept) == len(lines):
                    return False
                self.write(path, "".join(kept))
        return False


class Documents:
    """The two files of a zone at a provider."""

    def __init__(self, path):
        self.master = path.with_suffix(".zone")
        self.text = self.master.read_text()
        self.document = json.loads(path.read_text())
        self.zone = self.document["zone"]
        shares = Counter((one["name"], one["type"]) for one in self.document["sets"])
        self.records, self.unsaid = Counter(), 0
        for one in self.document["sets"]:
            if "alias" in one or ("route" in one and shares[one["name"], one["type"]] > 1):
                self.unsaid += 1
                continue
            for value in one["values"]:
                self.records[wire.record(one["name"], one["type"], one["ttl"], value)] += 1

    def check_records(self):
        """The JSON, our text line by line, dnspython's zone and BIND's dump are one set of records."""
        written = wire.lines(self.text)
        whole = written
        if not any(rtype == "SOA" for _, rtype, _, _ in self.records):
            whole = wire.without(written, "SOA")
        wire.same("the master file", self.records, whole)
        if duplicates := [one for one, count in written.items() if count > 1]:
            raise wire.Disagreement(f"written twice: {wire.show(duplicates[0])}")
        wire.same("dnspython", written, wire.by_dnspython(self.text, self.zone))
        if self.loadable():
            wire.same("named-compilezone", written, wire.by_bind(self.master, self.zone))
        said = [line for line in self.text.splitlines() if line.startswith("; ") and "no master file can say" in line]
        if len(said) != self.unsaid:
            raise wire.Disagreement(f"{self.unsaid} sets are not in the file, {len(said)} comments say so")

    def loadable(self):
        return " IN SOA " in self.text

    def complaints(self, strict):
        """What the checkers have against the file; strict is how BIND judges where it may be lenient."""
        how = "fail" if strict else "ignore"
        flags = ["-i", "local" if strict else "none", "-r", "fail", "-W", "warn"]
        for flag in "kmMnS":
            flags += [f"-{flag}", how]
        code, out, err = wire.run("named-checkzone", *flags, self.zone, str(self.master))
        found = [("named-checkzone", line) for line in (out + err).splitlines() if code]
        code, out, err = wire.run("kzonecheck", "-o", self.zone, str(self.master))
        return found + [("kzonecheck", line) for line in (out + err).splitlines() if code]


def judge(documents, strict):
    if complaints := documents.complaints(strict):
        raise wire.Disagreement("\n    ".join(f"{tool}: {line}" for tool, line in complaints[:6]))


def try_exports(report, label, workspace, strict):
    """Every zone and provider of a built workspace."""
    if workspace.assign_nameservers() and not workspace.build():
        report.skip("does not compile once its zones have name servers", label)
        return
    for path in workspace.exported():
        part = f"{label} {path.parent.name}/{path.stem}"
        documents = Documents(path)
        report.check(f"{part}: records", documents.check_records)
        if documents.loadable():
            report.check(f"{part}: loads", lambda documents=documents: judge(documents, strict))
        else:
            report.skip("the loaders' part: no SOA can be made without name servers", part)
    if not workspace.exported():
        report.skip("has no zone", label)


def try_fixture(report, label, text, folder):
    """A fixture as it is, or what is left of it without its mistakes."""
    workspace = Workspace.of_fixture(text, folder)
    marked = re.search(r"^#~[^a-z]*error\[", text, re.M) is not None
    built = [None]

    def builds():
        built[0] = workspace.build()
        if built[0] == marked:
            raise wire.Disagreement("it builds although a marker says error" if marked else "it does not build")

    if not report.check(f"{label}: build", builds):
        return
    if not built[0] and not (workspace.drop_errors() and workspace.build()):
        report.skip("nothing compiles once the lines with errors are gone", label)
        return
    try_exports(report, label, workspace, strict=False)


def main():
    report = Report("programs")
    for tool in ("named-checkzone", "named-compilezone", "kzonecheck"):
        if not shutil.which(tool):
            raise SystemExit(f"{tool} is missing: tests/run installs it")
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        for example in sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir()):
            folder = scratch / "examples" / example.name
            shutil.copytree(example, folder)
            workspace = Workspace(folder)

            def builds(workspace=workspace):
                if not workspace.build():
                    raise wire.Disagreement("an example has errors")

            if report.check(f"examples/{example.name}: build", builds):
                try_exports(report, f"examples/{example.name}", workspace, strict=True)
        for at, fixture in enumerate(sorted((ROOT / "tests/fixtures").rglob("*.zonal"))):
            label = str(fixture.relative_to(ROOT / "tests"))
            try_fixture(report, label, fixture.read_text(), scratch / f"fixture-{at}")
    report.end()


main()
