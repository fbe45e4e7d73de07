//! SPF records from the text of a TXT record (RFC 7208 section 12).

use std::borrow::Cow;
use std::net::IpAddr;
use std::ops::Range;

use super::record::{Host, Mechanism, SpfRecord, SpfTerm, SpfTermKind};
use super::{Qualifier, modifier, order};
use crate::dns::mail::Problem;
use crate::dns::mail::fault::Fault;
use crate::dns::mail::macros::domain_spec;
use crate::dns::mail::network::{host_prefix, ipv4, ipv6};
use crate::suggest::closest;

/// The lint that reports what is wrong with an SPF record.
pub(super) const RULE: &str = "spf-syntax";

const VERSION: &str = "v=spf1";

/// The mechanisms, as they stand in a record.
pub(super) const MECHANISMS: [&str; 8] = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

/// Reads the text of an SPF record; none if it does not begin with `v=spf1` and a space or the end (RFC 7208
/// section 4.5). A term that is wrong is a problem and no term.
#[must_use]
pub fn parse(text: &[u8]) -> Option<SpfRecord> {
    let rest = after_version(text)?;
    let mut record = SpfRecord::default();
    let readable = rest.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    if readable.len() < rest.len() {
        let at = VERSION.len() + readable.len();
        record.problems.push(Problem::error(
            RULE,
            at..at + 1,
            "expected printable ASCII, found another octet",
        ));
    }
    let mut words = words(readable, VERSION.len()).peekable();
    while let Some((word, at)) = words.next() {
        match read_term(word, &at) {
            Ok((kind, problem)) => {
                record.problems.extend(problem);
                record.terms.push(SpfTerm { at, text: word.into(), kind });
            }
            Err(problem) => {
                let value = words.next_if(|(next, next_at)| is_value_of(word, next, next_at));
                record.problems.push(value.map_or(*problem, |(value, value_at)| {
                    Problem::error(RULE, at.start..value_at.end, format!("unexpected space after `{word}`"))
                        .help("a term and its value are one word")
                        .replace(format!("{word}{value}"))
                }));
            }
        }
    }
    order::check(&mut record);
    record.problems.sort_by_key(|problem| problem.at.start);
    Some(record)
}

/// The words of a text that begins `start` bytes into the record, each with its place.
fn words(text: &str, start: usize) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = start;
    let all = text.split(' ').map(move |word| {
        let place = at..at + word.len();
        at += word.len() + 1;
        (word, place)
    });
    all.filter(|(word, _)| !word.is_empty())
}

/// Whether a word is no term by itself and is the value that a term before it lacks: `ip4: 192.0.2.1`.
fn is_value_of(term: &str, word: &str, at: &Range<usize>) -> bool {
    let lacks_value = term.ends_with([':', '=']);
    lacks_value && read_term(word, at).is_err() && read_term(&format!("{term}{word}"), at).is_ok()
}

/// What comes after the version; none if the text is no SPF record.
fn after_version(text: &[u8]) -> Option<&[u8]> {
    let (version, rest) = text.split_at_checked(VERSION.len())?;
    let ends = rest.is_empty() || rest.starts_with(b" ");
    (version.eq_ignore_ascii_case(VERSION.as_bytes()) && ends).then_some(rest)
}

/// How texts begin that were meant to be SPF records.
const NEAR_MISSES: [&str; 7] = ["v=spf", "v =spf", "v= spf", "v = spf", "v:spf", "spf1 ", "spf="];

/// What is wrong with a text that was meant to be an SPF record and that receivers do not take for one: a space in
/// front, `v=spf1;`, `spf1 include:…`.
#[must_use]
pub fn near_miss(text: &[u8]) -> Option<Problem> {
    if after_version(text).is_some() {
        return None;
    }
    let readable = text.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let begin = readable.find(|c: char| c != '"' && !c.is_whitespace())?;
    let lower = readable.get(begin..)?.to_ascii_lowercase();
    if !NEAR_MISSES.iter().any(|start| lower.starts_with(start)) {
        return None;
    }
    let name = lower.find("spf")?;
    let length = lower.get(name..)?.find([' ', '\t', ';', ',']).unwrap_or(lower.len() - name);
    let punctuation = usize::from(lower.get(name + length..)?.starts_with([';', ',', '\t']));
    let at = 0..begin + name + length + punctuation;
    let found = readable.get(at.clone())?;
    let message = format!("expected `v=spf1` and a space, found `{}`", found.escape_debug());
    Some(
        Problem::error(RULE, at, message)
            .help("receivers take a text that begins otherwise for no SPF record"),
    )
}

