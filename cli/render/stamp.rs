//! What says of a report when and from what it was made.

use std::env;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

/// When and from what a report was made.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// What the report is called, to be found again.
    pub name: String,
    /// The commit that it speaks of, if that is known.
    pub commit: Option<String>,
    /// The digest of the plan that it shows, if that could be carried out.
    pub digest: Option<String>,
}

impl Stamp {
    /// The line at the end of a report.
    #[must_use]
    pub fn line(&self) -> String {
        const SHORT: usize = 12;
        let commit = self.commit.as_ref().map(|commit| {
            let short: String = commit.chars().take(SHORT).collect();
            format!("commit `{short}`")
        });
        let digest = self.digest.as_ref().map(|digest| format!("plan `{digest}`"));
        let parts: Vec<String> = digest.into_iter().chain(commit).chain([time()]).collect();
        format!("\n<sub>{}</sub>\n", parts.join(" · "))
    }
}

/// The time as people read it; that of SOURCE_DATE_EPOCH where a report shall not depend on when it is made.
fn time() -> String {
    let fixed = env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let fixed = fixed.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
    let now = fixed.unwrap_or_else(SystemTime::now);
    let now = Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH);
    now.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
