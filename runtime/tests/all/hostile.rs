//! Master files that nobody wrote on purpose: cut off, flipped, deeply nested. None may panic, and a cut one
//! may not pass for a whole one where a bracket or a string is open.

use crate::support::{SOA, read};

const ZONE: &str = "\
$TTL 1h
$ORIGIN example.com.
www IN A 192.0.2.1
txt TXT \"a \\\" b\" ( \"c\"
  \"d\" ) ; note
h HTTPS 1 . alpn=\"h2,h3\" port=443
$GENERATE 1-3 g${0,2,d} A 192.0.2.$
x TYPE65400 \\# 3 010203
e\\.f\\032g MX 10 www
";

#[test]
fn no_prefix_panics() {
    let text = format!("{SOA}{ZONE}");
    for end in 0..=text.len() {
        let _ = read(&text[..end]);
    }
    let open = text.find("( \"c\"").unwrap() + 5;
    assert!(read(&text[..open]).is_err(), "an open parenthesis is an error");
}

#[test]
fn no_mutation_panics() {
    let text = format!("{SOA}{ZONE}");
    let spice = [
        "(",
        ")",
        "\"",
        "\\",
        ";",
        "\n",
        " ",
        "$",
        "$INCLUDE /etc/passwd\n",
        "\u{0}",
        "é",
        "\\256",
        "${",
        "@",
    ];
    for at in 0..text.len() {
        for piece in spice {
            let _ = read(&format!("{}{piece}{}", &text[..at], &text[at..]));
            let _ = read(&format!("{}{piece}{}", &text[..at], &text[at + 1..]));
        }
    }
}

#[test]
fn depth_and_length_cost_no_stack() {
    let nested = format!("{SOA}w 1 A {}192.0.2.1{}\n", "(".repeat(100_000), ")".repeat(100_000));
    assert!(read(&nested).is_ok());
    assert!(read(&"(".repeat(100_000)).is_err());
    assert!(
        read(&format!("{SOA}w 1 TXT \"{}\"\n", "x".repeat(70_000))).is_err(),
        "RDATA ends at 65535 octets"
    );
    assert!(read(&format!("{SOA}{} 1 A 192.0.2.1\n", "a.".repeat(100_000))).is_err());
}
