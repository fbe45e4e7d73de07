//! The `SPF` builder: terms in, `v=spf1 …` out.

use super::super::fault::Fault;
use super::super::macros::domain_spec;
use super::super::network::{host_prefix, ipv4, ipv6, lengths_text};
use super::super::schema::{TermSchema, Values};
use super::super::term::{Term, TermError, TermWord, enumerated};
use super::{Qualifier, TERMS};
use crate::suggest::closest;

/// What a term became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A qualifier alone: the `all` mechanism.
    All,
    Mechanism,
    Redirect,
    Exp,
}

struct Piece {
    /// The index of its term.
    term: usize,
    kind: Kind,
    qualifier: Qualifier,
    /// Its text without the qualifier.
    text: String,
}

/// Builds the text of an SPF record.
///
/// # Errors
///
/// See [`super::super::build`].
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    if terms.is_empty() {
        return Err(vec![TermError::statement("missing-term", "SPF has no terms").help(
            "write who may send, then what holds for all others: `SPF mx, softfail`; a domain that sends no mail \
             is `SPF fail`",
        )]);
    }
    let mut pieces = Vec::with_capacity(terms.len());
    let mut errors = Vec::new();
    for (index, term) in terms.iter().enumerate() {
        match read_term(index, term) {
            Ok(piece) => pieces.push(piece),
            Err(error) => errors.push(*error),
        }
    }
    check_order(&pieces, &mut errors);
    check_duplicates(&pieces, &mut errors);
    if errors.is_empty() {
        return Ok(text_of(&pieces));
    }
    errors.sort_by_key(|error| error.term);
    Err(errors)
}

/// The record's text: mechanisms as they were written, because the first match decides, then the modifiers
/// (RFC 7208 section 6).
fn text_of(pieces: &[Piece]) -> String {
    let mut text = String::from("v=spf1");
    for kinds in [[Kind::Mechanism, Kind::All], [Kind::Redirect; 2], [Kind::Exp; 2]] {
        for piece in pieces.iter().filter(|piece| kinds.contains(&piece.kind)) {
            text.push(' ');
            if piece.qualifier != Qualifier::Pass || piece.kind == Kind::All {
                text.push(piece.qualifier.symbol());
            }
            text.push_str(&piece.text);
        }
    }
    text
}

fn read_term(index: usize, term: &Term<'_>) -> Result<Piece, Box<TermError>> {
    let Some((first, rest)) = term.words.split_first() else {
        return Err(TermError::term("missing-term", index, "expected an SPF term, found nothing").into());
    };
    let Some(qualifier) = Qualifier::from_word(first.text) else {
        return read_qualified(index, Qualifier::Pass, 0, first, rest);
    };
    match rest.split_first() {
        None => Ok(Piece { term: index, kind: Kind::All, qualifier, text: "all".to_owned() }),
        Some((all, _)) if all.text == "all" => {
            let message = format!("unexpected `all` after `{}`", first.text);
            Err(TermError::word("unexpected-term-value", index, 1, message)
                .help(format!("`{}` alone means all other senders", first.text))
                .correct("")
                .into())
        }
        Some((keyword, values)) => {
            let piece = read_qualified(index, qualifier, 1, keyword, values)?;
            if piece.kind == Kind::Mechanism {
                return Ok(piece);
            }
            let message = format!("`{}` takes no qualifier", keyword.text);
            Err(TermError::word("unknown-term", index, 0, message)
                .help(format!("remove `{}`: a modifier does not match senders", first.text))
                .correct("")
                .into())
        }
    }
}

