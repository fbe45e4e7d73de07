//! Completion of values: variables, functions, arguments, operators.

use zonal_compiler::eval::{BUILTINS, ROUTE_ARGUMENTS, RouteValue};
use zonal_compiler::lower::route53::CONTINENTS;
use zonal_compiler::sema::types::Type;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast;
use zonal_compiler::syntax::token::Token;

use super::Desk;
use super::item::{About, Item, Kind, escaped};
use crate::ide::context::values::{Level, levels};
use crate::ide::program::Declared;
use crate::ide::scope::{From, Variable, written_type};

impl<'v> Desk<'v> {
    /// What may stand in an expression behind these tokens.
    pub(super) fn expression(&mut self, tokens: &[Token], expected: &Type) {
        let (outermost, inner) = levels(tokens);
        if let Some(call) = inner.last().filter(|level| level.callee.is_some()) {
            return self.argument(call);
        }
        let level = inner.last().unwrap_or(&outermost);
        let last = level.operands.last().map(|operand| self.context.of(operand.first));
        let wants_operand =
            last.is_none_or(|word| ["==", "!=", "in", "and", "or", "not", "+", "-", ".."].contains(&word));
        if !wants_operand {
            return self.operators();
        }
        self.any_variables(expected);
        self.functions(&Type::Unknown);
        if matches!(expected, Type::List(_)) {
            let range =
                Item::new(Kind::Value, "1..10", "the numbers from 1 to 10").snippet("${1:1}..${2:10}");
            self.offer(range.rank(30));
        }
        if inner.is_empty() && level.operands.is_empty() {
            let list = Item::new(Kind::Block, "[…]", "a list").filter("[").insert("[").snippet("[$1]");
            self.offer(list.rank(31));
            self.offer_text("text");
            self.offer(Item::new(Kind::Operator, "not", "the opposite").rank(40));
        }
    }

    fn operators(&mut self) {
        let operators = [
            ("==", "the same"),
            ("!=", "not the same"),
            ("in", "one of a list"),
            ("and", "both hold"),
            ("or", "one of both holds"),
            ("..", "the numbers from one to the other"),
            ("+", "the sum"),
            ("-", "the difference"),
        ];
        for (rank, (word, detail)) in operators.into_iter().enumerate() {
            self.offer(Item::new(Kind::Operator, word, detail).rank(20 + rank as u8));
        }
    }

    /// Variables and functions whose value fits a type.
    pub(super) fn values_of(&mut self, ty: &Type) {
        self.variables_of(ty);
        self.functions(ty);
    }

    /// The variables whose value fits a type, those that fit for certain first.
    pub(super) fn variables_of(&mut self, ty: &Type) {
        for variable in self.variables().iter() {
            let is_known = variable.ty.is_known();
            if ty.accepts(&variable.ty) && (is_known || variable.ty == Type::Unknown) {
                // Text becomes a name or an address where one is meant, but is mostly meant as text.
                let is_read = variable.ty == Type::String && *ty != Type::String;
                let rank = rank_of(variable) + if is_known && !is_read { 0 } else { 40 };
                self.offer_variable(variable, rank);
            }
        }
    }

    /// The variables that hold tuples, or lists of them.
    pub(super) fn variables_of_tuples(&mut self) {
        for variable in self.variables().iter() {
            let is_tuple = match &variable.ty {
                Type::Tuple(_) => true,
                Type::List(element) => matches!(**element, Type::Tuple(_)),
                Type::Ipv4
                | Type::Ipv6
                | Type::Cidr
                | Type::Name
                | Type::Duration
                | Type::Int
                | Type::Percent
                | Type::Bool
                | Type::String
                | Type::Unknown => false,
            };
            if is_tuple {
                self.offer_variable(variable, rank_of(variable));
            }
        }
    }

    /// Every variable, those of the expected type first.
    fn any_variables(&mut self, expected: &Type) {
        for variable in self.variables().iter() {
            let fits = *expected == Type::Unknown || expected.accepts(&variable.ty);
            let rank = rank_of(variable) + if fits { 0 } else { 20 };
            self.offer_variable(variable, rank);
        }
    }

