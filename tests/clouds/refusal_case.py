"""One way in which a cloud can refuse."""

from dataclasses import dataclass, field

from clouds import PROVIDERS, ZONE


@dataclass
class Case:
    """A workspace, what is done to the cloud before, a command, and what must come of it."""

    label: str
    says: tuple
    """What the message must hold: the permission, variable or command that mends it."""
    prepare: object = lambda clouds: None
    arguments: tuple = ("plan",)
    code: int = 1
    errors: int = 1
    on: str = "aws"
    body: str = "  www A 192.0.2.1"
    providers: str = PROVIDERS
    settings: dict = field(default_factory=dict)
    variables: object = field(default_factory=dict)
    """A dictionary, or what makes one of the clouds."""
    tries_to_write: bool = False
    """Whether the refusal can only be known by trying."""

    def environment(self, clouds):
        given = self.variables(clouds) if callable(self.variables) else self.variables
        # Nobody asks the real metadata service of a virtual machine.
        return {"AZURE_POD_IDENTITY_AUTHORITY_HOST": "http://127.0.0.1:9", **given}


DEPLOY = ("deploy", "--yes")
CREATE = ("zones", "create")


def aws_zone(clouds, name=ZONE, private=False, reference="by hand"):
    """A hosted zone as somebody made it; its id."""
    more = {"VPC": {"VPCRegion": "eu-west-1", "VPCId": "vpc-1"}, "HostedZoneConfig": {"PrivateZone": True}} if private else {}
    made = clouds.aws.api.create_hosted_zone(Name=name, CallerReference=reference, **more)
    return made["HostedZone"]["Id"].rpartition("/")[2]


def azure_zone(clouds):
    clouds.azure.create_zone(ZONE)


def both_zones(clouds):
    aws_zone(clouds)
    azure_zone(clouds)
    clouds.zonal("zones", "lock")


def deny(*actions, then=None):
    """The zone is there; the actions are not allowed from now on."""
    def prepare(clouds):
        (then or aws_zone)(clouds)
        clouds.route53.twin.configure({"denied": list(actions)})
    return prepare


def refuse(*actions, then=azure_zone):
    def prepare(clouds):
        then(clouds)
        clouds.azure_dns.twin.configure({"denied_actions": list(actions)})
    return prepare


def fault(side, kind, then=None, **how):
    """The zone is there; from now on the fault strikes at every request that it fits."""
    def prepare(clouds):
        (then or (aws_zone if side == "route53" else azure_zone))(clouds)
        getattr(clouds, side).twin.faults.add(kind, **{"times": 0, **how})
    return prepare


def nothing(_):
    """No zone is there."""
