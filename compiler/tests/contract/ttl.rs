//! Which TTL a record set gets.

use crate::{assert_found_in_body, assert_records, compile, found, records};

#[track_caller]
fn assert_ttl(program: &str, owner_and_type: &str, seconds: u32) {
    let lines = records(&compile(program), "dns");
    let (owner, rtype) = owner_and_type.split_once(' ').expect("an owner and a type");
    let line = lines.iter().find(|line| {
        let words: Vec<_> = line.split(' ').collect();
        words[0] == format!("{owner}.example.com.") && words[2] == rtype
    });
    let line = line.unwrap_or_else(|| panic!("no {owner_and_type} in {lines:?}"));
    assert_eq!(line.split(' ').nth(1), Some(seconds.to_string().as_str()), "{line}\n{program}");
}

/// Each level beats those above it.
#[test]
fn the_nearest_level_decides() {
    let levels = |record: &str, block: &str, under: &str, template: &str, caller: &str, zone: &str| {
        format!(
            "template t() {{ {template}
  under eu {{ {under}
    a {{ {block}
      A 93.184.215.14 {record}
    }}
  }}
}}
zone example.com on dns {{ {zone}
  under de {{ {caller}
    include t()
  }}
}}"
        )
    };
    let name = "a.eu.de A";
    let (record, block, under) = ("ttl 1m", "ttl 2m", "ttl 3m");
    let (template, caller, zone) = ("ttl 4m", "ttl 5m", "ttl 6m");
    assert_ttl(&levels(record, block, under, template, caller, zone), name, 60);
    assert_ttl(&levels("", block, under, template, caller, zone), name, 120);
    assert_ttl(&levels("", "", under, template, caller, zone), name, 180);
    assert_ttl(&levels("", "", "", template, caller, zone), name, 240);
    assert_ttl(&levels("", "", "", "", caller, zone), name, 300);
    assert_ttl(&levels("", "", "", "", "", zone), name, 360);
}

#[test]
fn below_the_zone_the_policy_decides() {
    let policy = |lines: &str| {
        format!("policy p default {{ {lines} }}\nzone example.com on dns {{ a MX 10 mx.example.net. }}")
    };
    assert_ttl(&policy("ttl fast 1m default\n ttl mail 1h for MX"), "a MX", 3600);
    assert_ttl(&policy("ttl fast 1m default\n ttl mail 1h for NS"), "a MX", 60);
    assert_ttl(&policy("ttl fast 1m"), "a MX", 300);
    assert_ttl(&policy(""), "a MX", 300);
}

#[test]
fn a_ttl_for_a_type_beats_the_plain_one_of_its_level_alone() {
    assert_records(
        "ttl 1d for NS
ttl 1h
a NS ns1.example.net.
b {
  ttl 5m
  NS ns1.example.net.
}",
        &["a.example.com. 86400 NS ns1.example.net.", "b.example.com. 300 NS ns1.example.net."],
    );
}

#[test]
fn a_block_s_ttl_may_stand_anywhere_in_it() {
    assert_records("a A 93.184.215.14\nttl 1h", &["a.example.com. 3600 A 93.184.215.14"]);
}

#[test]
fn a_builder_counts_as_txt() {
    assert_records("ttl 1h for TXT\na SPF fail", &["a.example.com. 3600 TXT \"v=spf1 -all\""]);
}

#[test]
fn a_set_has_the_ttl_of_its_strongest_statement() {
    assert_records(
        "a A 93.184.215.14\na A 93.184.215.15 ttl 1m",
        &["a.example.com. 60 A 93.184.215.14", "a.example.com. 60 A 93.184.215.15"],
    );
}

#[test]
fn two_values_at_one_level_are_an_error() {
    assert_found_in_body(
        "a A 93.184.215.14 ttl 2m\na A 93.184.215.15 ttl 1m",
        &["rrset-ttl-mismatch `ttl 1m`"],
    );
}

#[test]
fn a_class_stands_for_its_duration() {
    let program = "policy p default { ttl volatile 60s }
zone example.com on dns { a A 93.184.215.14 ttl volatile }";
    assert_ttl(program, "a A", 60);
}

#[test]
fn a_number_without_a_unit_is_an_error_with_the_spelling_that_was_meant() {
    let compiled = compile("zone example.com on dns { a A 93.184.215.14 ttl 300 }");
    assert_eq!(found(&compiled), ["bad-duration `300`"]);
    assert_eq!(compiled.compilation.diagnostics[0].fixes[0].edits[0].replacement, "5m");
}

/// The apex NS set is no statement's: what is said of NS reaches it, and nothing else.
#[test]
fn the_apex_name_servers_have_a_ttl_of_their_own() {
    let ttl = |policy: &str, body: &str| {
        let program = format!(
            "policy p default {{ {policy}\n}}\nzone example.com on dns {{\n  nameservers ns1.example.net.\n  {body}\n}}"
        );
        compile(&program).compilation.zones[0].nameservers_ttl
    };
    assert_eq!(ttl("", ""), 86_400);
    assert_eq!(ttl("ttl quick 5m default", "ttl 1m"), 86_400);
    assert_eq!(ttl("ttl slow 2d for NS", "ttl 1m"), 172_800);
    assert_eq!(ttl("ttl slow 2d for NS", "ttl 1h for NS"), 3_600);
    assert_eq!(ttl("", "under eu {\n    ttl 1h for NS\n  }"), 86_400);
}
