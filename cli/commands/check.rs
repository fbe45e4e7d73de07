//! `zonal check`: everything that is wrong with a workspace, without looking at any provider.

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::formats::Forms;
use crate::program::Program;
use crate::render::findings_forms::Checked;
use crate::render::human;
use crate::render::style::{Paint, Tone};

/// Compiles and lints a workspace and tells what is wrong.
pub fn run(arguments: &arguments::Check, console: &mut Console) -> Exit {
    let program = match Program::load(arguments.workspace.folder.as_deref()) {
        Ok(program) => program,
        Err(failure) => return super::fail(console, &failure),
    };
    let mut checked = Checked::new(closing);
    checked.add(&program, program.compilation.diagnostics.iter().collect(), &arguments.report);
    if let Err(exit) = checked.deliver(arguments.format, &arguments.report, console) {
        return exit;
    }
    if program.has_errors() { Exit::Errors } else { Exit::Fine }
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
