//! Deploys: order, stopping, settling, refusing.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_runtime::deploy::{Report, Run, Status, Unwatched};
use zonal_runtime::desired::DesiredZone;
use zonal_runtime::error::Failure;
use zonal_runtime::plan::Providers;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::guards::approve;
use zonal_runtime::provider::{Progress, Request, Settled};

use crate::support::{at, deploy, desired, ignore, lines, name, plan, providers, run};

const RECORDS: &str =
    "@ NS ns1.example.net.\n@ NS ns2.example.net.\n@ MX 10 mail\nmail A 192.0.2.1\nwww CNAME @\n";

fn statuses(report: &Report) -> Vec<String> {
    report.zones.iter().map(|zone| format!("{}: {}", zone.provider, zone.status)).collect()
}

fn both(zone: &DesiredZone) -> [Arc<DesiredZone>; 2] {
    [at("a", zone), at("b", zone)]
}

fn text(folder: &Path, provider: &str) -> String {
    fs::read_to_string(folder.join(provider).join("example.com.zone")).unwrap()
}

/// Every name in a folder, hidden ones too.
fn listing(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Deploys to provider `a` what was planned before `meanwhile` happened.
fn deploy_after(zone: &DesiredZone, providers: &Providers, meanwhile: impl FnOnce()) -> Report {
    let approved = approve(plan(&both(zone), providers), providers, &Consent::default()).unwrap();
    meanwhile();
    run(zonal_runtime::deploy::deploy(&approved, providers, &Unwatched))
}

#[test]
fn a_new_zone_is_filled_and_a_second_run_has_nothing_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = both(&desired(RECORDS));
    assert_eq!(statuses(&deploy(&zones, &providers)), ["a: done", "b: done"]);
    assert_eq!(
        text(folder.path(), "a"),
        "; Managed by Zonal: change the source and deploy, an edit here is undone.\n\
         example.com. 3600 IN SOA ns1.example.net. hostmaster.example.com. 1 7200 900 1209600 300\n\
         example.com. 300 IN NS ns1.example.net.\n\
         example.com. 300 IN NS ns2.example.net.\n\
         example.com. 300 IN MX 10 mail.example.com.\n\
         mail.example.com. 300 IN A 192.0.2.1\n\
         www.example.com. 300 IN CNAME example.com.\n"
    );
    assert_eq!(text(folder.path(), "a"), text(folder.path(), "b"));
    assert_eq!(listing(&folder.path().join("a")), ["example.com.zone"]);

    assert!(plan(&zones, &providers).is_empty());
    assert_eq!(statuses(&deploy(&zones, &providers)), ["a: nothing to do", "b: nothing to do"]);
    assert!(text(folder.path(), "a").contains(" 1 7200 "), "the serial stays where nothing changes");
}

#[test]
fn each_write_is_one_serial_on() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    for (records, serial) in [(RECORDS, 1), (&RECORDS.replace("192.0.2.1", "192.0.2.2"), 2), (RECORDS, 3)] {
        deploy(&both(&desired(records)), &providers);
        assert!(text(folder.path(), "b").contains(&format!(" {serial} 7200 ")), "{serial}");
    }
}

fn by_hand(folder: &Path, provider: &str, text: &str) {
    fs::create_dir_all(folder.join(provider)).unwrap();
    fs::write(folder.join(provider).join("example.com.zone"), text).unwrap();
}

const HAND_WRITTEN: &str = "\
; our zone
$TTL 1h
@ SOA ns9.example.org. admin 2024123199 3h 1h 4w 10m
  NS ns1.example.net.
  NS ns2.example.net.
mail 300 A 192.0.2.1
_acme-challenge TXT \"token\" ; of the certificate robot
old A 192.0.2.7
info HINFO PC Linux
";

