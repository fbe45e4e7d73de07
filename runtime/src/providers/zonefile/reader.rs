//! Reads a zone from master files as people write them (RFC 1035 section 5, RFC 2308 section 4, RFC 3597).
//!
//! Whatever cannot be read is an error at its place; nothing is ever passed over, for a record that is dropped
//! here would be deleted by the next deploy.

mod directive;
mod record;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zonal_compiler::dns::name::Name;

use super::scan::{Lead, ScanError, Scanner, Token};
use super::spelling::Spellings;
use super::store;
use super::table::{At, Grouped, Table};
use crate::error::{Failure, FailureKind};
use crate::provider::Version;
use crate::record::RecordSet;
use crate::text::line_column;

/// How many files one zone may be read from, a file that is included twice counted twice.
const MAX_FILES: usize = 10_000;
/// How many bytes one zone may be read from.
const MAX_BYTES: usize = 1 << 30;

const TOO_LARGE: &str = "the zone is larger than 1 GiB of text or 10000 files";
const TOO_LARGE_HELP: &str = "a file may include itself, by way of others; else split the zone";

/// A zone as a master file holds it.
#[derive(Debug)]
pub struct MasterFile {
    /// The record sets in canonical order, the SOA among them.
    pub sets: Vec<RecordSet>,
    /// How many sets had records with different TTLs; the lowest was taken.
    pub mixed_ttls: usize,
    /// How TXT records were cut into strings, where that is not what Zonal would do.
    pub spellings: Spellings,
    /// Whether the file holds what the plain form does not: comments, directives.
    pub layout: Layout,
    /// The digest of every byte that was read, included files too.
    pub version: Version,
}

/// How a master file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// As [`super::writer`] writes it.
    Plain,
    /// Otherwise: by hand or by another tool.
    Other,
}

/// Reads the zone of a file; `boundary` is the folder that `$INCLUDE` does not leave.
///
/// # Errors
/// Fails at the first thing that cannot be read, with its place.
pub fn read(path: &Path, zone: &Name, boundary: &Path) -> Result<MasterFile, Failure> {
    let text = store::read_text(path)?;
    read_text(path, text, zone, boundary)
}

/// Reads the zone of a text that stands for a file at `path`.
///
/// # Errors
/// As [`read`].
pub fn read_text(path: &Path, text: String, zone: &Name, boundary: &Path) -> Result<MasterFile, Failure> {
    let mut reader = Reader::new(zone, boundary);
    let opened = reader.open(path, text);
    let file =
        opened.ok_or_else(|| Failure::new(FailureKind::Data, TOO_LARGE).at(path).help(TOO_LARGE_HELP))?;
    reader.file(file, zone, 0)?;
    reader.finish()
}

/// What an entry of a file is read in.
struct Context<'t> {
    file: usize,
    text: &'t str,
    /// Where a text that `$GENERATE` made comes from: its own bytes are no places.
    made_at: Option<usize>,
}

/// What carries over from entry to entry of one file.
struct State {
    origin: Name,
    owner: Option<Vec<u8>>,
    depth: usize,
}

struct Reader<'a> {
    zone: &'a Name,
    boundary: &'a Path,
    files: Vec<(PathBuf, Arc<String>)>,
    table: Table,
    default_ttl: Option<u32>,
    last_ttl: Option<u32>,
    generated: u64,
    bytes: usize,
    comments: usize,
    directives: usize,
    digest: Sha256,
}

impl<'a> Reader<'a> {
    fn new(zone: &'a Name, boundary: &'a Path) -> Self {
        Self {
            zone,
            boundary,
            files: Vec::new(),
            table: Table::new(zone),
            default_ttl: None,
            last_ttl: None,
            generated: 0,
            bytes: 0,
            comments: 0,
            directives: 0,
            digest: Sha256::new(),
        }
    }

