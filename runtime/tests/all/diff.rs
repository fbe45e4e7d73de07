//! Diffs by record set.

use zonal_compiler::dns::rtype::Rtype;
use zonal_runtime::desired::{DesiredSet, DesiredZone, NegativeCaching};
use zonal_runtime::diff::{Change, Fate, diff};
use zonal_runtime::provider::Standing;
use zonal_runtime::record::{RecordSet, Route};

use crate::support::{desired, ignore, live, name, read};

fn kinds(changes: &[Change]) -> Vec<String> {
    let kind = |change: &Change| match change {
        Change::Create(_) => "+",
        Change::Update { .. } if change.is_ttl_only() => "t",
        Change::Update { .. } => "~",
        Change::Delete(_) => "-",
    };
    changes.iter().map(|change| format!("{} {}", kind(change), change.key())).collect()
}

#[test]
fn creates_updates_and_deletes_in_canonical_order() {
    let want = desired(
        "@ NS ns1\nwww A 192.0.2.2\nz A 192.0.2.9\na.z A 192.0.2.9\nmail 60 A 192.0.2.3\nns1 A 192.0.2.1\n",
    );
    let have = live("@ NS ns1\nwww A 192.0.2.1\nold A 192.0.2.9\nmail A 192.0.2.3\nns1 A 192.0.2.1\n");
    let found = diff(&want, &have);
    assert_eq!(
        kinds(&found.changes),
        [
            "t mail.example.com. A",
            "- old.example.com. A",
            "~ www.example.com. A",
            "+ z.example.com. A",
            "+ a.z.example.com. A",
        ]
    );
    assert_eq!(found.unchanged, 3, "NS, ns1 and the SOA that the source does not write");
}

#[test]
fn spelling_is_no_difference() {
    let want =
        desired("@ NS NS1.example.NET.\nw AAAA 2001:db8::1\nt TXT \"ab\" \"cd\"\nm MX 10 a\nm MX 5 b\n");
    let have = live(
        "@ NS ns1.example.net.\nW AAAA 2001:0DB8:0:0::0001\nt TXT abcd\nm MX 5 B\nm MX 010 A.example.com.\n",
    );
    assert_eq!(diff(&want, &have).changes, []);
}

#[test]
fn values_are_told_one_by_one() {
    let want = desired("@ NS ns1\nw A 192.0.2.1\nw A 192.0.2.3\n");
    let have = live("@ NS ns1\nw 60 A 192.0.2.1\nw 60 A 192.0.2.2\n");
    let found = diff(&want, &have);
    let [change] = found.changes.as_slice() else { panic!("{:?}", found.changes) };
    assert_eq!(change.ttl_change(), Some((60, 300)));
    assert!(!change.is_ttl_only());
    let values = change.values();
    let fates: Vec<(Fate, u8)> = values.iter().map(|(fate, value)| (*fate, value[3])).collect();
    assert_eq!(fates, [(Fate::Kept, 1), (Fate::Removed, 2), (Fate::Added, 3)]);
}

#[test]
fn ignored_records_are_neither_deleted_nor_changed() {
    let mut want = desired("@ NS ns1\n");
    want.ignores = vec![ignore("_acme-challenge.**", &[Rtype::TXT])];
    let have =
        live("@ NS ns1\n_acme-challenge TXT x\n_acme-challenge.www TXT y\n_acme-challenge.www A 192.0.2.1\n");
    let found = diff(&want, &have);
    assert_eq!(kinds(&found.changes), ["- _acme-challenge.www.example.com. A"], "TXT alone is ignored");
    assert_eq!(found.left_alone.len(), 2);
}

