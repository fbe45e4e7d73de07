//! What is wrong, where, and what to do about it.

use FieldErrorKind as Kind;

use super::*;

/// The error of a record of Zonal source: the word, kind, message, help, the bytes of the word, the replacement.
fn slip(line: &str) -> (String, Box<FieldError>) {
    match zonal(line) {
        Ok(rdata) => panic!("{line}: {rdata:?}"),
        Err(error) => error,
    }
}

#[track_caller]
fn check(line: &str, word: &str, kind: Kind, message: &str, help: &str) {
    let (at, error) = slip(line);
    let found = (&at[..], error.kind, &error.message[..], error.help.as_deref().unwrap_or(""));
    assert_eq!(found, (word, kind, message, help), "{line}");
}

#[test]
fn addresses() {
    check(
        "A 2001:db8::1",
        "2001:db8::1",
        Kind::AddressIsOtherFamily,
        "expected an IPv4 address, found `2001:db8::1`",
        "write an AAAA record",
    );
    check(
        "AAAA 192.0.2.1",
        "192.0.2.1",
        Kind::AddressIsOtherFamily,
        "expected an IPv6 address, found `192.0.2.1`",
        "write an A record",
    );
    check(
        "A 192.0.2.0/24",
        "192.0.2.0/24",
        Kind::AddressIsCidr,
        "expected an IPv4 address, found the network `192.0.2.0/24`",
        "write one address, without `/24`",
    );
    check(
        "A 010.0.0.1",
        "010.0.0.1",
        Kind::LeadingZero,
        "the part `010` of the IPv4 address begins with a zero",
        "some programs read `010` as octal; write `10`",
    );
    let (_, error) = slip("A 10.00.0.01");
    assert_eq!((error.at, error.suggestion.as_deref()), (Some(3..5), Some("10.0.0.1")));
    check(
        "A 192.0.2.256",
        "192.0.2.256",
        Kind::BadAddress,
        "the part `256` of the IPv4 address is greater than 255",
        "each of the four numbers is 0 to 255",
    );
    assert_eq!(slip("A 192.0.2.256").1.at, Some(8..11));
    for (line, message) in [
        ("A 192.0.2", "expected an IPv4 address, found 3 of its 4 parts in `192.0.2`"),
        ("A 1.2.3.4.5", "expected an IPv4 address, found 5 parts instead of 4 in `1.2.3.4.5`"),
        ("A 192..2.1", "expected an IPv4 address, found `192..2.1` with an empty part"),
        ("A 192.0.2.1.", "expected an IPv4 address, found `192.0.2.1.`"),
        ("A host", "expected an IPv4 address, found `host`"),
        ("A \"\"", "expected an IPv4 address, found the string \"\""),
        ("AAAA 2001:db8::1::2", "expected an IPv6 address, found `2001:db8::1::2`"),
        ("AAAA fe80::1%eth0", "the zone identifier `%eth0` must not stand in a record"),
        ("AAAA 2001:db8::/32", "expected an IPv6 address, found the network `2001:db8::/32`"),
        ("AAAA ::ffff:192.0.2.01", "expected an IPv6 address, found `::ffff:192.0.2.01`"),
    ] {
        assert_eq!(slip(line).1.message, message);
    }
    assert_eq!(slip("A 192.0.2.1.").1.suggestion.as_deref(), Some("192.0.2.1"));
    let (_, error) = slip("AAAA fe80::1%eth0");
    assert_eq!((error.kind, error.suggestion.as_deref()), (Kind::AddressHasZone, Some("fe80::1")));
    assert_eq!(error.at, Some(7..12));
}

#[test]
fn brackets_around_an_address() {
    let error = parse_ipv6(Word::bare("[2001:db8::1]")).unwrap_err();
    assert_eq!(error.suggestion.as_deref(), Some("2001:db8::1"));
}

#[test]
fn names() {
    check(
        "CNAME 192.0.2.1",
        "192.0.2.1",
        Kind::TargetIsAddress,
        "expected a name for `target`, found `192.0.2.1`",
        "give a name an A record with this address, and write that name here",
    );
    for line in
        ["MX 10 192.0.2.1.", "MX 10 2001:db8::1", "NS ::1", "SRV 1 1 1 2001:db8::", "CNAME \"192.0.2.1\""]
    {
        assert_eq!(slip(line).1.kind, Kind::TargetIsAddress, "{line}");
    }
    let (word, error) = slip("MX 10 a..b");
    assert_eq!((&word[..], error.at.clone()), ("a..b", Some(2..3)));
    assert_eq!(error.message, "a label of the name is empty");
    let (_, error) = slip("SOA ns1 host.master@example.com 1h 15m 1w 5m");
    assert_eq!(error.kind, Kind::MailboxHasAt);
    assert_eq!(error.suggestion.as_deref(), Some(r"host\.master.example.com."));
}

