//! Azure Resource Manager: one exchange within the limits and with a token, repeated only where Azure itself says
//! that nothing was done.

use std::collections::VecDeque;
use std::time::{Duration, SystemTime};

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use serde_json::Value;
use url::Url;
use zonal_compiler::dns::name::Name;

use super::limits::{Action, Limits, Permit};
use super::refusal::{Class, Refusal};
use super::token::{LoggedIn, Login, Token};
use super::transport::{Answer, Call, Lost, Sent, Transport};
use super::waiting::{self, Patience};
use crate::error::{Failure, FailureKind};

/// How long one exchange may take. Azure DNS answers a write within a second or so.
const EXCHANGE: Duration = Duration::from_secs(30);
/// How often a request is repeated that Azure refused for its rate.
const THROTTLES: usize = 30;
/// How often a request is repeated while another operation runs, about two minutes in all.
const BUSY: usize = 8;
/// How often a connection is tried again.
const CONNECTIONS: usize = 4;
/// How often a read is repeated whose answer was lost.
const READS: usize = 5;

/// Azure Resource Manager with a login.
#[derive(Debug)]
pub(super) struct Arm {
    login: Login,
    limits: Limits,
    transport: Box<dyn Transport>,
}

/// A request to Azure Resource Manager.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    /// The zone whose limits it counts against.
    pub(super) zone: &'a Name,
    pub(super) action: Action,
    pub(super) method: Method,
    pub(super) url: Url,
    /// The condition on what is there now.
    pub(super) guard: Option<Guard<'a>>,
    pub(super) body: Option<&'a Value>,
}

/// A condition of a write (RFC 9110 section 13.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guard<'a> {
    /// There must be nothing yet: `If-None-Match: *`.
    Absent,
    /// It must have this etag: `If-Match`. Azure's are not in quotes and go back as they came.
    Etag(&'a str),
}

/// Why there is no answer of success.
#[derive(Debug)]
pub(super) enum Trouble {
    /// It was not sent, or it is certain that it was not carried out: nobody is logged in, somebody wants an end.
    Halted(Failure),
    /// Azure said no.
    Refused(Refusal),
    /// Nothing came back.
    Lost(Lost),
}

impl Arm {
    pub(super) const fn new(transport: Box<dyn Transport>, login: Login, limits: Limits) -> Self {
        Self { login, limits, transport }
    }

    /// Logs in, and says by which way and as whom.
    pub(super) async fn log_in(&self) -> Result<LoggedIn, Failure> {
        self.login.examine(&*self.transport).await
    }

    /// Takes places within the limits beforehand, for requests that must not wait once their time has come: for all of
    /// them or none.
    pub(super) async fn reserve(
        &self,
        zone: &Name,
        actions: &[Action],
        patience: &dyn Patience,
    ) -> Result<VecDeque<Permit>, Failure> {
        waiting::permits(&self.limits, zone, actions, patience).await.map_err(|_| interrupted())
    }

    /// Sends a request, in its reserved place if it has one. It is repeated where that is safe whatever it does: after a refusal for its rate or for
    /// another operation, once with a new token, and if no connection came about.
    pub(super) async fn exchange(
        &self,
        ask: &Ask<'_>,
        mut reserved: Option<Permit>,
        patience: &dyn Patience,
    ) -> Result<Answer, Trouble> {
        let mut tries = Tries::new();
        loop {
            let (token, result) = self.once(ask, reserved.take(), patience).await?;
            let trouble = match result {
                Ok(answer) if answer.is_success() => return Ok(answer),
                Ok(answer) => Trouble::Refused(Refusal::of(&answer, SystemTime::now())),
                Err(lost) => Trouble::Lost(lost),
            };
            let Some(next) = tries.next(&trouble) else { return Err(with_skew(trouble, &token)) };
            let delay = match next {
                Next::After(delay) => delay,
                Next::Paused(time) => {
                    self.limits.pause(ask.zone, time);
                    Duration::ZERO
                }
                Next::Renewed => {
                    self.login.discard(&token).await;
                    Duration::ZERO
                }
            };
            waiting::pause(delay, patience).await.map_err(|_| Trouble::Halted(interrupted()))?;
        }
    }

