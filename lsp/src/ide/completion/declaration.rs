//! Completion outside every block: declarations and their heads.

use zonal_compiler::eval::{HEALTH_KINDS, SettingSchema, provider_settings};
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::ast::ProviderValue;
use zonal_compiler::syntax::forms::DECLARATIONS;
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::Desk;
use super::item::{About, Item, Kind, escaped};
use crate::ide::context::values::levels;

impl<'v> Desk<'v> {
    /// What may stand behind these tokens of a declaration.
    pub(super) fn declaration(&mut self, tokens: &[Token]) {
        let words = self.words(tokens);
        let ends_with_comma = tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
        match words.as_slice() {
            [] => self.declarations(),
            ["provider" | "health" | "let", _] => self.offer_word("=", "what it stands for"),
            ["provider", _, "="] => self.provider_kinds(),
            ["provider", _, "=", kind] if ProviderKind::parse(kind).is_some() => {
                self.settings_block(ProviderKind::parse(kind).map_or(&[], provider_settings));
            }
            ["provider", name, "=", given @ ..] if ends_with_comma => {
                let given: Vec<&str> = given.iter().chain([name]).copied().collect();
                self.providers(&given);
            }
            ["health", _, "="] => self.health_kinds(),
            ["health", _, "=", kind] => {
                let known = HEALTH_KINDS.iter().find(|(known, _)| known == kind);
                self.settings_block(known.map_or(&[], |(_, settings)| settings));
            }
            ["policy", _] => {
                self.offer_word("default", "it serves every zone that names no policy");
                self.offer_block();
            }
            ["policy", _, "default"] => self.offer_block(),
            ["let", _, "=", ..] => self.expression(tokens.get(3..).unwrap_or_default(), &Type::Unknown),
            ["template", ..] => self.template_head(tokens),
            ["zone", ..] => self.zone_head(tokens),
            ["extend"] => self.offer_word("zone", "more of a zone that another file declares"),
            ["extend", "zone"] => self.zone_names(),
            ["extend", "zone", _] => self.offer_block(),
            _ => {}
        }
    }

    fn declarations(&mut self) {
        for (rank, form) in DECLARATIONS.iter().enumerate() {
            let snippet = match form.word {
                "zone" => format!("zone ${{1:example.com}} on {} {{\n  $0\n}}", self.provider_stop(2)),
                "provider" => "provider ${1:name} = $0".to_owned(),
                "policy" => "policy ${1:production} ${2:default} {\n  $0\n}".to_owned(),
                "let" => "let ${1:name} = $0".to_owned(),
                "template" => "template ${1:name}($2) {\n  $0\n}".to_owned(),
                "health" => "health ${1:name} = $0".to_owned(),
                _ => "extend zone ${1:example.com} {\n  $0\n}".to_owned(),
            };
            let item = Item::new(Kind::Keyword, form.word, form.doc).snippet(snippet);
            self.offer(item.rank(rank as u8).about(About::Declaration(form.word.to_owned())));
        }
    }

    /// A tab stop for providers: those that there are, groups first.
    fn provider_stop(&self, number: u8) -> String {
        let mut names: Vec<(bool, &str)> = self
            .program
            .providers()
            .map(|declared| (!matches!(declared.node.value, ProviderValue::Group(_)), declared.name))
            .collect();
        names.sort_by_key(|(is_single, _)| *is_single);
        let names: Vec<_> = names.into_iter().map(|(_, name)| escaped(name)).collect();
        match names.as_slice() {
            [] => format!("${{{number}:provider}}"),
            [name] => format!("${{{number}:{name}}}"),
            many => format!("${{{number}|{}|}}", many.join(",")),
        }
    }

    fn provider_kinds(&mut self) {
        for kind in ProviderKind::ALL {
            let settings = provider_settings(kind);
            let snippet = format!("{} {}", kind.word(), settings_snippet(settings));
            let item =
                Item::new(Kind::Choice, kind.word(), format!("a provider of the kind {}", kind.title()));
            self.offer(item.snippet(snippet).rank(1));
        }
        self.providers(&[]);
    }

    fn health_kinds(&mut self) {
        for (kind, settings) in HEALTH_KINDS {
            let needed = settings.iter().filter(|setting| setting.required);
            let needed: Vec<_> = needed.map(|setting| setting.name).collect();
            let snippet = match needed.as_slice() {
                [] => format!(
                    "{kind} {{\n  host  \"${{1:api.example.com}}\"\n  path  \"${{2:/health}}\"\n  $0\n}}"
                ),
                _ => format!("{kind} {{\n  host  \"${{1:api.example.com}}\"\n  port  ${{2:443}}\n  $0\n}}"),
            };
            self.offer(Item::new(Kind::Choice, kind, format!("a health check over {kind}")).snippet(snippet));
        }
    }

    fn settings_block(&mut self, settings: &[SettingSchema]) {
        let item = Item::new(Kind::Block, "{ … }", "its settings").filter("{").insert("{");
        self.offer(item.snippet(settings_snippet(settings)));
    }

