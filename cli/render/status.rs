//! How far a deploy came, for people.

use std::fmt::Write as _;

use zonal_runtime::state::{Standing, ZoneStanding};

use super::count::count;
use super::style::{Paint, Tone, harmless};

/// The deploy, a line for each zone and provider, and what can be done if it did not end.
#[must_use]
pub fn render(paint: Paint, id: &str, standing: &Standing) -> String {
    let (tone, verdict) = match standing.is_finished {
        true => (Tone::Good, "finished"),
        false => (Tone::Bad, "did not finish"),
    };
    let mut text = format!("deploy {id} {}\n", paint.show(tone, verdict));
    for zone in &standing.zones {
        text.push_str(&line(paint, zone));
    }
    if !standing.is_finished {
        let help = paint.show(Tone::Advice, "help:");
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "  {help} `zonal deploy --resume` finishes it as it was approved");
        let _ = writeln!(text, "  {help} `zonal deploy` plans anew from what is live");
        let _ = writeln!(text, "  {help} `zonal rollback` plans back to what stood before");
    }
    text
}

fn line(paint: Paint, zone: &ZoneStanding) -> String {
    let place = format!("{} at {}", zone.zone, zone.provider);
    let written = format!("{} of {} written", zone.done.len(), count(zone.planned, "change"));
    let ended = match &zone.ended {
        Some(status) => harmless(status).to_string(),
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
