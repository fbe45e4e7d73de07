#!/usr/bin/env python3
"""`zonal verify` beside real name servers: Knot DNS serves what Zonal exports for each cloud, and some of it wrongly; BIND is
the zones above.

Nothing here logs in anywhere: what is asked is DNS.
"""

import contextlib
import json
import re
import subprocess
from dataclasses import dataclass

from clouds import ZONAL, ZONE, holds, lacks, run, tests_of
from parent import bind, free_port, knot
from report import Report, equal

SERVERS = {"aws": ("ns1.first.test.", "ns2.first.test."), "azure": ("ns1.second.test.", "ns2.second.test.")}
PLACES = {"aws": "127.0.0.2", "azure": "127.0.0.3"}
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
zone "com" {{ type primary; file "com"; }};
zone "test" {{ type primary; file "test"; }};
{seen}
"""
OLD = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\nmail 30 A 192.0.2.1\n"
"""The zone as somebody remembers it."""
HEAD = "$ORIGIN {origin}.\n$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"
BODY = """
  ttl 5m
  @      MX    10 mail.example.com.
  mail   A     192.0.2.25
  *.dev  CNAME mail
  long   TXT   "{long}"
  sub    NS    ns.elsewhere.example.
  on aws   split A 192.0.2.1
  on azure split A 192.0.2.2
  on aws   shared A 192.0.2.3 route(set: "a", weight: 1)
""".format(long="x" * 1_200)


@dataclass
class Place:
    """Where all of them are."""

    resolver: str
    servers: dict
    files: dict


def given_program(clouds):
    """The source, and who serves it at each cloud, as zonal.lock has it."""
    clouds.source(BODY)
    blocks = [f'[[zone]]\nname = "{ZONE}."\nprovider = "{provider}"\nnameservers = {json.dumps(names)}\n' for provider, names in SERVERS.items()]
    clouds.write("version = 1\n\n" + "\n".join(blocks), "zonal.lock")
    clouds.zonal("build", "--out", "built")


@contextlib.contextmanager
def serving(clouds, spoil=None, delegated=None, without=(), seen=""):
    """Every name server of both clouds, and those above; gives where they are. `spoil` changes a cloud's master file."""
    port = free_port()
    above = {"com": HEAD.format(origin="com"), "test": HEAD.format(origin="test"), "old": OLD}
    above["com"] += "".join(f"{ZONE}. NS {name}\n" for name in delegated or [name for names in SERVERS.values() for name in names])
    files = {}
    for provider, names in SERVERS.items():
        above["test"] += "".join(f"{name} A {PLACES[provider]}\n" for name in names)
        text = (clouds.folder / "built" / provider / f"{ZONE}.zone").read_text()
        # A weighted set is the provider's own affair, and stands in no master file.
        text += "shared.example.com. 60 IN A 192.0.2.99\n" if provider == "aws" else ""
        files[provider] = spoil(provider, text) if spoil else text
    with contextlib.ExitStack() as stack:
        stack.enter_context(bind(SETTINGS.format(port=port, seen=seen), above))
        servers = {provider: stack.enter_context(knot(PLACES[provider], port, ZONE, None if provider in without else text))
                   for provider, text in files.items()}
        yield Place(f"127.0.0.1:{port}", servers, files)


def both_answer_as_the_source_says(clouds):
    given_program(clouds)
    nobody = {name: None for name in clouds.environment if name.startswith(("AWS", "AZURE_C", "AZURE_T"))}
    with serving(clouds) as place:
        told = clouds.zonal("verify", "--resolver", place.resolver, **nobody)
        holds(told, "example.com at aws", "ok      ns1.first.test. (127.0.0.2:", "ok      ns2.second.test. (127.0.0.3:",
              "ok the delegation of example.com: com delegates to all 4 name servers", "every server answers as the source says")
        equal(len(re.findall(r"\d+ answers", told.out)), 4, "servers that were asked")
        document = json.loads(clouds.zonal("verify", "--resolver", place.resolver, "--format", "json").out)
        equal([(one["provider"], one["server"], one["differences"], one["failure"]) for one in document["answers"]],
              [(provider, name, [], None) for provider, names in SERVERS.items() for name in names])
        equal(all(one["questions"] > 8 for one in document["answers"]), True)


