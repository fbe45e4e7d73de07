"""A zone on both twins that a deploy changes in every way there is, and the command that deploys it.

A `Scene` says which providers have the zone; a `World` is one such zone with twins of its own, as it stands before,
and a workspace whose source wants it otherwise. What the deploy shall come to is written here by hand (`DESIRED`), so
that no run of the command is the measure of another.
"""

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve()
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "oracles")]

from twins import route53_names as names
from twins.azure import Azure
from twins.route53 import Route53
from twins.server import serve

ZONAL = str(pathlib.Path(os.environ.get("ZONAL", "target/debug/zonal")).resolve())
ZONE = "example.com"
ANSWER_TIMEOUT = 1
"""Seconds; the least that the setting takes."""
PATIENCE = 400
"""Seconds after which a run of the command counts as one that hangs."""
BULK = 9
"""Texts of nearly 4,000 characters: more than one batch of Route 53 takes."""
LONG = "x" * 3700

INFRA = """\
provider aws = route53 {
  requests-per-second  1000
  answer-timeout       TIMEOUT
}
provider azure = azure-dns {
  subscription    env("AZURE_SUBSCRIPTION_ID")
  resource-group  "Dns-Rg"
  answer-timeout  TIMEOUT
}
provider both = aws, azure
policy usual default { confirm NS }
health web = https {
  host  "www.example.net"
  path  "/health"
}
"""
SHARED = """\
  ttl 5m
  @      A      192.0.2.1
  @      MX     10 mail
  mail   A      192.0.2.25
  www    A      192.0.2.11
  new    A      192.0.2.12, 192.0.2.13
  new    TXT    "brand new"
  fresh  AAAA   2001:db8::1
  text   TXT    "second"
  turns  CNAME  www
  back   A      192.0.2.14
  back   TXT    "no alias any more"
"""
AWS_ALONE = """\
  on aws {
    PERMISSION
    alias  ALIAS ipv4 name www
    split  A  192.0.2.20  route(set: "blue", weight: 10)
    split  A  192.0.2.21  route(set: "grün", weight: 200, health: web)
    for n in 1..%d { "bulk-${n}" TXT "%s" }
  }
""" % (BULK, LONG)


ROUTED_BEFORE = """\
  swap    A     192.0.2.30, 192.0.2.31  route(set: "blue", weight: 100, health: web)
  swap    A     192.0.2.32              route(set: "green", weight: 20)
  leave   AAAA  2001:db8::30            route(set: "one", failover: primary)
  settle  A     192.0.2.33              route(set: "one", weight: 1)
  become  A     192.0.2.34
"""
ROUTED_DESIRED = """\
  swap    A     192.0.2.30, 192.0.2.31  route(set: "blue", weight: 10, health: web)
  swap    A     192.0.2.32              route(set: "green", weight: 200)
  settle  A     192.0.2.35
  become  A     192.0.2.36              route(set: "one", failover: primary, health: web)
  become  A     192.0.2.37              route(set: "two", failover: secondary)
  enter   A     192.0.2.38              route(set: "one", multivalue: true)
"""
CHECKED = ("HTTPS", 443, "/health", 2)


def routed(ttl, values, method, shares, checked=None):
    """A routed set as `profile_sets` shows it."""
    return ttl, tuple(values), (method, *shares), checked, None


ROUTED_SETS = {
    ("swap", "A", "blue"): routed(300, ["192.0.2.30", "192.0.2.31"], "Weighted", [10, 10], CHECKED),
    ("swap", "A", "green"): routed(300, ["192.0.2.32"], "Weighted", [400]),
    ("settle", "A", None): (300, ("192.0.2.35",), None, None, None),
    ("become", "A", "one"): routed(300, ["192.0.2.36"], "Priority", [1], CHECKED),
    ("become", "A", "two"): routed(300, ["192.0.2.37"], "Priority", [501]),
    ("enter", "A", "one"): routed(300, ["192.0.2.38"], "MultiValue", [8]),
}


def strings(text):
    """A text as Route 53 has it: quoted strings of at most 255 octets."""
    return " ".join(f'"{text[at:at + 255]}"' for at in range(0, len(text), 255))


