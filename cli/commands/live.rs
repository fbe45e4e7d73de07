//! What `plan`, `deploy` and `drift` share: from a compiled program to a plan against the live zones.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zonal_compiler::suggest;
use zonal_compiler::zone::Zone;
use zonal_runtime::desired::{self, DesiredZone};
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::places::Places;
use zonal_runtime::plan::consent::Grant;
use zonal_runtime::plan::document::SourceDigests;
use zonal_runtime::plan::{Plan, Providers};
use zonal_runtime::providers;

use crate::arguments::Selection;
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::progress::Progress;
use crate::render::failure;

/// A program's zones as they shall be, and the providers to reach them at.
pub struct Ready {
    /// The workspace's root.
    pub root: PathBuf,
    /// What the source is known again by.
    pub source: SourceDigests,
    /// The providers that the zones need.
    pub providers: Providers,
    /// The zones, each at one provider.
    pub desired: Vec<Arc<DesiredZone>>,
}

/// A program's zones compared with the live ones.
pub struct Live {
    /// The workspace's root.
    pub root: PathBuf,
    /// What the source is known again by.
    pub source: SourceDigests,
    /// The providers that the plan needs.
    pub providers: Providers,
    /// The difference.
    pub plan: Plan,
}

/// Compiles a workspace and compares what it says with what its providers serve.
pub fn compare(
    folder: Option<&Path>,
    selection: &Selection,
    consents: &[Grant],
    console: &mut Console,
) -> Result<Live, Exit> {
    prepare(folder, selection, consents, console)?.compare(console)
}

/// Compiles a workspace and opens the providers of the zones that a selection leaves. What the command line consents to
/// must be about zones and providers of the workspace, or a misspelt word would be thought to be one.
pub fn prepare(
    folder: Option<&Path>,
    selection: &Selection,
    consents: &[Grant],
    console: &mut Console,
) -> Result<Ready, Exit> {
    let program = load(folder, console)?;
    let chosen = choose(&program, selection).map_err(|unknown| unknown.tell(console))?;
    all_known(&program, consents).map_err(|unknown| unknown.tell(console))?;
    let places = Places::new(&program.sources);
    let providers = open(&program, &chosen, &places).map_err(|failures| {
        for failure in &failures {
            super::fail(console, failure);
        }
        Exit::Errors
    })?;
    let healths = &program.compilation.healths;
    let desired =
        chosen.iter().filter_map(|(zone, position)| desired::compiled(zone, *position, healths, &places));
    let desired = desired.map(Arc::new).collect();
    Ok(Ready { root: program.root.clone(), source: program.digests(), providers, desired })
}

/// Reads and compiles a workspace that must have no errors.
pub fn load(folder: Option<&Path>, console: &mut Console) -> Result<Program, Exit> {
    let program = Program::load(folder).map_err(|failure| super::fail(console, &failure))?;
    super::without_errors(program, console)
}

impl Ready {
    /// Reads the live zones and compares, to push the difference.
    pub fn compare(self, console: &mut Console) -> Result<Live, Exit> {
        let Self { root, source, providers, desired } = self;
        let progress = Progress::of_reads(console);
        let plan = wait(Plan::make(desired, &providers, &progress));
        progress.end();
        let plan = plan.map_err(|failure| super::fail(console, &failure))?;
        Ok(Live { root, source, providers, plan })
    }

    /// Reads the live zones and compares, to tell the difference and no more.
    pub fn observe(self, console: &mut Console) -> Result<Live, Exit> {
        let Self { root, source, providers, desired } = self;
        let progress = Progress::of_reads(console);
        let plan = wait(Plan::observe(desired, &providers, &progress));
        progress.end();
        let plan = plan.map_err(|failure| super::fail(console, &failure))?;
        Ok(Live { root, source, providers, plan })
    }
}

