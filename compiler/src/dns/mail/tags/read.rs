//! Tag lists as they stand in the text of a record (RFC 6376 section 3.2).

use std::ops::Range;

use super::super::fault::Fault;
use super::super::key::{PublicKey, read_key};
use super::super::problem::Problem;
use super::super::schema::{TermSchema, Values};
use super::super::uri::{scheme_of, size_suffix};
use super::value::{parts, text_faults};
use super::{Dialect, Spacing, VersionTag};
use crate::diagnostic::Severity;
use crate::suggest::closest;

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Its name, before `=`.
    pub name: &'t str,
    /// Its value without white space around it.
    pub value: &'t str,
    /// The bytes of the name in the text.
    pub name_at: Range<usize>,
    /// The bytes of the value in the text.
    pub value_at: Range<usize>,
}

/// What was read from the text of a record that is a list of tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRecord<'t> {
    /// Its tags, in the order of the text.
    pub tags: Vec<Tag<'t>>,
    /// What is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
    /// The first public key that is one.
    pub(in super::super) key: Option<PublicKey>,
}

impl<'t> TagRecord<'t> {
    /// The first tag of a name.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<&Tag<'t>> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    /// The value of the first tag of a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&'t str> {
        self.tag(name).map(|tag| tag.value)
    }

    /// Whether nothing is so wrong that a tag which seems to be missing may be hidden in it.
    pub(in super::super) fn is_readable(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }
}

/// Whether a text says by its `v` tag that it is such a record, in whatever version, case or spacing.
pub(in super::super) fn claims(dialect: &Dialect, text: &[u8]) -> bool {
    let rest = text.trim_ascii_start();
    let Some((b'v' | b'V', rest)) = rest.split_first() else { return false };
    let Some((b'=', rest)) = rest.trim_ascii_start().split_first() else { return false };
    let value = rest.trim_ascii_start().get(..dialect.family.len());
    value.is_some_and(|value| value.eq_ignore_ascii_case(dialect.family.as_bytes()))
}

/// Reads and checks a text as such a record; tags that are missing are for [`require`].
pub(in super::super) fn read<'t>(dialect: &'static Dialect, text: &'t [u8]) -> TagRecord<'t> {
    let readable = readable(text);
    let mut record = TagRecord { tags: Vec::new(), problems: Vec::new(), key: None };
    check_characters(dialect, readable, text.len(), &mut record.problems);
    let mut at = 0;
    for part in readable.split(';') {
        let last = at + part.len() >= readable.len();
        if !part.trim().is_empty() {
            read_tag(dialect, part, at, &mut record);
        } else if !last {
            let place = at.saturating_sub(1)..at + part.len() + 1;
            record.problems.push(Problem::error(
                dialect.rule,
                place,
                "expected a tag before `;`, found nothing",
            ));
        }
        at += part.len() + 1;
    }
    check_version(dialect, readable, &mut record);
    check_tags(dialect, &mut record);
    record.problems.sort_by_key(|problem| (problem.at.start, problem.at.end));
    record
}

/// Reports every required tag that is missing.
pub(in super::super) fn require(dialect: &Dialect, record: &mut TagRecord<'_>) {
    let end = record.tags.last().map_or(0, |tag| tag.value_at.end);
    for schema in dialect.terms.iter().filter(|schema| schema.required) {
        if record.tag(schema.tag).is_none() && record.is_readable() {
            let message = format!("the {} record has no `{}` tag", dialect.name, schema.tag);
            let help = format!("add `{}=` and {}", schema.tag, schema.values.what());
            record.problems.push(Problem::error(dialect.missing_rule, 0..end, message).help(help));
        }
    }
}

/// The text up to the first octet that is no UTF-8.
fn readable(text: &[u8]) -> &str {
    match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(_) => text.utf8_chunks().next().map_or("", |chunk| chunk.valid()),
    }
}

fn check_characters(dialect: &Dialect, readable: &str, length: usize, problems: &mut Vec<Problem>) {
    // A plain fold compiles to vector instructions, and keys are long.
    let printable = |byte: u8| matches!(byte, b' '..=b'~' | b'\t');
    if readable.len() == length && readable.bytes().fold(true, |all, byte| all & printable(byte)) {
        return;
    }
    if let Some((at, c)) =
        readable.char_indices().find(|(_, c)| !c.is_ascii_graphic() && *c != ' ' && *c != '\t')
    {
        let message = format!("expected printable ASCII, found `{}`", c.escape_debug());
        problems.push(Problem::error(dialect.rule, at..at + c.len_utf8(), message));
    } else if readable.len() < length {
        let at = readable.len();
        problems.push(Problem::error(
            dialect.rule,
            at..at + 1,
            "expected printable ASCII, found another octet",
        ));
    }
}

