//! Master files, read and written.

use std::fs;

use zonal_compiler::dns::rtype::Rtype;
use zonal_runtime::providers::zonefile::{reader, writer};

use crate::support::{SOA, lines, name, read};

/// The message of the error that a text gives.
fn error(text: &str) -> String {
    match read(text) {
        Ok(file) => panic!("read {:?} without an error", file.sets),
        Err(failure) => {
            assert!(failure.advice().is_some_and(|advice| advice.len() > 5), "no advice: {failure}");
            failure.to_string()
        }
    }
}

#[test]
fn reads_what_people_write() {
    let text = "\
; a zone as it grew over the years
$ORIGIN example.com.
$TTL 1h30m
@       IN      SOA     ns1 hostmaster (
                        2024010101      ; serial
                        2h              ; refresh
                        15M             ; retry
                        2w              ; expire
                        5m )            ; minimum
        IN      NS      ns1
                NS      ns2.example.net.
ns1     300 IN  A       192.0.2.1
        IN 300  AAAA    2001:DB8::1
www     in cname        @
mail.example.com. A ( 192.0.2.2 ) ; trailing
@ MX 10 mail
txt     TXT     \"one; not a comment\" two \"th\\\"ree\" f\\;our
*.wild  1D A    192.0.2.3
$ORIGIN sub
host    A       192.0.2.4
@       A       192.0.2.5
$ORIGIN other.example.com.
$TTL 60
a       A       192.0.2.6
\\@at\\.dot\\032space A 192.0.2.7
";
    assert_eq!(
        lines(text),
        [
            "example.com. 5400 IN NS ns1.example.com.",
            "example.com. 5400 IN NS ns2.example.net.",
            "example.com. 5400 IN MX 10 mail.example.com.",
            "mail.example.com. 5400 IN A 192.0.2.2",
            "ns1.example.com. 300 IN A 192.0.2.1",
            "ns1.example.com. 300 IN AAAA 2001:db8::1",
            "\\@at\\.dot\\032space.other.example.com. 60 IN A 192.0.2.7",
            "a.other.example.com. 60 IN A 192.0.2.6",
            "sub.example.com. 5400 IN A 192.0.2.5",
            "host.sub.example.com. 5400 IN A 192.0.2.4",
            "txt.example.com. 5400 IN TXT \"one; not a commenttwoth\\\"reef;our\"",
            "*.wild.example.com. 86400 IN A 192.0.2.3",
            "www.example.com. 5400 IN CNAME example.com.",
        ]
    );
    let file = read(text).unwrap();
    assert_eq!(file.layout, reader::Layout::Other);
    assert_eq!(file.sets[0].rtype, Rtype::NS);
}

#[test]
fn a_ttl_comes_from_the_line_the_directive_the_line_before_or_the_soa() {
    let soa = "@ SOA ns1 h 1 2 3 4 77\n";
    assert_eq!(lines(&format!("{soa}@ NS n.\nw A 192.0.2.1\n"))[1], "w.example.com. 77 IN A 192.0.2.1");
    let own = "@ 600 SOA ns1 h 1 2 3 4 77\n";
    assert_eq!(lines(&format!("{own}w A 192.0.2.1\n")), ["w.example.com. 600 IN A 192.0.2.1"]);
    assert_eq!(
        lines(&format!("{own}v 5 A 192.0.2.1\nw A 192.0.2.1\n"))[1],
        "w.example.com. 5 IN A 192.0.2.1"
    );
    let directive = format!("$TTL 9\n{own}v 5 A 192.0.2.1\nw A 192.0.2.1\n");
    assert_eq!(lines(&directive)[1], "w.example.com. 9 IN A 192.0.2.1");
    assert_eq!(
        error("w A 192.0.2.1\n"),
        "example.com.zone:1:3: the record has no TTL, and there is no `$TTL`"
    );
}

#[test]
fn every_type_with_a_mnemonic_is_read_and_stays() {
    let records = "\
a 1 A 192.0.2.1
b 1 CAA 0 issue \"ca.example.net; account=1\"
c 1 HTTPS 1 . alpn=\"h2,h3\" ipv4hint=192.0.2.1
d 1 LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m
e 1 NAPTR 100 10 \"U\" \"E2U+sip\" \"!^.*$!sip:a@b!\" .
f 1 SRV 1 2 443 t
g 1 SSHFP 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
h 1 TLSA 3 1 1 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
i 1 DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
j 1 URI 10 1 \"ftp://ftp1.example.com/public\"
k 1 TYPE65400 \\# 3 01 0203
l 1 TYPE1 \\# 4 c0000201
m 1 A \\# 4 c0000202
n 1 DNAME t
o 1 PTR t
p 1 OPENPGPKEY AQIDBA==
q 1 SVCB 0 t
";
    let text = format!("{SOA}@ 1 NS n.\n{records}");
    let file = read(&text).unwrap();
    let once = writer::write(&name("example.com"), &file.sets);
    let again = read(&once).unwrap();
    assert_eq!(again.sets, file.sets);
    assert_eq!(again.layout, reader::Layout::Plain);
    assert_eq!(writer::write(&name("example.com"), &again.sets), once);
    assert!(once.contains("l.example.com. 1 IN A 192.0.2.1\n"), "{once}");
    assert!(once.contains("k.example.com. 1 IN TYPE65400 \\# 3 010203\n"), "{once}");
}

