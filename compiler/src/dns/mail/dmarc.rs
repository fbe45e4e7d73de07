//! DMARC policy records (RFC 9989, which replaced RFC 7489): what receivers do with mail that fails SPF and DKIM.

use super::problem::Problem;
use super::schema::{Choice, TermSchema, Values};
use super::tags::build::Draft;
use super::tags::read::{TagRecord, claims, read};
use super::tags::{Case, Dialect, Spacing, VersionTag};
use super::term::{Term, TermError};

const POLICIES: &[Choice] = &[
    Choice { word: "none", text: "none", doc: "Nothing: reports are sent, mail is delivered as before." },
    Choice {
        word: "quarantine",
        text: "quarantine",
        doc: "The mail is suspicious, and usually goes to the spam folder.",
    },
    Choice { word: "reject", text: "reject", doc: "The mail is refused." },
];

const ALIGNMENTS: &[Choice] = &[
    Choice {
        word: "relaxed",
        text: "r",
        doc: "The same organization is enough: `mail.example.com` for `example.com`.",
    },
    Choice { word: "strict", text: "s", doc: "The very same domain." },
];

const FAILURES: &[Choice] = &[
    Choice { word: "all", text: "0", doc: "Report when neither SPF nor DKIM gave an aligned pass." },
    Choice { word: "any", text: "1", doc: "Report when one of SPF and DKIM gave no aligned pass." },
    Choice { word: "dkim", text: "d", doc: "Report every DKIM signature that failed, aligned or not." },
    Choice { word: "spf", text: "s", doc: "Report every SPF check that failed, aligned or not." },
];

const PUBLIC_SUFFIX: &[Choice] = &[
    Choice { word: "yes", text: "y", doc: "The domain is a public suffix: names below it belong to others." },
    Choice {
        word: "no",
        text: "n",
        doc: "The domain is the organization's top one: the search upwards ends here.",
    },
    Choice { word: "unknown", text: "u", doc: "Nothing is said; receivers search upwards." },
];

const RFC: &str = "RFC 9989 section 4.7";

const fn tag(word: &'static str, tag: &'static str, values: Values, doc: &'static str) -> TermSchema {
    TermSchema { word, tag, values, doc, rfc: RFC, required: false, repeats: false }
}

/// The terms of the `DMARC` builder.
pub const TERMS: &[TermSchema] = &[
    TermSchema {
        required: true,
        ..tag(
            "policy",
            "p",
            Values::OneOf(POLICIES),
            "What receivers do with mail of this domain that fails.",
        )
    },
    tag(
        "subdomain-policy",
        "sp",
        Values::OneOf(POLICIES),
        "The policy for subdomains that exist; the domain's own without it.",
    ),
    tag(
        "nonexistent-policy",
        "np",
        Values::OneOf(POLICIES),
        "The policy for subdomains that do not exist; `subdomain-policy` without it.",
    ),
    tag(
        "dkim-alignment",
        "adkim",
        Values::OneOf(ALIGNMENTS),
        "How near the DKIM signer's domain has to be to the one in `From`; relaxed without it.",
    ),
    tag(
        "spf-alignment",
        "aspf",
        Values::OneOf(ALIGNMENTS),
        "How near the envelope sender's domain has to be to the one in `From`; relaxed without it.",
    ),
    TermSchema {
        repeats: true,
        ..tag("rua", "rua", Values::ReportUri(&["mailto"]), "Where the daily aggregate reports are sent to.")
    },
    TermSchema {
        repeats: true,
        ..tag(
            "ruf",
            "ruf",
            Values::ReportUri(&["mailto"]),
            "Where reports about single failures are sent to.",
        )
    },
    TermSchema {
        repeats: true,
        ..tag(
            "failure-options",
            "fo",
            Values::AnyOf(FAILURES),
            "Which failures `ruf` is told of; `all` without it.",
        )
    },
    tag(
        "psd",
        "psd",
        Values::OneOf(PUBLIC_SUFFIX),
        "Whether the domain is a public suffix, like `com` or `co.uk`.",
    ),
    tag(
        "testing",
        "t",
        Values::Nothing,
        "The policy is being tried out: receivers apply the next weaker one.",
    ),
];

