//! Inlay hints: what is not written and holds all the same.

use zonal_compiler::dns::duration;
use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::dns::name;
use zonal_compiler::dns::rdata::Slot;
use zonal_compiler::dns::schema::FieldKind;
use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{Expr, ExprKind, Include, ItemKind, Record, Statement};

use super::declared::{self, Kind};
use super::page::{Line, Page};
use super::{names, slots, ttl, walk};
use crate::session::analysis::Analysis;
use crate::session::made::MadeRecord;
use crate::session::snapshot::{Back, View};

/// How many records of one statement are looked at: those of a template that a thousand zones include say no more.
const RECORDS: usize = 64;

/// A hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The byte that it stands at.
    pub at: u32,
    /// What it says.
    pub label: String,
    /// How it stands to what is written.
    pub side: Side,
    /// What it is about.
    pub about: About,
    /// More about it.
    pub page: Page,
}

/// How a hint stands to what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// It stands before it, with a blank between.
    Before,
    /// It stands behind it, with a blank between.
    Behind,
    /// It goes on with it.
    Joined,
}

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The TTL of a record without one of its own.
    Ttl,
    /// The rest of a relative name.
    Name,
    /// The name of a field that holds a number.
    Field,
    /// The name of a parameter.
    Parameter,
}

/// The hints within a span of a document.
#[must_use]
pub fn within(view: &View, span: Span) -> Vec<Hint> {
    let known = view.analysis.as_deref().zip(view.back());
    let mut gathered = Gathered { view, known, hints: Vec::new() };
    walk::statements_within(view.file.tree(), span, &mut |statement| match statement {
        Statement::Record(record) => gathered.record(statement, record),
        Statement::Include(include) => gathered.include(include),
        Statement::Owner(_)
        | Statement::On(_)
        | Statement::Under(_)
        | Statement::For(_)
        | Statement::If(_)
        | Statement::Let(_)
        | Statement::Ttl(_)
        | Statement::Allow(_)
        | Statement::Policy(_)
        | Statement::Nameservers(_)
        | Statement::Ignore(_)
        | Statement::Error(_) => {}
    });
    gathered.hints.retain(|hint| span.touches(hint.at));
    gathered.hints
}

struct Gathered<'v> {
    view: &'v View,
    known: Option<(&'v Analysis, Back)>,
    hints: Vec<Hint>,
}

impl<'v> Gathered<'v> {
    fn put(&mut self, at: u32, label: String, (side, about): (Side, About), page: Page) {
        self.hints.push(Hint { at, label, side, about, page });
    }

