//! A record set as the listing gave it, kept to the letter in the version of a live set.
//!
//! A DELETE is refused unless it names every value, the TTL and the routing as they stand. So it is made from the
//! words of the listing, never from what Zonal understood of them: this is the guard of every write.

use aws_sdk_route53::types::{
    AliasTarget, GeoLocation, ResourceRecord, ResourceRecordSet, ResourceRecordSetFailover,
    ResourceRecordSetRegion, RrType,
};

use crate::provider::Version;

/// What a field of a version is, one byte each.
mod tag {
    pub(super) const NAME: u8 = b'N';
    pub(super) const TYPE: u8 = b'Y';
    pub(super) const SET: u8 = b'S';
    pub(super) const WEIGHT: u8 = b'W';
    pub(super) const REGION: u8 = b'R';
    pub(super) const CONTINENT: u8 = b'C';
    pub(super) const COUNTRY: u8 = b'c';
    pub(super) const SUBDIVISION: u8 = b's';
    pub(super) const FAILOVER: u8 = b'F';
    pub(super) const MULTIVALUE: u8 = b'M';
    pub(super) const HEALTH: u8 = b'H';
    pub(super) const TTL: u8 = b'T';
    pub(super) const VALUE: u8 = b'V';
    pub(super) const ALIAS_ZONE: u8 = b'Z';
    pub(super) const ALIAS_NAME: u8 = b'D';
    pub(super) const ALIAS_EVALUATES: u8 = b'E';
    pub(super) const OTHER: u8 = b'O';
}

/// The words of a listed set. Equal if and only if the set has not changed.
pub(super) fn version(set: &ResourceRecordSet) -> Version {
    let mut out = String::with_capacity(96);
    let mut push = |tag: u8, text: &str| {
        out.push(char::from(tag));
        out.push_str(&text.len().to_string());
        out.push(':');
        out.push_str(text);
    };
    push(tag::NAME, &set.name);
    push(tag::TYPE, set.r#type.as_str());
    let geo = set.geo_location.as_ref();
    let texts = [
        (tag::SET, set.set_identifier.as_deref()),
        (tag::REGION, set.region.as_ref().map(ResourceRecordSetRegion::as_str)),
        (tag::CONTINENT, geo.and_then(GeoLocation::continent_code)),
        (tag::COUNTRY, geo.and_then(GeoLocation::country_code)),
        (tag::SUBDIVISION, geo.and_then(GeoLocation::subdivision_code)),
        (tag::FAILOVER, set.failover.as_ref().map(ResourceRecordSetFailover::as_str)),
        (tag::HEALTH, set.health_check_id.as_deref()),
    ];
    for (tag, text) in texts {
        text.into_iter().for_each(|text| push(tag, text));
    }
    set.weight.into_iter().for_each(|weight| push(tag::WEIGHT, &weight.to_string()));
    set.multi_value_answer.into_iter().for_each(|answer| push(tag::MULTIVALUE, spelt(answer)));
    set.ttl.into_iter().for_each(|ttl| push(tag::TTL, &ttl.to_string()));
    set.resource_records().iter().for_each(|record| push(tag::VALUE, &record.value));
    if let Some(alias) = &set.alias_target {
        push(tag::ALIAS_ZONE, &alias.hosted_zone_id);
        push(tag::ALIAS_NAME, &alias.dns_name);
        push(tag::ALIAS_EVALUATES, spelt(alias.evaluate_target_health));
    }
    // Sets with these are never written, so they need not be read back, only told apart.
    set.traffic_policy_instance_id.iter().for_each(|id| push(tag::OTHER, id));
    if let Some(cidr) = &set.cidr_routing_config {
        push(tag::OTHER, &cidr.collection_id);
        push(tag::OTHER, &cidr.location_name);
    }
    set.geo_proximity_location.iter().for_each(|place| push(tag::OTHER, &format!("{place:?}")));
    Version(out.into_boxed_str())
}

const fn spelt(flag: bool) -> &'static str {
    if flag { "true" } else { "false" }
}

