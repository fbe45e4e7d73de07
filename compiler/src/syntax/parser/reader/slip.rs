//! Slips of single tokens that come from other languages: comments, quotes, interpolation outside a string.

use logos::Logos;

use super::super::failure::quote;
use super::super::lexeme::{Kind, Lexeme, split};
use super::Reader;
use super::word::{is_directive, is_variable_name};
use crate::error;
use crate::source::Span;
use crate::syntax::token::TokenKind;

impl Reader<'_> {
    /// A comment must not touch a word.
    pub(super) fn comment(&mut self, span: Span) {
        let touches = |last: super::Lexeme| {
            last.span.end == span.start
                && matches!(last.kind, Kind::Word | Kind::Variable | Kind::Broken | Kind::Dots)
        };
        if self.last().is_some_and(touches) {
            let sign = split(span, 1).0;
            self.report(
                error!("hash-in-word", self.at(sign), "`#` touches a word")
                    .here("a comment begins here")
                    .help(
                        "put a blank before `#` to begin a comment, or quote the word to keep the `#` in it",
                    )
                    .suggest("put a blank before `#`", self.at(Span::at(span.start)), " "),
            );
        }
    }

    /// `;` begins a comment in a zone file, and nothing here.
    pub(super) fn semicolon(&mut self, span: Span) {
        let sign = split(span, 1).0;
        let alone = span.of(self.text).trim_end() == ";";
        if self.separates_statements(span) {
            return self.statement_separator(sign);
        }
        if alone && self.last().is_some_and(|last| last.span.of(self.text).starts_with("issue")) {
            self.report(
                error!("semicolon-comment", self.at(sign), "`;` is no value without quotes")
                    .help("in CAA it says that nobody may issue: write `\";\"`")
                    .fix("put it in quotes", self.at(sign), "\";\""),
            );
            return self.push(Kind::Broken, sign);
        }
        let touches = self.last().is_some_and(|last| last.span.end == span.start && last.kind == Kind::Word);
        let found = error!("semicolon-comment", self.at(sign), "`;` does not begin a comment");
        self.report(if alone {
            found.help("a statement ends with its line: leave `;` out").fix("remove `;`", self.at(sign), "")
        } else if touches {
            found.help("text that holds `;` is quoted, and a comment begins with a blank and `#`").suggest(
                "write the rest of the line as a comment",
                self.at(sign),
                " #",
            )
        } else {
            found.help("a comment begins with `#`; text that holds `;` is quoted").fix(
                "write `#`",
                self.at(sign),
                "#",
            )
        });
    }

    /// Whether a `;` stands between statements of a block on one line: its `}` is behind the `;`.
    fn separates_statements(&self, span: Span) -> bool {
        let short = self.tables.lexemes.len() - self.line < 100;
        let behind = span.of(self.text).trim_end();
        short && behind.ends_with('}') && self.closers_of_line().first().is_some_and(|(_, sign)| *sign == '}')
    }

    fn statement_separator(&mut self, sign: Span) {
        self.report(
            error!("semicolon-comment", self.at(sign), "`;` does not separate statements")
                .help("each statement has its own line")
                .suggest("begin a new line", self.at(sign), "\n"),
        );
        self.tables.lexemes.push(Lexeme { span: sign, kind: Kind::Newline });
        let mut lexer = TokenKind::lexer(self.text);
        lexer.bump(sign.end as usize);
        self.lexer = lexer;
    }

    /// A string that its line does not close. Brackets that it seems to swallow are given back.
    pub(super) fn open_string(&mut self, span: Span) {
        let text = span.of(self.text).trim_end();
        let mut kept = text.len();
        let mut closers = Vec::new();
        for (kind, sign) in self.closers_of_line() {
            let before = text.get(..kept).unwrap_or_default().trim_end();
            let Some(rest) = before.strip_suffix(sign) else { break };
            kept = rest.len();
            closers.push((kind, kept));
        }
        let (string, _) = split(span, text.get(..kept).unwrap_or_default().trim_end().len());
        self.report(
            error!("unclosed-string", self.at(string), "the string is not closed")
                .here("expected `\"` before the end of the line")
                .help("close the string with `\"`; a string never crosses a line")
                .suggest("close the string", self.at(Span::at(string.end)), "\""),
        );
        self.push(Kind::Broken, string);
        for (kind, offset) in closers.into_iter().rev() {
            self.push(kind, span.part(offset, offset + 1));
        }
    }

    /// `'text'`, which is read as the string that was meant.
    pub(super) fn single_quoted(&mut self, span: Span) -> bool {
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let Some(length) = find_on_line(rest, 1, |letter| letter == '\'').map(|at| at - 1) else {
            self.report(
                error!("wrong-quotes", self.at(span), "`'` does not begin a string")
                    .help("a string stands between `\"` and `\"`"),
            );
            self.push(Kind::Broken, span);
            return true;
        };
        let quoted = Span::new(span.start, span.start + length as u32 + 2);
        let inner = rest.get(1..=length).unwrap_or_default();
        let mut escaped = String::with_capacity(inner.len() + 2);
        escaped.push('"');
        for letter in inner.chars() {
            if matches!(letter, '"' | '\\' | '$') {
                escaped.push('\\');
            }
            escaped.push(letter);
        }
        escaped.push('"');
        self.report(
            error!("wrong-quotes", self.at(quoted), "a string stands between double quotes")
                .help("write `\"` instead of `'`")
                .fix("write double quotes", self.at(quoted), escaped),
        );
        self.push(Kind::Str, quoted);
        self.resume(span, quoted.end);
        true
    }

    /// `// text`
    pub(super) fn line_comment(&mut self, span: Span) -> bool {
        let (sign, _) = split(span, 2);
        self.report(
            error!("foreign-comment", self.at(sign), "`//` does not begin a comment")
                .help("a comment begins with `#`; a text that begins with `//` is quoted")
                .fix("write `#`", self.at(sign), "#"),
        );
        let end = span.start + self.rest_of_line(span.start).len() as u32;
        self.resume(span, end);
        true
    }

    /// `/* text */`, perhaps over several lines
    pub(super) fn block_comment(&mut self, span: Span) -> bool {
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let closed = if self.comments_close { rest.find("*/").map(|at| at + 2) } else { None };
        self.comments_close = closed.is_some();
        let length = closed.unwrap_or_else(|| self.rest_of_line(span.start).len());
        let comment = Span::new(span.start, span.start + length as u32);
        let (sign, _) = split(span, 2);
        let found = error!("foreign-comment", self.at(sign), "`/*` does not begin a comment")
            .help("a comment begins with `#` and ends with its line");
        let behind =
            self.text.get(comment.end as usize..).unwrap_or_default().trim_start_matches([' ', '\t']);
        let last = behind.is_empty() || behind.starts_with(['\n', '\r']);
        self.report(if closed.is_some() && last {
            found.fix("write `#` comments", self.at(comment), hash_comments(comment.of(self.text)))
        } else {
            found
        });
        self.resume(span, comment.end);
        if comment.of(self.text).contains(['\n', '\r']) {
            self.newline(Span::at(comment.end));
        }
        true
    }

    /// `$name` inside a word, or `${name}` outside a string.
    pub(super) fn variable_in_word(&mut self, span: Span) {
        let whole = if self.opens_brace(span) { self.interpolation(span) } else { span };
        let word = whole.of(self.text);
        let name = word.strip_prefix('$').unwrap_or_default();
        if self.in_directive() {
            // `$GENERATE` is one slip with all that belongs to it.
        } else if is_variable_name(&name.to_ascii_lowercase().replace('_', "-")) {
            let right = name.to_ascii_lowercase().replace('_', "-");
            self.report(
                error!("name-case", self.at(whole), "expected a variable's name, found {}", quote(word))
                    .help("declared names are lower-case letters, digits and `-`")
                    .suggest(format!("write `${right}`"), self.at(whole), format!("${right}")),
            );
        } else {
            let quoted = quote_interpolated(word);
            self.report(
                error!("variable-in-word", self.at(whole), "a variable stands alone or in a string")
                    .here("`$` inside a word")
                    .help(format!("write the word as a string: {}", quote(&quoted)))
                    .fix("quote it", self.at(whole), quoted),
            );
        }
        self.push(Kind::Broken, whole);
        self.resume(span, whole.end);
    }

    /// Whether the line is a control entry of a master file.
    fn in_directive(&self) -> bool {
        let first = self.tables.lexemes.get(self.line).filter(|first| first.kind == Kind::Word);
        first.is_some_and(|first| first.span.of(self.text).strip_prefix('$').is_some_and(is_directive))
    }

    /// Whether a word ends with `$` and a touching `{`.
    pub(super) fn opens_brace(&self, span: Span) -> bool {
        span.of(self.text).ends_with('$') && self.text.as_bytes().get(span.end as usize) == Some(&b'{')
    }

    /// The span of a word with `${…}` in it.
    fn interpolation(&self, span: Span) -> Span {
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let mut inside = false;
        let ends = |letter: char| {
            match letter {
                '{' => inside = true,
                '}' if inside => inside = false,
                '}' | ' ' | '\t' | '\n' | '\r' | ',' | '(' | ')' | '[' | ']' | '"' | '#' | ';' => {
                    return true;
                }
                _ => {}
            }
            false
        };
        let length = rest.find(ends).unwrap_or(rest.len());
        Span::new(span.start, span.end.max(span.start + length as u32))
    }

    /// Goes on behind `end`, which may lie inside the current token or behind it.
    pub(super) fn resume(&mut self, piece: Span, end: u32) {
        let token = self.token_span().end;
        if end >= token {
            self.lexer.bump((end - token) as usize);
        } else if end < piece.end {
            self.push(Kind::Broken, Span::new(end, piece.end));
        }
    }

    /// The text from an offset up to its line's end.
    pub(super) fn rest_of_line(&self, start: u32) -> &str {
        let rest = self.text.get(start as usize..).unwrap_or_default();
        rest.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// What would close the brackets of the current line that are still open, innermost first.
    fn closers_of_line(&self) -> Vec<(Kind, char)> {
        let mut open = Vec::new();
        for lexeme in self.tables.lexemes.get(self.line..).unwrap_or_default() {
            if let Some(closer) = closer_of(lexeme.kind) {
                open.push(closer);
            } else if matches!(lexeme.kind, Kind::RightBrace | Kind::RightParen | Kind::RightBracket) {
                open.pop();
            }
        }
        open.reverse();
        open
    }
}