    /// As [`exchange`](Self::exchange), for what changes nothing: a lost answer is asked for again.
    pub(super) async fn read(&self, ask: &Ask<'_>, patience: &dyn Patience) -> Result<Answer, Trouble> {
        let mut delays = waiting::backoff(READS);
        loop {
            let trouble = match self.exchange(ask, None, patience).await {
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            let asked = match &trouble {
                Trouble::Lost(Lost { sent: Sent::Perhaps, .. }) => None,
                Trouble::Refused(refusal) if refusal.class() == Class::Broken => refusal.retry_after,
                Trouble::Refused(_) | Trouble::Lost(_) | Trouble::Halted(_) => return Err(trouble),
            };
            let Some(delay) = delays.next() else { return Err(trouble) };
            let delay = asked.map_or(delay, |asked| asked.min(waiting::LONGEST));
            waiting::pause(delay, patience).await.map_err(|_| Trouble::Halted(interrupted()))?;
        }
    }

    /// One request and what came of it.
    async fn once(
        &self,
        ask: &Ask<'_>,
        reserved: Option<Permit>,
        patience: &dyn Patience,
    ) -> Result<(Token, Result<Answer, Lost>), Trouble> {
        // The token first: it may take a while, and a place within the limits should not be held for it.
        let token = self.login.token(&*self.transport).await.map_err(Trouble::Halted)?;
        let permit = match reserved {
            Some(permit) => Some(permit),
            None => {
                let taken = self.reserve(ask.zone, &[ask.action], patience).await;
                taken.map_err(Trouble::Halted)?.pop_front()
            }
        };
        let result = self.transport.send(ask.call(&token)).await;
        if let (Ok(answer), Some(permit)) = (&result, &permit) {
            permit.answered(answer);
        }
        Ok((token, result))
    }
}

impl Ask<'_> {
    fn call(&self, token: &Token) -> Call {
        let mut headers: Vec<(HeaderName, HeaderValue)> = vec![
            (AUTHORIZATION, token.bearer.clone()),
            (ACCEPT, HeaderValue::from_static("application/json")),
        ];
        match self.guard {
            Some(Guard::Absent) => {
                headers.push((reqwest::header::IF_NONE_MATCH, HeaderValue::from_static("*")));
            }
            // An etag that is no header value guards nothing; a value that is none's etag refuses the write.
            Some(Guard::Etag(etag)) => headers.push((
                reqwest::header::IF_MATCH,
                HeaderValue::from_str(etag).unwrap_or(HeaderValue::from_static("no-etag")),
            )),
            None => {}
        }
        if self.body.is_some() {
            headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
        }
        let body = self.body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        Call { method: self.method.clone(), url: self.url.clone(), headers, body, timeout: EXCHANGE }
    }
}

/// How often a request may still be repeated, by the reason for it.
struct Tries {
    throttles: usize,
    renewals: usize,
    busy: Box<dyn Iterator<Item = Duration> + Send>,
    connections: Box<dyn Iterator<Item = Duration> + Send>,
}

/// What comes before a request is repeated.
enum Next {
    /// Some time.
    After(Duration),
    /// A pause of the whole zone.
    Paused(Duration),
    /// A new token.
    Renewed,
}

impl Tries {
    fn new() -> Self {
        let (busy, connections) = (waiting::backoff(BUSY), waiting::backoff(CONNECTIONS));
        Self { throttles: THROTTLES, renewals: 1, busy: Box::new(busy), connections: Box::new(connections) }
    }

    /// What comes next; `None` if the trouble stands.
    fn next(&mut self, trouble: &Trouble) -> Option<Next> {
        let refusal = match trouble {
            Trouble::Lost(Lost { sent: Sent::No, .. }) => return self.connections.next().map(Next::After),
            Trouble::Lost(_) | Trouble::Halted(_) => return None,
            Trouble::Refused(refusal) => refusal,
        };
        match refusal.class() {
            Class::Throttled => {
                self.throttles = self.throttles.checked_sub(1)?;
                let time = refusal.retry_after.or_else(|| self.busy.next())?;
                (time <= waiting::LONGEST).then_some(Next::Paused(time))
            }
            Class::Busy => {
                let time = self.busy.next()?;
                Some(Next::After(refusal.retry_after.map_or(time, |asked| asked.max(time))))
            }
            Class::Unauthorized => {
                self.renewals = self.renewals.checked_sub(1)?;
                Some(Next::Renewed)
            }
            Class::Missing | Class::Precondition | Class::Conflict | Class::Broken | Class::Refused => None,
        }
    }
}

/// The failure of what somebody wanted to end.
pub(super) fn interrupted() -> Failure {
    Failure::new(FailureKind::Unavailable, "the run was interrupted")
}

/// A token that does not hold yet explains why Azure did not take it.
fn with_skew(trouble: Trouble, token: &Token) -> Trouble {
    let Trouble::Refused(refusal) = trouble else { return trouble };
    if refusal.class() != Class::Unauthorized {
        return Trouble::Refused(refusal);
    }
    Trouble::Refused(Refusal { skew: refusal.skew.or(token.skew), ..refusal })
}
