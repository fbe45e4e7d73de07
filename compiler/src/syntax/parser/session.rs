//! What the parser carries along: the tree under construction, what it has found, and where it stands.

use chumsky::error::Error;
use chumsky::input::{Checkpoint, Cursor};
use chumsky::inspector::Inspector;
use chumsky::span::SimpleSpan;

use super::failure::{Failure, Tokens};
use super::lexeme::{Kind, Lexeme};
use super::report::{is_full, keep};
use crate::diagnostic::Diagnostic;
use crate::error;
use crate::source::{FileId, FileSpan, Span};
use crate::syntax::ast::{self, Expr, ExprId, ExprKind, ExprRange};

/// How deep blocks, brackets and operators may nest.
pub const MAX_DEPTH: u32 = 64;

/// How far back layout is looked at, so that a very long line costs nothing.
const LOOK_BACK: usize = 256;

/// What kind of block a statement stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A zone, a template or a block of one: records have owners.
    Zone,
    /// A block at one owner: records have none.
    Owner,
    /// A block of settings: it holds no statements.
    Settings,
}

/// The state of one parse.
pub struct Session<'t> {
    /// The file that is parsed.
    pub file: FileId,
    /// Its text.
    pub text: &'t str,
    /// Its significant tokens.
    pub tokens: Tokens<'t>,
    /// Its `##` lines, in order.
    pub docs: &'t [Span],
    /// The expressions of the tree. Its items are added at the end.
    pub tree: ast::File,
    /// What is certainly a mistake of its own.
    pub diagnostics: Vec<Diagnostic>,
    /// What may only be the consequence of a mistake earlier on the same line.
    pub follow_ups: Vec<Diagnostic>,
    /// The number of open blocks and brackets.
    pub depth: u32,
    /// The number of operators around the current operand.
    pub operators: u32,
    /// The block that statements stand in.
    pub place: Place,
    /// The index of the token that the last follow-up was about.
    followed: Option<usize>,
    /// The furthest failure of a hand-written rule.
    noted: Option<Failure>,
    /// Whether too deep nesting has been reported in this declaration.
    pub refused_depth: bool,
    /// The index of the token that cut off a bracket, which has been reported.
    pub cut_off: Option<usize>,
    /// A missing `}`, between the place where it is noticed and the top level.
    pub unclosed: bool,
    /// A missing `}` of an owner block, until the line that shows it has been read.
    pub leaving: bool,
    /// The indentation of the line on which the innermost owner block begins.
    pub owner_indentation: usize,
    /// The opening brace of the first block whose `}` stands further left than its statement.
    pub suspect: Option<Span>,
}

impl<'t> Session<'t> {
    /// A session at the start of a file.
    pub fn new(file: FileId, text: &'t str, tokens: Tokens<'t>, docs: &'t [Span]) -> Self {
        Self {
            file,
            text,
            tokens,
            docs,
            tree: ast::File::default(),
            diagnostics: Vec::new(),
            follow_ups: Vec::new(),
            depth: 0,
            operators: 0,
            place: Place::Zone,
            followed: None,
            noted: None,
            refused_depth: false,
            cut_off: None,
            unclosed: false,
            leaving: false,
            owner_indentation: 0,
            suspect: None,
        }
    }

    /// A span in this file.
    pub const fn at(&self, span: Span) -> FileSpan {
        span.in_file(self.file)
    }

