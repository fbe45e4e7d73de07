//! `ALIAS`: a name whose addresses the provider looks up by itself.

use crate::dns::rtype::Rtype;
use crate::error;
use crate::sema::types::Type;
use crate::sema::value::Value;
use crate::source::{FileSpan, Span};
use crate::suggest;
use crate::syntax::ast::{ExprId, ExprKind};
use crate::zone::{Alias, AliasKind};

use super::Evaluator;
use super::record::{Statement, Written, is_modifier_expr};

/// A kind of alias and what it points at.
pub struct AliasForm {
    /// The kind.
    pub kind: AliasKind,
    /// What it points at.
    pub doc: &'static str,
}

/// The kinds of alias.
pub const ALIASES: &[AliasForm] = &[
    AliasForm { kind: AliasKind::CloudFront, doc: "a CloudFront distribution's domain name" },
    AliasForm { kind: AliasKind::LoadBalancer, doc: "an Elastic Load Balancer's DNS name" },
    AliasForm { kind: AliasKind::S3Website, doc: "an S3 website endpoint" },
    AliasForm { kind: AliasKind::GlobalAccelerator, doc: "a Global Accelerator's DNS name" },
    AliasForm { kind: AliasKind::Name, doc: "another name of the same zone" },
    AliasForm { kind: AliasKind::Azure, doc: "an Azure resource by its identifier" },
];

impl<'a> Evaluator<'a> {
    pub(super) fn alias(&mut self, statement: &mut Statement<'_, 'a>) {
        let unit = statement.context.unit;
        let exprs = &unit.tree.exprs;
        let values: Vec<ExprId> =
            statement.node.values.ids().filter(|&id| !is_modifier_expr(unit, exprs[id].kind)).collect();
        let spans = values.iter().map(|&id| exprs[id].span);
        let at = spans.reduce(Span::to).unwrap_or(statement.node.type_span);
        let mut words = values.as_slice();
        let mut types = vec![Rtype::A, Rtype::AAAA];
        if let Some((&first, rest)) = words.split_first() {
            let narrowed = match unit.of(exprs[first].span) {
                "ipv4" => Some(Rtype::A),
                "ipv6" => Some(Rtype::AAAA),
                _ => None,
            };
            if let Some(rtype) = narrowed {
                types = vec![rtype];
                words = rest;
            }
        }
        let Some(alias) = self.alias_value(statement, words, unit.at(at)) else { return };
        let alias = self.zone.push_alias(alias);
        for rtype in types {
            let start = self.zone.rdata().len();
            self.add(statement, rtype, Some(alias), start, Written { at, last: at });
        }
    }

    fn alias_value(
        &mut self,
        statement: &Statement<'_, 'a>,
        words: &[ExprId],
        at: FileSpan,
    ) -> Option<Alias> {
        let unit = statement.context.unit;
        let exprs = &unit.tree.exprs;
        if let Some(&comma) = words.iter().find(|&&id| matches!(exprs[id].kind, ExprKind::Comma)) {
            self.report(
                error!("too-many-fields", unit.at(exprs[comma].span), "an ALIAS has one target")
                    .help("keep one of them; an ALIAS that shares the answers is routed: `route(set: \"…\", weight: 50)`"),
            );
            return None;
        }
        let Some((&kind, rest)) = words.split_first() else {
            self.report(bad_alias(at, "an ALIAS needs a kind and a target"));
            return None;
        };
        let form = self.alias_form(unit.of(exprs[kind].span), unit.at(exprs[kind].span))?;
        let Some((&target, rest)) = rest.split_first() else {
            self.report(bad_alias(at, &format!("`ALIAS {}` needs {}", form.kind.word(), form.doc)));
            return None;
        };
        let hosted_zone = self.hosted_zone(statement, rest)?;
        let target = match form.kind {
            AliasKind::Azure => self.text_operand(statement.context.reading(), target)?,
            AliasKind::CloudFront
            | AliasKind::LoadBalancer
            | AliasKind::S3Website
            | AliasKind::GlobalAccelerator
            | AliasKind::Name => self.alias_name(statement, target)?,
        };
        Some(Alias { kind: form.kind, target, hosted_zone })
    }

