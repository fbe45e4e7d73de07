//! Semantic tokens as the protocol has them: five numbers each, relative to the token before.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tower_lsp::ls_types as lsp;
use zonal_compiler::source::Span;

use super::client::Features;
use super::convert;
use crate::ide::tokens::{self, Kind, MODIFIERS, Token};
use crate::session::snapshot::{File, View};
use crate::session::text::Encoding;

/// What the numbers of kinds and modifiers stand for.
#[must_use]
pub fn legend() -> lsp::SemanticTokensLegend {
    lsp::SemanticTokensLegend {
        token_types: Kind::ALL.iter().map(|(_, name)| lsp::SemanticTokenType::from(*name)).collect(),
        token_modifiers: MODIFIERS.iter().map(|name| lsp::SemanticTokenModifier::from(*name)).collect(),
    }
}

/// The tokens of a whole document.
#[must_use]
pub fn whole(view: &View, features: Features) -> Vec<lsp::SemanticToken> {
    let span = Span::new(0, view.file.text.len() as u32);
    encode(&view.file, &tokens::within(&view.file, span), features.encoding)
}

/// The tokens of a range of a document.
#[must_use]
pub fn part(view: &View, range: lsp::Range, features: Features) -> lsp::SemanticTokens {
    let span = convert::span(&view.file, range, features.encoding);
    let data = encode(&view.file, &tokens::within(&view.file, span), features.encoding);
    lsp::SemanticTokens { result_id: None, data }
}

/// Goes through the text once, as looking each position up would cost more than finding the tokens.
fn encode(file: &File, tokens: &[Token], encoding: Encoding) -> Vec<lsp::SemanticToken> {
    let Some(first) = tokens.first() else { return Vec::new() };
    let lines = file.lines();
    let mut line = lines.position(&file.text, first.span.start, Encoding::Utf8).line;
    let (mut line_before, mut character_before) = (0, 0);
    // Where the characters of the line have been counted up to.
    let (mut counted_to, mut character) = (lines.start(line).unwrap_or(0), 0);
    let mut data = Vec::with_capacity(tokens.len());
    for token in tokens {
        while let Some(start) = lines.start(line + 1).filter(|start| *start <= token.span.start) {
            line += 1;
            (counted_to, character) = (start, 0);
        }
        character += units(Span::new(counted_to, token.span.start).of(&file.text), encoding);
        counted_to = token.span.start;
        let delta_line = line - line_before;
        let delta_start = if delta_line == 0 { character - character_before } else { character };
        (line_before, character_before) = (line, character);
        data.push(lsp::SemanticToken {
            delta_line,
            delta_start,
            length: units(token.span.of(&file.text), encoding),
            token_type: token.kind as u32,
            token_modifiers_bitset: u32::from(token.modifiers),
        });
    }
    data
}

fn units(text: &str, encoding: Encoding) -> u32 {
    let units = match encoding {
        _ if text.is_ascii() => text.len(),
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
        Encoding::Utf32 => text.chars().count(),
    };
    units as u32
}

/// The tokens that each client was last told of, so that what is new can be told alone.
#[derive(Debug, Clone, Default)]
pub struct Told(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    count: u64,
    by_uri: BTreeMap<String, (String, Arc<Vec<lsp::SemanticToken>>)>,
}

impl Told {
    /// Notes what a document has now, and gives the name by which the client knows it again.
    pub fn tell(&self, uri: &str, data: Vec<lsp::SemanticToken>) -> lsp::SemanticTokens {
        let id = self.note(uri, Arc::new(data.clone()));
        lsp::SemanticTokens { result_id: Some(id), data }
    }

    /// What differs from what the client says it has; everything if that is not known any more.
    pub fn tell_new(
        &self,
        uri: &str,
        previous: &str,
        data: Vec<lsp::SemanticToken>,
    ) -> lsp::SemanticTokensFullDeltaResult {
        let before = self.with(|state| state.by_uri.get(uri).cloned());
        match before.filter(|(id, _)| id == previous) {
            Some((_, before)) => {
                let edits = difference(&before, &data);
                let result_id = Some(self.note(uri, Arc::new(data)));
                lsp::SemanticTokensFullDeltaResult::TokensDelta(lsp::SemanticTokensDelta { result_id, edits })
            }
            None => lsp::SemanticTokensFullDeltaResult::Tokens(self.tell(uri, data)),
        }
    }

