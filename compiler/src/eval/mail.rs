//! The typed builders: their terms to one TXT record.

use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::dns::keyword::Builder;
use crate::dns::mail::{self, Term, TermError, TermWord};
use crate::dns::notation::Notation;
use crate::dns::rdata::{self, Encoder, Word};
use crate::dns::rtype::Rtype;
use crate::dns::schema;
use crate::error;
use crate::sema::value::{Placed, Value};
use crate::source::{FileSpan, Span};
use crate::syntax::ast::{ExprId, ExprKind};

use super::Evaluator;
use super::expression::literal;
use super::record::{Statement, Written, is_modifier_expr};

/// A word of a term with its place.
#[derive(Debug, Clone)]
struct Piece {
    text: String,
    quoted: bool,
    at: FileSpan,
    /// Whether the text stands in the source as it is, so that a fix can replace it.
    literal: bool,
}

impl<'a> Evaluator<'a> {
    /// A builder statement: one record.
    pub(super) fn built(&mut self, statement: &mut Statement<'_, 'a>, builder: Builder) {
        let Some(terms) = self.terms(statement) else { return };
        let words: Vec<Term<'_>> = terms
            .iter()
            .map(|term| Term {
                words: term
                    .iter()
                    .map(|piece| TermWord { text: &piece.text, quoted: piece.quoted })
                    .collect(),
            })
            .collect();
        match mail::build(builder, &words) {
            Ok(text) => {
                for term in &terms {
                    let words = term.iter().map(|piece| (piece.text.as_str(), piece.at));
                    self.place_term(statement.context.unit.text, builder, words);
                }
                self.add_text(statement, &text);
            }
            Err(problems) => {
                for problem in problems {
                    let diagnostic = self.term_diagnostic(statement, builder, &terms, problem);
                    self.report(diagnostic);
                }
            }
        }
    }

    fn add_text(&mut self, statement: &mut Statement<'_, 'a>, text: &str) {
        let Some(txt) = schema::of(Rtype::TXT) else { return };
        let start = self.zone.rdata().len();
        let rules = rdata::Context { notation: Notation::Zonal, origin: None };
        let mut encoder = Encoder::new(txt, rules, self.zone.rdata());
        let encoded = encoder.word(Word::quoted(text)).and_then(|()| encoder.finish());
        let at = self.values_span(statement);
        match encoded {
            Ok(()) => self.add(statement, Rtype::TXT, None, start, Written { at, last: at }),
            Err(problem) => {
                self.zone.rdata().truncate(start);
                self.report(
                    error!("rdata-too-long", statement.context.unit.at(at), "{}", problem.message)
                        .help("shorten the record: RDATA has at most 65535 octets"),
                );
            }
        }
    }

    fn values_span(&self, statement: &Statement<'_, 'a>) -> Span {
        let exprs = &statement.context.unit.tree.exprs;
        let unit = statement.context.unit;
        let spans =
            statement.node.values.ids().map(|id| exprs[id]).filter(|expr| !is_modifier_expr(unit, expr.kind));
        spans.map(|expr| expr.span).reduce(Span::to).unwrap_or(statement.node.type_span)
    }

    /// The terms of a statement, lists spread out; none if a value was wrong or is not known.
    fn terms(&mut self, statement: &Statement<'_, 'a>) -> Option<Vec<Vec<Piece>>> {
        let unit = statement.context.unit;
        let mut terms: Vec<Vec<Piece>> = Vec::new();
        let mut term: Vec<Vec<Piece>> = Vec::new();
        let mut known = true;
        for id in statement.node.values.ids() {
            let expr = unit.tree.exprs[id];
            if matches!(expr.kind, ExprKind::Comma) {
                spread(&mut terms, &std::mem::take(&mut term));
            } else if !is_modifier_expr(unit, expr.kind) {
                match self.pieces(statement, id) {
                    Some(pieces) => term.push(pieces),
                    None => known = false,
                }
            }
        }
        spread(&mut terms, &term);
        known.then_some(terms)
    }

    /// The words that an expression stands for: one, or each of a list's.
    fn pieces(&mut self, statement: &Statement<'_, 'a>, id: ExprId) -> Option<Vec<Piece>> {
        let unit = statement.context.unit;
        let expr = unit.tree.exprs[id];
        let at = unit.at(expr.span);
        if let Some(text) = literal(&unit, expr) {
            let quoted = matches!(expr.kind, ExprKind::Str);
            return Some(vec![Piece { text: text.to_owned(), quoted, at, literal: true }]);
        }
        if let ExprKind::List(elements) = expr.kind {
            let mut pieces = Vec::new();
            for &element in &unit.tree.lists[elements] {
                pieces.extend(self.pieces(statement, element)?);
            }
            return Some(pieces);
        }
        let found = self.value(statement.context.reading(), id);
        self.value_pieces(&found)
    }

