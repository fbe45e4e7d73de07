//! Gathers the rule files of `src/lint/rules` into one registry, and the pages of `src/explain/pages` into one table,
//! so that adding a rule or a page is adding one file.
//!
//! Each rule file's leading `//!` lines are the rule's page; `zonal explain` and the editor show the same text.

#![allow(clippy::disallowed_methods, reason = "a build script reads the sources that it gathers")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, error, fs};

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("rules.rs"), rules(&Path::new(&root).join("src/lint/rules"))?)?;
    fs::write(Path::new(&out).join("pages.rs"), pages(&Path::new(&root).join("src/explain/pages"))?)?;
    Ok(())
}

/// The registry of the rules in a folder.
fn rules(folder: &Path) -> Result<String, Box<dyn error::Error>> {
    let (mut modules, mut rules) = (String::new(), String::new());
    for path in files(folder, "rs")? {
        let stem = stem(&path)?;
        let text = fs::read_to_string(&path)?;
        let page = text.lines().map_while(|line| line.strip_prefix("//!"));
        let page: Vec<_> = page.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        writeln!(modules, "#[path = {path:?}]\nmod {stem};")?;
        writeln!(rules, "    Entry {{ rule: &{stem}::RULE, page: {:?} }},", page.join("\n"))?;
    }
    Ok(format!("{modules}\n/// Every rule, by name.\npub static ENTRIES: &[Entry] = &[\n{rules}];\n"))
}

/// The table of the pages in a folder.
fn pages(folder: &Path) -> Result<String, Box<dyn error::Error>> {
    let mut pages = String::new();
    for path in files(folder, "md")? {
        writeln!(pages, "    ({:?}, include_str!({path:?})),", stem(&path)?)?;
    }
    Ok(format!(
        "/// The errors that have a file of their own, by name.\nconst PAGES: &[(&str, &str)] = &[\n{pages}];\n"
    ))
}

/// The files of a folder with an extension, by name.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn error::Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|found| found == extension));
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> Result<&str, Box<dyn error::Error>> {
    path.file_stem().and_then(|stem| stem.to_str()).ok_or_else(|| "a file's name is not UTF-8".into())
}
