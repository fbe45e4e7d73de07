//! Words that are more than one token: ranges, labelled arguments, variables.

use super::super::failure::quote;
use super::super::lexeme::{Kind, Lexeme, split};
use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::error;
use crate::source::{FileSpan, Span};

impl Reader<'_> {
    /// Reads a word of the lexer.
    pub(super) fn word(&mut self, span: Span) {
        if self.is_one_token(span) {
            self.push(Kind::Word, span);
        } else if self.odd.is_in(span) {
            self.odd_word(span);
        } else {
            self.plain_word(span);
        }
    }

    /// Whether a word is certainly one token and no slip, as nearly every word is: what it holds and where it stands
    /// tell without looking at it.
    fn is_one_token(&mut self, span: Span) -> bool {
        let special = matches!(self.text.as_bytes().get(span.start as usize), None | Some(b'\'' | b'/'));
        let rare = self.odd.is_in(span) || self.dollars.is_in(span) || self.doubled_dots.is_in(span);
        let may_be_glued = matches!(self.tables.lexemes.get(self.line..), Some([first] | [first, _]) if self.declares(*first));
        !special && !rare && self.open.is_empty() && !may_be_glued
    }

    /// Reads a word, or a piece of one, that holds no forbidden character.
    pub(super) fn plain_word(&mut self, span: Span) {
        let word = span.of(self.text);
        let slip = match word.as_bytes() {
            [] => true,
            [b'\'', ..] => self.single_quoted(span),
            [b'/', b'/', ..] => self.line_comment(span),
            [b'/', b'*', ..] => self.block_comment(span),
            [..] => false,
        };
        if slip || self.label(span, word) || self.glued_equals(span, word) {
            return;
        }
        if self.doubled_dots.is_in(span) && self.range(span, word) {
            return;
        }
        if self.dollars.is_in(span) {
            self.dollar_word(span, word);
        } else {
            self.push(Kind::Word, span);
        }
    }

    /// Cuts `name:value` behind a `(` or a comma in parentheses. An IPv6 address stays whole.
    fn label(&mut self, span: Span, word: &str) -> bool {
        let behind = self.last().map(|last| last.kind);
        if self.open.last() != Some(&Kind::LeftParen)
            || !matches!(behind, Some(Kind::LeftParen | Kind::Comma))
        {
            return false;
        }
        let Some((name, value)) = word.split_once(':') else { return false };
        let right = kebab(name);
        let misspelt = right != name && value.is_empty() && is_name(&right);
        if !(is_name(name) || misspelt) || is_ipv6_like(name, value) {
            return false;
        }
        let (label, value) = split(span, name.len() + 1);
        if misspelt {
            let at = self.at(split(label, name.len()).0);
            self.report(name_case(at, name, right));
        }
        self.push(Kind::Label, label);
        self.plain_word(value);
        true
    }

    /// Cuts `1..20`, `$a..$b` and the halves of either into operands and the operator.
    fn range(&mut self, span: Span, word: &str) -> bool {
        let Some((left, right)) = word.split_once("..") else { return false };
        let called = self.text.as_bytes().get(span.end as usize) == Some(&b'(');
        let fits = (left.is_empty() || is_operand(left))
            && (right.is_empty() || is_operand(right) || (called && is_name(right)));
        if fits {
            let (left, rest) = split(span, left.len());
            let (dots, right) = split(rest, 2);
            self.operand(left);
            self.push(Kind::Dots, dots);
            self.operand(right);
        }
        fits
    }

    fn operand(&mut self, span: Span) {
        if !span.is_empty() {
            let variable = span.of(self.text).starts_with('$');
            self.push(if variable { Kind::Variable } else { Kind::Word }, span);
        }
    }

    /// Cuts `x=5` behind a line's `let`, `provider` or `health`: an assignment without its blanks.
    fn glued_equals(&mut self, span: Span, word: &str) -> bool {
        let name = match self.tables.lexemes.get(self.line..).unwrap_or_default() {
            [keyword] if self.declares(*keyword) => word.split('=').next().unwrap_or_default(),
            [keyword, name] if self.declares(*keyword) && is_name(name.span.of(self.text)) => "",
            [..] => return false,
        };
        let (name, rest) = split(span, name.len());
        let (equals, value) = split(rest, 1);
        let touched = matches!(self.text.as_bytes().get(span.end as usize), Some(b'"' | b'[' | b'('));
        let glued = !name.is_empty() || !value.is_empty();
        let fits = equals.of(self.text) == "=" && !value.of(self.text).starts_with('=');
        if !glued || !fits || !(name.is_empty() || is_name(name.of(self.text))) {
            return false;
        }
        let before = if name.is_empty() { "" } else { " " };
        let after = if value.is_empty() && !touched { "" } else { " " };
        self.report(missing_blanks(self.at(equals), before, after));
        if !name.is_empty() {
            self.push(Kind::Word, name);
        }
        self.push(Kind::Word, equals);
        self.plain_word(value);
        true
    }

    fn declares(&self, keyword: Lexeme) -> bool {
        // The lengths of these words tell most others apart.
        matches!(keyword.span.len(), 3 | 6 | 8)
            && keyword.kind == Kind::Word
            && matches!(keyword.span.of(self.text), "let" | "provider" | "health")
    }

    /// Reads a word that holds a `$`: a variable, or the slip of writing one inside a word.
    fn dollar_word(&mut self, span: Span, word: &str) {
        let name = word.strip_prefix('$').unwrap_or_default();
        let label = self.open.last() == Some(&Kind::LeftParen) && name.strip_suffix(':').is_some_and(is_name);
        if label {
            self.report(declared_with_dollar(self.at(split(span, 1).0)));
            self.push(Kind::Label, split(span, 1).1);
        } else if is_variable_name(name) && !self.opens_brace(span) {
            self.push(Kind::Variable, span);
        } else if self.tables.lexemes.len() == self.line && is_directive(name) {
            self.push(Kind::Word, span);
        } else {
            self.variable_in_word(span);
        }
    }
}

