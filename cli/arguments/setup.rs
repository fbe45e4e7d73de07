//! The arguments of the commands that set Zonal up: a workspace, the shell, and what is missing for a deploy.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;
use zonal_compiler::dns::name::Name;
use zonal_compiler::lower::ProviderKind;

/// `init`
#[derive(Debug, Args)]
pub struct Init {
    /// The folder, which is made if it is not there
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
    /// A zone to begin with; may be repeated
    #[arg(long = "zone", value_name = "ZONE", value_parser = zone)]
    pub zones: Vec<ZoneName>,
    /// Where the zones shall be: route53, azure-dns or zonefile; may be repeated [default: zonefile]
    #[arg(long = "provider", value_name = "KIND", value_parser = kind)]
    pub providers: Vec<ProviderKind>,
    /// Do not ask
    #[arg(long)]
    pub yes: bool,
    /// Add workflows for GitHub: pull requests, deploys and drift
    #[arg(long)]
    pub github: bool,
    /// Add a pipeline for GitLab: merge requests, deploys and drift
    #[arg(long)]
    pub gitlab: bool,
    /// Add hooks for pre-commit
    #[arg(long)]
    pub pre_commit: bool,
    /// Recommend the extension to whoever opens the folder in VS Code
    #[arg(long)]
    pub vscode: bool,
}

/// A zone's name, as it was written and without the final dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneName(pub String);

/// `completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// `man`
#[derive(Debug, Args)]
pub struct Man {
    /// The folder to write to, which is made if it is not there
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
}

/// Reads a zone's name from the command line or a terminal.
pub fn zone(text: &str) -> Result<ZoneName, String> {
    let name = Name::parse(text).map_err(|error| error.to_string())?;
    if name.is_root() {
        return Err("the root zone is not yours".to_owned());
    }
    let bare = text.trim_end_matches('.').to_lowercase();
    if bare.split('.').any(|label| label.starts_with('-') || label.ends_with('-')) {
        return Err("a label begins and ends with a letter or a digit".to_owned());
    }
    // It names a file and stands in the source, where other characters would have to be quoted.
    let is_plain = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    match bare.chars().find(|character| !is_plain(*character)) {
        Some(other) => Err(format!("`{other}` cannot stand in the name of a zone")),
        None => Ok(ZoneName(bare)),
    }
}

/// Reads a kind of provider from the command line or a terminal.
pub fn kind(text: &str) -> Result<ProviderKind, String> {
    ProviderKind::parse(text).ok_or_else(|| {
        let words: Vec<&str> = ProviderKind::ALL.into_iter().map(ProviderKind::word).collect();
        format!("the kinds are {}", words.join(", "))
    })
}
