//! Counting the look-ups of SPF records.

use crate::dns::mail::spf::{Lookups, SpfRecord, lookups, parse};

/// Counts the look-ups of the first record, with all of them known.
fn count(records: &[(&str, &str)]) -> Lookups {
    let record = |domain: &str| -> Option<SpfRecord> {
        let (_, text) = records.iter().find(|(name, _)| *name == domain)?;
        parse(text.as_bytes())
    };
    let (domain, _) = records[0];
    lookups(domain, &record(domain).expect("an SPF record"), record)
}

fn steps(lookups: &Lookups) -> Vec<String> {
    lookups.steps.iter().map(|step| format!("{} {} {}", step.depth, step.domain, step.term)).collect()
}

#[test]
fn terms_that_ask_the_dns_count() {
    let found = count(&[(
        "example.com",
        "v=spf1 ip4:192.0.2.1 ip6:::1 a mx:x.example ptr exists:%{i}.x.example include:x.example exp=y.example ~all \
         redirect=z.example a:after.example",
    )]);
    assert_eq!(
        steps(&found),
        [
            "0 example.com a",
            "0 example.com mx:x.example",
            "0 example.com ptr",
            "0 example.com exists:%{i}.x.example",
            "0 example.com include:x.example",
        ]
    );
    assert_eq!(found.unknown, ["x.example"]);
    assert_eq!((found.count(), found.is_over_limit(), found.cycle), (5, false, None));
}

#[test]
fn included_records_count_as_often_as_they_are_included() {
    let found = count(&[
        ("example.com", "v=spf1 include:a.example include:B.example. mx redirect=c.example"),
        ("a.example", "v=spf1 include:b.example ~all"),
        ("b.example", "v=spf1 a mx -all"),
        ("c.example", "v=spf1 include:%{d}.d.example -all"),
    ]);
    assert_eq!(
        steps(&found),
        [
            "0 example.com include:a.example",
            "1 a.example include:b.example",
            "2 b.example a",
            "2 b.example mx",
            "0 example.com include:B.example.",
            "1 b.example a",
            "1 b.example mx",
            "0 example.com mx",
            "0 example.com redirect=c.example",
            "1 c.example include:%{d}.d.example",
        ]
    );
    let by_term: Vec<(&str, usize)> = found.by_term().map(|(step, count)| (&*step.term, count)).collect();
    assert_eq!(
        by_term,
        [("include:a.example", 4), ("include:B.example.", 3), ("mx", 1), ("redirect=c.example", 2)]
    );
    assert_eq!(found.unknown, ["%{d}.d.example"]);
    assert!(!found.is_over_limit());
}

#[test]
fn eleven_are_too_many() {
    let ten = "v=spf1 a:a.x.example a:b.x.example a:c.x.example a:d.x.example a:e.x.example a:f.x.example a:g.x.example \
               a:h.x.example a:i.x.example a:j.x.example -all";
    assert!(!count(&[("example.com", ten)]).is_over_limit());
    assert!(count(&[("example.com", &ten.replace(" -all", " mx -all"))]).is_over_limit());
}

#[test]
fn a_record_that_includes_itself_ends() {
    let found = count(&[
        ("example.com", "v=spf1 include:a.example -all"),
        ("a.example", "v=spf1 include:b.example -all"),
        ("b.example", "v=spf1 mx redirect=a.example"),
    ]);
    assert_eq!(
        found.cycle,
        Some(vec!["a.example".to_owned(), "b.example".to_owned(), "a.example".to_owned()])
    );
    assert_eq!(found.count(), 4);
}

#[test]
fn records_that_multiply_end() {
    let names: Vec<String> = (0..40).map(|level| format!("l{level}.example")).collect();
    let texts: Vec<String> =
        (1..=40).map(|n| format!("v=spf1 include:l{n}.example +include:l{n}.example -all")).collect();
    let records: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let found = count(&records);
    assert_eq!(found.count(), 100);
    assert!(found.is_over_limit());
}
