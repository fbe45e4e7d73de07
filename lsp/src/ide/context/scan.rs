//! From a text and a cursor to what stands before it.

use std::net::Ipv6Addr;

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::token::{Token, TokenKind, lex};

use super::{Context, Inside, Open};

/// Reads what stands before a cursor.
#[must_use]
pub fn scan(text: &str, cursor: u32) -> Context<'_> {
    let end = line_end(text, cursor);
    let mut scan = Scan { text, cursor, end, brackets: Vec::new(), context: Context::at(text, cursor) };
    let mut start = item_start(text, cursor);
    while let Some(next) = scan.run(start) {
        start = next;
    }
    scan.context
}

impl<'t> Context<'t> {
    const fn at(text: &'t str, cursor: u32) -> Self {
        Self {
            text,
            cursor,
            inside: Inside::Code,
            word: Span::at(cursor),
            blocks: Vec::new(),
            tokens: Vec::new(),
            closed: None,
        }
    }
}

struct Scan<'t> {
    text: &'t str,
    cursor: u32,
    /// The end of the cursor's line.
    end: u32,
    brackets: Vec<TokenKind>,
    context: Context<'t>,
}

impl Scan<'_> {
    /// Takes the tokens from a byte on, up to the cursor or to lines that change nothing: where it goes on behind them.
    fn run(&mut self, start: u32) -> Option<u32> {
        for token in lex(Span::new(start, self.end).of(self.text)) {
            let span = Span::new(token.span.start + start, token.span.end + start);
            let token = Token { kind: token.kind, span };
            if token.kind == TokenKind::Blank {
                continue;
            }
            if self.reaches(token) {
                return None;
            }
            self.take(token);
            if token.kind == TokenKind::Newline && self.context.tokens.is_empty() && self.brackets.is_empty()
            {
                let next = self.skip(span.end);
                if next > span.end {
                    return Some(next);
                }
            }
        }
        None
    }

    /// The first line from a byte on that may change what stands before the cursor. A record in one line does not, and
    /// a zone may have very many of them.
    fn skip(&self, start: u32) -> u32 {
        let mut at = start;
        while let Some(newline) = Span::new(at, self.end).of(self.text).find('\n') {
            let next = at + newline as u32 + 1;
            let line = Span::new(at, next).of(self.text);
            if next > self.cursor || !is_plain(line.as_bytes()) || self.keeps(first_word(line)) {
                break;
            }
            at = next;
        }
        at
    }

    /// Whether later lines depend on a statement that begins with a word.
    fn keeps(&self, word: &str) -> bool {
        let is_setting = self.context.blocks.len() == 1
            && self.context.blocks.first().is_some_and(|open| {
                let head = open.head.first().map_or("", |token| token.span.of(self.text));
                matches!(head, "provider" | "health" | "policy")
            });
        is_setting || matches!(word, "let" | "policy" | "nameservers")
    }

    /// Whether the cursor stands in or before a token, which ends the scan.
    fn reaches(&mut self, token: Token) -> bool {
        let Span { start, end } = token.span;
        if start >= self.cursor {
            return true;
        }
        let is_inside = self.cursor < end;
        match token.kind {
            TokenKind::Word if self.cursor <= end => {
                self.word(token);
                true
            }
            TokenKind::Comment | TokenKind::DocComment | TokenKind::Semicolon if self.cursor <= end => {
                self.context.inside = Inside::Comment;
                true
            }
            TokenKind::OpenStr if self.cursor <= end => {
                self.context.inside = Inside::Str(token.span);
                true
            }
            TokenKind::Str if is_inside => {
                self.context.inside = Inside::Str(token.span);
                true
            }
            TokenKind::Str | TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                if end == self.cursor {
                    self.context.inside = Inside::Behind;
                }
                false
            }
            TokenKind::Word
            | TokenKind::OpenStr
            | TokenKind::Comment
            | TokenKind::DocComment
            | TokenKind::Semicolon
            | TokenKind::LeftBrace
            | TokenKind::LeftParen
            | TokenKind::LeftBracket
            | TokenKind::Comma
            | TokenKind::Newline
            | TokenKind::Blank => false,
        }
    }

    /// The word that the cursor stands in or behind, cut at a label's colon.
    fn word(&mut self, token: Token) {
        self.context.word = token.span;
        if let Some((label, rest)) = self.labelled(token) {
            if self.cursor >= label.span.end {
                self.context.tokens.push(label);
                self.context.word = rest;
            } else {
                self.context.word = label.span;
            }
        }
    }

    /// A word behind `(` or `,` that begins with `name:`, cut behind the colon.
    fn labelled(&self, token: Token) -> Option<(Token, Span)> {
        if self.brackets.last() != Some(&TokenKind::LeftParen) {
            return None;
        }
        let before = self.context.tokens.last()?;
        if !matches!(before.kind, TokenKind::LeftParen | TokenKind::Comma) {
            return None;
        }
        let word = token.span.of(self.text);
        let (name, _) = word.split_once(':')?;
        let is_name = name.starts_with(|first: char| first.is_ascii_lowercase())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_name || word.parse::<Ipv6Addr>().is_ok() || word.matches(':').count() > 1 {
            return None;
        }
        let colon = token.span.start + name.len() as u32 + 1;
        let label = Token { kind: TokenKind::Word, span: Span::new(token.span.start, colon) };
        Some((label, Span::new(colon, token.span.end)))
    }

    fn take(&mut self, token: Token) {
        match token.kind {
            TokenKind::Newline => {
                let is_open = !self.brackets.is_empty()
                    || self.context.tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
                if !is_open || self.begins_statement(token.span.end) {
                    self.end_statement();
                    self.context.closed = None;
                }
            }
            TokenKind::LeftBrace => {
                self.brackets.clear();
                let head = std::mem::take(&mut self.context.tokens);
                self.context.blocks.push(Open { head, brace: token.span, lines: Vec::new() });
                self.context.closed = None;
            }
            TokenKind::RightBrace => {
                self.end_statement();
                self.context.closed = self.context.blocks.pop().map(|open| open.head);
            }
            TokenKind::LeftParen | TokenKind::LeftBracket => {
                self.brackets.push(token.kind);
                self.context.tokens.push(token);
            }
            TokenKind::RightParen | TokenKind::RightBracket => {
                self.brackets.pop();
                self.context.tokens.push(token);
            }
            TokenKind::Word => match self.labelled(token) {
                Some((label, rest)) => {
                    self.context.tokens.push(label);
                    if !rest.is_empty() {
                        self.context.tokens.push(Token { kind: TokenKind::Word, span: rest });
                    }
                }
                None => self.context.tokens.push(token),
            },
            TokenKind::Str | TokenKind::OpenStr | TokenKind::Comma => self.context.tokens.push(token),
            TokenKind::Comment | TokenKind::DocComment | TokenKind::Semicolon | TokenKind::Blank => {}
        }
    }

    /// Whether the line behind an open bracket or a comma can only be a statement of its own.
    fn begins_statement(&self, at: u32) -> bool {
        let behind = Span::new(at, self.end).of(self.text);
        let mut words =
            lex(behind).filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Newline);
        let (Some(first), second) = (words.next(), words.next()) else { return false };
        if first.kind == TokenKind::RightBrace {
            return true;
        }
        let text = |token: &Token| token.span.of(behind);
        let is_type =
            |token: &Token| token.kind == TokenKind::Word && RecordKeyword::parse(text(token)).is_some();
        if second.as_ref().is_some_and(is_type) {
            return true;
        }
        let in_brackets = !self.brackets.is_empty();
        let begins = ["let", "include", "under", "on", "if", "for", "ignore", "ttl", "nameservers"];
        in_brackets
            && second.is_some_and(|second| second.kind == TokenKind::Word)
            && begins.contains(&text(&first))
    }

    fn end_statement(&mut self) {
        self.brackets.clear();
        let Some(first) = self.context.tokens.first() else { return };
        let keeps = self.keeps(first.span.of(self.text));
        if let Some(open) = self.context.blocks.last_mut().filter(|_| keeps) {
            open.lines.push(std::mem::take(&mut self.context.tokens));
        }
        self.context.tokens.clear();
    }
}

