//! Newcomers' slips in statements. One with a certain meaning is reported and then read as if it had been right.

mod zone_file;

pub use zone_file::{before_type, duration, is_ttl, suspicious_owner};

use super::super::block::skip_line;
use super::super::expression::arguments;
use super::super::failure::{Expected, Failure, Tokens, quote};
use super::super::item::begins_item_word;
use super::super::lexeme::{Kind, Lexeme};
use super::super::reader::{is_directive, is_name};
use super::super::rule::{In, Steps, simple};
use super::super::session::{Place, Session};
use super::{Keyword, directive, keyword_statement, owner_body, owner_length, record};
use crate::dns::keyword::RecordKeyword;
use crate::error;
use crate::source::Span;
use crate::suggest::closest;
use crate::syntax::ast::{Expr, ExprKind, Record, Statement};

/// Reads a line that is no statement.
pub fn dispatch<'t>(
    inp: &mut In<'t, '_>,
    first: Lexeme,
    behind: Option<Lexeme>,
) -> Result<Statement, Failure> {
    if let Some(statement) = zone_file::dispatch(inp, first) {
        return statement;
    }
    let session = inp.state();
    let word = session.word(first);
    if first.kind == Kind::Word && word.len() > 1 && word.ends_with(':') {
        return yaml_key(inp, first);
    }
    if json_key(inp, first, behind) {
        return Ok(skipped(inp));
    }
    if let Some(behind) = behind.filter(|behind| behind.kind == Kind::Word) {
        let session = inp.state();
        let word = session.word(behind);
        if is_sign(word) {
            return assignment(inp, first, behind);
        }
        if let Some(keyword) = type_with_colon(word).filter(|_| session.place == Place::Zone) {
            report_yaml_key(session, behind.span, WithoutColon::Right);
            let owner = inp.parse(simple(Expected::Owner))?;
            let owner = inp.state().push(owner);
            return record::tail(inp, Some(owner), keyword);
        }
    }
    unknown(inp, first, behind)
}

/// Skips the rest of a line whose mistake has been reported. What stands between its braces is not known.
pub fn skipped(inp: &mut In<'_, '_>) -> Statement {
    let start = inp.index();
    let around = std::mem::replace(&mut inp.state().place, Place::Settings);
    skip_line(inp);
    inp.state().place = around;
    Statement::Error(inp.bytes_since(start))
}

/// A statement that an owner block cannot hold, which is read all the same.
pub fn not_in_owner_block(inp: &mut In<'_, '_>) {
    let Some(first) = inp.peek() else { return };
    let session = inp.state();
    let word = quote(session.word(first));
    let found = error!("not-in-owner-block", session.at(first.span), "{word} cannot stand in an owner block")
        .help("an owner block holds `TYPE values`, `on`, `allow`, `ttl`, `if`, `for` and `let`: move it out");
    session.report(found);
}

/// `{ TYPE … }` with no owner in front.
pub fn block_without_owner(inp: &mut In<'_, '_>, brace: Lexeme) -> Result<Statement, Failure> {
    let session = inp.state();
    let before = Span::at(brace.span.start);
    let found = error!("owner-missing", session.at(brace.span), "the block has no owner")
        .here("expected an owner before the brace")
        .help("write the owner first; `@ { … }` is the origin itself")
        .fix("write `@`", session.at(before), "@ ");
    session.report(found);
    owner_body(inp, Expr { span: before, kind: ExprKind::Error })
}

/// `NAME(…)` alone on a line, which is an include without its word.
pub fn include_without_word(inp: &mut In<'_, '_>, name: Lexeme) -> Result<Statement, Failure> {
    let session = inp.state();
    let word = session.word(name);
    let found = error!("unknown-statement", session.at(name.span), "expected a statement, found `{word}(…)`")
        .help(format!("a template is included with its word: `include {word}(…)`"))
        .suggest("write `include`", session.at(Span::at(name.span.start)), "include ");
    session.report(found);
    inp.parse(directive::include_without_word())
}

/// `include NAME` without its parentheses; yields the place where they belong.
pub fn include_without_parentheses(inp: &mut In<'_, '_>) -> Span {
    let name = inp.index().checked_sub(1);
    let session = inp.state();
    let name = name.and_then(|name| session.tokens.get(name)).map(|name| name.span).unwrap_or_default();
    let behind = Span::at(name.end);
    let found =
        error!("include-without-parentheses", session.at(name), "expected `(` behind the template's name")
            .help("a template is included with its arguments, even if there are none")
            .fix("write `()`", session.at(behind), "()");
    session.report(found);
    behind
}

