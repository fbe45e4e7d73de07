//! From JSON to record sets.
//!
//! Nothing that Azure may send makes a read fail that could do without: a member that nobody knows or a record
//! that means nothing makes its set opaque, and an opaque set is never written.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::HEXLOWER_PERMISSIVE;
use serde::Deserialize;
use serde_json::{Map, Value};
use zonal_compiler::dns::name::{self, Name};
use zonal_compiler::dns::notation::Notation;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::rtype::Rtype;
use zonal_compiler::dns::schema::{self, FieldKind};

use super::super::stamp::Stamp;
use super::{Count, SHAPES, Shape, encode, shape, text};
use crate::provider::{LiveSet, Standing};
use crate::record::{AliasTarget, RecordSet, ResourceId};

/// A record set as Azure sends it.
#[derive(Debug, Deserialize)]
pub(in super::super) struct RawSet {
    #[serde(default)]
    name: String,
    #[serde(rename = "type", default)]
    kind: String,
    etag: Option<String>,
    properties: Option<Map<String, Value>>,
}

/// A set that cannot be told of in the runtime's terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Unreadable {
    /// The type has no number that is known here.
    Type(String),
    /// The owner is no name.
    Owner(String),
}

/// Reads a record set of a zone.
pub(in super::super) fn live_set(raw: RawSet, zone: &Name) -> Result<LiveSet, Unreadable> {
    let word = raw.kind.rsplit('/').next().unwrap_or_default();
    let rtype = Rtype::from_zone_file(word).ok_or_else(|| Unreadable::Type(word.to_owned()))?;
    let mut wire = Vec::with_capacity(raw.name.len() + zone.wire().len() + 2);
    let owner = name::push_name(raw.name.as_bytes(), Notation::MasterFile, zone.wire(), &mut wire)
        .ok()
        .and_then(|_| Name::from_wire(&wire))
        .filter(|owner| owner.is_within(zone))
        .ok_or(Unreadable::Owner(raw.name))?;
    let properties = raw.properties.unwrap_or_default();
    let mut strange = strangeness(&properties, rtype);
    let ttl = properties.get("TTL").and_then(number).unwrap_or_default();
    let target = properties.get("targetResource").and_then(|target| target.get("id")).and_then(Value::as_str);
    let alias = target.filter(|id| !id.is_empty());
    let mut values = Vec::new();
    let mut spelled = None;
    if let (None, Some(shape)) = (alias, shape(rtype)) {
        let records = properties.get(shape.member).map(|member| records(member, shape.count));
        for record in records.unwrap_or_default() {
            match value(shape, record) {
                Some(value) => {
                    spelled = spelled.or_else(|| other_spelling(shape, record, &value));
                    values.push(value);
                }
                None => strange = Some(format!("holds a {rtype} record that Zonal cannot read: {record}")),
            }
        }
    }
    let etag = raw.etag.filter(|etag| !etag.is_empty());
    if etag.is_none() {
        strange = Some("has no etag, so that a write of it could not be guarded".to_owned());
    }
    let metadata = properties.get("metadata").filter(|metadata| !is_void(metadata));
    let version = Stamp { etag: &etag.unwrap_or_default(), metadata }.version();
    let ttl = u32::try_from(ttl).unwrap_or_else(|_| {
        strange = Some(format!("has a TTL of {ttl} s"));
        u32::MAX
    });
    let alias = alias.map(|id| Box::new(AliasTarget::Resource(ResourceId::new(id))));
    let set = RecordSet { alias, ..RecordSet::new(owner, rtype, ttl, values) };
    let standing = strange.map_or(Standing::Managed, |why| Standing::Opaque { why });
    Ok(LiveSet { set, version, standing, spelled })
}

/// What a set holds that a write would lose.
fn strangeness(properties: &Map<String, Value>, rtype: Rtype) -> Option<String> {
    if shape(rtype).is_none() {
        return Some(format!("is of type {rtype}, which Zonal cannot write at Azure DNS"));
    }
    for (member, _) in properties.iter().filter(|(_, value)| !is_void(value)) {
        match member.as_str() {
            "TTL" | "metadata" | "fqdn" | "provisioningState" | "targetResource" => {}
            "trafficManagementProfile" => {
                return Some("is answered by a Traffic Manager profile".to_owned());
            }
            member => match SHAPES.iter().find(|shape| shape.member == member) {
                Some(shape) if shape.rtype == rtype => {}
                Some(shape) => return Some(format!("is of type {rtype} and holds {} records", shape.rtype)),
                None => return Some(format!("holds `{member}`, which Zonal does not know")),
            },
        }
    }
    None
}

