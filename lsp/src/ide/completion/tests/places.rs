//! What is offered where, and what is not.

use super::*;

#[test]
fn the_top_level_has_declarations_and_nothing_else() {
    let labels = labels("$0");
    assert_eq!(labels, ["zone", "provider", "policy", "template", "let", "health", "extend zone"]);
    assert_eq!(super::labels("# a comm$0ent"), Vec::<String>::new());
    assert_eq!(super::labels("let x = \"te$0xt\""), Vec::<String>::new());
    assert_eq!(super::labels("let x = \"text\"$0"), Vec::<String>::new());
}

#[test]
fn statements_are_those_of_their_block() {
    let zone = in_zone("$0");
    assert_eq!(zone[0], "@");
    assert_has(&zone, &["on", "include", "under", "policy", "nameservers", "allow", "ignore", "_dmarc", "*"]);
    assert_lacks(&zone, &["A", "zone", "provider"]);
    let owner = in_zone("www { $0 }");
    assert_eq!(owner[..2], ["A", "AAAA"]);
    assert_has(&owner, &["on", "for", "if", "let", "ttl", "allow"]);
    assert_lacks(&owner, &["include", "under", "ignore", "policy", "@"]);
    let inner = in_zone("under eu { $0 }");
    assert_has(&inner, &["@", "include", "under"]);
    assert_lacks(&inner, &["policy", "nameservers"]);
    assert_lacks(&in_zone("policy house\n  $0"), &["policy"]);
    assert_lacks(&in_zone("$0\n  policy house"), &["policy"]);
    let template = labels(&format!("{PROGRAM}\ntemplate t() {{\n  $0\n}}"));
    assert_has(&template, &["include", "@"]);
    assert_lacks(&template, &["policy", "nameservers"]);
    assert_has(&in_zone("if true { www A 192.0.2.1 } $0"), &["else"]);
}

#[test]
fn a_type_stands_behind_an_owner() {
    let types = in_zone("www $0");
    assert_eq!(types[..3], ["A", "AAAA", "CNAME"]);
    assert_has(&types, &["SPF", "ALIAS", "{ … }", "TLSA", "MTA-STS"]);
    assert_before(&in_zone("@ $0"), "MX", "CNAME");
    assert_eq!(in_zone("_dmarc $0")[0], "DMARC");
    assert_eq!(in_zone("k2._domainkey $0")[0], "DKIM");
    assert_eq!(in_zone("_8443._tcp.www $0")[0], "TLSA");
    assert_eq!(in_zone("_xyz._tcp { $0 }")[0], "SRV");
    assert_eq!(in_zone("on aws www $0")[0], "A");
    assert_eq!(in_zone("reverse(192.0.2.1) $0")[0], "A");
    // Azure DNS has no such records, which counts where it serves the zone.
    assert_before(&in_zone("www $0"), "SRV", "HTTPS");
    assert_before(&in_zone("on aws www $0"), "HTTPS", "NS");
    assert_before(&in_zone("on aws { www { $0 } }"), "HTTPS", "NS");
}

#[test]
fn each_field_has_its_own_list() {
    assert_eq!(in_zone("_443._tcp TLSA $0")[..4], ["pkix-ta", "pkix-ee", "dane-ta", "dane-ee"]);
    assert_eq!(in_zone("_443._tcp TLSA dane-ee $0")[..2], ["cert", "spki"]);
    assert_eq!(in_zone("_443._tcp TLSA dane-ee spki sha-256 $0")[0], "\"…\"");
    assert_has(&in_zone("@ MX $0"), &["10", "$mail-hosts"]);
    let targets = in_zone("@ MX 10 $0");
    assert_has(&targets, &["www", "@", ".", "deep.name.@", "example.net.", "$zone"]);
    assert_lacks(&targets, &["alias", "ttl"]);
    assert_has(&in_zone("x CNAME $0"), &["alias", "www"]);
    assert_has(&in_zone("x CNAME hos$0"), &["host.example.net."]);
    assert_eq!(in_zone("@ CAA $0")[0], "issue");
    assert_has(&in_zone("@ CAA $0"), &["critical", "iodef"]);
    assert_has(&in_zone("@ CAA critical $0"), &["issue"]);
    assert_has(&in_zone("@ CAA issue $0"), &["\"…\""]);
    assert_lacks(&in_zone("@ CAA issue $0"), &["issue"]);
    assert_has(&in_zone("www HTTPS 1 . $0"), &["alpn", "port", "ttl", "route"]);
    assert_eq!(in_zone("www HTTPS 1 . alpn [h2, $0]")[0], "h2");
    assert_has(&in_zone("www HTTPS 1 . alpn [h2] ipv4-hint $0"), &["$v4", "192.0.2.1", "[…]"]);
    assert_has(&in_zone("@ MX [(10, $0)]"), &["www"]);
    assert_has(&in_zone("@ MX (10, mx1.example.net.), ($0"), &["10"]);
    assert_has(&in_zone("@ MX 10 www, $0"), &["10"]);
}

