#!/usr/bin/env python3
"""The shared part of the twins: every kind of fault, seen from a plain socket; log, secrets, control endpoint, clock."""

import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading

sys.path[:0] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal
from twins.encrypted import certificate, context
from twins.exchange import Response, json_response
from twins.server import Twin, serve

BODY = b"x" * 1000


class Counter(Twin):
    """Counts the writes; a read answers a long body."""

    def __init__(self):
        super().__init__()
        self.clear()

    def clear(self):
        self.count = 0

    def handle(self, request):
        if request.path == "/broken":
            raise RuntimeError("a defect")
        if self.is_write(request):
            self.count += 1
        return Response(200, BODY)

    def edit(self, edit):
        self.count += edit["add"]

    def refusal(self, fault, request):
        return json_response(429 if fault.kind == "throttle" else 500, {"code": fault.kind})

    def state(self):
        return {"count": self.count}


def ask(server, method="GET", path="/", body=None, headers=None, timeout=10):
    """(status, body), or the name of what went wrong, on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()


def spoilt(kind, expected, count, **how):
    """One spoilt POST between two good ones: what the client sees, and how many the twin carried out."""
    with serve(Counter()) as server:
        fault = server.twin.faults.add(kind, at=2, **how)
        equal(ask(server, "POST")[0], 200)
        found = ask(server, "POST", timeout=0.3 if kind == "hang" else 10)
        equal(found if isinstance(found, str) else found[0], expected)
        equal(ask(server, "POST")[0], 200)
        equal((server.twin.count, fault.struck, fault.seen), (count, 1, 3))
        equal(server.twin.faults.unspent(), [])


def kills_the_client():
    for stage, count in (("before", 1), ("after", 1)):
        with serve(Counter()) as server:
            script = f"import urllib.request as u\nwhile 1: u.urlopen('{server.url}', b'x').read()"
            server.twin.faults.add("run", run=lambda request: begun.wait(10))
            begun = threading.Event()
            with subprocess.Popen([sys.executable, "-c", script]) as child:
                server.twin.faults.add("kill", pid=child.pid, stage=stage)
                begun.set()
                equal(child.wait(10), -9)
            equal(server.twin.count, count)


def runs_callables():
    with serve(Counter()) as server:
        seen = []
        for stage in ("before", "after"):
            server.twin.faults.add("run", run=lambda _, at=stage: seen.append((at, server.twin.count)), stage=stage)
        ask(server, "POST")
        equal(seen, [("before", 0), ("after", 1)])


def waits_until_it_is_idle():
    """A request is in hand from its arrival until its client has the answer, whether or not that client still lives."""
    with serve(Counter()) as server:
        held, free = threading.Event(), threading.Event()

        def hold(_):
            held.set()
            free.wait(10)

        server.twin.faults.add("run", run=hold)
        equal(server.twin.wait_idle(0), True)
        with socket.create_connection(("127.0.0.1", server.port)) as raw:
            raw.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            equal(held.wait(10), True)
        equal(server.twin.wait_idle(0), False)
        free.set()
        equal((server.twin.wait_idle(10), server.twin.count), (True, 1))


def counts_what_fits():
    with serve(Counter()) as server:
        add = server.twin.faults.add
        writes, named = add("500", on="writes", at=2, times=2), add("503", match=lambda r: r.path == "/y", times=0)
        statuses = [ask(server, method, path)[0] for method, path in
                    (("POST", "/"), ("GET", "/"), ("GET", "/y"), ("POST", "/"), ("POST", "/"), ("POST", "/"), ("GET", "/y"))]
        equal(statuses, [200, 200, 500, 500, 500, 200, 500])
        equal((writes.struck, named.struck), (2, 2))


def refuses_bad_plans():
    with serve(Counter()) as server:
        for bad in ({"kind": "nonsense"}, {"kind": "500", "at": 0}, {"kind": "run"}, {"kind": "kill"}, {"kind": "500", "stage": "x"},
                    {"kind": "500", "nonsense": 1}, {}):
            status, body = ask(server, "POST", "/_twin/faults", json.dumps(bad))
            equal((status, bool(json.loads(body)["error"])), (400, True))
        equal(server.twin.faults.as_list(), [])


def sees_the_control_endpoint():
    with serve(Counter()) as server:
        status, body = ask(server, "POST", "/_twin/faults", json.dumps([{"kind": "drop", "on": "writes", "stage": "after"}]))
        equal((status, json.loads(body)[0]["kind"]), (200, "drop"))
        equal(ask(server, "POST", "/a?b=1"), "RemoteDisconnected")
        equal(json.loads(ask(server, path="/_twin/state")[1]), {"count": 1})
        entry = json.loads(ask(server, path="/_twin/log")[1])["requests"][0]
        equal([entry[k] for k in ("number", "method", "path", "query", "status", "handled", "faults")],
              [1, "POST", "/a", {"b": "1"}, None, 200, ["drop"]] )
        equal(ask(server, "POST", "/_twin/reset")[0], 200)
        equal((server.twin.count, len(server.twin.log), server.twin.faults.as_list()), (0, 0, []))
        equal(ask(server, path="/_twin/nonsense")[0], 400)


def masks_secrets():
    with serve(Counter()) as server:
        signature = "AWS4-HMAC-SHA256 Credential=AKIAVERYSECRET/20260101/us-east-1/route53/aws4_request, Signature=abc"
        for value in (signature, "Bearer abcdefghijk"):
            ask(server, "POST", "/", "client_secret=hunter2&x=1", {"Authorization": value, "X-Amz-Security-Token": "hush"})
        shown = json.dumps(list(server.twin.log), ensure_ascii=False)
        for secret in ("VERYSECRET", "abcdefghijk", "hunter2", "hush", "Signature"):
            equal(secret in shown, False)
        equal("Credential=AKIA…/20260101" in shown and "client_secret=…&x=1" in shown, True)


def keeps_connections():
    with serve(Counter()) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.connect()
        own = connection.sock.getsockname()
        for _ in range(3):
            connection.request("POST", "/", iter([b"ab", b"c"]), {"Transfer-Encoding": "chunked"}, encode_chunked=True)
            equal(connection.getresponse().read(), BODY)
            equal(connection.sock.getsockname(), own)
        equal([entry["body"] for entry in server.twin.log], ["abc"] * 3)


def moves_the_clock():
    with serve(Counter()) as server:
        server.twin.clock.freeze()
        first = server.twin.clock.now(), server.twin.clock.elapsed()
        server.twin.faults.add("clock", seconds=-3600)
        dates = []
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", server.port)) as raw:
                raw.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                text = b"".join(iter(lambda: raw.recv(9999), b""))
            dates.append(text.split(b"Date: ")[1].split(b"\r\n")[0].decode())
        hours = [int(date.split()[4].split(":")[0]) for date in dates]
        equal((hours[1] - hours[0]) % 24, 1)
        server.twin.clock.advance(60)
        equal((server.twin.clock.now() - first[0], server.twin.clock.elapsed() - first[1]), (60, 60))


def speaks_tls():
    """The same faults behind TLS; two listeners serve one twin."""
    with tempfile.TemporaryDirectory() as folder:
        path, twin = certificate(folder), Counter()
        theirs = ssl.create_default_context(cafile=path)
        with serve(twin) as plain, serve(twin, tls=context(path)) as secure:
            equal(secure.url.startswith("https://127.0.0.1:"), True)
            twin.faults.add("drop", on="writes", at=3, stage="after")
            twin.faults.add("reset", on="writes", at=4, stage="after")
            found = [ask(plain, "POST")[0]]
            for _ in range(3):
                connection = http.client.HTTPSConnection("127.0.0.1", secure.port, timeout=10, context=theirs)
                try:
                    connection.request("POST", "/")
                    answer = connection.getresponse()
                    answer.read()
                    found.append(answer.status)
                except (OSError, http.client.HTTPException):
                    found.append("lost")
                finally:
                    connection.close()
            equal((found, twin.count), ([200, 200, "lost", "lost"], 4))
            equal([entry["path"] for entry in twin.log], ["/"] * 4)


def edits_and_counts_defects():
    """What `edit` and `run` raise is the suite's to see, not the client's."""
    with serve(Counter()) as server:
        def fail(_):
            raise RuntimeError("a failing test")

        server.twin.faults.add("edit", edit={"add": 5})
        server.twin.faults.add("run", run=fail, at=2)
        server.twin.faults.add("edit", edit={"nonsense": 5}, at=3)
        equal([ask(server), ask(server), ask(server)][1:], ["RemoteDisconnected"] * 2)
        equal(server.twin.count, 5)
        equal((len(server.twin.log.defects), "a failing test" in server.twin.log.defects[0]), (2, True))
        equal(ask(server, "POST", "/_twin/edit", '{"add": 2}')[0], 200)
        equal(ask(server, "POST", "/_twin/edit", '{}')[0], 400)
        equal(server.twin.count, 7)


def owns_its_defects():
    with serve(Counter()) as server:
        equal(ask(server, path="/broken")[0], 599)
        equal("a defect" in server.twin.log.defects[0], True)


def starts_as_a_process():
    """The command line, with nothing but what it prints."""
    root = pathlib.Path(__file__).parents[1]
    command = [sys.executable, "-m", "twins", "route53", "--latency", "0.001"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, env=os.environ) as child:
        try:
            url = child.stdout.readline().removeprefix("listening on http://127.0.0.1:").strip()
            connection = http.client.HTTPConnection("127.0.0.1", int(url), timeout=10)
            connection.request("GET", "/_twin/settings")
            equal(json.loads(connection.getresponse().read())["latency"], 0.001)
        finally:
            child.terminate()
        equal(child.wait(10), 0)


def main():
    report = Report("twins: server")
    for kind, expected, count, how in (
        ("throttle", 429, 2, {}), ("500", 500, 2, {}), ("500", 500, 3, {"stage": "after"}), ("garbage", 200, 2, {}),
        ("drop", "RemoteDisconnected", 2, {}), ("drop", "RemoteDisconnected", 3, {"stage": "after"}),
        ("reset", "ConnectionResetError", 2, {}), ("reset", "ConnectionResetError", 3, {"stage": "after"}),
        ("cut", "IncompleteRead", 3, {}), ("hang", "TimeoutError", 2, {}), ("hang", "TimeoutError", 3, {"stage": "after"}),
        ("slow", 200, 3, {"seconds": 0.01}), ("drip", 200, 3, {"seconds": 0.05}),
    ):
        report.check(f"fault {kind} {how}", lambda: spoilt(kind, expected, count, **how))
    for test in (starts_as_a_process, kills_the_client, runs_callables, waits_until_it_is_idle, counts_what_fits, refuses_bad_plans,
                 sees_the_control_endpoint, masks_secrets, keeps_connections, moves_the_clock, speaks_tls, edits_and_counts_defects, owns_its_defects):
        report.check(test.__name__.replace("_", " "), test)
    report.end()


if __name__ == "__main__":
    main()
