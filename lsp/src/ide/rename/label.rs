//! Renaming one domain name: its owners and everything that leads to it, each in its own spelling.

use zonal_compiler::dns::name::{
    Form, MAX_NAME, Name, labels, parent, push_labels, write_undotted, write_unicode,
};
use zonal_compiler::sema::places::{NamePlace, NameRole, NameSpelling};
use zonal_compiler::source::FileSpan;
use zonal_compiler::syntax::parser;

use super::{Refusal, broken, place_of, trial};
use crate::ide::definition::zone_of;
use crate::ide::symbol;
use crate::session::analysis::Analysis;
use crate::session::snapshot::View;

/// How a name is written, and against what.
struct Written {
    form: Spelling,
    /// What it is relative to, in wire form; the root for what is absolute.
    origin: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// `www`, `www.eu`.
    Relative,
    /// `www.@`.
    Explicit,
    /// `www.example.com.`
    Absolute,
    /// `www.example.com` where names are absolute by definition.
    Undotted,
    /// `@`.
    Origin,
}

/// The place at a byte of the document whose name can be changed.
///
/// # Errors
/// The name is not written there, or is one that does not change.
pub fn target<'v>(view: &'v View, byte: u32, names: &[Name]) -> Result<NamePlace<'v>, Refusal> {
    let places = symbol::names_at(view, byte);
    let (Some(analysis), Some(place), [name, others @ ..]) = (&view.analysis, places.first(), names) else {
        return Err(Refusal::new("no name stands here"));
    };
    let text = analysis.sources().text(place.at);
    if let Some(other) = others.first() {
        return Err(Refusal::new(format!(
            "`{text}` is a place of several names, such as {} and {}: it stands in a template or a loop",
            name.unicode(),
            other.unicode()
        )));
    }
    if zone_of(analysis, name.wire()).is_some_and(|zone| zone.name == *name) {
        return Err(Refusal::new(format!(
            "{} is the zone itself: write its new name in its header",
            name.unicode()
        )));
    }
    if place.spelling != NameSpelling::Literal {
        return Err(Refusal::new(format!("{} is made by `{text}`: change what makes it", name.unicode())));
    }
    if written(text, name.wire()).is_none_or(|written| written.form == Spelling::Origin) {
        return Err(Refusal::new(format!(
            "`{text}` is the origin here, {}: rename it at the `under` that sets it",
            name.unicode()
        )));
    }
    Ok(*place)
}

/// The replacements that give a name's every place a new one.
///
/// # Errors
/// The new name is none, is taken or is outside the zone, or a place of the old one cannot be changed alone.
pub fn rename(view: &View, byte: u32, names: &[Name], new: &str) -> Result<Vec<(FileSpan, String)>, Refusal> {
    let place = target(view, byte, names)?;
    let (Some(analysis), Some(old)) = (&view.analysis, names.first()) else { return Ok(Vec::new()) };
    let text = analysis.sources().text(place.at);
    let Some(own) = written(text, old.wire()) else { return Ok(Vec::new()) };
    let name = new_name(analysis, old, &own, new)?;
    if name == *old {
        return Ok(Vec::new());
    }
    is_free(view, analysis, old, &name)?;
    if let Some(first) = labels(old.wire()).next().and_then(|label| std::str::from_utf8(label).ok()) {
        broken::mentions(view, first)?;
    }
    let edits = edits(view, analysis, old, &New { name: &name, typed: new })?;
    trial::run(view, &edits, Some((old, &name)))?;
    Ok(edits)
}

/// Reads the new name as the place reads its own.
fn new_name(analysis: &Analysis, old: &Name, own: &Written, new: &str) -> Result<Name, Refusal> {
    let mut wire = Vec::new();
    let form = push_labels(new, &mut wire)
        .map_err(|problem| Refusal::new(format!("`{new}` is no name: {problem}")))?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '*' | '@' | '/');
    if let Some(odd) = new.chars().find(|c| !is_plain(*c)) {
        return Err(Refusal::new(format!("`{new}` is no name to rename to: it holds `{odd}`")));
    }
    let zone = zone_of(analysis, old.wire());
    match (form, own.form) {
        (Form::Absolute, _) | (Form::Relative, Spelling::Undotted) => wire.push(0),
        (Form::Relative | Form::Origin, Spelling::Absolute | Spelling::Undotted) => {
            let Some(zone) = zone else {
                return Err(Refusal::new(format!(
                    "`{new}` is not the whole of a name, which is written here: end it with a dot"
                )));
            };
            wire.extend_from_slice(zone.name.wire());
        }
        (Form::Relative | Form::Origin, Spelling::Relative | Spelling::Explicit | Spelling::Origin) => {
            wire.extend_from_slice(&own.origin);
        }
    }
    let name = Name::from_wire(&wire)
        .filter(|_| wire.len() <= MAX_NAME)
        .ok_or_else(|| Refusal::new(format!("`{new}` would be over {MAX_NAME} octets with its origin")))?;
    let new_zone = zone_of(analysis, name.wire());
    match (zone, new_zone) {
        (Some(zone), _) if zone.name == name => {
            Err(Refusal::new(format!("{} is the zone itself", name.unicode())))
        }
        (Some(zone), Some(other)) if zone.name == other.name => Ok(name),
        (Some(zone), _) => Err(Refusal::new(format!(
            "{} would leave the zone {}: move its records instead",
            name.unicode(),
            zone.name.unicode()
        ))),
        (None, Some(zone)) => Err(Refusal::new(format!(
            "{} is outside of every zone here, and {} is in {}",
            old.unicode(),
            name.unicode(),
            zone.name.unicode()
        ))),
        (None, None) => Ok(name),
    }
}

