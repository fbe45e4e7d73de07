//! Where a cursor stands among the values of a record.

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::dns::rdata::svcb::{self, ParamKind, ParamSpec};
use zonal_compiler::dns::schema::{self, Field, FieldKind, Presence, Schema};
use zonal_compiler::eval::BUILTINS;
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::Context;
use super::values::{Level, Operand, levels};

/// What is expected at the cursor.
#[derive(Debug, Clone)]
pub enum At {
    /// A field of the type.
    Field(FieldAt),
    /// A term of a builder: its words so far.
    Term(Vec<Token>),
    /// A part of an `ALIAS`: its words so far.
    Alias(Vec<Token>),
    /// The values of a type whose fields nobody knows (RFC 3597).
    Generic,
    /// The value of `ttl`.
    Ttl,
    /// An argument of a call.
    Argument(Level),
}

/// A field that is expected.
#[derive(Debug, Clone)]
pub struct FieldAt {
    /// The schema of the type.
    pub schema: &'static Schema,
    /// The field's position among those that source writes; their number if all are there.
    pub position: usize,
    /// Whether the field before may be meant as well: one that may be left out.
    pub may_be_skipped: bool,
    /// The values that the field has already.
    pub given: usize,
    /// The service parameter whose value is expected.
    pub param: Option<ParamSpec>,
    /// Whether the cursor is within brackets.
    pub in_brackets: bool,
}

impl FieldAt {
    /// The field; none if all are there.
    #[must_use]
    pub fn field(&self) -> Option<&'static Field> {
        self.schema.source_fields().nth(self.position)
    }

    /// Whether a modifier may follow here: every field that must be there is.
    #[must_use]
    pub fn may_end(&self) -> bool {
        let is_given = |(position, field): (usize, &Field)| {
            position < self.position
                || (position == self.position && self.given > 0)
                || !matches!(field.presence, Presence::Required)
        };
        !self.in_brackets && self.param.is_none() && self.schema.source_fields().enumerate().all(is_given)
    }
}

/// What is expected behind the values of a record.
#[must_use]
pub fn at(context: &Context<'_>, keyword: RecordKeyword, values: &[Token]) -> At {
    let (outermost, inner) = levels(values);
    if let Some(call) = inner.iter().rev().find(|level| level.callee.is_some()) {
        return At::Argument(call.clone());
    }
    let operands = plain(context, &outermost.operands);
    if inner.is_empty() && outermost.operands.last().is_some_and(|last| context.of(last.first) == "ttl") {
        return At::Ttl;
    }
    match keyword {
        RecordKeyword::Alias => At::Alias(operands.iter().map(|operand| operand.first).collect()),
        RecordKeyword::Builder(_) => At::Term(operands.iter().map(|operand| operand.first).collect()),
        RecordKeyword::Type(rtype) => match schema::of(rtype) {
            Some(schema) => At::Field(field_at(context, schema, &operands, &inner)),
            None => At::Generic,
        },
    }
}

/// The operands without the modifiers among them.
fn plain(context: &Context<'_>, operands: &[Operand]) -> Vec<Operand> {
    let mut plain: Vec<Operand> = Vec::new();
    let mut skips = false;
    for operand in operands {
        let word = context.of(operand.first);
        let is_function = BUILTINS.iter().any(|builtin| builtin.name == word);
        if std::mem::take(&mut skips) || (operand.is_call() && !is_function) {
            continue;
        }
        if word == "ttl" {
            skips = true;
            continue;
        }
        plain.push(operand.clone());
    }
    plain
}

fn field_at(
    context: &Context<'_>,
    schema: &'static Schema,
    operands: &[Operand],
    inner: &[Level],
) -> FieldAt {
    let fields: Vec<&Field> = schema.source_fields().collect();
    let mut given = operands.len();
    let in_brackets = !inner.is_empty();
    let mut first = operands.first().map(|operand| operand.first);
    if given == 0 {
        // A list or a tuple in first place fills fields.
        if let Some(tuple) = inner.iter().find(|level| level.is_tuple()) {
            given = tuple.commas;
            first = tuple.earlier.first().map(|operand| operand.first);
        }
    }
    let optional = fields.first().is_some_and(|field| !matches!(field.presence, Presence::Required));
    let is_skipped =
        optional && first.is_some_and(|first| !is_number(context, fields.first().copied(), first));
    let position = given + usize::from(is_skipped);
    let last = fields.len().saturating_sub(1);
    let many = fields.get(last).is_some_and(|field| field.kind.takes_many());
    let (position, given) = if many && position > last { (last, position - last) } else { (position, 0) };
    let param = fields
        .get(position)
        .filter(|field| field.kind == FieldKind::SvcParams)
        .and_then(|_| open_param(context, operands.get(last..).unwrap_or_default()));
    FieldAt { schema, position, may_be_skipped: optional && position == 0, given, param, in_brackets }
}

fn is_number(context: &Context<'_>, field: Option<&Field>, token: Token) -> bool {
    let word = context.of(token);
    let is_mnemonic = field.is_some_and(|field| field.value_of(word).is_some());
    is_mnemonic || word.starts_with('$') || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The service parameter whose value comes next.
fn open_param(context: &Context<'_>, operands: &[Operand]) -> Option<ParamSpec> {
    let mut open: Option<ParamSpec> = None;
    for operand in operands {
        open = match open {
            Some(_) => None,
            None if operand.first.kind == TokenKind::Word => {
                svcb::param(context.of(operand.first)).filter(|spec| spec.kind != ParamKind::Flag)
            }
            None => None,
        };
    }
    open
}

/// A record that a statement is: the owner if it is one token, the type, and the values.
pub type Found<'a> = (Option<Token>, RecordKeyword, &'a [Token]);

/// The record that a statement is, as far as it is written.
#[must_use]
pub fn find<'a>(context: &Context<'_>, at_owner: bool, statement: &'a [Token]) -> Option<Found<'a>> {
    let keyword = |token: &Token| {
        Some(context.of(*token)).filter(|_| token.kind == TokenKind::Word).and_then(RecordKeyword::parse)
    };
    if at_owner {
        let (first, values) = statement.split_first()?;
        return Some((None, keyword(first)?, values));
    }
    // An owner may be a call: `reverse($ip)`.
    let (outermost, _) = levels(statement);
    let owner = outermost.earlier.first().or_else(|| outermost.operands.first())?;
    let rest = statement.get(owner.tokens.end..)?;
    let (second, values) = rest.split_first()?;
    let single = Some(owner.first).filter(|_| owner.tokens.len() == 1);
    Some((single, keyword(second)?, values))
}
