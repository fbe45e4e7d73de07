//! Completion of domain names: those of the zone around in their shortest spelling, those of other zones absolute.

use std::net::{Ipv4Addr, Ipv6Addr};

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::sema::types::Type;
use zonal_compiler::syntax::token::TokenKind;
use zonal_compiler::zone::{NodeId, Zone};

use super::Desk;
use super::item::{Item, Kind};

/// The names that a list shows; what is typed chooses among more.
const MOST_NAMES: usize = 100;
/// The record sets that are looked at for addresses.
const MOST_SETS: usize = 2000;
/// The addresses that a list shows.
const MOST_ADDRESSES: usize = 20;

/// What a record points at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// A host, which has addresses and is no alias (RFC 2181 section 10.3).
    Host,
    AnyName,
}

impl<'v> Desk<'v> {
    /// The zone around, as it was last compiled; the first of several that are alike.
    pub(super) fn zone(&self) -> Option<&'v Zone> {
        let open = self.context.blocks.first()?;
        let name = match self.context.head_word(open) {
            "zone" => open.head.get(1)?,
            "extend" => open.head.get(2)?,
            _ => return None,
        };
        let text = self.context.of(*name).trim_matches('"').trim_end_matches('.');
        let name = Name::parse(&format!("{text}.")).ok()?;
        self.zones().iter().find(|zone| zone.name == name)
    }

    fn zones(&self) -> &'v [Zone] {
        self.view.analysis.as_ref().map(|analysis| analysis.compilation.zones.as_slice()).unwrap_or_default()
    }

    /// The labels of the `under` blocks around, innermost first; none if one of them is computed.
    fn under(&self) -> Option<String> {
        let mut labels = Vec::new();
        for open in self.context.blocks.iter().skip(1) {
            let head = self.context.behind_on(&open.head);
            if let [keyword, name] = head
                && self.context.of(*keyword) == "under"
            {
                let text = self.context.of(*name).trim_matches('"');
                if text.contains('$') || name.kind == TokenKind::RightParen {
                    return None;
                }
                labels.insert(0, text.trim_end_matches(".@").to_owned());
            }
        }
        Some(labels.join("."))
    }

    /// Names that a record may point at.
    pub(super) fn targets(&mut self, owner: Option<&str>, rtype: Rtype, doc: &str) {
        let at_owner = self.owner_around();
        let owner = owner.map(str::to_owned).or(at_owner);
        if owner.as_deref() != Some("@") || rtype != Rtype::CNAME {
            self.offer(Item::new(Kind::Name, "@", "the origin").rank(8));
        }
        if matches!(rtype, Rtype::MX | Rtype::SRV | Rtype::HTTPS | Rtype::SVCB | Rtype::NAPTR) {
            self.offer(Item::new(Kind::Name, ".", doc).rank(9));
        }
        let wanted = if matches!(rtype, Rtype::MX | Rtype::SRV | Rtype::NS | Rtype::SOA) {
            Wanted::Host
        } else {
            Wanted::AnyName
        };
        self.zone_targets(owner.as_deref(), wanted);
        self.other_zones();
    }

    fn zone_targets(&mut self, owner: Option<&str>, wanted: Wanted) {
        let (Some(zone), Some(under)) = (self.zone(), self.under()) else { return };
        let own = self.context.prefix();
        let mut count = 0;
        for node in zone.names.iter().skip(1) {
            if zone.names.first_set(node).is_none() || !starts_like(zone, node, own) {
                continue;
            }
            if count == MOST_NAMES {
                self.list.is_cut = true;
                return;
            }
            let Some(spelling) = spelling(zone, node, &under) else { continue };
            if Some(spelling.as_str()) == owner || spelling.starts_with('_') && wanted == Wanted::Host {
                continue;
            }
            let types = types_at(zone, node);
            let has_address = types.iter().any(|rtype| matches!(*rtype, Rtype::A | Rtype::AAAA));
            if wanted == Wanted::Host && types.contains(&Rtype::CNAME) {
                continue;
            }
            count += 1;
            let shown: Vec<_> = types.iter().map(ToString::to_string).collect();
            let item = Item::new(Kind::Name, spelling, format!("has {}", shown.join(", ")));
            self.offer(item.rank(if has_address { 7 } else { 12 }));
        }
    }

    /// Names of other zones, with their final dot.
    fn other_zones(&mut self) {
        let own = self.zone().map(|zone| &zone.name);
        let prefix = self.context.prefix();
        let mut count = 0;
        for zone in self.zones().iter().filter(|zone| Some(&zone.name) != own) {
            for node in zone.names.iter() {
                // Without anything typed, other zones are their apexes.
                if prefix.is_empty() && node != zone.names.apex() {
                    break;
                }
                let is_apex = node == zone.names.apex();
                let is_used = is_apex || zone.names.first_set(node).is_some();
                if !is_used || !(is_apex || starts_like(zone, node, prefix)) {
                    continue;
                }
                if count == MOST_NAMES {
                    self.list.is_cut = true;
                    return;
                }
                count += 1;
                let name = format!("{}.", zone.names.name(node).unicode());
                self.offer(
                    Item::new(Kind::Name, name, format!("in the zone {}", zone.name.unicode())).rank(14),
                );
            }
        }
        if prefix.is_empty() && self.zones().len() > 1 {
            self.list.is_cut = true;
        }
    }

    /// Names below which more can be said.
    pub(super) fn zone_owners(&mut self) {
        let (Some(zone), Some(under)) = (self.zone(), self.under()) else { return };
        let mut count = 0;
        for node in zone.names.iter().skip(1) {
            if zone.names.parent(node) != Some(zone.names.apex())
                || !starts_like(zone, node, self.context.prefix())
            {
                continue;
            }
            if count == MOST_NAMES {
                self.list.is_cut = true;
                return;
            }
            if let Some(spelling) = spelling(zone, node, &under)
                && !spelling.starts_with(['_', '*'])
            {
                count += 1;
                self.offer(Item::new(Kind::Name, spelling, "a name of the zone"));
            }
        }
    }

    /// Absolute names: those of the hosts and zones of the workspace, and the name servers that are known.
    pub(super) fn absolute_names(&mut self, doc: &str) {
        if let Some(zone) = self.zone() {
            let known = zone.providers.iter().flat_map(|provider| {
                provider
                    .nameservers
                    .iter()
                    .map(|name| (format!("{}.", name.unicode()), provider.name.clone()))
            });
            for (name, provider) in known.collect::<Vec<_>>() {
                self.offer(Item::new(Kind::Name, name, format!("{doc} of {provider}")).rank(0));
            }
        }
        self.other_zones();
        self.variables_of(&Type::Name);
    }

    /// The zones' own names, without a final dot, where a name is absolute by definition.
    pub(super) fn zone_apexes(&mut self, doc: &str) {
        let names: Vec<_> = self.zones().iter().map(|zone| zone.name.unicode().to_string()).collect();
        for name in names.into_iter().take(MOST_NAMES) {
            self.offer(Item::new(Kind::Name, name, doc.to_owned()).rank(20));
        }
    }

    /// Addresses that the zone has already.
    pub(super) fn known_addresses(&mut self, ty: &Type) {
        let Some(zone) = self.zone() else { return };
        let wanted = if *ty == Type::Ipv6 { Rtype::AAAA } else { Rtype::A };
        let mut addresses: Vec<String> = Vec::new();
        let sets = zone.sets.iter_ids().take(MOST_SETS);
        for (id, _) in sets.filter(|(_, set)| set.rtype == wanted && set.alias.is_none()) {
            for record in zone.records_of(id) {
                let Some(text) = address(zone.rdata(record)) else { continue };
                if !addresses.contains(&text) {
                    addresses.push(text);
                }
            }
            if addresses.len() >= MOST_ADDRESSES {
                break;
            }
        }
        for text in addresses {
            self.offer(Item::new(Kind::Value, text, "an address of the zone").rank(40));
        }
    }
}

