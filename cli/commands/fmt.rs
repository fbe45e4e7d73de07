//! `zonal fmt`: writes files the one way there is.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use similar::TextDiff;
use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::source::Sources;
use zonal_compiler::syntax::format::format;
use zonal_compiler::syntax::parser;
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::workspace::{self, MAX_FILE, Start};

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::render::count::count;
use crate::render::style::{Paint, Tone};
use crate::render::{failure, human};

/// A file to format.
struct Source {
    /// Where to write it to; stdout if absent.
    path: Option<PathBuf>,
    /// What to call it.
    name: String,
    text: String,
}

/// How many files came to what.
#[derive(Default)]
struct Tally {
    changed: usize,
    same: usize,
    failed: usize,
}

/// Formats files.
pub fn run(arguments: &arguments::Fmt, console: &mut Console) -> Exit {
    let only_stdin = arguments.paths.iter().all(|path| path == Path::new("-"));
    if !arguments.paths.is_empty() && only_stdin {
        return format_stdin(arguments, console);
    }
    if arguments.paths.iter().any(|path| path == Path::new("-")) {
        let text = failure::message(
            console.message_paint(),
            "`-` stands beside other paths",
            Some("format stdin by itself: `zonal fmt -`"),
        );
        console.message(&text);
        return Exit::Usage;
    }
    let (sources, failures) = gather(&arguments.paths);
    let mut tally = Tally::default();
    for failed in &failures {
        super::fail(console, failed);
        tally.failed += 1;
    }
    for source in &sources {
        format_file(arguments, source, &mut tally, console);
    }
    let verb = if arguments.check || arguments.diff { "would be formatted" } else { "formatted" };
    let mut parts = vec![format!("{} {verb}", count(tally.changed, "file"))];
    parts.extend((tally.same > 0).then(|| format!("{} unchanged", count(tally.same, "file"))));
    parts.extend((tally.failed > 0).then(|| format!("{} not readable", count(tally.failed, "file"))));
    console.message(&format!("{}\n", parts.join(", ")));
    let must_change = tally.changed > 0 && (arguments.check || arguments.diff);
    if tally.failed > 0 || must_change { Exit::Errors } else { Exit::Fine }
}

fn format_stdin(arguments: &arguments::Fmt, console: &mut Console) -> Exit {
    let mut bytes = Vec::new();
    let name = PathBuf::from(&arguments.stdin_filename);
    if let Err(error) = std::io::stdin().take(MAX_FILE + 1).read_to_end(&mut bytes) {
        return super::fail(console, &Failure::io(&name, "read", error));
    }
    if bytes.len() as u64 > MAX_FILE {
        let what = format!("the text is larger than {} MiB", MAX_FILE >> 20);
        return super::fail(console, &Failure::new(FailureKind::Data, what).at(&name));
    }
    let Ok(text) = String::from_utf8(bytes) else {
        let failure = Failure::new(FailureKind::Data, "the text is not UTF-8").at(&name);
        return super::fail(console, &failure.help("save it as UTF-8"));
    };
    let source = Source { path: None, name: arguments.stdin_filename.clone(), text };
    let mut tally = Tally::default();
    format_file(arguments, &source, &mut tally, console);
    let must_change = tally.changed > 0 && (arguments.check || arguments.diff);
    if tally.failed > 0 || must_change { Exit::Errors } else { Exit::Fine }
}

/// The files that the paths stand for; a folder stands for those of its workspace that lie in it.
fn gather(paths: &[PathBuf]) -> (Vec<Source>, Vec<Failure>) {
    let (mut sources, mut failures) = (Vec::new(), Vec::new());
    if paths.is_empty() {
        let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
        gather_folder(&here, Start::Here(&here), &mut sources, &mut failures);
    }
    for path in paths {
        if path.is_dir() {
            gather_folder(path, Start::Named(path), &mut sources, &mut failures);
        } else {
            match workspace::read_source(path) {
                Ok(text) => {
                    sources.push(Source { path: Some(path.clone()), name: path.display().to_string(), text });
                }
                Err(failure) => failures.push(failure),
            }
        }
    }
    (sources, failures)
}

fn gather_folder(folder: &Path, start: Start<'_>, sources: &mut Vec<Source>, failures: &mut Vec<Failure>) {
    let loaded = match workspace::load(start) {
        Ok(loaded) => loaded,
        Err(failure) => return failures.push(failure),
    };
    failures.extend(loaded.failures);
    let folder_in_full = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let whole_workspace = matches!(start, Start::Here(_));
    for file in loaded.files {
        let path = loaded.root.join(&file.path);
        let inner = path.strip_prefix(&folder_in_full).map(Path::to_owned).ok();
        if inner.is_none() && !whole_workspace {
            continue;
        }
        let shown = inner
            .map_or_else(|| path.clone(), |inner| if whole_workspace { inner } else { folder.join(inner) });
        sources.push(Source { name: shown.display().to_string(), path: Some(path), text: file.text });
    }
}

fn format_file(arguments: &arguments::Fmt, source: &Source, tally: &mut Tally, console: &mut Console) {
    let formatted = match format(&source.text) {
        Ok(formatted) => formatted,
        Err(error) => {
            tally.failed += 1;
            return tell_errors(source, error.span, error.message, console);
        }
    };
    let is_same = formatted == source.text;
    match is_same {
        true => tally.same += 1,
        false => tally.changed += 1,
    }
    if arguments.diff && !is_same {
        let text = diff(console.result_paint(), &source.name, &source.text, &formatted);
        console.result(&text);
    } else if arguments.check && !is_same {
        console.result(&format!("{}\n", source.name));
    }
    if arguments.check || arguments.diff {
        return;
    }
    let Some(path) = &source.path else { return console.document(&formatted) };
    if is_same {
        return;
    }
    match files::replace(path, &formatted) {
        Ok(()) => console.result(&format!("{}\n", source.name)),
        Err(failure) => {
            (tally.changed, tally.failed) = (tally.changed - 1, tally.failed + 1);
            super::fail(console, &failure);
        }
    }
}

/// Tells why a file cannot be formatted: the parser's errors, which know more than the formatter's.
fn tell_errors(source: &Source, at: zonal_compiler::source::Span, message: &str, console: &mut Console) {
    let mut sources = Sources::new();
    let file = sources.add(&source.name, &source.text);
    let mut found = parser::parse(file, &source.text).errors;
    if found.is_empty() {
        found.push(Diagnostic::new("not-formattable", Severity::Error, at.in_file(file), message));
    }
    let text = human::diagnostics(console.message_paint(), &sources, &found);
    console.message(&text);
}

/// A unified diff.
fn diff(paint: Paint, name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let unified = diff.unified_diff().context_radius(3).header(name, name).to_string();
    unified.lines().fold(String::new(), |mut text, line| {
        let tone = match line.chars().next() {
            Some('+') => Tone::Good,
            Some('-') => Tone::Bad,
            Some('@') => Tone::Advice,
            _ => {
                text.push_str(line);
                text.push('\n');
                return text;
            }
        };
        // Writing to a string does not fail, so its result says nothing.
        let _ = writeln!(text, "{}", paint.show(tone, line));
        text
    })
}
