//! Reading SPF records.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::assert_finds;
use crate::dns::mail::Problem;
use crate::dns::mail::spf::{Host, Mechanism, Qualifier, SpfTermKind, near_miss, parse};

fn problems(text: &[u8]) -> Vec<Problem> {
    parse(text).expect("an SPF record").problems
}

fn kinds(text: &str) -> Vec<SpfTermKind> {
    let record = parse(text.as_bytes()).expect("an SPF record");
    assert_eq!(record.problems, [], "{text}");
    record.terms.into_iter().map(|term| term.kind).collect()
}

#[test]
fn terms_are_read() {
    use Mechanism::{A, All, Exists, Include, Ip4, Ip6, Mx, Ptr};
    use Qualifier::{Fail, Neutral, Pass, SoftFail};
    let directive = SpfTermKind::Directive;
    let host = |name: Option<&str>, v4, v6| Host { name: name.map(str::to_owned), v4, v6 };
    assert_eq!(
        kinds("v=spf1 a -a:mail.example.com/24//64 ~MX/28 ?ptr ptr:example.com  "),
        [
            directive(Pass, A(host(None, 32, 128))),
            directive(Fail, A(host(Some("mail.example.com"), 24, 64))),
            directive(SoftFail, Mx(host(None, 28, 128))),
            directive(Neutral, Ptr(None)),
            directive(Pass, Ptr(Some("example.com".to_owned()))),
        ]
    );
    assert_eq!(
        kinds(
            "V=SPF1 +include:_SPF.example.com. ip4:192.0.2.0/24 ip6:2001:db8::1 exists:%{ir}.%{v}.example -all"
        ),
        [
            directive(Pass, Include("_spf.example.com".to_owned())),
            directive(Pass, Ip4(Ipv4Addr::new(192, 0, 2, 0), 24)),
            directive(Pass, Ip6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1), 128)),
            directive(Pass, Exists("%{ir}.%{v}.example".to_owned())),
            directive(Fail, All),
        ]
    );
    assert_eq!(
        kinds("v=spf1 redirect=_spf.example.com exp=%{d}.why.example.com"),
        [
            SpfTermKind::Redirect("_spf.example.com".to_owned()),
            SpfTermKind::Explanation("%{d}.why.example.com".to_owned()),
        ]
    );
    assert_eq!(kinds("v=spf1"), []);
}