/// The set that a version was made from; `None` if it is none of this module's making.
pub(super) fn set(version: &Version) -> Option<ResourceRecordSet> {
    let (mut name, mut rtype) = (None, None);
    let mut set = ResourceRecordSet::builder();
    let mut geo: Option<[Option<&str>; 3]> = None;
    let mut alias: Option<aws_sdk_route53::types::builders::AliasTargetBuilder> = None;
    for (tag, text) in fields(version) {
        match tag {
            tag::NAME => name = Some(text),
            tag::TYPE => rtype = Some(RrType::from(text)),
            tag::SET => set = set.set_identifier(text),
            tag::WEIGHT => set = set.weight(text.parse().ok()?),
            tag::REGION => set = set.region(ResourceRecordSetRegion::from(text)),
            tag::CONTINENT => geo.get_or_insert_default()[0] = Some(text),
            tag::COUNTRY => geo.get_or_insert_default()[1] = Some(text),
            tag::SUBDIVISION => geo.get_or_insert_default()[2] = Some(text),
            tag::FAILOVER => set = set.failover(ResourceRecordSetFailover::from(text)),
            tag::MULTIVALUE => set = set.multi_value_answer(text == "true"),
            tag::HEALTH => set = set.health_check_id(text),
            tag::TTL => set = set.ttl(text.parse().ok()?),
            tag::VALUE => set = set.resource_records(ResourceRecord::builder().value(text).build().ok()?),
            tag::ALIAS_ZONE => alias = Some(alias.unwrap_or_default().hosted_zone_id(text)),
            tag::ALIAS_NAME => alias = Some(alias.unwrap_or_default().dns_name(text)),
            tag::ALIAS_EVALUATES => {
                alias = Some(alias.unwrap_or_default().evaluate_target_health(text == "true"))
            }
            _ => return None,
        }
    }
    if let Some([continent, country, subdivision]) = geo {
        set = set.geo_location(
            GeoLocation::builder()
                .set_continent_code(continent.map(str::to_owned))
                .set_country_code(country.map(str::to_owned))
                .set_subdivision_code(subdivision.map(str::to_owned))
                .build(),
        );
    }
    let alias: Option<AliasTarget> = alias.and_then(|alias| alias.build().ok());
    set.set_alias_target(alias).name(name?).r#type(rtype?).build().ok()
}

/// The number of `ResourceRecord` elements of a set and the characters of their values, by which Route 53 limits
/// a batch; an alias counts as one element.
pub(super) fn size(version: &Version) -> (usize, usize) {
    let (mut elements, mut characters) = (0, 0);
    for (tag, text) in fields(version) {
        match tag {
            tag::VALUE => {
                elements += 1;
                characters += text.len();
            }
            tag::ALIAS_NAME => elements += 1,
            _ => {}
        }
    }
    (elements, characters)
}

fn fields(version: &Version) -> impl Iterator<Item = (u8, &str)> {
    let mut rest: &str = &version.0;
    std::iter::from_fn(move || {
        let (head, after) = rest.split_once(':')?;
        let (tag, length) = head.split_at_checked(1)?;
        let (text, after) = after.split_at_checked(length.parse().ok()?)?;
        rest = after;
        tag.bytes().next().map(|tag| (tag, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(value: &str) -> ResourceRecord {
        ResourceRecord::builder().value(value).build().unwrap()
    }

    #[test]
    fn a_listed_set_comes_back_to_the_letter() {
        let plain = ResourceRecordSet::builder()
            .name("\\052.example.com.")
            .r#type(RrType::Txt)
            .ttl(60)
            .resource_records(record("\"b: 1\n\""))
            .resource_records(record("\"a\" \"ä\""));
        let routed = ResourceRecordSet::builder()
            .name("a.example.com.")
            .r#type(RrType::A)
            .set_identifier("blue: 3:x")
            .weight(0)
            .multi_value_answer(false)
            .health_check_id("h")
            .region(ResourceRecordSetRegion::EuWest1)
            .failover(ResourceRecordSetFailover::Primary)
            .geo_location(GeoLocation::builder().country_code("US").subdivision_code("CA").build())
            .alias_target(
                AliasTarget::builder()
                    .hosted_zone_id("Z1")
                    .dns_name("b.example.com.")
                    .evaluate_target_health(true)
                    .build()
                    .unwrap(),
            );
        for listed in [plain.build().unwrap(), routed.build().unwrap()] {
            assert_eq!(set(&version(&listed)), Some(listed));
        }
    }

    #[test]
    fn a_batch_counts_elements_and_characters() {
        let two = ResourceRecordSet::builder().name("a.").r#type(RrType::A).ttl(1);
        let two = two.resource_records(record("192.0.2.1")).resource_records(record("192.0.2.10"));
        assert_eq!(size(&version(&two.build().unwrap())), (2, 19));
    }
}