#[test]
fn variables_are_of_the_type_that_a_field_takes() {
    let a = in_zone("www A $0");
    assert_eq!(a[0], "$v4");
    assert_lacks(&a, &["$v6", "$net", "$mail-hosts"]);
    assert_before(&a, "host", "$selector");
    assert_has(&in_zone("www AAAA 2001:db8::1, $0"), &["$v6"]);
    let local = in_zone("let own = 192.0.2.7\n  www A $0");
    assert_before(&local, "$own", "$v4");
    let far = in_zone(
        "a A 192.0.2.1\r\n  let own = 192.0.2.7\n  b TXT \"x\"\n  c A 192.0.2.1,\n    192.0.2.2,\n    $0",
    );
    assert_has(&far, &["$own"]);
    let looped = in_zone("for (name, ip) in [(\"a\", 192.0.2.1)] { \"x\" A $0 }");
    assert_before(&looped, "$ip", "$name");
    assert_has(&in_zone("www TXT $0"), &["$selector", "file"]);
    assert_has(&in_zone("www TXT \"a ${$0}\""), &["selector", "zone"]);
    assert_has(&in_zone("www TXT \"a $$0\""), &["${selector}"]);
    assert_lacks(&in_zone("www TXT \"a ${$0}\""), &["v4"]);
    assert_eq!(in_zone("www TXT \"a \\\\$$0\"").len(), 0);
    let parameter = labels("template t(key: String, v4: [Ipv4]) {\n  @ TXT $0\n}");
    assert_has(&parameter, &["$key"]);
    assert_lacks(&parameter, &["$v4"]);
}

#[test]
fn modifiers_stand_behind_the_values() {
    assert_has(&in_zone("www A 192.0.2.1 $0"), &["ttl", "route"]);
    assert_lacks(&in_zone("www A 192.0.2.1 ttl 5m $0"), &["ttl"]);
    assert_has(&in_zone("on azure www A 192.0.2.1 $0"), &["route"]);
    assert_lacks(&in_zone("on azure www MX 10 mx $0"), &["route"]);
    let ttl = in_zone("www A 192.0.2.1 ttl $0");
    assert_eq!(ttl[..2], ["volatile", "application"]);
    assert_has(&ttl, &["5m", "1d"]);
    assert_has(&in_zone("ttl $0"), &["volatile", "5m"]);
    assert_eq!(in_zone("ttl 5m $0"), ["for"]);
    assert_has(&in_zone("ttl 5m for MX, $0"), &["TXT"]);
    assert_lacks(&in_zone("ttl 5m for MX, $0"), &["MX", "SPF"]);
    assert_eq!(in_zone("www A 192.0.2.1 route($0")[0], "set:");
    assert_lacks(&in_zone("www A 192.0.2.1 route(set: \"a\", weight: 1, $0)"), &["set:", "failover:"]);
    assert_eq!(in_zone("www A 192.0.2.1 route(set: \"a\", failover: $0)"), ["primary", "secondary"]);
    assert_eq!(in_zone("www A 192.0.2.1 route(set: \"a\", weight: 1, health: $0)"), ["api-check"]);
    assert_has(&in_zone("www A 192.0.2.1 route(set: \"a\", location: eu$0)"), &["default", "europe"]);
}

#[test]
fn mail_builders_have_terms() {
    assert_eq!(in_zone("@ SPF $0")[0], "include");
    assert_eq!(in_zone("_dmarc DMARC $0")[0], "policy");
    assert_lacks(&in_zone("_dmarc DMARC policy reject, $0"), &["policy", "ttl"]);
    assert_has(&in_zone("_dmarc DMARC policy reject, $0"), &["rua", "testing"]);
    assert_eq!(in_zone("_dmarc DMARC policy $0")[..3], ["none", "quarantine", "reject"]);
    assert_has(&in_zone("_dmarc DMARC policy none, rua $0"), &["\"mailto:…\""]);
    assert_has(&in_zone("@ SPF mx, fail $0"), &["include", "ttl"]);
    assert_has(&in_zone("k._domainkey DKIM $0"), &["key", "type"]);
}