/// An `else` that its line's start cuts off from its `if`.
pub fn else_on_next_line(inp: &mut In<'_, '_>) {
    let [newline, word, next, ..] = inp.ahead() else { return };
    let session = inp.state();
    let chains = next.kind == Kind::LeftBrace || session.is_word(*next, "if");
    if newline.kind != Kind::Newline || !session.is_word(*word, "else") || !chains {
        return;
    }
    let between = Span::new(newline.span.start, word.span.start);
    let found =
        error!("else-on-next-line", session.at(word.span), "`else` stands on the line of the `}}` before it")
            .help("a line's end ends the `if`: move `else` up, behind the `}`")
            .suggest("move `else` up", session.at(between), " ");
    session.report(found);
    inp.skip();
}

/// `A("www", "192.0.2.1")`
pub fn function_style(inp: &mut In<'_, '_>, keyword: RecordKeyword) -> Result<Statement, Failure> {
    let Some(name) = inp.peek() else { return Ok(skipped(inp)) };
    let start = inp.index();
    inp.skip();
    let found = inp.parse(arguments())?;
    let whole = inp.bytes_since(start);
    let session = inp.state();
    let mut diagnostic = error!("record-as-call", session.at(name.span), "a record is not a function call")
        .here("expected an owner before the type")
        .help("write the owner, the type and the values with blanks between them: `www A 192.0.2.1`");
    let arguments: Vec<Expr> =
        found.elements.iter().map(|argument| session.tree.exprs[argument.value]).collect();
    let Some((&owner, fields)) =
        arguments.split_first().filter(|(_, fields)| !fields.is_empty() && !found.broken)
    else {
        session.report(diagnostic);
        return Ok(Statement::Error(whole));
    };
    let text = |expr: &Expr| expr.span.of(session.text);
    let is_plain = |expr: &Expr| matches!(expr.kind, ExprKind::Word | ExprKind::Str | ExprKind::Variable);
    if arguments.iter().all(is_plain) {
        let bare = |expr: &Expr| text(expr).trim_matches('"').to_owned();
        let quoted = matches!(session.word(name), "TXT" | "CAA" | "URI" | "NAPTR");
        let fields = fields.iter().map(|field| if quoted { text(field).to_owned() } else { bare(field) });
        let line =
            format!("{} {} {}", bare(&owner), session.word(name), fields.collect::<Vec<_>>().join(" "));
        diagnostic = diagnostic.suggest("write it as a record", session.at(whole), line);
    }
    session.report(diagnostic);
    let owner = Some(session.push(owner));
    let values = session.push_run(fields.iter().copied());
    Ok(Statement::Record(Record { owner, type_span: name.span, keyword, values }))
}

/// `key: value`
fn yaml_key(inp: &mut In<'_, '_>, key: Lexeme) -> Result<Statement, Failure> {
    let followed = inp.ahead().get(1).is_some_and(|next| next.kind.is_atom());
    let session = inp.state();
    let name = session.word(key).trim_end_matches(':');
    let keyword = Keyword::parse(name);
    let typed = session.place == Place::Owner && type_with_colon(session.word(key)).is_some();
    let is_right = followed && (keyword.is_some() || typed);
    report_yaml_key(session, key.span, if is_right { WithoutColon::Right } else { WithoutColon::Unsure });
    if let Some(keyword) = type_with_colon(session.word(key)).filter(|_| session.place == Place::Owner) {
        return record::tail(inp, None, keyword);
    }
    match keyword {
        Some(keyword) => keyword_statement(inp, keyword),
        None => Ok(skipped(inp)),
    }
}

/// What `A:` means as a type, in any case of letters.
fn type_with_colon(word: &str) -> Option<RecordKeyword> {
    RecordKeyword::parse(&word.strip_suffix(':')?.to_ascii_uppercase())
}

/// Whether a word is a sign that other languages have between a name and its value.
pub fn is_sign(word: &str) -> bool {
    matches!(word, "=" | ":=" | ":" | "=>" | "->")
}

/// Reports and skips such a sign where only blanks belong.
pub fn skip_sign(inp: &mut In<'_, '_>, place: &str, form: &str) {
    let [sign, value, ..] = inp.ahead() else { return };
    let session = inp.state();
    let shown = session.word(*sign);
    if sign.kind != Kind::Word || !is_sign(shown) {
        return;
    }
    let removed = Span::new(sign.span.start, value.span.start.max(sign.span.end));
    let found = error!("stray-equals", session.at(sign.span), "`{shown}` does not stand in a {place}")
        .help(format!("a {place} is `{form}`, with nothing but blanks between them"))
        .fix(format!("remove `{shown}`"), session.at(removed), "");
    session.report(found);
    inp.skip();
}

