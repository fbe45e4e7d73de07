#!/usr/bin/env python3
"""Routed sets at Azure: Traffic Manager profiles, made, read, changed, taken back and left alone.

Everything is read back with azure-mgmt-trafficmanager and azure-mgmt-dns, which know nothing of Zonal.
"""

import json

from azure.core.pipeline.policies import HeadersPolicy
from azure.mgmt.trafficmanager import TrafficManagerManagementClient
from clouds import GROUP, ZONE, holds, lacks, run, tests_of
from report import Report, equal
from twins.azure_settings import ARM

HEALTH = """
health web = https {
  host  "www.example.net"
  path  "/health"
}
health api = https {
  host  "api.example.net"
  path  "/health"
}
health deep = https {
  host  "www.example.net"
  path  "/deep"
}
"""
AZURE = 'provider azure = azure-dns {\n  subscription env("AZURE_SUBSCRIPTION_ID")\n  resource-group "dns-prod-rg"\n}\n' + HEALTH
WWW = """
  www  A  192.0.2.1, 192.0.2.2  route(set: "blue", weight: 90, health: web)
  www  A  192.0.2.3             route(set: "green", weight: 10)
"""


class Profiles:
    """azure-mgmt-trafficmanager over plain HTTP."""

    def __init__(self, clouds):
        twin = clouds.azure_dns.twin
        token, _ = twin.login.issue(ARM)
        self.api = TrafficManagerManagementClient(
            object(), twin.settings.subscription, base_url=clouds.azure_dns.url, retry_total=0,
            credential_scopes=[f"{ARM}.default"],
            authentication_policy=HeadersPolicy({"Authorization": f"Bearer {token}"})).profiles

    def all(self):
        return list(self.api.list_by_resource_group(GROUP))

    def only(self):
        profile, = self.all()
        return profile

    def put(self, profile):
        return self.api.create_or_update(GROUP, profile.name, profile)

    def edit(self, change):
        """What somebody does in the portal."""
        profile = self.only()
        change(profile)
        return self.put(profile)

    def remove(self, name):
        self.api.delete(GROUP, name)


def given_zone(clouds, body=WWW, on="azure", providers=AZURE):
    """A source on Azure, and an empty zone there."""
    clouds.source(body, on=on, providers=providers)
    clouds.azure.create_zone(ZONE)
    return Profiles(clouds)


def given_deployed(clouds, body=WWW):
    profiles = given_zone(clouds, body)
    clouds.deploy()
    clouds.settled()
    return profiles


def endpoints(profile):
    return {one.name: (one.target, one.weight, one.priority, one.endpoint_status, one.always_serve) for one in profile.endpoints}


def shares(profile):
    """Weights by the set of the endpoint, and those that do not answer."""
    return {one.name: one.weight if one.endpoint_status == "Enabled" else 0 for one in profile.endpoints}


def target(clouds, owner="www", rtype="A"):
    found = clouds.azure.get(ZONE, owner, rtype).target_resource
    return found.id if found else None


def asked(clouds, *operations):
    return [entry["operation"] for entry in clouds.azure_dns.twin.log.of(*operations)]


def asked_of_traffic_manager(clouds):
    return [entry["operation"] for entry in clouds.azure_dns.twin.log if entry["operation"].startswith("Profiles")]


# What comes of it