    fn offer_variable(&mut self, variable: &Variable, rank: u8) {
        let written = shortened(&variable.written);
        let detail =
            if variable.ty == Type::Unknown { written } else { format!("{}: {written}", variable.ty) };
        let mut item = Item::new(Kind::Variable, format!("${}", variable.name), detail).rank(rank);
        item.snippet = Some(escaped(&item.label));
        if variable.from == From::Top {
            item = item.about(About::Variable(variable.name.clone()));
        }
        self.offer(item);
    }

    pub(super) fn functions(&mut self, ty: &Type) {
        for builtin in BUILTINS {
            let result = builtin.signature.split_once("-> ").map_or("", |(_, result)| result);
            let fits = match Type::named(result) {
                Some(result) => {
                    *ty == Type::Unknown || *ty == result || (*ty == Type::Name && result == Type::Name)
                }
                None if result.starts_with('[') => *ty == Type::Unknown,
                None => matches!(ty, Type::Unknown | Type::Ipv4 | Type::Ipv6),
            };
            if !fits {
                continue;
            }
            let item =
                Item::new(Kind::Function, builtin.name, format!("{}: {}", builtin.signature, builtin.doc));
            let item = match self.context.next_char() {
                Some('(') => item,
                Some(_) | None => {
                    let inside = if builtin.name == "file" { "\"$1\"" } else { "$1" };
                    item.insert(format!("{}(", builtin.name)).snippet(format!("{}({inside})", builtin.name))
                }
            };
            self.offer(item.rank(35));
        }
    }

    /// An argument of a call that is open at the cursor.
    pub(super) fn argument(&mut self, call: &Level) {
        let callee = call.callee.map_or("", |callee| self.context.of(callee));
        if callee == "route" {
            return self.route_argument(call);
        }
        let Some(builtin) = BUILTINS.iter().find(|builtin| builtin.name == callee) else { return };
        if call.operands.last().is_some_and(|_| call.operands.len() == 1) {
            return;
        }
        let expected = match (builtin.name, call.commas) {
            ("host", 0) => Type::Cidr,
            ("host" | "pad", _) => Type::Int,
            ("lower", _) => Type::String,
            ("file", _) => return self.offer_text("a path inside the workspace"),
            ("concat", _) => Type::List(Box::new(Type::Unknown)),
            _ => Type::Unknown,
        };
        self.any_variables(&expected);
        self.functions(&expected);
    }

    fn route_argument(&mut self, call: &Level) {
        let label = call.operands.first().map(|operand| self.context.of(operand.first));
        if let Some(label) = label.and_then(|label| label.strip_suffix(':')) {
            if call.operands.len() == 1 {
                self.route_value(label);
            }
            return;
        }
        if label.is_some() {
            return;
        }
        let given: Vec<&str> = call
            .earlier
            .iter()
            .filter_map(|operand| self.context.of(operand.first).strip_suffix(':'))
            .collect();
        let shares = ["weight", "failover", "region", "location", "multivalue"];
        let has_share = given.iter().any(|given| shares.contains(given));
        for (rank, argument) in ROUTE_ARGUMENTS.iter().enumerate() {
            let is_second_share = has_share && shares.contains(&argument.name);
            if given.contains(&argument.name) || is_second_share {
                continue;
            }
            let name = argument.name;
            let snippet = match argument.kind {
                RouteValue::Text => format!("{name}: \"$1\""),
                RouteValue::Int(..) => format!("{name}: ${{1:50}}"),
                RouteValue::Word(words) => format!("{name}: ${{1|{}|}}", words.join(",")),
                RouteValue::Health | RouteValue::Region | RouteValue::Location => format!("{name}: $1"),
            };
            let detail = format!("{}: {}", argument.doc, argument.takes());
            let item = Item::new(Kind::Field, format!("{name}:"), detail).insert(format!("{name}: "));
            self.offer(item.snippet(snippet).rank(rank as u8));
        }
    }

