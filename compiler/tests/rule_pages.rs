//! Every rule's page keeps its word: its bad example fires this rule and nothing else, its good one nothing.

#[path = "support/program.rs"]
mod program;
#[path = "support/report.rs"]
mod report;

use program::{Compiled, files};
use report::lines;
use zonal_compiler::diagnostic::Fix;
use zonal_compiler::lint::registry::ENTRIES;
use zonal_compiler::sema::facts::Facts;

/// The providers that examples use without declaring them.
const PROVIDERS: [(&str, &str); 3] = [
    ("dns", "provider dns = zonefile {\n  directory  \"out\"\n}\n"),
    ("aws", "provider aws = route53 {}\n"),
    ("azure", "provider azure = azure-dns {\n  subscription    \"s\"\n  resource-group  \"g\"\n}\n"),
];

/// An example of a page.
struct Example {
    is_bad: bool,
    text: String,
}

#[test]
fn bad_examples_fire_their_rule_alone_and_good_ones_nothing() {
    let mut wrong = Vec::new();
    for entry in ENTRIES {
        let name = entry.rule.name;
        let examples = examples(entry.page);
        for is_bad in [true, false] {
            if !examples.iter().any(|example| example.is_bad == is_bad) {
                wrong
                    .push(format!("{name}: its page has no {} example", if is_bad { "bad" } else { "good" }));
            }
        }
        for example in examples {
            let compiled = compile(&example.text);
            let names: Vec<_> = compiled.compilation.diagnostics.iter().map(|found| found.name).collect();
            let expected = if example.is_bad { vec![name] } else { Vec::new() };
            if names != expected {
                let which = if example.is_bad { "bad" } else { "good" };
                wrong.push(format!(
                    "{name}: its {which} example gives\n    {}",
                    lines(&compiled).join("\n    ")
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_finding_says_what_to_do() {
    for entry in ENTRIES {
        for example in examples(entry.page).iter().filter(|example| example.is_bad) {
            for found in compile(&example.text).compilation.diagnostics {
                assert!(found.help.is_some(), "{}: no help", found.name);
                let message = &found.message;
                assert!(!message.ends_with('.'), "{}: `{message}` ends with a full stop", found.name);
            }
        }
    }
}

#[test]
fn a_fix_that_is_certain_leaves_nothing_to_find() {
    for entry in ENTRIES {
        for example in examples(entry.page).iter().filter(|example| example.is_bad) {
            let compiled = compile(&example.text);
            for found in &compiled.compilation.diagnostics {
                for fix in &found.fixes {
                    let after = apply(&compiled, &example.text, fix);
                    let names: Vec<_> =
                        compile(&after).compilation.diagnostics.iter().map(|d| d.name).collect();
                    assert!(!names.contains(&found.name), "{}: after `{}`:\n{after}", found.name, fix.title);
                }
            }
        }
    }
}

fn compile(text: &str) -> Compiled {
    let mut all = files(text, "# file: ", "example.zonal");
    for (name, declaration) in PROVIDERS {
        let is_used = text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        if is_used && !text.contains(&format!("provider {name} ")) {
            all.push((name, declaration));
        }
    }
    Compiled::new(all, &Facts::default())
}

/// The text after a fix of a program of one file.
fn apply(compiled: &Compiled, text: &str, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at));
    let mut text = text.to_owned();
    for edit in edits {
        assert_eq!(compiled.sources.file(edit.at.file).path, "example.zonal");
        text.replace_range(edit.at.span.range(), &edit.replacement);
    }
    text
}

fn examples(page: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut is_bad = None;
    let mut block: Option<String> = None;
    for line in page.lines() {
        match &mut block {
            Some(text) if line == "```" => {
                if let Some(is_bad) = is_bad {
                    examples.push(Example { is_bad, text: std::mem::take(text) });
                }
                block = None;
            }
            Some(text) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```zonal" => block = Some(String::new()),
            None if line.starts_with("Bad") => is_bad = Some(true),
            None if line.starts_with("Good") => is_bad = Some(false),
            None if line.starts_with("## ") => is_bad = None,
            None => {}
        }
    }
    examples
}