    fn value_pieces(&mut self, found: &Placed) -> Option<Vec<Piece>> {
        let at = found.at;
        let piece = |text, quoted| Some(vec![Piece { text, quoted, at, literal: false }]);
        match &found.value {
            Value::Unknown(_) => None,
            Value::List(elements) => {
                let mut pieces = Vec::new();
                for element in elements.iter() {
                    pieces.extend(self.value_pieces(&Placed { value: element.value.clone(), at })?);
                }
                Some(pieces)
            }
            Value::String(text) => {
                match std::str::from_utf8(text) {
                    Ok(text) => piece(text.to_owned(), true),
                    Err(_) => {
                        self.report(error!("bad-text", at, "the text is not UTF-8").help(
                            "the terms of a builder are words; other octets stand in a TXT record alone",
                        ));
                        None
                    }
                }
            }
            Value::Tuple(_) | Value::Range(..) => {
                self.report(
                    error!("type-mismatch", at, "expected one value for a term, found {}", found.value.ty())
                        .help("write the values in [ ]: a list repeats the term"),
                );
                None
            }
            Value::Ipv4(_)
            | Value::Ipv6(_)
            | Value::Cidr(_)
            | Value::Name(_)
            | Value::Duration(_)
            | Value::Int(_)
            | Value::Percent(_)
            | Value::Bool(_) => piece(found.value.text().unwrap_or_default(), false),
        }
    }

    fn term_diagnostic(
        &self,
        statement: &Statement<'_, 'a>,
        builder: Builder,
        terms: &[Vec<Piece>],
        problem: TermError,
    ) -> Diagnostic {
        let unit = statement.context.unit;
        let term_at = |term: usize| {
            let spans = terms.get(term)?.iter().map(|piece| piece.at.span);
            spans.reduce(Span::to).map(|span| unit.at(span))
        };
        let piece = problem.term.zip(problem.word).and_then(|(term, word)| terms.get(term)?.get(word));
        let whole = unit.at(statement.node.type_span);
        let mut at = piece.map(|piece| piece.at).or_else(|| problem.term.and_then(term_at)).unwrap_or(whole);
        if let (Some(piece), Some(range)) = (piece, &problem.at)
            && piece.literal
        {
            let start = piece.at.span.start + u32::from(piece.quoted);
            at = unit.at(Span::new(start + range.start as u32, start + range.end as u32));
        }
        let mut diagnostic = Diagnostic::new(problem.name, Severity::Error, at, problem.message);
        diagnostic.help = problem.help;
        if let Some(other) = problem.other.and_then(term_at) {
            diagnostic = diagnostic.label(other, "the other term");
        }
        if let (Some(replacement), Some(piece)) = (problem.suggestion, piece.filter(|piece| piece.literal)) {
            let title = if replacement.is_empty() {
                "remove it".to_owned()
            } else {
                format!("write `{replacement}`")
            };
            let applicability = problem.applicability;
            diagnostic = diagnostic.with_fix(Fix {
                title,
                edits: vec![Edit { at: piece.at, replacement }],
                applicability,
            });
        }
        let keyword = problem.term.and_then(|term| terms.get(term)?.first());
        let schema = keyword
            .and_then(|keyword| mail::terms(builder).iter().find(|schema| schema.word == keyword.text));
        if let (None, Some(schema)) = (&diagnostic.help, schema) {
            diagnostic =
                diagnostic.help(format!("`{}` takes {}: {}", schema.word, schema.values.what(), schema.doc));
        }
        if diagnostic.help.is_none() && problem.term.is_none() {
            diagnostic = diagnostic
                .note(format!("{} writes one TXT record; its terms are separated by commas", builder.word()));
        }
        diagnostic
    }
}

/// Adds a term, once for each combination of what its words stand for: a list repeats the term.
fn spread(terms: &mut Vec<Vec<Piece>>, words: &[Vec<Piece>]) {
    if words.is_empty() {
        return;
    }
    let mut spread: Vec<Vec<Piece>> = vec![Vec::new()];
    for choices in words {
        let longer = spread.iter().flat_map(|term| {
            choices.iter().map(|piece| {
                let mut term = term.clone();
                term.push(piece.clone());
                term
            })
        });
        spread = longer.collect();
    }
    terms.extend(spread);
}
