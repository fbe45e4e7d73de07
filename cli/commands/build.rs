//! `zonal build`: what every provider shall serve, as files.

use std::fs;
use std::path::Path;

use zonal_compiler::eval::HealthCheck;
use zonal_compiler::zone::Zone;
use zonal_runtime::desired::{self, DesiredSet, DesiredZone};
use zonal_runtime::error::Failure;
use zonal_runtime::places::Places;
use zonal_runtime::providers::zonefile::{self, export};

use crate::arguments;
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::program::Program;
use crate::render::count::count;
use crate::render::style::{Tone, harmless};
use crate::render::{json, zone_json};

/// Compiles a workspace and writes what it says.
pub fn run(arguments: &arguments::Build, console: &mut Console) -> Exit {
    let program = match Program::load(arguments.workspace.folder.as_deref()) {
        Ok(program) => program,
        Err(failure) => return super::fail(console, &failure),
    };
    let program = match super::without_errors(program, console) {
        Ok(program) => program,
        Err(exit) => return exit,
    };
    let build = Build {
        out: &arguments.out,
        healths: &program.compilation.healths,
        places: Places::new(&program.sources),
    };
    let mut written = 0;
    for zone in &program.compilation.zones {
        for position in 0..zone.providers.len() {
            match build.write(zone, position) {
                Ok(notes) => tell(&notes, console),
                Err(failure) => return super::fail(console, &failure),
            }
            written += 1;
        }
    }
    let zones = count(program.compilation.zones.len(), "zone");
    console.message(&format!(
        "wrote {zones}, {} in {}\n",
        count(2 * written, "file"),
        arguments.out.display()
    ));
    Exit::Fine
}

fn tell(notes: &[String], console: &mut Console) {
    let paint = console.message_paint();
    for note in notes {
        console.message(&format!("{} {}\n", paint.show(Tone::Advice, "note:"), harmless(note)));
    }
}

/// Where to write, and what every zone needs.
struct Build<'a> {
    out: &'a Path,
    healths: &'a [HealthCheck],
    places: Places<'a>,
}

impl Build<'_> {
    /// Writes both files of a zone at one of its providers; what the master file lacks comes back.
    fn write(&self, zone: &Zone, position: usize) -> Result<Vec<String>, Failure> {
        let compiled = desired::compiled(zone, position, self.healths, &self.places);
        let (Some(provider), Some(compiled)) = (zone.providers.get(position), compiled) else {
            return Ok(Vec::new());
        };
        let folder = self.out.join(&provider.name);
        fs::create_dir_all(&folder).map_err(|error| Failure::io(&folder, "make the folder", error))?;
        let master_file = folder.join(zonefile::file_name(&zone.name));
        let exported = export::export(&compiled, &missing(&compiled));
        files::replace(&master_file, &exported.text)?;
        let document = zone_json::Document::new(&compiled, provider.kind, self.healths);
        files::replace(&master_file.with_extension("json"), &json::text(&document))?;
        Ok(exported.missing.iter().map(|what| format!("{}: {what}", master_file.display())).collect())
    }
}

/// What a master file cannot say.
fn missing(zone: &DesiredZone) -> Vec<String> {
    let said = |want: &DesiredSet| {
        let target = want.set.alias.as_deref()?;
        Some(format!("{} is an {target}, which no master file can say", want.set.key()))
    };
    zone.sets.iter().filter_map(said).collect()
}
