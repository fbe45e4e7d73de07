//! An application's secret, from `AZURE_CLIENT_SECRET`.

use async_trait::async_trait;
use secrecy::SecretString;

use super::super::transport::Transport;
use super::entra::{Entra, Proof};
use super::{Issued, Way};
use crate::error::Failure;

/// An application and its secret.
pub(super) struct ClientSecret {
    pub(super) entra: Entra,
    pub(super) secret: SecretString,
}

#[async_trait]
impl Way for ClientSecret {
    fn words(&self) -> &'static str {
        self.entra.way
    }

    async fn issue(&self, transport: &dyn Transport) -> Result<Issued, Failure> {
        self.entra.trade(transport, Proof::Secret(&self.secret)).await
    }
}
