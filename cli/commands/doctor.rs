//! `zonal doctor`: what a deploy needs and lacks.

#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod delegations;

use std::env;
#[cfg(not(any(feature = "route53", feature = "azure-dns")))]
use std::net::SocketAddr;
use std::path::Path;

use zonal_compiler::dns::name::Name;
use zonal_compiler::eval::Provider as Declared;
use zonal_compiler::zone::Zone;
use zonal_runtime::doctor::{self, Finding, Located, Topic, Verdict, editor, token};
use zonal_runtime::error::Failure;
use zonal_runtime::places::Places;
use zonal_runtime::provider::Sharing;
use zonal_runtime::providers;

use crate::arguments::{Doctor, DoctorFormat};
use crate::console::Console;
use crate::exit::Exit;
use crate::program::Program;
use crate::render::{doctor as rendered, json};

#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub(super) use self::delegations::{delegations, resolver};
use super::live;

/// The version of this command.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Looks at everything and tells what it found.
pub fn run(arguments: &Doctor, console: &mut Console) -> Exit {
    match examine(arguments, console) {
        Ok(findings) => {
            let text = match arguments.format {
                DoctorFormat::Human => rendered::human(console.result_paint(), &findings),
                DoctorFormat::Json => json::text(&rendered::Document::new(&findings)),
            };
            console.result(&text);
            let is_bad = findings.iter().any(|finding| finding.verdict == Verdict::Bad);
            if is_bad { Exit::Errors } else { Exit::Fine }
        }
        Err(exit) => exit,
    }
}

fn examine(arguments: &Doctor, console: &mut Console) -> Result<Vec<Finding>, Exit> {
    let program = live::load(arguments.workspace.folder.as_deref(), console)?;
    let chosen = live::choose(&program, &arguments.selection).map_err(|unknown| unknown.tell(console))?;
    let failed = |failure: Failure, console: &mut Console| super::fail(console, &failure);
    let mut findings = Vec::new();
    if arguments.ci {
        findings.extend(tokens(&program).map_err(|failure| failed(failure, console))?);
    }
    let mut located: Vec<(String, Located)> = Vec::new();
    for declared in &program.compilation.providers {
        let zones = zones_at(&chosen, declared);
        let is_wanted = match arguments.selection.providers.is_empty() {
            true => !zones.is_empty() || arguments.selection.zones.is_empty(),
            false => arguments.selection.providers.contains(&declared.name),
        };
        if is_wanted {
            let (found, at) = one(&program, declared, &zones).map_err(|failure| failed(failure, console))?;
            findings.extend(found);
            located.extend(at.into_iter().map(|at| (declared.name.clone(), at)));
        }
    }
    findings.extend(
        delegations(resolver(arguments.resolver), &program, &chosen, &located)
            .map_err(|failure| failed(failure, console))?,
    );
    findings.extend(editors(arguments));
    Ok(findings)
}

/// The chosen zones at a provider, and whether others have them too.
fn zones_at(chosen: &[(&Zone, usize)], declared: &Declared) -> Vec<(Name, Sharing)> {
    let at = |(zone, position): &&(&Zone, usize)| {
        zone.providers.get(*position).is_some_and(|provider| provider.name == declared.name)
    };
    let sharing = |zone: &Zone| if zone.providers.len() > 1 { Sharing::Shared } else { Sharing::Alone };
    chosen.iter().filter(at).map(|(zone, _)| (zone.name.clone(), sharing(zone))).collect()
}

fn one(
    program: &Program,
    declared: &Declared,
    zones: &[(Name, Sharing)],
) -> Result<(Vec<Finding>, Vec<Located>), Failure> {
    let places = Places::new(&program.sources);
    let opened = providers::open_declared([declared], &places, &program.root, &program.facts);
    let provider = match opened {
        Ok(opened) => opened,
        Err(failures) => {
            let finding = |failure: &Failure| {
                Finding::failed(Topic::Settings, Verdict::Bad, failure).at(&declared.name)
            };
            return Ok((failures.iter().map(finding).collect(), Vec::new()));
        }
    };
    let Some(provider) = provider.get(&declared.name) else { return Ok((Vec::new(), Vec::new())) };
    live::wait(doctor::provider(&declared.name, provider.as_ref(), zones, &program.facts))
}

/// What the job's tokens say, each for what it is meant for.
fn tokens(program: &Program) -> Result<Vec<Finding>, Failure> {
    let mut findings = job_tokens(program)?;
    for variable in ["AWS_WEB_IDENTITY_TOKEN_FILE", "AZURE_FEDERATED_TOKEN_FILE"] {
        let file = env::var_os(variable).filter(|file| !file.is_empty());
        findings.extend(file.map(|file| token::in_file(variable, Path::new(&file))));
    }
    if findings.is_empty() {
        let what =
            "this job has no identity token: neither GitHub's right to ask for one nor a file with one";
        let help = "on GitHub give the job `permissions: id-token: write`; on GitLab write its `id_tokens` to the files that \
                    AWS_WEB_IDENTITY_TOKEN_FILE and AZURE_FEDERATED_TOKEN_FILE name";
        findings.push(Finding::new(Topic::Token, Verdict::Bad, what).help(help));
    }
    Ok(findings)
}

#[cfg(feature = "azure-dns")]
fn job_tokens(program: &Program) -> Result<Vec<Finding>, Failure> {
    use zonal_compiler::lower::ProviderKind;
    use zonal_runtime::providers::azure_dns::AzureDns;
    let audience = |kind| match kind {
        ProviderKind::Route53 => Some("sts.amazonaws.com"),
        ProviderKind::AzureDns => Some("api://AzureADTokenExchange"),
        ProviderKind::Zonefile => None,
    };
    let audiences: std::collections::BTreeSet<&str> =
        program.compilation.providers.iter().filter_map(|provider| audience(provider.kind)).collect();
    let mut findings = Vec::new();
    for audience in audiences {
        match live::wait(AzureDns::job_token(audience, |name| env::var(name).ok()))? {
            Ok(found) => findings.extend(found),
            Err(failure) => findings.push(Finding::failed(Topic::Token, Verdict::Bad, &failure)),
        }
    }
    Ok(findings)
}

#[cfg(not(feature = "azure-dns"))]
fn job_tokens(_program: &Program) -> Result<Vec<Finding>, Failure> {
    Ok(Vec::new())
}

#[cfg(not(any(feature = "route53", feature = "azure-dns")))]
const fn resolver(named: Option<SocketAddr>) -> Option<SocketAddr> {
    named
}

#[cfg(not(any(feature = "route53", feature = "azure-dns")))]
fn delegations(
    _resolver: Option<SocketAddr>,
    _program: &Program,
    _chosen: &[(&Zone, usize)],
    _located: &[(String, Located)],
) -> Result<Vec<Finding>, Failure> {
    Ok(Vec::new())
}

fn editors(arguments: &Doctor) -> Vec<Finding> {
    let versions = match &arguments.editor_version {
        Some(version) => vec![version.clone()],
        None => env::home_dir().map(|home| editor::installed(&home)).unwrap_or_default(),
    };
    versions.iter().map(|version| editor::finding(version, VERSION)).collect()
}
