//! Slips among values: a TTL in another spelling, and the parentheses that continue a zone file's line.

use super::super::failure::{Tokens, quote};
use super::super::lexeme::{Kind, Lexeme, split};
use super::super::rule::{In, Steps};
use super::super::session::Session;
use super::super::statement::{duration, is_ttl};
use crate::error;
use crate::syntax::ast::{Expr, ExprKind};

/// Whether a word is `ttl`, or was meant as it.
pub fn is_ttl_like(word: &str) -> bool {
    match word.as_bytes() {
        [b't' | b'T', b't' | b'T', b'l' | b'L', rest @ ..] => matches!(rest, [] | [b'=' | b':', ..]),
        [..] => false,
    }
}

/// `TTL X`, `ttl=X` or `ttl:X`, which are read as the modifier that was meant
pub fn misspelt_ttl(inp: &mut In<'_, '_>, ttl: Lexeme) -> Option<Expr> {
    let next = inp.ahead().get(1).copied();
    let session = inp.state();
    if ttl.kind != Kind::Word || !is_ttl_like(session.word(ttl)) {
        return None;
    }
    let (_, glued) = split(ttl.span, "ttl=".len());
    let next = next.filter(|next| glued.is_empty() && next.kind.is_atom());
    let value = next.map_or(glued, |next| next.span);
    let whole = ttl.span.to(value);
    let found =
        error!("misspelt-ttl", session.at(ttl.span), "expected `ttl`, found {}", quote(session.word(ttl)))
            .help("the TTL of a record is written `ttl 5m`");
    let text = value.of(session.text);
    let meant = match duration(text) {
        Ok(duration) => Some(duration),
        Err(_) => Some(text.to_owned()).filter(|text| !text.is_empty() && !is_ttl(text)),
    };
    session.report(match meant.map(|meant| format!("ttl {meant}")) {
        Some(fixed) => found.fix(format!("write {}", quote(&fixed)), session.at(whole), fixed),
        None => found,
    });
    inp.advance(1 + usize::from(next.is_some()));
    Some(Expr { span: whole, kind: ExprKind::Error })
}

/// How many tokens are searched for the end of a continued line.
const LONGEST_CONTINUATION: usize = 256;

/// Reports and skips a `(` that, as in a zone file, only lets the values go on over several lines: between them stand
/// no commas.
pub fn open_continuation(inp: &mut In<'_, '_>) -> bool {
    let ahead = inp.ahead();
    let session = inp.state();
    let Some(inside) = continuation(session, ahead) else { return false };
    let open = ahead.first().map(|open| open.span).unwrap_or_default();
    let close = ahead.get(inside.len() + 1).map(|close| close.span).unwrap_or(open);
    let whole = open.to(close);
    let values: Vec<&str> = inside.iter().map(|value| session.word(*value)).collect();
    let found = error!("continued-line", session.at(open), "a record's values do not stand in parentheses")
        .here("no commas between these values")
        .help("write the values on one line, without parentheses; a line goes on behind a comma alone");
    let comments = whole.of(session.text).contains(['#', ';']);
    session.report(if comments {
        found
    } else {
        found.fix("write the values on one line", session.at(whole), values.join(" "))
    });
    inp.skip();
    true
}

/// The values between the parentheses of a continued line.
fn continuation<'t>(session: &Session<'t>, ahead: Tokens<'t>) -> Option<Tokens<'t>> {
    let (_, rest) = ahead.split_first().filter(|(open, _)| open.kind == Kind::LeftParen)?;
    let close = rest.iter().take(LONGEST_CONTINUATION).position(|token| !token.kind.is_atom())?;
    let operator = |token: &Lexeme| {
        matches!(session.word(*token), "in" | "and" | "or" | "not" | "==" | "!=" | "+" | "-")
    };
    let inside = rest.get(..close)?;
    let closed = rest.get(close).is_some_and(|close| close.kind == Kind::RightParen);
    (closed && inside.len() > 1 && !inside.iter().any(operator)).then_some(inside)
}
