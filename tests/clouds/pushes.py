#!/usr/bin/env python3
"""The example of one zone at two clouds, pushed: plan files, edits in between, roll-back, a killed and a stopped deploy.

Everything is read back with boto3 and azure-mgmt-dns.
"""

import json
import signal
import subprocess

from clouds import PROVIDERS, ZONAL, ZONE, holds, lacks, run, tests_of, wanted_names
from clouds import clouds as fresh_clouds
from example import COMMON, SPLIT, data, deployed, settled_without_a_write
from report import Report, equal

from cloud_clients import wanted


def a_reviewed_plan_is_what_is_deployed(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.edit("MX   10 mail", "MX   20 mail")
    holds(clouds.zonal("plan", "--out", "plan.json", code=3), "plan.json was not written")
    made = clouds.zonal("plan", "--out", "plan.json", "--confirm", "example.com:MX")
    digest = made.err.split("digest ")[1].split()[0]
    document = json.loads((clouds.folder / "plan.json").read_text())
    equal(document["consents"], ["example.com:MX"])
    holds(clouds.deploy("--plan", "plan.json", "--digest", "sha256:" + "0" * 64, code=3), "is not the plan that was approved")
    clouds.zonal("deploy", "--plan", "plan.json", "--digest", digest)
    for sets in (clouds.aws.sets(ZONE), clouds.azure.sets(ZONE)):
        equal((sets["mail", "A", None], sets["@", "MX", None]),
              (wanted(300, "A", "203.0.113.26"), wanted(3600, "MX", "20 mail.example.com.")))
    holds(clouds.zonal("deploy", "--plan", "plan.json", code=3), "mail", "plan anew")


def a_plan_that_was_overtaken_is_refused(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    edits = {
        "aws": lambda n: clouds.aws.put(ZONE, "mail", "A", 300, f"203.0.113.{n}"),
        "azure": lambda n: clouds.azure.put_a(ZONE, "mail", 300, f"203.0.113.{n}"),
    }
    for number, (provider, edit) in enumerate(edits.items(), 70):
        clouds.zonal("plan", "--out", "plan.json")
        edit(number)
        with clouds.nothing_written():
            run = clouds.zonal("deploy", "--plan", "plan.json", code=3)
            holds(run, "mail", f"`{provider}`", "plan anew with `zonal plan --out FILE`", "nothing was written")
    clouds.zonal("plan", "--out", "plan.json")
    clouds.edit("203.0.113.26", "203.0.113.27")
    holds(clouds.zonal("deploy", "--plan", "plan.json", code=3), "source")


def an_edit_between_reading_and_writing_is_not_lost(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.route53.twin.faults.add("run", on="ChangeResourceRecordSets",
                                   run=lambda _: clouds.aws.put(ZONE, "mail", "A", 300, "203.0.113.99"),
                                   match=lambda request: "203.0.113.26" in request.text)
    run = clouds.deploy(code=3)
    holds(run, "mail", "not started", "nothing written")
    equal(clouds.aws.sets(ZONE)["mail", "A", None], wanted(300, "A", "203.0.113.99"))
    equal(clouds.azure.sets(ZONE)["mail", "A", None], COMMON["mail", "A", None], "the second cloud")
    holds(clouds.zonal("status", code=4), "did not finish")
    clouds.deploy()
    clouds.azure_dns.twin.faults.add("run", on="RecordSets_CreateOrUpdate",
                                     run=lambda _: clouds.azure.put_a(ZONE, "mail", 300, "203.0.113.98"),
                                     match=lambda request: b"203.0.113.27" in request.body)
    clouds.edit("203.0.113.26", "203.0.113.27")
    holds(clouds.deploy(code=4), "mail")
    equal(clouds.azure.sets(ZONE)["mail", "A", None], wanted(300, "A", "203.0.113.98"))
    clouds.deploy()
    clouds.settled()


def a_name_server_that_somebody_adds_meanwhile_is_kept(clouds):
    """The plan shows no change of the NS set, so none is made, whatever becomes of it while the rest is written."""
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    stands = clouds.aws.sets(ZONE)["@", "NS", None]
    mine = "ns.operator.example.net."
    ttl, values = 86400, [value["Value"] for value in clouds.aws.raw(ZONE, "@", "NS")["ResourceRecords"]]
    clouds.route53.twin.faults.add("run", on="ChangeResourceRecordSets",
                                   run=lambda _: clouds.aws.put(ZONE, "@", "NS", ttl, *values, mine))
    run = clouds.deploy(code=4)
    holds(run, "somebody else has changed the zone since it was planned", "written: mail.example.com. A",
          f"pending: example.com. NS\n    live:   1d  {mine} and 8 that are the same\n    source: 1d  ", "not started example.com at azure", "zonal rollback")
    equal(clouds.aws.sets(ZONE)["@", "NS", None] != stands, True, "whether somebody's name server is still there")
    word = "--confirm", "example.com:NS"
    holds(clouds.zonal("plan", *word), f"- {mine}")
    clouds.deploy(*word)
    equal(clouds.aws.sets(ZONE)["@", "NS", None], stands)


def an_edit_while_the_name_servers_are_written_is_told(clouds):
    """Well is only what is so when everything has been written."""
    deployed(clouds, steps=("zones",))
    clouds.route53.twin.faults.add("run", on="ChangeResourceRecordSets", run=lambda _: clouds.aws.put(ZONE, "mail", "A", 60, "203.0.113.99"),
                                   match=lambda request: "azure-dns" in request.text)
    run = clouds.deploy(code=4)
    holds(run, "pending: mail.example.com. A\n    live:   1m  203.0.113.99\n    source: 5m  203.0.113.25", "written: example.com. NS")
    clouds.deploy("--confirm", "example.com:NS")
    clouds.settled()


def a_deploy_is_taken_back(clouds):
    deployed(clouds)
    before = [clouds.aws.listing(ZONE), clouds.azure.sets(ZONE)]
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.edit("  canary  CNAME  canary.cloudfront.net.  ttl volatile\n", "")
    clouds.edit("on aws    A  10.0.1.10", "on aws    A  10.0.1.11")
    clouds.deploy()
    holds(clouds.zonal("rollback", "--yes"), "back to what stood before the deploy", "the source still says otherwise")
    equal([clouds.aws.listing(ZONE), clouds.azure.sets(ZONE)], before, "what stands after the rollback")
    holds(clouds.zonal("drift", code=2), "mail A", "canary CNAME", "api-internal A")


def a_rollback_that_did_not_end_is_finished(clouds):
    for finish in (("deploy", "--resume"), ("rollback", "--yes")):
        with fresh_clouds() as here:
            deployed(here)
            before = [here.aws.listing(ZONE), here.azure.sets(ZONE)]
            here.edit("203.0.113.25", "203.0.113.26")
            here.deploy()
            here.azure_dns.twin.configure({"denied_actions": ["Microsoft.Network/dnsZones/A/write"]})
            holds(here.zonal("rollback", "--yes", code=4), "deployed example.com at aws", "failed example.com at azure: nothing written")
            here.azure_dns.twin.configure({"denied_actions": []})
            holds(here.zonal("status", code=4), "rollback ", " of the deploy ", "did not finish", "back to the same")
            here.zonal(*finish)
            equal([here.aws.listing(ZONE), here.azure.sets(ZONE)], before, f"what stands after {finish}")
            holds(here.zonal("status"), "finished")


def a_provider_that_the_source_lost_is_no_silence(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.deploy()
    clouds.edit("zone example.com on both {", "zone example.com on aws {")
    clouds.edit("    on azure  A  10.1.1.10\n", "")
    clouds.edit("    on azure  CNAME  api-internal.trafficmanager.net.\n", "")
    with clouds.nothing_written():
        holds(clouds.zonal("rollback", "--yes", code=1), "also changed example.com at `azure`, which the source no longer has")
    clouds.zonal("rollback", "--yes", "--provider", "aws", "--confirm", "example.com:NS")
    equal(clouds.aws.sets(ZONE)["mail", "A", None], COMMON["mail", "A", None])


def a_deploy_of_a_part_does_not_end_the_whole(clouds):
    """One that was killed at the second cloud stays unfinished, whatever is deployed at the first alone."""
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.azure_dns.twin.configure({"denied_actions": ["Microsoft.Network/dnsZones/A/write"]})
    clouds.deploy(code=4)
    clouds.azure_dns.twin.configure({"denied_actions": []})
    clouds.aws.delete(ZONE, "mail", "A")
    clouds.deploy("--provider", "aws")
    holds(clouds.zonal("status", code=4), "did not finish")
    clouds.zonal("deploy", "--resume")
    holds(clouds.zonal("status"), "finished")
    clouds.settled()


def name_servers_wait_for_every_provider(clouds):
    """The first cloud alone is not told of the second's servers, which know nothing of the zone yet."""
    deployed(clouds, steps=("zones",))
    before = clouds.aws.sets(ZONE)["@", "NS", None]
    holds(clouds.deploy("--provider", "aws"), "the NS set stays as it is", "`azure` is left out")
    equal(clouds.aws.sets(ZONE)["@", "NS", None], before)
    clouds.deploy("--confirm", "example.com:NS")
    equal(len(clouds.aws.sets(ZONE)["@", "NS", None][1]), 8)
    clouds.settled()


def one_zone_by_two_names_is_refused(clouds):
    clouds.aws.api.create_hosted_zone(Name=ZONE, CallerReference="by hand")
    twice = PROVIDERS + "provider again = route53 { requests-per-second 1000 }\n"
    clouds.source("  www A 192.0.2.1\n  on aws t TXT \"x\"\n", on="aws, again", providers=twice)
    with clouds.nothing_written():
        holds(clouds.deploy(code=1), "example.com at `again` is the zone that `aws` has too")


def an_outage_of_one_cloud_names_the_way_out(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    down = {"AZURE_RESOURCE_MANAGER_ENDPOINT": "http://127.0.0.1:9"}
    holds(clouds.deploy(code=1, **down), "`--provider aws` deploys the rest, but for the name servers")
    clouds.deploy("--provider", "aws", **down)
    clouds.deploy()
    clouds.settled()


def a_deploy_that_runs_is_told_as_such(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    told = []
    clouds.route53.twin.faults.add("run", on="ChangeResourceRecordSets", run=lambda _: told.extend(
        [clouds.zonal("status", code=4), clouds.deploy(code=1)]))
    clouds.deploy()
    holds(told[0], "is running", "under way")
    lacks(told[0], "--resume")
    holds(told[1], "another deploy of this workspace runs")


def a_rollback_is_guarded_too(clouds):
    deployed(clouds)
    clouds.edit("MX   10 mail", "MX   20 mail")
    clouds.deploy("--confirm", "example.com:MX")
    holds(clouds.zonal("rollback", "--yes", code=3), "--confirm example.com:MX")
    clouds.zonal("rollback", "--yes", "--confirm", "example.com:MX")
    equal(clouds.aws.sets(ZONE)["@", "MX", None], COMMON["@", "MX", None])


def a_first_deploy_is_reviewed_and_taken_back(clouds):
    """Plan file and all; whoever takes back a whole zone is asked for every word that it needs."""
    deployed(clouds, steps=("zones",))
    clouds.zonal("plan", "--out", "plan.json")
    clouds.zonal("deploy", "--plan", "plan.json")
    clouds.settled()
    with clouds.nothing_written():
        run = clouds.zonal("rollback", "--yes", code=3)
        holds(run, "all 9 record sets of example.com at provider `aws` would be deleted", "all 10 record sets", "for all of it: `--confirm ")
    words = run.text.split("for all of it: `")[1].split("`")[0].split()
    clouds.zonal("rollback", "--yes", *words)
    equal([data(side.sets(ZONE)) for side in (clouds.aws, clouds.azure)], [{}, {}])


def zones_that_nobody_put_down_get_their_union_too(clouds):
    deployed(clouds, steps=())
    clouds.aws.api.create_hosted_zone(Name=ZONE, CallerReference="by hand")
    clouds.azure.create_zone(ZONE)
    holds(clouds.deploy(), "`zonal zones lock` mends it")
    for side in (clouds.aws, clouds.azure):
        equal(side.sets(ZONE)["@", "NS", None], (86400, frozenset(wanted_names(clouds))))
    clouds.zonal("zones", "lock")
    settled_without_a_write(clouds)


def a_killed_deploy_is_resumed(clouds):
    deployed(clouds, steps=("zones",))
    child = subprocess.Popen([ZONAL, "deploy", "--yes"], cwd=clouds.folder, env=clouds.environment, stdin=subprocess.DEVNULL,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    clouds.azure_dns.twin.faults.add("kill", pid=child.pid, on="writes", at=4, stage="after")
    equal(child.wait(30), -signal.SIGKILL)
    status = clouds.zonal("status", code=4)
    holds(status, "did not finish", "zonal deploy --resume")
    equal(len(clouds.azure.sets(ZONE)) < 12, True, "half a zone")
    resumed = clouds.zonal("deploy", "--resume")
    holds(resumed, "deployed")
    holds(clouds.zonal("status"), "finished")
    holds(clouds.zonal("deploy", "--resume"), "nothing to resume")
    equal({key: value for key, value in data(clouds.azure.sets(ZONE)).items() if key[:2] not in SPLIT}, COMMON)
    clouds.settled()


def the_second_cloud_waits_for_the_first(clouds):
    deployed(clouds)
    clouds.edit("203.0.113.25", "203.0.113.26")
    clouds.route53.twin.configure({"denied": ["route53:ChangeResourceRecordSets"]})
    run = clouds.deploy(code=1)
    holds(run, "not started example.com at azure: the zone did not end confirmed at provider `aws`", "`route53:ChangeResourceRecordSets`")
    equal(clouds.azure.sets(ZONE)["mail", "A", None], COMMON["mail", "A", None])
    clouds.route53.twin.configure({"denied": {}})
    clouds.zonal("deploy", "--resume")
    clouds.settled()


def ctrl_c_says_what_stands(clouds):
    deployed(clouds, steps=("zones",))
    child = subprocess.Popen([ZONAL, "deploy", "--yes"], cwd=clouds.folder, env=clouds.environment, text=True,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    clouds.azure_dns.twin.faults.add("kill", pid=child.pid, signal=signal.SIGINT, on="writes", at=2, stage="after")
    text, _ = child.communicate(timeout=30)
    equal(child.returncode, 130, text)
    if "example.com at azure" not in text or "--resume" not in text + clouds.zonal("status", code=4).text:
        raise AssertionError(text)
    clouds.zonal("deploy", "--resume")
    clouds.settled()


def main():
    report = Report("pushes")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
