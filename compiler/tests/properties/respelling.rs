//! However a program is spelt, it means the same.

use std::fmt::Write as _;

use zonal_compiler::syntax::format::format;

use crate::generated::{APEX, Program, Set, Value};
use crate::meaning;
use crate::random::Random;

const HEAD: &str = "provider one = zonefile {\n  directory  \"out/one\"\n}\n\nprovider two = zonefile {\n  directory  \
                    \"out/two\"\n}\n";

/// How the parts of a statement are written.
#[derive(Debug, Clone, Copy, Default)]
struct Spelling {
    upper_owners: bool,
    absolute_owners: bool,
    absolute_targets: bool,
    wide_addresses: bool,
    chunks: Option<usize>,
    one_record_each: bool,
}

impl Spelling {
    fn statement(self, set: &Set) -> String {
        let mut owner = if self.upper_owners { set.owner.to_uppercase() } else { set.owner.clone() };
        if self.absolute_owners {
            let _ = write!(owner, ".{APEX}.");
        }
        let ttl = set.ttl.map(|ttl| format!("  ttl {ttl}")).unwrap_or_default();
        let records: Vec<String> = set.records.iter().map(|record| self.record(record)).collect();
        let groups = if self.one_record_each { records } else { vec![records.join(", ")] };
        groups.iter().map(|values| format!("  {owner}  {}  {values}{ttl}\n", set.rtype)).collect()
    }

    fn record(self, record: &[Value]) -> String {
        let fields: Vec<String> = record.iter().map(|value| self.value(value)).collect();
        fields.join(" ")
    }

    fn value(self, value: &Value) -> String {
        match value {
            Value::Word(text) => text.clone(),
            Value::Local(name) if self.absolute_targets => format!("{name}.{APEX}."),
            Value::Local(name) => name.clone(),
            Value::Ipv6(groups) if self.wide_addresses => {
                groups.map(|group| format!("{group:04X}")).join(":")
            }
            Value::Ipv6(groups) => std::net::Ipv6Addr::from(*groups).to_string(),
            Value::Text(text) => {
                let size = self.chunks.unwrap_or(text.len()).max(1);
                let chunks = text.as_bytes().chunks(size);
                let chunks: Vec<_> =
                    chunks.map(|chunk| format!("\"{}\"", String::from_utf8_lossy(chunk))).collect();
                chunks.join(" ")
            }
        }
    }

    /// The whole program in one file.
    fn program(self, program: &Program) -> Vec<(String, String)> {
        let body: String = program.sets.iter().map(|set| self.statement(set)).collect();
        vec![("main.zonal".to_owned(), format!("{HEAD}\nzone {APEX} on one, two {{\n{body}}}\n"))]
    }
}

/// Asserts that another spelling of random programs means what the plain one means.
fn means_the_same(seed: u64, respelt: impl Fn(&Program, &mut Random) -> Vec<(String, String)>) {
    let mut random = Random::new(seed);
    for _ in 0..40 {
        let program = Program::new(&mut random);
        let plain = meaning::of(&Spelling::default().program(&program));
        let records: usize = program.sets.iter().map(|set| set.records.len()).sum();
        assert_eq!(plain.len(), 2 * records, "every record is for both providers");
        let files = respelt(&program, &mut random);
        assert_eq!(meaning::of(&files), plain, "{files:#?}");
    }
}

#[test]
fn in_any_order() {
    means_the_same(1, |program, random| {
        let mut program = program.clone();
        random.shuffle(&mut program.sets);
        program.sets.iter_mut().for_each(|set| random.shuffle(&mut set.records));
        Spelling::default().program(&program)
    });
}

#[test]
fn over_many_files() {
    means_the_same(2, |program, random| {
        let mut bodies = vec![String::new(); 1 + random.below(5)];
        for set in &program.sets {
            let at = random.below(bodies.len());
            bodies[at] += &Spelling::default().statement(set);
        }
        let head = (String::from("z/head.zonal"), format!("{HEAD}\nzone {APEX} on one, two {{\n}}\n"));
        let parts = bodies
            .into_iter()
            .enumerate()
            .map(|(at, body)| (format!("{at}.zonal"), format!("extend zone {APEX} {{\n{body}}}\n")));
        let mut files: Vec<_> = parts.chain([head]).collect();
        random.shuffle(&mut files);
        files
    });
}

#[test]
fn with_owners_in_upper_case() {
    let spelling = Spelling { upper_owners: true, ..Spelling::default() };
    means_the_same(3, |program, _| spelling.program(program));
}

#[test]
fn with_absolute_names() {
    let spelling = Spelling { absolute_owners: true, absolute_targets: true, ..Spelling::default() };
    means_the_same(4, |program, _| spelling.program(program));
}

#[test]
fn with_addresses_at_full_width() {
    let spelling = Spelling { wide_addresses: true, ..Spelling::default() };
    means_the_same(5, |program, _| spelling.program(program));
}

#[test]
fn with_texts_in_other_pieces() {
    means_the_same(6, |program, random| {
        Spelling { chunks: Some(1 + random.below(300)), ..Spelling::default() }.program(program)
    });
}

#[test]
fn with_a_statement_for_each_record() {
    let spelling = Spelling { one_record_each: true, ..Spelling::default() };
    means_the_same(7, |program, _| spelling.program(program));
}

#[test]
fn in_owner_blocks() {
    means_the_same(8, |program, _| {
        let block = |set: &Set| {
            let line = Spelling::default().statement(set);
            let rest = line.trim_start().strip_prefix(&set.owner).expect("the owner comes first").trim();
            format!("  \"{}\" {{\n    {rest}\n  }}\n", set.owner)
        };
        let body: String = program.sets.iter().map(block).collect();
        vec![("main.zonal".to_owned(), format!("{HEAD}\nzone {APEX} on one, two {{\n{body}}}\n"))]
    });
}

#[test]
fn in_a_template_with_the_ttl_around() {
    means_the_same(9, |program, _| {
        let mut text = HEAD.to_owned();
        let mut body = String::new();
        for (number, set) in program.sets.iter().enumerate() {
            let plain = Set { ttl: None, ..set.clone() };
            let ttl = set.ttl.map(|ttl| format!("  ttl {ttl}\n")).unwrap_or_default();
            let _ =
                write!(text, "\ntemplate t{number}() {{\n{ttl}{}}}\n", Spelling::default().statement(&plain));
            let _ = writeln!(body, "  include t{number}()");
        }
        vec![("main.zonal".to_owned(), format!("{text}\nzone {APEX} on one, two {{\n{body}}}\n"))]
    });
}

#[test]
fn once_formatted() {
    means_the_same(10, |program, _| {
        let files = Spelling { chunks: Some(60), ..Spelling::default() }.program(program);
        files.into_iter().map(|(path, text)| (path, format(&text).expect("it parses"))).collect()
    });
}

#[test]
fn under_names_of_their_own() {
    means_the_same(11, |program, _| {
        let spelling = Spelling { absolute_targets: true, ..Spelling::default() };
        let block = |set: &Set| match set.owner.rsplit_once('.') {
            Some((owner, under)) => {
                let set = Set { owner: owner.to_owned(), ..set.clone() };
                format!("  under {under} {{\n{}  }}\n", spelling.statement(&set))
            }
            None => spelling.statement(set),
        };
        let body: String = program.sets.iter().map(block).collect();
        vec![("main.zonal".to_owned(), format!("{HEAD}\nzone {APEX} on one, two {{\n{body}}}\n"))]
    });
}
