//! The words of the language, as `grammar/words.json`: what the grammars of editors are made from.
//!
//! `UPDATE=1 cargo test -p zonal-compiler --test words` writes the file anew; `grammar/build.py` then makes the grammars.

#![expect(clippy::disallowed_methods, reason = "the list is a file, read by a test alone")]

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use zonal_compiler::dns::duration::UNITS;
use zonal_compiler::dns::keyword::{Builder, RecordKeyword};
use zonal_compiler::dns::mail;
use zonal_compiler::dns::rdata::svcb;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{self, CAA_TAGS, FieldKind};
use zonal_compiler::eval::{ALIASES, BUILTINS, HEALTH_KINDS, ROUTE_ARGUMENTS, provider_settings};
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::forms::{DECLARATIONS, POLICY_LINES, STATEMENTS};
use zonal_compiler::syntax::parser::{DECLARATION_WORDS, Keyword};

#[test]
fn the_list_of_words_is_the_compiler_s() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../grammar/words.json");
    let current = words();
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &current).expect("the list can be written");
    }
    let written = fs::read_to_string(&path).expect("the list");
    let stale = written.lines().zip(current.lines()).find(|(written, made)| written != made);
    assert!(written == current, "stale (UPDATE=1 writes the list anew): {stale:?}");
}

/// What people are shown of the language is not what the parser reads, so nothing else holds the two together.
#[test]
fn the_forms_that_are_shown_are_those_that_are_read() {
    for form in DECLARATIONS {
        let word = form.word.split(' ').next().unwrap_or_default();
        assert!(DECLARATION_WORDS.contains(&word), "{word}");
    }
    assert_eq!(DECLARATIONS.len(), DECLARATION_WORDS.len());
    for (word, _) in Keyword::ALL {
        assert!(STATEMENTS.iter().any(|(form, _)| form.word == word), "{word}");
    }
    assert_eq!(STATEMENTS.len(), Keyword::ALL.len());
}

/// Every list of words, one a line.
fn words() -> String {
    let units = UNITS.map(|(unit, _)| unit.to_string());
    let provider_settings = ProviderKind::ALL.into_iter().flat_map(provider_settings).map(|it| it.name);
    let health_settings = HEALTH_KINDS.into_iter().flat_map(|(_, settings)| settings).map(|it| it.name);
    let lists = [
        ("declarations", list(DECLARATION_WORDS)),
        ("statements", list(Keyword::ALL.map(|(word, _)| word))),
        ("policy-lines", list(POLICY_LINES.iter().map(|line| line.word))),
        ("types", list(RecordKeyword::words())),
        ("value-types", list(Type::names())),
        ("functions", list(BUILTINS.iter().map(|it| it.name))),
        ("units", list(units.iter().map(String::as_str))),
        ("provider-kinds", list(ProviderKind::ALL.map(ProviderKind::word))),
        ("provider-settings", list(provider_settings)),
        ("health-kinds", list(HEALTH_KINDS.map(|(kind, _)| kind))),
        ("health-settings", list(health_settings)),
        ("route-arguments", list(ROUTE_ARGUMENTS.iter().map(|it| it.name))),
        ("field-words", by_type(field_words())),
        ("terms", by_type(terms())),
    ];
    let lines = lists.map(|(name, list)| format!("  \"{name}\": {list}"));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

/// The words that the values of a record may have, by its type.
fn field_words() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut words = BTreeMap::new();
    for schema in schema::declarable() {
        let Some(name) = schema.rtype.mnemonic() else { continue };
        let fields: Vec<_> = schema.source_fields().collect();
        let mut found: Vec<_> = fields.iter().flat_map(|it| it.mnemonics).map(|(word, _)| *word).collect();
        if schema.rtype == Rtype::CAA {
            found.extend(CAA_TAGS.map(|(tag, _)| tag));
        }
        words.insert(name, found);
    }
    words.insert(
        "ALIAS",
        ALIASES.iter().map(|form| form.kind.word()).chain(["ipv4", "ipv6", "zone"]).collect(),
    );
    words.retain(|_, words| !words.is_empty());
    words
}

/// The words that name a part of a record, and the words that may stand behind one: terms of mail builders, service
/// parameters.
fn terms() -> BTreeMap<&'static str, Vec<&'static str>> {
    let builders = Builder::ALL.map(|builder| {
        let terms = mail::terms(builder);
        let values = terms.iter().flat_map(|term| term.values.choices()).map(|choice| choice.word);
        (builder.word(), terms.iter().map(|term| term.word).chain(values).collect())
    });
    let services = schema::declarable()
        .filter(|schema| schema.fields.iter().any(|field| field.kind == FieldKind::SvcParams))
        .filter_map(|schema| schema.rtype.mnemonic())
        .map(|name| (name, svcb::PARAMS.iter().map(|param| param.name).collect()));
    builders.into_iter().chain(services).collect()
}

fn by_type(words: BTreeMap<&str, Vec<&str>>) -> String {
    let lines = words.into_iter().map(|(name, words)| format!("    \"{name}\": {}", list(words)));
    format!("{{\n{}\n  }}", lines.collect::<Vec<_>>().join(",\n"))
}

/// The words in the order in which they are found, each once.
fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut seen = Vec::new();
    for word in words {
        let quoted = format!("\"{word}\"");
        if !seen.contains(&quoted) {
            seen.push(quoted);
        }
    }
    format!("[{}]", seen.join(", "))
}
