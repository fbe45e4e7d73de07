//! RDATA as Route 53 spells it: as a master file does, but with three octal digits behind a backslash where a
//! master file has three decimal ones
//! (<https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html>).

use std::borrow::Cow;
use std::fmt::Write as _;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata::{self, Word};
use zonal_compiler::dns::rtype::Rtype;

use super::names::octal;

/// Type SPF (RFC 4408 section 3.1.1), which RFC 7208 withdrew and which has the form of a TXT.
pub(super) const SPF: Rtype = Rtype(99);

/// Reads a value into its neutral wire form; what is wrong with it otherwise.
pub(super) fn read(rtype: Rtype, text: &str) -> Result<Box<[u8]>, String> {
    let rtype = if rtype == SPF { Rtype::TXT } else { rtype };
    let text = with_decimal_escapes(text);
    let words = words(&text);
    // A name without a final dot is absolute all the same.
    let mut wire = Vec::with_capacity(text.len());
    match rdata::parse(rtype, &words, Some(&Name::root()), &mut wire) {
        Ok(()) => Ok(wire.into_boxed_slice()),
        Err(wrong) => Err(wrong.to_string()),
    }
}

/// Appends a value.
pub(super) fn write(rtype: Rtype, wire: &[u8], out: &mut String) {
    let start = out.len();
    // Writing to a string does not fail, so its result says nothing.
    let _ = write!(out, "{}", rdata::display(rtype, wire));
    if out.get(start..).is_some_and(|text| text.contains('\\')) {
        let text = out.split_off(start);
        push_with_octal_escapes(&text, out);
    }
}

/// The words of a record, with the escapes still in them. A quoted part within a word stays in its quotes.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        if rest.is_empty() {
            return words;
        }
        let (length, quoted) = match rest.strip_prefix('"') {
            Some(inner) => (string_length(inner), true),
            None => (word_length(rest), false),
        };
        let body = if quoted { rest.get(1..).unwrap_or_default() } else { rest };
        let (word, after) = body.split_at_checked(length).unwrap_or((body, ""));
        words.push(Word { text: word.as_bytes(), quoted });
        rest = if quoted { after.strip_prefix('"').unwrap_or(after) } else { after };
    }
}

/// The bytes up to the quote that ends a string.
fn string_length(text: &str) -> usize {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return at,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
    text.len()
}

/// The bytes up to the blank that ends a word.
fn word_length(text: &str) -> usize {
    let mut in_string = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => in_string = !in_string,
            b'\\' => drop(bytes.next()),
            b' ' | b'\t' if !in_string => return at,
            _ => {}
        }
    }
    text.len()
}

