//! A recogniser for any grammar in the W3C's EBNF: it reads the rules and follows every way through them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The right-hand side of a rule, or a part of one.
#[derive(Debug)]
enum Node {
    Text(String),
    Class {
        inverted: bool,
        ranges: Vec<(char, char)>,
    },
    Rule(String),
    Sequence(Vec<Node>),
    Choice(Vec<Node>),
    /// At least and at most this often; `None` is any number of times.
    Repeated(Box<Node>, bool, bool),
    Except(Box<Node>, Box<Node>),
}

/// Where a part may end, for all the ways to read it.
type Ends = BTreeSet<usize>;

/// A token: its text, and whether it touches the one before.
#[derive(Debug, Clone)]
pub struct Token {
    pub text: String,
    pub touching: bool,
    /// Whether it is the label that was cut off a word.
    pub label: bool,
}

/// The rules by name.
pub struct Grammar {
    rules: BTreeMap<String, Node>,
    classes: RefCell<BTreeMap<(String, String), bool>>,
}

impl Grammar {
    /// Reads a grammar. Panics where it is none, or mentions a rule that it does not have.
    pub fn read(source: &str) -> Self {
        let mut reader = Reader { rest: source };
        let mut rules = BTreeMap::new();
        reader.skip();
        while !reader.rest.is_empty() {
            let name = reader.name().unwrap_or_else(|| panic!("no rule at {:.40}", reader.rest)).to_owned();
            assert!(reader.take("::="), "no `::=` behind {name}");
            let node = reader.choice();
            assert!(rules.insert(name.clone(), node).is_none(), "{name} is there twice");
        }
        let grammar = Self { rules, classes: RefCell::default() };
        grammar.check();
        grammar
    }

    /// That every rule that is mentioned exists, and every rule but the roots is mentioned.
    fn check(&self) {
        let mut mentioned = BTreeSet::new();
        self.rules.values().for_each(|node| mentions(node, &mut mentioned));
        for name in &mentioned {
            assert!(name == "touching" || self.rules.contains_key(name), "{name} is mentioned and not there");
        }
        for name in self.rules.keys() {
            let root = matches!(name.as_str(), "file" | "TOKEN" | "SKIPPED" | "IPV6-LIKE");
            assert!(root || mentioned.contains(name), "{name} is mentioned nowhere");
        }
    }

    /// How far a rule over characters gets at most.
    pub fn longest(&self, rule: &str, text: &[char]) -> Option<usize> {
        Run { grammar: self, input: Input::Characters(text), memo: RefCell::default() }
            .rule(rule, 0)
            .last()
            .copied()
    }

    /// Whether a rule over characters matches a whole text.
    pub fn is(&self, rule: &str, text: &str) -> bool {
        let key = (rule.to_owned(), text.to_owned());
        if let Some(known) = self.classes.borrow().get(&key) {
            return *known;
        }
        let letters: Vec<char> = text.chars().collect();
        let run = Run { grammar: self, input: Input::Characters(&letters), memo: RefCell::default() };
        let found = run.rule(rule, 0).contains(&letters.len());
        self.classes.borrow_mut().insert(key, found);
        found
    }

    /// Whether a rule over tokens matches all of some tokens.
    pub fn accepts(&self, rule: &str, tokens: &[Token]) -> bool {
        let run = Run { grammar: self, input: Input::Tokens(tokens), memo: RefCell::default() };
        run.rule(rule, 0).contains(&tokens.len())
    }
}

fn mentions(node: &Node, found: &mut BTreeSet<String>) {
    match node {
        Node::Rule(name) => drop(found.insert(name.clone())),
        Node::Sequence(parts) | Node::Choice(parts) => parts.iter().for_each(|part| mentions(part, found)),
        Node::Repeated(part, ..) => mentions(part, found),
        Node::Except(part, other) => {
            mentions(part, found);
            mentions(other, found);
        }
        Node::Text(_) | Node::Class { .. } => {}
    }
}

