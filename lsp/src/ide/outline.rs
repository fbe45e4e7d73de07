//! What a file declares, as a tree: zones, their owners, and the types of record there.

use zonal_compiler::source::Span;
use zonal_compiler::syntax::ast::{self, Block, Item, ItemKind, PolicyRuleKind, Record, Statement};

use super::walk;
use crate::session::snapshot::File;

/// How many entries an outline has at most. A file with more is shown without the records at each owner; what is over
/// the limit even so is left out, and the last entry says how much that is. No one reads more, and editors that are
/// sent more stand still.
pub const MOST_ENTRIES: usize = 5_000;

/// How many bytes of a value are shown.
const DETAIL: usize = 60;

/// An entry of an outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// More about it; may be empty.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// All of it.
    pub whole: Span,
    /// Its name in the text.
    pub at: Span,
    /// What it holds.
    pub children: Vec<Self>,
}

/// The kinds of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A zone, or more of one.
    Zone,
    /// A template.
    Template,
    /// A provider or a group.
    Provider,
    /// A policy.
    Policy,
    /// A TTL class.
    TtlClass,
    /// A health check.
    Health,
    /// A variable.
    Variable,
    /// An `under`.
    Under,
    /// An include.
    Include,
    /// A name that owns records.
    Owner,
    /// The records of one statement.
    Records,
    /// What was left out.
    Rest,
}

/// The outline of a file.
#[must_use]
pub fn of(file: &File) -> Vec<Entry> {
    let tree = file.tree();
    let (mut owners, mut records) = (0, 0);
    walk::statements(tree, &mut |_, statement| {
        let is_record = matches!(statement, Statement::Record(record) if record.owner.is_none());
        if is_record { records += 1 } else { owners += 1 }
    });
    let level =
        if tree.items.len() + owners + records > MOST_ENTRIES { Level::Owners } else { Level::Records };
    let mut outline =
        Outline { file, tree, level, left: MOST_ENTRIES, dropped: 0, dropped_at: Span::default() };
    let mut entries: Vec<Entry> = tree.items.iter().filter_map(|item| outline.item(item)).collect();
    if outline.dropped > 0 {
        let name = format!("… {} more", outline.dropped);
        entries.push(leaf(name, Kind::Rest, outline.dropped_at, outline.dropped_at));
    }
    entries
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Owners,
    Records,
}

struct Outline<'f> {
    file: &'f File,
    tree: &'f ast::File,
    level: Level,
    left: usize,
    dropped: usize,
    dropped_at: Span,
}

fn leaf(name: String, kind: Kind, whole: Span, at: Span) -> Entry {
    // Clients refuse a symbol without a name.
    let name = if name.is_empty() { "?".to_owned() } else { name };
    Entry { name, detail: String::new(), kind, whole: whole.to(at), at, children: Vec::new() }
}

