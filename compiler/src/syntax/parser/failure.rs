//! What the combinators say when they fail: where, and what they would have taken. Eight bytes and a bit set;
//! a [`Diagnostic`] is made of it at the end, for those that are shown.

use chumsky::DefaultExpected;
use chumsky::error::{Error, LabelError};
use chumsky::span::SimpleSpan;
use chumsky::util::MaybeRef;

use super::lexeme::{Kind, Lexeme};
use crate::diagnostic::Diagnostic;
use crate::error;
use crate::source::{FileId, Span};

/// The parser's input: a file's significant tokens.
pub type Tokens<'t> = &'t [Lexeme];

macro_rules! expectations {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $help:literal;)+) => {
        /// Something that may be expected at a place. Of several, the help of the first is given.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Expected {
            $($(#[$doc])* $name),+
        }

        impl Expected {
            const ALL: &'static [(Self, &'static str, &'static str)] = &[$((Self::$name, $text, $help)),+];
        }
    };
}

expectations! {
    /// A top-level declaration.
    Item = "`zone`, `template`, `provider`, `policy`, `let`, `health` or `extend`",
        "a file holds declarations; records stand in a `zone NAME on PROVIDER { … }`";
    /// A statement of a block.
    Statement = "a statement", "a record is `OWNER TYPE VALUE`, such as `www A 192.0.2.1`";
    /// A line of a settings block.
    Setting = "a setting", "a setting is its name and its values, such as `max-change 10%`";
    /// A declared name.
    Name = "a name", "a declared name is lower-case letters, digits and `-`";
    /// The name of a provider.
    Provider = "a provider's name", "name a `provider` of this program; several have commas between them";
    /// The name of a zone.
    Zone = "a zone's name", "write the zone's name, such as `example.com`; several have commas between them";
    /// The name of a template.
    Template = "a template's name", "write `include NAME(…)`, with the name of a `template` of this program";
    /// The name of a policy.
    Policy = "a policy's name", "name a `policy` of this program; several have commas between them";
    /// The name of a lint rule.
    Rule = "a rule's name", "name a lint rule, and say why: `allow(RULE: \"why\")`";
    /// A kind of provider or health check.
    ProviderKind = "a kind", "write the kind, such as `route53`, `azure-dns` or `zonefile`, or `https` for a health check";
    /// The name of a variable.
    Variable = "a variable's name, without `$`", "a variable is declared without `$`: lower-case letters, digits and `-`";
    /// An owner.
    Owner = "an owner", "write a name, such as `www` or `@`";
    /// A record type.
    RecordType = "a record type", "write record types with commas between them, such as `A, AAAA`";
    /// A duration or a class.
    Ttl = "a duration or a class", "write a duration with its unit, such as `5m`, or a class of the policy";
    /// A class of TTLs.
    TtlClass = "a class's name", "write `ttl CLASS DURATION`, such as `ttl volatile 60s`";
    /// An owner pattern.
    Pattern = "a pattern", "write an owner, or a pattern in quotes, such as `\"*.dev\"`";
    /// A quoted reason.
    Reason = "a quoted reason", "say why, in quotes: `\"…\"`";
    /// A parameter.
    Parameter = "a parameter", "a parameter is `NAME: TYPE`, such as `policy: String`";
    /// A written type.
    Type = "a type", "write a type, such as `String`, `[Ipv4]` or `(Name, Int)`";
    /// A value.
    Value = "a value", "a value is a word, a `\"string\"`, a `$variable` or a `[list]`";
    /// `default`
    Default = "`default`", "behind the policy's name stands `default` or nothing";
    /// `in`
    In = "`in`", "a loop is `for NAME in LIST { … }`";
    /// `at`
    At = "`at`", "say where: `require TYPES at OWNER`";
    /// `to`
    To = "`to`", "say which target: `forbid TYPES to PATTERN`";
    /// `on`
    On = "`on`", "say where the zone lives: `zone NAME on PROVIDER { … }`";
    /// `zone`
    ZoneWord = "`zone`", "write `extend zone NAME { … }`";
    /// `=`
    Equals = "`=`", "write `=`, with blanks around it, between the name and its value";
    /// `{`
    LeftBrace = "`{`", "open the block with `{` at the end of this line";
    /// `(`
    LeftParen = "`(`", "write the arguments in parentheses, `()` if there are none";
    /// `)`
    RightParen = "`)`", "separate elements with commas, and close the parenthesis with `)`";
    /// `[`
    LeftBracket = "`[`", "a list is `[a, b]`";
    /// `]`
    RightBracket = "`]`", "separate elements with commas, and close the list with `]`";
    /// `for`
    For = "`for`", "types stand behind `for`: `ttl 1d for NS`";
    /// `,`
    Comma = "`,`", "separate the elements with commas";
    /// A line's end.
    Newline = "the end of the line", "each statement has its own line; text with blanks is quoted";
}

