//! Batches hold every change once, within the limits, and are few.

use std::collections::BTreeMap;

use super::super::fixtures::{alias, create, delete, name, plain, update};
use super::super::order::groups;
use super::*;
use crate::record::RecordSet;

fn packed(changes: &[Change]) -> Vec<Vec<usize>> {
    pack(changes, &groups(changes, "Z1")).unwrap()
}

fn total(changes: &[Change], part: &[usize]) -> Size {
    let mut scratch = String::new();
    part.iter().fold(Size::default(), |sum, at| sum.plus(Size::of(&changes[*at], &mut scratch)))
}

/// Every change once, every batch within its limits, every name in one batch; how many batches more than the bound.
fn check(changes: &[Change]) -> usize {
    let batches = packed(changes);
    let mut all: Vec<usize> = batches.concat();
    all.sort_unstable();
    assert!(all.iter().copied().eq(0..changes.len()));
    assert!(batches.iter().all(|batch| total(changes, batch).fits() && !batch.is_empty()));
    let mut batch_of = BTreeMap::new();
    for (number, at) in batches.iter().enumerate().flat_map(|(n, batch)| batch.iter().map(move |at| (n, *at)))
    {
        let first = *batch_of.entry(changes[at].set().owner.clone()).or_insert(number);
        assert_eq!(first, number, "{} is in two batches", changes[at].set().owner);
    }
    let all = total(changes, &all);
    let bound = all.elements.div_ceil(ELEMENTS).max(all.characters.div_ceil(CHARACTERS));
    batches.len() - bound
}

fn addresses(owner: &str, count: usize) -> RecordSet {
    let rdata = (0..count).map(|at| Box::from([10, 0, (at / 256) as u8, (at % 256) as u8])).collect();
    RecordSet::new(name(owner), Rtype::A, 60, rdata)
}

fn text(owner: &str, characters: usize) -> RecordSet {
    let strings = vec!["x".repeat(253); characters / 256];
    let value = strings.iter().fold(String::new(), |text, string| format!("{text}\"{string}\" "));
    plain(owner, Rtype::TXT, &value)
}

#[test]
fn ten_thousand_addresses_take_ten_requests() {
    let changes: Vec<Change> = (0..10_000).map(|at| create(addresses(&format!("h{at:05}.z"), 1))).collect();
    assert_eq!(packed(&changes).len(), 10);
    let updates: Vec<Change> = (0..1_000)
        .map(|at| {
            update(addresses(&format!("h{at:05}.z"), 1), plain(&format!("h{at:05}.z"), Rtype::A, "192.0.2.1"))
        })
        .collect();
    assert_eq!(packed(&updates).len(), 2);
}

#[test]
fn no_name_is_cut_and_the_bound_is_kept_whatever_the_sizes() {
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..40 {
        let mut changes = Vec::new();
        for at in 0..random.usize(1..2_000) {
            let owner = format!("h{at:05}.z");
            match random.u8(0..6) {
                0 => changes.push(create(text(&owner, random.usize(256..1_200)))),
                1 => changes.push(delete(addresses(&owner, random.usize(1..20)))),
                2 => changes.push(update(
                    addresses(&owner, random.usize(1..9)),
                    addresses(&owner, random.usize(9..20)),
                )),
                3 => {
                    changes.push(delete(addresses(&owner, 2)));
                    changes.push(create(plain(&owner, Rtype::CNAME, "target.example.")));
                }
                4 => changes.push(create(alias(
                    &owner,
                    Rtype::A,
                    &format!("h{:05}.z", random.usize(0..2_000)),
                ))),
                _ => changes.push(create(addresses(&owner, 1))),
            }
        }
        assert!(check(&changes) <= 1);
    }
}

#[test]
fn large_sets_leave_no_more_room_than_they_must() {
    let changes: Vec<Change> = (0..200).map(|at| create(addresses(&format!("h{at:05}.z"), 333))).collect();
    check(&changes);
    assert_eq!(packed(&changes).len(), 67);
}

#[test]
fn a_name_that_no_request_holds_is_cut_by_type() {
    let changes = [
        update(addresses("a.z", 400), addresses("a.z", 399)),
        create(text("a.z", 8_000)),
        create(plain("a.z", Rtype::AAAA, "2001:db8::1")),
    ];
    let large = RecordSet { rtype: Rtype::AAAA, ..addresses("a.z", 1) };
    assert_eq!(packed(&changes).len(), 1);
    let routed = |set: &str, before: usize, after: usize| {
        let route = crate::record::Route { set: set.into(), fields: vec![("weight".into(), "1".into())] };
        let with = |count| RecordSet { route: Some(route.clone()), ..addresses("a.z", count) };
        update(with(before), with(after))
    };
    drop(large);
    let many = [routed("1", 400, 399), routed("2", 400, 399), create(plain("a.z", Rtype::TXT, "\"x\""))];
    assert_eq!(packed(&many).len(), 2);
}

#[test]
fn what_cannot_be_replaced_at_once_is_refused() {
    let refused = |changes: &[Change]| pack(changes, &groups(changes, "Z1")).unwrap_err().to_string();
    assert!(
        refused(&[update(text("a.z", 20_480), text("a.z", 20_224))])
            .starts_with("a.z. TXT cannot be replaced")
    );
    let switch = [
        delete(addresses("a.z", 400)),
        delete(text("a.z", 31_744)),
        create(plain("a.z", Rtype::CNAME, "b.z.")),
    ];
    assert!(refused(&switch).contains("cannot be replaced in one request"));
    assert_eq!(packed(&[create(text("a.z", 31_744))]).len(), 1);
}