    fn route_value(&mut self, name: &str) {
        let Some(argument) = ROUTE_ARGUMENTS.iter().find(|argument| argument.name == name) else { return };
        match argument.kind {
            RouteValue::Text => {
                self.offer_text(argument.doc);
                self.variables_of(&Type::String);
            }
            RouteValue::Int(min, max) => {
                for share in ["10", "50", "90", "100"] {
                    let detail = format!("{min} to {max}: {}", argument.doc);
                    self.offer(Item::new(Kind::Value, share, detail).rank(20));
                }
                self.variables_of(&Type::Int);
            }
            RouteValue::Word(words) => {
                words.iter().for_each(|word| self.offer(Item::new(Kind::Choice, *word, argument.doc)));
            }
            RouteValue::Health => {
                let healths: Vec<_> = self.program.healths().collect();
                for health in healths {
                    let item = Item::new(
                        Kind::Health,
                        health.name,
                        format!("over {}", health.file.of(health.node.kind)),
                    );
                    self.offer(item.about(About::Health(health.name.to_owned())));
                }
            }
            RouteValue::Region => self.variables_of(&Type::String),
            RouteValue::Location => {
                self.offer(Item::new(Kind::Choice, "default", "everywhere else").rank(0));
                for (continent, _) in CONTINENTS {
                    self.offer(Item::new(Kind::Choice, continent, "a continent"));
                }
            }
        }
    }

    /// Every template, with tab stops for the parameters that it needs.
    pub(super) fn templates(&mut self) {
        let templates: Vec<_> = self.program.templates().collect();
        for template in templates {
            let parameters = parameters_of(&template);
            let needed: Vec<_> = parameters.iter().filter(|parameter| parameter.default.is_none()).collect();
            let stops: Vec<String> = needed
                .iter()
                .enumerate()
                .map(|(position, parameter)| match parameter.ty {
                    "String" => format!("\"${{{}:{}}}\"", position + 1, parameter.name),
                    _ => format!("${{{}:{}}}", position + 1, parameter.name),
                })
                .collect();
            let shown: Vec<String> =
                parameters.iter().map(|parameter| parameter.written.to_owned()).collect();
            let name = template.name;
            let docs = template.docs();
            let first = docs.lines().next().unwrap_or_default();
            let detail = format!("({}) {first}", shown.join(", "));
            let mut item = Item::new(Kind::Template, name, detail.trim_end());
            if self.context.next_char() != Some('(') {
                let plain = if parameters.is_empty() { format!("{name}()") } else { format!("{name}(") };
                item = item.insert(plain).snippet(format!("{name}({})", stops.join(", ")));
            }
            self.offer(item.about(About::Template(name.to_owned())).rank(1));
        }
    }

    /// An argument of an `include`.
    pub(super) fn include_arguments(&mut self, name: &str, tokens: &[Token]) {
        let (_, inner) = levels(tokens);
        let Some(call) = inner.first() else { return };
        if inner.len() > 1 {
            if let Some(call) = inner.last().filter(|level| level.callee.is_some()) {
                return self.argument(call);
            }
            return self.any_variables(&Type::Unknown);
        }
        let Some(template) = self.program.templates().find(|template| template.name == name) else { return };
        let parameters = parameters_of(&template);
        let label = call.operands.first().map(|operand| self.context.of(operand.first));
        if let Some(label) = label {
            let named = label.strip_suffix(':').filter(|_| call.operands.len() == 1);
            let parameter =
                named.and_then(|label| parameters.iter().find(|parameter| parameter.name == label));
            if let Some(parameter) = parameter {
                self.argument_values(&written_type(parameter.ty));
            }
            return;
        }
        let given: Vec<&str> = call
            .earlier
            .iter()
            .filter_map(|operand| self.context.of(operand.first).strip_suffix(':'))
            .collect();
        if given.is_empty()
            && let Some(parameter) = parameters.get(call.commas)
        {
            self.argument_values(&written_type(parameter.ty));
        }
        for (position, parameter) in parameters.iter().enumerate() {
            let is_given = given.contains(&parameter.name) || (given.is_empty() && position < call.commas);
            if is_given {
                continue;
            }
            let label = format!("{}:", parameter.name);
            let snippet =
                if parameter.ty == "String" { format!("{label} \"$1\"") } else { format!("{label} $1") };
            let rank = if parameter.default.is_none() { 25 } else { 28 };
            let item = Item::new(Kind::Field, label.clone(), parameter.written).insert(format!("{label} "));
            self.offer(item.snippet(snippet).rank(rank + position.min(2) as u8));
        }
    }

