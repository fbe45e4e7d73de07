"""What can be set in the Azure twin. Identifiers are fixed; secrets are new in every process."""

import dataclasses
import secrets
from dataclasses import dataclass, field

ARM = "https://management.azure.com/"


def secret():
    return secrets.token_urlsafe(30)


@dataclass
class Settings:
    """Everything under GET /_twin/settings. Rates count per zone and minute unless their name says otherwise."""

    # Who there is.
    tenant: str = "72f988bf-0000-4000-8000-00000000d001"
    subscription: str = "00000000-0000-4000-8000-0000000005ab"
    resource_groups: list = field(default_factory=lambda: ["Dns-Rg"])
    client_id: str = "0c1e47ff-0000-4000-8000-000000000c11"
    object_id: str = "0b1ec700-0000-4000-8000-000000000001"
    client_secret: str = field(default_factory=secret)
    github_request_token: str = field(default_factory=secret)
    github_subject: str = "repo:example/zones:ref:refs/heads/main"
    """The subject in the assertions that the double of GitHub hands out."""
    federated_subject: str = "repo:example/zones:ref:refs/heads/main"
    """The subject that the application trusts."""
    federated_issuer: str = "https://token.actions.githubusercontent.com"
    federated_audience: str = "api://AzureADTokenExchange"
    identity_header: str = field(default_factory=secret)
    token_seconds: int = 3600
    assertion_seconds: int = 300

    # What is not allowed.
    denied_actions: list = field(default_factory=list)
    """Actions refused with AuthorizationFailed, such as `Microsoft.Network/dnsZones/A/write`; `*` fits anything."""
    linked_forbidden: list = field(default_factory=list)
    """Ids of resources to which no alias may point (LinkedAuthorizationFailed)."""
    targets: list | None = None
    """Ids of the public addresses and endpoints that exist, for aliases; None: all do."""
    unavailable_zones: list = field(default_factory=list)
    taken_names: list = field(default_factory=list)
    """Names below trafficmanager.net that belong to somebody in another subscription."""

    # How much of everything.
    values_per_set: int = 20
    sets_per_zone: int = 10_000
    txt_octets: int = 4096
    aliases_per_target: int = 20
    rates: bool = True
    record_creates: int = 200
    record_updates: int = 200
    record_deletes: int = 200
    record_gets: int = 2000
    record_lists: int = 60
    zone_writes: int = 40
    zone_deletes: int = 40
    zone_gets: int = 1000
    zone_lists: int = 60
    network_writes_in_five_minutes: int = 1000
    network_reads_in_five_minutes: int = 10_000
    manager_reads: int = 250
    manager_reads_per_second: float = 25.0
    manager_writes: int = 200
    manager_writes_per_second: float = 10.0
    manager_deletes: int = 200
    manager_deletes_per_second: float = 10.0

    # How it answers.
    unknown_members: bool = True
    """Sends members that no published schema has, as the service does."""
    page_size: int = 1000
    """The most sets on one page, however many `$top` asks for."""
    next_link_base: str | None = None
    """Scheme and authority put into every nextLink instead of the twin's own."""
    delete_polls: int = 1
    """How often the deletion of a zone is reported as going on."""
    delete_retry_after: int = 1
    incidents: list = field(default_factory=list)
    """See `azure_incidents`."""

    def check(self):
        """Raises ValueError for a value of another kind than the default's."""
        for one in dataclasses.fields(self):
            value, default = getattr(self, one.name), one.default
            numbers = isinstance(default, (int, float)) and not isinstance(default, bool)
            if numbers and (isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0):
                raise ValueError(f"{one.name} is a number, 0 or more, not {value!r}")
            if isinstance(default, (bool, str)) and not isinstance(value, type(default)):
                raise ValueError(f"{one.name} is of the kind {type(default).__name__}, not {value!r}")
