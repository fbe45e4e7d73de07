//! Record sets between Route 53's form and the runtime's.

use aws_sdk_route53::types::{AliasTarget as Alias, ResourceRecord, ResourceRecordSet, RrType};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::routing::{self, HealthIds};
use super::value::{self, SPF};
use super::{listed, names};
use crate::error::{Failure, FailureKind};
use crate::provider::{LiveSet, Standing};
use crate::record::{AliasTarget, RecordSet};

/// Stands for a type that has no number here; such a set is never compared.
pub(super) const UNKNOWN: Rtype = Rtype(0);

/// A listed set as the runtime sees it: opaque if anything about it has no word there. `hosted_zone` is the
/// identifier of its own zone.
pub(super) fn live(set: &ResourceRecordSet, hosted_zone: &str) -> Result<LiveSet, Failure> {
    let owner = names::read(&set.name).ok_or_else(|| {
        let what =
            format!("Route 53 lists a record set of the name `{}`, which is none", set.name.escape_debug());
        Failure::new(FailureKind::Data, what).help("remove that set in the console of Route 53")
    })?;
    let rtype = rtype(&set.r#type);
    let version = listed::version(set);
    let (set, standing, spelled) = match understood(set, &owner, rtype, hosted_zone) {
        Ok((set, _)) if rtype == SPF => {
            (set, Standing::Kept { why: "type SPF cannot be declared".to_owned() }, None)
        }
        Ok((set, spelled)) => (set, Standing::Managed, spelled),
        Err(why) => (without_words(set, owner, rtype), Standing::Opaque { why }, None),
    };
    Ok(LiveSet { set, version, standing, spelled: spelled.map(Into::into) })
}

fn rtype(rtype: &RrType) -> Rtype {
    match rtype.as_str() {
        "SPF" => SPF,
        word => Rtype::from_mnemonic(word).or_else(|| Rtype::from_zone_file(word)).unwrap_or(UNKNOWN),
    }
}

/// The set and what in it is spelled otherwise than [`desired`] would, if all of it can be said; else why not.
fn understood<'s>(
    set: &'s ResourceRecordSet,
    owner: &Name,
    rtype: Rtype,
    hosted_zone: &str,
) -> Result<(RecordSet, Option<&'s str>), String> {
    if rtype == UNKNOWN {
        return Err(format!("its type {} is one that Zonal does not know", set.r#type.as_str()));
    }
    let route = routing::read(set)?;
    let records = set.resource_records();
    let mut spelled = None;
    let plain = match (&set.alias_target, set.ttl, records) {
        (Some(target), None, []) => {
            let (alias, is_own_spelling) = alias_read(target, hosted_zone)?;
            spelled = (!is_own_spelling).then_some(&*target.dns_name);
            RecordSet { alias: Some(Box::new(alias)), ..RecordSet::new(owner.clone(), rtype, 0, Vec::new()) }
        }
        (None, Some(ttl), [_, ..]) => {
            let ttl = u32::try_from(ttl).map_err(|_| format!("its TTL {ttl} is none"))?;
            let mut rdata = Vec::with_capacity(records.len());
            let mut own = String::new();
            for record in records {
                let value = value::read(rtype, &record.value)
                    .map_err(|wrong| format!("its value `{}` is not understood: {wrong}", record.value))?;
                own.clear();
                value::write(rtype, &value, &mut own);
                if !is_spelled_alike(&own, &record.value) {
                    spelled.get_or_insert(&*record.value);
                }
                rdata.push(value);
            }
            RecordSet::new(owner.clone(), rtype, ttl, rdata)
        }
        _ => return Err("it has neither records with a TTL nor a target".to_owned()),
    };
    Ok((RecordSet { route, ..plain }, spelled))
}

/// The target, and whether its name is spelled as [`desired`] does.
fn alias_read(alias: &Alias, hosted_zone: &str) -> Result<(AliasTarget, bool), String> {
    let target = names::read(&alias.dns_name).ok_or("the name of its target is none")?;
    let is_own = bare_id(&alias.hosted_zone_id) == hosted_zone;
    let is_own_spelling = is_spelled_alike(&names::text(&target), &alias.dns_name);
    let target = AliasTarget::Name {
        target,
        hosted_zone: (!is_own).then(|| alias.hosted_zone_id.as_str().into()),
        evaluates_health: alias.evaluate_target_health,
    };
    Ok((target, is_own_spelling))
}

/// Whether two values differ in a final dot at most, which is no spelling of anybody's.
fn is_spelled_alike(own: &str, stands: &str) -> bool {
    own.trim_end_matches('.') == stands.trim_end_matches('.')
}

/// What there is to say of a set that has no words: its identity.
fn without_words(set: &ResourceRecordSet, owner: Name, rtype: Rtype) -> RecordSet {
    let ttl = set.ttl.and_then(|ttl| u32::try_from(ttl).ok()).unwrap_or_default();
    let route = set.set_identifier.as_deref();
    let route = route.map(|set| crate::record::Route { set: set.into(), fields: Vec::new() });
    RecordSet { route, ..RecordSet::new(owner, rtype, ttl, Vec::new()) }
}

/// The set as Route 53 is to hold it.
pub(super) fn desired(
    set: &RecordSet,
    hosted_zone: &str,
    healths: &HealthIds,
) -> Result<ResourceRecordSet, Failure> {
    let rtype = set.rtype.mnemonic().ok_or_else(|| unsaid(set))?;
    let mut out = ResourceRecordSet::builder().name(names::text(&set.owner)).r#type(RrType::from(rtype));
    if let Some(route) = &set.route {
        out = routing::write(route, out, healths)?;
    }
    out = match set.alias.as_deref() {
        None => {
            let records = set.rdata.iter().map(|wire| {
                let mut text = String::new();
                value::write(set.rtype, wire, &mut text);
                ResourceRecord::builder().value(text).build()
            });
            let records: Result<Vec<_>, _> = records.collect();
            out.ttl(i64::from(set.ttl)).set_resource_records(Some(records.map_err(|_| unsaid(set))?))
        }
        Some(AliasTarget::Name { target, hosted_zone: other, evaluates_health }) => {
            let alias = Alias::builder()
                .hosted_zone_id(other.as_deref().unwrap_or(hosted_zone))
                .dns_name(names::text(target))
                .evaluate_target_health(*evaluates_health);
            out.alias_target(alias.build().map_err(|_| unsaid(set))?)
        }
        Some(AliasTarget::Resource(_)) => return Err(unsaid(set)),
    };
    out.build().map_err(|_| unsaid(set))
}

/// The size of a set that shall be, as [`listed::size`] has it.
pub(super) fn size(set: &RecordSet, scratch: &mut String) -> (usize, usize) {
    if set.alias.is_some() {
        return (1, 0);
    }
    scratch.clear();
    set.rdata.iter().for_each(|wire| value::write(set.rtype, wire, scratch));
    (set.rdata.len(), scratch.len())
}

/// A record set without Route 53's words for it.
fn unsaid(set: &RecordSet) -> Failure {
    let what = format!("{} cannot be served by Route 53", set.key());
    Failure::new(FailureKind::Unsupported, what).help("keep it away from this provider with `on`")
}

/// An identifier without the path in front of it: `/hostedzone/Z1` is `Z1`.
pub(super) fn bare_id(id: &str) -> &str {
    id.rsplit('/').next().unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Route;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    fn round(set: &RecordSet) -> LiveSet {
        live(&desired(set, "Z1", &HealthIds::new()).unwrap(), "Z1").unwrap()
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let plain = RecordSet::new(name("*.example.com"), Rtype::A, 60, vec![Box::new([192, 0, 2, 1])]);
        let route = Route { set: "a".into(), fields: vec![("weight".into(), "7".into())] };
        let routed = RecordSet { route: Some(route), ..plain.clone() };
        let target =
            AliasTarget::Name { target: name("b.example.com"), hosted_zone: None, evaluates_health: true };
        let alias = RecordSet {
            alias: Some(Box::new(target)),
            ..RecordSet::new(name("example.com"), Rtype::AAAA, 0, Vec::new())
        };
        for set in [plain, routed, alias] {
            let live = round(&set);
            assert_eq!(live.set, set);
            assert_eq!(live.standing, Standing::Managed);
        }
    }

    #[test]
    fn a_set_without_words_keeps_its_identity() {
        let base = || ResourceRecordSet::builder().name("a.example.com.").set_identifier("x").ttl(5);
        let record = |value| ResourceRecord::builder().value(value).build().unwrap();
        let broken = base().r#type(RrType::A).weight(1).resource_records(record("not an address"));
        let strange = base().r#type(RrType::from("FOO")).weight(1).resource_records(record("1"));
        let empty = base().r#type(RrType::A).weight(1);
        for set in [broken, strange, empty] {
            let live = live(&set.build().unwrap(), "Z1").unwrap();
            assert!(matches!(live.standing, Standing::Opaque { .. }));
            assert_eq!(live.set.key().route.as_deref(), Some("x"));
            assert_eq!(live.set.owner, name("a.example.com"));
        }
    }

    #[test]
    fn spf_is_kept() {
        let record = ResourceRecord::builder().value("\"v=spf1 -all\"").build().unwrap();
        let set = ResourceRecordSet::builder().name("example.com.").r#type(RrType::Spf).ttl(5);
        let live = live(&set.resource_records(record).build().unwrap(), "Z1").unwrap();
        assert_eq!(live.set.rtype, SPF);
        assert!(matches!(live.standing, Standing::Kept { .. }));
    }

    #[test]
    fn another_spelling_is_told_and_changes_nothing() {
        for (rtype, value, expected) in [
            (RrType::Aaaa, "2001:0DB8::1", Some("2001:0DB8::1")),
            (RrType::Txt, "\"ab\" \"cd\"", Some("\"ab\" \"cd\"")),
            (RrType::Txt, "\"abcd\"", None),
            (RrType::Mx, "10 Mail.example.com.", Some("10 Mail.example.com.")),
            (RrType::Mx, "10 mail.example.com", None),
        ] {
            let record = ResourceRecord::builder().value(value).build().unwrap();
            let set = ResourceRecordSet::builder().name("a.example.com.").r#type(rtype).ttl(5);
            let live = live(&set.resource_records(record).build().unwrap(), "Z1").unwrap();
            assert_eq!((live.standing, live.spelled.as_deref()), (Standing::Managed, expected), "{value}");
        }
    }
}
