//! Programs from a small generator, kept as parts so that they can be spelt in many ways.

use crate::random::Random;

/// The apex of the generated zone.
pub const APEX: &str = "gen.example";

/// A value of a record.
#[derive(Debug, Clone)]
pub enum Value {
    /// A word that has one spelling.
    Word(String),
    /// The groups of an IPv6 address.
    Ipv6([u16; 8]),
    /// A name in the zone, relative to the apex.
    Local(String),
    /// The bytes of a text, all of them letters.
    Text(String),
}

/// A record set.
#[derive(Debug, Clone)]
pub struct Set {
    /// The owner relative to the apex.
    pub owner: String,
    /// The type.
    pub rtype: &'static str,
    /// Each record's fields.
    pub records: Vec<Vec<Value>>,
    /// The TTL, if it has one of its own.
    pub ttl: Option<&'static str>,
}

/// A program of one zone at two providers.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its record sets, no two with one owner and type.
    pub sets: Vec<Set>,
}

impl Program {
    /// A program of a few dozen record sets.
    pub fn new(random: &mut Random) -> Self {
        let mut sets = vec![Set {
            owner: "host".to_owned(),
            rtype: "A",
            records: vec![vec![word("9.9.9.8")], vec![word("9.9.9.9")]],
            ttl: None,
        }];
        for number in 0..5 + random.below(30) {
            let labels = ["", ".sub", ".eu.sub", "-x.dev"];
            let owner = format!("n{number}{}", random.pick(&labels));
            let rtype = *random.pick(&["A", "AAAA", "CNAME", "MX", "TXT", "SRV", "CAA", "HTTPS"]);
            let count = if rtype == "CNAME" { 1 } else { 1 + random.below(3) };
            let owner = if rtype == "SRV" { format!("_x._tcp.{owner}") } else { owner };
            let records = (0..count).map(|at| record(random, rtype, at)).collect();
            let ttl = if random.one_in(3) { Some(*random.pick(&["1m", "90s", "1h30m", "2d"])) } else { None };
            sets.push(Set { owner, rtype, records, ttl });
        }
        Self { sets }
    }
}

fn word(text: &str) -> Value {
    Value::Word(text.to_owned())
}

/// The fields of the record at a position of its set; no two positions give the same.
fn record(random: &mut Random, rtype: &str, at: usize) -> Vec<Value> {
    let host = Value::Local("host".to_owned());
    let number = || Value::Word((10 * at + 1).to_string());
    match rtype {
        "A" => vec![Value::Word(format!("9.9.{}.{}", random.below(256), at + 1))],
        "AAAA" => {
            let mut groups = [0x2606, 0x2800, 0, 0, 0, 0, 0, at as u16 + 1];
            for group in &mut groups[2..7] {
                *group = *random.pick(&[0, 0, 1, 0xab, 0xffff]);
            }
            vec![Value::Ipv6(groups)]
        }
        "CNAME" => vec![host],
        "MX" => vec![number(), host],
        "SRV" => vec![number(), word("5"), word("5060"), host],
        "CAA" => vec![word("issue"), Value::Word(format!("\"ca{at}.example\""))],
        "HTTPS" => vec![number(), host, word("alpn [h2, h3]"), word("port 8443")],
        _ => {
            let letters = (0..random.below(700)).map(|step| char::from(b'a' + ((step + at) % 26) as u8));
            vec![Value::Text(format!("{at}{}", letters.collect::<String>()))]
        }
    }
}
