//! The top level: declarations, and what strays among them.

mod policy;
mod setting;
mod template;
mod zone;

use chumsky::prelude::*;

use super::block::{Line, end_line, skip_line};
use super::failure::{Expected, Failure, Tokens, quote};
use super::lexeme::{Kind, Lexeme};
use super::rule::{In, Rule, Steps, by_hand};
use super::session::{Place, Session};
use super::statement::{Keyword, WithoutColon, report_yaml_key, statement_line};
use crate::dns::keyword::RecordKeyword;
use crate::error;
use crate::source::Span;
use crate::suggest::closest;
use crate::syntax::ast::{Item, ItemKind};

/// The words that begin a declaration.
pub const WORDS: [&str; 7] = ["zone", "template", "provider", "policy", "let", "health", "extend"];

/// Whether a word begins a declaration that stands at the top level alone.
pub fn begins_item_word(word: &str) -> bool {
    WORDS.contains(&word) && !matches!(word, "policy" | "let")
}

/// Whether a line inside a block can only be the next declaration, because a brace before it is missing: it begins
/// at the margin, and reads like one.
pub fn begins_item(session: &Session<'_>, ahead: Tokens<'_>) -> bool {
    let [first, second, rest @ ..] = ahead else { return false };
    if first.kind != Kind::Word || !second.kind.is_atom() || !session.at_margin(first.span.start) {
        return false;
    }
    let second_word = session.word(*second);
    if second.kind == Kind::Word && RecordKeyword::parse(second_word).is_some() {
        return false;
    }
    let third_is = |wanted: Kind| rest.first().is_some_and(|third| third.kind == wanted);
    let third_word = |wanted: &str| rest.first().is_some_and(|third| session.is_word(*third, wanted));
    match session.word(*first) {
        "zone" => true,
        "template" => third_is(Kind::LeftParen),
        "provider" | "health" => third_word("="),
        "extend" => second_word == "zone",
        "policy" => third_is(Kind::LeftBrace) || third_word("default"),
        _ => false,
    }
}

/// A whole file.
pub fn items<'t>() -> impl Rule<'t, Vec<Item>> {
    by_hand(|inp: &mut In<'t, '_>| {
        let mut items = Vec::new();
        let mut stray = Stray::default();
        while let Some(next) = inp.peek() {
            match next.kind {
                Kind::Newline => inp.skip(),
                Kind::RightBrace => {
                    inp.skip();
                    stray.brace(inp.state(), next);
                }
                Kind::Word
                | Kind::Label
                | Kind::Variable
                | Kind::Dots
                | Kind::Str
                | Kind::Template
                | Kind::Broken
                | Kind::LeftBrace
                | Kind::LeftParen
                | Kind::RightParen
                | Kind::LeftBracket
                | Kind::RightBracket
                | Kind::Comma => items.push(item(inp, &mut stray)),
            }
        }
        Ok(items)
    })
}

/// Whether statements or braces have been found at the top level since the last declaration.
#[derive(Default)]
struct Stray {
    /// Statements that stand outside every block; the first has been reported.
    statements: bool,
}

impl Stray {
    /// A `}` that closes nothing. Behind stray statements it is the brace that they were to stand before.
    fn brace(&mut self, session: &mut Session<'_>, brace: Lexeme) {
        if std::mem::take(&mut self.statements) {
            return;
        }
        let found = error!("unopened-brace", session.at(brace.span), "nothing opens this `}}`")
            .help("remove it, or write the line that opens its block")
            .suggest("remove the brace", session.at(brace.span), "");
        session.follow_up(found);
    }
}

fn item(inp: &mut In<'_, '_>, stray: &mut Stray) -> Item {
    let (start, first) = (inp.index(), inp.peek());
    let session = inp.state();
    (session.unclosed, session.suspect, session.leaving) = (false, None, false);
    session.refused_depth = false;
    (session.place, session.depth, session.operators) = (Place::Zone, 0, 0);
    let docs = first.map_or_else(Vec::new, |first| documentation(session, first.span.start));
    let before = inp.save();
    let kind = match dispatch(inp, stray) {
        Ok(kind) => kind,
        Err(failure) => {
            inp.rewind(before);
            inp.state().fail(failure);
            // What stands between its braces is not known.
            inp.state().place = Place::Settings;
            skip_line(inp);
            ItemKind::Error
        }
    };
    let span = inp.bytes_since(start);
    if inp.index() == start {
        // Never stand still, whatever the item's rule made of it.
        inp.skip();
    }
    end_line(inp);
    Item { span, docs, kind }
}

fn dispatch(inp: &mut In<'_, '_>, stray: &mut Stray) -> Result<ItemKind, Failure> {
    if inp.state().is_full() {
        return Ok(skipped_item(inp));
    }
    let [first, rest @ ..] = inp.ahead() else {
        return Err(Failure::new(inp.index(), Expected::Item));
    };
    let session = inp.state();
    let is_type =
        |token: &Lexeme| token.kind == Kind::Word && RecordKeyword::parse(session.word(*token)).is_some();
    let record = rest.first().is_some_and(is_type);
    let word = if first.kind == Kind::Word && !record { session.word(*first) } else { "" };
    if let Some(read) = declaration(inp, word) {
        stray.statements = false;
        return read;
    }
    if word == "test" {
        return Ok(reserved_test(inp, *first));
    }
    // A zone file's line has its type further behind.
    let session = inp.state();
    let is_type =
        |token: &Lexeme| token.kind == Kind::Word && RecordKeyword::parse(session.word(*token)).is_some();
    let has_type =
        record || is_type(first) || rest.iter().take(3).take_while(|next| next.kind.is_atom()).any(is_type);
    let looks = if has_type { Looks::Record } else { Looks::Other };
    unknown(inp, *first, rest.first().copied(), looks, stray)
}

