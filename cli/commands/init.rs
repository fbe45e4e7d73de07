//! `zonal init`: a workspace to begin with.
//!
//! What is there stays as it is, whatever it is called; everything else is written at once, or nothing is.

use std::fs;
use std::path::{Path, PathBuf};

use zonal_compiler::lower::ProviderKind;
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::workspace::{self, SETTINGS_FILE, Start};

use crate::arguments::{self, Init, ZoneName};
use crate::console::Console;
use crate::exit::Exit;
use crate::files::{self, together};
use crate::render::failure;
use crate::render::style::{Tone, harmless};
use crate::starter::{self, File};

/// What to do with a new workspace.
const NEXT: &str = "next: `zonal check`, then `zonal doctor`, `zonal plan` and `zonal deploy`\n";

/// Makes a workspace, or adds to one.
pub fn run(arguments: &Init, console: &mut Console) -> Exit {
    init(arguments, console).unwrap_or_else(|exit| exit)
}

fn init(arguments: &Init, console: &mut Console) -> Result<Exit, Exit> {
    let place = Place::of(&arguments.folder).map_err(|failure| super::fail(console, &failure))?;
    let mut files = vec![(Base::Workspace, starter::settings())];
    let is_new = !place.is_workspace;
    if is_new {
        let (zones, kinds) = wishes(arguments, console)?;
        let sources = starter::sources(&zones, &kinds);
        if let Some(mistake) = starter::mistake(&sources) {
            let help = mistake.help.as_deref().unwrap_or("name another zone, or another provider");
            return Err(wrong(console, &mistake.message, help));
        }
        files.extend(sources.into_iter().map(|file| (Base::Workspace, file)));
    } else if !arguments.zones.is_empty() || !arguments.providers.is_empty() {
        let what = format!("{} is a workspace already", arguments.folder.display());
        let failure = Failure::new(FailureKind::Data, what)
            .help("add a zone by a file in it: `zone example.com on PROVIDER { … }`");
        return Err(super::fail(console, &failure));
    }
    files.extend(extras(arguments, &place.below).into_iter().map(|file| (Base::Repository, file)));
    let files = files.into_iter().map(|(base, file)| (place.join(base, &file.path), file.text)).collect();
    write(arguments, files, console)?;
    if is_new {
        console.message(NEXT);
    }
    Ok(Exit::Fine)
}

/// What a file's path is below.
#[derive(Debug, Clone, Copy)]
enum Base {
    Workspace,
    Repository,
}

/// The folder, and the repository around it.
struct Place {
    folder: PathBuf,
    repository: PathBuf,
    /// The folder's path below the repository.
    below: PathBuf,
    /// Whether there is a workspace in it already.
    is_workspace: bool,
}

impl Place {
    fn of(folder: &Path) -> Result<Self, Failure> {
        let full = full(folder)?;
        let repository = full.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&full);
        let below = full.strip_prefix(repository).unwrap_or(Path::new("")).to_owned();
        let repository = match below.as_os_str().is_empty() {
            true => folder.to_owned(),
            false => repository.to_owned(),
        };
        let is_workspace = full.join(SETTINGS_FILE).exists() || holds_sources(&full)?;
        Ok(Self { folder: folder.to_owned(), repository, below, is_workspace })
    }

    fn join(&self, base: Base, path: &Path) -> PathBuf {
        let base = match base {
            Base::Workspace => &self.folder,
            Base::Repository => &self.repository,
        };
        if base == Path::new(".") { path.to_owned() } else { base.join(path) }
    }
}

/// The absolute path of a folder that may not be there yet.
fn full(folder: &Path) -> Result<PathBuf, Failure> {
    if fs::metadata(folder).is_ok_and(|found| !found.is_dir()) {
        return Err(Failure::new(FailureKind::Data, "it is a file, where a folder is needed").at(folder));
    }
    fs::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .map_err(|error| Failure::io(folder, "find the folder", error))
}

/// Whether source files are in a folder that has no settings file: they are a workspace by themselves.
fn holds_sources(folder: &Path) -> Result<bool, Failure> {
    if !folder.exists() {
        return Ok(false);
    }
    let found = workspace::load(Start::Named(folder))?;
    let root = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    // A workspace around the folder is another one, unless it reads files in it.
    let inside = |path: &str| found.root.join(path).starts_with(&root);
    Ok(found.files.iter().any(|file| inside(&file.path)))
}

