//! From record sets to the JSON of a PUT.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::HEXUPPER;
use serde_json::{Map, Value, json};
use zonal_compiler::dns::name;
use zonal_compiler::dns::rdata;
use zonal_compiler::dns::schema::FieldKind;

use super::{Count, shape, text};
use crate::record::{AliasTarget, RecordSet};

/// The body of a PUT that makes a set what it shall be; `None` for what Azure DNS has no words for.
///
/// A PUT replaces the whole set, so what the set holds besides records goes along: its metadata.
pub(in super::super) fn body(set: &RecordSet, metadata: Option<Value>) -> Option<Value> {
    let mut properties = Map::new();
    properties.insert("TTL".to_owned(), set.ttl.into());
    if let Some(metadata) = metadata {
        properties.insert("metadata".to_owned(), metadata);
    }
    match set.alias.as_deref() {
        Some(AliasTarget::Resource(id)) => {
            properties.insert("targetResource".to_owned(), json!({ "id": id.as_str() }));
        }
        Some(AliasTarget::Name { .. }) => return None,
        None => {
            let shape = shape(set.rtype)?;
            let mut records = Vec::with_capacity(set.rdata.len());
            for value in &set.rdata {
                records.push(record(set, value, shape.fields)?);
            }
            let member = match shape.count {
                Count::Many => Value::Array(records),
                Count::One => records.pop()?,
            };
            properties.insert(shape.member.to_owned(), member);
        }
    }
    Some(json!({ "properties": properties }))
}

fn record(set: &RecordSet, value: &[u8], names: &[&'static str]) -> Option<Value> {
    let mut record = Map::new();
    for ((field, wire), name) in rdata::fields(set.rtype, value).zip(names) {
        let value = member(field.kind, wire)?;
        match name.split_once('.') {
            None => drop(record.insert((*name).to_owned(), value)),
            Some((outer, inner)) => {
                let outer = record.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                outer.as_object_mut()?.insert(inner.to_owned(), value);
            }
        }
    }
    (!record.is_empty()).then_some(Value::Object(record))
}

/// A string outside TXT, where Azure documents no escapes: what can be seen is itself, and nothing else can be said.
fn plain(octets: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(octets).ok()?;
    text.bytes().all(|octet| matches!(octet, b' '..=b'~')).then(|| text.into())
}

/// One field in JSON.
pub(super) fn member(kind: FieldKind, wire: &[u8]) -> Option<Value> {
    Some(match kind {
        FieldKind::U8 | FieldKind::U16 | FieldKind::U32 | FieldKind::Duration => {
            wire.iter().fold(0_u32, |sum, octet| sum << 8 | u32::from(*octet)).into()
        }
        FieldKind::Ipv4 => Ipv4Addr::from(*wire.first_chunk::<4>()?).to_string().into(),
        FieldKind::Ipv6 => Ipv6Addr::from(*wire.first_chunk::<16>()?).to_string().into(),
        FieldKind::Name | FieldKind::Mailbox => {
            let mut text = String::new();
            name::write(wire, &mut text).ok()?;
            text.into()
        }
        FieldKind::CharacterString | FieldKind::CaaTag => plain(wire.get(1..)?)?,
        FieldKind::Text => plain(wire)?,
        FieldKind::Texts => {
            let octets = rdata::txt_bytes(wire);
            let strings = octets.chunks(usize::from(u8::MAX)).map(|chunk| text::text(chunk).into());
            let strings: Vec<Value> = strings.collect();
            if strings.is_empty() { json!([""]) } else { Value::Array(strings) }
        }
        FieldKind::Hex => HEXUPPER.encode(wire).into(),
        FieldKind::Base64
        | FieldKind::SvcParams
        | FieldKind::Location
        | FieldKind::RecordType
        | FieldKind::RecordTypes
        | FieldKind::Timestamp => return None,
    })
}