# (owner, type, TTL, values); owners without the zone, values as a person writes them.
SHARED_BEFORE = [
    ("@", "A", 300, ["192.0.2.1"]), ("@", "MX", 3600, ["10 mail.example.com."]), ("mail", "A", 300, ["192.0.2.25"]),
    ("www", "A", 300, ["192.0.2.10"]), ("gone", "A", 300, ["192.0.2.15"]), ("gone", "TXT", 300, ["going"]),
    ("text", "TXT", 300, ["first"]), ("turns", "A", 300, ["192.0.2.16"]), ("back", "CNAME", 300, ["www.example.com."]),
    ("theirs", "A", 60, ["192.0.2.99"]),
]
SHARED_DESIRED = [
    ("@", "A", 300, ["192.0.2.1"]), ("@", "MX", 300, ["10 mail.example.com."]), ("mail", "A", 300, ["192.0.2.25"]),
    ("www", "A", 300, ["192.0.2.11"]), ("new", "A", 300, ["192.0.2.12", "192.0.2.13"]), ("new", "TXT", 300, ["brand new"]),
    ("fresh", "AAAA", 300, ["2001:db8::1"]), ("text", "TXT", 300, ["second"]),
    ("turns", "CNAME", 300, ["www.example.com."]), ("back", "A", 300, ["192.0.2.14"]),
    ("back", "TXT", 300, ["no alias any more"]), ("theirs", "A", 60, ["192.0.2.99"]),
]
SPLIT_BEFORE = {("split", "A", "blue"): (300, ("192.0.2.20",), 100, None, None)}
SPLIT_DESIRED = {
    ("split", "A", "blue"): (300, ("192.0.2.20",), 10, None, None),
    ("split", "A", "grün"): (300, ("192.0.2.21",), 200, "checked", None),
    ("alias", "A", None): (None, (), None, None, "www"),
    **{(f"bulk-{number}", "TXT", None): (300, (LONG,), None, None, None) for number in range(1, BULK + 1)},
}


def plain(rows):
    return {(owner, rtype, None): (ttl, tuple(sorted(values)), None, None, None) for owner, rtype, ttl, values in rows}


# What stands, in the form that both twins are brought into: {(owner, type, set): (TTL, values, weight, health, alias)}.

def route53_sets(twin, zone):
    found = {}
    for one in zone.sets.values():
        given, values = one.given, one.values
        if one.rtype == "TXT":
            values = ["".join(re.findall(r'"([^"]*)"', value)) for value in values]
        health = given.get("HealthCheckId")
        alias = one.alias and owner_of(one.alias["DNSName"])
        checked = health and ("checked" if health in twin.health_checks.checks else "missing")
        found[owner_of(names.text(one.name)), one.rtype, one.identifier] = (
            given.get("TTL"), tuple(sorted(values)), given.get("Weight"), checked, alias)
    return found


def owner_of(name):
    name = name.replace("\\052", "*").removesuffix(".")
    return "@" if name == ZONE else name.removesuffix(f".{ZONE}")


def azure_sets(zone):
    found = {}
    for one in zone.sets:
        found[one.name, one.rtype, None] = (one.ttl, tuple(sorted(map(azure_value, one.records or ()))), None, None, None)
    return found


def profile_sets(profile, owner, rtype):
    """The sets that a profile stands for, as the source has them."""
    found, properties = {}, profile.properties
    method, monitor = properties["trafficRoutingMethod"], properties["monitorConfig"]
    asked = tuple(monitor.get(name) for name in ("protocol", "port", "path", "toleratedNumberOfFailures"))
    for one in properties["endpoints"]:
        of = one["properties"]
        share = {"Weighted": of["weight"], "Priority": of["priority"], "MultiValue": properties["maxReturn"]}[method]
        key = owner, rtype, one["name"].rpartition(".")[0]
        _, values, shares, *_ = found.get(key, (0, (), (method,)))
        found[key] = (properties["dnsConfig"]["ttl"], (*values, of["target"]), (*shares, share),
                      None if of["alwaysServe"] == "Enabled" else asked, None)
    return found


def azure_value(record):
    if "preference" in record:
        return f"{record['preference']} {dotted(record['exchange'])}"
    for member in ("ipv4Address", "ipv6Address"):
        if member in record:
            return record[member]
    for member in ("cname", "nsdname"):
        if member in record:
            return dotted(record[member])
    if "minimumTTL" in record:
        return " ".join(str(record[member]) for member in SOA)
    return "".join(record["value"])