/// Reports a misspelt `else if`, which is read as one.
pub fn misspelt_else_if(inp: &mut In<'_, '_>) -> bool {
    let Some(next) = inp.peek() else { return false };
    let session = inp.state();
    let misspelt = next.kind == Kind::Word && matches!(session.word(next), "elsif" | "elif" | "elseif");
    if misspelt {
        let word = session.word(next);
        let found = error!("unknown-statement", session.at(next.span), "expected `else`, found `{word}`")
            .help("write `else if`")
            .fix("write `else if`", session.at(next.span), "else if");
        session.report(found);
    }
    misspelt
}

/// What a line is once a colon in it is removed.
#[derive(Clone, Copy)]
pub enum WithoutColon {
    /// As it should be.
    Right,
    /// Nobody knows.
    Unsure,
}

/// Reports a colon behind a word that begins a line.
pub fn report_yaml_key(session: &mut Session<'_>, key: Span, without: WithoutColon) {
    let colon = Span::new(key.end.saturating_sub(1), key.end);
    let found = error!("yaml-key", session.at(colon), "no colon stands behind a name")
        .here("this colon")
        .help("this is not YAML: write the name and its value with a blank between them");
    session.report(match without {
        WithoutColon::Right => found.fix("remove the colon", session.at(colon), ""),
        WithoutColon::Unsure => found,
    });
}

/// Reports `"key": value` and `- value`.
fn json_key(inp: &mut In<'_, '_>, first: Lexeme, behind: Option<Lexeme>) -> bool {
    let session = inp.state();
    let colon = behind.filter(|behind| {
        let quoted = matches!(first.kind, Kind::Str | Kind::Template);
        quoted && behind.kind == Kind::Word && session.word(*behind).starts_with(':')
    });
    let dash = first.kind == Kind::Word && session.word(first) == "-";
    let (at, message) = match colon {
        Some(colon) => (colon.span, "no colon stands behind a name"),
        None if dash => (first.span, "a list has no dashes"),
        None => return false,
    };
    let found = error!("yaml-key", session.at(at), "{message}")
        .help("this is neither JSON nor YAML: a record is `OWNER TYPE VALUE`, a list `[a, b]`");
    session.report(found);
    true
}

/// `OWNER = …`
fn assignment(inp: &mut In<'_, '_>, first: Lexeme, sign: Lexeme) -> Result<Statement, Failure> {
    let third = inp.ahead().get(2).copied();
    let session = inp.state();
    let shown = quote(session.word(sign));
    let found = error!("stray-equals", session.at(sign.span), "{shown} does not stand in a record");
    let known = super::known_type(session, third);
    let Some((keyword, third)) = known.zip(third) else {
        let found = found
            .help("a record is `OWNER TYPE VALUE`; a variable is declared with `let NAME = VALUE`")
            .suggest("declare a variable", session.at(Span::at(first.span.start)), "let ");
        session.report(found);
        return Ok(skipped(inp));
    };
    let removed = Span::new(sign.span.start, third.span.start);
    let found = found.help("a record is `OWNER TYPE VALUE`, with nothing but blanks between them").fix(
        format!("remove {shown}"),
        session.at(removed),
        "",
    );
    session.report(found);
    let owner = if session.place == Place::Zone { Some(inp.parse(simple(Expected::Owner))?) } else { None };
    let owner = owner.map(|owner| inp.state().push(owner));
    inp.advance(if owner.is_some() { 1 } else { 2 });
    record::tail(inp, owner, keyword)
}

