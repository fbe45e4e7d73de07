//! `template NAME(PARAMETERS) { … }` and the types of parameters.

use chumsky::prelude::*;

use super::super::block::with_block;
use super::super::bracket::{Pair, bracketed, require_element};
use super::super::expression::{expression, label_name};
use super::super::failure::{Expected, Failure};
use super::super::lexeme::{Kind, split};
use super::super::reader::missing_blanks;
use super::super::rule::{
    In, Rule, Steps, by_hand, bytes, declared_name, deep, keyword, kind, leading_word, word,
};
use super::super::session::Session;
use crate::error;
use crate::source::Span;
use crate::syntax::ast::{Expr, ExprKind, ItemKind, Parameter, Template, TypeExpr, TypeExprKind};

/// `template NAME(PARAMETERS) { … }`
pub fn template<'t>() -> impl Rule<'t, ItemKind> {
    let head = leading_word().ignore_then(declared_name(Expected::Name)).then(parameters());
    with_block(head).map(|(head, body)| {
        head.map_or(ItemKind::Error, |(name, (parameters, broken))| {
            ItemKind::Template(Template { name, parameters, broken, body })
        })
    })
}

/// The parameters, whose parentheses a newcomer leaves out, and the parentheses if one could not be read.
fn parameters<'t>() -> impl Rule<'t, (Vec<Parameter>, Option<Span>)> {
    let listed =
        bracketed(Pair::Round, parameter()).map(|found| (found.elements, found.broken.then_some(found.span)));
    let missing = by_hand(|inp: &mut In<'t, '_>| {
        let at = inp.index();
        if inp.peek_kind() != Some(Kind::LeftBrace) {
            return Err(Failure::new(at, Expected::LeftParen));
        }
        let session = inp.state();
        let name = at.checked_sub(1).and_then(|name| session.tokens.get(name));
        let name = name.map(|name| name.span).unwrap_or_default();
        let found = error!(
            "template-without-parentheses",
            session.at(name),
            "expected `(` behind the template's name"
        )
        .help("a template is declared with its parameters, even if there are none")
        .fix("write `()`", session.at(Span::at(name.end)), "()");
        session.report(found);
        Ok((Vec::new(), None))
    });
    choice((listed, missing))
}

/// `NAME: TYPE [= DEFAULT]`
fn parameter<'t>() -> impl Rule<'t, Parameter> {
    let name = kind(Kind::Label, Expected::Parameter).map(label_name);
    let default = keyword("=", Expected::Equals).ignore_then(expression());
    let spaced = written_type().then(default.or_not());
    name.then(choice((glued_default(), spaced))).map_with(|(name, (ty, default)), extra| {
        let span = bytes(extra);
        let session: &mut Session<'t> = extra.state();
        Parameter { span, name, ty, default: default.map(|default| session.push(default)) }
    })
}

/// `TYPE=DEFAULT` without its blanks
fn glued_default<'t>() -> impl Rule<'t, (TypeExpr, Option<Expr>)> {
    by_hand(|inp: &mut In<'t, '_>| {
        let failure = Failure::new(inp.index(), Expected::Type);
        let glued = inp.peek().filter(|next| next.kind == Kind::Word).ok_or(failure)?;
        let session = inp.state();
        let name = session.word(glued).split_once('=').ok_or(failure)?.0;
        let (ty, rest) = split(glued.span, name.len());
        let (equals, value) = split(rest, 1);
        let after = if value.is_empty()
            && !session.text.get(rest.end as usize..).unwrap_or_default().starts_with(['"', '[', '('])
        {
            ""
        } else {
            " "
        };
        session.report(missing_blanks(session.at(equals), " ", after));
        inp.skip();
        let default = if value.is_empty() {
            inp.parse(expression())?
        } else {
            Expr { span: value, kind: ExprKind::Word }
        };
        Ok((TypeExpr { span: ty, kind: TypeExprKind::Named }, Some(default)))
    })
}

/// `String`, `[T]` or `(T, U)`
fn written_type<'t>() -> impl Rule<'t, TypeExpr> {
    deep(by_hand(|inp: &mut In<'t, '_>| {
        let named = word(Expected::Type).map(|span| TypeExpr { span, kind: TypeExprKind::Named });
        let list = bracketed(Pair::Square, written_type()).map_with(|found, extra| {
            let count = found.elements.len();
            let mut elements = found.elements.into_iter();
            let kind = match elements.next() {
                Some(element) if count == 1 && !found.broken => TypeExprKind::List(Box::new(element)),
                Some(_) | None => {
                    if !found.broken {
                        let session: &mut Session<'t> = extra.state();
                        let diagnostic = error!(
                            "list-type",
                            session.at(found.span),
                            "expected one type between `[` and `]`"
                        )
                        .help("all elements of a list are of one type: `[Ipv4]`; a tuple is `(Name, Ipv4)`");
                        session.report(diagnostic);
                    }
                    TypeExprKind::Error
                }
            };
            TypeExpr { span: found.span, kind }
        });
        let tuple = bracketed(Pair::Round, written_type()).map_with(|found, extra| {
            require_element(extra.state(), &found, Expected::Type);
            let kind = if found.broken { TypeExprKind::Error } else { TypeExprKind::Tuple(found.elements) };
            TypeExpr { span: found.span, kind }
        });
        inp.parse(choice((named, list, tuple)))
    }))
}
