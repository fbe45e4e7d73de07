//! How many DNS look-ups the evaluation of an SPF record costs (RFC 7208 section 4.6.4).

use super::record::SpfRecord;

/// The most look-ups that receivers make before they give up.
pub const LOOKUP_LIMIT: usize = 10;

/// Where counting ends. It is far above the limit, and keeps records that include each other many times over from
/// being walked without end.
const MOST_STEPS: usize = 100;

/// One look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookupStep {
    /// How many records were entered on the way: 0 in the first one.
    pub depth: usize,
    /// The domain whose record holds the term.
    pub domain: String,
    /// The term.
    pub term: Box<str>,
}

/// Every look-up of an evaluation in which nothing matches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lookups {
    /// The look-ups in the order of the evaluation.
    pub steps: Vec<LookupStep>,
    /// Included domains whose records are not known: what they cost is not counted.
    pub unknown: Vec<String>,
    /// The domains of a record that includes itself, from the first one to its repetition.
    pub cycle: Option<Vec<String>>,
}

impl Lookups {
    /// How many look-ups there are at least: more where domains are unknown or counting ended.
    #[must_use]
    pub fn count(&self) -> usize {
        self.steps.len()
    }

    /// Whether receivers give up.
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        self.count() > LOOKUP_LIMIT
    }

    /// The steps that one look-up of the first record leads to, itself included: the step's index in [`Self::steps`]
    /// and their number.
    pub fn by_term(&self) -> impl Iterator<Item = (&LookupStep, usize)> {
        let starts = self.steps.iter().enumerate().filter(|(_, step)| step.depth == 0);
        starts.map(|(at, step)| {
            let inside = self.steps.iter().skip(at + 1).take_while(|step| step.depth > 0);
            (step, inside.count() + 1)
        })
    }
}

/// Counts the look-ups of a domain's record. `resolve` gives the record of a domain of the workspace, in lower case
/// without a final dot; it is asked for `include` and `redirect` alone.
pub fn lookups(
    domain: &str,
    record: &SpfRecord,
    mut resolve: impl FnMut(&str) -> Option<SpfRecord>,
) -> Lookups {
    let mut found = Lookups::default();
    let mut path = vec![domain.trim_end_matches('.').to_ascii_lowercase()];
    walk(record, &mut path, &mut resolve, &mut found);
    found
}

fn walk(
    record: &SpfRecord,
    path: &mut Vec<String>,
    resolve: &mut dyn FnMut(&str) -> Option<SpfRecord>,
    found: &mut Lookups,
) {
    for term in record.lookup_terms() {
        if found.steps.len() >= MOST_STEPS {
            return;
        }
        let domain = path.last().cloned().unwrap_or_default();
        found.steps.push(LookupStep { depth: path.len() - 1, domain, term: term.text.clone() });
        let Some(included) = term.included_domain() else { continue };
        if let Some(start) = path.iter().position(|domain| domain == included) {
            let cycle = path.iter().skip(start).cloned().chain([included.to_owned()]).collect();
            found.cycle.get_or_insert(cycle);
            continue;
        }
        let Some(inner) = resolve(included).filter(|_| !included.contains('%')) else {
            if !found.unknown.iter().any(|unknown| unknown == included) {
                found.unknown.push(included.to_owned());
            }
            continue;
        };
        path.push(included.to_owned());
        walk(&inner, path, resolve, found);
        path.pop();
    }
}
