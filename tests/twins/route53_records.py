"""The operations on record sets and changes."""

from dataclasses import dataclass

from . import route53_batch as batch
from . import route53_names as names
from . import route53_values as values
from .refusal import Refusal
from .route53_identity import iso
from .route53_input import enumeration, invalid, length, max_items
from .route53_zones import place


def busy():
    return Refusal(400, "PriorRequestNotComplete", "The request was rejected because Route 53 was still processing a prior request.")


@dataclass
class Change:
    """A submitted change: PENDING for some polls and some time."""

    id: str
    submitted: float
    started: float
    comment: str | None = None
    polls: int = 0


class RecordOperations:
    """A part of `Route53`."""

    def change_sets(self, zone, given, request):
        if "ChangeBatch" not in given:
            invalid("Invalid request: ChangeBatch must not be null")
        if self.processing.get(zone.id, request.number) != request.number or self.clock.elapsed() < zone.busy_until:
            raise busy()
        change = self.apply(zone, given["ChangeBatch"])
        return {"ChangeInfo": self.change_info(change)}

    def apply(self, zone, given):
        """Validates a batch and carries it out, all or none."""
        wanted, comment = given.get("Changes", []), given.get("Comment")
        length("changeBatch.comment", comment, 0, 256)
        batch.check_input(wanted)
        batch.check_size(wanted)
        zone.replace(batch.Batch(zone, self.settings, self.health_checks).run(wanted))
        zone.busy_until = self.clock.elapsed() + self.settings.busy_seconds
        return self.submit(comment)

    def edit(self, edit):
        """What somebody else does to a zone, named by id or name.

        `changes` is as in the API's JSON; `protect` a list of [name, type] that no batch may touch; `signing` turns DNSSEC
        on or off; `create` makes the zone first.
        """
        with self.lock:
            zone = self.create_zone(edit["zone"]) if edit.get("create") else self.zone(edit["zone"])
            if "changes" in edit:
                self.apply(zone, {"Changes": edit["changes"]})
            if "protect" in edit:
                zone.protected = {(names.labels(name), rtype) for name, rtype in edit["protect"]}
            zone.signing = edit.get("signing", zone.signing)

    def zone(self, wanted):
        """A zone by id or by name, if one only has that name."""
        if wanted in self.zones:
            return self.zones[wanted]
        found = [zone for zone in self.zones.values() if zone.name == names.labels(wanted)]
        if len(found) != 1:
            raise KeyError(f"{len(found)} zones are called {wanted}")
        return found[0]

    def submit(self, comment=None):
        identifier = self.identifier("C", 20)
        change = Change(identifier, self.clock.now(), self.clock.elapsed(), comment)
        self.changes[identifier] = change
        return change

    def status(self, change):
        due = self.clock.elapsed() - change.started >= self.settings.pending_seconds
        return "INSYNC" if due and change.polls > self.settings.pending_polls else "PENDING"

    def change_info(self, change):
        return {"Id": f"/change/{change.id}", "Status": self.status(change), "SubmittedAt": iso(change.submitted),
                "Comment": change.comment}

    def get_change(self, change, request):
        if change not in self.changes:
            raise Refusal(404, "NoSuchChange", f"Could not find resource with ID: {change}")
        found = self.changes[change]
        found.polls += 1
        return {"ChangeInfo": self.change_info(found)}

    def list_sets(self, zone, request):
        query = request.query
        start = self.start(query)
        most = max_items(query, self.settings.page_size)
        listing = [entry for entry in zone.listing() if start is None or entry[0] >= start]
        page, following = listing[:most], listing[most:most + 1]
        answer = {"ResourceRecordSets": [("ResourceRecordSet", one.members()) for _, one in page], "IsTruncated": bool(following),
                  "MaxItems": most}
        if following:
            one = following[0][1]
            answer |= {"NextRecordName": names.text(one.name), "NextRecordType": one.rtype, "NextRecordIdentifier": one.identifier}
        return {name: answer.get(name) for name in ("ResourceRecordSets", "IsTruncated", "NextRecordName", "NextRecordType",
                                                    "NextRecordIdentifier", "MaxItems")}

    @staticmethod
    def start(query):
        name, rtype, identifier = query.get("name"), query.get("type"), query.get("identifier")
        if rtype and not name:
            invalid("The request specifies a type without a name.")
        if identifier and not (name and rtype):
            invalid("The request specifies an identifier without a name and a type.")
        if rtype:
            enumeration("type", rtype, values.TYPES)
        if not name:
            return None
        try:
            return place(names.labels(name), rtype or "", identifier)
        except names.BadName as error:
            invalid(str(error))
