//! Modifiers: `redirect=`, `exp=`, and those that nobody knows (RFC 7208 section 6).

use std::ops::Range;

use super::parse::{MECHANISMS, RULE, needs_value};
use super::record::SpfTermKind;
use crate::dns::mail::Problem;
use crate::dns::mail::macros::{domain_spec, scan};
use crate::suggest::closest;

/// Reads a modifier from its name and from `=` and its value. A modifier that receivers ignore is read, with what it
/// was probably meant to be.
pub(super) fn read(
    name: &str,
    rest: &str,
    word: &str,
    at: &Range<usize>,
) -> Result<(SpfTermKind, Option<Problem>), Box<Problem>> {
    let value = rest.strip_prefix('=').unwrap_or(rest);
    let value_at = at.end - value.len()..at.end;
    if matches!(name, "redirect" | "exp") {
        if value.is_empty() {
            return Err(needs_value(name, at));
        }
        let domain = domain_spec(value).map_err(|fault| Problem::of_fault(RULE, &value_at, fault))?;
        let kind =
            if name == "exp" { SpfTermKind::Explanation(domain) } else { SpfTermKind::Redirect(domain) };
        return Ok((kind, None));
    }
    if name == "v" {
        let problem = Problem::error(RULE, at.clone(), format!("unexpected `{word}` inside an SPF record"));
        return Err(problem.help("two records were joined: write one version and one `all`").into());
    }
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(inner) {
        let message = format!("expected the name of a modifier before `=`, found `{word}`");
        return Err(Problem::error(RULE, at.clone(), message).into());
    }
    if !MECHANISMS.contains(&name) {
        scan(value).map_err(|fault| Problem::of_fault(RULE, &value_at, fault))?;
    }
    Ok((SpfTermKind::UnknownModifier, Some(ignored(name, value, at))))
}

fn ignored(name: &str, value: &str, at: &Range<usize>) -> Problem {
    let message = format!("receivers ignore the unknown modifier `{name}=`");
    if MECHANISMS.contains(&name) {
        let help = "a mechanism and its value are joined by `:`";
        return Problem::warning(RULE, at.clone(), message).help(help).replace(format!("{name}:{value}"));
    }
    match closest(name, ["redirect", "exp", "include", "exists"]) {
        None => Problem::info(RULE, at.clone(), message).help("remove it"),
        Some(known) => {
            let joint = if matches!(known, "redirect" | "exp") { '=' } else { ':' };
            Problem::warning(RULE, at.clone(), message)
                .help(format!("did you mean `{known}{joint}`?"))
                .guess(format!("{known}{joint}{value}"))
        }
    }
}