    /// Takes a file's text in; `None` if that is more than a zone may be read from.
    fn open(&mut self, path: &Path, text: String) -> Option<usize> {
        self.bytes = self.bytes.saturating_add(text.len());
        if self.files.len() >= MAX_FILES || self.bytes > MAX_BYTES {
            return None;
        }
        self.digest.update((text.len() as u64).to_be_bytes());
        self.digest.update(text.as_bytes());
        self.files.push((path.to_owned(), Arc::new(text)));
        Some(self.files.len() - 1)
    }

    fn finish(self) -> Result<MasterFile, Failure> {
        let main = self.files.first().cloned();
        let plain_header = main.as_ref().is_some_and(|(_, text)| super::writer::has_header(text));
        let expected = usize::from(plain_header);
        let layout = match plain_header && self.comments == expected && self.directives == 0 {
            true => Layout::Plain,
            false => Layout::Other,
        };
        let version = Version(super::version_text(&self.digest.finalize()).into());
        let (files, zone) = (self.files, self.zone);
        match self.table.group(zone) {
            Ok(Grouped { sets, mixed_ttls, spellings }) => {
                Ok(MasterFile { sets, mixed_ttls, spellings, layout, version })
            }
            Err(wrong) => {
                let failure = match (wrong.at, main) {
                    (Some(at), _) => failure_at(&files, at, wrong.what),
                    (None, Some((path, _))) => Failure::new(FailureKind::Data, wrong.what).at(&path),
                    (None, None) => Failure::new(FailureKind::Data, wrong.what),
                };
                Err(failure.help(wrong.help))
            }
        }
    }

    fn fail(&self, context: &Context<'_>, byte: usize, what: impl Into<String>) -> Failure {
        failure_at(&self.files, context.at(byte), what)
    }

    fn scan_failure(&self, context: &Context<'_>, error: ScanError) -> Failure {
        self.fail(context, error.at, error.what).help(error.help)
    }

    /// Reads every entry of an opened file.
    fn file(&mut self, file: usize, origin: &Name, depth: usize) -> Result<(), Failure> {
        let Some(text) = self.files.get(file).map(|(_, text)| Arc::clone(text)) else { return Ok(()) };
        let context = Context { file, text: &text, made_at: None };
        let mut state = State { origin: origin.clone(), owner: None, depth };
        self.entries(&context, &mut state)
    }

    fn entries(&mut self, context: &Context<'_>, state: &mut State) -> Result<(), Failure> {
        let mut scanner = Scanner::new(context.text);
        let mut tokens = Vec::new();
        loop {
            match scanner.entry(&mut tokens) {
                Ok(Some(lead)) => self.entry(context, state, &tokens, lead)?,
                Ok(None) => break,
                Err(error) => return Err(self.scan_failure(context, error)),
            }
        }
        self.comments += scanner.comments();
        Ok(())
    }

    fn entry(
        &mut self,
        context: &Context<'_>,
        state: &mut State,
        tokens: &[Token],
        lead: Lead,
    ) -> Result<(), Failure> {
        let Some((first, rest)) = tokens.split_first() else { return Ok(()) };
        if context.made_at.is_none() && !first.quoted && first.text(context.text).starts_with('$') {
            self.directives += 1;
            return self.directive(context, state, *first, rest);
        }
        match lead {
            Lead::Owner => {
                let mut owner = state.owner.take().unwrap_or_default();
                owner.clear();
                self.owner(context, &state.origin, *first, &mut owner)?;
                state.owner = Some(owner);
                self.record(context, state, *first, rest)
            }
            Lead::Blank => self.record(context, state, *first, tokens),
        }
    }
}

impl Context<'_> {
    const fn at(&self, byte: usize) -> At {
        let byte = match self.made_at {
            Some(made_at) => made_at,
            None => byte,
        };
        // Both are bounded by `MAX_FILES` and `MAX_BYTES`.
        At { file: self.file as u32, byte: byte as u32 }
    }
}

fn failure_at(files: &[(PathBuf, Arc<String>)], at: At, what: impl Into<String>) -> Failure {
    match files.get(at.file as usize) {
        Some((path, text)) => {
            let (line, column) = line_column(text, at.byte as usize);
            Failure::data_at(path, line, column, what)
        }
        None => Failure::new(FailureKind::Data, what),
    }
}
