//! The syntax tree: what was written, as spans.
//!
//! The tree holds no text and decides nothing that needs another declaration. A record is "owner, type, values":
//! what an MX is, only the schema table knows. Every node that can be wrong by itself has an `Error` form, so a
//! tree always exists, however broken the text.

use crate::arena::{Arena, Id, Range};
use crate::dns::keyword::RecordKeyword;
use crate::source::Span;

/// Names an expression of a [`File`].
pub type ExprId = Id<Expr>;
/// A run of expressions of a [`File`].
pub type ExprRange = Range<Expr>;

/// One parsed source file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// The top-level declarations, in source order.
    pub items: Vec<Item>,
    /// Every expression of the file. The values of one statement are neighbours.
    pub exprs: Arena<Expr>,
    /// The elements of lists and tuples.
    pub lists: Arena<Vec<ExprId>>,
    /// Calls and modifiers.
    pub calls: Arena<Call>,
    /// Operators with two operands.
    pub binaries: Arena<Binary>,
}

/// A top-level declaration.
#[derive(Debug, Clone)]
pub struct Item {
    /// From the first word to the last token.
    pub span: Span,
    /// The `##` comment lines directly above, without the newline.
    pub docs: Vec<Span>,
    /// What is declared.
    pub kind: ItemKind,
}

/// The forms of a top-level declaration.
#[derive(Debug, Clone)]
pub enum ItemKind {
    /// `provider NAME = KIND { … }` or `provider GROUP = a, b`.
    Provider(Provider),
    /// `policy NAME [default] { … }`.
    Policy(Policy),
    /// `let NAME = EXPR`.
    Let(Let),
    /// `template NAME(PARAMETERS) { … }`.
    Template(Template),
    /// `zone NAMES on PROVIDERS { … }`.
    Zone(Zone),
    /// `extend zone NAME { … }`.
    Extend(Extend),
    /// `health NAME = KIND { … }`.
    Health(Health),
    /// Something that could not be read; its error has been reported.
    Error,
}

impl ItemKind {
    /// The names of the zones that the declaration makes or extends.
    #[must_use]
    pub const fn zone_names(&self) -> &[ExprId] {
        match self {
            Self::Zone(zone) => zone.names.as_slice(),
            Self::Extend(extend) => std::slice::from_ref(&extend.name),
            Self::Provider(_)
            | Self::Policy(_)
            | Self::Let(_)
            | Self::Template(_)
            | Self::Health(_)
            | Self::Error => &[],
        }
    }
}

/// `provider NAME = …`.
#[derive(Debug, Clone)]
pub struct Provider {
    /// The declared name.
    pub name: Span,
    /// What it stands for.
    pub value: ProviderValue,
}

/// The right-hand side of a provider declaration.
#[derive(Debug, Clone)]
pub enum ProviderValue {
    /// `KIND { settings }`.
    Kind {
        /// The kind, such as `route53`.
        kind: Span,
        /// Its settings, a line each.
        settings: Vec<Setting>,
    },
    /// A group of other providers.
    Group(Vec<Span>),
    /// Could not be read.
    Error,
}

/// A line `NAME VALUE, VALUE…` of a `provider`, `health` or `policy` block.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The whole line.
    pub span: Span,
    /// The setting's name.
    pub name: Span,
    /// Its values, with [`ExprKind::Comma`] between them where commas stand.
    pub values: ExprRange,
}

/// `health NAME = KIND { … }`.
#[derive(Debug, Clone)]
pub struct Health {
    /// The declared name.
    pub name: Span,
    /// `http`, `https` or `tcp`.
    pub kind: Span,
    /// Its settings.
    pub settings: Vec<Setting>,
}

/// `policy NAME [default] { … }`.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The declared name.
    pub name: Span,
    /// The word `default`, if this policy serves every zone that names none.
    pub default: Option<Span>,
    /// The lines of the body.
    pub rules: Vec<PolicyRule>,
}

/// One line of a policy.
#[derive(Debug, Clone)]
pub struct PolicyRule {
    /// The whole line.
    pub span: Span,
    /// What it says.
    pub kind: PolicyRuleKind,
}

/// The forms of a policy line.
#[derive(Debug, Clone)]
pub enum PolicyRuleKind {
    /// `ttl CLASS DURATION [default] [for TYPES]`.
    Ttl {
        /// The class's name.
        class: Span,
        /// Its duration.
        duration: ExprId,
        /// The word `default`, if the class serves what names no other.
        default: Option<Span>,
        /// The types after `for`.
        types: Vec<Span>,
    },
    /// `off|warn|deny|forbid RULE, RULE…`.
    Level {
        /// The level.
        level: Span,
        /// The rules that it is set for.
        rules: Vec<Span>,
    },
    /// `require TYPES at PATTERN "why"`.
    Require {
        /// The types of which one must stand there.
        types: Vec<Span>,
        /// The owner pattern.
        at: ExprId,
        /// The reason.
        reason: Option<ExprId>,
    },
    /// `forbid TYPES [at PATTERN] [to PATTERN] "why"`.
    Forbid {
        /// The types that must not stand there.
        types: Vec<Span>,
        /// The owner pattern, if any.
        at: Option<ExprId>,
        /// The target pattern, if any.
        to: Option<ExprId>,
        /// The reason.
        reason: Option<ExprId>,
    },
    /// Any other line: `max-change 10%`, `confirm MX, NS`.
    Setting(Setting),
    /// Could not be read.
    Error,
}