#[test]
fn numbers() {
    check(
        "MX 65536 mail",
        "65536",
        Kind::NumberOutOfRange,
        "65536 is too great for the field `preference`, which ends at 65535",
        "MX takes `preference` and `exchange`: `MX 10 mail`",
    );
    check(
        "MX mail 10",
        "mail",
        Kind::NotANumber,
        "expected a number from 0 to 65535 for `preference`, found `mail`",
        "MX takes `preference` and `exchange`: `MX 10 mail`",
    );
    assert_eq!(slip("MX -1 mail").1.kind, Kind::NumberOutOfRange);
    assert_eq!(slip("MX 99999999999999999999999 mail").1.kind, Kind::NumberOutOfRange);
    assert_eq!(slip("MX \"10\" mail").1.suggestion.as_deref(), Some("10"));
    check(
        "TLSA dane-ea spki sha-256 \"00\"",
        "dane-ea",
        Kind::UnknownMnemonic,
        "expected `pkix-ta`, `pkix-ee`, `dane-ta`, `dane-ee` or a number from 0 to 255 for `usage`, found `dane-ea`",
        "did you mean `dane-ta`?",
    );
    assert_eq!(slip("TLSA dane-ee spki sha256 00").1.suggestion.as_deref(), Some("sha-256"));
    assert_eq!(slip("TLSA DANE-EE spki sha-256 00").1.suggestion.as_deref(), Some("dane-ee"));
    assert_eq!(slip("SSHFP 256 1 00").1.kind, Kind::NumberOutOfRange);
    assert_eq!(slip("CAA critcal issue \"x\"").1.suggestion.as_deref(), Some("critical"));
}

#[test]
fn durations() {
    let (word, error) = slip("SOA ns1 hostmaster 3600 15m 1w 5m");
    assert_eq!(word, "3600");
    assert_eq!(
        error.message,
        "expected a duration, found the number 3600 without a unit in the field `refresh`"
    );
    assert_eq!((error.help.as_deref(), error.suggestion.as_deref()), (Some("write `1h`"), Some("1h")));
    assert!(matches!(slip("SOA a b 9999w 1s 1s 1s").1.kind, Kind::BadDuration(_)));
}

