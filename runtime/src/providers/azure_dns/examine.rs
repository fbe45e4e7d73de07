//! What a login at Azure is, and what it may do: asked by requests that change nothing.

use std::time::SystemTime;

use zonal_compiler::dns::name::Name;

use super::arm::Arm;
use super::explain::{Deed, Doing};
use super::place::{Group, Version};
use super::waiting::Quietly;
use crate::doctor::{Access, Finding, Topic, Verdict, against};

/// Looks at the login.
pub(super) async fn access(arm: &Arm, group: &Group) -> Access {
    let login = match arm.log_in().await {
        Ok(login) => login,
        Err(failure) => {
            return Access::ends(Vec::new(), Finding::failed(Topic::Credentials, Verdict::Bad, &failure));
        }
    };
    let fine = |what: String| Finding::new(Topic::Credentials, Verdict::Fine, what);
    let mut findings = vec![fine(format!("credentials from {}", login.way))];
    findings.extend(login.identity.map(|who| fine(format!("Azure knows them as {who}"))));
    findings.push(Finding::new(
        Topic::Settings,
        Verdict::Fine,
        format!("looks in the resource group `{}` of the subscription {}", group.name, group.subscription),
    ));
    Access { findings, goes_on: true }
}

/// Tries what a plan of a zone is read by.
pub(super) async fn zone(arm: &Arm, group: &Group, zone: &Name) -> Vec<Finding> {
    let doing = Doing { group, zone, deed: Deed::ReadSets };
    match arm.read(&group.set_sample(zone, Version::Stable), &Quietly).await {
        Ok(answer) => {
            let clock = answer.header("date").and_then(|date| against(date, SystemTime::now()));
            let rights = Finding::new(Topic::Rights, Verdict::Fine, "may be planned; writing is not tried");
            std::iter::once(rights).chain(clock).collect()
        }
        Err(trouble) => vec![Finding::failed(Topic::Rights, Verdict::Bad, &doing.failure(trouble))],
    }
}
