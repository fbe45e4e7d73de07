//! The list of all rules, made from the files in `lint/rules/` when the crate is built.

use super::Rule;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// A rule with its page.
pub struct Entry {
    /// The rule.
    pub rule: &'static Rule,
    /// Its page, in Markdown: what, why, bad, good, options, references.
    pub page: &'static str,
}

/// The position of a rule in [`ENTRIES`].
pub type RuleId = u16;

/// Finds a rule by its name.
#[must_use]
pub fn find(name: &str) -> Option<RuleId> {
    ENTRIES
        .iter()
        .position(|entry| entry.rule.name == name)
        .and_then(|position| RuleId::try_from(position).ok())
}

/// The rule at a position.
#[must_use]
pub fn rule(id: RuleId) -> Option<&'static Rule> {
    ENTRIES.get(usize::from(id)).map(|entry| entry.rule)
}

/// The names of all rules, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().map(|entry| entry.rule.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_named_as_its_file_and_has_a_page() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lint/rules");
        for entry in ENTRIES {
            let file = folder.join(format!("{}.rs", entry.rule.name.replace('-', "_")));
            assert!(file.exists(), "{}: its file should be {}", entry.rule.name, file.display());
            for heading in ["## What it does", "## Why it is bad", "## Example", "## References"] {
                assert!(entry.page.contains(heading), "{}: its page lacks `{heading}`", entry.rule.name);
            }
        }
    }
}
