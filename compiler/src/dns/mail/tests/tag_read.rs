//! Reading the records that are lists of tags.

use super::assert_finds;
use super::key::{ED25519, RSA_512, RSA_1024, RSA_2048};
use crate::dns::mail::{Problem, TagRecord, bimi, dkim, dmarc, mta_sts, tls_rpt};

/// The problems of a text that is such a record.
fn problems_of(check: impl Fn(&[u8]) -> Option<TagRecord<'_>>) -> impl Fn(&[u8]) -> Vec<Problem> {
    move |text| check(text).expect("such a record").problems
}

#[test]
fn dmarc_records_without_problems() {
    assert_finds(
        problems_of(dmarc::check),
        &[
            ("v=DMARC1; p=none", ""),
            ("v=DMARC1;p=none;", ""),
            ("v = DMARC1 ; p = Reject ; ", ""),
            (
                "v=DMARC1; p=none; sp=quarantine; np=reject; adkim=s; aspf=r; psd=u; t=y; \
                 rua=mailto:a@example.com , mailto:b@example.net; ruf=mailto:c@example.com; fo=1:d:s",
                "",
            ),
        ],
    );
}

#[test]
fn dmarc_problems() {
    assert_finds(
        problems_of(dmarc::check),
        &[
            (
                "v=DMARC1",
                "dmarc-syntax error [v=DMARC1] the DMARC record has no `p` tag (receivers ignore the record: add `p=none`, `p=quarantine` or `p=reject` after the version)",
            ),
            (
                "v=DMARC1; rua=mailto:a@example.com",
                "dmarc-syntax warning [v=DMARC1; rua=mailto:a@example.com] the DMARC record has no `p` tag (receivers act as if it said `p=none`: add `p=none`, `p=quarantine` or `p=reject` after the version)",
            ),
            (
                "v=dmarc1; p=none",
                "dmarc-syntax error [v=dmarc1] expected `v=DMARC1`, found `v=dmarc1` (receivers ignore any other version, its case included) -> v=DMARC1",
            ),
            (
                "v=DMARC2; p=none",
                "dmarc-syntax error [v=DMARC2] expected `v=DMARC1`, found `v=DMARC2` (receivers ignore any other version, its case included) -> v=DMARC1",
            ),
            (
                " v=DMARC1; p=none",
                "dmarc-syntax error [ ] unexpected white space before `v=DMARC1` (receivers ignore a record that does not begin with its version) -> ",
            ),
            (
                "v=DMARC1 p=none",
                "dmarc-syntax error [v=DMARC1 p=none] expected `v=DMARC1`, found `v=DMARC1 p=none` (put a semicolon between two tags)",
            ),
            (
                "v=DMARC1, p=none",
                "dmarc-syntax error [v=DMARC1, p=none] expected `v=DMARC1`, found `v=DMARC1, p=none` (put a semicolon between two tags)",
            ),
            (
                "V=DMARC1; p=none",
                "dmarc-syntax error [V=DMARC1] expected `v=DMARC1`, found `V=DMARC1` (receivers ignore any other version, its case included) -> v=DMARC1",
            ),
            ("v=DMARC1;; p=none", "dmarc-syntax error [;;] expected a tag before `;`, found nothing"),
            (
                "v=DMARC1; p:none",
                "dmarc-syntax error [p:none] expected `=` after a tag's name, found `p:none` (a tag and its value are joined by `=`) -> p=none",
            ),
            (
                "v=DMARC1; none",
                "dmarc-syntax error [none] expected `=` after a tag's name, found `none` (a tag is written `name=value`; semicolons stand between tags)",
            ),
            (
                "v=DMARC1; p=none; p=reject",
                "dmarc-syntax error [p=reject] tag `p` stands twice (keep one of `none` and `reject`)",
            ),
            (
                "v=DMARC1; p=monitor",
                "dmarc-syntax error [monitor] expected `none`, `quarantine` or `reject` after `p=`, found `monitor`",
            ),
            (
                "v=DMARC1; p=",
                "dmarc-syntax error [p=] expected `none`, `quarantine` or `reject` after `p=`, found nothing",
            ),
            (
                "v=DMARC1; p=none rua=mailto:a@example.com",
                "dmarc-syntax error [none rua=mailto:a@example.com] expected `none`, `quarantine` or `reject` after `p=`, found `none rua=mailto:a@example.com` (put a semicolon between two tags)",
            ),
            (
                "v=DMARC1; p=quarantin",
                "dmarc-syntax error [quarantin] expected `none`, `quarantine` or `reject` after `p=`, found `quarantin` (did you mean `quarantine`?) -> quarantine",
            ),
            (
                "v=DMARC1; p=none; adkim=strict",
                "dmarc-syntax error [strict] expected `r` or `s` after `adkim=`, found `strict` (write `s`) -> s",
            ),
            (
                "v=DMARC1; p=none; pct=50; rf=afrf; ri=3600",
                "dmarc-removed-tag info [pct] tag `pct` was removed from DMARC (RFC 9989 removed it and receivers ignore it: a policy that is tried out is marked by `testing`, in the text `t=y`)\n\
             dmarc-removed-tag info [rf] tag `rf` was removed from DMARC (RFC 9989 removed it and receivers ignore it: there is one report format)\n\
             dmarc-removed-tag info [ri] tag `ri` was removed from DMARC (RFC 9989 removed it and receivers ignore it: reports come daily)",
            ),
            (
                "v=DMARC1; p=none; RUA=mailto:a@example.com",
                "dmarc-syntax warning [RUA] unknown DMARC tag `RUA` (tags are lower case: `rua`) -> rua",
            ),
            (
                "v=DMARC1; rua=mailto:a@example.com; policy=none",
                "dmarc-syntax warning [policy] unknown DMARC tag `policy` (did you mean `p`?) -> p\n\
             dmarc-syntax warning [v=DMARC1; rua=mailto:a@example.com; policy=none] the DMARC record has no `p` tag (receivers act as if it said `p=none`: add `p=none`, `p=quarantine` or `p=reject` after the version)",
            ),
            // What was meant is there already.
            ("v=DMARC1; p=none; P=none", "dmarc-syntax info [P] unknown DMARC tag `P` (receivers ignore it)"),
            (
                "v=DMARC1; p=none; policy=none",
                "dmarc-syntax info [policy] unknown DMARC tag `policy` (receivers ignore it)",
            ),
            (
                "v=DMARC1; p=none; ruaa=mailto:a@example.com",
                "dmarc-syntax warning [ruaa] unknown DMARC tag `ruaa` (did you mean `rua`?) -> rua",
            ),
            ("v=DMARC1; p=none; x=1", "dmarc-syntax info [x] unknown DMARC tag `x` (receivers ignore it)"),
            (
                "v=DMARC1; p=none; t=yes",
                "dmarc-syntax error [yes] expected `y` or `n` after `t=`, found `yes` (write `y`) -> y",
            ),
            (
                "v=DMARC1; p=none; t=maybe",
                "dmarc-syntax error [maybe] expected `y` or `n` after `t=`, found `maybe`",
            ),
            (
                "v=DMARC1; p=none; rua=a@example.com",
                "dmarc-syntax error [a@example.com] expected a mailto: URI, found `a@example.com` (write `mailto:` in front of the address) -> mailto:a@example.com",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@example.com, b@example.com",
                "dmarc-syntax error [b@example.com] expected a mailto: URI, found `b@example.com` (write `mailto:` in front of the address) -> mailto:b@example.com",
            ),
            (
                "v=DMARC1; p=none; rua=",
                "dmarc-syntax error [rua=] expected a URI after `rua=`, found nothing",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@example.com!10m",
                "dmarc-removed-tag info [!10m] the size limit after `!` was removed from report URIs (receivers ignore it: remove it) -> ",
            ),
            (
                "v=DMARC1; p=none; rua=https://example.com/r",
                "dmarc-syntax warning [https://example.com/r] no reports are sent to `https:` addresses (receivers support `mailto:`)",
            ),
            (
                "v=DMARC1; p=none; rua=mailto:a@localhost",
                "dmarc-syntax error [localhost] expected a full domain name, found the single label `localhost` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                "v=DMARC1; p=none; fo=1",
                "dmarc-syntax info [1] `fo` has no effect without `ruf` (say with `ruf=` where failure reports are sent to)",
            ),
            (
                "v=DMARC1; p=none; fo=0:1; ruf=mailto:a@example.com",
                "dmarc-syntax error [0:1] `fo` holds both `0` and `1`, which contradict each other (keep `1`, which reports more, or `0`)",
            ),
            (
                "v=DMARC1; p=none; fo=d:d; ruf=mailto:a@example.com",
                "dmarc-syntax error [d:d] an option stands twice in `fo` (write each option once)",
            ),
            (
                "v=DMARC1; p=none; fo=2; ruf=mailto:a@example.com",
                "dmarc-syntax error [2] expected `0`, `1`, `d` or `s` after `fo=`, found `2`",
            ),
            (
                "v=DMARC1; p=nöne",
                "dmarc-syntax error [nöne] expected `none`, `quarantine` or `reject` after `p=`, found `nöne` (did you mean `none`?) -> none\n\
             dmarc-syntax error [ö] expected printable ASCII, found `ö`",
            ),
        ],
    );
}

