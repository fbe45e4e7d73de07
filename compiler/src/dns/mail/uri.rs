//! The URIs of mail records: where reports are sent to, where a logo lies (RFC 3986, RFC 6068).

use super::domain::full_name;
use super::fault::Fault;

/// What stands for something else in a record, and how it is written in a URI.
const RESERVED: [(char, &str); 3] = [(',', "%2C"), (';', "%3B"), ('!', "%21")];

/// Reads one report URI of one of some schemes and gives it as it stands in a record.
///
/// Comma, semicolon and exclamation mark stand for something else in a record, so they have to be percent-encoded
/// (RFC 9989 section 4.8, RFC 8460 section 3).
pub(super) fn report_uri(text: &str, schemes: &[&str]) -> Result<String, Fault> {
    printable(text)?;
    if let Some(at) = size_suffix(text) {
        let fault = Fault::new(at..text.len(), "the size limit after `!` was removed from report URIs");
        return Err(fault.help("receivers ignore it: remove it").correct(text.get(..at).unwrap_or_default()));
    }
    let is_free = text.bytes().all(|byte| !matches!(byte, b',' | b';' | b'!'));
    for (found, code) in RESERVED.into_iter().filter(|_| !is_free) {
        if let Some(at) = text.find(found) {
            let fault = Fault::new(at..at + 1, format!("unexpected `{found}` in a report URI"));
            return Err(fault.help(if found == ',' {
                "one term holds one URI: write a list `[\"…\", \"…\"]` for several, or `%2C` for the comma itself".into()
            } else {
                format!("write `{code}` instead")
            }));
        }
    }
    let scheme = scheme_of(text).unwrap_or_default();
    if !schemes.iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return Err(wrong_scheme(text, schemes));
    }
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    if scheme.eq_ignore_ascii_case("mailto") {
        mailbox(text, rest).map_err(|fault| shifted(fault, scheme.len() + 1))?;
    } else {
        authority(rest).map_err(|fault| fault.inside(scheme.len() + 1))?;
    }
    Ok(format!("{}:{rest}", scheme.to_ascii_lowercase()))
}

/// Reads an `https:` URI.
pub(super) fn https_uri(text: &str) -> Result<String, Fault> {
    printable(text)?;
    if let Some(at) = text.find([';', ',']) {
        let fault =
            Fault::new(at..at + 1, format!("unexpected `{}` in a URI", text.get(at..=at).unwrap_or(";")));
        return Err(fault.help("percent-encode it: `%3B` is a semicolon, `%2C` a comma"));
    }
    let Some(scheme) = scheme_of(text).filter(|scheme| scheme.eq_ignore_ascii_case("https")) else {
        let fault = Fault::whole(text, format!("expected an https: URI, found `{text}`"));
        return Err(match text.strip_prefix("http://") {
            Some(rest) => {
                fault.help("receivers fetch it over HTTPS alone").correct(format!("https://{rest}"))
            }
            None => fault.help("write all of it, as in `https://example.com/logo.svg`"),
        });
    };
    let rest = text.get(scheme.len() + 1..).unwrap_or_default();
    authority(rest).map_err(|fault| fault.inside(scheme.len() + 1))?;
    Ok(format!("https:{rest}"))
}

/// The scheme of a URI, without its colon (RFC 3986 section 3.1).
pub(super) fn scheme_of(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(inner)).then_some(scheme)
}

/// Where the size limit of RFC 7489 begins at the end of a URI: `!`, digits and a unit.
pub(super) fn size_suffix(text: &str) -> Option<usize> {
    let (uri, size) = text.rsplit_once('!')?;
    let digits = size.strip_suffix(['k', 'm', 'g', 't', 'K', 'M', 'G', 'T']).unwrap_or(size);
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(uri.len())
}

fn printable(text: &str) -> Result<(), Fault> {
    let excluded =
        |c: char| !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    match text.char_indices().find(|&(_, c)| excluded(c)) {
        None => Ok(()),
        Some((at, c)) => {
            let fault =
                Fault::new(at..at + c.len_utf8(), format!("unexpected `{}` in a URI", c.escape_debug()));
            Err(fault.help(if c.is_ascii() {
                "percent-encode it, or remove it"
            } else {
                "a URI is ASCII: write a domain in its `xn--` form and percent-encode the rest"
            }))
        }
    }
}

fn wrong_scheme(text: &str, schemes: &[&str]) -> Fault {
    let expected: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}:")).collect();
    let fault = Fault::whole(text, format!("expected a {} URI, found `{text}`", expected.join(" or ")));
    if schemes.contains(&"mailto") && scheme_of(text).is_none() && mailbox(text, text).is_ok() {
        return fault.help("write `mailto:` in front of the address").correct(format!("mailto:{text}"));
    }
    fault
}

/// Checks the one address of a `mailto:` URI; `whole` is the URI, for the correction.
fn mailbox(whole: &str, rest: &str) -> Result<(), Fault> {
    if let Some(address) = rest.strip_prefix("//") {
        let fault = Fault::new(0..2, "unexpected `//` after `mailto:`");
        let scheme = whole.strip_suffix(rest).unwrap_or_default();
        return Err(fault
            .help("write the address right after the colon")
            .correct(format!("{scheme}{address}")));
    }
    let address = rest.split('?').next().unwrap_or(rest);
    let Some((local, domain)) = address.rsplit_once('@') else {
        return Err(Fault::whole(rest, format!("expected a mail address, found `{address}`")));
    };
    if local.is_empty() {
        return Err(Fault::whole(rest, format!("expected a local part before `@{domain}`, found nothing")));
    }
    full_name(domain).map(|_| ()).map_err(|fault| fault.inside(local.len() + 1))
}

/// Checks `//host[:port][/path]`.
fn authority(rest: &str) -> Result<(), Fault> {
    let Some(after) = rest.strip_prefix("//") else {
        return Err(Fault::whole(rest, format!("expected `//` and a host, found `{rest}`")));
    };
    let authority = after.split(['/', '?', '#']).next().unwrap_or(after);
    let (host, port) = authority.rsplit_once(':').unwrap_or((authority, "443"));
    if port.parse::<u16>().is_err() {
        return Err(Fault::new(
            2..2 + authority.len(),
            format!("expected a port from 1 to 65535, found `{port}`"),
        ));
    }
    full_name(host).map(|_| ()).map_err(|fault| fault.inside(2))
}

/// A fault of a part, with its correction kept because that is of the whole.
fn shifted(fault: Fault, offset: usize) -> Fault {
    let correction = fault.correction.clone();
    Fault { correction, ..fault.inside(offset) }
}
