"""The example of one zone at two clouds, at both twins, and what they must hold then."""

from clouds import holds

from cloud_clients import wanted

FAST = ("provider aws = route53 {}", "provider aws = route53 { requests-per-second 1000 }")
SPLIT = {("api-internal", "A"), ("api-internal-azure", "CNAME")}
COMMON = {
    ("@", "A", None): wanted(300, "A", "203.0.113.10", "203.0.113.11"),
    ("@", "AAAA", None): wanted(300, "AAAA", "2001:db8::1", "2001:db8::2"),
    ("@", "MX", None): wanted(3600, "MX", "10 mail.example.com."),
    ("@", "TXT", None): wanted(3600, "TXT", '"v=spf1 mx -all"'),
    ("app", "CNAME", None): wanted(300, "CNAME", "app.cloudfront.net."),
    ("api", "CNAME", None): wanted(300, "CNAME", "api-fd.azurefd.net."),
    ("canary", "CNAME", None): wanted(60, "CNAME", "canary.cloudfront.net."),
    ("mail", "A", None): wanted(300, "A", "203.0.113.25"),
}


def deployed(clouds, steps=("zones", "deploy")):
    """The example at both clouds, asked faster than an account that others use too may be."""
    clouds.example()
    clouds.edit(*FAST, name="infra.zonal")
    if "zones" in steps:
        clouds.zonal("zones", "create")
    if "deploy" in steps:
        clouds.deploy()
    return clouds


def data(sets):
    """All sets but the SOA and the apex NS."""
    return {key: value for key, value in sets.items() if key[:2] not in (("@", "SOA"), ("@", "NS"))}


def settled_without_a_write(clouds):
    """Neither a plan nor a deploy finds anything to do, and nobody is asked to change anything."""
    with clouds.nothing_written():
        holds(clouds.zonal("plan", "--detailed-exitcode"), "nothing to do")
        holds(clouds.zonal("drift"), "no drift: 1 zone at 2 providers")
        holds(clouds.deploy(), "nothing to do")
    holds(clouds.zonal("status"), "finished")


def negative(sets):
    """For how many seconds absence is cached: the lower of the SOA's TTL and its MINIMUM (RFC 2308 section 5)."""
    ttl, (soa,) = sets["@", "SOA", None]
    return min(ttl, int(soa.split()[-1]))