/// Reads one `name=value`, which begins `at` bytes into the text.
fn read_tag<'t>(dialect: &Dialect, part: &'t str, at: usize, record: &mut TagRecord<'t>) {
    let place = trimmed(part, at);
    let Some((left, right)) = part.split_once('=') else {
        let whole = part.trim();
        let problem =
            Problem::error(dialect.rule, place, format!("expected `=` after a tag's name, found `{whole}`"));
        record.problems.push(match whole.split_once(':') {
            Some((name, value)) if known(dialect, name) => {
                problem.help("a tag and its value are joined by `=`").replace(format!("{name}={value}"))
            }
            _ => problem.help("a tag is written `name=value`; semicolons stand between tags"),
        });
        return;
    };
    let name_at = trimmed(left, at);
    let value_at = trimmed(right, at + left.len() + 1);
    let name = left.trim();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || !name.chars().all(inner) {
        let message = format!("expected a tag's name before `=`, found `{name}`");
        record.problems.push(Problem::error(dialect.rule, name_at.clone(), message));
    }
    let spaced = left.len() != left.trim_end().len() || right.len() != right.trim_start().len();
    if spaced && dialect.spacing == Spacing::Tight {
        let message = format!("unexpected white space around `=` after `{name}`");
        let value = right.trim();
        record.problems.push(
            Problem::error(dialect.rule, name_at.start..value_at.end, message)
                .help(format!("{} allows none there", dialect.name))
                .replace(format!("{name}={value}")),
        );
    }
    if let Some(earlier) = record.tag(name) {
        let message = format!("tag `{name}` stands twice");
        let help = format!("keep one of `{}` and `{}`", earlier.value, right.trim());
        record.problems.push(Problem::error(dialect.rule, place, message).help(help));
    }
    record.tags.push(Tag { name, value: right.trim(), name_at, value_at });
}

