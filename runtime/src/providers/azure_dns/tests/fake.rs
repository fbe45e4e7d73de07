//! Azure in memory: Entra, the resource manager's guards and pages, and Azure DNS's own rates.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::super::transport::{Answer, Call, Lost, Sent, Transport};
use super::soa_record;

/// What happens to a write instead of an answer.
#[derive(Debug, Clone)]
pub(super) enum Fault {
    /// Nothing out of the ordinary.
    None,
    /// This answer, and nothing is done.
    Instead(u16, Value, Vec<(&'static str, String)>),
    /// It is done, and this is answered.
    After(u16, Value),
    /// No connection.
    Unconnected,
    /// It is not done, and no answer comes.
    LostBefore,
    /// It is done, and no answer comes.
    LostAfter,
    /// Somebody else writes the set first.
    Overtaken(Value),
}

#[derive(Debug, Clone)]
pub(super) struct Set {
    pub(super) etag: String,
    pub(super) properties: Value,
}

#[derive(Debug, Default)]
pub(super) struct Cloud {
    pub(super) sets: BTreeMap<(String, String), Set>,
    etags: u64,
    /// Every call as `METHOD path?query [guard]`, with when it came.
    pub(super) log: Vec<(Instant, String)>,
    pub(super) faults: VecDeque<Fault>,
    /// Answers to GETs of sets and to lists, before what they would be.
    pub(super) read_faults: VecDeque<Fault>,
    /// Answers to requests for tokens, before what they would be.
    pub(super) token_answers: VecDeque<(u16, Value)>,
    pub(super) latency: Duration,
    pub(super) page: Option<usize>,
    pub(super) next_host: Option<String>,
    /// Page numbers at which somebody adds a set with a name before all.
    pub(super) shifts: VecDeque<usize>,
    /// Page numbers that leave out the set that they should begin with.
    pub(super) skips: VecDeque<usize>,
    /// Whether the preview version is not offered.
    pub(super) is_stable_only: bool,
    pub(super) is_zone_missing: bool,
    /// What the zone is described as; nothing special if it is null.
    pub(super) zone: Value,
    pub(super) has_rates: bool,
    /// The deletions of a minute, of which answers then say how many remain; 200 and nothing said if absent.
    pub(super) deletes_a_minute: Option<usize>,
    sent: BTreeMap<&'static str, VecDeque<Instant>>,
    /// Tokens issued; the last alone is taken.
    pub(super) tokens: u32,
    pub(super) in_flight: usize,
    pub(super) most_in_flight: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Fake(Arc<Mutex<Cloud>>);

impl Fake {
    /// A zone with its SOA and name servers.
    pub(super) fn new() -> Self {
        let fake =
            Self(Arc::new(Mutex::new(Cloud { latency: Duration::from_millis(100), ..Cloud::default() })));
        fake.put("@", "SOA", json!({"TTL": 3600, "SOARecord": soa_record()}));
        let servers = ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net."].map(|name| json!({"nsdname": name}));
        fake.put("@", "NS", json!({"TTL": 172_800, "NSRecords": servers}));
        fake
    }

    pub(super) fn cloud(&self) -> MutexGuard<'_, Cloud> {
        self.0.lock().unwrap()
    }

    pub(super) fn put(&self, name: &str, rtype: &str, properties: Value) {
        self.cloud().put(name, rtype, properties);
    }

    pub(super) fn put_a(&self, name: &str, last: u8) {
        self.put(name, "A", json!({"TTL": 300, "ARecords": [{"ipv4Address": format!("192.0.2.{last}")}]}));
    }

    pub(super) fn fail(&self, faults: impl IntoIterator<Item = Fault>) {
        self.cloud().faults.extend(faults);
    }

    /// The calls so far, without those for tokens.
    pub(super) fn calls(&self) -> Vec<String> {
        let cloud = self.cloud();
        cloud.log.iter().map(|(_, line)| line.clone()).filter(|line| !line.contains("/oauth2/")).collect()
    }

    pub(super) fn writes(&self) -> Vec<String> {
        self.calls().into_iter().filter(|line| !line.starts_with("GET")).collect()
    }

    pub(super) fn properties(&self, name: &str, rtype: &str) -> Option<Value> {
        self.cloud().sets.get(&(name.to_owned(), rtype.to_owned())).map(|set| set.properties.clone())
    }
}

impl Cloud {
    pub(super) fn put(&mut self, name: &str, rtype: &str, properties: Value) -> Set {
        self.etags += 1;
        let set = Set { etag: format!("etag-{}", self.etags), properties };
        self.sets.insert((name.to_owned(), rtype.to_owned()), set.clone());
        set
    }

    fn note(&mut self, call: &Call) {
        let guard = |name: HeaderName| call.headers.iter().find(|(key, _)| *key == name);
        let guard = match (guard(IF_MATCH), guard(IF_NONE_MATCH)) {
            (Some((_, etag)), _) => format!(" [{}]", etag.to_str().unwrap()),
            (None, Some(_)) => " [absent]".to_owned(),
            (None, None) => String::new(),
        };
        let (path, query) = (call.url.path(), call.url.query().unwrap_or_default());
        let path = path.split("/dnsZones/").last().unwrap();
        self.log.push((Instant::now(), format!("{} {path}?{query}{guard}", call.method)));
    }

    fn token(&mut self, call: &Call) -> Answer {
        if let Some((status, body)) = self.token_answers.pop_front() {
            return answer(status, &body);
        }
        assert!(call.method == Method::POST || call.method == Method::GET);
        self.tokens += 1;
        answer(200, &json!({"access_token": format!("token-{}", self.tokens), "expires_in": 3599}))
    }

    fn manage(&mut self, call: &Call) -> Result<Answer, Lost> {
        let bearer = call.headers.iter().find(|(name, _)| *name == AUTHORIZATION).unwrap();
        if bearer.1.to_str().unwrap() != format!("Bearer token-{}", self.tokens) {
            let body = json!({"error": {"code": "ExpiredAuthenticationToken", "message": "expired"}});
            return Ok(answer(401, &body));
        }
        let is_read = call.method == Method::GET;
        let fault = if is_read { self.read_faults.pop_front() } else { self.faults.pop_front() };
        match fault {
            None | Some(Fault::None) => Ok(self.serve(call)),
            Some(Fault::Instead(status, body, headers)) => Ok(with_headers(answer(status, &body), &headers)),
            Some(Fault::After(status, body)) => {
                self.serve(call);
                Ok(answer(status, &body))
            }
            Some(Fault::Unconnected) => Err(Lost { sent: Sent::No, why: "connection refused".to_owned() }),
            Some(Fault::LostBefore) => Err(Lost { sent: Sent::Perhaps, why: "connection reset".to_owned() }),
            Some(Fault::LostAfter) => {
                self.serve(call);
                Err(Lost { sent: Sent::Perhaps, why: "connection reset".to_owned() })
            }
            Some(Fault::Overtaken(properties)) => {
                let (rtype, name) = set_of(call);
                if properties.is_null() {
                    self.sets.remove(&(name, rtype));
                } else {
                    self.put(&name, &rtype, properties);
                }
                Ok(self.serve(call))
            }
        }
    }

    fn serve(&mut self, call: &Call) -> Answer {
        let query: BTreeMap<String, String> = call.url.query_pairs().into_owned().collect();
        let version = query.get("api-version").map(String::as_str);
        if self.is_stable_only && version == Some("2023-07-01-preview") {
            return answer(400, &json!({"error": {"code": "NoRegisteredProviderFound", "message": "no"}}));
        }
        let path = call.url.path().split("/dnsZones/").last().unwrap().to_owned();
        let segments: Vec<&str> = path.split('/').collect();
        if self.is_zone_missing && !(segments.len() == 1 && call.method == Method::PUT) {
            let message = "The Resource 'Microsoft.Network/dnszones/example.com' under resource group 'rg' was not found.";
            return answer(404, &json!({"error": {"code": "ResourceNotFound", "message": message}}));
        }
        match (segments.as_slice(), &call.method) {
            ([_], &Method::PUT) => self.make_zone(call),
            ([_], _) if self.zone.is_null() => answer(200, &self.described()),
            ([_], _) => answer(200, &self.zone),
            ([_, "recordsets"], _) => self.list(call, &query),
            ([_, _, _], _) => self.set(call),
            _ => answer(404, &json!({"code": "NotFound", "message": "no such path"})),
        }
    }

    fn described(&self) -> Value {
        let servers = ["ns1-01.azure-dns.com.", "ns2-01.azure-dns.net."];
        json!({"properties": {"numberOfRecordSets": self.sets.len(), "nameServers": servers}})
    }

    fn make_zone(&mut self, call: &Call) -> Answer {
        let body: Value = serde_json::from_slice(&call.body).unwrap();
        assert_eq!(body["location"], "global");
        if !self.is_zone_missing {
            return answer(412, &json!({"code": "PreconditionFailed", "message": "there is one"}));
        }
        self.is_zone_missing = false;
        answer(201, &self.zone)
    }

    fn list(&mut self, call: &Call, query: &BTreeMap<String, String>) -> Answer {
        let top: usize = query["$top"].parse().unwrap();
        assert!(top <= 1_000);
        let top = self.page.unwrap_or(top);
        let from: usize = query.get("$skiptoken").map_or(0, |token| token.parse().unwrap());
        if from > 0 && self.shifts.front() == Some(&(from / top)) {
            self.shifts.pop_front();
            self.put(&format!("0{}", self.etags), "A", json!({"TTL": 1, "ARecords": []}));
        }
        let hidden = usize::from(from > 0 && self.skips.front() == Some(&(from / top)));
        self.skips.drain(..hidden);
        let from = from + hidden;
        let value: Vec<Value> =
            self.sets.iter().skip(from).take(top).map(|(key, set)| shown(key, set)).collect();
        let mut page = json!({"value": value});
        if from + top < self.sets.len() {
            let mut next = call.url.clone();
            let host = self.next_host.clone().unwrap_or_else(|| "management.azure.com".to_owned());
            next.set_host(Some(&host)).unwrap();
            next.set_query(Some(&format!("api-version=x&%24top={top}&%24skiptoken={}", from + top)));
            page["nextLink"] = json!(next.as_str());
        }
        answer(200, &page)
    }

    fn set(&mut self, call: &Call) -> Answer {
        let (rtype, name) = set_of(call);
        let key = (name.clone(), rtype.clone());
        let stands = self.sets.get(&key).cloned();
        if call.method == Method::GET {
            return match stands {
                Some(set) => answer(200, &shown(&key, &set)),
                None => answer(
                    404,
                    &json!({"code": "NotFound", "message": "The resource record does not exist."}),
                ),
            };
        }
        let action = match (&call.method, &stands) {
            (&Method::DELETE, _) => "delete",
            (_, None) => "create",
            (_, Some(_)) => "update",
        };
        if let Some(wait) = self.over_rate(action) {
            let body = json!({"error": {"code": "ResourceRequestsThrottled", "message": "too many"}});
            return with_headers(answer(429, &body), &[("retry-after", wait.to_string())]);
        }
        let guard = |name: HeaderName| call.headers.iter().find(|(key, _)| *key == name);
        let is_good = match (guard(IF_MATCH), guard(IF_NONE_MATCH), &stands) {
            (Some((_, etag)), None, Some(set)) => etag.as_bytes() == set.etag.as_bytes(),
            // Deleting what is not there is no error.
            (Some(_), None, None) => call.method == Method::DELETE,
            (None, Some(_), stands) => stands.is_none(),
            (..) => panic!("a write without a guard"),
        };
        if !is_good {
            return answer(
                412,
                &json!({"code": "PreconditionFailed", "message": "the condition was not met"}),
            );
        }
        if call.method == Method::DELETE {
            let status = if self.sets.remove(&key).is_some() { 200 } else { 204 };
            let gone = Answer { status, ..Answer::default() };
            let Some(most) = self.deletes_a_minute else { return gone };
            let left = most.saturating_sub(self.sent.get("delete").map_or(0, VecDeque::len));
            let header = "x-ms-ratelimit-remaining-subscription-resource-requests";
            return with_headers(gone, &[(header, left.to_string())]);
        }
        if stands.is_none() && self.has_cname_beside(&name, &rtype) {
            let message = "The record could not be created because another record with the same name already exists in this zone.";
            return answer(409, &json!({"code": "Conflict", "message": message}));
        }
        let body: Value = serde_json::from_slice(&call.body).unwrap();
        let set = self.put(&name, &rtype, body["properties"].clone());
        answer(if stands.is_none() { 201 } else { 200 }, &shown(&key, &set))
    }

    fn has_cname_beside(&self, name: &str, rtype: &str) -> bool {
        let mut beside = self.sets.keys().filter(|(other, _)| other == name);
        beside.any(|(_, other)| rtype == "CNAME" || other == "CNAME")
    }

    /// The seconds to wait, if 200 of a kind came within a minute.
    fn over_rate(&mut self, action: &'static str) -> Option<u64> {
        if !self.has_rates {
            return None;
        }
        let now = Instant::now();
        let sent = self.sent.entry(action).or_default();
        while sent.front().is_some_and(|first| now - *first >= Duration::from_secs(60)) {
            sent.pop_front();
        }
        let most = self.deletes_a_minute.filter(|_| action == "delete").unwrap_or(200);
        if sent.len() >= most {
            return Some(60);
        }
        sent.push_back(now);
        None
    }
}

#[async_trait]
impl Transport for Fake {
    async fn send(&self, call: Call) -> Result<Answer, Lost> {
        let latency = {
            let mut cloud = self.cloud();
            cloud.note(&call);
            cloud.in_flight += 1;
            cloud.most_in_flight = cloud.most_in_flight.max(cloud.in_flight);
            cloud.latency
        };
        tokio::time::sleep(latency / 2).await;
        let is_token = call.url.path().contains("/oauth2/") || call.url.path().contains("/msi/");
        let result = if is_token { Ok(self.cloud().token(&call)) } else { self.cloud().manage(&call) };
        tokio::time::sleep(latency / 2).await;
        self.cloud().in_flight -= 1;
        result
    }
}

/// Type and name of the set that a call is about.
fn set_of(call: &Call) -> (String, String) {
    let mut segments = call.url.path().rsplit('/');
    let name = segments.next().unwrap().to_owned();
    (segments.next().unwrap().to_owned(), name)
}

fn shown((name, rtype): &(String, String), set: &Set) -> Value {
    json!({
        "id": format!("/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnszones/example.com/{rtype}/{name}"),
        "name": name, "type": format!("Microsoft.Network/dnszones/{rtype}"), "etag": set.etag,
        "properties": set.properties,
    })
}

pub(super) fn answer(status: u16, body: &Value) -> Answer {
    Answer { status, headers: HeaderMap::new(), body: body.to_string().into_bytes() }
}

fn with_headers(mut answer: Answer, headers: &[(&'static str, String)]) -> Answer {
    for (name, value) in headers {
        answer.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }
    answer
}
