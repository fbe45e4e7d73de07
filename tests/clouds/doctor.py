#!/usr/bin/env python3
"""What `zonal doctor` finds: between both clouds, with everything in its place and with each thing out of it, and beside a
parent zone that delegates well, badly and not at all. It never writes, and never shows a secret."""

import base64
import json

import example
from clouds import SECRET, ZONE, holds, lacks, run, tests_of, wanted_names
from parent import delegating, silent
from report import Report, equal


def given_delegation(clouds, *names):
    return "".join(f"example NS {name}\n" for name in names or wanted_names(clouds))


def doctor(clouds, *arguments, code=0, resolver=None, **environment):
    """A run beside a parent that delegates as it should, unless another is given; it changes nothing and shows no secret."""
    with clouds.nothing_written():
        if resolver is None:
            with silent() as resolver:
                done = clouds.zonal("doctor", "--resolver", resolver, *arguments, code=code, **environment)
        else:
            done = clouds.zonal("doctor", "--resolver", resolver, *arguments, code=code, **environment)
    settings = clouds.azure_dns.twin.settings
    lacks(done, SECRET, settings.client_secret, settings.github_request_token)
    return done


def everything_is_in_its_place(clouds):
    example.deployed(clouds)
    with delegating(given_delegation(clouds)) as resolver:
        done = doctor(clouds, resolver=resolver)
    holds(done, "ok      aws: credentials from the environment (AWS_ACCESS_KEY_ID)", "ok      aws: AWS knows them as arn:aws:iam::",
          "ok      aws: the clock is right", "ok      example.com at aws: is there: Z", "may be planned; writing is not tried",
          "ok      example.com at aws: 4 name servers, as in zonal.lock",
          "ok      azure: credentials from a client secret (AZURE_CLIENT_SECRET)", "ok      azure: Azure knows them as the application ",
          "ok      azure: looks in the resource group `dns-prod-rg`", "ok      example.com at azure: the clock is right",
          "ok      example.com: com delegates to all 8 name servers", "nothing is missing")
    lacks(done, "warning", "problem", "help:")


def a_program_reads_the_same(clouds):
    example.deployed(clouds)
    with delegating(given_delegation(clouds)) as resolver:
        document = json.loads(doctor(clouds, "--format", "json", resolver=resolver).out)
    equal((document["version"], {one["verdict"] for one in document["findings"]}), (1, {"ok"}))
    equal({one["topic"] for one in document["findings"]},
          {"credentials", "clock", "rights", "settings", "zone", "name-servers", "delegation"})
    [delegation] = [one for one in document["findings"] if one["topic"] == "delegation"]
    equal((delegation["zone"], delegation["provider"], delegation["help"]), ("example.com", None, None))


def nobody_is_logged_in(clouds):
    example.deployed(clouds)
    done = doctor(clouds, code=1, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None, AZURE_CLIENT_SECRET=None)
    holds(done, "problem aws: there are no AWS credentials: tried the environment", "help: set AWS_PROFILE",
          "problem azure: found no way to log in to Azure", "help: run `az login`", "2 problems")
    # The name servers are known from zonal.lock, so the delegation is looked up all the same.
    with delegating(given_delegation(clouds)) as resolver:
        done = doctor(clouds, code=1, resolver=resolver, AWS_ACCESS_KEY_ID=None, AWS_SECRET_ACCESS_KEY=None)
    holds(done, "ok      example.com: com delegates to all 8 name servers")


def one_cloud_is_out_of_reach(clouds):
    example.deployed(clouds)
    with silent() as nowhere:
        done = doctor(clouds, code=1, AWS_ENDPOINT_URL_ROUTE_53=f"http://{nowhere}", AWS_ENDPOINT_URL_STS=f"http://{nowhere}")
    holds(done, "problem aws: cannot find hosted zones by their names: nobody answers at the address of Route 53",
          "ok      example.com at azure: is there")


