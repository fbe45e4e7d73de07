//! Messages in and out: framing, order, and what becomes of a message that is none.
//!
//! Each message is handed over before the next is read, up to the first point at which its handler waits. Handlers
//! send to the session before they wait, so the session sees everything in the client's order. The rest of a handler
//! runs in a task of its own: a panic there answers that request with an error, and nothing else.

use std::panic::AssertUnwindSafe;

use futures_util::future::{FutureExt, poll_fn};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tokio::sync::mpsc;
use tower::Service;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};

/// The largest message that is read, in bytes.
const MAX_MESSAGE: usize = 512 << 20;
/// The longest header line that is read, in bytes.
const MAX_HEADER: u64 = 8 << 10;
/// The messages that wait for a client that does not read; a sender waits with them.
const QUEUE: usize = 64;

/// How a conversation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// `shutdown`, then `exit`.
    Orderly,
    /// `exit` without `shutdown`, or a client that went away.
    Abrupt,
}

/// A message as it was framed.
#[derive(Debug, PartialEq, Eq)]
enum Frame {
    Body(Vec<u8>),
    Malformed,
    End,
}

/// What a body is, found out without taking it apart.
#[derive(Deserialize)]
struct Shape {
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    result: Option<IgnoredAny>,
    #[serde(default)]
    error: Option<IgnoredAny>,
}

/// What a client says.
enum Message {
    /// A request or a notification.
    Request(Request),
    Response(Response),
    /// An answer that cannot be read, which is no question to be refused.
    Unreadable,
}

/// Talks to one client until it says `exit` or goes away.
pub async fn run<S: LanguageServer>(
    input: impl AsyncRead + Unpin + Send,
    output: impl AsyncWrite + Unpin + Send + 'static,
    mut service: LspService<S>,
    socket: ClientSocket,
) -> Ending {
    let (requests, answers) = socket.split();
    let (send, queue) = mpsc::channel(QUEUE);
    let writer = tokio::spawn(write(output, queue));
    let forwarder = tokio::spawn(forward(requests, send.clone()));
    let ending = converse(&mut BufReader::new(input), &mut service, answers, &send).await;
    forwarder.abort();
    drop(send);
    // A client that is gone cannot be written to; its tasks are ended with it.
    let patience = std::time::Duration::from_secs(1);
    let _ = tokio::time::timeout(patience, writer).await;
    ending
}

/// Sends the client what the server asks and tells of its own accord.
async fn forward(mut requests: impl Stream<Item = Request> + Unpin, send: mpsc::Sender<Vec<u8>>) {
    while let Some(request) = requests.next().await {
        if send.send(encode(&request)).await.is_err() {
            return;
        }
    }
}

/// Reads messages and hands them over, until `exit` or the end.
async fn converse<S: LanguageServer>(
    input: &mut (impl AsyncBufRead + Unpin),
    service: &mut LspService<S>,
    mut answers: impl Sink<Response> + Unpin,
    send: &mpsc::Sender<Vec<u8>>,
) -> Ending {
    let mut is_shut_down = false;
    loop {
        let body = match read(input).await {
            Frame::Body(body) => body,
            Frame::Malformed => {
                refuse(send, Id::Null, Error::parse_error()).await;
                continue;
            }
            Frame::End => return Ending::Abrupt,
        };
        match message(&body) {
            Ok(Message::Request(request)) => {
                let method = request.method().to_owned();
                is_shut_down |= method == "shutdown";
                call(service, request, send).await;
                if method == "exit" {
                    return if is_shut_down { Ending::Orderly } else { Ending::Abrupt };
                }
            }
            Ok(Message::Response(response)) => {
                // It answers a question that nobody asks any more, at worst.
                let _ = answers.send(response).await;
            }
            Ok(Message::Unreadable) => {}
            Err((id, error)) => refuse(send, id, error).await,
        }
    }
}

/// Takes a body apart; the error is to be told under the identifier.
fn message(body: &[u8]) -> Result<Message, (Id, Error)> {
    let shape: Shape = serde_json::from_slice(body).map_err(|error| {
        (Id::Null, if error.is_data() { Error::invalid_request() } else { Error::parse_error() })
    })?;
    if shape.method.is_some() {
        let request = serde_json::from_slice(body);
        return request
            .map(Message::Request)
            .map_err(|_| (shape.id.unwrap_or_default(), Error::invalid_request()));
    }
    if shape.result.is_none() && shape.error.is_none() && shape.id.is_none() {
        return Err((Id::Null, Error::invalid_request()));
    }
    Ok(serde_json::from_slice(body).map_or(Message::Unreadable, Message::Response))
}

