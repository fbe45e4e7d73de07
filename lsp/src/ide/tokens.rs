//! Semantic tokens: what each word of a document is, from its tree and, where that says nothing, from the word.

mod marks;

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::token::{self, TokenKind};
use zonal_compiler::syntax::words;

use crate::session::snapshot::File;

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The name of a zone.
    Namespace,
    /// A word of the language.
    Keyword,
    /// A record type, or the type of a parameter.
    Type,
    /// A variable.
    Variable,
    /// A built-in function or a modifier.
    Function,
    /// The name of a setting, a field, an argument or a rule.
    Property,
    /// A string.
    String,
    /// A number, a duration or an address.
    Number,
    /// A comment.
    Comment,
    /// An operator.
    Operator,
    /// A word that stands for a value.
    EnumMember,
    /// A parameter of a template.
    Parameter,
    /// A template.
    Macro,
    /// A provider, a policy or a health check.
    Class,
}

impl Kind {
    /// Every kind with the protocol's name for it, in the order in which clients are told of them.
    pub const ALL: [(Self, &'static str); 14] = [
        (Self::Namespace, "namespace"),
        (Self::Keyword, "keyword"),
        (Self::Type, "type"),
        (Self::Variable, "variable"),
        (Self::Function, "function"),
        (Self::Property, "property"),
        (Self::String, "string"),
        (Self::Number, "number"),
        (Self::Comment, "comment"),
        (Self::Operator, "operator"),
        (Self::EnumMember, "enumMember"),
        (Self::Parameter, "parameter"),
        (Self::Macro, "macro"),
        (Self::Class, "class"),
    ];
}

/// The protocol's names of the modifiers; a token has a bit for each.
pub const MODIFIERS: [&str; 3] = ["declaration", "readonly", "defaultLibrary"];
/// The word declares what it names.
pub const DECLARATION: u8 = 1;
/// What the word names never changes.
pub const READONLY: u8 = 2;
/// What the word names comes with the language.
pub const DEFAULT_LIBRARY: u8 = 4;

/// A word and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// The word; never over the end of a line.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
    /// The bits of its modifiers.
    pub modifiers: u8,
}

/// The tokens of the lines that a span touches, in order.
#[must_use]
pub fn within(file: &File, span: Span) -> Vec<Token> {
    let text: &str = &file.text;
    let span = whole_lines(text, span);
    let marks = marks::within(file, span);
    let mut marks = marks.iter().copied().peekable();
    let mut out = Vec::new();
    for token in token::lex(span.of(text)) {
        let at = Span::new(token.span.start + span.start, token.span.end + span.start);
        match token.kind {
            TokenKind::Comment | TokenKind::DocComment | TokenKind::Semicolon => {
                out.push(Token { span: at, kind: Kind::Comment, modifiers: 0 });
            }
            TokenKind::Word | TokenKind::Str | TokenKind::OpenStr => {
                let mut is_marked = false;
                while let Some(mark) = marks.next_if(|mark| mark.span.start < at.end) {
                    let covers = mark.span.start >= at.start && mark.span.end <= at.end;
                    is_marked |= covers;
                    if let Some(kind) = mark.kind.filter(|_| covers && !mark.span.is_empty()) {
                        out.push(Token { span: mark.span, kind, modifiers: mark.modifiers });
                    }
                }
                if is_marked {
                    continue;
                }
                if token.kind == TokenKind::Word {
                    out.extend(by_itself(at.of(text)).map(|kind| Token { span: at, kind, modifiers: 0 }));
                } else {
                    string(text, at, &mut out);
                }
            }
            TokenKind::LeftBrace
            | TokenKind::RightBrace
            | TokenKind::LeftParen
            | TokenKind::RightParen
            | TokenKind::LeftBracket
            | TokenKind::RightBracket
            | TokenKind::Comma
            | TokenKind::Newline
            | TokenKind::Blank => {}
        }
    }
    out
}

/// A string, its insertions apart.
fn string(text: &str, at: Span, out: &mut Vec<Token>) {
    let mut piece = |start: u32, end: u32, kind| {
        if start < end {
            out.push(Token { span: Span::new(start, end), kind, modifiers: 0 });
        }
    };
    let mut done = at.start;
    while let Some(found) = Span::new(done, at.end).of(text).find("${") {
        let start = done + found as u32;
        let Some(length) = Span::new(start, at.end).of(text).find('}') else { break };
        piece(done, start, Kind::String);
        done = start + length as u32 + 1;
        piece(start, done, Kind::Variable);
    }
    piece(done, at.end, Kind::String);
}

