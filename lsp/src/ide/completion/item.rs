//! One thing that may stand at the cursor.

use std::fmt;

/// Something that may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: Kind,
    /// What it is for, in a few words.
    pub detail: String,
    /// The text that takes the word's place.
    pub insert: String,
    /// The same with tab stops, for a client that takes them.
    pub snippet: Option<String>,
    /// What the client compares with the word under the cursor, if it is not the label.
    pub filter: Option<String>,
    /// How far down it stands; 0 is the likeliest.
    pub rank: u8,
    /// What there is more to read about.
    pub about: Option<About>,
}

/// What kind of thing an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word or sign of the grammar.
    Keyword,
    /// A block with its braces.
    Block,
    /// A record type, or a builder.
    RecordType,
    /// A value from a closed set.
    Choice,
    /// A value of an open set, as a start.
    Value,
    /// A domain name.
    Name,
    /// A variable.
    Variable,
    /// A built-in function.
    Function,
    /// A template.
    Template,
    /// A provider or a group.
    Provider,
    /// A policy.
    Policy,
    /// A health check.
    Health,
    /// A rule.
    Rule,
    /// A TTL class.
    Class,
    /// A setting, an argument, or a term of a builder.
    Field,
    /// A type of the language.
    Type,
    /// An operator.
    Operator,
}

/// Something that has a page, a schema or a comment of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A word in type position.
    Record(String),
    /// A rule.
    Rule(String),
    /// A template.
    Template(String),
    /// A policy.
    Policy(String),
    /// A provider.
    Provider(String),
    /// A health check.
    Health(String),
    /// A variable of the top level.
    Variable(String),
    /// A declaration, by the word that it begins with.
    Declaration(String),
    /// A statement, likewise.
    Statement(String),
    /// A line of a policy, likewise.
    PolicyLine(String),
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, name) = match self {
            Self::Record(name) => ("record", name),
            Self::Rule(name) => ("rule", name),
            Self::Template(name) => ("template", name),
            Self::Policy(name) => ("policy", name),
            Self::Provider(name) => ("provider", name),
            Self::Health(name) => ("health", name),
            Self::Variable(name) => ("variable", name),
            Self::Declaration(name) => ("declaration", name),
            Self::Statement(name) => ("statement", name),
            Self::PolicyLine(name) => ("policy-line", name),
        };
        write!(f, "{kind} {name}")
    }
}

impl About {
    /// Reads what [`Display`](fmt::Display) wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, name) = text.split_once(' ')?;
        let name = name.to_owned();
        Some(match kind {
            "record" => Self::Record(name),
            "rule" => Self::Rule(name),
            "template" => Self::Template(name),
            "policy" => Self::Policy(name),
            "provider" => Self::Provider(name),
            "health" => Self::Health(name),
            "variable" => Self::Variable(name),
            "declaration" => Self::Declaration(name),
            "statement" => Self::Statement(name),
            "policy-line" => Self::PolicyLine(name),
            _ => return None,
        })
    }
}

impl Item {
    /// An item that inserts its label.
    #[must_use]
    pub fn new(kind: Kind, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let label = label.into();
        Self {
            insert: label.clone(),
            label,
            kind,
            detail: detail.into(),
            snippet: None,
            filter: None,
            rank: 10,
            about: None,
        }
    }

    /// The same with another text to insert.
    #[must_use]
    pub fn insert(mut self, text: impl Into<String>) -> Self {
        self.insert = text.into();
        self
    }

    /// The same with tab stops for a client that takes them.
    #[must_use]
    pub fn snippet(mut self, snippet: impl Into<String>) -> Self {
        self.snippet = Some(snippet.into());
        self
    }

    /// The same with another text to compare with the word.
    #[must_use]
    pub fn filter(mut self, text: impl Into<String>) -> Self {
        self.filter = Some(text.into());
        self
    }

    /// The same at another place in the list.
    #[must_use]
    pub const fn rank(mut self, rank: u8) -> Self {
        self.rank = rank;
        self
    }

    /// The same with more to read.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }
}

/// A text as a part of a snippet, where `$`, `}` and `\` have meanings.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '$' | '}' | '\\') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}
