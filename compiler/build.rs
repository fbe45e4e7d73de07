//! Gathers the rule files of `src/lint/rules` into one registry, so that adding a rule is adding one file.
//!
//! Each file's leading `//!` lines are the rule's page; `zonal explain` and the editor show the same text.

#![allow(clippy::disallowed_methods, reason = "a build script reads the sources that it gathers")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let folder = Path::new(&root).join("src/lint/rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(&folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.sort();

    let (mut modules, mut rules) = (String::new(), String::new());
    for path in &files {
        let stem =
            path.file_stem().and_then(|stem| stem.to_str()).ok_or("a rule file's name is not UTF-8")?;
        let text = fs::read_to_string(path)?;
        let page = text.lines().map_while(|line| line.strip_prefix("//!"));
        let page: Vec<_> = page.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        writeln!(modules, "#[path = {path:?}]\nmod {stem};")?;
        writeln!(rules, "    Entry {{ rule: &{stem}::RULE, page: {:?} }},", page.join("\n"))?;
    }
    let code = format!("{modules}\n/// Every rule, by name.\npub static ENTRIES: &[Entry] = &[\n{rules}];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("rules.rs"), code)?;
    Ok(())
}
