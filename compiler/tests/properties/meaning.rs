//! What a program means: for each zone and provider the record sets, in canonical order and without their places.

use zonal_compiler::diagnostic::Severity;
use zonal_compiler::dns::rdata;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::zone::Zone;

use crate::program::Compiled;

/// The record sets of a program, a line for each record.
pub type Meaning = Vec<String>;

/// Compiles files, which must have no error, and says what they mean.
pub fn of(files: &[(String, String)]) -> Meaning {
    let compiled = compile(files);
    let errors = compiled.compilation.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let errors: Vec<_> = errors.map(|found| (found.name, &found.message, found.primary.at)).collect();
    assert!(errors.is_empty(), "{errors:#?}\nin {files:#?}");
    zones(&compiled.compilation.zones)
}

/// Compiles files given by path and text.
pub fn compile(files: &[(String, String)]) -> Compiled {
    Compiled::new(
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
        &Inputs::default(),
        &Facts::default(),
    )
}

/// What zones mean.
pub fn zones(zones: &[Zone]) -> Meaning {
    let mut lines: Vec<String> = zones.iter().flat_map(zone).collect();
    lines.sort();
    lines
}

fn zone(zone: &Zone) -> Vec<String> {
    let mut lines = Vec::new();
    for (position, provider) in zone.providers.iter().enumerate() {
        for (id, set) in zone.sets.iter_ids().filter(|(_, set)| set.providers.contains(position)) {
            let head = format!("{} {} {} {}", provider.name, zone.names.name(set.owner), set.ttl, set.rtype);
            let route = set.route.map(|route| (&zone.routes[route].set, &zone.routes[route].arguments));
            let alias = set.alias.map(|alias| &zone.aliases[alias]);
            for record in zone.records_of(id) {
                let value = rdata::display(set.rtype, zone.rdata(record));
                lines.push(format!("{head} {value} {route:?} {alias:?}"));
            }
        }
    }
    lines
}
