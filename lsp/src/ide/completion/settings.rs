//! Completion in the blocks of providers, health checks and policies.

use zonal_compiler::eval::{HEALTH_KINDS, SettingKind, SettingSchema, provider_settings};
use zonal_compiler::lint::{Level, registry};
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::syntax::ast::{ItemKind, ProviderValue, Setting};
use zonal_compiler::syntax::forms::POLICY_LINES;
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::Desk;
use super::declaration::value_stop;
use super::item::{About, Item, Kind};
use super::record::TypeWords;
use crate::session::snapshot::File;

/// The durations that people choose most often.
const DURATIONS: [(&str, &str); 8] = [
    ("60s", "one minute"),
    ("5m", "five minutes"),
    ("15m", "a quarter of an hour"),
    ("30m", "half an hour"),
    ("1h", "one hour"),
    ("4h", "four hours"),
    ("1d", "one day"),
    ("1w", "one week"),
];

/// Whether settings may hold what the environment says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Environment {
    Read,
    Hidden,
}

impl<'v> Desk<'v> {
    pub(super) fn provider_setting(&mut self, tokens: &[Token]) {
        let kind = self.item_kind().and_then(ProviderKind::parse);
        self.setting(kind.map_or(&[], provider_settings), tokens, Environment::Read);
    }

    pub(super) fn health_setting(&mut self, tokens: &[Token]) {
        let kind = self.item_kind();
        let known = HEALTH_KINDS.iter().find(|(known, _)| Some(*known) == kind);
        self.setting(known.map_or(&[], |(_, settings)| settings), tokens, Environment::Hidden);
    }

