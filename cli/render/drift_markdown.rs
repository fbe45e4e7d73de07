//! Drift as Markdown, for an issue or the summary of a job.
//!
//! What the providers agree on against the source is told apart from what they answer differently: the one is an edit
//! that somebody made everywhere, the other depends on whom a resolver asks.

use std::collections::BTreeSet;

use zonal_runtime::diff::{Conflict, Respelled};
use zonal_runtime::drift::{Disagreement, Drift, Finding, ZoneDrift};
use zonal_runtime::plan::view::relative;

use super::count::count;
use super::drift::{CONFLICT, FORMATTING, word};
use super::markdown::{Page, code, marker, message};
use super::sides::{both, sides};
use super::stamp::Stamp;

/// The drift of every zone, in at most so many bytes.
#[must_use]
pub fn render(drift: &Drift<'_>, prefix: &str, stamp: &Stamp, limit: usize) -> String {
    let mut page = Page::new(limit, stamp.line());
    page.text(&marker("drift", &stamp.name));
    page.text(&format!("### Zonal drift: {}\n\n", told(drift)));
    for zone in &drift.zones {
        add_zone(&mut page, zone, prefix);
    }
    if drift.is_drifted() {
        if is_same_everywhere(drift) {
            page.text("The providers agree with each other, and not with the source.\n\n");
        }
        page.begin("#### The providers differ\n\n".to_owned());
        for disagreement in &drift.disagreements {
            page.row(&differing(disagreement));
        }
        page.text("\n`zonal drift --fix` puts back what the source says; to keep a change, write it into the source.\n");
    }
    page.begin("\n".to_owned());
    for note in &drift.notes {
        page.line(&format!("> {}\n", message(note)));
    }
    page.finish("record set")
}

fn told(drift: &Drift<'_>) -> String {
    let found = drift.count();
    let unread = drift.zones.iter().filter(|zone| zone.findings.is_err()).count();
    let found = if found > 0 { Some(count(found, "record set")) } else { None };
    let unread = if unread > 0 { Some(format!("{} could not be read", count(unread, "zone"))) } else { None };
    let parts: Vec<String> = found.into_iter().chain(unread).collect();
    if !parts.is_empty() {
        return parts.join(", ");
    }
    let zones: BTreeSet<String> = drift.zones.iter().map(|zone| zone.zone.to_string()).collect();
    let (zones, providers) = (count(zones.len(), "zone"), count(providers(drift), "provider"));
    format!("none, in {zones} at {providers}")
}

/// Whether everything was read, and several providers drifted alike.
fn is_same_everywhere(drift: &Drift<'_>) -> bool {
    let drifted = drift.zones.iter().filter(|zone| zone.count() > 0);
    let drifted: BTreeSet<&str> = drifted.map(|zone| zone.provider).collect();
    drift.disagreements.is_empty() && !drift.has_failures() && drifted.len() > 1
}

fn providers(drift: &Drift<'_>) -> usize {
    drift.zones.iter().map(|zone| zone.provider).collect::<BTreeSet<_>>().len()
}

fn add_zone(page: &mut Page, zone: &ZoneDrift<'_>, prefix: &str) {
    let heading = format!("#### {} at {}\n\n", code(&zone.zone.undotted().to_string()), code(zone.provider));
    match &zone.findings {
        Ok(findings) => {
            let head = "| drift | record set | live | source | written at |\n|---|---|---|---|---|\n";
            page.begin(heading + head);
            for finding in findings {
                page.row(&row(zone, finding, prefix));
            }
            for conflict in zone.conflicts {
                page.row(&in_the_way(zone, conflict, prefix));
            }
            for set in zone.respelled {
                page.row(&respelled(zone, set, prefix));
            }
        }
        Err(failure) => {
            page.begin(heading);
            let help = failure.advice().map_or_else(String::new, |help| format!("\n\n{}", message(help)));
            page.line(&format!("Could not be read: {}{help}\n", message(&failure.to_string())));
        }
    }
    page.text("\n");
}

fn row(zone: &ZoneDrift<'_>, finding: &Finding<'_>, prefix: &str) -> String {
    let set = finding.undo.set();
    let (before, after) = (finding.undo.before(), finding.undo.after());
    let (live, source) = both(before.map(|before| &before.set), after.map(|after| &after.set));
    let live = before.map_or_else(String::new, |_| code(&live));
    let source = after.map_or_else(String::new, |_| code(&source));
    let origins = finding.undo.after().into_iter().flat_map(|after| &after.origins);
    let places: Vec<String> =
        origins.map(|origin| code(&format!("{prefix}{}", origin.place.path_and_line()))).collect();
    format!(
        "| {} | {} | {live} | {source} | {} |\n",
        word(finding.kind),
        code(&format!("{} {}", relative(&set.owner, zone.zone), set.rtype)),
        places.join(", ")
    )
}

fn in_the_way(zone: &ZoneDrift<'_>, conflict: &Conflict, prefix: &str) -> String {
    let place = conflict.origins.first().map(|origin| &origin.place);
    let place = place.map_or_else(String::new, |place| code(&format!("{prefix}{}", place.path_and_line())));
    format!(
        "| {CONFLICT} | {} | {} | | {place} |\n",
        code(&format!("{} {}", relative(&conflict.declared.owner, zone.zone), conflict.declared.rtype)),
        code(&conflict.what)
    )
}

fn respelled(zone: &ZoneDrift<'_>, set: &Respelled, prefix: &str) -> String {
    let place = set.origin.as_ref().map(|origin| &origin.place);
    let place = place.map_or_else(String::new, |place| code(&format!("{prefix}{}", place.path_and_line())));
    format!(
        "| {FORMATTING} only | {} | {} | means the same | {place} |\n",
        code(&format!("{} {}", relative(&set.key.owner, zone.zone), set.key.rtype)),
        code(&set.spelled)
    )
}

fn differing(disagreement: &Disagreement<'_>) -> String {
    let set = format!("{} {}", relative(&disagreement.key.owner, disagreement.zone), disagreement.key.rtype);
    let answers: Vec<_> = disagreement.answers.iter().map(|(_, set)| *set).collect();
    let answers = disagreement.answers.iter().zip(sides(&answers)).map(|((provider, set), answer)| {
        let answer = set.map_or_else(|| "nothing".to_owned(), |_| code(&answer));
        format!("{} has {answer}", code(provider))
    });
    let answers: Vec<String> = answers.collect();
    let zone = code(&disagreement.zone.undotted().to_string());
    format!("- {} of {zone}: {}\n", code(&set), answers.join(", "))
}