/// The bytes that are left of a part without the white space around it.
fn trimmed(part: &str, at: usize) -> Range<usize> {
    let start = at + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

fn known(dialect: &Dialect, name: &str) -> bool {
    dialect.terms.iter().any(|schema| schema.tag == name)
}

/// The version comes first and is exact.
fn check_version(dialect: &Dialect, readable: &str, record: &mut TagRecord<'_>) {
    let (rule, version) = (dialect.rule, dialect.version);
    let Some(at) = record.tags.iter().position(|tag| tag.name.eq_ignore_ascii_case("v")) else {
        if dialect.version_tag == VersionTag::Required {
            let message = format!("expected `v={version}` first, found `{}`", readable.trim());
            record.problems.push(Problem::error(rule, 0..readable.len(), message));
        }
        return;
    };
    let Some(tag) = record.tags.get(at) else { return };
    let whole = tag.name_at.start..tag.value_at.end;
    let problem = |message: String| Problem::error(rule, whole.clone(), message);
    if at > 0 {
        record.problems.push(
            problem(format!("expected `v={version}` first, found it after other tags"))
                .help("receivers ignore a record that does not begin with its version"),
        );
    } else if tag.name != "v" || tag.value != version {
        let found = format!("expected `v={version}`, found `{}={}`", tag.name, tag.value);
        let problem = problem(found);
        record.problems.push(if tag.value.contains(|c: char| c.is_ascii_whitespace() || c == ',') {
            problem.help("put a semicolon between two tags")
        } else {
            problem
                .help("receivers ignore any other version, its case included")
                .replace(format!("v={version}"))
        });
    } else if whole.start > 0 {
        record.problems.push(
            Problem::error(rule, 0..whole.start, format!("unexpected white space before `v={version}`"))
                .help("receivers ignore a record that does not begin with its version")
                .replace(""),
        );
    }
}

fn check_tags(dialect: &Dialect, record: &mut TagRecord<'_>) {
    let TagRecord { tags, problems, key } = record;
    for tag in tags.iter().filter(|tag| !tag.name.eq_ignore_ascii_case("v")) {
        match dialect.terms.iter().find(|schema| schema.tag == tag.name) {
            Some(schema) if schema.values == Values::PublicKey && !tag.value.is_empty() => {
                // Long as keys are, each is decoded once.
                match read_key(tag.value) {
                    Ok(text) => drop(key.get_or_insert(text.key)),
                    Err(fault) => {
                        problems.push(value_problem(dialect, schema, tag, &(0..tag.value.len()), fault))
                    }
                }
            }
            Some(schema) => check_value(dialect, schema, tag, problems),
            None if dialect.extensions.contains(&tag.name) => {}
            None => problems.push(unknown(dialect, tag, tags)),
        }
    }
}

/// The fault of a part of a tag's value.
fn value_problem(
    dialect: &Dialect,
    schema: &TermSchema,
    tag: &Tag<'_>,
    part: &Range<usize>,
    fault: Fault,
) -> Problem {
    let rule =
        dialect.value_rule.filter(|(name, _)| *name == schema.tag).map_or(dialect.rule, |(_, rule)| rule);
    Problem::of_fault(rule, &place_in(tag, part), fault)
}

fn check_value(dialect: &Dialect, schema: &TermSchema, tag: &Tag<'_>, problems: &mut Vec<Problem>) {
    if let Values::ReportUri(schemes) = schema.values {
        for (at, uri) in parts(schema.values, tag.value) {
            let place = place_in(tag, &(at..at + uri.len()));
            problems.extend(uri_problem(dialect, schema, schemes, &place, uri));
        }
        return;
    }
    for (part, fault) in text_faults(schema, dialect.case, tag.value) {
        problems.push(value_problem(dialect, schema, tag, &part, fault));
    }
}

/// Where a part of a tag's value stands; the whole tag where there is nothing to point at.
fn place_in(tag: &Tag<'_>, part: &Range<usize>) -> Range<usize> {
    if part.is_empty() {
        return tag.name_at.start..tag.value_at.end;
    }
    tag.value_at.start + part.start..tag.value_at.start + part.end
}

/// A URI of a scheme that receivers need not know is legal (RFC 9989 section 4.6), and useless.
fn uri_problem(
    dialect: &Dialect,
    schema: &TermSchema,
    schemes: &[&str],
    place: &Range<usize>,
    uri: &str,
) -> Option<Problem> {
    if let Some(suffix) = size_suffix(uri) {
        let at = place.start + suffix..place.end;
        let message = "the size limit after `!` was removed from report URIs";
        let problem = Problem::info(dialect.removed_rule, at, message);
        return Some(problem.help("receivers ignore it: remove it").replace(""));
    }
    let foreign = |scheme: &&str| !schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if let Some(scheme) = scheme_of(uri).filter(foreign) {
        let known: Vec<String> = schemes.iter().map(|scheme| format!("`{scheme}:`")).collect();
        let message = format!("no reports are sent to `{scheme}:` addresses");
        let help = format!("receivers support {}", known.join(" and "));
        return Some(Problem::warning(dialect.rule, place.clone(), message).help(help));
    }
    let (_, fault) = text_faults(schema, dialect.case, uri).into_iter().next()?;
    Some(Problem::of_fault(dialect.rule, place, fault))
}

/// A tag that the dialect does not know. What was meant is no guess where the record has that as well.
fn unknown(dialect: &Dialect, tag: &Tag<'_>, present: &[Tag<'_>]) -> Problem {
    let (name, at) = (tag.name, tag.name_at.clone());
    if let Some((_, instead)) = dialect.removed.iter().find(|(removed, _)| *removed == name) {
        let message = format!("tag `{name}` was removed from {}", dialect.name);
        return Problem::info(dialect.removed_rule, at, message).help(*instead);
    }
    let message = format!("unknown {} tag `{name}`", dialect.name);
    let is_free = |tag: &&str| present.iter().all(|other| other.name != *tag);
    let tags = || dialect.terms.iter().map(|schema| schema.tag).filter(is_free);
    if let Some(same) = tags().find(|tag| tag.eq_ignore_ascii_case(name)) {
        let help = format!("tags are lower case: `{same}`");
        return Problem::warning(dialect.rule, at, message).help(help).replace(same);
    }
    let word =
        dialect.terms.iter().find(|schema| schema.word == name).map(|schema| schema.tag).filter(is_free);
    match word.or_else(|| closest(name, tags().filter(|tag| tag.len() > 1))) {
        Some(meant) => {
            Problem::warning(dialect.rule, at, message).help(format!("did you mean `{meant}`?")).guess(meant)
        }
        None => Problem::info(dialect.rule, at, message).help("receivers ignore it"),
    }
}