#[test]
fn a_file_written_by_hand_keeps_its_soa_and_what_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    by_hand(folder.path(), "a", HAND_WRITTEN);
    let providers = providers(folder.path());
    let mut zone = desired("@ 1h NS ns1.example.net.\n@ 1h NS ns2.example.net.\nmail A 192.0.2.1\n");
    zone.ignores = vec![ignore("_acme-challenge.**", &[Rtype::TXT])];
    let planned = plan(&[at("a", &zone)], &providers);
    let view = zonal_runtime::plan::view::view(&planned);
    assert!(
        view[0].notes.iter().any(|note| note.contains("comments and layout do not")),
        "{:?}",
        view[0].notes
    );
    assert!(
        view[0].notes.iter().any(|note| note
            == "1 record set is left alone: info TYPE13: type HINFO cannot be declared by its name")
    );

    assert_eq!(statuses(&deploy(&[at("a", &zone)], &providers)), ["a: done"]);
    let written = text(folder.path(), "a");
    assert!(
        written.contains("SOA ns9.example.org. admin.example.com. 2024123200 10800 3600 2419200 600\n"),
        "{written}"
    );
    let mut records = lines(HAND_WRITTEN);
    records.retain(|line| !line.starts_with("old."));
    assert_eq!(lines(&written), records);
    assert_eq!(fs::read_to_string(folder.path().join("a/example.com.zone.orig")).unwrap(), HAND_WRITTEN);

    let view = zonal_runtime::plan::view::view(&plan(&[at("a", &zone)], &providers));
    assert!(!view[0].notes.iter().any(|note| note.contains("layout")), "it is plain now");
}

#[test]
fn a_file_written_by_hand_that_says_the_same_is_not_touched() {
    let folder = tempfile::tempdir().unwrap();
    let same = "$TTL 300\n@ SOA x y 5 2 3 4 5\n@ NS NS2.example.net.\n  NS ns1.example.net. ; one\n@ MX 10 mail\nmail A 192.0.2.1\nWWW CNAME @\n";
    by_hand(folder.path(), "a", same);
    let providers = providers(folder.path());
    assert_eq!(statuses(&deploy(&[at("a", &desired(RECORDS))], &providers)), ["a: nothing to do"]);
    assert_eq!(text(folder.path(), "a"), same);
    assert_eq!(listing(&folder.path().join("a")), ["example.com.zone"]);
}

#[test]
fn a_text_that_does_not_change_keeps_its_cuts() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let head = "@ 300 SOA x y 5 2 3 4 5\n@ 300 NS ns1.example.net.\n";
    let texts =
        "s 300 TXT \"path=/\" \"v=1\"\ns 300 TXT path=/v=1\nt 300 TXT \"a\" \"\"\nu 300 TXT \"b\" \"c\"\n";
    by_hand(folder.path(), "a", &format!("{head}{texts}"));
    let want = desired("@ NS ns1.example.net.\ns TXT \"path=/v=1\"\nt TXT a\nu TXT bd\nw A 192.0.2.1\n");
    deploy(&[at("a", &want)], &providers);
    let written = text(folder.path(), "a");
    for record in [
        "s.example.com. 300 IN TXT \"path=/\" \"v=1\"\n",
        "s.example.com. 300 IN TXT \"path=/v=1\"\n",
        "t.example.com. 300 IN TXT \"a\" \"\"\n",
        "u.example.com. 300 IN TXT \"bd\"\n",
    ] {
        assert!(written.contains(record), "{record}: {written}");
    }
    assert!(plan(&[at("a", &want)], &providers).is_empty());
}

#[test]
fn the_first_original_is_the_one_that_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    by_hand(folder.path(), "a", HAND_WRITTEN);
    deploy(&[at("a", &desired(RECORDS))], &providers);
    by_hand(
        folder.path(),
        "a",
        &format!("{} ; edited\n", text(folder.path(), "a").replace("192.0.2.1", "192.0.2.99")),
    );
    deploy(&[at("a", &desired(RECORDS))], &providers);
    assert_eq!(fs::read_to_string(folder.path().join("a/example.com.zone.orig")).unwrap(), HAND_WRITTEN);
}

#[test]
fn a_declared_soa_gives_everything_but_the_serial() {
    let folder = tempfile::tempdir().unwrap();
    by_hand(folder.path(), "a", HAND_WRITTEN);
    let providers = providers(folder.path());
    let mut zone = desired(RECORDS);
    let declared = crate::support::read("@ 900 SOA ns1.example.net. ops 0 1 2 3 4\n").unwrap().sets.remove(0);
    zone.sets.push(zonal_runtime::desired::DesiredSet { set: declared, origins: Vec::new() });
    deploy(&both(&zone), &providers);
    // The NS set is written last, by itself, so the serial has risen twice.
    let soa = |provider| text(folder.path(), provider).lines().nth(1).unwrap().to_owned();
    assert_eq!(soa("a"), "example.com. 900 IN SOA ns1.example.net. ops.example.com. 2024123201 1 2 3 4");
    assert_eq!(soa("b"), "example.com. 900 IN SOA ns1.example.net. ops.example.com. 1 1 2 3 4");
    assert!(plan(&both(&zone), &providers).is_empty());
}

