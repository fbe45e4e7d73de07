//! Zonal source to master files.

use super::*;

#[test]
fn every_type_has_its_form() {
    for (source, expected) in [
        ("A 192.0.2.1", "192.0.2.1"),
        ("A \"0.255.10.249\"", "0.255.10.249"),
        ("AAAA 2001:DB8:0:0::1", "2001:db8::1"),
        ("AAAA ::ffff:192.0.2.1", "::ffff:192.0.2.1"),
        ("CNAME App.Example.NET.", "app.example.net."),
        ("CNAME @", "example.com."),
        ("CNAME a.@", "a.example.com."),
        ("DNAME münchen.example.", "xn--mnchen-3ya.example."),
        ("NS ns1.example.net.", "ns1.example.net."),
        ("PTR host", "host.example.com."),
        ("MX 10 mail", "10 mail.example.com."),
        ("MX 0 .", "0 ."),
        ("SRV 10 60 5060 sip", "10 60 5060 sip.example.com."),
        ("TXT \"hello world\"", "\"hello world\""),
        ("TXT \"a\" \"b\"", "\"ab\""),
        ("TXT \"\"", "\"\""),
        (r#"TXT "\"\\;\000\255""#, r#""\"\\;\000\255""#),
        ("TXT \"ü\"", r#""\195\188""#),
        ("CAA issue \"letsencrypt.org\"", "0 issue \"letsencrypt.org\""),
        ("CAA critical issue \";\"", "128 issue \";\""),
        ("CAA 1 iodef \"mailto:a@example.com\"", "1 iodef \"mailto:a@example.com\""),
        ("CAA issue \"\"", "0 issue \"\""),
        ("DS 20326 rsasha256 sha-256 E06D44B8", "20326 8 2 e06d44b8"),
        ("DS 1 13 2 \"e06d 44b8\"", "1 13 2 e06d44b8"),
        ("TLSA dane-ee spki sha-256 \"0C72AC\"", "3 1 1 0c72ac"),
        ("TLSA 3 1 1 0c 72 ac", "3 1 1 0c72ac"),
        ("SMIMEA pkix-ta cert full 00ff", "0 0 0 00ff"),
        ("SSHFP ed25519 sha-256 ab12", "4 2 ab12"),
        ("OPENPGPKEY \"AAEC/w==\"", "AAEC/w=="),
        ("OPENPGPKEY AAE C/w==", "AAEC/w=="),
        ("URI 10 1 \"https://example.com/a?b=\\\"c\\\"\"", r#"10 1 "https://example.com/a?b=\"c\"""#),
        (
            r#"NAPTR 100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" ."#,
            r#"100 10 "u" "E2U+sip" "!^.*$!sip:info@example.com!" ."#,
        ),
        (
            "SOA ns1.example.net. hostmaster 1h 15m 1w 5m",
            "ns1.example.net. hostmaster.example.com. 0 3600 900 604800 300",
        ),
        (
            "LOC 52 22 23.000 N 4 53 32.000 E -2.00m",
            "52 22 23.000 N 4 53 32.000 E -2.00m 1.00m 10000.00m 10.00m",
        ),
        ("LOC 90 N 180 W 0 0 1m 2m", "90 0 0.000 N 180 0 0.000 W 0.00m 0.00m 1.00m 2.00m"),
        (
            "LOC 0 0 0.5 S 0 0 W 42849672.95m 90000000m 90000000.00 45m",
            "0 0 0.500 S 0 0 0.000 E 42849672.95m 90000000.00m 90000000.00m 40.00m",
        ),
        ("HTTPS 1 . alpn [h2, h3]", "1 . alpn=\"h2,h3\""),
        ("HTTPS 0 svc", "0 svc.example.com."),
        (
            "HTTPS 1 . ipv6-hint [2001:db8::1, ::2] port 8443 ipv4-hint 192.0.2.1 no-default-alpn alpn h3",
            "1 . alpn=\"h3\" no-default-alpn port=8443 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1,::2",
        ),
        (
            r#"SVCB 2 a. key65000 "x y\"" mandatory [port, alpn] alpn dot port 853 dohpath "/q{?dns}" ech "AAEC""#,
            r#"2 a. mandatory=alpn,port alpn="dot" port=853 ech=AAEC dohpath="/q{?dns}" key65000="x y\"""#,
        ),
        ("SVCB 2 a. key65000 \"\"", "2 a. key65000"),
    ] {
        assert_eq!(shown(source), expected, "{source}");
    }
}

#[test]
fn every_example_of_the_schemas_encodes() {
    for schema in schema::declarable() {
        let rdata = zonal(schema.example).unwrap_or_else(|error| panic!("{}: {error:?}", schema.example));
        assert_eq!(typed(schema.example).0, schema.rtype);
        assert_eq!(fields(schema.rtype, &rdata).count(), schema.fields.len());
    }
}

#[test]
fn source_spells_mnemonics_and_units() {
    for line in [
        "A 192.0.2.1",
        "MX 10 mail.example.com.",
        "CAA issue \"a.example\"",
        "CAA critical issue \"\"",
        "TLSA dane-ee spki sha-256 \"0c72ac\"",
        "TLSA 9 9 9 \"00\"",
        "DS 1 ed25519 sha-384 \"00\"",
        "SOA a. b. 1h 1m30s 1w 5m",
        r#"TXT "it's \"5\\6\" \$x ü\000\255\226\128\174""#,
        r#"HTTPS 1 . mandatory alpn alpn [h2, h3] port 443 ipv6-hint [::1, ::2] key9 "a""#,
        r"CNAME a\046b\044\$.example.",
        "LOC 1 2 3.000 N 4 5 6.000 W 7.00m 1.00m 10000.00m 10.00m",
    ] {
        let (rtype, rest) = typed(line);
        let spelt = source_fields(rtype, &zonal(line).unwrap()).unwrap();
        let texts: Vec<String> = spelt.into_iter().map(|field| field.text).collect();
        assert_eq!(texts.join(" "), rest.replace("\\$.", "\\036."));
    }
    assert_eq!(source_fields(Rtype(65_534), b"x"), None);
    assert_eq!(source_fields(Rtype::A, b"x"), None);
}

#[test]
fn every_declarable_type_has_a_schema() {
    for rtype in Rtype::DECLARABLE {
        let schema = schema::of(*rtype).unwrap_or_else(|| panic!("{rtype}"));
        assert_eq!(schema.rtype, *rtype);
        // Only the last field may take what is left.
        let many = schema.fields.iter().position(|field| field.kind.takes_many());
        assert!(many.is_none_or(|at| at + 1 == schema.fields.len()));
    }
}

#[test]
fn a_long_text_is_cut_however_it_was_written() {
    let text = "x".repeat(255 * 2 + 1);
    let whole = zonal(&format!("TXT \"{text}\"")).unwrap();
    let (head, tail) = text.split_at(100);
    assert_eq!(zonal(&format!("TXT \"{head}\" \"{tail}\" \"\"")).unwrap(), whole);
    assert_eq!(whole.len(), 255 * 2 + 1 + 3);
    assert_eq!((whole[0], whole[256], whole[512]), (255, 255, 1));
    assert_eq!(txt_bytes(&whole), text.as_bytes());
    // No empty string follows a full one.
    assert_eq!(zonal(&format!("TXT \"{}\" \"\"", "x".repeat(255))).unwrap().len(), 256);
}

#[test]
fn names_come_from_the_evaluator() {
    let mut out = vec![9];
    let context = Context { notation: Notation::Zonal, origin: None };
    let mut encoder = Encoder::new(schema::of(Rtype::MX).unwrap(), context, &mut out);
    assert!(matches!(encoder.slot(None), Slot::Field(field) if field.name == "preference"));
    encoder.word(Word::bare("10")).unwrap();
    assert!(matches!(encoder.slot(None), Slot::Field(field) if field.kind == FieldKind::Name));
    encoder.name(b"\x01a\x00").unwrap();
    assert!(matches!(encoder.slot(None), Slot::Full));
    encoder.finish().unwrap();
    assert_eq!(out, b"\x09\x00\x0a\x01a\x00");
}

#[test]
fn slots_follow_the_words() {
    let context = Context { notation: Notation::Zonal, origin: None };
    let mut out = Vec::new();
    let mut caa = Encoder::new(schema::of(Rtype::CAA).unwrap(), context, &mut out);
    let field = |slot: Slot| slot.field().map(|field| field.name);
    assert_eq!(field(caa.slot(Some(Word::bare("critical")))), Some("flags"));
    assert_eq!(field(caa.slot(Some(Word::bare("128")))), Some("flags"));
    assert_eq!(field(caa.slot(Some(Word::bare("issue")))), Some("tag"));
    caa.word(Word::bare("issue")).unwrap();
    assert_eq!(field(caa.slot(None)), Some("value"));
    let mut https = Encoder::new(schema::of(Rtype::HTTPS).unwrap(), context, &mut out);
    https.word(Word::bare("1")).unwrap();
    https.name(b"\0").unwrap();
    assert!(matches!(https.slot(None), Slot::ParamKey(_)));
    https.word(Word::bare("alpn")).unwrap();
    assert!(matches!(https.slot(None), Slot::ParamValue(_, spec) if spec.name == "alpn"));
    https.list(&[Word::bare("h2")]).unwrap();
    assert!(matches!(https.slot(None), Slot::ParamKey(_)));
    https.finish().unwrap();
}

#[test]
fn targets() {
    let target_of = |line: &str| {
        let rdata = zonal(line).unwrap();
        target(typed(line).0, &rdata).and_then(Name::from_wire).map(|name| name.to_string())
    };
    for line in
        ["CNAME t", "NS t", "PTR t", "DNAME t", "MX 1 t", "SRV 1 2 3 t", "HTTPS 1 t port 1", "SVCB 0 t"]
    {
        assert_eq!(target_of(line).as_deref(), Some("t.example.com."), "{line}");
    }
    assert_eq!(target_of(r#"NAPTR 1 1 "s" "" "" t"#).as_deref(), Some("t.example.com."));
    assert_eq!(target_of("A 192.0.2.1"), None);
    assert_eq!(target_of("SOA a b 1s 1s 1s 1s"), None);
    let soa = zonal("SOA a b 1s 1s 1s 1s").unwrap();
    let held: Vec<_> = names(Rtype::SOA, &soa).map(|(field, _)| field.name).collect();
    assert_eq!(held, ["mname", "rname"]);
}
