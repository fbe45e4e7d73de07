//! Owner patterns: `*` within one label, `**` for zero or more labels, `\*` for a literal wildcard.

use crate::dns::name::{self, Name};

/// The labels that fit into the 255 octets of a name.
const MAX_LABELS: usize = 127;

/// A pattern over absolute names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The pattern as written.
    pub text: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// `**`
    AnyLabels,
    /// A label; `None` stands for a run of any octets (`*`).
    Label(Vec<Option<u8>>),
}

impl Pattern {
    /// Reads a pattern. A pattern without a final dot is relative to `origin`; `@` is the origin.
    ///
    /// # Errors
    /// A sentence about the first thing that is wrong.
    pub fn parse(text: &str, origin: &Name) -> Result<Self, String> {
        let absolute = text.ends_with('.') && !text.ends_with("\\.");
        let body = text.strip_suffix(".@").unwrap_or_else(|| text.strip_suffix('.').unwrap_or(text));
        if text.is_empty() {
            return Err("it is empty; the origin itself is `@`".to_owned());
        }
        let mut parts = Vec::new();
        if body != "@" && !body.is_empty() {
            for label in split_labels(body) {
                parts.push(parse_label(&label)?);
            }
        }
        if !absolute {
            parts.extend(
                name::labels(origin.wire())
                    .map(|label| Part::Label(label.iter().copied().map(Some).collect())),
            );
        }
        Ok(Self { text: text.to_owned(), parts })
    }

    /// The one name, in wire form, that a pattern without `*` covers.
    #[must_use]
    pub fn literal(&self) -> Option<Vec<u8>> {
        let mut wire = Vec::new();
        for part in &self.parts {
            let Part::Label(octets) = part else { return None };
            wire.push(u8::try_from(octets.len()).ok()?);
            for octet in octets {
                wire.push((*octet)?);
            }
        }
        wire.push(0);
        Some(wire)
    }

    /// Whether the pattern covers a name in lower-case wire form.
    #[must_use]
    pub fn matches(&self, wire: &[u8]) -> bool {
        let mut labels: [&[u8]; MAX_LABELS] = [&[]; MAX_LABELS];
        let mut count = 0;
        for (slot, label) in labels.iter_mut().zip(name::labels(wire)) {
            *slot = label;
            count += 1;
        }
        matches_parts(&self.parts, labels.get(..count).unwrap_or_default())
    }
}

fn split_labels(text: &str) -> Vec<String> {
    let mut labels = vec![String::new()];
    let mut escaped = false;
    for character in text.chars() {
        if character == '.' && !escaped {
            labels.push(String::new());
            continue;
        }
        escaped = character == '\\' && !escaped;
        if let Some(label) = labels.last_mut() {
            label.push(character);
        }
    }
    labels
}

fn parse_label(label: &str) -> Result<Part, String> {
    if label == "**" {
        return Ok(Part::AnyLabels);
    }
    if label.is_empty() {
        return Err("a label is empty".to_owned());
    }
    if label.contains("**") {
        return Err("`**` stands for whole labels and cannot be part of one".to_owned());
    }
    let lower = label.to_ascii_lowercase();
    let mut octets = Vec::new();
    let mut bytes = lower.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => octets.push(Some(bytes.next().ok_or("a `\\` stands at the end")?)),
            b'*' => octets.push(None),
            other => octets.push(Some(other)),
        }
    }
    Ok(Part::Label(octets))
}

fn matches_parts(parts: &[Part], labels: &[&[u8]]) -> bool {
    match parts.split_first() {
        None => labels.is_empty(),
        Some((Part::AnyLabels, rest)) => (0..=labels.len())
            .any(|skip| labels.get(skip..).is_some_and(|labels| matches_parts(rest, labels))),
        Some((Part::Label(pattern), rest)) => labels
            .split_first()
            .is_some_and(|(label, labels)| matches_label(pattern, label) && matches_parts(rest, labels)),
    }
}

fn matches_label(pattern: &[Option<u8>], label: &[u8]) -> bool {
    match pattern.split_first() {
        None => label.is_empty(),
        Some((None, rest)) => {
            (0..=label.len()).any(|skip| label.get(skip..).is_some_and(|label| matches_label(rest, label)))
        }
        Some((Some(octet), rest)) => {
            label.split_first().is_some_and(|(first, label)| first == octet && matches_label(rest, label))
        }
    }
}
