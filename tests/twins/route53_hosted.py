"""The operations on hosted zones, delegation sets and limits."""

from . import route53_names as names
from .refusal import Refusal
from .route53_identity import ACCOUNT, iso
from .route53_input import enumeration, invalid, length, max_items, required
from .route53_records import busy
from .route53_zones import Zone

PRIVATE_SERVERS = ["ns-1536.awsdns-00.co.uk", "ns-0.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-512.awsdns-00.net"]
LIMITS = {"MAX_HEALTH_CHECKS_BY_OWNER": 200, "MAX_HOSTED_ZONES_BY_OWNER": 500, "MAX_REUSABLE_DELEGATION_SETS_BY_OWNER": 100,
          "MAX_TRAFFIC_POLICIES_BY_OWNER": 50, "MAX_TRAFFIC_POLICY_INSTANCES_BY_OWNER": 5}
URL = "https://route53.amazonaws.com/2013-04-01"


class ZoneOperations:
    """A part of `Route53`."""

    def identifier(self, letter, width):
        return letter + "".join(self.random.choices("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=width))

    def name_servers(self):
        found = []
        for start, domain in ((0, "com"), (1536, "co.uk"), (512, "net"), (1024, "org")):
            number = self.random.randrange(512)
            found.append(f"ns-{start + number}.awsdns-{number // 8:02}.{domain}")
        return found

    def create_zone(self, name, reference=None, vpc=None, comment=None, delegation_set=None):
        """Makes a hosted zone and returns it; suites may call this too."""
        parts = names.labels(name)
        if not parts:
            raise names.BadName(names.fatal("DomainNameEmpty", "Domain name is empty", name))
        reference = reference or self.identifier("made-", 12)
        servers = self.delegation_sets[delegation_set] if delegation_set else PRIVATE_SERVERS if vpc else self.name_servers()
        zone = Zone(self.identifier("Z", 20), parts, reference, servers)
        zone.vpcs, zone.comment, zone.delegation_set = [vpc] if vpc else [], comment, delegation_set
        self.references.add(reference)
        self.zones[zone.id] = zone
        return zone

    def create_hosted_zone(self, given, request):
        config = given.get("HostedZoneConfig", {})
        for member, most in (("Name", 1024), ("CallerReference", 128)):
            required(given, member, "createHostedZoneRequest")
            length(member, given[member], 1, most)
        length("hostedZoneConfig.comment", config.get("Comment"), 0, 256)
        if given["CallerReference"] in self.references:
            raise Refusal(409, "HostedZoneAlreadyExists", "A hosted zone has already been created with the specified caller reference.")
        if len(self.zones) >= self.settings.max_zones:
            raise Refusal(400, "TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER - Cannot create more hosted zones.")
        wanted, vpc = given.get("DelegationSetId", "").removeprefix("/delegationset/") or None, given.get("VPC")
        if wanted and wanted not in self.delegation_sets:
            raise Refusal(400, "NoSuchDelegationSet", f"The specified delegation set does not exist: {wanted}")
        if wanted and vpc or config.get("PrivateZone") and not vpc:
            invalid("A private hosted zone has a VPC, and no reusable delegation set.")
        try:
            self.check_conflict(names.labels(given["Name"]), vpc)
            zone = self.create_zone(given["Name"], given["CallerReference"], vpc, config.get("Comment"), wanted)
        except names.BadName as error:
            raise Refusal(400, "InvalidDomainName", str(error)) from None
        change = self.submit()
        answer = {"HostedZone": zone.members(), "ChangeInfo": self.change_info(change), "DelegationSet": zone.delegation(), "VPC": vpc}
        return 201, answer, {"Location": f"{URL}/hostedzone/{zone.id}"}

    def check_conflict(self, name, vpc):
        if vpc and any(zone.name == name and vpc in zone.vpcs for zone in self.zones.values()):
            raise Refusal(400, "ConflictingDomainExists", f"The VPC {vpc.get('VPCId')} is already associated with a hosted zone of that "
                                                          "name.")

    def get_zone(self, zone, request):
        vpcs = [("VPC", vpc) for vpc in zone.vpcs] or None
        return {"HostedZone": zone.members(), "DelegationSet": zone.delegation(), "VPCs": vpcs}

    def delete_zone(self, zone, request):
        apex = {(zone.name, "NS", None), (zone.name, "SOA", None)}
        if zone.signing:
            raise Refusal(400, "HostedZoneNotEmpty", "The specified hosted zone contains DNSSEC Key Signing Keys and so cannot be deleted.")
        if set(zone.sets) != apex or zone.protected:
            raise Refusal(400, "HostedZoneNotEmpty", "The specified hosted zone contains non-required resource record sets and so cannot "
                                                     "be deleted.")
        if self.clock.elapsed() < zone.busy_until:
            raise busy()
        del self.zones[zone.id]
        return {"ChangeInfo": self.change_info(self.submit())}

    def list_zones(self, request):
        query = request.query
        most, marker = max_items(query, 100), query.get("marker", "")
        wanted = query.get("delegationsetid", "").removeprefix("/delegationset/")
        ordered = [zone for zone in sorted(self.zones.values(), key=lambda zone: zone.id)
                   if (not wanted or zone.delegation_set == wanted) and zone.id >= marker]
        following = ordered[most:most + 1]
        return {"HostedZones": [("HostedZone", zone.members()) for zone in ordered[:most]], "Marker": marker,
                "IsTruncated": bool(following), "NextMarker": following[0].id if following else None, "MaxItems": most}

    def list_zones_by_name(self, request):
        query = request.query
        name, identifier = query.get("dnsname"), query.get("hostedzoneid")
        if identifier and not name:
            invalid("The request specifies a hosted zone id without a DNS name.")
        try:
            start = (names.order(names.labels(name)) if name else b"", (identifier or "").removeprefix("/hostedzone/"))
        except names.BadName as error:
            raise Refusal(400, "InvalidDomainName", str(error)) from None
        most = max_items(query, 100)
        ordered = sorted((names.order(zone.name), zone.id) for zone in self.zones.values())
        ordered = [self.zones[one] for key, one in ordered if (key, one) >= start]
        following = ordered[most:most + 1]
        return {"HostedZones": [("HostedZone", zone.members()) for zone in ordered[:most]], "DNSName": name, "HostedZoneId": identifier,
                "IsTruncated": bool(following), "NextDNSName": names.text(following[0].name) if following else None,
                "NextHostedZoneId": following[0].id if following else None, "MaxItems": most}

    def count_zones(self, request):
        return {"HostedZoneCount": len(self.zones)}

    def get_dnssec(self, zone, request):
        if zone.private:
            raise Refusal(400, "InvalidArgument", "DNSSEC signing is not available for private hosted zones.")
        keys = [("KeySigningKey", {
            "Name": "twin", "KmsArn": f"arn:aws:kms:us-east-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000000", "Flag": 257,
            "SigningAlgorithmMnemonic": "ECDSAP256SHA256", "SigningAlgorithmType": 13, "DigestAlgorithmMnemonic": "SHA-256",
            "DigestAlgorithmType": 2, "KeyTag": 12345, "DigestValue": "0" * 64, "PublicKey": "twin",
            "DSRecord": f"12345 13 2 {'0' * 64}", "DNSKEYRecord": "257 3 13 twin", "Status": "ACTIVE",
            "CreatedDate": iso(0), "LastModifiedDate": iso(0)})] if zone.signing else []
        return {"Status": {"ServeSignature": "SIGNING" if zone.signing else "NOT_SIGNING"}, "KeySigningKeys": keys}

    def zone_limit(self, zone, limit, request):
        if limit == "MAX_VPCS_ASSOCIATED_BY_ZONE" and not zone.private:
            raise Refusal(400, "HostedZoneNotPrivate", "The specified hosted zone is a public hosted zone, not a private hosted zone.")
        known = {"MAX_RRSETS_BY_ZONE": (self.settings.max_sets, len(zone.sets)), "MAX_VPCS_ASSOCIATED_BY_ZONE": (300, len(zone.vpcs))}
        return self.limit(limit, known)

    def account_limit(self, limit, request):
        known = {name: (value, 0) for name, value in LIMITS.items()}
        known["MAX_HOSTED_ZONES_BY_OWNER"] = self.settings.max_zones, len(self.zones)
        known["MAX_HEALTH_CHECKS_BY_OWNER"] = self.settings.max_health_checks, len(self.health_checks.checks)
        known["MAX_REUSABLE_DELEGATION_SETS_BY_OWNER"] = 100, len(self.delegation_sets)
        return self.limit(limit, known)

    @staticmethod
    def limit(name, known):
        enumeration("type", name, tuple(known))
        value, count = known[name]
        return {"Limit": {"Type": name, "Value": value}, "Count": count}

    def create_delegation_set(self, given, request):
        required(given, "CallerReference", "createReusableDelegationSetRequest")
        reference = f"delegationset:{given['CallerReference']}"
        if reference in self.references:
            raise Refusal(400, "DelegationSetAlreadyCreated", "A delegation set with this caller reference was already created.")
        self.references.add(reference)
        wanted = given.get("HostedZoneId", "").removeprefix("/hostedzone/")
        if wanted and wanted not in self.zones:
            raise Refusal(400, "HostedZoneNotFound", f"No hosted zone found with ID: {wanted}")
        identifier = self.identifier("N", 20)
        self.delegation_sets[identifier] = self.zones[wanted].servers if wanted else self.name_servers()
        if wanted:
            self.zones[wanted].delegation_set = identifier
        return 201, self.get_delegation_set(identifier, request), \
            {"Location": f"{URL}/delegationset/{identifier}"}

    def get_delegation_set(self, set, request):
        if set not in self.delegation_sets:
            raise Refusal(400, "NoSuchDelegationSet", f"The specified delegation set does not exist: {set}")
        servers = [("NameServer", server) for server in self.delegation_sets[set]]
        return {"DelegationSet": {"Id": f"/delegationset/{set}", "NameServers": servers}}
