//! The exit codes, which scripts and CI rely on.

use std::process::ExitCode;

/// The table of exit codes, as `--help` shows it.
pub const TABLE: &str = "\
Exit codes:
    0  fine
    1  errors in the source, or something could not be read or written
    2  changes or drift (`plan` and `diff` with `--detailed-exitcode`, `drift`)
    3  blocked: a safety rule, a consent that is missing, or an edit since the plan; nothing was written
    4  the push is incomplete: a part was written
    5  what was pushed is not confirmed, or not served yet
   64  wrong usage
  130  interrupted";

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is wrong.
    Fine,
    /// The source has errors, or something could not be read or written.
    Errors,
    /// There are changes, or drift.
    Changes,
    /// A safety rule stands against it, nobody has consented, or somebody else has changed the zone since the plan.
    Blocked,
    /// A part was written.
    Incomplete,
    /// What was written is not confirmed, or not served yet.
    Unconfirmed,
    /// The command line makes no sense.
    Usage,
    /// Ctrl-C.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Errors => 1,
            Exit::Changes => 2,
            Exit::Blocked => 3,
            Exit::Incomplete => 4,
            Exit::Unconfirmed => 5,
            Exit::Usage => 64,
            Exit::Interrupted => 130,
        })
    }
}
