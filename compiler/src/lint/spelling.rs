//! "Did you mean": a name of the zone that is close to one that is not there.

use crate::source::FileSpan;
use crate::suggest;
use crate::zone::NodeId;
use crate::zone::names::Lookup;

use super::answer::Target;
use super::context::ZoneContext;
use super::finding::Finding;
use super::place::Written;

/// In larger zones the search would cost more than it is worth.
const MOST_NAMES: usize = 500;

/// Offers the name next to the target whose first label is almost that of the target; not the owner of the record
/// itself.
pub fn suggest_name(
    context: &ZoneContext<'_>,
    target: &Target<'_>,
    owner: NodeId,
    at: FileSpan,
    finding: Finding,
) -> Finding {
    let zone = target.context.zone;
    let Lookup::Absent { encloser } = target.lookup() else { return finding };
    let Some(label) = target.single_label_below(encloser) else { return finding };
    if zone.names.len() > MOST_NAMES {
        return finding;
    }
    let Ok(label) = std::str::from_utf8(label) else { return finding };
    let may_be_meant = |&node: &NodeId| {
        let is_owner = target.own && node == owner;
        zone.names.parent(node) == Some(encloser) && zone.names.first_set(node).is_some() && !is_owner
    };
    let beside = zone.names.iter().filter(may_be_meant);
    let labels = beside.filter_map(|node| std::str::from_utf8(zone.names.label(node)).ok());
    let Some(close) = suggest::closest(label, labels) else { return finding };
    let finding = finding.note(format!("a name `{close}` is there"));
    match Written::read(context, at).filter(|word| starts_with_label(word.value, label)) {
        Some(word) => {
            finding.suggest(format!("point at `{close}`"), word.part(0..label.len()), close.to_owned())
        }
        None => finding,
    }
}

fn starts_with_label(written: &str, label: &str) -> bool {
    let first = written.split('.').next().unwrap_or_default();
    first.eq_ignore_ascii_case(label)
}
