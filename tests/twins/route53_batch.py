"""ChangeResourceRecordSets: what a batch may hold, and all or none of it applied.

A batch passes four gates: the shape of its XML; the bounds of its members (InvalidInput); its size; and then each
change in turn on a copy of the zone (InvalidChangeBatch, every complaint collected). What holds for the zone as a
whole (one SOA, an NS at the apex, the quota) is judged at the end. The order matters: a CNAME may take the place of an
A only after the DELETE of it (seen in github.com/cookpad/roadworker/pull/89), and an UPSERT is a deletion before all
other changes and a creation in its place (octodns-route53 orders its changes by that).
"""

from . import route53_names as names
from . import route53_targets as targets
from . import route53_values as values
from .refusal import Refusal
from .route53_input import bound, constraint, enumeration, invalid, length, required
from .route53_zones import POLICIES, RecordSet

ELEMENTS, CHARACTERS, VALUES, GROUP, GEOPROXIMITY = 1000, 32_000, 400, 100, 30
MAX_TTL = 2_147_483_647
ACTIONS = ("CREATE", "DELETE", "UPSERT")
REGIONS = ("us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "eu-west-3",
           "eu-central-1", "eu-central-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-northeast-1",
           "ap-northeast-2", "ap-northeast-3", "eu-north-1", "sa-east-1", "cn-north-1", "cn-northwest-1", "ap-east-1",
           "me-south-1", "me-central-1", "ap-south-1", "ap-south-2", "af-south-1", "eu-south-1", "eu-south-2", "ap-southeast-4",
           "il-central-1", "ca-west-1", "ap-southeast-5", "mx-central-1", "ap-southeast-7", "us-gov-east-1", "us-gov-west-1",
           "ap-east-2", "ap-southeast-6", "eusc-de-east-1")
CONTINENTS = ("AF", "AN", "AS", "EU", "OC", "NA", "SA")
WITHOUT_POLICY = ("NS", "SOA", "DS")
SET = {
    "Name": str, "Type": str, "SetIdentifier": str, "Weight": int, "Region": str,
    "GeoLocation": {"ContinentCode": str, "CountryCode": str, "SubdivisionCode": str}, "Failover": str,
    "MultiValueAnswer": bool, "TTL": int, "ResourceRecords": ["ResourceRecord", {"Value": str}],
    "AliasTarget": {"HostedZoneId": str, "DNSName": str, "EvaluateTargetHealth": bool}, "HealthCheckId": str,
    "TrafficPolicyInstanceId": str, "CidrRoutingConfig": {"CollectionId": str, "LocationName": str},
    "GeoProximityLocation": {"AWSRegion": str, "LocalZoneGroup": str, "Coordinates": {"Latitude": str, "Longitude": str},
                             "Bias": int},
}
SHAPE = {"ChangeBatch": {"Comment": str, "Changes": ["Change", {"Action": str, "ResourceRecordSet": SET}]}}


# Gate 2: bounds.

def check_input(changes):
    """Raises InvalidInput for the first change that is out of bounds."""
    if not changes:
        constraint("changeBatch.changes", "[]", "Member must have length greater than or equal to 1")
    for number, change in enumerate(changes, 1):
        where = f"changeBatch.changes.{number}.member"
        for member in ("Action", "ResourceRecordSet"):
            required(change, member, where)
        enumeration(f"{where}.action", change["Action"], ACTIONS)
        check_set(change, change["ResourceRecordSet"], f"{where}.resourceRecordSet")


def check_set(change, given, where):
    for member in ("Name", "Type"):
        required(given, member, where)
    enumeration(f"{where}.type", given["Type"], values.TYPES)
    for member, low, high in (("TTL", 0, MAX_TTL), ("Weight", 0, 255)):
        bound(f"{where}.{member}", given.get(member), low, high)
    for member, most in (("Name", 1024), ("SetIdentifier", 128), ("HealthCheckId", 64)):
        length(f"{where}.{member}", given.get(member), 0 if member == "Name" else 1, most)
    for number, record in enumerate(given.get("ResourceRecords", ()), 1):
        required(record, "Value", f"{where}.resourceRecords.{number}.member")
        length(f"{where}.resourceRecords.{number}.member.value", record["Value"], 0, values.LIMIT)
    if given.get("Region") is not None:
        enumeration(f"{where}.region", given["Region"], REGIONS)
    if given.get("Failover") is not None:
        enumeration(f"{where}.failover", given["Failover"], ("PRIMARY", "SECONDARY"))
    check_combination(change, given, where)


