//! One question and its answer (RFC 1035 section 4).

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::base::iana::{Class, Rcode};
use domain::base::rdata::ComposeRecordData as _;
use domain::base::{Message, MessageBuilder, ParsedName, Rtype};
use domain::rdata::{A, Aaaa, AllRecordData, Ns};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use zonal_compiler::dns::name::Name;
use zonal_compiler::dns::rdata;

use crate::record::RecordSet;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often a question is sent by UDP, where packets get lost.
const TRIES: u32 = 2;
/// The octets of an answer by UDP without EDNS (RFC 1035 section 4.2.1); some servers send more all the same.
const LARGEST: usize = 4_096;

/// Whether a server shall ask others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Recursion {
    /// A resolver.
    On,
    /// A zone's own server.
    Off,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Reply(Message<Vec<u8>>);

type WireName = domain::base::Name<Vec<u8>>;

/// Asks a server; an error completes "the server …".
pub(crate) async fn ask(
    server: SocketAddr,
    name: &Name,
    rtype: Rtype,
    recursion: Recursion,
) -> Result<Reply, String> {
    let question =
        question(name, rtype, recursion).ok_or_else(|| "cannot be asked for this name".to_owned())?;
    let answer = by_udp(server, &question).await?;
    if !answer.header().tc() {
        return Ok(Reply(answer));
    }
    let by_tcp = tokio::time::timeout(PATIENCE, by_tcp(server, &question)).await;
    by_tcp.map_err(|_| no_answer())?.map(Reply)
}

fn question(name: &Name, rtype: Rtype, recursion: Recursion) -> Option<Message<Vec<u8>>> {
    let mut message = MessageBuilder::new_vec();
    let header = message.header_mut();
    header.set_id(fastrand::u16(..));
    header.set_rd(recursion == Recursion::On);
    let mut message = message.question();
    let name = WireName::from_octets(name.wire().to_vec()).ok()?;
    message.push((name, rtype, Class::IN)).ok()?;
    Some(message.into_message())
}

async fn by_udp(server: SocketAddr, question: &Message<Vec<u8>>) -> Result<Message<Vec<u8>>, String> {
    let any = if server.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
    let socket = UdpSocket::bind(any).await.map_err(|error| unreached(&error))?;
    // Only packets of this server come in, and an ICMP message about it is an error.
    socket.connect(server).await.map_err(|error| unreached(&error))?;
    for _ in 0..TRIES {
        socket.send(question.as_slice()).await.map_err(|error| unreached(&error))?;
        if let Ok(answer) = tokio::time::timeout(PATIENCE, received(&socket, question)).await {
            return answer;
        }
    }
    Err(no_answer())
}

/// The packet that answers the question; others are somebody else's.
async fn received(socket: &UdpSocket, question: &Message<Vec<u8>>) -> Result<Message<Vec<u8>>, String> {
    let mut buffer = vec![0; LARGEST];
    loop {
        let length = socket.recv(&mut buffer).await.map_err(|error| unreached(&error))?;
        let octets = buffer.get(..length).unwrap_or_default().to_vec();
        let Ok(answer) = Message::from_octets(octets) else { continue };
        if answer.is_answer(question) {
            return Ok(answer);
        }
    }
}

async fn by_tcp(server: SocketAddr, question: &Message<Vec<u8>>) -> Result<Message<Vec<u8>>, String> {
    let exchange = async {
        let mut stream = TcpStream::connect(server).await?;
        let octets = question.as_slice();
        stream.write_u16(u16::try_from(octets.len()).unwrap_or(u16::MAX)).await?;
        stream.write_all(octets).await?;
        let mut answer = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let octets = exchange.await.map_err(|error| unreached(&error))?;
    let answer = Message::from_octets(octets).map_err(|_| "answers what is no DNS message".to_owned())?;
    if answer.is_answer(question) { Ok(answer) } else { Err("answers something else".to_owned()) }
}

fn no_answer() -> String {
    format!("does not answer within {} s", PATIENCE.as_secs())
}

fn unreached(error: &std::io::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" (os error").next().unwrap_or_default().to_lowercase();
    format!("cannot be reached: {reason}")
}

impl Reply {
    /// Whether the server says what there is, also if that is nothing.
    pub(crate) fn is_answer(&self) -> bool {
        matches!(self.0.header().rcode(), Rcode::NOERROR | Rcode::NXDOMAIN)
    }

    /// Whether the server says that there is no such name.
    pub(crate) fn denies_the_name(&self) -> bool {
        self.0.header().rcode() == Rcode::NXDOMAIN
    }

    /// Whether anything is answered.
    pub(crate) fn has_answers(&self) -> bool {
        self.0.header_counts().ancount() > 0
    }

    /// Whether the server has the zone and does not tell from hearsay.
    pub(crate) fn is_authoritative(&self) -> bool {
        self.0.header().aa()
    }

    /// The response code.
    pub(crate) fn code(&self) -> Rcode {
        self.0.header().rcode()
    }

    /// The NS set of a name, answered or referred to.
    pub(crate) fn name_servers_of(&self, name: &Name) -> BTreeSet<Name> {
        let Ok((_, answer, authority, _)) = self.0.sections() else { return BTreeSet::new() };
        let records = answer.limit_to::<Ns<_>>().chain(authority.limit_to::<Ns<_>>());
        let servers = records.flatten().filter(|record| read(record.owner()).as_ref() == Some(name));
        servers.filter_map(|record| read(record.data().nsdname())).collect()
    }

    /// The set of an owner and type, answered or, where another zone begins, referred to; none if there is none.
    pub(crate) fn set(&self, owner: &Name, rtype: zonal_compiler::dns::rtype::Rtype) -> Option<RecordSet> {
        let (_, answer, authority, _) = self.0.sections().ok()?;
        let wire = Rtype::from_int(rtype.0);
        let referred = if wire == Rtype::NS { Some(authority) } else { None };
        let (mut ttl, mut values) = (u32::MAX, Vec::new());
        for record in answer.chain(referred.into_iter().flatten()).flatten() {
            if record.rtype() != wire || read(&record.owner()).as_ref() != Some(owner) {
                continue;
            }
            let record = record.to_any_record::<AllRecordData<_, ParsedName<_>>>().ok()?;
            let mut value = Vec::new();
            record.data().compose_rdata(&mut value).ok()?;
            rdata::canonicalize(rtype, &mut value).then_some(())?;
            ttl = ttl.min(record.ttl().as_secs());
            values.push(value.into_boxed_slice());
        }
        (!values.is_empty()).then(|| RecordSet::new(owner.clone(), rtype, ttl, values))
    }

    /// The addresses in the answer.
    pub(crate) fn addresses(&self) -> Vec<IpAddr> {
        let Ok(answer) = self.0.answer() else { return Vec::new() };
        let four = answer.limit_to::<A>().flatten().map(|record| IpAddr::V4(record.data().addr()));
        let six = answer.limit_to::<Aaaa>().flatten().map(|record| IpAddr::V6(record.data().addr()));
        four.chain(six).collect()
    }
}

/// A name of a message, which may be compressed, in lower case as every name is here.
fn read(name: &impl domain::base::ToName) -> Option<Name> {
    Name::from_wire(name.to_canonical_name::<Vec<u8>>().as_slice())
}
