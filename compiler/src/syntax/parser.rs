//! The parser: text to tree, whatever the text.
//!
//! The lexer's tokens are read into a compact table of significant ones (`reader`), over which chumsky's
//! combinators run. What decides by looking ahead (which statement is it?), what is hot (the plain record line)
//! and what must recover by itself (lines, brackets) is a hand-written rule among them. Rules fail cheaply; a
//! diagnostic is made where a failure is reported. Slips whose meaning is certain are reported and then read as if
//! they had been written right, so that one mistake is one error.

mod block;
mod bracket;
mod expression;
mod failure;
mod item;
mod lexeme;
pub mod pages;
mod rare;
mod reader;
mod report;
mod rule;
mod session;
mod statement;
mod values;

use chumsky::Parser;

pub use self::item::WORDS as DECLARATION_WORDS;
pub use self::session::MAX_DEPTH;
use self::session::Session;
pub use self::statement::Keyword;
use super::ast;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// What became of a text.
#[derive(Debug, Clone)]
pub struct Parse {
    /// The tree, which always exists.
    pub file: ast::File,
    /// What is wrong with the text, in source order.
    pub errors: Vec<Diagnostic>,
}

/// Parses the text of a file.
///
/// Never fails: what cannot be read becomes an error and an `Error` node. The caller refuses texts over 64 MiB;
/// spans count at most 4 GiB.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parse {
    let tables = reader::read(file, text);
    let mut session = Session::new(file, text, &tables.lexemes, &tables.docs);
    session.diagnostics = tables.diagnostics;
    let (items, failures) =
        item::items().parse_with_state(&tables.lexemes, &mut session).into_output_errors();
    for failure in failures {
        session.fail(failure);
    }
    let errors = report::in_order(&tables.lexemes, session.diagnostics, session.follow_ups);
    let mut tree = session.tree;
    tree.items = items.unwrap_or_default();
    Parse { file: tree, errors }
}
/// Whether a word begins a statement of its own, so that an owner of that name stands in quotes before a `{`.
#[must_use]
pub fn is_keyword(word: &str) -> bool {
    statement::Keyword::parse(word).is_some()
}
