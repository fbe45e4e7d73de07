"""The HTTP side that all twins share.

A provider is a subclass of `Twin`:

    class Azure(Twin):
        def operation(self, request): ...     # "RecordSets_List", the name that faults and the log use
        def is_write(self, request): ...      # whether it changes something; used by faults on "reads" and "writes"
        def handle(self, request): ...        # the Response; called under `self.lock`, one request at a time
        def refusal(self, fault, request): ...# the Response to the kinds throttle, 500, 503, expired and denied
        def clear(self): ...                  # forget everything: as new
        def edit(self, edit): ...             # a change by somebody else, as JSON: the fault `edit`, POST /_twin/edit
        def state(self): ...                  # everything worth seeing, as JSON can hold it

and a suite in Python serves it in its own process, on a free port of 127.0.0.1:

    with serve(Azure(), latency=0.1) as server:
        server.url                            # http://127.0.0.1:40123
        server.twin.faults.add("drop", on="writes", at=2, stage="after")   # see `faults`
        server.twin.log                       # every API request: dictionaries, see `exchange.Log.open`
        server.twin.clock.advance(60)         # see `clock`
        server.twin.wait_idle(10)             # until no request is in hand

`serve(twin, tls=context)` makes it an https listener; several listeners may serve one twin. Whoever is no Python
asks the same port: GET /_twin/state, /_twin/log, /_twin/faults, /_twin/settings; POST /_twin/faults (one object or a
list: the keywords of `faults.Fault`), /_twin/settings ({"name": value}), /_twin/clock ({"advance": s, "offset": s,
"frozen": true}), /_twin/edit, /_twin/reset; DELETE /_twin/faults, /_twin/log. These are neither logged nor counted nor spoilt.

A request passes these stations: read whole; logged; faults `before`; latency; `handle`; faults `after`; answered in
one write. What a fault or a callable does to the twin's state it does under `twin.lock`, or outside, as it likes.
"""

import contextlib
import dataclasses
import http.server
import os
import select
import socket
import socketserver
import struct
import threading
import time
import traceback

from .clock import Clock
from .control import control
from .exchange import Log, Request, Response
from .faults import REFUSALS, Plan


class Twin:
    """A provider's double: rules and state, and what all doubles have."""

    settings = None
    """A dataclass instance of what can be configured, or None."""

    def __init__(self):
        self.lock, self.log, self.faults, self.clock = threading.RLock(), Log(), Plan(), Clock()
        self.latency = 0.0
        self.in_hand, self.rest = 0, threading.Condition()

    @contextlib.contextmanager
    def at_work(self):
        """One more request is in hand until the block ends."""
        with self.rest:
            self.in_hand += 1
        try:
            yield
        finally:
            with self.rest:
                self.in_hand -= 1
                self.rest.notify_all()

    def wait_idle(self, timeout):
        """Until no request is in hand: what a client sent that was killed may be carried out after its death.

        Whether that was so within `timeout` seconds.
        """
        with self.rest:
            return self.rest.wait_for(lambda: self.in_hand == 0, timeout)

    def operation(self, request):
        return request.method

    def is_write(self, request):
        return request.method not in ("GET", "HEAD")

    def handle(self, request):
        raise NotImplementedError

    def begin(self, request):
        """Called when the twin begins to work on a request, before its latency: what is in processing is known."""

    def end(self, request):
        """Called when that work is done, before the answer is sent."""

    def refusal(self, fault, request):
        raise NotImplementedError

    def edit(self, edit):
        """A change by somebody else, described in JSON as the provider's double defines it."""
        raise NotImplementedError

    def clear(self):
        raise NotImplementedError

    def state(self):
        return {}

    def reset(self):
        """As new: state, log, faults and clock; the settings stay."""
        with self.lock:
            self.clear()
            self.log.clear()
            self.faults.clear()
            self.clock.__init__()

    def configure(self, values):
        """Changes settings by name; an unknown name is an error."""
        known = {one.name for one in dataclasses.fields(self.settings)} if self.settings else set()
        for name, value in values.items():
            if name == "latency":
                self.latency = float(value)
            elif name in known:
                setattr(self.settings, name, value)
            else:
                raise ValueError(f"no setting is called {name!r}; there are latency, {', '.join(sorted(known))}")

    def configuration(self):
        return {"latency": self.latency, **(dataclasses.asdict(self.settings) if self.settings else {})}


