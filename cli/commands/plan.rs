//! `zonal plan`: what a deploy would change, and what stands against it.

use std::path::Path;

use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::document::{self, PlanDocument};
use zonal_runtime::plan::guards::{Refusal, judge};

use crate::arguments::{self, Format};
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::render::{json, plan, plan_json};

use super::live::{self, Live};

/// Plans and shows the plan.
pub fn run(arguments: &arguments::Plan, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let live = match live::compare(folder, &arguments.selection, console) {
        Ok(live) => live,
        Err(exit) => return exit,
    };
    let consent: Consent = arguments.consent.confirm.iter().cloned().collect();
    let refusals = judge(&live.plan, &live.providers, &consent);
    let text = match arguments.format.format {
        Format::Human => plan::render(console.result_paint(), &live.plan, &refusals),
        Format::Json => json::text(&plan_json::Document::new(&live.plan, &refusals)),
    };
    console.result(&text);
    if let Some(file) = &arguments.out
        && let Err(exit) = write(file, &live, &refusals, &consent, console)
    {
        return exit;
    }
    exit(&live.plan, &refusals, arguments.detailed_exitcode)
}

/// Writes the plan for a deploy to carry out; one that a rule refuses cannot be carried out, and is not written.
fn write(
    file: &Path,
    live: &Live,
    refusals: &[Refusal],
    consent: &Consent,
    console: &mut Console,
) -> Result<(), Exit> {
    if !refusals.is_empty() || live.plan.failures().next().is_some() {
        console.message(&format!("{} was not written, as this plan cannot be carried out\n", file.display()));
        return Ok(());
    }
    let document = PlanDocument::new(&live.plan, live.source.clone(), consent);
    let text = document.map_err(|failure| super::fail(console, &failure))?.to_text();
    files::replace(file, &text).map_err(|failure| super::fail(console, &failure))?;
    console.message(&format!("wrote {}, digest {}\n", file.display(), document::digest(&text)));
    Ok(())
}

fn exit(plan: &Plan, refusals: &[Refusal], detailed: bool) -> Exit {
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