def a_weighted_set_is_a_profile(clouds):
    profiles = given_deployed(clouds)
    profile = profiles.only()
    equal(target(clouds).lower(), profile.id.lower())
    equal((profile.traffic_routing_method, profile.dns_config.ttl, profile.location), ("Weighted", 300, "global"))
    equal(endpoints(profile), {
        "blue.1": ("192.0.2.1", 90, 1, "Enabled", "Disabled"), "blue.2": ("192.0.2.2", 90, 2, "Enabled", "Disabled"),
        "green.1": ("192.0.2.3", 20, 3, "Enabled", "Enabled")})
    monitor = profile.monitor_config
    equal((monitor.protocol, monitor.port, monitor.path, monitor.interval_in_seconds, monitor.tolerated_number_of_failures),
          ("HTTPS", 443, "/health", 30, 2))
    equal([(one.min, one.max) for one in monitor.expected_status_code_ranges], [(200, 399)])
    equal([[(header.name, header.value) for header in one.custom_headers or ()] for one in profile.endpoints],
          [[("Host", "www.example.net")], [("Host", "www.example.net")], []])
    tags = {name: profile.tags[name] for name in ("zonal-zone", "zonal-owner", "zonal-type")}
    equal(tags, {"zonal-zone": ZONE, "zonal-owner": "www", "zonal-type": "A"})
    equal(clouds.azure.get(ZONE, "www", "A").metadata, None, "nothing is left in the set")


def failover_is_by_priority(clouds):
    profiles = given_deployed(clouds, """
  @  A     192.0.2.1, 192.0.2.2  route(set: "main", failover: primary, health: web)
  @  A     192.0.2.3             route(set: "spare", failover: secondary)
  @  AAAA  2001:db8::1           route(set: "main", failover: primary)
""")
    by_type = {profile.tags["zonal-type"]: profile for profile in profiles.all()}
    equal({profile.traffic_routing_method for profile in by_type.values()}, {"Priority"})
    equal({name: found[2] for name, found in endpoints(by_type["A"]).items()}, {"main.1": 1, "main.2": 2, "spare.1": 501})
    equal([one[0] for one in endpoints(by_type["AAAA"]).values()], ["2001:db8::1"])
    equal(by_type["AAAA"].monitor_config.protocol, "TCP", "what a profile must say though nothing is checked")


def several_answers_are_multivalue(clouds):
    profiles = given_deployed(clouds, """
  all  AAAA  2001:db8::1  route(set: "one", multivalue: true, health: web)
  all  AAAA  2001:db8::2  route(set: "two", multivalue: true, health: api)
""")
    equal((profiles.only().traffic_routing_method, profiles.only().max_return), ("MultiValue", 8))
    equal([one.custom_headers[0].value for one in profiles.only().endpoints], ["www.example.net", "api.example.net"])


def a_zone_without_routes_never_asks(clouds):
    """Also one with an alias to a profile of somebody else's."""
    profiles = given_deployed(clouds)
    theirs = profiles.only()
    clouds.azure.delete(ZONE, "www", "A")
    profiles.remove(theirs.name)
    theirs.name, theirs.tags, theirs.dns_config.relative_name = "theirs", {}, "theirs-example"
    made = profiles.put(theirs)
    clouds.source(f'  edge  ALIAS  ipv4 azure "{made.id}"\n  www  A  192.0.2.9\n', on="azure", providers=AZURE)
    clouds.azure_dns.twin.log.clear()
    clouds.deploy()
    clouds.settled()
    equal(asked_of_traffic_manager(clouds), [])
    equal(len(profiles.all()), 1)


def a_plan_without_changes_costs_one_call_more(clouds):
    given_deployed(clouds, WWW + '  api  A  192.0.2.7  route(set: "a", weight: 1)\n')
    clouds.azure_dns.twin.log.clear()
    clouds.zonal("plan", "--detailed-exitcode")
    calls = [entry["operation"] for entry in clouds.azure_dns.twin.log if not entry["operation"].startswith("Login")]
    equal(calls, ["RecordSets_ListByDnsZone", "Profiles_ListByResourceGroup"])


def the_same_source_serves_both_clouds(clouds):
    # Route 53 takes one value for a weighted set.
    clouds.source(WWW.replace(", 192.0.2.2", ""), providers=AZURE + "provider aws = route53 { requests-per-second 1000 }\n")
    clouds.zonal("zones", "create")
    clouds.deploy("--confirm", f"{ZONE}:NS")
    clouds.settled()
    weights = {one["SetIdentifier"]: one["Weight"] for one in clouds.aws.listing(ZONE) if "SetIdentifier" in one}
    equal(weights, {"blue": 90, "green": 10})
    equal(len(Profiles(clouds).all()), 1)


