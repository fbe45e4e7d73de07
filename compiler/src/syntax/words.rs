//! The words of the language that are no names, and what each of them says: for hover and highlighting.

/// A word with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub word: &'static str,
    /// Where it has this meaning.
    pub place: Place,
    /// The form that it stands in.
    pub form: &'static str,
    /// What it says, in a sentence or two.
    pub doc: &'static str,
}

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

const fn word(word: &'static str, place: Place, form: &'static str, doc: &'static str) -> Word {
    Word { word, place, form, doc }
}

/// Every word, by its place.
pub const WORDS: &[Word] = &[
    word(
        "provider",
        Place::Declaration,
        "provider NAME = KIND { … }",
        "Declares where zones live, or with `provider NAME = a, b` a group that can be used wherever a provider can.",
    ),
    word(
        "policy",
        Place::Declaration,
        "policy NAME [default] { … }",
        "Declares rules that zones live by: TTL classes, levels of rules, and limits of a plan.",
    ),
    word(
        "let",
        Place::Declaration,
        "let NAME = VALUE",
        "Names a value. At the top level every file sees it, in any order.",
    ),
    word(
        "template",
        Place::Declaration,
        "template NAME(PARAMETER: TYPE = DEFAULT) { … }",
        "Declares statements to be used in several places by `include`. It sees its parameters and the top level.",
    ),
    word(
        "zone",
        Place::Declaration,
        "zone NAME, NAME on PROVIDER { … }",
        "Declares a zone and the providers that serve it.",
    ),
    word(
        "extend",
        Place::Declaration,
        "extend zone NAME { … }",
        "Adds statements to a zone that is declared elsewhere.",
    ),
    word(
        "health",
        Place::Declaration,
        "health NAME = KIND { … }",
        "Declares a health check, which `route(health: NAME)` uses.",
    ),
    word(
        "on",
        Place::Statement,
        "on PROVIDER STATEMENT",
        "Keeps a statement or a block to these providers: the only way for providers to differ.",
    ),
    word(
        "under",
        Place::Statement,
        "under NAME { … }",
        "Makes NAME the origin within the block: relative names are below it, and `@` is NAME itself.",
    ),
    word("include", Place::Statement, "include TEMPLATE(ARGUMENTS)", "Expands a template here."),
    word(
        "for",
        Place::Statement,
        "for X in LIST { … }",
        "Repeats a block for each element of a list or number of a range.",
    ),
    word("if", Place::Statement, "if CONDITION { … } else { … }", "Chooses between two blocks."),
    word(
        "let",
        Place::Statement,
        "let NAME = VALUE",
        "Names a value from the next line to the end of the block.",
    ),
    word(
        "ttl",
        Place::Statement,
        "ttl DURATION-or-CLASS [for TYPES]",
        "Sets the TTL of the records of this block, unless a block further in or the record itself says otherwise.",
    ),
    word(
        "allow",
        Place::Statement,
        "allow(RULE: \"why\")",
        "Excuses what a rule finds in this block, with the reason.",
    ),
    word(
        "policy",
        Place::Statement,
        "policy NAME, NAME",
        "Names the policies of this zone, in place of the default one.",
    ),
    word(
        "nameservers",
        Place::Statement,
        "nameservers NAME, NAME",
        "Names the apex NS set, in place of the union of all providers' own name servers.",
    ),
    word(
        "ignore",
        Place::Statement,
        "ignore \"PATTERN\" TYPES \"why\"",
        "Leaves records to someone else: they are never changed, never drift, and cannot be declared.",
    ),
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
        Place::Policy,
        "ttl CLASS DURATION [default] [for TYPES]",
        "Declares a TTL class, which serves the types after `for`, or with `default` whatever names no other.",
    ),
    word("off", Place::Policy, "off RULE, RULE", "Turns rules off."),
    word("warn", Place::Policy, "warn RULE, RULE", "Makes what these rules find a warning."),
    word(
        "deny",
        Place::Policy,
        "deny RULE, RULE",
        "Makes what these rules find an error, which an `allow` with a reason excuses.",
    ),
    word(
        "forbid",
        Place::Policy,
        "forbid RULE, RULE",
        "Makes what these rules find an error that nothing excuses. With types, `forbid CNAME to \"**.example.net.\" \
         \"why\"`, it forbids records.",
    ),
    word(
        "require",
        Place::Policy,
        "require TYPES at PATTERN \"why\"",
        "Asks for a record of one of these types at each owner that the pattern covers.",
    ),
    word(
        "max-change",
        Place::Policy,
        "max-change 10%",
        "Refuses a plan that changes or deletes a larger part of a zone's record sets.",
    ),
    word(
        "max-updates",
        Place::Policy,
        "max-updates 50",
        "Refuses a plan that updates more record sets of a zone.",
    ),
    word(
        "max-deletes",
        Place::Policy,
        "max-deletes 5",
        "Refuses a plan that deletes more record sets of a zone.",
    ),
    word(
        "negative-ttl",
        Place::Policy,
        "negative-ttl 5m",
        "How long resolvers remember that a name or a type does not exist.",
    ),
    word(
        "confirm",
        Place::Policy,
        "confirm MX, NS, SOA",
        "Asks for explicit consent before a record of one of these types changes.",
    ),
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
pub fn find(word: &str, place: Place) -> Option<&'static Word> {
    WORDS.iter().find(|known| known.word == word && known.place == place)
}

/// Whether a word has a meaning anywhere.
#[must_use]
pub fn is_word(word: &str) -> bool {
    WORDS.iter().any(|known| known.word == word)
}

/// The words of a place.
pub fn of_place(place: Place) -> impl Iterator<Item = &'static str> {
    WORDS.iter().filter(move |known| known.place == place).map(|known| known.word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_one_meaning_in_a_place_and_a_sentence_for_it() {
        for (position, word) in WORDS.iter().enumerate() {
            assert!(word.form.contains(word.word), "{}", word.word);
            assert!(word.doc.ends_with('.'), "{}", word.word);
            let twin = |other: &Word| (other.word, other.place) == (word.word, word.place);
            assert!(!WORDS.iter().skip(position + 1).any(twin), "{} twice", word.word);
        }
    }
}
