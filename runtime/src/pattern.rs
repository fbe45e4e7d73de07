//! Patterns over owner names: `*` stands for any part of one label, `**` for any number of labels.

use std::fmt;

use zonal_compiler::dns::name::Name;

/// A pattern of absolute owner names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnerPattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// One label.
    Label(Vec<Glob>),
    /// `**`: zero or more labels.
    AnyLabels,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glob {
    Byte(u8),
    /// `*`: zero or more bytes.
    AnyBytes,
}

impl OwnerPattern {
    /// Reads a pattern from absolute text (`_acme-challenge.**.example.com.`); the final dot may be absent.
    ///
    /// `\*` is a literal asterisk, `\.` a dot within a label and `\DDD` the byte of that decimal number
    /// (RFC 1035 section 5.1). `@` has no meaning here: the caller has made the pattern absolute.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut label = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            match byte {
                b'.' => push_label(&mut parts, &mut label),
                b'*' => label.push(Glob::AnyBytes),
                b'\\' => {
                    let (byte, after) = escaped(rest);
                    rest = after;
                    label.push(Glob::Byte(byte.to_ascii_lowercase()));
                }
                _ => label.push(Glob::Byte(byte.to_ascii_lowercase())),
            }
        }
        push_label(&mut parts, &mut label);
        Self { parts }
    }

    /// Whether an owner name fits the pattern.
    #[must_use]
    pub fn matches(&self, owner: &Name) -> bool {
        let labels: Vec<&[u8]> = owner.labels().collect();
        matches_wild(&self.parts, &labels, |part| matches!(part, Part::AnyLabels), |part, label| match part {
            Part::Label(globs) => {
                matches_wild(globs, label, |glob| *glob == Glob::AnyBytes, |glob, byte| *glob == Glob::Byte(*byte))
            }
            Part::AnyLabels => false,
        })
    }
}

fn push_label(parts: &mut Vec<Part>, label: &mut Vec<Glob>) {
    let globs = std::mem::take(label);
    match globs.as_slice() {
        [] => {}
        [Glob::AnyBytes, Glob::AnyBytes] => parts.push(Part::AnyLabels),
        _ => parts.push(Part::Label(globs)),
    }
}

/// The byte that an escape stands for, and what follows it.
fn escaped(rest: &[u8]) -> (u8, &[u8]) {
    if let [a @ b'0'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', after @ ..] = rest {
        let number = u16::from(a - b'0') * 100 + u16::from(b - b'0') * 10 + u16::from(c - b'0');
        if let Ok(byte) = u8::try_from(number) {
            return (byte, after);
        }
    }
    rest.split_first().map_or((b'\\', rest), |(&byte, after)| (byte, after))
}

/// Matches a sequence against a pattern with stretching parts, in `O(pattern × items)` time: on a mismatch only
/// the latest stretching part is widened.
fn matches_wild<P, T>(
    pattern: &[P],
    items: &[T],
    stretches: impl Fn(&P) -> bool,
    fits: impl Fn(&P, &T) -> bool,
) -> bool {
    let (mut part, mut item) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(current) = items.get(item) {
        match pattern.get(part) {
            Some(wild) if stretches(wild) => {
                retry = Some((part, item));
                part += 1;
            }
            Some(plain) if fits(plain, current) => {
                part += 1;
                item += 1;
            }
            Some(_) | None => {
                let Some((wild, taken)) = retry else { return false };
                retry = Some((wild, taken + 1));
                part = wild + 1;
                item = taken + 1;
            }
        }
    }
    pattern.get(part..).is_some_and(|left| left.iter().all(stretches))
}

impl fmt::Display for OwnerPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::AnyLabels => f.write_str("**")?,
                Part::Label(globs) => globs.iter().try_for_each(|glob| fmt_glob(*glob, f))?,
            }
            f.write_str(".")?;
        }
        Ok(())
    }
}

fn fmt_glob(glob: Glob, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match glob {
        Glob::AnyBytes => f.write_str("*"),
        Glob::Byte(byte @ (b'.' | b'*' | b'\\')) => write!(f, "\\{}", char::from(byte)),
        Glob::Byte(byte @ b'!'..=b'~') => write!(f, "{}", char::from(byte)),
        Glob::Byte(byte) => write!(f, "\\{byte:03}"),
    }
}
