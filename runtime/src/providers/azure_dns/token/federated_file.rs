//! A token that the platform keeps fresh in a file: Kubernetes workload identity.

use std::path::PathBuf;

use async_trait::async_trait;
use secrecy::SecretString;

use super::super::transport::Transport;
use super::entra::{Entra, Proof};
use super::{Issued, Way, cannot};
use crate::error::Failure;

/// An application that trusts whoever issued the token in a file.
pub(super) struct FederatedFile {
    pub(super) entra: Entra,
    pub(super) path: PathBuf,
}

#[async_trait]
impl Way for FederatedFile {
    fn words(&self) -> &'static str {
        self.entra.way
    }

    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        // Read each time: the platform replaces it before it ends.
        let text = std::fs::read_to_string(&self.path).map_err(|error| {
            let reason = Failure::io(&self.path, "read", error);
            cannot(self.entra.way, format!("{}: {}", self.path.display(), reason.what()))
                .help("AZURE_FEDERATED_TOKEN_FILE must name the file that holds the token")
        })?;
        if text.trim().is_empty() {
            return Err(cannot(self.entra.way, format!("{} is empty", self.path.display()))
                .help("AZURE_FEDERATED_TOKEN_FILE must name the file that holds the token"));
        }
        let assertion = SecretString::from(text.trim());
        self.entra.trade(transport, Proof::Assertion(&assertion)).await
    }
}
