//! Values: what expressions come to.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::rc::Rc;

use crate::dns::{duration, name};
use crate::source::FileSpan;

use super::types::Type;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An IPv4 address.
    Ipv4(Ipv4Addr),
    /// An IPv6 address.
    Ipv6(Ipv6Addr),
    /// An address block.
    Cidr(Cidr),
    /// A domain name, bound to the origin where it was written.
    Name(BoundName),
    /// Seconds.
    Duration(u32),
    /// A whole number.
    Int(i64),
    /// Per cent.
    Percent(u8),
    /// A truth value.
    Bool(bool),
    /// Text, its escapes resolved; `\DDD` can make octets that are no UTF-8.
    String(Rc<[u8]>),
    /// Several values, each with its place.
    List(Rc<[Placed]>),
    /// `FIRST..LAST`, both ends included, not yet counted out.
    Range(i64, i64),
    /// Values of fixed number, each with its place.
    Tuple(Rc<[Placed]>),
    /// A value of this type that is not known: a parameter of a template that is checked by itself, or the
    /// result of something wrong that has been reported.
    Unknown(Type),
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The value.
    pub value: Value,
    /// Where it was written.
    pub at: FileSpan,
}

/// A domain name as a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundName {
    /// The absolute name in lower-case wire form.
    pub wire: Rc<[u8]>,
    /// The word as written, if it had dots inside but neither a final dot nor `.@`. Such a name is fine for an
    /// owner and a slip for a target.
    pub dotless: Option<Rc<str>>,
}

/// An address block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cidr {
    /// IPv4 network address and prefix length.
    V4(Ipv4Addr, u8),
    /// IPv6 network address and prefix length.
    V6(Ipv6Addr, u8),
}

impl Cidr {
    /// Reads `ADDRESS/LENGTH`. The host bits may be set.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = text.split_once('/')?;
        let length: u8 = if length.len() <= 3 { length.parse().ok()? } else { return None };
        if let Ok(v4) = address.parse() {
            return (length <= 32).then_some(Self::V4(v4, length));
        }
        let v6 = address.parse().ok()?;
        (length <= 128).then_some(Self::V6(v6, length))
    }

    /// The number of the last address of the block.
    #[must_use]
    pub fn last(self) -> u128 {
        match self {
            Self::V4(_, length) => (1 << (32 - u32::from(length))) - 1,
            Self::V6(_, length) => {
                1u128.checked_shl(128 - u32::from(length)).map_or(u128::MAX, |size| size - 1)
            }
        }
    }

    /// The `n`th address of the block, counted from its network address; none if the block is smaller.
    #[must_use]
    pub fn host(self, n: u128) -> Option<Value> {
        match self {
            Self::V4(address, length) => {
                let size = 1u64 << (32 - u32::from(length));
                let network = u64::from(u32::from(address)) & !(size - 1);
                let n = u64::try_from(n).ok().filter(|n| *n < size)?;
                u32::try_from(network + n).ok().map(|host| Value::Ipv4(host.into()))
            }
            Self::V6(address, length) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
                let network = u128::from(address) & mask;
                (n & mask == 0).then(|| Value::Ipv6((network | n).into()))
            }
        }
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address, length) => write!(f, "{address}/{length}"),
            Self::V6(address, length) => write!(f, "{address}/{length}"),
        }
    }
}

impl Value {
    /// The value's type. An empty list has elements of an unknown type.
    #[must_use]
    pub fn ty(&self) -> Type {
        match self {
            Self::Ipv4(_) => Type::Ipv4,
            Self::Ipv6(_) => Type::Ipv6,
            Self::Cidr(_) => Type::Cidr,
            Self::Name(_) => Type::Name,
            Self::Duration(_) => Type::Duration,
            Self::Int(_) => Type::Int,
            Self::Percent(_) => Type::Percent,
            Self::Bool(_) => Type::Bool,
            Self::String(_) => Type::String,
            Self::List(elements) => {
                Type::List(Box::new(elements.first().map_or(Type::Unknown, |element| element.value.ty())))
            }
            Self::Range(..) => Type::List(Box::new(Type::Int)),
            Self::Tuple(parts) => Type::Tuple(parts.iter().map(|part| part.value.ty()).collect()),
            Self::Unknown(ty) => ty.clone(),
        }
    }

