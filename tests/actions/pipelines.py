#!/usr/bin/env python3
"""The three workflows, run as GitHub runs them, against doubles of GitHub and of both clouds: what a pull request, a deploy
and a drift look like to whoever reads their checks, comments, summaries and issues."""

import hashlib
import io
import os
import re
import sys
import tarfile

from markdown_it import MarkdownIt

from repository import TEMPLATES, TESTS, tests_of

from clouds import ZONE, run
from report import Report, equal

MARK = "<!-- zonal:plan:default -->"


def has_in_order(text, *parts):
    """All of the parts, in this order."""
    at = 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            raise AssertionError(f"no {part!r} behind character {at} of\n{text[:3000]}")
        at = found + len(part)


def hasnt(text, *parts):
    for part in parts:
        if part in text:
            raise AssertionError(f"{part!r} is in\n{text[:3000]}")


def results(jobs, **expected):
    for name, result in expected.items():
        if jobs[name].result != result:
            raise AssertionError(f"{name}: {jobs[name].result} instead of {result}\n{jobs[name].log}\n{jobs[name].steps}")


def asked(clouds):
    """How many requests both clouds have had so far."""
    return len(clouds.route53.twin.log) + len(clouds.azure_dns.twin.log)


def markdown(text):
    """Markdown as HTML, with tables as GitHub has them."""
    return MarkdownIt("commonmark", {"linkify": False}).enable(["table", "strikethrough"]).render(text)


def outside_code(html, *words):
    """Those of the words that stand outside of code, where they would act."""
    bare = re.sub(r"<code>.*?</code>", "", html, flags=re.DOTALL)
    return [word for word in words if word in bare]


def workflow(name):
    return (TEMPLATES / name).read_text()


def recipe(name):
    """A workflow as the README has it."""
    [text] = [block for block in (TESTS.parent / "README.md").read_text().split("```yaml\n")
              if block.startswith(f"# .github/workflows/{name}\n")]
    return text.split("```")[0]


def archive(given, version):
    """A release at the double of GitHub; the path of its archive."""
    octets, name = io.BytesIO(), f"zonal-{version}-x86_64-unknown-linux-musl.tar.gz"
    with tarfile.open(fileobj=octets, mode="w:gz") as tar:
        tar.add(os.path.realpath(given.path / "zonal"), "zonal")
    files, folder = given.hub.twin.files, f"/releases/v{version}"
    files[f"{folder}/{name}"] = octets.getvalue()
    files[f"{folder}/SHA256SUMS"] = f"{hashlib.sha256(octets.getvalue()).hexdigest()}  {name}\n".encode()
    return f"{folder}/{name}"


def a_pull_request_with_an_error(given):
    with given.pull_request():
        given.edit("app     CNAME  app.cloudfront.net.", "app     CNAME  app.cloudfront.net")
    jobs = given.check()
    results(jobs, check="failure", plan="skipped")
    [error] = [one for one in jobs["check"].annotations if one.level == "error"]
    equal((error.file, error.line, error.title), ("example.com.zonal", "13", "trailing-dot-target"), "the annotation")
    has_in_order(jobs["check"].summary, "### Zonal check: 1 error", "`example.com.zonal:13`", "[`trailing-dot-target`](https://")


