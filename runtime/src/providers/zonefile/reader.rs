//! Reads a zone from master files as people write them (RFC 1035 section 5, RFC 2308 section 4, RFC 3597).
//!
//! Whatever cannot be read is an error at its place; nothing is ever passed over, for a record that is dropped
//! here would be deleted by the next deploy.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sha2::{Digest, Sha256};
use zonal_compiler::dns::duration;
use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata::{self, Word};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema;

use super::scan::{Lead, ScanError, Scanner, Token};
use super::table::{At, Grouped, Table};
use super::{generate, legacy, store};
use crate::error::{Failure, FailureKind};
use crate::provider::Version;
use crate::record::RecordSet;
use crate::text::line_column;

/// How deep `$INCLUDE` may go.
const INCLUDE_DEPTH: usize = 16;

/// A zone as a master file holds it.
#[derive(Debug)]
pub struct MasterFile {
    /// The record sets in canonical order, the SOA among them.
    pub sets: Vec<RecordSet>,
    /// How many sets had records with different TTLs; the lowest was taken.
    pub mixed_ttls: usize,
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
    let file = reader.open(path, text);
    reader.file(file, &zone.clone(), 0)?;
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
    files: Vec<(PathBuf, Arc<str>)>,
    table: Table,
    default_ttl: Option<u32>,
    last_ttl: Option<u32>,
    generated: u64,
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
            table: Table::default(),
            default_ttl: None,
            last_ttl: None,
            generated: 0,
            comments: 0,
            directives: 0,
            digest: Sha256::new(),
        }
    }

    fn open(&mut self, path: &Path, text: String) -> usize {
        self.digest.update((text.len() as u64).to_be_bytes());
        self.digest.update(text.as_bytes());
        self.files.push((path.to_owned(), text.into()));
        self.files.len() - 1
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
            Ok(Grouped { sets, mixed_ttls }) => Ok(MasterFile { sets, mixed_ttls, layout, version }),
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

    fn owner(
        &self,
        context: &Context<'_>,
        origin: &Name,
        token: Token,
        owner: &mut Vec<u8>,
    ) -> Result<(), Failure> {
        let text = token.text(context.text);
        name::push_name(text.as_bytes(), Notation::MasterFile, origin.wire(), owner).map_err(|error| {
            let failure = self.fail(context, token.start + error.at.start, error.to_string());
            error.kind.help().into_iter().fold(failure, Failure::help)
        })?;
        if name::is_within(owner, self.zone.wire()) {
            return Ok(());
        }
        let found = Name::from_wire(owner).map_or_else(String::new, |name| name.undotted().to_string());
        let what = format!("{found} is not within the zone {}", self.zone.undotted());
        let help = "a zone holds its own names alone: move the record to its zone, or check `$ORIGIN`";
        Err(self.fail(context, token.start, what).help(help))
    }

    /// Reads what follows the owner: TTL and class in either order, type, RDATA.
    fn record(
        &mut self,
        context: &Context<'_>,
        state: &State,
        first: Token,
        tokens: &[Token],
    ) -> Result<(), Failure> {
        let Some(owner) = &state.owner else {
            let help = "begin the line with an owner name, or with `@` for the zone itself";
            return Err(self.fail(context, first.start, "the first record has no owner").help(help));
        };
        let mut ttl = None;
        let mut class_seen = false;
        let mut tokens = tokens.iter();
        let (token, rtype) = loop {
            let Some(token) = tokens.next() else {
                let help = "write OWNER TTL CLASS TYPE DATA, as in `www 300 IN A 192.0.2.1`";
                return Err(self.fail(context, first.start, "the record has no type").help(help));
            };
            let word = token.text(context.text);
            if ttl.is_none() && word.starts_with(|first: char| first.is_ascii_digit()) {
                ttl = Some(self.ttl(context, *token)?);
            } else if !class_seen && self.is_class(context, *token)? {
                class_seen = true;
            } else {
                break (*token, self.rtype(context, *token)?);
            }
        };
        let start = self.rdata(context, &state.origin, rtype, token, tokens.as_slice())?;
        let ttl = self.settle_ttl(context, rtype, ttl, token)?;
        self.table.push(owner, rtype, ttl, start, context.at(first.start));
        Ok(())
    }

    fn ttl(&self, context: &Context<'_>, token: Token) -> Result<u32, Failure> {
        duration::parse_master_file(token.text(context.text)).map_err(|error| {
            self.fail(context, token.start, error.to_string()).help("write a TTL as seconds or as `1h30m`")
        })
    }

    /// Whether a word is the class IN; another class is an error.
    fn is_class(&self, context: &Context<'_>, token: Token) -> Result<bool, Failure> {
        let word = token.text(context.text);
        if word.eq_ignore_ascii_case("IN") || word.eq_ignore_ascii_case("CLASS1") {
            return Ok(true);
        }
        let is_other = ["CH", "HS", "CS"].iter().any(|class| word.eq_ignore_ascii_case(class))
            || word.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("CLASS"))
                && word.get(5..).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        if !is_other {
            return Ok(false);
        }
        let help = "Zonal manages Internet zones: leave the class out, or write IN";
        Err(self.fail(context, token.start, format!("expected class IN, found {word}")).help(help))
    }

    fn rtype(&self, context: &Context<'_>, token: Token) -> Result<Rtype, Failure> {
        let word = token.text(context.text);
        let common = if token.quoted { None } else { Rtype::from_mnemonic(word) };
        let known = common.or_else(|| Rtype::from_zone_file(word)).or_else(|| legacy::number(word));
        let Some(rtype) = known else {
            let help = "check the spelling; a type that Zonal does not know is written `TYPE65534 \\# 2 abcd` \
                        (RFC 3597 section 5)";
            let what = format!("expected a record type, found `{}`", word.escape_debug());
            return Err(self.fail(context, token.start, what).help(help));
        };
        if legacy::is_made_by_signer(rtype) {
            let help = "Zonal does not sign: let the server sign, and keep the unsigned zone in this folder";
            return Err(self
                .fail(context, token.start, format!("the zone is signed: it holds {rtype}"))
                .help(help));
        }
        Ok(rtype)
    }

    /// Appends the RDATA to the table's buffer; where it starts.
    fn rdata(
        &mut self,
        context: &Context<'_>,
        origin: &Name,
        rtype: Rtype,
        type_token: Token,
        tokens: &[Token],
    ) -> Result<usize, Failure> {
        let words: Vec<Word<'_>> = tokens
            .iter()
            .map(|token| Word { text: token.text(context.text).as_bytes(), quoted: token.quoted })
            .collect();
        let start = self.table.rdata_len();
        let read =
            match legacy::schema(rtype).filter(|_| words.first().is_none_or(|word| word.text != b"\\#")) {
                Some(schema) => legacy::parse(schema, &words, origin, self.table.rdata()),
                None => rdata::parse(rtype, &words, Some(origin), self.table.rdata()),
            };
        read.map(|()| start).map_err(|wrong| {
            let end = tokens.last().unwrap_or(&type_token).end;
            let at = tokens
                .get(wrong.word)
                .map_or(end, |token| token.start + wrong.error.at.as_ref().map_or(0, |at| at.start));
            let help = wrong.error.help.clone().unwrap_or_else(|| usage(rtype));
            self.fail(context, at, format!("{rtype}: {}", wrong.error.message)).help(help)
        })
    }

    /// The TTL of a record that may not say it: `$TTL`, else the record before (RFC 1035 section 5.1), else, for
    /// the SOA, its own last field, as BIND has it.
    fn settle_ttl(
        &mut self,
        context: &Context<'_>,
        rtype: Rtype,
        written: Option<u32>,
        token: Token,
    ) -> Result<u32, Failure> {
        if let Some(ttl) = written {
            self.last_ttl = Some(ttl);
            return Ok(ttl);
        }
        if let Some(ttl) = self.default_ttl.or(self.last_ttl) {
            return Ok(ttl);
        }
        let minimum = if rtype == Rtype::SOA { self.table.rdata().last_chunk::<4>().copied() } else { None };
        if let Some(minimum) = minimum {
            let ttl = u32::from_be_bytes(minimum);
            self.default_ttl = Some(ttl);
            return Ok(ttl);
        }
        let help = "write `$TTL 1h` above it, or a TTL between owner and type";
        Err(self.fail(context, token.start, "the record has no TTL, and there is no `$TTL`").help(help))
    }

    fn directive(
        &mut self,
        context: &Context<'_>,
        state: &mut State,
        name: Token,
        arguments: &[Token],
    ) -> Result<(), Failure> {
        let word = name.text(context.text);
        let is = |directive: &str| word.eq_ignore_ascii_case(directive);
        match arguments {
            [origin] if is("$ORIGIN") => {
                state.origin = self.name(context, &state.origin, *origin)?;
                Ok(())
            }
            [ttl] if is("$TTL") => {
                self.default_ttl = Some(self.ttl(context, *ttl)?);
                Ok(())
            }
            [path] if is("$INCLUDE") => self.include(context, state, *path, &state.origin),
            [path, origin] if is("$INCLUDE") => {
                let origin = self.name(context, &state.origin, *origin)?;
                self.include(context, state, *path, &origin)
            }
            [range, template @ ..] if is("$GENERATE") => self.generate(context, state, *range, template),
            _ => Err(self.bad_directive(context, name)),
        }
    }

    fn bad_directive(&self, context: &Context<'_>, name: Token) -> Failure {
        const FORMS: [(&str, &str); 4] = [
            ("$ORIGIN", "$ORIGIN NAME"),
            ("$TTL", "$TTL 1h"),
            ("$INCLUDE", "$INCLUDE FILE [ORIGIN]"),
            ("$GENERATE", "$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE DATA"),
        ];
        let word = name.text(context.text);
        match FORMS.iter().find(|(directive, _)| word.eq_ignore_ascii_case(directive)) {
            Some((directive, form)) => {
                let what = format!("{directive} has too few or too many arguments");
                self.fail(context, name.start, what).help(format!("write `{form}`"))
            }
            None => {
                let what = format!("expected a directive, found `{}`", word.escape_debug());
                let help = "there are $ORIGIN, $TTL, $INCLUDE and $GENERATE; an owner that begins with `$` is written `\\$`";
                self.fail(context, name.start, what).help(help)
            }
        }
    }

    fn name(&self, context: &Context<'_>, origin: &Name, token: Token) -> Result<Name, Failure> {
        let mut wire = Vec::new();
        let text = token.text(context.text).as_bytes();
        name::push_name(text, Notation::MasterFile, origin.wire(), &mut wire)
            .map_err(|error| self.fail(context, token.start + error.at.start, error.to_string()))?;
        Name::from_wire(&wire).ok_or_else(|| self.fail(context, token.start, "the name is too long"))
    }

    fn include(
        &mut self,
        context: &Context<'_>,
        state: &State,
        path: Token,
        origin: &Name,
    ) -> Result<(), Failure> {
        if state.depth >= INCLUDE_DEPTH {
            let what = format!("$INCLUDE goes deeper than {INCLUDE_DEPTH} files");
            let help = "a file may include itself, by way of others: break the circle";
            return Err(self.fail(context, path.start, what).help(help));
        }
        let including = self.files.get(context.file).map(|(path, _)| path.as_path());
        let folder = including.and_then(Path::parent).unwrap_or(self.boundary);
        let target = folder.join(path.text(context.text));
        let (resolved, text) = store::read_within(&target, self.boundary)
            .map_err(|why| self.fail(context, path.start, why.to_string()).help(why.remedy()))?;
        let file = self.open(&resolved, text);
        self.file(file, origin, state.depth + 1)
    }

    fn generate(
        &mut self,
        context: &Context<'_>,
        state: &mut State,
        range: Token,
        template: &[Token],
    ) -> Result<(), Failure> {
        let wrong = |reader: &Self, error: generate::GenerateError| {
            let byte =
                error.token.and_then(|index| template.get(index)).map_or(range.start, |token| token.start);
            reader.fail(context, byte, error.what).help(error.help)
        };
        let range_of =
            generate::Range::parse(range.text(context.text)).map_err(|error| wrong(self, error))?;
        self.generated += range_of.len();
        if self.generated > generate::LIMIT {
            let what = format!("$GENERATE makes more than {} records in this zone", generate::LIMIT);
            return Err(self.fail(context, range.start, what).help("use a smaller range"));
        }
        let parts: Vec<(&str, bool)> =
            template.iter().map(|token| (token.text(context.text), token.quoted)).collect();
        let line = generate::Template::parse(&parts).map_err(|error| wrong(self, error))?;
        for number in range_of.numbers() {
            let text = line.expand(number).map_err(|error| wrong(self, error))?;
            let made = Context { file: context.file, text: &text, made_at: Some(range.start) };
            let mut own = State { origin: state.origin.clone(), owner: None, depth: state.depth };
            self.entries(&made, &mut own)?;
        }
        Ok(())
    }
}

impl Context<'_> {
    const fn at(&self, byte: usize) -> At {
        let byte = match self.made_at {
            Some(made_at) => made_at,
            None => byte,
        };
        At { file: self.file, byte }
    }
}

/// What the RDATA of a type is made of.
fn usage(rtype: Rtype) -> String {
    let fields = legacy::schema(rtype).or_else(|| schema::of(rtype)).map_or(&[][..], |schema| schema.fields);
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    match names.is_empty() {
        true => format!(
            "write it as `{rtype} \\# 2 abcd`, the number of octets and then their hexadecimal digits"
        ),
        false => format!("write `{rtype}` and then: {}", names.join(", ")),
    }
}

fn failure_at(files: &[(PathBuf, Arc<str>)], at: At, what: impl Into<String>) -> Failure {
    match files.get(at.file) {
        Some((path, text)) => {
            let (line, column) = line_column(text, at.byte);
            Failure::data_at(path, line, column, what)
        }
        None => Failure::new(FailureKind::Data, what),
    }
}
