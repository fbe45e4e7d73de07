//! Where what stands under the cursor is declared.

use zonal_compiler::dns::name::{Name, is_within};
use zonal_compiler::sema::places::NameRole;
use zonal_compiler::source::{FileSpan, Span};
use zonal_compiler::syntax::ast::{Item, ItemKind, Statement};
use zonal_compiler::zone::Zone;
use zonal_compiler::zone::names::Lookup;

use super::symbol::{self, Found, Symbol};
use super::walk;
use crate::session::analysis::Analysis;
use crate::session::snapshot::{File, View};

/// What stands at a byte of the document, and the places that declare it, by file and place: of a domain name its
/// zone's header, the owners of its records, or those of the wildcard that answers for it.
#[must_use]
pub fn of(view: &View, byte: u32) -> Option<(Span, Vec<FileSpan>)> {
    let found = symbol::at(view, byte)?;
    let declared = match &found.symbol {
        Symbol::Name(names) => {
            let analysis = view.analysis.as_ref()?;
            let then = names.iter().flat_map(|name| of_name(analysis, name, &found));
            let then: Vec<FileSpan> = then.collect();
            view.carry(then.into_iter()).flatten().collect()
        }
        Symbol::TtlClass(_) | Symbol::Rule(_) => of_policy_line(view, &found, byte),
        Symbol::Local(_)
        | Symbol::Global(_)
        | Symbol::Parameter { .. }
        | Symbol::Template(_)
        | Symbol::Policy(_)
        | Symbol::Provider(_)
        | Symbol::Health(_) => declarations(view, &found.symbol),
    };
    Some((found.at, declared))
}

fn declarations(view: &View, symbol: &Symbol) -> Vec<FileSpan> {
    let places = symbol.occurrences(view, view.snapshot.files());
    places.iter().filter(|place| place.declares).map(|place| place.at).collect()
}

/// The places of a name in an analysis that say what it is.
fn of_name(analysis: &Analysis, name: &Name, found: &Found) -> Vec<FileSpan> {
    let of_role = |name: &[u8], roles: &[NameRole]| -> Vec<FileSpan> {
        let places = analysis.names().of(name).filter(|place| roles.contains(&place.role));
        let mut places: Vec<FileSpan> = places.map(|place| place.at).collect();
        places.dedup();
        places
    };
    if matches!(found.role, Some(NameRole::Zone | NameRole::Extend)) {
        return of_role(name.wire(), &[NameRole::Zone]);
    }
    let exact = of_role(name.wire(), &[NameRole::Zone, NameRole::Owner]);
    if !exact.is_empty() {
        return exact;
    }
    let origins = of_role(name.wire(), &[NameRole::Origin]);
    if !origins.is_empty() {
        return origins;
    }
    let wildcard = zone_of(analysis, name.wire()).and_then(|zone| wildcard(zone, name.wire()));
    wildcard.map(|wire| of_role(&wire, &[NameRole::Owner])).unwrap_or_default()
}

/// The zone of the program that is authoritative for a name: the one with the longest name of those around it.
#[must_use]
pub fn zone_of<'a>(analysis: &'a Analysis, wire: &[u8]) -> Option<&'a Zone> {
    let around = analysis.compilation.zones.iter().filter(|zone| is_within(wire, zone.name.wire()));
    around.max_by_key(|zone| zone.name.wire().len())
}

/// The wildcard whose records answer for a name that has none (RFC 4592 section 3.3.1).
fn wildcard(zone: &Zone, wire: &[u8]) -> Option<Vec<u8>> {
    let Lookup::Absent { encloser } = zone.names.find(wire) else { return None };
    let star = zone.names.child(encloser, b"*")?;
    zone.names.first_set(star)?;
    let mut wire = Vec::new();
    zone.names.write_wire(star, &mut wire);
    Some(wire)
}

/// The policy lines that declare a TTL class or set the level of a rule: those of the zone's policies if the cursor is
/// in a zone that has any, else those of every policy.
fn of_policy_line(view: &View, found: &Found, byte: u32) -> Vec<FileSpan> {
    let all = declarations(view, &found.symbol);
    let Some(zone) = walk::way(view.file.tree(), byte).item else { return all };
    let governing = policies_of(view, zone);
    let is_of_zone = |at: &FileSpan| {
        let file = view.snapshot.file(at.file);
        file.is_some_and(|file| {
            let item = walk::way(file.tree(), at.span.start).item.map(|item| &item.kind);
            matches!(item, Some(ItemKind::Policy(policy)) if governing.contains(&file.of(policy.name)))
        })
    };
    let own: Vec<FileSpan> = all.iter().copied().filter(is_of_zone).collect();
    if own.is_empty() { all } else { own }
}