/// `let NAME = EXPR`.
#[derive(Debug, Clone)]
pub struct Let {
    /// The whole statement.
    pub span: Span,
    /// The declared name.
    pub name: Span,
    /// Its value.
    pub value: ExprId,
}

/// `template NAME(PARAMETERS) { … }`.
#[derive(Debug, Clone)]
pub struct Template {
    /// The declared name.
    pub name: Span,
    /// The parameters that could be read.
    pub parameters: Vec<Parameter>,
    /// The parentheses, if a parameter between them could not be read.
    pub broken: Option<Span>,
    /// The statements.
    pub body: Block,
}

/// `NAME: TYPE [= DEFAULT]` of a template.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The whole parameter.
    pub span: Span,
    /// Its name, without the colon.
    pub name: Span,
    /// Its type.
    pub ty: TypeExpr,
    /// Its default value.
    pub default: Option<ExprId>,
}

/// A written type.
#[derive(Debug, Clone)]
pub struct TypeExpr {
    /// The whole type.
    pub span: Span,
    /// Its form.
    pub kind: TypeExprKind,
}

/// The forms of a written type.
#[derive(Debug, Clone)]
pub enum TypeExprKind {
    /// A word such as `String`.
    Named,
    /// `[T]`.
    List(Box<TypeExpr>),
    /// `(T, U)`.
    Tuple(Vec<TypeExpr>),
    /// Could not be read.
    Error,
}

/// `zone NAMES on PROVIDERS { … }`.
#[derive(Debug, Clone)]
pub struct Zone {
    /// The zones' names, words or strings.
    pub names: Vec<ExprId>,
    /// The providers or groups after `on`.
    pub providers: Vec<Span>,
    /// The statements.
    pub body: Block,
}

/// `extend zone NAME { … }`.
#[derive(Debug, Clone)]
pub struct Extend {
    /// The zone's name, a word or a string.
    pub name: ExprId,
    /// The statements.
    pub body: Block,
}

/// Statements between braces.
#[derive(Debug, Clone)]
pub struct Block {
    /// From `{` to `}`, or to where the block was cut off.
    pub span: Span,
    /// The statements, in source order.
    pub statements: Vec<Statement>,
}

/// A statement of a zone, a template or a block within one.
#[derive(Debug, Clone)]
pub enum Statement {
    /// One record set: `OWNER TYPE VALUES`, or `TYPE VALUES` in an owner block.
    Record(Record),
    /// `OWNER { … }`.
    Owner(Box<OwnerBlock>),
    /// `on PROVIDERS STATEMENT` or `on PROVIDERS { … }`.
    On(Box<On>),
    /// `under NAME { … }`.
    Under(Box<Under>),
    /// `include TEMPLATE(ARGUMENTS)`.
    Include(Box<Include>),
    /// `for X in LIST { … }`.
    For(Box<For>),
    /// `if COND { … } else { … }`.
    If(Box<If>),
    /// `let X = EXPR`.
    Let(Box<Let>),
    /// `ttl DURATION-or-CLASS [for TYPES]`.
    Ttl(Box<Ttl>),
    /// `allow(RULE: "why", …)`.
    Allow(Box<Allow>),
    /// `policy A, B`.
    Policy(Box<Names>),
    /// `nameservers NAME, …`.
    Nameservers(Box<Nameservers>),
    /// `ignore "PATTERN" TYPES "why"`.
    Ignore(Box<Ignore>),
    /// Could not be read; its error has been reported.
    Error(Span),
}

/// One record statement.
#[derive(Debug, Clone, Copy)]
pub struct Record {
    /// The owner; `None` in an owner block.
    pub owner: Option<ExprId>,
    /// The type word.
    pub type_span: Span,
    /// What the type word means.
    pub keyword: RecordKeyword,
    /// Fields in order, [`ExprKind::Comma`] between records, modifiers ([`ExprKind::Ttl`] and calls) among them.
    pub values: ExprRange,
}

/// `OWNER { … }`.
#[derive(Debug, Clone)]
pub struct OwnerBlock {
    /// The owner.
    pub owner: ExprId,
    /// The statements; their records have no owner of their own.
    pub body: Block,
}

/// `on PROVIDERS …`.
#[derive(Debug, Clone)]
pub struct On {
    /// The whole statement.
    pub span: Span,
    /// The providers or groups.
    pub providers: Vec<Span>,
    /// One statement, or those of the braces.
    pub body: Block,
}

/// `under NAME { … }`.
#[derive(Debug, Clone)]
pub struct Under {
    /// The new origin.
    pub name: ExprId,
    /// The statements.
    pub body: Block,
}

