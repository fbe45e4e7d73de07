//! What people see of a plan.

use zonal_runtime::diff::diff;
use zonal_runtime::plan::view::{Symbol, TtlView, relative, view_set};

use crate::support::{desired, live, name};

#[test]
fn a_change_reads_old_to_new_value_by_value() {
    let want = desired("@ NS ns1\nw A 192.0.2.1\nw A 192.0.2.4\nw A 192.0.2.5\nt 60 TXT \"x\"\n");
    let have = live("@ NS ns1\nw A 192.0.2.1\nw A 192.0.2.2\nt TXT x\ngone MX 5 w\n");
    let zone = name("example.com");
    let sets: Vec<_> = diff(&want, &have).changes.iter().map(|change| view_set(&zone, change)).collect();
    let [gone, t, w] = sets.as_slice() else { panic!("{sets:?}") };
    assert_eq!((gone.symbol, gone.owner.as_str(), gone.rtype.as_str()), (Symbol::Remove, "gone", "MX"));
    assert_eq!(gone.values[0].text, "5 w.example.com.");
    assert!(gone.origins.is_empty());
    assert_eq!((t.ttl_only, t.ttl), (true, TtlView::Change { from: 300, to: 60 }));
    let values: Vec<_> = w
        .values
        .iter()
        .map(|value| (value.symbol.as_char(), value.text.as_str(), value.becomes.as_deref()))
        .collect();
    assert_eq!(
        values,
        [(' ', "192.0.2.1", None), ('~', "192.0.2.2", Some("192.0.2.4")), ('+', "192.0.2.5", None)]
    );
    assert_eq!(w.origins[0].place.to_string(), "zones.zonal:3:3");
}

#[test]
fn owners_are_relative_to_the_zone() {
    let zone = name("example.com");
    for (owner, shown) in [
        ("example.com", "@"),
        ("www.example.com", "www"),
        ("a.b.example.com", "a.b"),
        ("notexample.com", "notexample.com"),
    ] {
        assert_eq!(relative(&name(owner), &zone), shown);
    }
    assert_eq!(relative(&name("com"), &name(".")), "com");
}