    fn argument_values(&mut self, ty: &Type) {
        self.values_of(ty);
        match ty {
            Type::String => self.offer_text("text"),
            Type::Name => self.targets(None, zonal_compiler::dns::rtype::Rtype::CNAME, "a name"),
            Type::Duration => self.durations(10),
            Type::Bool => {
                self.offer(Item::new(Kind::Choice, "true", "yes"));
                self.offer(Item::new(Kind::Choice, "false", "no"));
            }
            Type::Ipv4 | Type::Ipv6 => self.known_addresses(ty),
            Type::List(_) => {
                let list =
                    Item::new(Kind::Block, "[…]", format!("{ty}")).filter("[").insert("[").snippet("[$1]");
                self.offer(list.rank(5));
            }
            Type::Cidr | Type::Int | Type::Percent | Type::Tuple(_) | Type::Unknown => {}
        }
    }

    /// A variable in a string: behind `${`, or behind `$` alone.
    pub(super) fn insertion(&mut self, string: Span) {
        let text = self.context.text;
        let before = Span::new(string.start, self.context.cursor).of(text);
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let start = before.trim_end_matches(is_name);
        let rest = text.get(self.context.cursor as usize..).unwrap_or_default();
        let tail = rest.len() - rest.trim_start_matches(is_name).len();
        let end = self.context.cursor + tail as u32;
        let begins = |mark: &str| start.ends_with(mark) && !start.ends_with(&format!("\\{mark}"));
        let (span, braced) = if begins("${") {
            (Span::new(string.start + start.len() as u32, end), true)
        } else if begins("$") && start.len() == before.len() {
            (Span::new(string.start + start.len() as u32 - 1, self.context.cursor), false)
        } else {
            return;
        };
        self.list.span = span;
        let is_closed = text.get(end as usize..).is_some_and(|rest| rest.starts_with('}'));
        for variable in self.variables().iter() {
            if matches!(variable.ty, Type::List(_) | Type::Tuple(_)) {
                continue;
            }
            let name = &variable.name;
            let rank = rank_of(variable);
            let item = if braced {
                let insert = if is_closed { name.clone() } else { format!("{name}}}") };
                Item::new(Kind::Variable, name.clone(), variable.written.clone()).insert(insert)
            } else {
                Item::new(Kind::Variable, format!("${{{name}}}"), variable.written.clone())
            };
            let snippet = escaped(&item.insert);
            self.offer(item.snippet(snippet).rank(rank));
        }
    }
}

/// A parameter of a template, as written.
pub struct ParameterText<'v> {
    /// Its name.
    pub name: &'v str,
    /// Its type.
    pub ty: &'v str,
    /// The whole.
    pub written: &'v str,
    /// Its default value.
    pub default: Option<&'v str>,
}

/// The parameters of a template.
#[must_use]
pub fn parameters_of<'v>(template: &Declared<'v, ast::Template>) -> Vec<ParameterText<'v>> {
    let file = template.file;
    let parameter = |parameter: &ast::Parameter| ParameterText {
        name: file.of(parameter.name),
        ty: file.of(parameter.ty.span),
        written: file.of(parameter.span),
        default: parameter.default.map(|value| file.of(file.tree().exprs[value].span)),
    };
    template.node.parameters.iter().map(parameter).collect()
}

const fn rank_of(variable: &Variable) -> u8 {
    match variable.from {
        From::Block => 4,
        From::Parameter => 5,
        From::Top => 6,
        From::Language => 15,
    }
}

fn shortened(text: &str) -> String {
    const MOST: usize = 60;
    let first = text.lines().next().unwrap_or_default();
    if first.chars().count() <= MOST {
        first.to_owned()
    } else {
        format!("{}…", first.chars().take(MOST).collect::<String>())
    }
}