#[derive(Clone, Copy)]
enum Input<'a> {
    Characters(&'a [char]),
    Tokens(&'a [Token]),
}

struct Run<'a> {
    grammar: &'a Grammar,
    input: Input<'a>,
    memo: RefCell<BTreeMap<(&'a str, usize), Ends>>,
}

impl<'a> Run<'a> {
    fn rule(&self, name: &str, at: usize) -> Ends {
        let Some((name, node)) = self.grammar.rules.get_key_value(name) else { panic!("no rule {name}") };
        if let Some(known) = self.memo.borrow().get(&(name.as_str(), at)) {
            return known.clone();
        }
        let ends = self.ends(node, at);
        self.memo.borrow_mut().insert((name, at), ends.clone());
        ends
    }

    fn ends(&self, node: &'a Node, at: usize) -> Ends {
        match node {
            Node::Text(text) => self.text(text, at),
            Node::Class { inverted, ranges } => {
                let Input::Characters(text) = self.input else { panic!("a class over tokens") };
                let fits = |letter: char| {
                    ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != *inverted
                };
                text.get(at).filter(|letter| fits(**letter)).map(|_| at + 1).into_iter().collect()
            }
            Node::Rule(name) => self.mentioned(name, at),
            Node::Sequence(parts) => parts.iter().fold(Ends::from([at]), |starts, part| {
                starts.into_iter().flat_map(|start| self.ends(part, start)).collect()
            }),
            Node::Choice(parts) => parts.iter().flat_map(|part| self.ends(part, at)).collect(),
            Node::Repeated(part, required, many) => self.repeated(part, *required, *many, at),
            Node::Except(part, other) => {
                let mut ends = self.ends(part, at);
                if !ends.is_empty() {
                    let without = self.ends(other, at);
                    ends.retain(|end| !without.contains(end));
                }
                ends
            }
        }
    }

    fn text(&self, text: &str, at: usize) -> Ends {
        match self.input {
            Input::Characters(letters) => {
                let wanted: Vec<char> = text.chars().collect();
                let end = at + wanted.len();
                (letters.get(at..end) == Some(&wanted)).then_some(end).into_iter().collect()
            }
            Input::Tokens(tokens) => {
                let fits = tokens.get(at).is_some_and(|token| token.text == text);
                fits.then_some(at + 1).into_iter().collect()
            }
        }
    }

    fn mentioned(&self, name: &str, at: usize) -> Ends {
        let Input::Tokens(tokens) = self.input else { return self.rule(name, at) };
        if name == "touching" {
            return tokens.get(at).filter(|token| token.touching).map(|_| at).into_iter().collect();
        }
        if !name.starts_with(|letter: char| letter.is_ascii_uppercase()) {
            return self.rule(name, at);
        }
        let fits = tokens.get(at).is_some_and(|token| self.grammar.is(name, &token.text));
        fits.then_some(at + 1).into_iter().collect()
    }

    fn repeated(&self, part: &'a Node, required: bool, many: bool, at: usize) -> Ends {
        let mut ends = if required { Ends::new() } else { Ends::from([at]) };
        let mut fresh = vec![at];
        while let Some(start) = fresh.pop() {
            for end in self.ends(part, start) {
                if ends.insert(end) && many {
                    fresh.push(end);
                }
            }
        }
        ends
    }
}

/// Reads the notation.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn skip(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let Some(comment) = self.rest.strip_prefix("/*") else { return };
            self.rest = comment.split_once("*/").expect("a closed comment").1;
        }
    }

    fn take(&mut self, sign: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(sign) else { return false };
        self.rest = rest;
        self.skip();
        true
    }

    fn name(&mut self) -> Option<&'a str> {
        let ends = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
        let (name, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        self.rest = rest;
        self.skip();
        Some(name)
    }

    fn choice(&mut self) -> Node {
        let mut parts = vec![self.sequence()];
        while self.take("|") {
            parts.push(self.sequence());
        }
        if parts.len() == 1 { parts.remove(0) } else { Node::Choice(parts) }
    }

    fn sequence(&mut self) -> Node {
        let mut parts = Vec::new();
        while let Some(part) = self.factor() {
            parts.push(part);
        }
        Node::Sequence(parts)
    }

    /// A repeated primary, perhaps without something. Nothing in front of the next rule's name.
    fn factor(&mut self) -> Option<Node> {
        let part = self.repeated()?;
        if self.rest.starts_with("- ") && self.take("-") {
            let other = self.repeated().expect("what is left out");
            return Some(Node::Except(Box::new(part), Box::new(other)));
        }
        Some(part)
    }

    fn repeated(&mut self) -> Option<Node> {
        let mut node = self.primary()?;
        for (sign, required, many) in [("?", false, false), ("*", false, true), ("+", true, true)] {
            if self.take(sign) {
                node = Node::Repeated(Box::new(node), required, many);
            }
        }
        Some(node)
    }

    fn primary(&mut self) -> Option<Node> {
        let before = self.rest;
        if self.take("(") {
            let node = self.choice();
            assert!(self.take(")"), "no `)` before {:.40}", self.rest);
            return Some(node);
        }
        if let Some(quoted) = self.rest.strip_prefix('\'') {
            let (text, rest) = quoted.split_once('\'').expect("a closed quotation");
            self.rest = rest;
            self.skip();
            return Some(Node::Text(text.to_owned()));
        }
        if let Some(class) = self.rest.strip_prefix('[') {
            let (class, rest) = class.split_once(']').expect("a closed class");
            self.rest = rest;
            self.skip();
            return Some(read_class(class));
        }
        if self.rest.starts_with("#x") {
            let (letter, rest) = read_letter(self.rest);
            self.rest = rest;
            self.skip();
            return Some(Node::Class { inverted: false, ranges: vec![(letter, letter)] });
        }
        let name = self.name()?;
        if self.rest.starts_with("::=") {
            self.rest = before;
            return None;
        }
        Some(Node::Rule(name.to_owned()))
    }
}

fn read_class(class: &str) -> Node {
    let (inverted, mut rest) = class.strip_prefix('^').map_or((false, class), |rest| (true, rest));
    let mut ranges = Vec::new();
    while !rest.is_empty() {
        let (from, behind) = read_letter(rest);
        let (to, behind) = behind.strip_prefix('-').map_or((from, behind), read_letter);
        ranges.push((from, to));
        rest = behind;
    }
    Node::Class { inverted, ranges }
}

fn read_letter(text: &str) -> (char, &str) {
    if let Some(digits) = text.strip_prefix("#x") {
        let length = digits.find(|letter: char| !letter.is_ascii_hexdigit()).unwrap_or(digits.len());
        let (number, rest) = digits.split_at(length);
        let number = u32::from_str_radix(number, 16).expect("a number");
        return (char::from_u32(number).expect("a character"), rest);
    }
    let letter = text.chars().next().expect("a character");
    (letter, text.split_at(letter.len_utf8()).1)
}
