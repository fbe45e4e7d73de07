//! The variables that can be read at a place, with their types as far as their spelling says them.

use zonal_compiler::eval::{BUILTINS, shape};
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::token::{Token, TokenKind, lex};

use super::context::{Area, BodyOf, Context, Open};
use super::program::Program;

/// How deep a variable is followed to others for its type.
const DEPTH: u32 = 8;

/// A variable that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name, without the `$`.
    pub name: String,
    /// Its type; [`Type::Unknown`] where its spelling does not say it.
    pub ty: Type,
    /// Where it comes from.
    pub from: From,
    /// What it is, as written.
    pub written: String,
}

/// Where a variable comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    /// A `let` or a loop of a block around.
    Block,
    /// A parameter of the template around.
    Parameter,
    /// A `let` of the top level.
    Top,
    /// The language: `$zone`.
    Language,
}

/// The variables that can be read at a place, nearest first.
#[must_use]
pub fn variables(context: &Context<'_>, program: Program<'_>) -> Vec<Variable> {
    let mut variables = top_level(program);
    let item = context.blocks.first();
    let in_body = matches!(context.area(), Area::Body(_));
    if in_body {
        let (ty, written) = (Type::Name, "the zone's own name".to_owned());
        variables.insert(0, Variable { name: "zone".to_owned(), ty, from: From::Language, written });
    }
    if let (true, Some(open)) = (in_body, item)
        && matches!(context.area(), Area::Body(body) if body.of == BodyOf::Template)
    {
        for (name, ty, written) in parameters(context.text, &open.head) {
            variables.insert(0, Variable { name, ty, from: From::Parameter, written });
        }
    }
    for open in &context.blocks {
        if in_body {
            block_variables(context, open, &mut variables);
        }
    }
    variables
}

fn top_level(program: Program<'_>) -> Vec<Variable> {
    let lets: Vec<(&str, &str)> = program
        .lets()
        .map(|declared| {
            let tree = declared.file.tree();
            (declared.name, declared.file.of(tree.exprs[declared.node.value].span))
        })
        .collect();
    // Most variables stand for themselves; those that read another one find it by name.
    let by_name: std::collections::BTreeMap<&str, &str> = lets.iter().copied().collect();
    let variable = |(name, written): &(&str, &str)| Variable {
        name: (*name).to_owned(),
        ty: type_of_text(written, &|read| by_name.get(read).copied(), DEPTH),
        from: From::Top,
        written: (*written).to_owned(),
    };
    lets.iter().map(variable).collect()
}

fn type_of_text<'a>(written: &'a str, lookup: &dyn Fn(&str) -> Option<&'a str>, depth: u32) -> Type {
    let Some(depth) = depth.checked_sub(1) else { return Type::Unknown };
    // A list is as long as it likes; its first elements say its type.
    let start = written.get(..written.floor_char_boundary(400)).unwrap_or(written);
    let tokens = significant(start);
    type_of(start, &tokens, &|name| {
        lookup(name).map_or(Type::Unknown, |text| type_of_text(text, lookup, depth))
    })
}

fn significant(text: &str) -> Vec<Token> {
    lex(text).filter(|token| !token.kind.is_trivia() && token.kind != TokenKind::Newline).collect()
}