#[test]
fn an_alias_has_a_kind_and_a_target() {
    let kinds = in_zone("@ ALIAS $0");
    assert_has(&kinds, &["cloudfront", "azure", "ipv4"]);
    assert_has(&in_zone("@ ALIAS ipv4 $0"), &["cloudfront"]);
    assert_lacks(&in_zone("@ ALIAS ipv4 $0"), &["ipv6"]);
    assert_has(&in_zone("@ ALIAS name $0"), &["www"]);
    assert_has(&in_zone("@ ALIAS azure $0"), &["\"…\""]);
    assert_has(&in_zone("@ ALIAS cloudfront d1.cloudfront.net. $0"), &["zone", "ttl"]);
}

#[test]
fn templates_take_arguments() {
    assert_eq!(in_zone("include $0"), ["mail", "none"]);
    let arguments = in_zone("include mail($0)");
    assert_has(&arguments, &["$selector", "selector:", "policy:", "hosts:", "\"…\""]);
    assert_lacks(&arguments, &["$v4"]);
    assert_has(&in_zone("include mail(\"s1\", hosts: $0)"), &["$v4", "[…]"]);
    assert_lacks(&in_zone("include mail(\"s1\", $0)"), &["selector:"]);
    assert_lacks(&in_zone("include mail(policy: \"none\", $0)"), &["policy:"]);
    let (_, list) = at_mark(&format!("{PROGRAM}\nzone a.example on both {{ include $0 }}"));
    let mail = list.items.iter().find(|item| item.label == "mail").unwrap();
    assert_eq!(mail.snippet.as_deref(), Some("mail(\"${1:selector}\")"));
    let text = documentation(&View::alone(PROGRAM), mail.about.as_ref().unwrap()).unwrap();
    assert!(text.contains("Mail somewhere else."), "{text}");
}

#[test]
fn providers_are_those_that_fit() {
    assert_has(&labels(&format!("{PROGRAM}\nzone a.example on $0")), &["aws", "azure", "files", "both"]);
    assert_lacks(&labels(&format!("{PROGRAM}\nzone a.example on aws, $0")), &["aws"]);
    assert_eq!(in_zone("on $0"), ["aws", "azure", "both"]);
    assert_eq!(in_zone("on aws, $0"), ["azure", "both"]);
    assert_has(&in_zone("on aws $0"), &["{ … }", "@", "include"]);
    let extended = labels(&format!("{PROGRAM}\nextend zone example.net {{\n  on $0\n}}"));
    assert_eq!(extended, ["files"]);
    assert_eq!(labels("extend $0"), ["zone"]);
    assert_eq!(labels(&format!("{PROGRAM}\nextend zone $0")), ["example.net"]);
    assert_eq!(labels("provider a = $0")[..3], ["route53", "azure-dns", "zonefile"]);
    assert_has(
        &labels("provider a = azure-dns {\n  subscription \"s\"\n  $0\n}"),
        &["resource-group", "tenant"],
    );
    assert_lacks(&labels("provider a = azure-dns {\n  subscription \"s\"\n  $0\n}"), &["subscription"]);
    assert_has(&labels("provider a = azure-dns {\n  tenant $0\n}"), &["env", "\"…\""]);
    assert_eq!(labels("health a = tcp {\n  interval $0\n}"), ["10", "30"]);
}

#[test]
fn policies_have_lines_rules_and_patterns() {
    let lines = labels("policy p {\n  max-change 10%\n  $0\n}");
    assert_has(&lines, &["ttl", "confirm", "deny", "require"]);
    assert_lacks(&lines, &["max-change"]);
    assert_lacks(&labels("policy p {\n  $0\n  max-change 10%\n}"), &["max-change"]);
    assert_lacks(&labels("provider a = azure-dns {\n  $0\n  tenant \"t\"\n}"), &["tenant"]);
    assert_has(&labels("policy p {\n  deny $0\n}"), &["address-private"]);
    assert_lacks(&labels("policy p {\n  off $0\n}"), &["cname-at-apex"]);
    assert_has(&labels("policy p {\n  forbid $0\n}"), &["CNAME", "ttl-zero"]);
    assert_eq!(labels("policy p {\n  forbid CNAME $0\n}"), ["at", "to", "\"why\""]);
    assert_eq!(labels("policy p {\n  require CAA $0\n}"), ["at"]);
    assert_eq!(labels("policy p {\n  require CAA at @ $0\n}"), ["\"why\""]);
    assert_eq!(in_zone("policy $0"), ["house", "other"]);
    assert_eq!(in_zone("policy house, $0"), ["other"]);
}

