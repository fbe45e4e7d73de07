//! From text to tokens, as the grammar's introduction says.

use crate::grammar::{Grammar, Token};

/// The tokens of a text; nothing if one of its characters begins none.
pub fn tokens(grammar: &Grammar, text: &str) -> Option<Vec<Token>> {
    let letters: Vec<char> = text.strip_prefix('\u{feff}').unwrap_or(text).chars().collect();
    let mut layout =
        Layout { grammar, found: Vec::new(), open: Vec::new(), line: 0, joined: false, margin: true };
    let (mut at, mut touching, mut behind_raw) = (0, false, false);
    while at < letters.len() {
        let rest = &letters[at..];
        let read =
            ["TOKEN", "SKIPPED", "NEWLINE"].map(|rule| (grammar.longest(rule, rest).unwrap_or(0), rule));
        let (length, rule) =
            read.into_iter().max_by_key(|(length, _)| *length).filter(|(length, _)| *length > 0)?;
        let piece: String = rest[..length].iter().collect();
        match rule {
            "SKIPPED" if behind_raw && piece.starts_with('#') => return None,
            "SKIPPED" => layout.margin &= piece.starts_with('#'),
            "NEWLINE" => layout.newline(),
            _ => layout.word(&piece, touching),
        }
        touching = rule == "TOKEN";
        behind_raw = touching && grammar.is("RAW", &piece);
        at += length;
    }
    Some(layout.found)
}

struct Layout<'a> {
    grammar: &'a Grammar,
    found: Vec<Token>,
    open: Vec<char>,
    /// The index of the line's first token.
    line: usize,
    /// Whether the newline before the line was left out.
    joined: bool,
    /// Whether nothing stands before the next token on its line.
    margin: bool,
}

impl Layout<'_> {
    fn last(&self) -> &str {
        self.found.last().map_or("", |token| token.text.as_str())
    }

    fn newline(&mut self) {
        self.joined = !self.open.is_empty() || self.last() == ",";
        if !self.joined && !self.found.is_empty() && self.last() != "\n" {
            self.found.push(Token { text: "\n".to_owned(), touching: false, label: false });
        }
        (self.line, self.margin) = (self.found.len(), true);
    }

    /// Rule 2
    fn word(&mut self, piece: &str, touching: bool) {
        let argument = self.open.last() == Some(&'(') && matches!(self.last(), "(" | ",");
        let cut = piece.split_once(':').filter(|(name, _)| {
            argument && self.grammar.is("NAME", name) && !self.grammar.is("IPV6-LIKE", piece)
        });
        let Some((name, value)) = cut else { return self.push(piece, touching, false) };
        self.push(&format!("{name}:"), touching, true);
        if !value.is_empty() {
            self.push(value, true, false);
        }
    }

    fn push(&mut self, text: &str, touching: bool, label: bool) {
        if self.joined && self.begins_statement(text) {
            self.found.insert(self.line, Token { text: "\n".to_owned(), touching: false, label: false });
            self.line += 1;
            self.joined = false;
            self.open.clear();
        }
        match text {
            "(" | "[" => self.open.push(if text == "(" { '(' } else { '[' }),
            ")" | "]" => drop(self.open.pop()),
            "{" | "}" => self.open.clear(),
            _ => {}
        }
        self.found.push(Token { text: text.to_owned(), touching, label });
        if self.found.len() > self.line + 1 {
            self.margin = false;
        }
    }

    /// Rule 5
    fn begins_statement(&self, text: &str) -> bool {
        let is = |rule: &str, text: &str| self.grammar.is(rule, text);
        let atom = |text: &str| ["WORD", "STRING", "VARIABLE"].iter().any(|rule| is(rule, text));
        let brackets = !self.open.is_empty();
        match &self.found[self.line..] {
            [] => text == "}",
            [first, ..] if text == "{" && brackets => !first.text.is_empty(),
            [first] if !first.label && atom(&first.text) && atom(text) => {
                is("TYPE", text)
                    || match first.text.as_str() {
                        "zone" | "provider" | "policy" | "template" | "extend" | "health" => self.margin,
                        "let" => self.margin || brackets,
                        "include" | "under" | "on" | "if" | "for" | "ignore" | "ttl" | "nameservers" => {
                            brackets
                        }
                        first if is("TYPE", first) && is("WORD", text) && brackets => !is("OPERATOR", text),
                        first if is("TYPE", first) && is("WORD", text) => {
                            !matches!(text, "at" | "to" | "for" | "default")
                        }
                        _ => false,
                    }
            }
            _ => false,
        }
    }
}