pub(super) static DIALECT: Dialect = Dialect {
    name: "DMARC",
    version: "DMARC1",
    family: "DMARC",
    terms: TERMS,
    extensions: &[],
    removed: &[
        (
            "pct",
            "RFC 9989 removed it and receivers ignore it: a policy that is tried out is marked by `testing`, in the text `t=y`",
        ),
        ("rf", "RFC 9989 removed it and receivers ignore it: there is one report format"),
        ("ri", "RFC 9989 removed it and receivers ignore it: reports come daily"),
    ],
    rule: "dmarc-syntax",
    removed_rule: "dmarc-removed-tag",
    missing_rule: "dmarc-syntax",
    value_rule: None,
    version_tag: VersionTag::Required,
    spacing: Spacing::Free,
    case: Case::Insensitive,
};

/// Builds the text of a DMARC policy record.
///
/// # Errors
///
/// See [`super::build`].
pub fn build(terms: &[Term<'_>]) -> Result<String, Vec<TermError>> {
    let mut draft = Draft::read(&DIALECT, terms);
    exclude_all_and_any(&mut draft);
    draft.finish()
}

/// `0` and `1` contradict each other in `fo` (RFC 9989 section 4.7).
fn exclude_all_and_any(draft: &mut Draft) {
    let all = draft.values("fo").find(|given| given.text == "0").map(|given| given.term);
    let any = draft.values("fo").find(|given| given.text == "1").map(|given| given.term);
    if let (Some(all), Some(any)) = (all, any) {
        let message = "`failure-options any` contradicts `failure-options all`";
        let error = TermError::term("conflicting-terms", any, message);
        draft.errors.push(error.help("keep `any`, which reports more, or `all`").beside(all));
    }
}

/// Checks the text of a DMARC policy record; none if it is no such record.
#[must_use]
pub fn check(text: &[u8]) -> Option<TagRecord<'_>> {
    let mut record = check_authorization(text)?;
    if record.tag("p").is_none() && record.is_readable() {
        let at = 0..record.tags.last().map_or(0, |tag| tag.value_at.end);
        let message = "the DMARC record has no `p` tag";
        let help = "add `p=none`, `p=quarantine` or `p=reject` after the version";
        record.problems.push(if record.tag("rua").is_some() {
            Problem::warning("dmarc-syntax", at, message)
                .help(format!("receivers act as if it said `p=none`: {help}"))
        } else {
            Problem::error("dmarc-syntax", at, message).help(format!("receivers ignore the record: {help}"))
        });
    }
    Some(record)
}

/// Checks the text of a record below `_report._dmarc`, by which a domain agrees to receive the reports of another
/// (RFC 9990 section 4): it needs no policy. None if it is no such record.
#[must_use]
pub fn check_authorization(text: &[u8]) -> Option<TagRecord<'_>> {
    if !claims(&DIALECT, text) {
        return None;
    }
    let mut record = read(&DIALECT, text);
    check_failure_options(&mut record);
    Some(record)
}

/// `fo` holds each option once, `0` or `1`, and has no effect without `ruf` (RFC 9989 section 4.7).
fn check_failure_options(record: &mut TagRecord<'_>) {
    let Some(tag) = record.tag("fo") else { return };
    let at = tag.value_at.clone();
    let options: Vec<&str> = tag.value.split(':').map(str::trim).collect();
    let repeated =
        options.iter().enumerate().any(|(index, option)| options.iter().take(index).any(|o| o == option));
    if options.contains(&"0") && options.contains(&"1") {
        let message = "`fo` holds both `0` and `1`, which contradict each other";
        record.problems.push(
            Problem::error("dmarc-syntax", at.clone(), message).help("keep `1`, which reports more, or `0`"),
        );
    } else if repeated {
        let message = "an option stands twice in `fo`";
        record
            .problems
            .push(Problem::error("dmarc-syntax", at.clone(), message).help("write each option once"));
    }
    if record.tag("ruf").is_none() {
        let message = "`fo` has no effect without `ruf`";
        record.problems.push(
            Problem::info("dmarc-syntax", at, message)
                .help("say with `ruf=` where failure reports are sent to"),
        );
    }
}
