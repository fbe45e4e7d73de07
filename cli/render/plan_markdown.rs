//! A plan as Markdown, for the comment of a pull request and the summary of a job.
//!
//! What a reviewer has to look at comes first: what needs consent and the words for it, then the changes that are
//! dangerous, then all others, zone by zone, old → new.

use zonal_runtime::plan::danger::Dangers;
use zonal_runtime::plan::guards::Refusal;
use zonal_runtime::plan::view::{SetView, Symbol, ValueView, view_zone};
use zonal_runtime::plan::{Counts, Plan, ZonePlan};

use super::count::count;
use super::markdown::{Page, code, marker, message};
use super::plan::{Row, cropped, first_difference, rows, summary, ttl};
use super::stamp::Stamp;

/// The most values of one set that are shown; the log has all of them.
const MOST_VALUES: usize = 12;

/// What is shown as Markdown.
#[derive(Debug)]
pub struct Review<'p> {
    /// `plan` or `diff`.
    pub kind: &'static str,
    /// What is compared, if not the source with what is live.
    pub between: Option<&'p str>,
    /// The changes.
    pub plan: &'p Plan,
    /// What a person ought to look at first.
    pub dangers: &'p Dangers,
    /// What stands against the plan.
    pub refusals: &'p [Refusal],
    /// What would stand against it, had nobody consented.
    pub consented: &'p [Refusal],
    /// What begins the paths of source files, from the repository's root.
    pub prefix: &'p str,
}

impl Review<'_> {
    /// The Markdown, in at most so many bytes.
    #[must_use]
    pub fn render(&self, stamp: &Stamp, limit: usize) -> String {
        let mut page = Page::new(limit, stamp.line());
        page.text(&marker(self.kind, &stamp.name));
        page.text(&format!("### Zonal {}: {}\n\n", self.kind, self.told()));
        if let Some(between) = self.between {
            page.text(&format!("{}, without a look at what is live\n\n", code(between)));
        }
        self.failures(&mut page);
        self.verdict(&mut page);
        self.first(&mut page);
        self.totals(&mut page);
        for zone in self.zones() {
            self.zone(zone, &mut page);
        }
        page.finish("record set")
    }

    fn zones(&self) -> impl Iterator<Item = &[ZonePlan]> {
        self.plan.zones.chunk_by(|a, b| a.desired.name == b.desired.name)
    }

    /// What the plan comes to, in a few words.
    fn told(&self) -> String {
        let unread = self.plan.failures().count();
        if unread > 0 {
            return format!("{} could not be read", count(unread, "zone"));
        }
        let all = self.plan.counts().into_values().fold(Counts::default(), Counts::and);
        let told = match (self.plan.is_empty(), self.between) {
            (true, Some(_)) => "no record changes".to_owned(),
            (true, None) => "nothing to do".to_owned(),
            (false, _) => summary(&all),
        };
        if self.refusals.is_empty() { told } else { format!("blocked, {told}") }
    }

    fn failures(&self, page: &mut Page) {
        page.begin("#### Could not be read\n\n".to_owned());
        for (zone, failure) in self.plan.failures() {
            let help = failure.advice().map_or_else(String::new, |help| format!(". {}", message(help)));
            let what = message(&failure.to_string());
            page.line(&format!("- {} at {}: {what}{help}\n", zone_name(zone), code(&zone.desired.provider)));
        }
        if self.plan.failures().next().is_some() {
            page.text("\n");
        }
    }

    fn verdict(&self, page: &mut Page) {
        if !self.refusals.is_empty() {
            page.text("#### Blocked\n\n");
            page.begin(String::new());
            for refusal in self.refusals {
                let help = if refusal.consent.is_none() {
                    format!(". {}", message(&refusal.help))
                } else {
                    String::new()
                };
                page.line(&format!("- {}{help}\n", message(&refusal.message)));
            }
            let words = words(self.refusals);
            if !words.is_empty() {
                page.text(&format!("\nIf this is what you want, deploy with {}\n", code(&words)));
            }
            page.text("\n");
        }
        let words = words(self.consented);
        if !words.is_empty() {
            page.text(&format!("Consented to: {}\n\n", code(&words)));
        }
    }

    /// The dangerous changes of all zones.
    fn first(&self, page: &mut Page) {
        page.begin(format!("#### Look at these first\n\n{}", head("| zone ")));
        for zone in self.zones() {
            for row in self.rows(zone).into_iter().filter(|row| self.is_dangerous(zone, row)) {
                let name = zone.first().map_or_else(String::new, zone_name);
                page.row(&self.line(&row, zone, &format!("| {name} ")));
            }
        }
        page.text("\n");
    }

    fn totals(&self, page: &mut Page) {
        page.begin(
            "| zone | provider | create | change | delete | unchanged | left alone |\n|---|---|--:|--:|--:|--:|--:|\n"
                .to_owned(),
        );
        for zone in &self.plan.zones {
            let counts = zone.counts();
            if counts.changed() == 0 {
                continue;
            }
            let Counts { creates, updates, ttl_only, deletes, unchanged, left_alone } = counts;
            let ttl_only = if ttl_only > 0 { format!(" ({ttl_only} TTL only)") } else { String::new() };
            let (name, provider) = (zone_name(zone), code(&zone.desired.provider));
            page.line(&format!(
                "| {name} | {provider} | {creates} | {updates}{ttl_only} | {deletes} | {unchanged} | {left_alone} |\n"
            ));
        }
        page.text("\n");
    }

    /// The other changes of a zone, and what else there is to know of it.
    fn zone(&self, zone: &[ZonePlan], page: &mut Page) {
        let name = zone.first().map_or_else(String::new, zone_name);
        page.begin(format!("#### {name}\n\n{}", head("")));
        for row in self.rows(zone).into_iter().filter(|row| !self.is_dangerous(zone, row)) {
            page.row(&self.line(&row, zone, ""));
        }
        page.begin("\n".to_owned());
        for plan in zone {
            for note in view_zone(plan).notes {
                page.line(&format!("- {name} at {}: {}\n", code(&plan.desired.provider), message(&note)));
            }
        }
        page.text("\n");
    }

    fn rows<'z>(&self, zone: &'z [ZonePlan]) -> Vec<Row<'z>> {
        zone.first().map_or_else(Vec::new, |first| rows(&first.desired.name, zone))
    }

    fn is_dangerous(&self, zone: &[ZonePlan], row: &Row<'_>) -> bool {
        zone.first().is_some_and(|first| {
            row.providers.iter().any(|provider| self.dangers.has(&first.desired.name, provider, &row.key))
        })
    }

    fn line(&self, row: &Row<'_>, zone: &[ZonePlan], before: &str) -> String {
        let set = &row.set;
        let changing = zone.iter().filter(|plan| !plan.changes().is_empty()).count();
        let at = if row.providers.len() < changing { "**only** " } else { "" };
        let providers: Vec<String> = row.providers.iter().map(|provider| code(provider)).collect();
        let places: Vec<String> = set
            .origins
            .iter()
            .map(|origin| code(&format!("{}{}", self.prefix, origin.place.path_and_line())))
            .collect();
        format!(
            "{before}| {} | {} | {} | {} | {at}{} | {} |\n",
            word(set.symbol),
            code(&format!("{} {}", set.owner, set.rtype)),
            ttl(set.ttl),
            values(set),
            providers.join(", "),
            places.join("<br>")
        )
    }
}