def check_combination(change, given, where):
    named = f"Change with [Action={change['Action']}, Name={given['Name']}, Type={given['Type']}, " \
            f"SetIdentifier={given.get('SetIdentifier') or 'null'}]"
    plain = "TTL" in given, bool(given.get("ResourceRecords"))
    kinds = ("AliasTarget" in given) + all(plain) + ("TrafficPolicyInstanceId" in given)
    choice = "Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]"
    if kinds > 1 or kinds == 1 and any(plain) and not all(plain):
        invalid(f"Invalid request: {choice}, but found more than one in {named}")
    if kinds == 0:
        invalid(f"Invalid request: {choice}, but found none in {named}")
    for member in ("HostedZoneId", "DNSName", "EvaluateTargetHealth") if "AliasTarget" in given else ():
        required(given["AliasTarget"], member, f"{where}.aliasTarget")
    policies = [name for name in POLICIES if given.get(name) is not None]
    choice = f"[{', '.join(POLICIES[:-1])}, or {POLICIES[-1]}]"
    if len(policies) > 1:
        invalid(f"Invalid request: Expected at most one of {choice}, but found more than one in {named}")
    if policies and given.get("SetIdentifier") is None:
        invalid(f"Invalid request: Missing field 'SetIdentifier' in {named}")
    if not policies and given.get("SetIdentifier") is not None:
        invalid(f"Invalid request: Expected exactly one of {choice}, but found none in {named}")
    if policies and given["Type"] in WITHOUT_POLICY:
        invalid(f"Invalid request: {policies[0]} is not supported for type {given['Type']} in {named}")
    if given.get("MultiValueAnswer") is False:
        invalid(f"Invalid request: MultiValueAnswer must be true in {named}")
    if given.get("MultiValueAnswer") and ("AliasTarget" in given or given["Type"] == "CNAME"):
        invalid(f"Invalid request: MultiValueAnswer is supported neither for alias records nor for type CNAME in {named}")
    if policies == ["GeoLocation"]:
        check_place(given["GeoLocation"], named)


def check_place(place, named):
    continent, country, subdivision = (place.get(f"{name}Code") for name in ("Continent", "Country", "Subdivision"))
    right = (continent in CONTINENTS and not country and not subdivision) or \
        (not continent and country and (country == "*" or len(country) == 2 and country.isupper()) and
         (not subdivision or country in ("US", "UA")))
    if not right:
        invalid(f"Invalid request: Invalid GeoLocation in {named}")


# Gate 3: size.

def size(changes):
    """(elements, characters) that the batch counts as: an UPSERT is a deletion and a creation."""
    elements = characters = 0
    for change in changes:
        records = change["ResourceRecordSet"].get("ResourceRecords", ())
        times = 2 if change["Action"] == "UPSERT" else 1
        elements += times * max(1, len(records))
        characters += times * sum(len(record["Value"]) for record in records)
    return elements, characters


def check_size(changes):
    elements, characters = size(changes)
    if elements > ELEMENTS:
        raise Refusal(400, "InvalidChangeBatch", f"[Number of records limit of {ELEMENTS} exceeded.]")
    if characters > CHARACTERS:
        raise Refusal(400, "InvalidChangeBatch", f"[RDATA character limit of {CHARACTERS} exceeded.]")


# Gate 4: the zone.