type Read<T> = Result<T, Box<Problem>>;

/// Reads one term at a place of the text.
fn read_term(word: &str, at: &Range<usize>) -> Read<(SpfTermKind, Option<Problem>)> {
    let error = |message: String| Problem::error(RULE, at.clone(), message);
    if let Some(c) = word.chars().find(|c| !c.is_ascii_graphic()) {
        let message = format!("expected printable ASCII in a term, found `{}`", c.escape_debug());
        let help = if c.is_ascii() {
            "one space stands between two terms"
        } else {
            "write a name in its `xn--` form"
        };
        return Err(error(message).help(help).into());
    }
    let qualifier = word.chars().next().and_then(Qualifier::from_symbol);
    let body = qualifier.and_then(|_| word.get(1..)).unwrap_or(word);
    if body.is_empty() {
        return Err(error(format!("expected a mechanism after `{word}`, found nothing"))
            .help("no space stands between a qualifier and its mechanism")
            .into());
    }
    let end = body.find([':', '=', '/']).unwrap_or(body.len());
    let (name, rest) = body.split_at(end);
    let name = lower_case(name);
    let name = &*name;
    if rest.starts_with('=') {
        return match qualifier {
            None => modifier::read(name, rest, word, at),
            Some(_) => {
                Err(error(format!("expected no qualifier before the modifier `{name}=`, found `{word}`"))
                    .help("a modifier matches no senders")
                    .replace(body)
                    .into())
            }
        };
    }
    let value_at = at.end - rest.len()..at.end;
    let mechanism = mechanism(name, rest, word, at, &value_at)?;
    Ok((SpfTermKind::Directive(qualifier.unwrap_or(Qualifier::Pass), mechanism), None))
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return name.to_ascii_lowercase().into();
    }
    name.into()
}

/// Reads a mechanism from its name and from what comes after it, which stands at `rest_at`.
fn mechanism(
    name: &str,
    rest: &str,
    word: &str,
    at: &Range<usize>,
    rest_at: &Range<usize>,
) -> Read<Mechanism> {
    let value = rest.strip_prefix(':');
    let value_at = rest_at.start + 1..rest_at.end;
    let fault = |fault: Fault| Box::new(Problem::of_fault(RULE, &value_at, fault));
    let required = || value.filter(|value| !value.is_empty()).ok_or_else(|| needs_value(name, at));
    match name {
        "all" if rest.is_empty() => Ok(Mechanism::All),
        "all" => Err(Problem::error(
            RULE,
            rest_at.clone(),
            format!("expected nothing after `all`, found `{rest}`"),
        )
        .help("`all` matches every sender and takes no value")
        .into()),
        "include" => Ok(Mechanism::Include(domain_spec(required()?).map_err(fault)?)),
        "exists" => Ok(Mechanism::Exists(domain_spec(required()?).map_err(fault)?)),
        "ptr" if rest.is_empty() => Ok(Mechanism::Ptr(None)),
        "ptr" => Ok(Mechanism::Ptr(Some(domain_spec(required()?).map_err(fault)?))),
        "ip4" => ipv4(required()?)
            .map(|(address, length)| Mechanism::Ip4(address, length.unwrap_or(32)))
            .map_err(|found| ip_problem(found, "ip4", value, &value_at)),
        "ip6" => ipv6(required()?)
            .map(|(address, length)| Mechanism::Ip6(address, length.unwrap_or(128)))
            .map_err(|found| ip_problem(found, "ip6", value, &value_at)),
        "a" => Ok(Mechanism::A(host(rest, name, at, rest_at)?)),
        "mx" => Ok(Mechanism::Mx(host(rest, name, at, rest_at)?)),
        _ => Err(unknown(name, value, word, at).into()),
    }
}

