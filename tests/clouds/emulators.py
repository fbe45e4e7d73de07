#!/usr/bin/env python3
"""Deploys to moto and ministack: doubles of Route 53 that others wrote, where they are right.

Neither knows all of Route 53's rules (`tests/twins/README.md`), but what they take and give is the wire form as somebody
else read it. Each gets a new zone, the records of the example at two clouds, a second version of the source with
creations, updates and deletions, and after both a plan that must be empty. boto3 reads back what stands.
"""

import asyncio
import contextlib
import http.client
import logging
import os
import pathlib
import tempfile
import urllib.parse

os.environ.update(MOTO_IAM_LOAD_MANAGED_POLICIES="false", LOG_LEVEL="ERROR", AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
                  AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="us-east-1")

import boto3
from matrix_support import ZONE, Ran, World
from ministack.services import route53 as ministack
from moto.server import ThreadedMotoServer
from report import Report

from twins.exchange import Response
from twins.server import Twin, serve

EXAMPLE = pathlib.Path(__file__).parents[2] / "examples/dual-authoritative"
LIMIT = b"""<?xml version="1.0"?><GetHostedZoneLimitResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
<Limit><Type>MAX_RRSETS_BY_ZONE</Type><Value>10000</Value></Limit><Count>2</Count></GetHostedZoneLimitResponse>"""
SECOND = (("203.0.113.11", "203.0.113.12"), ("app     CNAME  app.", "app     CNAME  app-2."), ("  canary", "  kanary"))


class Front(Twin):
    """Answers for a double what neither has, the quota of a zone, and hands over everything else."""

    def __init__(self, ask):
        super().__init__()
        self.ask = ask

    def handle(self, request):
        if "/hostedzonelimit/" in request.path:
            return Response(200, LIMIT, {"Content-Type": "text/xml"})
        return self.ask(request)


def ask_ministack(request):
    """Calls its handler: its own server listens on ports that nobody asked for."""
    query = urllib.parse.parse_qs(request.raw_query)
    status, headers, body = asyncio.run(
        ministack.handle_request(request.method, request.path, request.headers, request.body, query))
    return Response(status, body if isinstance(body, bytes) else body.encode(), dict(headers))


@contextlib.contextmanager
def moto():
    """A function that asks moto's server."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()

    def ask(request):
        connection = http.client.HTTPConnection(*server.get_host_and_port())
        headers = {name: value for name, value in request.headers.items() if name != "connection"}
        connection.request(request.method, f"{request.raw_path}?{request.raw_query}", request.body, headers)
        answer = connection.getresponse()
        with contextlib.closing(connection):
            return Response(answer.status, answer.read(), {"Content-Type": answer.headers["Content-Type"]})

    try:
        yield ask
    finally:
        server.stop()


@contextlib.contextmanager
def double(ask):
    with serve(Front(ask)) as server:
        yield server.url
        assert not server.twin.log.defects, server.twin.log.defects


@contextlib.contextmanager
def as_moto():
    with moto() as ask, double(ask) as url:
        yield url


def as_ministack():
    return double(ask_ministack)


class Alone(World):
    """The example's zone at Route 53 alone."""

    def __init__(self, folder, url):
        self.folder, self.url, self.sides = pathlib.Path(folder), url, {}
        (self.folder / "zonal.toml").write_text("")
        # moto cannot take away the NS set that it made itself, so it shall stay as it is.
        (self.folder / "infra.zonal").write_text(
            "provider aws = route53 {\n  requests-per-second 1000\n}\npolicy usual default { ttl delegation 2d for NS }\n")

    def source(self, *replaced):
        """The example's zone without what is not Route 53's."""
        text = (EXAMPLE / "example.com.zonal").read_text().replace("on both", "on aws")
        begins, ends = text.index("  # The CDN cannot see"), text.rindex("}")
        text = text[:begins] + text[ends:]
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / "zone.zonal").write_text(text.replace("  ttl volatile", "  ttl 1m"))

    def environment(self, **more):
        return {**super().environment(), "AWS_ENDPOINT_URL_ROUTE_53": self.url, **more}


def ends_with(code, ran):
    assert isinstance(ran, Ran) and ran.code == code and "panicked" not in ran.text, ran
    return ran


def stands(url):
    """What boto3 reads: {(name, type): (TTL, values)}, without what every zone has."""
    client = boto3.client("route53", endpoint_url=url)
    zone = client.list_hosted_zones_by_name(DNSName=ZONE)["HostedZones"][0]["Id"]
    pages = client.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone)
    return {(one["Name"], one["Type"]): (one["TTL"], sorted(value["Value"] for value in one["ResourceRecords"]))
            for page in pages for one in page["ResourceRecordSets"] if (one["Name"], one["Type"]) not in (
                (f"{ZONE}.", "SOA"), (f"{ZONE}.", "NS"))}


def deploys(emulator):
    """From no zone at all to the second version of the source."""
    with emulator() as url, tempfile.TemporaryDirectory() as folder:
        it = Alone(folder, url)
        it.source()
        ends_with(0, it.run("zones", "create"))
        ends_with(0, it.run("deploy", "--yes"))
        ends_with(0, it.run("plan", "--detailed-exitcode"))
        first = stands(url)
        it.source(*SECOND)
        ends_with(2, it.run("plan", "--detailed-exitcode"))
        ends_with(0, it.run("deploy", "--yes"))
        ends_with(0, it.run("plan", "--detailed-exitcode"))
        ends_with(0, it.run("drift"))
        second = stands(url)
        assert first[f"{ZONE}.", "A"][1] == ["203.0.113.10", "203.0.113.11"], first
        assert second[f"{ZONE}.", "A"][1] == ["203.0.113.10", "203.0.113.12"], second
        assert second[f"app.{ZONE}.", "CNAME"][1] == ["app-2.cloudfront.net."], second
        assert (f"canary.{ZONE}.", "CNAME") in first and (f"canary.{ZONE}.", "CNAME") not in second, second
        assert (f"kanary.{ZONE}.", "CNAME") in second, second


def main():
    report = Report("clouds: emulators")
    logging.disable(logging.CRITICAL)
    for name, emulator in (("moto", as_moto), ("ministack", as_ministack)):
        report.check(name, lambda: deploys(emulator))
    report.end()


main()
