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

const NAMED: [(&str, Type); 9] = [
    ("Ipv4", Type::Ipv4),
    ("Ipv6", Type::Ipv6),
    ("Cidr", Type::Cidr),
    ("Name", Type::Name),
    ("Duration", Type::Duration),
    ("Int", Type::Int),
    ("Percent", Type::Percent),
    ("Bool", Type::Bool),
    ("String", Type::String),
];

impl Type {
    /// The names of the simple types.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name)
    }

    /// The simple type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        NAMED.iter().find(|(known, _)| *known == name).map(|(_, ty)| ty.clone())
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
                if let Some((_, ty)) = NAMED.iter().find(|(name, _)| *name == word) {
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
                let name = NAMED.iter().find(|(_, ty)| ty == self).map_or("", |(name, _)| name);
                f.write_str(name)
            }
        }
    }
}
