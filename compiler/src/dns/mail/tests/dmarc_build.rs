//! Building DMARC policies.

use super::{assert_builds, assert_refuses};
use crate::dns::keyword::Builder::Dmarc;

#[test]
fn terms_become_a_record() {
    assert_builds(
        Dmarc,
        &[
            (
                r#"policy quarantine, rua "mailto:dmarc@example.com""#,
                "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.com",
            ),
            ("policy none", "v=DMARC1; p=none"),
            (
                r#"rua "mailto:a@example.com", policy reject, rua "MAILTO:b@example.net""#,
                "v=DMARC1; p=reject; rua=mailto:a@example.com,mailto:b@example.net",
            ),
            (
                "testing, psd no, spf-alignment strict, dkim-alignment relaxed, nonexistent-policy reject, \
                 subdomain-policy quarantine, policy none",
                "v=DMARC1; p=none; sp=quarantine; np=reject; adkim=r; aspf=s; psd=n; t=y",
            ),
            (
                r#"policy none, failure-options spf, failure-options any, ruf "mailto:f@example.com""#,
                "v=DMARC1; p=none; ruf=mailto:f@example.com; fo=1:s",
            ),
            (
                r#"policy none, rua "mailto:a%2Cb@example.com?subject=x""#,
                "v=DMARC1; p=none; rua=mailto:a%2Cb@example.com?subject=x",
            ),
        ],
    );
}

#[test]
fn wrong_terms_are_refused() {
    assert_refuses(
        Dmarc,
        &[
            (
                "",
                "missing-term [all] DMARC has no `policy` (write `policy` and `none`, `quarantine` or `reject`)",
            ),
            (
                r#"rua "mailto:a@example.com""#,
                "missing-term [all] DMARC has no `policy` (write `policy` and `none`, `quarantine` or `reject`)",
            ),
            (
                "polcy none",
                "unknown-term [polcy] unknown DMARC term `polcy` (did you mean `policy`?) -> policy",
            ),
            (
                "policy none, pct 50",
                "unknown-term [pct] `pct` was removed from DMARC (RFC 9989 removed it and receivers ignore it: a policy that is tried out is marked by `testing`, in the text `t=y`)",
            ),
            (
                "policy none, rf afrf",
                "unknown-term [rf] `rf` was removed from DMARC (RFC 9989 removed it and receivers ignore it: there is one report format)",
            ),
            (
                "policy none, ri 86400",
                "unknown-term [ri] `ri` was removed from DMARC (RFC 9989 removed it and receivers ignore it: reports come daily)",
            ),
            (
                "p=none",
                "unknown-term [p=none] unknown DMARC term `p=none` (the tag `p` is written `policy`) -> policy none",
            ),
            ("p none", "unknown-term [p] unknown DMARC term `p` (the tag `p` is written `policy`) -> policy"),
            (
                "policy none, fo 1",
                "unknown-term [fo] unknown DMARC term `fo` (the tag `fo` is written `failure-options`) -> failure-options",
            ),
            (
                "v=DMARC1, policy none",
                "unknown-term [v=DMARC1] unknown DMARC term `v=DMARC1` (leave it out: the builder writes the version itself)",
            ),
            (
                "policy none, frobnicate",
                "unknown-term [frobnicate] unknown DMARC term `frobnicate` (the terms are `policy`, `subdomain-policy`, `nonexistent-policy`, `dkim-alignment`, `spf-alignment`, `rua`, `ruf`, `failure-options`, `psd` and `testing`)",
            ),
            (
                "policy none, policy reject",
                "duplicate-term [policy reject & policy none] `policy` stands twice (remove one of the two)",
            ),
            (
                "policy none, failure-options all, failure-options any",
                "conflicting-terms [failure-options any & failure-options all] `failure-options any` contradicts `failure-options all` (keep `any`, which reports more, or `all`)",
            ),
            (
                r#"policy none, rua "mailto:a@example.com", rua "mailto:a@example.com""#,
                "duplicate-term [rua mailto:a@example.com & rua mailto:a@example.com] `mailto:a@example.com` stands twice (remove one of the two)",
            ),
        ],
    );
}