def a_variable_of_the_source_is_not_set(clouds):
    example.deployed(clouds)
    done = doctor(clouds, code=1, AZURE_SUBSCRIPTION_ID=None)
    holds(done, "problem azure: infra.zonal:6:3: the environment variable `AZURE_SUBSCRIPTION_ID` is not set",
          "help: set it for this command", "ok      example.com at aws: is there")


def signing_beside_another_provider_is_told(clouds):
    example.deployed(clouds)
    with delegating(given_delegation(clouds)) as resolver:
        clouds.route53.twin.edit({"zone": ZONE, "signing": True})
        done = doctor(clouds, code=1, resolver=resolver)
        holds(done, "problem example.com at aws: Route 53 signs example.com", "multi-vendor configurations are not supported",
              "remove the DS records at the parent")


def rights_that_are_missing_are_named(clouds):
    example.deployed(clouds)
    clouds.route53.twin.settings.denied = ["route53:GetDNSSEC", "route53:ListResourceRecordSets", "route53:ListHostedZonesByName",
                                           "route53:ListHealthChecks"]
    clouds.azure_dns.twin.settings.denied_actions = ["Microsoft.Network/dnsZones/recordsets/read", "Microsoft.Network/dnsZones/all/read"]
    done = doctor(clouds, code=1)
    holds(done, "problem example.com at aws: cannot read example.com: AWS does not allow `route53:ListResourceRecordSets`",
          "AWS does not allow `route53:GetDNSSEC`", "help: allow `route53:GetDNSSEC` in an IAM policy",
          "warning aws: cannot list health checks", "problem example.com at azure: cannot read example.com", "help: give the login the role")
    # Zones are found by their identifiers in zonal.lock, so nobody needs to list them.
    lacks(done, "ListHostedZonesByName", "GetHostedZoneLimit")
    (clouds.folder / "zonal.lock").unlink()
    holds(doctor(clouds, code=1), "problem aws: cannot find hosted zones by their names: AWS does not allow `route53:ListHostedZonesByName`")


def a_clock_that_is_wrong(clouds):
    example.deployed(clouds)
    for twin in (clouds.route53.twin, clouds.azure_dns.twin):
        twin.clock.offset = 120
    done = doctor(clouds)
    holds(done, "warning aws: the clock of this machine is ", "s behind the provider's; help: set it",
          "warning example.com at azure: the clock of this machine is ")
    for twin in (clouds.route53.twin, clouds.azure_dns.twin):
        twin.clock.offset = 3600
    holds(doctor(clouds, code=1), "problem", "clock")


def a_zone_that_is_not_there_and_one_that_is_there_twice(clouds):
    example.deployed(clouds, steps=())
    done = doctor(clouds, code=1)
    holds(done, "problem example.com at aws: there is no public hosted zone of example.com", "problem example.com at azure: Azure DNS has no zone",
          "help: make it with `zonal zones create --zone example.com`", "the name servers at aws are not known, so the delegation is not compared")
    for reference in "ab":
        clouds.aws.api.create_hosted_zone(Name=ZONE, CallerReference=reference)
    holds(doctor(clouds, code=1), "problem example.com at aws: there are 2 public hosted zones of example.com: Z", "help: write the one")


def name_servers_that_are_not_in_the_lock(clouds):
    example.deployed(clouds)
    lock = clouds.folder / "zonal.lock"
    text = lock.read_text()
    some = wanted_names(clouds)[0]
    lock.write_text(text.replace(some, "ns.elsewhere.example."))
    holds(doctor(clouds, code=1), "zonal.lock names other name servers than were assigned: - ns.elsewhere.example. + " + some,
          "help: `zonal zones lock --zone example.com --provider ")
    lock.unlink()
    holds(doctor(clouds, code=1), "problem example.com at aws: zonal.lock does not know the name servers that were assigned")