def dotted(name):
    return name if name.endswith(".") else name + "."


SOA = ("host", "email", "serialNumber", "refreshTime", "retryTime", "expireTime", "minimumTTL")


class Side:
    """One provider's part of a world."""

    def __init__(self, name, server):
        self.name, self.server, self.twin = name, server, server.twin

    def changed(self, one, other):
        """The sets in which two states differ."""
        return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}

    def writes(self):
        """The entries of the log that would change record sets."""
        return self.twin.log.of("ChangeResourceRecordSets", "RecordSets_CreateOrUpdate", "RecordSets_Delete")

    def names_apex_ns(self, request):
        raise NotImplementedError


class Aws(Side):
    """The zone at the Route 53 twin."""

    def __init__(self, server, split_before, split_desired):
        super().__init__("aws", server)
        self.split_desired = split_desired
        self.zone = self.twin.create_zone(ZONE)
        self.edit(*[("CREATE", owner, rtype, ttl, values) for owner, rtype, ttl, values in SHARED_BEFORE])
        for (owner, rtype, route), (ttl, values, weight, *_) in split_before.items():
            split = {"Name": f"{owner}.{ZONE}", "Type": rtype, "SetIdentifier": route, "Weight": weight, "TTL": ttl,
                     "ResourceRecords": [{"Value": value} for value in values]}
            self.twin.edit({"zone": self.zone.id, "changes": [{"Action": "CREATE", "ResourceRecordSet": split}]})

    def edit(self, *changes):
        """Changes as somebody else makes them: (action, owner, type, TTL, values)."""
        self.twin.edit({"zone": self.zone.id, "changes": [self.change(*one) for one in changes]})

    @staticmethod
    def change(action, owner, rtype, ttl, values):
        name = ZONE if owner == "@" else f"{owner}.{ZONE}"
        values = [strings(value) if rtype == "TXT" else value for value in values]
        return {"Action": action, "ResourceRecordSet": {
            "Name": name, "Type": rtype, "TTL": ttl, "ResourceRecords": [{"Value": value} for value in values]}}

    def sets(self):
        with self.twin.lock:
            return route53_sets(self.twin, self.zone)

    def desired(self):
        return {**plain(SHARED_DESIRED), **self.split_desired}

    def name_servers(self):
        return [f"{server}." for server in self.zone.servers]

    def put(self, owner, rtype, ttl, values):
        self.edit(("UPSERT", owner, rtype, ttl, values))

    def remove(self, owner, rtype):
        ttl, values, *_ = self.sets()[owner, rtype, None]
        self.edit(("DELETE", owner, rtype, ttl, values))

    def names_apex_ns(self, request):
        return request.operation == "ChangeResourceRecordSets" and "<Type>NS</Type>" in request.text

    def identifier(self):
        return self.zone.id


class AzureSide(Side):
    """The zone at the Azure twin."""

    MEMBERS = {"A": ("ARecords", "ipv4Address"), "AAAA": ("AAAARecords", "ipv6Address"), "CNAME": ("CNAMERecord", "cname"),
               "NS": ("NSRecords", "nsdname")}

    def __init__(self, server):
        super().__init__("azure", server)
        self.path = self.twin.seed(ZONE)
        self.zone, = self.twin.dns.zones.values()
        for owner, rtype, ttl, values in SHARED_BEFORE:
            self.put(owner, rtype, ttl, values)

    def put(self, owner, rtype, ttl, values):
        if rtype == "MX":
            records = [{"preference": int(value.split()[0]), "exchange": value.split()[1]} for value in values]
            properties = {"TTL": ttl, "MXRecords": records}
        elif rtype == "TXT":
            properties = {"TTL": ttl, "TXTRecords": [{"value": [value]} for value in values]}
        else:
            member, field = self.MEMBERS[rtype]
            records = [{field: value} for value in values]
            properties = {"TTL": ttl, member: records[0] if rtype == "CNAME" else records}
        self.twin.seed(ZONE, [{"type": rtype, "name": owner, "properties": properties}])

    def remove(self, owner, rtype):
        self.twin.edit({"method": "DELETE", "path": f"{self.path}/{rtype}/{owner}"})

    def sets(self):
        with self.twin.lock:
            return azure_sets(self.zone)

    def desired(self):
        return plain(SHARED_DESIRED)

    def name_servers(self):
        return list(self.zone.name_servers)

    def names_apex_ns(self, request):
        return request.operation == "RecordSets_CreateOrUpdate" and request.path.lower().endswith("/ns/@")

    def identifier(self):
        return self.path


