//! Whether name servers answer as the source says, asked over DNS itself and without a login.
//!
//! A provider that has stored a change may serve it later, or at some of its servers alone. So every address of every name
//! server is asked for every set that the source has, for the apex, and for a name that does not exist. Where a provider
//! decides by itself what to answer, as for an alias or a routed set, it is enough that there is an answer.

mod question;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::{StreamExt as _, stream};
use zonal_compiler::dns::name::Name;

use self::question::{Expected, Question};
use crate::desired::DesiredZone;
use crate::doctor::delegation::addresses;
use crate::exchange::{Recursion, Reply, ask};
use crate::record::RecordSet;

/// How many questions a server is asked at a time.
const AT_ONCE: usize = 16;
/// How many servers are asked at a time.
const SERVERS: usize = 32;

/// A zone at one provider, and who serves it there.
#[derive(Debug, Clone)]
pub struct Served {
    /// The zone as it shall be.
    pub zone: Arc<DesiredZone>,
    /// The provider's name servers.
    pub servers: Vec<Name>,
}

/// What one address of one name server answers for a zone; or a resolver, if it was asked instead.
#[derive(Debug)]
pub struct Answers {
    /// The zone.
    pub zone: Name,
    /// The provider.
    pub provider: String,
    /// The name server; none for a resolver.
    pub server: Option<Name>,
    /// Its address; none if it has none.
    pub address: Option<SocketAddr>,
    /// How it answers, or why it cannot be asked.
    pub result: Result<Asked, String>,
}

/// How the questions about a zone were answered.
#[derive(Debug, Default)]
pub struct Asked {
    /// The number of questions.
    pub questions: usize,
    /// What is not as the source says, in canonical order.
    pub differences: Vec<Difference>,
}

/// One answer that is not as the source says.
#[derive(Debug, PartialEq, Eq)]
pub struct Difference {
    /// The name that was asked for.
    pub owner: Name,
    /// The type that was asked for.
    pub rtype: zonal_compiler::dns::rtype::Rtype,
    /// What the source has: a set, or any set at all, or nothing.
    pub wanted: Wanted,
    /// What came.
    pub found: Found,
}

/// What the source has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// This set.
    Set(RecordSet),
    /// A set of the provider's choice.
    Any,
    /// Nothing: no such name.
    NoName,
}

/// What a server answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A set.
    Set(RecordSet),
    /// That the name has no such set.
    NoData,
    /// That there is no such name.
    NoName,
    /// That it does not serve the zone, by this response code, or from hearsay alone.
    NotServed(String),
    /// Nothing.
    Silence(String),
}

impl Answers {
    /// Whether every answer is as the source says.
    #[must_use]
    pub fn are_right(&self) -> bool {
        self.result.as_ref().is_ok_and(|asked| asked.differences.is_empty())
    }
}

/// Asks every address of every name server of the zones, found through a resolver.
pub async fn at_servers(served: &[Served], resolver: SocketAddr) -> Vec<Answers> {
    let found = served.iter().flat_map(|served| served.servers.iter().map(move |server| (served, server)));
    let found = found.map(|(served, server)| async move {
        let at = addresses(resolver, server).await;
        (served, server, at)
    });
    let found: Vec<_> = stream::iter(found).buffered(SERVERS).collect().await;
    let asked = found.into_iter().flat_map(|(served, server, at)| match at {
        // Who runs a resolver at a port of its own, as in a laboratory, runs the servers there too.
        Ok(at) => at
            .into_iter()
            .map(|address| (served, server, Ok(SocketAddr::new(address, resolver.port()))))
            .collect::<Vec<_>>(),
        Err(why) => vec![(served, server, Err(why))],
    });
    let asked = asked.map(|(served, server, at)| async move {
        let (address, result) = match at {
            Ok(at) => (Some(at), questions(&served.zone, at, Recursion::Off).await),
            Err(why) => (None, Err(why)),
        };
        Answers {
            zone: served.zone.name.clone(),
            provider: served.zone.provider.clone(),
            server: Some(server.clone()),
            address,
            result,
        }
    });
    stream::iter(asked).buffered(SERVERS).collect().await
}

/// Asks a resolver, which asks whom it likes and may remember what stood before; it is right if it answers as the source
/// has it for any of the zone's providers.
pub async fn at_resolver(zones: &[Arc<DesiredZone>], resolver: SocketAddr) -> Vec<Answers> {
    let names: BTreeSet<&Name> = zones.iter().map(|zone| &zone.name).collect();
    let asked = names.into_iter().map(|name| async move {
        let of_zone = zones.iter().filter(|zone| zone.name == *name);
        let tries = of_zone.map(|zone| async move {
            (zone.provider.clone(), questions(zone, resolver, Recursion::On).await)
        });
        let tries: Vec<_> = stream::iter(tries).buffered(1).collect().await;
        let least = |result: &Result<Asked, String>| {
            result.as_ref().map_or(usize::MAX, |asked| asked.differences.len())
        };
        let best = tries.into_iter().min_by_key(|(_, result)| least(result));
        best.map(|(provider, result)| Answers {
            zone: name.clone(),
            provider,
            server: None,
            address: Some(resolver),
            result,
        })
    });
    stream::iter(asked).buffered(SERVERS).filter_map(|best| async { best }).collect().await
}

/// Asks one server everything about a zone; an error says why it answers nothing at all.
async fn questions(zone: &DesiredZone, at: SocketAddr, recursion: Recursion) -> Result<Asked, String> {
    let questions = question::of(zone);
    // Who does not answer the first one is not asked the others.
    let Some((first, rest)) = questions.split_first() else { return Ok(Asked::default()) };
    let head = one(first, at, recursion).await;
    if let Err(why) = head {
        return Err(why);
    }
    let tail = rest.iter().map(|question| one(question, at, recursion));
    let tail: Vec<Result<Option<Found>, String>> = stream::iter(tail).buffered(AT_ONCE).collect().await;
    let answers = std::iter::once(head).chain(tail);
    let differences = questions.iter().zip(answers).filter_map(|(question, answer)| {
        let found = answer.unwrap_or_else(|why| Some(Found::Silence(why)))?;
        Some(Difference {
            owner: question.owner.clone(),
            rtype: question.rtype,
            wanted: question.expected.wanted(),
            found,
        })
    });
    Ok(Asked { questions: questions.len(), differences: differences.collect() })
}

/// What came instead of what was expected; an error says why nothing came.
async fn one(question: &Question, at: SocketAddr, recursion: Recursion) -> Result<Option<Found>, String> {
    let rtype = domain::base::Rtype::from_int(question.rtype.0);
    let reply = ask(at, &question.owner, rtype, recursion).await?;
    let found = found(question, &reply, recursion);
    Ok((!question.expected.is_met(&found, recursion)).then_some(found))
}

fn found(question: &Question, reply: &Reply, recursion: Recursion) -> Found {
    if !reply.is_answer() {
        return Found::NotServed(reply.code().to_string());
    }
    let set = reply.set(&question.owner, question.rtype);
    // Where another zone begins, its parent refers to it and has no authority over the set.
    let is_hearsay = recursion == Recursion::Off && !reply.is_authoritative();
    if is_hearsay && !(question.is_cut() && set.is_some()) {
        return Found::NotServed("it has no authority".to_owned());
    }
    match set {
        Some(set) => Found::Set(set),
        None if reply.denies_the_name() => Found::NoName,
        None if question.expected == Expected::Any && reply.has_answers() => {
            Found::Set(RecordSet::new(question.owner.clone(), question.rtype, 0, Vec::new()))
        }
        None => Found::NoData,
    }
}