impl Outline<'_> {
    fn text(&self, span: Span) -> String {
        self.file.of(span).to_owned()
    }

    /// A stretch of the source in one line, cut where it is long.
    fn brief(&self, span: Span) -> String {
        let text = self.file.of(span);
        let mut cut = text.len().min(DETAIL);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let brief = text.get(..cut).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        if cut < text.len() { format!("{brief}…") } else { brief }
    }

    fn item(&mut self, item: &Item) -> Option<Entry> {
        if !self.has_room(item.span) {
            return None;
        }
        let mut entry = match &item.kind {
            ItemKind::Zone(zone) => {
                let spans: Vec<Span> = zone.names.iter().map(|id| self.tree.exprs[*id].span).collect();
                let names: Vec<&str> = spans.iter().map(|span| self.file.of(*span)).collect();
                let at = spans.first().copied().unwrap_or(item.span);
                let mut entry = leaf(names.join(", "), Kind::Zone, item.span, at);
                let providers: Vec<&str> = zone.providers.iter().map(|span| self.file.of(*span)).collect();
                if !providers.is_empty() {
                    entry.detail = format!("on {}", providers.join(", "));
                }
                entry
            }
            ItemKind::Extend(extend) => {
                let at = self.tree.exprs[extend.name].span;
                Entry { detail: "extend".to_owned(), ..leaf(self.text(at), Kind::Zone, item.span, at) }
            }
            ItemKind::Template(node) => {
                let names: Vec<&str> =
                    node.parameters.iter().map(|parameter| self.file.of(parameter.name)).collect();
                let entry = leaf(self.text(node.name), Kind::Template, item.span, node.name);
                Entry { detail: format!("({})", names.join(", ")), ..entry }
            }
            ItemKind::Provider(node) => leaf(self.text(node.name), Kind::Provider, item.span, node.name),
            ItemKind::Policy(node) => {
                let mut entry = leaf(self.text(node.name), Kind::Policy, item.span, node.name);
                for rule in &node.rules {
                    if let PolicyRuleKind::Ttl { class, duration, .. } = rule.kind {
                        let detail = self.brief(self.tree.exprs[duration].span);
                        let child = leaf(self.text(class), Kind::TtlClass, rule.span, class);
                        entry.children.push(Entry { detail, ..child });
                    }
                }
                entry
            }
            ItemKind::Let(node) => {
                let detail = self.brief(self.tree.exprs[node.value].span);
                Entry { detail, ..leaf(self.text(node.name), Kind::Variable, item.span, node.name) }
            }
            ItemKind::Health(node) => leaf(self.text(node.name), Kind::Health, item.span, node.name),
            ItemKind::Error => return None,
        };
        if let Some(body) = walk::body_of(item) {
            self.block(body, &mut entry.children);
        }
        Some(entry)
    }

    /// Whether one more entry may be made; if not, it is counted as left out.
    fn has_room(&mut self, at: Span) -> bool {
        if let Some(left) = self.left.checked_sub(1) {
            self.left = left;
            return true;
        }
        if self.dropped == 0 {
            self.dropped_at = Span::at(at.start);
        }
        self.dropped += 1;
        false
    }

    fn block(&mut self, block: &Block, entries: &mut Vec<Entry>) {
        for statement in &block.statements {
            self.statement(statement, entries);
        }
    }

    fn statement(&mut self, statement: &Statement, entries: &mut Vec<Entry>) {
        let whole = walk::statement_span(self.tree, statement);
        match statement {
            Statement::Record(record) => self.record(record, whole, entries),
            Statement::Owner(owner) => {
                let at = self.tree.exprs[owner.owner].span;
                let mut entry = leaf(self.text(at), Kind::Owner, whole, at);
                if self.has_room(whole) {
                    self.block(&owner.body, &mut entry.children);
                    entry.detail = types(&entry.children);
                    if self.level == Level::Owners {
                        entry.children.clear();
                    }
                    entries.push(entry);
                }
            }
            Statement::Under(under) => {
                let at = self.tree.exprs[under.name].span;
                let mut entry = leaf(format!("under {}", self.file.of(at)), Kind::Under, whole, at);
                if self.has_room(whole) {
                    self.block(&under.body, &mut entry.children);
                    entries.push(entry);
                }
            }
            Statement::Include(include) => {
                let name = format!("include {}", self.file.of(include.template));
                if self.has_room(whole) {
                    entries.push(leaf(name, Kind::Include, whole, include.template));
                }
            }
            Statement::Let(binding) => {
                let detail = self.brief(self.tree.exprs[binding.value].span);
                let entry = leaf(self.text(binding.name), Kind::Variable, whole, binding.name);
                if self.has_room(whole) {
                    entries.push(Entry { detail, ..entry });
                }
            }
            Statement::On(_) | Statement::For(_) | Statement::If(_) => {
                walk::blocks_of(statement).for_each(|inner| self.block(inner, entries));
            }
            Statement::Ttl(_)
            | Statement::Allow(_)
            | Statement::Policy(_)
            | Statement::Nameservers(_)
            | Statement::Ignore(_)
            | Statement::Error(_) => {}
        }
    }

    /// The records of one statement: an owner with its one type, a type of the owner before if that is the same, or a
    /// type of the owner block around.
    fn record(&mut self, record: &Record, whole: Span, entries: &mut Vec<Entry>) {
        let rtype = self.text(record.type_span);
        let values = self.tree.exprs.slice(record.values);
        let values = values.iter().map(|expr| expr.span).reduce(Span::to);
        let detail = values.map(|span| self.brief(span)).unwrap_or_default();
        let of_type = Entry { detail, ..leaf(rtype, Kind::Records, whole, record.type_span) };
        let Some(owner) = record.owner.map(|id| self.tree.exprs[id].span) else {
            if self.level == Level::Owners || self.has_room(whole) {
                entries.push(of_type);
            }
            return;
        };
        let name = self.text(owner);
        if let Some(last) = entries.last_mut().filter(|last| last.kind == Kind::Owner && last.name == name) {
            last.whole = last.whole.to(whole);
            last.detail = format!("{}, {}", last.detail, of_type.name);
            if self.level == Level::Records && self.left > 0 {
                self.left -= 1;
                last.children.push(of_type);
            }
            return;
        }
        if self.has_room(whole) {
            let mut entry = leaf(name, Kind::Owner, whole, owner);
            entry.detail.clone_from(&of_type.name);
            if self.level == Level::Records {
                entry.children.push(of_type);
            }
            entries.push(entry);
        }
    }
}

