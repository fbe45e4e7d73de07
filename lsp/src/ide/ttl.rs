//! Where the TTL of a record set came from.

use zonal_compiler::dns::duration;
use zonal_compiler::source::FileSpan;
use zonal_compiler::syntax::ast::ItemKind;
use zonal_compiler::zone::policy::TtlClass;
use zonal_compiler::zone::{SetId, TtlSource, Zone};

use super::page::Line;
use crate::session::analysis::Analysis;

/// What gave a set its TTL, as the end of a sentence.
#[must_use]
pub fn reason(analysis: &Analysis, zone: &Zone, set: SetId) -> Line {
    let entry = &zone.sets[set];
    let class_of = |class: &TtlClass| match policy_around(analysis, class.at) {
        Some(policy) => Line::of("class ").and_code(&class.name).and(" of policy ").and_code(policy),
        None => Line::of("class ").and_code(&class.name),
    };
    match entry.ttl_source {
        TtlSource::Record => written(analysis, zone, set, "on the record"),
        TtlSource::Block => written(analysis, zone, set, "of the block"),
        TtlSource::PolicyType => match zone.policy.class_for(entry.rtype) {
            Some(class) => class_of(class).and(format!(", which serves {}", entry.rtype)),
            None => Line::of("the policy"),
        },
        TtlSource::PolicyDefault => match zone.policy.default_class() {
            Some(class) => class_of(class).and(", the default"),
            None => Line::of("the policy"),
        },
        TtlSource::BuiltIn => Line::of("the default, as nothing says otherwise"),
    }
}

fn written(analysis: &Analysis, zone: &Zone, set: SetId, place: &str) -> Line {
    let Some(at) = zone.ttl_at(set) else { return Line::of(place) };
    let line = Line::default().and_code(analysis.sources().text(at)).and(format!(" {place}"));
    match analysis.snapshot.file(at.file) {
        Some(file) if zone.sets[set].ttl_source == TtlSource::Block => {
            let position = file.lines().position(&file.text, at.span.start, Default::default());
            line.and(format!(" at {}:{}", file.path, position.line + 1))
        }
        Some(_) | None => line,
    }
}

/// The name of the policy that holds a place.
#[must_use]
pub fn policy_around(analysis: &Analysis, at: FileSpan) -> Option<String> {
    let file = analysis.snapshot.file(at.file)?;
    let items = &file.tree().items;
    let position = items.partition_point(|item| item.span.start <= at.span.start).checked_sub(1)?;
    match &items.get(position)?.kind {
        ItemKind::Policy(policy) => Some(file.of(policy.name).to_owned()),
        ItemKind::Provider(_)
        | ItemKind::Let(_)
        | ItemKind::Template(_)
        | ItemKind::Zone(_)
        | ItemKind::Extend(_)
        | ItemKind::Health(_)
        | ItemKind::Error => None,
    }
}

/// Seconds in words: `1 hour 30 minutes`.
#[must_use]
pub fn in_words(seconds: u32) -> String {
    const UNITS: [(char, &str); 5] =
        [('w', "week"), ('d', "day"), ('h', "hour"), ('m', "minute"), ('s', "second")];
    let shown = duration::display(seconds).to_string();
    let mut words = Vec::new();
    let mut number = String::new();
    for c in shown.chars() {
        match UNITS.iter().find(|(letter, _)| *letter == c) {
            Some((_, unit)) => {
                let plural = if number == "1" { "" } else { "s" };
                words.push(format!("{number} {unit}{plural}"));
                number.clear();
            }
            None => number.push(c),
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_told_in_words() {
        assert_eq!(in_words(5_400), "1 hour 30 minutes");
        assert_eq!(in_words(0), "0 seconds");
        assert_eq!(in_words(604_801), "1 week 1 second");
    }
}
