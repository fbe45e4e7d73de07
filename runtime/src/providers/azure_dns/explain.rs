//! From what Azure refused to what a person can do about it.

use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rtype::Rtype;

use super::arm::Trouble;
use super::place::Group;
use super::refusal::{Class, Refusal};
use crate::error::{Failure, FailureKind};

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doing<'a> {
    pub(super) group: &'a Group,
    pub(super) zone: &'a Name,
    pub(super) deed: Deed<'a>,
}

/// The kinds of request, as far as rights and advice go.
#[derive(Debug, Clone, Copy)]
pub(super) enum Deed<'a> {
    ReadZone,
    ReadSets,
    CreateZone,
    WriteSet(&'a Name, Rtype),
    DeleteSet(&'a Name, Rtype),
    ReadProfiles,
    WriteProfile(&'a Name, Rtype),
    DeleteProfile(&'a Name, Rtype),
}

impl Doing<'_> {
    /// The failure that a person reads.
    pub(super) fn failure(&self, trouble: Trouble) -> Failure {
        match trouble {
            Trouble::Halted(failure) => failure,
            Trouble::Lost(lost) => {
                let host = self.group.endpoint.host_str().unwrap_or_default();
                let what = format!("cannot {}: no answer from {host}: {}", self.words(), lost.why);
                let help =
                    "check the network and HTTPS_PROXY, then run it again: it goes on where it stopped";
                Failure::new(FailureKind::Unavailable, what).help(help)
            }
            Trouble::Refused(refusal) => self.refused(&refusal),
        }
    }

    fn refused(&self, refusal: &Refusal) -> Failure {
        let kind = match refusal.status {
            400 | 409 | 422 => FailureKind::Data,
            _ => FailureKind::Unavailable,
        };
        if self.is_zone_missing(refusal) {
            let (zone, group) = (self.zone.undotted(), &self.group.name);
            let what = format!("Azure DNS has no zone {zone} in the resource group `{group}`");
            return Failure::new(kind, what).help(format!(
                "make it with `zonal zones create --zone {zone}`, or name the resource group that holds it: `resource-group`"
            ));
        }
        let failure = Failure::new(kind, format!("cannot {}: {refusal}", self.words()));
        match self.help(refusal) {
            Some(help) => failure.help(help),
            None => failure,
        }
    }

    fn words(&self) -> String {
        let zone = self.zone.undotted();
        match self.deed {
            Deed::ReadZone | Deed::ReadSets => format!("read {zone} at Azure DNS"),
            Deed::CreateZone => format!("make the zone {zone} at Azure DNS"),
            Deed::WriteSet(owner, rtype) => format!("write {} {rtype} at Azure DNS", owner.undotted()),
            Deed::DeleteSet(owner, rtype) => format!("delete {} {rtype} at Azure DNS", owner.undotted()),
            Deed::ReadProfiles => format!("read the Traffic Manager profiles of {zone}"),
            Deed::WriteProfile(owner, rtype) => {
                format!("write the Traffic Manager profile of {} {rtype}", owner.undotted())
            }
            Deed::DeleteProfile(owner, rtype) => {
                format!("delete the Traffic Manager profile of {} {rtype}", owner.undotted())
            }
        }
    }

    /// The action of Azure's role-based access control.
    fn action(&self) -> String {
        let below = match self.deed {
            Deed::ReadZone => "dnsZones/read".to_owned(),
            Deed::ReadSets => "dnsZones/recordsets/read".to_owned(),
            Deed::CreateZone => "dnsZones/write".to_owned(),
            Deed::WriteSet(_, rtype) => format!("dnsZones/{rtype}/write"),
            Deed::DeleteSet(_, rtype) => format!("dnsZones/{rtype}/delete"),
            Deed::ReadProfiles => "trafficManagerProfiles/read".to_owned(),
            Deed::WriteProfile(..) => "trafficManagerProfiles/write".to_owned(),
            Deed::DeleteProfile(..) => "trafficManagerProfiles/delete".to_owned(),
        };
        format!("Microsoft.Network/{below}")
    }

    const fn is_of_profile(&self) -> bool {
        matches!(self.deed, Deed::ReadProfiles | Deed::WriteProfile(..) | Deed::DeleteProfile(..))
    }

    /// Whether it is the zone that is not there: Azure DNS and Resource Manager each have words for it.
    fn is_zone_missing(&self, refusal: &Refusal) -> bool {
        let unavailable = refusal.status == 400 && refusal.message.contains("is not available");
        let missing = refusal.class() == Class::Missing
            && ["NotFound", "ResourceNotFound", "ParentResourceNotFound"].iter().any(|code| refusal.is(code));
        !matches!(self.deed, Deed::CreateZone) && !self.is_of_profile() && (unavailable || missing)
    }

    fn help(&self, refusal: &Refusal) -> Option<String> {
        let (group, subscription) = (&self.group.name, &self.group.subscription);
        Some(match refusal.code.as_str() {
            "ResourceGroupNotFound" => format!(
                "there is no resource group `{group}` in the subscription {subscription}: check `resource-group` and `subscription`, or make it with `az group create --name {group} --location REGION`"
            ),
            "SubscriptionNotFound" | "InvalidSubscriptionId" => format!(
                "check `subscription`: the login does not see the subscription {subscription}"
            ),
            "MissingSubscriptionRegistration" => {
                format!("register it: `az provider register --namespace Microsoft.Network --subscription {subscription}`")
            }
            "ScopeLocked" => "there is a lock on the zone or on its resource group: have its owner remove it, run it again, and set the lock again".to_owned(),
            "LinkedAuthorizationFailed" => "the alias leads to a resource that the login has no right to: give it a role that may read the resource and join to it (`*/read`, `*/join/action`)".to_owned(),
            "InvalidAuthenticationTokenTenant" => format!(
                "the login is of another tenant than the subscription {subscription}: set `tenant` (AZURE_TENANT_ID)"
            ),
            "AuthorizationFailed" => self.rights(),
            _ => match refusal.class() {
                Class::Unauthorized => self.unauthorized(refusal),
                Class::Refused if refusal.status == 403 => self.rights(),
                Class::Throttled => "Azure is asked too much, perhaps by others too: wait and run it again, it goes on where it stopped".to_owned(),
                Class::Busy | Class::Broken => "wait and run it again: it goes on where it stopped".to_owned(),
                Class::Conflict | Class::Missing | Class::Precondition | Class::Refused => return None,
            },
        })
    }

    fn rights(&self) -> String {
        format!(
            "give the login the role `{}` on the resource group `{}`, or another role with the action `{}`; a new role takes some minutes to be known",
            if self.is_of_profile() { "Traffic Manager Contributor" } else { "DNS Zone Contributor" },
            self.group.name,
            self.action()
        )
    }

    fn unauthorized(&self, refusal: &Refusal) -> String {
        match refusal.skew {
            Some(skew) => format!("the token holds only within its time: {skew}"),
            None => "log in again (`az login`), and check that `endpoint` and `authority` are of one cloud"
                .to_owned(),
        }
    }
}
