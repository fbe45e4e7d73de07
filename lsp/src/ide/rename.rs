//! Renaming: every place of a name, over all files, or a reason why not.
//!
//! A name is changed where its own text stands. Whether the program then means the same but for the name is not
//! concluded but tried: see [`trial`].

mod broken;
mod label;
mod trial;

use std::fmt;

use zonal_compiler::sema::declarations::is_declarable;
use zonal_compiler::source::{FileSpan, Span};

use super::symbol::{self, Found, Symbol};
use crate::session::snapshot::View;

/// Why something is not renamed, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal(String);

impl Refusal {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What would be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// Its text in the document.
    pub at: Span,
    /// The text to begin with.
    pub text: String,
}

/// What would be renamed at a byte of the document; none if nothing stands there.
///
/// # Errors
/// What stands there cannot be renamed.
pub fn prepare(view: &View, byte: u32) -> Result<Option<Renamable>, Refusal> {
    let Some(found) = symbol::at(view, byte) else { return Ok(None) };
    is_whole(view)?;
    match &found.symbol {
        Symbol::Name(names) => {
            label::target(view, byte, names)?;
        }
        Symbol::Rule(name) => return Err(rule(name)),
        Symbol::Provider(name) => is_unknown_to_lock(view, name)?,
        Symbol::Local(_)
        | Symbol::Global(_)
        | Symbol::Parameter { .. }
        | Symbol::Template(_)
        | Symbol::Policy(_)
        | Symbol::Health(_)
        | Symbol::TtlClass(_) => {}
    }
    Ok(Some(Renamable { at: found.at, text: view.file.of(found.at).to_owned() }))
}

/// The replacements that give what stands at a byte of the document a new name; none if nothing stands there or the
/// name is the old one.
///
/// # Errors
/// What stands there cannot have that name.
pub fn rename(view: &View, byte: u32, new: &str) -> Result<Vec<(FileSpan, String)>, Refusal> {
    let Some(renamable) = prepare(view, byte)? else { return Ok(Vec::new()) };
    let Some(found) = symbol::at(view, byte) else { return Ok(Vec::new()) };
    let new = new.trim();
    if new == renamable.text {
        return Ok(Vec::new());
    }
    if let Symbol::Name(names) = &found.symbol {
        return label::rename(view, byte, names, new);
    }
    declared(view, &found, &renamable.text, new)
}

/// Renames something that has a declared name.
fn declared(view: &View, found: &Found, old: &str, new: &str) -> Result<Vec<(FileSpan, String)>, Refusal> {
    let what = found.symbol.what();
    if !is_declarable(new) {
        return Err(Refusal::new(format!(
            "`{new}` cannot be the name of a {what}: names are lower-case letters, digits and single `-`, and begin with a letter"
        )));
    }
    let places = found.symbol.occurrences(view, view.snapshot.files());
    if !places.iter().any(|place| place.declares) {
        return Err(Refusal::new(format!("there is no {what} `{old}`: declare it first")));
    }
    if let Some(renamed) = found.symbol.with_name(new) {
        let taken = renamed.occurrences(view, view.snapshot.files());
        if let Some(place) = taken.iter().find(|place| place.declares) {
            return Err(Refusal::new(format!(
                "there is a {what} `{new}` already, at {}: choose another name",
                place_of(view, place.at)
            )));
        }
    }
    broken::mentions(view, old)?;
    let edits: Vec<_> = places.into_iter().map(|place| (place.at, new.to_owned())).collect();
    trial::run(view, &edits, None)?;
    Ok(edits)
}

fn rule(name: &str) -> Refusal {
    Refusal::new(format!("`{name}` is a rule of the compiler, and is called so everywhere"))
}

/// Where a part of the workspace is not read, or read as it was, places may be missed.
fn is_whole(view: &View) -> Result<(), Refusal> {
    if !view.is_current() {
        return Err(Refusal::new("the workspace is still being read: try again"));
    }
    match view.analysis.as_ref().and_then(|analysis| analysis.snapshot.failures.first()) {
        Some(failure) => {
            Err(Refusal::new(format!("the workspace cannot be read as a whole: {}", failure.what())))
        }
        None => Ok(()),
    }
}

/// `zonal.lock` knows the name servers of a provider by the provider's name, and is no source file.
fn is_unknown_to_lock(view: &View, provider: &str) -> Result<(), Refusal> {
    let Some(analysis) = view.analysis.as_ref() else { return Ok(()) };
    let facts = &view.snapshot.facts;
    let zone =
        analysis.compilation.zones.iter().find(|zone| !facts.nameservers(&zone.name, provider).is_empty());
    match zone {
        Some(zone) => Err(Refusal::new(format!(
            "`zonal.lock` knows the name servers of {} at the provider `{provider}` by this name: rename it there first",
            zone.name.undotted()
        ))),
        None => Ok(()),
    }
}

/// A place as people name it: `a.zonal:3`.
fn place_of(view: &View, at: FileSpan) -> String {
    let Some(file) = view.snapshot.file(at.file) else { return String::new() };
    let line = file.lines().position(&file.text, at.span.start, crate::session::text::Encoding::Utf8).line;
    format!("{}:{}", file.path, line + 1)
}

#[cfg(test)]
mod tests;