/// That nothing fits at a token, and what would have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failure {
    /// The index of the token, or the number of tokens at the text's end.
    pub at: u32,
    expected: u64,
}

impl Failure {
    /// That one thing was expected at a token.
    pub const fn new(at: usize, expected: Expected) -> Self {
        Self { at: at as u32, expected: 1 << expected as u64 }
    }

    /// The same, with one more thing that would have fitted.
    pub const fn or(self, expected: Expected) -> Self {
        Self { at: self.at, expected: self.expected | 1 << expected as u64 }
    }

    /// The diagnostic, with the tokens and text of the file that failed.
    pub fn diagnostic(self, file: FileId, text: &str, tokens: Tokens<'_>) -> Diagnostic {
        let token = tokens.get(self.at as usize);
        let span = found_span(token, tokens, self.at, text);
        let expected = self.describe();
        let found = match token.map(|token| token.kind) {
            None => "the end of the file".to_owned(),
            Some(Kind::Newline) => "the end of the line".to_owned(),
            Some(_) => quote(span.of(text)),
        };
        let found = error!("unexpected-token", span.in_file(file), "expected {expected}, found {found}")
            .here(format!("expected {expected}"));
        let help = self.expected().next().map(|(_, _, help)| *help);
        help.into_iter().fold(found, Diagnostic::help)
    }

    fn expected(self) -> impl Iterator<Item = &'static (Expected, &'static str, &'static str)> {
        Expected::ALL.iter().filter(move |(one, ..)| self.expected & (1 << *one as u64) != 0)
    }

    fn describe(self) -> String {
        let named: Vec<&str> = self.expected().map(|(_, text, _)| *text).collect();
        match named.as_slice() {
            [] => "something else".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
        }
    }
}

/// The place of a token that does not fit. A line's end is shown behind its last token.
fn found_span(token: Option<&Lexeme>, tokens: Tokens<'_>, at: u32, text: &str) -> Span {
    match token {
        Some(token) if token.kind != Kind::Newline => token.span,
        Some(_) | None => {
            let before = (at as usize).checked_sub(1).and_then(|before| tokens.get(before));
            Span::at(before.map_or(text.len() as u32, |before| before.span.end))
        }
    }
}

/// A piece of source in backquotes, cropped to what a line of a message can hold.
pub fn quote(text: &str) -> String {
    let mut letters = text.char_indices().skip(40);
    match letters.next() {
        None => format!("`{text}`"),
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
    }
}

impl<'t> Error<'t, Tokens<'t>> for Failure {
    fn merge(self, other: Self) -> Self {
        match self.at.cmp(&other.at) {
            std::cmp::Ordering::Less => other,
            std::cmp::Ordering::Greater => self,
            std::cmp::Ordering::Equal => Self { at: self.at, expected: self.expected | other.expected },
        }
    }
}

impl<'t> LabelError<'t, Tokens<'t>, DefaultExpected<'t, Lexeme>> for Failure {
    fn expected_found<E: IntoIterator<Item = DefaultExpected<'t, Lexeme>>>(
        _: E,
        _: Option<MaybeRef<'t, Lexeme>>,
        span: SimpleSpan<usize>,
    ) -> Self {
        Self { at: span.start as u32, expected: 0 }
    }
}

impl<'t> LabelError<'t, Tokens<'t>, Expected> for Failure {
    fn expected_found<E: IntoIterator<Item = Expected>>(
        expected: E,
        _: Option<MaybeRef<'t, Lexeme>>,
        span: SimpleSpan<usize>,
    ) -> Self {
        let expected = expected.into_iter().fold(0, |set, one| set | 1 << one as u64);
        Self { at: span.start as u32, expected }
    }

    fn label_with(&mut self, label: Expected) {
        self.expected = 1 << label as u64;
    }
}
