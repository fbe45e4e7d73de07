//! Building SPF records.

use super::{assert_builds, assert_refuses};
use crate::dns::keyword::Builder::Spf;

#[test]
fn terms_become_a_record() {
    assert_builds(
        Spf,
        &[
            ("include _spf.google.com, softfail", "v=spf1 include:_spf.google.com ~all"),
            ("fail", "v=spf1 -all"),
            ("pass", "v=spf1 +all"),
            ("mx, neutral", "v=spf1 mx ?all"),
            ("a, mx", "v=spf1 a mx"),
            ("a mail.example.com, fail", "v=spf1 a:mail.example.com -all"),
            ("a mail.example.com/24, fail", "v=spf1 a:mail.example.com/24 -all"),
            ("a mail.example.com/24//64, fail", "v=spf1 a:mail.example.com/24//64 -all"),
            ("mx //64, a /28, fail", "v=spf1 mx//64 a/28 -all"),
            ("ip4 192.0.2.0/24, ip4 198.51.100.7", "v=spf1 ip4:192.0.2.0/24 ip4:198.51.100.7"),
            ("ip6 2001:DB8:0::/32, fail", "v=spf1 ip6:2001:db8::/32 -all"),
            ("ptr, ptr example.com", "v=spf1 ptr ptr:example.com"),
            (r#"exists "%{ir}.%{l1r+-}._spf.%{d}", fail"#, "v=spf1 exists:%{ir}.%{l1r+-}._spf.%{d} -all"),
            (r#"exists "%{i}._spf.example.com.""#, "v=spf1 exists:%{i}._spf.example.com"),
            ("softfail include x.example, neutral mx, fail a", "v=spf1 ~include:x.example ?mx -a"),
            ("pass mx, fail", "v=spf1 mx -all"),
            ("redirect _spf.example.com", "v=spf1 redirect=_spf.example.com"),
            (
                "exp why.example.com, redirect x.example, mx",
                "v=spf1 mx redirect=x.example exp=why.example.com",
            ),
            ("mx, fail, exp why.example.com", "v=spf1 mx -all exp=why.example.com"),
            ("include _SPF.Example.COM., fail", "v=spf1 include:_spf.example.com -all"),
            ("include bücher.example, fail", "v=spf1 include:xn--bcher-kva.example -all"),
        ],
    );
}

#[test]
fn unknown_terms_are_refused() {
    assert_refuses(
        Spf,
        &[
            (
                "",
                "missing-term [all] SPF has no terms (write who may send, then what holds for all others: `SPF mx, softfail`; a domain that sends no mail is `SPF fail`)",
            ),
            (
                "inlcude _spf.google.com",
                "unknown-term [inlcude] unknown SPF term `inlcude` (did you mean `include`?) -> include",
            ),
            (
                "Include _spf.google.com",
                "unknown-term [Include] unknown SPF term `Include` (did you mean `include`?) -> include",
            ),
            ("ipv4 192.0.2.1", "unknown-term [ipv4] unknown SPF term `ipv4` (did you mean `ip4`?) -> ip4"),
            (
                "hard-fail",
                "unknown-term [hard-fail] unknown SPF term `hard-fail` (did you mean `fail`?) -> fail",
            ),
            (
                "mx, all",
                "unknown-term [all] unknown SPF term `all` (a qualifier alone means all other senders: `softfail`, `fail`, `neutral` or `pass`)",
            ),
            (
                "mx, softfail all",
                "unexpected-term-value [all] unexpected `all` after `softfail` (`softfail` alone means all other senders) -> ",
            ),
            (
                "mx, ~all",
                "unknown-term [~all] unknown SPF term `~all` (a builder's terms are words: write `softfail`) -> softfail",
            ),
            (
                "include:_spf.google.com, -all",
                "unknown-term [include:_spf.google.com] unknown SPF term `include:_spf.google.com` (a builder's terms are words: write `include _spf.google.com`) -> include _spf.google.com\n\
             unknown-term [-all] unknown SPF term `-all` (a builder's terms are words: write `fail`) -> fail",
            ),
            (
                "~include:_spf.google.com",
                "unknown-term [~include:_spf.google.com] unknown SPF term `~include:_spf.google.com` (a builder's terms are words: write `softfail include _spf.google.com`) -> softfail include _spf.google.com",
            ),
            (
                "redirect=_spf.google.com",
                "unknown-term [redirect=_spf.google.com] unknown SPF term `redirect=_spf.google.com` (a builder's terms are words: write `redirect _spf.google.com`) -> redirect _spf.google.com",
            ),
            (
                "v=spf1, mx",
                "unknown-term [v=spf1] unknown SPF term `v=spf1` (leave it out: the builder writes the version itself)",
            ),
            ("fail pass mx", "unknown-term [pass] unknown SPF term `pass` (write one qualifier)"),
            (
                "fail redirect example.com",
                "unknown-term [fail] `redirect` takes no qualifier (remove `fail`: a modifier does not match senders) -> ",
            ),
            (
                "frobnicate",
                "unknown-term [frobnicate] unknown SPF term `frobnicate` (the terms are `include`, `a`, `mx`, `ip4`, `ip6`, `exists`, `ptr`, `pass`, `fail`, `softfail`, `neutral`, `redirect` and `exp`)",
            ),
        ],
    );
}

#[test]
fn wrong_values_are_refused() {
    assert_refuses(
        Spf,
        &[
            (
                "include",
                "missing-term-value [include] `include` needs a domain name (write `include _spf.example.com`)",
            ),
            (
                "ip4",
                "missing-term-value [ip4] `ip4` needs an IPv4 address or network (write `ip4 192.0.2.0/24`)",
            ),
            (
                "softfail include",
                "missing-term-value [include] `include` needs a domain name (write `include _spf.example.com`)",
            ),
            (
                "include a.example b.example",
                "unexpected-term-value [b.example] expected a comma after `a.example`, found `b.example` (a term has one value; a list repeats it: `include [a.example, b.example]`)",
            ),
            (
                "include localhost",
                "invalid-term-value [localhost] expected a full domain name, found the single label `localhost` (names in mail records are absolute: write all of it, as in `mail.example.com`)",
            ),
            (
                "include 192.0.2.1",
                "invalid-term-value [192.0.2.1] expected a domain name, found the address `192.0.2.1` (an address is an `ip4` term)",
            ),
            (
                "include https://example.com/x",
                "invalid-term-value [https://example.com/x] expected a domain name, found the URL `https://example.com/x` (write the host name alone, without scheme and path)",
            ),
            (
                "include mail..example.com",
                "invalid-term-value [.] a label of the name is empty (write one dot between two labels)",
            ),
            (
                "include \"a b.example.com\"",
                "invalid-term-value [ ] expected a domain name, found ` ` in `a b.example.com` (a name is made of letters, digits, hyphens, underscores and dots)",
            ),
            (
                "include \"postmaster@example.com\"",
                "invalid-term-value [@] expected a domain name, found `@` in `postmaster@example.com` (names in mail records are absolute: write all of it, without `@`)",
            ),
            (
                "include example.123",
                "invalid-term-value [example.123] expected a domain name, found `example.123` (a top-level label has a letter in it, and no hyphen at its ends)",
            ),
            (
                "include aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
                "invalid-term-value [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa] a label has 64 octets, at most 63 are allowed (a label has at most 63 octets)",
            ),
            (
                "ip4 2001:db8::/32",
                "invalid-term-value [ip4] expected an IPv4 address or network, found `2001:db8::/32` (write `ip6` for a network of that family) -> ip6",
            ),
            (
                "ip6 192.0.2.0/24",
                "invalid-term-value [ip6] expected an IPv6 address or network, found `192.0.2.0/24` (write `ip4` for a network of that family) -> ip4",
            ),
            (
                "ip4 mail.example.com",
                "invalid-term-value [mail.example.com] expected an IPv4 address or network, found `mail.example.com` (a host name is an `a` term: `a mail.example.com`)",
            ),
            ("ip4 192.0.2.0/33", "invalid-term-value [33] expected a prefix length from 0 to 32, found `33`"),
            ("ip4 192.0.2.0/08", "invalid-term-value [08] expected a prefix length from 0 to 32, found `08`"),
            (
                "ip4 192.0.2.256",
                "invalid-term-value [192.0.2.256] expected an IPv4 address or network, found `192.0.2.256` (write four numbers from 0 to 255, as in `192.0.2.0/24`)",
            ),
            (
                "ip6 2001:db8::/129",
                "invalid-term-value [129] expected a prefix length from 0 to 128, found `129`",
            ),
            (
                "a mail.example.com/33",
                "invalid-term-value [33] expected a prefix length from 0 to 32, found `33`",
            ),
            (
                "a mail.example.com/24/64",
                "invalid-term-value [24/64] expected a prefix length from 0 to 32, found `24/64` (a length for IPv6 comes after two slashes, as in `mail.example.com/24//64`)",
            ),
            (
                "a mail.example.com//129",
                "invalid-term-value [129] expected a prefix length from 0 to 128, found `129`",
            ),
            (
                r#"exists "%{i}._spf.123""#,
                "invalid-term-value [._spf.123] expected a top-level label at the end of `%{i}._spf.123` (a name with macros ends in a macro or in a dot and a label, as in `%{i}._spf.example.com`)",
            ),
            (
                r#"exists "%{x}.example.com""#,
                "invalid-term-value [%{x}] unknown macro letter `x` (the letters are s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated name), v (`in-addr` or `ip6`) and h (HELO name))",
            ),
            (
                r#"exists "%{c}.example.com""#,
                "invalid-term-value [%{c}] macro letter `c` stands in explanation texts alone (in a domain name the letters are s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated name), v (`in-addr` or `ip6`) and h (HELO name))",
            ),
            (
                r#"exists "%{i0}.example.com""#,
                "invalid-term-value [%{i0}] expected a count of labels from 1, found 0",
            ),
            (
                r#"exists "%{i!}.example.com""#,
                "invalid-term-value [%{i!}] unexpected `!` in macro `%{i!}` (after the letter come a count of labels, `r` to reverse, and delimiters out of `.-+,/_=`)",
            ),
            (
                r#"exists "%{i.example.com""#,
                "invalid-term-value [%{i.example.com] expected `}` at the end of a macro, found the end",
            ),
            (
                r#"exists "%{}.example.com""#,
                "invalid-term-value [%{}] expected a macro letter, found `}` (the letters are s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated name), v (`in-addr` or `ip6`) and h (HELO name))",
            ),
            (
                r#"exists "100%.example.com""#,
                "invalid-term-value [%] expected a macro after `%`, found `.` (a macro is `%{` letter `}`; a percent sign itself is `%%`)",
            ),
            (
                r#"exists "a b.%{d}""#,
                "invalid-term-value [ ] expected printable ASCII, found ` ` (write `%_` for a space)",
            ),
        ],
    );
}

#[test]
fn terms_without_effect_are_refused() {
    assert_refuses(
        Spf,
        &[
            (
                "fail, mx",
                "term-order [mx & fail] `mx` has no effect after `fail` (`fail` matches every sender: put it last)",
            ),
            (
                "fail, redirect example.com",
                "conflicting-terms [redirect example.com & fail] `redirect=example.com` has no effect beside `fail` (`fail` matches every sender, so nothing is left to redirect: keep one of them)",
            ),
            (
                "redirect example.com, mx, fail",
                "conflicting-terms [redirect example.com & fail] `redirect=example.com` has no effect beside `fail` (`fail` matches every sender, so nothing is left to redirect: keep one of them)",
            ),
            (
                "mx, mx, fail",
                "duplicate-term [mx & mx] `mx` stands twice (the first match decides: remove the second one)",
            ),
            (
                "mx, fail mx, fail",
                "duplicate-term [fail mx & mx] `mx` stands twice (the first match decides: remove the second one)",
            ),
            (
                "include A.example, include a.example., fail",
                "duplicate-term [include a.example. & include A.example] `include:a.example` stands twice (the first match decides: remove the second one)",
            ),
            (
                "fail, softfail",
                "conflicting-terms [softfail & fail] `softfail` has no effect after `fail` (one qualifier says what holds for all other senders)",
            ),
            (
                "redirect a.example, redirect b.example",
                "duplicate-term [redirect b.example & redirect a.example] `redirect` stands twice (a record has at most one (RFC 7208 section 6))",
            ),
            (
                "exp a.example, mx, exp b.example",
                "duplicate-term [exp b.example & exp a.example] `exp` stands twice (a record has at most one (RFC 7208 section 6))",
            ),
            (
                "bogus, mx, ipv6 ::1, mx",
                "unknown-term [bogus] unknown SPF term `bogus` (the terms are `include`, `a`, `mx`, `ip4`, `ip6`, `exists`, `ptr`, `pass`, `fail`, `softfail`, `neutral`, `redirect` and `exp`)\n\
             unknown-term [ipv6] unknown SPF term `ipv6` (did you mean `ip6`?) -> ip6\n\
             duplicate-term [mx & mx] `mx` stands twice (the first match decides: remove the second one)",
            ),
        ],
    );
}