fn block_variables(context: &Context<'_>, open: &Open, variables: &mut Vec<Variable>) {
    let known = |variables: &[Variable], name: &str| {
        variables
            .iter()
            .find(|variable| variable.name == name)
            .map_or(Type::Unknown, |found| found.ty.clone())
    };
    let text = |tokens: &[Token]| {
        let span = tokens.iter().map(|token| token.span).reduce(zonal_compiler::source::Span::to);
        span.map_or("", |span| span.of(context.text)).to_owned()
    };
    let head = context.behind_on(&open.head);
    if head.first().is_some_and(|first| context.of(*first) == "for") {
        let split = head.iter().position(|token| context.of(*token) == "in").unwrap_or(head.len());
        let (names, list) = head.split_at_checked(split).unwrap_or((head, &[]));
        let list = list.get(1..).unwrap_or_default();
        let list_type = type_of(context.text, list, &|name| known(variables, name));
        let element = if let Type::List(element) = list_type { *element } else { Type::Unknown };
        let is_tuple = names.get(1).is_some_and(|token| token.kind == TokenKind::LeftParen);
        let words = names.iter().skip(1).filter(|token| token.kind == TokenKind::Word);
        for (position, word) in words.enumerate() {
            let ty = if !is_tuple {
                element.clone()
            } else if let Type::Tuple(parts) = &element {
                parts.get(position).cloned().unwrap_or(Type::Unknown)
            } else {
                Type::Unknown
            };
            let written = format!("each of {}", text(list));
            let name = context.of(*word).to_owned();
            variables.insert(0, Variable { name, ty, from: From::Block, written });
        }
    }
    for line in &open.lines {
        if let [keyword, name, _, value @ ..] = line.as_slice()
            && context.of(*keyword) == "let"
        {
            let ty = type_of(context.text, value, &|name| known(variables, name));
            let (name, written) = (context.of(*name).to_owned(), text(value));
            variables.insert(0, Variable { name, ty, from: From::Block, written });
        }
    }
}

/// The parameters in the head of a template: name, type, and how it is written.
#[must_use]
pub fn parameters(text: &str, head: &[Token]) -> Vec<(String, Type, String)> {
    let mut parameters = Vec::new();
    let is_label = |token: &Token| token.kind == TokenKind::Word && token.span.of(text).ends_with(':');
    let mut rest = head;
    while let Some(start) = rest.iter().position(is_label) {
        let after = rest.get(start + 1..).unwrap_or_default();
        let end = after.iter().position(is_label).unwrap_or(after.len());
        let own = after.get(..end).unwrap_or_default();
        if let Some(label) = rest.get(start) {
            let name = label.span.of(text).trim_end_matches(':').to_owned();
            let written = own.iter().map(|token| token.span).reduce(zonal_compiler::source::Span::to);
            let written = written.map_or("", |span| span.of(text)).trim_end_matches([',', ')', ' ']);
            parameters.push((name, read_type(text, own).0, written.to_owned()));
        }
        rest = after.get(end..).unwrap_or_default();
    }
    parameters
}

/// The type that stands at the start of some text: `[Ipv4]`.
#[must_use]
pub fn written_type(text: &str) -> Type {
    read_type(text, &significant(text)).0
}

