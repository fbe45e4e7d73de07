//! Hover: what the word under the cursor means, and what it comes to.

mod declarations;
mod items;
mod names;
mod statements;
mod types;
mod values;
mod words;

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{self, Expr, ExprId, ExprKind};
use zonal_compiler::syntax::token::{self, TokenKind};

use super::page::Page;
use super::walk::{self, Way};
use crate::session::snapshot::{File, View};

/// What is known of the word under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// The word.
    pub span: Span,
    /// What there is to know.
    pub page: Page,
}

/// What is known of the word at a byte; nothing where no word is, or nothing is known of it.
#[must_use]
pub fn at(view: &View, byte: u32) -> Option<Hover> {
    let word = word_at(&view.file, byte)?;
    let here = Here {
        view,
        file: &view.file,
        tree: view.file.tree(),
        way: walk::way(view.file.tree(), byte),
        byte,
        word,
    };
    let found = here.statement().or_else(|| here.item()).or_else(|| here.keyword());
    found.filter(|hover| !hover.page.is_empty())
}

/// The cursor, and what stands around it.
struct Here<'v> {
    view: &'v View,
    file: &'v File,
    tree: &'v ast::File,
    way: Way<'v>,
    byte: u32,
    /// The word or string under the cursor.
    word: Span,
}

impl<'v> Here<'v> {
    fn of(&self, span: Span) -> &'v str {
        self.file.of(span)
    }

    fn on(&self, span: Span) -> bool {
        !span.is_empty() && span.touches(self.byte)
    }

    fn expr(&self, id: ExprId) -> Expr {
        self.tree.exprs[id]
    }

    fn on_expr(&self, id: ExprId) -> bool {
        self.on(self.expr(id).span)
    }

    /// The first of some spans that is under the cursor.
    fn among(&self, spans: &[Span]) -> Option<Span> {
        spans.iter().copied().find(|span| self.on(*span))
    }

    /// The name in the `${name}` of a string that is under the cursor, with the place of both.
    fn insertion(&self, string: Expr) -> Option<(Span, &'v str)> {
        if !matches!(string.kind, ExprKind::Template) {
            return None;
        }
        let text = self.of(string.span);
        let inside = (self.byte - string.span.start) as usize;
        let start = text.match_indices("${").map(|(at, _)| at).take_while(|at| *at <= inside).last()?;
        let length = text.get(start..)?.find('}')? + 1;
        let span = string.span.part(start, start + length);
        let name = text.get(start + 2..start + length - 1)?;
        span.touches(self.byte).then_some((span, name))
    }
}

/// The word or string that a byte touches; where two do, the one that begins there.
fn word_at(file: &File, byte: u32) -> Option<Span> {
    let text: &str = &file.text;
    let start = text.get(..byte as usize)?.rfind('\n').map_or(0, |newline| newline + 1);
    let line = text.get(start..)?.split('\n').next()?;
    let mut found = None;
    for token in token::lex(line) {
        let span = Span::new(token.span.start + start as u32, token.span.end + start as u32);
        if span.start > byte {
            break;
        }
        let is_word = matches!(token.kind, TokenKind::Word | TokenKind::Str | TokenKind::OpenStr);
        if is_word && span.touches(byte) {
            found = Some(span);
        }
    }
    found
}

#[cfg(test)]
mod tests;
