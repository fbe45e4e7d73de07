//! The providers, one module for each kind.

pub mod azure_dns;
mod settings;
pub mod zonefile;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use zonal_compiler::dns::name::Name;
use zonal_compiler::eval::Provider as Declared;
use zonal_compiler::lower::ProviderKind;

use crate::error::{Failure, FailureKind};
use crate::places::Places;
use crate::plan::Providers;
use crate::provider::Provider;
use crate::workspace::Facts;

/// What a provider is opened with besides its name and kind.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Its settings as the source has them.
    pub settings: &'a BTreeMap<String, String>,
    /// Where relative paths start.
    pub root: &'a Path,
    /// The provider's own identifiers of its zones, as far as they are known.
    pub ids: &'a BTreeMap<Name, String>,
}

/// Opens a provider of a kind.
///
/// # Errors
/// Fails for a kind that this version cannot reach, and for settings that are missing.
pub fn open(name: &str, kind: ProviderKind, opening: Opening<'_>) -> Result<Arc<dyn Provider>, Failure> {
    match kind {
        ProviderKind::Zonefile => {
            let Some(directory) = opening.settings.get("directory") else {
                let what = format!("provider `{name}` has no `directory`");
                let help = "say where its zone files are: `directory \"zones\"`";
                return Err(Failure::new(FailureKind::Data, what).help(help));
            };
            Ok(Arc::new(zonefile::Zonefile::new(opening.root.join(directory))))
        }
        ProviderKind::AzureDns => {
            let variable = |name: &str| std::env::var(name).ok();
            Ok(Arc::new(azure_dns::AzureDns::open(name, opening.settings, variable)?))
        }
        ProviderKind::Route53 => {
            let kind = kind.word();
            let what = format!("provider `{name}` is of kind `{kind}`, which this version cannot reach yet");
            let help = "check and build work; to plan and deploy, use kind `zonefile`";
            Err(Failure::new(FailureKind::Unsupported, what).help(help))
        }
    }
}

/// Opens declared providers; variables that their settings name are read from the environment.
///
/// # Errors
/// Fails once for all providers whose kind this version cannot reach; else as [`open`], and for a variable that
/// is not set.
pub fn open_declared<'d>(
    declared: impl IntoIterator<Item = &'d Declared>,
    places: &Places<'_>,
    root: &Path,
    facts: &Facts,
) -> Result<Providers, Vec<Failure>> {
    let (reached, unreached): (Vec<&Declared>, Vec<&Declared>) =
        declared.into_iter().partition(|provider| is_reached(provider.kind));
    if !unreached.is_empty() {
        return Err(vec![cannot_reach(&unreached)]);
    }
    let mut providers = Providers::new();
    let mut failures = Vec::new();
    for provider in reached {
        let settings = settings::resolve(provider, places, |name| std::env::var(name).ok());
        let ids = facts.ids(&provider.name);
        let open = settings.and_then(|settings| {
            open(&provider.name, provider.kind, Opening { settings: &settings, root, ids: &ids })
        });
        match open {
            Ok(open) => drop(providers.insert(provider.name.clone(), open)),
            Err(failure) => failures.push(failure),
        }
    }
    if failures.is_empty() { Ok(providers) } else { Err(failures) }
}

/// Whether this version can read and write at a kind of provider.
const fn is_reached(kind: ProviderKind) -> bool {
    match kind {
        ProviderKind::Zonefile | ProviderKind::AzureDns => true,
        ProviderKind::Route53 => false,
    }
}

fn cannot_reach(providers: &[&Declared]) -> Failure {
    let names: Vec<String> =
        providers.iter().map(|provider| format!("`{}` ({})", provider.name, provider.kind.word())).collect();
    let what = format!("this version cannot reach {} yet", names.join(" and "));
    Failure::new(FailureKind::Unsupported, what).help(
        "`zonal check` and `zonal build` work; plan, deploy and drift need providers of kind `zonefile`",
    )
}

/// The provider of that name.
pub(crate) fn named<'a>(name: &str, providers: &'a Providers) -> Result<&'a dyn Provider, Failure> {
    providers
        .get(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Failure::new(FailureKind::Unsupported, format!("provider `{name}` is not open")))
}
