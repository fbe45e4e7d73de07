//! Reading a whole zone: pages of a thousand sets.
//!
//! The pages are read by the preview version of the interface. The stable one leaves out DS, NAPTR and TLSA sets,
//! and does not show that a set is answered by Traffic Manager, which a write by it would then undo: a plan made of
//! it would be wrong without anybody noticing. Where the preview version is not offered (in some national clouds),
//! the stable one is used and the plan says so.
//!
//! Several pages are no snapshot: a set may come twice, or not at all, if others go meanwhile. So where a zone of several
//! is not as it is wanted, it is asked how many sets it holds, and read again if it is not as many.

use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;
use zonal_compiler::dns::name::Name;

use super::address::is_same_server;
use super::arm::{Arm, Ask, Trouble, interrupted};
use super::explain::{Deed, Doing};
use super::pinned::AtApex;
use super::place::{self, Group};
use super::records::decode::{RawSet, Unreadable, live_set};
use super::refusal::Refusal;
use super::waiting::{self, Patience};
use super::zones::{Zone, Zones};
use crate::digest::hex;
use crate::error::{Failure, FailureKind};
use crate::provider::{LiveSet, LiveZone, Version};

/// How often a zone is listed that changes between its pages.
const LISTINGS: usize = 3;
/// More pages than the largest zone has. Whoever sends more sends the same ones again.
const PAGES: usize = 2_000;
#[derive(Deserialize)]
struct Page {
    #[serde(default)]
    value: Vec<RawSet>,
    #[serde(rename = "nextLink")]
    next: Option<String>,
}

/// Why a listing is not one.
enum Unlisted {
    /// The zone changed between two pages, for so it looks.
    Moved(String),
    Failed(Failure),
}

/// What reading a zone told.
pub(super) struct ReadZone {
    pub(super) live: LiveZone,
    /// The version of the interface that it was read by.
    pub(super) version: place::Version,
    /// The zone's description, if it was asked for.
    pub(super) described: Option<Zone>,
    /// Whether it came in one page, which is a snapshot.
    pub(super) is_snapshot: bool,
}

/// Every set of a zone.
struct Listing {
    sets: Vec<LiveSet>,
    /// The types of sets that cannot be told of, once for each set.
    unknown: Vec<String>,
}

/// Reads zones of a resource group.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) arm: &'a Arm,
    pub(super) group: &'a Group,
    pub(super) patience: &'a dyn Patience,
}

impl Reader<'_> {
    /// Everything that a zone holds, by the version of the interface that tells most.
    pub(super) async fn zone(&self, zone: &Name, version: place::Version) -> Result<ReadZone, Failure> {
        let first = self.group.list(zone, version);
        let doing = Doing { group: self.group, zone, deed: Deed::ReadSets };
        let (first, page, version) = match self.arm.read(&first, self.patience).await {
            Ok(answer) => (first, answer, version),
            Err(Trouble::Refused(refusal))
                if version == place::Version::Preview && is_unoffered(&refusal) =>
            {
                let stable = self.group.list(zone, place::Version::Stable);
                let answer = self.arm.read(&stable, self.patience).await;
                (stable, answer.map_err(|trouble| doing.failure(trouble))?, place::Version::Stable)
            }
            Err(trouble) => return Err(doing.failure(trouble)),
        };
        let pages = Pages { reader: *self, first, version };
        let (mut page, mut described) = (Some(page.body), None);
        let mut delays = waiting::backoff(LISTINGS - 1);
        loop {
            let why = match pages.list(page.take(), described.as_ref()).await {
                Ok((listing, is_snapshot)) => {
                    let mut live = self.live_zone(zone, listing, version);
                    live.pinned_name_servers = pages.pinned(&live, &mut described).await?;
                    return Ok(ReadZone { live, version, described, is_snapshot });
                }
                Err(Unlisted::Failed(failure)) => return Err(failure),
                Err(Unlisted::Moved(why)) => why,
            };
            let Some(delay) = delays.next() else {
                let zone = zone.undotted();
                let what = format!("{zone} changes while it is read, {LISTINGS} times in a row: {why}");
                let help = "wait until nobody else writes to it";
                return Err(Failure::new(FailureKind::Unavailable, what).help(help));
            };
            if waiting::pause(delay, self.patience).await.is_err() {
                return Err(interrupted());
            }
            // Asked before the pages, so that none can go unnoticed while they are read.
            described = Some(pages.describe().await?);
        }
    }

    /// The next page's address, verbatim, if it is on the server that the token is for.
    fn next(&self, zone: &Name, next: &str) -> Result<Url, Failure> {
        let url = Url::parse(next).map_err(|_| garbled(zone, "a page's address is none"))?;
        if is_same_server(&self.group.endpoint, &url) {
            return Ok(url);
        }
        let host = url.host_str().unwrap_or_default();
        let what = format!(
            "cannot read {}: the next page is at {}://{host}, which is not where the token may go",
            zone.undotted(),
            url.scheme()
        );
        Err(Failure::new(FailureKind::Unavailable, what)
            .help("check `endpoint`, and the proxy if there is one"))
    }

    fn live_zone(&self, zone: &Name, listing: Listing, version: place::Version) -> LiveZone {
        let mut notes = Vec::new();
        if version == place::Version::Stable {
            notes.push(
                "this cloud offers the interface 2018-05-01 alone, which shows no DS, NAPTR and TLSA sets and no Traffic Manager links"
                    .to_owned(),
            );
        }
        let mut types: Vec<&str> = listing.unknown.iter().map(String::as_str).collect();
        types.sort_unstable();
        types.dedup();
        notes.extend(
            types
                .into_iter()
                .map(|rtype| format!("sets of type {rtype}, which Zonal does not know, are left alone")),
        );
        LiveZone {
            name: zone.clone(),
            id: self.group.zone_id(zone).into_boxed_str(),
            version: Count(listing.count()).version(&listing.sets),
            sets: listing.sets,
            pinned_name_servers: Vec::new(),
            notes,
            write_notes: Vec::new(),
        }
    }
}

