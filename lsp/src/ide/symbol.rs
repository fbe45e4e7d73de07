//! What stands under the cursor, and every place where it stands.

use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::sema::places::{NamePlace, NameRole};
use zonal_compiler::source::{FileSpan, Span};
use zonal_compiler::syntax::ast::ItemKind;

use super::words::{self, Noun, Role, Word};
use crate::session::snapshot::{File, Snapshot, View};

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// A variable of a block or a loop, by the place of its declaration.
    Local(FileSpan),
    /// A top-level variable.
    Global(String),
    /// A parameter of a template.
    Parameter {
        /// The template's name.
        template: String,
        /// The parameter's name.
        name: String,
        /// Where it is declared.
        declared: FileSpan,
    },
    /// A template.
    Template(String),
    /// A policy.
    Policy(String),
    /// A provider or group.
    Provider(String),
    /// A health check.
    Health(String),
    /// The TTL classes of one name: a zone, and what its templates write, chooses among those of all policies by name.
    TtlClass(String),
    /// A lint rule.
    Rule(String),
    /// A domain name, or each of those that one place means.
    Name(Vec<Name>),
}

/// What was found under the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub symbol: Symbol,
    /// Its name in the text, in the file of the cursor.
    pub at: Span,
    /// What a domain name is written for there.
    pub role: Option<NameRole>,
}

/// A place where a symbol stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// The name in the text.
    pub at: FileSpan,
    /// Whether it is declared there.
    pub declares: bool,
}

/// What stands at a byte of the document.
#[must_use]
pub fn at(view: &View, byte: u32) -> Option<Found> {
    if let Some(word) = words::at(&view.file, byte) {
        let symbol = of_word(&view.snapshot, &view.file, word)?;
        return Some(Found { symbol, at: word.at, role: None });
    }
    let places = names_at(view, byte);
    let first = *places.first()?;
    let mut names: Vec<Name> = places.iter().filter_map(|place| Name::from_wire(place.name)).collect();
    names.dedup();
    let at = view.now(first.at)?.span;
    Some(Found { symbol: Symbol::Name(names), at, role: Some(first.role) })
}

/// The domain names that the text around a byte of the document means, in the places of the analysis.
#[must_use]
pub fn names_at(view: &View, byte: u32) -> Vec<NamePlace<'_>> {
    let Some(analysis) = view.analysis.as_ref() else { return Vec::new() };
    let Some(then) = view.then(Span::at(byte).in_file(view.file.id)) else { return Vec::new() };
    analysis.names().at(then.file, then.span.start)
}

fn of_word(snapshot: &Snapshot, file: &File, word: Word) -> Option<Symbol> {
    let name = file.of(word.at).to_owned();
    Some(match word.noun {
        Noun::Local(declared) => Symbol::Local(declared.in_file(file.id)),
        Noun::Global => Symbol::Global(name),
        Noun::Parameter { template, declared } => Symbol::Parameter {
            template: file.of(template).to_owned(),
            name,
            declared: declared.in_file(file.id),
        },
        Noun::Argument { template } => {
            let template = file.of(template).to_owned();
            let declared = parameter(snapshot, &template, &name)?;
            Symbol::Parameter { template, name, declared }
        }
        Noun::Template => Symbol::Template(name),
        Noun::Policy => Symbol::Policy(name),
        Noun::Provider => Symbol::Provider(name),
        Noun::Health => Symbol::Health(name),
        Noun::TtlClass => Symbol::TtlClass(name),
        Noun::Rule => Symbol::Rule(name),
    })
}

fn parameter(snapshot: &Snapshot, template: &str, name: &str) -> Option<FileSpan> {
    snapshot.files().iter().find_map(|file| {
        file.tree().items.iter().find_map(|item| {
            let ItemKind::Template(node) = &item.kind else { return None };
            let parameters = node.parameters.iter().filter(|_| file.of(node.name) == template);
            let mut named = parameters.filter(|parameter| file.of(parameter.name) == name);
            named.next().map(|parameter| parameter.name.in_file(file.id))
        })
    })
}