# Changes

def weights_change_in_one_write(clouds):
    profiles = given_deployed(clouds)
    clouds.azure_dns.twin.log.clear()
    clouds.source(WWW.replace("weight: 90", "weight: 50"), on="azure", providers=AZURE)
    plan = clouds.zonal("plan")
    holds(plan, "weight: 90 → 50", "1 to change")
    run = clouds.deploy()
    holds(run, "1 changed; read back and as planned")
    equal(shares(profiles.only()), {"blue.1": 50, "blue.2": 50, "green.1": 20})
    equal(asked(clouds, "RecordSets_CreateOrUpdate", "Profiles_CreateOrUpdate"), ["Profiles_CreateOrUpdate"])
    clouds.settled()


def a_weight_of_zero_switches_off(clouds):
    profiles = given_deployed(clouds, WWW.replace("weight: 10", "weight: 0"))
    equal(shares(profiles.only())["green.1"], 0)
    clouds.source(WWW, on="azure", providers=AZURE)
    holds(clouds.zonal("plan"), "weight: 0 → 10")
    clouds.deploy()
    equal(shares(profiles.only())["green.1"], 20)
    clouds.settled()


def ttl_way_and_health_change(clouds):
    profiles = given_deployed(clouds)
    clouds.source("  ttl 1m" + WWW.replace("weight: 90", "failover: primary").replace("weight: 10", "failover: secondary")
                  .replace("web", "deep"), on="azure", providers=AZURE)
    holds(clouds.deploy(), "5m → 1m", "failover: none → primary", "path /health → ", "path /deep")
    profile = profiles.only()
    equal((profile.traffic_routing_method, profile.dns_config.ttl, profile.monitor_config.path), ("Priority", 60, "/deep"))
    equal(clouds.azure.get(ZONE, "www", "A").ttl, 60)
    clouds.settled()


def routed_sets_come_and_go(clouds):
    """Between plain, routed, CNAME and nothing at all, each on its way to each."""
    ways = {"plain": "  www  A  192.0.2.9\n", "routed": WWW, "cname": "  www  CNAME  www.example.net.\n", "nothing": ""}
    profiles = given_zone(clouds)
    for before in ways:
        for after in ways:
            for body in (ways[before], ways[after]):
                clouds.source("  mail  A  192.0.2.25\n" + body, on="azure", providers=AZURE)
                clouds.deploy()
                clouds.settled()
                equal(len(profiles.all()), int(body == WWW), f"profiles on the way from {before} to {after}")
            if after != "nothing":
                equal(clouds.azure.get(ZONE, "www", "CNAME" if after == "cname" else "A").metadata, None)


def a_name_always_answers(clouds):
    """From the first write to the last there is an answer at the name."""
    given_deployed(clouds, "  www  A  192.0.2.9\n")
    empty = []

    def look(_):
        with clouds.azure_dns.twin.lock:
            zone, = clouds.azure_dns.twin.dns.zones.values()
            www = zone.get("A", "www")
            if www is None or not (www.records or www.target):
                empty.append(www)

    clouds.azure_dns.twin.faults.add("run", on="all", times=0, run=look, match=lambda request: request.method != "POST")
    for body in (WWW, WWW.replace("90", "10"), "  www  A  192.0.2.9\n", WWW):
        clouds.source(body, on="azure", providers=AZURE)
        clouds.deploy()
    equal(empty, [])


