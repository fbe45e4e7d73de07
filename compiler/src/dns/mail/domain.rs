//! Domain names in mail records: always absolute, in ASCII, without a final dot.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::fault::Fault;

/// Reads a domain name of two labels or more and gives its text as it stands in a record: A-labels, lower case, no
/// final dot.
pub(super) fn full_name(text: &str) -> Result<String, Fault> {
    let bare = text.strip_suffix('.').unwrap_or(text);
    if bare.is_empty() {
        return Err(Fault::whole(text, "expected a domain name, found nothing"));
    }
    if bare.parse::<Ipv4Addr>().is_ok() || bare.parse::<Ipv6Addr>().is_ok() {
        return Err(Fault::whole(text, format!("expected a domain name, found the address `{bare}`")));
    }
    if bare.contains("://") {
        let fault = Fault::whole(text, format!("expected a domain name, found the URL `{bare}`"));
        return Err(fault.help("write the host name alone, without scheme and path"));
    }
    let ascii = to_ascii(bare)?;
    check_labels(text, &ascii)?;
    if !ascii.contains('.') {
        let fault =
            Fault::whole(text, format!("expected a full domain name, found the single label `{bare}`"));
        return Err(
            fault.help("names in mail records are absolute: write all of it, as in `mail.example.com`")
        );
    }
    if !ends_in_toplabel(&ascii) {
        return Err(Fault::whole(text, format!("expected a domain name, found `{bare}`"))
            .help("a top-level label has a letter in it"));
    }
    Ok(ascii)
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

fn to_ascii(name: &str) -> Result<String, Fault> {
    if name.is_ascii() {
        return Ok(name.to_ascii_lowercase());
    }
    idna::domain_to_ascii(name)
        .map_err(|_| Fault::whole(name, format!("`{name}` is not a valid domain name")))
}

/// Checks the characters and lengths of labels (RFC 1035 section 2.3.4); an underscore is a character like others.
fn check_labels(text: &str, ascii: &str) -> Result<(), Fault> {
    if ascii.len() > 253 {
        let length = ascii.len();
        return Err(Fault::whole(text, format!("expected a name of at most 253 characters, found {length}")));
    }
    for label in ascii.split('.') {
        if label.is_empty() {
            return Err(
                Fault::whole(text, format!("empty label in `{text}`")).help("remove one of the two dots")
            );
        }
        if label.len() > 63 {
            let length = label.len();
            return Err(Fault::whole(
                text,
                format!("expected a label of at most 63 characters, found {length}"),
            ));
        }
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match text.char_indices().find(|&(_, c)| c.is_ascii() && !allowed(c)) {
        None => Ok(()),
        Some((at, c)) => {
            let place = at..at + c.len_utf8();
            let message = format!("expected a domain name, found `{}` in `{text}`", c.escape_debug());
            Err(Fault::new(place, message)
                .help("a name is made of letters, digits, hyphens, underscores and dots"))
        }
    }
}
