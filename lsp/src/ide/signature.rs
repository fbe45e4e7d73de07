//! Signature help: what the record, call or term at the cursor takes, and where in it the cursor stands.

use std::ops::Range;

use zonal_compiler::dns::keyword::{Builder, RecordKeyword};
use zonal_compiler::dns::mail::{TermSchema, Values, terms};
use zonal_compiler::dns::schema::{Field, Presence};
use zonal_compiler::eval::{ALIASES, BUILTINS, ROUTE_ARGUMENTS};
use zonal_compiler::syntax::token::{Token, TokenKind};

use super::completion::parameters_of;
use super::context::record::{self, At, FieldAt};
use super::context::values::{Level, levels};
use super::context::{Area, Context, Inside, scan};
use super::program::Program;
use crate::session::snapshot::View;

/// What something takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signature {
    /// The whole, in one line.
    pub label: String,
    /// What it is.
    pub docs: String,
    /// Its parts.
    pub parameters: Vec<Parameter>,
    /// The part that the cursor stands in.
    pub active: Option<usize>,
}

/// A part of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its bytes in the label.
    pub place: Range<usize>,
    /// What it is.
    pub docs: String,
}

impl Signature {
    fn new(label: impl Into<String>, docs: impl Into<String>) -> Self {
        Self { label: label.into(), docs: docs.into(), parameters: Vec::new(), active: None }
    }

    fn add(&mut self, text: &str, docs: impl Into<String>) {
        let start = self.label.len();
        self.label.push_str(text);
        self.parameters.push(Parameter { place: start..self.label.len(), docs: docs.into() });
    }

    /// A part with what stands before it, but for the first.
    fn add_behind(&mut self, separator: &str, text: &str, docs: impl Into<String>) {
        if !self.parameters.is_empty() {
            self.label.push_str(separator);
        }
        self.add(text, docs);
    }
}

/// The signature of what is being written at a byte of the view's document.
#[must_use]
pub fn at(view: &View, cursor: u32) -> Option<Signature> {
    let context = scan(&view.file.text, cursor.min(view.file.text.len() as u32));
    let mut tokens = context.tokens.as_slice();
    match context.inside {
        Inside::Comment => return None,
        Inside::Behind => {
            // A string that was just closed is still the part that it stands for.
            if let Some((last, before)) = tokens.split_last()
                && last.kind == TokenKind::Str
            {
                tokens = before;
            }
        }
        Inside::Code | Inside::Str(_) => {}
    }
    match context.area() {
        Area::Body(body) => statement(view, &context, body.at_owner, context.behind_on(tokens)),
        Area::Top => call_in(&context, tokens),
        Area::Provider | Area::Health | Area::Policy | Area::Unknown => None,
    }
}

fn statement(view: &View, context: &Context<'_>, at_owner: bool, tokens: &[Token]) -> Option<Signature> {
    if let Some((_, keyword, values)) = record::find(context, at_owner, tokens) {
        return of_record(context, keyword, values);
    }
    let words = context.words(tokens);
    if let ["include", name, "(", ..] = words.as_slice() {
        let (_, inner) = levels(tokens.get(1..).unwrap_or_default());
        let own = inner.first()?;
        return match inner.get(1..).unwrap_or_default().iter().rev().find(|level| level.callee.is_some()) {
            Some(call) => of_call(context, call),
            None => of_template(view, context, name, own),
        };
    }
    call_in(context, tokens)
}

fn call_in(context: &Context<'_>, tokens: &[Token]) -> Option<Signature> {
    let (_, inner) = levels(tokens);
    of_call(context, inner.iter().rev().find(|level| level.callee.is_some())?)
}

