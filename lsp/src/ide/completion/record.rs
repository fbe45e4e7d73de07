//! Completion within a record: its type, its fields, its modifiers.

use zonal_compiler::dns::duration;
use zonal_compiler::dns::keyword::{Builder, RecordKeyword};
use zonal_compiler::dns::rdata::svcb::{PARAMS, ParamKind, ParamSpec};
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{self, CAA_TAGS, Field, FieldKind, Schema};
use zonal_compiler::eval::ALIASES;
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::token::Token;
use zonal_compiler::zone::{AliasKind, ZoneProvider};

use super::Desk;
use super::item::{About, Item, Kind};
use crate::ide::context::record::{At, FieldAt, at};

/// Which words in upper case are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeWords {
    /// Types alone.
    Types,
    /// Types, `ALIAS` and the builders: what a record may begin with.
    Records,
}

/// The types that most records are of, most usual first.
const USUAL: [&str; 14] =
    ["A", "AAAA", "CNAME", "MX", "TXT", "SPF", "DMARC", "DKIM", "CAA", "SRV", "HTTPS", "NS", "ALIAS", "TLSA"];

/// What a word in type position is for.
#[must_use]
pub(super) fn record_summary(keyword: RecordKeyword) -> String {
    match keyword {
        RecordKeyword::Type(rtype) => schema::of(rtype).map_or("", |schema| schema.summary).to_owned(),
        RecordKeyword::Alias => "what the provider answers with the addresses of something else".to_owned(),
        RecordKeyword::Builder(builder) => match builder {
            Builder::Spf => "who may send mail for the domain, as a TXT record",
            Builder::Dmarc => "what receivers do with mail that fails, as a TXT record at `_dmarc`",
            Builder::Dkim => "the key that mail is signed with, as a TXT record at `SELECTOR._domainkey`",
            Builder::MtaSts => "that mail is delivered over TLS alone, as a TXT record at `_mta-sts`",
            Builder::TlsRpt => "where reports about mail over TLS go, as a TXT record at `_smtp._tls`",
            Builder::Bimi => "the logo that mail programs show, as a TXT record at `default._bimi`",
        }
        .to_owned(),
    }
}

impl<'v> Desk<'v> {
    /// The words in type position, but for those that are given.
    pub(super) fn record_types(&mut self, given: &[&str], words: TypeWords) {
        for word in RecordKeyword::words() {
            let Some(keyword) = RecordKeyword::parse(word) else { continue };
            let is_type = matches!(keyword, RecordKeyword::Type(_));
            if given.contains(&word) || (words == TypeWords::Types && !is_type) {
                continue;
            }
            let usual = USUAL.iter().position(|usual| *usual == word).unwrap_or(USUAL.len());
            let item = Item::new(Kind::RecordType, word, record_summary(keyword));
            self.offer(item.rank(10 + usual as u8).about(About::Record(word.to_owned())));
        }
    }

    /// The types that may stand at an owner, the wanted ones first.
    pub(super) fn types_for(&mut self, owner: Option<&str>, wanted: &[RecordKeyword]) {
        let before = self.list.items.len();
        self.record_types(&[], TypeWords::Records);
        let unserved = self.unserved_types();
        for item in self.list.items.iter_mut().skip(before) {
            let Some(keyword) = RecordKeyword::parse(&item.label) else { continue };
            if let Some(position) = wanted.iter().position(|wanted| *wanted == keyword) {
                item.rank = position as u8;
            }
            let at_apex = owner == Some("@") && matches!(item.label.as_str(), "CNAME" | "NS");
            let is_unserved = matches!(keyword, RecordKeyword::Type(rtype) if unserved.contains(&rtype));
            if at_apex || is_unserved {
                item.rank = 45;
            }
        }
    }

    /// The types that a provider of the zone does not serve.
    fn unserved_types(&self) -> Vec<Rtype> {
        let kinds: Vec<_> =
            self.providers_here().iter().map(|provider| provider.kind.capabilities()).collect();
        let serve = |rtype: &Rtype| kinds.iter().all(|capabilities| capabilities.types.contains(*rtype));
        Rtype::DECLARABLE.iter().copied().filter(|rtype| !serve(rtype)).collect()
    }