    /// The client closed a document.
    pub fn forget(&self, uri: &str) {
        self.with(|state| state.by_uri.remove(uri));
    }

    fn note(&self, uri: &str, data: Arc<Vec<lsp::SemanticToken>>) -> String {
        self.with(|state| {
            state.count += 1;
            let id = state.count.to_string();
            state.by_uri.insert(uri.to_owned(), (id.clone(), data));
            id
        })
    }

    fn with<T>(&self, f: impl FnOnce(&mut State) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// One edit for all that lies between the equal ends.
fn difference(before: &[lsp::SemanticToken], now: &[lsp::SemanticToken]) -> Vec<lsp::SemanticTokensEdit> {
    let same_before = before.iter().zip(now).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(now.len()) - same_before;
    let same_after = before.iter().rev().zip(now.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let removed = before.len() - same_before - same_after;
    let added = now.get(same_before..now.len() - same_after).unwrap_or_default();
    if removed == 0 && added.is_empty() {
        return Vec::new();
    }
    // A token is five numbers, and numbers are what an edit counts.
    vec![lsp::SemanticTokensEdit {
        start: same_before as u32 * 5,
        delete_count: removed as u32 * 5,
        data: (!added.is_empty()).then(|| added.to_vec()),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "zone ü.example on a {\n  \"𝒙\" A 192.0.2.1 # ü\n}\n";

    fn numbers(encoding: Encoding) -> Vec<[u32; 4]> {
        let features = Features { encoding, ..Features::default() };
        let data = whole(&View::alone(TEXT), features);
        data.iter().map(|t| [t.delta_line, t.delta_start, t.length, t.token_type]).collect()
    }

    #[test]
    fn positions_are_relative_and_count_in_the_clients_units() {
        let keyword = Kind::Keyword as u32;
        assert_eq!(
            numbers(Encoding::Utf16),
            [
                [0, 0, 4, keyword],
                [0, 5, 9, Kind::Namespace as u32],
                [0, 10, 2, keyword],
                [0, 3, 1, Kind::Class as u32],
                [1, 2, 4, Kind::String as u32],
                [0, 5, 1, Kind::Type as u32],
                [0, 2, 9, Kind::Number as u32],
                [0, 10, 3, Kind::Comment as u32],
            ]
        );
        assert_eq!(numbers(Encoding::Utf8)[1], [0, 5, 10, Kind::Namespace as u32]);
        assert_eq!(numbers(Encoding::Utf8)[4], [1, 2, 6, Kind::String as u32]);
        assert_eq!(numbers(Encoding::Utf32)[4], [1, 2, 3, Kind::String as u32]);
    }

    #[test]
    fn the_kinds_are_numbered_as_the_legend_has_them() {
        for (number, (kind, _)) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, number);
        }
    }

    #[test]
    fn only_what_is_new_is_told() {
        let features = Features { encoding: Encoding::Utf8, ..Features::default() };
        let told = Told::default();
        let first = whole(&View::alone(TEXT), features);
        let id = told.tell("u", first.clone()).result_id.unwrap();
        let now = whole(&View::alone(&TEXT.replace("192.0.2.1", "$x")), features);
        let lsp::SemanticTokensFullDeltaResult::TokensDelta(delta) = told.tell_new("u", &id, now.clone())
        else {
            panic!("everything was told again");
        };
        let [edit] = delta.edits.as_slice() else { panic!("{:?}", delta.edits) };
        let mut patched = first;
        let (start, count) = (edit.start as usize / 5, edit.delete_count as usize / 5);
        patched.splice(start..start + count, edit.data.clone().unwrap_or_default());
        assert_eq!(patched, now);
        assert_eq!(count, 2);
        let unknown = told.tell_new("u", &id, now.clone());
        assert!(matches!(unknown, lsp::SemanticTokensFullDeltaResult::Tokens(_)));
        let id = told.tell("u", now.clone()).result_id.unwrap();
        let same = told.tell_new("u", &id, now);
        assert!(
            matches!(same, lsp::SemanticTokensFullDeltaResult::TokensDelta(delta) if delta.edits.is_empty())
        );
    }
}