#[test]
fn other_texts_are_no_spf_records() {
    for text in
        ["", "v=spf", "v=spf10 -all", "v=spf1;-all", " v=spf1 -all", "v=DMARC1; p=none", "v=spf1\t-all"]
    {
        assert_eq!(parse(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn near_misses_are_told() {
    let read = |text: &[u8]| near_miss(text).into_iter().collect();
    assert_finds(
        read,
        &[
            ("v=spf1 -all", ""),
            ("v=DMARC1; p=none", ""),
            ("spf2.0/pra -all", ""),
            ("google-site-verification=spf1", ""),
            ("", ""),
            (
                " v=spf1 -all",
                "spf-syntax error [ v=spf1] expected `v=spf1` and a space, found ` v=spf1` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v=spf1; -all",
                "spf-syntax error [v=spf1;] expected `v=spf1` and a space, found `v=spf1;` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v=spf1,include:x.example",
                "spf-syntax error [v=spf1,] expected `v=spf1` and a space, found `v=spf1,` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v=spf2 -all",
                "spf-syntax error [v=spf2] expected `v=spf1` and a space, found `v=spf2` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v=spf10 -all",
                "spf-syntax error [v=spf10] expected `v=spf1` and a space, found `v=spf10` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v:spf1 -all",
                "spf-syntax error [v:spf1] expected `v=spf1` and a space, found `v:spf1` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "spf1 -all",
                "spf-syntax error [spf1] expected `v=spf1` and a space, found `spf1` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "\"v=spf1 -all\"",
                "spf-syntax error [\"v=spf1] expected `v=spf1` and a space, found `\\\"v=spf1` (receivers take a text that begins otherwise for no SPF record)",
            ),
            (
                "v = spf1 -all",
                "spf-syntax error [v = spf1] expected `v=spf1` and a space, found `v = spf1` (receivers take a text that begins otherwise for no SPF record)",
            ),
        ],
    );
}

#[test]
fn wrong_terms_are_found() {
    assert_finds(
        problems,
        &[
            (
                "v=spf1 ipv4:192.0.2.1 -all",
                "spf-syntax error [ipv4:192.0.2.1] unknown mechanism `ipv4:192.0.2.1` (did you mean `ip4`?) -> ip4:192.0.2.1",
            ),
            (
                "v=spf1 -ip:192.0.2.1 -all",
                "spf-syntax error [-ip:192.0.2.1] unknown mechanism `ip:192.0.2.1` (did you mean `ip4`?) -> -ip4:192.0.2.1",
            ),
            (
                "v=spf1 inlcude:_spf.example.com -all",
                "spf-syntax error [inlcude:_spf.example.com] unknown mechanism `inlcude:_spf.example.com` (did you mean `include`?) -> include:_spf.example.com",
            ),
            (
                "v=spf1 ip4: 192.0.2.1 -all",
                "spf-syntax error [ip4: 192.0.2.1] unexpected space after `ip4:` (a term and its value are one word) -> ip4:192.0.2.1",
            ),
            (
                "v=spf1 include: _spf.example.com -all",
                "spf-syntax error [include: _spf.example.com] unexpected space after `include:` (a term and its value are one word) -> include:_spf.example.com",
            ),
            (
                "v=spf1 include -all",
                "spf-syntax error [include] expected a domain name after `include:`, found nothing (no space stands after `include:`)",
            ),
            (
                "v=spf1 ip4 -all",
                "spf-syntax error [ip4] expected an IPv4 address or network after `ip4:`, found nothing (no space stands after `ip4:`)",
            ),
            (
                "v=spf1 exists -all",
                "spf-syntax error [exists] expected a domain name after `exists:`, found nothing (no space stands after `exists:`)",
            ),
            (
                "v=spf1 a: -all",
                "spf-syntax error [a:] expected a domain name after `a:`, found nothing (no space stands after `a:`)",
            ),
            (
                "v=spf1 redirect:example.com",
                "spf-syntax error [redirect:example.com] unknown mechanism `redirect:example.com` (a modifier and its value are joined by `=`) -> redirect=example.com",
            ),
            (
                "v=spf1 redirect=",
                "spf-syntax error [redirect=] expected a domain name after `redirect=`, found nothing (no space stands after `redirect=`)",
            ),
            (
                "v=spf1 -redirect=example.com",
                "spf-syntax error [-redirect=example.com] expected no qualifier before the modifier `redirect=`, found `-redirect=example.com` (a modifier matches no senders) -> redirect=example.com",
            ),
            (
                "v=spf1 mx -all;",
                "spf-syntax error [-all;] unknown mechanism `all;` (terms are separated by spaces alone) -> -all",
            ),
            (
                "v=spf1 mx, -all",
                "spf-syntax error [mx,] unknown mechanism `mx,` (terms are separated by spaces alone) -> mx",
            ),
            (
                "v=spf1 mx all:example.com",
                "spf-syntax error [:example.com] expected nothing after `all`, found `:example.com` (`all` matches every sender and takes no value)",
            ),
            (
                "v=spf1 \"mx\" -all",
                "spf-syntax error [\"mx\"] unknown mechanism `\"mx\"` (terms are separated by spaces alone) -> mx",
            ),
            (
                "v=spf1 mx\t-all",
                "spf-syntax error [mx\t-all] expected printable ASCII in a term, found `\\t` (one space stands between two terms)",
            ),
            (
                "v=spf1 frobnicate -all",
                "spf-syntax error [frobnicate] unknown mechanism `frobnicate` (the mechanisms are `all`, `include`, `a`, `mx`, `ptr`, `ip4`, `ip6` and `exists`)",
            ),
            (
                "v=spf1 =x -all",
                "spf-syntax error [=x] expected the name of a modifier before `=`, found `=x`",
            ),
            (
                "v=spf1 mx v=spf1 a -all",
                "spf-syntax error [v=spf1] unexpected `v=spf1` inside an SPF record (two records were joined: write one version and one `all`)",
            ),
            (
                "v=spf1 - all",
                "spf-syntax error [-] expected a mechanism after `-`, found nothing (no space stands between a qualifier and its mechanism)",
            ),
            (
                "v=spf1 include:bücher.example -all",
                "spf-syntax error [include:bücher.example] expected printable ASCII in a term, found `ü` (write a name in its `xn--` form)",
            ),
        ],
    );
}

#[test]
fn wrong_values_are_found() {
    assert_finds(
        problems,
        &[
            (
                "v=spf1 ip4:192.0.2.0/33 -all",
                "spf-syntax error [33] expected a prefix length from 0 to 32, found `33`",
            ),
            (
                "v=spf1 ip4:192.0.2 -all",
                "spf-syntax error [192.0.2] expected an IPv4 address or network, found `192.0.2` (write four numbers from 0 to 255, as in `192.0.2.0/24`)",
            ),
            (
                "v=spf1 ip4:mail.example.com -all",
                "spf-syntax error [mail.example.com] expected an IPv4 address or network, found `mail.example.com` (the addresses of a host are `a:mail.example.com`)",
            ),
            (
                "v=spf1 ~ip4:2001:db8::/32 -all",
                "spf-syntax error [ip4] expected an IPv4 address or network, found `2001:db8::/32` (write `ip6:2001:db8::/32`) -> ip6",
            ),
            (
                "v=spf1 ip6:192.0.2.1 -all",
                "spf-syntax error [ip6] expected an IPv6 address or network, found `192.0.2.1` (write `ip4:192.0.2.1`) -> ip4",
            ),
            (
                "v=spf1 ip6:2001:db8::/129 -all",
                "spf-syntax error [129] expected a prefix length from 0 to 128, found `129`",
            ),
            (
                "v=spf1 a:192.0.2.1 -all",
                "spf-syntax error [192.0.2.1] expected a domain name, found the address `192.0.2.1` (an address is an `ip4` term)",
            ),
            (
                "v=spf1 a:mail.example.com/40 -all",
                "spf-syntax error [40] expected a prefix length from 0 to 32, found `40`",
            ),
            (
                "v=spf1 mx/24/64 -all",
                "spf-syntax error [24/64] expected a prefix length from 0 to 32, found `24/64` (a length for IPv6 comes after two slashes, as in `mail.example.com/24//64`)",
            ),
            (
                "v=spf1 include:https://example.com -all",
                "spf-syntax error [https://example.com] expected a domain name, found the URL `https://example.com` (write the host name alone, without scheme and path)",
            ),
            (
                "v=spf1 include:spf -all",
                "spf-syntax error [spf] expected a full domain name, found the single label `spf` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                "v=spf1 include:a..example -all",
                "spf-syntax error [.] a label of the name is empty (write one dot between two labels)",
            ),
            (
                "v=spf1 include:example.com, -all",
                "spf-syntax error [,] expected a domain name, found `,` in `example.com,` (a name is made of letters, digits, hyphens, underscores and dots)",
            ),
            (
                "v=spf1 exists:%{x}.example.com -all",
                "spf-syntax error [%{x}] unknown macro letter `x` (the letters are s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated name), v (`in-addr` or `ip6`) and h (HELO name))",
            ),
            (
                "v=spf1 exists:%i.example.com -all",
                "spf-syntax error [%] expected a macro after `%`, found `i` (a macro is `%{` letter `}`; a percent sign itself is `%%`)",
            ),
            (
                "v=spf1 exists:%{i -all",
                "spf-syntax error [%{i] expected `}` at the end of a macro, found the end",
            ),
            (
                "v=spf1 redirect=example",
                "spf-syntax error [example] expected a full domain name, found the single label `example` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                "v=spf1 exp=%{c}.example.com -all",
                "spf-syntax error [%{c}] macro letter `c` stands in explanation texts alone (in a domain name the letters are s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated name), v (`in-addr` or `ip6`) and h (HELO name))",
            ),
        ],
    );
}

#[test]
fn terms_without_effect_are_found() {
    assert_finds(
        problems,
        &[
            (
                "v=spf1 -all mx",
                "spf-syntax warning [mx] `mx` has no effect after `-all` (`-all` matches every sender: put it last)",
            ),
            (
                "v=spf1 -all ~all",
                "spf-syntax warning [~all] `~all` has no effect after `-all` (`-all` matches every sender: put it last)",
            ),
            (
                "v=spf1 -all redirect=example.com",
                "spf-syntax warning [redirect=example.com] `redirect=example.com` has no effect beside `-all` (keep one of them)",
            ),
            (
                "v=spf1 redirect=a.example redirect=b.example",
                "spf-syntax error [redirect=b.example] `redirect=b.example` stands after `redirect=a.example` (a record has at most one of them)",
            ),
            (
                "v=spf1 mx ?mx -all",
                "spf-syntax warning [?mx] `?mx` stands twice (the first match decides: remove the second one)",
            ),
            (
                "v=spf1 ip4:192.0.2.1 ip4:192.0.2.1/32 -all",
                "spf-syntax warning [ip4:192.0.2.1/32] `ip4:192.0.2.1/32` stands twice (the first match decides: remove the second one)",
            ),
            (
                "v=spf1 include=_spf.example.com -all",
                "spf-syntax warning [include=_spf.example.com] receivers ignore the unknown modifier `include=` (a mechanism and its value are joined by `:`) -> include:_spf.example.com",
            ),
            (
                "v=spf1 ip4=192.0.2.1 -all",
                "spf-syntax warning [ip4=192.0.2.1] receivers ignore the unknown modifier `ip4=` (a mechanism and its value are joined by `:`) -> ip4:192.0.2.1",
            ),
            (
                "v=spf1 redirct=_spf.example.com",
                "spf-syntax warning [redirct=_spf.example.com] receivers ignore the unknown modifier `redirct=` (did you mean `redirect=`?) -> redirect=_spf.example.com",
            ),
            (
                "v=spf1 mx moo=x -all",
                "spf-syntax info [moo=x] receivers ignore the unknown modifier `moo=` (remove it)",
            ),
            (
                "v=spf1 mx moo=%x -all",
                "spf-syntax error [%] expected a macro after `%`, found `x` (a macro is `%{` letter `}`; a percent sign itself is `%%`)",
            ),
        ],
    );
}

#[test]
fn octets_that_are_no_text_are_found() {
    let record = parse(b"v=spf1 mx \xff -all").expect("an SPF record");
    let [problem] = record.problems.as_slice() else { panic!("{:?}", record.problems) };
    assert_eq!(
        (problem.at.clone(), problem.message.as_str()),
        (10..11, "expected printable ASCII, found another octet")
    );
    assert!(!record.is_valid());
}

#[test]
fn a_record_is_valid_until_a_receiver_discards_it() {
    let valid = |text: &str| parse(text.as_bytes()).is_some_and(|record| record.is_valid());
    assert!(valid("v=spf1 mx -all"));
    assert!(valid("v=spf1 -all mx moo=x"));
    assert!(!valid("v=spf1 ipv4:192.0.2.1 -all"));
}

#[test]
fn what_decides_at_the_end_is_known() {
    let record = parse(b"v=spf1 mx ~all redirect=example.com").expect("an SPF record");
    assert_eq!(
        record.all().map(|(qualifier, term)| (qualifier, term.at.clone())),
        Some((Qualifier::SoftFail, 10..14))
    );
    assert_eq!(record.redirect(), None);
    let record = parse(b"v=spf1 redirect=example.com mx").expect("an SPF record");
    assert_eq!(record.all(), None);
    assert_eq!(record.redirect().map(|(domain, _)| domain), Some("example.com"));
    let order: Vec<&str> = record.evaluated_terms().map(|term| &*term.text).collect();
    assert_eq!(order, ["mx", "redirect=example.com"]);
}