/// The policies that a zone names, or the default ones if it names none; none for anything else.
fn policies_of<'v>(view: &'v View, item: &Item) -> Vec<&'v str> {
    let ItemKind::Zone(zone) = &item.kind else { return Vec::new() };
    let named = zone.body.statements.iter().find_map(|statement| {
        let Statement::Policy(names) = statement else { return None };
        Some(&names.names)
    });
    if let Some(names) = named {
        return names.iter().map(|name| view.file.of(*name)).collect();
    }
    let of_file = |file: &'v std::sync::Arc<File>| {
        let items = file.tree().items.iter();
        items.filter_map(move |item| {
            let ItemKind::Policy(policy) = &item.kind else { return None };
            policy.default.is_some().then(|| file.of(policy.name))
        })
    };
    view.snapshot.files().iter().flat_map(of_file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::cursor::{shown, view};

    const INFRA: &str = "\
provider aws = route53 {}
provider both = aws
policy production default { ttl short 1m
  deny address-private }
policy other { ttl short 2m }
health probe = https { host \"www.example.com\" }
let far = mail.example.net.
template web(to: Name) {
  let inner = $to
  www CNAME $inner
}
";

    fn found(zone: &str) -> Vec<String> {
        let (view, byte) = view(&[("infra.zonal", INFRA), ("zone.zonal", zone)]);
        of(&view, byte).map(|(_, places)| shown(&view, places)).unwrap_or_default()
    }

    fn in_zone(statements: &str) -> Vec<String> {
        found(&format!("zone example.com on both {{\n{statements}\n}}\n"))
    }

    #[test]
    fn declared_names_lead_to_their_declarations() {
        assert_eq!(in_zone("  a CNAME $f$0ar"), ["infra.zonal:7:far"]);
        assert_eq!(in_zone("  a CNAME $0$far"), ["infra.zonal:7:far"]);
        assert_eq!(in_zone("  a CNAME $z$0one"), ["zone.zonal:1:example.com"]);
        assert_eq!(in_zone("  a TXT \"x ${fa$0r}\""), ["infra.zonal:7:far"]);
        assert_eq!(in_zone("  include we$0b(b)"), ["infra.zonal:8:web"]);
        assert_eq!(in_zone("  include web(t$0o: b)"), ["infra.zonal:8:to"]);
        assert_eq!(in_zone("  on aw$0s { a A 192.0.2.1 }"), ["infra.zonal:1:aws"]);
        assert_eq!(in_zone("  a A 192.0.2.1 ttl sh$0ort"), ["infra.zonal:3:short"]);
        assert_eq!(in_zone("  policy other\n  ttl sho$0rt"), ["infra.zonal:5:short"]);
        assert_eq!(in_zone("  policy oth$0er"), ["infra.zonal:5:other"]);
        assert_eq!(in_zone("  allow(address-pri$0vate: \"x\")"), ["infra.zonal:4:address-private"]);
        let routed = "  a A 192.0.2.1 route(set: \"x\", weight: 1, health: pro$0be)";
        assert_eq!(in_zone(routed), ["infra.zonal:6:probe"]);
    }

    #[test]
    fn a_variable_is_that_of_the_nearest_scope() {
        assert_eq!(in_zone("  for x in [a, b] { $$0x A 192.0.2.1 }"), ["zone.zonal:2:x"]);
        assert_eq!(in_zone("  for (x, y) in [(a, b)] { $x CNAME $$0y }"), ["zone.zonal:2:y"]);
        let both =
            "  under u { let v = a\n    $v A 192.0.2.1 }\n  under w { let v = b\n    $$0v A 192.0.2.1 }";
        assert_eq!(in_zone(both), ["zone.zonal:4:v"]);
        let (view, byte) =
            view(&[("t.zonal", "template t(to: Name) { www CNAME $t$0o }\nlet to = a.example.\n")]);
        assert_eq!(shown(&view, of(&view, byte).unwrap().1), ["t.zonal:1:to"]);
    }

    #[test]
    fn a_target_leads_to_the_records_of_its_name() {
        let owners = ["zone.zonal:2:mail", "zone.zonal:3:mail"];
        for target in ["ma$0il", "mail.example.co$0m.", "\"ma$0il\"", "mai$0l.@"] {
            let text = format!("  mail A 192.0.2.1\n  mail {{ TXT \"x\" }}\n  www CNAME {target}");
            assert_eq!(in_zone(&text), owners, "{target}");
        }
        assert_eq!(
            in_zone("  @ SPF include mail.exam$0ple.com\n  mail TXT \"v=spf1 -all\""),
            ["zone.zonal:3:mail"]
        );
        assert_eq!(in_zone("  www CNAME $0@"), ["zone.zonal:1:example.com"]);
        assert_eq!(in_zone("  under eu { web A 192.0.2.1 }\n  a CNAME web.eu$0.@"), ["zone.zonal:2:web"]);
        assert_eq!(in_zone("  include web(x)\n  a CNAME ww$0w"), ["infra.zonal:10:www"]);
    }

    #[test]
    fn a_wildcard_is_what_answers_for_a_name_without_records() {
        assert_eq!(in_zone("  *.dev A 192.0.2.1\n  a CNAME x.dev$0.@"), ["zone.zonal:2:*.dev"]);
        assert_eq!(
            in_zone("  *.dev A 192.0.2.1\n  x.dev TXT \"x\"\n  a CNAME x.dev$0.@"),
            ["zone.zonal:3:x.dev"]
        );
        assert_eq!(in_zone("  a CNAME no$0where"), [""; 0]);
    }

    #[test]
    fn an_extension_leads_to_its_zone_and_loops_to_where_their_owner_is_made() {
        let text =
            "zone example.com on both { a A 192.0.2.1 }\nextend zone exam$0ple.com { b A 192.0.2.1 }\n";
        assert_eq!(found(text), ["zone.zonal:1:example.com"]);
        let text = "  for n in 1..2 { \"n-${n}\" A 192.0.2.1 }\n  a CNAME n-2$0";
        assert_eq!(in_zone(text), ["zone.zonal:2:\"n-${n}\""]);
    }

    #[test]
    fn a_broken_file_still_leads_where_it_can() {
        assert_eq!(in_zone("  ü = } é\n  a CNAME $f$0ar\n  b A"), ["infra.zonal:7:far"]);
        assert_eq!(in_zone("  a CNAME $fa$0r b c (("), ["infra.zonal:7:far"]);
        assert_eq!(found("zone example.com on bo$0th {\r\n  ü"), ["infra.zonal:2:both"]);
    }
}
