"""Somebody else's repository of zones, and the hooks as that repository installs them."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
BIN = pathlib.Path(sys.executable).parent
ZONAL = pathlib.Path(os.environ.get("ZONAL", "target/debug/zonal")).resolve()
SETTINGS = {
    "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
}
# Whoever asks for anything from a network gets no answer.
NO_NETWORK = {"PIP_NO_INDEX": "1", "HTTP_PROXY": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": ""}

ZONE = """provider local = zonefile {{
  directory    "out"
  nameservers  ns1.local.example., ns2.local.example.
}}

zone {name} on local {{
  www  A  {address}
}}
"""


class Repository:
    """A repository, and an environment in which nothing of this machine's own settings is left."""

    def __init__(self, folder, environment):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.environment = {**environment, **SETTINGS}
        self.run("git", "init", "--quiet", "--initial-branch=main")

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def read(self, name):
        return (self.folder / name).read_text()

    def run(self, *command, code=0, **variables):
        """What a command wrote; it must end with that code."""
        environment = {**self.environment, **variables}
        done = subprocess.run([str(part) for part in command], cwd=self.folder, env=environment, text=True, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != code:
            raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}"[:6000])
        return done.stdout

    def commit(self, message, code=0, **variables):
        self.run("git", "add", "--all")
        return self.run("git", "commit", "--quiet", "--message", message, code=code, **variables)

    def commits(self):
        return int(self.run("git", "rev-list", "--count", "HEAD"))


def wheel(into):
    """Builds the wheel of the hooks; the binary under test, which the build would replace, stands again after it."""
    profile = {"debug": "dev"}.get(ZONAL.parent.name, ZONAL.parent.name)
    environment = {**os.environ, "CARGO_TARGET_DIR": str(ZONAL.parents[1])}
    kept = ZONAL.with_name("zonal-in-full")
    shutil.copy2(ZONAL, kept)
    try:
        done = subprocess.run([BIN / "maturin", "build", "--quiet", "--profile", profile, "--out", into], cwd=ROOT / "cli" / "wheel",
                              env=environment, capture_output=True, text=True, check=False)
    finally:
        kept.replace(ZONAL)
    if done.returncode:
        raise AssertionError(f"the wheel cannot be built\n{done.stdout}{done.stderr}"[-4000:])
    [built] = pathlib.Path(into).glob("*.whl")
    return built


def hooks(folder, environment):
    """A clone of this repository with its hooks as they are now; its address and the commit."""
    clone = Repository(folder, environment)
    for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "Cargo.toml", "cli/main.rs", "runtime/Cargo.toml"):
        clone.write(name, (ROOT / name).read_text())
    clone.commit("The hooks")
    clone.run("git", "tag", "v0.1.0")
    return f"file://{clone.folder}", clone.run("git", "rev-parse", "HEAD").strip()


@contextlib.contextmanager
def timed(what):
    begin = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - begin:.2f} s")


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield pathlib.Path(name).resolve()
