//! `zonal check`: everything that is wrong with a workspace, without looking at any provider.

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::formats::Forms;
use crate::render::findings_forms::Checked;
use crate::render::style::{Paint, Tone};
use crate::render::{failure, human};
use crate::workspaces;

/// Compiles and lints workspaces and tells what is wrong.
pub fn run(arguments: &arguments::Check, console: &mut Console) -> Exit {
    let workspaces = match workspaces::load(&arguments.paths) {
        Ok(workspaces) => workspaces,
        Err(failure) => return super::fail(console, &failure),
    };
    let mut checked = Checked::new(closing);
    for workspace in &workspaces {
        // A hook names what is committed, and what a workspace leaves out may be committed.
        for left_out in workspace.left_out() {
            let text = failure::warning(console.message_paint(), &left_out);
            console.message(&text);
        }
        let program = &workspace.program;
        checked.add(program, program.compilation.diagnostics.iter().collect(), &arguments.report);
    }
    if let Err(exit) = checked.deliver(arguments.format, &arguments.report, console) {
        return exit;
    }
    let has_errors = workspaces.iter().any(|workspace| workspace.program.has_errors());
    if has_errors { Exit::Errors } else { Exit::Fine }
}

/// What the findings come to.
fn closing(checked: &Checked<'_>, paint: Paint) -> String {
    let extent = format!("checked {}", checked.extent());
    let has_errors = checked.programs.iter().any(|(program, _)| program.has_errors());
    let empty = checked.programs.iter().find(|(program, _)| program.sources.is_empty());
    let summary = match (human::summary(checked.found(), checked.unread()), empty) {
        (Some(summary), _) if has_errors => paint.show(Tone::Bad, summary).to_string(),
        (Some(summary), _) => format!("{extent}: {}", paint.show(Tone::Doubtful, summary)),
        (None, Some((program, _))) => {
            format!("{} has no `.zonal` file: nothing to check", program.root.display())
        }
        (None, None) => format!("{extent}: {}", paint.show(Tone::Good, "no problems")),
    };
    summary + "\n"
}
