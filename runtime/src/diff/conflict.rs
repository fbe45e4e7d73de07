//! Declared sets that cannot be written beside what is left alone.

use std::borrow::Cow;

use zonal_compiler::dns::rtype::Rtype;

use crate::desired::{DesiredSet, DesiredZone};
use crate::provider::{LiveSet, Standing};
use crate::record::{Origin, SetKey};

/// A declared set that a live one, which is not Zonal's to change, stands in the way of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The declared set.
    pub declared: SetKey,
    /// Where it is declared.
    pub origins: Vec<Origin>,
    /// The live set in the way.
    pub live: SetKey,
    /// Why both cannot stand, in one line.
    pub what: String,
}

/// Finds the conflicts between sorted desired and sorted live sets.
pub(super) fn find(
    desired: &DesiredZone,
    wanted: &[Cow<'_, DesiredSet>],
    standing: &[&LiveSet],
) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for live in standing {
        let Some(why) = super::why_not_ours(desired, live) else { continue };
        let first = wanted.partition_point(|want| want.set.owner < live.set.owner);
        let here = wanted.iter().skip(first).take_while(|want| want.set.owner == live.set.owner);
        for want in here {
            conflicts.extend(clash(want, live, &why).map(|what| Conflict {
                declared: want.set.key(),
                origins: want.origins.clone(),
                live: live.set.key(),
                what,
            }));
        }
    }
    conflicts
}

fn clash(want: &DesiredSet, live: &LiveSet, why: &str) -> Option<String> {
    let (declared, found) = (want.set.rtype, live.set.rtype);
    if want.set.sort_key() == live.set.sort_key() {
        let opaque =
            matches!(live.standing, Standing::Opaque { .. }) && !super::is_same(&live.set, &want.set);
        return opaque.then(|| format!("the live {found} set is not Zonal's to change: {why}"));
    }
    let cname = declared == Rtype::CNAME || found == Rtype::CNAME;
    let routed = [&want.set, &live.set].map(|set| set.route.is_some());
    let what = match (declared == found, routed) {
        (false, _) if cname => format!("{declared} cannot stand beside the live {found} set"),
        (true, [true, false]) => format!("routed {declared} sets cannot stand beside the live plain one"),
        (true, [false, true]) => format!("a plain {declared} set cannot stand beside the live routed one"),
        // All sets of a name and a type are routed alike, and how this one is has no word.
        (true, [true, true]) if matches!(live.standing, Standing::Opaque { .. }) => {
            let set = live.set.route.as_ref().map(|route| route.set.escape_debug().to_string());
            let set = set.unwrap_or_default();
            format!("routed {declared} sets cannot stand beside the live one `{set}`")
        }
        _ => return None,
    };
    Some(format!("{what}, which is left alone: {why}"))
}
