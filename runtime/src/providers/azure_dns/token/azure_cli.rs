//! The Azure CLI's login, by asking `az` for a token.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde::Deserialize;
use tokio::process::Command;

use super::super::refusal::one_line;
use super::super::transport::Transport;
use super::entra::SecretText;
use super::ways::Environment;
use super::{Issued, Way, cannot};
use crate::error::Failure;

const WAY: &str = "the Azure CLI (`az account get-access-token`)";
/// `az` is slow to start, and renews its own token on the way.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long a token is used whose end `az` does not tell in a form that can be trusted.
const UNTOLD: Duration = Duration::from_secs(300);
#[cfg(windows)]
const PROGRAM: &str = "az.cmd";
#[cfg(not(windows))]
const PROGRAM: &str = "az";

/// Somebody who has run `az login`.
pub(super) struct AzureCli {
    program: PathBuf,
    arguments: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CliToken {
    access_token: SecretText,
    /// Seconds since 1970; `expiresOn` beside it is local time without a zone.
    #[serde(rename = "expires_on")]
    expires_on: Option<u64>,
}

impl AzureCli {
    /// The `az` of the search path, if there is one.
    pub(super) fn find(
        environment: &Environment,
        resource: &str,
        tenant: Option<String>,
        subscription: &str,
    ) -> Option<Self> {
        let path = environment.get("PATH")?;
        let program =
            std::env::split_paths(&path).map(|folder| folder.join(PROGRAM)).find(|az| az.is_file())?;
        let mut arguments: Vec<String> =
            ["account", "get-access-token", "--output", "json", "--resource"].map(str::to_owned).to_vec();
        arguments.push(format!("{resource}/"));
        // Without a tenant the subscription tells which one; `az` does not take both.
        let (option, value) = match tenant {
            Some(tenant) => ("--tenant", tenant),
            None => ("--subscription", subscription.to_owned()),
        };
        arguments.extend([option.to_owned(), value]);
        Some(Self { program, arguments })
    }

    async fn run(&self) -> Result<Vec<u8>, Failure> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::null()).kill_on_drop(true);
        let output = tokio::time::timeout(PATIENCE, command.output()).await.map_err(|_| {
            cannot(WAY, format!("no answer within {} s", PATIENCE.as_secs()))
                .help("run `az login` and see whether `az account show` answers")
        })?;
        let output =
            output.map_err(|error| cannot(WAY, format!("cannot start it: {}", error.kind())).cause(error))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = one_line(&String::from_utf8_lossy(&output.stderr));
        let said = if said.is_empty() { "it failed without a word" } else { &said };
        Err(cannot(WAY, said)
            .help("run `az login`, with `--tenant` if the subscription is in another tenant"))
    }
}

#[async_trait]
impl Way for AzureCli {
    fn words(&self) -> &'static str {
        "the Azure CLI (`az`)"
    }

    async fn issue(&self, _transport: &dyn Transport) -> Result<Issued, Failure> {
        let output = self.run().await?;
        let CliToken { access_token: SecretText(token), expires_on } = serde_json::from_slice(&output)
            .map_err(|_| cannot(WAY, "it printed no token").help("update the Azure CLI: `az upgrade`"))?;
        if token.expose_secret().is_empty() {
            return Err(cannot(WAY, "it printed an empty token").help("run `az login`"));
        }
        let end = expires_on.and_then(|end| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end)));
        let lifetime = end.and_then(|end| end.duration_since(SystemTime::now()).ok()).unwrap_or(UNTOLD);
        Ok(Issued { token, lifetime: lifetime.min(Duration::from_secs(86_400)) })
    }
}
