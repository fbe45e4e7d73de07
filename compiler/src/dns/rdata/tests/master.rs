//! Master files to wire form.

use super::*;

#[test]
fn records_of_zone_files() {
    for (line, expected) in [
        ("A 192.0.2.1", "192.0.2.1"),
        ("MX 10 mail", "10 mail.example.com."),
        ("MX 10 192.0.2.1", "10 192.0.2.1.example.com."),
        ("mx 10 a\\.b", r"10 a\.b.example.com."),
        ("TXT bare \"and quoted\"", "\"bareand quoted\""),
        (r#"TXT \"a\" "\"b\";\065\\""#, r#""\"a\"\"b\";A\\""#),
        (
            "SOA a b 2024010101 1h 15M 604800 300",
            "a.example.com. b.example.com. 2024010101 3600 900 604800 300",
        ),
        ("CAA 0 issue letsencrypt.org", "0 issue \"letsencrypt.org\""),
        ("DS 1 RSASHA256 SHA256 ab cd", "1 8 2 abcd"),
        ("TLSA 3 1 1 0C 72", "3 1 1 0c72"),
        (
            r#"HTTPS 1 . port="8443" alpn="h2,h3" key65000=a\032b"#,
            r#"1 . alpn="h2,h3" port=8443 key65000="a b""#,
        ),
        // RFC 9460 appendix D.3
        (
            r#"SVCB 16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#,
            r#"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#,
        ),
        (
            r#"SVCB 16 foo.example.org. alpn=f\\\092oo\092,bar,h2"#,
            r#"16 foo.example.org. alpn="f\\\\oo\\,bar,h2""#,
        ),
        ("SVCB 1 foo.example.com. key667=hello\\210qoo", r#"1 foo.example.com. key667="hello\210qoo""#),
        (
            "SVCB 16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1",
            "16 foo.example.org. mandatory=alpn,ipv4hint alpn=\"h2,h3-19\" ipv4hint=192.0.2.1",
        ),
        ("SVCB 1 . key3=\\001\\187", "1 . port=443"),
        ("DNSKEY 257 3 13 AAEC AwQF", "257 3 13 AAECAwQF"),
        ("CDS 0 0 0 00", "0 0 0 00"),
        (
            "RRSIG A 13 2 300 20300101000000 20290101000000 1234 example.com. c2ln",
            "A 13 2 300 20300101000000 20290101000000 1234 example.com. c2ln",
        ),
        ("NSEC Host A TYPE1234 RRSIG", "host.example.com. A RRSIG TYPE1234"),
        ("NSEC host", "host.example.com."),
        (
            "LOC 42 21 54 n 71 06 18 w -24m 30m",
            "42 21 54.000 N 71 6 18.000 W -24.00m 30.00m 10000.00m 10.00m",
        ),
        ("TYPE65534 \\# 2 abCD", "\\# 2 abcd"),
        ("TYPE65534 \\# 0", "\\# 0"),
        ("A \\# 4 c0000201", "192.0.2.1"),
        ("CNAME \\# 3 01 4100", "a."),
        ("TXT \\# 4 01610162", "\"ab\""),
        ("TYPE1 192.0.2.1", "192.0.2.1"),
    ] {
        let rdata = master(line).unwrap_or_else(|error| panic!("{line}: {error:?}"));
        assert_eq!(display(typed(line).0, &rdata).to_string(), expected, "{line}");
    }
}

#[test]
fn what_servers_refuse() {
    let long = format!("TXT \"{}\"", "x".repeat(256));
    for (line, word) in [
        ("A 192.0.2", 0),
        ("MX 10", 1),
        ("MX 10 a b", 2),
        ("SOA a b 1 1h 1h 1h", 6),
        ("CAA issue \"x\"", 0),
        ("TXT", 0),
        ("TXT a\\25", 0),
        (&long[..], 0),
        ("TYPE65534 abcd", 0),
        ("TYPE65534", 0),
        ("TYPE65534 \\# x", 1),
        ("TYPE65534 \\# 2 abc", 2),
        ("TYPE65534 \\# 2 ab xy", 3),
        ("TYPE65534 \\# 3 abcd", 1),
        ("A \\# 3 c00002", 1),
        ("SVCB 1 . port=x", 2),
        ("SVCB 1 . key3=x", 2),
        ("SVCB 1 . alpn", 2),
        ("SVCB 1 . alpn=", 2),
        ("SVCB 1 . no-default-alpn=1", 2),
        ("SVCB 1 . no-default-alpn", 3),
        ("SVCB 1 . port=1 port=2", 3),
        ("SVCB 1 . mandatory=port", 3),
        ("SVCB 1 . ipv4-hint=192.0.2.1", 2),
        ("NSEC a FOO", 1),
        ("RRSIG FOO", 0),
        ("DNSKEY 257 3 13", 3),
    ] {
        assert_eq!(master(line).map_err(|error| error.word), Err(word), "{line}");
    }
}

#[test]
fn relative_names_need_an_origin() {
    let mut out = vec![1];
    let words = [Word::bare("10"), Word::bare("mail")];
    let error = parse(Rtype::MX, &words, None, &mut out).unwrap_err();
    assert_eq!((error.word, error.error.kind), (1, FieldErrorKind::NoOrigin));
    assert_eq!(out, [1]);
    assert!(parse(Rtype::MX, &[Word::bare("10"), Word::bare("mail.")], None, &mut out).is_ok());
}

#[test]
fn foreign_rdata_becomes_neutral() {
    let canonical = |rtype, wire: &[u8]| {
        let mut rdata = wire.to_vec();
        canonicalize(rtype, &mut rdata).then_some(rdata)
    };
    assert_eq!(
        canonical(Rtype::MX, b"\x00\x0a\x01A\x02Bc\x00").as_deref(),
        Some(&b"\x00\x0a\x01a\x02bc\x00"[..])
    );
    assert_eq!(canonical(Rtype::MX, b"\x41\x5a\x01a\x00").as_deref(), Some(&b"\x41\x5a\x01a\x00"[..]));
    assert_eq!(canonical(Rtype::TXT, b"\x01A\x00\x01b").as_deref(), Some(&b"\x02Ab"[..]));
    let mut full = vec![255];
    full.extend([b'x'; 255]);
    assert_eq!(canonical(Rtype::TXT, &full).as_ref(), Some(&full));
    let with_empty = [&full[..], &[0]].concat();
    assert_eq!(canonical(Rtype::TXT, &with_empty).as_ref(), Some(&full));
    let mut ends_in_zero = full.clone();
    ends_in_zero[255] = 0;
    assert_eq!(canonical(Rtype::TXT, &ends_in_zero).as_ref(), Some(&ends_in_zero));
    for (rtype, wire) in [
        (Rtype::A, &b"\x01\x02\x03"[..]),
        (Rtype::A, b"\x01\x02\x03\x04\x05"),
        (Rtype::MX, b"\x00\x0a\xc0\x0c"),
        (Rtype::TXT, b""),
        (Rtype::TXT, b"\x02a"),
        (Rtype::CAA, b"\x00\x00x"),
        (Rtype::CAA, b"\x00\x01-"),
        (Rtype::TLSA, b"\x03\x01\x01"),
        (Rtype::LOC, &[0; 16]),
        (Rtype::SVCB, b"\x00\x01\x00\x00\x03\x00\x02\x01\xbb\x00\x02\x00\x00"),
        (Rtype::SVCB, b"\x00\x01\x00\x00\x03\x00\x01\x01"),
        (Rtype::SVCB, b"\x00\x01\x00\x00\x00\x00\x02\x00\x01"),
    ] {
        assert_eq!(canonical(rtype, wire), None, "{rtype} {wire:?}");
        assert!(display(rtype, wire).to_string().starts_with("\\# "));
    }
    assert_eq!(canonical(Rtype(65_534), b"\x01"), Some(vec![1]));
}
