//! `zonal rollback`: back to what stood before a deploy, through the same guards.

use std::collections::BTreeMap;
use std::sync::Arc;

use zonal_runtime::desired::DesiredZone;
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::record::{RecordSet, SetKey};
use zonal_runtime::state::{Deploy, Goal, Snapshot, SnapshotZone, State};

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;

use super::live::{self, Ready};
use super::push::{Asking, Push, state};

/// Plans back to a snapshot, asks and pushes.
pub fn run(arguments: &arguments::Rollback, console: &mut Console) -> Exit {
    roll_back(arguments, console).unwrap_or_else(|exit| exit)
}

fn roll_back(arguments: &arguments::Rollback, console: &mut Console) -> Result<Exit, Exit> {
    let mut ready = live::prepare(
        arguments.workspace.folder.as_deref(),
        &arguments.selection,
        &arguments.consent.confirm,
        console,
    )?;
    let state = state(&ready.root, arguments.state.folder());
    let found = match &arguments.to {
        Some(id) => state.deploy(id).map(Some),
        None => the_last(&state, &ready),
    };
    let Some(deploy) = found.map_err(|failure| super::fail(console, &failure))? else {
        console.message("there is nothing to take back: nothing has been deployed from here yet\n");
        return Err(Exit::Errors);
    };
    if arguments.selection.is_everything() {
        all_are_known(&ready, &deploy).map_err(|failure| super::fail(console, &failure))?;
    }
    let back = taken_back(&ready, &deploy.snapshot).map_err(|failure| super::fail(console, &failure))?;
    if back.is_empty() {
        console.message(&format!("deploy {} changed none of these zones\n", deploy.id));
        return Err(Exit::Errors);
    }
    let source_differs = back.iter().any(|zone| ready.desired.iter().any(|it| says_otherwise(it, zone)));
    ready.desired = back;
    console.message(&format!(
        "this goes back to what stood before the deploy {}; the name servers at the apex stay\n",
        deploy.id
    ));
    let live = ready.compare(console)?;
    let push = Push {
        state,
        consent: arguments.consent.confirm.iter().cloned().collect(),
        asking: if arguments.yes { Asking::Never } else { Asking::Terminal },
        goal: Goal::Before(deploy.id),
    };
    let exit = push.run(live, console);
    if exit == Exit::Fine && source_differs {
        console
            .message("the source still says otherwise: revert it too, or the next deploy brings it back\n");
    }
    Ok(exit)
}

/// The deploy that is taken back where none is named: the one that a rollback which did not end takes back, else the
/// last one that changed any of the zones.
fn the_last(state: &State, ready: &Ready) -> Result<Option<Deploy>, Failure> {
    if let Some(Goal::Before(id)) = state.unfinished()?.map(|deploy| deploy.goal()) {
        return state.deploy(&id).map(Some);
    }
    let last =
        state.find(|deploy| ready.desired.iter().any(|zone| deploy.snapshot.of_zone(zone).is_some()))?;
    // One that changed other zones alone is told of by name.
    last.map_or_else(|| state.last(), |deploy| Ok(Some(deploy)))
}

/// Fails if a deploy changed a zone at a provider that the source no longer has: half of it would be taken back, and
/// nobody would hear of the other.
fn all_are_known(ready: &Ready, deploy: &Deploy) -> Result<(), Failure> {
    let is_known = |stood: &SnapshotZone| ready.desired.iter().any(|zone| stood.is_of(zone));
    let Some(lost) = deploy.snapshot.zones.iter().find(|stood| !is_known(stood)) else { return Ok(()) };
    let what = format!(
        "deploy {} also changed {} at `{}`, which the source no longer has",
        deploy.id, lost.zone, lost.provider
    );
    let help = "revert the source first; or take back the rest alone, with `--zone` and `--provider`";
    Err(Failure::new(FailureKind::Data, what).help(help))
}

/// Whether the source wants another zone than the one that is gone back to, name servers aside.
fn says_otherwise(source: &DesiredZone, back: &DesiredZone) -> bool {
    fn sets(zone: &DesiredZone) -> BTreeMap<SetKey, &RecordSet> {
        let of_zone = zone.sets.iter().map(|want| &want.set);
        of_zone.filter(|set| !set.is_apex_furniture(&zone.name)).map(|set| (set.key(), set)).collect()
    }
    source.name == back.name && source.provider == back.provider && sets(source) != sets(back)
}

/// The zones as they stood in a snapshot; those that it does not have are left out.
pub fn taken_back(ready: &Ready, snapshot: &Snapshot) -> Result<Vec<Arc<DesiredZone>>, Failure> {
    let mut back = Vec::new();
    for zone in &ready.desired {
        back.extend(snapshot.taken_back(zone)?.map(Arc::new));
    }
    Ok(back)
}
