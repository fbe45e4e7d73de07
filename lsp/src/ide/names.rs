//! What the names of a document mean in full.

use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata;
use zonal_compiler::syntax::ast::{self, Record, Statement};
use zonal_compiler::zone::names::Lookup;
use zonal_compiler::zone::{NodeId, Zone};

use super::slots;
use super::walk::{self, Way};
use crate::session::analysis::Analysis;
use crate::session::made::MadeRecord;
use crate::session::snapshot::{Back, File, View};

/// The records that a statement of now made, as far as the analysis knows the statement.
pub fn made_by<'a>(
    analysis: &'a Analysis,
    back: Back,
    record: &Record,
) -> impl Iterator<Item = MadeRecord<'a>> + use<'a> {
    let type_at = back.then(record.type_span);
    type_at.into_iter().flat_map(|at| analysis.made().by(&analysis.compilation.zones, at))
}

/// All of [`made_by`].
#[must_use]
pub fn made<'a>(analysis: &'a Analysis, back: Back, record: &Record) -> Vec<MadeRecord<'a>> {
    made_by(analysis, back, record).collect()
}

/// The owners of some records, each once, in source order.
#[must_use]
pub fn owners<'a>(records: &[MadeRecord<'a>]) -> Vec<(&'a Zone, NodeId)> {
    let mut owners: Vec<(usize, &Zone, NodeId)> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for made in records {
        let owner = made.zone.sets[made.set].owner;
        if known.insert((made.position, owner)) {
            owners.push((made.position, made.zone, owner));
        }
    }
    owners.into_iter().map(|(_, zone, owner)| (zone, owner)).collect()
}

/// The names that a value of a record statement came to, in wire form, each once: those in a field of the records
/// that were made from it.
#[must_use]
pub fn targets(records: &[MadeRecord<'_>], back: Back, value: ast::Expr, field: &str) -> Vec<Vec<u8>> {
    let Some(at) = back.then(value.span) else { return Vec::new() };
    let mut targets: Vec<Vec<u8>> = Vec::new();
    for made in records {
        let record = &made.zone.records[made.record];
        if record.at.start > at.span.start || record.at.end < at.span.end {
            continue;
        }
        let rtype = made.zone.sets[made.set].rtype;
        let found = rdata::names(rtype, made.rdata()).find(|(named, _)| named.name == field);
        if let Some((_, wire)) = found
            && targets.last().is_none_or(|last| last != wire)
            && !targets.iter().any(|known| known == wire)
        {
            targets.push(wire.to_vec());
        }
    }
    targets
}

/// The origins of relative names at a place, as far as the text alone says them: one for each zone of the
/// declaration around. In a template, who includes it decides.
#[must_use]
pub fn origins(file: &File, way: &Way<'_>) -> Vec<Vec<u8>> {
    let tree = file.tree();
    let zones = way.item.map_or(&[][..], |item| item.kind.zone_names());
    let apexes = zones.iter().filter_map(|&id| Name::parse(slots::literal(file, tree.exprs[id])?).ok());
    let unders: Vec<_> = way
        .blocks
        .iter()
        .filter_map(|(statement, _)| match statement {
            Some(Statement::Under(under)) => Some(slots::literal(file, tree.exprs[under.name])),
            Some(_) | None => None,
        })
        .collect();
    let origin = |apex: Name| {
        unders.iter().try_fold(apex.wire().to_vec(), |origin, under| resolve((*under)?, &origin))
    };
    apexes.filter_map(origin).collect()
}

/// A name in full.
#[must_use]
pub fn resolve(text: &str, origin: &[u8]) -> Option<Vec<u8>> {
    let mut wire = Vec::new();
    name::push_name(text.as_bytes(), Notation::Zonal, origin, &mut wire).ok()?;
    Some(wire)
}

/// The zone of the analysis that a name is in, and the name in its tree, if it is there.
#[must_use]
pub fn find<'a>(analysis: &'a Analysis, wire: &[u8]) -> Option<(&'a Zone, Option<NodeId>)> {
    let zones = analysis.compilation.zones.iter();
    let around = zones.filter(|zone| name::is_within(wire, zone.name.wire()));
    let zone = around.max_by_key(|zone| zone.name.wire().len())?;
    match zone.names.find(wire) {
        Lookup::Found(node) => Some((zone, Some(node))),
        Lookup::Absent { .. } => Some((zone, None)),
        Lookup::OutOfZone => None,
    }
}

/// The first record statement of a block, or of those within.
#[must_use]
pub fn first_record(block: &ast::Block) -> Option<&Record> {
    block.statements.iter().find_map(|statement| match statement {
        Statement::Record(record) => Some(record),
        Statement::On(_) | Statement::For(_) | Statement::If(_) => {
            walk::blocks_of(statement).find_map(first_record)
        }
        Statement::Owner(_)
        | Statement::Under(_)
        | Statement::Include(_)
        | Statement::Let(_)
        | Statement::Ttl(_)
        | Statement::Allow(_)
        | Statement::Policy(_)
        | Statement::Nameservers(_)
        | Statement::Ignore(_)
        | Statement::Error(_) => None,
    })
}

/// The owners that a record statement means: those of its records, else what the text says.
#[must_use]
pub fn owner_names(view: &View, way: &Way<'_>, record: Option<&Record>, owner: ast::Expr) -> Vec<Vec<u8>> {
    if let (Some(record), Some(analysis), Some(back)) = (record, &view.analysis, view.back()) {
        let made = made(analysis, back, record);
        let found: Vec<_> = owners(&made)
            .into_iter()
            .map(|(zone, node)| {
                let mut wire = Vec::new();
                zone.names.write_wire(node, &mut wire);
                wire
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    let Some(text) = slots::literal(&view.file, owner) else { return Vec::new() };
    origins(&view.file, way).iter().filter_map(|origin| resolve(text, origin)).collect()
}
