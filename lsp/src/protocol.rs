//! The Language Server Protocol: the only module that knows its types.

mod actions;
pub mod capabilities;
pub mod client;
pub mod convert;
mod diagnostics;
mod publisher;
mod server;
mod transport;

use tokio::io::{AsyncRead, AsyncWrite};
use tower_lsp::LspService;

use self::server::Protocol;

pub use self::transport::Ending;

/// Serves one client on standard input and output until it says `exit` or goes away.
pub async fn serve_stdio() -> Ending {
    serve(tokio::io::stdin(), tokio::io::stdout()).await
}

/// Serves one client until it says `exit` or goes away.
pub async fn serve(
    input: impl AsyncRead + Unpin + Send,
    output: impl AsyncWrite + Unpin + Send + 'static,
) -> Ending {
    let (service, socket) = LspService::new(Protocol::new);
    transport::run(input, output, service, socket).await
}
