//! The providers, one module for each kind.

mod settings;
pub mod zonefile;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use zonal_compiler::eval::Provider as Declared;
use zonal_compiler::lower::ProviderKind;

use crate::error::{Failure, FailureKind};
use crate::places::Places;
use crate::plan::Providers;
use crate::provider::Provider;

/// Opens a provider of a kind with its settings as the source has them; relative paths start at `root`.
///
/// # Errors
/// Fails for a kind that this version cannot reach, and for settings that are missing.
pub fn open(
    name: &str,
    kind: &str,
    settings: &BTreeMap<String, String>,
    root: &Path,
) -> Result<Arc<dyn Provider>, Failure> {
    match kind {
        "zonefile" => {
            let Some(directory) = settings.get("directory") else {
                let what = format!("provider `{name}` has no `directory`");
                let help = "say where its zone files are: `directory \"zones\"`";
                return Err(Failure::new(FailureKind::Data, what).help(help));
            };
            Ok(Arc::new(zonefile::Zonefile::new(root.join(directory))))
        }
        _ => {
            let what = format!("provider `{name}` is of kind `{kind}`, which this version cannot reach yet");
            let help = "check and build work; to plan and deploy, use kind `zonefile`";
            Err(Failure::new(FailureKind::Unsupported, what).help(help))
        }
    }
}

/// Opens a provider as it is declared; variables that its settings name are read from the environment.
///
/// # Errors
/// As [`open`], and for a variable that is not set.
pub fn open_declared(
    provider: &Declared,
    places: &Places<'_>,
    root: &Path,
) -> Result<Arc<dyn Provider>, Failure> {
    let settings = match provider.kind {
        ProviderKind::Zonefile => settings::resolve(provider, places, |name| std::env::var(name).ok())?,
        // No variable of a provider that cannot be reached is worth reading.
        ProviderKind::Route53 | ProviderKind::AzureDns => BTreeMap::new(),
    };
    open(&provider.name, provider.kind.word(), &settings, root)
}

/// The provider of that name.
pub(crate) fn named<'a>(name: &str, providers: &'a Providers) -> Result<&'a dyn Provider, Failure> {
    providers
        .get(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Failure::new(FailureKind::Unsupported, format!("provider `{name}` is not open")))
}
