//! What stands before the cursor, read from the tokens alone.
//!
//! A text that is being typed is broken at the cursor, and a tree says least about what is broken. The tokens from the
//! last declaration before the cursor up to it say all that counts: the open blocks and the statement so far.

pub mod record;
mod scan;
pub mod values;

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::token::{Token, TokenKind};

pub use scan::scan;

/// What stands before a cursor.
#[derive(Debug, Clone)]
pub struct Context<'t> {
    /// The whole text.
    pub text: &'t str,
    /// The cursor.
    pub cursor: u32,
    /// What the cursor stands in.
    pub inside: Inside,
    /// The word under the cursor, which an answer replaces; empty where there is none.
    pub word: Span,
    /// The open blocks, outermost first.
    pub blocks: Vec<Open>,
    /// The tokens of the statement before the word, without blanks.
    pub tokens: Vec<Token>,
    /// The head of a block that was closed on this line before the statement.
    pub closed: Option<Vec<Token>>,
}

/// What a cursor stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inside {
    /// Where a word may be written.
    Code,
    /// Directly behind a string, a bracket or a brace, where a blank is missing.
    Behind,
    /// A comment.
    Comment,
    /// A string with its quotes; an open one ends with its line.
    Str(Span),
}

/// An open block.
#[derive(Debug, Clone, Default)]
pub struct Open {
    /// The tokens before its brace.
    pub head: Vec<Token>,
    /// Its brace.
    pub brace: Span,
    /// The statements in it, before the cursor's, that later ones depend on: `let`, `policy`, `nameservers`, and all
    /// lines of a block of settings.
    pub lines: Vec<Vec<Token>>,
}

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Declarations: no block.
    Top,
    /// The settings of a provider.
    Provider,
    /// The settings of a health check.
    Health,
    /// The lines of a policy.
    Policy,
    /// Statements.
    Body(Body),
    /// What cannot be known.
    Unknown,
}

/// A block of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Body {
    /// The declaration around.
    pub of: BodyOf,
    /// Whether the block is that of an owner: its records have none of their own.
    pub at_owner: bool,
    /// Whether the block is directly the declaration's.
    pub is_outermost: bool,
}

/// The declarations that hold statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyOf {
    /// `zone`.
    Zone,
    /// `extend zone`.
    Extend,
    /// `template`.
    Template,
}

impl<'t> Context<'t> {
    /// The text of a token.
    #[must_use]
    pub fn of(&self, token: Token) -> &'t str {
        token.span.of(self.text)
    }

    /// The part of the word that stands before the cursor.
    #[must_use]
    pub fn prefix(&self) -> &'t str {
        Span::new(self.word.start, self.cursor.max(self.word.start)).of(self.text)
    }

    /// What follows the word directly.
    #[must_use]
    pub fn next_char(&self) -> Option<char> {
        self.text.get(self.word.end as usize..).and_then(|rest| rest.chars().next())
    }

    /// The words of some tokens.
    #[must_use]
    pub fn words(&self, tokens: &[Token]) -> Vec<&'t str> {
        tokens.iter().map(|token| self.of(*token)).collect()
    }

    /// The first word of a block's head.
    #[must_use]
    pub fn head_word(&self, open: &Open) -> &'t str {
        open.head.first().map_or("", |token| self.of(*token))
    }

    /// What the innermost block holds.
    #[must_use]
    pub fn area(&self) -> Area {
        let Some((item, inner)) = self.blocks.split_first() else { return Area::Top };
        let of = match self.head_word(item) {
            "provider" => return Area::Provider,
            "health" => return Area::Health,
            "policy" => return Area::Policy,
            "zone" => BodyOf::Zone,
            "extend" => BodyOf::Extend,
            "template" => BodyOf::Template,
            _ => return Area::Unknown,
        };
        let at_owner = inner.iter().any(|open| self.is_owner_head(&open.head));
        Area::Body(Body { of, at_owner, is_outermost: inner.is_empty() })
    }

    /// Cuts a statement behind `on PROVIDERS`: the names, and the statement that follows.
    #[must_use]
    pub fn split_on<'a>(&self, tokens: &'a [Token]) -> (&'a [Token], &'a [Token]) {
        let Some((first, rest)) = tokens.split_first() else { return (&[], tokens) };
        let is_record = rest.first().is_some_and(|second| RecordKeyword::parse(self.of(*second)).is_some());
        if self.of(*first) != "on" || is_record {
            return (&[], tokens);
        }
        let mut end = 0;
        let mut wants_name = true;
        for token in rest {
            let is_comma = token.kind == TokenKind::Comma;
            if is_comma == wants_name || !(is_comma || token.kind == TokenKind::Word) {
                break;
            }
            wants_name = is_comma;
            end += 1;
        }
        // A list that ends with a comma goes on.
        rest.split_at_checked(end).unwrap_or((rest, &[]))
    }

    /// The statement behind every `on PROVIDERS`.
    #[must_use]
    pub fn behind_on<'a>(&self, tokens: &'a [Token]) -> &'a [Token] {
        let mut statement = tokens;
        while let ([_, ..], rest) = self.split_on(statement) {
            statement = rest;
        }
        statement
    }

    /// Whether a block's head is an owner.
    fn is_owner_head(&self, head: &[Token]) -> bool {
        let statement = self.behind_on(head);
        let first = statement.first().map(|first| self.of(*first));
        first.is_some_and(|first| !["on", "under", "for", "if", "else"].contains(&first))
    }
}
