"""What the benchmarks have in common: a release build, zones to work on, and peers below target/."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def release():
    """The command, built as it is released."""
    subprocess.run(["cargo", "build", "--release", "--quiet"], cwd=ROOT, check=True)
    return ROOT / "target" / "release" / "zonal"


def generate(folder, records, *options):
    subprocess.run([sys.executable, HERE / "generate.py", str(records), folder, *options], check=True)
    return folder


def octodns():
    """The folder of octoDNS's commands; CalledProcessError if it cannot be installed."""
    return install("install_venv", "octodns-venv", "requirements.txt") / "bin"


def language_servers():
    """The folder of Node modules with the language servers of others."""
    return install("install_npm", "bench-npm", "package-lock.json") / "node_modules"


def install(how, name, wanted):
    folder = ROOT / "target" / name
    script = 'set -euo pipefail; source tests/install.sh; "$@"'
    subprocess.run(["bash", "-c", script, "bash", how, folder, HERE / wanted], cwd=ROOT, check=True)
    return folder
