#!/usr/bin/env python3
"""The Azure twin before two schema validators, Prism and Schemathesis.

Wants schemathesis and azure-mgmt-dns beside dnspython, and Prism's folder `node_modules` in TWINS_NPM, unless it is where
tests/run puts it. `schema/` holds the OpenAPI descriptions: derived from azure-mgmt-dns's models and tightened with the
service's limits; `schema_fits_models` holds them against the installed library.
"""

import contextlib
import importlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

# Instead of this folder, whose azure.py is not the package azure.
sys.path[:1] = [str(pathlib.Path(__file__).parents[1]), str(pathlib.Path(__file__).parents[1] / "oracles")]

from report import Report, equal

from twins.azure_client import GROUP, client, exchange
from twins.azure_records import PREVIEW, STABLE
from twins.check_azure import A
from twins.check_azure_clients import library, use_library
from twins.check_azure_records import DATA

HERE = pathlib.Path(__file__).parent
PRISM = pathlib.Path(os.environ.get("TWINS_NPM") or HERE.parents[1] / "target/azure-twin-npm", "node_modules/.bin/prism")


def schema(version):
    return HERE / f"schema/dns-{version}.json"


def schema_fits_models():
    """The schemas have the members that the library's models have, and of the same kinds."""
    kinds = {"str": "string", "int": "integer"}
    # The library that octoDNS holds on to is older than this member.
    newer = {PREVIEW: {"properties.trafficManagementProfile": "object"}}
    compared = 0
    for version in (STABLE, PREVIEW):
        theirs = importlib.import_module(f"azure.mgmt.dns.v{version.replace('-', '_')}.models")
        for name, definition in json.loads(schema(version).read_text())["definitions"].items():
            if not name.startswith("Record") and not name.endswith("Record"):
                continue
            found = {place: member.get("type", "object") for place, member in members(definition) if place != "properties"}
            wanted = {attribute["key"]: "array" if attribute["type"][0] == "[" else kinds.get(attribute["type"], "object")
                      for attribute in getattr(theirs, name)._attribute_map.values()}
            equal(found, wanted | newer.get(version, {}) if name == "RecordSet" else wanted)
            compared += 1
    equal(compared > 20, True)


def members(definition):
    """Pairs of a path in the library's notation and a schema, those below `properties` flattened."""
    for name, member in definition.get("properties", {}).items():
        yield name, member
        if name == "properties" and "properties" in member:
            for below, one in member["properties"].items():
                yield f"properties.{below}", one


