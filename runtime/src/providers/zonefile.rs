//! The `zonefile` provider: a folder of master files (RFC 1035 section 5), one for each zone, named `ZONE.zone`.
//!
//! BIND, Knot, NSD and PowerDNS load the files as they are. The provider reads whatever people wrote; what it
//! writes is the plain form of [`writer`]. A write replaces the whole file at once and only if every byte is as
//! it was when the plan was made.
//!
//! File access is synchronous inside the async trait: a zone is one file on a local disk, nothing else runs
//! meanwhile, and a thread pool would only add a way to be interrupted between two steps.

pub mod export;
mod generate;
mod legacy;
pub mod reader;
mod scan;
mod soa;
pub mod spelling;
mod store;
mod table;
pub mod writer;

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use self::reader::{Layout, MasterFile};
use self::store::{FolderLock, Written};
use crate::diff;
use crate::doctor::{Access, Finding, Topic, Verdict};
use crate::error::{Failure, FailureKind};
use crate::provider::{
    Atomicity, Capabilities, ChangeSet, Creation, LiveSet, LiveZone, Moved, Observer, Outcome, Progress,
    Provider, Request, Settled, Sharing, Standing, Support, Types, Unobserved, Version, Waits, ZoneIdentity,
};
use crate::record::{RecordSet, SetKey};

/// The ending of the copy that is kept of a file written by hand.
const ORIGINAL: &str = ".orig";

/// The version of a zone without a file.
const ABSENT: &str = "absent";

/// A folder of master files.
#[derive(Debug)]
pub struct Zonefile {
    directory: PathBuf,
    capabilities: Capabilities,
}

impl Zonefile {
    /// The provider of a folder, which is made by the first deploy if it is not there.
    #[must_use]
    pub fn new(directory: PathBuf) -> Self {
        let capabilities = Capabilities {
            types: Types::Every,
            atomicity: Atomicity::Zone,
            assigns_name_servers: Support::No,
            ..Capabilities::default()
        };
        Self { directory, capabilities }
    }

    /// The file of a zone.
    #[must_use]
    pub fn path(&self, zone: &Name) -> PathBuf {
        self.directory.join(file_name(zone))
    }

    /// The zone's master file; `None` if there is none.
    fn load(&self, zone: &Name) -> Result<Option<MasterFile>, Failure> {
        let path = self.path(zone);
        match std::fs::symlink_metadata(&path) {
            Ok(_) => reader::read(&path, zone, &self.directory).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io(&path, "read", error)),
        }
    }

    fn write(&self, changes: &ChangeSet<'_>, file: Option<MasterFile>) -> Result<Written, Failure> {
        let zone = &changes.before.name;
        let path = self.path(zone);
        // A link is followed: whoever made it wants the zone to be where it points.
        let target = match &file {
            Some(_) => std::fs::canonicalize(&path).map_err(|error| Failure::io(&path, "read", error))?,
            None => path,
        };
        let by_hand = file.as_ref().is_some_and(|file| file.layout == Layout::Other);
        let copy = by_hand.then(|| store::with_ending(&target, ORIGINAL));
        let (sets, spellings) = file.map_or_else(Default::default, |file| (file.sets, file.spellings));
        let soa = sets.iter().find(|set| set.is_at_apex(zone, Rtype::SOA)).cloned();
        let sets = with_soa(zone, diff::apply(sets, changes.changes), soa.as_ref())?;
        let text = writer::write_keeping(zone, &sets, &spellings);
        let folder = target.parent().unwrap_or(&self.directory);
        store::replace(folder, &target, &text, copy.as_deref())
    }
}

#[async_trait]
impl Provider for Zonefile {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    async fn read(&self, zone: &Name, _waits: &dyn Waits) -> Result<LiveZone, Failure> {
        let file = self.load(zone)?;
        Ok(live_zone(zone, file, &self.path(zone)))
    }

