//! `zonal zones`: makes zones at their providers, and puts down who they are.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use zonal_compiler::dns::name::Name;
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::zone::Zone;
use zonal_runtime::error::Failure;
use zonal_runtime::places::Places;
use zonal_runtime::plan::Providers;
use zonal_runtime::provider::{Creation, ZoneIdentity};
use zonal_runtime::providers::named;
use zonal_runtime::workspace::{FACTS_FILE, Facts, ZoneFacts};

use crate::arguments::{self, ZonesAction, ZonesArguments};
use crate::console::Console;
use crate::exit::Exit;
use crate::files;
use crate::program::Program;
use crate::render::failure;
use crate::render::style::{Tone, harmless};

use super::live;

/// Whether zones that are not there are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Make,
    Report,
}

/// Makes or looks up zones.
pub fn run(arguments: &arguments::Zones, console: &mut Console) -> Exit {
    let (arguments, missing) = match &arguments.action {
        ZonesAction::Create(arguments) => (arguments, Missing::Make),
        ZonesAction::Lock(arguments) => (arguments, Missing::Report),
    };
    each(arguments, missing, console).unwrap_or_else(|exit| exit)
}

fn each(arguments: &ZonesArguments, missing: Missing, console: &mut Console) -> Result<Exit, Exit> {
    let program = live::load(arguments.workspace.folder.as_deref(), console)?;
    let chosen = live::choose(&program, &arguments.selection).map_err(|unknown| unknown.tell(console))?;
    // A zone file is made by the first deploy, and its servers are named in the source.
    let is_made = |(zone, position): &&(&Zone, usize)| {
        zone.providers.get(*position).is_some_and(|provider| provider.kind != ProviderKind::Zonefile)
    };
    let chosen: Vec<(&Zone, usize)> = chosen.iter().filter(is_made).copied().collect();
    if chosen.is_empty() {
        console.result("no zone here is at a provider that makes zones: nothing to do\n");
        return Ok(Exit::Fine);
    }
    let providers = live::open(&program, &chosen, &Places::new(&program.sources)).map_err(|failures| {
        for failure in &failures {
            super::fail(console, failure);
        }
        Exit::Errors
    })?;
    let mut facts = program.facts.clone();
    let mut failed: BTreeSet<(&Name, &str)> = BTreeSet::new();
    for (zone, position) in &chosen {
        let Some(provider) = zone.providers.get(*position) else { continue };
        match one(&zone.name, &provider.name, missing, &providers, console) {
            Ok(identity) => facts.learn(ZoneFacts {
                name: zone.name.clone(),
                provider: provider.name.clone(),
                id: Some(identity.id),
                name_servers: identity.name_servers,
            }),
            Err(failure) => {
                failed.insert((&zone.name, &provider.name));
                let text = failure::render(console.message_paint(), &failure);
                console.message(&text);
            }
        }
        // Written after each zone: what was made is known, whatever happens next.
        write(&program, &facts).map_err(|failure| super::fail(console, &failure))?;
    }
    let told: BTreeSet<&Name> = chosen.iter().map(|(zone, _)| &zone.name).collect();
    for name in told {
        let text = registrar(console, name, &facts, &chosen, &failed);
        console.result(&text);
    }
    Ok(if failed.is_empty() { Exit::Fine } else { Exit::Errors })
}

fn one(
    zone: &Name,
    provider: &str,
    missing: Missing,
    providers: &Providers,
    console: &mut Console,
) -> Result<ZoneIdentity, Failure> {
    let reached = named(provider, providers)?;
    let (identity, what, tone) = match missing {
        Missing::Make => match live::wait(reached.create_zone(zone))?? {
            Creation::Created(identity) => (identity, "created", Tone::Good),
            Creation::Existed(identity) => (identity, "exists", Tone::Faint),
        },
        Missing::Report => (live::wait(reached.identify(zone))??, "exists", Tone::Faint),
    };
    let line = format!(
        "{} {} at {provider}: {}\n",
        console.result_paint().show(tone, what),
        zone.undotted(),
        harmless(&identity.id)
    );
    console.result(&line);
    Ok(identity)
}

fn write(program: &Program, facts: &Facts) -> Result<(), Failure> {
    if *facts == program.facts {
        return Ok(());
    }
    files::replace(&program.root.join(FACTS_FILE), &facts.to_text())
}

/// What to enter at the registrar for a zone: the name servers of all of its providers, if all are known. What was
/// once put down about a provider that fails now is not known any more.
fn registrar(
    console: &Console,
    zone: &Name,
    facts: &Facts,
    chosen: &[(&Zone, usize)],
    failed: &BTreeSet<(&Name, &str)>,
) -> String {
    let Some((declared, _)) = chosen.iter().find(|(other, _)| other.name == *zone) else {
        return String::new();
    };
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut unknown: Vec<&str> = Vec::new();
    for provider in &declared.providers {
        let known = facts.of(zone, &provider.name).map_or(&provider.nameservers, |facts| &facts.name_servers);
        if known.is_empty() || failed.contains(&(zone, provider.name.as_str())) {
            unknown.push(&provider.name);
        }
        names.extend(known.iter().map(ToString::to_string));
    }
    let mut text = String::from("\n");
    let paint = console.result_paint();
    // Writing to a string does not fail, so its result says nothing.
    if unknown.is_empty() {
        let head = format!("at the registrar, delegate {} to all of these:", zone.undotted());
        let _ = writeln!(text, "{}", paint.show(Tone::Strong, head));
        for name in names {
            let _ = writeln!(text, "  {name}");
        }
        let _ = writeln!(text, "commit {FACTS_FILE}, and deploy before you change the delegation");
    } else {
        let _ = writeln!(
            text,
            "the name servers of {} at {} are not known yet: delegate nothing before they are",
            zone.undotted(),
            unknown.join(" and ")
        );
    }
    text
}
