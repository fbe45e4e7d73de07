//! Which statement is it? Position decides, so this is read by hand, two tokens ahead.

mod control;
mod directive;
mod record;
mod slip;

pub use control::let_;
pub use directive::for_types;
pub use slip::{WithoutColon, duration, is_ttl, report_yaml_key, skip_sign};

use chumsky::prelude::*;

use super::block::{Line, block, end_line, skip_line};
use super::expression::{call_or_simple, opens_call};
use super::failure::{Expected, Failure, Tokens};
use super::lexeme::{Kind, Lexeme};
use super::rule::{In, Rule, Steps};
use super::session::{Place, Session};
use crate::dns::keyword::RecordKeyword;
use crate::syntax::ast::{Expr, OwnerBlock, Statement};

/// The words that begin a statement of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// `on P …`
    On,
    /// `under NAME { … }`
    Under,
    /// `include TEMPLATE(…)`
    Include,
    /// `for X in LIST { … }`
    For,
    /// `if COND { … }`
    If,
    /// `let X = EXPR`
    Let,
    /// `ttl X`
    Ttl,
    /// `allow(…)`
    Allow,
    /// `policy A`
    Policy,
    /// `nameservers N`
    Nameservers,
    /// `ignore "P" TYPES "why"`
    Ignore,
}

impl Keyword {
    /// Every keyword with its word.
    pub const ALL: [(&'static str, Self); 11] = [
        ("on", Self::On),
        ("under", Self::Under),
        ("include", Self::Include),
        ("for", Self::For),
        ("if", Self::If),
        ("let", Self::Let),
        ("ttl", Self::Ttl),
        ("allow", Self::Allow),
        ("policy", Self::Policy),
        ("nameservers", Self::Nameservers),
        ("ignore", Self::Ignore),
    ];

    /// Reads a keyword.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(text, _)| *text == word).map(|&(_, keyword)| keyword)
    }

    /// Whether the statement may stand in an owner block.
    pub const fn fits_owner_block(self) -> bool {
        matches!(self, Self::On | Self::Allow | Self::Ttl | Self::If | Self::For | Self::Let)
    }
}

/// One statement and its line's end.
pub fn statement_line(inp: &mut In<'_, '_>) -> Line<Statement> {
    if let Some(record) = record::plain(inp) {
        inp.take(Kind::Newline);
        return Line::Read(Statement::Record(record));
    }
    if record::leaves_owner_block(inp) {
        return Line::Outside;
    }
    let statement = statement(inp);
    end_line(inp);
    Line::Read(statement)
}

/// One statement without its line's end. What cannot be read is reported and skipped.
pub fn statement(inp: &mut In<'_, '_>) -> Statement {
    if let Some(record) = record::plain(inp) {
        return Statement::Record(record);
    }
    let (start, before) = (inp.index(), inp.save());
    if inp.state().is_full() {
        skip_line(inp);
        return Statement::Error(inp.bytes_since(start));
    }
    match dispatch(inp) {
        Ok(statement) => statement,
        Err(failure) => {
            inp.rewind(before);
            inp.state().fail(failure);
            skip_line(inp);
            Statement::Error(inp.bytes_since(start))
        }
    }
}

fn dispatch(inp: &mut In<'_, '_>) -> Result<Statement, Failure> {
    let (start, ahead, place) = (inp.index(), inp.ahead(), inp.state().place);
    let Some(&first) = ahead.first() else { return Err(Failure::new(start, Expected::Statement)) };
    let session = inp.state();
    let known_first = known_type(session, Some(first));
    let owner_length = owner_length(ahead);
    let behind = ahead.get(owner_length).copied();
    if place == Place::Owner
        && let Some(keyword) = known_first
    {
        return record::in_owner_block(inp, keyword);
    }
    if owner_length > 0
        && let Some(keyword) = known_type(session, behind)
    {
        return record::with_owner(inp, keyword);
    }
    let keyword = if first.kind == Kind::Word { Keyword::parse(session.word(first)) } else { None };
    if let Some(keyword) = keyword {
        return keyword_statement(inp, keyword);
    }
    let opens = behind.is_some_and(|behind| behind.kind == Kind::LeftBrace);
    if owner_length > 0 && opens && !session.is_word(first, "else") {
        return owner_block(inp);
    }
    if let Some(keyword) = known_first {
        return record::without_owner(inp, keyword);
    }
    if first.kind == Kind::LeftBrace && holds_types(inp.state(), ahead) {
        return slip::block_without_owner(inp, first);
    }
    slip::dispatch(inp, first, behind)
}