impl Symbol {
    /// Whether a word of a file stands for this.
    fn is(&self, file: &File, word: Word) -> bool {
        let named = |name: &str| file.of(word.at) == name;
        match (self, word.noun) {
            (Self::Local(declared), Noun::Local(at)) => *declared == at.in_file(file.id),
            (Self::Parameter { declared, .. }, Noun::Parameter { declared: at, .. }) => {
                *declared == at.in_file(file.id)
            }
            (Self::Parameter { template: of, name, .. }, Noun::Argument { template }) => {
                named(name) && file.of(template) == of
            }
            (Self::Global(name), Noun::Global)
            | (Self::Template(name), Noun::Template)
            | (Self::Policy(name), Noun::Policy)
            | (Self::Provider(name), Noun::Provider)
            | (Self::Health(name), Noun::Health)
            | (Self::TtlClass(name), Noun::TtlClass)
            | (Self::Rule(name), Noun::Rule) => named(name),
            (
                Self::Local(_)
                | Self::Global(_)
                | Self::Parameter { .. }
                | Self::Template(_)
                | Self::Policy(_)
                | Self::Provider(_)
                | Self::Health(_)
                | Self::TtlClass(_)
                | Self::Rule(_)
                | Self::Name(_),
                _,
            ) => false,
        }
    }

    /// The symbol of the same kind with another name that the whole program would know; none for what belongs to a
    /// block or a template, and for domain names.
    #[must_use]
    pub fn with_name(&self, name: &str) -> Option<Self> {
        let name = name.to_owned();
        match self {
            Self::Global(_) => Some(Self::Global(name)),
            Self::Template(_) => Some(Self::Template(name)),
            Self::Policy(_) => Some(Self::Policy(name)),
            Self::Provider(_) => Some(Self::Provider(name)),
            Self::Health(_) => Some(Self::Health(name)),
            Self::TtlClass(_) => Some(Self::TtlClass(name)),
            Self::Local(_) | Self::Parameter { .. } | Self::Rule(_) | Self::Name(_) => None,
        }
    }

    /// What it is called in a message.
    #[must_use]
    pub const fn what(&self) -> &'static str {
        match self {
            Self::Local(_) | Self::Global(_) => "variable",
            Self::Parameter { .. } => "parameter",
            Self::Template(_) => "template",
            Self::Policy(_) => "policy",
            Self::Provider(_) => "provider",
            Self::Health(_) => "health check",
            Self::TtlClass(_) => "TTL class",
            Self::Rule(_) => "rule",
            Self::Name(_) => "name",
        }
    }

    /// Every place of the symbol in some files of now, by file and place. Those of domain names are where the
    /// analysis has them, carried over to now.
    #[must_use]
    pub fn occurrences(&self, view: &View, files: &[Arc<File>]) -> Vec<Occurrence> {
        if let Self::Name(names) = self {
            return name_occurrences(view, names, files);
        }
        let mut found = Vec::new();
        for file in files.iter().filter(|file| self.may_be_in(file)) {
            words::of_file(file, &mut |word| {
                if self.is(file, word) {
                    let (at, declares) = (word.at.in_file(file.id), word.role == Role::Declares);
                    found.push(Occurrence { at, declares });
                }
            });
        }
        found.sort_unstable();
        found.dedup_by_key(|occurrence| occurrence.at);
        found
    }

    const fn may_be_in(&self, file: &File) -> bool {
        match self {
            Self::Local(declared) => declared.file.raw() == file.id.raw(),
            Self::Global(_)
            | Self::Parameter { .. }
            | Self::Template(_)
            | Self::Policy(_)
            | Self::Provider(_)
            | Self::Health(_)
            | Self::TtlClass(_)
            | Self::Rule(_)
            | Self::Name(_) => true,
        }
    }
}

fn name_occurrences(view: &View, names: &[Name], files: &[Arc<File>]) -> Vec<Occurrence> {
    let Some(analysis) = view.analysis.as_ref() else { return Vec::new() };
    let places = names.iter().flat_map(|name| analysis.names().of(name.wire()));
    let mut found: Vec<Occurrence> = places
        .map(|place| Occurrence {
            at: place.at,
            declares: matches!(place.role, NameRole::Owner | NameRole::Zone),
        })
        .collect();
    found.sort_unstable();
    found.dedup_by_key(|occurrence| occurrence.at);
    let carried = view.carry(found.iter().map(|occurrence| occurrence.at));
    let now =
        found.iter().zip(carried).filter_map(|(occurrence, at)| Some(Occurrence { at: at?, ..*occurrence }));
    now.filter(|occurrence| files.iter().any(|file| file.id == occurrence.at.file)).collect()
}
