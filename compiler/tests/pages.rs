//! Every diagnostic has a page, and every page keeps its word: its bad example gives this diagnostic and nothing
//! else, its good one nothing.

#![expect(clippy::disallowed_methods, reason = "the written pages are a file, read by a test alone")]

#[path = "support/names.rs"]
mod names;
#[path = "support/page.rs"]
mod page;
#[path = "support/program.rs"]
mod program;
#[path = "support/report.rs"]
mod report;

use std::collections::BTreeSet;

use page::examples;
use program::{Compiled, files};
use zonal_compiler::compile;
use zonal_compiler::diagnostic::{Applicability, Fix};
use zonal_compiler::eval::Inputs;
use zonal_compiler::explain::{self, Page};
use zonal_compiler::lint::registry;
use zonal_compiler::sema::facts::Facts;

/// The providers that examples use without declaring them.
const PROVIDERS: [(&str, &str); 4] = [
    ("dns", "provider dns = zonefile {\n  directory  \"out\"\n}\n"),
    ("aws", "provider aws = route53 {}\n"),
    ("azure", "provider azure = azure-dns {\n  subscription    \"s\"\n  resource-group  \"g\"\n}\n"),
    ("public", "provider public = aws, azure\n"),
];

#[test]
fn every_diagnostic_that_is_raised_has_a_page_and_every_page_s_is_raised() {
    let pages: BTreeSet<_> = explain::pages().iter().map(|page| page.name.to_owned()).collect();
    assert_eq!(pages.len(), explain::pages().len(), "a name has two pages");
    let raised = names::raised();
    assert!(raised.len() > 150, "{raised:?}");
    let without: Vec<_> = raised.difference(&pages).collect();
    assert!(without.is_empty(), "without a page: {without:?}");
    let never: Vec<_> = pages.difference(&raised).collect();
    assert!(never.is_empty(), "never raised: {never:?}");
}

#[test]
fn every_page_has_its_headings_and_a_summary() {
    for page in explain::pages() {
        let Page { name, summary, text } = page;
        assert!(text.starts_with(&format!("# {name}\n")), "{name}: its page begins with its name");
        let means = ["\n## What it does\n", "\n## What it means\n"];
        assert!(means.iter().any(|heading| text.contains(heading)), "{name}: what is it?");
        for heading in ["\n## Why", "\n## Example\nBad", "\nGood"] {
            assert!(text.contains(heading), "{name}: its page lacks `{}`", heading.trim());
        }
        assert!(!summary.is_empty() && !summary.contains('\n'), "{name}: `{summary}`");
        assert!(text.lines().count() <= 70, "{name}: its page is too long to be read");
    }
}

/// Editors link the name of a diagnostic to its heading there.
#[test]
fn the_pages_stand_in_the_reference() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../grammar/diagnostics.md");
    let mut written = "# Diagnostics\n\nEvery mistake that Zonal finds, by name. `zonal explain NAME` shows the same pages.\n"
        .to_owned();
    for page in explain::pages() {
        assert!(page.address().ends_with(&format!("/grammar/diagnostics.md#{}", page.name)));
        // A page's headings are one level down here.
        let mut in_code = false;
        for line in page.text.trim_end().lines() {
            in_code ^= line.starts_with("```");
            let deeper = if line.starts_with('#') && !in_code { "#" } else { "" };
            written += &format!("\n{deeper}{line}");
        }
        written.push('\n');
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &written).expect("the written pages");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(committed == written, "grammar/diagnostics.md is stale: UPDATE=1 cargo test --test pages");
}

