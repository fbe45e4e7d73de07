//! The tags of a profile: whose it is, and what was last written to it.

use serde_json::{Map, Value};

use super::place::Profile;

const ZONE: &str = "zonal-zone";
const OWNER: &str = "zonal-owner";
const TYPE: &str = "zonal-type";
const DIGEST: &str = "zonal-digest";

/// The tags that make a profile Zonal's, beside those that others gave it.
pub(super) fn with_mark(
    profile: &Profile<'_>,
    digest: &str,
    others: &Map<String, Value>,
) -> Map<String, Value> {
    let mut tags = others.clone();
    tags.retain(|name, _| ![ZONE, OWNER, TYPE, DIGEST].iter().any(|own| name.eq_ignore_ascii_case(own)));
    let [zone, owner, rtype] = mark(profile);
    for (name, value) in [(ZONE, zone), (OWNER, owner), (TYPE, rtype), (DIGEST, digest.to_owned())] {
        tags.insert(name.to_owned(), value.into());
    }
    tags
}

/// Whether the tags say that the profile is Zonal's, for this owner and type.
pub(super) fn is_marked(profile: &Profile<'_>, tags: &Map<String, Value>) -> bool {
    let [zone, owner, rtype] = mark(profile);
    [(ZONE, zone), (OWNER, owner), (TYPE, rtype)].iter().all(|(name, value)| get(tags, name) == Some(value))
}

/// The digest of what was last written.
pub(super) fn digest(tags: &Map<String, Value>) -> Option<&str> {
    get(tags, DIGEST)
}

fn mark(profile: &Profile<'_>) -> [String; 3] {
    [profile.zone.undotted().to_string(), profile.relative_owner(), profile.rtype.to_string()]
}

/// Azure keeps a tag's name without regard to case.
fn get<'t>(tags: &'t Map<String, Value>, name: &str) -> Option<&'t str> {
    tags.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(name)).and_then(|(_, value)| value.as_str())
}
