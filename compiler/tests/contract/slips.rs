//! The slips of newcomers: each gets its own message, and no second one.

use crate::{assert_found_in_body, compile};

#[test]
fn each_slip_has_a_name_of_its_own() {
    for (body, expected) in [
        ("; a comment", "semicolon-comment `;`"),
        ("a A 93.184.215.1 ; a comment", "semicolon-comment `;`"),
        ("a IN A 93.184.215.1", "class-in-record `IN`"),
        ("$ORIGIN example.net.", "zone-file-directive `$ORIGIN`"),
        ("$TTL 300", "zone-file-directive `$TTL`"),
        ("a: A 93.184.215.1", "yaml-key `:`"),
        ("a 300 A 93.184.215.1", "ttl-before-type `300`"),
        ("a CNAME www.example.net", "trailing-dot-target `www.example.net`"),
        ("a A 93.184.215.0/24", "cidr-as-address `/24`"),
        ("a cname www.example.net.", "lowercase-type `cname`"),
        ("A 93.184.215.1", "owner-missing `A`"),
        ("a A 93.184.215.1#b", "hash-in-word `#`"),
    ] {
        assert_found_in_body(body, &[expected]);
    }
}

#[test]
fn each_slip_says_what_to_do() {
    for body in
        ["; x", "a IN A 93.184.215.1", "$TTL 300", "a: A 93.184.215.1", "a 300 A 93.184.215.1", "a cname b."]
    {
        let compiled = compile(&format!("zone example.com on dns {{\n{body}\n}}"));
        for found in &compiled.compilation.diagnostics {
            assert!(found.help.is_some() && !found.fixes.is_empty(), "{body}: {found:?}");
        }
    }
}
