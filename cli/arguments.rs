//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use zonal_runtime::plan::consent::Grant;

use crate::console::ColorChoice;
use crate::exit;

/// A typed language for DNS zones: check, plan and deploy one zone to several providers.
#[derive(Debug, Parser)]
#[command(name = "zonal", version, after_help = exit::TABLE, max_term_width = 100)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// The commands, in the order in which people meet them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find mistakes in a workspace: syntax, types, lints and what each provider cannot serve
    #[command(after_help = "Example:\n  zonal check examples/quickstart")]
    Check(Check),
    /// Run the lints alone on named files, for hooks
    #[command(after_help = "Example:\n  zonal lint example.com.zonal mail.zonal")]
    Lint(Lint),
    /// Write files the one way there is
    #[command(
        after_help = "Examples:\n  zonal fmt --check examples/quickstart\n  zonal fmt - < example.com.zonal"
    )]
    Fmt(Fmt),
    /// Say what a rule finds, why that is bad, and what to write instead
    #[command(after_help = "Example:\n  zonal explain cname-at-apex")]
    Explain(Explain),
    /// Write what every provider shall serve, as JSON and as master files
    #[command(after_help = "Example:\n  zonal build --out target/zones examples/quickstart")]
    Build(Build),
    /// Show what a deploy would change
    #[command(after_help = "Example:\n  zonal plan --detailed-exitcode examples/quickstart")]
    Plan(Plan),
    /// Make the providers serve what the source says
    #[command(
        after_help = "Examples:\n  zonal deploy examples/quickstart\n  zonal deploy --yes --confirm example.com:MX examples/quickstart"
    )]
    Deploy(Deploy),
    /// Find what providers serve otherwise than the source says
    #[command(after_help = "Example:\n  zonal drift examples/quickstart || echo somebody changed a zone")]
    Drift(Drift),
}

/// The workspace that a command works on.
#[derive(Debug, Args)]
pub struct WorkspaceArgument {
    /// The workspace's folder; by default the one around the current folder
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// The form of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs; versioned
    Json,
}

/// The form of the result.
#[derive(Debug, Args)]
pub struct FormatArgument {
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// The zones and providers that a command is limited to.
#[derive(Debug, Args)]
pub struct Selection {
    /// Only this zone; may be repeated
    #[arg(long = "zone", value_name = "ZONE")]
    pub zones: Vec<String>,
    /// Only this provider; may be repeated
    #[arg(long = "provider", value_name = "PROVIDER")]
    pub providers: Vec<String>,
}

/// Consents to what safety rules would refuse.
#[derive(Debug, Args)]
pub struct ConsentArgument {
    /// Consent to what a safety rule refuses: TYPE, ZONE:TYPE or ZONE/PROVIDER:TYPE for a type that `confirm`
    /// names, ZONE:max-change, ZONE:empty-zone; may be repeated
    #[arg(long = "confirm", value_name = "WHAT")]
    pub confirm: Vec<Grant>,
}

/// `check`
#[derive(Debug, Args)]
pub struct Check {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The form of the result.
    #[command(flatten)]
    pub format: FormatArgument,
}

/// `lint`
#[derive(Debug, Args)]
pub struct Lint {
    /// The files to report on; their whole workspaces are read
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The form of the result.
    #[command(flatten)]
    pub format: FormatArgument,
}

/// `fmt`
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files and folders, or `-` for stdin to stdout; by default the workspace around the current folder
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; list the files that would change and exit with 1 if there are any
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change and exit with 1 if anything would
    #[arg(long)]
    pub diff: bool,
    /// What to call stdin in messages
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub stdin_filename: String,
}

/// `explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The name of a rule, as messages show it in brackets; without one, all names are listed
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
}

/// `build`
#[derive(Debug, Args)]
pub struct Build {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The folder to write to: OUT/PROVIDER/ZONE.json and OUT/PROVIDER/ZONE.zone
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
}

/// `plan`
#[derive(Debug, Args)]
pub struct Plan {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
    /// The consents.
    #[command(flatten)]
    pub consent: ConsentArgument,
    /// Exit with 2 if there are changes
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// The form of the result.
    #[command(flatten)]
    pub format: FormatArgument,
}

/// `deploy`
#[derive(Debug, Args)]
pub struct Deploy {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
    /// The consents.
    #[command(flatten)]
    pub consent: ConsentArgument,
    /// Do not ask; needed where there is no terminal to ask on
    #[arg(long)]
    pub yes: bool,
}

/// `drift`
#[derive(Debug, Args)]
pub struct Drift {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
}
