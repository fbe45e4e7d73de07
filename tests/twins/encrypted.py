"""TLS before a twin: a certificate of its own, and a listener that speaks https."""

import contextlib
import pathlib
import ssl
import subprocess

from .server import serve


def certificate(folder, names=("DNS:localhost", "IP:127.0.0.1")):
    """A self-signed certificate for these names, and its key, in one file; the path of it."""
    path, key = pathlib.Path(folder, "twin.pem"), pathlib.Path(folder, "twin.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", path, "-days", "30",
                    "-subj", "/CN=twin", "-addext", f"subjectAltName={','.join(names)}",
                    "-addext", "basicConstraints=critical,CA:FALSE"], check=True, capture_output=True)
    path.write_text(path.read_text() + key.read_text())
    return str(path)


def context(path):
    """What a listener with that file is given."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(path)
    return made


@contextlib.contextmanager
def https(twin, folder):
    """One more listener of a twin; yields its address and the certificate, which the client has to trust."""
    path = certificate(folder)
    with serve(twin, tls=context(path)) as server:
        yield f"https://localhost:{server.port}", path