/// Whether a value says nothing: Azure sends `{}` and `null` for what is not there.
pub(in super::super) fn is_void(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.values().all(is_void),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

fn records(member: &Value, count: Count) -> Vec<&Value> {
    match (count, member) {
        (Count::Many, Value::Array(records)) => records.iter().collect(),
        (Count::One, record) if !is_void(record) => vec![record],
        _ => Vec::new(),
    }
}

/// The neutral RDATA of a record; `None` if it is none.
fn value(shape: &Shape, record: &Value) -> Option<Box<[u8]>> {
    let schema = schema::of(shape.rtype)?;
    let mut out = Vec::new();
    for (field, path) in schema.fields.iter().zip(shape.fields) {
        push(field.kind, at(record, path)?, &mut out)?;
    }
    rdata::canonicalize(shape.rtype, &mut out).then(|| out.into_boxed_slice())
}

/// The first field of a record that stands there in another spelling than a PUT by Zonal gives it.
fn other_spelling(shape: &Shape, record: &Value, wire: &[u8]) -> Option<Box<str>> {
    let mut fields = rdata::fields(shape.rtype, wire).zip(shape.fields);
    fields.find_map(|((field, wire), path)| {
        let stands = at(record, path)?;
        let own = encode::member(field.kind, wire)?;
        match (stands, &own) {
            // A name is absolute with and without its final dot, and Azure itself writes both.
            (Value::String(stands), Value::String(own)) => {
                (stands.trim_end_matches('.') != own.trim_end_matches('.')).then(|| stands.as_str().into())
            }
            (stands, own) => (stands != own).then(|| stands.to_string().into()),
        }
    })
}

/// The member of a record that a path leads to.
fn at<'r>(record: &'r Value, path: &str) -> Option<&'r Value> {
    path.split('.').try_fold(record, |value, part| value.get(part))
}

/// Appends the wire form of one field.
fn push(kind: FieldKind, value: &Value, out: &mut Vec<u8>) -> Option<()> {
    match kind {
        FieldKind::U8 => out.push(u8::try_from(number(value)?).ok()?),
        FieldKind::U16 => out.extend(u16::try_from(number(value)?).ok()?.to_be_bytes()),
        FieldKind::U32 | FieldKind::Duration => {
            out.extend(u32::try_from(number(value)?).ok()?.to_be_bytes());
        }
        FieldKind::Ipv4 => out.extend(value.as_str()?.trim().parse::<Ipv4Addr>().ok()?.octets()),
        FieldKind::Ipv6 => out.extend(value.as_str()?.trim().parse::<Ipv6Addr>().ok()?.octets()),
        FieldKind::Name | FieldKind::Mailbox => push_target(value.as_str()?, out)?,
        FieldKind::CharacterString | FieldKind::CaaTag => push_counted(value.as_str()?.as_bytes(), out)?,
        FieldKind::Text => out.extend_from_slice(value.as_str()?.as_bytes()),
        FieldKind::Texts => push_texts(value.as_array()?, out)?,
        FieldKind::Hex => {
            let digits: Vec<u8> =
                value.as_str()?.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
            out.extend(HEXLOWER_PERMISSIVE.decode(&digits).ok()?);
        }
        FieldKind::Base64
        | FieldKind::SvcParams
        | FieldKind::Location
        | FieldKind::RecordType
        | FieldKind::RecordTypes
        | FieldKind::Timestamp => return None,
    }
    Some(())
}

fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// Names within records are absolute, with or without their final dot.
fn push_target(text: &str, out: &mut Vec<u8>) -> Option<()> {
    if text == "@" {
        return None;
    }
    name::push_name(text.as_bytes(), Notation::MasterFile, &[0], out).ok().map(drop)
}

fn push_counted(octets: &[u8], out: &mut Vec<u8>) -> Option<()> {
    out.push(u8::try_from(octets.len()).ok()?);
    out.extend_from_slice(octets);
    Some(())
}

/// One record's strings, whose cuts mean nothing.
fn push_texts(strings: &[Value], out: &mut Vec<u8>) -> Option<()> {
    let mut whole = Vec::new();
    for string in strings {
        whole.extend(text::octets(string.as_str()?)?);
    }
    if whole.is_empty() {
        out.push(0);
    }
    whole.chunks(usize::from(u8::MAX)).try_for_each(|chunk| push_counted(chunk, out))
}
