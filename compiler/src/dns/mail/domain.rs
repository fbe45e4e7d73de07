//! Domain names in mail records: always absolute, in ASCII, without a final dot.

use std::net::IpAddr;

use super::fault::Fault;
use crate::dns::name::{Form, NameErrorKind, labels, push_labels};

/// Reads a domain name of two labels or more and gives its text as it stands in a record: A-labels, lower case, no
/// final dot.
pub(super) fn full_name(text: &str) -> Result<String, Fault> {
    if may_be_address(text) && text.parse::<IpAddr>().is_ok() {
        return Err(Fault::whole(text, format!("expected a domain name, found the address `{text}`")));
    }
    if text.contains(':') && text.contains("://") {
        let fault = Fault::whole(text, format!("expected a domain name, found the URL `{text}`"));
        return Err(fault.help("write the host name alone, without scheme and path"));
    }
    let name = read(text)?;
    if !name.contains('.') {
        let bare = text.trim_end_matches('.');
        let message = format!("expected a full domain name, found the single label `{bare}`");
        return Err(Fault::whole(text, message)
            .help("names in mail records are absolute: write all of it, as in `mail.example.com`"));
    }
    if !ends_in_toplabel(&name) {
        return Err(Fault::whole(text, format!("expected a domain name, found `{text}`"))
            .help("a top-level label has a letter in it, and no hyphen at its ends"));
    }
    Ok(name)
}

/// Whether a look at the text is worth it: every address ends in a hexadecimal digit or a colon, few names do.
fn may_be_address(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_hexdigit() || c == ':')
}

/// Whether the last label may be a top-level one: letters, digits and inner hyphens, not digits alone
/// (RFC 7208 section 7.1).
pub(super) fn ends_in_toplabel(name: &str) -> bool {
    let label = name.rsplit('.').next().unwrap_or(name);
    let inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
    !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(inner)
        && label.chars().any(|c| !c.is_ascii_digit())
}

/// Reads a name of letters, digits, hyphens and underscores, and joins its labels with dots.
fn read(text: &str) -> Result<String, Fault> {
    let mut wire = Vec::with_capacity(text.len() + 1);
    let form = push_labels(text, &mut wire).map_err(|error| {
        let fault = Fault::new(error.at, error.kind.to_string());
        match (error.kind, error.kind.help()) {
            (NameErrorKind::Empty, _) => Fault::whole(text, "expected a domain name, found nothing"),
            (NameErrorKind::Forbidden(c), _) => forbidden(text, c),
            (_, Some(help)) => fault.help(help),
            (_, None) => fault,
        }
    })?;
    if form == Form::Origin {
        return Err(forbidden(text, '@'));
    }
    wire.push(0);
    let mut name = String::with_capacity(wire.len());
    for label in labels(&wire) {
        if !name.is_empty() {
            name.push('.');
        }
        for &byte in label {
            if !byte.is_ascii_alphanumeric() && byte != b'-' && byte != b'_' {
                return Err(forbidden(text, char::from(byte)));
            }
            name.push(char::from(byte));
        }
    }
    Ok(name)
}

/// A character that no host has in its name.
fn forbidden(text: &str, c: char) -> Fault {
    let at = text.find(c).map_or(0..text.len(), |at| at..at + c.len_utf8());
    let fault = Fault::new(at, format!("expected a domain name, found `{}` in `{text}`", c.escape_debug()));
    fault.help(if c == '@' {
        "names in mail records are absolute: write all of it, without `@`"
    } else {
        "a name is made of letters, digits, hyphens, underscores and dots"
    })
}