/// The statement that a keyword begins.
fn keyword_statement(inp: &mut In<'_, '_>, keyword: Keyword) -> Result<Statement, Failure> {
    if inp.state().place == Place::Owner && !keyword.fits_owner_block() {
        slip::not_in_owner_block(inp);
    }
    match keyword {
        Keyword::On => inp.parse(control::on()),
        Keyword::Under => inp.parse(control::under()),
        Keyword::Include => inp.parse(directive::include()),
        Keyword::For => inp.parse(control::for_()),
        Keyword::If => inp.parse(control::if_()),
        Keyword::Let => inp.parse(control::let_().map(|found| Statement::Let(Box::new(found)))),
        Keyword::Ttl => inp.parse(directive::ttl()),
        Keyword::Allow => inp.parse(directive::allow()),
        Keyword::Policy => inp.parse(directive::policy()),
        Keyword::Nameservers => inp.parse(directive::nameservers()),
        Keyword::Ignore => inp.parse(directive::ignore()),
    }
}

/// The number of tokens of the owner at the head of some tokens.
fn owner_length(ahead: Tokens<'_>) -> usize {
    match ahead {
        [name, paren, rest @ ..] if opens_call(*name, *paren) => {
            closing_paren(rest).map_or(0, |close| close + 3)
        }
        [first, ..] if first.kind.is_atom() => 1,
        [..] => 0,
    }
}

/// Where the parenthesis closes that some tokens stand behind.
fn closing_paren(tokens: Tokens<'_>) -> Option<usize> {
    let mut open = 0u32;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::LeftParen => open += 1,
            Kind::RightParen if open == 0 => return Some(at),
            Kind::RightParen => open -= 1,
            Kind::Newline | Kind::LeftBrace | Kind::RightBrace => return None,
            Kind::Word
            | Kind::Label
            | Kind::Variable
            | Kind::Dots
            | Kind::Str
            | Kind::Template
            | Kind::Broken
            | Kind::LeftBracket
            | Kind::RightBracket
            | Kind::Comma => {}
        }
    }
    None
}

/// What a token means as a record's type.
fn known_type(session: &Session<'_>, lexeme: Option<Lexeme>) -> Option<RecordKeyword> {
    let lexeme = lexeme.filter(|lexeme| lexeme.kind == Kind::Word)?;
    RecordKeyword::parse(session.word(lexeme))
}

/// A word, a string, `$x` or a call.
pub fn owner<'t>() -> impl Rule<'t, Expr> {
    call_or_simple(Expected::Owner)
}

/// `OWNER { … }`
fn owner_block(inp: &mut In<'_, '_>) -> Result<Statement, Failure> {
    if inp.state().place == Place::Owner {
        slip::not_in_owner_block(inp);
    }
    let owner = inp.parse(owner())?;
    owner_body(inp, owner)
}

/// Whether a block begins with a record type, as an owner block does.
fn holds_types(session: &Session<'_>, ahead: Tokens<'_>) -> bool {
    let mut inside = ahead.iter().skip(1).filter(|token| token.kind != Kind::Newline);
    let (first, second) = (inside.next().copied(), inside.next().copied());
    known_type(session, first).is_some() && known_type(session, second).is_none()
}

/// The `{ … }` behind an owner.
fn owner_body(inp: &mut In<'_, '_>, owner: Expr) -> Result<Statement, Failure> {
    let session = inp.state();
    let indentation = session.indentation(owner.span.start);
    let owner = session.push(owner);
    let around = (session.place, session.owner_indentation);
    (session.place, session.owner_indentation) = (Place::Owner, indentation);
    let body = inp.parse(block());
    let session = inp.state();
    (session.place, session.owner_indentation) = around;
    Ok(Statement::Owner(Box::new(OwnerBlock { owner, body: body? })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::words;

    #[test]
    fn every_keyword_is_explained() {
        for (word, _) in Keyword::ALL {
            assert!(words::find(word, words::Place::Statement).is_some(), "{word}");
        }
    }
}