/// Runs a future of the runtime to its end on this thread. All of them run on one event loop, so that connections and
/// logins outlive each.
pub fn wait<F: Future>(future: F) -> Result<F::Output, Failure> {
    thread_local! {
        static LOOP: std::io::Result<tokio::runtime::Runtime> =
            tokio::runtime::Builder::new_current_thread().enable_all().build();
    }
    LOOP.with(|event_loop| match event_loop {
        Ok(event_loop) => Ok(event_loop.block_on(future)),
        Err(error) => {
            Err(Failure::new(FailureKind::Unavailable, format!("cannot start the event loop: {error}")))
        }
    })
}

/// A name on the command line that the program does not know.
pub struct Unknown {
    what: String,
    help: String,
}

impl Unknown {
    /// Tells what is unknown; the exit code for it.
    pub fn tell(&self, console: &mut Console) -> Exit {
        let text = failure::message(console.message_paint(), &self.what, Some(&self.help));
        console.message(&text);
        Exit::Usage
    }
}

/// The zones, each at one of its providers by position, that a selection leaves.
pub fn choose<'p>(program: &'p Program, selection: &Selection) -> Result<Vec<(&'p Zone, usize)>, Unknown> {
    let zones = &program.compilation.zones;
    let bare = |name: &str| name.trim_end_matches('.').to_ascii_lowercase();
    let zone_names: Vec<String> = zones.iter().map(|zone| zone.name.undotted().to_string()).collect();
    let provider_names: Vec<&str> =
        program.compilation.providers.iter().map(|provider| provider.name.as_str()).collect();
    for name in &selection.zones {
        known("zone", &bare(name), zone_names.iter().map(String::as_str))?;
    }
    for name in &selection.providers {
        known("provider", name, provider_names.iter().copied())?;
    }
    let wants_zone =
        |name: &str| selection.zones.is_empty() || selection.zones.iter().any(|want| bare(want) == name);
    let wants_provider =
        |name: &str| selection.providers.is_empty() || selection.providers.iter().any(|want| want == name);
    let mut chosen = Vec::new();
    for (zone, name) in zones.iter().zip(&zone_names).filter(|(_, name)| wants_zone(name)) {
        let positions =
            zone.providers.iter().enumerate().filter(|(_, provider)| wants_provider(&provider.name));
        let wants_pair = |provider: &str| {
            let pairs = selection.pairs.as_ref();
            pairs.is_none_or(|pairs| pairs.iter().any(|(zone, at)| bare(zone) == **name && at == provider))
        };
        let positions = positions.filter(|(_, provider)| wants_pair(&provider.name));
        chosen.extend(positions.map(|(position, _)| (zone, position)));
    }
    Ok(chosen)
}

fn all_known(program: &Program, consents: &[Grant]) -> Result<(), Unknown> {
    let zones: Vec<String> =
        program.compilation.zones.iter().map(|zone| zone.name.undotted().to_string()).collect();
    let providers = program.compilation.providers.iter().map(|provider| provider.name.as_str());
    for grant in consents {
        if let Some(zone) = &grant.zone {
            known("zone", &zone.undotted().to_string(), zones.iter().map(String::as_str))?;
        }
        if let Some(provider) = &grant.provider {
            known("provider", provider, providers.clone())?;
        }
    }
    Ok(())
}

fn known<'n>(noun: &str, name: &str, names: impl Iterator<Item = &'n str> + Clone) -> Result<(), Unknown> {
    if names.clone().any(|known| known == name) {
        return Ok(());
    }
    let help = match suggest::closest(name, names.clone()) {
        Some(close) => format!("did you mean `{close}`?"),
        None => format!("the {noun}s are {}", names.collect::<Vec<_>>().join(", ")),
    };
    Err(Unknown { what: format!("the workspace has no {noun} `{name}`"), help })
}

/// Opens every provider that the chosen zones need.
pub fn open(
    program: &Program,
    chosen: &[(&Zone, usize)],
    places: &Places<'_>,
) -> Result<Providers, Vec<Failure>> {
    let serving = chosen.iter().filter_map(|(zone, position)| zone.providers.get(*position));
    let needed: BTreeSet<&str> = serving.map(|provider| provider.name.as_str()).collect();
    let declared = &program.compilation.providers;
    let needed = declared.iter().filter(|provider| needed.contains(provider.name.as_str()));
    providers::open_declared(needed, places, &program.root, &program.facts)
}
