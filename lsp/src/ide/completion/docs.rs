//! What there is to read about an item, made when somebody wants to read it.

use std::fmt::Write;

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::dns::mail::terms;
use zonal_compiler::dns::schema::{self, Presence, Schema};
use zonal_compiler::eval::ALIASES;
use zonal_compiler::explain;
use zonal_compiler::syntax::forms::{DECLARATIONS, Form, POLICY_LINES, STATEMENTS};

use super::expression::parameters_of;
use super::item::About;
use super::record::record_summary;
use crate::ide::program::{Declared, Program};
use crate::session::snapshot::View;

/// The lines of a declaration that are shown.
const MOST_LINES: usize = 30;

/// The documentation of something, in Markdown; none if there is nothing to say.
#[must_use]
pub fn documentation(view: &View, about: &About) -> Option<String> {
    let program = Program::of(view);
    match about {
        About::Record(word) => RecordKeyword::parse(word).map(of_record),
        About::Rule(name) => explain::page(name).map(|page| page.text.to_owned()),
        About::Template(name) => {
            let template = program.templates().find(|declared| declared.name == *name)?;
            let written: Vec<_> =
                parameters_of(&template).iter().map(|parameter| parameter.written).collect();
            let head = format!("template {name}({})", written.join(", "));
            Some(with_docs(&head, &template.docs()))
        }
        About::Policy(name) => whole(program.policies().find(|declared| declared.name == *name)),
        About::Provider(name) => whole(program.providers().find(|declared| declared.name == *name)),
        About::Health(name) => whole(program.healths().find(|declared| declared.name == *name)),
        About::Variable(name) => whole(program.lets().find(|declared| declared.name == *name)),
        About::Declaration(word) => of_form(DECLARATIONS.iter().find(|form| form.word == *word)),
        About::Statement(word) => {
            of_form(STATEMENTS.iter().map(|(form, _)| form).find(|form| form.word == *word))
        }
        About::PolicyLine(word) => of_form(POLICY_LINES.iter().find(|form| form.word == *word)),
    }
}

fn of_form(form: Option<&Form>) -> Option<String> {
    form.map(|form| format!("```zonal\n{}\n```\n\n{}.", form.form, capital(form.doc)))
}

fn whole<T>(declared: Option<Declared<'_, T>>) -> Option<String> {
    let declared = declared?;
    let text = declared.file.of(declared.item.span);
    let lines: Vec<&str> = text.lines().take(MOST_LINES).collect();
    Some(with_docs(&lines.join("\n"), &declared.docs()))
}

fn with_docs(code: &str, docs: &str) -> String {
    let code = format!("```zonal\n{code}\n```");
    if docs.is_empty() { code } else { format!("{code}\n\n{docs}") }
}

fn of_record(keyword: RecordKeyword) -> String {
    let summary = record_summary(keyword);
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = match keyword {
        RecordKeyword::Type(rtype) => match schema::of(rtype) {
            Some(schema) => write_schema(&mut text, schema),
            None => write!(text, "{summary}"),
        },
        RecordKeyword::Alias => {
            let _ = writeln!(text, "{}.\n", capital(&summary));
            ALIASES.iter().try_for_each(|form| writeln!(text, "- `{}`: {}", form.kind.word(), form.doc))
        }
        RecordKeyword::Builder(builder) => {
            let _ = writeln!(text, "{}.\n", capital(&summary));
            terms(builder).iter().try_for_each(|term| writeln!(text, "- `{}`: {}", term.word, term.doc))
        }
    };
    text
}

fn write_schema(text: &mut String, schema: &Schema) -> std::fmt::Result {
    writeln!(text, "{}. {}\n\n```zonal\n{}\n```\n", capital(schema.summary), schema.rfc, schema.example)?;
    for field in schema.source_fields() {
        let optional = if matches!(field.presence, Presence::Required) { "" } else { ", may be left out" };
        writeln!(text, "- `{}`, {}{optional}: {}", field.name, field.kind.expected(), field.doc)?;
        if !field.mnemonics.is_empty() {
            let words: Vec<_> =
                field.mnemonics.iter().map(|(word, value)| format!("`{word}` {value}")).collect();
            writeln!(text, "  {}", words.join(", "))?;
        }
    }
    Ok(())
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
