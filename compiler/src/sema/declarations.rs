//! The top-level names of a program: who declared what, once.
//!
//! Every file sees every top-level name, so this table is made before anything is evaluated. Each kind of
//! declaration has names of its own: a provider and a template may both be called `mail`.

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::error;
use crate::source::{FileId, FileSpan, Sources, Span};
use crate::suggest::Guesses;
use crate::syntax::ast::{self, ItemKind};

/// One file with its tree.
#[derive(Debug, Clone, Copy)]
pub struct Unit<'a> {
    /// The file.
    pub file: FileId,
    /// Its text.
    pub text: &'a str,
    /// Its tree.
    pub tree: &'a ast::File,
}

impl<'a> Unit<'a> {
    /// The text under a span of this file.
    #[must_use]
    pub fn of(&self, span: Span) -> &'a str {
        span.of(self.text)
    }

    /// The text at a place of this file.
    #[must_use]
    pub fn file_text(&self, at: FileSpan) -> &'a str {
        at.span.of(self.text)
    }

    /// A span with this file.
    #[must_use]
    pub const fn at(&self, span: Span) -> FileSpan {
        span.in_file(self.file)
    }
}

/// A declaration with the file that holds it.
#[derive(Debug)]
pub struct Declared<'a, T> {
    /// The file.
    pub unit: Unit<'a>,
    /// The declaration.
    pub node: &'a T,
    /// Where its name stands.
    pub name_at: FileSpan,
}

impl<T> Clone for Declared<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Declared<'_, T> {}

/// The names of one kind of declaration.
#[derive(Debug)]
pub struct Names<'a, T> {
    what: &'static str,
    unknown: &'static str,
    by_name: FxHashMap<&'a str, Declared<'a, T>>,
    in_order: Vec<(&'a str, Declared<'a, T>)>,
    guesses: Guesses,
}

impl<'a, T> Names<'a, T> {
    fn new(what: &'static str, unknown: &'static str) -> Self {
        Self {
            what,
            unknown,
            by_name: FxHashMap::default(),
            in_order: Vec::new(),
            guesses: Guesses::default(),
        }
    }

    fn declare(&mut self, unit: Unit<'a>, name: Span, node: &'a T, diagnostics: &mut Vec<Diagnostic>) {
        let (word, name_at) = (unit.of(name), unit.at(name));
        if word.is_empty() {
            return;
        }
        if !is_declarable(word) && !is_told_by_parser(word) {
            diagnostics.push(bad_name(self.what, word, name_at));
        }
        if let Some(first) = self.by_name.get(word) {
            diagnostics.push(
                error!("duplicate-declaration", name_at, "the {} `{word}` is declared twice", self.what)
                    .here("declared again here")
                    .label(first.name_at, "first declared here")
                    .help("rename one of them, or remove it"),
            );
            return;
        }
        let declared = Declared { unit, node, name_at };
        self.by_name.insert(word, declared);
        self.in_order.push((word, declared));
    }

    /// The declaration with a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Declared<'a, T>> {
        self.by_name.get(name)
    }

    /// All declarations, in source order.
    pub fn iter(&self) -> impl Iterator<Item = &(&'a str, Declared<'a, T>)> {
        self.in_order.iter()
    }

    /// The declaration with a name, or an error at the word that names none.
    ///
    /// # Errors
    /// No such declaration; the closest name is suggested.
    pub fn resolve(&self, unit: &Unit<'_>, word: Span) -> Result<&Declared<'a, T>, Box<Diagnostic>> {
        let name = unit.of(word);
        self.get(name).ok_or_else(|| Box::new(self.unknown(name, unit.at(word))))
    }

    fn unknown(&self, name: &str, at: FileSpan) -> Diagnostic {
        let what = self.what;
        let message = format!("there is no {what} `{name}`");
        let mut problem = Diagnostic::new(self.unknown, Severity::Error, at, message);
        let names = self.in_order.iter().map(|(name, _)| *name);
        if let Some(close) = self.guesses.closest(name, names.clone()) {
            problem =
                problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close);
            if let Some(declared) = self.get(close) {
                problem = problem.label(declared.name_at, format!("`{close}` is declared here"));
            }
        } else if self.in_order.is_empty() {
            problem = problem.help(format!("no file of this workspace declares a {what}"));
        } else {
            let known: Vec<_> = names.take(8).map(|name| format!("`{name}`")).collect();
            problem = problem.help(format!("declared are {}", known.join(", ")));
        }
        problem
    }
}

