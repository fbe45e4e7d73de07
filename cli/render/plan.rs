//! A plan for people: `+` comes, `~` changes, `-` goes.

use std::fmt::Write as _;

use zonal_compiler::dns::duration;
use zonal_runtime::plan::guards::Refusal;
use zonal_runtime::plan::view::{SetView, Symbol, TtlView, ValueView, ZoneView, view};
use zonal_runtime::plan::{Counts, Plan};

use super::count::count;
use super::style::{Paint, Tone, harmless};

/// The widest owner and value that the columns beside them make room for, in characters.
const OWNER_COLUMN: usize = 24;
const VALUE_COLUMN: usize = 48;
/// The longest value that is shown whole, in characters; the JSON form always has all of it.
const LONGEST_VALUE: usize = 160;

/// A plan, with what stands against it.
#[must_use]
pub fn render(paint: Paint, plan: &Plan, refusals: &[Refusal]) -> String {
    let views = view(plan);
    let mut text = String::new();
    for group in alike(&views) {
        text.push_str(&zone(paint, group));
    }
    if plan.is_empty() {
        text.push_str(&nothing_to_do(paint, plan, &views));
    } else {
        text.push_str(&totals(paint, plan));
    }
    text + &verdict(paint, refusals)
}

/// What stands against a plan, and what to type if it is wanted all the same.
#[must_use]
pub fn verdict(paint: Paint, refusals: &[Refusal]) -> String {
    let mut text = String::new();
    for refusal in refusals {
        let place = refusal.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
        let what = format!(": {place}{}", harmless(&refusal.message));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}{}", paint.show(Tone::Bad, "blocked"), paint.show(Tone::Strong, what));
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "help:"), harmless(&refusal.help));
    }
    let grants = refusals.iter().filter_map(|refusal| refusal.consent.as_ref());
    let mut flags: Vec<String> = grants.map(|grant| format!("--confirm {grant}")).collect();
    flags.dedup();
    if flags.len() > 1 {
        let _ = writeln!(text, "  {} all of it: `{}`", paint.show(Tone::Advice, "help:"), flags.join(" "));
    }
    text
}

/// The zones in groups: providers of one zone whose changes are the same are told once.
fn alike(views: &[ZoneView]) -> impl Iterator<Item = &[ZoneView]> {
    views.chunk_by(|a, b| {
        let told_apart = a.failure.is_some() || !a.notes.is_empty() || !b.notes.is_empty();
        !told_apart && a.zone == b.zone && a.sets == b.sets && a.failure == b.failure
    })
}

fn zone(paint: Paint, group: &[ZoneView]) -> String {
    let Some(first) = group.first() else { return String::new() };
    let providers: Vec<&str> = group.iter().map(|view| view.provider.as_str()).collect();
    let mut text = String::new();
    let silent = first.sets.is_empty() && first.failure.is_none() && first.notes.is_empty();
    if silent {
        return text;
    }
    let heading = format!("{} at {}", first.zone, joined(&providers));
    // Writing to a string does not fail, so its result says nothing.
    let _ = writeln!(text, "{}", paint.show(Tone::Strong, heading));
    if let Some(failure) = &first.failure {
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Bad, "error:"), harmless(failure));
    }
    let widths = Widths::of(&first.sets);
    for set in &first.sets {
        text.push_str(&set_lines(paint, &widths, set));
    }
    if first.sets.is_empty() && first.failure.is_none() {
        text.push_str("  nothing to do\n");
    }
    for note in &first.notes {
        let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "note:"), harmless(note));
    }
    text.push('\n');
    text
}

fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// The widths of a zone's columns, in characters.
struct Widths {
    owner: usize,
    rtype: usize,
    ttl: usize,
    value: usize,
}

impl Widths {
    fn of(sets: &[SetView]) -> Self {
        let widest = |lengths: &mut dyn Iterator<Item = usize>, most: usize| {
            lengths.filter(|length| *length <= most).max().unwrap_or(0)
        };
        let chars = |text: &str| text.chars().count();
        Self {
            owner: widest(&mut sets.iter().map(|set| chars(&set.owner)), OWNER_COLUMN),
            rtype: widest(&mut sets.iter().map(|set| chars(&set.rtype)), OWNER_COLUMN),
            ttl: widest(&mut sets.iter().map(|set| chars(&ttl(set.ttl))), OWNER_COLUMN),
            value: widest(
                &mut sets.iter().filter_map(|set| lines(set).into_iter().next()).map(|line| chars(&line)),
                VALUE_COLUMN,
            ),
        }
    }
}