#[test]
fn an_allow_begins_with_what_is_found_here() {
    let rules = in_zone("box {\n    allow($0)\n    A 10.0.0.1\n  }");
    assert_eq!(rules[0], "address-private");
    assert_lacks(&rules, &["cname-at-apex"]);
    assert_lacks(&in_zone("allow(ttl-zero: \"x\", $0)"), &["ttl-zero"]);
    assert_eq!(in_zone("allow(ttl-zero: $0)"), ["\"why\""]);
}

#[test]
fn types_and_expressions() {
    assert_eq!(labels("template t(x: $0)")[..2], ["Ipv4", "Ipv6"]);
    assert_has(&labels("template t(x: [$0"), &["Ipv4"]);
    assert_eq!(labels("template t(x: String $0)"), ["="]);
    assert_eq!(labels("template t(x: String, y: $0)")[0], "Ipv4");
    assert_has(&labels("let a = 1\nlet b = $0"), &["$a", "len", "concat"]);
    assert_eq!(in_zone("for n $0"), ["in"]);
    assert_before(&in_zone("for n in $0"), "$v4", "$net");
    assert_has(&in_zone("for n in $v4 $0"), &["{ … }"]);
    assert_has(&in_zone("if $0"), &["$net", "not", "len"]);
    assert_has(&in_zone("if len($v4) $0"), &["==", "and", "{ … }"]);
    assert_has(&in_zone("let x = host($0"), &["$net"]);
}

#[test]
fn an_item_takes_the_place_of_the_whole_word() {
    let word = |marked: &str| {
        let (text, list) = at_mark(marked);
        list.span.of(&text).to_owned()
    };
    assert_eq!(word("zone a.example on b { www A $v$04x }"), "$v4x");
    assert_eq!(word("zone a.example on b { x CNAME _sip._tc$0p.@ }"), "_sip._tcp.@");
    assert_eq!(word("zone a.example on b { x CNAME $0 }"), "");
    assert_eq!(word("zone ü.example on b { x TXT \"ü ${se$0l}\" }"), "sel");
    assert_eq!(word("zone a.example on b { include t(sel:va$0l) }"), "val");
    assert_eq!(word("zone a.example on b {\r\n  www AA$0\r\n}\r\n"), "AA");
}

#[test]
fn broken_text_around_the_cursor_does_no_harm() {
    // An open block and an open bracket above, and no end below.
    assert_eq!(
        labels("zone a.example on b {\n  www A [192.0.2.1\n\nzone c.example on $0"),
        Vec::<String>::new()
    );
    assert_has(&labels("provider p = route53 {\n\nzone c.example on p {\n  @ $0"), &["A", "MX"]);
    assert_has(&in_zone("x A [192.0.2.1, \n  www A 192.0.2.1\n  y $0"), &["A"]);
    assert_has(&in_zone("x MX 10\n  y TXT \"open\n  z $0"), &["A"]);
    let text = format!("{PROGRAM}\nzone example.com on both {{\n  www A 192.0.2.1, ttl (x [\n}}\n");
    let view = View::alone(&text);
    for cursor in 0..=text.len() as u32 {
        let list = at(&view, cursor);
        assert!(list.span.touches(cursor), "{cursor}");
        let _ = crate::ide::signature::at(&view, cursor);
    }
}

#[test]
fn a_long_list_is_cut_and_says_so() {
    let names: String = (0..300).map(|n| format!("  host-{n} A 192.0.2.1\n")).collect();
    let text = |typed: &str| {
        format!("provider p = route53 {{}}\nzone a.example on p {{\n{names}  x CNAME {typed}$0\n}}")
    };
    let (_, all) = at_mark(&text(""));
    assert!(all.is_cut);
    let (_, some) = at_mark(&text("host-29"));
    let found = some.items.iter().filter(|item| item.label.starts_with("host-29")).count();
    assert_eq!(found, 11);
}
