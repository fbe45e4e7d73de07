//! `zonal drift`: what providers serve otherwise than the source says.

use zonal_runtime::drift::drift;

use crate::arguments::{self, ReportFormat};
use crate::console::Console;
use crate::exit::Exit;
use crate::render::{self, drift_json, drift_markdown, json};

use super::live::{self, Live};
use super::push::{Asking, Push, state};

/// Finds and shows the drift; with `--fix`, puts back what the source says.
pub fn run(arguments: &arguments::Drift, console: &mut Console) -> Exit {
    let folder = arguments.workspace.folder.as_deref();
    let live = match live::compare(folder, &arguments.selection, console) {
        Ok(live) => live,
        Err(exit) => return exit,
    };
    if arguments.fix { fix(arguments, live, console) } else { show(arguments, &live, console) }
}

fn show(arguments: &arguments::Drift, live: &Live, console: &mut Console) -> Exit {
    let drift = drift(&live.plan);
    let text = match arguments.format {
        ReportFormat::Human => render::drift::render(console.result_paint(), &drift),
        ReportFormat::Json => json::text(&drift_json::Document::new(&drift)),
        ReportFormat::Markdown => drift_markdown::render(&drift),
    };
    console.result(&text);
    if drift.has_failures() {
        Exit::Errors
    } else if drift.is_none() {
        Exit::Fine
    } else {
        Exit::Changes
    }
}

fn fix(arguments: &arguments::Drift, live: Live, console: &mut Console) -> Exit {
    let push = Push {
        state: state(&live.root, arguments.state.state.as_ref()),
        consent: arguments.consent.confirm.iter().cloned().collect(),
        asking: if arguments.yes { Asking::Never } else { Asking::Terminal },
    };
    push.run(live, console)
}
