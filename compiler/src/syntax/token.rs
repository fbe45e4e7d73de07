//! The lexer: text to tokens, without a gap and without a loss.
//!
//! There is one permissive [`TokenKind::Word`]. Whether `192.0.2.` is an address, a name or a slip is decided
//! where it stands, so that it can be one good error there.

use logos::Logos;

use crate::source::Span;

/// What a token is. Every byte of a text belongs to exactly one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Logos)]
pub enum TokenKind {
    /// A run of anything that is neither blank nor one of `{ } ( ) [ ] , " # ;`. RFC 3597's `\#` is a word.
    #[regex(r##"([^ \t\r\n{}()\[\],"#;]|\\#)+"##)]
    Word,
    /// A quoted string, closed on its line.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*""#)]
    Str,
    /// A quoted string that its line does not close.
    #[regex(r#""([^"\\\r\n]|\\[^\r\n])*\\?"#, priority = 1)]
    OpenStr,
    /// `{`
    #[token("{")]
    LeftBrace,
    /// `}`
    #[token("}")]
    RightBrace,
    /// `(`
    #[token("(")]
    LeftParen,
    /// `)`
    #[token(")")]
    RightParen,
    /// `[`
    #[token("[")]
    LeftBracket,
    /// `]`
    #[token("]")]
    RightBracket,
    /// `,`
    #[token(",")]
    Comma,
    /// A line's end: `\n`, `\r\n` or a lone `\r`.
    #[regex(r"\r\n|\n|\r")]
    Newline,
    /// Blanks within a line.
    #[regex(r"[ \t]+")]
    Blank,
    /// `#` to the end of the line.
    #[regex(r"#[^\r\n]*", allow_greedy = true)]
    Comment,
    /// `##` to the end of the line.
    #[regex(r"##[^\r\n]*", allow_greedy = true, priority = 10)]
    DocComment,
    /// `;` to the end of the line: a zone-file comment, which Zonal does not have.
    #[regex(r";[^\r\n]*", allow_greedy = true)]
    Semicolon,
}

impl TokenKind {
    /// Whether the token carries no meaning for the parser.
    #[must_use]
    pub const fn is_trivia(self) -> bool {
        matches!(self, Self::Blank | Self::Comment | Self::DocComment | Self::Semicolon)
    }
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Its bytes.
    pub span: Span,
}

/// Cuts a text into tokens, blanks and comments included.
pub fn lex(text: &str) -> impl Iterator<Item = Token> {
    TokenKind::lexer(text).spanned().map(|(kind, range)| Token {
        // The patterns above cover every character, so the lexer has no error of its own; a word is what an
        // unforeseen character would be part of.
        kind: kind.unwrap_or(TokenKind::Word),
        span: Span::new(range.start as u32, range.end as u32),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        lex(text).filter(|t| t.kind != TokenKind::Blank).map(|t| (t.kind, t.span.of(text))).collect()
    }

    #[test]
    fn every_byte_belongs_to_a_token() {
        let text = "a A 1.2.3.4 # c\r\n## d\r\"x\\\"y\" \"open\nTYPE1 \\# 2 ab;c\u{feff}ü";
        let joined: String = lex(text).map(|t| t.span.of(text)).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn a_string_never_crosses_a_newline() {
        use TokenKind::{Newline, OpenStr, Str, Word};
        assert_eq!(kinds("\"a b\\\"\" x"), [(Str, "\"a b\\\"\""), (Word, "x")]);
        assert_eq!(kinds("\"a\nb"), [(OpenStr, "\"a"), (Newline, "\n"), (Word, "b")]);
        assert_eq!(kinds("\"a\\\nb"), [(OpenStr, "\"a\\"), (Newline, "\n"), (Word, "b")]);
    }

    #[test]
    fn comments_and_generic_rdata() {
        use TokenKind::{Comment, DocComment, Newline, Semicolon, Word};
        assert_eq!(
            kinds("## d\n# c\n; s\n\\# 2"),
            [
                (DocComment, "## d"),
                (Newline, "\n"),
                (Comment, "# c"),
                (Newline, "\n"),
                (Semicolon, "; s"),
                (Newline, "\n"),
                (Word, "\\#"),
                (Word, "2"),
            ]
        );
    }
}
