//! Which record set a message of Route 53 is about. It names sets in many ways; where it names none it quotes a value.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::super::{names, value};
use crate::desired::DesiredSet;
use crate::diff::Change;
use crate::record::{AliasTarget, RecordSet};

/// What stands before the name of a set.
const BEFORE_NAME: [&str; 3] = ["[name='", "DNS name ", "Name="];
/// What stands before its type; in some messages the set itself comes first, so the first of all counts.
const BEFORE_TYPE: [&str; 3] = ["type='", "Type=", "type "];
/// What stands before the name that an alias points at.
const BEFORE_TARGET: &str = "alias that targets ";
/// What stands before a type and a name that belong together.
const BEFORE_BOTH: &str = "resource record set '";

/// The set that a message is about, of those that changes make or leave behind.
pub(super) fn set<'c>(message: &str, changes: &[&'c Change]) -> Option<&'c DesiredSet> {
    let wanted = || changes.iter().filter_map(|change| change.after());
    if let Some(target) = word_after(message, BEFORE_TARGET).and_then(names::read) {
        let rtype = rtype(message);
        return wanted().find(|want| points_at(&want.set, &target) && is_of(&want.set, rtype));
    }
    if let Some((name, rtype)) = owner_and_type(message) {
        let named = wanted().filter(|want| want.set.owner == name && is_of(&want.set, rtype));
        // One identifier may begin another: the longest that the message has is it.
        return named.max_by_key(|want| {
            let set = want.set.route.as_ref().map(|route| &*route.set);
            (set.filter(|set| names_route(message, set)).map(str::len), std::cmp::Reverse(&want.set.owner))
        });
    }
    message
        .contains("Resource Record: '")
        .then(|| wanted().find(|want| is_quoted(&want.set, message)))
        .flatten()
}

fn owner_and_type(message: &str) -> Option<(Name, Option<Rtype>)> {
    if let Some((_, after)) = message.split_once(BEFORE_BOTH) {
        let (rtype, name) = after.split('\'').next()?.split_once(' ')?;
        return Some((names::read(name)?, Rtype::from_mnemonic(rtype)));
    }
    let name = BEFORE_NAME.iter().find_map(|before| word_after(message, before))?;
    Some((names::read(name)?, rtype(message)))
}

fn rtype(message: &str) -> Option<Rtype> {
    let first = BEFORE_TYPE.iter().filter_map(|before| Some((message.find(before)?, before))).min()?.1;
    Rtype::from_mnemonic(word_after(message, first)?)
}

/// The word behind a text, without the marks around it. Names hold neither spaces nor such marks: Route 53 escapes them.
fn word_after<'m>(message: &'m str, before: &str) -> Option<&'m str> {
    let (_, after) = message.split_once(before)?;
    let word = after.split([' ', '\'', ',', ']']).next()?;
    (!word.is_empty()).then_some(word)
}

fn is_of(set: &RecordSet, rtype: Option<Rtype>) -> bool {
    rtype.is_none_or(|rtype| set.rtype == rtype)
}

fn points_at(set: &RecordSet, name: &Name) -> bool {
    matches!(set.alias.as_deref(), Some(AliasTarget::Name { target, .. }) if target == name)
}

fn names_route(message: &str, set: &str) -> bool {
    ["SetIdentifier ", "SetIdentifier=", "set-identifier='"]
        .iter()
        .any(|before| message.split_once(before).is_some_and(|(_, after)| after.starts_with(set)))
}

/// Whether a message quotes a value of a set.
fn is_quoted(set: &RecordSet, message: &str) -> bool {
    let mut text = String::from("'");
    set.rdata.iter().any(|rdata| {
        text.truncate(1);
        value::write(set.rtype, rdata, &mut text);
        text.push('\'');
        message.contains(&text)
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::{alias, create, plain};
    use super::*;
    use crate::record::Route;

    fn routed(set: &str) -> Change {
        let route = Route { set: set.into(), fields: vec![("weight".into(), "1".into())] };
        create(RecordSet { route: Some(route), ..plain("m.z", Rtype::A, "192.0.2.7") })
    }

    #[test]
    fn every_wording_finds_its_set() {
        let changes = [
            create(plain("m.z", Rtype::TXT, "\"a, b\"")),
            create(plain("*.z", Rtype::NS, "ns.example.net.")),
            create(plain("c.z", Rtype::CNAME, "d.z.")),
            create(plain("c.z", Rtype::A, "192.0.2.1")),
            routed("a"),
            routed("ab c"),
            create(alias("x.z", Rtype::A, "nowhere.z")),
            create(alias("x.z", Rtype::AAAA, "nowhere.z")),
        ];
        let changes: Vec<&Change> = changes.iter().collect();
        for (message, wanted) in [
            ("Tried to create resource record set [name='c.z.', type='A'] but it already exists", "c.z. A"),
            (
                "Tried to create resource record set [name='m.z.', type='A', set-identifier='a'] but it already exists",
                "m.z. A (set a)",
            ),
            (
                "RRSet of type CNAME with DNS name c.z. is not permitted as it conflicts with other records with the same DNS name in zone z.",
                "c.z. CNAME",
            ),
            (
                "RRSet of type A with DNS name c.z. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone z.",
                "c.z. A",
            ),
            ("RRSet of type NS with DNS name \\052.z. is not permitted as wildcard in zone z.", "*.z. NS"),
            (
                "RRSet with DNS name m.z., type A, SetIdentifier ab c cannot be created as weighted and latency sets must contain one record.",
                "m.z. A (set ab c)",
            ),
            (
                "RRSet with DNS name m.z. and type A, SetIdentifier a cannot be created as weighted sets must contain the same TTL.",
                "m.z. A (set a)",
            ),
            ("RRSet with DNS name m.z., type TXT is protected and cannot be changed", "m.z. TXT"),
            (
                "Invalid request: Weight is not supported for type A in Change with [Action=CREATE, Name=m.z., Type=A, SetIdentifier=a]",
                "m.z. A (set a)",
            ),
            (
                "Tried to create an alias that targets nowhere.z., type AAAA in zone Z1, but that target was not found",
                "x.z. AAAA",
            ),
            (
                "The request contains an invalid set of changes for a resource record set 'TXT m.z.'",
                "m.z. TXT",
            ),
            (
                "Invalid Resource Record: 'FATAL problem: TXTRDATAOdd (Value, odd) encountered with '\"a, b\"''",
                "m.z. TXT",
            ),
            ("Duplicate Resource Record: '192.0.2.1'", "c.z. A"),
        ] {
            let found = set(message, &changes).map(|want| want.set.key().to_string());
            assert_eq!(found.as_deref(), Some(wanted), "{message}");
        }
        for message in [
            "Exceeded limit MAX_RRSETS_BY_ZONE for zone: Z1.",
            "Tried to create an alias that targets c.z., type A in zone Z1, but that target was not found",
            "RRSet with DNS name other.z. is not permitted in zone z.",
            "Invalid Resource Record: 'FATAL problem: odd encountered with '192.0.2.9''",
            "",
        ] {
            assert_eq!(set(message, &changes), None, "{message}");
        }
    }
}