class GivenUp(Exception):
    """The connection is not to be used any more."""


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    rbufsize = 1 << 16
    disable_nagle_algorithm = True

    def log_message(self, *_):
        """The twin has its own log."""

    def handle_one_request(self):
        """As in the base class, but one function for every method."""
        try:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            self.serve()
        except (GivenUp, OSError):
            self.close_connection = True

    def serve(self):
        try:
            request = self.read_request()
        except ValueError:  # a length that is no number
            raise GivenUp from None
        if request.raw_path.startswith("/_twin/"):
            self.send(control(self.server.twin, request))
            return
        with self.server.twin.at_work():
            self.exchange(request)

    def exchange(self, request):
        """A request to the provider and its answer, logged."""
        twin, started = self.server.twin, time.monotonic()
        request.operation = twin.operation(request)
        entry = twin.log.open(request, twin.clock.now())
        faults = twin.faults.strike(request, twin.is_write(request))
        entry["faults"] = [fault.kind for fault in faults]
        try:
            response = self.answer(request, faults, entry)
            entry["status"] = response.status
            self.send(response, faults)
        finally:
            entry["seconds"] = time.monotonic() - started

    def answer(self, request, faults, entry):
        twin = self.server.twin
        early = [fault for fault in faults if fault.stage == "before"]
        late = [fault for fault in faults if fault.stage == "after"]
        act(twin, early, request)
        response = self.spoil(early, request)
        if response is None:
            twin.begin(request)
            try:
                self.wait(twin.latency)
                response = self.handled(request, faults)
                entry["handled"] = response.status
            finally:
                twin.end(request)
        act(twin, late, request)
        return self.spoil(late, request, response) or response

    def handled(self, request, faults):
        twin = self.server.twin
        wrong = sum(fault.seconds or 0 for fault in faults if fault.kind == "clock")
        try:
            with twin.lock:
                twin.clock.offset += wrong
                try:
                    response = twin.handle(request)
                    response.headers.setdefault("Date", twin.clock.date())
                    return response
                finally:
                    twin.clock.offset -= wrong
        except Exception:  # a defect of the twin must fail the suite, not pass as the provider's error
            text = traceback.format_exc()
            twin.log.defects.append(text)
            return Response(599, text.encode(), {"Content-Type": "text/plain"})

    def spoil(self, faults, request, response=None):
        """Breaks off, delays, or replaces the answer; None if the request goes its way."""
        for fault in faults:
            if fault.kind == "slow":
                self.wait(fault.seconds or 1.0)
            elif fault.kind == "hang":
                self.wait_for_client(60.0 if fault.seconds is None else fault.seconds)
                raise GivenUp
            elif fault.kind == "drop":
                raise GivenUp
            elif fault.kind in ("reset", "cut"):
                if response is not None:
                    octets = self.octets(response)
                    self.wfile.write(octets[:len(octets) - len(response.body) // 2 - 1])
                if fault.kind == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                raise GivenUp
            elif fault.kind == "garbage":
                return Response(200, b"<html><body>proxy</body></html>", {"Content-Type": "text/html"})
            elif fault.kind in REFUSALS:
                return self.server.twin.refusal(fault, request)
        return None

    def wait(self, seconds):
        if seconds and self.server.stopping.wait(seconds):
            raise GivenUp

    def wait_for_client(self, seconds):
        """Until the client closes its side."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.server.stopping.is_set():
            if select.select([self.connection], [], [], 0.02)[0] and not self.rfile.peek(1):
                return

    def read_request(self):
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw_path, _, raw_query = self.path.partition("?")
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = self.read_chunks()
        else:
            length = int(headers.get("content-length") or 0)
            body = self.rfile.read(length) if length else b""
            if len(body) < length:
                raise GivenUp
        base = f"{self.server.scheme}://{headers.get('host', self.server.authority)}"
        return Request(self.command, raw_path, raw_query, headers, body, base=base)

    def read_chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def octets(self, response):
        reason = self.responses.get(response.status, ("Unknown",))[0]
        headers = {"Date": self.server.twin.clock.date(), **response.headers}
        if response.status not in (204, 304):
            headers["Content-Length"] = str(len(response.body))
        if self.close_connection:
            headers["Connection"] = "close"
        lines = [f"HTTP/1.1 {response.status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        body = b"" if self.command == "HEAD" else response.body
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body

    def send(self, response, faults=()):
        octets = self.octets(response)
        pace = next((fault.seconds or 1.0 for fault in faults if fault.kind == "drip"), None)
        if pace is None:
            self.wfile.write(octets)
            return
        size = -(-len(octets) // 10)
        for at in range(0, len(octets), size):
            self.wait(pace / 10)
            self.wfile.write(octets[at:at + size])


def act(twin, faults, request):
    """What faults do to others: edit, kill, whatever the suite likes."""
    for fault in faults:
        try:
            if fault.kind == "run":
                fault.run(request)
            elif fault.kind == "edit":
                twin.edit(fault.edit)
        except Exception:  # a test's own failure, which its assertions would not see
            twin.log.defects.append(traceback.format_exc())
            raise GivenUp from None
        if fault.kind == "kill":
            with contextlib.suppress(ProcessLookupError):
                os.kill(fault.pid, fault.signal)


class Server(http.server.ThreadingHTTPServer):
    """A listener on 127.0.0.1."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 1024
    allow_reuse_address = True

    def __init__(self, twin, port=0, tls=None):
        self.twin, self.tls, self.stopping, self.open = twin, tls, threading.Event(), set()
        super().__init__(("127.0.0.1", port), Handler)
        self.scheme = "https" if tls else "http"
        self.port = self.server_address[1]
        self.authority = f"127.0.0.1:{self.port}"
        self.url = f"{self.scheme}://{self.authority}"

    def server_bind(self):
        """Without the base class's question to the resolver for its own name."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address

    def get_request(self):
        connection, address = super().get_request()
        if self.tls:
            # The handshake happens at the first read, in the connection's own thread.
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        self.open.add(connection)
        return connection, address

    def shutdown_request(self, request):
        """Closes; one that is to be reset gets no orderly end first."""
        self.open.discard(request)
        lingers = struct.unpack("ii", request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8))[0]
        if lingers:
            self.close_request(request)
        else:
            super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """A client that goes away is no news."""

    def stop(self):
        self.stopping.set()
        self.shutdown()
        self.server_close()
        for connection in list(self.open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def serve(twin, port=0, tls=None, latency=None):
    """Serves `twin` in a thread of this process until the block ends; yields the `Server`."""
    if latency is not None:
        twin.latency = latency
    server = Server(twin, port, tls)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.stop()