def a_deploy_is_taken_back(clouds):
    profiles = given_deployed(clouds, WWW + "  mail  A  192.0.2.25\n")
    before = endpoints(profiles.only())
    clouds.source("  mail  A  192.0.2.25\n", on="azure", providers=AZURE)
    clouds.deploy()
    equal(profiles.all(), [])
    clouds.zonal("rollback", "--yes")
    equal(endpoints(profiles.only()), before)
    clouds.source(WWW.replace("web", "deep") + "  mail  A  192.0.2.25\n", on="azure", providers=AZURE)
    clouds.deploy()
    clouds.source(WWW.replace(", health: web", "") + "  mail  A  192.0.2.25\n", on="azure", providers=AZURE)
    clouds.deploy()
    clouds.zonal("rollback", "--yes")
    equal(profiles.only().monitor_config.path, "/deep", "a check that the source no longer has")


# What others do

def a_changed_weight_is_drift(clouds):
    profiles = given_deployed(clouds)
    profiles.edit(lambda profile: setattr(profile.endpoints[2], "weight", 40))
    holds(clouds.zonal("drift", code=2), "route(set: green, weight: 20)", "route(set: green, weight: 10)",
          "has been edited outside Zonal")
    document = json.loads(clouds.zonal("drift", "--format", "json", code=2).out)
    found, = document["zones"][0]["findings"]
    equal((found["kind"], found["route"], found["live"]["routing"], found["source"]["routing"]),
          ("edited", "green", {"weight": "20"}, {"weight": "10"}))
    equal("edited outside Zonal" in document["notes"][0], True)
    holds(clouds.zonal("drift", "--format", "markdown", code=2), "route(set: green, weight: 20)")
    holds(clouds.zonal("plan"), "weight: 20 → 10", "has been edited outside Zonal")
    clouds.deploy()
    equal(shares(profiles.only())["green.1"], 20)
    clouds.settled()


def what_is_switched_off_by_hand_is_drift(clouds):
    profiles = given_deployed(clouds)
    def off(profile):
        profile.endpoints[0].endpoint_status = profile.endpoints[1].endpoint_status = "Disabled"
    profiles.edit(off)
    holds(clouds.zonal("drift", code=2), "endpoint: disabled")
    holds(clouds.zonal("plan"), "endpoint: disabled → none")
    clouds.deploy()
    profiles.edit(lambda profile: setattr(profile, "profile_status", "Disabled"))
    holds(clouds.zonal("plan"), "profile: disabled → none")
    clouds.deploy()
    equal((profiles.only().profile_status, shares(profiles.only())["blue.1"]), ("Enabled", 90))


def other_edits_are_drift(clouds):
    profiles = given_deployed(clouds)
    edits = {
        "ttl": (lambda profile: setattr(profile.dns_config, "ttl", 20), "20s → 5m"),
        "monitor": (lambda profile: setattr(profile.monitor_config, "path", "/other"), "path /other → "),
        "target": (lambda profile: setattr(profile.endpoints[0], "target", "192.0.2.66"), "192.0.2.66"),
        "served": (lambda profile: setattr(profile.endpoints[2], "always_serve", "Disabled"), "→ none"),
        "gone": (lambda profile: profile.endpoints.pop(), "green"),
        "uneven": (lambda profile: setattr(profile.endpoints[2], "weight", 33), "weight: 33/2 → 10"),
    }
    for what, (edit, text) in edits.items():
        before = endpoints(profiles.only())
        profiles.edit(edit)
        clouds.zonal("drift", code=2)
        holds(clouds.zonal("plan"), text)
        clouds.deploy()
        equal(endpoints(profiles.only()), before, what)
        clouds.settled()