/// What a word is of which the tree says nothing: a word of the language, or a part of a line with an error.
fn by_itself(word: &str) -> Option<Kind> {
    let first = word.bytes().next()?;
    if first == b'$' {
        return Some(Kind::Variable);
    }
    if matches!(word, "=" | "==" | "!=" | ".." | "+" | "-") {
        return Some(Kind::Operator);
    }
    if first.is_ascii_uppercase() {
        return RecordKeyword::parse(word).map(|_| Kind::Type);
    }
    if words::is_word(word) {
        return Some(Kind::Keyword);
    }
    is_number(word).then_some(Kind::Number)
}

/// Whether a word is a number, a percentage, a duration, an address or a block of addresses by its shape.
fn is_number(word: &str) -> bool {
    let bytes = word.as_bytes();
    let Some((&first, rest)) = bytes.split_first() else { return false };
    if first.is_ascii_digit() || first == b'-' {
        let dots = rest.iter().filter(|byte| **byte == b'.').count();
        let of_number =
            |byte: &u8| byte.is_ascii_digit() || matches!(byte, b's' | b'm' | b'h' | b'd' | b'w' | b'%');
        if dots == 0 && !rest.contains(&b':') {
            return rest.iter().all(of_number) && (first != b'-' || !rest.is_empty());
        }
        if dots == 3 && rest.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'/')) {
            return true;
        }
    }
    bytes.contains(&b':')
        && bytes.iter().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'/' | b'.'))
        && bytes.iter().filter(|byte| **byte == b':').count() > 1
}

/// From the start of the first to the end of the last line that a span touches.
fn whole_lines(text: &str, span: Span) -> Span {
    let (start, end) = (span.start as usize, (span.end as usize).min(text.len()));
    let start = text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let end = text.get(end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| end + newline);
    Span::new(start as u32, end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::snapshot::View;

    fn shown(text: &str, span: Span) -> String {
        let view = View::alone(text);
        let name = |kind| Kind::ALL.iter().find(|(known, _)| *known == kind).map(|(_, name)| *name).unwrap();
        within(&view.file, span)
            .iter()
            .map(|token| {
                let modifiers = (0..3).filter(|bit| token.modifiers & 1 << bit != 0);
                let modifiers: String = modifiers.map(|bit| format!(".{}", MODIFIERS[bit])).collect();
                format!("{} {}{modifiers}\n", view.file.of(token.span), name(token.kind))
            })
            .collect()
    }

    const TEXT: &str = r#"
## Docs.
provider aws = route53 { profile env("X") }
provider both = aws, azure   # a group
policy production default {
  ttl volatile 60s default for MX, TXT
  deny address-private
  require CAA at @ "why"
  max-change 10%
}
health api = https { host "a" }
let cdn = [192.0.2.1, host(192.0.2.0/24, 3)]
template mail(policy: String = "none", n: [Int]) {
  @ DMARC policy $policy, rua "mailto:x@${zone}"
  include other(policy: "x", $n)
}
zone example.com, "b.example" on both {
  allow(cname-at-apex: "why")
  on aws { www A 192.0.2.1, $cdn ttl volatile route(set: "b", weight: 9, health: api) }
  policy A 2001:db8::1 ttl 5m
  x TLSA dane-ee spki 1 abcdef
  y HTTPS 1 . alpn [h2, h3]
  z CAA issue "x"
  a ALIAS cloudfront d111.cloudfront.net.
  for n in 1..20 { if not $n == 3 and $n in [1] { "n-${n}" A "192.0.2.${n}" } else { } }
  under eu { ttl 1h for A }
  1.example MX 10 1.mail.@
  ignore "x" TXT "y"
  nameservers ns1.example.net.
}
"#;

    #[test]
    fn every_word_is_what_it_is() {
        insta::assert_snapshot!(shown(TEXT, Span::new(0, TEXT.len() as u32)));
    }

    #[test]
    fn a_part_is_as_the_whole_has_it() {
        let view = View::alone(TEXT);
        let whole = within(&view.file, Span::new(0, TEXT.len() as u32));
        let mut start = 0;
        for line in TEXT.split_inclusive('\n') {
            let span = Span::new(start, start + line.trim_end().len() as u32);
            start += line.len() as u32;
            let inside = |t: &&Token| t.span.start >= span.start && t.span.end <= span.end;
            let own: Vec<_> = whole.iter().filter(inside).collect();
            assert_eq!(within(&view.file, span).iter().collect::<Vec<_>>(), own, "{line}");
        }
    }

    #[test]
    fn a_broken_line_still_has_its_words() {
        let text = "zone a.example on x {\n  www MX (10 mail ttl 5m\n  b A \"192.0.2\n}\nzone";
        insta::assert_snapshot!(shown(text, Span::new(0, text.len() as u32)));
    }
}
