//! The records of a master file as they are read, and their grouping into sets.

use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::rtype::Rtype;

use super::spelling::Spellings;
use crate::record::RecordSet;

/// A place in one of the files that a zone is read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    /// The file, by its position among those that were opened.
    pub file: u32,
    /// The byte within its text.
    pub byte: u32,
}

/// Where a record's RDATA lies in the table's buffer. What the buffer holds after it is the RDATA as it was
/// spelled, if that is not the neutral form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Data {
    /// Its first octet.
    pub start: usize,
    /// The octet after its last.
    pub end: usize,
}

/// Records that do not make a zone together.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Inconsistency {
    /// The record to point at; none if it is a missing one.
    pub at: Option<At>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

/// Every record of a zone, in the order of the file. Names and RDATA lie in common buffers, since a zone may
/// hold millions of them.
#[derive(Debug)]
pub(super) struct Table {
    /// How many bytes all sort keys have in common: those of the zone's own name.
    common: usize,
    names: Vec<u8>,
    /// For each owner, bytes that compare as RFC 4034 section 6.1 has it.
    sort_keys: Vec<u8>,
    rdata: Vec<u8>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    /// The first bytes of the sort key after the common ones: most comparisons end here.
    head: u64,
    owner: Range,
    sort_key: Range,
    rdata: Range,
    /// The RDATA as it was spelled; empty if that is the neutral form.
    own: Range,
    rtype: Rtype,
    ttl: u32,
    at: At,
}

/// A range of a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Range {
    start: u32,
    end: u32,
}

impl Range {
    fn of(start: usize, end: usize) -> Self {
        let short = |byte| u32::try_from(byte).unwrap_or(u32::MAX);
        Self { start: short(start), end: short(end) }
    }

    const fn is_empty(self) -> bool {
        self.start == self.end
    }

    fn get(self, buffer: &[u8]) -> &[u8] {
        buffer.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// The sets of a zone, and what was odd about them.
#[derive(Debug, Default)]
pub(super) struct Grouped {
    /// The sets in canonical order.
    pub sets: Vec<RecordSet>,
    /// How many sets had records with different TTLs.
    pub mixed_ttls: usize,
    /// How TXT records were cut.
    pub spellings: Spellings,
}

impl Table {
    /// No records yet, of a zone.
    pub fn new(zone: &Name) -> Self {
        let mut common = Vec::new();
        name::push_sort_key(zone.wire(), &mut common);
        let (names, sort_keys, rdata, rows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { common: common.len(), names, sort_keys, rdata, rows }
    }

    /// The buffer that the next record's RDATA is appended to, before [`Table::push`].
    pub const fn rdata(&mut self) -> &mut Vec<u8> {
        &mut self.rdata
    }

    /// Whether a buffer comes near the 4 GiB that a position can name.
    pub const fn is_full(&self) -> bool {
        const FULL: usize = u32::MAX as usize - (1 << 20);
        self.names.len() > FULL || self.sort_keys.len() > FULL || self.rdata.len() > FULL
    }

    /// Adds a record whose RDATA is the last in the buffer.
    pub fn push(&mut self, owner: &[u8], rtype: Rtype, ttl: u32, data: Data, at: At) {
        let (rdata, own) = (Range::of(data.start, data.end), Range::of(data.end, self.rdata.len()));
        let same = self.rows.last().filter(|last| last.owner.get(&self.names) == owner);
        let (head, owner, sort_key) = match same {
            Some(last) => (last.head, last.owner, last.sort_key),
            None => self.add_owner(owner),
        };
        self.rows.push(Row { head, owner, sort_key, rdata, own, rtype, ttl, at });
    }

    fn add_owner(&mut self, owner: &[u8]) -> (u64, Range, Range) {
        let (name_start, key_start) = (self.names.len(), self.sort_keys.len());
        self.names.extend_from_slice(owner);
        name::push_sort_key(owner, &mut self.sort_keys);
        let sort_key = Range::of(key_start, self.sort_keys.len());
        let own = sort_key.get(&self.sort_keys).get(self.common..).unwrap_or_default();
        // Zeros after the end order a shorter key first, as comparing the whole keys does.
        let mut head = [0; 8];
        head.iter_mut().zip(own).for_each(|(to, from)| *to = *from);
        (u64::from_be_bytes(head), Range::of(name_start, self.names.len()), sort_key)
    }

    /// Sorts the records into sets and checks that they make a zone.
    pub fn group(mut self, zone: &Name) -> Result<Grouped, Inconsistency> {
        let mut rows = std::mem::take(&mut self.rows);
        rows.sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| self.order(a).cmp(&self.order(b))));
        self.check_soa(&rows, zone)?;
        let mut grouped = Grouped::default();
        for at_owner in rows.chunk_by(|a, b| self.same_owner(a, b)) {
            self.check_cname(at_owner)?;
            let Some(owner) = at_owner.first().and_then(|row| Name::from_wire(row.owner.get(&self.names)))
            else {
                continue;
            };
            for set in at_owner.chunk_by(|a, b| a.rtype == b.rtype) {
                grouped.push(&owner, set, &self.rdata);
            }
        }
        Ok(grouped)
    }

    fn order<'a>(&'a self, row: &Row) -> (&'a [u8], Rtype, &'a [u8]) {
        (row.sort_key.get(&self.sort_keys), row.rtype, row.rdata.get(&self.rdata))
    }