fn read_type<'a>(text: &str, tokens: &'a [Token]) -> (Type, &'a [Token]) {
    let Some((first, mut rest)) = tokens.split_first() else { return (Type::Unknown, tokens) };
    if first.kind == TokenKind::Word {
        return (Type::named(first.span.of(text)).unwrap_or(Type::Unknown), rest);
    }
    let mut parts = Vec::new();
    while let Some(next) = rest.first() {
        if matches!(next.kind, TokenKind::RightBracket | TokenKind::RightParen) {
            rest = rest.get(1..).unwrap_or_default();
            break;
        }
        if next.kind == TokenKind::Comma {
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        let (part, after) = read_type(text, rest);
        parts.push(part);
        rest = after;
    }
    match (first.kind, parts.as_slice()) {
        (TokenKind::LeftBracket, [element]) => (Type::List(Box::new(element.clone())), rest),
        (TokenKind::LeftParen, [_, ..]) => (Type::Tuple(parts), rest),
        _ => (Type::Unknown, rest),
    }
}

/// The type of an expression, by its spelling.
fn type_of(text: &str, tokens: &[Token], known: &dyn Fn(&str) -> Type) -> Type {
    let (ty, rest) = operand(text, tokens, known, DEPTH);
    match rest.first().map(|token| token.span.of(text)) {
        None => ty,
        Some("==" | "!=" | "in" | "and" | "or") => Type::Bool,
        Some("+" | "-") => Type::Int,
        Some(word) if word.starts_with("..") => Type::List(Box::new(Type::Int)),
        Some(_) => ty,
    }
}

fn operand<'a>(
    text: &str,
    tokens: &'a [Token],
    known: &dyn Fn(&str) -> Type,
    depth: u32,
) -> (Type, &'a [Token]) {
    let Some(depth) = depth.checked_sub(1) else { return (Type::Unknown, &[]) };
    let Some((first, rest)) = tokens.split_first() else { return (Type::Unknown, tokens) };
    let word = first.span.of(text);
    match first.kind {
        TokenKind::Str | TokenKind::OpenStr => (Type::String, rest),
        TokenKind::Word if word == "not" => (Type::Bool, &[]),
        TokenKind::Word if is_range(word) => (Type::List(Box::new(Type::Int)), rest),
        TokenKind::Word => {
            if let Some(name) = word.strip_prefix('$') {
                return (known(name), rest);
            }
            let calls = rest
                .first()
                .is_some_and(|next| next.kind == TokenKind::LeftParen && next.span.start == first.span.end);
            if !calls {
                return (shape(word), rest);
            }
            let (elements, after) = elements(text, rest, known, depth);
            let result = BUILTINS.iter().find(|builtin| builtin.name == word);
            let result = result.and_then(|builtin| builtin.signature.split_once("-> "));
            match result.map(|(_, result)| result) {
                Some("[T]") => (elements.into_iter().next().unwrap_or(Type::Unknown), after),
                Some(result) => (Type::named(result).unwrap_or(Type::Unknown), after),
                None => (Type::Unknown, after),
            }
        }
        TokenKind::LeftBracket => {
            let (elements, after) = elements(text, tokens, known, depth);
            let element = elements.into_iter().next().unwrap_or(Type::Unknown);
            (Type::List(Box::new(element)), after)
        }
        TokenKind::LeftParen => {
            let (mut elements, after) = elements(text, tokens, known, depth);
            match elements.len() {
                1 => (elements.remove(0), after),
                _ => (Type::Tuple(elements), after),
            }
        }
        TokenKind::LeftBrace
        | TokenKind::RightBrace
        | TokenKind::RightParen
        | TokenKind::RightBracket
        | TokenKind::Comma
        | TokenKind::Newline
        | TokenKind::Blank
        | TokenKind::Comment
        | TokenKind::DocComment
        | TokenKind::Semicolon => (Type::Unknown, rest),
    }
}

/// The types between brackets, and what stands behind them.
fn elements<'a>(
    text: &str,
    tokens: &'a [Token],
    known: &dyn Fn(&str) -> Type,
    depth: u32,
) -> (Vec<Type>, &'a [Token]) {
    let mut elements = Vec::new();
    let mut rest = tokens.get(1..).unwrap_or_default();
    while let Some(next) = rest.first() {
        match next.kind {
            TokenKind::RightBracket | TokenKind::RightParen => {
                return (elements, rest.get(1..).unwrap_or_default());
            }
            TokenKind::Comma => rest = rest.get(1..).unwrap_or_default(),
            TokenKind::Word
            | TokenKind::Str
            | TokenKind::OpenStr
            | TokenKind::LeftBrace
            | TokenKind::RightBrace
            | TokenKind::LeftParen
            | TokenKind::LeftBracket
            | TokenKind::Newline
            | TokenKind::Blank
            | TokenKind::Comment
            | TokenKind::DocComment
            | TokenKind::Semicolon => {
                let (element, after) = operand(text, rest, known, depth);
                elements.push(element);
                rest = if after.len() < rest.len() { after } else { rest.get(1..).unwrap_or_default() };
            }
        }
    }
    (elements, rest)
}

fn is_range(word: &str) -> bool {
    let Some((from, to)) = word.split_once("..") else { return false };
    let is_bound = |part: &str| {
        part.is_empty()
            || part.starts_with('$')
            || part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    };
    is_bound(from) && is_bound(to)
}
