//! A formatted program means the same, and has the same things wrong with it.

use zonal_compiler::syntax::format::format;

use crate::corpus::{self, Program};
use crate::meaning;

fn said(program: &Program) -> (Vec<(&'static str, String)>, meaning::Meaning) {
    let compilation = meaning::compile(program).compilation;
    let mut said: Vec<_> =
        compilation.diagnostics.iter().map(|found| (found.name, found.message.clone())).collect();
    said.sort();
    (said, meaning::zones(&compilation.zones))
}

#[test]
fn fixtures_and_examples_mean_the_same_once_formatted() {
    let mut changed = 0;
    for (name, program) in corpus::programs() {
        let Ok(formatted) = program
            .iter()
            .map(|(path, text)| format(text).map(|text| (path.clone(), text)))
            .collect::<Result<Program, _>>()
        else {
            continue;
        };
        changed += usize::from(formatted != program);
        assert_eq!(said(&formatted), said(&program), "{name}");
    }
    assert!(changed > 5, "only {changed} programs were not formatted already");
}
