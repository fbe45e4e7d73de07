//! Routed sets at Azure: Traffic Manager profiles, one for the routed sets of each owner and type.
//!
//! Azure DNS has one set to a name and type. Where several shall share the answers, the set is an alias of a Traffic
//! Manager profile, which holds the addresses of all of them as its endpoints. A read shows the profile as the routed
//! sets that it stands for ([`live`]), so that plans, guards, drift and roll-back know nothing of profiles; a push
//! brings the changes of routed sets back to one profile and one alias ([`groups`]).
//!
//! **What is Zonal's.** A profile is only touched if its tags name the zone, the owner and the type. Its name follows
//! from these and from where the zone is, so that it is found without being looked for, and zones without routed sets
//! cost no call.
//!
//! **Guards.** Traffic Manager has no etags. A write first reads the profile and is given up unless that is what the
//! plan saw; what else a profile holds (tags of others) is sent along.
//!
//! **Nothing is left behind.** Before a profile is made or deleted, the set holds a plain answer of the group, with the
//! profile's name in its metadata, and it loses that after the profile stands or is gone. So a push that ends in between
//! leaves a zone in which the next read finds the profile.

mod decode;
mod encode;
mod groups;
mod live;
mod place;
mod preflight;
mod share;
mod tags;
mod write;

pub(super) use self::groups::{Lowered, Routed, lower};
pub(super) use self::live::expand;
pub(super) use self::place::Profile;
pub(super) use self::preflight::objections;
pub(super) use self::write::Profiles;

/// The member of a set's metadata that names the profile which is being made or deleted.
const HELD: &str = "zonal-profile";
/// The member beside it that says that the set's answer was no set of any plan.
const INTERIM: &str = "zonal-interim";
/// The field of a set that stands for nothing but that member, as there is no such profile.
const GONE: (&str, &str) = ("profile", "gone");
/// How many addresses Route 53 answers with at most where several sets answer together; Traffic Manager is told so.
const MOST_ANSWERS: u64 = 8;
/// The priorities of secondary sets begin here, those of primary sets at 1.
const SECONDARY: u64 = 501;
/// The greatest weight and priority of an endpoint.
const GREATEST: u64 = 1_000;
/// The kind of endpoint that is an address.
const ENDPOINT_TYPE: &str = "Microsoft.Network/trafficManagerProfiles/externalEndpoints";

#[cfg(test)]
mod tests;
