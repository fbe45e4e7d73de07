"""A name server of the zone above: BIND on a free port of the loopback, started and stopped by whoever asks for it."""

import contextlib
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading

SETTINGS = """
options {{
  directory "{folder}";
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


@contextlib.contextmanager
def delegating(records):
    """A server for `com` with more records; gives what `--resolver` takes."""
    port = free_port()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder.chmod(0o755)
        (folder / "named.conf").write_text(SETTINGS.format(folder=folder, port=port))
        (folder / "com.zone").write_text(ZONE + records)
        program = shutil.which("named", path=PATH)
        if program is None:
            raise AssertionError("there is no `named`: install bind9")
        # From its usual place some systems let it read its usual folders alone (AppArmor).
        program = shutil.copy(program, folder / "named")
        server = subprocess.Popen([program, "-g", "-n", "1", "-c", folder / "named.conf"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, text=True)
        try:
            said = []
            for line in server.stderr:
                said.append(line)
                if line.rstrip().endswith("running"):
                    break
            else:
                raise AssertionError("named does not start\n" + "".join(said))
            # It would stop when nobody reads what it says.
            threading.Thread(target=server.stderr.read, daemon=True).start()
            yield f"127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()
            server.stderr.close()


@contextlib.contextmanager
def silent():
    """An address that nobody answers at."""
    yield f"127.0.0.1:{free_port()}"
