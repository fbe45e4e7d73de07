//! The words of the language that are no names, and what each of them says: for hover and highlighting.

use super::forms::{DECLARATIONS, Form, POLICY_LINES, STATEMENTS};

/// Where a word has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// It begins a declaration.
    Declaration,
    /// It begins a statement of a block.
    Statement,
    /// It stands within the head of a declaration or a statement.
    Head,
    /// It begins a line of a policy.
    Policy,
    /// It stands behind the values of a record.
    Modifier,
    /// It stands between or before values.
    Operator,
}

impl Place {
    /// Every place.
    pub const ALL: [Self; 6] =
        [Self::Declaration, Self::Statement, Self::Head, Self::Policy, Self::Modifier, Self::Operator];
}

const fn word(word: &'static str, place: Place, form: &'static str, doc: &'static str) -> (Place, Form) {
    (place, Form { word, form, doc })
}

/// The words that begin no form of their own.
const WORDS: &[(Place, Form)] = &[
    word("on", Place::Head, "zone NAME on PROVIDER", "Names the providers that serve the zone."),
    word("zone", Place::Head, "extend zone NAME { … }", "Names the zone to extend."),
    word(
        "default",
        Place::Head,
        "policy NAME default { … }",
        "Marks what serves everything that names no other: a policy all zones, a TTL class all types.",
    ),
    word("for", Place::Head, "ttl X for TYPES", "Keeps the TTL to these record types."),
    word("in", Place::Head, "for X in LIST { … }", "Names what is gone through."),
    word("else", Place::Head, "if CONDITION { … } else { … }", "Begins what holds otherwise."),
    word("at", Place::Head, "require TYPES at PATTERN \"why\"", "Names the owners that the line is about."),
    word("to", Place::Head, "forbid TYPES to PATTERN \"why\"", "Names the targets that the line is about."),
    word(
        "ttl",
        Place::Modifier,
        "ttl DURATION-or-CLASS",
        "The TTL of this record set, before all that blocks and policies say.",
    ),
    word(
        "route",
        Place::Modifier,
        "route(set: \"blue\", weight: 90)",
        "Makes this one of several sets of one owner and type that share the answers.",
    ),
    word(
        "env",
        Place::Operator,
        "env(\"NAME\")",
        "The value of an environment variable. It is read when the provider is used, and never printed or stored.",
    ),
    word("and", Place::Operator, "A and B", "Holds if both hold."),
    word("or", Place::Operator, "A or B", "Holds if one of the two holds."),
    word("not", Place::Operator, "not A", "Holds if A does not."),
    word("in", Place::Operator, "A in LIST", "Holds if A is an element of the list."),
];

/// The meaning of a word in a place.
#[must_use]
pub fn find(word: &str, place: Place) -> Option<&'static Form> {
    // `extend zone` begins with two words.
    let begins = |form: &&Form| form.word.split(' ').next() == Some(word);
    match place {
        Place::Declaration => DECLARATIONS.iter().find(begins),
        Place::Statement => STATEMENTS.iter().map(|(form, _)| form).find(begins),
        Place::Policy => POLICY_LINES.iter().find(begins),
        Place::Head | Place::Modifier | Place::Operator => {
            WORDS.iter().find(|(of, form)| *of == place && form.word == word).map(|(_, form)| form)
        }
    }
}

/// Whether a word has a meaning anywhere.
#[must_use]
pub fn is_word(word: &str) -> bool {
    Place::ALL.iter().any(|place| find(word, *place).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_meaning_in_a_place_and_a_sentence_for_it() {
        for (place, form) in WORDS {
            assert!(form.form.contains(form.word) && form.doc.ends_with('.'), "{}", form.word);
            assert_eq!(find(form.word, *place), Some(form), "{} twice", form.word);
        }
    }
}
