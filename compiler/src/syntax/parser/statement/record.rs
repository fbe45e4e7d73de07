//! Records: `OWNER TYPE VALUES`, and `TYPE VALUES` in an owner block.

use super::super::expression::opens_call;
use super::super::failure::{Failure, Tokens};
use super::super::lexeme::{Kind, Lexeme};
use super::super::rule::{In, Steps};
use super::super::session::{Place, Session, atom};
use super::super::values::{PlainValues, plain_values, values};
use super::{known_type, owner, slip};
use crate::dns::keyword::RecordKeyword;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprId, ExprKind, Record, Statement};

/// The fast way: a record of nothing but words, strings, variables, commas and a `ttl X` at the end. Reads nothing
/// if anything else stands on the line.
pub fn plain(inp: &mut In<'_, '_>) -> Option<Record> {
    let ahead = inp.ahead();
    let session = inp.state();
    let (owner, type_word, rest) = split_plain(session, ahead)?;
    let keyword = known_type(session, Some(type_word))?;
    let PlainValues { length, ttl } = plain_values(session, rest)?;
    if rest.first().is_some_and(|first| first.span.len() <= 2 && slip::is_sign(session.word(*first))) {
        return None;
    }
    let owner = owner.and_then(atom).map(|owner| session.push(owner));
    let modifier = ttl.map(|(ttl, value)| {
        let (span, word) = (ttl.span.to(value.span), Expr { span: value.span, kind: ExprKind::Word });
        Expr { span, kind: ExprKind::Ttl(session.push(word)) }
    });
    let run = rest.iter().take(length);
    let run = run.map(|token| atom(*token).unwrap_or(Expr { span: token.span, kind: ExprKind::Comma }));
    let values = session.push_run(run.chain(modifier));
    let before_values = 1 + usize::from(owner.is_some());
    inp.advance(before_values + length + 2 * usize::from(ttl.is_some()));
    Some(Record { owner, type_span: type_word.span, keyword, values })
}

/// The owner, type and rest of a line that looks like a plain record of the block it stands in.
fn split_plain<'t>(session: &Session<'t>, ahead: Tokens<'t>) -> Option<(Option<Lexeme>, Lexeme, Tokens<'t>)> {
    match (session.place, ahead) {
        (Place::Owner, [type_word, rest @ ..]) => Some((None, *type_word, rest)),
        (Place::Zone, [owner, type_word, rest @ ..])
            if owner.kind.is_atom() && owner.kind != Kind::Broken && !is_suspicious(session, *owner) =>
        {
            Some((Some(*owner), *type_word, rest))
        }
        (Place::Zone | Place::Owner | Place::Settings, _) => None,
    }
}

/// Whether an owner looks like a slip: a class, or a key of YAML.
fn is_suspicious(session: &Session<'_>, owner: Lexeme) -> bool {
    owner.kind == Kind::Word && (session.word(owner).ends_with(':') || session.is_word(owner, "IN"))
}

/// `TYPE VALUES` in an owner block.
pub fn in_owner_block(inp: &mut In<'_, '_>, keyword: RecordKeyword) -> Result<Statement, Failure> {
    tail(inp, None, keyword)
}

/// `OWNER TYPE VALUES`, wherever it stands.
pub fn with_owner(inp: &mut In<'_, '_>, keyword: RecordKeyword) -> Result<Statement, Failure> {
    if inp.state().place == Place::Owner {
        return with_owner_in_block(inp, keyword);
    }
    let first = inp.peek();
    let session = inp.state();
    let suspicious = first.filter(|first| is_suspicious(session, *first));
    let mut owner = inp.parse(owner())?;
    if suspicious.is_some() {
        owner = slip::suspicious_owner(inp, owner);
    }
    let owner = inp.state().push(owner);
    tail(inp, Some(owner), keyword)
}

fn with_owner_in_block(inp: &mut In<'_, '_>, keyword: RecordKeyword) -> Result<Statement, Failure> {
    let (start, next) = (inp.index(), inp.peek());
    let class = next.is_some_and(|next| inp.state().is_word(next, "IN"));
    if class || next.is_some_and(|next| slip::is_ttl(inp.state().word(next))) {
        return slip::before_type(inp, None);
    }
    inp.parse(owner())?;
    let (owner, type_word) = (inp.bytes_since(start), inp.peek());
    let session = inp.state();
    let removed = Span::new(owner.start, type_word.map_or(owner.end, |word| word.span.start));
    let found =
        error!("owner-in-block", session.at(owner), "a record in an owner block has no owner of its own")
            .here("the block's owner holds for all of its records")
            .help("leave the owner out, or move the record out of the block")
            .suggest("leave the owner out", session.at(removed), "");
    session.report(found);
    tail(inp, None, keyword)
}

/// `TYPE VALUES` where an owner belongs.
pub fn without_owner(inp: &mut In<'_, '_>, keyword: RecordKeyword) -> Result<Statement, Failure> {
    if let [name, paren, ..] = inp.ahead()
        && opens_call(*name, *paren)
    {
        return slip::function_style(inp, keyword);
    }
    let Some(type_word) = inp.peek() else { return tail(inp, None, keyword) };
    let session = inp.state();
    let (word, before) = (session.word(type_word), Span::at(type_word.span.start));
    let found = error!("owner-missing", session.at(type_word.span), "the record has no owner")
        .here("expected an owner before the type")
        .help(format!("write the owner first; `@ {word} …` is the origin itself"))
        .fix("write `@`", session.at(before), "@ ");
    session.report(found);
    let owner = session.push(Expr { span: before, kind: ExprKind::Error });
    tail(inp, Some(owner), keyword)
}

/// `TYPE VALUES`, the type standing next.
pub fn tail(
    inp: &mut In<'_, '_>,
    owner: Option<ExprId>,
    keyword: RecordKeyword,
) -> Result<Statement, Failure> {
    let type_span = inp.peek().map(|next| next.span).unwrap_or_default();
    inp.skip();
    slip::skip_sign(inp, "record", "OWNER TYPE VALUE");
    let values = inp.parse(values())?;
    Ok(Statement::Record(Record { owner, type_span, keyword, values }))
}

/// Whether a record with an owner shows that the owner block around it has lost its brace: it stands no further
/// right than the block's own owner.
pub fn leaves_owner_block(inp: &mut In<'_, '_>) -> bool {
    let ahead = inp.ahead();
    let session = inp.state();
    if session.place != Place::Owner {
        session.leaving = false;
        return false;
    }
    let [first, second, ..] = ahead else { return false };
    first.kind.is_atom()
        && known_type(session, Some(*first)).is_none()
        && (second.kind == Kind::LeftBrace || known_type(session, Some(*second)).is_some())
        && !session.is_word(*first, "on")
        && session.begins_line(first.span.start)
        && session.indentation(first.span.start) <= session.owner_indentation
}
