//! A tree as a compact s-expression, for comparing.

use zonal_compiler::source::{Sources, Span};
use zonal_compiler::syntax::ast::*;
use zonal_compiler::syntax::parser::{Parse, parse};

/// Parses a text as the only file of a program.
pub fn parsed(text: &str) -> Parse {
    let mut sources = Sources::new();
    let file = sources.add("test.zonal", text);
    parse(file, text)
}

/// The tree of a text that is free of errors.
pub fn tree(text: &str) -> String {
    let parse = parsed(text);
    assert!(parse.errors.is_empty(), "{text}\n{:#?}", parse.errors);
    dump(text, &parse)
}

/// The tree of a text, errors or not.
pub fn dump(text: &str, parse: &Parse) -> String {
    let dump = Dump { text, file: &parse.file };
    parse.file.items.iter().map(|item| dump.item(item)).collect::<Vec<_>>().join("\n")
}

/// The tree of statements in a zone, errors or not.
pub fn body(statements: &str) -> String {
    let text = format!("zone z on p {{\n{statements}\n}}");
    let parse = parsed(&text);
    let dump = Dump { text: &text, file: &parse.file };
    match parse.file.items.first().map(|item| &item.kind) {
        Some(ItemKind::Zone(zone)) => dump.lines(&zone.body.statements),
        other => panic!("no zone: {other:?}"),
    }
}

struct Dump<'a> {
    text: &'a str,
    file: &'a File,
}