/// A set: its values below each other, the place in the source behind the first.
fn set_lines(paint: Paint, widths: &Widths, set: &SetView) -> String {
    let head = format!(
        "  {} {:owner$}  {:rtype$}  {:ttl$}  ",
        set.symbol.as_char(),
        set.owner,
        set.rtype,
        ttl(set.ttl),
        owner = widths.owner,
        rtype = widths.rtype,
        ttl = widths.ttl,
    );
    let indent = " ".repeat(head.chars().count());
    let places: Vec<String> =
        set.origins.iter().map(|origin| format!("{}:{}", origin.place.path, origin.place.line)).collect();
    let mut places = places.into_iter();
    let mut text = String::new();
    let values = lines(set);
    let rows = values.len().max(1);
    let mut values = values.into_iter();
    for row in 0..rows {
        let value = values.next().unwrap_or_default();
        let front = if row == 0 { paint.show(Tone::from(set.symbol), &head).to_string() } else { indent.clone() };
        let place = places.next().map_or_else(String::new, |place| {
            let padding = widths.value.saturating_sub(value.chars().count());
            format!("{}  {}", " ".repeat(padding), paint.show(Tone::Faint, place))
        });
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}", format!("{front}{}{place}", harmless(&value)).trim_end());
    }
    for place in places {
        let _ = writeln!(text, "{indent}{}  {}", " ".repeat(widths.value), paint.show(Tone::Faint, place));
    }
    text + &trail(paint, &indent, set)
}

/// The includes that led to the set's first statement.
fn trail(paint: Paint, indent: &str, set: &SetView) -> String {
    let via = set.origins.first().map_or(&[][..], |origin| origin.via.as_slice());
    let steps = via.iter().map(|frame| {
        format!("by include {}() at {}:{}", frame.template, frame.place.path, frame.place.line)
    });
    steps.map(|step| format!("{indent}{}\n", paint.show(Tone::Faint, step))).collect()
}

fn ttl(ttl: TtlView) -> String {
    match ttl {
        TtlView::Steady(seconds) => duration::display(seconds).to_string(),
        TtlView::Change { from, to } => format!("{} → {}", duration::display(from), duration::display(to)),
    }
}

/// The values of a set as lines. In a change every line says by itself what happens.
fn lines(set: &SetView) -> Vec<String> {
    let route = set.route.as_ref().map(|route| format!("route({route})"));
    if set.ttl_only {
        return std::iter::once("TTL only".to_owned()).chain(route).collect();
    }
    let marked = set.symbol == Symbol::Change;
    set.values.iter().map(|value| value_line(value, marked)).chain(route).collect()
}

fn value_line(value: &ValueView, marked: bool) -> String {
    let mark = if marked { format!("{} ", value.symbol.as_char()) } else { String::new() };
    match &value.becomes {
        Some(new) => {
            let from = first_difference(&value.text, new);
            format!("{mark}{} → {}", cropped(&value.text, from), cropped(new, from))
        }
        None => format!("{mark}{}", cropped(&value.text, 0)),
    }
}

/// The number of characters that two values have in common at their beginning.
fn first_difference(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// A value, or so much of a long one that what stands at a character is seen.
fn cropped(value: &str, from: usize) -> String {
    const BEFORE: usize = 20;
    let length = value.chars().count();
    if length <= LONGEST_VALUE {
        return value.to_owned();
    }
    let start = if from < LONGEST_VALUE - BEFORE { 0 } else { from - BEFORE };
    let end = (start + LONGEST_VALUE).min(length);
    let shown: String = value.chars().skip(start).take(end - start).collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < length { "…" } else { "" });
    format!("{before}{shown}{after} ({length} characters)")
}

fn nothing_to_do(paint: Paint, plan: &Plan, views: &[ZoneView]) -> String {
    let sets: usize = plan.counts().values().map(|counts| counts.unchanged).sum();
    let scope = match views.len() {
        0 => "no zone is served by a provider".to_owned(),
        zones => format!("{} at {} as the source has them", count(sets, "record set"), count(zones, "zone and provider")),
    };
    format!("{}: {scope}\n", paint.show(Tone::Good, "nothing to do"))
}

/// What the plan touches at each provider.
fn totals(paint: Paint, plan: &Plan) -> String {
    let mut text = String::new();
    let counts = plan.counts();
    let width = counts.keys().map(|provider| provider.chars().count()).max().unwrap_or(0);
    for (provider, counts) in counts {
        let name = paint.show(Tone::Strong, format!("{provider:width$}"));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{name}  {}", summary(&counts));
    }
    text
}

/// `2 to create, 1 to change (1 TTL only), 0 to delete, 7 unchanged`
#[must_use]
pub fn summary(counts: &Counts) -> String {
    let ttl_only = if counts.ttl_only > 0 { format!(" ({} TTL only)", counts.ttl_only) } else { String::new() };
    let mut text = format!(
        "{} to create, {} to change{ttl_only}, {} to delete, {} unchanged",
        counts.creates, counts.updates, counts.deletes, counts.unchanged
    );
    if counts.left_alone > 0 {
        // Writing to a string does not fail, so its result says nothing.
        let _ = write!(text, ", {} left alone", counts.left_alone);
    }
    text
}