/// Hands a message over. What the handler does after it first waits is done beside the messages that follow.
async fn call<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
    send: &mpsc::Sender<Vec<u8>>,
) {
    let id = request.id().cloned();
    let is_first = request.method() == "initialize";
    // The service is ready at all times but while it is being initialized, which is waited for below.
    if poll_fn(|context| service.poll_ready(context)).now_or_never().is_none_or(|ready| ready.is_err()) {
        if let Some(id) = id {
            refuse(send, id, Error::invalid_request()).await;
        }
        return;
    }
    let mut handling = AssertUnwindSafe(service.call(request)).catch_unwind().boxed();
    let first = poll_fn(|context| std::task::Poll::Ready(handling.poll_unpin(context))).await;
    let outcome = match first {
        std::task::Poll::Ready(outcome) => outcome,
        std::task::Poll::Pending if is_first => handling.await,
        std::task::Poll::Pending => {
            let send = send.clone();
            tokio::spawn(async move {
                answer(&send, id, handling.await.ok().map(|done| done.ok().flatten())).await
            });
            return;
        }
    };
    answer(send, id, outcome.ok().map(|done| done.ok().flatten())).await;
}

/// Sends the answer to a request; `None` for a handler that panicked.
async fn answer(send: &mpsc::Sender<Vec<u8>>, id: Option<Id>, outcome: Option<Option<Response>>) {
    match (outcome, id) {
        (Some(Some(response)), _) => {
            // The client may be gone.
            let _ = send.send(encode(&response)).await;
        }
        (None, Some(id)) => refuse(send, id, Error::internal_error()).await,
        (Some(None) | None, _) => {}
    }
}

async fn refuse(send: &mpsc::Sender<Vec<u8>>, id: Id, error: Error) {
    // The client may be gone.
    let _ = send.send(encode(&Response::from_error(id, error))).await;
}

fn encode(message: &impl serde::Serialize) -> Vec<u8> {
    // Messages are maps with text for keys, which JSON can say.
    let body = serde_json::to_vec(message).unwrap_or_default();
    let mut framed = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    framed.extend(body);
    framed
}

async fn write(mut output: impl AsyncWrite + Unpin, mut queue: mpsc::Receiver<Vec<u8>>) {
    while let Some(message) = queue.recv().await {
        if output.write_all(&message).await.is_err() || output.flush().await.is_err() {
            return;
        }
    }
}

/// Reads one message. After one that cannot be framed, the next header that has a length begins the next.
async fn read(input: &mut (impl AsyncBufRead + Unpin)) -> Frame {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        match (&mut *input).take(MAX_HEADER).read_until(b'\n', &mut line).await {
            Ok(1..) => {}
            Ok(0) | Err(_) => return Frame::End,
        }
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() {
            match length {
                Some(length) => return read_body(input, length).await,
                None => return Frame::Malformed,
            }
        }
        // Garbage may stand before a header on one line.
        let lower = text.to_ascii_lowercase();
        if let Some((_, value)) = lower.split_once("content-length:") {
            length = value.trim().parse::<usize>().ok();
        }
    }
}

async fn read_body(input: &mut (impl AsyncBufRead + Unpin), length: usize) -> Frame {
    if length > MAX_MESSAGE {
        let mut rest = (&mut *input).take(length as u64);
        let skipped = tokio::io::copy_buf(&mut rest, &mut tokio::io::sink()).await;
        return if skipped.is_ok() { Frame::Malformed } else { Frame::End };
    }
    let mut body = Vec::new();
    match (&mut *input).take(length as u64).read_to_end(&mut body).await {
        Ok(read) if read == length => Frame::Body(body),
        Ok(_) | Err(_) => Frame::End,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn frames(mut input: &[u8]) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            match read(&mut input).await {
                Frame::End => return frames,
                frame @ (Frame::Body(_) | Frame::Malformed) => frames.push(frame),
            }
        }
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[tokio::test]
    async fn a_message_after_garbage_is_read() {
        let good = "Content-Length: 2\r\n\r\n{}";
        assert_eq!(frames(format!("{good}{good}").as_bytes()).await, [body("{}"), body("{}")]);
        assert_eq!(
            frames(format!("nonsense\r\n\r\n{good}").as_bytes()).await,
            [Frame::Malformed, body("{}")]
        );
        assert_eq!(frames(format!("nonsense{good}").as_bytes()).await, [body("{}")]);
        let typed = "content-length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}";
        assert_eq!(frames(typed.as_bytes()).await, [body("{}")]);
        assert_eq!(
            frames(format!("Content-Length: many\r\n\r\n{good}").as_bytes()).await,
            [Frame::Malformed, body("{}")]
        );
        assert_eq!(frames(b"Content-Length: 5\r\n\r\n{}").await, []);
    }
}
