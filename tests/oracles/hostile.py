#!/usr/bin/env python3
"""Bad input: one clear error, the right exit code, nothing half-written, and an end within bounds.

Every run has 1 GiB of address space, 20 s of processor time and 60 s in all. Of each refusal it is asked that the exit
code is right, that the words say what is wrong and where, that nothing panicked, and what is on disk afterwards.
"""

import os
import pathlib
import pty
import random
import resource
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

from report import Report

ZONAL = str(pathlib.Path(os.environ["ZONAL"]).resolve())
QUICKSTART = pathlib.Path(__file__).resolve().parents[2] / "examples/quickstart"
MEMORY, PROCESSOR, WALL = 1 << 30, 20, 60
NOBODY = 65534
HEAD = 'provider dns = zonefile {\n  directory  "out"\n}\n\n'

FINE, ERRORS, REFUSED, INCOMPLETE = 0, 1, 3, 4


class Wrong(Exception):
    """What a run did and should not have."""


def limited(file_size=None, user=None):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR, PROCESSOR))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if file_size is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        if user is not None:
            os.setgroups([])
            os.setgid(user)
            os.setuid(user)

    return limit


def zonal(folder, *arguments, code, says=(), **limits):
    """Runs the command in a folder and checks how it ends."""
    done = subprocess.run(
        [ZONAL, *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, timeout=WALL,
        preexec_fn=limited(**limits))
    text = (done.stdout + done.stderr).decode("utf-8", "replace")
    judge(done.returncode, text, code, says)
    return text


def judge(ended, text, code, says):
    shown = text if len(text) < 1500 else text[:700] + "\n…\n" + text[-700:]
    codes = code if isinstance(code, tuple) else (code,)
    if "panicked" in text or "overflowed its stack" in text:
        raise Wrong(f"it panicked:\n{shown}")
    if ended not in codes:
        raise Wrong(f"exit code {ended} instead of {codes}:\n{shown}")
    for words in says:
        if words not in text:
            raise Wrong(f"it does not say `{words}`:\n{shown}")


def program(body, folder):
    (folder / "zonal.toml").write_text("")
    (folder / "main.zonal").write_text(body)


def zone(body):
    return f"{HEAD}zone example.com on dns {{\n{body}\n}}\n"


# source that is out of all proportion: the name of the test, the text, what the error says

def bracketed(opening, closing, count=100_000):
    return zone(f"  a  TXT  {opening * count}{closing * count}")


def nested(head, count):
    return zone(f"{head} {{ " * count + "}" * count)


def chain_of_templates(count):
    links = "".join(f"template t{at}() {{ include t{at + 1}() }}\n" for at in range(count))
    return links + f'template t{count}() {{ @  TXT  "end" }}\n' + zone("  include t0()")


def chain_of_lets(count):
    links = "".join(f"let v{at} = $v{at + 1}\n" for at in range(count))
    return links + f'let v{count} = "end"\n' + zone("  @  TXT  $v0")


def doubled(count):
    lists = "".join(f"let v{at + 1} = concat($v{at}, $v{at})\n" for at in range(count))
    return 'let v0 = ["a"]\n' + lists + zone(f"  @  TXT  $v{count}")


def doubled_strings(count):
    strings = "".join(f'let v{at + 1} = "${{v{at}}}${{v{at}}}"\n' for at in range(count))
    return 'let v0 = "a"\n' + strings + zone(f"  @  TXT  $v{count}")


def doubled_pairs(opening, closing, count):
    pairs = "".join(f"let v{at + 1} = {opening}$v{at}, $v{at}{closing}\n" for at in range(count))
    return 'let v0 = "a"\n' + pairs + zone(f'  if $v{count} == $v{count - 1} {{ @  TXT  "x" }}')


def ever_deeper_lists(count):
    lists = "".join(f"let v{at + 1} = {'[' * 60}$v{at}{']' * 60}\n" for at in range(count))
    return 'let v0 = ["a"]\n' + lists + zone(f'  for x in $v{count} {{ @  TXT  "x" }}')


TOO_MUCH = {
    "100,000 nested parentheses": (bracketed("(", ")"), ["nest"]),
    "100,000 nested brackets": (bracketed("[", "]"), ["nest"]),
    "100,000 nested brackets that never close": (bracketed("[", ""), ["nest"]),
    "100,000 nested braces": (zone("{" * 100_000), []),
    "100,000 nested blocks": (nested("under a", 100_000), ["nest"]),
    "100,000 nested conditions": (nested("if true", 100_000), ["nest"]),
    "100,000 nested loops": (nested("for n in 1..2", 100_000), ["nest"]),
    "100,000 times not": (zone("  if " + "not " * 100_000 + 'true { @  TXT  "x" }'), ["nest"]),
    "100,000 terms in a sum": (zone("  let n = " + "1 + " * 100_000 + "1\n  @  TXT  \"${n}\""), []),
    "calls in calls": (zone("  let n = " + "len(" * 100_000 + "[]" + ")" * 100_000), ["nest"]),
    "else if after else if": (zone("  if false { @ TXT \"x\" }" + " else if false { @ TXT \"x\" }" * 50_000), []),
    "a loop over 10^9 values": (zone('  for n in 1..1000000000 { "h${n}"  A  9.9.9.9 }'), ["evaluation-limit"]),
    "loops in loops": (zone("  for a in 1..100000 { for b in 1..100000 { let c = $a } }"), ["evaluation-limit"]),
    "a list of 10^9 values": (zone("  let l = [1..1000000000]\n  for n in $l { @  TXT  \"${n}\" }"), []),
    "a list that doubles": (doubled(60), ["evaluation-limit"]),
    "a string that doubles": (doubled_strings(60), ["evaluation-limit"]),
    "pairs of pairs": (doubled_pairs("(", ")", 60), ["evaluation-limit"]),
    "lists of lists": (doubled_pairs("[", "]", 60), ["evaluation-limit"]),
    "lists that nest ever deeper": (ever_deeper_lists(20_000), ["nesting-too-deep"]),
    "100,000 variables of one block": (zone("".join(f"  let v{at} = {at}\n" for at in range(100_000))), ["evaluation-limit"]),
    "10,000 zones that are not there": (
        zone("  a  A  9.9.9.9") + "".join(f"zone z{at}.example on dns {{ }}\n" for at in range(2_000))
        + "".join(f"extend zone y{at}.example {{ }}\n" for at in range(10_000)), ["unknown-zone"]),
    "templates that include each other": (
        "template a() { include b() }\ntemplate b() { include a() }\n" + zone("  include a()"), ["cycle"]),
    "values that are made of each other": ("let a = $b\nlet b = $a\n" + zone("  @  TXT  \"${a}\""), ["cycle"]),
    "a chain of 20,000 templates": (chain_of_templates(20_000), ["include-too-deep"]),
    "a chain of 20,000 values": (chain_of_lets(20_000), ["nesting-too-deep"]),
    "a word of 10 MB": (zone("  " + "a" * 10_000_000 + "  A  9.9.9.9"), []),
    "a string of 10 MB": (zone('  a  TXT  "' + "a" * 10_000_000 + '"'), []),
    "a string without an end": (zone('  a  TXT  "' + "a" * 1_000_000), []),
    "a million dots": (zone("  a  CNAME  " + "." * 1_000_000), []),
    "a million commas": (zone("  a  A  " + "," * 1_000_000), []),
    "a million values of one record set": (zone("  a  A  " + ", ".join(["9.9.9.9"] * 1_000_000)), ["duplicate-record"]),
    "200,000 broken lines": (zone("  a  A  1.2.3\n" * 200_000), ["bad-address"]),
    "a name of 100,000 labels": (zone("  " + "a." * 100_000 + "b  A  9.9.9.9"), []),
    "a pad of 10^9 digits": (zone('  "h${pad(1, 1000000000)}"  A  9.9.9.9'), []),
    "a number beyond all bounds": (zone("  a  MX  " + "9" * 100_000 + " mx"), []),
    "a TTL beyond all bounds": (zone("  a  A  9.9.9.9  ttl " + "9" * 1_000 + "w"), []),
    "100,000 declarations of one name": ("let a = 1\n" * 100_000 + zone("  a  A  9.9.9.9"), []),
    "100,000 unknown names that all look alike": (
        "".join(f"let value-{at} = 1\n" for at in range(2_000)) + zone("".join(f"  @ TXT $valeu-{at}\n" for at in range(20_000))), []),
}


def too_much(report, scratch):
    for at, (label, (text, says)) in enumerate(TOO_MUCH.items()):
        folder = scratch / f"too-much-{at}"
        folder.mkdir()
        program(text, folder)
        for command in ("check", "fmt"):
            code = ERRORS if command == "check" and says else (FINE, ERRORS)
            arguments = [command] if command == "check" else [command, "--check"]
            report.check(
                f"{command}: {label}",
                lambda folder=folder, arguments=arguments, code=code, says=says if command == "check" else (): zonal(
                    folder, *arguments, code=code, says=says))
        shutil.rmtree(folder)


def any_bytes(report, scratch):
    made = random.Random(1)

    def one(data):
        folder = scratch / "bytes"
        folder.mkdir()
        program(zone("  a  A  9.9.9.9"), folder)
        (folder / "noise.zonal").write_bytes(data)
        for command in (("check",), ("fmt", "--check"), ("check", "--format", "json"), ("lint", "noise.zonal")):
            zonal(folder, *command, code=(FINE, ERRORS))
        shutil.rmtree(folder)

    for at in range(20):
        report.check(f"any bytes {at}", lambda: one(made.randbytes(2_000)))
    for label, data in {
        "nothing": b"", "zeros": b"\0" * 10_000, "a lone surrogate": b"\xed\xa0\x80", "half a character": b"zone \xc3",
        "UTF-16": "zone example.com on dns { }".encode("utf-16"), "a byte order mark": b"\xef\xbb\xbf", "an escape": b"\x1b[2J",
    }.items():
        report.check(f"source of {label}", lambda data=data: one(data))


def workspace(scratch, name):
    folder = scratch / name
    folder.mkdir()
    program(zone("  a  A  9.9.9.9"), folder)
    return folder


def large(scratch):
    folder = workspace(scratch, "large")
    with open(folder / "large.zonal", "wb") as file:
        file.write(b"# " + b"x" * 998 + b"\n")
        file.truncate(100_000_000)
    zonal(folder, "check", code=ERRORS, says=["large.zonal"])


def pipe(scratch):
    folder = workspace(scratch, "pipe")
    os.mkfifo(folder / "pipe.zonal")
    zonal(folder, "check", code=ERRORS, says=["pipe.zonal"])


def device(scratch):
    folder = workspace(scratch, "device")
    (folder / "zero.zonal").symlink_to("/dev/zero")
    zonal(folder, "check", code=ERRORS, says=["zero.zonal"])


def directory(scratch):
    folder = workspace(scratch, "directory")
    (folder / "folder.zonal").mkdir()
    zonal(folder, "check", code=FINE)


def loop(scratch):
    folder = workspace(scratch, "loop")
    (folder / "again").symlink_to(folder)
    (folder / "self").symlink_to(folder / "self")
    zonal(folder, "check", code=(FINE, ERRORS))


def deep(scratch):
    folder = workspace(scratch, "deep")
    at = os.open(folder, os.O_RDONLY)
    for _ in range(400):
        os.mkdir("deeper", dir_fd=at)
        below = os.open("deeper", os.O_RDONLY, dir_fd=at)
        os.close(at)
        at = below
    os.close(at)
    zonal(folder, "check", code=(FINE, ERRORS))


def odd_names(scratch):
    folder = workspace(scratch, "names")
    for name in (b"\xff.zonal", b"a\nb.zonal", b"\x1b[2J.zonal", b"-rf.zonal", b" .zonal"):
        with open(os.path.join(os.fsencode(folder), name), "w") as file:
            file.write(f"let x-{name.hex()} = 1\nbroken\n")
    text = zonal(folder, "check", code=ERRORS)
    if "\x1b[2J" in text:
        raise Wrong("a file's name reaches the terminal as it is")


def unreadable(scratch):
    folder = workspace(scratch, "unreadable")
    (folder / "secret.zonal").write_text("")
    (folder / "secret.zonal").chmod(0)
    os.chmod(scratch, 0o755)
    zonal(folder, "check", code=ERRORS, says=["secret.zonal", "ermission denied"], **as_nobody())


def input_outside(scratch):
    folder = workspace(scratch, "outside")
    (folder / "link").symlink_to("/etc/passwd")
    for path in ("../../etc/passwd", "/etc/passwd", "link", "/dev/zero"):
        program(zone(f'  a  TXT  file("{path}")'), folder)
        text = zonal(folder, "check", code=ERRORS)
        if "root:" in text:
            raise Wrong("it shows what lies outside the workspace")


def garbage(scratch, name):
    folder = workspace(scratch, f"garbage-{name}")
    for data in (b"\xff\xfe", b"[[zone", b"version = 99\n", b"version = 1\nmore = true\n", b"x" * 1_000_000):
        (folder / name).write_bytes(data)
        zonal(folder, "check", code=(FINE, ERRORS))


def odd_trees(report, scratch):
    for action in (large, pipe, device, directory, loop, deep, odd_names, input_outside):
        report.check(f"tree: {action.__name__}", lambda: action(scratch))
    guarded(report, "tree: unreadable", lambda: unreadable(scratch))
    for name in ("zonal.lock", "zonal.toml"):
        report.check(f"tree: garbage in {name}", lambda: garbage(scratch, name))


def as_nobody():
    return {"user": NOBODY} if os.getuid() == 0 else {}


def guarded(report, label, action):
    """Permissions bind nobody but those who are not root; root becomes one of them, where the tool may be run so."""
    reachable = all(part.stat().st_mode & stat.S_IXOTH for part in pathlib.Path(ZONAL).parents)
    if os.getuid() == 0 and not reachable:
        report.skip("root needs no permission, and others cannot reach the tool", label)
    else:
        report.check(label, action)


# deploys

class Deployment:
    """The quickstart, deployed."""

    def __init__(self, scratch, name):
        self.folder = scratch / name
        shutil.copytree(QUICKSTART, self.folder)
        shutil.rmtree(self.folder / "out", ignore_errors=True)
        self.deploy(code=FINE)
        self.files = {one: one.read_bytes() for one in sorted(self.folder.rglob("*.zone"))}
        if len(self.files) != 2:
            raise Wrong(f"the quickstart has {len(self.files)} master files")

    def deploy(self, *arguments, code, says=(), **limits):
        return zonal(self.folder, "deploy", "--yes", *arguments, code=code, says=says, **limits)

    def change(self):
        """A change of the source, for both providers."""
        path = self.folder / "example.com.zonal"
        text = path.read_text()
        end = text.rstrip().rindex("}")
        path.write_text(text[:end] + "  added  A  9.9.9.9\n" + text[end:])

    def unchanged(self, *paths):
        for path in paths or self.files:
            if path.read_bytes() != self.files[path]:
                raise Wrong(f"{path.name} of {path.parent.name} was written to")

    def no_leftovers(self):
        known = {one.parent for one in self.files}
        for folder in known:
            strange = [one.name for one in folder.iterdir() if one not in self.files and not one.name.endswith("lock")]
            if strange:
                raise Wrong(f"left behind in {folder.name}: {strange}")


def cut_off(scratch):
    deployment = Deployment(scratch, "cut-off")
    deployment.change()
    first, _ = deployment.files
    # Within a quoted string, for a file that ends between two records is one that was written so.
    text = deployment.files[first]
    deployment.files[first] = text[:text.index(b'"') + 3]
    first.write_bytes(deployment.files[first])
    for command in ("plan", "drift"):
        zonal(deployment.folder, command, code=ERRORS, says=[first.name])
    deployment.deploy(code=(ERRORS, INCOMPLETE), says=[first.name])
    deployment.unchanged()
    deployment.no_leftovers()


def hand_written(scratch, text, *says):
    deployment = Deployment(scratch, f"hand-{len(list(scratch.iterdir()))}")
    deployment.change()
    first, _ = deployment.files
    deployment.files[first] += text.encode()
    first.write_bytes(deployment.files[first])
    (first.parent / "again.inc").write_text("$INCLUDE again.inc\n")
    deployment.deploy(code=(ERRORS, INCOMPLETE), says=says)
    deployment.unchanged()


def no_permission(scratch):
    deployment = Deployment(scratch, "no-permission")
    deployment.change()
    first, _ = deployment.files
    limits = as_nobody()
    os.chmod(scratch, 0o755)
    for path in deployment.folder.rglob("*"):
        if limits:
            os.chown(path, NOBODY, NOBODY)
    first.parent.chmod(0o555)
    deployment.deploy(code=ERRORS, says=["ermission denied", "nothing written"], **limits)
    first.parent.chmod(0o755)
    deployment.unchanged()


def full_disk_by_limit(scratch):
    deployment = Deployment(scratch, "limit")
    deployment.change()
    # What cannot be written down is not begun.
    deployment.deploy(code=ERRORS, file_size=200, says=["nothing was written"])
    deployment.unchanged()
    deployment.no_leftovers()
    deployment.deploy(code=FINE)


def full_disk(scratch):
    mount = scratch / "disk"
    mount.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(mount)], check=True, capture_output=True)
    try:
        deployment = Deployment(mount, "full")
        deployment.change()
        with open(mount / "filler", "wb", buffering=0) as filler:
            try:
                while filler.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        deployment.deploy(code=ERRORS, says=["o space left on device", "nothing was written"])
        deployment.unchanged()
        deployment.no_leftovers()
        (mount / "filler").unlink()
        deployment.deploy(code=FINE)
    finally:
        subprocess.run(["umount", str(mount)], check=True)


