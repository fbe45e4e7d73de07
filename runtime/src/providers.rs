//! The providers, one module for each kind.

#[cfg(feature = "azure-dns")]
pub mod azure_dns;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod proxy;
#[cfg(feature = "route53")]
pub mod route53;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod seconds;
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
/// Fails for settings that are missing or make no sense.
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
        #[cfg(feature = "route53")]
        ProviderKind::Route53 => Ok(Arc::new(route53::Route53::new(name, opening.settings, opening.ids)?)),
        #[cfg(feature = "azure-dns")]
        ProviderKind::AzureDns => {
            let variable = |name: &str| std::env::var(name).ok();
            Ok(Arc::new(azure_dns::AzureDns::open(name, opening.settings, variable)?))
        }
        #[cfg(not(feature = "route53"))]
        ProviderKind::Route53 => Err(not_built_in(name, kind)),
        #[cfg(not(feature = "azure-dns"))]
        ProviderKind::AzureDns => Err(not_built_in(name, kind)),
    }
}

/// The failure for a kind that this build was made without.
#[cfg(not(all(feature = "route53", feature = "azure-dns")))]
fn not_built_in(name: &str, kind: ProviderKind) -> Failure {
    let what = format!(
        "provider `{name}` is of the kind `{}`, which this build of Zonal cannot talk to",
        kind.word()
    );
    let help = "it was built to check and format alone: use a full build to plan and deploy";
    Failure::new(FailureKind::Unsupported, what).help(help)
}

/// Opens declared providers; variables that their settings name are read from the environment.
///
/// # Errors
/// As [`open`] for each, and for a variable that is not set.
pub fn open_declared<'d>(
    declared: impl IntoIterator<Item = &'d Declared>,
    places: &Places<'_>,
    root: &Path,
    facts: &Facts,
) -> Result<Providers, Vec<Failure>> {
    let mut providers = Providers::new();
    let mut failures = Vec::new();
    for provider in declared {
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

/// The provider of that name.
///
/// # Errors
/// Fails if none of that name was opened.
pub fn named<'a>(name: &str, providers: &'a Providers) -> Result<&'a dyn Provider, Failure> {
    providers
        .get(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Failure::new(FailureKind::Unsupported, format!("provider `{name}` is not open")))
}
