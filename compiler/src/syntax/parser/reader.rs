//! From text to the parser's token table.
//!
//! Blanks and comments are dropped, documentation comments kept aside, and every line's end that does not end a
//! statement (inside `( )` or `[ ]`, or after a comma) is left out, so that the parser sees a newline exactly
//! where a statement ends. An open list ends before a line that can only be the next statement: one slip never
//! swallows the next line.

mod odd;
mod slip;
mod word;

pub use word::{declared_with_dollar, is_directive, is_name, kebab, missing_blanks, name_case};

use logos::Logos;

use super::lexeme::{Kind, Lexeme};
use super::rare::{Rare, backslash, dollar, dots, odd};
use super::report::keep;
use crate::diagnostic::Diagnostic;
use crate::dns::keyword::RecordKeyword;
use crate::source::{FileId, FileSpan, Span};
use crate::syntax::token::TokenKind;

/// What the reader makes of a text.
pub struct Tables {
    /// The significant tokens.
    pub lexemes: Vec<Lexeme>,
    /// The `##` lines, in order.
    pub docs: Vec<Span>,
    /// Errors of single words, strings and comments, in order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a text.
pub fn read(file: FileId, text: &str) -> Tables {
    let mut reader = Reader {
        file,
        text,
        dollars: Rare::new(text, dollar),
        doubled_dots: Rare::new(text, dots),
        backslashes: Rare::new(text, backslash),
        odd: Rare::new(text, odd),
        lexer: TokenKind::lexer(text),
        tables: Tables {
            lexemes: Vec::with_capacity(text.len() / 6),
            docs: Vec::new(),
            diagnostics: Vec::new(),
        },
        open: Vec::new(),
        line: 0,
        joined: false,
        comments_close: true,
    };
    reader.read();
    reader.tables
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    dollars: Rare<'t>,
    doubled_dots: Rare<'t>,
    backslashes: Rare<'t>,
    odd: Rare<'t>,
    lexer: logos::Lexer<'t, TokenKind>,
    tables: Tables,
    /// The open `(` and `[`.
    open: Vec<Kind>,
    /// The index of the current line's first lexeme.
    line: usize,
    /// Whether the newline before the current line was left out.
    joined: bool,
    /// Whether a `*/` may still follow.
    comments_close: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(token) = self.next_token() {
            let span = self.token_span();
            // The token patterns cover every character, so the lexer has no error of its own.
            match token.unwrap_or(TokenKind::Word) {
                TokenKind::Word => self.word(span),
                TokenKind::Str => self.string(span),
                TokenKind::OpenStr => self.open_string(span),
                TokenKind::LeftBrace => self.push(Kind::LeftBrace, span),
                TokenKind::RightBrace => self.push(Kind::RightBrace, span),
                TokenKind::LeftParen => self.push(Kind::LeftParen, span),
                TokenKind::RightParen => self.push(Kind::RightParen, span),
                TokenKind::LeftBracket => self.push(Kind::LeftBracket, span),
                TokenKind::RightBracket => self.push(Kind::RightBracket, span),
                TokenKind::Comma => self.push(Kind::Comma, span),
                TokenKind::Newline => self.newline(span),
                TokenKind::Blank => {}
                TokenKind::Comment => self.comment(span),
                TokenKind::DocComment => self.doc_comment(span),
                TokenKind::Semicolon => self.semicolon(span),
            }
        }
    }

