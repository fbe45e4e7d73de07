//! Reading a hosted zone: page after page, and only if it stood still meanwhile.
//!
//! The listing is no snapshot: a change between two pages can hide a set or show it twice. So the sets are counted
//! against what the zone says it holds, a page has to begin where the one before said it would, names have to come
//! in order and each set once. What does not fit is read again; a second listing that is the same to the letter
//! proves that nothing moved.

use std::cmp::Ordering;

use aws_sdk_route53::operation::list_resource_record_sets::ListResourceRecordSetsOutput;
use aws_sdk_route53::types::{ResourceRecordSet, RrType};
use sha2::{Digest, Sha256};
use zonal_compiler::dns::name::Name;

use super::client::Account;
use super::errors::{Asked, CallError};
use super::set::{self, UNKNOWN};
use super::zones::{self, Found};
use super::{health, names};
use crate::digest::hex;
use crate::error::{Failure, FailureKind};
use crate::provider::{LiveSet, LiveZone, Version};

/// The sets of one page, at most.
pub(super) const PAGE: usize = 300;
/// How often a zone that moves is read before that is given up.
const TRIES: u32 = 4;

/// Reads a zone whole.
pub(super) async fn read(account: &Account, zone: &Name, id: Option<&str>) -> Result<LiveZone, Failure> {
    let mut earlier: Option<Version> = None;
    let mut why = String::new();
    for _ in 0..TRIES {
        let found = zones::find(account, zone, id).await?;
        let mut listing = list(account, zone, &found.id).await?;
        let version = version(&listing.sets);
        let stood_still = earlier.as_ref() == Some(&version);
        match listing.doubt(&found) {
            Some(doubt) if !stood_still || listing.twice => why = doubt,
            _ => {
                let mut notes = Vec::new();
                if listing.sets.iter().any(health::is_checked) {
                    let checks = health::list(account).await?;
                    notes = health::notes(&listing.sets, &checks, zone);
                    health::recognise(&mut listing.sets, &health::ours(&checks, zone));
                }
                notes.extend(account.clock_note());
                return Ok(live_zone(zone, found.id, listing.sets, version, notes));
            }
        }
        earlier = Some(version);
    }
    let what = format!("{} cannot be read whole: {why}, {TRIES} times in a row", zone.undotted());
    Err(Failure::new(FailureKind::Unavailable, what)
        .help("somebody else is changing it: run it again when they are done"))
}

fn live_zone(zone: &Name, id: String, sets: Vec<LiveSet>, version: Version, notes: Vec<String>) -> LiveZone {
    LiveZone {
        name: zone.clone(),
        id: id.into_boxed_str(),
        sets,
        pinned_name_servers: Vec::new(),
        version,
        notes,
        write_notes: Vec::new(),
    }
}

/// Everything that was listed, and what is odd about it.
struct Listing {
    /// In canonical order.
    sets: Vec<LiveSet>,
    /// Whether a set came twice.
    twice: bool,
    /// Whether names came in another order than pages keep.
    disordered: bool,
    /// Whether a page began elsewhere than the one before said.
    torn: bool,
}

impl Listing {
    fn doubt(&self, found: &Found) -> Option<String> {
        let count = self.sets.len();
        match found.sets {
            _ if self.twice => Some("a record set is listed twice".to_owned()),
            _ if self.torn || self.disordered => Some("its pages do not fit together".to_owned()),
            Some(told) if told != count => {
                Some(format!("it holds {told} record sets, and {count} are listed"))
            }
            _ => None,
        }
    }
}

async fn list(account: &Account, zone: &Name, id: &str) -> Result<Listing, Failure> {
    let mut listing = Listing { sets: Vec::new(), twice: false, disordered: false, torn: false };
    let mut start = Start::default();
    let mut last = String::new();
    loop {
        let page = page(account, zone, id, &start).await.map_err(CallError::into_failure)?;
        listing.torn |= !start.is_met_by(page.resource_record_sets.first());
        for set in &page.resource_record_sets {
            listing.disordered |= order(&last, &set.name) == Ordering::Greater;
            last.clone_from(&set.name);
            listing.sets.push(set::live(set, id)?);
        }
        match Start::after(page) {
            Some(next) => start = next,
            None => break,
        }
    }
    listing.sets.sort_by(|one, other| one.set.sort_key().cmp(&other.set.sort_key()));
    let twice = |pair: &[LiveSet]| match pair {
        [one, other] => one.set.rtype != UNKNOWN && one.set.sort_key() == other.set.sort_key(),
        _ => false,
    };
    listing.twice = listing.sets.windows(2).any(twice);
    Ok(listing)
}

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) name: Option<String>,
    rtype: Option<RrType>,
    set: Option<String>,
}

