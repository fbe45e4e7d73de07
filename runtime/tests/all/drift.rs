//! Drift: what is told apart.

use std::fs;

use zonal_runtime::drift::{Kind, drift};

use crate::support::{at, deploy, desired, plan, providers};

const RECORDS: &str = "@ NS ns1.example.net.\nmail A 192.0.2.1\nwww CNAME @\nt TXT x\n";

#[test]
fn drift_is_told_by_kind_and_between_providers() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = [at("a", &desired(RECORDS)), at("b", &desired(RECORDS))];
    deploy(&zones, &providers);
    let steady = plan(&zones, &providers);
    assert!(drift(&steady).is_none());

    let path = folder.path().join("b/example.com.zone");
    let text = fs::read_to_string(&path).unwrap();
    let moved = text
        .replace("www.example.com. 300 IN CNAME example.com.\n", "")
        .replace("192.0.2.1", "192.0.2.9")
        .replace("t.example.com. 300", "t.example.com. 60")
        + "extra.example.com. 60 IN A 192.0.2.3\n";
    fs::write(&path, moved).unwrap();
    let planned = plan(&zones, &providers);
    let found = drift(&planned);
    assert!(!found.is_none());
    assert!(found.zones[0].findings.as_ref().unwrap().is_empty());
    let kinds: Vec<(String, Kind)> = found.zones[1]
        .findings
        .as_ref()
        .unwrap()
        .iter()
        .map(|finding| (finding.undo.key().to_string(), finding.kind))
        .collect();
    assert_eq!(
        kinds,
        [
            ("extra.example.com. A".to_owned(), Kind::Extra),
            ("mail.example.com. A".to_owned(), Kind::Edited),
            ("t.example.com. TXT".to_owned(), Kind::TtlEdited),
            ("www.example.com. CNAME".to_owned(), Kind::Missing),
        ]
    );
    assert_eq!(found.disagreements.len(), 4);
    assert!(found.disagreements[0].answers[0].1.is_none() && found.disagreements[0].answers[1].1.is_some());
}

#[test]
fn an_intended_difference_is_no_disagreement() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = [
        at("a", &desired(&format!("{RECORDS}api A 192.0.2.1\n"))),
        at("b", &desired(&format!("{RECORDS}api A 192.0.2.2\n"))),
    ];
    let empty = plan(&zones, &providers);
    assert_eq!(drift(&empty).disagreements.len(), 0, "nothing is there yet, at both alike");
    deploy(&zones, &providers);
    assert!(drift(&plan(&zones, &providers)).is_none());
}

#[test]
fn a_provider_that_cannot_be_read_is_a_failure_and_no_drift() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = [at("a", &desired(RECORDS)), at("b", &desired(RECORDS))];
    deploy(&zones, &providers);
    fs::write(folder.path().join("a/example.com.zone"), "cut off (").unwrap();
    let planned = plan(&zones, &providers);
    let found = drift(&planned);
    assert!(found.has_failures() && !found.is_none());
    assert!(found.zones[0].findings.is_err());
    assert!(found.disagreements.is_empty());
}

#[test]
fn different_negative_ttls_are_a_note() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = [at("a", &desired(RECORDS)), at("b", &desired(RECORDS))];
    deploy(&zones, &providers);
    let path = folder.path().join("b/example.com.zone");
    fs::write(&path, fs::read_to_string(&path).unwrap().replace("1209600 300\n", "1209600 60\n")).unwrap();
    let planned = plan(&zones, &providers);
    let found = drift(&planned);
    assert_eq!(
        found.notes,
        ["absence in example.com is cached for different times: 300 s at `a`, 60 s at `b`"]
    );
    assert!(found.is_none());
}
