//! Records: owner, TTL and class in either order, type, RDATA.

use zonal_compiler::dns::duration;
use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata::{self, Word};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema;

use super::super::legacy;
use super::super::scan::Token;
use super::super::spelling;
use super::super::table::Data;
use super::{Context, Reader, State};
use crate::error::Failure;

impl Reader<'_> {
    pub(super) fn owner(
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
    pub(super) fn record(
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
        let data = self.rdata(context, &state.origin, rtype, token, tokens.as_slice())?;
        let ttl = self.settle_ttl(context, rtype, ttl, token)?;
        self.table.push(owner, rtype, ttl, data, context.at(first.start));
        if self.table.is_full() {
            let help = "split it into several zones";
            return Err(self.fail(context, first.start, "the zone's names and data exceed 4 GiB").help(help));
        }
        Ok(())
    }

    pub(super) fn ttl(&self, context: &Context<'_>, token: Token) -> Result<u32, Failure> {
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

    /// Appends the RDATA to the table's buffer; where it lies.
    fn rdata(
        &mut self,
        context: &Context<'_>,
        origin: &Name,
        rtype: Rtype,
        type_token: Token,
        tokens: &[Token],
    ) -> Result<Data, Failure> {
        let words: Vec<Word<'_>> = tokens
            .iter()
            .map(|token| Word { text: token.text(context.text).as_bytes(), quoted: token.quoted })
            .collect();
        let generic = words.first().is_some_and(|word| word.text == b"\\#" && !word.quoted);
        let out = self.table.rdata();
        let start = out.len();
        let read = match legacy::schema(rtype).filter(|_| !generic) {
            Some(schema) => legacy::parse(schema, &words, origin, out),
            None => rdata::parse(rtype, &words, Some(origin), out),
        };
        let end = out.len();
        if read.is_ok() && rtype == Rtype::TXT && words.len() > 1 && !generic {
            spelling::push_own(&words, start, out);
        }
        read.map(|()| Data { start, end }).map_err(|wrong| {
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