/// Reads the declaration that a word begins.
fn declaration(inp: &mut In<'_, '_>, word: &str) -> Option<Result<ItemKind, Failure>> {
    Some(match word {
        "zone" => inp.parse(zone::zone()),
        "extend" => inp.parse(zone::extend()),
        "template" => inp.parse(template::template()),
        "provider" => inp.parse(setting::provider()),
        "health" => inp.parse(setting::health()),
        "policy" => inp.parse(policy::policy()),
        "let" => inp.parse(super::statement::let_().map(ItemKind::Let)),
        _ => return None,
    })
}

/// `test "…" in ZONE { … }`
fn reserved_test(inp: &mut In<'_, '_>, first: Lexeme) -> ItemKind {
    let session = inp.state();
    let found = error!("reserved", session.at(first.span), "`test` is reserved")
        .help("tests of zones are not part of the language yet");
    session.report(found);
    skipped_item(inp)
}

/// What a line that begins no declaration looks like.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// A record's type stands in it.
    Record,
    Other,
}

/// A line that begins no declaration.
fn unknown(
    inp: &mut In<'_, '_>,
    first: Lexeme,
    second: Option<Lexeme>,
    looks: Looks,
    stray: &mut Stray,
) -> Result<ItemKind, Failure> {
    let session = inp.state();
    let word = if first.kind == Kind::Word { session.word(first) } else { "" };
    let record = looks == Looks::Record;
    let keyword = Keyword::parse(word).is_some_and(|_| !record);
    let directive = word.strip_prefix('$').is_some_and(super::reader::is_directive);
    let block = second.is_some_and(|second| second.kind == Kind::LeftBrace);
    let named = second.is_some_and(|second| second.kind.is_atom());
    let near = closest(word, WORDS).filter(|_| named && !record && !keyword && !directive);
    if let Some(right) = near {
        let found =
            error!("unknown-statement", session.at(first.span), "expected a declaration, found `{word}`")
                .help(format!("did you mean `{right}`?"))
                .suggest(format!("write `{right}`"), session.at(first.span), right);
        session.report(found);
        return declaration(inp, right).unwrap_or(Ok(ItemKind::Error));
    }
    if word.len() > 1 && word.ends_with(':') {
        report_yaml_key(session, first.span, WithoutColon::Unsure);
        return Ok(skipped_item(inp));
    }
    let statement = first.kind.is_atom() && (record || keyword || block) && !directive;
    if statement && !stray.statements {
        stray.statements = true;
        let shown = quote(session.word(first));
        let found = error!(
            "statement-outside-zone",
            session.at(first.span),
            "a statement stands outside a zone"
        )
        .here(format!("expected a declaration, found {shown}"))
        .help(
            "records and their statements stand between the braces of a `zone`, `extend zone` or `template`",
        );
        // What else is wrong with the line will be found where it belongs.
        session.report(found);
    }
    if statement || directive || first.kind == Kind::Broken {
        read_stray_statement(inp);
        return Ok(ItemKind::Error);
    }
    if !named {
        return Err(Failure::new(inp.index(), Expected::Item));
    }
    let shown = quote(session.word(first));
    let found =
        error!("unknown-statement", session.at(first.span), "expected a declaration, found {shown}")
            .help("the declarations are `zone`, `template`, `provider`, `policy`, `let`, `health` and `extend zone`; records stand in a zone");
    session.report(found);
    Ok(skipped_item(inp))
}

/// Skips a line whose mistake has been reported, with whatever stands between its braces.
fn skipped_item(inp: &mut In<'_, '_>) -> ItemKind {
    inp.state().place = Place::Settings;
    skip_line(inp);
    ItemKind::Error
}

/// Reads a statement at the top level for its own errors.
fn read_stray_statement(inp: &mut In<'_, '_>) {
    match statement_line(inp) {
        Line::Read(_) | Line::Outside => {}
    }
}

/// The `##` lines directly above a declaration.
fn documentation(session: &mut Session<'_>, start: u32) -> Vec<Span> {
    let above = session.docs.partition_point(|doc| doc.end <= start);
    let (above, below) = session.docs.split_at_checked(above).unwrap_or_default();
    session.docs = below;
    let mut next = start;
    let mut docs = Vec::new();
    for doc in above.iter().rev() {
        let between = session.text.get(doc.end as usize..next as usize).unwrap_or_default();
        let lines = between.matches('\n').count().max(between.matches('\r').count());
        if lines != 1 || !between.trim().is_empty() {
            break;
        }
        docs.push(*doc);
        next = doc.start;
    }
    docs.reverse();
    docs
}