fn head(before: &str) -> String {
    let rule = if before.is_empty() { "" } else { "|---" };
    format!("{before}| | record set | TTL | old → new | at | written at |\n{rule}|---|---|---|---|---|---|\n")
}

fn zone_name(zone: &ZonePlan) -> String {
    code(&zone.desired.name.undotted().to_string())
}

/// The words that consent to what was refused, as the command line takes them.
fn words(refusals: &[Refusal]) -> String {
    let grants = refusals.iter().filter_map(|refusal| refusal.consent.as_ref());
    let mut words: Vec<String> = grants.map(|grant| format!("--confirm {grant}")).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

const fn word(symbol: Symbol) -> &'static str {
    match symbol {
        Symbol::Add => "create",
        Symbol::Change => "change",
        Symbol::Remove => "**delete**",
        Symbol::Keep => "keep",
    }
}

/// The values that change; those that stay are counted.
fn values(set: &SetView) -> String {
    let changing: Vec<&ValueView> = set.values.iter().filter(|value| value.symbol != Symbol::Keep).collect();
    let mut lines: Vec<String> = changing.iter().take(MOST_VALUES).map(|value| line(value)).collect();
    if changing.len() > MOST_VALUES {
        lines.push(format!("and {} more", changing.len() - MOST_VALUES));
    }
    lines.extend(set.route.as_ref().map(|route| format!("route {}", code(route))));
    let kept = set.values.len() - changing.len();
    if set.ttl_only {
        lines.push("TTL only".to_owned());
    } else if kept > 0 {
        lines.push(format!("{} {}", count(kept, "value"), if kept == 1 { "stays" } else { "stay" }));
    }
    lines.join("<br>")
}

fn line(value: &ValueView) -> String {
    match (&value.becomes, value.symbol) {
        (Some(new), _) => {
            let from = first_difference(&value.text, new);
            format!("{} → {}", code(&cropped(&value.text, from)), code(&cropped(new, from)))
        }
        (None, Symbol::Remove) => format!("{} →", code(&cropped(&value.text, 0))),
        (None, Symbol::Add | Symbol::Change | Symbol::Keep) => {
            format!("→ {}", code(&cropped(&value.text, 0)))
        }
    }
}
