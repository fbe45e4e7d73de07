//! Slips of those who write zone files (RFC 1035 section 5): control entries, classes, TTLs before the type,
//! types in lower case.

use super::super::super::failure::{Expected, Failure};
use super::super::super::lexeme::{Kind, Lexeme};
use super::super::super::rule::{In, Steps, simple};
use super::super::super::session::{Place, Session};
use super::super::record;
use super::{WithoutColon, is_directive, report_yaml_key, skipped};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::dns::duration::{DurationError, display, parse_master_file};
use crate::dns::keyword::RecordKeyword;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprId, ExprKind, Statement};

/// Reads a line that is one of these slips.
pub fn dispatch(inp: &mut In<'_, '_>, first: Lexeme) -> Option<Result<Statement, Failure>> {
    let session = inp.state();
    if first.kind == Kind::Word && session.word(first).strip_prefix('$').is_some_and(is_directive) {
        return Some(Ok(directive(inp, first)));
    }
    let owned = session.place == Place::Zone;
    if !owned && Prefix::of(inp, 0).is_some() {
        return Some(before_type(inp, None));
    }
    if owned && first.kind.is_atom() && Prefix::of(inp, 1).is_some() {
        let owner = match inp.parse(simple(Expected::Owner)) {
            Ok(owner) => owner,
            Err(failure) => return Some(Err(failure)),
        };
        let owner = inp.state().push(owner);
        return Some(before_type(inp, Some(owner)));
    }
    None
}

/// `$ORIGIN`, `$TTL`, `$INCLUDE`, `$GENERATE`
fn directive(inp: &mut In<'_, '_>, first: Lexeme) -> Statement {
    let value = inp.ahead().get(1).copied().filter(|value| value.kind == Kind::Word);
    let session = inp.state();
    let word = session.word(first);
    let found = error!("zone-file-directive", session.at(first.span), "`{word}` belongs to zone files");
    let found = match word.to_ascii_uppercase().as_str() {
        "$ORIGIN" => found.help("relative names get another origin in a block: `under eu { … }`"),
        "$TTL" => {
            let found = found.help("a block's TTL is a statement: `ttl 5m`");
            match value.and_then(|value| duration(session.word(value)).ok().zip(Some(value))) {
                Some((duration, value)) => {
                    let whole = first.span.to(value.span);
                    found.fix("write a `ttl` statement", session.at(whole), format!("ttl {duration}"))
                }
                None => found,
            }
        }
        "$INCLUDE" => found.help(
            "every `.zonal` file of the workspace is read; records that several zones share are a `template`",
        ),
        _ => found.help("records that count are made by a loop: `for n in 1..20 { … }`"),
    };
    session.report(found);
    skipped(inp)
}

/// The TTL and class that a zone file has before the type.
struct Prefix {
    ttl: Option<Lexeme>,
    class: Option<Lexeme>,
    /// The number of tokens before the type.
    length: usize,
    type_word: Lexeme,
    keyword: RecordKeyword,
    lower_case: bool,
}

impl Prefix {
    /// Reads what stands before a type, from the token at `skip` on; nothing if there is neither a slip nor a type.
    fn of(inp: &mut In<'_, '_>, skip: usize) -> Option<Self> {
        let ahead = inp.ahead().get(skip..)?;
        let session = inp.state();
        let (mut ttl, mut class, mut length) = (None, None, 0);
        for &lexeme in ahead.iter().take(3).take_while(|lexeme| lexeme.kind == Kind::Word) {
            let word = session.word(lexeme);
            if class.is_none() && matches!(word.to_ascii_uppercase().as_str(), "IN" | "CH" | "HS") {
                class = Some(lexeme);
            } else if ttl.is_none() && is_ttl(word) {
                ttl = Some(lexeme);
            } else {
                let upper = word.to_ascii_uppercase();
                let keyword = RecordKeyword::parse(&upper)?;
                let lower_case = upper != word;
                let value = ahead.get(length + 1).is_some_and(|next| {
                    next.kind.is_atom() || matches!(next.kind, Kind::LeftParen | Kind::LeftBracket)
                });
                let slip = (lower_case && value) || (!lower_case && length > 0);
                return slip.then_some(Self { ttl, class, length, type_word: lexeme, keyword, lower_case });
            }
            length += 1;
        }
        None
    }
}

/// Whether a word looks like a zone file's TTL: digits, perhaps with units.
pub fn is_ttl(word: &str) -> bool {
    let unit = |byte: u8| matches!(byte.to_ascii_lowercase(), b's' | b'm' | b'h' | b'd' | b'w');
    word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && word.bytes().all(|byte| byte.is_ascii_digit() || unit(byte))
}