/// The pages of a zone.
struct Pages<'a> {
    reader: Reader<'a>,
    first: Ask<'a>,
    version: place::Version,
}

impl Pages<'_> {
    /// Follows the pages; the first may have been read already. Also says whether there was but one.
    async fn list(
        &self,
        page: Option<Vec<u8>>,
        described: Option<&Zone>,
    ) -> Result<(Listing, bool), Unlisted> {
        let zone = self.first.zone;
        let doing = Doing { group: self.reader.group, zone, deed: Deed::ReadSets };
        let mut listing = Listing { sets: Vec::new(), unknown: Vec::new() };
        let mut ask = self.first.clone();
        let mut body = page;
        for number in 0..PAGES {
            let bytes = match body.take() {
                Some(bytes) => bytes,
                None => match self.reader.arm.read(&ask, self.reader.patience).await {
                    Ok(answer) => answer.body,
                    Err(trouble) => return Err(Unlisted::Failed(doing.failure(trouble))),
                },
            };
            let page: Page = serde_json::from_slice(&bytes)
                .map_err(|error| Unlisted::Failed(garbled(zone, &error.to_string())))?;
            listing.add(page.value, zone).map_err(Unlisted::Failed)?;
            let Some(next) = page.next.filter(|next| !next.is_empty()) else {
                return Ok((listing.whole(described)?, number == 0));
            };
            ask.url = self.reader.next(zone, &next).map_err(Unlisted::Failed)?;
        }
        Err(Unlisted::Failed(garbled(zone, "its pages have no end")))
    }

    /// The name servers that Azure assigned to the zone, which is asked for them where its sets alone do not tell.
    async fn pinned(&self, live: &LiveZone, described: &mut Option<Zone>) -> Result<Vec<Name>, Failure> {
        let known = match (described.take(), AtApex::of(&live.name, &live.sets)) {
            (None, AtApex::Own(names)) => return Ok(names),
            (None, AtApex::Mixed) => self.describe().await?,
            (Some(known), _) => known,
        };
        let names = known.name_servers();
        *described = Some(known);
        Ok(names)
    }

    async fn describe(&self) -> Result<Zone, Failure> {
        let zones = Zones { arm: self.reader.arm, group: self.reader.group };
        zones.get(self.first.zone, self.version, self.reader.patience).await
    }
}

impl Listing {
    fn add(&mut self, page: Vec<RawSet>, zone: &Name) -> Result<(), Failure> {
        self.sets.reserve(page.len());
        for raw in page {
            match live_set(raw, zone) {
                Ok(live) => self.sets.push(live),
                Err(Unreadable::Type(rtype)) => self.unknown.push(rtype),
                Err(Unreadable::Owner(owner)) => {
                    return Err(garbled(zone, &format!("a set is called `{owner}`")));
                }
            }
        }
        Ok(())
    }

    fn count(&self) -> usize {
        self.sets.len() + self.unknown.len()
    }

    /// The sets in canonical order, if each is there once and the zone holds as many, as far as that was asked.
    fn whole(mut self, described: Option<&Zone>) -> Result<Self, Unlisted> {
        self.sets.sort_by(|a, b| a.set.sort_key().cmp(&b.set.sort_key()));
        let twice = self.sets.array_windows().find(|[a, b]| a.set.sort_key() == b.set.sort_key());
        if let Some([live, _]) = twice {
            return Err(Unlisted::Moved(format!("{} came twice", live.set.key())));
        }
        let (found, holds) = (self.count(), described.and_then(Zone::sets));
        match holds.filter(|holds| *holds != found) {
            Some(holds) => Err(Unlisted::Moved(format!("it holds {holds} sets, and {found} were read"))),
            None => Ok(self),
        }
    }
}

/// How many sets a read found, which is a part of its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count(pub(super) usize);

impl Count {
    fn version(self, sets: &[LiveSet]) -> Version {
        let mut digest = Sha256::new();
        for live in sets {
            digest.update(live.version.0.as_bytes());
            digest.update([0]);
        }
        Version(format!("{} sets, sha256:{}", self.0, hex(&digest.finalize())).into_boxed_str())
    }

    /// The number in a version that [`Reader::zone`] gave.
    pub(super) fn of(version: &Version) -> Option<Self> {
        version.0.split(' ').next()?.parse().ok().map(Self)
    }
}

/// Whether Azure does not know this version of the interface. Any other refusal is of something else, and a zone must not
/// be read by the version that shows less for it.
fn is_unoffered(refusal: &Refusal) -> bool {
    [
        "NoRegisteredProviderFound",
        "InvalidApiVersionParameter",
        "InvalidResourceType",
        "UnsupportedApiVersion",
    ]
    .iter()
    .any(|code| refusal.is(code))
}

/// An answer that means nothing. Half a zone would look like one with records missing, so nothing of it counts.
pub(super) fn garbled(zone: &Name, why: &str) -> Failure {
    let what = format!("cannot read {} at Azure DNS: the answer is not understood: {why}", zone.undotted());
    Failure::new(FailureKind::Unavailable, what)
        .help("run it again; if it stays, check `endpoint`, and whether this Zonal is the newest")
}

/// The sets of the answer to a GET of one.
pub(super) fn one(zone: &Name, body: &[u8]) -> Result<LiveSet, Failure> {
    let raw = serde_json::from_slice(body).map_err(|error| garbled(zone, &error.to_string()))?;
    live_set(raw, zone).map_err(|_| garbled(zone, "it is another set than was asked for"))
}