    async fn apply(&self, changes: &ChangeSet<'_>, observer: &dyn Observer) -> Result<Outcome, Failure> {
        let before = changes.before;
        if changes.changes.is_empty() {
            return Ok(Outcome::NothingToDo);
        }
        std::fs::create_dir_all(&self.directory)
            .map_err(|error| Failure::io(&self.directory, "make the folder", error))?;
        let lock = FolderLock::take(&self.directory)?;
        let file = match self.load(&before.name) {
            Ok(file) => file,
            Err(failure) => {
                let what = format!("its file can no longer be read: {failure}");
                return Ok(Outcome::Refused { moved: Moved { what, sets: Vec::new() } });
            }
        };
        if version_of(file.as_ref()) != before.version {
            return Ok(Outcome::Refused { moved: moved(before, file, &self.path(&before.name)) });
        }
        lock.sweep(&self.directory)?;
        let sets: Vec<SetKey> = changes.changes.iter().map(diff::Change::key).collect();
        let request = Request { zone: &before.name, number: 1, sets: &sets };
        observer.sending(&request)?;
        let written = self.write(changes, file);
        let fate = match &written {
            Ok(Written::Durably) => Settled::Done,
            Ok(Written::Unsure(_)) => Settled::Unknown,
            Err(_) => Settled::NotDone,
        };
        let noted = observer.settled(&request, fate);
        let written = written?;
        observer.progress(&before.name, Progress { done: sets.len(), of: sets.len(), ..Progress::default() });
        if let Err(error) = noted {
            return Ok(Outcome::Unknown { error });
        }
        match written {
            Written::Durably => Ok(Outcome::Applied),
            Written::Unsure(error) => Ok(Outcome::Unknown { error }),
        }
    }

    async fn identify(&self, _zone: &Name) -> Result<ZoneIdentity, Failure> {
        Ok(ZoneIdentity { id: String::new(), name_servers: Vec::new() })
    }

    async fn create_zone(&self, zone: &Name) -> Result<Creation, Failure> {
        let what = format!("{} needs no zone made in {}", zone.undotted(), self.directory.display());
        Err(Failure::new(FailureKind::Unsupported, what).help("the first deploy writes its file"))
    }

    async fn examine(&self, _zones: &[Name]) -> Access {
        match store::try_to_write(&self.directory) {
            Ok(()) => {
                let what = format!("{} can be written to", self.directory.display());
                let rights = Finding::new(Topic::Rights, Verdict::Fine, what);
                Access { findings: vec![rights], goes_on: true }
            }
            Err(failure) => Access::ends(Vec::new(), Finding::failed(Topic::Rights, Verdict::Bad, &failure)),
        }
    }

    async fn examine_zone(&self, zone: &Name, _identity: &ZoneIdentity, _sharing: Sharing) -> Vec<Finding> {
        vec![match self.read(zone, &Unobserved).await {
            Ok(live) if live.sets.is_empty() => {
                Finding::new(Topic::Zone, Verdict::Fine, "has no file yet: the first deploy writes it")
            }
            Ok(_) => Finding::new(Topic::Zone, Verdict::Fine, "its file can be read"),
            Err(failure) => Finding::failed(Topic::Zone, Verdict::Bad, &failure),
        }]
    }
}

/// The sets with the SOA that the file shall have: its own with the next serial, the declared one, or a new one.
fn with_soa(
    zone: &Name,
    mut sets: Vec<RecordSet>,
    in_file: Option<&RecordSet>,
) -> Result<Vec<RecordSet>, Failure> {
    let name_servers = sets.iter().find(|set| set.is_at_apex(zone, Rtype::NS));
    let Some(first) = name_servers.and_then(|set| set.rdata.first()) else {
        let what = format!("{} has no name servers, and no server loads a zone without", zone.undotted());
        let help = "name them in the zone: `nameservers ns1.example.net., ns2.example.net.`";
        return Err(Failure::new(FailureKind::Data, what).help(help));
    };
    let at = sets.iter().position(|set| set.is_at_apex(zone, Rtype::SOA));
    let wanted = match at {
        Some(at) => Some(sets.remove(at)),
        None => soa::fresh(zone, first),
    };
    let soa = wanted.as_ref().and_then(|soa| soa::with_next_serial(soa, in_file)).ok_or_else(|| {
        let what = format!("{} is too long a name for the SOA's mailbox below it", zone.undotted());
        Failure::new(FailureKind::Data, what).help("declare an SOA with a shorter RNAME")
    })?;
    sets.push(soa);
    Ok(sets)
}

