//! What a deploy did, for people.

use std::fmt::Write as _;

use zonal_runtime::deploy::{Pending, Report, Stands, Status, ZoneReport};

use super::plan::summary;
use super::sides::both;
use super::style::{Paint, Tone, harmless};

/// A line for each zone and provider, and what to do if something is left.
#[must_use]
pub fn render(paint: Paint, report: &Report) -> String {
    let mut text = String::from("\n");
    for zone in &report.zones {
        text.push_str(&line(paint, zone));
    }
    if !report.is_complete() {
        let mut help = |advice| {
            // Writing to a string does not fail, so its result says nothing.
            let _ = writeln!(text, "  {} {advice}", paint.show(Tone::Advice, "help:"));
        };
        help("mend what failed and run it again: it goes on from what is live");
        if report.has_written() {
            help("`zonal rollback` plans back to what stood before");
        }
    }
    text
}

fn line(paint: Paint, zone: &ZoneReport) -> String {
    let place = format!("{} at {}", zone.zone.undotted(), zone.provider);
    let (tone, word, rest) = match &zone.status {
        Status::Done | Status::Unasked(_) => (Tone::Good, "deployed", done(zone)),
        Status::NothingToDo => (Tone::Good, "unchanged", String::new()),
        Status::Unserved(failure) => (Tone::Doubtful, "not yet served", format!(": {failure}")),
        Status::NotStarted { because } => (Tone::Doubtful, "not started", format!(": {because}")),
        Status::Failed(failure) => (Tone::Bad, "failed", format!(": nothing written: {failure}")),
        Status::Refused(_) | Status::Unconfirmed { .. } => {
            (Tone::Bad, "failed", format!(": {}", zone.status))
        }
    };
    let mut text = format!("{} {place}{}\n", paint.show(tone, word), harmless(&rest));
    if let Some(advice) = zone.status.help() {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "help:"), harmless(advice));
    }
    if let Status::Unasked(note) = &zone.status {
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "note:"), harmless(note));
    }
    if let Status::Unconfirmed { done, pending, .. } = &zone.status {
        for key in done {
            let _ = writeln!(text, "  {} {key}", paint.show(Tone::Good, "written:"));
        }
        for left in pending {
            text.push_str(&unfinished(paint, left));
        }
    }
    text
}

/// A set that is not as it shall be, and how it stands if that is not as the plan showed it.
fn unfinished(paint: Paint, left: &Pending) -> String {
    let mut text = format!("  {} {}\n", paint.show(Tone::Bad, "pending:"), left.change.key());
    if left.stands == Stands::Otherwise {
        let (before, after) = (left.change.before(), left.change.after());
        let (live, source) = both(before.map(|before| &before.set), after.map(|after| &after.set));
        text.push_str(&format!("    live:   {live}\n    source: {source}\n"));
    }
    text
}

/// What was done, in the past tense of the plan's summary, and that it was read back.
fn done(zone: &ZoneReport) -> String {
    let counts = &zone.counts;
    let parts = [(counts.creates, "created"), (counts.updates, "changed"), (counts.deletes, "deleted")];
    let parts: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, verb)| format!("{number} {verb}"))
        .collect();
    if parts.is_empty() {
        return format!(": {}", summary(counts));
    }
    format!(": {}; read back and as planned", parts.join(", "))
}
