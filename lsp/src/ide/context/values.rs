//! Where a cursor stands among values: in which brackets, and behind how many operands.

use std::ops::Range;

use zonal_compiler::syntax::token::{Token, TokenKind};

/// Open brackets, or the statement itself.
#[derive(Debug, Clone, Default)]
pub struct Level {
    /// The bracket that opens it; none for the statement itself.
    pub bracket: Option<Token>,
    /// The word that the bracket touches: what is called.
    pub callee: Option<Token>,
    /// The operands since the last comma.
    pub operands: Vec<Operand>,
    /// All operands before the last comma.
    pub earlier: Vec<Operand>,
    /// The commas.
    pub commas: usize,
}

/// A word, a string, something in brackets, or a call.
#[derive(Debug, Clone)]
pub struct Operand {
    /// Its first token.
    pub first: Token,
    /// All of its tokens, by their positions.
    pub tokens: Range<usize>,
}

impl Operand {
    /// Whether it is a call: a word whose parenthesis touches it.
    #[must_use]
    pub fn is_call(&self) -> bool {
        self.first.kind == TokenKind::Word && self.tokens.len() > 1
    }
}

impl Level {
    /// Whether the level is in parentheses that call nothing.
    #[must_use]
    pub fn is_tuple(&self) -> bool {
        self.bracket.is_some_and(|bracket| bracket.kind == TokenKind::LeftParen) && self.callee.is_none()
    }
}

/// The levels that are open behind some tokens, outermost first; there is always one.
#[must_use]
pub fn levels(tokens: &[Token]) -> (Level, Vec<Level>) {
    let mut outermost = Level::default();
    let mut inner: Vec<(Level, usize)> = Vec::new();
    for (position, &token) in tokens.iter().enumerate() {
        let level = inner.last_mut().map_or(&mut outermost, |(level, _)| level);
        match token.kind {
            TokenKind::LeftParen | TokenKind::LeftBracket => {
                let touched = level.operands.last().filter(|last| {
                    token.kind == TokenKind::LeftParen
                        && last.first.kind == TokenKind::Word
                        && last.tokens.len() == 1
                        && last.first.span.end == token.span.start
                });
                let (callee, start) = match touched {
                    Some(last) => (Some(last.first), last.tokens.start),
                    None => (None, position),
                };
                if callee.is_some() {
                    level.operands.pop();
                }
                inner.push((Level { bracket: Some(token), callee, ..Level::default() }, start));
            }
            TokenKind::RightParen | TokenKind::RightBracket => {
                let Some((closed, start)) = inner.pop() else { continue };
                let Some(first) = closed.callee.or(closed.bracket) else { continue };
                let level = inner.last_mut().map_or(&mut outermost, |(level, _)| level);
                level.operands.push(Operand { first, tokens: start..position + 1 });
            }
            TokenKind::Comma => {
                level.commas += 1;
                let done = std::mem::take(&mut level.operands);
                level.earlier.extend(done);
            }
            TokenKind::Word | TokenKind::Str | TokenKind::OpenStr => {
                level.operands.push(Operand { first: token, tokens: position..position + 1 });
            }
            TokenKind::LeftBrace
            | TokenKind::RightBrace
            | TokenKind::Newline
            | TokenKind::Blank
            | TokenKind::Comment
            | TokenKind::DocComment
            | TokenKind::Semicolon => {}
        }
    }
    (outermost, inner.into_iter().map(|(level, _)| level).collect())
}