fn address(rdata: &[u8]) -> Option<String> {
    if let Ok(octets) = <[u8; 4]>::try_from(rdata) {
        return Some(Ipv4Addr::from(octets).to_string());
    }
    <[u8; 16]>::try_from(rdata).ok().map(|octets| Ipv6Addr::from(octets).to_string())
}

/// Whether a name's first label begins like what is typed.
fn starts_like(zone: &Zone, node: NodeId, typed: &str) -> bool {
    let typed = typed.split('.').next().unwrap_or_default();
    let label = zone.names.label(node);
    // What is typed in other letters is compared by the client.
    !typed.is_ascii()
        || label.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed.as_bytes()))
        || label.starts_with(b"xn--")
}

/// The shortest spelling of a name as a target, below the `under` that is around; none for one that needs quotes.
fn spelling(zone: &Zone, node: NodeId, under: &str) -> Option<String> {
    let name = zone.names.name(node).unicode().to_string();
    let apex = zone.name.unicode().to_string();
    let below_apex = name.strip_suffix(&apex)?.strip_suffix('.')?;
    if below_apex.contains(['\\', '"', '$', '#', ';', ' ']) {
        return None;
    }
    let relative = if under.is_empty() {
        below_apex
    } else if below_apex == under {
        return Some("@".to_owned());
    } else {
        match below_apex.strip_suffix(under).and_then(|rest| rest.strip_suffix('.')) {
            Some(relative) => relative,
            None => return Some(format!("{name}.")),
        }
    };
    Some(if relative.contains('.') { format!("{relative}.@") } else { relative.to_owned() })
}

fn types_at(zone: &Zone, node: NodeId) -> Vec<Rtype> {
    let mut types: Vec<Rtype> = Vec::new();
    for set in zone.sets_at(node).take(16) {
        let rtype = zone.sets[set].rtype;
        if !types.contains(&rtype) {
            types.push(rtype);
        }
    }
    types
}