/// Whether a word can be declared: lower-case kebab.
#[must_use]
pub fn is_declarable(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !word.ends_with('-')
}

/// Whether the parser has told that a word cannot be declared as it stands: `name-case`.
#[must_use]
pub fn is_told_by_parser(word: &str) -> bool {
    let right = word.to_ascii_lowercase().replace('_', "-");
    right != word && is_declarable(&right)
}

/// The error for a declared name that is no lower-case kebab word.
#[must_use]
pub fn bad_name(what: &str, word: &str, at: FileSpan) -> Diagnostic {
    let problem = error!("bad-declared-name", at, "`{word}` cannot be the name of a {what}")
        .help("names are lower-case letters, digits and single `-`, and begin with a letter");
    let kebab: String = word
        .chars()
        .map(|character| if character.is_ascii_alphanumeric() { character.to_ascii_lowercase() } else { '-' })
        .collect();
    let kebab = kebab.trim_matches('-').to_owned();
    if is_declarable(&kebab) { problem.suggest(format!("use `{kebab}`"), at, kebab) } else { problem }
}

/// Every top-level name of a program.
#[derive(Debug)]
pub struct Declarations<'a> {
    /// The files, by identifier.
    pub units: Vec<Unit<'a>>,
    /// `provider`.
    pub providers: Names<'a, ast::Provider>,
    /// `policy`.
    pub policies: Names<'a, ast::Policy>,
    /// `let`.
    pub lets: Names<'a, ast::Let>,
    /// `template`.
    pub templates: Names<'a, ast::Template>,
    /// `health`.
    pub healths: Names<'a, ast::Health>,
    /// `zone` declarations, in source order.
    pub zones: Vec<(Unit<'a>, &'a ast::Zone)>,
    /// `extend zone` declarations, in source order.
    pub extends: Vec<(Unit<'a>, &'a ast::Extend)>,
    /// Declarations that could not be read, which may have been of any name that stands in them.
    pub broken: Vec<&'a str>,
}

impl<'a> Declarations<'a> {
    /// Gathers the declarations of all files.
    #[must_use]
    pub fn gather(
        sources: &'a Sources,
        trees: impl Iterator<Item = (FileId, &'a ast::File)>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let units = trees.map(|(file, tree)| Unit { file, text: &sources.file(file).text, tree }).collect();
        let mut declarations = Self {
            units,
            providers: Names::new("provider", "unknown-provider"),
            policies: Names::new("policy", "unknown-policy"),
            lets: Names::new("variable", "unknown-variable"),
            templates: Names::new("template", "unknown-template"),
            healths: Names::new("health check", "unknown-health-check"),
            zones: Vec::new(),
            extends: Vec::new(),
            broken: Vec::new(),
        };
        for unit in declarations.units.clone() {
            for item in &unit.tree.items {
                declarations.declare(unit, &item.kind, diagnostics);
                if matches!(item.kind, ItemKind::Error) {
                    declarations.broken.push(unit.of(item.span));
                }
            }
        }
        declarations
    }

    /// Whether a declaration that could not be read may be that of a name: the name stands in it.
    #[must_use]
    pub fn may_be_broken(&self, name: &str) -> bool {
        let is_part = |c: char| !(c.is_alphanumeric() || c == '-' || c == '.');
        self.broken.iter().any(|text| text.split(is_part).any(|word| word == name))
    }

    fn declare(&mut self, unit: Unit<'a>, item: &'a ItemKind, diagnostics: &mut Vec<Diagnostic>) {
        match item {
            ItemKind::Provider(node) => self.providers.declare(unit, node.name, node, diagnostics),
            ItemKind::Policy(node) => self.policies.declare(unit, node.name, node, diagnostics),
            ItemKind::Let(node) => self.lets.declare(unit, node.name, node, diagnostics),
            ItemKind::Template(node) => self.templates.declare(unit, node.name, node, diagnostics),
            ItemKind::Health(node) => self.healths.declare(unit, node.name, node, diagnostics),
            ItemKind::Zone(node) => self.zones.push((unit, node)),
            ItemKind::Extend(node) => self.extends.push((unit, node)),
            ItemKind::Error => {}
        }
    }
}
