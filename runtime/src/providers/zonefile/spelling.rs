//! The cuts between the strings of a TXT record.
//!
//! Two TXT records that differ in their cuts alone are the same to Zonal, and what it makes is cut every 255
//! octets. But a record that a write does not change keeps its cuts: some who read TXT records take each
//! string for itself (RFC 6763 section 6.1), and such a record may not be Zonal's at all.

use std::collections::{BTreeMap, BTreeSet};

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata::{Word, unescape};
use zonal_compiler::dns::rtype::Rtype;

type Rdata = Box<[u8]>;

/// The RDATA of TXT records whose cuts are their own, by owner and neutral RDATA.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spellings {
    own: BTreeMap<(Name, Rdata), BTreeSet<Rdata>>,
}

impl Spellings {
    /// The RDATA of a value as the file had it; more than one where the file had it in several ways.
    pub(super) fn of<'a>(&'a self, owner: &Name, rtype: Rtype, value: &'a [u8]) -> Vec<&'a [u8]> {
        if rtype != Rtype::TXT || self.own.is_empty() {
            return vec![value];
        }
        let own = self.own.get(&(owner.clone(), value.into()));
        own.map_or_else(|| vec![value], |own| own.iter().map(|rdata| &**rdata).collect())
    }

    /// Keeps the spellings of one neutral value, if one of them is its own.
    pub(super) fn keep<'a>(&mut self, owner: &Name, value: &[u8], spellings: impl Iterator<Item = &'a [u8]>) {
        let spellings: BTreeSet<Rdata> = spellings.map(Into::into).collect();
        if spellings.iter().any(|spelling| **spelling != *value) {
            self.own.insert((owner.clone(), value.into()), spellings);
        }
    }
}

/// Appends the RDATA of a TXT record with its strings as they are written, if that differs from its neutral
/// form, which `out` ends with from `neutral` on.
pub(super) fn push_own(words: &[Word<'_>], neutral: usize, out: &mut Vec<u8>) {
    let end = out.len();
    for word in words {
        let length_at = out.len();
        out.push(0);
        let unescaped = unescape(word.text, out).is_ok();
        let length = u8::try_from(out.len() - length_at - 1);
        match (length, out.get_mut(length_at)) {
            (Ok(length), Some(slot)) if unescaped => *slot = length,
            // The neutral form was made of the same words, so this is no string that a record can hold.
            (_, _) => return out.truncate(end),
        }
    }
    if out.get(neutral..end) == out.get(end..) {
        out.truncate(end);
    }
}