impl Start {
    /// The first set of a name.
    pub(super) fn at(name: &Name) -> Self {
        Self { name: Some(names::text(name)), ..Self::default() }
    }

    /// The page behind a page, if there is one.
    pub(super) fn after(page: ListResourceRecordSetsOutput) -> Option<Self> {
        let next = Self {
            name: page.next_record_name,
            rtype: page.next_record_type,
            set: page.next_record_identifier,
        };
        (page.is_truncated && next.name.is_some()).then_some(next)
    }

    /// Whether a page begins with the set that it was to begin with.
    fn is_met_by(&self, first: Option<&ResourceRecordSet>) -> bool {
        let Some(name) = self.name.as_deref().filter(|_| self.rtype.is_some()) else { return true };
        first.is_some_and(|first| {
            names::read(name) == names::read(&first.name)
                && self.rtype.as_ref() == Some(&first.r#type)
                && (self.set.is_none() || self.set == first.set_identifier)
        })
    }
}

/// One page of the listing.
pub(super) async fn page(
    account: &Account,
    zone: &Name,
    id: &str,
    start: &Start,
) -> Result<ListResourceRecordSetsOutput, CallError> {
    let to = format!("read the zone {}", zone.undotted());
    let asked = Asked { action: "ListResourceRecordSets", to: &to };
    account
        .ask(asked, |client| {
            client
                .list_resource_record_sets()
                .hosted_zone_id(id)
                .set_start_record_name(start.name.clone())
                .set_start_record_type(start.rtype.clone())
                .set_start_record_identifier(start.set.clone())
                .max_items(i32::try_from(PAGE).unwrap_or(i32::MAX))
                .send()
        })
        .await
}

/// The order of pages: labels from the right, each as text with the dot behind it. Where escapes come is not
/// documented, so a name with one is in order everywhere.
fn order(one: &str, other: &str) -> Ordering {
    if one == other || one.contains('\\') || other.contains('\\') {
        return Ordering::Equal;
    }
    let mut left = one.trim_end_matches('.').rsplit('.');
    let mut right = other.trim_end_matches('.').rsplit('.');
    loop {
        return match (left.next(), right.next()) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(one), Some(other)) if one == other => continue,
            (Some(one), Some(other)) => one.bytes().chain([b'.']).cmp(other.bytes().chain([b'.'])),
        };
    }
}

/// A digest over every set as it was listed.
fn version(sets: &[LiveSet]) -> Version {
    let mut digest = Sha256::new();
    for live in sets {
        digest.update(live.version.0.as_bytes());
        digest.update([0]);
    }
    Version(format!("sha256:{}", hex(&digest.finalize())).into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ordered_by_labels_from_the_right() {
        let ordered = [
            "",
            "example.com.",
            "a-b.example.com.",
            "a.example.com.",
            "b.a.example.com.",
            "a0.example.com.",
            "b.example.com.",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(order(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(order(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(order("\\052.example.com.", "1.example.com."), Ordering::Equal);
    }

    #[test]
    fn a_page_must_begin_where_the_last_one_said() {
        let start = Start { name: Some("a.example.com.".to_owned()), rtype: Some(RrType::A), set: None };
        let set = |name: &str, rtype| ResourceRecordSet::builder().name(name).r#type(rtype).build().unwrap();
        assert!(start.is_met_by(Some(&set("a.example.com.", RrType::A))));
        assert!(!start.is_met_by(Some(&set("a.example.com.", RrType::Mx))));
        assert!(!start.is_met_by(Some(&set("b.example.com.", RrType::A))));
        assert!(!start.is_met_by(None));
        assert!(Start::default().is_met_by(None));
    }
}
