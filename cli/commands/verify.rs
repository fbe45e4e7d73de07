//! `zonal verify`: whether name servers answer as the source says, and whether the parent zone delegates to them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use zonal_compiler::zone::Zone;
use zonal_runtime::desired::{self, DesiredZone};
use zonal_runtime::doctor::Verdict;
use zonal_runtime::error::{Failure, FailureKind};
use zonal_runtime::places::Places;
use zonal_runtime::verify::{Served, at_resolver, at_servers};

use crate::arguments::{Verify, VerifyFormat};
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::{json, verify as rendered};

use self::rendered::Verified;
use super::{doctor, live};

/// How long it is between two rounds of questions.
const PAUSE: Duration = Duration::from_secs(2);

/// Asks until all is right or the time is over, and tells what came last.
pub fn run(arguments: &Verify, console: &mut Console) -> Exit {
    match verified(arguments, console) {
        Ok(verified) => {
            let text = match arguments.format {
                VerifyFormat::Human => rendered::human(console.result_paint(), &verified),
                VerifyFormat::Json => json::text(&rendered::Document::new(&verified)),
            };
            console.result(&text);
            exit(&verified)
        }
        Err(exit) => exit,
    }
}

fn exit(verified: &Verified) -> Exit {
    let differs = verified.answers.iter().any(|it| !it.are_right() && it.result.is_ok());
    let is_elsewhere = verified.delegations.iter().any(|finding| finding.verdict == Verdict::Bad);
    if differs || is_elsewhere {
        Exit::Unconfirmed
    } else if verified.answers.iter().all(|answers| answers.result.is_ok()) {
        Exit::Fine
    } else {
        Exit::Errors
    }
}

fn verified(arguments: &Verify, console: &mut Console) -> Result<Verified, Exit> {
    let program = live::load(arguments.workspace.folder.as_deref(), console)?;
    let chosen = live::choose(&program, &arguments.selection).map_err(|unknown| unknown.tell(console))?;
    let asked = resolver(arguments).and_then(|resolver| {
        let served = chosen.iter().filter_map(|(zone, position)| served(&program, zone, *position));
        let served = served.collect::<Result<Vec<_>, _>>()?;
        let zones: Vec<Arc<DesiredZone>> = served.iter().map(|served| Arc::clone(&served.zone)).collect();
        let started = Instant::now();
        loop {
            let mut answers = live::wait(at_servers(&served, resolver))?;
            for public in &arguments.from {
                answers.extend(live::wait(at_resolver(&zones, *public))?);
            }
            let delegations = doctor::delegations(Some(resolver), &program, &chosen, &[])?;
            let verified = Verified { answers, delegations };
            let left = arguments.wait.saturating_sub(started.elapsed());
            if exit(&verified) == Exit::Fine || left.is_zero() {
                return Ok(verified);
            }
            live::wait(async { tokio::time::sleep(PAUSE.min(left)).await })?;
        }
    });
    asked.map_err(|failure| super::fail(console, &failure))
}

fn resolver(arguments: &Verify) -> Result<SocketAddr, Failure> {
    doctor::resolver(arguments.resolver).ok_or_else(|| {
        Failure::new(FailureKind::Unavailable, "this system names no resolver to find name servers by")
            .help("name one: `--resolver ADDRESS`")
    })
}

/// A zone at one of its providers with the name servers there, as zonal.lock or the source has them.
fn served(program: &Program, zone: &Zone, position: usize) -> Option<Result<Served, Failure>> {
    let provider = zone.providers.get(position)?;
    let places = Places::new(&program.sources);
    let desired = desired::compiled(zone, position, &program.compilation.healths, &places)?;
    let known = program.facts.of(&zone.name, &provider.name).map(|facts| &facts.name_servers);
    let servers = known.unwrap_or(&provider.nameservers).clone();
    if servers.is_empty() {
        let what = format!(
            "the name servers of {} at `{}` are not known, so they cannot be asked",
            zone.name.undotted(),
            provider.name
        );
        return Some(Err(Failure::new(FailureKind::Data, what).help(
            "put them down in zonal.lock: `zonal zones lock`; or name them in the zone by `nameservers`",
        )));
    }
    Some(Ok(Served { zone: Arc::new(desired), servers }))
}
