//! Where what stands under the cursor is declared.

use zonal_compiler::dns::name::{Name, is_within};
use zonal_compiler::sema::places::NameRole;
use zonal_compiler::source::{FileSpan, Span};
use zonal_compiler::syntax::ast::{Item, ItemKind, Statement};
use zonal_compiler::zone::Zone;
use zonal_compiler::zone::names::Lookup;

use super::symbol::{self, Found, Symbol};
use super::walk;
use crate::session::analysis::Analysis;
use crate::session::snapshot::{File, View};

/// What stands at a byte of the document, and the places that declare it, by file and place: of a domain name its
/// zone's header, the owners of its records, or those of the wildcard that answers for it.
#[must_use]
pub fn of(view: &View, byte: u32) -> Option<(Span, Vec<FileSpan>)> {
    let found = symbol::at(view, byte)?;
    let declared = match &found.symbol {
        Symbol::Name(names) => {
            let analysis = view.analysis.as_ref()?;
            let then = names.iter().flat_map(|name| of_name(analysis, name, &found));
            let then: Vec<FileSpan> = then.collect();
            view.carry(then.into_iter()).flatten().collect()
        }
        Symbol::TtlClass(_) | Symbol::Rule(_) => of_policy_line(view, &found, byte),
        Symbol::Local(_)
        | Symbol::Global(_)
        | Symbol::Parameter { .. }
        | Symbol::Template(_)
        | Symbol::Policy(_)
        | Symbol::Provider(_)
        | Symbol::Health(_) => declarations(view, &found.symbol),
    };
    Some((found.at, declared))
}

fn declarations(view: &View, symbol: &Symbol) -> Vec<FileSpan> {
    let places = symbol.occurrences(view, view.snapshot.files());
    places.iter().filter(|place| place.declares).map(|place| place.at).collect()
}

/// The places of a name in an analysis that say what it is.
fn of_name(analysis: &Analysis, name: &Name, found: &Found) -> Vec<FileSpan> {
    let of_role = |name: &[u8], roles: &[NameRole]| -> Vec<FileSpan> {
        let places = analysis.names().of(name).filter(|place| roles.contains(&place.role));
        let mut places: Vec<FileSpan> = places.map(|place| place.at).collect();
        places.dedup();
        places
    };
    if matches!(found.role, Some(NameRole::Zone | NameRole::Extend)) {
        return of_role(name.wire(), &[NameRole::Zone]);
    }
    let exact = of_role(name.wire(), &[NameRole::Zone, NameRole::Owner]);
    if !exact.is_empty() {
        return exact;
    }
    let origins = of_role(name.wire(), &[NameRole::Origin]);
    if !origins.is_empty() {
        return origins;
    }
    let wildcard = zone_of(analysis, name.wire()).and_then(|zone| wildcard(zone, name.wire()));
    wildcard.map(|wire| of_role(&wire, &[NameRole::Owner])).unwrap_or_default()
}

/// The zone of the program that is authoritative for a name: the one with the longest name of those around it.
#[must_use]
pub fn zone_of<'a>(analysis: &'a Analysis, wire: &[u8]) -> Option<&'a Zone> {
    let around = analysis.compilation.zones.iter().filter(|zone| is_within(wire, zone.name.wire()));
    around.max_by_key(|zone| zone.name.wire().len())
}

/// The wildcard whose records answer for a name that has none (RFC 4592 section 3.3.1).
fn wildcard(zone: &Zone, wire: &[u8]) -> Option<Vec<u8>> {
    let Lookup::Absent { encloser } = zone.names.find(wire) else { return None };
    let star = zone.names.child(encloser, b"*")?;
    zone.names.first_set(star)?;
    let mut wire = Vec::new();
    zone.names.write_wire(star, &mut wire);
    Some(wire)
}

/// The policy lines that declare a TTL class or set the level of a rule: those of the zone's policies if the cursor is
/// in a zone that has any, else those of every policy.
fn of_policy_line(view: &View, found: &Found, byte: u32) -> Vec<FileSpan> {
    let all = declarations(view, &found.symbol);
    let Some(zone) = walk::way(view.file.tree(), byte).item else { return all };
    let governing = policies_of(view, zone);
    let is_of_zone = |at: &FileSpan| {
        let file = view.snapshot.file(at.file);
        file.is_some_and(|file| {
            let item = walk::way(file.tree(), at.span.start).item.map(|item| &item.kind);
            matches!(item, Some(ItemKind::Policy(policy)) if governing.contains(&file.of(policy.name)))
        })
    };
    let own: Vec<FileSpan> = all.iter().copied().filter(is_of_zone).collect();
    if own.is_empty() { all } else { own }
}

/// The policies that a zone names, or the default ones if it names none; none for anything else.
fn policies_of<'v>(view: &'v View, item: &Item) -> Vec<&'v str> {
    let ItemKind::Zone(zone) = &item.kind else { return Vec::new() };
    let named = zone.body.statements.iter().find_map(|statement| match statement {
        Statement::Policy(names) => Some(&names.names),
        _ => None,
    });
    if let Some(names) = named {
        return names.iter().map(|name| view.file.of(*name)).collect();
    }
    let of_file = |file: &'v std::sync::Arc<File>| {
        let items = file.tree().items.iter();
        items.filter_map(move |item| match &item.kind {
            ItemKind::Policy(policy) if policy.default.is_some() => Some(file.of(policy.name)),
            _ => None,
        })
    };
    view.snapshot.files().iter().flat_map(of_file).collect()
}
