//! `zonal plan`: what a deploy would change, and what stands against it.

use zonal_runtime::plan::Plan;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::guards::{Refusal, judge};

use crate::arguments::{self, Format};
use crate::console::Console;
use crate::exit::Exit;
use crate::render::{json, plan, plan_json};

use super::live;

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
    exit(&live.plan, &refusals, arguments.detailed_exitcode)
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
