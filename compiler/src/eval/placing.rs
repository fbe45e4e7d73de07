//! Notes where names are written, for those who ask.

use crate::dns::keyword::Builder;
use crate::dns::mail::{self, Values};
use crate::dns::name::{Form, Name, push_labels};
use crate::sema::places::{NamePlace, NameRole, NameSpelling};
use crate::source::{FileSpan, Span};
use crate::syntax::ast::ExprId;
use crate::zone::NodeId;

use super::Evaluator;
use super::context::{Context, Purpose};
use super::expression::Reading;

/// What may stand behind a name in its word.
#[derive(Clone, Copy)]
enum Behind {
    Nothing,
    /// The lengths of prefixes, as in `a:mail.example.com/24`.
    PrefixLengths,
}

impl<'a> Evaluator<'a> {
    /// Notes the owner of records, or the name of an `under`.
    pub(super) fn place_owner(
        &mut self,
        context: &Context<'a>,
        id: ExprId,
        node: Option<NodeId>,
        role: NameRole,
    ) {
        let Some(node) = node.filter(|_| self.places.is_some() && context.purpose == Purpose::Declare) else {
            return;
        };
        let mut wire = Vec::new();
        self.zone.write_wire(node, &mut wire);
        self.place_name(context.unit.text, context.unit.at(context.unit.tree.exprs[id].span), role, &wire);
    }

    /// Notes the target of a record.
    pub(super) fn place_target(&mut self, context: &Context<'a>, at: FileSpan, wire: &[u8]) {
        if self.places.is_none() {
            return;
        }
        let text = context.unit.text;
        if context.purpose == Purpose::Declare || is_absolute(at.span.of(text)) {
            self.place_name(text, at, NameRole::Target, wire);
        }
    }

    /// Notes a value that is a name.
    pub(super) fn place_value(&mut self, reading: Reading<'_, 'a>, form: Form, at: FileSpan, wire: &[u8]) {
        // Where the root is the origin, no zone is: what is relative there means no name.
        let is_known = form == Form::Absolute || reading.origin.is_some_and(|origin| origin.len() > 1);
        if is_known {
            self.place_name(reading.unit.text, at, NameRole::Value, wire);
        }
    }

    /// Notes the names that the words of a builder's term hold: those that are absolute by definition.
    pub(super) fn place_term<'w>(
        &mut self,
        text: &str,
        builder: Builder,
        words: impl Iterator<Item = (&'w str, FileSpan)>,
    ) {
        if self.places.is_none() {
            return;
        }
        let mut values = None;
        for (word, at) in words {
            if matches!(values, Some(Values::DomainSpec | Values::OptionalDomainSpec)) {
                self.place_absolute(text, word, at, Behind::Nothing);
            } else if matches!(values, Some(Values::HostPrefix)) {
                self.place_absolute(text, word, at, Behind::PrefixLengths);
            }
            values =
                mail::terms(builder).iter().find(|schema| schema.word == word).map(|schema| schema.values);
        }
    }

    /// Notes a name that is absolute whether it ends with a dot or not.
    fn place_absolute(&mut self, text: &str, word: &str, at: FileSpan, behind: Behind) {
        let host = match behind {
            Behind::Nothing => word,
            Behind::PrefixLengths => word.split('/').next().unwrap_or(word),
        };
        // Macros of SPF are expanded by who reads the record.
        let Some(name) = Name::parse(host).ok().filter(|_| !host.contains('%')) else { return };
        let written = at.span.of(text);
        let start = at.span.start + u32::from(written.starts_with('"'));
        let is_plain = written.trim_matches('"') == word;
        let span = if is_plain { Span::new(start, start + host.len() as u32) } else { at.span };
        self.place_name(text, FileSpan { span, ..at }, NameRole::Target, name.wire());
    }

    /// Notes a text that is the name of a host, absolute whether it ends with a dot or not.
    pub(super) fn place_host(&mut self, text: &str, at: FileSpan) {
        let word = super::expression::inner(at.span.of(text));
        if word.contains('.') && crate::dns::rdata::family_of(word).is_none() {
            self.place_absolute(text, word, at, Behind::Nothing);
        }
    }

    /// Notes a name.
    pub(super) fn place_name(&mut self, text: &str, at: FileSpan, role: NameRole, wire: &[u8]) {
        let Some(places) = &mut self.places else { return };
        if wire.len() <= 1 {
            return;
        }
        let written = at.span.of(text);
        let quoted = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let body = quoted.unwrap_or(written);
        let spelling = if body.contains('\\') || body.contains("${") || body.contains('(') {
            NameSpelling::Computed
        } else if body.starts_with('$') {
            NameSpelling::Variable
        } else {
            NameSpelling::Literal
        };
        let is_plain = quoted.is_some() && spelling == NameSpelling::Literal;
        let span = if is_plain { Span::new(at.span.start + 1, at.span.end - 1) } else { at.span };
        places.push(NamePlace { at: FileSpan { span, ..at }, role, spelling, name: wire });
    }
}

fn is_absolute(written: &str) -> bool {
    let text = super::expression::inner(written);
    matches!(push_labels(text, &mut Vec::new()), Ok(Form::Absolute))
}
