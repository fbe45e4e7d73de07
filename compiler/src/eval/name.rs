//! Owner names: words, strings, variables and calls to names of the zone's tree.

use std::borrow::Cow;

use crate::dns::name::{Form, NameError, NameErrorKind, push_labels, strip_suffix};
use crate::error;
use crate::sema::types::Type;
use crate::sema::value::{BoundName, Placed};
use crate::source::FileSpan;
use crate::syntax::ast::{ExprId, ExprKind};
use crate::zone::anomaly::AnomalyKind;
use crate::zone::{NodeId, Site};

use super::Evaluator;
use super::context::{Context, Purpose};
use super::expression::inner;
use super::record::Statement;

impl<'a> Evaluator<'a> {
    /// The name that an owner expression means; none if there is none, which has been noted or reported.
    pub(super) fn owner(&mut self, context: &Context<'a>, id: ExprId) -> Option<NodeId> {
        let expr = context.unit.tree.exprs[id];
        let at = context.unit.at(expr.span);
        match expr.kind {
            ExprKind::Word => self.owner_text(context, context.unit.of(expr.span), at),
            ExprKind::Str => self.owner_text(context, inner(context.unit.of(expr.span)), at),
            ExprKind::Template | ExprKind::Variable | ExprKind::Call(_) => {
                let found = self.value(context.reading(), id);
                self.owner_value(context, found)
            }
            // The parser has told that nothing else is an owner.
            ExprKind::Error
            | ExprKind::Comma
            | ExprKind::List(_)
            | ExprKind::Tuple(_)
            | ExprKind::Ttl(_)
            | ExprKind::Not(_)
            | ExprKind::Binary(_) => {
                self.mention_all(context.reading(), context.unit.of(expr.span));
                None
            }
        }
    }

    fn owner_value(&mut self, context: &Context<'a>, found: Placed) -> Option<NodeId> {
        if let Some(text) = found.value.as_text() {
            return self.owner_text(context, &String::from_utf8_lossy(text), found.at);
        }
        if let Some(BoundName { wire, .. }) = found.value.as_name() {
            return self.owner_wire(context, wire, found.at);
        }
        let ty = found.value.ty();
        if !matches!(ty, Type::Name | Type::String | Type::Unknown) {
            let written = context.unit.file_text(found.at);
            let problem = error!("type-mismatch", found.at, "expected an owner name, found {ty}");
            self.report(match written.strip_prefix('$') {
                Some(name) if matches!(ty, Type::Int | Type::Duration | Type::Percent | Type::Bool) => {
                    problem.help(format!("put it in a string: `\"${{{name}}}\"`")).suggest(
                        "put it in a string",
                        found.at,
                        format!("\"${{{name}}}\""),
                    )
                }
                _ if matches!(ty, Type::List(_)) => {
                    problem.help("use `for` to write a record for each element")
                }
                _ => problem.help("an owner is a word, a string, or a variable that holds a name or text"),
            });
        }
        None
    }

    fn owner_text(&mut self, context: &Context<'a>, text: &str, at: FileSpan) -> Option<NodeId> {
        if text == "@" {
            return Some(context.origin.node);
        }
        let mut labels = std::mem::take(&mut self.scratch);
        labels.clear();
        let node = match push_labels(text, &mut labels) {
            Ok(Form::Absolute) => {
                labels.push(0);
                self.owner_wire(context, &labels, at)
            }
            Ok(Form::Origin) => self.owner_labels(context, &labels, at),
            Ok(Form::Relative) => {
                if self.repeats_zone(&labels) {
                    self.note_repetition(context, &labels, at);
                    self.without_repetition(context, &labels)
                } else {
                    self.owner_labels(context, &labels, at)
                }
            }
            Err(problem) => {
                self.bad_owner(context, text, at, problem);
                None
            }
        };
        self.scratch = labels;
        node
    }

