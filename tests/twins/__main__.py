"""Runs a twin as a process: `python3 -m twins route53 --port 0`, from the folder above this one."""

import argparse
import importlib
import json
import signal
import sys
import threading

from .encrypted import context
from .server import serve

TWINS = {"route53": "Route53", "azure": "Azure"}


def setting(text):
    """`NAME=VALUE`, the value in JSON or else as it stands."""
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def arguments():
    parser = argparse.ArgumentParser(prog="twins", description=__doc__)
    parser.add_argument("provider", choices=TWINS)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (default)")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds that every answer takes")
    parser.add_argument("--set", action="append", type=setting, default=[], metavar="NAME=VALUE",
                        help="a setting of the twin; GET /_twin/settings lists them")
    parser.add_argument("--certificate", help="PEM file with certificate and key: serve https")
    return parser.parse_args()


def main():
    given = arguments()
    twin = getattr(importlib.import_module(f".{given.provider}", __package__), TWINS[given.provider])()
    try:
        twin.configure({**dict(given.set), "latency": given.latency})
    except ValueError as error:
        sys.exit(f"twins: {error}")
    tls = context(given.certificate) if given.certificate else None
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with serve(twin, given.port, tls) as server:
        print(f"listening on {server.url}", flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