    fn same_owner(&self, a: &Row, b: &Row) -> bool {
        a.sort_key == b.sort_key
            || a.head == b.head && a.sort_key.get(&self.sort_keys) == b.sort_key.get(&self.sort_keys)
    }

    fn name_of(&self, row: &Row) -> String {
        Name::from_wire(row.owner.get(&self.names))
            .map_or_else(String::new, |name| name.undotted().to_string())
    }

    fn check_soa(&self, rows: &[Row], zone: &Name) -> Result<(), Inconsistency> {
        let mut soas = rows.iter().filter(|row| row.rtype == Rtype::SOA);
        let Some(first) = soas.next() else {
            return Err(Inconsistency {
                at: None,
                what: format!("the zone file of {} has no SOA record", zone.undotted()),
                help: "the file may be cut off: restore it, or delete it to start from an empty zone",
            });
        };
        if let Some(other) =
            std::iter::once(first).chain(soas.clone()).find(|row| row.owner.get(&self.names) != zone.wire())
        {
            let what = format!(
                "the SOA is that of {}, but the file is that of {}",
                self.name_of(other),
                zone.undotted()
            );
            let help = "the file's name says which zone it holds: rename it, or check `$ORIGIN`";
            return Err(Inconsistency { at: Some(other.at), what, help });
        }
        // A transfer that was saved to a file ends with the SOA that it began with.
        match soas.find(|row| row.rdata.get(&self.rdata) != first.rdata.get(&self.rdata)) {
            None => Ok(()),
            Some(second) => Err(Inconsistency {
                at: Some(second.at.max_byte(first.at)),
                what: format!("{} has a second SOA record", zone.undotted()),
                help: "a zone has one SOA: remove the others",
            }),
        }
    }

    fn check_cname(&self, at_owner: &[Row]) -> Result<(), Inconsistency> {
        let mut cnames = at_owner.iter().filter(|row| row.rtype == Rtype::CNAME);
        let Some(cname) = cnames.next() else { return Ok(()) };
        if let Some(other) = at_owner.iter().find(|row| row.rtype != Rtype::CNAME) {
            return Err(Inconsistency {
                at: Some(cname.at),
                what: format!("{} has a CNAME and {} records", self.name_of(cname), other.rtype),
                help: "a name with a CNAME has nothing else (RFC 1034 section 3.6.2): remove the one or the other",
            });
        }
        match cnames.find(|row| row.rdata.get(&self.rdata) != cname.rdata.get(&self.rdata)) {
            None => Ok(()),
            Some(second) => Err(Inconsistency {
                at: Some(second.at.max_byte(cname.at)),
                what: format!("{} has two CNAME records", self.name_of(cname)),
                help: "a name has at most one CNAME (RFC 2181 section 10.1): remove the other",
            }),
        }
    }
}

impl At {
    /// The later of two places of one file.
    const fn max_byte(self, other: Self) -> Self {
        if other.byte > self.byte { other } else { self }
    }
}

impl Grouped {
    /// Adds one set. Where its TTLs differ the lowest counts (RFC 2181 section 5.2).
    fn push(&mut self, owner: &Name, rows: &[Row], rdata: &[u8]) {
        let ttls = || rows.iter().map(|row| row.ttl);
        let (Some(ttl), Some(first)) = (ttls().min(), rows.first()) else { return };
        self.mixed_ttls += usize::from(ttls().any(|other| other != ttl));
        let mut values: Vec<Box<[u8]>> = rows.iter().map(|row| row.rdata.get(rdata).into()).collect();
        values.dedup();
        if rows.iter().any(|row| !row.own.is_empty()) {
            for same in rows.chunk_by(|a, b| a.rdata.get(rdata) == b.rdata.get(rdata)) {
                let spelled = |row: &Row| if row.own.is_empty() { row.rdata } else { row.own };
                let value = same.first().map_or(&[][..], |row| row.rdata.get(rdata));
                self.spellings.keep(owner, value, same.iter().map(|row| spelled(row).get(rdata)));
            }
        }
        self.sets.push(RecordSet {
            owner: owner.clone(),
            rtype: first.rtype,
            route: None,
            alias: None,
            ttl,
            rdata: values,
        });
    }
}