    /// Every provider and group but those that are given, groups first.
    pub(super) fn providers(&mut self, given: &[&str]) {
        let declared: Vec<_> = self.program.providers().collect();
        for declared in declared {
            if given.contains(&declared.name) {
                continue;
            }
            let file = declared.file;
            let (rank, detail) = match &declared.node.value {
                ProviderValue::Group(members) => {
                    let members: Vec<_> = members.iter().map(|member| file.of(*member)).collect();
                    (3, format!("the group of {}", members.join(" and ")))
                }
                ProviderValue::Kind { kind, .. } => (4, format!("a provider of the kind {}", file.of(*kind))),
                ProviderValue::Error => (5, "a provider".to_owned()),
            };
            let item = Item::new(Kind::Provider, declared.name, detail);
            self.offer(item.rank(rank).about(About::Provider(declared.name.to_owned())));
        }
    }

    fn zone_head(&mut self, tokens: &[Token]) {
        let words = self.words(tokens);
        let ends_with_comma = tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
        let Some(on) = words.iter().position(|word| *word == "on") else {
            if words.len() > 1 && !ends_with_comma {
                self.offer_word("on", "the providers that the zone lives at");
            }
            return;
        };
        let given = words.get(on + 1..).unwrap_or_default();
        if given.is_empty() || ends_with_comma {
            self.providers(given);
        } else {
            self.offer_block();
        }
    }

    fn zone_names(&mut self) {
        let zones: Vec<_> = self.program.zones().map(|declared| declared.name).collect();
        for name in zones {
            self.offer(Item::new(Kind::Name, name, "a zone of the workspace"));
        }
    }

    fn template_head(&mut self, tokens: &[Token]) {
        let words = self.words(tokens);
        if words.len() == 2 {
            let item = Item::new(Kind::Block, "(…) { … }", "its parameters and statements");
            self.offer(item.filter("(").insert("(").snippet("($1) {\n  $0\n}"));
            return;
        }
        let (_, inner) = levels(tokens);
        if inner.is_empty() {
            if words.last() == Some(&")") {
                self.offer_block();
            }
            return;
        }
        // Behind the last comma of the parameters, outside brackets of types.
        let mut depth = 0;
        let mut own = Vec::new();
        for token in tokens.iter().skip(2) {
            if matches!(token.kind, TokenKind::LeftParen | TokenKind::LeftBracket) {
                depth += 1;
            } else if matches!(token.kind, TokenKind::RightParen | TokenKind::RightBracket) {
                depth -= 1;
            } else if token.kind == TokenKind::Comma && depth == 1 {
                own.clear();
            }
            if token.kind != TokenKind::Comma || depth > 1 {
                own.push(*token);
            }
        }
        own.retain(|token| token.kind != TokenKind::LeftParen || own_is_type(tokens, *token));
        let words = self.words(&own);
        match words.as_slice() {
            [] => {}
            [.., "="] => self.expression(&[], &Type::Unknown),
            [label] if label.ends_with(':') => self.types(),
            [label, .., "[" | "(" | ","] if label.ends_with(':') => self.types(),
            [label, _] | [label, .., "]"] if label.ends_with(':') => {
                self.offer_word("=", "its default value");
            }
            _ => {}
        }
    }

    fn types(&mut self) {
        for (rank, name) in Type::names().enumerate() {
            let detail = match Type::named(name) {
                Some(Type::Ipv4) => "an IPv4 address",
                Some(Type::Ipv6) => "an IPv6 address",
                Some(Type::Cidr) => "an address block",
                Some(Type::Name) => "a domain name",
                Some(Type::Duration) => "a time span: `5m`",
                Some(Type::Int) => "a whole number",
                Some(Type::Percent) => "a percentage: `10%`",
                Some(Type::Bool) => "`true` or `false`",
                Some(Type::String | Type::List(_) | Type::Tuple(_) | Type::Unknown) | None => "text",
            };
            self.offer(Item::new(Kind::Type, name, detail).rank(rank as u8));
            let list = Item::new(Kind::Type, format!("[{name}]"), format!("a list: {detail} each"));
            self.offer(list.rank(10 + rank as u8));
        }
    }
}

/// Whether a parenthesis is that of a type, not that of the parameters.
fn own_is_type(tokens: &[Token], paren: Token) -> bool {
    tokens.iter().find(|token| token.kind == TokenKind::LeftParen).is_none_or(|first| *first != paren)
}

/// The block of a provider with the settings that it must have.
fn settings_snippet(settings: &[SettingSchema]) -> String {
    let required: Vec<_> = settings.iter().filter(|setting| setting.required).collect();
    if required.is_empty() {
        return "{$0}".to_owned();
    }
    let width = required.iter().map(|setting| setting.name.len()).max().unwrap_or(0);
    let lines: Vec<_> = required
        .iter()
        .enumerate()
        .map(|(position, setting)| {
            format!("  {:width$}  {}\n", setting.name, value_stop(setting, position + 1))
        })
        .collect();
    format!("{{\n{}}}$0", lines.concat())
}

/// A tab stop for the value of a setting.
pub(super) fn value_stop(setting: &SettingSchema, number: usize) -> String {
    use zonal_compiler::eval::SettingKind;
    match setting.kind {
        SettingKind::Text => format!("\"${number}\""),
        SettingKind::Int(min, _) => format!("${{{number}:{min}}}"),
        SettingKind::OneOf(numbers) => {
            let numbers: Vec<_> = numbers.iter().map(i64::to_string).collect();
            format!("${{{number}|{}|}}", numbers.join(","))
        }
        SettingKind::Names => format!("${{{number}:ns1.example.net.}}"),
    }
}
