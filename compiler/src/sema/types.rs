//! The types of the language, and how a written type is read.

use std::fmt;

use crate::diagnostic::Diagnostic;
use crate::error;
use crate::source::FileId;
use crate::suggest;
use crate::syntax::ast::{TypeExpr, TypeExprKind};

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An address block.
    Cidr,
    /// A domain name.
    Name,
    /// A time span in whole seconds.
    Duration,
    /// A whole number.
    Int,
    /// A percentage.
    Percent,
    /// `true` or `false`.
    Bool,
    /// Text.
    String,
    /// Several values of one type.
    List(Box<Self>),
    /// Values of fixed number and types.
    Tuple(Vec<Self>),
    /// Not known, because something was wrong; fits everywhere, so that one mistake is told once.
    Unknown,
}

const NAMED: [(&str, Type, &str); 9] = [
    ("Ipv4", Type::Ipv4, "an IPv4 address such as `192.0.2.1`"),
    ("Ipv6", Type::Ipv6, "an IPv6 address such as `2001:db8::1`"),
    ("Cidr", Type::Cidr, "an address block such as `192.0.2.0/24`"),
    ("Name", Type::Name, "a domain name, bound to the origin where it is written"),
    ("Duration", Type::Duration, "a time span such as `5m` or `1h30m`"),
    ("Int", Type::Int, "a whole number"),
    ("Percent", Type::Percent, "a percentage such as `10%`"),
    ("Bool", Type::Bool, "`true` or `false`"),
    ("String", Type::String, "text in quotes"),
];

impl Type {
    /// The names of the simple types.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, ..)| *name)
    }

    /// What the values of a simple type are.
    #[must_use]
    pub fn doc_of(name: &str) -> Option<&'static str> {
        NAMED.iter().find(|(known, ..)| *known == name).map(|(.., doc)| *doc)
    }

    /// The simple type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|(known, ..)| *known == name).map(|(_, ty, _)| ty.clone())
    }

    /// Whether a value of the other type can stand where this one is expected. Text becomes a name or an
    /// address where one is expected.
    #[must_use]
    pub fn accepts(&self, found: &Self) -> bool {
        match (self, found) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            (Self::Name | Self::Ipv4 | Self::Ipv6 | Self::Cidr, Self::String) => true,
            (Self::List(expected), Self::List(found)) => expected.accepts(found),
            (Self::Tuple(expected), Self::Tuple(found)) => {
                expected.len() == found.len() && expected.iter().zip(found).all(|(e, f)| e.accepts(f))
            }
            _ => self == found,
        }
    }

    /// Whether every part of it is known.
    #[must_use]
    pub fn is_known(&self) -> bool {
        match self {
            Self::Unknown => false,
            Self::List(element) => element.is_known(),
            Self::Tuple(parts) => parts.iter().all(Self::is_known),
            Self::Ipv4
            | Self::Ipv6
            | Self::Cidr
            | Self::Name
            | Self::Duration
            | Self::Int
            | Self::Percent
            | Self::Bool
            | Self::String => true,
        }
    }

    /// Reads a written type; what is wrong with it is reported and becomes [`Type::Unknown`].
    pub fn resolve(written: &TypeExpr, file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Self {
        match &written.kind {
            TypeExprKind::List(element) => {
                Self::List(Box::new(Self::resolve(element, file, text, diagnostics)))
            }
            TypeExprKind::Tuple(parts) => {
                Self::Tuple(parts.iter().map(|part| Self::resolve(part, file, text, diagnostics)).collect())
            }
            TypeExprKind::Error => Self::Unknown,
            TypeExprKind::Named => {
                let word = written.span.of(text);
                if let Some((_, ty, _)) = NAMED.iter().find(|(name, ..)| *name == word) {
                    return ty.clone();
                }
                let at = written.span.in_file(file);
                let mut problem = error!("unknown-type-name", at, "there is no type `{word}`").help(
                    "the types are Ipv4, Ipv6, Cidr, Name, Duration, Int, Percent, Bool, String, [T] and (T, U)",
                );
                if let Some(close) = suggest::closest(word, Self::names()) {
                    problem = problem.suggest(format!("use `{close}`"), at, close);
                }
                diagnostics.push(problem);
                Self::Unknown
            }
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(element) => write!(f, "[{element}]"),
            Self::Tuple(parts) => {
                f.write_str("(")?;
                for (position, part) in parts.iter().enumerate() {
                    let comma = if position == 0 { "" } else { ", " };
                    write!(f, "{comma}{part}")?;
                }
                f.write_str(")")
            }
            Self::Unknown => f.write_str("an unknown type"),
            Self::Ipv4
            | Self::Ipv6
            | Self::Cidr
            | Self::Name
            | Self::Duration
            | Self::Int
            | Self::Percent
            | Self::Bool
            | Self::String => {
                let name = NAMED.iter().find(|(_, ty, _)| ty == self).map_or("", |(name, ..)| name);
                f.write_str(name)
            }
        }
    }
}