class Batch:
    """The changes of one request on a copy of the zone."""

    def __init__(self, zone, settings, health_checks):
        self.zone, self.settings, self.health_checks = zone, settings, health_checks
        self.sets, self.complaints, self.touched = dict(zone.sets), [], {}
        self.at_name = {}
        for one in self.sets.values():
            self.at_name.setdefault(one.name, {})[one.key] = one
        self.zone_text = names.text(zone.name)

    def run(self, changes):
        """The zone's new sets; raises InvalidChangeBatch with every complaint."""
        before = len(self.sets)
        parsed = [(change["Action"], self.parsed(change["ResourceRecordSet"])) for change in changes]
        parsed = [(action, one) for action, one in parsed if one is not None]
        for action, one in parsed:
            if action == "UPSERT":
                self.remove(one)
        for action, one in parsed:
            self.change(action, one)
        self.check_apex()
        if len(self.sets) > max(before, self.settings.max_sets):
            self.complain(f"Exceeded limit MAX_RRSETS_BY_ZONE for zone: {self.zone.id}.")
        if self.settings.keep_alias_targets:
            self.check_dangling()
        if self.complaints:
            raise Refusal(400, "InvalidChangeBatch", f"[{', '.join(self.complaints)}]")
        return self.sets

    def complain(self, text):
        self.complaints.append(text)

    def remove(self, one):
        if self.sets.pop(one.key, None):
            del self.at_name[one.name][one.key]

    def change(self, action, one):
        if not names.within(one.name, self.zone.name):
            self.complain(f"RRSet with DNS name {names.text(one.name)} is not permitted in zone {self.zone_text}")
            return
        if not self.may_follow(action, one):
            self.complain("The request contains an invalid set of changes for a resource record set "
                          f"'{one.rtype} {names.text(one.name)}'")
            return
        if (one.name, one.rtype) in self.zone.protected:
            self.complain(f"RRSet with DNS name {names.text(one.name)}, type {one.rtype} is protected and cannot be changed")
            return
        if action == "DELETE":
            self.delete(one)
        else:
            self.put(action, one)

    def parsed(self, given):
        """The set, or None after complaints about its name or values."""
        rtype, before = given["Type"], len(self.complaints)
        records = []
        try:
            name = names.labels(given["Name"])
            if given.get("AliasTarget"):
                names.labels(given["AliasTarget"]["DNSName"])
        except names.BadName as error:
            self.complain(str(error))
            return None
        for record in given.get("ResourceRecords", ()):
            try:
                records.append({"Value": values.stored(rtype, record["Value"])})
            except values.BadValue as error:
                self.complain(str(error))
        if len(self.complaints) > before:
            return None
        members = {member: value for member, value in given.items() if member not in ("Name", "Type", "ResourceRecords")}
        if members.get("AliasTarget"):
            alias = members["AliasTarget"]
            members["AliasTarget"] = {**alias, "HostedZoneId": alias["HostedZoneId"].removeprefix("/hostedzone/"),
                                      "DNSName": names.text(names.labels(alias["DNSName"]))}
        if records:
            members["ResourceRecords"] = records
        return RecordSet(name, rtype, members)

    def may_follow(self, action, one):
        """A set may occur once in a batch, or be deleted first and then made anew."""
        earlier = self.touched.get(one.key)
        self.touched[one.key] = action if earlier is None else "BOTH"
        return earlier is None or earlier == "DELETE" and action != "DELETE"

    def delete(self, one):
        found = self.sets.get(one.key)
        if found is None:
            self.complain(f"Tried to delete resource record set {one.described()} but it was not found")
        elif found.identity() != one.identity():
            self.complain(f"Tried to delete resource record set {one.described()} but the values provided do not match the "
                          "current values")
        else:
            self.remove(one)

    def put(self, action, one):
        if action == "CREATE" and one.key in self.sets:
            self.complain(f"Tried to create resource record set {one.described()} but it already exists")
            return
        before = len(self.complaints)
        others = [other for key, other in self.at_name.get(one.name, {}).items() if key != one.key]
        self.check_values(one)
        self.check_owner(one, others)
        self.check_group(one, [other for other in others if other.rtype == one.rtype])
        if one.alias:
            self.check_alias(one)
        identifier = one.given.get("HealthCheckId")
        if identifier is not None and identifier not in self.health_checks:
            raise Refusal(404, "NoSuchHealthCheck", f"A health check with id '{identifier}' does not exist.")
        if len(self.complaints) == before:
            self.sets[one.key] = one
            self.at_name.setdefault(one.name, {})[one.key] = one

    def check_values(self, one):
        seen = set()
        for value in one.values:
            identity = values.identity(one.rtype, value)
            if identity in seen:
                self.complain(f"Duplicate Resource Record: '{value}'")
            seen.add(identity)
        if len(one.values) > VALUES:
            self.complain(f"Number of values limit of {VALUES} exceeded for {one.described()}.")
        if one.rtype == "CNAME" and len(one.values) > 1:
            self.complain(f"RRSet of type CNAME with DNS name {names.text(one.name)} may hold one record only")
        if one.policy in ("Weight", "Region") and len(one.values) > 1:
            self.complain(f"{self.subject(one)} cannot be created as weighted and latency sets must contain one record.")

    def check_owner(self, one, others):
        name, rtype = names.text(one.name), one.rtype
        apex = one.name == self.zone.name
        if rtype in ("CNAME", "DS") and apex:
            self.complain(f"RRSet of type {rtype} with DNS name {name} is not permitted at apex in zone {self.zone_text}")
        elif rtype == "CNAME" and any(other.rtype != "CNAME" for other in others):
            self.complain(f"RRSet of type CNAME with DNS name {name} is not permitted as it conflicts with other records with the "
                          f"same DNS name in zone {self.zone_text}")
        elif rtype != "CNAME" and any(other.rtype == "CNAME" for other in others):
            self.complain(f"RRSet of type {rtype} with DNS name {name} is not permitted because a conflicting RRSet of type CNAME "
                          f"with the same DNS name already exists in zone {self.zone_text}")
        if rtype == "SOA" and not apex:
            self.complain(f"RRSet of type SOA with DNS name {name} is not permitted in zone {self.zone_text}")
        first = one.name[0] if one.name else b""
        if rtype == "NS" and first == names.WILDCARD:
            self.complain(f"RRSet of type NS with DNS name {name} is not permitted as wildcard in zone {self.zone_text}")
        if names.WILDCARD in first and first != names.WILDCARD:
            self.complain(names.fatal("InvalidWildcard", "The * must replace the whole label", name))

    @staticmethod
    def subject(one):
        return f"RRSet with DNS name {names.text(one.name)}, type {one.rtype}, SetIdentifier {one.identifier}"

    def check_group(self, one, group):
        """The rules among sets of one name and type."""
        if not group:
            return
        if one.policy is None:
            self.complain(f"RRSet with DNS name {names.text(one.name)}, type {one.rtype} cannot be created as other RRSets exist "
                          "with the same name and type.")
            return
        if any(other.policy != one.policy for other in group):
            self.complain(self.mixed(one))
            return
        if one.policy == "Weight" and "TTL" in one.given and \
                any(other.given.get("TTL", one.given["TTL"]) != one.given["TTL"] for other in group):
            self.complain(f"RRSet with DNS name {names.text(one.name)} and type {one.rtype}, SetIdentifier {one.identifier} cannot "
                          "be created as weighted sets must contain the same TTL.")
        if one.policy in ("Region", "GeoLocation", "Failover", "CidrRoutingConfig", "GeoProximityLocation") and \
                any(other.given[one.policy] == one.given[one.policy] for other in group):
            self.complain(f"{self.subject(one)} cannot be created as a set with the same {one.policy} exists with the same name "
                          "and type.")
        most = GEOPROXIMITY if one.policy == "GeoProximityLocation" else GROUP
        if len(group) >= most:
            self.complain(f"{self.subject(one)} cannot be created as {most} sets exist with the same name and type.")

    def mixed(self, one):
        if one.policy == "MultiValueAnswer":
            return f"{self.subject(one)} cannot be created because a non multivalue answer rrset exists with the same name and type."
        kind = {"Weight": "weighted", "Region": "latency", "GeoLocation": "geolocation", "Failover": "failover"}
        return f"{self.subject(one)} cannot be created as a non-{kind.get(one.policy, one.policy)} set exists with the same name " \
               "and type."

    def check_alias(self, one):
        target, zone = names.labels(one.alias["DNSName"]), one.alias["HostedZoneId"]
        start = f"Tried to create an alias that targets {names.text(target)}, type {one.rtype} in zone {zone}, but "
        if one.rtype in ("NS", "SOA"):
            self.complain(f"RRSet of type {one.rtype} with DNS name {names.text(one.name)} cannot be an alias")
        elif zone == self.zone.id:
            if not names.within(target, self.zone.name):
                self.complain(f"{start}the alias target name does not lie within the target zone")
            if target == one.name or not any(key[1] == one.rtype for key in self.at_name.get(target, ())):
                self.complain(f"{start}that target was not found")
        elif not targets.lies_within(zone, target):
            self.complain(f"{start}the alias target name does not lie within the target zone")
            self.complain(f"{start}that target was not found")
        elif one.rtype not in targets.TYPES:
            self.complain(f"{start}that target was not found")
        elif zone == targets.CLOUDFRONT and one.alias["EvaluateTargetHealth"]:
            self.complain(f"{start}EvaluateTargetHealth must be false for a CloudFront distribution")

    def check_apex(self):
        for rtype, text in (("SOA", "A HostedZone must contain exactly one SOA record."),
                            ("NS", "A HostedZone must contain at least one NS record for the zone itself.")):
            found = self.sets.get((self.zone.name, rtype, None))
            if not found or rtype == "SOA" and len(found.values) != 1:
                self.complain(text)

    def check_dangling(self):
        for one in self.sets.values():
            if one.alias and one.alias["HostedZoneId"] == self.zone.id:
                target = names.labels(one.alias["DNSName"])
                if not any(key[1] == one.rtype for key in self.at_name.get(target, ())):
                    self.complain(f"RRSet {one.described()} is an alias of {names.text(target)}, which would not exist")
