//! The parser's token table: what is left of a text without blanks and comments.

use crate::source::Span;

/// What a significant token is, as far as its own text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A bare word.
    Word,
    /// `name:` in front of an argument.
    Label,
    /// `$name` alone.
    Variable,
    /// `..` of a range, cut out of the word that it was written in.
    Dots,
    /// A quoted string without escapes and interpolation.
    Str,
    /// A quoted string with `\` or `$`.
    Template,
    /// A word or string whose error has been reported.
    Broken,
    /// `{`
    LeftBrace,
    /// `}`
    RightBrace,
    /// `(`
    LeftParen,
    /// `)`
    RightParen,
    /// `[`
    LeftBracket,
    /// `]`
    RightBracket,
    /// `,`
    Comma,
    /// The end of a line that ends a statement. Several in a row are one.
    Newline,
}

impl Kind {
    /// Whether the token can be a value or an owner by itself.
    pub const fn is_atom(self) -> bool {
        matches!(self, Self::Word | Self::Variable | Self::Str | Self::Template | Self::Broken)
    }
}

/// A significant token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexeme {
    /// Its bytes.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

impl Lexeme {
    /// Whether nothing stands between this token and the next.
    pub const fn touches(self, next: Self) -> bool {
        self.span.end == next.span.start
    }
}

/// Cuts a span in two, `length` bytes from its start.
pub fn split(span: Span, length: usize) -> (Span, Span) {
    let middle = span.end.min(span.start + length as u32);
    (Span::new(span.start, middle), Span::new(middle, span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lexeme_is_twelve_bytes() {
        assert_eq!(size_of::<Lexeme>(), 12);
    }
}
