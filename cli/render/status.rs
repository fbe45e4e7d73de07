//! How far a deploy came, for people.

use std::fmt::Write as _;

use zonal_runtime::state::{Deploy, Goal, ZoneStanding};

use super::count::count;
use super::style::{Paint, Tone, harmless};

/// Whether a deploy is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// It ended, or a later one took its place.
    Finished,
    /// It is at work.
    Running,
    /// It ended before its time.
    Interrupted,
}

/// The deploy, a line for each zone and provider, and what can be done if it did not end.
#[must_use]
pub fn render(paint: Paint, deploy: &Deploy, pace: Pace) -> String {
    let (tone, verdict) = match pace {
        Pace::Finished => (Tone::Good, "finished"),
        Pace::Running => (Tone::Doubtful, "is running"),
        Pace::Interrupted => (Tone::Bad, "did not finish"),
    };
    let name = match deploy.goal() {
        Goal::Source => format!("deploy {}", deploy.id),
        Goal::Before(id) => format!("rollback {} of the deploy {id}", deploy.id),
    };
    let mut text = format!("{name} {}\n", paint.show(tone, verdict));
    for zone in &deploy.standing().zones {
        text.push_str(&line(paint, zone, pace));
    }
    if pace == Pace::Interrupted {
        let back = match deploy.goal() {
            Goal::Source => "`zonal rollback` plans back to what stood before",
            Goal::Before(_) => "`zonal rollback` plans anew, back to the same",
        };
        let help = paint.show(Tone::Advice, "help:");
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {help} `zonal deploy --resume` finishes it as it was approved");
        let _ = writeln!(text, "  {help} `zonal deploy` plans anew from what is live");
        let _ = writeln!(text, "  {help} {back}");
    }
    text
}

fn line(paint: Paint, zone: &ZoneStanding, pace: Pace) -> String {
    let place = format!("{} at {}", zone.zone, zone.provider);
    let written = format!("{} of {} written", zone.done.len(), count(zone.planned, "change"));
    let ended = match &zone.ended {
        Some(status) => harmless(status).to_string(),
        None if pace == Pace::Running => "under way".to_owned(),
        None if zone.done.is_empty() && zone.unknown.is_empty() => "not started".to_owned(),
        None => "interrupted".to_owned(),
    };
    let mut text = format!("  {}: {ended}; {written}\n", paint.show(Tone::Strong, place));
    for set in &zone.unknown {
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "    {} {}", paint.show(Tone::Doubtful, "unknown:"), harmless(set));
    }
    text
}