/// The bytes that may open or close something.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let mut rest: &[u8] = b"{}()[]#;\\";
    while let [first, others @ ..] = rest {
        // Every index is a byte, so there is an entry for it.
        if let Some(mark) = marks.as_mut_slice().split_at_mut(*first as usize).1.first_mut() {
            *mark = true;
        }
        rest = others;
    }
    marks
};

/// Whether a line holds nothing that may open or close something, and no list that goes on.
fn is_plain(line: &[u8]) -> bool {
    let (mut quotes, mut last, mut is_marked) = (0_u32, b' ', false);
    for &byte in line {
        is_marked |= MARKS.get(usize::from(byte)).copied().unwrap_or(true) || last == b'\r' && byte != b'\n';
        quotes += u32::from(byte == b'"');
        if !matches!(byte, b' ' | b'\t' | b'\n') {
            last = byte;
        }
    }
    let last = if last == b'\r' { line.trim_ascii_end().last().copied().unwrap_or(b' ') } else { last };
    !is_marked && quotes % 2 == 0 && last != b','
}

fn first_word(line: &str) -> &str {
    line.trim_ascii_start().split([' ', '\t']).next().unwrap_or_default()
}

/// The words that begin a declaration without indentation, whatever was left open before.
const DECLARING: [&str; 6] = ["zone", "provider", "policy", "template", "extend", "health"];

/// The start of the last line before a cursor that can only begin a declaration.
fn item_start(text: &str, cursor: u32) -> u32 {
    let mut end = line_end(text, cursor) as usize;
    loop {
        let before = text.get(..end).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        if start == 0 || begins_item(before.get(start..).unwrap_or_default()) {
            return start as u32;
        }
        end = start - 1;
    }
}

fn begins_item(line: &str) -> bool {
    let is_indented = line.as_bytes().first().is_none_or(|first| !first.is_ascii_lowercase());
    if is_indented || !DECLARING.iter().any(|word| line.starts_with(word)) {
        return false;
    }
    let mut words = line.split_ascii_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    // `policy NAME` in a zone without indentation is a statement.
    DECLARING.contains(&first)
        && RecordKeyword::parse(second).is_none()
        && (first != "policy" || line.contains('{'))
}

fn line_end(text: &str, cursor: u32) -> u32 {
    let rest = text.get(cursor as usize..).unwrap_or_default();
    cursor + rest.find(['\n', '\r']).unwrap_or(rest.len()) as u32
}