#[test]
fn old_types_are_read_by_their_names_and_written_generically() {
    let shown = lines(&format!(
        "{SOA}a 1 HINFO \"PC\" Linux\nb 1 RP admin t\nc 1 AFSDB 1 db\nd 1 SPF \"v=spf1 -all\"\ne 1 CERT PGP 0 0 AQID\n"
    ));
    assert_eq!(shown[0], "a.example.com. 1 IN TYPE13 \\# 9 025043054c696e7578");
    assert_eq!(shown[2], "c.example.com. 1 IN TYPE18 \\# 18 0001026462076578616d706c6503636f6d00");
    assert_eq!(shown[3], "d.example.com. 1 IN TYPE99 \\# 12 0b763d73706631202d616c6c");
    assert_eq!(shown[4], "e.example.com. 1 IN TYPE37 \\# 8 0003000000010203");
    assert_eq!(lines(&format!("{SOA}{}\n", shown.join("\n"))), shown);
}

#[test]
fn mixed_ttls_take_the_lowest_and_are_counted() {
    let file = read(&format!("{SOA}w 60 A 192.0.2.1\nw 30 A 192.0.2.2\n")).unwrap();
    assert_eq!(file.mixed_ttls, 1);
    assert_eq!(file.sets.iter().find(|set| set.rtype == Rtype::A).map(|set| set.ttl), Some(30));
}

#[test]
fn line_ends_and_the_last_line_do_not_matter() {
    let unix = format!("{SOA}w 1 A 192.0.2.1\n");
    assert_eq!(lines(&unix.replace('\n', "\r\n")), lines(&unix));
    assert_eq!(lines(unix.trim_end()), lines(&unix));
}

#[test]
fn a_saved_transfer_ends_with_the_soa_again() {
    assert_eq!(lines(&format!("{SOA}w 1 A 192.0.2.1\n{SOA}")), ["w.example.com. 1 IN A 192.0.2.1"]);
}