@contextlib.contextmanager
def prism(azure, version):
    """Prism between a client and the twin: it refuses requests and answers that break the schema."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [PRISM, "proxy", schema(version), azure.server.url, "--errors", "-h", "127.0.0.1", "-p", str(port)]
    with tempfile.TemporaryFile() as output, subprocess.Popen(command, stdout=output, stderr=output) as child:
        try:
            wait_for(port, child)
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()


def wait_for(port, child):
    """Until somebody listens there."""
    end = time.monotonic() + 30
    while time.monotonic() < end and child.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("Prism did not start")


def prism_agrees():
    """The library's requests and the twin's answers keep to the schema; a request that does not is refused by both."""
    with client(unknown_members=False) as azure, prism(azure, STABLE) as url:
        use_library(azure, library(azure, url=url))
        dns = library(azure, url=url)
        for rtype, member, (records, *_), _ in DATA:
            if rtype not in ("DS", "TLSA", "NAPTR"):
                azure.put(f"/{rtype}/x{rtype.lower()}", **{member: records})
        equal(len(list(dns.record_sets.list_by_dns_zone(GROUP, "example.com"))), 11)
        before = len(azure.twin.log)
        for properties in ({"TTL": "300"}, {"TTL": 0}, {"TTL": 300, "aRecords": A}):
            answer = exchange(int(url.rpartition(":")[2]), "PUT", f"{azure.zone_path}/A/x?api-version={STABLE}",
                              json.dumps({"properties": properties}),
                              {"Authorization": f"Bearer {azure.token}", "Content-Type": "application/json"})
            equal(answer.status, 422)
        equal(len(azure.twin.log), before)


def narrowed(version, azure):
    """The schema with a PUT of its own for every record type, and parameters that lead to what is there."""
    described = json.loads(schema(version).read_text())
    fixed = {"subscriptionId": [azure.settings.subscription], "resourceGroupName": [GROUP], "zoneName": ["example.com"],
             "relativeRecordSetName": ["@", "www", "*", "_a.b"]}
    shapes = {"ipv4Address": {"format": "ipv4"}, "ipv6Address": {"format": "ipv6"}, "location": {"pattern": "^global$"}}
    for name in ("cname", "exchange", "nsdname", "ptrdname", "target", "replacement"):
        shapes[name] = {"pattern": r"^[a-z0-9-]{1,9}\.[a-z-]{2,12}\.[a-z]{2,4}\.?$"}
    for name in ("certAssociationData", "value"):
        shapes[name] = {"pattern": "^([0-9a-f]{2}){1,32}$"}
    for definition in described["definitions"].values():
        for name, member in definition.get("properties", {}).items():
            if member.get("type") == "string":
                member.update(shapes.get(name, {}))
    put_path = next(path for path in described["paths"] if path.endswith("{recordType}/{relativeRecordSetName}"))
    put = described["paths"][put_path].pop("put")
    properties = described["definitions"]["RecordSet"]["properties"]["properties"]["properties"]
    for rtype, member, *_ in DATA:
        if member not in properties:
            continue
        body = {"type": "object", "required": ["properties"], "properties": {"properties": {
            "type": "object", "required": ["TTL", member],
            "properties": {name: properties[name] for name in ("TTL", "metadata", member)}}}}
        changes = {"parameters": {"schema": body}, "relativeRecordSetName": {"enum": [f"x{rtype}", f"*.{rtype}"]}}
        parameters = [{**one, **changes.get(one["name"], {})} for one in put["parameters"] if one["name"] != "recordType"]
        described["paths"][put_path.replace("{recordType}", rtype)] = {
            "put": {**put, "operationId": f"Put{rtype}", "parameters": parameters}}
    usual = described.pop("produces")
    for path, operations in list(described["paths"].items()):
        # A deleted zone would end the game.
        for method in [method for method, one in operations.items() if one["operationId"] == "Zones_Delete"]:
            del described["paths"][path][method]
        for method, operation in operations.items():
            # A DELETE is answered without a body, and without a Content-Type.
            operation["produces"] = [] if method == "delete" else usual
            for parameter in operation["parameters"]:
                if parameter["name"] in fixed:
                    parameter.setdefault("enum", fixed[parameter["name"]])
    return described


def fuzzing_finds_nothing(version):
    """Schemathesis, let loose on a zone that exists."""
    with client(rates=False, unknown_members=False) as azure, tempfile.TemporaryDirectory() as folder:
        azure.twin.seed("example.com", [{"type": "A", "name": "www", "properties": {"TTL": 1, "ARecords": A}}])
        file = pathlib.Path(folder, "schema.json")
        file.write_text(json.dumps(narrowed(version, azure)))
        run = subprocess.run(
            [pathlib.Path(sys.executable).parent / "st", "run", file, "--url", azure.server.url, "-H",
             f"Authorization: Bearer {azure.token}", "-n", "20", "--phases", "fuzzing", "--seed", "1", "--no-color",
             "--exclude-checks", "positive_data_acceptance"], cwd=folder, capture_output=True, text=True)
        if run.returncode:
            raise AssertionError(run.stdout[-6000:] + run.stderr)
        found = {(entry["path"].split("/")[-2], entry["status"]) for entry in azure.twin.log.of("RecordSets_CreateOrUpdate")}
        for rtype in {row[0] for row in DATA} - ({"DS", "TLSA", "NAPTR"} if version == STABLE else set()):
            equal({(rtype, 400), (rtype, 201)} - found, set())


def main():
    report = Report("twins: azure schema")
    report.check("schema fits models", schema_fits_models)
    report.check("prism agrees", prism_agrees)
    for version in (STABLE, PREVIEW):
        report.check(f"fuzzing finds nothing in {version}", lambda: fuzzing_finds_nothing(version))
    report.end()


if __name__ == "__main__":
    main()
