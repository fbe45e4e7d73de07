//! Names in full, and what the zones have at them.

use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Expr, Record};
use zonal_compiler::zone::{NodeId, ProviderSet, SetId, Zone};

use super::{Here, Hover};
use crate::ide::page::{Line, Page};
use crate::ide::{names, ttl};
use crate::session::analysis::Analysis;

/// How many record sets of a name are shown.
const SETS: usize = 12;
/// How many values of a record set are shown.
const VALUES: usize = 6;
/// How many characters of a value are shown.
const WIDTH: usize = 80;
/// How many names are listed.
const NAMES: usize = 8;

impl Here<'_> {
    /// The owner of a statement or a block.
    pub(super) fn owner(&self, owner: Expr, record: Option<&Record>) -> Option<Hover> {
        let found = names::owner_names(self.view, &self.way, record, owner);
        self.named(owner.span, &found)
    }

    /// Names that a word means, the first of them with its records.
    pub(super) fn named(&self, span: Span, found: &[Vec<u8>]) -> Option<Hover> {
        let (first, rest) = found.split_first()?;
        let mut page = of_name(self.view.analysis.as_deref(), first);
        if !rest.is_empty() {
            let more = Line::of(format!("and {} more: ", rest.len()));
            page = page.line(more.and_codes(rest.iter().map(|wire| shown(wire)), NAMES));
        }
        Some(Hover { span, page })
    }
}

/// An absolute name, with or without its final dot, in wire form.
pub(super) fn wire_of(text: &str) -> Option<Vec<u8>> {
    Name::parse(text).ok().map(|name| name.wire().to_vec())
}

/// A name with U-labels.
pub(super) fn shown(wire: &[u8]) -> String {
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = name::write_unicode(wire, &mut text);
    text
}

/// A name in full, with the records that it has in the zones of the workspace.
pub(super) fn of_name(analysis: Option<&Analysis>, wire: &[u8]) -> Page {
    let mut page = Page::of(Line::strong(shown(wire)));
    if let Some(name) = Name::from_wire(wire)
        && name.undotted().to_string() != shown(wire)
    {
        page = page.line(Line::of("with A-labels: ").and_code(name.undotted().to_string()));
    }
    let Some(analysis) = analysis else { return page };
    match names::find(analysis, wire) {
        Some((zone, Some(node))) if zone.sets_at(node).next().is_some() => {
            page.page(records(analysis, zone, node))
        }
        Some((zone, _)) => page.line(Line::of("no records in zone ").and_code(shown(zone.name.wire()))),
        None => page.line(Line::of("in no zone of this workspace")),
    }
}

/// What each provider has at a name.
fn records(analysis: &Analysis, zone: &Zone, node: NodeId) -> Page {
    let sets: Vec<SetId> = zone.sets_at(node).collect();
    let mut groups: Vec<ProviderSet> = Vec::new();
    let is_common = sets.iter().all(|&set| zone.sets[set].providers == zone.all_providers());
    if is_common {
        groups.push(zone.all_providers());
    } else {
        groups.extend(zone.all_providers().positions().map(ProviderSet::one));
    }
    let mut page = Page::default();
    for providers in groups {
        let own: Vec<SetId> =
            sets.iter().copied().filter(|&set| zone.sets[set].providers.overlaps(providers)).collect();
        let who = zone.provider_names(providers);
        if own.is_empty() {
            page = page.line(Line::of(format!("nothing at {who}")));
            continue;
        }
        page = page.line(Line::of(format!("at {who}:")));
        for &set in own.iter().take(SETS) {
            page = page.item(of_set(analysis, zone, set));
        }
        if own.len() > SETS {
            page = page.item(Line::of(format!("and {} more sets", own.len() - SETS)));
        }
    }
    page
}

fn of_set(analysis: &Analysis, zone: &Zone, set: SetId) -> Line {
    let entry = &zone.sets[set];
    let line = Line::strong(entry.rtype.to_string()).and(" ").and_codes(values(zone, set), VALUES);
    let ttl = zonal_compiler::dns::duration::display(entry.ttl);
    let line = line.and(" · TTL ").and_code(ttl.to_string()).and(": ");
    let line = line.then(ttl::reason(analysis, zone, set));
    match entry.route.map(|route| &zone.routes[route]) {
        Some(route) => {
            let arguments = route.arguments.iter().map(|(name, value)| format!("{name}: {value}"));
            let shown = std::iter::once(format!("set: {}", route.set)).chain(arguments);
            line.and(" · route ").and_codes(shown, VALUES)
        }
        None => line,
    }
}

/// The values of a set as source spells them, each cut if it is long.
pub(super) fn values(zone: &Zone, set: SetId) -> Vec<String> {
    let entry = &zone.sets[set];
    if let Some(alias) = entry.alias.map(|alias| &zone.aliases[alias]) {
        return vec![cut(&format!("ALIAS {} {}", alias.kind.word(), alias.target))];
    }
    zone.records_of(set).map(|record| value(entry.rtype, zone.rdata(record))).collect()
}

fn value(rtype: Rtype, rdata: &[u8]) -> String {
    let text = match rdata::source_fields(rtype, rdata) {
        Some(fields) => fields.into_iter().map(|field| field.text).collect::<Vec<_>>().join(" "),
        None => rdata::display(rtype, rdata).to_string(),
    };
    cut(&text)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