def what_one_cloud_serves_otherwise_is_told(clouds):
    given_program(clouds)
    def spoil(provider, text):
        if provider == "aws":
            return text
        text = text.replace("192.0.2.25", "192.0.2.66").replace("mail.example.com. 300", "mail.example.com. 60")
        return re.sub(r"(?m)^example\.com\..*MX.*\n", "", text) + "no-such-name-00000000.example.com. 60 IN A 192.0.2.9\n"
    with serving(clouds, spoil) as place:
        told = clouds.zonal("verify", "--resolver", place.resolver, code=5)
        holds(told, "ok      ns1.first.test.", "differs ns1.second.test. (127.0.0.3:", "mail A\n      answer: 1m  192.0.2.66\n      source: 5m  192.0.2.25",
              "@ MX\n      answer: no such set\n      source: 5m  10 mail.example.com.", "2 of 4 servers not as the source says")
        lacks(told, "split A", "shared A", "sub NS")
        document = json.loads(clouds.zonal("verify", "--resolver", place.resolver, "--provider", "azure", "--format", "json", code=5).out)
        found = {(one["owner"], one["type"]) for answers in document["answers"] for one in answers["differences"]}
        equal(found, {("mail.example.com.", "A"), ("example.com.", "MX")})


def who_does_not_serve_the_zone_is_told(clouds):
    given_program(clouds)
    with serving(clouds, without=("azure",)) as place:
        holds(clouds.zonal("verify", "--resolver", place.resolver, code=5), "the zone is not served here: REFUSED")


def a_cloud_that_is_down_is_no_difference(clouds):
    """As in a drill: one provider is taken out, and the other still answers."""
    given_program(clouds)
    with serving(clouds) as place:
        place.servers["azure"].process.terminate()
        place.servers["azure"].process.wait()
        told = clouds.zonal("verify", "--resolver", place.resolver, code=1)
        holds(told, "ok      ns1.first.test.", "silent  ns1.second.test. (127.0.0.3:", "cannot be reached: connection refused")
        clouds.zonal("verify", "--resolver", place.resolver, "--provider", "aws")


def a_delegation_elsewhere_is_told(clouds):
    given_program(clouds)
    with serving(clouds, delegated=["ns1.first.test.", "ns.lost.test."]) as place:
        holds(clouds.zonal("verify", "--resolver", place.resolver, code=5), "differs the delegation of example.com: com delegates to other name servers",
              "enter at the registrar")


def a_resolver_that_remembers_is_told(clouds):
    given_program(clouds)
    with serving(clouds, seen='zone "example.com" { type primary; file "old"; };') as place:
        told = clouds.zonal("verify", "--resolver", place.resolver, "--from", place.resolver, code=5)
        holds(told, "example.com from elsewhere", f"differs {place.resolver}")


def it_waits_for_what_is_served_late(clouds):
    given_program(clouds)
    old = lambda provider, text: text.replace("192.0.2.25", "192.0.2.66")
    with serving(clouds, old) as place:
        waiting = subprocess.Popen([ZONAL, "verify", "--resolver", place.resolver, "--wait", "60"], cwd=clouds.folder,
                                   env=clouds.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        for provider in SERVERS:
            place.servers[provider].serve("zone", old("", place.files[provider]).replace("192.0.2.66", "192.0.2.25"))
        told, _ = waiting.communicate(timeout=60)
        equal((waiting.returncode, "every server answers as the source says" in told), (0, True), told)
        holds(clouds.zonal("verify", "--resolver", place.resolver, "--wait", "1", code=0), "every server")


def name_servers_that_nobody_knows_are_an_error(clouds):
    clouds.source(BODY)
    holds(clouds.zonal("verify", "--resolver", "127.0.0.1:9", code=1), "the name servers of example.com at `aws` are not known", "zonal zones lock")


def main():
    report = Report("verify")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