    /// The octets, if the value is text.
    #[must_use]
    pub const fn as_text(&self) -> Option<&Rc<[u8]>> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The name, if the value is one.
    #[must_use]
    pub const fn as_name(&self) -> Option<&BoundName> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    /// The number, if the value is one.
    #[must_use]
    pub const fn as_int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// The seconds, if the value is a duration.
    #[must_use]
    pub const fn as_seconds(&self) -> Option<u32> {
        if let Self::Duration(seconds) = self { Some(*seconds) } else { None }
    }

    /// The truth, if the value is one.
    #[must_use]
    pub const fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }

    /// A value that fits everywhere, standing for one that could not be had.
    #[must_use]
    pub const fn unknown() -> Self {
        Self::Unknown(Type::Unknown)
    }

    /// Whether the value, or a part of it, is not known.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        if let Self::List(parts) | Self::Tuple(parts) = self {
            return parts.iter().any(|part| part.value.is_unknown());
        }
        matches!(self, Self::Unknown(_))
    }

    /// The value as source spells it, cut after about `limit` characters; empty if it is not known.
    #[must_use]
    pub fn shown(&self, limit: usize) -> String {
        if self.is_unknown() {
            return String::new();
        }
        let mut out = String::new();
        self.show(limit, &mut out);
        out
    }

    fn show(&self, limit: usize, out: &mut String) {
        match self {
            Self::List(parts) => show_all(parts, ['[', ']'], limit, out),
            Self::Tuple(parts) => show_all(parts, ['(', ')'], limit, out),
            Self::Range(first, last) => out.push_str(&format!("{first}..{last}")),
            Self::String(text) => {
                let text = String::from_utf8_lossy(text);
                let cut: String = text.chars().take(limit).collect();
                let end = if cut.len() < text.len() { "…" } else { "" };
                out.push_str(&format!("\"{}{end}\"", cut.replace('\\', "\\\\").replace('"', "\\\"")));
            }
            Self::Name(bound) => {
                // Writing into a String cannot fail.
                let _ = name::write(&bound.wire, out);
            }
            Self::Ipv4(_)
            | Self::Ipv6(_)
            | Self::Cidr(_)
            | Self::Duration(_)
            | Self::Int(_)
            | Self::Percent(_)
            | Self::Bool(_)
            | Self::Unknown(_) => out.push_str(&self.text().unwrap_or_default()),
        }
    }

    /// The text that `"${x}"` inserts; none for lists and tuples.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        let text = match self {
            Self::Ipv4(address) => address.to_string(),
            Self::Ipv6(address) => address.to_string(),
            Self::Cidr(block) => block.to_string(),
            Self::Name(bound) => {
                let mut text = String::new();
                name::write_undotted(&bound.wire, &mut text).ok()?;
                text
            }
            Self::Duration(seconds) => duration::display(*seconds).to_string(),
            Self::Int(number) => number.to_string(),
            Self::Percent(percent) => format!("{percent}%"),
            Self::Bool(truth) => truth.to_string(),
            Self::String(text) => String::from_utf8_lossy(text).into_owned(),
            Self::List(_) | Self::Range(..) | Self::Tuple(_) | Self::Unknown(_) => return None,
        };
        Some(text)
    }
}

fn show_all(parts: &[Placed], [open, close]: [char; 2], limit: usize, out: &mut String) {
    out.push(open);
    for (position, part) in parts.iter().enumerate() {
        if position > 0 {
            out.push_str(", ");
        }
        if out.len() >= limit {
            out.push('…');
            break;
        }
        part.value.show(limit, out);
    }
    out.push(close);
}
