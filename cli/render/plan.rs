//! A plan for people: `+` comes, `~` changes, `-` goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use zonal_compiler::dns::duration;
use zonal_compiler::dns::name::Name;
use zonal_runtime::plan::guards::Refusal;
use zonal_runtime::plan::view::{SetView, Symbol, TtlView, ValueView, view_set, view_zone};
use zonal_runtime::plan::{Counts, Plan, ZonePlan};
use zonal_runtime::record::{Origin, SetKey};

use super::count::count;
use super::style::{Paint, Tone, harmless, harmless_line};

/// The widest owner and value that the columns beside them make room for, in characters.
const OWNER_COLUMN: usize = 24;
const VALUE_COLUMN: usize = 48;
/// The longest value that is shown whole, in characters; the JSON form always has all of it.
const LONGEST_VALUE: usize = 160;

/// A plan, with what stands against it.
#[must_use]
pub fn render(paint: Paint, plan: &Plan, refusals: &[Refusal]) -> String {
    let total = if plan.is_empty() { nothing_to_do(paint, plan) } else { totals(paint, plan) };
    zones(paint, plan) + &total + &verdict(paint, refusals)
}

/// What the source of one revision changes against that of another, with what stands against it.
#[must_use]
pub fn render_difference(paint: Paint, plan: &Plan, refusals: &[Refusal], between: &str) -> String {
    let total = if plan.is_empty() {
        format!("{}: {between}\n", paint.show(Tone::Good, "no record changes"))
    } else {
        totals(paint, plan)
    };
    zones(paint, plan) + &total + &verdict(paint, refusals)
}

fn zones(paint: Paint, plan: &Plan) -> String {
    let zones = plan.zones.chunk_by(|a, b| a.desired.name == b.desired.name);
    zones.map(|zone| render_zone(paint, zone)).collect()
}

/// What stands against a plan, and what to type if it is wanted all the same.
#[must_use]
pub fn verdict(paint: Paint, refusals: &[Refusal]) -> String {
    let mut text = String::new();
    let mut refusals_and_next = refusals.iter().peekable();
    while let Some(refusal) = refusals_and_next.next() {
        let place = refusal.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
        let what = format!(": {place}{}", harmless(&refusal.message));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}{}", paint.show(Tone::Bad, "blocked"), paint.show(Tone::Strong, what));
        // What helps against several in a row is said once.
        if refusals_and_next.peek().is_none_or(|next| next.help != refusal.help) {
            let _ = writeln!(text, "  {} {}", paint.show(Tone::Advice, "help:"), harmless(&refusal.help));
        }
    }
    let grants = refusals.iter().filter_map(|refusal| refusal.consent.as_ref());
    let mut flags: Vec<String> = grants.map(|grant| format!("--confirm {grant}")).collect();
    flags.sort_unstable();
    flags.dedup();
    if flags.len() > 1 {
        let _ =
            writeln!(text, "  {} for all of it: `{}`", paint.show(Tone::Advice, "help:"), flags.join(" "));
    }
    text
}

/// Why an approved plan is not carried out, and what to do.
#[must_use]
pub fn refused(paint: Paint, reasons: &[String], help: &str) -> String {
    const MOST: usize = 20;
    let mut text = String::new();
    for reason in reasons.iter().take(MOST) {
        let what = format!(": {}", harmless(reason));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}{}", paint.show(Tone::Bad, "blocked"), paint.show(Tone::Strong, what));
    }
    if reasons.len() > MOST {
        let _ = writeln!(text, "  and {} more", reasons.len() - MOST);
    }
    let _ = writeln!(text, "  {} {help}", paint.show(Tone::Advice, "help:"));
    text
}

/// A zone at all of its providers. A change that several of them need alike is told once.
fn render_zone(paint: Paint, plans: &[ZonePlan]) -> String {
    let Some(name) = plans.first().map(|plan| &plan.desired.name) else { return String::new() };
    let rows = rows(name, plans);
    let changing: Vec<&str> = with_changes(plans).collect();
    let notes: Vec<String> = plans.iter().flat_map(|plan| remarks(paint, plan)).collect();
    if rows.is_empty() && notes.is_empty() {
        return String::new();
    }
    let place = if changing.is_empty() { String::new() } else { format!(" at {}", joined(&changing)) };
    let mut text = format!("{}\n", paint.show(Tone::Strong, format!("{}{place}", name.undotted())));
    let widths = Widths::of(&rows);
    for row in &rows {
        let only =
            if row.providers.len() < changing.len() { row.providers.join(", ") } else { String::new() };
        text.push_str(&set_lines(paint, &widths, &row.set, &only));
    }
    text + &notes.concat() + "\n"
}

/// The change of a set, and the providers that need it.
pub struct Row<'p> {
    /// The set's identity.
    pub key: SetKey,
    /// The change.
    pub set: SetView,
    /// The providers that need it alike.
    pub providers: Vec<&'p str>,
}

/// The changes of a zone at its providers, in canonical order.
#[must_use]
pub fn rows<'p>(zone: &Name, plans: &'p [ZonePlan]) -> Vec<Row<'p>> {
    let mut rows: BTreeMap<SetKey, Vec<Row<'p>>> = BTreeMap::new();
    for plan in plans {
        for change in plan.changes() {
            let set = view_set(zone, change);
            let alike = rows.entry(change.key()).or_default();
            match alike.iter_mut().find(|row| row.set == set) {
                Some(row) => row.providers.push(&plan.desired.provider),
                None => alike.push(Row { key: change.key(), set, providers: vec![&plan.desired.provider] }),
            }
        }
    }
    rows.into_values().flatten().collect()
}

