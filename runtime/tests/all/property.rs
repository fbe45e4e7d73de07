//! Random zones from a small generator with fixed seeds.

use std::fmt::Write as _;

use zonal_runtime::desired::DesiredZone;
use zonal_runtime::diff::{apply, diff};
use zonal_runtime::provider::LiveZone;
use zonal_runtime::providers::zonefile::writer;
use zonal_runtime::record::RecordSet;

use crate::support::{at, deploy, desired, live, name, plan, providers, read};

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}

/// A zone of records, in a random order, some of them twice.
fn zone(dice: &mut Dice) -> String {
    let mut lines = vec!["@ 300 NS ns1".to_owned(), "@ 300 NS ns2".to_owned()];
    for host in 0..dice.roll(30) {
        let labels = ["", ".sub", ".\\000\\255", ".*", ".a\\.b"];
        let owner = format!("h{host}{}", labels[dice.roll(5) as usize]);
        let ttl = [60, 300, 2_147_483_647][dice.roll(3) as usize];
        match dice.roll(6) {
            0 => lines.push(format!("{owner} {ttl} CNAME t{}", dice.roll(3))),
            1 => lines.push(format!("{owner} {ttl} TYPE65400 \\# 2 00{:02x}", dice.roll(256))),
            _ => {
                for _ in 0..=dice.roll(4) {
                    lines.push(format!("{owner} {ttl} A 192.0.2.{}", dice.roll(4)));
                }
                if dice.roll(2) == 0 {
                    let mut text = String::new();
                    for _ in 0..dice.roll(300) {
                        let _ = write!(text, "\\{:03}", dice.roll(256));
                    }
                    let half = text.len() / 8 * 4;
                    lines.push(format!("{owner} {ttl} TXT \"{}\" \"{}\"", &text[..half], &text[half..]));
                }
            }
        }
    }
    for at in (1..lines.len()).rev() {
        lines.swap(at, dice.roll(at as u64 + 1) as usize);
    }
    lines.join("\n") + "\n"
}

fn sets_of(zone: &DesiredZone) -> Vec<RecordSet> {
    zone.sets.iter().map(|want| want.set.clone()).collect()
}

fn without_soa(zone: &LiveZone) -> Vec<RecordSet> {
    let sets = zone.sets.iter().map(|live| live.set.clone());
    sets.filter(|set| set.rtype != zonal_compiler::dns::rtype::Rtype::SOA).collect()
}

#[test]
fn a_diff_leads_there_and_back() {
    let mut dice = Dice(1);
    for _ in 0..200 {
        let (old, new) = (zone(&mut dice), zone(&mut dice));
        assert_eq!(diff(&desired(&new), &live(&new)).changes, []);
        let there = diff(&desired(&new), &live(&old)).changes;
        assert_eq!(apply(without_soa(&live(&old)), &there), sets_of(&desired(&new)));
        let back = diff(&desired(&old), &live(&new)).changes;
        assert_eq!(apply(without_soa(&live(&new)), &back), sets_of(&desired(&old)));
        assert_eq!(there.len(), back.len());
    }
}

#[test]
fn what_is_written_is_read_back_and_written_alike() {
    let mut dice = Dice(2);
    for _ in 0..200 {
        let file = read(&format!("{}{}", crate::support::SOA, zone(&mut dice))).unwrap();
        let text = writer::write(&name("example.com"), &file.sets);
        let again = read(&text).unwrap();
        assert_eq!(again.sets, file.sets);
        assert_eq!(writer::write(&name("example.com"), again.sets.iter().rev()), text);
    }
}

#[test]
fn deploy_then_plan_is_empty() {
    let folder = tempfile::tempdir().unwrap();
    let providers = providers(folder.path());
    let mut dice = Dice(3);
    for _ in 0..30 {
        let want = desired(&format!("{}keep 300 A 192.0.2.1\n", zone(&mut dice)));
        let zones = [at("a", &want), at("b", &want)];
        assert!(deploy(&zones, &providers).is_complete());
        assert!(plan(&zones, &providers).is_empty());
    }
}
