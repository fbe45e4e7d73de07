//! The fields of a route, as far as Traffic Manager has words for them.

use super::MOST_ANSWERS;
use crate::desired::Probe;
use crate::record::Route;

/// What a routed set has of the answers, and what its addresses are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) policy: Policy,
    /// How its addresses are asked whether they are healthy; none if they always count as that.
    pub(super) probe: Option<Probe>,
    /// Whether it answers.
    pub(super) endpoints: Status,
    /// Whether the profile answers.
    pub(super) profile: Status,
}

/// How a set shares the answers with the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// By weight.
    Weight(Weight),
    /// First.
    Primary,
    /// When no primary is healthy.
    Secondary,
    /// Together with the others, up to so many addresses.
    Multivalue(u64),
}

/// A part of the answers: a whole number, but for what somebody entered by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) of: u64,
    pub(super) by: u64,
}

/// Whether a thing is switched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Enabled,
    Disabled,
}

impl Status {
    /// Azure's word.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Enabled => "Enabled",
            Self::Disabled => "Disabled",
        }
    }

    pub(super) fn of(word: &str) -> Self {
        if word.eq_ignore_ascii_case("Disabled") { Self::Disabled } else { Self::Enabled }
    }
}

impl Share {
    /// What a route's fields say.
    ///
    /// # Errors
    /// Gives a field that Traffic Manager has no words for.
    pub(super) fn of(route: &Route) -> Result<Self, String> {
        let (mut policy, mut probe, mut answers) = (None, None, MOST_ANSWERS);
        let (mut endpoints, mut profile) = (Status::Enabled, Status::Enabled);
        for (field, value) in &route.fields {
            let unsaid = || format!("Traffic Manager has no words for `{field}: {value}`");
            match (&**field, &**value) {
                ("weight", weight) => policy = Some(Policy::Weight(Weight::of(weight).ok_or_else(unsaid)?)),
                ("failover", "primary") => policy = Some(Policy::Primary),
                ("failover", "secondary") => policy = Some(Policy::Secondary),
                ("multivalue", "true") => policy = Some(Policy::Multivalue(MOST_ANSWERS)),
                ("answers", number) => answers = number.parse().map_err(|_| unsaid())?,
                ("health", words) => probe = Some(words.parse().map_err(|_| unsaid())?),
                ("endpoint", "disabled") => endpoints = Status::Disabled,
                ("profile", "disabled") => profile = Status::Disabled,
                _ => return Err(unsaid()),
            }
        }
        let policy = match policy {
            Some(Policy::Multivalue(_)) => Policy::Multivalue(answers),
            Some(policy) => policy,
            None => return Err("it does not say how the answers are shared".to_owned()),
        };
        Ok(Self { policy, probe, endpoints, profile })
    }

    /// The route of a set.
    pub(super) fn route(&self, set: &str) -> Route {
        let mut fields: Vec<(Box<str>, Box<str>)> = Vec::new();
        let mut push = |field: &str, value: String| fields.push((field.into(), value.into_boxed_str()));
        match self.policy {
            Policy::Weight(Weight { of, by: 1 }) => push("weight", of.to_string()),
            Policy::Weight(Weight { of, by }) => push("weight", format!("{of}/{by}")),
            Policy::Primary => push("failover", "primary".to_owned()),
            Policy::Secondary => push("failover", "secondary".to_owned()),
            Policy::Multivalue(answers) => {
                push("multivalue", "true".to_owned());
                if answers != MOST_ANSWERS {
                    push("answers", answers.to_string());
                }
            }
        }
        if let Some(probe) = &self.probe {
            push("health", probe.to_string());
        }
        if self.endpoints == Status::Disabled {
            push("endpoint", "disabled".to_owned());
        }
        if self.profile == Status::Disabled {
            push("profile", "disabled".to_owned());
        }
        fields.sort();
        Route { set: set.into(), fields }
    }
}

impl Weight {
    /// `90`, or `45/2`.
    fn of(text: &str) -> Option<Self> {
        let (of, by) = text.split_once('/').unwrap_or((text, "1"));
        let (of, by) = (of.parse().ok()?, by.parse().ok()?);
        (by > 0).then_some(Self { of, by })
    }

    /// A fraction in its lowest terms.
    pub(super) fn reduced(of: u64, by: u64) -> Self {
        let common = greatest_common_divisor(of, by).max(1);
        Self { of: of / common, by: (by / common).max(1) }
    }
}

pub(super) const fn greatest_common_divisor(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
