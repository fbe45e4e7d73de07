//! Providers, their groups, and health checks.

use crate::dns::name::Name;
use crate::error;
use crate::lower::ProviderKind;
use crate::sema::declarations::{Declared, Unit};
use crate::source::{FileSpan, Span};
use crate::suggest;
use crate::syntax::ast::{self, ProviderValue};

use super::Evaluator;
pub use super::settings::SettingValue;
use super::settings::{Given, SettingKind, SettingSchema};

/// A declared provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ProviderKind,
    /// Where its name is declared.
    pub at: FileSpan,
    /// Its settings, in source order.
    pub settings: Vec<Given>,
    /// The name servers that its settings give to every zone.
    pub nameservers: Vec<Name>,
}

/// A declared health check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HealthCheck {
    /// Its name.
    pub name: String,
    /// `http`, `https` or `tcp`.
    pub kind: &'static str,
    /// Where its name is declared.
    pub at: FileSpan,
    /// Its settings, in source order.
    pub settings: Vec<Given>,
}

impl Provider {
    /// A setting of text, or the environment variable that holds it.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&SettingValue> {
        self.settings.iter().find(|given| given.name == name).map(|given| &given.value)
    }
}

const fn text(name: &'static str, doc: &'static str) -> SettingSchema {
    SettingSchema { name, kind: SettingKind::Text, doc, required: false }
}

const fn required(name: &'static str, doc: &'static str) -> SettingSchema {
    SettingSchema { name, kind: SettingKind::Text, doc, required: true }
}

const fn int(name: &'static str, min: i64, max: i64, doc: &'static str) -> SettingSchema {
    SettingSchema { name, kind: SettingKind::Int(min, max), doc, required: false }
}

const INTERVAL: SettingSchema = SettingSchema {
    name: "interval",
    kind: SettingKind::OneOf(&[10, 30]),
    doc: "the seconds between two checks: 10 or 30",
    required: false,
};

const ROUTE53: &[SettingSchema] = &[
    text("profile", "the profile of the shared AWS configuration to use"),
    text("role-arn", "the role to assume"),
    text(
        "delegation-set",
        "the reusable delegation set for new zones, so that all have the same name servers",
    ),
    text("endpoint", "another address of the service, for tests"),
    int(
        "requests-per-second",
        1,
        1000,
        "the greatest number of requests a second to the account's Route 53, 4 if not given: AWS allows 5 in all",
    ),
    int("answer-timeout", 1, 60, "the seconds that one answer may take, 30 if not given"),
];
const AZURE_DNS: &[SettingSchema] = &[
    required("subscription", "the subscription's identifier"),
    required("resource-group", "the resource group that holds the zones"),
    text("tenant", "the Entra tenant to log in to"),
    text("client-id", "the application to log in as"),
    text("endpoint", "the address of Azure Resource Manager, for a national cloud or for tests"),
    text("authority", "the address of Microsoft Entra, for a national cloud or for tests"),
    int("answer-timeout", 1, 60, "the seconds that one answer may take, 30 if not given"),
];
const ZONEFILE: &[SettingSchema] = &[
    required("directory", "the folder of the master files, relative to the workspace"),
    SettingSchema {
        name: "nameservers",
        kind: SettingKind::Names,
        doc: "the absolute names of the servers that load the files",
        required: false,
    },
];
const HTTP_HEALTH: &[SettingSchema] = &[
    text("host", "the host to ask, and to name in the request"),
    text("address", "the address to ask, where it is not the host's"),
    text("path", "the path to ask for, with its `/`"),
    int("port", 1, 65_535, "the port to ask"),
    int("failures", 1, 10, "how many failures in a row make it unhealthy"),
    INTERVAL,
    text("search", "text that the answer must hold"),
];
const TCP_HEALTH: &[SettingSchema] = &[
    text("host", "the host to connect to"),
    text("address", "the address to connect to"),
    SettingSchema {
        name: "port",
        kind: SettingKind::Int(1, 65_535),
        doc: "the port to connect to",
        required: true,
    },
    int("failures", 1, 10, "how many failures in a row make it unhealthy"),
    INTERVAL,
];
/// The kinds of health check, each with its settings.
pub const HEALTH_KINDS: [(&str, &[SettingSchema]); 3] =
    [("http", HTTP_HEALTH), ("https", HTTP_HEALTH), ("tcp", TCP_HEALTH)];

/// The settings of a kind of provider.
#[must_use]
pub const fn provider_settings(kind: ProviderKind) -> &'static [SettingSchema] {
    match kind {
        ProviderKind::Route53 => ROUTE53,
        ProviderKind::AzureDns => AZURE_DNS,
        ProviderKind::Zonefile => ZONEFILE,
    }
}

impl<'a> Evaluator<'a> {
    /// Evaluates every provider, then every group of them.
    pub(super) fn evaluate_providers(&mut self) {
        for (name, declared) in self.declarations.providers.iter() {
            if let ProviderValue::Kind { kind, settings } = &declared.node.value {
                self.evaluate_provider(name, declared, *kind, settings);
            }
        }
        for (name, declared) in self.declarations.providers.iter() {
            if let ProviderValue::Group(_) = &declared.node.value {
                let members = self.group_members(name, declared, &mut Vec::new());
                self.groups.insert(name, members);
            }
        }
    }