fn extras(arguments: &Init, below: &Path) -> Vec<File> {
    let mut files = Vec::new();
    if arguments.github {
        files.extend(starter::github(below));
    }
    files.extend(arguments.gitlab.then(|| starter::gitlab(below)));
    files.extend(arguments.pre_commit.then(starter::pre_commit));
    files.extend(arguments.vscode.then(starter::vscode));
    files
}

/// The zones and the kinds of providers: as the arguments say, else as somebody answers.
fn wishes(arguments: &Init, console: &mut Console) -> Result<(Vec<ZoneName>, Vec<ProviderKind>), Exit> {
    let may_ask = !arguments.yes && console.can_ask();
    let mut zones = arguments.zones.clone();
    if zones.is_empty() && !may_ask {
        let help = "`zonal init --zone example.com --provider zonefile`";
        return Err(wrong(console, "no zone was named, and nobody can be asked", help));
    }
    if zones.is_empty() {
        zones = ask(console, "Zone (example.com): ", "", arguments::zone)?;
    }
    let mut kinds = arguments.providers.clone();
    if kinds.is_empty() && may_ask {
        let question = "Providers, with commas between (route53, azure-dns, zonefile) [zonefile]: ";
        kinds = ask(console, question, ProviderKind::Zonefile.word(), arguments::kind)?;
    }
    if kinds.is_empty() {
        kinds.push(ProviderKind::Zonefile);
    }
    Ok((once(zones), once(kinds)))
}

fn once<T: PartialEq>(all: Vec<T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for one in all {
        if !kept.contains(&one) {
            kept.push(one);
        }
    }
    kept
}

/// Asks until the answer makes sense; an empty one is the default.
fn ask<T>(
    console: &mut Console,
    question: &str,
    default: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, Exit> {
    loop {
        let Some(answer) = console.ask(question) else {
            console.message("\nnothing was written\n");
            return Err(Exit::Errors);
        };
        let answer = if answer.is_empty() { default } else { answer.as_str() };
        let parts = answer.split([',', ' ']).filter(|part| !part.is_empty());
        match parts.map(&read).collect::<Result<Vec<T>, String>>() {
            Ok(read) if !read.is_empty() => return Ok(read),
            Ok(_) => {}
            Err(why) => {
                let text = failure::message(console.message_paint(), &why, None);
                console.message(&text);
            }
        }
    }
}

fn wrong(console: &mut Console, what: &str, help: &str) -> Exit {
    let text = failure::message(console.message_paint(), what, Some(help));
    console.message(&text);
    Exit::Usage
}

/// Writes the files that are not there, and tells which are.
fn write(arguments: &Init, files: Vec<(PathBuf, String)>, console: &mut Console) -> Result<(), Exit> {
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    let (kept, mut new): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_there(path));
    let ignore = match arguments.folder == Path::new(".") {
        true => PathBuf::from(".gitignore"),
        false => arguments.folder.join(".gitignore"),
    };
    let old = match is_there(&ignore) {
        true => Some(
            fs::read_to_string(&ignore)
                .map_err(|error| super::fail(console, &Failure::io(&ignore, "read", error)))?,
        ),
        false => None,
    };
    let ignoring = starter::ignoring(old.as_deref());
    if old.is_none() {
        new.extend(ignoring.clone().map(|text| (ignore.clone(), text)));
    }
    let written = together::create(&new).map_err(|failure| nothing(console, &failure))?;
    let changes = old.is_some() && ignoring.is_some();
    if changes && let Err(failure) = files::replace(&ignore, &ignoring.unwrap_or_default()) {
        written.take_back();
        return Err(nothing(console, &failure));
    }
    for (path, _) in &new {
        tell(console, Tone::Good, "created", path);
    }
    match (changes, old.is_some()) {
        (true, _) => tell(console, Tone::Good, "changed", &ignore),
        (false, true) => tell(console, Tone::Faint, "kept", &ignore),
        (false, false) => {}
    }
    for (path, _) in &kept {
        tell(console, Tone::Faint, "kept", path);
    }
    Ok(())
}

fn nothing(console: &mut Console, failure: &Failure) -> Exit {
    let exit = super::fail(console, failure);
    console.message("nothing was written\n");
    exit
}

fn tell(console: &mut Console, tone: Tone, what: &str, path: &Path) {
    let what = console.result_paint().show(tone, format!("{what:7}"));
    console.result(&format!("{what} {}\n", harmless(&path.display().to_string())));
}
