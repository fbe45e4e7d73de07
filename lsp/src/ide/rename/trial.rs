//! Tries replacements out: the program that they give must mean what it meant, but for the name.

use std::collections::BTreeMap;
use std::sync::Arc;

use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::FieldKind;
use zonal_compiler::source::FileSpan;
use zonal_compiler::zone::{RecordId, SetId, Zone};

use super::Refusal;
use crate::session::analysis::Analysis;
use crate::session::snapshot::{FileText, Snapshot, View};
use crate::session::text::Encoding;

/// Compiles the program with some replacements and compares what it means. `names` are the old and the new domain
/// name, if it is one that changes.
///
/// # Errors
/// Something else changes, or something is wrong that was not.
pub fn run(view: &View, edits: &[(FileSpan, String)], names: Option<(&Name, &Name)>) -> Result<(), Refusal> {
    let Some(before) = &view.analysis else { return Ok(()) };
    let after = Analysis::of(Arc::new(edited(&view.snapshot, edits)));
    if let Some(found) = first_new(before, &after) {
        let place = place_in(&after, found.primary.at);
        return Err(Refusal::new(format!(
            "this would be wrong after it, at {place}: {}, {}",
            found.name, found.message
        )));
    }
    if let Some((old, _)) = names
        && let Some(left) = after.names().of(old.wire()).next()
    {
        return Err(Refusal::new(format!(
            "{} would still be meant by `{}` at {}: change that first",
            old.unicode(),
            after.sources().text(left.at),
            place_in(&after, left.at)
        )));
    }
    match first_difference(before, &after, names) {
        Some(what) => Err(Refusal::new(format!("{what} would change as well: rename it by hand"))),
        None => Ok(()),
    }
}

/// A snapshot with replacements, which do not overlap.
pub(super) fn edited(snapshot: &Snapshot, edits: &[(FileSpan, String)]) -> Snapshot {
    let mut by_file: BTreeMap<u32, Vec<&(FileSpan, String)>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.0.file.raw()).or_default().push(edit);
    }
    let texts = snapshot.files().iter().map(|file| {
        let text = match by_file.get_mut(&file.id.raw()) {
            Some(edits) => Arc::new(replaced(&file.text, edits)),
            None => file.text.clone(),
        };
        FileText { path: file.path.clone(), uri: file.uri.clone(), version: file.version, text }
    });
    let texts = texts.collect();
    let (facts, failures) = (snapshot.facts.clone(), snapshot.failures.clone());
    Snapshot::new(snapshot.root.clone(), snapshot.generation, texts, facts, failures, Some(snapshot))
}

fn replaced(text: &str, edits: &mut [&(FileSpan, String)]) -> String {
    edits.sort_unstable_by_key(|(at, _)| at.span.start);
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, new) in edits {
        out.push_str(text.get(end..at.span.start as usize).unwrap_or_default());
        out.push_str(new);
        end = at.span.end as usize;
    }
    out.push_str(text.get(end..).unwrap_or_default());
    out
}

/// The first diagnostic of a kind of which there are more than before.
fn first_new<'a>(before: &Analysis, after: &'a Analysis) -> Option<&'a Diagnostic> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    for found in &before.compilation.diagnostics {
        *known.entry(found.name).or_default() += 1;
    }
    after.compilation.diagnostics.iter().find(|found| match known.get_mut(found.name) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        Some(_) | None => true,
    })
}

fn place_in(analysis: &Analysis, at: FileSpan) -> String {
    let Some(file) = analysis.snapshot.file(at.file) else { return String::new() };
    format!("{}:{}", file.path, file.lines().position(&file.text, at.span.start, Encoding::Utf8).line + 1)
}

/// What differs first between two programs, read with the old name for the new one.
fn first_difference(before: &Analysis, after: &Analysis, names: Option<(&Name, &Name)>) -> Option<String> {
    let (zones, others) = (&before.compilation.zones, &after.compilation.zones);
    if zones.len() != others.len() {
        return Some("the zones".to_owned());
    }
    zones.iter().zip(others).find_map(|(zone, other)| {
        let pair = Pair { before: zone, after: other, names };
        pair.first_difference()
    })
}