impl Dump<'_> {
    fn t(&self, span: Span) -> &str {
        span.of(self.text)
    }

    fn names(&self, names: &[Span]) -> String {
        names.iter().map(|name| self.t(*name)).collect::<Vec<_>>().join(" ")
    }

    fn item(&self, item: &Item) -> String {
        let docs: String = item.docs.iter().map(|doc| format!("{:?} ", self.t(*doc))).collect();
        docs + &match &item.kind {
            ItemKind::Provider(provider) => match &provider.value {
                ProviderValue::Kind { kind, settings } => {
                    format!(
                        "(provider {} {}{})",
                        self.t(provider.name),
                        self.t(*kind),
                        self.settings(settings)
                    )
                }
                ProviderValue::Group(names) => {
                    format!("(provider {} = {})", self.t(provider.name), self.names(names))
                }
                ProviderValue::Error => format!("(provider {} error)", self.t(provider.name)),
            },
            ItemKind::Policy(policy) => self.policy(policy),
            ItemKind::Let(found) => self.let_(found),
            ItemKind::Template(template) => format!(
                "(template {} [{}] {{{}}})",
                self.t(template.name),
                template.parameters.iter().map(|one| self.parameter(one)).collect::<Vec<_>>().join(" "),
                self.block(&template.body)
            ),
            ItemKind::Zone(zone) => format!(
                "(zone {} on {} {{{}}})",
                zone.names.iter().map(|name| self.expr(*name)).collect::<Vec<_>>().join(" "),
                self.names(&zone.providers),
                self.block(&zone.body)
            ),
            ItemKind::Extend(extend) => {
                format!("(extend {} {{{}}})", self.expr(extend.name), self.block(&extend.body))
            }
            ItemKind::Health(health) => {
                format!(
                    "(health {} {}{})",
                    self.t(health.name),
                    self.t(health.kind),
                    self.settings(&health.settings)
                )
            }
            ItemKind::Error => "error".to_owned(),
        }
    }

    fn parameter(&self, parameter: &Parameter) -> String {
        let default = parameter.default.map(|default| format!("={}", self.expr(default)));
        format!("{}:{}{}", self.t(parameter.name), self.ty(&parameter.ty), default.unwrap_or_default())
    }

    fn ty(&self, ty: &TypeExpr) -> String {
        match &ty.kind {
            TypeExprKind::Named => self.t(ty.span).to_owned(),
            TypeExprKind::List(of) => format!("[{}]", self.ty(of)),
            TypeExprKind::Tuple(of) => {
                format!("({})", of.iter().map(|ty| self.ty(ty)).collect::<Vec<_>>().join(" "))
            }
            TypeExprKind::Error => "error".to_owned(),
        }
    }

    fn settings(&self, settings: &[Setting]) -> String {
        settings.iter().map(|setting| format!(" {}", self.setting(setting))).collect()
    }

    fn setting(&self, setting: &Setting) -> String {
        format!("({}{})", self.t(setting.name), self.values(setting.values))
    }

    fn policy(&self, policy: &Policy) -> String {
        let rules: String =
            policy.rules.iter().map(|rule| format!("\n  {}", self.rule(&rule.kind))).collect();
        let default = if policy.default.is_some() { " default" } else { "" };
        format!("(policy {}{default}{rules})", self.t(policy.name))
    }

    fn rule(&self, rule: &PolicyRuleKind) -> String {
        let part = |word: &str, expr: &Option<ExprId>| {
            expr.map(|expr| format!(" {word}{}", self.expr(expr))).unwrap_or_default()
        };
        match rule {
            PolicyRuleKind::Ttl { class, duration, default, types } => format!(
                "(ttl {} {}{}{})",
                self.t(*class),
                self.expr(*duration),
                if default.is_some() { " default" } else { "" },
                if types.is_empty() { String::new() } else { format!(" for {}", self.names(types)) }
            ),
            PolicyRuleKind::Level { level, rules } => format!("({} {})", self.t(*level), self.names(rules)),
            PolicyRuleKind::Require { types, at, reason } => {
                format!("(require {} at {}{})", self.names(types), self.expr(*at), part("", reason))
            }
            PolicyRuleKind::Forbid { types, at, to, reason } => {
                let (at, to, reason) = (part("at ", at), part("to ", to), part("", reason));
                format!("(forbid {}{at}{to}{reason})", self.names(types))
            }
            PolicyRuleKind::Setting(setting) => self.setting(setting),
            PolicyRuleKind::Error => "error".to_owned(),
        }
    }

    fn block(&self, block: &Block) -> String {
        let lines = self.lines(&block.statements);
        if lines.is_empty() {
            lines
        } else {
            format!("\n{lines}\n").replace('\n', "\n  ").trim_end().to_owned()
        }
    }

    fn lines(&self, statements: &[Statement]) -> String {
        statements.iter().map(|statement| self.statement(statement)).collect::<Vec<_>>().join("\n")
    }

    fn let_(&self, found: &Let) -> String {
        format!("(let {} {})", self.t(found.name), self.expr(found.value))
    }

    fn statement(&self, statement: &Statement) -> String {
        match statement {
            Statement::Record(record) => {
                let owner = record.owner.map_or("-".to_owned(), |owner| self.expr(owner));
                format!("({owner} {}{})", self.t(record.type_span), self.values(record.values))
            }
            Statement::Owner(owner) => {
                format!("(owner {} {{{}}})", self.expr(owner.owner), self.block(&owner.body))
            }
            Statement::On(on) => format!("(on {} {{{}}})", self.names(&on.providers), self.block(&on.body)),
            Statement::Under(under) => {
                format!("(under {} {{{}}})", self.expr(under.name), self.block(&under.body))
            }
            Statement::Include(include) => {
                format!("(include {}{})", self.t(include.template), self.arguments(&include.arguments))
            }
            Statement::For(found) => format!(
                "(for {}{} in {} {{{}}})",
                self.names(&found.variables),
                if found.destructures { " tuple" } else { "" },
                self.expr(found.list),
                self.block(&found.body)
            ),
            Statement::If(found) => format!(
                "(if {} {{{}}}{})",
                self.expr(found.condition),
                self.block(&found.then),
                found
                    .otherwise
                    .as_ref()
                    .map(|block| format!(" else {{{}}}", self.block(block)))
                    .unwrap_or_default()
            ),
            Statement::Let(found) => self.let_(found),
            Statement::Ttl(ttl) => {
                let types = if ttl.types.is_empty() {
                    String::new()
                } else {
                    format!(" for {}", self.names(&ttl.types))
                };
                format!("(ttl {}{types})", self.expr(ttl.value))
            }
            Statement::Allow(allow) => {
                let rules = allow.rules.iter().map(|rule| {
                    format!(
                        " {}:{}",
                        self.t(rule.name),
                        rule.reason.map_or("-".to_owned(), |reason| self.expr(reason))
                    )
                });
                format!("(allow{})", rules.collect::<String>())
            }
            Statement::Policy(names) => format!("(policy {})", self.names(&names.names)),
            Statement::Nameservers(names) => {
                let names: Vec<_> = names.names.iter().map(|name| self.expr(*name)).collect();
                format!("(nameservers {})", names.join(" "))
            }
            Statement::Ignore(ignore) => format!(
                "(ignore {} {} {})",
                self.expr(ignore.pattern),
                self.names(&ignore.types),
                ignore.reason.map_or("-".to_owned(), |reason| self.expr(reason))
            ),
            Statement::Error(_) => "error".to_owned(),
        }
    }

    fn values(&self, values: ExprRange) -> String {
        values.ids().map(|value| format!(" {}", self.expr(value))).collect()
    }

    fn arguments(&self, arguments: &[Argument]) -> String {
        let one = |argument: &Argument| {
            let name = argument.name.map(|name| format!("{}:", self.t(name))).unwrap_or_default();
            format!(" {name}{}", self.expr(argument.value))
        };
        arguments.iter().map(one).collect()
    }

    fn expr(&self, id: ExprId) -> String {
        let expr = self.file.exprs[id];
        match expr.kind {
            ExprKind::Word | ExprKind::Str | ExprKind::Variable => self.t(expr.span).to_owned(),
            ExprKind::Template => format!("~{}", self.t(expr.span)),
            ExprKind::Comma => ",".to_owned(),
            ExprKind::List(list) => {
                let elements: Vec<_> = self.file.lists[list].iter().map(|one| self.expr(*one)).collect();
                format!("[{}]", elements.join(" "))
            }
            ExprKind::Tuple(list) => {
                let elements: Vec<_> = self.file.lists[list].iter().map(|one| self.expr(*one)).collect();
                format!("<{}>", elements.join(" "))
            }
            ExprKind::Call(call) => {
                let call = &self.file.calls[call];
                format!("({}{})", self.t(call.name), self.arguments(&call.arguments))
            }
            ExprKind::Ttl(value) => format!("(ttl {})", self.expr(value)),
            ExprKind::Not(value) => format!("(not {})", self.expr(value)),
            ExprKind::Binary(binary) => {
                let binary = self.file.binaries[binary];
                let (left, right) = (self.expr(binary.left), self.expr(binary.right));
                format!("({left} {} {right})", self.t(binary.operator_span))
            }
            ExprKind::Error => "error".to_owned(),
        }
    }
}