class RoutedSide(AzureSide):
    """The zone at the Azure twin, with sets that Traffic Manager answers for.

    A set that names a profile which is not there shows that it is `held`; a profile that no set knows of is shown as a set
    of the owner `orphan`, which nobody wants.
    """

    def sets(self):
        with self.twin.lock:
            found, by_id = azure_sets(self.zone), {one.id.lower(): one for one in self.twin.profiles.profiles.values()}
            for one in self.zone.sets:
                held = (one.metadata or {}).get("zonal-profile")
                at = one.target or held and f"{self.path.rpartition('/dnsZones/')[0]}/trafficManagerProfiles/{held}"
                if not at:
                    continue
                plain = found.pop((one.name, one.rtype, None))
                profile = by_id.pop(at.lower(), None)
                if held:
                    found[one.name, one.rtype, None] = plain if profile else (*plain[:4], "held")
                if profile:
                    found |= profile_sets(profile, one.name, one.rtype)
            found |= {("orphan", "A", profile.name): (0, (), None, None, None) for profile in by_id.values()}
            return found

    def desired(self):
        return {**super().desired(), **ROUTED_SETS}

    def weigh(self, owner, weight):
        """Somebody gives the last endpoint of a profile another weight; the sets of it whose state that changes."""
        with self.twin.lock:
            before = self.sets()
            for one in self.twin.profiles.profiles.values():
                if one.tags["zonal-owner"] == owner:
                    one.properties["endpoints"][-1]["properties"]["weight"] = weight
            return {key: value for key, value in self.sets().items() if before.get(key) != value}

    def writes(self):
        return [*super().writes(), *self.twin.log.of("Profiles_CreateOrUpdate", "Profiles_Delete")]


