//! The guards of a plan.

use std::sync::Arc;

use zonal_compiler::dns::rtype::Rtype;
use zonal_runtime::desired::{DesiredZone, Guards, Percent};
use zonal_runtime::diff::diff;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::guards::{Refusal, Rule, approve, judge};
use zonal_runtime::plan::{Compared, Plan, Providers, ZonePlan};
use zonal_runtime::provider::LiveZone;

use crate::support::{desired, ignore, live, providers};

fn plan(want: DesiredZone, have: LiveZone) -> Plan {
    let diff = diff(&want, &have);
    Plan {
        zones: vec![ZonePlan {
            desired: Arc::new(want),
            state: Ok(Compared { live: have, diff, objections: Vec::new() }),
        }],
    }
}

fn judged(want: DesiredZone, have: LiveZone, words: &[&str]) -> Vec<Refusal> {
    let consent: Consent = words.iter().map(|word| word.parse().unwrap()).collect();
    judge(&plan(want, have), &Providers::new(), &consent)
}

fn rules(refusals: &[Refusal]) -> Vec<Rule> {
    refusals.iter().map(|refusal| refusal.rule).collect()
}

/// `count` A sets whose addresses end in `last`, from `first` on.
fn hosts(first: usize, count: usize, last: u8) -> String {
    let host = |n| format!("h{n} A 192.0.2.{last}\n");
    format!("@ NS ns1\n{}", (first..first + count).map(host).collect::<String>())
}

fn limited(records: &str, percent: u32) -> DesiredZone {
    DesiredZone {
        guards: Guards { max_change: Some(Percent(percent)), ..Guards::default() },
        ..desired(records)
    }
}

#[test]
fn max_change_counts_updates_and_deletes_against_what_is_live() {
    // base, updated, deleted, percent, refused
    for (base, updated, deleted, percent, refused) in [
        (100, 10, 0, 10, false),
        (100, 11, 0, 10, true),
        (100, 5, 5, 10, false),
        (100, 5, 6, 10, true),
        (101, 11, 0, 10, false), // rounded up
        (101, 12, 0, 10, true),
        (10, 3, 0, 10, false), // the floor
        (10, 4, 0, 10, true),
        (4, 0, 3, 0, false),
        (5, 0, 4, 0, true),
        (50, 50, 0, 100, false),
    ] {
        let want = format!("{}{}", hosts(0, updated, 2), hosts(updated, base - updated - deleted, 1));
        let refusals = judged(limited(&want, percent), live(&hosts(0, base, 1)), &[]);
        let case = format!("{base} live, {updated} updated, {deleted} deleted, {percent}%");
        assert_eq!(rules(&refusals), if refused { vec![Rule::MaxChange] } else { vec![] }, "{case}");
    }
}

#[test]
fn creates_hide_no_delete() {
    let want = format!("{}{}", hosts(0, 6, 1), hosts(1000, 500, 1));
    let refusals = judged(limited(&want, 10), live(&hosts(0, 10, 1)), &[]);
    assert_eq!(rules(&refusals), [Rule::MaxChange]);
    assert_eq!(
        refusals[0].message,
        "4 of the 10 record sets of example.com at provider `a` would change (0 updated, 4 deleted), but \
         max-change 10% allows 3: the larger of 3 and 10% of 10"
    );
    assert_eq!(refusals[0].help, "if this is what you want, add `--confirm example.com:max-change`");
}

#[test]
fn ignored_sets_are_no_part_of_the_base() {
    let mut want = limited(&hosts(0, 16, 2), 10);
    want.ignores = vec![ignore("x*", &[])];
    let ignored: String = (0..60).map(|n| format!("x{n} A 192.0.2.1\n")).collect();
    let refusals = judged(want, live(&format!("{}{ignored}", hosts(0, 16, 1))), &[]);
    assert!(refusals[0].message.starts_with("16 of the 16 record sets"), "{}", refusals[0].message);
}

#[test]
fn consent_lifts_max_change_in_its_zone_alone() {
    let case = |words: &[&str]| judged(limited(&hosts(0, 6, 1), 10), live(&hosts(0, 10, 1)), words);
    assert_eq!(rules(&case(&["example.com:max-change"])), []);
    assert_eq!(rules(&case(&["example.com/a:max-change"])), []);
    assert_eq!(rules(&case(&["example.com/b:max-change"])), [Rule::MaxChange]);
    assert_eq!(rules(&case(&["example.org:max-change", "A"])), [Rule::MaxChange]);
}

