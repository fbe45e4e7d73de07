//! What `zonal init` puts into a folder, as texts: nothing here touches a disk.

use std::path::{Path, PathBuf};

use zonal_compiler::compile;
use zonal_compiler::diagnostic::{Diagnostic, Severity};
use zonal_compiler::eval::Inputs;
use zonal_compiler::lower::ProviderKind;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::source::Sources;
use zonal_compiler::syntax::format::format;
use zonal_runtime::workspace::SETTINGS_FILE;

use crate::arguments::ZoneName;

/// A file, by its path below some folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Where.
    pub path: PathBuf,
    /// What is in it.
    pub text: String,
}

impl File {
    fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// The settings file, which makes a folder a workspace.
#[must_use]
pub fn settings() -> File {
    let text = "# Marks the root of the workspace. Every `*.zonal` file below it is one program.\n";
    File::new(SETTINGS_FILE, text)
}

/// The providers, the policy and a file for each zone.
#[must_use]
pub fn sources(zones: &[ZoneName], kinds: &[ProviderKind]) -> Vec<File> {
    let mut files = vec![File::new("infra.zonal", infrastructure(kinds))];
    files.extend(zones.iter().map(|zone| File::new(format!("{}.zonal", zone.0), records(zone, on(kinds)))));
    for file in &mut files {
        // What is written here can be formatted; if not, what is wrong with it is found by compiling it.
        file.text = format(&file.text).unwrap_or_else(|_| file.text.clone());
    }
    files
}

/// What is wrong with the sources: a name that no zone can have.
#[must_use]
pub fn mistake(files: &[File]) -> Option<Diagnostic> {
    let mut sources = Sources::new();
    for file in files {
        sources.add(file.path.display().to_string(), file.text.clone());
    }
    let found = compile::compile(&sources, &Inputs::default(), &Facts::default()).diagnostics;
    found.into_iter().find(|found| found.severity == Severity::Error)
}

fn infrastructure(kinds: &[ProviderKind]) -> String {
    let mut text = String::from("# Where the zones are, and the rules that they live by.\n\n");
    for kind in kinds {
        text.push_str(provider(*kind));
        text.push('\n');
    }
    if kinds.len() > 1 {
        let names: Vec<&str> = kinds.iter().copied().map(name).collect();
        text.push_str(&format!(
            "# A zone on it answers when one of them is down.\nprovider {TOGETHER} = {}\n\n",
            names.join(", ")
        ));
    }
    text + POLICY
}

/// What the zones stand on.
fn on(kinds: &[ProviderKind]) -> &'static str {
    match kinds {
        [kind] => name(*kind),
        _ => TOGETHER,
    }
}

/// The group of several providers.
const TOGETHER: &str = "public";

const fn name(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Route53 => "aws",
        ProviderKind::AzureDns => "azure",
        ProviderKind::Zonefile => "files",
    }
}

const fn provider(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Route53 => {
            "# Credentials are found where the AWS tools look for them: nothing secret stands here.\n\
             provider aws = route53 {}\n"
        }
        ProviderKind::AzureDns => {
            "# Put the name of your resource group here. Credentials are found where the Azure tools look for them.\n\
             provider azure = azure-dns {\n  subscription env(\"AZURE_SUBSCRIPTION_ID\")\n  \
             resource-group \"dns-prod-rg\"\n}\n"
        }
        ProviderKind::Zonefile => {
            "# BIND, Knot, NSD and PowerDNS load the files. Put the names of the servers that do here.\n\
             provider files = zonefile {\n  directory \"out\"\n  \
             nameservers ns1.dns.example., ns2.dns.example.\n}\n"
        }
    }
}

const POLICY: &str = "\
policy production default {
  ttl application 5m default       # what may have to move soon
  ttl infrastructure 1h for MX, TXT

  max-change 10%                   # a plan that changes more of a zone is refused
  confirm MX, NS, SOA              # these change only when somebody says so
}
";

fn records(zone: &ZoneName, on: &str) -> String {
    let name = &zone.0;
    format!(
        "# {name}: a record is its owner, its type and its values.\n\
         #\n\
         #   @    A      93.184.215.14                 the zone's own name\n\
         #   www  CNAME  @\n\
         #   @    MX     10 mail.example.net.          a name outside the zone ends with a dot\n\
         #   @    SPF    mx, fail\n\
         \n\
         zone {name} on {on} {{\n  hello TXT \"written in Zonal\"\n}}\n"
    )
}

/// The files that an answer to "where does it run" adds, below the repository's root.
#[must_use]
pub fn github(workspace: &Path) -> Vec<File> {
    let workflows = [
        ("dns-check.yml", include_str!("templates/dns-check.yml")),
        ("dns-deploy.yml", include_str!("templates/dns-deploy.yml")),
        ("dns-drift.yml", include_str!("templates/dns-drift.yml")),
    ];
    let folder = Path::new(".github/workflows");
    let workflow = |(name, text): (&str, &str)| File::new(folder.join(name), in_folder(text, workspace));
    workflows.into_iter().map(workflow).collect()
}

/// A workflow whose every use of the action names the workspace's folder.
fn in_folder(workflow: &str, workspace: &Path) -> String {
    const COMMAND: &str = "          command: ";
    if workspace.as_os_str().is_empty() {
        return workflow.to_owned();
    }
    let mut text = String::new();
    for line in workflow.lines() {
        text.push_str(line);
        text.push('\n');
        if line.starts_with(COMMAND) {
            text.push_str(&format!("          directory: {}\n", quoted(workspace)));
        }
    }
    text
}

/// GitLab's pipeline.
#[must_use]
pub fn gitlab(workspace: &Path) -> File {
    let text = include_str!("templates/gitlab-ci.yml");
    let here = if workspace.as_os_str().is_empty() { Path::new(".") } else { workspace };
    let named = format!("ZONAL_DIRECTORY: {}", quoted(here));
    File::new(".gitlab-ci.yml", text.replace("ZONAL_DIRECTORY: \".\"", &named))
}

/// The hooks.
#[must_use]
pub fn pre_commit() -> File {
    let text = include_str!("templates/pre-commit-config.yaml");
    File::new(".pre-commit-config.yaml", text.replace("v0.0.0", concat!("v", env!("CARGO_PKG_VERSION"))))
}

/// What VS Code recommends to whoever opens the folder.
#[must_use]
pub fn vscode() -> File {
    File::new(".vscode/extensions.json", include_str!("templates/vscode-extensions.json"))
}

/// A path as a string of YAML, and of JSON.
fn quoted(path: &Path) -> String {
    let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    serde_json::Value::String(parts.join("/")).to_string()
}

/// The line of `.gitignore` that keeps journals out of the repository.
pub const IGNORED: &str = ".zonal/";

/// A `.gitignore` with what Zonal keeps on disk, if it lacks that.
#[must_use]
pub fn ignoring(old: Option<&str>) -> Option<String> {
    let old = old.unwrap_or_default();
    let is_there =
        old.lines().any(|line| matches!(line.trim(), ".zonal" | ".zonal/" | "/.zonal" | "/.zonal/"));
    if is_there {
        return None;
    }
    let end = if old.is_empty() || old.ends_with('\n') { "" } else { "\n" };
    Some(format!("{old}{end}# Journals and snapshots of deploys.\n{IGNORED}\n"))
}