    /// The word behind the `=` of the declaration around.
    fn item_kind(&self) -> Option<&'v str> {
        let open = self.context.blocks.first()?;
        open.head.last().map(|kind| self.context.of(*kind))
    }

    fn setting(&mut self, settings: &'static [SettingSchema], tokens: &[Token], environment: Environment) {
        let words = self.words(tokens);
        let Some(name) = words.first() else {
            let given = self.given_settings();
            for setting in settings.iter().filter(|setting| !given.contains(&setting.name)) {
                let item = Item::new(Kind::Field, setting.name, setting.doc).snippet(format!(
                    "{}  {}",
                    setting.name,
                    value_stop(setting, 1)
                ));
                self.offer(item.rank(if setting.required { 0 } else { 5 }));
            }
            return;
        };
        let Some(setting) = settings.iter().find(|setting| setting.name == *name) else { return };
        let ends_with_comma = tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
        if words.len() > 1 && !(setting.kind == SettingKind::Names && ends_with_comma) {
            return;
        }
        match setting.kind {
            SettingKind::Text => {
                self.offer_text(setting.doc);
                if environment == Environment::Read {
                    let env = Item::new(Kind::Function, "env", "the value of an environment variable");
                    self.offer(env.insert("env(").snippet("env(\"${1:NAME}\")"));
                }
            }
            SettingKind::Int(min, max) => {
                let detail = format!("{} to {max}: {}", min, setting.doc);
                self.offer(Item::new(Kind::Value, min.to_string(), detail));
            }
            SettingKind::OneOf(numbers) => {
                for number in numbers {
                    self.offer(Item::new(Kind::Choice, number.to_string(), setting.doc));
                }
            }
            SettingKind::Names => self.absolute_names(setting.doc),
        }
    }

    /// The lines that the block has already, before the cursor and behind it.
    fn given_settings(&self) -> Vec<&'v str> {
        let file = &self.view.file;
        let read: Vec<&str> = match self.item().map(|item| &item.kind) {
            Some(ItemKind::Provider(provider)) => match &provider.value {
                ProviderValue::Kind { settings, .. } => names_of(settings, file),
                ProviderValue::Group(_) | ProviderValue::Error => Vec::new(),
            },
            Some(ItemKind::Health(health)) => names_of(&health.settings, file),
            Some(ItemKind::Policy(policy)) => policy
                .rules
                .iter()
                .filter_map(|rule| file.of(rule.span).split_ascii_whitespace().next())
                .collect(),
            Some(
                ItemKind::Let(_)
                | ItemKind::Template(_)
                | ItemKind::Zone(_)
                | ItemKind::Extend(_)
                | ItemKind::Error,
            )
            | None => Vec::new(),
        };
        let own = self.context.word.of(self.context.text);
        read.into_iter().filter(|name| *name != own).chain(self.given_lines()).collect()
    }

    /// A text in quotes.
    pub(super) fn offer_text(&mut self, detail: &str) {
        let item = Item::new(Kind::Value, "\"…\"", detail).filter("\"").insert("\"").snippet("\"$1\"");
        self.offer(item.rank(3));
    }

    pub(super) fn durations(&mut self, rank: u8) {
        for (position, (text, detail)) in DURATIONS.iter().enumerate() {
            self.offer(Item::new(Kind::Value, *text, *detail).rank(rank + position as u8));
        }
    }

    pub(super) fn policy_line(&mut self, tokens: &[Token]) {
        let words = self.words(tokens);
        let ends_with_comma = tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
        match words.as_slice() {
            [] => self.policy_lines(),
            ["ttl", _] => self.durations(0),
            ["ttl", _, _] => {
                self.offer_word("default", "for what names no other class");
                self.offer_word("for", "for these types");
            }
            ["ttl", .., "default"] => self.offer_word("for", "for these types"),
            ["ttl", _, _, .., "for"] => self.record_types(&[], TypeWords::Types),
            ["ttl", ..] if ends_with_comma => self.record_types(&words, TypeWords::Types),
            ["max-change"] => {
                for percent in ["5%", "10%", "25%", "50%"] {
                    self.offer(Item::new(
                        Kind::Value,
                        percent,
                        "the part of a zone that one plan may change",
                    ));
                }
            }
            ["max-updates" | "max-deletes"] => {
                for count in ["0", "5", "10", "50"] {
                    self.offer(Item::new(Kind::Value, count, "record sets of a zone"));
                }
            }
            ["negative-ttl"] => self.durations(0),
            ["confirm", rest @ ..] if rest.is_empty() || ends_with_comma => {
                self.record_types(rest, TypeWords::Types);
            }
            [level @ ("off" | "warn" | "deny"), rest @ ..] if rest.is_empty() || ends_with_comma => {
                self.rules(Level::parse(level), rest);
            }
            ["forbid"] => {
                self.record_types(&[], TypeWords::Types);
                self.rules(Some(Level::Forbid), &[]);
            }
            ["forbid", first, ..] if ends_with_comma => {
                if first.starts_with(|first: char| first.is_ascii_uppercase()) {
                    self.record_types(&words, TypeWords::Types);
                } else {
                    self.rules(Some(Level::Forbid), &words);
                }
            }
            ["forbid" | "require", .., "at" | "to"] => self.patterns(words.last() == Some(&"to")),
            ["require", rest @ ..] if rest.is_empty() || ends_with_comma => {
                self.record_types(rest, TypeWords::Types);
            }
            [line @ ("require" | "forbid"), first, rest @ ..]
                if first.starts_with(|first: char| first.is_ascii_uppercase())
                    && tokens.last().is_some_and(|last| last.kind == TokenKind::Word || rest.len() > 1) =>
            {
                self.behind_types(line, rest, tokens);
            }
            _ => {}
        }
    }

    /// Behind the types of a `require` or `forbid`: where, and why.
    fn behind_types(&mut self, line: &str, rest: &[&str], tokens: &[Token]) {
        let has = |word: &str| rest.contains(&word);
        let is_done =
            !has("at") && !has("to") && tokens.last().is_some_and(|last| last.kind == TokenKind::Str);
        let reasons = tokens.iter().filter(|token| token.kind == TokenKind::Str).count();
        let patterns = usize::from(has("at")) + usize::from(has("to"));
        if is_done || reasons > patterns {
            return;
        }
        if !has("at") && !has("to") {
            self.offer_word("at", "the names that it is about");
        }
        if line == "forbid" && !has("to") {
            self.offer_word("to", "the targets that it is about");
        }
        if line == "forbid" || has("at") {
            self.offer_reason();
        }
    }

    /// The reason at the end of a line.
    pub(super) fn offer_reason(&mut self) {
        let item = Item::new(Kind::Value, "\"why\"", "the reason, for whoever meets it")
            .filter("\"")
            .insert("\"")
            .snippet("\"${1:why}\"");
        self.offer(item);
    }

    fn policy_lines(&mut self) {
        let given = self.given_settings();
        let once = ["max-change", "max-updates", "max-deletes", "negative-ttl", "confirm"];
        for (rank, line) in POLICY_LINES.iter().enumerate() {
            if once.contains(&line.word) && given.contains(&line.word) {
                continue;
            }
            let item = Item::new(Kind::Keyword, line.word, line.doc).rank(rank as u8);
            self.offer(item.about(About::PolicyLine(line.word.to_owned())));
        }
    }

    /// The rules that can be set to a level, but for those that are given.
    pub(super) fn rules(&mut self, level: Option<Level>, given: &[&str]) {
        for entry in registry::ENTRIES {
            let rule = entry.rule;
            let is_fixed =
                rule.level == Level::Forbid && matches!(level, Some(Level::Off | Level::Warn) | None);
            if is_fixed || given.contains(&rule.name) {
                continue;
            }
            let item = Item::new(Kind::Rule, rule.name, rule.summary);
            self.offer(item.about(About::Rule(rule.name.to_owned())));
        }
    }

    /// Patterns over names.
    pub(super) fn patterns(&mut self, is_target: bool) {
        let known: &[(&str, &str)] = if is_target {
            &[("\"**.example.net.\"", "every name below, and the name itself")]
        } else {
            &[
                ("@", "the origin itself"),
                ("\"*\"", "every name one label below"),
                ("\"**\"", "every name, the origin too"),
                ("\"_acme-challenge.**\"", "every name that begins so"),
            ]
        };
        for (rank, (text, detail)) in known.iter().enumerate() {
            let item = Item::new(Kind::Value, *text, *detail).rank(rank as u8);
            self.offer(item);
        }
    }
}

fn names_of<'v>(settings: &[Setting], file: &'v File) -> Vec<&'v str> {
    settings.iter().map(|setting| file.of(setting.name)).collect()
}
