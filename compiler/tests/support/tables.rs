//! The tables of the language reference, made from the compiler's own.

use zonal_compiler::compile::FILE_LIMIT;
use zonal_compiler::dns::keyword::Builder;
use zonal_compiler::dns::mail::{self, TermSchema};
use zonal_compiler::dns::name::{MAX_LABEL, MAX_NAME};
use zonal_compiler::dns::rdata::svcb;
use zonal_compiler::dns::schema::{self, Field, FieldKind, Presence, Schema};
use zonal_compiler::eval::{
    ALIASES, BUILTINS, Budget, HEALTH_KINDS, MOST_DIAGNOSTICS, ROUTE_ARGUMENTS, SettingKind, SettingSchema,
    TEMPLATE_DEPTH, provider_settings,
};
use zonal_compiler::explain;
use zonal_compiler::lint::{Level, registry};
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::syntax::parser::MAX_DEPTH;
use zonal_compiler::zone::ProviderSet;

/// The table of a name, in Markdown.
pub fn of(name: &str) -> Option<String> {
    Some(match name {
        "route" => table(
            ["argument", "takes", "meaning"],
            ROUTE_ARGUMENTS.iter().map(|it| [code(it.name), it.takes(), it.doc.to_owned()]),
        ),
        "aliases" => table(
            ["kind", "points at", "answered by"],
            ALIASES.iter().map(|form| {
                let word = form.kind.word();
                let answers = ProviderKind::ALL.into_iter();
                let answers = answers.filter(|kind| kind.capabilities().aliases.contains(&word));
                [code(word), form.doc.to_owned(), joined(answers.map(|kind| code(kind.word())))]
            }),
        ),
        "functions" => {
            table(["function", "comes to"], BUILTINS.iter().map(|it| [code(it.signature), it.doc.to_owned()]))
        }
        "providers" => {
            let rows = ProviderKind::ALL
                .into_iter()
                .flat_map(|kind| provider_settings(kind).iter().map(move |it| setting(kind.word(), it)));
            table(["kind", "setting", "takes", "meaning"], rows)
        }
        "health" => {
            let rows = HEALTH_KINDS
                .into_iter()
                .flat_map(|(kind, settings)| settings.iter().map(move |it| setting(kind, it)));
            table(["kind", "setting", "takes", "meaning"], rows)
        }
        "types" => table(["type", "fields", "example"], schema::declarable().map(record_type)),
        "service-parameters" => table(
            ["parameter", "takes", "meaning"],
            svcb::PARAMS
                .iter()
                .map(|it| [code(it.name), it.kind.expected().to_owned(), format!("{} {}", it.doc, it.rfc)]),
        ),
        "mail" => {
            let rows = Builder::ALL
                .into_iter()
                .flat_map(|builder| mail::terms(builder).iter().map(move |it| term(builder, it)));
            table(["builder", "term", "takes", "meaning"], rows)
        }
        "rules" => table(
            ["rule", "level", "finds"],
            registry::ENTRIES.iter().map(|entry| {
                let rule = entry.rule;
                [code(rule.name), level(rule.level).to_owned(), rule.summary.to_owned()]
            }),
        ),
        "errors" => {
            let errors = explain::pages().into_iter().filter(|page| registry::find(page.name).is_none());
            table(["error", "what it means"], errors.map(|page| [code(page.name), page.summary.to_owned()]))
        }
        "limits" => limits(),
        _ => return None,
    })
}

fn limits() -> String {
    let rows = [
        ("octets of a source file", format!("{} MiB", FILE_LIMIT >> 20)),
        ("levels of blocks, brackets and operators", MAX_DEPTH.to_string()),
        ("statements and loop rounds of a program", Budget::STEPS.to_string()),
        ("text and lists that its expressions put together", format!("{} MiB", Budget::TEXT >> 20)),
        ("templates in each other", TEMPLATE_DEPTH.to_string()),
        ("providers of a zone", ProviderSet::LIMIT.to_string()),
        ("octets of a label", MAX_LABEL.to_string()),
        ("octets of a name", MAX_NAME.to_string()),
        ("octets of RDATA", u16::MAX.to_string()),
        ("errors that are told", MOST_DIAGNOSTICS.to_string()),
    ];
    table(["of", "at most"], rows.map(|(what, limit)| [what.to_owned(), limit]))
}

fn record_type(schema: &Schema) -> [String; 3] {
    let fields: Vec<String> = schema.source_fields().map(field).collect();
    let name = format!("{}: {}; {}", code(&schema.rtype.to_string()), schema.summary, schema.rfc);
    [name, fields.join("<br>"), code(&short(schema.example))]
}

fn field(field: &Field) -> String {
    let name = match field.presence {
        Presence::Optional(_) => format!("[{}]", code(field.name)),
        Presence::Required | Presence::MasterFileOnly(_) => code(field.name),
    };
    let words: Vec<String> = field.mnemonics.iter().map(|(word, _)| code(word)).collect();
    match (words.as_slice(), field.kind) {
        ([], FieldKind::SvcParams) => format!("{name} service parameters"),
        ([], kind) => format!("{name} {}", kind.expected()),
        _ => format!("{name} {}, or {}", field.kind.expected(), words.join(", ")),
    }
}

/// An example whose key or digest would fill the line is cut.
fn short(example: &str) -> String {
    match example.char_indices().nth(60) {
        None => example.to_owned(),
        Some((end, _)) => format!("{}…\"", example.get(..end).unwrap_or(example)),
    }
}

fn setting(kind: &str, setting: &SettingSchema) -> [String; 4] {
    let takes = match setting.kind {
        SettingKind::Text => "text".to_owned(),
        SettingKind::Int(min, max) => format!("a number from {min} to {max}"),
        SettingKind::OneOf(numbers) => numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(" or "),
        SettingKind::Names => "absolute names".to_owned(),
    };
    let takes = if setting.required { format!("{takes}, required") } else { takes };
    [code(kind), code(setting.name), takes, setting.doc.to_owned()]
}

fn term(builder: Builder, term: &TermSchema) -> [String; 4] {
    let words: Vec<String> = term.values.choices().iter().map(|choice| code(choice.word)).collect();
    let takes = if words.is_empty() { term.values.what().to_owned() } else { words.join(", ") };
    let takes = if term.required { format!("{takes}; required") } else { takes };
    [code(builder.word()), code(term.word), takes, format!("{} {}", term.doc, term.rfc)]
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Off => "off",
        Level::Info => "info",
        Level::Warn => "warn",
        Level::Deny => "deny",
        Level::Forbid => "forbid",
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn table<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let mut text = line(&head.map(str::to_owned));
    text.push_str(&format!("|{}\n", "---|".repeat(N)));
    for row in rows {
        text.push_str(&line(&row.map(|cell| cell.replace('|', "\\|").trim().to_owned())));
    }
    text
}