    fn record(&mut self, statement: &Statement, record: &Record) {
        let file = &self.view.file;
        let made: Vec<MadeRecord<'v>> = match self.known {
            Some((analysis, back)) => names::made_by(analysis, back, record).take(RECORDS).collect(),
            None => Vec::new(),
        };
        for (id, slot) in slots::of_record(file, record) {
            let (Slot::Field(field), expr) = (slot, file.tree().exprs[id]) else { continue };
            if !matches!(expr.kind, ExprKind::Word) {
                continue;
            }
            match field.kind {
                FieldKind::U8 | FieldKind::U16 | FieldKind::U32 if is_digits(file.of(expr.span)) => {
                    let line = Line::code(field.name).and(format!(": {} ", field.doc)).and_rfcs(field.rfc);
                    let label = format!("{}:", field.name);
                    self.put(expr.span.start, label, (Side::Before, About::Field), Page::of(line));
                }
                FieldKind::Name => self.target(&made, expr, field.name),
                FieldKind::U8
                | FieldKind::U16
                | FieldKind::U32
                | FieldKind::Duration
                | FieldKind::Ipv4
                | FieldKind::Ipv6
                | FieldKind::Mailbox
                | FieldKind::CharacterString
                | FieldKind::Texts
                | FieldKind::Text
                | FieldKind::CaaTag
                | FieldKind::Hex
                | FieldKind::Base64
                | FieldKind::SvcParams
                | FieldKind::Location
                | FieldKind::RecordType
                | FieldKind::RecordTypes
                | FieldKind::Timestamp => {}
            }
        }
        self.ttl(&made, statement, record);
    }

    /// The rest of a relative name, if all records say the same.
    fn target(&mut self, made: &[MadeRecord<'_>], expr: Expr, field: &str) {
        let word = self.view.file.of(expr.span);
        let Some((_, back)) = self.known.filter(|_| !word.ends_with('.')) else { return };
        let targets = names::targets(made, back, expr, field);
        let [wire] = targets.as_slice() else { return };
        let mut full = String::new();
        // Writing into a String cannot fail.
        let _ = name::write(wire, &mut full);
        let page = Page::of(Line::of("in full: ").and_code(full.as_str()));
        let rest = full.strip_prefix(&word.to_ascii_lowercase()).filter(|rest| rest.starts_with('.'));
        match rest {
            Some(rest) => {
                self.put(expr.span.end, rest.to_owned(), (Side::Joined, About::Name), page);
            }
            None => self.put(expr.span.end, format!("= {full}"), (Side::Behind, About::Name), page),
        }
    }

    /// The TTL of a record without one of its own, if all records have the same.
    fn ttl(&mut self, made: &[MadeRecord<'_>], statement: &Statement, record: &Record) {
        let tree = self.view.file.tree();
        let writes_ttl =
            tree.exprs.slice(record.values).iter().any(|expr| matches!(expr.kind, ExprKind::Ttl(_)));
        if writes_ttl || record.keyword == RecordKeyword::Alias {
            return;
        }
        let (Some(first), Some((analysis, _))) = (made.first(), self.known) else { return };
        let seconds = first.zone.sets[first.set].ttl;
        if made.iter().any(|made| made.zone.sets[made.set].ttl != seconds) {
            return;
        }
        let page = Page::of(
            Line::of(format!("{}: ", ttl::in_words(seconds)))
                .then(ttl::reason(analysis, first.zone, first.set)),
        );
        let label = format!("ttl {}", duration::display(seconds));
        let end = walk::statement_span(tree, statement).end;
        self.put(end, label, (Side::Behind, About::Ttl), page);
    }

    fn include(&mut self, include: &Include) {
        let view = self.view;
        let positional = |argument: &&zonal_compiler::syntax::ast::Argument| argument.name.is_none();
        if !include.arguments.iter().any(|argument| positional(&argument)) {
            return;
        }
        let found = declared::find(view, Kind::Template, view.file.of(include.template));
        let Some((file, ItemKind::Template(template))) = found.map(|(file, item)| (file, &item.kind)) else {
            return;
        };
        for (argument, parameter) in include.arguments.iter().zip(&template.parameters) {
            let value = view.file.tree().exprs[argument.value].span;
            let name = file.of(parameter.name);
            if argument.name.is_some() || view.file.of(value).strip_prefix('$') == Some(name) {
                continue;
            }
            let page = Page::default().code(file.of(parameter.span));
            self.put(value.start, format!("{name}:"), (Side::Before, About::Parameter), page);
        }
    }
}

fn is_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::page::Markup;

    const TEXT: &str = r#"
provider a = zonefile { directory "a" }
policy p default {
  ttl short 1m
  ttl long  1h for MX
}
template t(host: String, n: Int = 1) {
  "${host}"  CNAME  www
}
zone example.com on a {
  @    MX     10 mail, 20 mx.example.net.
  www  A      192.0.2.1  ttl 5m
  api  CNAME  @
  _s._tcp  SRV  1 2 3 WWW
  under eu {
    x  CNAME  www
    ü  CNAME  bücher
  }
  for n in 1..2 { "h-${n}" CNAME "t-${n}" }
  include t("x", 2)
  include t(host: "y")
}
zone example.org on a { include t("z") }
"#;

    fn shown(view: &View, span: Span) -> String {
        let mut text = view.file.of(span).to_owned();
        let mut hints = within(view, span);
        hints.sort_by_key(|hint| hint.at);
        for hint in hints.iter().rev() {
            let label = match hint.side {
                Side::Before => format!("‹{}› ", hint.label),
                Side::Behind => format!(" ‹{}›", hint.label),
                Side::Joined => format!("‹{}›", hint.label),
            };
            text.insert_str((hint.at - span.start) as usize, &label);
        }
        text
    }

    #[test]
    fn what_is_not_written_is_shown() {
        let view = View::alone(TEXT);
        insta::assert_snapshot!(shown(&view, Span::new(0, TEXT.len() as u32)));
    }

    #[test]
    fn only_the_range_is_looked_at() {
        let view = View::alone(TEXT);
        let start = TEXT.find("  api").unwrap() as u32;
        let line = shown(&view, Span::new(start, start + 15));
        assert_eq!(line, "  api  CNAME  @ ‹= example.com.› ‹ttl 5m›");
    }

    #[test]
    fn a_tooltip_says_where_it_comes_from() {
        let view = View::alone(TEXT);
        let hints = within(&view, Span::new(0, TEXT.len() as u32));
        let pages: Vec<_> = hints.iter().map(|hint| hint.page.text(Markup::Plain)).collect();
        assert!(pages.contains(&"1 hour: class long of policy p, which serves MX".to_owned()), "{pages:?}");
        assert!(pages.contains(&"in full: mail.example.com.".to_owned()), "{pages:?}");
        assert!(pages.contains(&"host: String".to_owned()), "{pages:?}");
    }
}
