//! SPF macro strings (RFC 7208 section 7).

use std::net::IpAddr;

use super::domain::{ends_in_toplabel, full_name};
use super::fault::Fault;

/// The macro letters of a domain name, with what they stand for.
const LETTERS: &str = "s (sender), l (local part), o (sender's domain), d (domain), i (address), p (validated \
                       name), v (`in-addr` or `ip6`) and h (HELO name)";

/// Reads a `domain-spec`: a domain name, or a macro string that ends in a macro or in a top-level label. Gives its
/// text as it stands in a record.
pub(super) fn domain_spec(text: &str) -> Result<String, Fault> {
    if !text.contains('%') {
        return full_name(text).map_err(|fault| match ip_keyword(text) {
            Some(word) => fault.help(format!("an address is an `{word}` term")),
            None => fault,
        });
    }
    let literal_end = scan(text)?;
    let tail = text.get(literal_end..).unwrap_or_default();
    if tail.is_empty() {
        return Ok(text.to_owned());
    }
    let name = tail.strip_suffix('.').unwrap_or(tail);
    if name.contains('.') && ends_in_toplabel(name) {
        return Ok(text.trim_end_matches('.').to_owned());
    }
    let fault =
        Fault::new(literal_end..text.len(), format!("expected a top-level label at the end of `{text}`"));
    Err(fault
        .help("a name with macros ends in a macro or in a dot and a label, as in `%{i}._spf.example.com`"))
}

/// The mechanism for an address that stands where a name belongs.
fn ip_keyword(text: &str) -> Option<&'static str> {
    match text.parse::<IpAddr>().ok()? {
        IpAddr::V4(_) => Some("ip4"),
        IpAddr::V6(_) => Some("ip6"),
    }
}

/// Checks a `macro-string` and gives where its last macro ends.
pub(super) fn scan(text: &str) -> Result<usize, Fault> {
    let mut last_macro_end = 0;
    let mut rest = text.char_indices();
    while let Some((at, c)) = rest.next() {
        if c != '%' {
            literal(at, c)?;
            continue;
        }
        let body = text.get(at + 1..).unwrap_or_default();
        let length = match body.chars().next() {
            Some('%' | '_' | '-') => 1,
            Some('{') => expansion(at, body)?,
            found => return Err(stray_percent(at, found)),
        };
        last_macro_end = at + 1 + length;
        rest = text.char_indices();
        while rest.clone().next().is_some_and(|(next, _)| next < last_macro_end) {
            rest.next();
        }
    }
    Ok(last_macro_end)
}

fn literal(at: usize, c: char) -> Result<(), Fault> {
    if c.is_ascii_graphic() {
        return Ok(());
    }
    let found = c.escape_debug();
    let fault = Fault::new(at..at + c.len_utf8(), format!("expected printable ASCII, found `{found}`"));
    Err(if c == ' ' { fault.help("write `%_` for a space") } else { fault })
}

fn stray_percent(at: usize, found: Option<char>) -> Fault {
    let found = found.map_or_else(|| "the end".to_owned(), |c| format!("`{}`", c.escape_debug()));
    Fault::new(at..at + 1, format!("expected a macro after `%`, found {found}"))
        .help("a macro is `%{` letter `}`; a percent sign itself is `%%`")
}

/// Checks one `{…}` after a percent sign at `at`: letter, digits, `r`, delimiters. Gives its length.
fn expansion(at: usize, body: &str) -> Result<usize, Fault> {
    let Some(close) = body.find('}') else {
        return Err(Fault::new(at..at + 1 + body.len(), "expected `}` at the end of a macro, found the end"));
    };
    let place = at..at + close + 2;
    let inner = body.get(1..close).unwrap_or_default();
    let mut letters = inner.chars();
    match letters.next().map(|c| c.to_ascii_lowercase()) {
        Some('s' | 'l' | 'o' | 'd' | 'i' | 'p' | 'v' | 'h') => {}
        Some(c @ ('c' | 'r' | 't')) => {
            return Err(Fault::new(place, format!("macro letter `{c}` stands in explanation texts alone"))
                .help(format!("in a domain name the letters are {LETTERS}")));
        }
        Some(c) => {
            return Err(Fault::new(place, format!("unknown macro letter `{}`", c.escape_debug()))
                .help(format!("the letters are {LETTERS}")));
        }
        None => {
            return Err(Fault::new(place, "expected a macro letter, found `}`")
                .help(format!("the letters are {LETTERS}")));
        }
    }
    let transformers = letters.as_str();
    let after_digits = transformers.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = transformers.strip_suffix(after_digits).unwrap_or_default();
    if !digits.is_empty() && digits.chars().all(|c| c == '0') {
        return Err(Fault::new(place, "expected a count of labels from 1, found 0"));
    }
    let delimiters = after_digits.strip_prefix(['r', 'R']).unwrap_or(after_digits);
    match delimiters.chars().find(|c| !matches!(c, '.' | '-' | '+' | ',' | '/' | '_' | '=')) {
        None => Ok(close + 1),
        Some(c) => {
            Err(Fault::new(place, format!("unexpected `{}` in macro `%{{{inner}}}`", c.escape_debug())).help(
                "after the letter come a count of labels, `r` to reverse, and delimiters out of `.-+,/_=`",
            ))
        }
    }
}