def edited_in_between(scratch):
    deployment = Deployment(scratch, "between")
    deployment.change()
    first, _ = deployment.files

    def edit():
        deployment.files[first] += b"by-hand.example.com. 60 IN A 9.9.9.9\n"
        first.write_bytes(deployment.files[first])

    code, text = converse(deployment.folder, edit)
    judge(code, text, REFUSED, ["changed", "nothing written"])
    deployment.unchanged()
    deployment.no_leftovers()


def interrupted(scratch):
    deployment = Deployment(scratch, "interrupted")
    deployment.change()
    code, text = converse(deployment.folder, lambda: None, answer=b"\x03")
    # As a shell counts, ended by the signal is 130 too.
    judge(code, text, (130, -signal.SIGINT), [])
    deployment.unchanged()


HAND_WRITTEN = {
    "a parenthesis that never closes": ("x 60 IN TXT ( \"a\"\n", "example.com.zone"),
    "a file that includes itself": ("$INCLUDE again.inc\n", "again.inc"),
    "an include of what is outside": ("$INCLUDE /etc/passwd\n", "example.com.zone"),
    "an include of what is not there": ("$INCLUDE nothing.inc\n", "nothing.inc"),
    "four thousand million records": ("$GENERATE 0-4294967295 h$ A 9.9.9.9\n", "example.com.zone"),
    "data outside the zone": ("x.example.net. 60 IN A 9.9.9.9\n", "example.com.zone"),
    "100,000 parentheses": ("x 60 IN TXT " + "(" * 100_000 + "\n", "example.com.zone"),
    "zeros": ("\0" * 1_000, "example.com.zone"),
}
"""What somebody adds to a master file, and what the error names."""