/// Reads `[:host][/24][//64]`.
fn host(rest: &str, name: &str, at: &Range<usize>, rest_at: &Range<usize>) -> Read<Host> {
    let (text, text_at) = match rest.strip_prefix(':') {
        Some(text) => (text, rest_at.start + 1..rest_at.end),
        None => (rest, rest_at.clone()),
    };
    let fault = |fault: Fault| Box::new(Problem::of_fault(RULE, &text_at, fault));
    let parts = host_prefix(text).map_err(fault)?;
    if parts.host.is_empty() && rest.starts_with(':') {
        return Err(needs_value(name, at));
    }
    let name = if parts.host.is_empty() { None } else { Some(domain_spec(parts.host).map_err(fault)?) };
    Ok(Host { name, v4: parts.v4.unwrap_or(32), v6: parts.v6.unwrap_or(128) })
}

pub(super) fn needs_value(name: &str, at: &Range<usize>) -> Box<Problem> {
    let what = match name {
        "ip4" => "an IPv4 address or network",
        "ip6" => "an IPv6 address or network",
        _ => "a domain name",
    };
    let joint = if matches!(name, "redirect" | "exp") { '=' } else { ':' };
    Problem::error(RULE, at.clone(), format!("expected {what} after `{name}{joint}`, found nothing"))
        .help(format!("no space stands after `{name}{joint}`"))
        .into()
}

/// A wrong network; one of the other family is certain to be meant with the other name.
fn ip_problem(fault: Fault, name: &str, value: Option<&str>, value_at: &Range<usize>) -> Box<Problem> {
    let value = value.unwrap_or_default();
    let other = if name == "ip4" { ipv6(value).ok().map(|_| "ip6") } else { ipv4(value).ok().map(|_| "ip4") };
    let Some(other) = other else {
        let mut problem = Problem::of_fault(RULE, value_at, fault);
        if value.bytes().any(|b| b.is_ascii_alphabetic()) && !value.contains(':') {
            problem = problem.help(format!("the addresses of a host are `a:{value}`"));
        }
        return problem.into();
    };
    let name_at = value_at.start - name.len() - 1..value_at.start - 1;
    Problem::error(RULE, name_at, fault.message)
        .help(format!("write `{other}:{value}`"))
        .replace(other)
        .into()
}

/// Says what an unknown mechanism was probably meant to be.
fn unknown(name: &str, value: Option<&str>, word: &str, at: &Range<usize>) -> Problem {
    let body = word.trim_start_matches(['+', '-', '~', '?']);
    let sign = word.get(..word.len() - body.len()).unwrap_or_default();
    let problem = Problem::error(RULE, at.clone(), format!("unknown mechanism `{body}`"));
    if word.contains([';', ',', '"', '\'']) {
        let problem = problem.help("terms are separated by spaces alone");
        let meant = word.trim_matches([';', ',', '"', '\'']);
        return if meant != word && read_term(meant, at).is_ok() { problem.replace(meant) } else { problem };
    }
    if let Ok(address) = body.split('/').next().unwrap_or_default().parse::<IpAddr>() {
        let family = if address.is_ipv4() { "ip4" } else { "ip6" };
        let meant = format!("{sign}{family}:{body}");
        return problem.help(format!("write `{meant}`, without a space after the colon")).replace(meant);
    }
    if let (Some(value), "redirect" | "exp") = (value, name) {
        return problem.help("a modifier and its value are joined by `=`").replace(format!("{name}={value}"));
    }
    let known = match name {
        "ipv4" | "ip" => Some("ip4"),
        "ipv6" => Some("ip6"),
        _ => closest(name, MECHANISMS.into_iter().filter(|known| known.len() > 1)),
    };
    if let Some(known) = known {
        let rest = body.get(name.len()..).unwrap_or_default();
        return problem.help(format!("did you mean `{known}`?")).guess(format!("{sign}{known}{rest}"));
    }
    if value.is_none() && domain_spec(body).is_ok() {
        return problem.help(format!(
            "write `include:{body}` for whoever that domain authorizes, or `a:{body}` for the addresses of that host"
        ));
    }
    problem.help(format!("the mechanisms are {}", crate::dns::mail::term::enumerated(MECHANISMS, "and")))
}
