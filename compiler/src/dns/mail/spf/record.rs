//! What an SPF record says, once read.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::Qualifier;
use crate::diagnostic::Severity;
use crate::dns::mail::Problem;

/// An SPF record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpfRecord {
    /// The terms that are right, in the order of the text.
    pub terms: Vec<SpfTerm>,
    /// What is wrong with the others, in the order of the text. One of [`Severity::Error`] makes receivers discard
    /// the whole record (RFC 7208 section 4.6).
    pub problems: Vec<Problem>,
}

/// A term of an SPF record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpfTerm {
    /// Its bytes in the record's text.
    pub at: Range<usize>,
    /// Its text, qualifier included.
    pub text: Box<str>,
    /// What it says.
    pub kind: SpfTermKind,
}

/// What a term says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SpfTermKind {
    /// What a sender that matches is.
    Directive(Qualifier, Mechanism),
    /// `redirect=`: the record of that domain decides when nothing matched (RFC 7208 section 6.1).
    Redirect(String),
    /// `exp=`: the name of the explanation's TXT record (RFC 7208 section 6.2).
    Explanation(String),
    /// A modifier that receivers ignore (RFC 7208 section 6).
    UnknownModifier,
}

/// How a sender is matched (RFC 7208 section 5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mechanism {
    /// Every sender.
    All,
    /// Whoever the record of that domain passes.
    Include(String),
    /// The addresses of a host.
    A(Host),
    /// The addresses of a domain's mail exchanges.
    Mx(Host),
    /// A sender whose reverse name lies below that domain, or below the record's own.
    Ptr(Option<String>),
    /// An IPv4 network and its prefix length.
    Ip4(Ipv4Addr, u8),
    /// An IPv6 network and its prefix length.
    Ip6(Ipv6Addr, u8),
    /// Any sender, if that name has an address.
    Exists(String),
}

/// A host whose addresses match, with the prefix lengths that widen them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name; none for the domain of the record.
    pub name: Option<String>,
    /// How many leading bits of an IPv4 address count: 32 without a length.
    pub v4: u8,
    /// How many leading bits of an IPv6 address count: 128 without a length.
    pub v6: u8,
}

impl SpfRecord {
    /// Whether receivers evaluate the record instead of discarding it.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity != Severity::Error)
    }

    /// The terms that are evaluated for a sender that nothing before `all` matches: up to `all`, or with `redirect`
    /// after them.
    pub fn evaluated_terms(&self) -> impl Iterator<Item = &SpfTerm> {
        let all = self.terms.iter().position(SpfTerm::is_all);
        let mechanisms = self.terms.iter().take(all.map_or(self.terms.len(), |at| at + 1));
        let redirect = self.terms.iter().filter(move |_| all.is_none());
        mechanisms
            .filter(|term| matches!(term.kind, SpfTermKind::Directive(..)))
            .chain(redirect.filter(|term| matches!(term.kind, SpfTermKind::Redirect(_))))
    }

    /// The terms among them that cost one of the ten look-ups (RFC 7208 section 4.6.4).
    pub fn lookup_terms(&self) -> impl Iterator<Item = &SpfTerm> {
        self.evaluated_terms().filter(|term| term.costs_lookup())
    }

    /// What holds for a sender that nothing else matches: the qualifier of `all`, and the term.
    #[must_use]
    pub fn all(&self) -> Option<(Qualifier, &SpfTerm)> {
        self.terms.iter().find_map(|term| {
            let SpfTermKind::Directive(qualifier, Mechanism::All) = term.kind else { return None };
            Some((qualifier, term))
        })
    }

    /// The domain whose record decides when nothing matched, unless `all` has decided before.
    #[must_use]
    pub fn redirect(&self) -> Option<(&str, &SpfTerm)> {
        self.evaluated_terms().find_map(|term| {
            let SpfTermKind::Redirect(domain) = &term.kind else { return None };
            Some((domain.as_str(), term))
        })
    }
}

impl SpfTerm {
    /// The mechanism, if it is one.
    #[must_use]
    pub fn mechanism(&self) -> Option<&Mechanism> {
        if let SpfTermKind::Directive(_, mechanism) = &self.kind { Some(mechanism) } else { None }
    }

    /// Whether it is `all`.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.mechanism() == Some(&Mechanism::All)
    }

    /// Whether its evaluation asks the DNS and so counts (RFC 7208 section 4.6.4).
    #[must_use]
    pub fn costs_lookup(&self) -> bool {
        match &self.kind {
            SpfTermKind::Directive(_, mechanism) => match mechanism {
                Mechanism::Include(_)
                | Mechanism::A(_)
                | Mechanism::Mx(_)
                | Mechanism::Ptr(_)
                | Mechanism::Exists(_) => true,
                Mechanism::All | Mechanism::Ip4(..) | Mechanism::Ip6(..) => false,
            },
            SpfTermKind::Redirect(_) => true,
            SpfTermKind::Explanation(_) | SpfTermKind::UnknownModifier => false,
        }
    }

    /// The domain that it names, macros included; none where that is the record's own.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        match &self.kind {
            SpfTermKind::Redirect(domain) | SpfTermKind::Explanation(domain) => Some(domain),
            SpfTermKind::Directive(_, mechanism) => match mechanism {
                Mechanism::Include(domain) | Mechanism::Exists(domain) => Some(domain),
                Mechanism::A(host) | Mechanism::Mx(host) => host.name.as_deref(),
                Mechanism::Ptr(domain) => domain.as_deref(),
                Mechanism::All | Mechanism::Ip4(..) | Mechanism::Ip6(..) => None,
            },
            SpfTermKind::UnknownModifier => None,
        }
    }

    /// The domain whose SPF record is evaluated for it: that of `include` and `redirect`.
    #[must_use]
    pub fn included_domain(&self) -> Option<&str> {
        match &self.kind {
            SpfTermKind::Redirect(domain) | SpfTermKind::Directive(_, Mechanism::Include(domain)) => {
                Some(domain)
            }
            SpfTermKind::Directive(..) | SpfTermKind::Explanation(_) | SpfTermKind::UnknownModifier => None,
        }
    }
}
