//! Whatever is done to a program, the compiler comes to an end and says where what is wrong.

use zonal_compiler::syntax::format::format;

use crate::corpus::{self, Program};
use crate::meaning;
use crate::random::Random;

const SCRAPS: &[&str] = &[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ",",
    "\"",
    "$",
    "${",
    "#",
    "##",
    "\\",
    "\n",
    "\r\n",
    "\t",
    " ",
    ".",
    "..",
    "@",
    "*",
    "**",
    ":",
    "::",
    "=",
    "==",
    "!=",
    "-",
    "+",
    "\u{feff}",
    "\u{202e}",
    "。",
    "ü",
    "xn--",
    "xn--a",
    "\0",
    "\u{7f}",
    "\\256",
    "\\000",
    "\\#",
    "0",
    "-1",
    "4294967296",
    "18446744073709551616",
    "1s",
    "9999999w",
    "100%",
    "1.2.3",
    "::1",
    "fe80::/10",
    "on",
    "under",
    "include",
    "for",
    "in",
    "if",
    "else",
    "let",
    "ttl",
    "allow(",
    "policy",
    "nameservers",
    "ignore",
    "extend zone",
    "zone",
    "template",
    "provider",
    "health",
    "test",
    "A",
    "TXT",
    "SPF",
    "DMARC",
    "ALIAS",
    "HTTPS",
    "TYPE0",
    "TYPE65535",
    "TYPE99999",
    "1..1000000",
    "0..0",
    "$zone",
    "\"${zone}\"",
    "reverse(",
    "host(",
    "file(",
    "concat(",
    "len(",
    "pad(",
    "route(",
    "example.com.",
    "\u{1f600}",
    "a\u{308}",
    "ﬁ",
];

fn damage(program: &mut Program, others: &[(String, Program)], random: &mut Random) {
    let at = random.below(program.len());
    let text = &mut program[at].1;
    let place = |random: &mut Random, text: &str| {
        let mut place = random.below(text.len() + 1);
        while !text.is_char_boundary(place) {
            place -= 1;
        }
        place
    };
    let start = place(random, text);
    let end = place(random, text);
    let (start, end) = (start.min(end), start.max(end));
    let near = text[start..].char_indices().map(|(at, _)| start + at).nth(random.below(12)).unwrap_or(start);
    match random.below(9) {
        0 => text.replace_range(start..near, ""),
        1 => text.replace_range(start..near, random.pick::<&str>(SCRAPS)),
        2 | 3 => text.insert_str(start, random.pick::<&str>(SCRAPS)),
        4 => text.truncate(start),
        5 => {
            let copy = text[start..end].chars().take(400).collect::<String>();
            text.insert_str(start, &copy);
        }
        6 => swap_words(text, random),
        7 => {
            let scrap = random.pick(SCRAPS).repeat(1 + random.below(300));
            text.insert_str(start, &scrap);
        }
        _ => {
            let (_, other) = random.pick(others);
            let (_, other) = random.pick(other);
            let lines: Vec<&str> = other.split_inclusive('\n').collect();
            if !lines.is_empty() {
                let line = *random.pick(&lines);
                let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
                text.insert_str(start, line);
            }
        }
    }
}

fn swap_words(text: &mut String, random: &mut Random) {
    let mut words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    if words.len() > 1 {
        let (one, other) = (random.below(words.len()), random.below(words.len()));
        words.swap(one, other);
        *text = words.concat();
    }
}

/// Compiles and formats; what is said must lie in the files.
fn survives(program: &Program) {
    let compiled = meaning::compile(program);
    for found in &compiled.compilation.diagnostics {
        for at in std::iter::once(found.primary.at).chain(found.labels.iter().map(|label| label.at)) {
            let text = &compiled.sources.file(at.file).text;
            assert!(text.get(at.span.range()).is_some(), "{} at {at:?} of {}", found.name, text.len());
        }
    }
    meaning::zones(&compiled.compilation.zones);
    for (_, text) in program {
        if let Ok(once) = format(text) {
            assert_eq!(format(&once).as_deref(), Ok(once.as_str()), "formatted twice");
        }
    }
}

#[test]
fn nothing_panics_and_every_place_is_in_its_file() {
    let programs = corpus::programs();
    let iterations = std::env::var("ITERATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(12);
    let mut random = Random::new(seed);
    for _ in 0..iterations {
        let (name, program) = random.pick(&programs);
        let mut program = program.clone();
        for _ in 0..1 + random.below(6) {
            damage(&mut program, &programs, &mut random);
        }
        let result = std::panic::catch_unwind(|| survives(&program));
        assert!(
            result.is_ok(),
            "{name} after damage:\n{}",
            program.iter().map(|(_, text)| text.as_str()).collect::<String>()
        );
    }
}