#[test]
fn the_serial_is_no_difference_but_the_rest_of_a_declared_soa_is() {
    let soa = |records: &str| {
        let mut zone = desired("@ NS ns1\n");
        let set =
            live(records).sets.into_iter().map(|live| live.set).find(|set| set.rtype == Rtype::SOA).unwrap();
        zone.sets.push(zonal_runtime::desired::DesiredSet { set, origins: Vec::new() });
        zone
    };
    let mut have = live("@ NS ns1\n");
    let at = have.sets.iter().position(|live| live.set.rtype == Rtype::SOA).unwrap();
    let last = have.sets[at].set.rdata[0].len();
    let want = soa("@ NS ns1\n");
    have.sets[at].set.rdata[0][last - 17] = 77;
    assert_eq!(diff(&want, &have).changes, [], "serial 77 against 1");
    have.sets[at].set.rdata[0][last - 1] = 7;
    assert_eq!(kinds(&diff(&want, &have).changes), ["~ example.com. SOA"], "another minimum");
}

#[test]
fn pinned_name_servers_stay_in_the_union() {
    let want = desired("@ NS ns1.example.net.\n@ NS ns2.example.net.\n");
    let mut have = live("@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ NS ns1-01.azure-dns.com.\n");
    assert_eq!(kinds(&diff(&want, &have).changes), ["~ example.com. NS"]);
    have.pinned_name_servers = vec![name("ns1-01.azure-dns.com")];
    assert_eq!(diff(&want, &have).changes, []);
}

#[test]
fn apex_ns_and_soa_are_never_deleted() {
    assert_eq!(diff(&desired(""), &live("@ NS ns1\n")).changes, []);
    let below = diff(&desired(""), &live("@ NS ns1\nsub NS ns1\n"));
    assert_eq!(kinds(&below.changes), ["- sub.example.com. NS"]);
}

#[test]
fn a_cname_cannot_stand_beside_what_is_left_alone() {
    let mut want = desired("@ NS ns1\nwww CNAME other.example.net.\n");
    want.ignores = vec![ignore("www", &[Rtype::TXT])];
    let have = live("@ NS ns1\nwww TXT \"token\"\n");
    let found = diff(&want, &have);
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert_eq!(conflict.declared.rtype, Rtype::CNAME);
    assert_eq!(conflict.live.rtype, Rtype::TXT);
    assert_eq!(conflict.origins.len(), 1);
}

#[test]
fn a_plain_set_cannot_stand_beside_a_routed_one_that_is_left_alone() {
    let mut have = live("@ NS ns1\nx A 192.0.2.1\n");
    for live in have.sets.iter_mut().filter(|live| live.set.rtype == Rtype::A) {
        live.set.route = Some(Route { set: "office".into(), fields: Vec::new() });
        live.standing = Standing::Opaque { why: "it is routed by blocks of addresses (CIDR)".to_owned() };
    }
    let found = diff(&desired("@ NS ns1\nx A 192.0.2.2\n"), &have);
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert!(
        conflict.what.starts_with("a plain A set cannot stand beside the live routed one"),
        "{}",
        conflict.what
    );
    assert_eq!(diff(&desired("@ NS ns1\nx AAAA 2001:db8::1\n"), &have).conflicts.len(), 0);
}

#[test]
fn a_routed_set_cannot_stand_beside_one_that_is_routed_in_a_way_without_words() {
    let routed = |set: &str, fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(field, value)| ((*field).into(), (*value).into())).collect();
        Some(Route { set: set.into(), fields })
    };
    let mut have = live("@ NS ns1\nx A 192.0.2.1\n");
    for live in have.sets.iter_mut().filter(|live| live.set.rtype == Rtype::A) {
        live.set.route = routed("near", &[]);
        live.standing = Standing::Opaque { why: "it is routed by geoproximity".to_owned() };
    }
    let want = |set: &str| {
        let mut want = desired("@ NS ns1\nx A 192.0.2.2\n");
        for set_of in want.sets.iter_mut().filter(|want| want.set.rtype == Rtype::A) {
            set_of.set.route = routed(set, &[("weight", "1")]);
        }
        want
    };
    let found = diff(&want("w"), &have);
    let [conflict] = found.conflicts.as_slice() else { panic!("{:?}", found.conflicts) };
    assert_eq!(
        conflict.what,
        "routed A sets cannot stand beside the live one `near`, which is left alone: it is routed by geoproximity"
    );
    assert_eq!(diff(&want("near"), &have).conflicts.len(), 1);
}

