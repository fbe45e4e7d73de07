//! The values of tags, as words in source and as text in a record.

use std::ops::Range;

use super::super::fault::Fault;
use super::super::key::read_key;
use super::super::schema::{Choice, TermSchema, Values};
use super::super::term::alternatives;
use super::super::uri::{https_uri, report_uri};
use super::Case;
use crate::suggest::closest;

/// The text in a record of one word in source.
pub(super) fn word_text(schema: &TermSchema, word: &str) -> Result<String, Fault> {
    match schema.values {
        Values::OneOf(choices) | Values::AnyOf(choices) => choose_word(schema.word, choices, word),
        Values::ReportUri(schemes) => report_uri(word, schemes),
        Values::OptionalHttpsUri if word.is_empty() => Ok(String::new()),
        Values::OptionalHttpsUri => https_uri(word),
        Values::PublicKey if word.is_empty() => Ok(String::new()),
        Values::PublicKey => Ok(read_key(word)?.canonical()),
        Values::Identifier => identifier(word),
        Values::Text
        | Values::Nothing
        | Values::Mechanism
        | Values::DomainSpec
        | Values::OptionalDomainSpec
        | Values::HostPrefix
        | Values::Ipv4Network
        | Values::Ipv6Network => plain(word),
    }
}

/// What is wrong with the text of a tag: each fault with the bytes of the part that it is in.
pub(super) fn text_faults(schema: &TermSchema, case: Case, text: &str) -> Vec<(Range<usize>, Fault)> {
    parts(schema.values, text)
        .filter_map(|(at, part)| Some((at..at + part.len(), part_fault(schema, case, part)?)))
        .collect()
}

fn part_fault(schema: &TermSchema, case: Case, part: &str) -> Option<Fault> {
    let tag = schema.tag;
    match schema.values {
        Values::Nothing => choose_text(tag, YES_NO, case, part),
        Values::OneOf(choices) | Values::AnyOf(choices) => choose_text(tag, choices, case, part),
        Values::ReportUri(_) | Values::Identifier if part.is_empty() => Some(Fault::whole(
            part,
            format!("expected {} after `{tag}=`, found nothing", schema.values.what()),
        )),
        Values::OptionalHttpsUri | Values::PublicKey if part.is_empty() => None,
        Values::ReportUri(schemes) => report_uri(part, schemes).err(),
        Values::OptionalHttpsUri => https_uri(part).err(),
        Values::PublicKey => read_key(part).err(),
        Values::Identifier => identifier(part).err(),
        Values::Text
        | Values::Mechanism
        | Values::DomainSpec
        | Values::OptionalDomainSpec
        | Values::HostPrefix
        | Values::Ipv4Network
        | Values::Ipv6Network => None,
    }
}

/// A term that stands alone in source is a tag with `y` or `n` in a record.
const YES_NO: &[Choice] =
    &[Choice { word: "yes", text: "y", doc: "" }, Choice { word: "no", text: "n", doc: "" }];

/// The parts of a value that is a list, each with where it begins.
pub(super) fn parts(values: Values, text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    let separator = values.separator();
    std::iter::from_fn(move || {
        let start = next?;
        let rest = text.get(start..)?;
        let end = separator.and_then(|separator| rest.find(separator));
        next = end.map(|end| start + end + 1);
        let part = rest.get(..end.unwrap_or(rest.len()))?;
        let leading = part.len() - part.trim_start().len();
        Some((start + leading, part.trim()))
    })
}

fn choose_word(term: &str, choices: &[Choice], word: &str) -> Result<String, Fault> {
    if let Some(choice) = choices.iter().find(|choice| choice.word == word) {
        return Ok(choice.text.to_owned());
    }
    let fault = unexpected(term, choices.iter().map(|choice| choice.word), word);
    if let Some(choice) = choices.iter().find(|choice| choice.text.eq_ignore_ascii_case(word)) {
        return Err(fault.help(format!("write `{}`", choice.word)).correct(choice.word));
    }
    Err(guess(fault, choices.iter().map(|choice| choice.word), word))
}

fn choose_text(tag: &str, choices: &[Choice], case: Case, text: &str) -> Option<Fault> {
    if choices.iter().any(|choice| choice.text == text) {
        return None;
    }
    let same = choices.iter().find(|choice| choice.text.eq_ignore_ascii_case(text));
    if same.is_some() && case == Case::Insensitive {
        return None;
    }
    let fault = unexpected(&format!("{tag}="), choices.iter().map(|choice| choice.text), text);
    if let Some(choice) =
        same.or_else(|| choices.iter().find(|choice| choice.word.eq_ignore_ascii_case(text)))
    {
        return Some(fault.help(format!("write `{}`", choice.text)).correct(choice.text));
    }
    if text.contains('=') {
        return Some(fault.help("put a semicolon between two tags"));
    }
    Some(guess(fault, choices.iter().map(|choice| choice.text), text))
}

fn unexpected<'w>(after: &str, expected: impl Iterator<Item = &'w str>, found: &str) -> Fault {
    let found_text = if found.is_empty() { "nothing".to_owned() } else { format!("`{found}`") };
    Fault::whole(found, format!("expected {} after `{after}`, found {found_text}", alternatives(expected)))
}

fn guess<'w>(fault: Fault, known: impl Iterator<Item = &'w str>, word: &str) -> Fault {
    match closest(&word.to_ascii_lowercase(), known) {
        Some(known) => fault.help(format!("did you mean `{known}`?")).guess(known),
        None => fault,
    }
}

/// Reads the identifier of an MTA-STS policy (RFC 8461 section 3.1).
fn identifier(text: &str) -> Result<String, Fault> {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| !c.is_ascii_alphanumeric()) {
        let place = at..at + c.len_utf8();
        let fault =
            Fault::new(place, format!("expected letters and digits alone, found `{}`", c.escape_debug()));
        return Err(fault.help("the time of the policy's last change is usual, as in `20260101T000000`"));
    }
    match text.len() {
        1..=32 => Ok(text.to_owned()),
        0 => Err(Fault::whole(text, "expected an identifier, found nothing")),
        length => Err(Fault::whole(text, format!("expected at most 32 characters, found {length}"))),
    }
}

/// Reads a text that a tag may hold as it is: printable ASCII without a semicolon.
fn plain(text: &str) -> Result<String, Fault> {
    match text.char_indices().find(|&(_, c)| c == ';' || !(c == ' ' || c.is_ascii_graphic())) {
        None => Ok(text.to_owned()),
        Some((at, c)) => {
            let place = at..at + c.len_utf8();
            let fault = Fault::new(place, format!("expected printable ASCII, found `{}`", c.escape_debug()));
            Err(if c == ';' { fault.help("a semicolon ends the tag: write something else") } else { fault })
        }
    }
}