/// The types among entries, each once.
fn types(entries: &[Entry]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Records) {
        if !names.contains(&entry.name.as_str()) {
            names.push(&entry.name);
        }
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::snapshot::View;

    fn shown(entries: &[Entry], depth: usize, out: &mut String) {
        for entry in entries {
            *out += &format!("{}{} {}\n", "  ".repeat(depth), entry.name, entry.detail);
            assert!(entry.whole.start <= entry.at.start && entry.at.end <= entry.whole.end, "{entry:?}");
            shown(&entry.children, depth + 1, out);
        }
    }

    fn outline(text: &str) -> String {
        let mut out = String::new();
        shown(&of(&View::alone(text).file), 0, &mut out);
        out
    }

    #[test]
    fn zones_hold_owners_and_owners_types() {
        let text = "policy p { ttl short 1m }\nlet x = 5\ntemplate t(a: Int) { w A 192.0.2.1 }\n\
            zone a.example, b.example on p {\n  @ MX 10 mail\n  @ TXT \"é\"\n  www { on p A 192.0.2.1\n    TXT \"x\" }\n  \
            under eu { web A 192.0.2.1 }\n  include t(1)\n  for n in 1..2 { \"n-${n}\" A 192.0.2.1 }\n}\n";
        let expected = "\
p 
  short 1m
x 5
t (a)
  w A
    A 192.0.2.1
a.example, b.example on p
  @ MX, TXT
    MX 10 mail
    TXT \"é\"
  www A, TXT
    A 192.0.2.1
    TXT \"x\"
  under eu 
    web A
      A 192.0.2.1
  include t 
  \"n-${n}\" A
    A 192.0.2.1
";
        assert_eq!(outline(text), expected);
    }

    #[test]
    fn a_broken_file_has_the_outline_of_what_can_be_read() {
        let found =
            outline("zone a.example on p {\r\n  ü = =\r\n  www A 192.0.2.9\r\n  = A 192.0.2.1\r\n  mail A 1");
        assert!(found.contains("www A"), "{found}");
        assert_eq!(outline("zone"), "");
    }

    #[test]
    fn a_long_file_loses_records_first_and_then_says_how_many_owners_it_lost() {
        let zone = |count: usize| {
            let lines: String =
                (0..count).map(|n| format!("  n{n} {{ A 192.0.2.1\n TXT \"x\" }}\n")).collect();
            format!("zone a.example on p {{\n{lines}}}\n")
        };
        let view = View::alone(&zone(4_000));
        let entries = of(&view.file);
        assert_eq!(entries[0].children.len(), 4_000);
        assert!(
            entries[0].children.iter().all(|owner| owner.children.is_empty() && owner.detail == "A, TXT")
        );
        let view = View::alone(&zone(MOST_ENTRIES + 100));
        let entries = of(&view.file);
        assert_eq!(entries[0].children.len(), MOST_ENTRIES - 1);
        assert_eq!(entries[1].name, "… 101 more");
    }
}
