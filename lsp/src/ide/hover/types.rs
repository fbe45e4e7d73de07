//! Record types, their fields, and the words of builders and aliases.

use zonal_compiler::dns::keyword::{Builder, RecordKeyword};
use zonal_compiler::dns::mail::{self, TermSchema, Values};
use zonal_compiler::dns::rdata::Slot;
use zonal_compiler::dns::rdata::svcb::ParamSpec;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{self, Field, FieldKind, Presence};
use zonal_compiler::eval::ALIASES;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{ExprKind, Record};

use super::{Here, Hover};
use crate::ide::page::{Line, Page};

/// The page of the word in type position.
pub(super) fn of_keyword(keyword: RecordKeyword) -> Page {
    match keyword {
        RecordKeyword::Type(rtype) => of_type(rtype),
        RecordKeyword::Alias => of_alias(),
        RecordKeyword::Builder(builder) => of_builder(builder),
    }
}

fn of_type(rtype: Rtype) -> Page {
    let Some(schema) = schema::of(rtype) else {
        let line = Line::strong(rtype.to_string());
        return Page::of(
            line.and(": a type that is known by its number alone, written as `\\# LENGTH HEX`. "),
        )
        .line(Line::default().and_rfcs("RFC 3597"));
    };
    let head = Line::strong(rtype.to_string()).and(format!(": {}. ", schema.summary)).and_rfcs(schema.rfc);
    let page = Page::of(head).code(schema.example);
    schema.source_fields().fold(page, |page, field| {
        let optional = if matches!(field.presence, Presence::Optional(_)) { ", may be left out" } else { "" };
        let expected = field.kind.expected();
        page.item(Line::code(field.name).and(format!(", {expected}{optional}: {}", field.doc)))
    })
}

fn of_alias() -> Page {
    let head = Line::strong("ALIAS").and(
        ": a name whose addresses the provider looks up by itself. It counts as an A and an AAAA set; `ALIAS ipv4` \
         and `ALIAS ipv6` narrow it.",
    );
    let page = Page::of(head).code("ALIAS cloudfront d111.cloudfront.net.");
    ALIASES
        .iter()
        .fold(page, |page, form| page.item(Line::code(form.kind.word()).and(format!(": {}", form.doc))))
}

fn of_builder(builder: Builder) -> Page {
    let word = builder.word();
    let head = Line::strong(word)
        .and(": a TXT record, built from terms that are checked. Commas stand between the terms.");
    mail::terms(builder).iter().fold(Page::of(head), |page, term| {
        let required = if term.required { ", required" } else { "" };
        page.item(Line::code(term.word).and(format!("{required}: {}", term.doc)))
    })
}

/// The page of a field, at the word that was written in it.
pub(super) fn of_field(rtype: Rtype, field: &Field, written: &str) -> Page {
    let head = Line::strong(field.name).and(format!(" of {rtype}: {}. {} ", expected(field), field.doc));
    let mut page = Page::of(head.and_rfcs(field.rfc));
    let number = written.parse().ok();
    if let Some(value) = field.value_of(written) {
        page = page.line(Line::code(written).and(format!(" is {value}")));
    } else if let Some(mnemonic) = number.and_then(|number| field.mnemonic_of(number)) {
        page = page.line(Line::of(format!("{written} is ")).and_code(mnemonic));
    }
    let words = field
        .mnemonics
        .iter()
        .fold(Page::default(), |page, (word, value)| page.item(Line::code(*word).and(format!(" {value}"))));
    page.page(words)
}

fn expected(field: &Field) -> String {
    let expected = field.kind.expected();
    match (field.presence, field.kind) {
        (Presence::Optional(default), _) if !default.is_empty() => {
            format!("{expected}, `{default}` if it is left out")
        }
        (_, FieldKind::Duration) => format!("{expected} such as `5m`"),
        _ => expected.to_owned(),
    }
}

/// The page of a service parameter.
pub(super) fn of_param(spec: ParamSpec) -> Page {
    let head = Line::strong(spec.name).and(format!(" takes {}. {} ", spec.kind.expected(), spec.doc));
    Page::of(head.and_rfcs(spec.rfc)).line(Line::of(format!("SvcParamKey {}", spec.number)))
}

/// The page of a slot.
pub(super) fn of_slot(rtype: Rtype, slot: Slot, written: &str) -> Option<Page> {
    match slot {
        Slot::Field(field) => Some(of_field(rtype, field, written)),
        Slot::ParamKey(field) => Some(
            zonal_compiler::dns::rdata::svcb::param(written)
                .map_or_else(|| of_field(rtype, field, written), of_param),
        ),
        Slot::ParamValue(_, spec) => Some(of_param(spec)),
        Slot::Full => None,
    }
}

impl Here<'_> {
    /// A word of a builder's terms.
    pub(super) fn term(&self, builder: Builder, record: &Record) -> Option<Hover> {
        let mut schema: Option<&'static TermSchema> = None;
        for expr in self.tree.exprs.slice(record.values) {
            if matches!(expr.kind, ExprKind::Comma) {
                schema = None;
                continue;
            }
            let word = self.of(expr.span).trim_matches('"');
            let is_open = schema.is_none_or(|schema| matches!(schema.values, Values::Mechanism));
            let named = mail::terms(builder).iter().find(|term| is_open && term.word == word);
            schema = named.or(schema);
            if self.on(expr.span) {
                return Some(of_term(expr.span, schema?, word));
            }
        }
        None
    }

    /// A word of an `ALIAS`.
    pub(super) fn alias(&self) -> Option<Hover> {
        let word = self.of(self.word);
        let text = match word {
            "ipv4" => "the A set alone",
            "ipv6" => "the AAAA set alone",
            "zone" => "the identifier of the target's hosted zone at Route 53",
            _ => ALIASES.iter().find(|form| form.kind.word() == word)?.doc,
        };
        Some(Hover { span: self.word, page: Page::of(Line::strong(word).and(format!(": {text}"))) })
    }
}

fn of_term(span: Span, schema: &TermSchema, word: &str) -> Hover {
    let choice = schema.values.choices().iter().find(|choice| choice.word == word);
    let head = match choice {
        Some(choice) => {
            Line::strong(word).and(format!(" for `{}`: {} ", schema.word, choice.doc)).and_rfcs(schema.rfc)
        }
        None => {
            let takes = match schema.values {
                Values::Nothing => String::new(),
                values @ (Values::Mechanism
                | Values::OneOf(_)
                | Values::AnyOf(_)
                | Values::DomainSpec
                | Values::OptionalDomainSpec
                | Values::HostPrefix
                | Values::Ipv4Network
                | Values::Ipv6Network
                | Values::ReportUri(_)
                | Values::OptionalHttpsUri
                | Values::PublicKey
                | Values::Identifier
                | Values::Text) => format!(", with {}", values.what()),
            };
            let line = Line::strong(schema.word).and(takes);
            line.and(format!(": {} ", schema.doc)).and_rfcs(schema.rfc)
        }
    };
    let text = choice.map_or(schema.tag, |choice| choice.text);
    let page = Page::of(head).line(Line::of("in the record: ").and_code(text));
    let page = schema
        .values
        .choices()
        .iter()
        .filter(|_| choice.is_none())
        .fold(page, |page, choice| page.item(Line::code(choice.word).and(format!(": {}", choice.doc))));
    Hover { span, page }
}
