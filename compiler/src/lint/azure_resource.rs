//! An `ALIAS azure`: what its identifier says of the target.

use crate::zone::{AliasKind, SetId};

use super::{Finding, Findings, ZoneContext};

/// Finds an identifier that is none, or that of a record set of another type.
pub(super) fn check(context: &ZoneContext<'_>, set: SetId, findings: &mut Findings) {
    let (zone, entry) = (context.zone, context.set(set));
    let Some(alias) = entry.alias.map(|alias| &zone.aliases[alias]) else { return };
    if alias.kind != AliasKind::Azure {
        return;
    }
    let site = zone.site_of(set);
    let about = |what: String| Finding::new(zone.sites[site].type_at(), what).site(site);
    let identifier = alias.target.to_ascii_lowercase();
    let Some(resource) = resource(&identifier) else {
        if context.alias_half(set).is_none() {
            let what = format!("`{}` is no identifier of an Azure resource", alias.target.escape_debug());
            findings.push(about(what).help(
                "copy it from the resource's properties: `/subscriptions/…/resourceGroups/…/providers/…/TYPE/NAME`",
            ));
        }
        return;
    };
    let ["dnszones", _, rtype, _] = *resource.as_slice() else { return };
    if rtype != entry.rtype.to_string().to_ascii_lowercase() {
        let what = format!(
            "an ALIAS of a set of the type {} cannot be an {} set",
            rtype.to_ascii_uppercase(),
            entry.rtype
        );
        findings.push(about(what).help(match rtype {
            "a" => "write `ALIAS ipv4 azure …`: the name has no AAAA then",
            "aaaa" => "write `ALIAS ipv6 azure …`: the name has no A then",
            _ => "point it at a set of the type A or AAAA",
        }));
    }
}

/// The types and names behind the provider in an identifier in lower case; none if it is not one of a resource.
fn resource(identifier: &str) -> Option<Vec<&str>> {
    let mut parts = identifier.strip_prefix('/')?.split('/');
    let mut after = |word: &str| parts.next().filter(|part| *part == word).and(parts.next());
    let place = [after("subscriptions")?, after("resourcegroups")?, after("providers")?];
    let resource: Vec<_> = parts.collect();
    let is_whole = place.iter().chain(&resource).all(|part| !part.is_empty());
    (is_whole && !resource.is_empty() && resource.len() % 2 == 0).then_some(resource)
}