def a_pull_request_that_changes_an_address(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    jobs = given.check()
    results(jobs, check="success", plan="success")
    equal(jobs["check"].messages("error") + jobs["plan"].messages("warning"), [])
    [comment] = given.comments()
    has_in_order(comment["body"], MARK, "0 to create, 2 to change, 0 to delete", "| change | `mail A` | 5m |",
                 "`203.0.113.25` → `203.0.113.26` | `aws`, `azure` | `example.com.zonal:19` |", "plan `sha256:", "commit `")
    has_in_order(comment["body"], f"commit `{given.git('rev-parse', 'change-7')[:12]}`")
    equal(comment["body"], jobs["plan"].summary, "the comment and the summary")
    has_in_order(jobs["check"].summary, "### Zonal diff: 0 to create, 2 to change, 0 to delete")


def a_dangerous_pull_request(given):
    given.hub.twin.somebody_comments(7, f"{MARK}\nnothing to see here")
    with given.pull_request():
        given.edit("10 mail", "20 mail")
        given.edit("canary  CNAME  canary.cloudfront.net.  ttl volatile\n", "")
        given.edit("203.0.113.25", "203.0.113.26")
    jobs = given.check()
    results(jobs, check="success", plan="success")
    [comment] = given.comments()
    has_in_order(comment["body"], "### Zonal plan: blocked", "#### Blocked", "MX needs confirmation", "`--confirm example.com:MX`",
                 "#### Look at these first", "`@ MX`", "**delete** | `canary CNAME`", "#### `example.com`", "`mail A`")
    hasnt(comment["body"], "sha256:")
    blocked = [one for one in jobs["plan"].annotations if one.title == "blocked"]
    equal({(one.level, one.file, one.line) for one in blocked}, {("warning", "example.com.zonal", "17")})
    # A push to the branch changes the same comment, and nobody else's.
    with given.pull_request():
        given.edit("10 mail", "30 mail")
    given.check()
    [again] = given.comments()
    equal(again["id"], comment["id"], "the comment")
    has_in_order(again["body"], "`10 mail.example.com.` → `30 mail.example.com.`")
    equal(len(given.hub.twin.comments[7]), 2, "comments")


def a_pull_request_from_a_fork(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
        given.edit("10 mail", "20 mail")
    before = asked(given.clouds)
    jobs = given.check(fork=True)
    results(jobs, check="success", plan="skipped")
    equal(asked(given.clouds) - before, 0, "requests to the clouds")
    equal(len(given.hub.twin.log), 0, "requests to GitHub")
    has_in_order(jobs["check"].summary, "### Zonal check: no problems", "### Zonal diff: blocked", "`--confirm example.com:MX`")


def a_plan_that_fails_takes_the_old_one_out_of_the_comment(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    given.check()
    jobs = given.check(variables={"ZONAL_PLAN_AZURE_CLIENT_ID": "another"})
    results(jobs, check="success", plan="failure")
    [comment] = given.comments()
    has_in_order(comment["body"], MARK, "could not be read")
    hasnt(comment["body"], "sha256:")


def a_variable_that_is_not_set(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    jobs = given.check(variables={"AZURE_SUBSCRIPTION_ID": ""})
    results(jobs, check="success", plan="failure")
    has_in_order(jobs["plan"].log, "AZURE_SUBSCRIPTION_ID", "help:")
    has_in_order(given.comments()[0]["body"], "### Zonal plan: ended with exit code 1", "AZURE_SUBSCRIPTION_ID")


def a_comment_that_github_does_not_take_fails_the_job(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    given.hub.twin.faults.add("500", on="writes", at=1)
    jobs = given.check()
    results(jobs, plan="failure")
    has_in_order(jobs["plan"].log, "the comment could not be written (HTTP 500)")


def a_comment_that_the_token_may_not_write_is_told(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    text = workflow("dns-check.yml").replace("pull-requests: write", "pull-requests: read")
    jobs = given.check(text=text)
    results(jobs, plan="success")
    has_in_order("\n".join(jobs["plan"].messages("warning")), "the comment could not be written, as the token may not (HTTP 403)")


def more_changes_than_a_comment_holds(given):
    records = "".join(f"  h{number:04}  A  203.0.113.{number % 250}\n" for number in range(1500))
    with given.pull_request():
        given.write("more.zonal", "extend zone example.com {\n  allow(address-documentation: \"an example\")\n" + records + "}\n")
    jobs = given.check()
    results(jobs, check="success", plan="success")
    [comment] = given.comments()
    shown = comment["body"].count("| create | `")
    if not 200 < shown < 1500 or len(comment["body"]) > 65536:
        raise AssertionError(f"{shown} rows, {len(comment['body'])} characters")
    has_in_order(comment["body"], f"{1500 - shown:,} record sets more are not shown", "<sub>plan `sha256:")
    equal(jobs["plan"].summary.count("| create | `"), 1500, "rows in the summary")


def a_deploy(given):
    given.edit("203.0.113.25", "203.0.113.26")
    given.commit("Move mail")
    jobs = given.deploy()
    results(jobs, plan="success", deploy="success")
    equal(given.clouds.aws.sets(ZONE)["mail", "A", None][1], {"203.0.113.26"})
    equal(given.clouds.azure.sets(ZONE)["mail", "A", None][1], {"203.0.113.26"})
    has_in_order(jobs["deploy"].summary, "### Zonal deploy: ended with exit code 0", "read back and as planned")
    again = given.deploy()
    results(again, plan="success", deploy="skipped")


def a_deploy_whose_approval_is_stale(given):
    given.edit("203.0.113.25", "203.0.113.26")
    given.commit("Move mail")
    def approve(environment):
        equal(environment, "production")
        given.clouds.aws.put(ZONE, "app", "CNAME", 300, "elsewhere.example.")
    jobs = given.deploy(approve=approve)
    results(jobs, plan="success", deploy="failure")
    has_in_order(jobs["deploy"].log, "example.com at provider `aws`", "plan anew", "nothing was written")
    equal(given.clouds.aws.sets(ZONE)["mail", "A", None][1], {"203.0.113.25"})
    equal(given.clouds.azure.sets(ZONE)["mail", "A", None][1], {"203.0.113.25"})


def a_deploy_of_a_plan_that_somebody_edited(given):
    given.edit("203.0.113.25", "203.0.113.26")
    given.commit("Move mail")
    def approve(_):
        [plan] = given.folder.glob("run-*/artifacts/zonal-plan/*.json")
        plan.write_text(plan.read_text().replace("203.0.113.26", "203.0.113.66"))
    jobs = given.deploy(approve=approve)
    results(jobs, plan="success", deploy="failure")
    has_in_order(jobs["deploy"].log, "is not the plan that was approved: its digest is sha256:")


def a_deploy_of_a_plan_of_another_commit(given):
    given.edit("203.0.113.25", "203.0.113.26")
    given.commit("Move mail")
    def approve(_):
        given.edit("203.0.113.26", "203.0.113.27")
        given.commit("Move mail again")
    jobs = given.deploy(approve=approve)
    results(jobs, plan="success", deploy="failure")
    has_in_order(jobs["deploy"].log, "the source: example.com.zonal has changed", "nothing was written")


def a_deploy_that_needs_a_consent(given):
    given.edit("10 mail", "20 mail")
    given.commit("Prefer another host")
    jobs = given.deploy()
    results(jobs, plan="failure", deploy="skipped")
    has_in_order("\n".join(jobs["plan"].messages("error")), "run this workflow by hand with the words that the plan asks for")
    jobs = given.deploy("workflow_dispatch", inputs={"confirm": "example.com:MX"})
    results(jobs, plan="success", deploy="success")
    has_in_order(jobs["plan"].summary, "Consented to: `--confirm example.com:MX`", "#### Look at these first", "`@ MX`")
    equal(given.clouds.aws.sets(ZONE)["@", "MX", None][1], {"20 mail.example.com."})


def a_zone_that_drifts(given):
    jobs = given.drift()
    results(jobs, drift="success")
    has_in_order(jobs["drift"].summary, "### Zonal drift: none, in 1 zone at 2 providers", "UTC")
    equal((given.issues("open"), given.hub.twin.beats), ([], 1))
    given.clouds.aws.put(ZONE, "app", "CNAME", 300, "elsewhere.example.")
    jobs = given.drift()
    results(jobs, drift="failure")
    has_in_order("\n".join(jobs["drift"].messages("error")), "live 5m  elsewhere.example., source 5m  app.cloudfront.net.", "there is drift")
    [issue] = given.issues("open")
    equal(issue["title"], "DNS drift (default)")
    has_in_order(issue["body"], "<!-- zonal:drift:default -->", "| edited | `app CNAME` |", "#### The providers differ")
    # A second run brings the same issue up to date; one of a provider that cannot be read leaves it alone.
    given.clouds.azure.put(ZONE, "app", "CNAME", 300, cname_record={"cname": "elsewhere.example."})
    given.drift()
    [again] = given.issues("open")
    equal(again["number"], issue["number"], "the issue")
    has_in_order(again["body"], "agree with each other, and not with the source")
    given.drift(variables={"ZONAL_PLAN_AZURE_CLIENT_ID": "another"})
    equal(given.issues("open"), [again])
    given.clouds.deploy()
    results(given.drift(), drift="success")
    equal(([], 1), (given.issues("open"), len(given.issues("closed"))))


def a_provider_that_cannot_be_reached_is_no_drift(given):
    given.clouds.aws.put(ZONE, "app", "CNAME", 300, "elsewhere.example.")
    jobs = given.drift(variables={"ZONAL_PLAN_AZURE_CLIENT_ID": "another"})
    results(jobs, drift="failure")
    equal((given.issues("open"), given.hub.twin.beats), ([], 0), "issues and heartbeats")
    has_in_order("\n".join(jobs["drift"].messages("error")), "drift could not be looked for, which says nothing about whether there is any")


# What a value must not do: make a heading, a link, a mention, HTML, a row of a table, or a command to the runner.
HOSTILE = (
    "x\\010::error::injected", "100%0A::warning::injected", "##[error]injected", "::set-output name=a::b",
    "a|b|c", "`code` ``more``", "@octocat and #1 and octo/zones#2", "<img src=x onerror=alert(1)><!-- zonal:plan:default -->",
    "[click](https://evil.example)", "![image](https://evil.example/a.png)", "https://evil.example www.evil.example",
    "**bold** _it_ ~~gone~~ \\$x\\$", "</sub></details>&lt;b&gt;", "| --- | --- |", "\\226\\128\\174gnp.exe",
)


def values_full_of_markdown_and_commands(given):
    def escaped(value):
        return value.replace('"', '\\"')
    with given.pull_request():
        lines = [f'  v{number}  TXT  "{escaped(value)}"\n' for number, value in enumerate(HOSTILE)]
        given.write("values.zonal", "extend zone example.com {\n" + "".join(lines) + "}\n")
    jobs = given.check()
    results(jobs, check="success", plan="success")
    both = jobs["check"].annotations + jobs["plan"].annotations
    equal([one.message for one in both if "injected" in one.message], [], "annotations that a value made")
    [comment] = given.comments()
    for body in (comment["body"], jobs["check"].summary.split("### Zonal diff")[1]):
        html = markdown(body)
        hasnt(html, "<a ", "<img", "<strong>bold", "<em>", "<s>", "onerror=alert(1)>", "<b>")
        equal(outside_code(html, "@octocat", "octo/zones#2", "evil.example", "$x$"), [])
        rows = [line for line in body.splitlines() if line.startswith("| create | `v")]
        equal(len(rows), len(HOSTILE), "rows")
        # A value that ended its cell would push the place in the source out of the table.
        equal(html.count("<td><code>values.zonal:"), len(HOSTILE), "rows whose last cell is the place")
    equal(comment["body"].count("<!-- zonal:"), 1 + comment["body"].count("`\"<img"), "marks")


def an_error_about_a_hostile_value(given):
    with given.pull_request():
        given.write("values.zonal", 'extend zone example.com {\n  v  A  "x%0A::error::injected | @octocat <b>`"\n}\n')
    jobs = given.check()
    results(jobs, check="failure")
    equal([one.message for one in jobs["check"].annotations if one.message == "injected"], [])
    html = markdown(jobs["check"].summary)
    hasnt(html, "<b>")
    equal(outside_code(html, "@octocat"), [])


def a_cloud_that_is_away_is_no_drift(given):
    """Nobody answers at all; the other cloud's drift is told, and called what it is not."""
    given.clouds.aws.put(ZONE, "app", "CNAME", 300, "elsewhere.example.")
    jobs = given.drift(environment={"AZURE_RESOURCE_MANAGER_ENDPOINT": "http://127.0.0.1:1", "AZURE_AUTHORITY_HOST": "http://127.0.0.1:1"})
    results(jobs, drift="failure")
    has_in_order(jobs["drift"].summary, "1 zone could not be read", "Could not be read")
    equal((given.issues("open"), given.hub.twin.beats), ([], 0), "issues and heartbeats")


def a_checkout_stays_as_it_is(given):
    """As one that cannot be written to has to: nothing is left behind by what only reads."""
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    given.check()
    given.drift()
    for workspace in given.folder.glob("run-*/*/workspace"):
        equal(given.git("-C", str(workspace), "status", "--porcelain", "--ignored"), "", str(workspace))


def a_clone_without_the_base(given):
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    text = workflow("dns-check.yml").replace("fetch-depth: 2", "fetch-depth: 1")
    jobs = given.check(text=text)
    results(jobs, check="failure")
    has_in_order(jobs["check"].log, "this clone has no revision `HEAD^1`", "`fetch-depth: 0`")


def an_installation_from_a_release(given):
    archive(given, "0.1.0")
    given.environment["PATH"] = given.environment["PATH"].removeprefix(f"{given.path}:")
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    text = workflow("dns-check.yml").replace("command: check", f"command: check\n          mirror: {given.hub.url}/releases")
    jobs = given.check(fork=True, text=text)
    results(jobs, check="success")
    has_in_order(jobs["check"].log, "/zonal-0.1.0/zonal, zonal 0.1.0")
    # The step after it finds the same one on PATH.
    equal(jobs["check"].log.count("using "), 2)
    equal(len([one for one in given.hub.twin.log if one["path"].endswith(".tar.gz")]), 1, "downloads")


def an_archive_that_is_not_what_it_should_be(given):
    name = archive(given, "0.1.0")
    given.hub.twin.files[name] += b"more"
    given.environment["PATH"] = given.environment["PATH"].removeprefix(f"{given.path}:")
    with given.pull_request():
        given.edit("203.0.113.25", "203.0.113.26")
    text = workflow("dns-check.yml").replace("command: check", f"command: check\n          mirror: {given.hub.url}/releases")
    jobs = given.check(fork=True, text=text)
    results(jobs, check="failure")
    has_in_order("\n".join(jobs["check"].messages("error")), "is not what its checksum says, so it was not unpacked")


def a_recipe_for_pull_requests(given):
    with given.pull_request():
        given.edit("10 mail", "20 mail")
    jobs = given.check(fork=True, text=recipe("dns-check.yml"))
    results(jobs, check="success")
    has_in_order(jobs["check"].summary, "### Zonal check: no problems", "### Zonal diff: blocked", "`10 mail.example.com.` → `20 mail.example.com.`")


def a_recipe_for_main(given):
    given.edit("203.0.113.25", "203.0.113.26")
    given.commit("Move mail")
    results(given.deploy(text=recipe("dns-deploy.yml")), deploy="success")
    equal(given.clouds.aws.sets(ZONE)["mail", "A", None][1], {"203.0.113.26"})
    equal(given.clouds.azure.sets(ZONE)["mail", "A", None][1], {"203.0.113.26"})
    nothing = given.deploy(text=recipe("dns-deploy.yml"))
    results(nothing, deploy="success")
    given.edit("10 mail", "20 mail")
    given.commit("Prefer another host")
    blocked = given.deploy(text=recipe("dns-deploy.yml"))
    results(blocked, deploy="failure")
    has_in_order(blocked["deploy"].log, "MX needs confirmation", "--confirm example.com:MX")


def a_recipe_for_a_schedule(given):
    results(given.drift(text=recipe("dns-drift.yml")), drift="success")
    given.clouds.aws.put(ZONE, "app", "CNAME", 300, "elsewhere.example.")
    results(given.drift(text=recipe("dns-drift.yml")), drift="failure")
    equal(len(given.issues("open")), 1)


if __name__ == "__main__":
    report = Report("pipelines")
    wanted = sys.argv[1:]
    run(report, [test for test in tests_of(globals()) if not wanted or test.__name__ in wanted])
    report.end()
