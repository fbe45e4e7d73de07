//! How Route 53 shares answers between sets, and the fields of a route that stand for it.

use std::collections::BTreeMap;

use aws_sdk_route53::types::builders::ResourceRecordSetBuilder;
use aws_sdk_route53::types::{
    GeoLocation, ResourceRecordSet, ResourceRecordSetFailover, ResourceRecordSetRegion,
};
use zonal_compiler::lower::route53::Location;

use crate::desired::HealthMark;
use crate::error::{Failure, FailureKind};
use crate::record::Route;

/// The field of a health check that Zonal did not make: its identifier.
pub(super) const HEALTH_ID: &str = "health-id";

/// The identifiers of health checks by what they are known again by.
pub(super) type HealthIds = BTreeMap<HealthMark, String>;

/// The route of a listed set; why it cannot be said in fields, if it cannot.
pub(super) fn read(set: &ResourceRecordSet) -> Result<Option<Route>, String> {
    if let Some(instance) = &set.traffic_policy_instance_id {
        return Err(format!("it belongs to the traffic policy instance {instance}"));
    }
    if set.cidr_routing_config.is_some() {
        return Err("it is routed by blocks of addresses (CIDR)".to_owned());
    }
    if set.geo_proximity_location.is_some() {
        return Err("it is routed by geoproximity".to_owned());
    }
    let mut fields: Vec<(Box<str>, Box<str>)> = Vec::new();
    let mut push = |field: &str, value: &str| fields.push((field.into(), value.into()));
    set.weight.into_iter().for_each(|weight| push("weight", &weight.to_string()));
    set.region.iter().for_each(|region| push("region", region.as_str()));
    set.failover.iter().for_each(|failover| push("failover", &failover.as_str().to_ascii_lowercase()));
    if set.multi_value_answer == Some(true) {
        push("multivalue", "true");
    }
    if let Some(geo) = &set.geo_location {
        let place = Location::from_codes(geo.continent_code(), geo.country_code(), geo.subdivision_code());
        let place = place.ok_or("it is routed by a location that Zonal has no word for")?;
        push("location", &place.to_string());
    }
    let has_policy = !fields.is_empty();
    let mut push = |field: &str, value: &str| fields.push((field.into(), value.into()));
    set.health_check_id.iter().for_each(|id| push(HEALTH_ID, id));
    match (&set.set_identifier, has_policy, fields.is_empty()) {
        (None, _, true) => Ok(None),
        (Some(_), false, _) => Err("its routing policy is one that Zonal does not know".to_owned()),
        (Some(identifier), true, _) => {
            fields.sort();
            Ok(Some(Route { set: identifier.as_str().into(), fields }))
        }
        (None, _, false) => Err("it is routed, but has no set identifier".to_owned()),
    }
}

/// Puts a route into a set that shall be.
pub(super) fn write(
    route: &Route,
    set: ResourceRecordSetBuilder,
    healths: &HealthIds,
) -> Result<ResourceRecordSetBuilder, Failure> {
    let mut set = set.set_identifier(&*route.set);
    for (field, value) in &route.fields {
        set = match &**field {
            "weight" => set.weight(value.parse().map_err(|_| unsaid(route, field, value))?),
            "region" => set.region(ResourceRecordSetRegion::from(&**value)),
            "failover" => set.failover(ResourceRecordSetFailover::from(&*value.to_ascii_uppercase())),
            "multivalue" => set.multi_value_answer(true),
            "location" => set.geo_location(geo(value).ok_or_else(|| unsaid(route, field, value))?),
            "health" => {
                let id = mark(route).and_then(|mark| healths.get(&mark));
                set.health_check_id(id.ok_or_else(|| unsaid(route, field, value))?)
            }
            "health-settings" => set,
            HEALTH_ID => set.health_check_id(&**value),
            _ => return Err(unsaid(route, field, value)),
        };
    }
    Ok(set)
}

/// The health check of a route, if Zonal makes it.
pub(super) fn mark(route: &Route) -> Option<HealthMark> {
    let field =
        |name: &str| route.fields.iter().find(|(field, _)| &**field == name).map(|(_, value)| value.clone());
    Some(HealthMark { name: field("health")?, digest: field("health-settings")? })
}

fn geo(text: &str) -> Option<GeoLocation> {
    let geo = GeoLocation::builder();
    Some(match Location::parse(text)? {
        Location::Default => geo.country_code("*").build(),
        Location::Continent(code) => geo.continent_code(code).build(),
        Location::Country(code) => geo.country_code(code).build(),
        Location::Subdivision(country, part) => geo.country_code(country).subdivision_code(part).build(),
    })
}

fn unsaid(route: &Route, field: &str, value: &str) -> Failure {
    let what = format!("the route `{}` has `{field}: {value}`, which cannot be said to Route 53", route.set);
    Failure::new(FailureKind::Unsupported, what).help("choose a value that the reference lists for `route`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_sdk_route53::types::RrType;

    fn route(fields: &[(&str, &str)]) -> Route {
        let fields = fields.iter().map(|(field, value)| ((*field).into(), (*value).into())).collect();
        Route { set: "blue".into(), fields }
    }

    fn base() -> ResourceRecordSetBuilder {
        ResourceRecordSet::builder().name("a.").r#type(RrType::A)
    }

    #[test]
    fn every_policy_comes_back() {
        for fields in [
            &[("weight", "0")][..],
            &[("region", "eu-west-1")],
            &[("failover", "primary")],
            &[("failover", "secondary")],
            &[("multivalue", "true")],
            &[("location", "default")],
            &[("location", "europe")],
            &[("location", "de")],
            &[("location", "us-ca")],
            &[("health-id", "0f-1"), ("weight", "255")],
        ] {
            let route = route(fields);
            let set = write(&route, base(), &HealthIds::new()).unwrap().build().unwrap();
            assert_eq!(read(&set), Ok(Some(route)));
        }
        assert_eq!(read(&base().build().unwrap()), Ok(None));
    }

    #[test]
    fn a_health_check_of_ours_is_named_by_its_identifier() {
        let mark = HealthMark { name: "api".into(), digest: "0123456789abcdef".into() };
        let [name, settings] = mark.fields();
        let route = Route { set: "blue".into(), fields: vec![name, settings, ("weight".into(), "1".into())] };
        assert_eq!(super::mark(&route), Some(mark.clone()));
        let healths = HealthIds::from([(mark, "id-1".to_owned())]);
        let set = write(&route, base(), &healths).unwrap().build().unwrap();
        assert_eq!(set.health_check_id(), Some("id-1"));
        assert!(write(&route, base(), &HealthIds::new()).is_err());
    }

    #[test]
    fn what_has_no_words_is_opaque() {
        let unknown = base().set_identifier("x").build().unwrap();
        let policy = base().traffic_policy_instance_id("t-1").build().unwrap();
        let place = GeoLocation::builder().continent_code("EU").country_code("DE").build();
        let mixed = base().set_identifier("x").geo_location(place).build().unwrap();
        for set in [unknown, policy, mixed] {
            assert!(read(&set).is_err());
        }
    }
}