/// Reads a mechanism or modifier whose keyword is the word `at` of its term.
fn read_qualified(
    index: usize,
    qualifier: Qualifier,
    at: usize,
    keyword: &TermWord<'_>,
    values: &[TermWord<'_>],
) -> Result<Piece, Box<TermError>> {
    let schema =
        TERMS.iter().find(|schema| schema.word == keyword.text && schema.values != Values::Mechanism);
    let Some(schema) = schema else { return Err(unknown(index, at, keyword.text).into()) };
    let (value, excess) = match values {
        [] => ("", None),
        [value] => (value.text, None),
        [value, excess, ..] => (value.text, Some(excess)),
    };
    if let Some(excess) = excess {
        let message = format!("expected a comma after `{value}`, found `{}`", excess.text);
        let is_term = TERMS.iter().any(|schema| schema.word == excess.text);
        let help = if is_term {
            format!("terms have commas between them: `{} {value}, {}`", schema.word, excess.text)
        } else {
            format!("a term has one value; a list repeats it: `{} [{value}, {}]`", schema.word, excess.text)
        };
        return Err(TermError::word("unexpected-term-value", index, at + 2, message).help(help).into());
    }
    if values.is_empty() && !matches!(schema.values, Values::HostPrefix | Values::OptionalDomainSpec) {
        let message = format!("`{}` needs {}", schema.word, schema.values.what());
        return Err(TermError::word("missing-term-value", index, at, message).help(example(schema)).into());
    }
    let text = value_text(schema, value).map_err(|fault| match other_family(schema, value) {
        Some(word) => family_error(index, at, fault, word),
        None => TermError::of_fault(index, at + 1, fault),
    })?;
    let kind = match schema.word {
        "redirect" => Kind::Redirect,
        "exp" => Kind::Exp,
        _ => Kind::Mechanism,
    };
    Ok(Piece { term: index, kind, qualifier, text })
}

/// The text of a mechanism or modifier with its value.
fn value_text(schema: &TermSchema, value: &str) -> Result<String, Fault> {
    let word = schema.word;
    match schema.values {
        Values::Ipv4Network => {
            let (address, length) = ipv4(value)?;
            Ok(format!("{word}:{address}{}", lengths_text(length, None)))
        }
        Values::Ipv6Network => {
            let (address, length) = ipv6(value)?;
            Ok(format!("{word}:{address}{}", lengths_text(length, None)))
        }
        Values::HostPrefix => {
            let parts = host_prefix(value)?;
            let host =
                if parts.host.is_empty() { String::new() } else { format!(":{}", domain_spec(parts.host)?) };
            Ok(format!("{word}{host}{}", lengths_text(parts.v4, parts.v6)))
        }
        Values::OptionalDomainSpec if value.is_empty() => Ok(word.to_owned()),
        Values::DomainSpec if matches!(word, "redirect" | "exp") => {
            Ok(format!("{word}={}", domain_spec(value)?))
        }
        Values::DomainSpec
        | Values::OptionalDomainSpec
        | Values::Nothing
        | Values::Mechanism
        | Values::OneOf(_)
        | Values::AnyOf(_)
        | Values::ReportUri(_)
        | Values::OptionalHttpsUri
        | Values::PublicKey
        | Values::Identifier
        | Values::Text => Ok(format!("{word}:{}", domain_spec(value)?)),
    }
}

/// The keyword that the value would be right for, where it is an address of the other family.
fn other_family(schema: &TermSchema, value: &str) -> Option<&'static str> {
    if schema.values == Values::Ipv4Network {
        return ipv6(value).ok().map(|_| "ip6");
    }
    (schema.values == Values::Ipv6Network && ipv4(value).is_ok()).then_some("ip4")
}

/// The value is right and the keyword is wrong.
fn family_error(index: usize, at: usize, fault: Fault, word: &'static str) -> TermError {
    TermError::word("invalid-term-value", index, at, fault.message)
        .help(format!("write `{word}` for a network of that family"))
        .correct(word)
}

fn example(schema: &TermSchema) -> String {
    let value = match schema.word {
        "ip4" => "192.0.2.0/24",
        "ip6" => "2001:db8::/32",
        _ => "_spf.example.com",
    };
    format!("write `{} {value}`", schema.word)
}

/// Says what an unknown word was probably meant to be.
fn unknown(index: usize, at: usize, word: &str) -> TermError {
    let error = TermError::word("unknown-term", index, at, format!("unknown SPF term `{word}`"));
    if word.eq_ignore_ascii_case("v=spf1") {
        return error.help("leave it out: the builder writes the version itself");
    }
    if let Some(source) = whole_record(word) {
        return error
            .help(format!("a builder's terms are words with commas between: `{source}`"))
            .correct(source);
    }
    if let Some(source) = from_record_text(word) {
        return error.help(format!("a builder's terms are words: write `{source}`")).correct(source);
    }
    if word == "all" {
        return error
            .help("a qualifier alone means all other senders: `softfail`, `fail`, `neutral` or `pass`");
    }
    if Qualifier::from_word(word).is_some() {
        return error.help("write one qualifier");
    }
    match meant(word) {
        Some(known) => error.help(format!("did you mean `{known}`?")).guess(known),
        None => {
            error.help(format!("the terms are {}", enumerated(TERMS.iter().map(|schema| schema.word), "and")))
        }
    }
}