fn of_record(context: &Context<'_>, keyword: RecordKeyword, values: &[Token]) -> Option<Signature> {
    match record::at(context, keyword, values) {
        At::Argument(call) => of_call(context, &call),
        At::Field(field) => of_fields(&field),
        At::Term(words) => match keyword {
            RecordKeyword::Builder(builder) => of_term(context, builder, &words),
            RecordKeyword::Type(_) | RecordKeyword::Alias => None,
        },
        At::Alias(words) => of_alias(&context.words(&words)),
        At::Generic => {
            let mut signature = Signature::new("\\# ", "The RDATA of a type without a name (RFC 3597).");
            signature.add("LENGTH", "The number of octets.");
            signature.add_behind(" ", "HEX", "The octets in hexadecimal.");
            Some(signature)
        }
        At::Ttl => {
            let mut signature = Signature::new("ttl ", "The TTL of these records.");
            signature
                .add("DURATION-or-CLASS", "A duration such as `5m`, or a TTL class of the zone's policies.");
            signature.active = Some(0);
            Some(signature)
        }
    }
}

fn of_fields(at: &FieldAt) -> Option<Signature> {
    at.field()?;
    let schema = at.schema;
    let docs = format!("{}. {}", schema.summary, schema.rfc);
    let mut signature = Signature::new(format!("{} ", schema.rtype), docs);
    for field in schema.source_fields() {
        let name = match field.presence {
            Presence::Required => field.name.to_owned(),
            Presence::Optional(_) | Presence::MasterFileOnly(_) => format!("[{}]", field.name),
        };
        signature.add_behind(" ", &name, field_docs(field));
    }
    signature.active = Some(at.position + usize::from(at.may_be_skipped));
    if let (Some(param), Some(last)) = (at.param, signature.parameters.last_mut()) {
        last.docs = format!("`{}`, {}: {} {}", param.name, param.kind.expected(), param.doc, param.rfc);
    }
    Some(signature)
}

fn field_docs(field: &Field) -> String {
    let mut docs = format!("{}: {}", field.kind.expected(), field.doc);
    if !field.mnemonics.is_empty() {
        let words: Vec<_> =
            field.mnemonics.iter().map(|(word, value)| format!("`{word}` ({value})")).collect();
        docs.push_str("\n\n");
        docs.push_str(&words.join(", "));
    }
    docs.push_str("\n\n");
    docs.push_str(field.rfc);
    docs
}

fn of_term(context: &Context<'_>, builder: Builder, words: &[Token]) -> Option<Signature> {
    let schema = terms(builder);
    let term = |word: &Token| schema.iter().find(|term| term.word == context.of(*word));
    match words {
        [] => {
            let docs: Vec<_> = schema.iter().map(|term| format!("- `{}`: {}", term.word, term.doc)).collect();
            let mut signature = Signature::new(format!("{} ", builder.word()), docs.join("\n"));
            let (required, optional): (Vec<&TermSchema>, Vec<&TermSchema>) =
                schema.iter().partition(|term| term.required);
            for term in required {
                signature.add_behind(", ", term.word, term.doc);
            }
            if !optional.is_empty() {
                signature.add_behind(", ", "TERM, …", "Terms, with commas between.");
            }
            Some(signature)
        }
        [word] => of_term_value(term(word)?),
        [first, second] if term(first)?.values == Values::Mechanism => of_term_value(term(second)?),
        _ => None,
    }
}

fn of_term_value(term: &TermSchema) -> Option<Signature> {
    let mut signature = Signature::new(format!("{} ", term.word), format!("{} {}", term.doc, term.rfc));
    match term.values {
        Values::Nothing => return None,
        Values::OneOf(choices) | Values::AnyOf(choices) => {
            let words: Vec<_> = choices.iter().map(|choice| choice.word).collect();
            let docs: Vec<_> =
                choices.iter().map(|choice| format!("- `{}`: {}", choice.word, choice.doc)).collect();
            signature.add(&words.join(" | "), docs.join("\n"));
        }
        Values::Mechanism
        | Values::DomainSpec
        | Values::OptionalDomainSpec
        | Values::HostPrefix
        | Values::Ipv4Network
        | Values::Ipv6Network
        | Values::ReportUri(_)
        | Values::OptionalHttpsUri
        | Values::PublicKey
        | Values::Identifier
        | Values::Text => {
            let what = term.values.what();
            signature.add(&what.to_uppercase().replace(' ', "-"), what);
        }
    }
    signature.active = Some(0);
    Some(signature)
}

