//! `$GENERATE`, expected as `named-compilezone` 9.18 expands it.

use crate::support::{SOA, lines, read};

fn made(line: &str) -> Vec<String> {
    lines(&format!("$TTL 300\n{SOA}$GENERATE {line}\n"))
}

#[test]
fn one_line_makes_many_records() {
    for (line, records) in [
        (
            "1-2 a$ TXT \"hello $ x\"",
            &["a1.example.com. 300 IN TXT \"hello1x\"", "a2.example.com. 300 IN TXT \"hello2x\""][..],
        ),
        (
            "1-2 b$ TXT \"\\\"hello $ x\\\"\"",
            &["b1.example.com. 300 IN TXT \"hello 1 x\"", "b2.example.com. 300 IN TXT \"hello 2 x\""],
        ),
        ("1-1 m$ MX \"10 ns\"", &["m1.example.com. 300 IN MX 10 ns.example.com."]),
        ("1-1 m$ MX 10 ns", &["m1.example.com. 300 IN MX 10 ns.example.com."]),
        (
            "10-12/2 h-${-5,4,x} A 192.0.2.$",
            &["h-0005.example.com. 300 IN A 192.0.2.10", "h-0007.example.com. 300 IN A 192.0.2.12"],
        ),
        ("1-1 c$ 600 IN A 192.0.2.${0,1,d}", &["c1.example.com. 600 IN A 192.0.2.1"]),
        ("1-1 d$ CNAME x\\$$.$$", &["d1.example.com. 300 IN CNAME x\\$1.\\$.example.com."]),
        ("17-17 ${0,3,n} A 192.0.2.$", &["1.1.example.com. 300 IN A 192.0.2.17"]),
        ("171-171 ${0,0,N}.x A 192.0.2.1", &["B.A.x.example.com. 300 IN A 192.0.2.1"]),
        ("255-255 ${0,3,X} A 192.0.2.1", &["0FF.example.com. 300 IN A 192.0.2.1"]),
        ("8-8 o${0,3,o} A 192.0.2.1", &["o010.example.com. 300 IN A 192.0.2.1"]),
    ] {
        let lower: Vec<String> =
            records.iter().map(|record| record.replace("B.A.x", "b.a.x").replace("0FF", "0ff")).collect();
        assert_eq!(made(line), lower, "{line}");
    }
}

#[test]
fn mistakes_are_errors_at_their_place() {
    for (line, message) in [
        ("", "1:1: $GENERATE has too few or too many arguments"),
        ("1 a A 192.0.2.1", "1:11: expected a range"),
        ("5-1 a A 192.0.2.1", "1:11: expected a range"),
        ("1-5/0 a A 192.0.2.1", "1:11: expected a range"),
        ("0-4294967296 a A 192.0.2.1", "1:11: expected a range"),
        ("1-5 a$ A", "1:11: $GENERATE needs an owner, a type and data"),
        ("1-5 a${x} A 192.0.2.1", "1:15: expected `${OFFSET,WIDTH,BASE}`"),
        ("1-5 a${0,999} A 192.0.2.1", "1:15: expected `${OFFSET,WIDTH,BASE}`"),
        ("1-5 a${0,1,q} A 192.0.2.1", "1:15: expected `${OFFSET,WIDTH,BASE}`"),
        ("1-5 a${0 A 192.0.2.1", "1:15: expected `${OFFSET,WIDTH,BASE}`"),
        ("1-5 a${-2} A 192.0.2.1", "1:15: the number 1 with offset -2 is -1"),
        ("254-256 a$ 1 A 192.0.2.$", "1:11: A: "),
        ("1-2000000 a$ 1 A 192.0.2.1", "1:11: $GENERATE makes more than 1000000 records"),
    ] {
        let failure = read(&format!("$GENERATE {line}\n{SOA}")).unwrap_err().to_string();
        assert!(failure.contains(&format!("example.com.zone:{message}")), "{line}: {failure}");
    }
}
