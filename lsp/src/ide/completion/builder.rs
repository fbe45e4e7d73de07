//! Completion of the terms of mail builders.

use zonal_compiler::dns::keyword::Builder;
use zonal_compiler::dns::mail::{TermSchema, Values, terms};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::Desk;
use super::item::{Item, Kind};
use crate::ide::context::values::levels;

impl<'v> Desk<'v> {
    /// What may stand in a term whose words so far are these.
    pub(super) fn term(&mut self, builder: Builder, words: &[Token], values: &[Token]) {
        let schema = terms(builder);
        let text = self.words(words);
        match text.as_slice() {
            [] => self.terms(schema, values),
            [word] => {
                let Some(term) = schema.iter().find(|term| term.word == *word) else { return };
                self.term_value(schema, term);
                if takes_nothing(&term.values) && !ends_with_comma(values) {
                    self.modifiers(Rtype::TXT, values);
                }
            }
            [first, second] => {
                let is_qualifier =
                    schema.iter().any(|term| term.word == *first && term.values == Values::Mechanism);
                if let (true, Some(term)) = (is_qualifier, schema.iter().find(|term| term.word == *second)) {
                    self.term_value(schema, term);
                }
                self.modifiers(Rtype::TXT, values);
            }
            _ => self.modifiers(Rtype::TXT, values),
        }
    }

    fn terms(&mut self, schema: &'static [TermSchema], values: &[Token]) {
        let (outermost, _) = levels(values);
        let mut given = Vec::new();
        let mut starts = true;
        for token in values {
            if token.kind == TokenKind::Comma {
                starts = true;
            } else if std::mem::take(&mut starts) {
                given.push(self.context.of(*token));
            }
        }
        for (rank, term) in schema.iter().enumerate() {
            if given.contains(&term.word) && !term.repeats {
                continue;
            }
            let mut item = Item::new(Kind::Field, term.word, format!("{} ({})", term.doc, term.rfc));
            if let Some(snippet) = term_snippet(term) {
                item = item.snippet(snippet);
            }
            // A mechanism for every sender ends an SPF record, so it comes behind the others.
            let ends = term.values == Values::Mechanism && outermost.commas == 0;
            let rank = if term.required { 0 } else { 1 + rank as u8 + u8::from(ends) };
            self.offer(item.rank(rank));
        }
    }

    fn term_value(&mut self, schema: &'static [TermSchema], term: &TermSchema) {
        match term.values {
            Values::Nothing => {}
            Values::Mechanism => {
                for inner in schema.iter().filter(|inner| inner.values != Values::Mechanism && inner.repeats)
                {
                    self.offer(Item::new(Kind::Field, inner.word, inner.doc));
                }
            }
            Values::OneOf(choices) | Values::AnyOf(choices) => {
                for (rank, choice) in choices.iter().enumerate() {
                    self.offer(Item::new(Kind::Choice, choice.word, choice.doc).rank(rank as u8));
                }
                self.variables_of(&Type::String);
            }
            Values::DomainSpec | Values::OptionalDomainSpec | Values::HostPrefix => {
                self.variables_of(&Type::String);
                self.variables_of(&Type::Name);
                self.zone_apexes(term.doc);
            }
            Values::Ipv4Network => self.networks(&Type::Ipv4),
            Values::Ipv6Network => self.networks(&Type::Ipv6),
            Values::ReportUri(schemes) => {
                for scheme in schemes {
                    let after = if *scheme == "mailto" { "mailto:" } else { "https://" };
                    let item = Item::new(Kind::Value, format!("\"{after}…\""), term.doc)
                        .filter("\"")
                        .insert("\"")
                        .snippet(format!("\"{after}$1\""));
                    self.offer(item.rank(1));
                }
                self.variables_of(&Type::String);
            }
            Values::OptionalHttpsUri => {
                let item = Item::new(Kind::Value, "\"https://…\"", term.doc).filter("\"").insert("\"");
                self.offer(item.snippet("\"https://$1\"").rank(1));
                self.variables_of(&Type::String);
            }
            Values::PublicKey | Values::Identifier | Values::Text => {
                self.offer_text(term.doc);
                self.values_of(&Type::String);
            }
        }
    }

    fn networks(&mut self, address: &Type) {
        for ty in [address.clone(), Type::Cidr] {
            self.variables_of(&ty);
            self.variables_of(&Type::List(Box::new(ty)));
        }
        self.known_addresses(address);
    }
}

fn ends_with_comma(values: &[Token]) -> bool {
    values.last().is_some_and(|last| last.kind == TokenKind::Comma)
}

const fn takes_nothing(values: &Values) -> bool {
    matches!(values, Values::Nothing | Values::Mechanism | Values::OptionalDomainSpec | Values::HostPrefix)
}

fn term_snippet(term: &TermSchema) -> Option<String> {
    let word = term.word;
    match term.values {
        Values::ReportUri(["mailto", ..]) => Some(format!("{word} \"mailto:$1\"")),
        Values::ReportUri(_) | Values::OptionalHttpsUri => Some(format!("{word} \"https://$1\"")),
        Values::PublicKey | Values::Identifier | Values::Text => Some(format!("{word} \"$1\"")),
        Values::Nothing
        | Values::Mechanism
        | Values::OneOf(_)
        | Values::AnyOf(_)
        | Values::DomainSpec
        | Values::OptionalDomainSpec
        | Values::HostPrefix
        | Values::Ipv4Network
        | Values::Ipv6Network => None,
    }
}
