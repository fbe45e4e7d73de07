//! Which way to log in there is.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use url::Url;

use super::super::address;
use super::super::transport::Transport;
use super::azure_cli::AzureCli;
use super::client_secret::ClientSecret;
use super::entra::Entra;
use super::federated_file::FederatedFile;
use super::github::{AUDIENCE, Github, Job};
use super::managed_identity::{AppService, InstanceMetadata};
use super::{Way, cannot};
use crate::error::{Failure, FailureKind};

/// Where variables are read. An empty one is as good as none.
#[derive(Clone)]
pub(in super::super) struct Environment(Arc<Variable>);

type Variable = dyn Fn(&str) -> Option<String> + Send + Sync;

/// Who logs in, as far as it is known before a way is chosen.
#[derive(Debug)]
pub(in super::super) struct Account {
    /// The server of Microsoft Entra.
    pub(in super::super) authority: Url,
    /// What the token is for, without a final slash: `https://management.azure.com`.
    pub(in super::super) audience: String,
    /// The `tenant` setting.
    pub(in super::super) tenant: Option<String>,
    /// The `client-id` setting.
    pub(in super::super) client_id: Option<String>,
    /// The subscription, by which the Azure CLI finds the right account.
    pub(in super::super) subscription: String,
    pub(in super::super) environment: Environment,
}

impl Account {
    /// Tells callers apart, as far as Azure counts their requests apart.
    pub(in super::super) fn caller(&self) -> String {
        let or = |setting: &Option<String>, variable: &str| {
            setting.clone().or_else(|| self.environment.get(variable)).unwrap_or_default()
        };
        let (tenant, client) = (or(&self.tenant, "AZURE_TENANT_ID"), or(&self.client_id, "AZURE_CLIENT_ID"));
        format!("{} {tenant} {client}", self.authority).to_ascii_lowercase()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    pub(in super::super) fn new(variable: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(variable))
    }

    pub(in super::super) fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.trim().is_empty())
    }

    fn secret(&self, name: &str) -> Option<SecretString> {
        self.get(name).map(SecretString::from)
    }
}

impl Account {
    /// The first way whose means are there.
    pub(super) async fn choose(&self, transport: &dyn Transport) -> Result<Box<dyn Way>, Failure> {
        let env = &self.environment;
        if let Some(secret) = env.secret("AZURE_CLIENT_SECRET") {
            let entra = self.entra("a client secret (AZURE_CLIENT_SECRET)")?;
            return Ok(Box::new(ClientSecret { entra, secret }));
        }
        if let Some(path) = env.get("AZURE_FEDERATED_TOKEN_FILE") {
            let entra = self.entra("a federated token (AZURE_FEDERATED_TOKEN_FILE)")?;
            return Ok(Box::new(FederatedFile { entra, path: PathBuf::from(path) }));
        }
        // A job may have the right to ask for tokens and still log in by other means: without an application to
        // log in as, those are taken.
        let github = (env.get("ACTIONS_ID_TOKEN_REQUEST_URL"), env.secret("ACTIONS_ID_TOKEN_REQUEST_TOKEN"));
        if let ((Some(url), Some(token)), Some(_)) = (github, self.client_id()) {
            let entra = self.entra("a GitHub job's token (ACTIONS_ID_TOKEN_REQUEST_URL)")?;
            let url = Job::address(&url, AUDIENCE)?;
            let job = Job { way: entra.way, url, token };
            return Ok(Box::new(Github { entra, job }));
        }
        if let (Some(url), Some(header)) = (env.get("IDENTITY_ENDPOINT"), env.secret("IDENTITY_HEADER")) {
            let url = address::parse_platform(&url, "IDENTITY_ENDPOINT")?;
            let (resource, client_id) = (self.audience.clone(), self.client_id());
            return Ok(Box::new(AppService { url, header, resource, client_id }));
        }
        let metadata = InstanceMetadata::new(env, &self.audience, self.client_id())?;
        if metadata.is_there(transport).await {
            return Ok(Box::new(metadata));
        }
        match AzureCli::find(env, &self.audience, self.tenant(), &self.subscription) {
            Some(azure_cli) => Ok(Box::new(azure_cli)),
            None => Err(self.no_way()),
        }
    }

    fn tenant(&self) -> Option<String> {
        self.tenant.clone().or_else(|| self.environment.get("AZURE_TENANT_ID"))
    }

    fn client_id(&self) -> Option<String> {
        self.client_id.clone().or_else(|| self.environment.get("AZURE_CLIENT_ID"))
    }

    /// The application to log in as; what is missing is named with the variable that mends it.
    fn entra(&self, way: &'static str) -> Result<Entra, Failure> {
        let missing = |what: &str, setting: &str, variable: &str| {
            cannot(way, format!("{what} is not known"))
                .help(format!("set the variable `{variable}`, or `{setting}` in the provider's block"))
        };
        let tenant = self.tenant().ok_or_else(|| missing("the Entra tenant", "tenant", "AZURE_TENANT_ID"))?;
        let client_id =
            self.client_id().ok_or_else(|| missing("the application", "client-id", "AZURE_CLIENT_ID"))?;
        Ok(Entra {
            way,
            authority: self.authority.clone(),
            tenant,
            client_id,
            scope: format!("{}/.default", self.audience),
        })
    }

    fn no_way(&self) -> Failure {
        let in_job = self.environment.get("GITHUB_ACTIONS").is_some();
        let has_right = self.environment.get("ACTIONS_ID_TOKEN_REQUEST_URL").is_some();
        let help = match (in_job, has_right) {
            (true, false) => {
                "give the GitHub job `permissions: id-token: write`, and set AZURE_TENANT_ID and AZURE_CLIENT_ID to an application with a federated credential for it"
            }
            (true, true) => {
                "set AZURE_TENANT_ID and AZURE_CLIENT_ID to an application with a federated credential for this GitHub job"
            }
            (false, _) => {
                "run `az login`, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_FEDERATED_TOKEN_FILE), or run it where there is a managed identity"
            }
        };
        let what = "found no way to log in to Azure: no client secret, federated token, GitHub job's token or managed identity, and no `az` command";
        Failure::new(FailureKind::Unavailable, what).help(help)
    }
}