#[test]
fn emptying_a_zone_needs_its_own_consent() {
    let case = |words: &[&str]| judged(desired("@ NS ns1\n"), live(&hosts(0, 2, 1)), words);
    let refusals = case(&["example.com:max-change"]);
    assert_eq!(rules(&refusals), [Rule::EmptyZone]);
    assert_eq!(refusals[0].help, "if this is what you want, add `--confirm example.com:empty-zone`");
    assert_eq!(rules(&case(&["example.com:empty-zone"])), []);
    // Two new sets in the place of two old ones leave the zone filled.
    assert_eq!(rules(&judged(desired(&hosts(7, 2, 1)), live(&hosts(0, 2, 1)), &[])), []);
}

fn confirmed(records: &str) -> DesiredZone {
    let confirm = vec![Rtype::MX, Rtype::NS, Rtype::SOA];
    DesiredZone { guards: Guards { confirm, ..Guards::default() }, ..desired(records) }
}

#[test]
fn a_confirm_type_needs_consent_to_be_created_changed_or_deleted() {
    let with = "@ NS ns1\nw A 192.0.2.1\n@ MX 10 m\n";
    let without = "@ NS ns1\nw A 192.0.2.1\n";
    for (want, have) in [(with, without), ("@ NS ns1\nw A 192.0.2.1\n@ MX 20 m\n", with), (without, with)] {
        let refusals = judged(confirmed(want), live(have), &[]);
        assert_eq!(rules(&refusals), [Rule::Confirm(Rtype::MX)]);
        assert_eq!(
            refusals[0].message,
            "MX of example.com would change at provider `a`, and MX needs confirmation"
        );
        assert_eq!(refusals[0].help, "if this is what you want, add `--confirm example.com:MX`");
        assert_eq!(rules(&judged(confirmed(want), live(have), &["MX"])), []);
        assert_eq!(
            rules(&judged(confirmed(want), live(have), &["example.com:NS"])),
            [Rule::Confirm(Rtype::MX)]
        );
    }
    assert_eq!(judged(confirmed(with), live(with), &[]), []);
}

#[test]
fn a_refusal_points_at_the_source_and_names_its_sets() {
    let refusals = judged(
        confirmed("@ NS ns1\n@ MX 10 m\nx MX 10 m\nw A 192.0.2.1\n"),
        live("@ NS ns1\nw A 192.0.2.1\n"),
        &[],
    );
    assert_eq!(
        refusals[0].message,
        "MX of example.com and 1 more would change at provider `a`, and MX needs confirmation"
    );
    assert_eq!(refusals[0].sets.len(), 2);
    assert_eq!(refusals[0].place.as_ref().map(ToString::to_string).as_deref(), Some("zones.zonal:2:3"));
}

#[test]
fn filling_a_bare_zone_is_exempt() {
    let want = || {
        let mut want = confirmed("@ NS ns1\n@ NS ns9\n@ MX 10 m\nw A 192.0.2.1\n");
        want.guards.max_change = Some(Percent(0));
        want
    };
    assert_eq!(judged(want(), live("@ NS ns1\n"), &[]), [], "the name servers are settled with it");
    let filled = judged(want(), live("@ NS ns1\nx TXT y\n"), &[]);
    assert_eq!(rules(&filled), [Rule::Confirm(Rtype::NS), Rule::Confirm(Rtype::MX)]);
}

#[test]
fn a_zone_that_no_one_serves_is_refused_before_the_first_write() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let plan = crate::support::plan(&[Arc::new(desired("w A 192.0.2.1\n"))], &providers);
    let refused = approve(plan, &providers, &Consent::default()).unwrap_err();
    assert_eq!(rules(&refused.refusals), [Rule::Unserved]);
    assert_eq!(refused.refusals[0].consent, None);
    assert!(refused.refusals[0].help.contains("nameservers"), "{}", refused.refusals[0].help);
}

#[test]
fn a_route_is_refused_where_there_is_no_routing() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let mut want = desired("@ NS ns1\nw A 192.0.2.1\n");
    for desired in want.sets.iter_mut().filter(|want| want.set.rtype == Rtype::A) {
        desired.set.route = Some(zonal_runtime::record::Route { set: "blue".into(), fields: Vec::new() });
    }
    let plan = crate::support::plan(&[Arc::new(want)], &providers);
    let refused = approve(plan, &providers, &Consent::default()).unwrap_err();
    assert_eq!(rules(&refused.refusals), [Rule::Unserved]);
    assert_eq!(refused.refusals[0].place.as_ref().map(|place| place.line), Some(2));
}

#[test]
fn no_consent_lifts_a_conflict() {
    let mut want = desired("@ NS ns1\nwww CNAME other.example.net.\n");
    want.ignores = vec![ignore("www", &[Rtype::TXT])];
    let words = ["CNAME", "TXT", "example.com:max-change", "example.com:empty-zone"];
    assert_eq!(rules(&judged(want, live("@ NS ns1\nwww TXT x\n"), &words)), [Rule::Conflict]);
}
