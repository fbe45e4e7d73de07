//! One HTTP exchange: what is sent, what comes back, and what is known if nothing does.
//!
//! No redirect is followed and no exchange is repeated here: a redirect would carry a token to another host, and
//! only the caller knows whether a second try is safe.

use std::error::Error;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use async_trait::async_trait;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, Method, NoProxy, Proxy};
use url::Url;

use super::address::is_plain;
use crate::error::{Failure, FailureKind};
use crate::providers::proxy::HttpsProxy;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(10);
/// The octets of an answer, at most. A page of 1,000 sets of 4,096 octets of text each has about 8 MiB.
const LONGEST: usize = 64 << 20;

/// A request. Its body may be a secret, so it does not print it.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) url: Url,
    /// Values that are secret are marked as sensitive.
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Vec<u8>,
    /// How long the whole exchange may take.
    pub(super) timeout: Duration,
}

/// A response, read to its end. Its body may be a token, so it does not print it.
#[derive(Clone, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// There is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lost {
    /// Whether the server may have got the request.
    pub(super) sent: Sent,
    /// What happened: lower case, without the URL.
    pub(super) why: String,
}

/// Whether a server may have got a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    /// It did not.
    No,
    /// Nobody knows.
    Perhaps,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.method, self.url.authority(), self.url.path())
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {} with {} octets", self.status, self.body.len())
    }
}

impl Answer {
    /// A header as text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Whether the status is one of success.
    pub(super) const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }
}

/// What carries calls to a server.
#[async_trait]
pub(super) trait Transport: fmt::Debug + Send + Sync {
    /// Sends a request and reads the response to its end.
    async fn send(&self, call: Call) -> Result<Answer, Lost>;
}

/// HTTP/1.1 and HTTP/2 over TLS, and plain HTTP for the addresses that [`is_plain`] allows.
#[derive(Debug)]
pub(super) struct Https {
    /// For plain HTTP: never through a proxy, which would see what it carries.
    plain: Client,
    /// Made when it is first needed: reading the system's certificates takes a while.
    tls: OnceLock<Result<Client, String>>,
    /// What TLS goes through, if there is something.
    proxy: Option<Proxy>,
    /// The longest time that any exchange may take, if there is one.
    longest: Option<Duration>,
}

impl Https {
    /// A transport with the certificates that the system trusts, through the proxy if there is one, and for every
    /// exchange the longest time that it may take.
    pub(super) fn new(longest: Option<Duration>, proxy: Option<&HttpsProxy>) -> Result<Self, Failure> {
        // An error says that there is a provider already, and any will do.
        drop(rustls::crypto::ring::default_provider().install_default());
        let plain = builder().tls_certs_only([]).build().map_err(|error| {
            let what = format!("cannot prepare connections to Azure: {}", reason(&error));
            Failure::new(FailureKind::Unavailable, what)
        })?;
        Ok(Self { plain, tls: OnceLock::new(), proxy: proxy.map(configured).transpose()?, longest })
    }

    /// The client for an address.
    fn client(&self, url: &Url) -> Result<&Client, Lost> {
        if is_plain(url) {
            return Ok(&self.plain);
        }
        let made = self.tls.get_or_init(|| {
            let client =
                self.proxy.iter().cloned().fold(builder().https_only(true), ClientBuilder::proxy).build();
            client.map_err(|error| {
                let why = reason(&error);
                format!(
                    "cannot use TLS: {why}; check the system's certificates, and SSL_CERT_FILE if it is set"
                )
            })
        });
        made.as_ref().map_err(|why| Lost { sent: Sent::No, why: why.clone() })
    }
}

/// A proxy as the client takes it.
fn configured(proxy: &HttpsProxy) -> Result<Proxy, Failure> {
    let exceptions = proxy.exceptions.as_deref().and_then(NoProxy::from_string);
    Ok(Proxy::https(&proxy.url).map_err(|_| proxy.unusable())?.no_proxy(exceptions))
}

/// A client that takes no proxy from the environment by itself.
fn builder() -> ClientBuilder {
    Client::builder()
        .no_proxy()
        .redirect(Policy::none())
        .connect_timeout(CONNECT)
        .user_agent(concat!("zonal/", env!("CARGO_PKG_VERSION")))
}

#[async_trait]
impl Transport for Https {
    async fn send(&self, call: Call) -> Result<Answer, Lost> {
        let client = self.client(&call.url)?;
        let timeout = self.longest.map_or(call.timeout, |longest| call.timeout.min(longest));
        let mut request = client.request(call.method, call.url).timeout(timeout).body(call.body);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|error| lost(&error, timeout))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: Vec::new(),
        };
        while let Some(chunk) = response.chunk().await.map_err(|error| lost(&error, timeout))? {
            if answer.body.len() + chunk.len() > LONGEST {
                let why = format!("the answer is longer than {} MiB", LONGEST >> 20);
                return Err(Lost { sent: Sent::Perhaps, why });
            }
            answer.body.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

fn lost(error: &reqwest::Error, timeout: Duration) -> Lost {
    let sent = if error.is_connect() || error.is_builder() { Sent::No } else { Sent::Perhaps };
    let why = if error.is_timeout() {
        let seconds = if error.is_connect() { CONNECT } else { timeout }.as_secs();
        format!("no answer within {seconds} s")
    } else {
        reason(error)
    };
    Lost { sent, why }
}

/// The innermost cause, which says what happened and holds no URL.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let text = cause.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    // Without a cause the error is the outermost, which names the URL; a URL may hold what others had better not see.
    if error.source().is_none() { "the request was refused".to_owned() } else { text.to_lowercase() }
}
