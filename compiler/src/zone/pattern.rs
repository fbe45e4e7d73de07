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

/// Matches label by label. After a mismatch only the latest `**` need take one label more: whatever an earlier
/// one could take instead, the latest can reach as well. So the work is bounded by the product of the lengths.
fn matches_parts(parts: &[Part], labels: &[&[u8]]) -> bool {
    let (mut part, mut label) = (0, 0);
    let mut retry = None;
    loop {
        match (parts.get(part), labels.get(label)) {
            (Some(Part::AnyLabels), _) => {
                part += 1;
                retry = Some((part, label));
            }
            (Some(Part::Label(pattern)), Some(text)) if matches_label(pattern, text) => {
                part += 1;
                label += 1;
            }
            (None, None) => return true,
            (Some(Part::Label(_)) | None, _) => match retry {
                Some((after, from)) if from < labels.len() => {
                    part = after;
                    label = from + 1;
                    retry = Some((after, label));
                }
                Some(_) | None => return false,
            },
        }
    }
}

/// Matches octet by octet, `*` as [`matches_parts`] does `**`.
fn matches_label(pattern: &[Option<u8>], text: &[u8]) -> bool {
    let (mut place, mut octet) = (0, 0);
    let mut retry = None;
    loop {
        match (pattern.get(place), text.get(octet)) {
            (Some(None), _) => {
                place += 1;
                retry = Some((place, octet));
            }
            (Some(Some(expected)), Some(found)) if expected == found => {
                place += 1;
                octet += 1;
            }
            (None, None) => return true,
            (Some(Some(_)) | None, _) => match retry {
                Some((after, from)) if from < text.len() => {
                    place = after;
                    octet = from + 1;
                    retry = Some((after, octet));
                }
                Some(_) | None => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, name: &str) -> bool {
        let origin = Name::parse("example.com").unwrap();
        let name = Name::parse(name).unwrap();
        Pattern::parse(pattern, &origin).unwrap().matches(name.wire())
    }

    #[test]
    fn a_star_stays_within_its_label_and_two_cross_labels() {
        assert!(matches("*", "www.example.com") && !matches("*", "a.b.example.com"));
        assert!(matches("node-*", "node-12.example.com") && !matches("node-*", "node.example.com"));
        assert!(matches("_acme-challenge.**", "_acme-challenge.example.com"));
        assert!(matches("_acme-challenge.**", "_acme-challenge.www.eu.example.com"));
        assert!(
            matches("**.herokuapp.com.", "x.herokuapp.com") && matches("**.herokuapp.com.", "herokuapp.com")
        );
        assert!(matches("@", "example.com") && !matches("@", "www.example.com"));
        assert!(matches("a.**.b.**.c", "a.x.b.b.y.c.example.com"));
    }

    #[test]
    fn an_escaped_star_is_the_wildcard_owner_alone() {
        assert!(matches("\\*.dev", "*.dev.example.com") && !matches("\\*.dev", "www.dev.example.com"));
    }

    #[test]
    fn many_wildcards_take_no_exponential_time() {
        let name = format!("{}b.example.com", "a.".repeat(100));
        assert!(!matches(&format!("{}c", "**.a.".repeat(40)), &name));
        assert!(!matches(&format!("{}c", "*a".repeat(30)), &format!("{}.example.com", "a".repeat(60))));
    }
}
