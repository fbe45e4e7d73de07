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
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// Something that may be expected at a place.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Expected {
            $($(#[$doc])* $name),+
        }

        impl Expected {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$name, $text)),+];
        }
    };
}

expectations! {
    /// A top-level declaration.
    Item = "`zone`, `template`, `provider`, `policy`, `let`, `health` or `extend`",
    /// A statement of a block.
    Statement = "a statement",
    /// A line of a settings block.
    Setting = "a setting",
    /// A declared name.
    Name = "a name",
    /// The name of a provider.
    Provider = "a provider's name",
    /// The name of a zone.
    Zone = "a zone's name",
    /// The name of a template.
    Template = "a template's name",
    /// The name of a policy.
    Policy = "a policy's name",
    /// The name of a lint rule.
    Rule = "a rule's name",
    /// A kind of provider or health check.
    ProviderKind = "a kind",
    /// The name of a variable.
    Variable = "a variable's name, without `$`",
    /// An owner.
    Owner = "an owner",
    /// A record type.
    RecordType = "a record type",
    /// A duration or a class.
    Ttl = "a duration or a class",
    /// A class of TTLs.
    TtlClass = "a class's name",
    /// An owner pattern.
    Pattern = "a pattern",
    /// A quoted reason.
    Reason = "a quoted reason",
    /// A parameter.
    Parameter = "a parameter",
    /// A written type.
    Type = "a type",
    /// A value.
    Value = "a value",
    /// An operator.
    Operator = "an operator",
    /// `default`
    Default = "`default`",
    /// `for`
    For = "`for`",
    /// `in`
    In = "`in`",
    /// `at`
    At = "`at`",
    /// `to`
    To = "`to`",
    /// `on`
    On = "`on`",
    /// `zone`
    ZoneWord = "`zone`",
    /// `=`
    Equals = "`=`",
    /// `{`
    LeftBrace = "`{`",
    /// `}`
    RightBrace = "`}`",
    /// `(`
    LeftParen = "`(`",
    /// `)`
    RightParen = "`)`",
    /// `[`
    LeftBracket = "`[`",
    /// `]`
    RightBracket = "`]`",
    /// `,`
    Comma = "`,`",
    /// A line's end.
    Newline = "the end of the line",
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
        error!("unexpected-token", span.in_file(file), "expected {expected}, found {found}")
            .here(format!("expected {expected}"))
            .help(self.help())
    }

    /// What to write, for the likeliest of what would have fitted.
    fn help(self) -> String {
        const HELP: &[(Expected, &str)] = &[
            (
                Expected::Statement,
                "a statement is a record, `OWNER TYPE VALUE`, a block, `OWNER { … }`, or begins with a keyword such as \
                 `include` or `on`",
            ),
            (
                Expected::Owner,
                "an owner is a word, a string, a variable or a call; `for` goes through several",
            ),
            (Expected::RecordType, "a record type is an upper-case word such as `A` or `MX`"),
            (Expected::Ttl, "write a duration such as `5m`, or a TTL class of the zone's policy"),
            (Expected::Reason, "say why, in quotes: `\"…\"`"),
            (Expected::Value, "write a value, such as the address in `www A 192.0.2.1`"),
            (Expected::LeftBrace, "open the block on this line, with `{`"),
            (Expected::Comma, "separate two values with a comma, or close the bracket"),
            (Expected::Newline, "one statement stands on a line: put what follows on the next"),
        ];
        let fits = |one: Expected| self.expected & (1 << one as u64) != 0;
        let help = HELP.iter().find(|(one, _)| fits(*one)).map(|(_, help)| (*help).to_owned());
        help.unwrap_or_else(|| format!("write {} here", self.describe()))
    }

    fn describe(self) -> String {
        let named = Expected::ALL.iter().filter(|(one, _)| self.expected & (1 << *one as u64) != 0);
        let named: Vec<&str> = named.map(|(_, text)| *text).collect();
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
