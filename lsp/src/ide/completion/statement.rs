//! Completion of statements: in zones, templates and the blocks within.

use zonal_compiler::dns::label::{SPECIAL_LABELS, special_label};
use zonal_compiler::lint::{Level, registry};
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::ast::{self, ProviderValue};
use zonal_compiler::syntax::forms::{STATEMENTS, Stands};
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::Desk;
use super::item::{About, Item, Kind};
use super::record::TypeWords;
use crate::ide::context::record;
use crate::ide::context::values::levels;
use crate::ide::context::{Body, BodyOf};
use crate::ide::scope::From;
use crate::ide::walk;

impl<'v> Desk<'v> {
    /// What may stand behind these tokens of a statement.
    pub(super) fn statement(&mut self, body: Body, tokens: &[Token]) {
        let words = self.words(tokens);
        let ends_with_comma = tokens.last().is_some_and(|last| last.kind == TokenKind::Comma);
        if let Some((owner, keyword, values)) = record::find(self.context, body.at_owner, tokens) {
            let owner = owner.map(|owner| self.context.of(owner));
            return self.record(owner, keyword, values);
        }
        match words.as_slice() {
            [] => self.starts(body),
            ["on", ..] => self.on(body, tokens),
            ["include"] => self.templates(),
            ["include", _] => self.offer_word("(", "its arguments"),
            ["include", name, ..] => self.include_arguments(name, tokens.get(1..).unwrap_or_default()),
            ["under"] => self.owners(),
            ["under", _] => self.offer_block(),
            ["for", ..] => self.loop_head(tokens),
            ["if", ..] => self.condition(tokens.get(1..).unwrap_or_default()),
            ["else"] => {
                self.offer_word("if", "another condition");
                self.offer_block();
            }
            ["else", "if", ..] => self.condition(tokens.get(2..).unwrap_or_default()),
            ["let", _] => self.offer_word("=", "its value"),
            ["let", _, "=", ..] => self.expression(tokens.get(3..).unwrap_or_default(), &Type::Unknown),
            ["ttl"] => self.ttl_value(),
            ["ttl", _] => self.offer_word("for", "for these types alone"),
            ["ttl", _, "for"] => self.record_types(&[], TypeWords::Types),
            ["ttl", _, "for", ..] if ends_with_comma => self.record_types(&words, TypeWords::Types),
            ["allow"] => self.offer_word("(", "the rules, each with its reason"),
            ["allow", "(", ..] => self.allow(tokens),
            ["policy", rest @ ..] if body.is_outermost && (rest.is_empty() || ends_with_comma) => {
                self.policies(rest);
            }
            ["nameservers", rest @ ..] if body.is_outermost && (rest.is_empty() || ends_with_comma) => {
                self.absolute_names("a name server");
            }
            ["ignore"] => self.patterns(false),
            ["ignore", _] => {
                self.offer(Item::new(Kind::Choice, "*", "every type"));
                self.record_types(&[], TypeWords::Types);
            }
            ["ignore", _, ..] if ends_with_comma => self.record_types(&words, TypeWords::Types),
            ["ignore", _, ..] if tokens.last().is_some_and(|last| last.kind == TokenKind::Word) => {
                self.offer_reason();
            }
            _ if !body.at_owner => self.behind_owner(tokens),
            _ => {}
        }
    }

    /// Behind an owner: its type, or its block. An owner may be a call.
    fn behind_owner(&mut self, tokens: &[Token]) {
        let (outermost, inner) = levels(tokens);
        if let Some(call) = inner.last() {
            return self.argument(call);
        }
        match outermost.operands.as_slice() {
            [owner] if outermost.commas == 0 => {
                let text = self.context.of(owner.first).trim_matches('"').to_owned();
                self.types_at(Some(&text));
                self.offer_block();
            }
            _ => {}
        }
    }

    /// What begins a statement.
    fn starts(&mut self, body: Body) {
        if let Some(closed) = &self.context.closed {
            let head = self.context.behind_on(closed);
            let is_choice = head.first().is_some_and(|first| self.context.of(*first) == "if")
                || self.words(head).starts_with(&["else", "if"]);
            if is_choice {
                let item = Item::new(Kind::Keyword, "else", "what holds otherwise");
                self.offer(item.snippet("else {\n  $0\n}").rank(0));
            }
            return;
        }
        if body.at_owner {
            let owner = self.owner_around();
            self.types_at(owner.as_deref());
        } else {
            let apex =
                Item::new(Kind::Name, "@", "the origin: the zone itself, or the name of the `under` around");
            self.offer(apex.rank(0));
        }
        let given = self.given_lines();
        for (rank, (form, stands)) in STATEMENTS.iter().enumerate() {
            let fits = match stands {
                Stands::Anywhere => true,
                Stands::OutsideOwners => !body.at_owner,
                Stands::InZone => {
                    body.of == BodyOf::Zone
                        && body.is_outermost
                        && !given.contains(&form.word)
                        && !self.has_once(form.word)
                }
            };
            if fits {
                let mut item = Item::new(Kind::Keyword, form.word, form.doc)
                    .rank(50 + rank as u8)
                    .about(About::Statement(form.word.to_owned()));
                if let Some(snippet) = statement_snippet(form.word) {
                    item = item.snippet(snippet);
                }
                self.offer(item);
            }
        }
        if !body.at_owner {
            self.special_owners();
            self.owner_variables();
            if self.zone().is_some_and(|zone| zone.name.undotted().to_string().ends_with(".arpa")) {
                self.functions(&Type::Name);
            }
        }
    }