/// A line that begins with nothing known.
fn unknown(inp: &mut In<'_, '_>, first: Lexeme, behind: Option<Lexeme>) -> Result<Statement, Failure> {
    let start = inp.index();
    let session = inp.state();
    if !first.kind.is_atom() {
        return Err(Failure::new(start, Expected::Statement));
    }
    if first.kind == Kind::Broken || behind.is_some_and(|behind| behind.kind == Kind::Broken) {
        return Ok(skipped(inp));
    }
    let word = if first.kind == Kind::Word { session.word(first) } else { "" };
    if matches!(word, "--" | "<!--") {
        let found = error!("foreign-comment", session.at(first.span), "`{word}` does not begin a comment")
            .help("a comment begins with `#`")
            .suggest("write `#`", session.at(first.span), "#");
        session.report(found);
        return Ok(skipped(inp));
    }
    if word == "else" {
        let found = error!("unknown-statement", session.at(first.span), "no `if` stands before this `else`")
            .help("`else` stands behind the `}` of an `if`, on its line");
        session.report(found);
        return Ok(skipped(inp));
    }
    if begins_item_word(word) && behind.is_some_and(|behind| behind.kind.is_atom()) {
        let found =
            error!("misplaced-declaration", session.at(first.span), "`{word}` stands at the top level alone")
                .help("move the declaration out of this block");
        session.report(found);
        return Ok(skipped(inp));
    }
    if session.place == Place::Owner {
        return unknown_type(inp, first);
    }
    if is_name(word) && !makes_names(word) && is_call_alone(inp.ahead()) {
        return include_without_word(inp, first);
    }
    let session = inp.state();
    let second = behind.filter(|behind| behind.kind == Kind::Word);
    if let Some(second) = second.filter(|second| is_type_like(session.word(*second))) {
        return unknown_type(inp, second);
    }
    let address = second.and_then(|second| address_type(session.word(second)));
    let near = closest(word, Keyword::ALL.map(|(text, _)| text)).filter(|_| address.is_none());
    if let Some((keyword, right)) = near.and_then(|near| Keyword::parse(near).zip(Some(near))) {
        let found =
            error!("unknown-statement", session.at(first.span), "expected a statement, found `{word}`")
                .help(format!("did you mean `{right}`?"))
                .suggest(format!("write `{right}`"), session.at(first.span), right);
        session.report(found);
        return keyword_statement(inp, keyword);
    }
    type_missing(inp, first, behind, address)
}

/// Whether a function of this name gives what may be an owner.
fn makes_names(word: &str) -> bool {
    matches!(word, "reverse" | "lower" | "pad" | "file")
}

/// Whether a call is all that stands on the line.
fn is_call_alone(ahead: Tokens<'_>) -> bool {
    let length = owner_length(ahead);
    length > 1 && ahead.get(length).is_none_or(|next| matches!(next.kind, Kind::Newline | Kind::RightBrace))
}

/// `OWNER VALUE` without a type.
fn type_missing(
    inp: &mut In<'_, '_>,
    first: Lexeme,
    behind: Option<Lexeme>,
    address: Option<&str>,
) -> Result<Statement, Failure> {
    let session = inp.state();
    let shown = quote(session.word(first));
    let value = behind.filter(|behind| !matches!(behind.kind, Kind::Newline | Kind::RightBrace));
    let found = match value {
        Some(value) => {
            let word = quote(session.word(value));
            error!(
                "type-missing",
                session.at(value.span),
                "expected a record type behind {shown}, found {word}"
            )
            .here("expected a record type")
        }
        None => error!("type-missing", session.at(first.span), "expected a record type behind {shown}"),
    };
    let on = value.filter(|value| session.is_word(*value, "on") && first.kind == Kind::Word);
    let found = found.help(match address {
        _ if on.is_some() => {
            format!("`on` stands in front of the whole statement: `on PROVIDER {} …`", session.word(first))
        }
        Some(rtype) => format!("write the type before the value: `{} …`", rtype),
        None => "a record is `OWNER TYPE VALUE`, such as `www A 192.0.2.1`".to_owned(),
    });
    let found = match (address, value) {
        (Some(rtype), Some(value)) => found.suggest(
            format!("write `{rtype}`"),
            session.at(Span::at(value.span.start)),
            format!("{rtype} "),
        ),
        _ => found,
    };
    session.report(found);
    Ok(skipped(inp))
}

/// The type that a value shows to be meant.
fn address_type(word: &str) -> Option<&'static str> {
    match word.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(_)) => Some("A"),
        Ok(std::net::IpAddr::V6(_)) => Some("AAAA"),
        Err(_) => None,
    }
}

/// Whether a word was meant as a type: upper case, or close to one.
fn is_type_like(word: &str) -> bool {
    let upper = word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
    let begins = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
    (upper && begins) || (word.len() > 2 && closest(word, RecordKeyword::words()).is_some())
}

/// A type that nobody knows.
fn unknown_type(inp: &mut In<'_, '_>, at: Lexeme) -> Result<Statement, Failure> {
    let session = inp.state();
    let word = session.word(at);
    let found = error!("unknown-type", session.at(at.span), "expected a record type, found {}", quote(word));
    let found = match closest(word, RecordKeyword::words()) {
        Some(right) => found.help(format!("did you mean `{right}`?")).suggest(
            format!("write `{right}`"),
            session.at(at.span),
            right,
        ),
        None => {
            found.help("a type that has no name here is written as `TYPE65534 \\# LENGTH HEX` (RFC 3597)")
        }
    };
    session.report(found);
    Ok(skipped(inp))
}
