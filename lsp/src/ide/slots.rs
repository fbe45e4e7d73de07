//! Which field of its record type a value of a record statement falls in.

use zonal_compiler::dns::keyword::RecordKeyword;
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata::{Context, Encoder, Slot, Word};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{self, FieldKind};
use zonal_compiler::eval::BUILTINS;
use zonal_compiler::syntax::ast::{self, ExprId, ExprKind, Record};

use crate::session::snapshot::File;

/// The slot of every value of a record statement, tuples and lists of records taken apart. What stands behind a
/// variable that may hold several fields is not known, nor is anything in a builder or an `ALIAS`.
#[must_use]
pub fn of_record(file: &File, record: &Record) -> Vec<(ExprId, Slot)> {
    let RecordKeyword::Type(rtype) = record.keyword else { return Vec::new() };
    let tree = file.tree();
    let mut slots = Vec::new();
    let mut group: Vec<ExprId> = Vec::new();
    for id in record.values.ids() {
        if matches!(tree.exprs[id].kind, ExprKind::Comma) {
            of_group(file, rtype, &group, &mut slots);
            group.clear();
        } else if !modifies(file, tree.exprs[id]) {
            group.push(id);
        }
    }
    of_group(file, rtype, &group, &mut slots);
    slots
}

/// Whether an expression among values changes the record instead of being a value.
#[must_use]
pub fn modifies(file: &File, expr: ast::Expr) -> bool {
    let is_modifier = |call| is_modifier(file.of(file.tree().calls[call].name));
    matches!(expr.kind, ExprKind::Ttl(_)) || matches!(expr.kind, ExprKind::Call(call) if is_modifier(call))
}

/// Whether a call among values changes the record instead of being a value.
#[must_use]
pub fn is_modifier(name: &str) -> bool {
    !BUILTINS.iter().any(|builtin| builtin.name == name)
}

fn of_group(file: &File, rtype: Rtype, group: &[ExprId], slots: &mut Vec<(ExprId, Slot)>) {
    let Some((&first, rest)) = group.split_first() else { return };
    let tree = file.tree();
    if let ExprKind::List(elements) = tree.exprs[first].kind {
        for &element in &tree.lists[elements] {
            of_element(file, rtype, element, rest, slots);
        }
    } else {
        of_element(file, rtype, first, rest, slots);
    }
}

fn of_element(file: &File, rtype: Rtype, element: ExprId, rest: &[ExprId], slots: &mut Vec<(ExprId, Slot)>) {
    let rest = rest.iter().copied();
    if let ExprKind::Tuple(parts) = file.tree().exprs[element].kind {
        of_fields(file, rtype, file.tree().lists[parts].iter().copied().chain(rest), slots);
    } else {
        of_fields(file, rtype, std::iter::once(element).chain(rest), slots);
    }
}

fn of_fields(
    file: &File,
    rtype: Rtype,
    fields: impl Iterator<Item = ExprId>,
    slots: &mut Vec<(ExprId, Slot)>,
) {
    let Some(schema) = schema::of(rtype) else { return };
    let tree = file.tree();
    let mut out = Vec::new();
    let context = Context { notation: Notation::Zonal, origin: Some(&[0]) };
    let mut encoder = Encoder::new(schema, context, &mut out);
    for (position, id) in fields.enumerate() {
        let expr = tree.exprs[id];
        let goes_on = if let Some(text) = literal(file, expr) {
            let word = Word { text: text.as_bytes(), quoted: matches!(expr.kind, ExprKind::Str) };
            of_word(&mut encoder, id, word, slots)
        } else if let ExprKind::List(elements) = expr.kind {
            of_list(file, &mut encoder, id, &tree.lists[elements], slots)
        } else {
            let slot = encoder.slot(None);
            slots.push((id, slot));
            let may_hold_several =
                matches!(expr.kind, ExprKind::Variable) && position == 0 && schema.fields.len() > 1;
            if may_hold_several || is_param(slot) {
                return;
            }
            encoder.skip();
            true
        };
        if !goes_on {
            return;
        }
    }
}