#[test]
fn bad_examples_give_their_diagnostic_alone_and_good_ones_nothing() {
    let mut wrong = Vec::new();
    for page in explain::pages() {
        let examples = examples(page.text);
        for is_bad in [true, false] {
            let kind = if is_bad { "bad" } else { "good" };
            if !examples.iter().any(|example| example.is_bad == is_bad) {
                wrong.push(format!("{}: its page has no {kind} example", page.name));
            }
        }
        for example in examples {
            let text = whole(page.name, example.is_bad).unwrap_or(example.text);
            let compiled = compile(&text);
            let names: BTreeSet<_> =
                compiled.compilation.diagnostics.iter().map(|found| found.name).collect();
            let mut expected: BTreeSet<_> = example.is_bad.then_some(page.name).into_iter().collect();
            if page.name == "too-many-errors" && example.is_bad {
                expected.insert("unexpected-token");
            }
            if names != expected {
                let kind = if example.is_bad { "bad" } else { "good" };
                let said = report::lines(&compiled).join("\n    ");
                wrong.push(format!("{}: its {kind} example gives\n    {said}", page.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_finding_says_what_to_do() {
    let mut wrong = Vec::new();
    for (page, compiled) in bad_examples() {
        for found in &compiled.compilation.diagnostics {
            let message = &found.message;
            if found.help.is_none() {
                wrong.push(format!("{}: no help: {message}", page.name));
            }
            if message.ends_with('.') {
                wrong.push(format!("{}: `{message}` ends with a full stop", page.name));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_fix_that_is_certain_leaves_nothing_to_find() {
    for (page, compiled) in bad_examples() {
        for found in &compiled.compilation.diagnostics {
            for fix in found.fixes.iter().filter(|fix| fix.applicability == Applicability::Certain) {
                let after = apply(&compiled, fix);
                let names: Vec<_> = compile(&after).compilation.diagnostics.iter().map(|d| d.name).collect();
                let title = &fix.title;
                assert!(!names.contains(&found.name), "{}: after `{title}`:\n{after}", page.name);
            }
        }
    }
}

#[test]
fn a_rule_s_page_is_its_file_s() {
    for entry in registry::ENTRIES {
        let page = explain::page(entry.rule.name).expect("a page");
        assert_eq!((page.summary, page.text), (entry.rule.summary, entry.page));
    }
    assert!(explain::page("no-such-name").is_none());
}

/// The program of an example whose page shows a part of it, because the whole would fill pages.
fn whole(name: &str, is_bad: bool) -> Option<String> {
    let numbered = |count: usize, line: &dyn Fn(usize) -> String| (1..=count).map(line).collect::<String>();
    match (name, is_bad) {
        ("file-too-large", true) => Some(format!("#{}", "x".repeat(compile::FILE_LIMIT))),
        ("file-too-large", false) => {
            Some("zone example.com on dns {}\n# file: other.zonal\nextend zone example.com {}\n".to_owned())
        }
        ("include-too-deep", true) => Some(format!(
            "zone example.com on dns {{ include t1() }}\n{}template t70() {{}}\n",
            numbered(69, &|n| format!("template t{n}() {{ include t{}() }}\n", n + 1))
        )),
        ("too-many-providers", true) => Some(format!(
            "{}zone example.com on p1{} {{}}\n",
            numbered(33, &|n| format!("provider p{n} = route53 {{}}\n")),
            numbered(32, &|n| format!(", p{}", n + 1))
        )),
        ("too-many-errors", true) => Some(numbered(10_001, &|n| format!("www{n},A\n"))),
        _ => None,
    }
}

fn bad_examples() -> impl Iterator<Item = (Page, Compiled)> {
    explain::pages().into_iter().filter(|page| page.name != "file-too-large").flat_map(|page| {
        let examples = examples(page.text).into_iter().filter(|example| example.is_bad);
        examples.map(move |example| (page, compile(&whole(page.name, true).unwrap_or(example.text))))
    })
}

fn compile(text: &str) -> Compiled {
    let mut all = files(text, "# file: ", "example.zonal");
    // The head says which providers are used, and the largest example is 64 MiB long.
    let head = text.get(..4096).unwrap_or(text);
    let uses = |name: &str| head.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
    let is_public = uses("public") && !text.contains("provider public ");
    for (name, declaration) in PROVIDERS {
        let is_used = uses(name) || (is_public && (name == "aws" || name == "azure"));
        if is_used && !text.contains(&format!("provider {name} ")) {
            all.push((name, declaration));
        }
    }
    let mut inputs = Inputs::default();
    inputs
        .add("dkim.pub", Ok("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=".to_owned()));
    Compiled::new(all, &inputs, &Facts::default())
}

/// The text of the program's first file after a fix.
fn apply(compiled: &Compiled, fix: &Fix) -> String {
    let mut edits: Vec<_> = fix.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.at));
    let Some((_, first)) = compiled.sources.iter().next() else { return String::new() };
    let mut text = first.text.to_string();
    for edit in edits {
        assert_eq!(compiled.sources.file(edit.at.file).path, first.path);
        text.replace_range(edit.at.span.range(), &edit.replacement);
    }
    text
}
