//! The providers, one module for each kind.

pub mod zonefile;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::error::{Failure, FailureKind};
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

/// The provider of that name.
pub(crate) fn named<'a>(name: &str, providers: &'a Providers) -> Result<&'a dyn Provider, Failure> {
    providers
        .get(name)
        .map(AsRef::as_ref)
        .ok_or_else(|| Failure::new(FailureKind::Unsupported, format!("provider `{name}` is not open")))
}
