//! The Language Server Protocol over standard input and output.

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InitializeParams, InitializeResult, ServerInfo};
use tower_lsp::{LanguageServer, LspService, Server};

/// The server as its client sees it. It announces no capability that it does not have yet.
struct Protocol;

impl LanguageServer for Protocol {
    async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        Ok(InitializeResult {
            server_info: Some(ServerInfo { name: "zonal".to_owned(), version }),
            ..InitializeResult::default()
        })
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }
}

/// Serves one client on standard input and output until it says `exit`.
pub async fn serve_stdio() {
    let (service, socket) = LspService::new(|_client| Protocol);
    Server::new(tokio::io::stdin(), tokio::io::stdout(), socket).serve(service).await;
}
