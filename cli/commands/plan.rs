//! `zonal plan`: what a deploy would change, and what stands against it.

use std::path::Path;

use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::document::{self, PlanDocument};
use zonal_runtime::plan::guards::Refusal;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::formats::Forms as _;
use crate::render::changes::Changes;

use super::live;

/// Plans and shows the plan.
pub fn run(arguments: &arguments::Plan, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let live = match live::compare(folder, &arguments.selection, &arguments.consent.confirm, console) {
        Ok(live) => live,
        Err(exit) => return exit,
    };
    let consent: Consent = arguments.consent.confirm.iter().cloned().collect();
    let document = PlanDocument::new(&live.plan, live.source.clone(), &consent).ok();
    let document = document.map(|document| document.to_text());
    let changes = Changes::of(&live, &consent, document.as_deref(), &arguments.report);
    if let Err(exit) = changes.deliver(arguments.format, &arguments.report, console) {
        return exit;
    }
    if let Some(file) = &arguments.out
        && let Err(exit) = write(file, document.filter(|_| changes.refusals.is_empty()), console)
    {
        return exit;
    }
    exit(&live.plan, &changes.refusals, arguments.detailed_exitcode)
}

/// Writes the plan for a deploy to carry out; one that a rule refuses cannot be carried out, and is not written.
fn write(file: &Path, document: Option<String>, console: &mut Console) -> Result<(), Exit> {
    let Some(text) = document else {
        console.message(&format!("{} was not written, as this plan cannot be carried out\n", file.display()));
        return Ok(());
    };
    files::replace(file, &text).map_err(|failure| super::fail(console, &failure))?;
    console.message(&format!("wrote {}, digest {}\n", file.display(), document::digest(&text)));
    Ok(())
}

/// The exit code for a plan with what stands against it.
pub fn exit(plan: &Plan, refusals: &[Refusal], detailed: bool) -> Exit {
    if plan.failures().next().is_some() {
        Exit::Errors
    } else if !refusals.is_empty() {
        Exit::Blocked
    } else if detailed && !plan.is_empty() {
        Exit::Changes
    } else {
        Exit::Fine
    }
}
