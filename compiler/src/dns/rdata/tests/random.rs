//! Random RDATA to text and back.

use fastrand::Rng;

use super::*;
use crate::dns::schema::{Field, Schema};

/// The same RDATA in every run.
struct Random(Rng);

impl Random {
    fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0.usize(..limit)
    }

    fn octets(&mut self, min: usize, max: usize) -> Vec<u8> {
        let len = min + self.below(max - min + 1);
        (0..len).map(|_| self.0.u8(..)).collect()
    }

    fn name(&mut self) -> Vec<u8> {
        let labels: Vec<Vec<u8>> = (0..self.below(4)).map(|_| self.octets(1, 20)).collect();
        Name::from_labels(labels.iter().map(|label| &label[..])).unwrap().wire().to_vec()
    }

    fn param(&mut self, number: u16) -> Vec<u8> {
        match number {
            1 => (0..1 + self.below(3)).flat_map(|_| counted(&self.octets(1, 9))).collect(),
            2 => Vec::new(),
            3 => self.octets(2, 2),
            4 => self.octets(8, 8),
            6 => self.octets(32, 32),
            5 => self.octets(1, 40),
            7 => "/q\"\\{?dns} ü".to_owned().into_bytes(),
            _ => self.octets(0, 30),
        }
    }

    fn params(&mut self, out: &mut Vec<u8>) {
        let mut numbers: Vec<u16> =
            [1, 2, 3, 4, 5, 6, 7, 8, 65_534].into_iter().filter(|_| self.below(3) == 0).collect();
        // RFC 9460 section 7.1.1
        if numbers.first() == Some(&2) {
            numbers.insert(0, 1);
        }
        let mut params: Vec<(u16, Vec<u8>)> =
            numbers.iter().map(|&number| (number, self.param(number))).collect();
        if !numbers.is_empty() && self.below(2) == 0 {
            params.insert(0, (0, numbers.iter().flat_map(|number| number.to_be_bytes()).collect()));
        }
        for (number, value) in params {
            out.extend(number.to_be_bytes());
            out.extend((value.len() as u16).to_be_bytes());
            out.extend(value);
        }
    }

    fn field(&mut self, field: &Field, out: &mut Vec<u8>) {
        match field.kind {
            FieldKind::U8 => out.extend(self.octets(1, 1)),
            FieldKind::U16 | FieldKind::RecordType => out.extend(self.octets(2, 2)),
            FieldKind::U32 | FieldKind::Duration | FieldKind::Ipv4 | FieldKind::Timestamp => {
                out.extend(self.octets(4, 4))
            }
            FieldKind::Ipv6 => out.extend(self.octets(16, 16)),
            FieldKind::Name | FieldKind::Mailbox => out.extend(self.name()),
            FieldKind::CharacterString => out.extend(counted(&self.octets(0, 255))),
            FieldKind::CaaTag => out.extend(b"\x05issue"),
            FieldKind::Text => out.extend(self.octets(0, 600)),
            FieldKind::Texts => {
                let text = self.octets(1, 600);
                out.extend(text.chunks(255).flat_map(counted));
            }
            FieldKind::Hex | FieldKind::Base64 => out.extend(self.octets(1, 80)),
            FieldKind::SvcParams => self.params(out),
            FieldKind::Location => {
                let mut extent = || (1 + self.below(9) as u8) << 4 | self.below(10) as u8;
                out.extend([0, extent(), extent(), extent()]);
                for degrees in [90, 180] {
                    let range = 2 * degrees * 3_600_000 + 1;
                    out.extend(((1_u32 << 31) - range as u32 / 2 + self.below(range) as u32).to_be_bytes());
                }
                out.extend(self.octets(4, 4));
            }
            FieldKind::RecordTypes => {
                let mut types: Vec<Rtype> =
                    (0..self.below(9)).map(|_| Rtype(self.below(2000) as u16)).collect();
                dnssec::push_bitmap(&mut types, out);
            }
        }
    }

    fn rdata(&mut self, schema: &Schema) -> Vec<u8> {
        let mut out = Vec::new();
        for field in schema.fields {
            self.field(field, &mut out);
        }
        out
    }
}

fn counted(octets: &[u8]) -> Vec<u8> {
    [&[octets.len() as u8], octets].concat()
}

fn schemas() -> impl Iterator<Item = &'static Schema> {
    (0..=u16::MAX).filter_map(|number| schema::of(Rtype(number)))
}

