//! What name servers answered, for people and for programs.

use serde::Serialize;
use zonal_runtime::doctor::{Finding, Verdict};
use zonal_runtime::plan::view::relative;
use zonal_runtime::record::RecordSet;
use zonal_runtime::verify::{Answers, Difference, Found, Wanted};

use super::count::count;
use super::sides::both;
use super::style::{Paint, Tone, harmless_line};

/// The version of the JSON form.
const VERSION: u32 = 1;

/// What came of all questions.
#[derive(Debug)]
pub struct Verified {
    /// What each address answers.
    pub answers: Vec<Answers>,
    /// What the parent zones say.
    pub delegations: Vec<Finding>,
}

/// A line for each address, what differs below it, and what the parent zones say.
#[must_use]
pub fn human(paint: Paint, verified: &Verified) -> String {
    let mut text = String::new();
    for of_zone in verified.answers.chunk_by(|a, b| {
        a.zone == b.zone && a.provider == b.provider && a.server.is_some() == b.server.is_some()
    }) {
        let Some(first) = of_zone.first() else { continue };
        let heading = match first.server {
            Some(_) => format!("{} at {}", first.zone.undotted(), first.provider),
            None => format!("{} from elsewhere", first.zone.undotted()),
        };
        text.push_str(&format!("{}\n", paint.show(Tone::Strong, heading)));
        of_zone.iter().for_each(|answers| text.push_str(&one(paint, answers)));
    }
    for finding in &verified.delegations {
        text.push_str(&delegation(paint, finding));
    }
    let wrong = verified.answers.iter().filter(|answers| !answers.are_right()).count();
    let summary = match wrong {
        0 => paint.show(Tone::Good, "every server answers as the source says".to_owned()).to_string(),
        _ => paint
            .show(
                Tone::Bad,
                format!("{} of {} not as the source says", wrong, count(verified.answers.len(), "server")),
            )
            .to_string(),
    };
    text + &format!("{summary}\n")
}

fn one(paint: Paint, answers: &Answers) -> String {
    let address = answers.address.map(|address| address.to_string());
    let name = match (&answers.server, address) {
        (Some(server), Some(address)) => format!("{server} ({address})"),
        (Some(server), None) => server.to_string(),
        (None, address) => address.unwrap_or_default(),
    };
    match &answers.result {
        Err(why) => format!("  {} {name}: {}\n", paint.show(Tone::Bad, "silent "), harmless_line(why)),
        Ok(asked) if asked.differences.is_empty() => {
            format!("  {} {name}: {}\n", paint.show(Tone::Good, "ok     "), count(asked.questions, "answer"))
        }
        Ok(asked) => {
            let tally = format!("{} of {}", asked.differences.len(), count(asked.questions, "answer"));
            let mut text = format!("  {} {name}: {tally}\n", paint.show(Tone::Bad, "differs"));
            for difference in &asked.differences {
                let (found, wanted) = sides(difference);
                let owner = relative(&difference.owner, &answers.zone);
                text.push_str(&format!(
                    "    {owner} {}\n      answer: {found}\n      source: {wanted}\n",
                    difference.rtype
                ));
            }
            text
        }
    }
}

/// What came, and what the source has.
fn sides(difference: &Difference) -> (String, String) {
    let set = |set: Option<&RecordSet>, other: Option<&RecordSet>| both(set, other);
    let wanted = match &difference.wanted {
        Wanted::Set(wanted) => Some(wanted),
        Wanted::Any | Wanted::NoName => None,
    };
    let found = match &difference.found {
        Found::Set(found) => Some(found),
        Found::NoData | Found::NoName | Found::NotServed(_) | Found::Silence(_) => None,
    };
    let (found_text, wanted_text) = set(found, wanted);
    let found_text = match &difference.found {
        Found::Set(_) => found_text,
        Found::NoData => "no such set".to_owned(),
        Found::NoName => "no such name".to_owned(),
        Found::NotServed(why) => format!("the zone is not served here: {}", harmless_line(why)),
        Found::Silence(why) => harmless_line(why),
    };
    let wanted_text = match &difference.wanted {
        Wanted::Set(_) => wanted_text,
        Wanted::Any => "what the provider chooses".to_owned(),
        Wanted::NoName => "no such name".to_owned(),
    };
    (found_text, wanted_text)
}

fn delegation(paint: Paint, finding: &Finding) -> String {
    let (tone, word) = match finding.verdict {
        Verdict::Fine => (Tone::Good, "ok"),
        Verdict::Doubtful => (Tone::Doubtful, "warning"),
        Verdict::Bad => (Tone::Bad, "differs"),
    };
    let zone = finding.zone.as_ref().map_or_else(String::new, |zone| zone.undotted().to_string());
    let help = finding
        .help
        .as_ref()
        .map(|help| format!("\n  {} {}", paint.show(Tone::Advice, "help:"), harmless_line(help)));
    format!(
        "{} the delegation of {zone}: {}{}\n",
        paint.show(tone, word),
        harmless_line(&finding.what),
        help.unwrap_or_default()
    )
}

/// The JSON form.
#[derive(Debug, Serialize)]
pub struct Document {
    version: u32,
    answers: Vec<Server>,
    delegations: Vec<Delegation>,
}

#[derive(Debug, Serialize)]
struct Server {
    zone: String,
    provider: String,
    server: Option<String>,
    address: Option<String>,
    questions: usize,
    differences: Vec<Differing>,
    failure: Option<String>,
}

#[derive(Debug, Serialize)]
struct Differing {
    owner: String,
    r#type: String,
    answer: String,
    source: String,
}

#[derive(Debug, Serialize)]
struct Delegation {
    zone: Option<String>,
    verdict: &'static str,
    message: String,
    help: Option<String>,
}

impl Document {
    /// The answers as a document.
    #[must_use]
    pub fn new(verified: &Verified) -> Self {
        Self {
            version: VERSION,
            answers: verified.answers.iter().map(server).collect(),
            delegations: verified.delegations.iter().map(delegated).collect(),
        }
    }
}

fn server(answers: &Answers) -> Server {
    let asked = answers.result.as_ref().ok();
    let differing = |difference: &Difference| {
        let (answer, source) = sides(difference);
        Differing {
            owner: difference.owner.to_string(),
            r#type: difference.rtype.to_string(),
            answer,
            source,
        }
    };
    Server {
        zone: answers.zone.undotted().to_string(),
        provider: answers.provider.clone(),
        server: answers.server.as_ref().map(ToString::to_string),
        address: answers.address.map(|address| address.to_string()),
        questions: asked.map_or(0, |asked| asked.questions),
        differences: asked.map_or_else(Vec::new, |asked| asked.differences.iter().map(differing).collect()),
        failure: answers.result.as_ref().err().cloned(),
    }
}

fn delegated(finding: &Finding) -> Delegation {
    Delegation {
        zone: finding.zone.as_ref().map(|zone| zone.undotted().to_string()),
        verdict: finding.verdict.word(),
        message: finding.what.clone(),
        help: finding.help.clone(),
    }
}