    /// The next token. Every other one would be a blank, so those are passed over here.
    fn next_token(&mut self) -> Option<Result<TokenKind, ()>> {
        let rest = self.text.as_bytes().get(self.lexer.span().end..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if blanks > 0 {
            self.lexer.bump(blanks);
        }
        self.lexer.next()
    }

    fn token_span(&self) -> Span {
        let range = self.lexer.span();
        Span::new(range.start as u32, range.end as u32)
    }

    fn at(&self, span: Span) -> FileSpan {
        span.in_file(self.file)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        keep(&mut self.tables.diagnostics, diagnostic);
    }

    fn last(&self) -> Option<Lexeme> {
        self.tables.lexemes.last().copied()
    }

    fn string(&mut self, span: Span) {
        let template = self.dollars.is_in(span) || self.backslashes.is_in(span);
        self.push(if template { Kind::Template } else { Kind::Str }, span);
    }

    fn doc_comment(&mut self, span: Span) {
        self.comment(span);
        if self.tables.lexemes.len() == self.line {
            self.tables.docs.push(span);
        }
    }

    fn newline(&mut self, span: Span) {
        let last = self.last().map(|last| last.kind);
        self.joined = !self.open.is_empty() || last == Some(Kind::Comma);
        if !self.joined && last.is_some_and(|last| last != Kind::Newline) {
            self.tables.lexemes.push(Lexeme { span, kind: Kind::Newline });
        }
        self.line = self.tables.lexemes.len();
    }

    fn push(&mut self, kind: Kind, span: Span) {
        if self.joined && self.begins_statement(kind, span) {
            self.end_open_list();
        }
        match kind {
            Kind::LeftParen | Kind::LeftBracket => self.open.push(kind),
            Kind::RightParen | Kind::RightBracket => drop(self.open.pop()),
            // No brace ever stands inside a list.
            Kind::LeftBrace | Kind::RightBrace => self.open.clear(),
            Kind::Word
            | Kind::Label
            | Kind::Variable
            | Kind::Dots
            | Kind::Str
            | Kind::Template
            | Kind::Broken
            | Kind::Comma
            | Kind::Newline => {}
        }
        self.tables.lexemes.push(Lexeme { span, kind });
    }

    /// Puts back the newline before the current line.
    fn end_open_list(&mut self) {
        let end = self.line.checked_sub(1).and_then(|last| self.tables.lexemes.get(last));
        let span = Span::at(end.map_or(0, |last| last.span.end));
        self.tables.lexemes.insert(self.line, Lexeme { span, kind: Kind::Newline });
        self.line += 1;
        self.open.clear();
        self.joined = false;
    }

    /// Whether a joined line, by the token that is about to be added, turns out to be a statement of its own.
    fn begins_statement(&self, kind: Kind, span: Span) -> bool {
        match self.tables.lexemes.get(self.line..).unwrap_or_default() {
            [] => kind == Kind::RightBrace,
            [first] => {
                let (word, next) = (first.span.of(self.text), span.of(self.text));
                first.kind.is_atom()
                    && kind.is_atom()
                    && (kind == Kind::Word && RecordKeyword::parse(next).is_some()
                        || first.kind == Kind::Word && self.begins_keyword_line(*first, word, kind, next))
                    || kind == Kind::LeftBrace && !self.open.is_empty()
            }
            [..] => kind == Kind::LeftBrace && !self.open.is_empty(),
        }
    }

    /// Whether two neighbouring words at the start of a joined line begin a statement.
    fn begins_keyword_line(&self, first: Lexeme, word: &str, kind: Kind, next: &str) -> bool {
        let at_margin = self
            .text
            .get(..first.span.start as usize)
            .is_some_and(|before| before.is_empty() || before.ends_with(['\n', '\r']));
        match word {
            "zone" | "provider" | "policy" | "template" | "extend" | "health" if at_margin => true,
            "let" => at_margin || !self.open.is_empty(),
            "include" | "under" | "on" | "if" | "for" | "ignore" | "ttl" | "nameservers" => {
                !self.open.is_empty()
            }
            // In an owner block a record begins with its type. Behind a type in a list of types stands no word
            // but those of the statements that hold such lists; in brackets, none but operators.
            _ => {
                let word_of_list = if self.open.is_empty() {
                    matches!(next, "at" | "to" | "for" | "default")
                } else {
                    matches!(next, "in" | "and" | "or" | "==" | "!=" | "+" | "-")
                };
                kind == Kind::Word && !word_of_list && RecordKeyword::parse(word).is_some()
            }
        }
    }
}