fn with_changes(plans: &[ZonePlan]) -> impl Iterator<Item = &str> {
    let changing = plans.iter().filter(|plan| !plan.changes().is_empty());
    changing.map(|plan| plan.desired.provider.as_str())
}

/// What a reader ought to know beside the changes: why a zone could not be read, what is left alone.
fn remarks(paint: Paint, plan: &ZonePlan) -> Vec<String> {
    let view = view_zone(plan);
    let at = |what: &str| format!("{}: {}", plan.desired.provider, harmless(what));
    let failure =
        view.failure.iter().map(|failure| format!("  {} {}\n", paint.show(Tone::Bad, "error:"), at(failure)));
    let help = view
        .help
        .iter()
        .map(|help| format!("    {} {}\n", paint.show(Tone::Advice, "help:"), harmless(help)));
    let notes =
        view.notes.iter().map(|note| format!("  {} {}\n", paint.show(Tone::Advice, "note:"), at(note)));
    failure.chain(help).chain(notes).collect()
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
    fn of(rows: &[Row<'_>]) -> Self {
        let sets = || rows.iter().map(|row| &row.set);
        let widest = |lengths: &mut dyn Iterator<Item = usize>, most: usize| {
            lengths.filter(|length| *length <= most).max().unwrap_or(0)
        };
        let chars = |text: &str| text.chars().count();
        Self {
            owner: widest(&mut sets().map(|set| chars(&set.owner)), OWNER_COLUMN),
            rtype: widest(&mut sets().map(|set| chars(&set.rtype)), OWNER_COLUMN),
            ttl: widest(&mut sets().map(|set| chars(&ttl(set.ttl))), OWNER_COLUMN),
            value: widest(
                &mut sets().filter_map(|set| lines(set).into_iter().next()).map(|line| chars(&line)),
                VALUE_COLUMN,
            ),
        }
    }
}

/// A set: its values below each other, the places in the source beside them, and the providers if it is not for
/// all.
fn set_lines(paint: Paint, widths: &Widths, set: &SetView, only: &str) -> String {
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
    let mut asides = asides(set, only).into_iter();
    let mut values = lines(set).into_iter();
    let mut text = String::new();
    let mut front = paint.show(Tone::from(set.symbol), &head).to_string();
    loop {
        let (value, aside) = (values.next(), asides.next());
        if value.is_none() && aside.is_none() && front == indent {
            return text;
        }
        let value = value.unwrap_or_default();
        let padding = " ".repeat(widths.value.saturating_sub(value.chars().count()));
        let aside =
            aside.map_or_else(String::new, |aside| format!("{padding}  {}", paint.show(Tone::Faint, aside)));
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}", format!("{front}{}{aside}", harmless_line(&value)).trim_end());
        front.clone_from(&indent);
    }
}

/// What stands beside the values: the places in the source, and the providers if the set is not for all.
fn asides(set: &SetView, only: &str) -> Vec<String> {
    let mut asides: Vec<String> = set.origins.iter().map(place).collect();
    if !only.is_empty() {
        match asides.first_mut() {
            Some(first) => *first = format!("{first} ({only} alone)"),
            None => asides.push(format!("({only} alone)")),
        }
    }
    asides
}

/// Where a statement stands and, if a template holds it, where that is included.
#[must_use]
pub fn place(origin: &Origin) -> String {
    let place = origin.place.path_and_line();
    let steps = origin.via.iter().map(|frame| match frame.place.path == origin.place.path {
        true => format!(", include at :{}", frame.place.line),
        false => format!(", include at {}", frame.place.path_and_line()),
    });
    place + &steps.collect::<String>()
}

/// A TTL as people write it, or the old and the new one.
#[must_use]
pub fn ttl(ttl: TtlView) -> String {
    match ttl {
        TtlView::None => String::new(),
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
#[must_use]
pub fn first_difference(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// A value, or so much of a long one that what stands at a character is seen.
#[must_use]
pub fn cropped(value: &str, from: usize) -> String {
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

fn nothing_to_do(paint: Paint, plan: &Plan) -> String {
    let counts = plan.counts();
    let sets: usize = counts.values().map(|counts| counts.unchanged).sum();
    let zones: BTreeSet<&Name> = plan.zones.iter().map(|zone| &zone.desired.name).collect();
    let scope = match zones.len() {
        0 => "no zone is served by a provider".to_owned(),
        zones => format!(
            "{} of {} at {} {} as the source has {}",
            count(sets, "record set"),
            count(zones, "zone"),
            count(counts.len(), "provider"),
            if sets == 1 { "is" } else { "are" },
            if sets == 1 { "it" } else { "them" },
        ),
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
        let at_provider = plan.zones.iter().filter(|zone| zone.desired.provider == provider);
        let (read, unread): (Vec<_>, Vec<_>) = at_provider.partition(|zone| zone.state.is_ok());
        // Noughts of a zone that nobody has seen would look like a zone in order.
        let told = if read.is_empty() { None } else { Some(summary(&counts)) };
        let untold = (!unread.is_empty()).then(|| format!("{} not read", count(unread.len(), "zone")));
        let parts: Vec<String> = told.into_iter().chain(untold).collect();
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{name}  {}", parts.join("; "));
    }
    text
}

/// `2 to create, 1 to change (1 TTL only), 0 to delete, 7 unchanged`
#[must_use]
pub fn summary(counts: &Counts) -> String {
    let ttl_only =
        if counts.ttl_only > 0 { format!(" ({} TTL only)", counts.ttl_only) } else { String::new() };
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