    fn evaluate_provider(
        &mut self,
        name: &'a str,
        declared: &Declared<'a, ast::Provider>,
        kind: Span,
        settings: &'a [ast::Setting],
    ) {
        let unit = declared.unit;
        let (word, at) = (unit.of(kind), unit.at(kind));
        let Some(kind) = ProviderKind::parse(word) else {
            let problem = error!("unknown-provider-kind", at, "there is no kind of provider `{word}`");
            let words = ProviderKind::ALL.map(ProviderKind::word);
            self.report(match suggest::closest(word, words) {
                Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                    format!("use `{close}`"),
                    at,
                    close,
                ),
                None => problem.help(format!("the kinds are {}", words.join(", "))),
            });
            // Whoever names the provider made no mistake of their own.
            self.groups.insert(name, Vec::new());
            return;
        };
        let schema = provider_settings(kind);
        let what = format!("{} provider", kind.word());
        let settings = self.settings(&unit, &what, declared.name_at, schema, settings);
        let nameservers = settings.iter().find_map(|given| match &given.value {
            SettingValue::Names(names) => Some(names.clone()),
            SettingValue::Text(_) | SettingValue::Env(_) | SettingValue::Int(_) => None,
        });
        self.groups.insert(name, vec![self.providers.len()]);
        self.providers.push(Provider {
            name: name.to_owned(),
            kind,
            at: declared.name_at,
            settings,
            nameservers: nameservers.unwrap_or_default(),
        });
    }

    fn group_members(
        &mut self,
        name: &'a str,
        declared: &Declared<'a, ast::Provider>,
        path: &mut Vec<&'a str>,
    ) -> Vec<usize> {
        if let Some(members) = self.groups.get(name) {
            return members.clone();
        }
        let ProviderValue::Group(words) = &declared.node.value else { return Vec::new() };
        path.push(name);
        let mut members = Vec::new();
        for &word in words {
            let inner = match self.declarations.providers.resolve(&declared.unit, word) {
                Ok(inner) => *inner,
                Err(problem) => {
                    let kind = ProviderKind::parse(declared.unit.of(word)).map(ProviderKind::word);
                    self.report(match kind {
                        Some(kind) if words.len() == 1 => problem.help(format!(
                            "a provider of the kind `{kind}` has a block: `{name} = {kind} {{ … }}`"
                        )),
                        Some(_) | None => *problem,
                    });
                    continue;
                }
            };
            let inner_name = inner.unit.of(inner.node.name);
            if path.contains(&inner_name) {
                self.report(
                    error!("provider-cycle", declared.unit.at(word), "the group `{name}` contains itself")
                        .label(inner.name_at, "this group leads back here")
                        .help("name the group's members alone: providers, or groups without this one"),
                );
                continue;
            }
            for position in self.group_members(inner_name, &inner, path) {
                if !members.contains(&position) {
                    members.push(position);
                }
            }
        }
        path.pop();
        members
    }

    /// The providers that a word names, by their position; none, and an error, if it names none.
    pub(super) fn resolve_provider(&mut self, unit: &Unit<'a>, word: Span) -> Option<Vec<usize>> {
        match self.declarations.providers.resolve(unit, word) {
            Ok(declared) => self.groups.get(declared.unit.of(declared.node.name)).cloned(),
            Err(mut problem) => {
                let of_kind = self.providers.iter().find(|provider| provider.kind.word() == unit.of(word));
                if let Some(Provider { name, kind, .. }) = of_kind {
                    let kind = kind.word();
                    problem.fixes.clear();
                    *problem = problem
                        .help(format!("`{kind}` is a kind; the provider of this kind is called `{name}`"))
                        .suggest(format!("use `{name}`"), unit.at(word), name);
                }
                self.report(*problem);
                None
            }
        }
    }

    /// Evaluates every health check.
    pub(super) fn evaluate_healths(&mut self) {
        for (name, declared) in self.declarations.healths.iter() {
            let unit = declared.unit;
            let (word, at) = (unit.of(declared.node.kind), unit.at(declared.node.kind));
            let Some(&(kind, schema)) = HEALTH_KINDS.iter().find(|(kind, _)| *kind == word) else {
                let problem = error!("unknown-health-kind", at, "there is no kind of health check `{word}`");
                self.report(match suggest::closest(word, HEALTH_KINDS.iter().map(|(kind, _)| *kind)) {
                    Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                        format!("use `{close}`"),
                        at,
                        close,
                    ),
                    None => problem.help("the kinds are http, https and tcp"),
                });
                continue;
            };
            let what = format!("{kind} health check");
            let settings = self.settings(&unit, &what, declared.name_at, schema, &declared.node.settings);
            let written = declared.node.settings.iter().map(|setting| unit.of(setting.name));
            if !written.into_iter().any(|name| name == "host" || name == "address") {
                self.report(
                    error!("missing-setting", declared.name_at, "the {what} needs `host` or `address`")
                        .help("add a line `host \"api.example.com\"`"),
                );
            }
            for setting in declared.node.settings.iter().filter(|setting| unit.of(setting.name) == "host") {
                for value in unit.tree.exprs.slice(setting.values) {
                    self.place_host(unit.text, unit.at(value.span));
                }
            }
            self.check_lengths(&what, &settings);
            self.healths.push(HealthCheck { name: (*name).to_owned(), kind, at: declared.name_at, settings });
        }
    }

    /// Both clouds take texts of 255 characters in a health check, and none that is empty.
    fn check_lengths(&mut self, what: &str, settings: &[Given]) {
        for Given { name, value, at } in settings {
            let SettingValue::Text(text) = value else { continue };
            let found = text.chars().count();
            if !(1..=255).contains(&found) {
                let problem =
                    error!("bad-setting", *at, "`{name}` of a {what} has 1 to 255 characters, found {found}");
                self.report(problem.help(if found == 0 {
                    "remove the line, or say what it is"
                } else {
                    "shorten it"
                }));
            }
        }
    }
}
