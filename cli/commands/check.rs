//! `zonal check`: everything that is wrong with a workspace, without looking at any provider.

use zonal_compiler::zone::Zone;

use crate::arguments::{self, Format};
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::count::count;
use crate::render::style::Tone;
use crate::render::{failure, human, json};

/// Compiles and lints a workspace and tells what is wrong.
pub fn run(arguments: &arguments::Check, console: &mut Console) -> Exit {
    let program = match Program::load(arguments.workspace.folder.as_deref()) {
        Ok(program) => program,
        Err(failure) => return super::fail(console, &failure),
    };
    let zones = &program.compilation.zones;
    let records = zones.iter().map(records).sum();
    let found = &program.compilation.diagnostics;
    let text = match arguments.format.format {
        Format::Json => {
            json::text(&json::Document::new(&program.sources, found, &program.failures, zones.len(), records))
        }
        Format::Human => human_text(console, &program, records),
    };
    console.result(&text);
    if program.has_errors() { Exit::Errors } else { Exit::Fine }
}

fn human_text(console: &Console, program: &Program, records: usize) -> String {
    let paint = console.result_paint();
    let found = &program.compilation.diagnostics;
    let failures: String = program.failures.iter().map(|failed| failure::render(paint, failed)).collect();
    let diagnostics = human::diagnostics(paint, &program.sources, found);
    let checked =
        format!("checked {}, {}", count(program.compilation.zones.len(), "zone"), count(records, "record"));
    let summary = match human::summary(found, program.failures.len()) {
        Some(summary) if program.has_errors() => paint.show(Tone::Bad, summary).to_string(),
        Some(summary) => format!("{checked}: {}", paint.show(Tone::Doubtful, summary)),
        None if program.sources.is_empty() => {
            format!("{} has no `.zonal` file: nothing to check", program.root.display())
        }
        None => format!("{checked}: {}", paint.show(Tone::Good, "no problems")),
    };
    failures + &diagnostics + &summary + "\n"
}

/// The records of a zone, each once for all of its providers.
fn records(zone: &Zone) -> usize {
    zone.records.len()
}