/// That a name is declared with the `$` of its use.
pub fn declared_with_dollar(dollar: FileSpan) -> Diagnostic {
    error!("dollar-in-declaration", dollar, "a name is declared without `$`")
        .help("`$` stands where a variable is used: `let x = 1`, then `$x`")
        .fix("remove `$`", dollar, "")
}

/// A name as it would be declared.
pub fn kebab(word: &str) -> String {
    word.to_ascii_lowercase().replace('_', "-")
}

/// That a declared name is not spelt as such a name is, with the spelling that is.
pub fn name_case(at: FileSpan, word: &str, right: String) -> Diagnostic {
    error!("name-case", at, "expected a name, found {}", quote(word))
        .help("a declared name is lower-case letters, digits and `-`, and begins with a letter")
        .suggest(format!("write `{right}`"), at, right)
}

/// That `=` touches a neighbour, and the blanks that it lacks.
pub fn missing_blanks(equals: FileSpan, before: &str, after: &str) -> Diagnostic {
    error!("missing-blanks", equals, "expected blanks around `=`")
        .help("`=` is a word of its own: write it with a blank on either side")
        .fix("put blanks around `=`", equals, format!("{before}={after}"))
}

/// Whether a word is a lower-case kebab name that begins with a letter.
pub fn is_name(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_lowercase) && is_kebab(word)
}

/// Whether a word may stand behind `$`.
pub(super) fn is_variable_name(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) && is_kebab(word)
}

fn is_kebab(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Whether a word is one of the control entries of a master file (RFC 1035 section 5.1), without its `$`.
pub fn is_directive(name: &str) -> bool {
    ["ORIGIN", "TTL", "INCLUDE", "GENERATE"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether one side of a range looks like an integer or a variable.
fn is_operand(piece: &str) -> bool {
    let digits = piece.strip_prefix('-').unwrap_or(piece);
    let integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    integer || piece.strip_prefix('$').is_some_and(is_variable_name)
}

/// Whether `name:value` is an IPv6 address, or a misspelt one, rather than a labelled argument.
fn is_ipv6_like(name: &str, value: &str) -> bool {
    let group = |piece: &str| piece.len() <= 4 && piece.bytes().all(|byte| byte.is_ascii_hexdigit());
    let address = value.split(['/', '%']).next().unwrap_or_default();
    group(name) && value.contains(':') && address.split(':').all(|piece| group(piece) || piece.contains('.'))
}