/// The text with `\ooo` as `\ddd`, and with no other digit behind a backslash.
fn with_decimal_escapes(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escaped)) = rest.split_once('\\') {
        out.push_str(plain);
        if let Some((octet, after)) = octal(escaped.as_bytes()) {
            // Writing to a string does not fail, so its result says nothing.
            let _ = write!(out, "\\{octet:03}");
            rest = escaped.get(escaped.len() - after.len()..).unwrap_or_default();
            continue;
        }
        let mut after = escaped.chars();
        match after.next() {
            Some(digit) if digit.is_ascii_digit() => out.push(digit),
            Some(other) => out.extend(['\\', other]),
            None => {}
        }
        rest = after.as_str();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Appends a master file's text with its decimal escapes as octal ones. In a string `\"` and `\\` stay; in a name
/// every escape becomes octal.
fn push_with_octal_escapes(text: &str, out: &mut String) {
    let mut in_string = false;
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char == '"' {
            in_string = !in_string;
        }
        if char != '\\' {
            out.push(char);
            continue;
        }
        let Some(first) = chars.next() else { return };
        if first.is_ascii_digit() {
            let digits = [Some(first), chars.next(), chars.next()];
            let value = digits.iter().flatten().filter_map(|digit| digit.to_digit(10));
            let _ = write!(out, "\\{:03o}", value.fold(0, |sum, digit| sum * 10 + digit));
        } else if in_string {
            out.extend(['\\', first]);
        } else {
            let _ = write!(out, "\\{:03o}", u32::from(first));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtype: Rtype, wire: &[u8]) -> String {
        let mut out = String::new();
        write(rtype, wire, &mut out);
        out
    }

    fn txt(octets: &[u8]) -> Vec<u8> {
        let mut wire = Vec::new();
        for chunk in octets.chunks(255) {
            wire.push(u8::try_from(chunk.len()).unwrap());
            wire.extend_from_slice(chunk);
        }
        if octets.is_empty() { vec![0] } else { wire }
    }

    #[test]
    fn every_value_comes_back_as_it_is_spelt() {
        for (rtype, value) in [
            (Rtype::A, "192.0.2.1"),
            (Rtype::AAAA, "2001:db8::1"),
            (Rtype::MX, "10 mail.example.com."),
            (Rtype::MX, "0 ."),
            (Rtype::SRV, "1 2 443 host.example.com."),
            (Rtype::CAA, "0 issue \"letsencrypt.org; validationmethods=dns-01\""),
            (Rtype::CAA, "128 issue \";\""),
            (Rtype::NAPTR, "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.com!\" ."),
            (Rtype::NAPTR, "100 50 \"a\" \"z3950+N2L\" \"\" \\052.example.com."),
            (Rtype::NAPTR, "10 10 \"u\" \"x\" \"!^\\\\+(.*)$!\\\\1!\" ."),
            (Rtype::SOA, "ns-1.awsdns-00.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"),
            (Rtype::SOA, "ns. john\\056doe.example. 1 2 3 4 5"),
            (Rtype::DS, "12345 13 2 49fd46e6c4b45c55d4ac69cbd3cd34ac1afe51de00000000000000000000aaaa"),
            (Rtype::TLSA, "3 1 1 49fd46e6c4b45c55d4ac69cbd3cd34ac1afe51de00000000000000000000aaaa"),
            (Rtype::SSHFP, "4 2 49fd46e6c4b45c55d4ac69cbd3cd34ac1afe51de00000000000000000000aaaa"),
            (Rtype::HTTPS, "1 . alpn=\"h2,h3\" port=8443 ipv4hint=192.0.2.1,192.0.2.2"),
            (Rtype::SVCB, "0 svc.example.net."),
            (Rtype::CNAME, "\\100.example.com."),
            (Rtype::PTR, "xn--bcher-kva.example."),
            (Rtype::TXT, "\"v=spf1 include:_spf.example.com -all\""),
            (Rtype::TXT, "\"say \\\"hi\\\" \\\\ and \\303\\244\""),
            (Rtype::TXT, "\"\""),
        ] {
            // A name's `*` is written as it is, which Route 53 takes as well.
            let spelt = value.replace("\\052", "*");
            let wire = read(rtype, value).unwrap_or_else(|wrong| panic!("{rtype} {value}: {wrong}"));
            assert_eq!(text(rtype, &wire), spelt, "{rtype} {value}");
            assert_eq!(read(rtype, &spelt).unwrap(), wire);
        }
    }

    #[test]
    fn spellings_of_one_value_are_one_value() {
        for (rtype, one, other) in [
            (Rtype::CNAME, "Target.Example.COM", "target.example.com."),
            (Rtype::AAAA, "2001:0DB8:0:0::1", "2001:db8::1"),
            (Rtype::TXT, "\"ab\" \"cd\"", "\"abcd\""),
            (Rtype::TXT, "\"\\141\\040b\"", "\"a b\""),
            (Rtype::TXT, "\"\\8\"", "\"8\""),
            (Rtype::MX, "10  mail.example.com", "10 mail.example.com."),
            (Rtype::CAA, "0 issue letsencrypt.org", "0 issue \"letsencrypt.org\""),
            (Rtype::TLSA, "3 1 1 49FD 46e6", "3 1 1 49fd46e6"),
            (SPF, "\"v=spf1 -all\"", "\"v=spf1 \" \"-all\""),
        ] {
            assert_eq!(read(rtype, one).unwrap(), read(rtype, other).unwrap(), "{one}");
        }
        assert_ne!(read(Rtype::TXT, "\"a\"").unwrap(), read(Rtype::TXT, "\"A\"").unwrap());
    }

    #[test]
    fn texts_of_every_length_and_octet_come_back() {
        let all: Vec<u8> = (0..=255).collect();
        for octets in [
            &b""[..],
            &b"a".repeat(255),
            &b"a".repeat(256),
            &b"\"".repeat(300),
            &b"\\".repeat(300),
            &b"x".repeat(4000),
            &all,
            "zürich 日本".as_bytes(),
        ] {
            let wire = txt(octets);
            let spelt = text(Rtype::TXT, &wire);
            assert!(spelt.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{spelt}");
            assert_eq!(&*read(Rtype::TXT, &spelt).unwrap(), wire);
        }
        assert_eq!(text(Rtype::TXT, &txt(&[0x7f, 0xff, 1])), "\"\\177\\377\\001\"");
    }

    #[test]
    fn what_is_no_value_is_said() {
        for (rtype, value) in
            [(Rtype::A, "192.0.2"), (Rtype::MX, "mail."), (Rtype::TXT, ""), (Rtype::DS, "1 2 3 xyz")]
        {
            assert!(read(rtype, value).is_err(), "{rtype} {value}");
        }
        assert!(read(Rtype::TXT, &format!("\"{}\"", "a".repeat(256))).is_err());
    }
}