/// Nothing has the new name yet.
fn is_free(view: &View, analysis: &Analysis, old: &Name, name: &Name) -> Result<(), Refusal> {
    let mut places: Vec<NamePlace<'_>> = analysis.names().of(name.wire()).collect();
    places.sort_by_key(|place| place.role != NameRole::Owner);
    match places.first() {
        Some(taken) => Err(Refusal::new(format!(
            "{} is there already, at {}: {} would become one with it",
            name.unicode(),
            place_of(view, taken.at),
            old.unicode()
        ))),
        None => Ok(()),
    }
}

fn edits(
    view: &View,
    analysis: &Analysis,
    old: &Name,
    new: &New<'_>,
) -> Result<Vec<(FileSpan, String)>, Refusal> {
    let names = analysis.names();
    let mut edits: Vec<(FileSpan, String)> = Vec::new();
    for place in names.of(old.wire()) {
        let text = analysis.sources().text(place.at);
        match place.spelling {
            NameSpelling::Literal => {}
            // It follows what the variable holds, which is a place as well; if it does not, the trial tells.
            NameSpelling::Variable => continue,
            NameSpelling::Computed => {
                return Err(Refusal::new(format!(
                    "{} is also made by `{text}` at {}: change that first",
                    old.unicode(),
                    place_of(view, place.at)
                )));
            }
        }
        if let Some(other) = names.here(place.at).iter().find(|other| other.name != old.wire()) {
            let other = Name::from_wire(other.name).unwrap_or_else(Name::root);
            return Err(Refusal::new(format!(
                "`{text}` at {} also means {}: it stands in a template or a loop, so both would be renamed",
                place_of(view, place.at),
                other.unicode()
            )));
        }
        let Some(mut spelled) = new.spelled_as(text, old, place.role) else { continue };
        let is_bare = place.role == NameRole::Owner && !is_quoted(analysis, place.at);
        if is_bare && parser::is_keyword(&spelled) {
            spelled = format!("\"{spelled}\"");
        }
        edits.push((place.at, spelled));
    }
    edits.sort_unstable();
    edits.dedup();
    Ok(edits)
}

fn is_quoted(analysis: &Analysis, at: FileSpan) -> bool {
    let text = &analysis.sources().file(at.file).text;
    text.get(..at.span.start as usize).is_some_and(|before| before.ends_with('"'))
}

/// How a text spells a name; none if it does not.
fn written(text: &str, wire: &[u8]) -> Option<Written> {
    let mut own = Vec::new();
    let form = push_labels(text, &mut own).ok()?;
    let origin = wire.strip_prefix(own.as_slice())?.to_vec();
    let form = match form {
        Form::Absolute => Spelling::Absolute,
        Form::Relative if origin == [0] => Spelling::Undotted,
        Form::Relative => Spelling::Relative,
        Form::Origin if own.is_empty() => Spelling::Origin,
        Form::Origin => Spelling::Explicit,
    };
    Some(Written { form, origin })
}

/// The new name, and how it was typed.
struct New<'n> {
    name: &'n Name,
    typed: &'n str,
}

impl New<'_> {
    /// The new name as a place spells the old one; none for `@`, which follows its origin.
    fn spelled_as(&self, text: &str, old: &Name, role: NameRole) -> Option<String> {
        let written = written(text, old.wire()).filter(|written| written.form != Spelling::Origin)?;
        if parent(old.wire()) == parent(self.name.wire()) {
            // What stands behind the first label stays as it is.
            let first = self.typed.split('.').next()?;
            let rest = text.find('.').and_then(|dot| text.get(dot..)).unwrap_or_default();
            return Some(format!("{first}{rest}"));
        }
        let absolute = || self.text(self.name.wire()).map(|text| format!("{text}."));
        let below = || -> Option<String> {
            let mut wire = self.name.wire().strip_suffix(written.origin.as_slice())?.to_vec();
            wire.push(0);
            (wire.len() > 1 && Name::from_wire(&wire).is_some()).then(|| self.text(&wire))?
        };
        match written.form {
            Spelling::Origin => None,
            Spelling::Absolute => absolute(),
            Spelling::Undotted => self.text(self.name.wire()),
            Spelling::Explicit => below().map(|text| format!("{text}.@")).or_else(absolute),
            Spelling::Relative => match below() {
                // Where it leads somewhere, a dotted name says what it is relative to.
                Some(text) if text.contains('.') && role != NameRole::Owner => Some(format!("{text}.@")),
                Some(text) => Some(text),
                None => absolute(),
            },
        }
    }

    fn text(&self, wire: &[u8]) -> Option<String> {
        let mut text = String::new();
        if self.typed.is_ascii() { write_undotted(wire, &mut text) } else { write_unicode(wire, &mut text) }
            .ok()?;
        Some(text)
    }
}
