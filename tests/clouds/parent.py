"""Name servers on a free port of the loopback, BIND and Knot DNS, started and stopped by whoever asks for them."""

import contextlib
import getpass
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading

SETTINGS = """
options {{
  directory "FOLDER";
  listen-on port {port} {{ 127.0.0.1; }};
  listen-on-v6 {{ none; }};
  pid-file none;
  session-keyfile none;
  recursion no;
  dnssec-validation no;
}};
controls {{ }};
zone "com" {{ type primary; file "com.zone"; }};
"""
ZONE = """$ORIGIN com.
$TTL 60
@   SOA  ns hostmaster 1 3600 600 86400 60
@   NS   ns
ns  A    127.0.0.1
"""
KNOT = """server:
  listen: {address}@{port}
  rundir: FOLDER
  user: {user}
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
database:
  storage: FOLDER/db
log:
  - target: stdout
    any: info
template:
  - id: default
    zonefile-sync: -1
    journal-content: none
    semantic-checks: off
"""
PATH = "/usr/sbin:/usr/local/sbin:/usr/bin"


def free_port():
    """One that is free for both transports."""
    for _ in range(50):
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            tcp.bind(("127.0.0.1", 0))
            port = tcp.getsockname()[1]
            with contextlib.suppress(OSError):
                udp.bind(("127.0.0.1", port))
                return port
    raise AssertionError("no port is free for TCP and UDP")


class Server:
    """A name server at work in a folder of its own."""

    def __init__(self, process, folder):
        self.process, self.folder = process, folder

    def serve(self, name, text):
        """Another master file in the place of one."""
        (self.folder / name).write_text(text)
        self.process.send_signal(signal.SIGHUP)


@contextlib.contextmanager
def serving(program, package, arguments, files, ready):
    """Runs a name server on files of a folder, for which `FOLDER` stands in their texts, until a line says that it is ready."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        for file, text in files.items():
            (folder / file).write_text(text.replace("FOLDER", name))
        found = shutil.which(program, path=PATH)
        if found is None:
            raise AssertionError(f"there is no `{program}`: install {package}")
        # From its usual place some systems let it read its usual folders alone (AppArmor).
        # Another program copies it: what this one starts in the meantime would hold the copy open, and nobody could run it.
        subprocess.run(["cp", found, folder / program], check=True)
        server = subprocess.Popen([folder / program, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said = []
            for line in server.stdout:
                said.append(line)
                if ready in line:
                    break
            else:
                raise AssertionError(f"{program} does not start\n" + "".join(said))
            # It would stop when nobody reads what it says.
            threading.Thread(target=server.stdout.read, daemon=True).start()
            yield Server(server, folder)
        finally:
            server.terminate()
            server.wait()
            server.stdout.close()


def bind(settings, files):
    """Runs BIND."""
    return serving("named", "bind9", ("-g", "-n", "1", "-c", "named.conf"), {"named.conf": settings, **files}, " running\n")


def knot(address, port, zone, text):
    """Runs Knot DNS at an address of this machine; a zone without a text is not served."""
    settings = KNOT.format(address=address, port=port, user=getpass.getuser())
    settings += f"zone:\n  - domain: {zone}\n    file: FOLDER/zone\n" if text else ""
    return serving("knotd", "knot", ("-c", "knot.conf"), {"knot.conf": settings, "zone": text or ""}, "server started")


@contextlib.contextmanager
def delegating(records):
    """A server for `com` with more records; gives what `--resolver` takes."""
    port = free_port()
    with bind(SETTINGS.format(port=port), {"com.zone": ZONE + records}):
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def silent():
    """An address that nobody answers at."""
    yield f"127.0.0.1:{free_port()}"