#[test]
fn a_file_changed_after_the_plan_is_not_overwritten_and_stops_the_line() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    deploy(&both(&desired(RECORDS)), &providers);
    let b_before = text(folder.path(), "b");
    let edited = format!("{}extra.example.com. 60 IN A 192.0.2.66\n", text(folder.path(), "a"));
    let want = desired(&format!("{RECORDS}new A 192.0.2.5\n"));
    let report = deploy_after(&want, &providers, || by_hand(folder.path(), "a", &edited));
    let [a, b] = report.zones.as_slice() else { panic!("{report:?}") };
    let Status::Refused(moved) = &a.status else { panic!("{:?}", a.status) };
    assert!(moved.what.ends_with("example.com.zone has been changed since it was read"), "{}", moved.what);
    assert_eq!(moved.sets.iter().map(ToString::to_string).collect::<Vec<_>>(), ["extra.example.com. A"]);
    assert_eq!(b.status.to_string(), "not started: the zone did not end confirmed at provider `a`");
    assert!(!report.is_complete());
    assert_eq!((text(folder.path(), "a"), text(folder.path(), "b")), (edited, b_before));
}

#[test]
fn a_comment_is_a_change_and_so_are_a_new_and_a_removed_file() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let file = folder.path().join("a/example.com.zone");
    let made = deploy_after(&desired(RECORDS), &providers, || by_hand(folder.path(), "a", HAND_WRITTEN));
    assert!(made.zones[0].status.to_string().contains("has been made since"), "{}", made.zones[0].status);
    assert_eq!(text(folder.path(), "a"), HAND_WRITTEN);
    let comment = deploy_after(&desired(RECORDS), &providers, || {
        by_hand(folder.path(), "a", &format!("{HAND_WRITTEN};\n"))
    });
    assert!(
        comment.zones[0].status.to_string().contains("has been changed since"),
        "{}",
        comment.zones[0].status
    );
    let removed = deploy_after(&desired(RECORDS), &providers, || fs::remove_file(&file).unwrap());
    assert!(
        removed.zones[0].status.to_string().contains("has been removed since"),
        "{}",
        removed.zones[0].status
    );
    assert!(!file.exists());
    let broken = deploy_after(&desired(RECORDS), &providers, || by_hand(folder.path(), "a", "@ ("));
    assert!(
        broken.zones[0].status.to_string().contains("can no longer be read"),
        "{}",
        broken.zones[0].status
    );
}

#[test]
fn a_failure_at_one_provider_leaves_the_next_and_other_zones_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let other = |provider| {
        Arc::new(DesiredZone {
            name: name("example.org"),
            sets: renamed(),
            ..(*at(provider, &desired(""))).clone()
        })
    };
    let zones = [at("a", &desired(RECORDS)), at("b", &desired(RECORDS)), other("b")];
    let approved = approve(plan(&zones, &providers), &providers, &Consent::default()).unwrap();
    fs::write(folder.path().join("a"), "a file in the place of the folder").unwrap();
    let report = run(zonal_runtime::deploy::deploy(&approved, &providers, &Unwatched));
    let [a, b, org] = report.zones.as_slice() else { panic!("{report:?}") };
    assert!(matches!(&a.status, Status::Failed(_)), "{:?}", a.status);
    assert!(matches!(&b.status, Status::NotStarted { .. }), "{:?}", b.status);
    assert!(matches!(&org.status, Status::Done), "{:?}", org.status);
}

/// The sets of a least `example.org`.
fn renamed() -> Vec<zonal_runtime::desired::DesiredSet> {
    desired("@ NS ns1.example.net.\n")
        .sets
        .into_iter()
        .map(|mut want| {
            want.set.owner = name("example.org");
            want
        })
        .collect()
}

#[test]
fn a_zone_that_cannot_be_read_at_one_provider_is_written_at_none() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    by_hand(folder.path(), "b", "@ 1 NS");
    let report = deploy(&both(&desired(RECORDS)), &providers);
    let [a, b] = report.zones.as_slice() else { panic!("{report:?}") };
    assert_eq!(a.status.to_string(), "not started: the zone could not be read at provider `b`");
    assert!(matches!(&b.status, Status::Failed(_)), "{:?}", b.status);
    assert!(!folder.path().join("a").exists());
}

