//! The names of all diagnostics that the compiler's source raises.

#![expect(clippy::expect_used, reason = "a source file that cannot be read ends the test")]
#![expect(clippy::disallowed_methods, reason = "the compiler's own source is read, and by a test alone")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The beginnings of the expressions that raise a diagnostic; the name is the string literal after them.
const RAISERS: [&str; 5] =
    ["error!(", "TermError::word(", "TermError::term(", "TermError::statement(", "Diagnostic::new("];

/// Every name that stands in the source where a diagnostic is made, tests left out.
pub fn raised() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);
    names
}

fn gather(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if !path.ends_with("tests") {
                gather(&path, names);
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            // Documentation shows how a diagnostic is made, and makes none.
            let lines: Vec<_> = code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            gather_code(&lines.join("\n"), names);
        }
    }
}

fn gather_code(code: &str, names: &mut BTreeSet<String>) {
    for raiser in RAISERS {
        for rest in code.split(raiser).skip(1) {
            names.extend(literal(rest));
        }
    }
    // The second argument names the error for a name that is not declared.
    for rest in code.split("Names::new(").skip(1) {
        names.extend(rest.split_once(',').and_then(|(_, rest)| literal(rest)));
    }
    // Tables from what is wrong to its name.
    for rest in code.split("error_name(kind: FieldErrorKind)").skip(1) {
        let body = rest.split("\n}\n").next().unwrap_or_default();
        names.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    for rest in code.split("pub const RULE: Rule").skip(1) {
        names.extend(rest.split_once("name: ").and_then(|(_, rest)| literal(rest)));
    }
}

fn literal(code: &str) -> Option<String> {
    let name = code.trim_start().strip_prefix('"')?.split('"').next()?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    is_name.then(|| name.to_owned())
}
