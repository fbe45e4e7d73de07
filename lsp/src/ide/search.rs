//! Declarations and owner names of whole workspaces, by a part of their name.

use zonal_compiler::source::FileSpan;
use zonal_compiler::syntax::ast::{Item, ItemKind};
use zonal_compiler::zone::Zone;

use super::outline::Kind;
use crate::session::analysis::Analysis;
use crate::session::snapshot::File;

/// How many matches are given at most: whoever searches types on to see others.
pub const MOST_MATCHES: usize = 256;

/// Something whose name matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// How well: less is better.
    rank: Rank,
    /// Its name.
    pub name: String,
    /// The zone of an owner name; the file of anything else.
    pub container: String,
    /// What it is.
    pub kind: Kind,
    /// Where, in the files of the analysis.
    pub at: FileSpan,
}

/// How well a name matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Same,
    Begins,
    Holds,
    /// The letters are there, in order.
    Scattered,
}

/// What matches a query in one analysis, best first, and of equals the shorter one. The letters of the query need not
/// be neighbours; an empty one matches everything.
#[must_use]
pub fn find(analysis: &Analysis, query: &str) -> Vec<Match> {
    let query = query.trim().to_lowercase();
    let mut found = Vec::new();
    for file in analysis.snapshot.files() {
        for item in &file.tree().items {
            declared(file, item, |name, kind, at| {
                if let Some(rank) = rank(name, &query) {
                    let container = file.path.clone();
                    let at = at.in_file(file.id);
                    found.push(Match { rank, name: name.to_owned(), container, kind, at });
                }
            });
        }
    }
    for zone in &analysis.compilation.zones {
        owners(zone, &query, &mut found);
    }
    let order = |a: &Match, b: &Match| {
        (a.rank, a.kind, a.name.len(), &a.name, a.at).cmp(&(b.rank, b.kind, b.name.len(), &b.name, b.at))
    };
    if found.len() > MOST_MATCHES {
        found.select_nth_unstable_by(MOST_MATCHES, order);
        found.truncate(MOST_MATCHES);
    }
    found.sort_unstable_by(order);
    found
}

fn declared(file: &File, item: &Item, mut visit: impl FnMut(&str, Kind, zonal_compiler::source::Span)) {
    match &item.kind {
        ItemKind::Zone(zone) => {
            for name in &zone.names {
                let at = file.tree().exprs[*name].span;
                visit(file.of(at).trim_matches('"'), Kind::Zone, at);
            }
        }
        ItemKind::Template(node) => visit(file.of(node.name), Kind::Template, node.name),
        ItemKind::Provider(node) => visit(file.of(node.name), Kind::Provider, node.name),
        ItemKind::Policy(node) => visit(file.of(node.name), Kind::Policy, node.name),
        ItemKind::Let(node) => visit(file.of(node.name), Kind::Variable, node.name),
        ItemKind::Health(node) => visit(file.of(node.name), Kind::Health, node.name),
        ItemKind::Extend(_) | ItemKind::Error => {}
    }
}

/// The names of a zone that own records; the zone's own is found as the zone.
fn owners(zone: &Zone, query: &str, found: &mut Vec<Match>) {
    let container = zone.name.unicode().to_string();
    for node in zone.names.iter().filter(|node| *node != zone.names.apex()) {
        let Some(set) = zone.names.first_set(node) else { continue };
        let name = zone.names.name(node).unicode().to_string();
        if let Some(rank) = rank(&name, query) {
            let at = zone.sites[zone.site_of(set)].owner_at();
            found.push(Match { rank, name, container: container.clone(), kind: Kind::Owner, at });
        }
    }
}

fn rank(name: &str, query: &str) -> Option<Rank> {
    if query.is_empty() {
        return Some(Rank::Holds);
    }
    let name = name.to_lowercase();
    if name == query {
        return Some(Rank::Same);
    }
    if let Some(at) = name.find(query) {
        return Some(if at == 0 { Rank::Begins } else { Rank::Holds });
    }
    let mut rest = name.chars();
    query.chars().all(|wanted| rest.any(|c| c == wanted)).then_some(Rank::Scattered)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::snapshot::View;

    fn found(query: &str) -> Vec<String> {
        let text = "provider mail = zonefile { directory \"out\" }\nzone a.example on mail {\n  mail A 192.0.2.1\n  \
                    under eu { webmail A 192.0.2.1 }\n}\ntemplate m-a-i-l() { x A 192.0.2.1 }\n";
        let analysis = View::alone(text).analysis.unwrap();
        find(&analysis, query)
            .into_iter()
            .map(|found| format!("{} in {}", found.name, found.container))
            .collect()
    }

    #[test]
    fn the_closest_name_comes_first() {
        let expected = [
            "mail in a.zonal",
            "mail.a.example in a.example",
            "webmail.eu.a.example in a.example",
            "m-a-i-l in a.zonal",
        ];
        assert_eq!(found("MAIL"), expected);
        assert_eq!(found("wbm"), ["webmail.eu.a.example in a.example"]);
        assert_eq!(found("nothing"), [""; 0]);
        assert_eq!(found("").len(), 5);
    }

    #[test]
    fn no_more_are_given_than_anyone_reads() {
        let lines: String = (0..1000).map(|n| format!("  n{n} A 192.0.2.1\n")).collect();
        let text =
            format!("provider p = zonefile {{ directory \"out\" }}\nzone a.example on p {{\n{lines}}}\n");
        let analysis = View::alone(&text).analysis.unwrap();
        let matches = find(&analysis, "n9");
        let begin = matches.iter().take_while(|found| found.name.starts_with("n9")).count();
        assert_eq!(begin, 111);
        assert_eq!(find(&analysis, "n").len(), MOST_MATCHES);
        assert_eq!(matches[0].name, "n9.a.example");
    }
}
