//! One mistake is told once: what it leads to is not.

use crate::assert_found;

#[test]
fn what_could_not_be_read_is_not_missed() {
    assert_found(
        "provider files zonefile { directory \"x\" }\nzone example.com on files { a A 93.184.215.1 }",
        &["unexpected-token `zonefile`"],
    );
    assert_found(
        "template t(a Ipv4, b: Ipv4) { x A $a, $b }\nzone example.com on dns { include t(93.184.215.1, 93.184.215.2) }",
        &["unexpected-token `a`"],
    );
    assert_found(
        "zone example.com { on dns a A 93.184.215.1 }\nprovider dns = zonefile { directory \"x\" }",
        &["zone-without-providers `example.com`"],
    );
}

#[test]
fn what_a_mistake_was_about_is_not_unused() {
    for (body, expected) in [
        ("let web = 93.184.215.1\na A web", "bad-address `web`"),
        ("let web = 93.184.215.1\na A $wbe", "unknown-variable `$wbe`"),
        ("let web = \"x\"\na TXT \"${ web }\"", "bad-insertion `${ web }`"),
        ("let web = \"x\"\na TXT \"$web\"", "bare-dollar `$web`"),
        ("let web = \"x\"\na CNAME $web.example.net.", "variable-in-word `$web.example.net.`"),
        ("a A $web\nlet web = 93.184.215.1", "unknown-variable `$web`"),
        ("let path = \"x\"\na TXT file($path)", "file-path-not-literal `$path`"),
        ("let net = 10.0.0.0/8\na A host($net)", "wrong-arguments `host($net)`"),
    ] {
        assert_found(&format!("zone example.com on dns {{\n{body}\n}}"), &[expected]);
    }
    assert_found(
        "template mail() { @ MX 0 . }\nzone example.com on dns { include mial() }",
        &["unknown-template `mial`"],
    );
}

#[test]
fn a_record_goes_on_only_where_its_fields_can_be_told_apart() {
    for (record, expected) in [
        ("a MX 10 x.example.net. 20 y.example.net.", "too-many-fields `20`"),
        ("a HTTPS 1 . alnp [h2]", "unknown-service-parameter `alnp`"),
        ("a HTTPS 1 . alpn [h2] alpn [h3]", "bad-service-parameter `alpn`"),
        ("a LOC 52 22 23 X 4 53 32 E 0m", "bad-location `X`"),
        ("a TXT v=spf1 -all", "bare-text `v=spf1 -all`"),
        ("a A 93.184.215.1 ttl 5 minutes", "bad-duration `5 minutes`"),
        ("a A 93.184.215.1 300", "too-many-fields `300`"),
        ("a A hots(93.184.215.0/24, 1)", "unknown-modifier `hots`"),
        ("@ SOA ns1.example.net. h.example.net. 1 3600 900 1209600 300", "soa-serial `1`"),
    ] {
        assert_found(&format!("zone example.com on dns {{\n{record}\n}}"), &[expected]);
    }
}

#[test]
fn a_setting_that_is_wrong_is_not_missing() {
    assert_found("health h = https { host api.example.com }", &["bare-text `api.example.com`"]);
    assert_found("provider files = zonefile { directory out }", &["bare-text `out`"]);
}