def what_the_parent_says(clouds):
    example.deployed(clouds)
    names = wanted_names(clouds)
    with delegating("") as resolver:
        done = doctor(clouds, resolver=resolver)
        holds(done, "warning example.com: com does not delegate the zone", f"help: once it is deployed, enter at the registrar: {' '.join(names)}")
    with delegating(given_delegation(clouds, *names[1:], "ns.elsewhere.example.")) as resolver:
        done = doctor(clouds, code=1, resolver=resolver)
        holds(done, f"problem example.com: com delegates to other name servers: - ns.elsewhere.example. + {names[0]}",
              f"help: enter at the registrar: {' '.join(names)}")
    with silent() as resolver:
        done = doctor(clouds, resolver=resolver)
        holds(done, f"warning example.com: the delegation cannot be looked up: the resolver {resolver} cannot be reached: connection refused")


def a_delegation_that_needs_tcp(clouds):
    example.deployed(clouds)
    many = [f"{'very-long-name-' * 4}{number}.elsewhere.example." for number in range(13)]
    with delegating(given_delegation(clouds, *many)) as resolver:
        holds(doctor(clouds, code=1, resolver=resolver), "com delegates to other name servers", many[12])


def what_the_jobs_token_says(clouds):
    example.deployed(clouds)
    settings = clouds.azure_dns.twin.settings
    job = {"ACTIONS_ID_TOKEN_REQUEST_URL": f"{clouds.azure_dns.url}/github/oidc?api-version=2.0",
           "ACTIONS_ID_TOKEN_REQUEST_TOKEN": settings.github_request_token}
    done = doctor(clouds, "--ci", **job)
    holds(done, f"ok      the job's token: sub {settings.github_subject}, aud api://AzureADTokenExchange, iss https://token.actions",
          "aud sts.amazonaws.com")
    lacks(done, "eyJ")
    done = doctor(clouds, "--ci", code=1, **{**job, "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "wrong-but-secret"})
    holds(done, "problem", "GitHub gives no token", "help: give the job `permissions: id-token: write`")
    lacks(done, "wrong-but-secret")
    holds(doctor(clouds, "--ci", code=1), "problem this job has no identity token")


def what_a_token_in_a_file_says(clouds):
    example.deployed(clouds)
    claims = base64.urlsafe_b64encode(json.dumps({"sub": "project_path:a/b", "aud": "x"}).encode()).decode().rstrip("=")
    file = clouds.home / "token"
    file.write_text(f"head.{claims}.signature\n")
    done = doctor(clouds, "--ci", code=None, AZURE_FEDERATED_TOKEN_FILE=str(file))
    holds(done, "ok      AZURE_FEDERATED_TOKEN_FILE: sub project_path:a/b, aud x, iss none")
    lacks(done, claims)
    file.write_text("a secret, no token")
    lacks(doctor(clouds, "--ci", code=1, AZURE_FEDERATED_TOKEN_FILE=str(file)), "a secret")


def the_editors_extension(clouds):
    example.deployed(clouds)
    holds(doctor(clouds, "--editor-version", "0.2.3"), "warning the editor's extension is 0.2.3, this command ", "help: update this command")
    (clouds.home / ".vscode" / "extensions" / "zonal-dns.zonal-0.0.9").mkdir(parents=True)
    holds(doctor(clouds), "warning the editor's extension is 0.0.9", "help: update the extension")


def only_what_was_asked_for(clouds):
    example.deployed(clouds)
    done = doctor(clouds, "--provider", "azure")
    lacks(done, "aws: ", "at aws")
    holds(done, "example.com at azure: is there")
    holds(doctor(clouds, "--zone", "example.net", code=64), "the workspace has no zone `example.net`")
    holds(clouds.zonal("doctor", "--resolver", "dns.example", code=64), "a resolver is an address")


def no_workspace_and_mistakes(clouds):
    clouds.write("zone nonsense {\n")
    holds(doctor(clouds, code=1), "error")
    (clouds.folder / "zone.zonal").unlink()
    holds(doctor(clouds), "nothing is missing")


if __name__ == "__main__":
    report = Report("doctor")
    run(report, tests_of(globals()))
    report.end()
