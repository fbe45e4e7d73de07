//! Whatever a text holds, a reader says where in it something is wrong.

use super::problems;
use crate::dns::keyword::Builder;

const TEXTS: [&str; 8] = [
    "v=spf1 a:mail.example.com/24//64 ~include:_spf.example.com ip4:192.0.2.0/24 exists:%{ir}.%{v}.x.example -all",
    "v=spf1 redirect=_spf.example.com exp=%{d}.x.example moo=1 ip4: 192.0.2.1 mx;",
    "v=DMARC1; p=none; sp=reject; rua=mailto:a@example.com!10m,mailto:b@example.net; fo=1:d; pct=5",
    "v=DKIM1; k=rsa; t=y:s; n=note; p=MIIBIjANBgkqhkiG9w0BAQEFAAOC",
    "v=DKIM1; k=ed25519; p=1Onkj97xXMWmS0QP0EkYH8TgNkg8mZcahOKOnyQUwCo=",
    "v=STSv1; id=20260101T000000;",
    "v=TLSRPTv1; rua=mailto:a@example.com,https://example.com:8443/tls",
    "v=BIMI1; l=https://example.com/l.svg; a=https://example.com/v.pem; avp=brand",
];

fn assert_places(text: &[u8]) {
    for builder in Builder::ALL {
        for problem in problems(builder, text) {
            let shown = String::from_utf8_lossy(text);
            assert!(text.get(problem.at.clone()).is_some(), "{:?} in {shown}", problem.at);
            assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{}", problem.message);
        }
    }
}

#[test]
fn a_text_may_end_anywhere() {
    for text in TEXTS {
        for end in 0..=text.len() {
            assert_places(&text.as_bytes()[..end]);
        }
    }
}

#[test]
fn a_text_may_hold_anything() {
    let insertions: [&[u8]; 12] =
        [b";", b" ", b"=", b":", b"/", b"%", b"{", b"!", b",", "\u{fc}".as_bytes(), b"\xff", b"\0"];
    for text in TEXTS {
        for at in 0..=text.len() {
            for insertion in insertions {
                let (before, after) = text.as_bytes().split_at(at);
                assert_places(&[before, insertion, after].concat());
                assert_places(&[before, insertion, after.get(1..).unwrap_or_default()].concat());
            }
        }
    }
}

#[test]
fn a_replacement_leaves_one_problem_less() {
    for (builder, text) in [
        (Builder::Spf, "v=spf1 -redirect=x.example"),
        (Builder::Spf, "v=spf1 ip4: 192.0.2.1 -all"),
        (Builder::Spf, "v=spf1 ~ip4:2001:db8::/32 -all"),
        (Builder::Spf, "v=spf1 192.0.2.0/24 -all"),
        (Builder::Spf, "v=spf1 mx -all;"),
        (Builder::Spf, "v=spf1 include=x.example -all"),
        (Builder::Dmarc, " v=DMARC1; p=none"),
        (Builder::Dmarc, "v=dmarc1; p=none"),
        (Builder::Dmarc, "v=DMARC1; p:none"),
        (Builder::Dmarc, "v=DMARC1; p=none; adkim=strict"),
        (Builder::Dmarc, "v=DMARC1; p=none; rua=mailto:a@example.com,b@example.com"),
        (Builder::Dmarc, "v=DMARC1; p=none; rua=mailto://a@example.com"),
        (Builder::Dmarc, "v=DMARC1; p=none; rua=mailto:a@example.com!5m"),
        (Builder::MtaSts, "v=STSv1; id = 1"),
        (Builder::Bimi, "v=BIMI1; l=http://example.com/l.svg"),
    ] {
        let found = problems(builder, text.as_bytes());
        let [problem] = found.as_slice() else { panic!("{text}: {found:?}") };
        let mut fixed = text.to_owned();
        fixed.replace_range(problem.at.clone(), problem.replacement.as_ref().expect(text));
        assert_eq!(problems(builder, fixed.as_bytes()), [], "{fixed}");
    }
}