def deploys(report, scratch):
    report.check("deploy: a master file that is cut off", lambda: cut_off(scratch))
    for label, (text, named) in HAND_WRITTEN.items():
        report.check(f"deploy: {label}", lambda: hand_written(scratch, text, named))
    guarded(report, "deploy: a folder without permission", lambda: no_permission(scratch))
    report.check("deploy: a file that cannot grow", lambda: full_disk_by_limit(scratch))
    if can_mount(scratch):
        report.check("deploy: a full disk", lambda: full_disk(scratch))
    else:
        report.skip("only root can mount a small disk to fill", "deploy: a full disk")
    report.check("deploy: a zone that is edited after the plan was shown", lambda: edited_in_between(scratch))
    report.check("deploy: an interrupt at the question", lambda: interrupted(scratch))


def can_mount(scratch):
    probe = scratch / "probe"
    probe.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(probe)], capture_output=True).returncode:
        return False
    subprocess.run(["umount", str(probe)], check=True)
    return True


def converse(folder, before_answer, answer=b"yes\n"):
    """Runs a deploy on a terminal; does something once it asks, then answers."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        # A test run in the background hands its children an ignored SIGINT.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        limited()()
        os.execv(ZONAL, [ZONAL, "deploy"])
    text, asked, end = b"", False, time.monotonic() + WALL
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 1)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            text += data
        if not asked and b"?" in text:
            asked = True
            before_answer()
            os.write(terminal, answer)
    else:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    if not asked:
        raise Wrong(f"it asks nothing: {text.decode('utf-8', 'replace')}")
    return os.waitstatus_to_exitcode(status), text.decode("utf-8", "replace")


def main():
    report = Report("bad input")
    only = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch:
        for part in (too_much, any_bytes, odd_trees, deploys):
            if not only or part.__name__ in only:
                part(report, pathlib.Path(scratch))
    report.end()


main()