#[test]
fn what_is_shown_is_read_back() {
    let mut random = Random::new(1);
    assert_eq!(schemas().count(), 26);
    for schema in schemas() {
        for _ in 0..200 {
            let rdata = random.rdata(schema);
            assert!(validate_wire(schema.rtype, &rdata), "{} {rdata:?}", schema.rtype);
            let text = display(schema.rtype, &rdata).to_string();
            assert!(!text.starts_with("\\#") && text.is_ascii() && text.trim() == text, "{text}");
            let line = format!("{} {text}", schema.rtype);
            assert_eq!(master(&line).unwrap_or_else(|error| panic!("{line}: {error:?}")), rdata, "{line}");
            let mut neutral = rdata.clone();
            assert!(canonicalize(schema.rtype, &mut neutral));
            assert_eq!(neutral, rdata, "{line}");
            assert_eq!(fields(schema.rtype, &rdata).map(|(_, wire)| wire.len()).sum::<usize>(), rdata.len());
        }
    }
}

#[test]
fn what_source_spells_is_read_back() {
    let mut random = Random::new(5);
    let mut unspelt = 0;
    for schema in schema::declarable() {
        for _ in 0..200 {
            let mut rdata = random.rdata(schema);
            if schema.rtype == Rtype::SOA {
                // Source has no serial.
                let at = rdata.len() - 20;
                rdata[at..at + 4].fill(0);
            }
            let Some(spelt) = source_fields(schema.rtype, &rdata) else {
                unspelt += 1;
                continue;
            };
            let texts: Vec<String> = spelt.into_iter().map(|field| field.text).collect();
            let line = format!("{} {}", schema.rtype, texts.join(" "));
            assert_eq!(zonal(&line).unwrap_or_else(|error| panic!("{line}: {error:?}")), rdata, "{line}");
        }
    }
    assert!(unspelt < 300, "{unspelt}");
}

#[test]
fn generic_form_is_read_for_every_type() {
    let mut random = Random::new(2);
    for schema in schemas() {
        let rdata = random.rdata(schema);
        let hex: String = rdata.iter().map(|octet| format!("{octet:02x}")).collect();
        let line = format!("{} \\# {} {hex}", schema.rtype, rdata.len());
        assert_eq!(master(&line).unwrap(), rdata, "{line}");
    }
}

#[test]
fn damaged_rdata_is_shown_as_something_that_reads_back() {
    let mut random = Random::new(3);
    let mut generic = 0;
    for schema in schemas() {
        for _ in 0..100 {
            let mut rdata = random.rdata(schema);
            match random.below(3) {
                0 => rdata.truncate(random.below(rdata.len())),
                1 => rdata.push(random.0.u8(..)),
                _ => {
                    let at = random.below(rdata.len());
                    rdata[at] = random.0.u8(..);
                }
            }
            let text = display(schema.rtype, &rdata).to_string();
            generic += usize::from(text.starts_with("\\#"));
            let read = master(&format!("{} {text}", schema.rtype));
            let well_formed = canonicalize(schema.rtype, &mut rdata);
            assert_eq!(read.ok(), well_formed.then_some(rdata), "{} {text}", schema.rtype);
        }
    }
    assert!(generic > 300);
}

#[test]
fn random_words_never_panic() {
    let mut random = Random::new(4);
    let pieces = [
        "", ".", "@", "1", "\\", "\\#", "=", "-", "::", "1.2.3.4", "alpn", "N", "m", "ü", "\u{0}", "key1=",
        "\"",
    ];
    for schema in schemas() {
        for notation in [Notation::Zonal, Notation::MasterFile] {
            for _ in 0..300 {
                let words: Vec<Vec<u8>> = (0..random.below(9))
                    .map(|_| {
                        (0..1 + random.below(3))
                            .flat_map(|_| pieces[random.below(pieces.len())].bytes())
                            .collect()
                    })
                    .collect();
                let mut out = Vec::new();
                let mut encoder = Encoder::new(schema, Context { notation, origin: Some(&[0]) }, &mut out);
                let mut failed = false;
                for text in &words {
                    let word = Word { text, quoted: random.below(2) == 0 };
                    let result = if random.below(5) == 0 {
                        encoder.list(&[word, word]).map_err(|(_, error)| error)
                    } else {
                        encoder.word(word)
                    };
                    if let Err(error) = result {
                        failed = true;
                        assert!(
                            error.at.is_none_or(|at| at.start <= at.end && at.end <= text.len()),
                            "{text:?}"
                        );
                    }
                }
                failed |= encoder.finish().is_err();
                assert!(failed || validate_wire(schema.rtype, &out), "{} {words:?}", schema.rtype);
            }
        }
    }
}