/// What closes a bracket.
fn closer_of(kind: Kind) -> Option<(Kind, char)> {
    let pairs = [
        (Kind::LeftBrace, Kind::RightBrace, '}'),
        (Kind::LeftParen, Kind::RightParen, ')'),
        (Kind::LeftBracket, Kind::RightBracket, ']'),
    ];
    pairs.into_iter().find(|(open, ..)| *open == kind).map(|(_, close, sign)| (close, sign))
}

/// Where, at or behind `from`, a text's first line has a letter.
pub(super) fn find_on_line(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let rest = text.get(from..)?;
    let at = rest.find(|letter| wanted(letter) || letter == '\n' || letter == '\r')?;
    rest.get(at..)?.starts_with(wanted).then_some(from + at)
}

/// The lines of a `/* … */` comment as `#` comments.
fn hash_comments(comment: &str) -> String {
    let inner = comment.trim_start_matches("/*").trim_end_matches("*/");
    let lines = inner.lines().map(|line| line.trim().trim_start_matches('*').trim());
    let lines = lines.filter(|line| !line.is_empty()).map(|line| format!("# {line}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A word with `$name` in it as a string with `${name}` in it.
fn quote_interpolated(word: &str) -> String {
    let mut quoted = String::from("\"");
    let mut rest = word;
    while let Some((before, after)) = rest.split_once('$') {
        quoted.push_str(before);
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let length = after.find(|letter| !is_letter(letter)).unwrap_or(after.len());
        let (name, tail) = after.split_at(length);
        if after.starts_with('{') {
            quoted.push('$');
        } else if name.is_empty() {
            quoted.push_str("\\$");
        } else {
            quoted.push_str(&format!("${{{name}}}"));
        }
        rest = tail;
    }
    quoted.push_str(rest);
    quoted.push('"');
    quoted
}
