//! The command line.

mod setup;
#[cfg(any(feature = "route53", feature = "azure-dns"))]
mod verify;

use std::path::PathBuf;

use clap::builder::{OsStringValueParser, TypedValueParser as _};
use clap::{Args, Parser, Subcommand};
use zonal_runtime::plan::consent::Grant;
use zonal_runtime::workspace::revision::Revisions;

use crate::console::ColorChoice;
use crate::exit;

pub use self::setup::{Completions, Doctor, DoctorFormat, Init, Man, ZoneName, kind, zone};
#[cfg(any(feature = "route53", feature = "azure-dns"))]
pub use self::verify::{Verify, VerifyFormat};
pub use crate::formats::{ChangesFormat, FindingsFormat, ReportArgument};

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
    /// Make a workspace to begin with: settings, providers, a policy and a zone
    #[command(
        after_help = "Examples:\n  zonal init --zone example.com\n  zonal init dns --zone example.com --provider route53 --provider azure-dns --github --pre-commit"
    )]
    Init(Init),
    /// Find what a deploy lacks: credentials, rights, zones, name servers, a delegation
    #[command(
        after_help = "Examples:\n  zonal doctor\n  zonal doctor --zone example.com --resolver 192.0.2.53\n  zonal doctor --ci --format json"
    )]
    Doctor(Doctor),
    /// Find mistakes in a workspace: syntax, types, lints and what each provider cannot serve
    #[command(
        after_help = "Examples:\n  zonal check examples/quickstart\n  zonal check example.com.zonal mail/example.net.zonal"
    )]
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
    #[command(
        after_help = "Examples:\n  zonal plan --detailed-exitcode examples/quickstart\n  zonal plan --out plan.json --confirm example.com:MX"
    )]
    Plan(Plan),
    /// Show what a change of the source means in records, from two git revisions alone
    #[command(
        after_help = "Examples:\n  zonal diff main..HEAD\n  zonal diff origin/main --format markdown --output diff.md"
    )]
    Diff(Diff),
    /// Make the providers serve what the source says
    #[command(
        after_help = "Examples:\n  zonal deploy examples/quickstart\n  zonal deploy --yes --confirm example.com:MX examples/quickstart\n  zonal deploy --plan plan.json\n  zonal deploy --resume"
    )]
    Deploy(Deploy),
    /// Say whether the last deploy ended, and how far it came
    #[command(after_help = "Example:\n  zonal status || zonal deploy --resume")]
    Status(Status),
    /// Plan back to what stood before a deploy, and push that
    #[command(
        after_help = "Examples:\n  zonal rollback\n  zonal rollback --to 20261127T144446Z --zone example.com --yes"
    )]
    Rollback(Rollback),
    /// Find what providers serve otherwise than the source says
    #[command(
        after_help = "Examples:\n  zonal drift examples/quickstart || echo somebody changed a zone\n  zonal drift --fix --yes"
    )]
    Drift(Drift),
    /// Ask name servers over DNS whether they answer as the source says, and whom the parent zone delegates to
    #[cfg(any(feature = "route53", feature = "azure-dns"))]
    #[command(
        after_help = "Examples:\n  zonal verify --wait 120                # after a deploy: every server of every provider\n  zonal verify --from 192.0.2.53         # what a public resolver answers, who may remember what stood before"
    )]
    Verify(Verify),
    /// Make zones at their providers, and put down who they are
    #[command(after_help = "Examples:\n  zonal zones create --zone example.com\n  zonal zones lock")]
    Zones(Zones),
    /// Serve an editor: the language server, over standard input and output
    #[command(
        after_help = "Example:\n  zonal lsp\n\nIn Neovim:\n  vim.lsp.start({ name = 'zonal', cmd = { 'zonal', 'lsp' } })"
    )]
    Lsp(Lsp),
    /// Write what makes a shell complete commands and options
    #[command(
        after_help = "Examples:\n  zonal completions bash > ~/.local/share/bash-completion/completions/zonal\n  zonal completions fish > ~/.config/fish/completions/zonal.fish"
    )]
    Completions(Completions),
    /// Write a manual page for each command
    #[command(after_help = "Example:\n  zonal man --out ~/.local/share/man/man1")]
    Man(Man),
}

/// The workspace that a command works on.
#[derive(Debug, Args)]
pub struct WorkspaceArgument {
    /// The workspace's folder; by default the one around the current folder
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
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
    /// Only these pairs of a zone and a provider, which a plan names.
    #[arg(skip)]
    pub pairs: Option<Vec<(String, String)>>,
}

impl Selection {
    /// Whether nothing is left out.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        self.zones.is_empty() && self.providers.is_empty() && self.pairs.is_none()
    }
}

/// Where the workspace keeps its deploys.
#[derive(Debug, Args)]
pub struct StateArgument {
    /// The folder that keeps journals and snapshots; by default `.zonal` in the workspace
    #[arg(long, value_name = "FOLDER", env = "ZONAL_STATE", value_parser = OsStringValueParser::new().map(PathBuf::from))]
    state: Option<PathBuf>,
}

impl StateArgument {
    /// The folder that is named; in a workflow, a variable that nobody has set is empty.
    #[must_use]
    pub fn folder(&self) -> Option<&PathBuf> {
        self.state.as_ref().filter(|folder| !folder.as_os_str().is_empty())
    }
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
    /// Workspaces' folders, or files whose whole workspaces are checked; by default the workspace around the current
    /// folder
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FindingsFormat>,
    /// Where the result goes.
    #[command(flatten)]
    pub report: ReportArgument,
}