/// `include TEMPLATE(ARGUMENTS)`.
#[derive(Debug, Clone)]
pub struct Include {
    /// The whole statement.
    pub span: Span,
    /// The template's name.
    pub template: Span,
    /// The arguments.
    pub arguments: Vec<Argument>,
}

/// One argument: `VALUE` or `NAME: VALUE`.
#[derive(Debug, Clone, Copy)]
pub struct Argument {
    /// The name, without the colon.
    pub name: Option<Span>,
    /// The value.
    pub value: ExprId,
}

/// `for X in LIST { … }` or `for (X, Y) in LIST { … }`.
#[derive(Debug, Clone)]
pub struct For {
    /// From `for` to the end of the head.
    pub head: Span,
    /// The variables: one, or those of the tuple.
    pub variables: Vec<Span>,
    /// Whether the variables stand in a tuple's parentheses.
    pub destructures: bool,
    /// The list.
    pub list: ExprId,
    /// The statements.
    pub body: Block,
}

/// `if COND { … } else { … }`.
#[derive(Debug, Clone)]
pub struct If {
    /// The condition.
    pub condition: ExprId,
    /// The statements if it holds.
    pub then: Block,
    /// The statements if it does not; `else if` is an `If` alone in this block.
    pub otherwise: Option<Block>,
}

/// `ttl DURATION-or-CLASS [for TYPES]`.
#[derive(Debug, Clone)]
pub struct Ttl {
    /// The whole statement.
    pub span: Span,
    /// The duration or class.
    pub value: ExprId,
    /// The types after `for`.
    pub types: Vec<Span>,
}

/// `allow(RULE: "why", …)`.
#[derive(Debug, Clone)]
pub struct Allow {
    /// The whole statement.
    pub span: Span,
    /// Each rule with its reason.
    pub rules: Vec<AllowedRule>,
}

/// `RULE: "why"` of an `allow`.
#[derive(Debug, Clone, Copy)]
pub struct AllowedRule {
    /// The rule's name.
    pub name: Span,
    /// The reason; absent if it was left out, which has not been reported yet.
    pub reason: Option<ExprId>,
}

/// A list of plain names.
#[derive(Debug, Clone)]
pub struct Names {
    /// The whole statement.
    pub span: Span,
    /// The names.
    pub names: Vec<Span>,
}

/// `nameservers NAME, …`.
#[derive(Debug, Clone)]
pub struct Nameservers {
    /// The whole statement.
    pub span: Span,
    /// The names, without the commas.
    pub names: Vec<ExprId>,
}

/// `ignore "PATTERN" TYPES "why"`.
#[derive(Debug, Clone)]
pub struct Ignore {
    /// The whole statement.
    pub span: Span,
    /// The owner pattern.
    pub pattern: ExprId,
    /// The types; `*` stands for all of them.
    pub types: Vec<Span>,
    /// The reason; absent if it was left out, which has not been reported yet.
    pub reason: Option<ExprId>,
}

/// An expression.
#[derive(Debug, Clone, Copy)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// Its form.
    pub kind: ExprKind,
}

/// The forms of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExprKind {
    /// A bare word, read as what is expected where it stands.
    Word,
    /// A quoted string with no escape and no interpolation; the span holds the quotes.
    Str,
    /// A quoted string with escapes or `${…}`; the span holds the quotes.
    Template,
    /// `$name` standing alone; the span holds the `$`.
    Variable,
    /// The comma between two records of one statement.
    Comma,
    /// `[a, b]`.
    List(Id<Vec<ExprId>>),
    /// `(a, b)`; `(a)` is `a` itself.
    Tuple(Id<Vec<ExprId>>),
    /// `name(arguments)`, its parenthesis touching: a built-in or a modifier.
    Call(Id<Call>),
    /// `ttl VALUE` among a record's values.
    Ttl(ExprId),
    /// `not X`.
    Not(ExprId),
    /// `X op Y`.
    Binary(Id<Binary>),
    /// Could not be read; its error has been reported.
    Error,
}

/// `name(arguments)`.
#[derive(Debug, Clone)]
pub struct Call {
    /// The name.
    pub name: Span,
    /// The arguments.
    pub arguments: Vec<Argument>,
}

/// `X op Y`.
#[derive(Debug, Clone, Copy)]
pub struct Binary {
    /// The operator.
    pub operator: Operator,
    /// Where the operator stands.
    pub operator_span: Span,
    /// The left operand.
    pub left: ExprId,
    /// The right operand.
    pub right: ExprId,
}

/// An operator with two operands, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `in`
    In,
    /// `..`, both ends included
    Range,
    /// `+`
    Add,
    /// `-`
    Subtract,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hot_types_stay_small() {
        assert_eq!(size_of::<Expr>(), 16);
        assert_eq!(size_of::<Record>(), 24);
        assert!(size_of::<Statement>() <= 32, "{}", size_of::<Statement>());
    }
}
