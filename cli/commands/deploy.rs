//! `zonal deploy`: plans, asks, pushes, tells what stands.

use std::path::Path;

use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::plan::consent::{Consent, Grant};
use zonal_runtime::plan::document::{self, PlanDocument};
use zonal_runtime::plan::guards::{foreign, judge};
use zonal_runtime::state::{Deploy, Goal};

use crate::arguments::{self, Selection};
use crate::console::Console;
use crate::exit::Exit;
use crate::render::plan;

use super::live::{self, Live};
use super::push::{Asking, Push, state};
use super::rollback::taken_back;

/// Plans, asks and pushes; or pushes what was planned before.
pub fn run(arguments: &arguments::Deploy, console: &mut Console) -> Exit {
    let done = match (&arguments.plan, arguments.resume) {
        (Some(file), _) => planned(arguments, file, console),
        (None, true) => resume(arguments, console),
        (None, false) => fresh(arguments, console),
    };
    done.unwrap_or_else(|exit| exit)
}

fn fresh(arguments: &arguments::Deploy, console: &mut Console) -> Result<Exit, Exit> {
    let live = live::compare(
        arguments.workspace.folder.as_deref(),
        &arguments.selection,
        &arguments.consent.confirm,
        console,
    )?;
    let push = Push {
        state: state(&live.root, arguments.state.folder()),
        consent: arguments.consent.confirm.iter().cloned().collect(),
        asking: if arguments.yes { Asking::Never } else { Asking::Terminal },
        goal: Goal::Source,
    };
    Ok(push.run(live, console))
}

/// Carries out an approved plan, if a plan made now is the same one.
fn planned(arguments: &arguments::Deploy, file: &Path, console: &mut Console) -> Result<Exit, Exit> {
    let (text, approved) = read(file).map_err(|failure| super::fail(console, &failure))?;
    if let Some(wanted) = &arguments.digest {
        let found = document::digest(&text);
        if !same_digest(wanted, &found) {
            let what = format!("{} is not the plan that was approved: its digest is {found}", file.display());
            let help = "deploy the file that was reviewed, or review this one";
            return Err(refuse(console, &[what], help));
        }
    }
    let selection = selection(&approved);
    let live = live::compare(
        arguments.workspace.folder.as_deref(),
        &selection,
        &arguments.consent.confirm,
        console,
    )?;
    let mut consent = approved.consent(file).map_err(|failure| super::fail(console, &failure))?;
    arguments.consent.confirm.iter().cloned().for_each(|grant: Grant| consent.grant(grant));
    unread(&live, console)?;
    let now = PlanDocument::new(&live.plan, live.source.clone(), &consent)
        .map_err(|failure| super::fail(console, &failure))?;
    let moved = approved.moved_to(&now);
    if !moved.is_empty() {
        return Err(refuse(console, &moved, "plan anew with `zonal plan --out FILE`, and have it reviewed"));
    }
    let push = Push {
        state: state(&live.root, arguments.state.folder()),
        consent,
        asking: Asking::Never,
        goal: Goal::Source,
    };
    Ok(push.run(live, console))
}

/// Finishes the last deploy as it was approved, if it did not end.
fn resume(arguments: &arguments::Deploy, console: &mut Console) -> Result<Exit, Exit> {
    let program = live::load(arguments.workspace.folder.as_deref(), console)?;
    let state = state(&program.root, arguments.state.folder());
    let unfinished = state.unfinished().map_err(|failure| super::fail(console, &failure))?;
    let Some(deploy) = unfinished else {
        console.result("nothing to resume: no deploy is unfinished\n");
        return Ok(Exit::Fine);
    };
    let moved = deploy.plan.source.moved_to(&program.digests());
    if !moved.is_empty() {
        let moved: Vec<String> = moved.into_iter().map(|what| format!("the source: {what}")).collect();
        let help = "`zonal deploy` plans anew from what is live and what the source says now";
        return Err(refuse(console, &moved, help));
    }
    let mut ready =
        live::prepare(Some(&program.root), &selection(&deploy.plan), &arguments.consent.confirm, console)?;
    if let Goal::Before(id) = deploy.goal() {
        let back = state.deploy(&id).and_then(|taken| taken_back(&ready, &taken.snapshot));
        ready.desired = back.map_err(|failure| super::fail(console, &failure))?;
    }
    let live = ready.compare(console)?;
    finish(state, deploy, live, console)
}

fn finish(
    state: zonal_runtime::state::State,
    deploy: Deploy,
    live: Live,
    console: &mut Console,
) -> Result<Exit, Exit> {
    unread(&live, console)?;
    let foreign = foreign(&live.plan, &deploy.plan);
    if !foreign.is_empty() {
        let help = "`zonal drift` shows what was changed; `zonal deploy` plans anew from what is live";
        return Err(refuse(console, &foreign, help));
    }
    let consent = deploy.plan.consents.iter().filter_map(|word| word.parse().ok()).collect::<Consent>();
    let objections: Vec<_> = judge(&live.plan, &live.providers, &consent);
    let objections = objections.into_iter().filter(|refusal| refusal.consent.is_none()).collect::<Vec<_>>();
    let text = plan::render(console.result_paint(), &live.plan, &objections);
    console.result(&text);
    if !objections.is_empty() {
        console.message("nothing was written\n");
        return Err(Exit::Blocked);
    }
    let push = Push { state, consent, asking: Asking::Never, goal: deploy.goal() };
    Ok(push.carry_out(live, Some(deploy), console))
}

fn read(file: &Path) -> Result<(String, PlanDocument), Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::io(file, "read the plan", error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::new(FailureKind::Data, "this is no plan: it is not UTF-8")
            .at(file)
            .help("write one with `zonal plan --out FILE`")
    })?;
    let document = PlanDocument::parse(&text, file)?;
    Ok((text, document))
}

/// The zones and providers of a plan.
fn selection(plan: &PlanDocument) -> Selection {
    let pairs = plan.zones.iter().map(|zone| (zone.zone.clone(), zone.provider.clone())).collect();
    Selection { zones: Vec::new(), providers: Vec::new(), pairs: Some(pairs) }
}

/// Stops where a zone could not be read.
fn unread(live: &Live, console: &mut Console) -> Result<(), Exit> {
    if live.plan.failures().next().is_none() {
        return Ok(());
    }
    let text = plan::render(console.result_paint(), &live.plan, &[]);
    console.result(&text);
    console.message("nothing was written, as a zone could not be read\n");
    Err(Exit::Errors)
}

fn refuse(console: &mut Console, reasons: &[String], help: &str) -> Exit {
    let text = plan::refused(console.message_paint(), reasons, help);
    console.message(&text);
    console.message("nothing was written\n");
    Exit::Blocked
}

/// Whether a digest is the one that somebody wrote, with or without the name of its function.
fn same_digest(wanted: &str, found: &str) -> bool {
    let bare = |digest: &str| digest.trim().trim_start_matches("sha256:").to_ascii_lowercase();
    bare(wanted) == bare(found)
}
