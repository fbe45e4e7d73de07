//! The way from the top of a tree to a byte, and over everything that a tree holds.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{
    self, Block, Call, Expr, ExprId, ExprKind, Item, ItemKind, PolicyRuleKind, ProviderValue, Setting,
    Statement,
};

/// What stands around a byte, outermost first.
#[derive(Debug, Clone)]
pub struct Way<'t> {
    /// The declaration.
    pub item: Option<&'t Item>,
    /// The blocks with the statement that each belongs to; that of a zone or a template has none.
    pub blocks: Vec<(Option<&'t Statement>, &'t Block)>,
    /// The innermost statement.
    pub statement: Option<&'t Statement>,
    /// The expressions, outermost first.
    pub exprs: Vec<ExprId>,
}

/// The way to a byte of a file.
#[must_use]
pub fn way(tree: &ast::File, byte: u32) -> Way<'_> {
    let mut way = Way { item: None, blocks: Vec::new(), statement: None, exprs: Vec::new() };
    // The last that begins before the byte: a cut-off declaration ends before what is being typed into it.
    let position = tree.items.partition_point(|item| item.span.start <= byte);
    let item = position.checked_sub(1).and_then(|position| tree.items.get(position));
    let Some(item) = item.filter(|item| item.span.touches(byte)) else { return way };
    way.item = Some(item);
    match &item.kind {
        ItemKind::Zone(zone) => {
            way.enter(tree, None, &zone.body, byte);
            zone.names.iter().for_each(|name| way.descend(tree, *name, byte));
        }
        ItemKind::Extend(extend) => {
            way.enter(tree, None, &extend.body, byte);
            way.descend(tree, extend.name, byte);
        }
        ItemKind::Template(template) => way.enter(tree, None, &template.body, byte),
        ItemKind::Provider(_)
        | ItemKind::Policy(_)
        | ItemKind::Let(_)
        | ItemKind::Health(_)
        | ItemKind::Error => {}
    }
    if way.blocks.is_empty() {
        item_exprs(item, &mut |expr| way.descend(tree, expr, byte));
    }
    way
}

impl<'t> Way<'t> {
    fn enter(&mut self, tree: &'t ast::File, of: Option<&'t Statement>, block: &'t Block, byte: u32) {
        if !block.span.touches(byte) {
            return;
        }
        self.blocks.push((of, block));
        let touches = |statement: &&Statement| statement_span(tree, statement).touches(byte);
        let position =
            block.statements.partition_point(|statement| statement_span(tree, statement).start <= byte);
        // Where two statements meet, the one that begins here is meant.
        let found =
            position.checked_sub(1).and_then(|position| block.statements.get(position)).filter(touches);
        let Some(statement) = found else { return };
        self.statement = Some(statement);
        statement_exprs(statement, &mut |expr| self.descend(tree, expr, byte));
        blocks_of(statement).for_each(|inner| self.enter(tree, Some(statement), inner, byte));
    }

    fn descend(&mut self, tree: &ast::File, id: ExprId, byte: u32) {
        if !tree.exprs[id].span.touches(byte) {
            return;
        }
        self.exprs.push(id);
        children(tree, tree.exprs[id]).into_iter().for_each(|child| self.descend(tree, child, byte));
    }

    /// The block that directly holds the byte.
    #[must_use]
    pub fn block(&self) -> Option<&'t Block> {
        self.blocks.last().map(|(_, block)| *block)
    }
}

/// Every block of a tree, outer ones before those within, each with the declaration that holds it.
pub fn blocks<'t>(tree: &'t ast::File, visit: &mut impl FnMut(&'t Item, &'t Block)) {
    for item in &tree.items {
        let body = match &item.kind {
            ItemKind::Zone(zone) => &zone.body,
            ItemKind::Extend(extend) => &extend.body,
            ItemKind::Template(template) => &template.body,
            ItemKind::Provider(_)
            | ItemKind::Policy(_)
            | ItemKind::Let(_)
            | ItemKind::Health(_)
            | ItemKind::Error => {
                continue;
            }
        };
        nested(body, &mut |block| visit(item, block));
    }
}

/// Every statement of a tree, in source order, those within others after them.
pub fn statements<'t>(tree: &'t ast::File, visit: &mut impl FnMut(&'t Item, &'t Statement)) {
    fn within<'t>(block: &'t Block, visit: &mut impl FnMut(&'t Statement)) {
        for statement in &block.statements {
            visit(statement);
            blocks_of(statement).for_each(|inner| within(inner, visit));
        }
    }
    for item in &tree.items {
        if let Some(body) = body_of(item) {
            within(body, &mut |statement| visit(item, statement));
        }
    }
}

/// The statements that touch a span, in source order, those within others after them. What lies outside is not looked
/// at.
pub fn statements_within<'t>(tree: &'t ast::File, span: Span, visit: &mut impl FnMut(&'t Statement)) {
    for body in items_within(tree, span).iter().filter_map(body_of) {
        block_within(tree, body, span, visit);
    }
}

