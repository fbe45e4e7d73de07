//! What holds for every text, on texts from a deterministic generator.

use fastrand::Rng;

use super::super::{comment, format};
use super::contract::{INFRASTRUCTURE, ZONES};
use crate::syntax::token::{TokenKind, lex};

/// The same texts in every run.
pub(super) struct Random(Rng);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
    }

    fn one_in(&mut self, bound: usize) -> bool {
        self.below(bound) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// What must survive: every token but blanks and line ends, in order. A comment may gain a blank behind its mark, an
/// argument's name one behind its colon.
fn essence(text: &str) -> Vec<String> {
    let written = |comment: &str| {
        let (mark, blank, rest) = comment::parts(comment);
        format!("{mark}{blank}{rest}")
    };
    let kept = lex(text).filter(|token| !matches!(token.kind, TokenKind::Blank | TokenKind::Newline));
    kept.flat_map(|token| match (token.kind, token.span.of(text)) {
        (TokenKind::Comment | TokenKind::DocComment, comment) => vec![written(comment)],
        (TokenKind::Word, word) => word.split_inclusive(':').map(str::to_owned).collect(),
        (_, other) => vec![other.to_owned()],
    })
    .collect()
}

/// Checks everything that holds for any text; whether it could be formatted.
fn check(text: &str) -> bool {
    let Ok(once) = format(text) else { return false };
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    assert_eq!(essence(&once), essence(body), "tokens of\n{text}");
    assert_eq!(format(&once).as_ref(), Ok(&once), "formatted twice\n{text}");
    assert!(once.is_empty() || once.ends_with('\n') && !once.ends_with("\n\n"), "end of\n{once}");
    assert!(!once.contains("\n\n\n") && !has_blank_line_at_edge(&once), "blank lines in\n{once}");
    assert!(!once.contains('\r') && once.lines().all(|line| line.trim_end_matches([' ', '\t']) == line));
    true
}

fn has_blank_line_at_edge(text: &str) -> bool {
    use TokenKind::{Blank, LeftBrace, Newline, RightBrace};
    let kinds: Vec<TokenKind> = lex(text).map(|token| token.kind).filter(|&kind| kind != Blank).collect();
    kinds
        .windows(3)
        .any(|three| matches!(three, [LeftBrace, Newline, Newline] | [Newline, Newline, RightBrace]))
}

const OWNERS: &[&str] = &[
    "@",
    "www",
    "policy",
    "on",
    "*.dev",
    "\"n-${n}\"",
    "$x",
    "reverse($ip)",
    "bücher",
    "a-rather-long-owner-of-25",
    "a-very-long-owner-that-widens-nothing",
];
const VALUES: &[&str] = &[
    "192.0.2.1",
    "2001:db8::1",
    "mail",
    "\"a # b, c\"",
    "10 mx.example.",
    "[a, b]",
    "[ (1,a) ,(2, b)]",
    "$cdn4",
    "host($net,5)",
    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"",
    "[\n1,\n\n2, # c\n3\n]",
    "issue \"ca.example\"",
];
const TYPES: &[&str] = &["A", "AAAA", "CNAME", "TXT", "HTTPS", "MTA-STS", "TYPE65534"];
const MODIFIERS: &[&str] =
    &["", "", "", " ttl 5m", " ttl volatile route(set:\"b\", weight:  9)", " route(set: \"b\",\n health: c)"];
const PLAIN: &[&str] = &[
    "include a()",
    "include b(c: 1,d:\"e\")",
    "ttl 5m for NS,MX",
    "allow(x: \"y\")",
    "let a = [1,2]",
    "nameservers a.,b.",
];
const HEADS: &[&str] =
    &["under eu", "on aws", "on aws,azure", "for n in 1..20", "for (a,b) in [(1,2)]", "if $a == 1", "www"];
const ENDS: &[&str] =
    &["\n", "\n", "\n", "\r\n", "\n\n", "\n\n\n\n", " #c\n", "  ## d  \n", "\n# e\n", "\n\n#!f\n\n"];

pub(super) fn zone(random: &mut Random) -> String {
    let mut text = String::from("zone a.example on aws {\n");
    statements(random, 4, &mut text);
    text.push('}');
    text
}

/// Statements of a zone, in any layout that means the same.
fn statements(random: &mut Random, depth: usize, text: &mut String) {
    for _ in 0..random.below(6) {
        if depth > 0 && random.one_in(4) {
            block(random, depth, text);
        } else {
            statement(random, text);
        }
        text.push_str(random.pick(ENDS));
    }
}

fn block(random: &mut Random, depth: usize, text: &mut String) {
    let head = random.pick(HEADS);
    text.push_str(head);
    block_body(random, depth, text);
    if head.starts_with("if") && random.one_in(2) {
        text.push_str("else");
        block_body(random, depth, text);
    }
}

fn block_body(random: &mut Random, depth: usize, text: &mut String) {
    text.push_str(random.pick(&["{", " { "]));
    match random.below(4) {
        0 => {}
        1 => statement(random, text),
        _ => {
            text.push_str(random.pick(ENDS));
            statements(random, depth - 1, text);
        }
    }
    text.push_str(random.pick(&["}", " } "]));
}

fn statement(random: &mut Random, text: &mut String) {
    if random.one_in(5) {
        text.push_str(random.pick(PLAIN));
        return;
    }
    text.push_str(random.pick(&["", "", "on aws ", "on aws,  azure\t"]));
    text.push_str(random.pick(OWNERS));
    text.push_str(random.pick(&[" ", "\t", "     "]));
    text.push_str(random.pick(TYPES));
    for number in 0..=random.below(4) {
        text.push_str(if number == 0 { " " } else { random.pick(&[",", " , ", ",\n", ", # c\n # d\n"]) });
        text.push_str(random.pick(VALUES));
    }
    text.push_str(random.pick(MODIFIERS));
}

#[test]
fn generated_zones() {
    let mut random = Random::new(0x5eed);
    for _ in 0..2_000 {
        let text = zone(&mut random);
        assert!(check(&text), "{:?}\n{text}", format(&text));
    }
}

const SCRAPS: &[&str] = &[
    "\n",
    "\n",
    " ",
    "\t",
    ",",
    ",\n",
    "{",
    "}",
    " {\n",
    "\n}\n",
    "(",
    ")",
    "[",
    "]",
    "[]",
    "{}",
    "# c\n",
    "##d\n",
    "\"s\"",
    " A ",
    " ttl ",
    " on ",
    " if ",
    " else ",
    "else {",
    " ignore ",
    "\u{feff}",
    "\r",
    "é",
    "\"",
    ";",
    "name(",
    "\\#",
    "\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", ",
];

/// A text with a few of its tokens lost, doubled, swapped or joined by scraps.
pub(super) fn mutated(random: &mut Random, text: &str) -> String {
    let mut tokens: Vec<&str> = lex(text).map(|token| token.span.of(text)).collect();
    for _ in 0..=random.below(6) {
        let at = random.below(tokens.len());
        match random.below(5) {
            0 => drop(tokens.remove(at)),
            1 => tokens.insert(at, tokens[random.below(tokens.len())]),
            2 => {
                let other = random.below(tokens.len());
                tokens.swap(at, other);
            }
            _ => tokens.insert(at, random.pick(SCRAPS)),
        }
    }
    tokens.concat()
}

#[test]
fn mutated_examples() {
    let mut random = Random::new(0xdead_beef);
    for example in [INFRASTRUCTURE, ZONES] {
        let formatted = (0..2_500).filter(|_| check(&mutated(&mut random, example))).count();
        assert!(formatted > 500, "{formatted}");
    }
}

#[test]
fn any_scraps() {
    let mut random = Random::new(7);
    let texts = (0..12_000).map(|_| (0..random.below(24)).map(|_| random.pick(SCRAPS)).collect::<String>());
    let texts: Vec<String> = texts.collect();
    let formatted = texts.iter().filter(|text| check(text)).count();
    assert!(formatted > 500, "{formatted}");
}