    /// The kind that a word names.
    fn alias_form(&mut self, word: &str, at: FileSpan) -> Option<&'static AliasForm> {
        let form = ALIASES.iter().find(|form| form.kind.word() == word);
        if form.is_none() {
            self.report(if let Some(kind) = kind_of_target(word) {
                let kind = kind.word();
                bad_alias(at, &format!("expected a kind of ALIAS before `{word}`"))
                    .help(format!("write `ALIAS {kind} {word}`"))
                    .suggest(format!("write `{kind}` before it"), at, format!("{kind} {word}"))
            } else {
                let problem = bad_alias(at, &format!("there is no kind of ALIAS `{word}`"));
                match suggest::closest(word, ALIASES.iter().map(|form| form.kind.word())) {
                    Some(close) => problem.suggest(format!("use `{close}`"), at, close),
                    None => problem,
                }
            });
        }
        form
    }

    /// The `zone "Z…"` behind a target, if there is one; none if something else stands there, which is reported.
    fn hosted_zone(&mut self, statement: &Statement<'_, 'a>, words: &[ExprId]) -> Option<Option<String>> {
        let unit = statement.context.unit;
        let span = |word: ExprId| unit.tree.exprs[word].span;
        let problem = match *words {
            [] => return Some(None),
            [word, zone] if unit.of(span(word)) == "zone" => {
                return self.text_operand(statement.context.reading(), zone).map(Some);
            }
            [word] if unit.of(span(word)) == "zone" => {
                let at = unit.at(span(word));
                error!("missing-field", at, "`zone` needs the identifier of a hosted zone")
                    .help("write it as in `zone \"Z2FDTNDATAQYW2\"`")
            }
            [extra, ..] => {
                error!("too-many-fields", unit.at(span(extra)), "unexpected value behind the target")
                    .help("only `zone \"Z…\"` can follow it")
            }
        };
        self.report(problem);
        None
    }

    fn alias_name(&mut self, statement: &Statement<'_, 'a>, id: ExprId) -> Option<String> {
        let found = self.value_as(statement.context.reading(), id, &Type::Name);
        let Value::Name(bound) = found.value else { return None };
        if let Some(written) = bound.dotless {
            self.report(super::target::dotless_target(&written, found.at));
            return None;
        }
        let mut text = String::new();
        crate::dns::name::write(&bound.wire, &mut text).ok()?;
        Some(text)
    }
}

/// The kind that a target is of, judged by its name.
fn kind_of_target(word: &str) -> Option<AliasKind> {
    const SERVICES: [(&str, AliasKind); 4] = [
        ("cloudfront.net", AliasKind::CloudFront),
        ("elb.amazonaws.com", AliasKind::LoadBalancer),
        ("awsglobalaccelerator.com", AliasKind::GlobalAccelerator),
        ("/subscriptions/", AliasKind::Azure),
    ];
    let name = word.trim_matches('"').trim_end_matches('.');
    let service = SERVICES.iter().find(|(mark, _)| name.ends_with(mark) || name.starts_with(mark));
    match service {
        Some((_, kind)) => Some(*kind),
        None if name.starts_with("s3-website") => Some(AliasKind::S3Website),
        None if word == "@" || word.contains('.') => Some(AliasKind::Name),
        None => None,
    }
}

fn bad_alias(at: FileSpan, message: &str) -> crate::diagnostic::Diagnostic {
    let kinds: Vec<_> = ALIASES.iter().map(|form| form.kind.word()).collect();
    error!("bad-alias", at, "{message}").help(format!(
        "write it as in `ALIAS cloudfront d111.cloudfront.net.`; the kinds are {}",
        kinds.join(", ")
    ))
}