/// The declarations that touch a span.
#[must_use]
pub fn items_within(tree: &ast::File, span: Span) -> &[Item] {
    let first = tree.items.partition_point(|item| item.span.end < span.start);
    let rest = tree.items.get(first..).unwrap_or_default();
    let count = rest.partition_point(|item| item.span.start <= span.end);
    rest.get(..count).unwrap_or_default()
}

/// As [`statements_within`], for one block.
pub fn block_within<'t>(
    tree: &'t ast::File,
    block: &'t Block,
    span: Span,
    visit: &mut impl FnMut(&'t Statement),
) {
    let ends_before = |statement: &Statement| statement_span(tree, statement).end < span.start;
    let first = block.statements.partition_point(ends_before);
    for statement in block.statements.iter().skip(first) {
        if statement_span(tree, statement).start > span.end {
            break;
        }
        visit(statement);
        blocks_of(statement).for_each(|inner| block_within(tree, inner, span, visit));
    }
}

/// The block of a declaration that holds statements.
#[must_use]
pub fn body_of(item: &Item) -> Option<&Block> {
    match &item.kind {
        ItemKind::Zone(zone) => Some(&zone.body),
        ItemKind::Extend(extend) => Some(&extend.body),
        ItemKind::Template(template) => Some(&template.body),
        ItemKind::Provider(_)
        | ItemKind::Policy(_)
        | ItemKind::Let(_)
        | ItemKind::Health(_)
        | ItemKind::Error => None,
    }
}

fn nested<'t>(block: &'t Block, visit: &mut impl FnMut(&'t Block)) {
    visit(block);
    for statement in &block.statements {
        blocks_of(statement).for_each(|inner| nested(inner, visit));
    }
}

/// The blocks that a statement holds.
pub fn blocks_of(statement: &Statement) -> impl Iterator<Item = &Block> {
    let (first, second) = match statement {
        Statement::Owner(owner) => (Some(&owner.body), None),
        Statement::On(on) => (Some(&on.body), None),
        Statement::Under(under) => (Some(&under.body), None),
        Statement::For(repeat) => (Some(&repeat.body), None),
        Statement::If(choice) => (Some(&choice.then), choice.otherwise.as_ref()),
        Statement::Record(_)
        | Statement::Include(_)
        | Statement::Let(_)
        | Statement::Ttl(_)
        | Statement::Allow(_)
        | Statement::Policy(_)
        | Statement::Nameservers(_)
        | Statement::Ignore(_)
        | Statement::Error(_) => (None, None),
    };
    first.into_iter().chain(second)
}

/// From the first to the last byte of a statement.
#[must_use]
pub fn statement_span(tree: &ast::File, statement: &Statement) -> Span {
    let of = |id: ExprId| tree.exprs[id].span;
    match statement {
        Statement::Record(record) => {
            let start = record.owner.map_or(record.type_span, of);
            let last = tree.exprs.slice(record.values).last().map(|expr| expr.span);
            start.to(record.type_span).to(last.unwrap_or(record.type_span))
        }
        Statement::Owner(owner) => of(owner.owner).to(owner.body.span),
        Statement::On(on) => on.span.to(on.body.span),
        Statement::Under(under) => of(under.name).to(under.body.span),
        Statement::Include(include) => include.span,
        Statement::For(repeat) => repeat.head.to(repeat.body.span),
        Statement::If(choice) => {
            let end = choice.otherwise.as_ref().map_or(choice.then.span, |block| block.span);
            of(choice.condition).to(choice.then.span).to(end)
        }
        Statement::Let(binding) => binding.span,
        Statement::Ttl(ttl) => ttl.span,
        Statement::Allow(allow) => allow.span,
        Statement::Policy(names) => names.span,
        Statement::Nameservers(nameservers) => nameservers.span,
        Statement::Ignore(ignore) => ignore.span,
        Statement::Error(span) => *span,
    }
}

/// The outermost expressions of a statement itself, without those of the blocks that it holds.
pub fn statement_exprs(statement: &Statement, visit: &mut impl FnMut(ExprId)) {
    match statement {
        Statement::Record(record) => {
            record.owner.into_iter().for_each(&mut *visit);
            record.values.ids().for_each(visit);
        }
        Statement::Owner(owner) => visit(owner.owner),
        Statement::Under(under) => visit(under.name),
        Statement::Include(include) => include.arguments.iter().for_each(|argument| visit(argument.value)),
        Statement::For(repeat) => visit(repeat.list),
        Statement::If(choice) => visit(choice.condition),
        Statement::Let(binding) => visit(binding.value),
        Statement::Ttl(ttl) => visit(ttl.value),
        Statement::Allow(allow) => allow.rules.iter().filter_map(|rule| rule.reason).for_each(visit),
        Statement::Nameservers(nameservers) => nameservers.names.iter().copied().for_each(visit),
        Statement::Ignore(ignore) => {
            [Some(ignore.pattern), ignore.reason].into_iter().flatten().for_each(visit)
        }
        Statement::On(_) | Statement::Policy(_) | Statement::Error(_) => {}
    }
}

