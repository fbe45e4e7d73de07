//! The forms of declarations, statements and policy lines, with what each is for.
//!
//! The parser does not read these tables; they are what people are shown of the language where they write it.

/// A form of the language that begins with a word of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// The word or words that it begins with.
    pub word: &'static str,
    /// How it is written; capitals stand for what the author chooses.
    pub form: &'static str,
    /// What it is for.
    pub doc: &'static str,
}

const fn form(word: &'static str, form: &'static str, doc: &'static str) -> Form {
    Form { word, form, doc }
}

/// The declarations of the top level.
pub const DECLARATIONS: &[Form] = &[
    form("zone", "zone NAME, NAME on PROVIDERS { … }", "one zone, or several alike"),
    form("provider", "provider NAME = KIND { … }", "a place where zones live, or a group of such places"),
    form(
        "policy",
        "policy NAME [default] { … }",
        "the rules that zones live by: TTL classes, guards, levels of rules",
    ),
    form("template", "template NAME(PARAMETERS) { … }", "statements to be included in zones"),
    form("let", "let NAME = EXPRESSION", "a variable for every file"),
    form("health", "health NAME = KIND { … }", "a check that takes a routed set out of the answers"),
    form("extend zone", "extend zone NAME { … }", "more of a zone that another file declares"),
];

/// Where a statement may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In every block of a zone, an `extend zone` or a template.
    Anywhere,
    /// Everywhere but in an owner block.
    OutsideOwners,
    /// Directly in the block of a `zone`.
    InZone,
}

/// The statements that begin with a word of their own, each with where it may stand.
pub const STATEMENTS: &[(Form, Stands)] = &[
    (form("on", "on PROVIDERS STATEMENT", "for these providers alone"), Stands::Anywhere),
    (
        form("include", "include TEMPLATE(ARGUMENTS)", "the template's statements, here"),
        Stands::OutsideOwners,
    ),
    (form("under", "under NAME { … }", "relative names, and `@`, are below NAME"), Stands::OutsideOwners),
    (form("ttl", "ttl DURATION-or-CLASS [for TYPES]", "the TTL of the block's records"), Stands::Anywhere),
    (form("allow", "allow(RULE: \"why\")", "the block may break a rule, for a reason"), Stands::Anywhere),
    (form("for", "for X in LIST { … }", "the block, once for each element"), Stands::Anywhere),
    (form("if", "if CONDITION { … } else { … }", "one of the blocks"), Stands::Anywhere),
    (
        form("let", "let NAME = EXPRESSION", "a variable from the next line to the block's end"),
        Stands::Anywhere,
    ),
    (
        form(
            "ignore",
            "ignore \"PATTERN\" TYPES \"why\"",
            "records that someone else owns: never changed, never drift",
        ),
        Stands::OutsideOwners,
    ),
    (form("policy", "policy A, B", "the policies of the zone"), Stands::InZone),
    (form("nameservers", "nameservers NAME, …", "the apex NS set"), Stands::InZone),
];

/// The lines of a policy.
pub const POLICY_LINES: &[Form] = &[
    form("ttl", "ttl CLASS DURATION [default] [for TYPES]", "a TTL with a name"),
    form("max-change", "max-change PERCENT", "a plan that changes more of a zone than this is refused"),
    form(
        "max-updates",
        "max-updates COUNT",
        "a plan that updates more record sets of a zone than this is refused",
    ),
    form(
        "max-deletes",
        "max-deletes COUNT",
        "a plan that deletes more record sets of a zone than this is refused",
    ),
    form(
        "negative-ttl",
        "negative-ttl DURATION",
        "for how long it may be cached that something is not there",
    ),
    form("confirm", "confirm TYPES", "a change to one of these types needs explicit confirmation"),
    form("off", "off RULES", "these rules find nothing"),
    form("warn", "warn RULES", "what these rules find is a warning"),
    form("deny", "deny RULES", "what these rules find is an error that `allow` excuses"),
    form(
        "forbid",
        "forbid TYPES [at PATTERN] [to PATTERN] \"why\"",
        "no such record, or with the names of rules: an error that nothing excuses",
    ),
    form(
        "require",
        "require TYPES at PATTERN \"why\"",
        "each name that the pattern covers must have these types",
    ),
];