#[test]
fn kept_sets_follow_the_source_alone_where_it_declares_them() {
    let mut have = live("@ NS ns1\nx TYPE65400 \\# 1 ab\ny TYPE65400 \\# 1 ab\n");
    for live in have.sets.iter_mut().filter(|live| live.set.rtype == Rtype(65400)) {
        live.standing = Standing::Kept { why: "of an odd kind".to_owned() };
    }
    let found = diff(&desired("@ NS ns1\nx TYPE65400 \\# 1 cd\n"), &have);
    assert_eq!(kinds(&found.changes), ["~ x.example.com. TYPE65400"]);
    assert_eq!(found.left_alone.len(), 1);
}

#[test]
fn an_opaque_set_is_never_overwritten() {
    let mut have = live("@ NS ns1\nx A 192.0.2.1\n");
    for live in have.sets.iter_mut().filter(|live| live.set.rtype == Rtype::A) {
        live.standing = Standing::Opaque { why: "it is an alias".to_owned() };
    }
    let found = diff(&desired("@ NS ns1\nx A 192.0.2.2\n"), &have);
    assert_eq!((found.changes.len(), found.conflicts.len()), (0, 1));
    let same = diff(&desired("@ NS ns1\n"), &have);
    assert_eq!((same.changes.len(), same.conflicts.len(), same.left_alone.len()), (0, 0, 1));
}

#[test]
fn a_new_set_drops_duplicates() {
    let value = || Box::from([1_u8, 2, 3, 4]);
    assert_eq!(RecordSet::new(name("x"), Rtype::A, 1, vec![value(), value()]).rdata.len(), 1);
}

#[test]
fn the_primary_of_a_provider_that_pins_its_name_servers_stays() {
    let soa = |text: &str| {
        let zone = read(&format!("@ 300 SOA {text}\n@ 300 NS ns1.pinned.\n")).unwrap();
        zone.sets.into_iter().find(|set| set.rtype == Rtype::SOA).unwrap()
    };
    let wants = |set: RecordSet| {
        let mut zone = desired("@ NS ns1.pinned.\n");
        zone.sets.push(DesiredSet { set, origins: Vec::new() });
        zone
    };
    let mut have = live("@ NS ns1.pinned.\n");
    for live in have.sets.iter_mut().filter(|live| live.set.rtype == Rtype::SOA) {
        live.set = soa("ns1.pinned. h 1 7200 900 1209600 600");
    }
    let other = wants(soa("ns1.example.net. h 7 7200 900 1209600 600"));
    assert_eq!(kinds(&diff(&other, &have).changes), ["~ example.com. SOA"]);
    have.pinned_name_servers = vec![name("ns1.pinned.")];
    assert_eq!(diff(&other, &have).changes, []);
    let timers = wants(soa("ns1.example.net. h 7 3600 900 1209600 600"));
    assert_eq!(kinds(&diff(&timers, &have).changes), ["~ example.com. SOA"]);
}

#[test]
fn absence_is_cached_alike_everywhere_if_it_shall_be() {
    let negative = |seconds| Some(NegativeCaching { seconds, origin: crate::support::origin(1) });
    let live = live("@ NS ns1\nw A 192.0.2.1\n");
    let want = |seconds| DesiredZone { negative: negative(seconds), ..desired("@ NS ns1\nw A 192.0.2.1\n") };
    let soas = |seconds| {
        let found = diff(&want(seconds), &live).changes;
        found
            .iter()
            .map(|change| zonal_runtime::diff::negative_ttl(change.set()).unwrap())
            .collect::<Vec<_>>()
    };
    assert!(soas(300).is_empty(), "it is 300 already");
    assert_eq!(soas(60), [60]);
    assert_eq!(soas(7200), [7200], "the TTL rises with it");
    let unwanted = DesiredZone { negative: None, ..want(60) };
    assert!(diff(&unwanted, &live).changes.is_empty());
}
