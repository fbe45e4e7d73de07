#!/usr/bin/env python3
"""One set after another: what Azure DNS shows while a name or an alias changes, and what its pages leave out.

Everything is read back with azure-mgmt-dns.
"""

import signal
import subprocess

from clouds import ZONAL, ZONE, Run, holds, lacks, run, tests_of
from report import Report, equal

from cloud_clients import wanted


def target(clouds, name):
    subscription = clouds.azure_dns.twin.settings.subscription
    return (f"/subscriptions/{subscription}/resourceGroups/dns-prod-rg/providers/Microsoft.Network/dnsZones/{ZONE}/"
            f"A/{name}")


def given_zone(clouds, body):
    clouds.source(body, on="azure")
    clouds.zonal("zones", "create")
    clouds.deploy()


def an_alias_leaves_before_its_target_becomes_a_cname(clouds):
    given_zone(clouds, f'  ttl 5m\n  b A 192.0.2.1\n  k A 192.0.2.1\n  a ALIAS ipv4 azure "{target(clouds, "b")}"\n')
    clouds.source("  ttl 5m\n  k A 192.0.2.1\n  b CNAME x.example.net.\n", on="azure")
    clouds.deploy()
    equal(clouds.azure.sets(ZONE).get(("a", "A", None)), None)
    equal(clouds.azure.sets(ZONE)["b", "CNAME", None], wanted(300, "CNAME", "x.example.net."))
    clouds.settled()


def an_alias_comes_after_its_target_was_a_cname(clouds):
    given_zone(clouds, "  ttl 5m\n  k A 192.0.2.1\n  b CNAME x.example.net.\n")
    clouds.source(f'  ttl 5m\n  k A 192.0.2.1\n  b A 192.0.2.5\n  a ALIAS ipv4 azure "{target(clouds, "b")}"\n', on="azure")
    clouds.deploy()
    equal(clouds.azure.get(ZONE, "a", "A").target_resource.id.lower(), target(clouds, "b").lower())
    clouds.settled()


def a_cname_that_is_refused_gives_the_name_back(clouds):
    given_zone(clouds, '  ttl 5m\n  www A 192.0.2.1\n  www TXT "x"\n')
    before = clouds.azure.sets(ZONE)
    clouds.source("  ttl 5m\n  www CNAME a.example.net.\n", on="azure")
    clouds.azure_dns.twin.configure({"denied_actions": ["Microsoft.Network/dnsZones/CNAME/write"]})
    failed = clouds.deploy("--confirm", f"{ZONE}:max-change", code=4)
    holds(failed, "www.example.com A, TXT had gone before and is put back", "Microsoft.Network/dnsZones/CNAME/write")
    equal(clouds.azure.sets(ZONE), before)
    clouds.azure_dns.twin.configure({"denied_actions": []})
    clouds.deploy("--confirm", f"{ZONE}:max-change")
    clouds.settled()


def a_name_without_records_is_told(clouds):
    given_zone(clouds, "  ttl 5m\n  www A 192.0.2.1\n")
    clouds.source("  ttl 5m\n  www CNAME a.example.net.\n", on="azure")
    clouds.azure_dns.twin.configure({"denied_actions": [
        "Microsoft.Network/dnsZones/CNAME/write", "Microsoft.Network/dnsZones/A/write"]})
    holds(clouds.deploy("--confirm", f"{ZONE}:max-change", code=4),
          "www.example.com has no records now, since A had gone before and cannot be put back")


def a_set_that_a_page_left_out_is_no_drift(clouds):
    given_zone(clouds, '  ttl 5m\n  for i in 1..40 { "h${i}" A 192.0.2.1 }\n')
    shift = {"kind": "skip", "on": "RecordSets_ListAllByDnsZone", "at": 2}
    for command in ("drift", "plan"):
        clouds.azure_dns.twin.configure({"page_size": 10, "incidents": [shift]})
        lacks(clouds.zonal(command), "h2")
    clouds.azure_dns.twin.configure({"incidents": [{**shift, "times": 0}]})
    holds(clouds.zonal("drift", code=1), "example.com changes while it is read, 3 times in a row", "it holds 42 sets, and")


def a_read_that_waits_says_so(clouds):
    given_zone(clouds, "  ttl 5m\n  www A 192.0.2.1\n")
    clouds.azure_dns.twin.faults.add("throttle", on="RecordSets_ListByDnsZone", seconds=6)
    holds(clouds.zonal("plan"), "example.com at azure: waiting 6 s for the provider\n", "nothing to do")


def an_interrupt_ends_a_read_after_a_push(clouds):
    given_zone(clouds, "  ttl 5m\n  www A 192.0.2.1\n")
    clouds.source("  ttl 5m\n  www A 192.0.2.2\n", on="azure")
    clouds.azure_dns.twin.faults.add("throttle", on="RecordSets_ListByDnsZone", at=2, seconds=600)
    deploy = subprocess.Popen([ZONAL, "deploy", "--yes"], cwd=clouds.folder, env=clouds.environment, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    equal(deploy.stderr.readline(), "example.com at azure: waiting 600 s for the provider\n")
    deploy.send_signal(signal.SIGINT)
    out, err = deploy.communicate(timeout=30)
    ended = Run(("deploy", "--yes"), deploy.returncode, out, err)
    equal(ended.code, 130, str(ended))
    holds(ended, "the zone cannot be read again: the run was interrupted")
    clouds.deploy()
    clouds.settled()


def main():
    report = Report("clouds: azure's sets")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
