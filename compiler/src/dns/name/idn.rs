//! Internationalized labels: IDNA 2008 (RFC 5890 to 5893).
//!
//! The `idna` crate does UTS 46 without its transitional mappings, which lets more through than IDNA 2008: symbols
//! and emoji, and everything that it maps. So a label is first lowered and composed by the characters' own rules
//! (RFC 5895 section 2), must then hold nothing that UTS 46 would still map, and every character is looked up in
//! [`derived`].

mod derived;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use super::error::IdnaError;

/// Turns a Unicode label into its A-label.
pub(super) fn to_a_label(label: &str) -> Result<String, IdnaError> {
    let lower: String = label.chars().flat_map(char::to_lowercase).collect();
    let u_label = derived::compose(&lower);
    // The Kelvin sign and its like, which are ASCII only once they are lowered.
    if let Some(char) = label.chars().find(|char| !char.is_ascii() && u_label.is_ascii()) {
        return Err(IdnaError::Disallowed(char));
    }
    check_u_label(&u_label)?;
    let a_label = Uts46::new()
        .to_ascii(u_label.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Ignore)
        .map_err(|_| IdnaError::Unreadable)?;
    if to_u_label(a_label.as_bytes()).as_deref() == Some(u_label.as_str()) {
        Ok(a_label.into_owned())
    } else {
        Err(IdnaError::Unreadable)
    }
}

/// Turns a lower-case A-label into its U-label; `None` if the label is not exactly what some U-label encodes to.
pub(super) fn to_u_label(label: &[u8]) -> Option<String> {
    if !label.starts_with(b"xn--") {
        return None;
    }
    let uts46 = Uts46::new();
    let (u_label, result) = uts46.to_unicode(label, AsciiDenyList::STD3, Hyphens::Check);
    result.ok()?;
    check_u_label(&u_label).ok()?;
    let back =
        uts46.to_ascii(u_label.as_bytes(), AsciiDenyList::STD3, Hyphens::Check, DnsLength::Ignore).ok()?;
    (back.as_bytes() == label && !u_label.is_ascii()).then(|| u_label.into_owned())
}

/// Checks a lower-case, composed label against RFC 5891 section 4.2 and RFC 5892.
fn check_u_label(label: &str) -> Result<(), IdnaError> {
    let chars: Vec<char> = label.chars().collect();
    let hyphen = |at: usize| chars.get(at) == Some(&'-');
    if hyphen(0) || chars.last() == Some(&'-') || hyphen(2) && hyphen(3) {
        return Err(IdnaError::Hyphen);
    }
    for (at, &char) in chars.iter().enumerate() {
        derived::check(char, at, &chars)?;
    }
    Ok(())
}