#[test]
fn what_a_killed_run_left_is_no_zone_and_is_swept_away() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    deploy(&[at("a", &desired(RECORDS))], &providers);
    let unfinished = folder.path().join("a/.zonal-Xy12.unfinished");
    fs::write(&unfinished, "half a zo").unwrap();
    assert!(plan(&[at("a", &desired(RECORDS))], &providers).is_empty());
    deploy(&[at("a", &desired("@ NS ns1.example.net.\nmail A 192.0.2.1\n@ MX 10 mail\n"))], &providers);
    assert_eq!(listing(&folder.path().join("a")), ["example.com.zone"]);
}

#[test]
fn two_deploys_do_not_write_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    fs::create_dir(folder.path().join("a")).unwrap();
    let other = File::open(folder.path().join("a")).unwrap();
    other.lock().unwrap();
    let report = deploy(&[at("a", &desired(RECORDS))], &providers);
    assert!(
        report.zones[0].status.to_string().contains("another deploy is writing here"),
        "{}",
        report.zones[0].status
    );
    assert_eq!(listing(&folder.path().join("a")), [] as [&str; 0]);
    drop(other);
    assert_eq!(statuses(&deploy(&[at("a", &desired(RECORDS))], &providers)), ["a: done"]);
}

#[cfg(unix)]
#[test]
fn the_mode_stays_and_a_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    by_hand(folder.path(), "elsewhere", HAND_WRITTEN);
    let real = folder.path().join("elsewhere/example.com.zone");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    let link = folder.path().join("a/example.com.zone");
    symlink(&real, &link).unwrap();
    assert_eq!(statuses(&deploy(&[at("a", &desired(RECORDS))], &providers)), ["a: done"]);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&real).unwrap().starts_with("; Managed by Zonal"));
}

#[test]
fn awkward_zone_names_make_harmless_file_names() {
    let provider = zonal_runtime::providers::zonefile::Zonefile::new("z".into());
    let file = |zone: &str| {
        provider.path(&zonal_compiler::dns::name::Name::parse_master_file(zone.as_bytes()).unwrap())
    };
    assert_eq!(file("Example.COM."), Path::new("z/example.com.zone"));
    assert_eq!(file("0/25.2.0.192.in-addr.arpa"), Path::new("z/0%2f25.2.0.192.in-addr.arpa.zone"));
    assert_eq!(file("."), Path::new("z/%2e.zone"));
    assert_eq!(file("a\\.b.c"), Path::new("z/a%2eb.c.zone"));
    let long = [&"x".repeat(63)[..]; 3].join(".");
    let names = [file(&format!("{long}.{}", "y".repeat(60))), file(&format!("{long}.{}", "y".repeat(59)))];
    assert_ne!(names[0], names[1]);
    assert!(names.iter().all(|name| name.file_name().unwrap().len() <= 255));
}

/// Somebody who presses Ctrl-C when the first zone is written.
#[derive(Default)]
struct Impatient(std::sync::atomic::AtomicBool);

impl Run for Impatient {
    fn sending(&self, _provider: &str, _request: &Request<'_>) -> Result<(), Failure> {
        Ok(())
    }

    fn settled(&self, _provider: &str, _request: &Request<'_>, _fate: Settled) -> Result<(), Failure> {
        self.0.store(true, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }

    fn ended(&self, _zone: &Name, _provider: &str, _status: &Status) -> Result<(), Failure> {
        Ok(())
    }

    fn progress(&self, _provider: &str, _zone: &Name, _progress: Progress) {}

    fn is_interrupted(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::SeqCst)
    }
}

#[test]
fn an_interrupted_run_finishes_what_it_began_and_begins_nothing_more() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let zones = both(&desired(RECORDS));
    let approved = approve(plan(&zones, &providers), &providers, &Consent::default()).unwrap();
    let report = run(zonal_runtime::deploy::deploy(&approved, &providers, &Impatient::default()));
    assert_eq!(statuses(&report), ["a: done", "b: not started: the run was interrupted"]);
    assert!(!folder.path().join("b/example.com.zone").exists());
}