#[test]
fn each_mistake_has_its_own_error_at_its_place() {
    let mut wrong = Vec::new();
    let after_soa = |records: &str| error(&format!("{SOA}{records}"));
    for (records, message) in [
        ("w 1 A 192.0.2.256\n", "2:15: A: "),
        ("w 1 AA 192.0.2.1\n", "2:5: expected a record type, found `AA`"),
        ("w 1 A\n", "2:6: A: missing field"),
        ("w 1 A 192.0.2.1 192.0.2.2\n", "2:17: A: unexpected"),
        ("w 1 MX mail\n", "2:8: MX: "),
        ("w 1 CH A 192.0.2.1\n", "2:5: expected class IN, found CH"),
        ("w 1 CLASS3 A 192.0.2.1\n", "2:5: expected class IN, found CLASS3"),
        ("w 1x A 192.0.2.1\n", "2:3: "),
        ("w 1\n", "2:1: the record has no type"),
        ("w 4294967296 A 192.0.2.1\n", "2:3: "),
        ("w.example.net. 1 A 192.0.2.1\n", "2:1: w.example.net is not within the zone example.com"),
        ("a..b 1 A 192.0.2.1\n", "2:3: "),
        ("w 1 A ( 192.0.2.1\n", "2:7: the file ends before this `(` is closed"),
        ("w 1 A 192.0.2.1 )\n", "2:17: `)` closes nothing"),
        ("w 1 TXT \"abc\nx 1 A 192.0.2.1\n", "2:9: the line ends before this quotation mark is closed"),
        ("w 1 TXT abc\\", "2:12: `\\` stands at the end of a line"),
        ("w 1 CNAME a\nw 1 A 192.0.2.1\n", "2:1: w.example.com has a CNAME and A records"),
        ("w 1 CNAME a\nw 1 CNAME b\n", "3:1: w.example.com has two CNAME records"),
        ("@ 1 SOA a b 2 2 3 4 5\n", "2:1: example.com has a second SOA record"),
        (
            "x 1 SOA a b 2 2 3 4 5\n",
            "2:1: the SOA is that of x.example.com, but the file is that of example.com",
        ),
        ("$FOO bar\n", "2:1: expected a directive, found `$FOO`"),
        ("$TTL\n", "2:1: $TTL has too few or too many arguments"),
        ("$TTL soon\n", "2:6: "),
        ("$ORIGIN a b\n", "2:1: $ORIGIN has too few or too many arguments"),
        (
            "w 1 RRSIG A 5 3 1 20300101000000 20200101000000 1 example.com. AQID\n",
            "2:5: the zone is signed: it holds RRSIG",
        ),
        ("w 1 NSEC3PARAM 1 0 0 -\n", "2:5: the zone is signed: it holds TYPE51"),
        ("w 1 TYPE65400 \\# 2 ab\n", "TYPE65400: expected 2 octets"),
    ] {
        let found = after_soa(records);
        let expected = if message.starts_with('2') || message.starts_with('3') {
            format!("example.com.zone:{message}")
        } else {
            message.to_owned()
        };
        wrong.extend(
            (!found.contains(&expected))
                .then(|| format!("{records:?} gives {found:?}, expected {expected:?}")),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(error("\tA 192.0.2.1\n"), "example.com.zone:1:2: the first record has no owner");
    assert_eq!(error(""), "example.com.zone: the zone file of example.com has no SOA record");
    assert_eq!(
        error("w 1 A 192.0.2.1\n"),
        "example.com.zone: the zone file of example.com has no SOA record"
    );
}

#[test]
fn bytes_that_are_no_text_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("example.com.zone");
    fs::write(&path, [SOA.as_bytes(), b"w 1 TXT \"caf\xe9\"\n"].concat()).unwrap();
    let failure = reader::read(&path, &name("example.com"), folder.path()).unwrap_err();
    assert_eq!(failure.what(), format!("byte 0xe9 at offset {} is not UTF-8", SOA.len() + 12));
    assert_eq!(failure.place().and_then(|place| place.line_column), Some((2, 13)));
}

#[test]
fn includes_are_relative_to_their_file_and_keep_the_origin() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("parts")).unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    write(
        "example.com.zone",
        &format!(
            "$TTL 60\n{SOA}w A 192.0.2.1\n$INCLUDE parts/one\n AAAA 2001:db8::1\n$INCLUDE parts/two sub\nz A 192.0.2.9\n"
        ),
    );
    write("parts/one", "$ORIGIN deep\n$INCLUDE three\n");
    write("parts/two", "a A 192.0.2.2\n");
    write("parts/three", "$TTL 30\nt A 192.0.2.3\n");
    let file =
        reader::read(&folder.path().join("example.com.zone"), &name("example.com"), folder.path()).unwrap();
    assert_eq!(
        crate::support::show(&file.sets),
        [
            "t.deep.example.com. 30 IN A 192.0.2.3",
            "a.sub.example.com. 30 IN A 192.0.2.2",
            "w.example.com. 60 IN A 192.0.2.1",
            "w.example.com. 30 IN AAAA 2001:db8::1",
            "z.example.com. 30 IN A 192.0.2.9",
        ]
    );
    let before = file.version;
    write("parts/two", "a A 192.0.2.22\n");
    let after =
        reader::read(&folder.path().join("example.com.zone"), &name("example.com"), folder.path()).unwrap();
    assert_ne!(before, after.version, "an included file is a part of what was read");
}

#[test]
fn an_include_neither_leaves_the_folder_nor_goes_in_circles() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "x 1 TXT secret\n").unwrap();
    let folder = outside.path().join("zones");
    fs::create_dir(&folder).unwrap();
    let path = folder.join("example.com.zone");
    let failure = |include: &str| {
        fs::write(&path, format!("{SOA}$INCLUDE {include}\n")).unwrap();
        reader::read(&path, &name("example.com"), &folder).unwrap_err()
    };
    for include in ["../secret", outside.path().join("secret").to_str().unwrap()] {
        let failure = failure(include);
        assert!(failure.what().starts_with("$INCLUDE leads out of the folder"), "{failure}");
        assert_eq!(failure.place().and_then(|place| place.line_column), Some((2, 10)));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(outside.path().join("secret"), folder.join("link")).unwrap();
        assert!(failure("link").what().starts_with("$INCLUDE leads out of the folder"));
    }
    assert!(failure("absent").what().contains("cannot read"), "{}", failure("absent"));
    assert_eq!(failure("example.com.zone").what(), "$INCLUDE goes deeper than 16 files");
}