#[test]
fn strings_and_digits() {
    check(
        "TXT hello",
        "hello",
        Kind::NotAString,
        "expected a string for `text`, found `hello`",
        "write it in quotes",
    );
    assert_eq!(slip("TXT a\"b").1.suggestion.as_deref(), Some(r#""a\"b""#));
    assert_eq!(slip("CAA issue letsencrypt.org").1.suggestion.as_deref(), Some("\"letsencrypt.org\""));
    assert_eq!(slip("CAA issue-wild \"x\"").1.kind, Kind::BadTag);
    // A place is made of whole characters.
    assert_eq!(slip("CAA isuü \"x\"").1.at, Some(3..5));
    let long = format!("NAPTR 1 1 \"{}\" \"\" \"\" .", "x".repeat(256));
    assert_eq!(slip(&long).1.message, "the field `flags` has 256 octets, at most 255 are allowed");
    for (line, kind, message) in [
        ("TLSA 3 1 1 0g", Kind::BadHex, "expected hexadecimal digits, found `g`"),
        ("TLSA 3 1 1 \"00:11\"", Kind::BadHex, "expected hexadecimal digits, found `:`"),
        ("TLSA 3 1 1 0ü", Kind::BadHex, "expected hexadecimal digits, found `ü`"),
        ("TLSA 3 1 1 001", Kind::BadHex, "expected two hexadecimal digits for each octet, found 3 digits"),
        ("TLSA 3 1 1 \"\"", Kind::BadHex, "expected hexadecimal digits, found nothing"),
        ("OPENPGPKEY \"AA*=\"", Kind::BadBase64, "expected base64, found `*`"),
        ("OPENPGPKEY AAA", Kind::BadBase64, "the base64 text is cut off or its padding is wrong"),
    ] {
        let (_, error) = slip(line);
        assert_eq!((error.kind, &error.message[..]), (kind, message), "{line}");
    }
}

#[test]
fn too_few_and_too_many() {
    check(
        "MX 10",
        "",
        Kind::MissingField("exchange"),
        "missing field `exchange`",
        "MX takes `preference` and `exchange`: `MX 10 mail`",
    );
    check(
        "A 192.0.2.1 192.0.2.2",
        "192.0.2.2",
        Kind::TooManyFields,
        "unexpected `192.0.2.2` after the last field of A",
        "A takes `address`: `A 192.0.2.1`; a comma begins another record",
    );
    for (line, field) in [
        ("A", "address"),
        ("TXT", "text"),
        ("SRV 1 2 3", "target"),
        ("CAA issue", "value"),
        ("CAA", "tag"),
        ("TLSA 3 1 1", "data"),
        ("HTTPS 1", "target"),
        ("SOA a b 1s 1s 1s", "minimum"),
        ("LOC", "location"),
        ("LOC 1 2 N", "location"),
    ] {
        assert_eq!(slip(line).1.kind, Kind::MissingField(field), "{line}");
    }
    assert_eq!(slip("SOA a b 1 1s 1s 1s 1s").0, "1");
    assert_eq!(slip("MX [10, mail]").1.kind, Kind::UnexpectedList);
}

#[test]
fn one_record_can_have_several_errors() {
    let mut out = Vec::new();
    let context = Context { notation: Notation::Zonal, origin: None };
    let mut encoder = Encoder::new(schema::of(Rtype::SRV).unwrap(), context, &mut out);
    assert!(encoder.word(Word::bare("x")).is_err());
    assert!(encoder.word(Word::bare("1")).is_ok());
    assert!(encoder.name(b"\0").is_err());
    encoder.skip();
    assert!(matches!(encoder.slot(None), Slot::Full));
    assert!(encoder.finish().is_ok());
}

#[test]
fn service_parameters() {
    for (line, word, kind, message) in [
        ("HTTPS 1 . apln [h2]", "apln", Kind::UnknownParam, "expected a service parameter, found `apln`"),
        ("HTTPS 1 . alpn=h2", "alpn=h2", Kind::UnknownParam, "expected a service parameter, found `alpn=h2`"),
        (
            "HTTPS 1 . alpn h2 alpn h3",
            "alpn",
            Kind::DuplicateParam,
            "the service parameter `alpn` is there twice",
        ),
        (
            "HTTPS 1 . alpn \"h2,h3\"",
            "h2,h3",
            Kind::BadParam,
            "expected one protocol, found the string \"h2,h3\"",
        ),
        ("HTTPS 1 . port", "", Kind::BadParam, "expected a port from 0 to 65535 after `port`, found nothing"),
        ("HTTPS 1 . port 65536", "65536", Kind::BadParam, "expected a port from 0 to 65535, found `65536`"),
        (
            "HTTPS 1 . port [1, 2]",
            "0",
            Kind::BadParam,
            "expected a port from 0 to 65535 after `port`, found 2 values",
        ),
        (
            "HTTPS 1 . alpn []",
            "0",
            Kind::BadParam,
            "expected a list of protocols such as `[h2, h3]` after `alpn`, found 0 values",
        ),
        (
            "HTTPS 1 . ipv4-hint [192.0.2.1, ::1]",
            "1",
            Kind::AddressIsOtherFamily,
            "expected an IPv4 address, found `::1`",
        ),
        (
            "HTTPS 1 . mandatory alpn",
            "",
            Kind::MissingParam(1),
            "`mandatory` lists `alpn`, which the record does not have",
        ),
        (
            "HTTPS 1 . alpn h2 mandatory [alpn, alpn]",
            "0",
            Kind::DuplicateParam,
            "`mandatory` lists `alpn` twice",
        ),
        (
            "HTTPS 1 . no-default-alpn port 443",
            "",
            Kind::MissingParam(1),
            "`no-default-alpn` stands without `alpn`",
        ),
        ("HTTPS 1 . ech \"A\"", "A", Kind::BadBase64, "expected base64, found the string \"A\""),
        ("HTTPS 1 . key9 x", "x", Kind::NotAString, "expected a string, found `x`"),
        (
            "HTTPS 1 . key65535 \"x\"",
            "key65535",
            Kind::UnknownParam,
            "expected a service parameter, found `key65535`",
        ),
    ] {
        let (at, error) = slip(line);
        assert_eq!((&at[..], error.kind, &error.message[..]), (word, kind, message), "{line}");
    }
    for (line, suggestion) in [
        ("HTTPS 1 . apln [h2]", "alpn"),
        ("HTTPS 1 . ipv4hint 192.0.2.1", "ipv4-hint"),
        ("HTTPS 1 . key3 \"x\"", "port"),
        ("HTTPS 1 . alpn \"h2,h3\"", "[h2, h3]"),
    ] {
        assert_eq!(slip(line).1.suggestion.as_deref(), Some(suggestion), "{line}");
    }
}

#[test]
fn locations() {
    for (line, message) in [
        ("LOC 91 N 0 E 0", "expected degrees of latitude from 0 to 90, found `91`"),
        ("LOC 90 1 N 0 E 0", "expected at most 90 degrees before, found `N`"),
        ("LOC 1 60 N 0 E 0", "expected minutes from 0 to 59, or `N` or `S`, found `60`"),
        ("LOC 1 1 60 N 0 E 0", "expected seconds from 0 to 59.999, or `N` or `S`, found `60`"),
        ("LOC 1 1 1.0001 N 0 E 0", "expected seconds from 0 to 59.999, or `N` or `S`, found `1.0001`"),
        ("LOC 1 E 0 E 0", "expected minutes from 0 to 59, or `N` or `S`, found `E`"),
        ("LOC 1 1 1 1", "expected `N` or `S`, found `1`"),
        ("LOC 1 N 181 E 0", "expected degrees of longitude from 0 to 180, found `181`"),
        ("LOC 1 N 1 E -100001m", "expected an altitude from -100000.00m to 42849672.95m, found `-100001m`"),
        ("LOC 1 N 1 E 0 -1m", "expected a size from 0.00m to 90000000.00m, found `-1m`"),
        ("LOC 1 N 1 E 0 0 0 0 0", "expected nothing after the vertical precision, found `0`"),
    ] {
        assert_eq!(slip(line).1.message, message);
    }
}
