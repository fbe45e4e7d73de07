//! Names over all octets, lengths, escapes and IDNA.

use super::*;

fn parse(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

fn error(text: &str) -> (NameErrorKind, &str) {
    let error = Name::parse(text).expect_err(text);
    (error.kind, text.get(error.at).expect("the range lies in the text"))
}

#[test]
fn parses_and_displays() {
    for (text, shown) in [
        (".", "."),
        ("example.com", "example.com."),
        ("EXAMPLE.com.", "example.com."),
        ("_dmarc.example.", "_dmarc.example."),
        ("*.0/25.2.0.192.in-addr.arpa.", "*.0/25.2.0.192.in-addr.arpa."),
        (r"a\.b.example.", r"a\.b.example."),
        (r"\097b.example.", "ab.example."),
        (r"\065.example.", "a.example."),
        (r"\000\255\032.example.", r"\000\255\032.example."),
        (r"user\@host.example.", r"user\@host.example."),
    ] {
        assert_eq!(parse(text).to_string(), shown);
    }
    assert_eq!(parse("a.b").wire(), b"\x01a\x01b\x00");
    assert_eq!(parse("a.b.").undotted().to_string(), "a.b");
    assert_eq!(Name::root().undotted().to_string(), ".");
}

#[test]
fn every_octet_survives() {
    for byte in 0..=255_u8 {
        let name = Name::from_labels([&[byte, b'x'][..], b"example"]).unwrap();
        assert_eq!(parse(&name.to_string()), name, "{byte}");
        assert_eq!(Name::parse_master_file(name.to_string().as_bytes()), Ok(name.clone()));
        assert_eq!(Name::from_wire(name.wire()), Some(name));
    }
}

#[test]
fn errors_point_at_their_bytes() {
    use NameErrorKind::{BadEscape, Empty, EmptyLabel, Forbidden, LabelTooLong};
    assert_eq!(error(""), (Empty, ""));
    assert_eq!(error("a..b"), (EmptyLabel, "."));
    assert_eq!(error(".a"), (EmptyLabel, "."));
    assert_eq!(error(".."), (EmptyLabel, "."));
    assert_eq!(error("a.."), (EmptyLabel, "."));
    assert_eq!(error("@"), (Forbidden('@'), "@"));
    assert_eq!(error("www.@"), (Forbidden('@'), "@"));
    assert_eq!(error("me@example.com"), (Forbidden('@'), "@"));
    assert_eq!(error("https://a.example/b"), (Forbidden(':'), ":"));
    assert_eq!(error("a b.example"), (Forbidden(' '), " "));
    assert_eq!(error("a\u{3002}b"), (NameErrorKind::Idna(IdnaError::Disallowed('\u{3002}')), "\u{3002}"));
    assert_eq!(error(r"x.a\"), (BadEscape, r"\"));
    assert_eq!(error(r"a\25.b"), (BadEscape, r"\25"));
    assert_eq!(error(r"a\256.b"), (BadEscape, r"\256"));
    let long = "a".repeat(64);
    assert_eq!(error(&format!("x.{long}.y")), (LabelTooLong { octets: 64 }, &long[..]));
    assert_eq!(error(&format!("{long}ü.y")).0, LabelTooLong { octets: 72 });
}

#[test]
fn lengths_are_those_of_the_wire() {
    let label = "a".repeat(63);
    let longest = format!("{label}.{label}.{label}.{}", "b".repeat(61));
    assert_eq!(parse(&longest).wire().len(), MAX_NAME);
    let longer = format!("{longest}b");
    assert_eq!(Name::parse(&longer).unwrap_err().kind, NameErrorKind::NameTooLong { octets: 256 });
    assert_eq!(parse(&longest).child(b"x"), None);
    // Escapes are longer as text than on the wire.
    let escaped = r"\097".repeat(63);
    assert_eq!(parse(&format!("{escaped}.{escaped}.{escaped}")).wire().len(), 3 * 64 + 1);
}

#[test]
fn forms() {
    let form = |text| {
        let mut out = vec![7];
        push_labels(text, &mut out).map(|form| (form, out.split_off(1)))
    };
    assert_eq!(form("@"), Ok((Form::Origin, vec![])));
    assert_eq!(form("."), Ok((Form::Absolute, vec![])));
    assert_eq!(form("a"), Ok((Form::Relative, b"\x01a".to_vec())));
    assert_eq!(form("a.b."), Ok((Form::Absolute, b"\x01a\x01b".to_vec())));
    assert_eq!(form("a.b.@"), Ok((Form::Origin, b"\x01a\x01b".to_vec())));
    assert_eq!(form(r"a.\@"), Ok((Form::Relative, b"\x01a\x01@".to_vec())));
    let mut out = vec![7];
    assert!(push_labels("a..", &mut out).is_err());
    assert_eq!(out, [7]);
}

#[test]
fn joins_an_origin() {
    let origin = parse("example.com.");
    let join = |text: &str, notation| {
        let mut out = Vec::new();
        push_name(text.as_bytes(), notation, origin.wire(), &mut out)
            .map(|_| Name::from_wire(&out).unwrap().to_string())
    };
    assert_eq!(join("www", Notation::Zonal).as_deref(), Ok("www.example.com."));
    assert_eq!(join("@", Notation::MasterFile).as_deref(), Ok("example.com."));
    assert_eq!(join("www.@", Notation::Zonal).as_deref(), Ok("www.example.com."));
    assert_eq!(join("www.@", Notation::MasterFile).as_deref(), Ok(r"www.\@.example.com."));
    assert_eq!(join("www.", Notation::MasterFile).as_deref(), Ok("www."));
    assert_eq!(join("ü", Notation::MasterFile).as_deref(), Ok(r"\195\188.example.com."));
    let long = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(60));
    let error = join(&long, Notation::Zonal).unwrap_err();
    assert_eq!(error, NameError { kind: NameErrorKind::NameTooLong { octets: 266 }, at: 0..long.len() });
}

#[test]
fn idna_pairs() {
    for (u_label, a_label) in [
        ("münchen", "xn--mnchen-3ya"),
        ("MÜNCHEN", "xn--mnchen-3ya"),
        ("mu\u{308}nchen", "xn--mnchen-3ya"),
        ("straße", "xn--strae-oqa"),
        ("faß", "xn--fa-hia"),
        ("βόλος", "xn--nxasmm1c"),
        ("例え", "xn--r8jz45g"),
        ("中国", "xn--fiqs8s"),
        ("موقع", "xn--4gbrim"),
        ("l·l", "xn--ll-0ea"),
        ("ひ・ら", "xn--y9j3b9s"),
    ] {
        let name = parse(&format!("{u_label}.example."));
        assert_eq!(name.to_string(), format!("{a_label}.example."), "{u_label}");
        assert_eq!(parse(&name.to_string()), name);
        assert_eq!(parse(&a_label.to_ascii_uppercase()), parse(u_label));
        assert_eq!(parse(&parse(u_label).unicode().to_string()), parse(u_label));
    }
    assert_eq!(parse("xn--mnchen-3ya.de").unicode().to_string(), "münchen.de");
}

#[test]
fn idna_rejects() {
    use IdnaError::{BadALabel, Disallowed, Hyphen, Misplaced, Unreadable};
    for (text, kind, at) in [
        ("☕.example", Disallowed('☕'), "☕"),
        ("i❤.example", Disallowed('❤'), "❤"),
        ("ａ.example", Disallowed('ａ'), "ａ"),
        ("a\u{200b}b.example", Disallowed('\u{200b}'), "\u{200b}"),
        ("a\u{202e}b", Disallowed('\u{202e}'), "\u{202e}"),
        ("_ü", Disallowed('_'), "_"),
        ("\u{212a}elvin", Disallowed('\u{212a}'), "\u{212a}"),
        ("a·ü", Misplaced('·'), "·"),
        ("ü-", Hyphen, "ü-"),
        ("aü--b", Hyphen, "aü--b"),
        ("אa", Unreadable, "אa"),
        ("a\u{200d}ü", Unreadable, "a\u{200d}ü"),
        ("x.\u{301}ü", Unreadable, "\u{301}ü"),
        ("xn--", BadALabel, "xn--"),
        ("xn--a", BadALabel, "xn--a"),
        ("xn--abc-", BadALabel, "xn--abc-"),
        ("xn--53h.example", BadALabel, "xn--53h"),
        ("a.xn--0.b", BadALabel, "xn--0"),
    ] {
        assert_eq!(error(text), (NameErrorKind::Idna(kind), at), "{text}");
    }
    // A master file's labels are octets.
    assert!(Name::parse_master_file(b"xn--0.example").is_ok());
}

#[test]
fn tree() {
    let name = parse("a.b.example.com.");
    let zone = parse("example.com.");
    assert!(name.is_within(&zone) && zone.is_within(&zone) && zone.is_within(&Name::root()));
    assert!(!zone.is_within(&name) && !parse("badexample.com").is_within(&zone));
    // The bytes end alike, but inside a label.
    assert!(!Name::from_labels([&b"x\x07example"[..], b"com"]).unwrap().is_within(&zone));
    assert_eq!(name.strip_suffix(&zone), Some(&b"\x01a\x01b"[..]));
    assert_eq!(zone.strip_suffix(&zone), Some(&b""[..]));
    assert_eq!(name.parent().unwrap().parent(), Some(zone.clone()));
    assert_eq!(Name::root().parent(), None);
    assert_eq!(zone.child(b"B").unwrap().child(b"a"), Some(name.clone()));
    assert_eq!(zone.child(b""), None);
    assert_eq!(name.label_count(), 4);
    assert_eq!(name.labels().rev().collect::<Vec<_>>(), [&b"com"[..], b"example", b"b", b"a"]);
    let mut both = name.labels();
    assert_eq!((both.next(), both.next_back()), (Some(&b"a"[..]), Some(&b"com"[..])));
    assert_eq!(both.collect::<Vec<_>>(), [&b"b"[..], b"example"]);
}

#[test]
fn wire_form_is_checked() {
    for bad in [&b""[..], b"\x01", b"\x01a", b"\x00\x00", b"\x40a\x00", b"\xc0\x00"] {
        assert_eq!(Name::from_wire(bad), None, "{bad:?}");
    }
    assert_eq!(Name::from_wire(b"\x01A\x00"), Some(parse("a.")));
    assert_eq!(prefix_len(b"\x01a\x00rest"), Some(3));
    let too_long: Vec<u8> = [1, b'a'].repeat(127).into_iter().chain([1, b'a', 0]).collect();
    assert_eq!(prefix_len(&too_long), None);
    assert!(is_wire(&too_long[2..]));
}

#[test]
fn canonical_order() {
    // RFC 4034 section 6.1
    let sorted = [
        "example.",
        "a.example.",
        "yljkjljk.a.example.",
        "Z.a.example.",
        "zABC.a.EXAMPLE.",
        "z.example.",
        r"\001.z.example.",
        "*.z.example.",
        r"\200.z.example.",
    ]
    .map(parse);
    let key = |name: &Name| {
        let mut out = Vec::new();
        push_sort_key(name.wire(), &mut out);
        out
    };
    for (i, a) in sorted.iter().enumerate() {
        for (j, b) in sorted.iter().enumerate() {
            assert_eq!(a.cmp(b), i.cmp(&j), "{a} {b}");
            assert_eq!(key(a).cmp(&key(b)), i.cmp(&j), "{a} {b}");
        }
    }
    let zeros = [&b"\x00"[..], b"\x00\x00", b"\x00\x01", b"\x01", b"\x01\x00", b"\x02"]
        .map(|label| Name::from_labels([label]).unwrap());
    assert!(zeros.is_sorted() && zeros.map(|name| key(&name)).is_sorted());
}
