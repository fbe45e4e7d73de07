"""How many requests Azure takes: three layers, one behind the other.

1. The Resource Manager gives every principal of a subscription a bucket of tokens per kind of request (reads, writes,
   deletes) that fills up again steadily, and the whole subscription fifteen times as much.
2. Microsoft.Network counts writes and deletes together, and reads, per subscription in five minutes.
3. Azure DNS counts per zone and operation in a minute.

A refused request uses up nothing. Sources: Microsoft's pages on the limits of Azure DNS and on the throttling of
requests; the layers' texts are those that users report.
"""

import math
from dataclasses import dataclass

from .azure_errors import throttled

RECORD_LIMITS = {
    "RecordSets_Create": "record_creates", "RecordSets_Replace": "record_updates", "RecordSets_Update": "record_updates",
    "RecordSets_Delete": "record_deletes", "RecordSets_Get": "record_gets", "RecordSets_ListByDnsZone": "record_lists",
    "RecordSets_ListAllByDnsZone": "record_lists", "RecordSets_ListByType": "record_lists",
    "Zones_CreateOrUpdate": "zone_writes", "Zones_Update": "zone_writes", "Zones_Delete": "zone_deletes",
    "Zones_Get": "zone_gets", "Zones_List": "zone_lists", "Zones_ListByResourceGroup": "zone_lists",
}
SUBSCRIPTION_FACTOR = 15
ENTITIES_IN_FIVE_MINUTES = 60_000


@dataclass
class Bucket:
    """Tokens that refill with time."""

    tokens: float
    filled: float

    def refill(self, size, rate, now):
        self.tokens = min(size, self.tokens + (now - self.filled) * rate)
        self.filled = now

    def lacks(self, rate):
        """Seconds until there is a token; 0 if there is one."""
        if self.tokens >= 1:
            return 0
        return (1 - self.tokens) / rate if rate else 3600


@dataclass
class Window:
    """A count that begins anew when its interval is over."""

    began: float
    used: int = 0


class Limits:
    """All counters of the twin. `elapsed` tells the time in seconds."""

    def __init__(self, settings, elapsed):
        self.settings, self.elapsed = settings, elapsed
        self.buckets, self.windows = {}, {}

    def admit(self, kind, principal, subscription, resource, operation, action):
        """Counts a request of `kind` (reads, writes or deletes), or refuses it; returns the headers that tell what is left.

        `resource` is the zone or group that layer 3 counts by; operations that it does not know are not counted there.
        """
        if not self.settings.rates:
            return {}
        now = self.elapsed()
        buckets = self.manager(kind, principal, subscription, now)
        windows = self.network(kind, subscription, now)
        remaining = None
        if operation in RECORD_LIMITS:
            limit = getattr(self.settings, RECORD_LIMITS[operation])
            kept = RECORD_LIMITS[operation] if "List" not in operation else operation
            window = self.window((resource, kept), 60, now)
            self.demand(window, limit, 60, now, f"action '{action}'")
            windows.append(window)
            remaining = limit - window.used - 1
        for bucket in buckets:
            bucket.tokens -= 1
        for window in windows:
            window.used += 1
        headers = {f"x-ms-ratelimit-remaining-subscription-{kind}": str(math.floor(buckets[0].tokens))}
        if remaining is not None:
            headers["x-ms-ratelimit-remaining-subscription-resource-requests"] = str(remaining)
        return headers

    def manager(self, kind, principal, subscription, now):
        size = getattr(self.settings, f"manager_{kind}")
        rate = getattr(self.settings, f"manager_{kind}_per_second")
        found = []
        for key, factor in (((subscription, principal, kind), 1), ((subscription, kind), SUBSCRIPTION_FACTOR)):
            bucket = self.buckets.setdefault(key, Bucket(size * factor, now))
            bucket.refill(size * factor, rate * factor, now)
            if wait := bucket.lacks(rate * factor):
                raise throttled(
                    "SubscriptionRequestsThrottled",
                    f"Number of '{kind.rstrip('s')}' requests for subscription '{subscription}' actor '{principal}' "
                    "exceeded.", wait)
            found.append(bucket)
        return found

    def network(self, kind, subscription, now):
        name = "reads" if kind == "reads" else "writes"
        limit = getattr(self.settings, f"network_{name}_in_five_minutes")
        window = self.window((subscription, "Microsoft.Network", name), 300, now)
        self.demand(window, limit, 300, now, f"action 'Microsoft.Network/{name}'")
        return [window]

    def window(self, key, interval, now):
        found = self.windows.get(key)
        if found is None or now - found.began >= interval:
            found = self.windows[key] = Window(now)
        return found

    def demand(self, window, limit, interval, now, what):
        if window.used < limit:
            return
        span = f"{interval // 3600:02}:{interval // 60 % 60:02}:{interval % 60:02}"
        raise throttled(
            "ResourceRequestsThrottled",
            f"Number of requests for {what} exceeded the limit of '{limit}' for time interval '{span}'.",
            window.began + interval - now)

    def entities(self, subscription, count):
        """Counts listed resources; the header that tells what is left."""
        if not self.settings.rates:
            return {}
        window = self.window((subscription, "entities"), 300, self.elapsed())
        window.used += count
        left = max(0, ENTITIES_IN_FIVE_MINUTES - window.used)
        return {"x-ms-ratelimit-remaining-subscription-resource-entities-read": str(left)}
