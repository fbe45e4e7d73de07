//! `zonal diff`: what a change of the source means in records, from two git revisions alone.

use std::path::Path;
use std::sync::Arc;

use zonal_compiler::zone::Zone;
use zonal_runtime::desired::{self, DesiredZone};
use zonal_runtime::places::Places;
use zonal_runtime::plan::consent::Consent;
use zonal_runtime::plan::{Plan, Providers};
use zonal_runtime::workspace;
use zonal_runtime::workspace::revision;

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::formats::Forms as _;
use crate::program::Program;
use crate::render::changes::Changes;
use crate::render::failure;

use super::live::{self, Live};

/// Compiles both versions and shows the difference.
pub fn run(arguments: &arguments::Diff, console: &mut Console) -> Exit {
    compare(arguments, console).unwrap_or_else(|exit| exit)
}

fn compare(arguments: &arguments::Diff, console: &mut Console) -> Result<Exit, Exit> {
    let root = workspace::root_of(arguments.workspace.folder.as_deref())
        .map_err(|failure| super::fail(console, &failure))?;
    let (base, head) =
        revision::resolve(&root, &arguments.revisions).map_err(|failure| super::fail(console, &failure))?;
    let before = at(&root, &base, console)?;
    if before.has_errors() {
        let help =
            "`zonal check` there tells what they are; what a change of a broken source means cannot be told";
        let what = format!("the source at {} has errors", short(&base));
        let text = failure::message(console.message_paint(), &what, Some(help));
        console.message(&text);
        return Err(Exit::Errors);
    }
    let after = match &head {
        Some(head) => at(&root, head, console)?,
        None => Program::load(Some(&root)).map_err(|failure| super::fail(console, &failure))?,
    };
    let after = super::without_errors(after, console)?;
    let between = format!("{}..{}", short(&base), head.as_deref().map_or("files", short));
    let [old, new] = chosen(&before, &after, arguments, console)?;
    let plan = Plan::between(old, new);
    let live = Live { root, source: after.digests(), providers: Providers::new(), plan };
    let consent: Consent = arguments.consent.confirm.iter().cloned().collect();
    let mut changes = Changes::of(&live, &consent, None, &arguments.report);
    changes.between = Some(between);
    changes.stamp.commit = arguments.report.commit.clone().or(head);
    changes.deliver(arguments.format, &arguments.report, console)?;
    Ok(super::plan::exit(&live.plan, &changes.refusals, arguments.detailed_exitcode))
}

fn at(root: &Path, commit: &str, console: &mut Console) -> Result<Program, Exit> {
    Program::at(root, commit).map_err(|failure| super::fail(console, &failure))
}

/// As much of a commit as people read.
fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

/// The zones of both versions that the selection leaves; it may name what only one of them has.
fn chosen(
    before: &Program,
    after: &Program,
    arguments: &arguments::Diff,
    console: &mut Console,
) -> Result<[Vec<Arc<DesiredZone>>; 2], Exit> {
    let old = live::choose(before, &arguments.selection);
    let new = live::choose(after, &arguments.selection);
    let (old, new) = match (old, new) {
        (Err(_), Err(unknown)) => return Err(unknown.tell(console)),
        (old, new) => (old.unwrap_or_default(), new.unwrap_or_default()),
    };
    Ok([desired(before, &old), desired(after, &new)])
}

fn desired(program: &Program, chosen: &[(&Zone, usize)]) -> Vec<Arc<DesiredZone>> {
    let places = Places::new(&program.sources);
    let healths = &program.compilation.healths;
    let zones =
        chosen.iter().filter_map(|(zone, position)| desired::compiled(zone, *position, healths, &places));
    zones.map(Arc::new).collect()
}
