//! Drift for people: what somebody changed at a provider, and where the source says otherwise.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zonal_compiler::dns::name::Name;
use zonal_runtime::diff::Conflict;
use zonal_runtime::drift::{Disagreement, Drift, Finding, Kind, ZoneDrift};
use zonal_runtime::plan::view::relative;

use super::count::count;
use super::sides::{both, sides};
use super::style::{Paint, Tone, harmless, harmless_line};

/// The drift of every zone.
#[must_use]
pub fn render(paint: Paint, drift: &Drift<'_>) -> String {
    let mut text = String::new();
    for zone in &drift.zones {
        text.push_str(&render_zone(paint, zone));
    }
    for disagreement in &drift.disagreements {
        text.push_str(&render_disagreement(paint, disagreement));
    }
    for note in &drift.notes {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{} {}", paint.show(Tone::Advice, "note:"), harmless(note));
    }
    let found = drift.count();
    if drift.is_none() {
        let zones: BTreeSet<&Name> = drift.zones.iter().map(|zone| zone.zone).collect();
        let providers: BTreeSet<&str> = drift.zones.iter().map(|zone| zone.provider).collect();
        let scope = format!("{} at {}", count(zones.len(), "zone"), count(providers.len(), "provider"));
        let _ = writeln!(text, "{}: {scope}", paint.show(Tone::Good, "no drift"));
    } else if found > 0 {
        let _ = writeln!(text, "{}: {}", paint.show(Tone::Doubtful, "drift"), count(found, "record set"));
        let _ = writeln!(
            text,
            "  {} `zonal drift --fix` puts back what the source says; to keep a change, write it into the source",
            paint.show(Tone::Advice, "help:")
        );
    }
    text
}

fn render_zone(paint: Paint, zone: &ZoneDrift<'_>) -> String {
    let mut text = String::new();
    let heading = format!("{} at {}", zone.zone.undotted(), zone.provider);
    match &zone.findings {
        Ok(_) if zone.count() == 0 && zone.respelled.is_empty() => return text,
        // Writing to a string does not fail, so its result says nothing.
        Ok(findings) => {
            let _ = writeln!(text, "{}", paint.show(Tone::Strong, heading));
            for finding in findings {
                text.push_str(&render_finding(paint, zone.zone, finding));
            }
            for conflict in zone.conflicts {
                text.push_str(&render_conflict(paint, zone.zone, conflict));
            }
            text.push_str(&render_respelled(paint, zone));
        }
        Err(failure) => {
            let _ = writeln!(text, "{}", paint.show(Tone::Strong, heading));
            let _ =
                writeln!(text, "  {} {}", paint.show(Tone::Bad, "error:"), harmless(&failure.to_string()));
            if let Some(advice) = failure.advice() {
                let _ = writeln!(text, "    {} {}", paint.show(Tone::Advice, "help:"), harmless(advice));
            }
        }
    }
    text + "\n"
}

/// A declared set with something in its way, which `--fix` leaves there.
fn render_conflict(paint: Paint, zone: &Name, conflict: &Conflict) -> String {
    let place = conflict.origins.first().map(|origin| &origin.place);
    let place = place.map_or_else(String::new, |place| format!("  {}", place.path_and_line()));
    format!(
        "  {} {} {}{}\n             {}\n",
        paint.show(Tone::Bad, format!("{CONFLICT:10}")),
        relative(&conflict.declared.owner, zone),
        conflict.declared.rtype,
        paint.show(Tone::Faint, place),
        harmless_line(&conflict.what)
    )
}

/// What is spelled otherwise, with its first few sets by name: a whole zone may be, and none of it matters.
fn render_respelled(paint: Paint, zone: &ZoneDrift<'_>) -> String {
    const MOST: usize = 3;
    let mut text = String::new();
    for set in zone.respelled.iter().take(MOST) {
        let place = set.origin.as_ref().map(|origin| &origin.place);
        let place = place.map_or_else(String::new, |place| format!("  {}", place.path_and_line()));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(
            text,
            "  {} {} {}{}\n             live:   {}, which means the same",
            paint.show(Tone::Faint, FORMATTING),
            relative(&set.key.owner, zone.zone),
            set.key.rtype,
            paint.show(Tone::Faint, place),
            harmless_line(&set.spelled)
        );
    }
    let more = zone.respelled.len().saturating_sub(MOST);
    if more > 0 {
        let _ = writeln!(text, "  {} and {more} more", paint.show(Tone::Faint, FORMATTING));
    }
    text
}

fn render_finding(paint: Paint, zone: &Name, finding: &Finding<'_>) -> String {
    let tone = match finding.kind {
        Kind::Missing => Tone::Bad,
        Kind::Extra => Tone::Good,
        Kind::Edited | Kind::TtlEdited => Tone::Doubtful,
    };
    let word = word(finding.kind);
    let set = finding.undo.set();
    let place = finding.undo.after().and_then(|after| after.origins.first());
    let place = place.map_or_else(String::new, |origin| format!("  {}", origin.place.path_and_line()));
    let mut text = String::new();
    // Writing to a string does not fail, so its result says nothing.
    let _ = writeln!(
        text,
        "  {} {} {}{}",
        paint.show(tone, format!("{word:10}")),
        relative(&set.owner, zone),
        set.rtype,
        paint.show(Tone::Faint, place)
    );
    let (live, source) =
        both(finding.undo.before().map(|before| &before.set), finding.undo.after().map(|after| &after.set));
    if finding.kind != Kind::Missing {
        let _ = writeln!(text, "             live:   {live}");
    }
    if finding.kind != Kind::Extra {
        let _ = writeln!(text, "             source: {source}");
    }
    text
}

fn render_disagreement(paint: Paint, disagreement: &Disagreement<'_>) -> String {
    let mut text = format!(
        "{} {} {} is not the same everywhere\n",
        paint.show(Tone::Strong, disagreement.zone.undotted()),
        relative(&disagreement.key.owner, disagreement.zone),
        disagreement.key.rtype
    );
    let answers: Vec<_> = disagreement.answers.iter().map(|(_, set)| *set).collect();
    for ((provider, _), answer) in disagreement.answers.iter().zip(sides(&answers)) {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {provider}: {answer}");
    }
    text + "\n"
}

/// The word for a declared set with something in its way, as people and programs read it.
pub const CONFLICT: &str = "conflict";

/// The word for what is spelled otherwise, as people and programs read it.
pub const FORMATTING: &str = "formatting";

/// The word for a kind of drift, as people read it.
#[must_use]
pub const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Missing => "missing",
        Kind::Extra => "extra",
        Kind::Edited => "edited",
        Kind::TtlEdited => "TTL edited",
    }
}
