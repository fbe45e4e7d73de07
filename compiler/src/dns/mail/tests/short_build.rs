//! Building MTA-STS, TLS-RPT and BIMI records.

use super::{assert_builds, assert_refuses};
use crate::dns::keyword::Builder::{self, Bimi, MtaSts, TlsRpt};
use crate::dns::mail::{self, Values};

#[test]
fn mta_sts() {
    assert_builds(
        MtaSts,
        &[("id \"20260101T000000\"", "v=STSv1; id=20260101T000000"), ("id 1", "v=STSv1; id=1")],
    );
    assert_refuses(
        MtaSts,
        &[
            ("", "missing-term [all] MTA-STS has no `id` (write `id` and an identifier)"),
            ("id", "missing-term-value [id] `id` needs an identifier"),
            ("id \"\"", "invalid-term-value [] expected an identifier, found nothing"),
            (
                "id \"2026-01-01\"",
                "invalid-term-value [-] expected letters and digits alone, found `-` (the time of the policy's last change is usual, as in `20260101T000000`)",
            ),
            (
                "id 123456789012345678901234567890123",
                "invalid-term-value [123456789012345678901234567890123] expected at most 32 characters, found 33",
            ),
            ("id 1, id 2", "duplicate-term [id 2 & id 1] `id` stands twice (remove one of the two)"),
            ("ID 1", "unknown-term [ID] unknown MTA-STS term `ID` (did you mean `id`?) -> id"),
            ("mode enforce", "unknown-term [mode] unknown MTA-STS term `mode` (the one term is `id`)"),
        ],
    );
}

#[test]
fn tls_rpt() {
    assert_builds(
        TlsRpt,
        &[
            ("rua \"mailto:tls@example.com\"", "v=TLSRPTv1; rua=mailto:tls@example.com"),
            (
                "rua \"mailto:tls@example.com\", rua \"https://example.net:8443/tls?x=1\"",
                "v=TLSRPTv1; rua=mailto:tls@example.com,https://example.net:8443/tls?x=1",
            ),
        ],
    );
    assert_refuses(
        TlsRpt,
        &[
            ("", "missing-term [all] TLS-RPT has no `rua` (write `rua` and a URI)"),
            (
                "rua \"http://example.com/\"",
                "invalid-term-value [http://example.com/] expected a mailto: or https: URI, found `http://example.com/`",
            ),
            (
                "rua \"tls@example.com\"",
                "invalid-term-value [tls@example.com] expected a mailto: or https: URI, found `tls@example.com` (write `mailto:` in front of the address) -> \"mailto:tls@example.com\"",
            ),
            (
                "rua \"https:example.com\"",
                "invalid-term-value [example.com] expected `//` and a host, found `example.com`",
            ),
            ("rua \"https:///tls\"", "invalid-term-value [] expected a domain name, found nothing"),
            (
                "rua \"https://example.com:99999/\"",
                "invalid-term-value [example.com:99999] expected a port from 1 to 65535, found `99999`",
            ),
            (
                "ruf \"mailto:tls@example.com\"",
                "unknown-term [ruf] unknown TLS-RPT term `ruf` (did you mean `rua`?) -> rua",
            ),
        ],
    );
}

#[test]
fn bimi() {
    assert_builds(
        Bimi,
        &[
            (
                "logo \"https://example.com/logo.svg\", authority \"https://example.com/vmc.pem\"",
                "v=BIMI1; l=https://example.com/logo.svg; a=https://example.com/vmc.pem",
            ),
            (
                "avatar personal, logo \"https://example.com/l.svg\"",
                "v=BIMI1; l=https://example.com/l.svg; avp=personal",
            ),
            ("logo \"\"", "v=BIMI1; l="),
        ],
    );
    assert_refuses(
        Bimi,
        &[
            ("", "missing-term [all] BIMI has no `logo` (write `logo` and a URI)"),
            ("logo", "missing-term-value [logo] `logo` needs a URI"),
            (
                "logo \"http://example.com/logo.svg\"",
                "invalid-term-value [http://example.com/logo.svg] expected an https: URI, found `http://example.com/logo.svg` (receivers fetch it over HTTPS alone) -> \"https://example.com/logo.svg\"",
            ),
            (
                "logo \"example.com/logo.svg\"",
                "invalid-term-value [example.com/logo.svg] expected an https: URI, found `example.com/logo.svg` (write all of it, as in `https://example.com/logo.svg`)",
            ),
            (
                "logo \"https://example.com/a b.svg\"",
                "invalid-term-value [ ] unexpected ` ` in a URI (percent-encode it, or remove it)",
            ),
            (
                "logo \"https://example.com/a;b.svg\"",
                "invalid-term-value [;] unexpected `;` in a URI (percent-encode it: `%3B` is a semicolon, `%2C` a comma)",
            ),
            (
                "logo \"https://localhost/a.svg\"",
                "invalid-term-value [localhost] expected a full domain name, found the single label `localhost` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                "logo \"\", l \"\"",
                "unknown-term [l] unknown BIMI term `l` (the tag `l` is written `logo`) -> logo",
            ),
            (
                "logo \"\", avatar brnad",
                "invalid-term-value [brnad] expected `brand` or `personal` after `avatar`, found `brnad` (did you mean `brand`?) -> brand",
            ),
        ],
    );
}

#[test]
fn every_term_is_documented_and_has_a_word_and_a_tag_of_its_own() {
    for builder in Builder::ALL {
        let terms = mail::terms(builder);
        assert!(!terms.is_empty(), "{}", builder.word());
        for (index, term) in terms.iter().enumerate() {
            assert!(term.doc.ends_with('.') && term.doc.len() > 20, "{} {}", builder.word(), term.word);
            assert!(!term.rfc.is_empty(), "{} {}", builder.word(), term.word);
            let others = || terms.iter().take(index);
            assert!(others().all(|other| other.word != term.word && other.tag != term.tag), "{}", term.word);
            for choice in term.values.choices() {
                assert!(choice.doc.ends_with('.'), "{} {}", term.word, choice.word);
            }
            let one_word = matches!(term.values, Values::AnyOf(_) | Values::ReportUri(_));
            assert!(builder == Builder::Spf || term.repeats == one_word, "{} {}", builder.word(), term.word);
        }
    }
}