def what_there_are_no_words_for_is_left_alone(clouds):
    profiles = given_deployed(clouds)
    header = {"name": "X-Probe", "value": "1"}
    edits = {
        "`customHeaders`": lambda profile: setattr(profile.monitor_config, "custom_headers", [header]),
        "`Performance`": lambda profile: (setattr(profile, "traffic_routing_method", "Performance"),
                                          [setattr(one, "endpoint_location", None) for one in profile.endpoints]),
        "endpoints of the set `blue` that differ": lambda profile: setattr(profile.endpoints[0], "endpoint_status", "Disabled"),
    }
    original = profiles.only()
    for text, edit in edits.items():
        profiles.edit(edit)
        clouds.source(WWW.replace("90", "80"), on="azure", providers=AZURE)
        with clouds.nothing_written():
            holds(clouds.deploy(code=3), "www.example.com. A", original.name, text)
        profiles.put(original)
    clouds.deploy()
    clouds.settled()


def an_edit_since_the_plan_is_not_overwritten(clouds):
    profiles = given_deployed(clouds)
    clouds.source(WWW.replace("90", "80"), on="azure", providers=AZURE)
    edit = lambda _: clouds.azure_dns.twin.faults.clear() or profiles.edit(lambda profile: setattr(profile.endpoints[2], "weight", 77))
    clouds.azure_dns.twin.faults.add("run", on="Profiles_Get", run=edit)
    holds(clouds.deploy(code=3), "www.example.com. A", "changed since")
    equal(shares(profiles.only())["green.1"], 77)
    holds(clouds.zonal("plan"), "weight: 77/2 → 10")
    clouds.deploy()
    clouds.settled()


def a_plan_file_holds_to_the_profile(clouds):
    profiles = given_deployed(clouds)
    clouds.source(WWW.replace("90", "80"), on="azure", providers=AZURE)
    clouds.zonal("plan", "--out", "plan.json")
    profiles.edit(lambda profile: setattr(profile.endpoints[2], "weight", 77))
    with clouds.nothing_written():
        holds(clouds.zonal("deploy", "--plan", "plan.json", code=3), "www.example.com. A (set green) has been changed")
    clouds.zonal("plan", "--out", "plan.json")
    clouds.zonal("deploy", "--plan", "plan.json")
    clouds.settled()


def tags_of_others_are_kept(clouds):
    profiles = given_deployed(clouds)
    profiles.edit(lambda profile: (profile.tags.update({"cost-center": "7"}),
                                   setattr(profile, "traffic_view_enrollment_status", "Enabled")))
    clouds.settled()
    clouds.source(WWW.replace("90", "80"), on="azure", providers=AZURE)
    clouds.deploy()
    profile = profiles.only()
    equal((profile.tags["cost-center"], profile.traffic_view_enrollment_status), ("7", "Enabled"))


def a_profile_without_our_mark_is_not_touched(clouds):
    profiles = given_deployed(clouds)
    profile = profiles.only()
    profile.tags = {}
    profiles.put(profile)
    clouds.source(WWW.replace("90", "80"), on="azure", providers=AZURE)
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), profile.name, "bears no tags")
    clouds.azure.delete(ZONE, "www", "A")
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), profile.name, "without tags that say it is Zonal's", "have its owner delete it")
    clouds.source("  www  A  192.0.2.1\n", on="azure", providers=AZURE)
    clouds.deploy()
    equal(profiles.only().name, profile.name)


def a_profile_that_was_left_behind_is_used_again(clouds):
    profiles = given_deployed(clouds)
    name = profiles.only().name
    clouds.azure.delete(ZONE, "www", "A")
    clouds.deploy()
    equal((profiles.only().name, target(clouds).lower()), (name, profiles.only().id.lower()))
    clouds.settled()
    clouds.azure.delete(ZONE, "www", "A")
    profiles.edit(lambda profile: setattr(profile.endpoints[0], "weight", 1))
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), name, "edited outside Zonal", "delete it in the Azure portal")


def a_deleted_profile_comes_back(clouds):
    profiles = given_deployed(clouds)
    profiles.remove(profiles.only().name)
    holds(clouds.zonal("drift", code=2), "www")
    clouds.deploy()
    equal(len(endpoints(profiles.only())), 3)
    clouds.settled()


# What stands against it