/// A zone file's TTL as a duration of ours.
pub fn duration(ttl: &str) -> Result<String, DurationError> {
    parse_master_file(ttl).map(|seconds| display(seconds).to_string())
}

/// `TTL CLASS TYPE VALUES`, the owner having been read. There is one error for all of it, with one fix.
pub fn before_type(inp: &mut In<'_, '_>, owner: Option<ExprId>) -> Result<Statement, Failure> {
    let Some(prefix) = Prefix::of(inp, 0) else { return Ok(skipped(inp)) };
    let start = inp.peek().map(|next| next.span.start).unwrap_or_default();
    inp.advance(prefix.length);
    let before = inp.save();
    let read = record::tail(inp, owner, prefix.keyword);
    if read.is_err() {
        inp.rewind(before);
    }
    let index = inp.index();
    let session = inp.state();
    let end = index.checked_sub(1).and_then(|last| session.tokens.get(last)).map(|last| last.span.end);
    let end = Span::at(if read.is_ok() { end.unwrap_or(start) } else { prefix.type_word.span.end });
    report(session, &prefix, start, end);
    read
}

fn report(session: &mut Session<'_>, prefix: &Prefix, start: u32, end: Span) {
    let right = session.word(prefix.type_word).to_ascii_uppercase();
    let ttl = prefix.ttl.map(|ttl| (ttl, duration(session.word(ttl))));
    let (found, title) = match (prefix.class, &ttl) {
        (Some(class), ttl) => {
            let word = session.word(class);
            let found = error!("class-in-record", session.at(class.span), "`{word}`: a record has no class");
            (found.help(class_help(ttl.as_ref().map(|(_, ttl)| ttl))), "remove the class")
        }
        (None, Some((word, ttl))) => {
            let found = error!("ttl-before-type", session.at(word.span), "the TTL stands before the type");
            (found.help(ttl_help(ttl)), "move the TTL behind the values")
        }
        (None, None) => {
            let (at, word) = (session.at(prefix.type_word.span), session.word(prefix.type_word));
            let found = error!("lowercase-type", at, "expected a record type, found `{word}`");
            (found.help(format!("types are upper case: `{right}`")), "write the type in upper case")
        }
    };
    let before_type = session.at(Span::new(start, prefix.type_word.span.start));
    let mut edits = vec![Edit { at: before_type, replacement: String::new() }];
    if prefix.lower_case {
        edits.push(Edit { at: session.at(prefix.type_word.span), replacement: right });
    }
    match ttl {
        Some((_, Ok(ttl))) => edits.push(Edit { at: session.at(end), replacement: format!(" ttl {ttl}") }),
        // A fix would lose it.
        Some((_, Err(_))) => return session.report(found),
        None => {}
    }
    edits.retain(|edit| !(edit.at.span.is_empty() && edit.replacement.is_empty()));
    let fix = Fix { title: title.to_owned(), edits, applicability: Applicability::Certain };
    session.report(found.with_fix(fix));
}

fn class_help(ttl: Option<&Result<String, DurationError>>) -> String {
    let leave_out = "every record is of class IN: leave it out";
    match ttl {
        None => leave_out.to_owned(),
        Some(Ok(ttl)) => format!("{leave_out}, and write `ttl {ttl}` behind the values"),
        Some(Err(error)) => format!("{leave_out}, and write the TTL behind the values; {}", error.help()),
    }
}

fn ttl_help(ttl: &Result<String, DurationError>) -> String {
    match ttl {
        Ok(ttl) => format!("the TTL stands behind the values: `ttl {ttl}`"),
        Err(error) => format!("the TTL stands behind the values: `ttl 5m`; {}", error.help()),
    }
}

/// An owner that is a class or a YAML key, the type being right behind it.
pub fn suspicious_owner(inp: &mut In<'_, '_>, owner: Expr) -> Expr {
    let next = inp.peek();
    let followed =
        inp.ahead().get(1).is_some_and(|value| value.kind.is_atom() || value.kind == Kind::LeftBracket);
    let session = inp.state();
    if owner.span.of(session.text) != "IN" {
        report_yaml_key(
            session,
            owner.span,
            if followed { WithoutColon::Right } else { WithoutColon::Unsure },
        );
        return Expr { span: Span::new(owner.span.start, owner.span.end - 1), kind: owner.kind };
    }
    let removed = Span::new(owner.span.start, next.map_or(owner.span.end, |next| next.span.start));
    let found = error!("class-in-record", session.at(owner.span), "`IN`: a record has no class")
        .help("write the owner in front of every record, and leave the class out; a host of that name is `\"IN\"`")
        .suggest("write `@`", session.at(removed), "@ ");
    session.report(found);
    Expr { span: owner.span, kind: ExprKind::Error }
}