fn of_alias(words: &[&str]) -> Option<Signature> {
    let narrows = matches!(words.first(), Some(&("ipv4" | "ipv6")));
    let own = if narrows { words.get(1..).unwrap_or_default() } else { words };
    let active = match own {
        [] => 1,
        [_] => 2,
        [_, _] | [_, _, "zone"] => 3,
        _ => return None,
    };
    let mut signature =
        Signature::new("ALIAS ", "What the provider answers with the addresses of something else.");
    signature.add("[ipv4 | ipv6]", "The records of one family alone.");
    let kinds: Vec<_> =
        ALIASES.iter().map(|form| format!("- `{}`: {}", form.kind.word(), form.doc)).collect();
    signature.add_behind(" ", "KIND", kinds.join("\n"));
    let form = own.first().and_then(|kind| ALIASES.iter().find(|form| form.kind.word() == *kind));
    signature.add_behind(" ", "TARGET", form.map_or("what the kind says", |form| form.doc));
    signature.add_behind(" ", "[zone \"Z…\"]", "The hosted zone of the target, where Route 53 asks for it.");
    signature.active = Some(active);
    Some(signature)
}

fn of_template(view: &View, context: &Context<'_>, name: &str, level: &Level) -> Option<Signature> {
    let template = Program::of(view).templates().find(|template| template.name == name)?;
    let parameters = parameters_of(&template);
    let mut signature = Signature::new(format!("{name}("), template.docs());
    for parameter in &parameters {
        let docs = match parameter.default {
            Some(default) => format!("{}; `{default}` without it", parameter.ty),
            None => parameter.ty.to_owned(),
        };
        signature.add_behind(", ", parameter.written, docs);
    }
    signature.label.push(')');
    let named = active_label(context, level);
    signature.active = match named {
        Some(label) => parameters.iter().position(|parameter| parameter.name == label),
        None => Some(level.commas).filter(|active| *active < parameters.len()),
    };
    Some(signature)
}

/// The name of the argument that the cursor stands in, if it is named.
fn active_label<'t>(context: &Context<'t>, level: &Level) -> Option<&'t str> {
    let first = level.operands.first().map(|operand| context.of(operand.first))?;
    first.strip_suffix(':')
}