fn live_zone(zone: &Name, file: Option<MasterFile>, path: &Path) -> LiveZone {
    let version = version_of(file.as_ref());
    let (notes, write_notes) = file.as_ref().map_or((Vec::new(), Vec::new()), |file| notes(file, path));
    let sets = file.map_or_else(Vec::new, |file| file.sets);
    LiveZone {
        name: zone.clone(),
        id: Box::default(),
        sets: sets.into_iter().map(live_set).collect(),
        pinned_name_servers: Vec::new(),
        version,
        notes,
        write_notes,
    }
}

/// A set of the file. It has no version of its own: the file is written as a whole.
fn live_set(set: RecordSet) -> LiveSet {
    let standing = legacy::why_kept(set.rtype).map_or(Standing::Managed, |why| Standing::Kept { why });
    LiveSet { standing, ..LiveSet::managed(set, Version::default()) }
}

/// What to know of the file as it stands, and of writing it.
fn notes(file: &MasterFile, path: &Path) -> (Vec<String>, Vec<String>) {
    let mixed = (file.mixed_ttls > 0).then(|| {
        let sets = if file.mixed_ttls == 1 { "set" } else { "sets" };
        let count = file.mixed_ttls;
        format!("{count} {sets} in {} with records of different TTLs; the lowest counts", path.display())
    });
    let rewrite = (file.layout == Layout::Other).then(|| {
        let copy = store::with_ending(path, ORIGINAL);
        format!(
            "{} was not written by Zonal: every record stays, comments and layout do not; the first original is kept as {}",
            path.display(),
            copy.display()
        )
    });
    (mixed.into_iter().collect(), rewrite.into_iter().collect())
}

fn version_of(file: Option<&MasterFile>) -> Version {
    file.map_or_else(|| Version(ABSENT.into()), |file| file.version.clone())
}

fn moved(before: &LiveZone, now: Option<MasterFile>, path: &Path) -> Moved {
    let what = match (&now, &*before.version.0) {
        (None, _) => format!("{} has been removed since it was read", path.display()),
        (Some(_), ABSENT) => format!("{} has been made since the zone was read as absent", path.display()),
        (Some(_), _) => format!("{} has been changed since it was read", path.display()),
    };
    let old: Vec<RecordSet> = before.sets.iter().map(|live| live.set.clone()).collect();
    let new = now.map_or_else(Vec::new, |file| file.sets);
    Moved { what, sets: differing(&old, &new) }
}

/// The sets that stand on one side alone or differ, in canonical order; both sides are in that order.
fn differing(old: &[RecordSet], new: &[RecordSet]) -> Vec<SetKey> {
    let lacks = |sets: &[RecordSet], set: &RecordSet| {
        let found = sets.binary_search_by(|other| other.sort_key().cmp(&set.sort_key()));
        found.ok().and_then(|at| sets.get(at)) != Some(set)
    };
    let gone = old.iter().filter(|set| lacks(new, set));
    let come = new.iter().filter(|set| lacks(old, set));
    let mut keys: Vec<SetKey> = gone.chain(come).map(RecordSet::key).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// `ZONE.zone`, with every byte that a file name had better not hold as `%XX`.
#[must_use]
pub fn file_name(zone: &Name) -> String {
    const LONGEST: usize = 200;
    let mut name = String::new();
    for label in zone.labels() {
        if !name.is_empty() {
            name.push('.');
        }
        for &byte in label {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => name.push(char::from(byte)),
                // Writing to a string does not fail, so its result says nothing.
                _ => drop(write!(name, "%{byte:02x}")),
            }
        }
    }
    if zone.is_root() {
        name.push_str("%2e");
    }
    // File names end at 255 bytes; a longer one is told from others by its digest.
    if name.len() > LONGEST {
        name.truncate(LONGEST);
        name.push('~');
        name.extend(version_text(&Sha256::digest(zone.wire())).chars().skip("sha256:".len()).take(16));
    }
    name + ".zone"
}

/// A digest as text.
fn version_text(digest: &[u8]) -> String {
    format!("sha256:{}", crate::digest::hex(digest))
}