#[test]
fn other_texts_are_no_such_records() {
    for text in ["", "v", "v=", "v=spf1 -all", "DMARC1; p=none", "p=none"] {
        assert_eq!(dmarc::check(text.as_bytes()), None, "{text}");
        assert_eq!(mta_sts::check(text.as_bytes()), None, "{text}");
        assert_eq!(tls_rpt::check(text.as_bytes()), None, "{text}");
        assert_eq!(bimi::check(text.as_bytes()), None, "{text}");
    }
    for text in ["", "v=spf1 p=x", "v=DMARC1; sp=none", "k=rsa"] {
        assert_eq!(dkim::check(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn tags_are_read_with_their_places() {
    let text = "v=DMARC1; p = none ;rua=mailto:a@example.com";
    let record = dmarc::check(text.as_bytes()).expect("a DMARC record");
    assert_eq!(record.value("p"), Some("none"));
    assert_eq!(record.value("rua"), Some("mailto:a@example.com"));
    assert_eq!(record.value("sp"), None);
    let tag = record.tag("p").expect("a policy");
    assert_eq!((&text[tag.name_at.clone()], &text[tag.value_at.clone()]), ("p", "none"));
}

#[test]
fn an_authorization_needs_no_policy() {
    assert_finds(
        problems_of(dmarc::check_authorization),
        &[("v=DMARC1", ""), ("v=DMARC1; rua=x", "dmarc-syntax error [x] expected a mailto: URI, found `x`")],
    );
}

#[test]
fn octets_that_are_no_text_are_found() {
    let record = dmarc::check(b"v=DMARC1; p=none;\xff\xfe").expect("a DMARC record");
    assert_eq!(record.problems[0].message, "expected printable ASCII, found another octet");
    assert_eq!(record.problems[0].at, 17..18);
}

#[test]
fn dkim_records_without_problems() {
    let (half, rest) = RSA_2048.split_at(200);
    for text in [
        format!("v=DKIM1; k=rsa; p={RSA_2048}"),
        format!("p={RSA_2048}"),
        format!("k=rsa; t=s; p={RSA_2048};"),
        format!("v=DKIM1; h=sha256; s=email:*; t=y:s; n=a note; p={half} \t{rest}"),
        format!("v=DKIM1; k=ed25519; p={ED25519}"),
        "v=DKIM1; p=".to_owned(),
        "p=;".to_owned(),
    ] {
        assert_finds(problems_of(dkim::check), &[(&text, "")]);
    }
}

#[test]
fn dkim_problems() {
    assert_finds(
        problems_of(dkim::check),
        &[
            (
                "v=DKIM1",
                "dkim-syntax error [v=DKIM1] the DKIM record has no `p` tag (add `p=` and a public key)",
            ),
            (
                "v=DKIM1; k=rsa",
                "dkim-syntax error [v=DKIM1; k=rsa] the DKIM record has no `p` tag (add `p=` and a public key)",
            ),
            (
                "v=dkim1; p=",
                "dkim-syntax error [v=dkim1] expected `v=DKIM1`, found `v=dkim1` (receivers ignore any other version, its case included) -> v=DKIM1",
            ),
            (
                "k=rsa; v=DKIM1; p=",
                "dkim-syntax error [v=DKIM1] expected `v=DKIM1` first, found it after other tags (receivers ignore a record that does not begin with its version)",
            ),
            (
                "v=DKIM1; k=RSA; p=",
                "dkim-syntax error [RSA] expected `rsa` or `ed25519` after `k=`, found `RSA` (write `rsa`) -> rsa",
            ),
            (
                "v=DKIM1; k=dsa; p=",
                "dkim-syntax error [dsa] expected `rsa` or `ed25519` after `k=`, found `dsa` (did you mean `rsa`?) -> rsa",
            ),
            (
                "v=DKIM1; h=sha1:sha256; p=",
                "dkim-syntax error [sha1] expected `sha256` after `h=`, found `sha1`",
            ),
            (
                "v=DKIM1; t=testing; p=",
                "dkim-syntax error [testing] expected `y` or `s` after `t=`, found `testing` (write `y`) -> y",
            ),
            (
                "v=DKIM1; g=*; p=",
                "dkim-syntax info [g] tag `g` was removed from DKIM (RFC 6376 removed it and verifiers ignore it)",
            ),
            ("v=DKIM1; p=MIIB\\IjAN", "dkim-bad-base64 error [\\] expected base64, found `\\\\`"),
            (
                "v=DKIM1; p=MIIBI",
                "dkim-bad-base64 error [MIIBI] expected base64 in groups of four characters, found 5 characters (copy all of the key, with the `=` at its end)",
            ),
            (
                "v=DKIM1; p=MIIBIjANBgkq",
                "dkim-bad-base64 error [MIIBIjANBgkq] the key is cut short (copy all of it: an RSA key of 2048 bits has 392 characters)",
            ),
            (
                "v=DKIM1; p=aGVsbG8gd29ybGQ=",
                "dkim-bad-base64 error [aGVsbG8gd29ybGQ=] expected an RSA or Ed25519 public key, found other data (make the public key from the private one: `openssl pkey -in private.pem -pubout`)",
            ),
            ("v=DKIM1; p=; p=", "dkim-syntax error [p=] tag `p` stands twice (keep one of `` and ``)"),
        ],
    );
}

#[test]
fn dkim_keys_fit_their_type_and_are_long_enough() {
    let message = |text: String| {
        let problems = dkim::check(text.as_bytes()).expect("a DKIM record").problems;
        let [problem] = problems.as_slice() else { panic!("{problems:?}") };
        format!("{} {} {}", problem.rule, problem.severity.as_str(), problem.message)
    };
    assert_eq!(
        message(format!("v=DKIM1; p={RSA_512}")),
        "dkim-key-short error expected an RSA key of 1024 bits or more, found 512"
    );
    assert_eq!(
        message(format!("v=DKIM1; p={RSA_1024}")),
        "dkim-key-short warning RSA key of 1024 bits; 2048 are recommended"
    );
    assert_eq!(
        message(format!("p={ED25519}")),
        "dkim-syntax error expected an RSA key, found an Ed25519 key"
    );
    assert_eq!(
        message(format!("k=ed25519; p={RSA_2048}")),
        "dkim-syntax error expected an Ed25519 key, found an RSA key"
    );
}

#[test]
fn mta_sts_problems() {
    assert_finds(
        problems_of(mta_sts::check),
        &[
            ("v=STSv1; id=20260101T000000;", ""),
            ("v=STSv1;id=1", ""),
            (
                "v=STSv1; id=1; x-y.z=1",
                "mta-sts-syntax info [x-y.z] unknown MTA-STS tag `x-y.z` (receivers ignore it)",
            ),
            (
                "v=STSv1",
                "mta-sts-bad-id error [v=STSv1] the MTA-STS record has no `id` tag (add `id=` and an identifier)",
            ),
            ("v=STSv1; id=", "mta-sts-bad-id error [id=] expected an identifier after `id=`, found nothing"),
            (
                "v=STSv1; id=2026-01-01",
                "mta-sts-bad-id error [-] expected letters and digits alone, found `-` (the time of the policy's last change is usual, as in `20260101T000000`)",
            ),
            (
                "v=STSv1; id=123456789012345678901234567890123",
                "mta-sts-bad-id error [123456789012345678901234567890123] expected at most 32 characters, found 33",
            ),
            (
                "v=STSV1; id=1",
                "mta-sts-syntax error [v=STSV1] expected `v=STSv1`, found `v=STSV1` (receivers ignore any other version, its case included) -> v=STSv1",
            ),
            (
                "v=STSv1; id = 1",
                "mta-sts-syntax error [id = 1] unexpected white space around `=` after `id` (MTA-STS allows none there) -> id=1",
            ),
            (
                "v=STSv2; id=1",
                "mta-sts-syntax error [v=STSv2] expected `v=STSv1`, found `v=STSv2` (receivers ignore any other version, its case included) -> v=STSv1",
            ),
        ],
    );
}

#[test]
fn tls_rpt_problems() {
    assert_finds(
        problems_of(tls_rpt::check),
        &[
            ("v=TLSRPTv1; rua=mailto:a@example.com", ""),
            ("v=TLSRPTv1;rua=https://example.com/tls,mailto:a@example.com;", ""),
            (
                "v=TLSRPTv1",
                "tlsrpt-no-rua error [v=TLSRPTv1] the TLS-RPT record has no `rua` tag (add `rua=` and a URI)",
            ),
            ("v=TLSRPTv1; rua=", "tlsrpt-syntax error [rua=] expected a URI after `rua=`, found nothing"),
            (
                "v=TLSRPT1; rua=mailto:a@example.com",
                "tlsrpt-syntax error [v=TLSRPT1] expected `v=TLSRPTv1`, found `v=TLSRPT1` (receivers ignore any other version, its case included) -> v=TLSRPTv1",
            ),
            (
                "v=TLSRPTv1; ruf=mailto:a@example.com",
                "tlsrpt-syntax warning [ruf] unknown TLS-RPT tag `ruf` (did you mean `rua`?) -> rua\n\
             tlsrpt-no-rua error [v=TLSRPTv1; ruf=mailto:a@example.com] the TLS-RPT record has no `rua` tag (add `rua=` and a URI)",
            ),
            (
                "v=TLSRPTv1; rua=ftp://example.com/",
                "tlsrpt-syntax warning [ftp://example.com/] no reports are sent to `ftp:` addresses (receivers support `mailto:` and `https:`)",
            ),
            (
                "v=TLSRPTv1; rua=a@example.com",
                "tlsrpt-syntax error [a@example.com] expected a mailto: or https: URI, found `a@example.com` (write `mailto:` in front of the address) -> mailto:a@example.com",
            ),
        ],
    );
}

#[test]
fn bimi_problems() {
    assert_finds(
        problems_of(bimi::check),
        &[
            ("v=BIMI1; l=https://example.com/l.svg; a=https://example.com/v.pem", ""),
            ("v=BIMI1; l=; a=;", ""),
            (
                "v=BIMI1; l=https://example.com/l.svg; a=self; avp=brand; lps=a-,b",
                "bimi-syntax error [self] expected an https: URI, found `self` (write all of it, as in `https://example.com/logo.svg`)",
            ),
            (
                "v=BIMI1; a=",
                "bimi-syntax error [v=BIMI1; a=] the BIMI record has no `l` tag (add `l=` and a URI)",
            ),
            (
                "v=BIMI1; l=http://example.com/l.svg",
                "bimi-syntax error [http://example.com/l.svg] expected an https: URI, found `http://example.com/l.svg` (receivers fetch it over HTTPS alone) -> https://example.com/l.svg",
            ),
            (
                "v=BIMI1; l=https://example.com/l.svg; avp=logo",
                "bimi-syntax error [logo] expected `brand` or `personal` after `avp=`, found `logo`",
            ),
            (
                "v=bimi1; l=",
                "bimi-syntax error [v=bimi1] expected `v=BIMI1`, found `v=bimi1` (receivers ignore any other version, its case included) -> v=BIMI1",
            ),
        ],
    );
}
