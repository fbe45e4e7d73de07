//! What an editor asks, answered from a snapshot.

use zonal_compiler::compile;
use zonal_compiler::diagnostic::Diagnostic;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;

use crate::session::Snapshot;

/// Everything that is wrong in the workspace, by file and place.
#[must_use]
pub fn diagnostics(snapshot: &Snapshot) -> Vec<Diagnostic> {
    compile::compile(snapshot.sources(), &Inputs::default(), &Facts::default()).diagnostics
}

#[cfg(test)]
mod tests {
    use crate::session::Session;

    #[test]
    fn a_snapshot_does_not_see_later_edits() {
        let mut session = Session::default();
        session.set("a.zonal", "zone example.com on nowhere {}\n");
        let before = session.snapshot();
        session.set("a.zonal", "# nothing yet\n");
        let names = |snapshot| super::diagnostics(snapshot).iter().map(|d| d.name).collect::<Vec<_>>();
        assert_eq!(names(&before), ["unknown-provider"]);
        assert_eq!(names(&session.snapshot()), [""; 0]);
    }
}