/// The term that a misspelt word was meant to be.
fn meant(word: &str) -> Option<&'static str> {
    match word.to_ascii_lowercase().as_str() {
        "ipv4" | "ip" => Some("ip4"),
        "ipv6" => Some("ip6"),
        "hardfail" | "hard-fail" => Some("fail"),
        "explanation" => Some("exp"),
        lower => closest(lower, TERMS.iter().map(|schema| schema.word)),
    }
}

/// The text of a whole record in the words of the builder.
fn whole_record(text: &str) -> Option<String> {
    let terms = text.strip_prefix("v=spf1 ")?.split_ascii_whitespace();
    let plain = |term: &str| TERMS.iter().any(|schema| schema.word == term).then(|| term.to_owned());
    let terms: Option<Vec<_>> = terms.map(|term| plain(term).or_else(|| from_record_text(term))).collect();
    terms.map(|terms| terms.join(", "))
}

/// Terms as they stand in a record's text (`include:x`, `~all`), in the words of the builder.
fn from_record_text(text: &str) -> Option<String> {
    let symbol = text.chars().next().and_then(Qualifier::from_symbol);
    let body = symbol.and_then(|_| text.get(1..)).unwrap_or(text);
    if body == "all" {
        return symbol.map(|qualifier| qualifier.word().to_owned());
    }
    let (word, value) = body.split_once([':', '=']).unwrap_or((body, ""));
    if symbol.is_none() && value.is_empty() {
        return None;
    }
    let schema = TERMS.iter().find(|schema| schema.word == word && schema.values != Values::Mechanism)?;
    value_text(schema, value).ok()?;
    let qualifier = symbol.map_or(String::new(), |qualifier| format!("{} ", qualifier.word()));
    let value = match value {
        "" => String::new(),
        value if value.contains('%') => format!(" \"{value}\""),
        value => format!(" {value}"),
    };
    Some(format!("{qualifier}{word}{value}"))
}

/// `all` matches every sender, so what comes after it has no effect (RFC 7208 section 5.1).
fn check_order(pieces: &[Piece], errors: &mut Vec<TermError>) {
    let Some(all) = pieces.iter().find(|piece| piece.kind == Kind::All) else { return };
    let word = all.qualifier.word();
    for piece in pieces {
        let error = match piece.kind {
            Kind::Mechanism if piece.term > all.term => TermError::term(
                "term-order",
                piece.term,
                format!("`{}` has no effect after `{word}`", piece.text),
            )
            .help(format!("`{word}` matches every sender: put it last")),
            Kind::Redirect => TermError::term(
                "conflicting-terms",
                piece.term,
                format!("`{}` has no effect beside `{word}`", piece.text),
            )
            .help(format!("`{word}` matches every sender, so nothing is left to redirect: keep one of them")),
            Kind::Mechanism | Kind::All | Kind::Exp => continue,
        };
        errors.push(error.beside(all.term));
    }
}

fn check_duplicates(pieces: &[Piece], errors: &mut Vec<TermError>) {
    for (index, piece) in pieces.iter().enumerate() {
        let earlier = pieces.iter().take(index).find(|earlier| match piece.kind {
            Kind::Mechanism => earlier.kind == Kind::Mechanism && earlier.text == piece.text,
            Kind::All | Kind::Redirect | Kind::Exp => earlier.kind == piece.kind,
        });
        let Some(earlier) = earlier else { continue };
        let error = match piece.kind {
            Kind::Mechanism => {
                TermError::term("duplicate-term", piece.term, format!("`{}` stands twice", piece.text))
                    .help("the first match decides: remove the second one")
            }
            Kind::All => {
                let (first, second) = (earlier.qualifier.word(), piece.qualifier.word());
                TermError::term(
                    "conflicting-terms",
                    piece.term,
                    format!("`{second}` has no effect after `{first}`"),
                )
                .help("one qualifier says what holds for all other senders")
            }
            Kind::Redirect | Kind::Exp => {
                let word = piece.text.split('=').next().unwrap_or_default();
                TermError::term("duplicate-term", piece.term, format!("`{word}` stands twice"))
                    .help("a record has at most one (RFC 7208 section 6)")
            }
        };
        errors.push(error.beside(earlier.term));
    }
}
