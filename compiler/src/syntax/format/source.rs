//! A text with its tokens: what the other parts ask about a token and its neighbours.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::scan::{Scan, touch};
use crate::dns::keyword::RecordKeyword;
use crate::syntax::token::{Token, TokenKind};

/// The tokens of a text, blanks left out. A token is named by its index; an index outside has no kind.
pub(super) struct Source<'t> {
    text: &'t str,
    tokens: &'t [Token],
    labels: &'t [usize],
}

impl<'t> Source<'t> {
    pub(super) const fn new(text: &'t str, scan: &'t Scan) -> Self {
        Self { text, tokens: scan.tokens.as_slice(), labels: scan.labels.as_slice() }
    }

    /// The text's length in bytes.
    pub(super) const fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn kind(&self, at: usize) -> Option<TokenKind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    pub(super) fn is(&self, at: usize, kind: TokenKind) -> bool {
        self.kind(at) == Some(kind)
    }

    /// The token's text; empty if there is none.
    pub(super) fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.span.of(self.text))
    }

    /// Whether a bare word says this.
    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.is(at, TokenKind::Word) && self.text(at) == word
    }

    /// Whether the token is a bare word in the form of a known type.
    pub(super) fn is_type(&self, at: usize) -> bool {
        let word = self.text(at);
        word.starts_with(|first: char| first.is_ascii_uppercase()) && RecordKeyword::parse(word).is_some()
    }

    /// Whether the token is a bare word that may begin a statement of a zone.
    pub(super) fn is_keyword(&self, at: usize) -> bool {
        const KEYWORDS: [&str; 9] =
            ["for", "if", "ignore", "include", "let", "nameservers", "on", "ttl", "under"];
        self.is(at, TokenKind::Word) && KEYWORDS.contains(&self.text(at))
    }

    pub(super) fn is_comment(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(TokenKind::Comment | TokenKind::DocComment))
    }

    /// Whether the token carries meaning: neither a line's end nor a comment.
    pub(super) fn is_code(&self, at: usize) -> bool {
        self.kind(at).is_some_and(|kind| kind != TokenKind::Newline) && !self.is_comment(at)
    }

    /// The next token that carries meaning.
    pub(super) fn next_code(&self, at: usize, end: usize) -> Option<usize> {
        (at + 1..end).find(|&next| self.is_code(next))
    }

    /// Whether a word and a parenthesis right behind it begin a call here.
    pub(super) fn is_call(&self, at: usize) -> bool {
        let touching =
            self.is(at, TokenKind::Word) && self.is(at + 1, TokenKind::LeftParen) && self.touches_next(at);
        touching && self.labels.binary_search(&at).is_err()
    }

    /// The token that closes the bracket at `open`.
    pub(super) fn closing(&self, open: usize, end: usize) -> Option<usize> {
        let mut depth = 0_usize;
        for at in open..end {
            if self.kind(at).is_some_and(opens) {
                depth += 1;
            } else if self.kind(at).is_some_and(closes) {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        None
    }

    /// The columns that the token takes on a screen.
    pub(super) fn width(&self, at: usize) -> usize {
        let text = self.text(at);
        if text.is_ascii() { text.len() } else { text.width() }
    }

    /// The blanks between two neighbours on one line that no column parts.
    pub(super) fn gap(&self, left: usize, right: usize) -> usize {
        use TokenKind::{
            Comma, LeftBrace, LeftBracket, LeftParen, RightBrace, RightBracket, RightParen, Word,
        };
        let (Some(before), Some(after)) = (self.kind(left), self.kind(right)) else { return 0 };
        match (before, after) {
            (LeftParen | LeftBracket, _)
            | (_, RightParen | RightBracket | Comma)
            | (LeftBrace, RightBrace) => 0,
            // `route(…)` is a modifier where `route (…)` is a name and a tuple.
            (Word, LeftParen) if self.is_call(left) => 0,
            _ => 1,
        }
    }

    /// The columns that tokens take on one line.
    pub(super) fn flat_width(&self, tokens: Range<usize>) -> usize {
        let mut previous = None;
        let mut width = 0;
        for at in tokens.filter(|&at| self.is_code(at)) {
            width += previous.map_or(0, |left| self.gap(left, at)) + self.width(at);
            previous = Some(at);
        }
        width
    }

    fn touches_next(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(&left), Some(&right)) => touch(left, right),
            _ => false,
        }
    }
}

/// Whether a token opens a list or parentheses.
pub(super) const fn opens(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::LeftParen | TokenKind::LeftBracket)
}

/// Whether a token closes a list or parentheses.
pub(super) const fn closes(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::RightParen | TokenKind::RightBracket)
}
