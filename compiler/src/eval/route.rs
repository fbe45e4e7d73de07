//! `route(…)`: how several sets of one owner and type share the answers.

use std::ops::RangeInclusive;

use crate::arena::Id;
use crate::diagnostic::Diagnostic;
use crate::error;
use crate::lower::route53::{CONTINENTS, Location};
use crate::sema::declarations::Unit;
use crate::sema::types::Type;
use crate::source::{FileSpan, Span};
use crate::suggest;
use crate::syntax::ast::{Argument, Call, ExprId, ExprKind};
use crate::zone::Route;

use super::Evaluator;
use super::record::Statement;

/// An argument of `route`.
pub struct RouteArgument {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// What it takes.
    pub kind: RouteValue,
}

impl RouteArgument {
    /// What the argument takes, in words.
    #[must_use]
    pub fn takes(&self) -> String {
        match self.kind {
            RouteValue::Text => "text".to_owned(),
            RouteValue::Int(min, max) => format!("a number from {min} to {max}"),
            RouteValue::Word(words) => {
                words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
            }
            RouteValue::Health => "the name of a health check".to_owned(),
            RouteValue::Region => "the name of an AWS region".to_owned(),
            RouteValue::Location => {
                "`default`, a continent such as `europe`, a country such as `de`, or a state such as `us-ca`"
                    .to_owned()
            }
        }
    }
}

/// What an argument of `route` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteValue {
    /// Text.
    Text,
    /// A number within these bounds.
    Int(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
    /// The name of a health check.
    Health,
    /// The name of an AWS region.
    Region,
    /// `default`, a continent, a country or a state.
    Location,
}

/// The arguments of `route`, `set` first.
pub const ROUTE_ARGUMENTS: &[RouteArgument] = &[
    RouteArgument {
        name: "set",
        doc: "the set identifier, which tells the sets apart",
        kind: RouteValue::Text,
    },
    RouteArgument { name: "weight", doc: "the share of the answers", kind: RouteValue::Int(0, 255) },
    RouteArgument {
        name: "failover",
        doc: "which set answers first",
        kind: RouteValue::Word(&["primary", "secondary"]),
    },
    RouteArgument { name: "region", doc: "the region whose latency decides", kind: RouteValue::Region },
    RouteArgument {
        name: "location",
        doc: "the continent, country or state of the resolver",
        kind: RouteValue::Location,
    },
    RouteArgument {
        name: "multivalue",
        doc: "answer with several healthy sets",
        kind: RouteValue::Word(&["true"]),
    },
    RouteArgument {
        name: "health",
        doc: "the health check that takes the set out",
        kind: RouteValue::Health,
    },
];

/// The arguments that say how the answers are shared, of which a route has one.
pub(super) const POLICIES: [&str; 5] = ["weight", "failover", "region", "location", "multivalue"];