/// The outermost expressions of a declaration, without those of its statements.
pub fn item_exprs(item: &Item, visit: &mut impl FnMut(ExprId)) {
    match &item.kind {
        ItemKind::Provider(provider) => match &provider.value {
            ProviderValue::Kind { settings, .. } => setting_exprs(settings, visit),
            ProviderValue::Group(_) | ProviderValue::Error => {}
        },
        ItemKind::Health(health) => setting_exprs(&health.settings, visit),
        ItemKind::Policy(policy) => {
            for rule in &policy.rules {
                match &rule.kind {
                    PolicyRuleKind::Ttl { duration, .. } => visit(*duration),
                    PolicyRuleKind::Require { at, reason, .. } => {
                        [Some(*at), *reason].into_iter().flatten().for_each(&mut *visit);
                    }
                    PolicyRuleKind::Forbid { at, to, reason, .. } => {
                        [*at, *to, *reason].into_iter().flatten().for_each(&mut *visit);
                    }
                    PolicyRuleKind::Setting(setting) => setting_exprs(std::slice::from_ref(setting), visit),
                    PolicyRuleKind::Level { .. } | PolicyRuleKind::Error => {}
                }
            }
        }
        ItemKind::Let(binding) => visit(binding.value),
        ItemKind::Template(template) => {
            template.parameters.iter().filter_map(|parameter| parameter.default).for_each(visit);
        }
        ItemKind::Zone(zone) => zone.names.iter().copied().for_each(visit),
        ItemKind::Extend(extend) => visit(extend.name),
        ItemKind::Error => {}
    }
}

fn setting_exprs(settings: &[Setting], visit: &mut impl FnMut(ExprId)) {
    for setting in settings {
        setting.values.ids().for_each(&mut *visit);
    }
}

/// What stands between the quotes or brackets of an expression; one that is cut off has no closing one.
#[must_use]
pub fn inside(text: &str, expr: Span) -> Span {
    let is_closed = expr.len() > 1 && expr.of(text).ends_with(['"', ']', ')']);
    Span::new(expr.start + 1, expr.end - u32::from(is_closed))
}

/// The expressions directly within one.
#[must_use]
pub fn children(tree: &ast::File, expr: Expr) -> Vec<ExprId> {
    match expr.kind {
        ExprKind::List(elements) | ExprKind::Tuple(elements) => tree.lists[elements].clone(),
        ExprKind::Call(call) => arguments(&tree.calls[call]),
        ExprKind::Ttl(inner) | ExprKind::Not(inner) => vec![inner],
        ExprKind::Binary(binary) => vec![tree.binaries[binary].left, tree.binaries[binary].right],
        ExprKind::Word
        | ExprKind::Str
        | ExprKind::Template
        | ExprKind::Variable
        | ExprKind::Comma
        | ExprKind::Error => Vec::new(),
    }
}

fn arguments(call: &Call) -> Vec<ExprId> {
    call.arguments.iter().map(|argument| argument.value).collect()
}

/// An expression and everything within it, outermost first.
pub fn within(tree: &ast::File, id: ExprId, visit: &mut impl FnMut(ExprId, Expr)) {
    visit(id, tree.exprs[id]);
    children(tree, tree.exprs[id]).into_iter().for_each(|child| within(tree, child, visit));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::snapshot::View;

    const TEXT: &str = "\
policy p { confirm MX }
zone example.com on a {
  www { A 192.0.2.1, $x; }
  under eu { for n in [1, 2] { \"n-${n}\" A 192.0.2.3 ttl 5m } }
}
";

    fn words(needle: &str) -> Vec<String> {
        let view = View::alone(TEXT);
        let tree = view.file.tree();
        let way = way(tree, TEXT.find(needle).unwrap() as u32);
        way.exprs.iter().map(|expr| view.file.of(tree.exprs[*expr].span).to_owned()).collect()
    }

    #[test]
    fn the_way_leads_through_blocks_to_the_innermost_expression() {
        assert_eq!(words("192.0.2.1"), ["192.0.2.1"]);
        assert_eq!(words("2] {"), ["[1, 2]", "2"]);
        assert_eq!(words("5m"), ["ttl 5m", "5m"]);
        assert_eq!(words("MX"), ["MX"]);
        let view = View::alone(TEXT);
        let inner = way(view.file.tree(), TEXT.find("\"n-").unwrap() as u32);
        assert_eq!(inner.blocks.len(), 3);
        assert!(matches!(inner.statement, Some(Statement::Record(_))));
    }
}