/// Says whether the slots behind a word are known.
fn of_word(encoder: &mut Encoder<'_>, id: ExprId, word: Word<'_>, slots: &mut Vec<(ExprId, Slot)>) -> bool {
    let slot = encoder.slot(Some(word));
    slots.push((id, slot));
    let fits = match slot {
        Slot::Field(field) if matches!(field.kind, FieldKind::Name | FieldKind::Mailbox) => {
            encoder.name(&[0]).is_ok()
        }
        Slot::Field(_) | Slot::ParamKey(_) | Slot::ParamValue(..) => encoder.word(word).is_ok(),
        Slot::Full => return false,
    };
    // A word that does not fit is told by the compiler; the next one may fit all the same.
    fits || !is_param(slot)
}

/// Says whether the slots behind a list are known.
fn of_list(
    file: &File,
    encoder: &mut Encoder<'_>,
    id: ExprId,
    elements: &[ExprId],
    slots: &mut Vec<(ExprId, Slot)>,
) -> bool {
    let slot = encoder.slot(None);
    slots.push((id, slot));
    slots.extend(elements.iter().map(|&element| (element, slot)));
    let exprs = elements.iter().map(|&id| file.tree().exprs[id]);
    let words = exprs.filter(|expr| matches!(expr.kind, ExprKind::Word));
    let words: Vec<Word<'_>> = words.map(|expr| Word::bare(file.of(expr.span))).collect();
    encoder.list(&words).is_ok()
}

const fn is_param(slot: Slot) -> bool {
    matches!(slot, Slot::ParamKey(_) | Slot::ParamValue(..))
}

/// The text of a word or a string without insertions, as a name is read from it.
#[must_use]
pub fn literal(file: &File, expr: ast::Expr) -> Option<&str> {
    let text = file.of(expr.span);
    if matches!(expr.kind, ExprKind::Str) {
        return Some(text.trim_matches('"'));
    }
    matches!(expr.kind, ExprKind::Word).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::walk;
    use crate::session::snapshot::View;

    fn slots(record: &str) -> Vec<String> {
        let view = View::alone(&format!("zone example.com on a {{\n  {record}\n}}\n"));
        let tree = view.file.tree();
        let mut found = Vec::new();
        walk::statements(tree, &mut |_, statement| {
            if let ast::Statement::Record(record) = statement {
                for (id, slot) in of_record(&view.file, record) {
                    let shown = match slot {
                        Slot::Field(field) => field.name.to_owned(),
                        Slot::ParamKey(_) => "key".to_owned(),
                        Slot::ParamValue(_, spec) => format!("value of {}", spec.name),
                        Slot::Full => "full".to_owned(),
                    };
                    found.push(format!("{} {shown}", view.file.of(tree.exprs[id].span)));
                }
            }
        });
        found
    }

    #[test]
    fn words_fall_in_fields() {
        assert_eq!(
            slots("@ MX 10 mail, [(20, b)] ttl 5m"),
            ["10 preference", "mail exchange", "20 preference", "b exchange"]
        );
        assert_eq!(slots("@ CAA issue \"x\""), ["issue tag", "\"x\" value"]);
        assert_eq!(slots("@ CAA critical issue \"x\""), ["critical flags", "issue tag", "\"x\" value"]);
        assert_eq!(slots("@ MX $n mail"), ["$n preference"]);
        assert_eq!(
            slots("@ HTTPS 1 . alpn [h2, h3] port 8443"),
            [
                "1 priority",
                ". target",
                "alpn key",
                "[h2, h3] value of alpn",
                "h2 value of alpn",
                "h3 value of alpn",
                "port key",
                "8443 value of port"
            ]
        );
        assert_eq!(slots("@ TXT \"a\" \"b\""), ["\"a\" text", "\"b\" text"]);
        assert_eq!(slots("_x._tcp SRV a 2 3 x"), ["a priority", "2 weight", "3 port", "x target"]);
    }
}
