//! A refused batch: what Route 53 does not like, beside the statement that asks for it.

mod named;

use std::collections::BTreeSet;
use std::path::Path;

use super::errors::clean;
use crate::diff::Change;
use crate::error::{Failure, FailureKind};
use crate::record::Place;

/// How many messages are shown.
const SHOWN: usize = 50;

/// The failure of a batch that was refused with these messages.
pub(super) fn failure(messages: &[String], changes: &[&Change]) -> Failure {
    // A set that is deleted and made anew is complained about twice.
    let mut told = BTreeSet::new();
    let messages: &[String] =
        &messages.iter().filter(|message| told.insert(*message)).cloned().collect::<Vec<_>>();
    let places: Vec<Option<&Place>> = messages.iter().map(|message| place(message, changes)).collect();
    let shown: Vec<String> = match (messages, places.as_slice()) {
        ([only], [Some(_)]) => vec![clean(only)],
        _ => messages
            .iter()
            .zip(&places)
            .take(SHOWN)
            .map(|(message, place)| with_place(message, *place))
            .collect(),
    };
    let mut what = format!("Route 53 refused the changes: {}", shown.join("; ").trim_end_matches('.'));
    if messages.len() > SHOWN {
        what.push_str(&format!("; and {} more", messages.len() - SHOWN));
    }
    let failure = match (messages, places.as_slice()) {
        ([_], [Some(place)]) => Failure::data_at(Path::new(&*place.path), place.line, place.column, what),
        _ => Failure::new(FailureKind::Data, what),
    };
    if messages.iter().any(|message| message.contains("protected")) {
        return failure.help(
            "somebody protects these sets from every change: have them remove the protection (the \
             DeleteResourceRecordSetProtections of Route 53), and run it again; nothing of this request was done",
        );
    }
    failure.help("nothing of this request was done: correct what it says, and run it again")
}

fn with_place(message: &str, place: Option<&Place>) -> String {
    let message = clean(message);
    let message = message.trim_end_matches('.');
    place.map_or_else(|| message.to_owned(), |place| format!("{message} ({place})"))
}

/// Where the set that a message is about is written.
fn place<'c>(message: &str, changes: &[&'c Change]) -> Option<&'c Place> {
    named::set(message, changes)?.origins.first().map(|origin| &origin.place)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{create, plain};
    use super::*;
    use crate::record::Origin;
    use zonal_compiler::dns::rtype::Rtype;

    fn changes() -> Vec<Change> {
        let mut changes = vec![
            create(plain("a.example.com", Rtype::A, "192.0.2.1")),
            create(plain("b.example.com", Rtype::CNAME, "c.example.com.")),
        ];
        for (line, change) in (1..).zip(&mut changes) {
            let place = Place { path: "dns/a.zonal".into(), line, column: 3, end_line: line, end_column: 9 };
            if let Change::Create(wanted) = change {
                wanted.origins.push(Origin { place, via: Vec::new() });
            }
        }
        changes
    }

    #[test]
    fn one_message_has_its_place_and_several_have_theirs() {
        let changes = changes();
        let changes: Vec<&Change> = changes.iter().collect();
        let one =
            "Tried to create resource record set [name='a.example.com.', type='A'] but it already exists";
        let other = "RRSet of type CNAME with DNS name b.example.com. is not permitted as it conflicts with other records";
        let failure_of = |messages: &[&str]| {
            failure(&messages.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>(), &changes).to_string()
        };
        assert_eq!(failure_of(&[one]), format!("dns/a.zonal:1:3: Route 53 refused the changes: {one}"));
        let both = failure_of(&[one, other]);
        assert!(
            both.contains("already exists (dns/a.zonal:1:3)") && both.ends_with("(dns/a.zonal:2:3)"),
            "{both}"
        );
        assert!(failure_of(&["something else."]).ends_with("something else"));
        let many: Vec<String> = (1..=59).map(|number| format!("x{number}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert!(failure_of(&many[..50]).ends_with("x49; x50"));
        assert!(failure_of(&many).ends_with("x50; and 9 more"));
        let long =
            format!("Duplicate Resource Record: '{}'", "x".repeat(90).as_str().split_at(45).0.repeat(20));
        assert!(failure_of(&[&long]).len() < 400);
        assert!(failure_of(&["x"; 9]).ends_with("refused the changes: x"));
    }
}