/// A zone before and after.
struct Pair<'a> {
    before: &'a Zone,
    after: &'a Zone,
    names: Option<(&'a Name, &'a Name)>,
}

impl Pair<'_> {
    /// The owner of the first set that differs. Nothing is reordered by a new name, so sets and records are compared
    /// by their positions.
    fn first_difference(&self) -> Option<String> {
        let (before, after) = (self.before, self.after);
        let is_same_zone = before.name == after.name
            && before.sets.len() == after.sets.len()
            && before.records.len() == after.records.len()
            && before.nameservers_ttl == after.nameservers_ttl
            && before.ignores.len() == after.ignores.len()
            && self.has_same_servers();
        if !is_same_zone {
            return Some(format!("the zone {}", before.name.unicode()));
        }
        let differs = |set: &SetId| !self.is_same_set(*set);
        let set = before.sets.ids().find(differs)?;
        Some(before.names.name(before.sets[set].owner).unicode().to_string())
    }

    fn has_same_servers(&self) -> bool {
        let (before, after) = (&self.before.providers, &self.after.providers);
        before.len() == after.len()
            && before.iter().zip(after).all(|(a, b)| {
                let mut servers = a.nameservers.iter().zip(&b.nameservers);
                a.nameservers.len() == b.nameservers.len()
                    && servers.all(|(a, b)| self.is_same_name(a.wire(), b.wire()))
            })
    }

    fn is_same_set(&self, set: SetId) -> bool {
        let (a, b) = (&self.before.sets[set], &self.after.sets[set]);
        let owners = (self.before.names.name(a.owner), self.after.names.name(b.owner));
        let is_same_head = self.is_same_name(owners.0.wire(), owners.1.wire())
            && (a.rtype, a.ttl, a.providers, a.len) == (b.rtype, b.ttl, b.providers, b.len)
            && a.placement == b.placement
            && a.route.is_some() == b.route.is_some();
        let aliases = match (a.alias, b.alias) {
            (Some(a), Some(b)) => {
                let (a, b) = (&self.before.aliases[a], &self.after.aliases[b]);
                a.kind == b.kind && self.is_same_text(&a.target, &b.target)
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let mut records = self.before.records_of(set).zip(self.after.records_of(set));
        is_same_head && aliases && records.all(|(x, y)| self.is_same_record(a.rtype, x, y))
    }

    fn is_same_record(&self, rtype: Rtype, x: RecordId, y: RecordId) -> bool {
        let (x, y) = (self.before.rdata(x), self.after.rdata(y));
        if x == y {
            return true;
        }
        if rtype == Rtype::TXT {
            let text = |rdata| String::from_utf8_lossy(&rdata::txt_bytes(rdata)).into_owned();
            return self.is_same_text(&text(x), &text(y));
        }
        let (mut fields, mut others) = (rdata::fields(rtype, x), rdata::fields(rtype, y));
        loop {
            match (fields.next(), others.next()) {
                (None, None) => return true,
                (Some((field, a)), Some((_, b))) => {
                    let is_name = matches!(field.kind, FieldKind::Name | FieldKind::Mailbox);
                    if a != b && !(is_name && self.is_same_name(a, b)) {
                        return false;
                    }
                }
                (Some(_), None) | (None, Some(_)) => return false,
            }
        }
    }

    fn is_same_name(&self, before: &[u8], after: &[u8]) -> bool {
        match self.names {
            Some((old, new)) if before == old.wire() => after == new.wire(),
            Some(_) | None => before == after,
        }
    }

    /// Texts that hold the name, as those of SPF records do.
    fn is_same_text(&self, before: &str, after: &str) -> bool {
        let Some((old, new)) = self.names else { return before == after };
        with_whole(before, &old.undotted().to_string(), &new.undotted().to_string()) == after
    }
}

/// A text with another name where one stands that is no part of a longer one.
fn with_whole(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (start, _) in text.match_indices(old) {
        let before = text.get(..start).unwrap_or_default();
        let behind = text.get(start + old.len()..).unwrap_or_default();
        if before.ends_with(|c| is_part(c) || c == '.') || behind.starts_with(is_part) {
            continue;
        }
        out.push_str(text.get(end..start).unwrap_or_default());
        out.push_str(new);
        end = start + old.len();
    }
    out + text.get(end..).unwrap_or_default()
}
