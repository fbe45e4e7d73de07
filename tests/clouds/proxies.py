#!/usr/bin/env python3
"""Between this machine and both clouds stands a proxy, and TLS goes through it.

The names of the services exist nowhere: whoever does not ask the proxy reaches nobody.
"""

import base64
import contextlib
import socket
import threading

from clouds import ZONE, holds, lacks, run, tests_of
from report import Report, equal
from twins.encrypted import certificate, context
from twins.server import serve

AWS, AZURE = "route53.invalid", "azure.invalid"
NAMES = (f"DNS:{AWS}", f"DNS:{AZURE}")
PASSWORD = "pr0xy-pa55word"


class Proxy:
    """Opens a way to the twins for whoever asks by CONNECT and with the right password."""

    def __init__(self, ports, password=None):
        self.ports, self.password, self.asked = ports, password, []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self.serve, args=(self.listener.accept()[0],), daemon=True).start()

    def serve(self, client):
        with client, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            line, *fields = head.decode().split("\r\n")
            method, target, _ = line.split()
            host = target.rpartition(":")[0]
            self.asked.append((method, host))
            told = {name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)}
            if self.password and told.get("proxy-authorization") != self.authorization():
                client.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
            elif method != "CONNECT" or host not in self.ports:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            else:
                with socket.create_connection(("127.0.0.1", self.ports[host])) as server:
                    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = threading.Thread(target=pump, args=(server, client), daemon=True)
                    back.start()
                    pump(client, server)
                    back.join()

    def authorization(self):
        return "Basic " + base64.b64encode(f"user:{self.password}".encode()).decode()

    def close(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def pump(source, sink):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def behind_a_proxy(clouds, password=None):
    """The proxy, and the variables of somebody who has to use it."""
    path = certificate(clouds.home, NAMES)
    tls = context(path)
    with serve(clouds.route53.twin, tls=tls) as aws, serve(clouds.azure_dns.twin, tls=tls) as azure:
        proxy = Proxy({AWS: aws.port, AZURE: azure.port}, password)
        user = f"user:{password}@" if password else ""
        variables = {
            "HTTPS_PROXY": f"http://{user}127.0.0.1:{proxy.port}", "SSL_CERT_FILE": path,
            "AWS_ENDPOINT_URL_ROUTE_53": f"https://{AWS}", "AZURE_RESOURCE_MANAGER_ENDPOINT": f"https://{AZURE}",
            "AZURE_AUTHORITY_HOST": f"https://{AZURE}",
        }
        try:
            yield proxy, variables
        finally:
            proxy.close()


def given_zones(clouds):
    """At both clouds, empty, and one record for each in the source."""
    clouds.aws.api.create_hosted_zone(Name=ZONE, CallerReference="by hand")
    clouds.azure.create_zone(ZONE)
    clouds.source("  www A 192.0.2.1")
    clouds.zonal("zones", "lock")


def a_deploy_goes_through_it(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds) as (proxy, variables):
        clouds.deploy(**variables)
        clouds.zonal("plan", "--detailed-exitcode", **variables)
        equal(set(proxy.asked), {("CONNECT", AWS), ("CONNECT", AZURE)}, "what was asked of the proxy")
        small = {name.lower(): value for name, value in variables.items() if name == "HTTPS_PROXY"}
        clouds.zonal("plan", "--detailed-exitcode", **{**variables, "HTTPS_PROXY": None, **small})
        clouds.zonal("plan", "--detailed-exitcode", **{**variables, "HTTPS_PROXY": None, "ALL_PROXY": variables["HTTPS_PROXY"]})


def its_password_is_given_and_never_told(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds, PASSWORD) as (proxy, variables):
        loud = {"RUST_LOG": "trace", "RUST_BACKTRACE": "full"}
        lacks(clouds.deploy(**variables, **loud), PASSWORD)
        proxy.password = "another"
        told = clouds.zonal("plan", code=1, **variables, **loud)
        holds(told, "error: aws", "error: azure", "HTTPS_PROXY")
        lacks(told, PASSWORD, base64.b64encode(f"user:{PASSWORD}".encode()).decode())


def a_proxy_that_is_down_is_named(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds) as (_, variables):
        told = clouds.zonal("plan", code=1, **{**variables, "HTTPS_PROXY": "http://127.0.0.1:9"})
        holds(told, "error: aws", "error: azure")
        equal(told.text.count("HTTPS_PROXY"), 2, "helps that name the proxy")


def an_address_that_is_none_is_refused(clouds):
    given_zones(clouds)
    for text in ("socks5://user:pr0xy-pa55word@127.0.0.1:1", "http://", "http://pr0xy-pa55word:x y"):
        told = clouds.zonal("plan", code=1, HTTPS_PROXY=text)
        holds(told, "the variable HTTPS_PROXY holds no address of an HTTP proxy", "http://proxy.example:3128")
        lacks(told, PASSWORD)


def exceptions_do_without(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds) as (proxy, variables):
        clouds.zonal("plan", code=1, NO_PROXY=".invalid,10.0.0.0/8", **variables)
        equal(proxy.asked, [], "what was asked of the proxy")


def plain_http_to_this_machine_does_without(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds) as (proxy, variables):
        nobody = {name: variables["HTTPS_PROXY"] for name in ("HTTPS_PROXY", "HTTP_PROXY", "http_proxy", "ALL_PROXY")}
        clouds.deploy(**nobody)
        equal(proxy.asked, [], "what was asked of the proxy")


def a_certificate_that_nobody_trusts_is_told(clouds):
    given_zones(clouds)
    with behind_a_proxy(clouds) as (_, variables):
        other = clouds.home / "other"
        other.mkdir()
        told = clouds.zonal("plan", code=1, **{**variables, "SSL_CERT_FILE": certificate(other, NAMES)})
        holds(told, "error: aws", "error: azure")
        equal(told.text.lower().count("certificate") >= 2, True, told.text)


def main():
    report = Report("proxies")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