#[test]
fn wrong_values_are_refused() {
    assert_refuses(
        Dmarc,
        &[
            ("policy", "missing-term-value [policy] `policy` needs `none`, `quarantine` or `reject`"),
            (
                "policy none reject",
                "unexpected-term-value [reject] expected a comma after `none`, found `reject` (a term has one value; a list repeats it: `policy […, …]`)",
            ),
            (
                "policy quarantined",
                "invalid-term-value [quarantined] expected `none`, `quarantine` or `reject` after `policy`, found `quarantined` (did you mean `quarantine`?) -> quarantine",
            ),
            (
                "policy Reject",
                "invalid-term-value [Reject] expected `none`, `quarantine` or `reject` after `policy`, found `Reject` (write `reject`) -> reject",
            ),
            (
                "policy off",
                "invalid-term-value [off] expected `none`, `quarantine` or `reject` after `policy`, found `off`",
            ),
            (
                "policy none, dkim-alignment s",
                "invalid-term-value [s] expected `relaxed` or `strict` after `dkim-alignment`, found `s` (write `strict`) -> strict",
            ),
            (
                "policy none, failure-options 1",
                "invalid-term-value [1] expected `all`, `any`, `dkim` or `spf` after `failure-options`, found `1` (write `any`) -> any",
            ),
            (
                "policy none, testing yes",
                "unexpected-term-value [yes] expected nothing after `testing`, found `yes` (`testing` alone says it; leave the term out for the opposite)",
            ),
            (
                r#"policy none, rua "dmarc@example.com""#,
                "invalid-term-value [dmarc@example.com] expected a mailto: URI, found `dmarc@example.com` (write `mailto:` in front of the address) -> \"mailto:dmarc@example.com\"",
            ),
            (
                r#"policy none, rua "mailto://dmarc@example.com""#,
                "invalid-term-value [//] unexpected `//` after `mailto:` (write the address right after the colon) -> \"mailto:dmarc@example.com\"",
            ),
            (
                r#"policy none, rua "mailto:dmarc""#,
                "invalid-term-value [dmarc] expected a mail address, found `dmarc`",
            ),
            (
                r#"policy none, rua "mailto:@example.com""#,
                "invalid-term-value [@example.com] expected a local part before `@example.com`, found nothing",
            ),
            (
                r#"policy none, rua "mailto:dmarc@localhost""#,
                "invalid-term-value [localhost] expected a full domain name, found the single label `localhost` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                r#"policy none, rua "mailto:a@example.com,mailto:b@example.com""#,
                "invalid-term-value [,] unexpected `,` in a report URI (one term holds one URI: write a list `[\"…\", \"…\"]` for several, or `%2C` for the comma itself)",
            ),
            (
                r#"policy none, rua "mailto:a@example.com; p=reject""#,
                "invalid-term-value [ ] unexpected ` ` in a URI (percent-encode it, or remove it)",
            ),
            (
                r#"policy none, rua "mailto:a@example.com!10m""#,
                "invalid-term-value [!10m] the size limit after `!` was removed from report URIs (receivers ignore it: remove it) -> \"mailto:a@example.com\"",
            ),
            (
                r#"policy none, rua "mailto:a!b@example.com""#,
                "invalid-term-value [!] unexpected `!` in a report URI (write `%21` instead)",
            ),
            (
                r#"policy none, rua "https://example.com/dmarc""#,
                "invalid-term-value [https://example.com/dmarc] expected a mailto: URI, found `https://example.com/dmarc`",
            ),
            (
                r#"policy none, rua "mailto:dmarc@bücher.example""#,
                "invalid-term-value [ü] unexpected `ü` in a URI (a URI is ASCII: write a domain in its `xn--` form and percent-encode the rest)",
            ),
            (r#"policy none, rua"#, "missing-term-value [rua] `rua` needs a URI"),
        ],
    );
}