    fn bad_owner(&mut self, context: &Context<'a>, text: &str, at: FileSpan, problem: NameError) {
        match problem.kind {
            NameErrorKind::EmptyLabel | NameErrorKind::LabelTooLong { .. } => {
                self.note(context, at, AnomalyKind::BadName(problem));
            }
            NameErrorKind::NameTooLong { octets } => {
                self.note(context, at, AnomalyKind::NameTooLong { octets })
            }
            NameErrorKind::Empty
            | NameErrorKind::BadEscape
            | NameErrorKind::Forbidden(_)
            | NameErrorKind::Idna(_) => self.report(super::word::bad_name(text, at, &problem)),
        }
    }

    /// Whether relative labels end with the zone's own name.
    fn repeats_zone(&self, labels: &[u8]) -> bool {
        let apex = self.zone.apex_wire();
        let Some((_, apex)) = apex.split_last() else { return false };
        if apex.is_empty() || labels.len() < apex.len() || !labels.ends_with(apex) {
            return false;
        }
        let mut absolute = Vec::with_capacity(labels.len() + 1);
        absolute.extend_from_slice(labels);
        absolute.push(0);
        strip_suffix(&absolute, self.zone.apex_wire()).is_some()
    }

    /// The name that was meant by one that repeats the zone's: to go on with it is to miss nothing else.
    fn without_repetition(&mut self, context: &Context<'a>, labels: &[u8]) -> Option<NodeId> {
        if context.purpose == Purpose::Rehearse {
            return Some(context.origin.node);
        }
        let below = (labels.len() + 1).checked_sub(self.zone.apex_wire().len())?;
        self.zone.intern_below_apex(labels.get(..below)?)
    }

    fn note_repetition(&mut self, context: &Context<'a>, labels: &[u8], at: FileSpan) {
        let mut absolute = labels.to_vec();
        absolute.push(0);
        let shown = super::builtin::shown(&absolute);
        let zone = super::builtin::shown(self.zone.apex_wire());
        let at_apex = context.origin.wire[..] == *self.zone.apex_wire();
        let relative = match shown.strip_suffix(&zone).map(|rest| rest.trim_end_matches('.')) {
            Some(relative) if at_apex => Cow::from(if relative.is_empty() { "@" } else { relative }),
            _ => Cow::from(format!("{shown}.")),
        };
        self.note(context, at, AnomalyKind::OwnerRepeatsZone { relative: relative.into_owned() });
    }

    fn owner_labels(&mut self, context: &Context<'a>, labels: &[u8], at: FileSpan) -> Option<NodeId> {
        if context.purpose == Purpose::Rehearse {
            return Some(context.origin.node);
        }
        let node = self.zone.intern(context.origin.node, labels);
        if node.is_none() {
            let octets = labels.len() + context.origin.wire.len();
            self.note(context, at, AnomalyKind::NameTooLong { octets });
        }
        node
    }

    fn owner_wire(&mut self, context: &Context<'a>, wire: &[u8], at: FileSpan) -> Option<NodeId> {
        if context.purpose == Purpose::Rehearse {
            return Some(context.origin.node);
        }
        let Some(labels) = strip_suffix(wire, self.zone.apex_wire()) else {
            self.note(context, at, AnomalyKind::OwnerOutOfZone);
            return None;
        };
        self.zone.intern_below_apex(labels)
    }

    /// Notes something about a word of a record statement for a rule to report.
    pub(super) fn note_in(&mut self, statement: &Statement<'_, 'a>, at: FileSpan, kind: AnomalyKind) {
        let context = statement.context;
        if context.purpose == Purpose::Declare {
            let site = Site {
                file: context.unit.file,
                owner: statement.owner_at,
                rtype: statement.node.type_span,
                frame: context.frame,
                scope: context.scope,
            };
            self.zone.note(site, at, kind);
        }
    }

    /// Notes something about an owner for a rule to report.
    pub(super) fn note(&mut self, context: &Context<'a>, at: FileSpan, kind: AnomalyKind) {
        if context.purpose == Purpose::Declare {
            let site = Site {
                file: at.file,
                owner: at.span,
                rtype: at.span,
                frame: context.frame,
                scope: context.scope,
            };
            self.zone.note(site, at, kind);
        }
    }
}