fn of_call(context: &Context<'_>, call: &Level) -> Option<Signature> {
    let name = context.of(call.callee?);
    if name == "route" {
        let mut signature = Signature::new(
            "route(",
            "How several sets of one name and type share the answers: `set`, and exactly one way to share.",
        );
        for argument in ROUTE_ARGUMENTS {
            let docs = format!("{}: {}", argument.doc, argument.takes());
            signature.add_behind(", ", &format!("{}: …", argument.name), docs);
        }
        signature.label.push(')');
        let label = active_label(context, call);
        signature.active =
            label.and_then(|label| ROUTE_ARGUMENTS.iter().position(|argument| argument.name == label));
        return Some(signature);
    }
    let builtin = BUILTINS.iter().find(|builtin| builtin.name == name)?;
    let mut signature = Signature::new(builtin.signature, builtin.doc);
    let open = builtin.signature.find('(')? + 1;
    let close = builtin.signature.rfind(") ->")?;
    let mut start = open;
    for part in builtin.signature.get(open..close)?.split(", ") {
        let place = start..start + part.len();
        start = place.end + 2;
        signature.parameters.push(Parameter { place, docs: String::new() });
    }
    signature.active = Some(call.commas).filter(|active| *active < signature.parameters.len());
    Some(signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROGRAM: &str = "\
## Mail at Example.
template mail(selector: String, policy: String = \"reject\") { @ TXT \"x\" }
zone example.com on p {
";

    /// The label and the active part at `$0` of a statement in a zone.
    fn shown(statement: &str) -> Option<(String, Option<String>)> {
        let marked = format!("{PROGRAM}  {statement}\n}}\n");
        let cursor = marked.find("$0").expect("no cursor");
        let view = View::alone(&marked.replacen("$0", "", 1));
        let signature = at(&view, cursor as u32)?;
        let place = signature.active.map(|active| signature.parameters[active].place.clone());
        Some((signature.label.clone(), place.map(|place| signature.label[place].to_owned())))
    }

    fn active(statement: &str) -> Option<String> {
        shown(statement).and_then(|(_, active)| active)
    }

    #[test]
    fn a_record_shows_its_fields_and_the_one_that_is_written() {
        assert_eq!(
            shown("@ MX $0"),
            Some(("MX preference exchange".to_owned(), Some("preference".to_owned())))
        );
        assert_eq!(active("@ MX 10 ma$0").as_deref(), Some("exchange"));
        assert_eq!(active("@ MX 10 mail, $0").as_deref(), Some("preference"));
        assert_eq!(active("@ MX [(10, $0)]").as_deref(), Some("exchange"));
        assert_eq!(active("@ CAA $0").as_deref(), Some("tag"));
        assert_eq!(active("@ CAA critical $0").as_deref(), Some("tag"));
        assert_eq!(active("@ CAA issue \"letsen$0").as_deref(), Some("value"));
        assert_eq!(active("@ CAA issue \"letsencrypt.org\"$0").as_deref(), Some("value"));
        assert_eq!(active("www HTTPS 1 . alpn $0").as_deref(), Some("[params]"));
        assert_eq!(active("www { on p SRV 1 2 $0 }").as_deref(), Some("port"));
        assert_eq!(active("www A 192.0.2.1 ttl $0").as_deref(), Some("DURATION-or-CLASS"));
        assert_eq!(active("on p www A $0").as_deref(), Some("address"));
        assert_eq!(active("reverse(192.0.2.1) PTR $0").as_deref(), Some("target"));
    }

    #[test]
    fn it_closes_where_the_statement_ends() {
        assert_eq!(shown("@ MX 10 mail $0"), None);
        assert_eq!(shown("@ MX 10 mail\n  $0"), None);
        assert_eq!(shown("www $0"), None);
        assert_eq!(shown("include mail(\"a\")$0"), None);
        assert_eq!(shown("# @ MX $0"), None);
    }

    #[test]
    fn calls_show_their_arguments() {
        let (label, part) = shown("include mail($0").unwrap();
        assert_eq!(label, "mail(selector: String, policy: String = \"reject\")");
        assert_eq!(part.as_deref(), Some("selector: String"));
        assert_eq!(active("include mail(\"s1\", $0)").as_deref(), Some("policy: String = \"reject\""));
        assert_eq!(active("include mail(policy: \"n$0\")").as_deref(), Some("policy: String = \"reject\""));
        assert_eq!(active("let x = host(192.0.2.0/24, $0").as_deref(), Some("Int"));
        assert_eq!(active("www A host($0").as_deref(), Some("Cidr"));
        assert_eq!(active("www A 192.0.2.1 route(set: \"a\", weight: $0)").as_deref(), Some("weight: …"));
        assert_eq!(active("include mail(lower($0").as_deref(), Some("String"));
    }

    #[test]
    fn builders_and_aliases_show_their_terms() {
        assert_eq!(active("_dmarc DMARC policy $0").as_deref(), Some("none | quarantine | reject"));
        assert_eq!(shown("_dmarc DMARC $0").unwrap().0, "DMARC policy, TERM, …");
        assert_eq!(shown("_dmarc DMARC policy none $0"), None);
        assert_eq!(active("@ SPF mx, include $0").as_deref(), Some("A-DOMAIN-NAME"));
        assert_eq!(active("@ ALIAS $0").as_deref(), Some("KIND"));
        assert_eq!(active("@ ALIAS ipv4 name $0").as_deref(), Some("TARGET"));
    }
}