    /// The providers of the zone that the statement is for.
    fn providers_here(&self) -> Vec<&'v ZoneProvider> {
        let Some(zone) = self.zone() else { return Vec::new() };
        let narrowed = self.narrowed();
        let is_meant =
            |provider: &&ZoneProvider| narrowed.iter().all(|names| names.contains(&provider.name.as_str()));
        zone.providers.iter().filter(is_meant).collect()
    }

    /// The providers that each `on` around names, groups taken apart.
    fn narrowed(&self) -> Vec<Vec<&'v str>> {
        let heads = self.context.blocks.iter().map(|open| open.head.as_slice());
        let mut narrowed = Vec::new();
        for tokens in heads.chain([self.context.tokens.as_slice()]) {
            let mut statement = tokens;
            while let (providers @ [_, ..], rest) = self.context.split_on(statement) {
                narrowed.push(self.program.members(&self.words(providers)));
                statement = rest;
            }
        }
        narrowed
    }

    /// What may stand behind the values so far of a record.
    pub(super) fn record(&mut self, owner: Option<&str>, keyword: RecordKeyword, values: &[Token]) {
        match at(self.context, keyword, values) {
            At::Ttl => self.ttl_value(),
            At::Argument(level) => self.argument(&level),
            At::Generic => {
                let item =
                    Item::new(Kind::Value, "\\#", "the RDATA as RFC 3597 has it: its length and hexadecimal");
                self.offer(item.snippet("\\\\# ${1:2} ${2:abcd}"));
            }
            At::Term(words) => {
                if let RecordKeyword::Builder(builder) = keyword {
                    self.term(builder, &words, values);
                }
            }
            At::Alias(words) => self.alias(&words, values),
            At::Field(field) => self.field(owner, &field, values),
        }
    }

    fn field(&mut self, owner: Option<&str>, at: &FieldAt, values: &[Token]) {
        if let Some(param) = at.param {
            return self.param_value(param, at.in_brackets);
        }
        if at.may_end() {
            self.modifiers(at.schema.rtype, values);
        }
        let Some(field) = at.field() else { return };
        self.field_values(owner, at, field);
        if at.may_be_skipped
            && let Some(next) = at.schema.source_fields().nth(at.position + 1)
        {
            self.field_values(owner, at, next);
        }
    }

    fn field_values(&mut self, owner: Option<&str>, at: &FieldAt, field: &'static Field) {
        for (word, value) in field.mnemonics {
            let item = Item::new(Kind::Choice, *word, format!("{value}: {}", field.doc));
            self.offer(item.rank(if at.may_be_skipped { 20 } else { 2 }));
        }
        match field.kind {
            FieldKind::U8 | FieldKind::U16 | FieldKind::U32 => {
                if let Some(example) = example(at.schema, field) {
                    self.offer(Item::new(Kind::Value, example, field.doc).rank(30));
                }
                self.expected(&Type::Int, at);
            }
            FieldKind::Duration => {
                self.durations(10);
                self.expected(&Type::Duration, at);
            }
            FieldKind::Ipv4 => {
                self.expected(&Type::Ipv4, at);
                self.known_addresses(&Type::Ipv4);
            }
            FieldKind::Ipv6 => {
                self.expected(&Type::Ipv6, at);
                self.known_addresses(&Type::Ipv6);
            }
            FieldKind::Name | FieldKind::Mailbox => {
                self.expected(&Type::Name, at);
                self.targets(owner, at.schema.rtype, field.doc);
            }
            FieldKind::CharacterString | FieldKind::Texts | FieldKind::Text => {
                self.offer_text(field.doc);
                self.expected(&Type::String, at);
            }
            FieldKind::Hex | FieldKind::Base64 => {
                self.offer_text(field.doc);
                self.expected(&Type::String, at);
            }
            FieldKind::CaaTag => {
                for (rank, (tag, doc)) in CAA_TAGS.iter().enumerate() {
                    let item = Item::new(Kind::Choice, *tag, *doc).rank(rank as u8);
                    self.offer(item.snippet(format!("{tag} \"$1\"")));
                }
            }
            FieldKind::SvcParams => self.params(),
            FieldKind::RecordType | FieldKind::RecordTypes => self.record_types(&[], TypeWords::Types),
            FieldKind::Location | FieldKind::Timestamp => {}
        }
    }

    /// Variables and functions for a field; in first place a list of values does as well.
    fn expected(&mut self, ty: &Type, at: &FieldAt) {
        self.values_of(ty);
        let takes_list =
            at.position == 0 || at.in_brackets || at.field().is_some_and(|field| field.kind.takes_many());
        if takes_list {
            self.variables_of(&Type::List(Box::new(ty.clone())));
        }
        if at.position == 0 && !at.in_brackets && at.schema.source_fields().count() > 1 {
            self.variables_of_tuples();
        }
    }

    fn params(&mut self) {
        for (rank, spec) in PARAMS.iter().enumerate() {
            let snippet = match spec.kind {
                ParamKind::Flag => spec.name.to_owned(),
                ParamKind::Alpn => format!("{} [${{1:h2, h3}}]", spec.name),
                ParamKind::Keys | ParamKind::Ipv4s | ParamKind::Ipv6s => format!("{} [$1]", spec.name),
                ParamKind::Port => format!("{} ${{1:443}}", spec.name),
                ParamKind::Base64 | ParamKind::Text | ParamKind::Opaque => format!("{} \"$1\"", spec.name),
            };
            let detail = format!("{} It takes {}.", spec.doc, spec.kind.expected());
            // `mandatory` is first by its number alone.
            let rank = if spec.kind == ParamKind::Keys { 19 } else { 10 + rank as u8 };
            self.offer(Item::new(Kind::Field, spec.name, detail).snippet(snippet).rank(rank));
        }
    }

    fn param_value(&mut self, param: ParamSpec, in_brackets: bool) {
        match param.kind {
            ParamKind::Keys => {
                for spec in PARAMS.iter().filter(|spec| spec.kind != ParamKind::Keys) {
                    self.offer(Item::new(Kind::Choice, spec.name, spec.doc));
                }
            }
            ParamKind::Alpn => {
                for (protocol, doc) in [
                    ("h2", "HTTP/2"),
                    ("h3", "HTTP/3"),
                    ("http/1.1", "HTTP/1.1"),
                    ("dot", "DNS over TLS"),
                    ("doq", "DNS over QUIC"),
                ] {
                    self.offer(Item::new(Kind::Choice, protocol, doc));
                }
            }
            ParamKind::Port => {
                for port in ["443", "8443", "853"] {
                    self.offer(Item::new(Kind::Value, port, param.doc));
                }
                self.values_of(&Type::Int);
            }
            ParamKind::Ipv4s => self.hints(&Type::Ipv4),
            ParamKind::Ipv6s => self.hints(&Type::Ipv6),
            ParamKind::Base64 | ParamKind::Text | ParamKind::Opaque => {
                self.offer_text(param.doc);
                self.values_of(&Type::String);
            }
            ParamKind::Flag => {}
        }
        if param.kind.takes_list() && !in_brackets {
            let list =
                Item::new(Kind::Block, "[…]", "several values").filter("[").insert("[").snippet("[$1]");
            self.offer(list.rank(5));
        }
    }

    fn hints(&mut self, ty: &Type) {
        self.variables_of(&Type::List(Box::new(ty.clone())));
        self.values_of(ty);
        self.known_addresses(ty);
    }

    fn alias(&mut self, words: &[Token], values: &[Token]) {
        let words = self.words(words);
        let words = match words.as_slice() {
            ["ipv4" | "ipv6", rest @ ..] => rest,
            all => all,
        };
        match words {
            [] => {
                self.alias_kinds();
                if values.is_empty() {
                    self.offer(Item::new(Kind::Keyword, "ipv4", "the A records alone").rank(10));
                    self.offer(Item::new(Kind::Keyword, "ipv6", "the AAAA records alone").rank(10));
                }
            }
            [kind] => {
                let Some(form) = ALIASES.iter().find(|form| form.kind.word() == *kind) else { return };
                match form.kind {
                    AliasKind::Azure => self.offer_text(form.doc),
                    AliasKind::Name => self.targets(None, Rtype::CNAME, form.doc),
                    AliasKind::CloudFront
                    | AliasKind::LoadBalancer
                    | AliasKind::S3Website
                    | AliasKind::GlobalAccelerator => {}
                }
                self.variables_of(&Type::Name);
                self.variables_of(&Type::String);
            }
            [_, _] => {
                let zone = Item::new(
                    Kind::Keyword,
                    "zone",
                    "the hosted zone of the target, where Route 53 asks for it",
                );
                self.offer(zone.snippet("zone \"$1\""));
                self.modifiers(Rtype::A, values);
            }
            [_, _, "zone"] => self.offer_text("the identifier of the hosted zone, as in `Z2FDTNDATAQYW2`"),
            [_, _, "zone", _] => self.modifiers(Rtype::A, values),
            _ => {}
        }
    }

    fn alias_kinds(&mut self) {
        let providers = self.providers_here();
        for form in ALIASES {
            let word = form.kind.word();
            let serves = |provider: &&&ZoneProvider| provider.kind.capabilities().aliases.contains(&word);
            let by: Vec<_> = providers.iter().filter(serves).map(|provider| provider.name.as_str()).collect();
            let detail = match (by.as_slice(), providers.is_empty()) {
                (_, true) => form.doc.to_owned(),
                ([], false) => format!("{}; no provider of this zone answers it", form.doc),
                (by, false) => format!("{}; answered by {}", form.doc, by.join(", ")),
            };
            let rank = if by.is_empty() && !providers.is_empty() { 20 } else { 1 };
            self.offer(Item::new(Kind::Choice, word, detail).rank(rank));
        }
    }

    /// What may stand behind the values of a record of a type.
    pub(super) fn modifiers(&mut self, rtype: Rtype, values: &[Token]) {
        let words = self.words(values);
        if !words.contains(&"ttl") {
            self.offer(Item::new(Kind::Keyword, "ttl", "the TTL of these records").rank(60));
        }
        let providers = self.providers_here();
        let has_routes = |provider: &&ZoneProvider| {
            let routing = provider.kind.capabilities().routing.as_ref();
            routing.is_some_and(|routing| routing.types.contains(rtype))
        };
        let may_share = providers.is_empty() || providers.iter().any(has_routes);
        if may_share && !words.contains(&"route") {
            let route = Item::new(Kind::Function, "route", "how this set shares the answers with others");
            let route = match self.context.next_char() {
                Some('(') => route,
                Some(_) | None => route.insert("route(").snippet("route(set: \"$1\", $0)"),
            };
            self.offer(route.rank(61));
        }
    }

    /// The TTL classes of the zone's policies, then durations.
    pub(super) fn ttl_value(&mut self) {
        let zone = self.zone();
        let own = zone.map(|zone| zone.policy.classes.as_slice()).unwrap_or_default();
        let mut classes: Vec<(String, String)> = own
            .iter()
            .map(|class| {
                let lasts = duration::display(class.seconds);
                let mut detail = format!("{lasts}, a class of the policy");
                if class.is_default {
                    detail.push_str(", its default");
                }
                (class.name.clone(), detail)
            })
            .collect();
        if classes.is_empty() {
            let all = self.program.classes();
            classes = all
                .iter()
                .map(|(name, lasts, line)| ((*name).to_owned(), format!("{lasts}: `{line}`")))
                .collect();
        }
        for (name, detail) in classes {
            self.offer(Item::new(Kind::Class, name, detail).rank(1));
        }
        self.durations(10);
        self.variables_of(&Type::Duration);
    }
}

/// The word for a field in the example of its type: a usual number.
fn example(schema: &'static Schema, field: &Field) -> Option<&'static str> {
    let position = schema.source_fields().position(|known| known.name == field.name)?;
    let word = schema.example.split_ascii_whitespace().nth(position + 1)?;
    word.bytes().all(|byte| byte.is_ascii_digit()).then_some(word)
}