    /// The text of a token.
    pub fn word(&self, lexeme: Lexeme) -> &'t str {
        lexeme.span.of(self.text)
    }

    /// Whether a token is this very word.
    pub fn is_word(&self, lexeme: Lexeme, word: &str) -> bool {
        lexeme.kind == Kind::Word && lexeme.span.len() as usize == word.len() && self.word(lexeme) == word
    }

    /// Keeps a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        keep(&mut self.diagnostics, diagnostic);
    }

    /// Keeps a finding, unless its statement holds an earlier one. Those of the reader are compared at the end.
    pub fn follow_up(&mut self, diagnostic: Diagnostic) {
        let start = diagnostic.primary.at.span.start;
        let at = self.tokens.partition_point(|token| token.span.start < start);
        let between = self.followed.and_then(|last| self.tokens.get(last..at));
        if between.is_none_or(|between| between.iter().any(|token| token.kind == Kind::Newline)) {
            keep(&mut self.follow_ups, diagnostic);
        }
        self.followed = Some(at);
    }

    /// Whether there are more errors than anyone reads, so that looking for more is not worth the time.
    pub fn is_full(&self) -> bool {
        is_full(&self.diagnostics) || is_full(&self.follow_ups)
    }

    /// Remembers the failure of a hand-written rule.
    pub fn note(&mut self, failure: Failure) {
        self.noted = Some(self.noted.map_or(failure, |noted| noted.merge(failure)));
    }

    /// A failure together with those of hand-written rules: the furthest of them is the one that counts.
    pub fn furthest(&mut self, failure: Failure) -> Failure {
        self.noted.take().map_or(failure, |noted| noted.merge(failure))
    }

    /// Keeps that nothing fitted at a token.
    pub fn fail(&mut self, failure: Failure) {
        let failure = self.furthest(failure);
        let diagnostic = failure.diagnostic(self.file, self.text, self.tokens);
        self.follow_up(diagnostic);
    }

    /// Adds an expression to the tree.
    pub fn push(&mut self, expr: Expr) -> ExprId {
        self.tree.exprs.push(expr)
    }

    /// Adds expressions to the tree as neighbours.
    pub fn push_run(&mut self, run: impl IntoIterator<Item = Expr>) -> ExprRange {
        let start = self.tree.exprs.next_id();
        let mut len = 0;
        for expr in run {
            self.tree.exprs.push(expr);
            len += 1;
        }
        ExprRange { start, len }
    }

    /// The bytes from the first to the last of some tokens.
    pub fn bytes(&self, range: SimpleSpan<usize>) -> Span {
        let first = self.tokens.get(range.start).map_or(self.text.len() as u32, |token| token.span.start);
        let last = range.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        Span::new(first, last.map_or(first, |token| token.span.end).max(first))
    }

    /// Reports that something nests too deep, once for each declaration.
    pub fn too_deep(&mut self, at: Span) {
        if std::mem::replace(&mut self.refused_depth, true) {
            return;
        }
        self.report(
            error!("nesting-too-deep", self.at(at), "nested deeper than {MAX_DEPTH} levels")
                .help("name a part with `let`, or move it into a template"),
        );
    }

    /// The indentation, in bytes, of the line that holds an offset. Far from the line's start it is that of a
    /// line that is indented very far.
    pub fn indentation(&self, offset: u32) -> usize {
        let before = self.before(offset);
        let line = match before.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
            Some(newline) => before.get(newline + 1..).unwrap_or_default(),
            None if before.len() < LOOK_BACK => before,
            None => return LOOK_BACK,
        };
        line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// Whether nothing but blanks stands before an offset on its line.
    pub fn begins_line(&self, offset: u32) -> bool {
        let before = self.before(offset);
        match before.iter().rfind(|byte| !matches!(byte, b' ' | b'\t')) {
            Some(byte) => matches!(byte, b'\n' | b'\r'),
            None => before.len() < LOOK_BACK,
        }
    }

    /// The bytes before an offset, as many as layout is looked for in.
    fn before(&self, offset: u32) -> &'t [u8] {
        let offset = offset as usize;
        self.text.as_bytes().get(offset.saturating_sub(LOOK_BACK)..offset).unwrap_or_default()
    }

    /// Whether an offset is its line's first.
    pub fn at_margin(&self, offset: u32) -> bool {
        let before = self.text.get(..offset as usize).unwrap_or_default();
        before.is_empty() || before.ends_with(['\n', '\r'])
    }
}

/// The expression that a token is by itself.
pub fn atom(lexeme: Lexeme) -> Option<Expr> {
    let kind = match lexeme.kind {
        Kind::Word => ExprKind::Word,
        Kind::Variable => ExprKind::Variable,
        Kind::Str => ExprKind::Str,
        Kind::Template => ExprKind::Template,
        Kind::Broken => ExprKind::Error,
        Kind::Label
        | Kind::Dots
        | Kind::LeftBrace
        | Kind::RightBrace
        | Kind::LeftParen
        | Kind::RightParen
        | Kind::LeftBracket
        | Kind::RightBracket
        | Kind::Comma
        | Kind::Newline => return None,
    };
    Some(Expr { span: lexeme.span, kind })
}

// Findings survive a rewind: a rule that rewinds is one that recovers, and what it found stays true.
impl<'t> Inspector<'t, Tokens<'t>> for Session<'t> {
    type Checkpoint = ();

    fn on_token(&mut self, _: &Lexeme) {}

    fn on_save<'parse>(&self, _: &Cursor<'t, 'parse, Tokens<'t>>) {}

    fn on_rewind<'parse>(&mut self, _: &Checkpoint<'t, 'parse, Tokens<'t>, ()>) {}
}
