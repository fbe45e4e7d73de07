//! # idn-confusable
//!
//! ## What it does
//! Finds a Unicode label that mixes scripts, or that is written in Cyrillic letters which all look like Latin ones.
//!
//! ## Why it is bad
//! Nobody can tell `раypal` from `paypal` by eye, nor review it. Most often one letter came from another keyboard;
//! browsers show such a name as `xn--…`.
//!
//! ## Example
//! Bad:
//! ```zonal
//! zone example.com on dns {
//!   "bаnk"  A  93.184.215.14
//! }
//! ```
//!
//! Good:
//! ```zonal
//! zone example.com on dns {
//!   bank  A  93.184.215.14
//!   банк  A  93.184.215.14
//! }
//! ```
//!
//! ## References
//! - UTS 39 sections 4 and 5

use icu_properties::CodePointMapData;
use icu_properties::props::Script;

use crate::dns::name::Name;
use crate::lint::{Check, Finding, Findings, Level, Rule, ZoneContext};
use crate::zone::NodeId;

pub const RULE: Rule = Rule {
    name: "idn-confusable",
    summary: "a Unicode label that looks like another one",
    level: Level::Warn,
    checks: &[Check::Zone(check)],
};

/// Scripts that are written together (UTS 39 section 5.2, "highly restrictive").
const TOGETHER: [&[Script]; 3] = [
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Latin, Script::Han, Script::Bopomofo],
    &[Script::Latin, Script::Han, Script::Hangul],
];

/// The Cyrillic letters that look like Latin ones in lower case.
const LATIN_LOOKING: &str = "асԁеһіјӏорԛѕԝхуѵ";

fn check(context: &ZoneContext<'_>, findings: &mut Findings) {
    let names = &context.zone.names;
    for node in names.iter().filter(|&node| names.label(node).starts_with(b"xn--")) {
        let Some(label) = Name::from_labels([names.label(node)]) else { continue };
        let label = label.unicode().to_string();
        if let Some(why) = confusable(&label) {
            findings.extend(finding(context, node, &label, &why));
        }
    }
}

/// Why a label is mistaken for another one, if it is.
fn confusable(label: &str) -> Option<String> {
    let map = CodePointMapData::<Script>::new();
    let mut scripts: Vec<Script> = Vec::new();
    for letter in label.chars() {
        let script = map.get(letter);
        if ![Script::Common, Script::Inherited].contains(&script) && !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    if scripts == [Script::Cyrillic] && label.chars().all(|letter| LATIN_LOOKING.contains(letter)) {
        return Some("every letter is Cyrillic and looks Latin".to_owned());
    }
    let fits = |together: &&[Script]| scripts.iter().all(|script| together.contains(script));
    if scripts.len() < 2 || TOGETHER.iter().any(fits) {
        return None;
    }
    let foreign = label.chars().find(|&letter| Some(&map.get(letter)) == scripts.get(1))?;
    Some(format!("its `{foreign}` (U+{:04X}) is of another script than what stands before", u32::from(foreign)))
}

/// The finding at the first record at or below the name that carries the label.
fn finding(context: &ZoneContext<'_>, node: NodeId, label: &str, why: &str) -> Option<Finding> {
    let zone = context.zone;
    let is_below = |other: &NodeId| *other == node || zone.names.ancestors(*other).any(|above| above == node);
    // A name comes directly before the names below it that brought it into the tree.
    let onwards = zone.names.iter().skip(node.index());
    let mut owners = onwards.filter(|other| zone.names.first_set(*other).is_some());
    let set = zone.names.first_set(owners.find(is_below)?)?;
    let site = zone.site_of(set);
    let a_label = String::from_utf8_lossy(zone.names.label(node));
    Some(
        Finding::new(zone.sites[site].owner_at(), format!("the label `{label}` can be taken for another one"))
            .site(site)
            .here(why)
            .note(format!("in the DNS it is `{a_label}`"))
            .help("type the name again on one keyboard")
            .excuse("; if it is meant, say why: `allow(idn-confusable: \"…\")`"),
    )
}

#[cfg(test)]
mod tests {
    use super::confusable;

    #[test]
    fn scripts_are_mixed_only_where_people_mix_them() {
        assert!(confusable("bаnk").is_some());
        assert!(confusable("раураӏ").is_some());
        for fine in ["банк", "münchen", "東京tower", "お茶アイス", "서울", "αθήνα", "пример"] {
            assert_eq!(confusable(fine), None, "{fine}");
        }
    }
}
