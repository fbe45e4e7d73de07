//! The arguments of the commands that set Zonal up: a workspace, the shell, and what is missing for a deploy.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::Shell;
use zonal_compiler::dns::name::Name;
use zonal_compiler::lower::ProviderKind;

use super::{Selection, WorkspaceArgument};

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

/// `doctor`
#[derive(Debug, Args)]
pub struct Doctor {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
    /// The resolver that delegations are looked up through; by default the system's
    #[arg(long, value_name = "ADDRESS[:PORT]", value_parser = resolver)]
    pub resolver: Option<SocketAddr>,
    /// In a pipeline: show what the job's identity token says, for which a cloud's trust is written
    #[arg(long)]
    pub ci: bool,
    /// The version of the editor's extension; by default the one that VS Code has installed
    #[arg(long, value_name = "VERSION")]
    pub editor_version: Option<String>,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub format: DoctorFormat,
}

/// The form of what `doctor` found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DoctorFormat {
    /// For people
    Human,
    /// For programs; versioned
    Json,
}

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

/// Reads `192.0.2.1`, `192.0.2.1:5300`, `2001:db8::1` or `[2001:db8::1]:5300`.
pub(super) fn resolver(text: &str) -> Result<SocketAddr, String> {
    const DNS: u16 = 53;
    let address = text.parse::<IpAddr>().map(|address| SocketAddr::new(address, DNS));
    address.or_else(|_| text.parse()).map_err(|_| {
        "a resolver is an address, with or without a port: 192.0.2.1, [2001:db8::1]:5300".to_owned()
    })
}
