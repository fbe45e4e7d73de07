//! A client on the other end of a pipe.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf};
use tokio::task::JoinHandle;
use zonal_lsp::protocol::{self, Ending};

/// Long enough for any machine: a test that gets here has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// What an editor of today says it can do, as far as the server acts on it.
pub fn modern() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "workspaceFolders": true,
            "diagnostics": { "refreshSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true }
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "codeDescriptionSupport": true },
            "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["quickfix"] } } },
            "completion": { "completionItem": { "snippetSupport": true } },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true }
        }
    })
}

pub struct Editor {
    output: WriteHalf<DuplexStream>,
    input: BufReader<ReadHalf<DuplexStream>>,
    server: JoinHandle<Ending>,
    next_id: i64,
    answers: BTreeMap<i64, Value>,
    /// What was last published, by address: version and diagnostics.
    pub published: BTreeMap<String, (Option<i64>, Vec<Value>)>,
    /// The methods of every other message that the server sent by itself.
    pub told: Vec<Value>,
    /// Whether requests of the server are answered.
    pub answers_requests: bool,
}

impl Editor {
    /// A client that has introduced itself with these capabilities and folders.
    pub async fn start(capabilities: Value, folders: &[&Path]) -> Self {
        let mut editor = Self::connect();
        let folders: Vec<Value> =
            folders.iter().map(|folder| json!({ "uri": uri(folder), "name": "w" })).collect();
        let params = json!({ "processId": null, "capabilities": capabilities, "workspaceFolders": folders });
        let answer = editor.request("initialize", params).await;
        assert!(answer["capabilities"].is_object(), "{answer}");
        editor.notify("initialized", json!({})).await;
        editor
    }

    /// A client that has said nothing yet.
    pub fn connect() -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (read, write) = tokio::io::split(theirs);
        let server = tokio::spawn(protocol::serve(read, write));
        let (input, output) = tokio::io::split(ours);
        Self {
            output,
            input: BufReader::new(input),
            server,
            next_id: 0,
            answers: BTreeMap::new(),
            published: BTreeMap::new(),
            told: Vec::new(),
            answers_requests: true,
        }
    }

    pub async fn send_bytes(&mut self, bytes: &[u8]) {
        self.output.write_all(bytes).await.unwrap();
    }

    pub async fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
    }

    pub async fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Asks, without waiting for the answer.
    pub async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })).await;
        id
    }

    /// The answer to a question: its result, or its error.
    pub async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        while !self.answers.contains_key(&id) {
            self.receive().await;
        }
        let mut answer = self.answers.remove(&id).unwrap();
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].take()),
        }
    }

    pub async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        self.answer(id).await.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub async fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "zonal", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Replaces a range, or everything.
    pub async fn change(&mut self, uri: &str, version: i64, range: Option<[u64; 4]>, text: &str) {
        let mut change = json!({ "text": text });
        if let Some([line, character, end_line, end_character]) = range {
            change["range"] = json!({
                "start": { "line": line, "character": character },
                "end": { "line": end_line, "character": end_character }
            });
        }
        let params =
            json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": [change] });
        self.notify("textDocument/didChange", params).await;
    }

    /// The diagnostics of a version of a document, once they are published.
    pub async fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            match self.published.get(uri) {
                Some((Some(known), found)) if *known == version => return found.clone(),
                _ => self.receive().await,
            }
        }
    }

    /// The names of the diagnostics of a version of a document, once they are published.
    pub async fn names(&mut self, uri: &str, version: i64) -> Vec<String> {
        names(&self.diagnostics(uri, version).await)
    }

    /// Takes what the server says until it satisfies.
    pub async fn until(&mut self, satisfied: impl Fn(&Self) -> bool) {
        while !satisfied(self) {
            self.receive().await;
        }
    }

    /// Ends the conversation as the protocol has it.
    pub async fn end(mut self) -> Ending {
        self.request("shutdown", Value::Null).await;
        self.notify("exit", Value::Null).await;
        tokio::time::timeout(PATIENCE, self.server).await.expect("the server ends").unwrap()
    }

    /// Takes the next message of the server.
    async fn receive(&mut self) {
        let message =
            tokio::time::timeout(PATIENCE, read(&mut self.input)).await.expect("the server says something");
        let method = message["method"].as_str().unwrap_or_default().to_owned();
        match (method.as_str(), message.get("id")) {
            ("textDocument/publishDiagnostics", _) => {
                let params = &message["params"];
                let found = params["diagnostics"].as_array().unwrap().clone();
                let uri = params["uri"].as_str().unwrap().to_owned();
                self.published.insert(uri, (params["version"].as_i64(), found));
            }
            ("", Some(id)) => {
                self.answers.insert(id.as_i64().unwrap_or(-1), message);
            }
            (_, id) => {
                let id = id.cloned();
                self.told.push(message);
                if let Some(id) = id.filter(|_| self.answers_requests) {
                    self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": null })).await;
                }
            }
        }
    }
}

async fn read(input: &mut BufReader<ReadHalf<DuplexStream>>) -> Value {
    let mut length = 0;
    loop {
        let mut line = String::new();
        assert!(input.read_line(&mut line).await.unwrap() > 0, "the server went away");
        match line.trim().strip_prefix("Content-Length: ") {
            Some(value) => length = value.parse().unwrap(),
            None => break,
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).await.unwrap();
    serde_json::from_slice(&body).unwrap()
}

pub fn names(found: &[Value]) -> Vec<String> {
    found.iter().map(|found| found["code"].as_str().unwrap_or("no name").to_owned()).collect()
}

pub fn uri(path: &Path) -> String {
    url::Url::from_file_path(path).unwrap().to_string()
}

/// A folder that holds these files, and an empty `zonal.toml`.
pub fn workspace(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("zonal.toml"), "").unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Two providers that need no account.
pub const PROVIDERS: &str = "\
provider a = zonefile { directory \"out/a\" }
provider b = zonefile { directory \"out/b\" }
";
