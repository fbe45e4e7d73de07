//! The Language Server Protocol: the only module that knows its types.

mod actions;
mod calls;
pub mod capabilities;
pub mod client;
mod completion;
pub mod convert;
mod diagnostics;
mod navigation;
mod publisher;
mod server;
mod show;
mod signature;
mod structure;
mod symbols;
mod tokens;
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

#[cfg(test)]
#[allow(clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tower_lsp::jsonrpc::Result;

    use super::*;

    impl Protocol {
        async fn panic_now(&self) -> Result<Value> {
            panic!("as asked")
        }

        async fn panic_later(&self) -> Result<Value> {
            tokio::task::yield_now().await;
            panic!("as asked")
        }
    }

    #[tokio::test]
    async fn a_panic_answers_its_request_with_an_error_and_nothing_else() {
        let (service, socket) = LspService::build(Protocol::new)
            .custom_method("test/panicNow", Protocol::panic_now)
            .custom_method("test/panicLater", Protocol::panic_later)
            .finish();
        let ((input, mut ours), (mut output, theirs)) =
            (tokio::io::duplex(1 << 16), tokio::io::duplex(1 << 16));
        let server = tokio::spawn(transport::run(input, theirs, service, socket));
        let mut said = String::new();
        for (id, method) in ["initialize", "test/panicNow", "test/panicLater", "shutdown"].iter().enumerate()
        {
            let mut body = json!({ "jsonrpc": "2.0", "id": id, "method": method });
            if id == 0 {
                body["params"] = json!({ "capabilities": {} });
            }
            let body = body.to_string();
            ours.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.unwrap();
            while !said.contains(&format!("\"id\":{id}")) {
                let mut bytes = [0; 4096];
                let read = output.read(&mut bytes).await.unwrap();
                said += std::str::from_utf8(&bytes[..read]).unwrap();
            }
        }
        drop(ours);
        assert_eq!(server.await.unwrap(), Ending::Abrupt);
        let bodies =
            said.split("Content-Length").filter_map(|part| part.find('{').map(|start| &part[start..]));
        let mut answers: Vec<Value> = bodies.map(|body| serde_json::from_str(body).unwrap()).collect();
        answers.sort_by_key(|answer| answer["id"].as_i64());
        let codes: Vec<&Value> = answers.iter().map(|answer| &answer["error"]["code"]).collect();
        assert_eq!(codes, [&Value::Null, &json!(-32603), &json!(-32603), &Value::Null]);
    }
}