    /// Whether the zone around has a statement that stands in it once.
    fn has_once(&self, word: &str) -> bool {
        let Some(body) = self.item().and_then(walk::body_of) else { return false };
        body.statements.iter().any(|statement| {
            matches!(
                (word, statement),
                ("policy", ast::Statement::Policy(_)) | ("nameservers", ast::Statement::Nameservers(_))
            )
        })
    }

    pub(super) fn given_lines(&self) -> Vec<&'v str> {
        let Some(open) = self.context.blocks.first() else { return Vec::new() };
        open.lines.iter().filter_map(|line| line.first()).map(|first| self.context.of(*first)).collect()
    }

    /// The owner whose block is around.
    pub(super) fn owner_around(&self) -> Option<String> {
        let heads = self.context.blocks.iter().skip(1).map(|open| self.context.behind_on(&open.head));
        let mut owners = heads.filter(|head| head.len() == 1).filter_map(|head| head.first());
        owners.next().map(|owner| self.context.of(*owner).trim_matches('"').to_owned())
    }

    fn special_owners(&mut self) {
        for (rank, label) in SPECIAL_LABELS.iter().enumerate() {
            let detail = format!("{} ({})", label.doc, label.rfc);
            self.offer(Item::new(Kind::Name, label.owner, detail).rank(100 + rank as u8));
        }
    }

    fn owner_variables(&mut self) {
        for variable in self.variables().iter() {
            let fits = matches!(variable.ty, Type::Name | Type::String) && variable.from != From::Top;
            if fits && variable.name != "zone" {
                let item = Item::new(Kind::Variable, format!("${}", variable.name), variable.written.clone());
                self.offer(item.rank(40));
            }
        }
    }

    /// Behind `under`: names that the zone has, so that more can be said below them.
    fn owners(&mut self) {
        self.zone_owners();
        self.owner_variables();
    }

    fn on(&mut self, body: Body, tokens: &[Token]) {
        let (providers, rest) = self.context.split_on(tokens);
        let is_open = providers.last().is_none_or(|last| last.kind == TokenKind::Comma);
        if is_open {
            let given = self.words(providers);
            return self.providers_of_zone(body, &given);
        }
        if rest.is_empty() {
            self.offer_block();
            self.starts(body);
            // Statements about the whole zone are for all providers.
            self.list.items.retain(|item| !matches!(item.label.as_str(), "policy" | "nameservers" | "let"));
            return;
        }
        self.statement(Body { is_outermost: false, ..body }, rest);
    }

    fn providers_of_zone(&mut self, body: Body, given: &[&str]) {
        let words: Vec<&'v str> = match (body.of, self.context.blocks.first()) {
            (BodyOf::Zone, Some(open)) => {
                let words = self.words(&open.head);
                let on = words.iter().position(|word| *word == "on").unwrap_or(words.len());
                words.get(on + 1..).unwrap_or_default().to_vec()
            }
            (BodyOf::Extend, Some(open)) => {
                let name = open.head.get(2).map_or("", |token| self.context.of(*token).trim_matches('"'));
                let zone = self.program.zones().find(|declared| declared.name == name);
                zone.map(|zone| zone.node.providers.iter().map(|span| zone.file.of(*span)).collect())
                    .unwrap_or_default()
            }
            (BodyOf::Template | BodyOf::Zone | BodyOf::Extend, _) => Vec::new(),
        };
        let members = self.program.members(&words);
        self.providers(given);
        if !members.is_empty() {
            self.list.items.retain(|item| members.contains(&item.label.as_str()));
            // A single one is what an `on` is for: all of them is what stands without it.
            let single = |name: &str| {
                let declared = self.program.providers().find(|declared| declared.name == name);
                declared.is_some_and(|declared| !matches!(declared.node.value, ProviderValue::Group(_)))
            };
            for item in &mut self.list.items {
                item.rank = if single(&item.label) { 0 } else { 9 };
            }
        }
    }

    fn policies(&mut self, given: &[&str]) {
        let declared: Vec<_> = self.program.policies().collect();
        for declared in declared.iter().filter(|declared| !given.contains(&declared.name)) {
            let what = if declared.node.default.is_some() { "the default policy" } else { "a policy" };
            let item = Item::new(Kind::Policy, declared.name, what);
            self.offer(item.about(About::Policy(declared.name.to_owned())));
        }
    }

    fn loop_head(&mut self, tokens: &[Token]) {
        let words = self.words(tokens);
        match words.iter().position(|word| *word == "in") {
            Some(at) => {
                let list = Type::List(Box::new(Type::Unknown));
                let behind = tokens.get(at + 1..).unwrap_or_default();
                self.expression(behind, &list);
                if !behind.is_empty() && levels(behind).1.is_empty() {
                    self.offer_block();
                }
            }
            None => match words.as_slice() {
                ["for", "(", .., ")"] => self.offer_word("in", "the list to go through"),
                ["for", name] if *name != "(" => self.offer_word("in", "the list to go through"),
                _ => {}
            },
        }
    }

    fn condition(&mut self, tokens: &[Token]) {
        self.expression(tokens, &Type::Unknown);
        if !tokens.is_empty() && levels(tokens).1.is_empty() {
            self.offer_block();
        }
    }

    fn allow(&mut self, tokens: &[Token]) {
        let (_, inner) = levels(tokens);
        let Some(level) = inner.last() else { return };
        if let Some(last) = level.operands.last() {
            if self.context.of(last.first).ends_with(':') {
                self.offer_reason();
            }
            return;
        }
        let given: Vec<&str> = level
            .earlier
            .iter()
            .map(|operand| self.context.of(operand.first).trim_end_matches(':'))
            .collect();
        let firing = self.firing();
        for entry in registry::ENTRIES {
            let rule = entry.rule;
            if rule.level == Level::Forbid || given.contains(&rule.name) {
                continue;
            }
            let fires = firing.contains(&rule.name);
            let detail =
                if fires { format!("found here: {}", rule.summary) } else { rule.summary.to_owned() };
            let mut item = Item::new(Kind::Rule, rule.name, detail)
                .rank(if fires { 0 } else { 20 })
                .about(About::Rule(rule.name.to_owned()));
            if self.context.next_char() != Some(':') && !self.context.prefix().ends_with(':') {
                item =
                    item.insert(format!("{}: ", rule.name)).snippet(format!("{}: \"${{1:why}}\"", rule.name));
            }
            self.offer(item);
        }
    }

    /// What is found within the block around.
    fn firing(&self) -> Vec<&'static str> {
        let Some(analysis) = &self.view.analysis else { return Vec::new() };
        let Some(open) = self.context.blocks.last() else { return Vec::new() };
        let id = self.view.file.id;
        let end = block_end(self.context.text, open.brace.start);
        let then = |byte: u32| self.view.then(zonal_compiler::source::Span::at(byte).in_file(id));
        let (Some(start), Some(end)) = (then(open.brace.start), then(end)) else { return Vec::new() };
        let span = zonal_compiler::source::Span::new(start.span.start, end.span.start);
        let within = analysis.diagnostics_of(start.file).filter(|found| {
            let at = found.primary.at.span;
            span.start <= at.start && at.end <= span.end
        });
        within.map(|found| found.name).collect()
    }

    /// The types at an owner, those that it is for first, and the owner's special meaning.
    fn types_at(&mut self, owner: Option<&str>) {
        let wanted = owner.and_then(special_label).map_or(&[][..], |label| label.types);
        self.types_for(owner, wanted);
    }
}

/// The byte behind the brace that closes the block of a brace; the text's end if none does.
fn block_end(text: &str, brace: u32) -> u32 {
    let rest = text.get(brace as usize..).unwrap_or_default();
    let mut depth = 0_u32;
    for token in zonal_compiler::syntax::token::lex(rest) {
        if token.kind == TokenKind::LeftBrace {
            depth += 1;
        } else if token.kind == TokenKind::RightBrace {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return brace + token.span.end;
            }
        }
    }
    text.len() as u32
}

/// A statement with tab stops, where more than its word is always the same.
fn statement_snippet(word: &str) -> Option<&'static str> {
    Some(match word {
        "under" => "under ${1:name} {\n  $0\n}",
        "for" => "for ${1:x} in ${2:list} {\n  $0\n}",
        "if" => "if ${1:condition} {\n  $0\n}",
        "let" => "let ${1:name} = $0",
        "allow" => "allow($0)",
        _ => return None,
    })
}