def given_name(clouds):
    """The name of the profile of www, which was there once."""
    profiles = given_deployed(clouds)
    name = profiles.only().name
    clouds.source("", on="azure", providers=AZURE)
    clouds.deploy("--confirm", f"{ZONE}:empty-zone")
    equal(profiles.all(), [])
    clouds.source(WWW, on="azure", providers=AZURE)
    return name


def a_name_that_is_taken_is_told_before(clouds):
    name = given_name(clouds)
    clouds.azure_dns.twin.configure({"taken_names": [name]})
    with clouds.nothing_written():
        holds(clouds.deploy(code=3), f"`{name}.trafficmanager.net`", "is taken", "delete the profile that has it")
    # Who may not ask is told by the write itself, and what it began is undone by the next run.
    clouds.azure_dns.twin.configure({"denied_actions": ["*checkTrafficManagerNameAvailability*"]})
    holds(clouds.deploy(code=4), "already exists", "www.example.com A", "zone.zonal:")
    holds(clouds.zonal("status", code=4), "did not finish")
    clouds.azure_dns.twin.configure({"denied_actions": [], "taken_names": []})
    clouds.deploy()
    clouds.settled()


def rights_are_named(clouds):
    given_zone(clouds)
    denied = "Microsoft.Network/trafficManagerProfiles/"
    clouds.azure_dns.twin.configure({"denied_actions": [denied + "write"]})
    holds(clouds.deploy(code=4), f"{denied}write", "Traffic Manager Contributor", "dns-prod-rg")
    clouds.azure_dns.twin.configure({"denied_actions": [denied + "read"]})
    holds(clouds.zonal("plan", code=1), f"{denied}read")
    clouds.azure_dns.twin.configure({"denied_actions": []})
    clouds.deploy()
    clouds.source("  www  A  192.0.2.1\n", on="azure", providers=AZURE)
    clouds.azure_dns.twin.configure({"denied_actions": [denied + "delete"]})
    holds(clouds.deploy(code=4), f"{denied}delete")
    clouds.azure_dns.twin.configure({"denied_actions": []})
    clouds.deploy()
    clouds.settled()
    equal(Profiles(clouds).all(), [])


def what_no_profile_can_hold_does_not_compile(clouds):
    given_zone(clouds)
    cases = {
        WWW.replace("weight: 10", "weight: 10, health: deep"): "one health check, and `deep` is another than `web`",
        WWW.replace("weight: 90", "region: eu-west-1").replace("weight: 10", "region: us-east-1"): "by `region`",
        WWW.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 0"): "all 0",
        '  www  CNAME  a.example.net.  route(set: "a", weight: 1)\n': "cannot route CNAME sets",
    }
    for body, text in cases.items():
        clouds.source(body, on="azure", providers=AZURE)
        holds(clouds.zonal("check", code=1), text)
    clouds.source(WWW.replace("weight: 10", "weight: 10, health: api"), on="azure", providers=AZURE)
    clouds.zonal("check")


def secrets_are_not_told(clouds):
    profiles = given_zone(clouds)
    clouds.azure_dns.twin.configure({"denied_actions": ["Microsoft.Network/trafficManagerProfiles/write"]})
    runs = [clouds.deploy(code=4)]
    clouds.azure_dns.twin.configure({"denied_actions": []})
    runs += [clouds.deploy(), clouds.zonal("drift", "--format", "json"), clouds.zonal("plan", "--out", "plan.json")]
    kept = "".join(path.read_text() for path in clouds.folder.rglob("*") if path.is_file())
    secrets = clouds.azure_dns.twin.state()["secrets"]
    for one in runs:
        lacks(one, *secrets)
    equal([one for one in secrets if one in kept or one in str(profiles.only().tags)], [])


def main():
    report = Report("clouds: traffic manager")
    run(report, tests_of(globals()))
    report.end()


if __name__ == "__main__":
    main()