class World:
    """A zone at one or both twins, and a workspace that wants it otherwise.

    A scene names the providers; with `plain` in it the zone has nothing that Route 53 alone can do.
    """

    def __init__(self, scene, folder, servers, answer_timeout=ANSWER_TIMEOUT):
        self.answer_timeout = answer_timeout
        self.scene, self.folder, self.servers = scene, pathlib.Path(folder), servers
        self.sides = {}
        if "aws" in scene:
            self.sides["aws"] = Aws(servers["aws"], *(({}, {}) if "plain" in scene else (SPLIT_BEFORE, SPLIT_DESIRED)))
        if "azure" in scene:
            self.sides["azure"] = (RoutedSide if "routed" in scene else AzureSide)(servers["azure"])
        self.desired = {}
        union = tuple(sorted(server for side in self.sides.values() for server in side.name_servers()))
        if len(self.sides) == 1:
            union = tuple(sorted((*union, "ns.other.example.net.")))
        for name, side in self.sides.items():
            self.desired[name] = {**side.desired(), ("@", "NS", None): (86400, union, None, None, None),
                                  ("@", "SOA", None): self.soa(side)}
        if "routed" in scene:
            self.deploy_profiles()
        self.before = {name: side.sets() for name, side in self.sides.items()}
        self.write(union)

    def soa(self, side):
        """The SOA as it shall be: where the zone is at both, resolvers keep what is not there for as long at either."""
        ttl, (value,), *rest = side.sets()["@", "SOA", None]
        if side.name == "aws" and len(self.sides) == 2:
            value = re.sub(r"\d+$", "300", value)
        return (ttl, (value,), *rest)

    def deploy_profiles(self):
        """Brings the zone to where its routed sets are before, and forgets how."""
        others = "".join(f'  ignore "{owner}" {rtype}  "not yet"\n' for owner, rtype, *_ in SHARED_BEFORE if owner != "theirs")
        self.write((), ROUTED_BEFORE, others)
        ran = self.run("deploy", "--yes")
        if ran.code:
            raise AssertionError(f"the zone cannot be made: {ran}")
        shutil.rmtree(self.folder / ".zonal")
        for side in self.sides.values():
            side.twin.log.clear()

    def write(self, union, body=None, others=""):
        (self.folder / "zonal.toml").write_text("")
        (self.folder / "infra.zonal").write_text(INFRA.replace("TIMEOUT", str(self.answer_timeout)))
        on = "both" if len(self.sides) == 2 else next(iter(self.sides))
        servers = f"  nameservers {', '.join(union)}\n" if union and len(self.sides) == 1 else ""
        allow = '  allow(address-documentation: "a test")\n'
        ignore = '  ignore "_acme-challenge.**" TXT  "certificates"\n  ignore "theirs" A  "somebody else\'s"\n'
        permission = 'allow(provider-only-record: "a test")' if len(self.sides) == 2 else ""
        has_split = "aws" in self.sides and "plain" not in self.scene
        body = body or SHARED + (ROUTED_DESIRED if "routed" in self.scene else "")
        alone = AWS_ALONE.replace("PERMISSION", permission) if has_split else ""
        (self.folder / "zone.zonal").write_text(f"zone {ZONE} on {on} {{\n{servers}{allow}{ignore}{others}{body}{alone}}}\n")
        lock = "version = 1\n"
        for name, side in self.sides.items():
            servers = ", ".join(f'"{server}"' for server in side.name_servers())
            lock += f'\n[[zone]]\nname = "{ZONE}."\nprovider = "{name}"\nid = "{side.identifier()}"\nnameservers = [{servers}]\n'
        (self.folder / "zonal.lock").write_text(lock)

    def environment(self, **more):
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LLVM_PROFILE_FILE") if name in os.environ}
        found = {**kept, "AWS_EC2_METADATA_DISABLED": "true", "AWS_ACCESS_KEY_ID": "AKIAEXAMPLEEXAMPLE01",
                 "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
        if "aws" in self.sides:
            found |= {"AWS_ENDPOINT_URL_ROUTE_53": self.servers["aws"].url, "AWS_ENDPOINT_URL_STS": self.servers["aws"].url}
        settings = self.servers["azure"].twin.settings if "azure" in self.sides else None
        found["AZURE_SUBSCRIPTION_ID"] = settings.subscription if settings else "none"
        if settings:
            url = self.servers["azure"].url
            found |= {"AZURE_RESOURCE_MANAGER_ENDPOINT": url, "AZURE_AUTHORITY_HOST": url, "AZURE_TENANT_ID": settings.tenant,
                      "AZURE_CLIENT_ID": settings.client_id, "AZURE_CLIENT_SECRET": settings.client_secret}
        return {**found, **more}

    def start(self, *arguments, **more):
        """Starts the command and leaves it running."""
        return subprocess.Popen([ZONAL, *arguments], cwd=self.folder, env=self.environment(**more), text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, *arguments, **more):
        """Runs the command to its end."""
        return self.end(self.start(*arguments, **more))

    @staticmethod
    def end(process):
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            out, err = process.communicate()
            raise AssertionError(f"it hangs; it said {out} {err}") from None
        return Ran(process.returncode, out, err)

    def deploy(self, **more):
        return self.run("deploy", "--yes", "--confirm", f"{ZONE}:NS", **more)

    def resume(self, **more):
        return self.run("deploy", "--resume", **more)

    def sets(self):
        return {name: side.sets() for name, side in self.sides.items()}

    def body(self, name, sets=None):
        """A state without the apex NS set."""
        return {key: value for key, value in (sets or self.sides[name].sets()).items() if key != ("@", "NS", None)}


class Ran:
    """A run of the command that has ended."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def text(self):
        return self.out + self.err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}--- stderr\n{self.err}---"


@contextlib.contextmanager
def world(scene=("aws", "azure"), route53=(), azure=(), **how):
    """A world of its own; `route53` and `azure` are settings of the twins."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="zonal-matrix-"))
        servers = {}
        if "aws" in scene:
            servers["aws"] = stack.enter_context(serve(Route53(**{"rate": 0, "page_size": 6, "pending_polls": 0, **dict(route53)})))
        if "azure" in scene:
            servers["azure"] = stack.enter_context(serve(Azure(**{"rates": False, **dict(azure)})))
        yield World(scene, folder, servers, **how)