impl<'a> Evaluator<'a> {
    /// Reads a modifier call; none if it is wrong, which is reported.
    pub(super) fn route(&mut self, statement: &Statement<'_, 'a>, call: &'a Call) -> Option<Id<Route>> {
        let unit = statement.context.unit;
        let (word, name_at) = (unit.of(call.name), unit.at(call.name));
        if word != "route" {
            self.unknown_modifier(word, name_at);
            self.mention_arguments(statement.context.reading(), call);
            return None;
        }
        let mut route = Route { at: Some(name_at), ..Route::default() };
        let mut sound = true;
        let mut given: Vec<(&str, Span)> = Vec::new();
        for argument in &call.arguments {
            let name = argument.name.unwrap_or_default();
            let twin = given.iter().find(|(other, _)| !other.is_empty() && *other == unit.of(name));
            if let Some((word, first)) = twin {
                self.report(
                    error!("duplicate-argument", unit.at(name), "`{word}` is given twice")
                        .label(unit.at(*first), "first given here")
                        .help("remove one of the two"),
                );
                sound = false;
                continue;
            }
            given.push((unit.of(name), name));
            match self.route_argument(statement, *argument) {
                Some(("set", text)) => route.set = text,
                Some((name, text)) => route.arguments.push((name.to_owned(), text)),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        if route.set.is_empty() || route.set.len() > 128 {
            self.report(
                error!("bad-route", name_at, "a route needs `set`, a name of 1 to 128 characters")
                    .help("write it as in `route(set: \"blue\", weight: 90)`"),
            );
            return None;
        }
        let policies: Vec<_> = route
            .arguments
            .iter()
            .map(|(name, _)| name.as_str())
            .filter(|name| POLICIES.contains(name))
            .collect();
        if policies.len() != 1 {
            let found = if policies.is_empty() { "none".to_owned() } else { policies.join(" and ") };
            self.report(
                error!("bad-route", name_at, "a route needs one way to share the answers, found {found}")
                    .help(format!("give one of {}", POLICIES.join(", "))),
            );
            return None;
        }
        Some(self.zone.push_route(route))
    }

    fn unknown_modifier(&mut self, word: &str, at: FileSpan) {
        let problem = error!("unknown-modifier", at, "there is no modifier or function `{word}`");
        let names = super::builtin::BUILTINS.iter().map(|builtin| builtin.name).chain(["route"]);
        self.report(match (word, suggest::closest(word, names)) {
            ("allow", _) => {
                problem.help("`allow(…)` stands on a line of its own in a block: `OWNER { allow(…) … }`")
            }
            ("env", _) => problem
                .help("`env` stands in `provider` blocks alone, so that no record depends on the machine"),
            ("ttl", _) => problem.help("write the TTL without parentheses: `ttl 5m`"),
            (_, Some(close)) => {
                problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
            }
            (_, None) => problem.help("a record can have `ttl X` and `route(…)` behind its values"),
        });
    }

    fn route_argument(
        &mut self,
        statement: &Statement<'_, 'a>,
        argument: Argument,
    ) -> Option<(&'static str, String)> {
        let unit = statement.context.unit;
        let value_span = unit.tree.exprs[argument.value].span;
        let Some(name) = argument.name else {
            self.report(
                error!("bad-route", unit.at(value_span), "the arguments of `route` are named")
                    .help("write it as in `route(set: \"blue\", weight: 90)`"),
            );
            return None;
        };
        let (word, at) = (unit.of(name), unit.at(name));
        let Some(entry) = ROUTE_ARGUMENTS.iter().find(|entry| entry.name == word) else {
            let names = ROUTE_ARGUMENTS.iter().map(|entry| entry.name);
            let problem = error!("unknown-argument", at, "`route` has no argument `{word}`");
            self.report(match suggest::closest(word, names.clone()) {
                Some(close) => problem.help(format!("did you mean `{close}`?")).suggest(
                    format!("use `{close}`"),
                    at,
                    close,
                ),
                None => problem.help(format!("its arguments are {}", names.collect::<Vec<_>>().join(", "))),
            });
            return None;
        };
        let text = self.route_value(statement, entry, argument)?;
        Some((entry.name, text))
    }

    fn route_value(
        &mut self,
        statement: &Statement<'_, 'a>,
        entry: &'static RouteArgument,
        argument: Argument,
    ) -> Option<String> {
        let (unit, reading) = (statement.context.unit, statement.context.reading());
        let span = unit.tree.exprs[argument.value].span;
        match entry.kind {
            RouteValue::Text => self.text_operand(reading, argument.value),
            RouteValue::Int(min, max) => {
                let number = self.value_as(reading, argument.value, &Type::Int).value.as_int()?;
                self.route_number(entry, number, min..=max, unit.at(span))
            }
            RouteValue::Health => self.health_name(&unit, argument.value),
            RouteValue::Word(words) => self.one_of(entry, words, unit.of(span), unit.at(span)),
            RouteValue::Region => self.place(statement, entry, argument, region),
            RouteValue::Location => self.place(statement, entry, argument, |text| {
                Location::parse(text).filter(Location::is_divided).map(|location| location.to_string())
            }),
        }
    }

    fn route_number(
        &mut self,
        entry: &'static RouteArgument,
        number: i64,
        bounds: RangeInclusive<i64>,
        at: FileSpan,
    ) -> Option<String> {
        if bounds.contains(&number) {
            return Some(number.to_string());
        }
        let (name, min, max) = (entry.name, bounds.start(), bounds.end());
        self.report(
            error!("number-out-of-range", at, "expected {min} to {max} for `{name}`, found {number}")
                .help(entry.doc),
        );
        None
    }

    /// The name of a health check, which stands without quotes.
    fn health_name(&mut self, unit: &Unit<'a>, id: ExprId) -> Option<String> {
        let expr = unit.tree.exprs[id];
        let Err(mut problem) = self.declarations.healths.resolve(unit, expr.span) else {
            return Some(unit.of(expr.span).to_owned());
        };
        let bare = super::expression::inner(unit.of(expr.span));
        if matches!(expr.kind, ExprKind::Str) && self.declarations.healths.get(bare).is_some() {
            *problem = problem.help("its name stands without quotes").suggest(
                "remove the quotes",
                unit.at(expr.span),
                bare,
            );
        }
        self.report(*problem);
        None
    }

    fn one_of(
        &mut self,
        entry: &'static RouteArgument,
        words: &[&str],
        word: &str,
        at: FileSpan,
    ) -> Option<String> {
        if words.contains(&word) {
            return Some(word.to_owned());
        }
        let (name, expected) = (entry.name, words.join(" or "));
        let problem = error!("bad-route", at, "expected {expected} for `{name}`, found `{word}`");
        self.report(match suggest::closest(word, words.iter().copied()) {
            Some(close) => {
                problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
            }
            None => problem.help(entry.doc),
        });
        None
    }

    /// A place as a word or as text, in its one spelling.
    fn place(
        &mut self,
        statement: &Statement<'_, 'a>,
        entry: &'static RouteArgument,
        argument: Argument,
        read: impl Fn(&str) -> Option<String>,
    ) -> Option<String> {
        let unit = statement.context.unit;
        let expr = unit.tree.exprs[argument.value];
        let text = if matches!(expr.kind, ExprKind::Word) {
            unit.of(expr.span).to_owned()
        } else {
            self.text_operand(statement.context.reading(), argument.value)?
        };
        let place = read(&text);
        if place.is_none() {
            self.report(bad_place(entry, &text, unit.at(expr.span)));
        }
        place
    }
}

/// The name of an AWS region in lower case, if it can be one: `eu-west-1`. Which there are, Route 53 knows.
fn region(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let number = text.rsplit('-').next().unwrap_or_default();
    let is_region = text.split('-').count() >= 3
        && text
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && number.bytes().all(|byte| byte.is_ascii_digit());
    is_region.then_some(text)
}

fn bad_place(entry: &RouteArgument, text: &str, at: FileSpan) -> Diagnostic {
    let problem = error!(
        "bad-route",
        at,
        "expected {} for `{}`, found `{}`",
        entry.takes(),
        entry.name,
        text.escape_debug()
    );
    if !matches!(entry.kind, RouteValue::Location) {
        return problem.help("write it as in `region: eu-west-1`");
    }
    let continents = CONTINENTS.map(|(name, _)| name);
    match suggest::closest(text, continents) {
        Some(close) => {
            problem.help(format!("did you mean `{close}`?")).suggest(format!("use `{close}`"), at, close)
        }
        None if Location::parse(text).is_some() => {
            problem.help("Route 53 knows the states of `us` and the regions of `ua` alone: write the country")
        }
        None => problem.help(format!(
            "countries and states have the codes of ISO 3166; the continents are {}",
            continents.join(", ")
        )),
    }
}