/// `lint`
#[derive(Debug, Args)]
pub struct Lint {
    /// The files to report on; their whole workspaces are read
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<FindingsFormat>,
    /// Where the result goes.
    #[command(flatten)]
    pub report: ReportArgument,
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
    /// Write, and exit with 1 if any file changed, as hooks want it
    #[arg(long, conflicts_with_all = ["check", "diff"])]
    pub fail_on_change: bool,
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
    /// Also write the plan, bound to the source and to what is live, for `deploy --plan`
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<ChangesFormat>,
    /// Where the result goes.
    #[command(flatten)]
    pub report: ReportArgument,
}

/// `diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// Two revisions as BASE..HEAD, or BASE...HEAD for what HEAD adds since both parted; BASE alone is compared
    /// with the files as they are
    #[arg(value_name = "REVISIONS", value_parser = revisions)]
    pub revisions: Revisions,
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
    /// The form of the result
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<ChangesFormat>,
    /// Where the result goes.
    #[command(flatten)]
    pub report: ReportArgument,
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
    /// Carry out the plan of this file if neither the source nor what is live has moved since; asks nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["resume", "zones", "providers"])]
    pub plan: Option<PathBuf>,
    /// The digest that the plan's file must have
    #[arg(long, value_name = "SHA256", requires = "plan")]
    pub digest: Option<String>,
    /// Finish the last deploy as it was approved, if it did not end
    #[arg(long, conflicts_with_all = ["zones", "providers"])]
    pub resume: bool,
    /// The state.
    #[command(flatten)]
    pub state: StateArgument,
}

/// `status`
#[derive(Debug, Args)]
pub struct Status {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The state.
    #[command(flatten)]
    pub state: StateArgument,
}

/// `rollback`
#[derive(Debug, Args)]
pub struct Rollback {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
    /// The consents.
    #[command(flatten)]
    pub consent: ConsentArgument,
    /// The deploy to take back, as `zonal status` names it; by default the last one
    #[arg(long, value_name = "DEPLOY")]
    pub to: Option<String>,
    /// Do not ask; needed where there is no terminal to ask on
    #[arg(long)]
    pub yes: bool,
    /// The state.
    #[command(flatten)]
    pub state: StateArgument,
}

/// `zones`
#[derive(Debug, Args)]
pub struct Zones {
    /// What to do with them.
    #[command(subcommand)]
    pub action: ZonesAction,
}

/// What can be done with zones.
#[derive(Debug, Subcommand)]
pub enum ZonesAction {
    /// Make the zones that a provider does not have yet, write zonal.lock, and say what to enter at the registrar
    #[command(after_help = "Example:\n  zonal zones create --zone example.com")]
    Create(ZonesArguments),
    /// Write who the zones are into zonal.lock, and make none
    #[command(after_help = "Example:\n  zonal zones lock")]
    Lock(ZonesArguments),
}

/// `zones create`, `zones lock`
#[derive(Debug, Args)]
pub struct ZonesArguments {
    /// The workspace.
    #[command(flatten)]
    pub workspace: WorkspaceArgument,
    /// The zones and providers.
    #[command(flatten)]
    pub selection: Selection,
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
    /// Plan and deploy what puts the source back, through the same guards
    #[arg(long)]
    pub fix: bool,
    /// The consents.
    #[command(flatten)]
    pub consent: ConsentArgument,
    /// With --fix: do not ask; needed where there is no terminal to ask on
    #[arg(long, requires = "fix")]
    pub yes: bool,
    /// The form of the report
    #[arg(long, value_enum, value_name = "FORMAT", conflicts_with = "fix")]
    pub format: Option<ChangesFormat>,
    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgument,
    /// The state.
    #[command(flatten)]
    pub state: StateArgument,
}

/// What the language server is asked for.
#[derive(Debug, Args)]
pub struct Lsp {
    /// The only way there is; some clients say it
    #[arg(long, hide = true)]
    pub stdio: bool,
}

fn revisions(text: &str) -> Result<Revisions, String> {
    text.parse()
}

#[cfg(test)]
mod tests {
    use clap::{Command as ClapCommand, CommandFactory as _};

    use super::*;

    /// The lines of a command's help that show how it is called, as far as they are Zonal's own words.
    fn examples(help: &str) -> Vec<Vec<String>> {
        let ends = ["|", "||", "&&", "<", ">"];
        let calls =
            help.lines().filter_map(|line| line.strip_prefix("  ")).filter(|line| line.starts_with("zonal "));
        let words =
            |line: &str| line.split(' ').take_while(|word| !ends.contains(word)).map(str::to_owned).collect();
        calls.map(words).collect()
    }

    fn every_command(command: &ClapCommand, path: &str, found: &mut Vec<(String, ClapCommand)>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name());
            every_command(sub, &path, found);
            found.push((path, sub.clone()));
        }
    }

    #[test]
    fn every_command_teaches_by_examples_that_parse() {
        let mut commands = Vec::new();
        every_command(&Arguments::command(), "zonal", &mut commands);
        assert!(commands.len() > 15);
        for (path, command) in commands {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let examples = examples(&help);
            assert!(
                examples.iter().any(|words| words.join(" ").starts_with(&path)),
                "`{path}` has no example of itself"
            );
            for words in examples {
                if let Err(error) = Arguments::try_parse_from(&words) {
                    panic!("{}: {error}", words.join(" "));
                }
            }
        }
    }
}
