//! Settings that are times.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::error::{Failure, FailureKind};

/// A setting that is a whole number of seconds, if it is given.
pub(super) fn seconds(
    provider: &str,
    settings: &BTreeMap<String, String>,
    setting: &str,
) -> Result<Option<Duration>, Failure> {
    let Some(text) = settings.get(setting) else { return Ok(None) };
    match text.parse() {
        Ok(seconds @ 1..=60) => Ok(Some(Duration::from_secs(seconds))),
        _ => {
            let what = format!("`{setting}` of provider `{provider}` is no number of seconds from 1 to 60");
            Err(Failure::new(FailureKind::Data, what).help(format!("write a line such as `{setting} 30`")))
        }
    }
}
