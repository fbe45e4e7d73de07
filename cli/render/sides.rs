//! One set as several sides have it, a line each, so that what they differ in is seen.

use zonal_compiler::dns::duration;
use zonal_compiler::dns::rdata;
use zonal_runtime::plan::view::route_text;
use zonal_runtime::record::RecordSet;

use super::plan::{cropped, first_difference};
use super::style::harmless_line;

/// The most values on a line.
const MOST: usize = 4;

/// A line for each side: its TTL, values and route, or that it has nothing. Of a large set a side shows first what the
/// others do not have, and of a long value the part that differs.
#[must_use]
pub fn sides(versions: &[Option<&RecordSet>]) -> Vec<String> {
    let values: Vec<Vec<String>> = versions.iter().map(|set| set.map(values).unwrap_or_default()).collect();
    let present = versions.iter().zip(&values).filter(|(set, _)| set.is_some());
    let present: Vec<&[String]> = present.map(|(_, values)| values.as_slice()).collect();
    let is_common =
        |value: &&str| present.len() > 1 && present.iter().all(|values| values.iter().any(|it| it == value));
    let parted = values.iter().map(|values| values.iter().map(String::as_str).partition(is_common));
    let (common, own): (Vec<Vec<&str>>, Vec<Vec<&str>>) = parted.unzip();
    let from = difference(&own);
    let line = |((set, common), own): ((&Option<&RecordSet>, &Vec<&str>), &Vec<&str>)| {
        set.map_or_else(|| "nothing".to_owned(), |set| harmless_line(&side(set, own, common, from)))
    };
    versions.iter().zip(&common).zip(&own).map(line).collect()
}

/// A live set, and what the source has instead.
#[must_use]
pub fn both(live: Option<&RecordSet>, source: Option<&RecordSet>) -> (String, String) {
    let mut lines = sides(&[live, source]).into_iter();
    (lines.next().unwrap_or_default(), lines.next().unwrap_or_default())
}

fn values(set: &RecordSet) -> Vec<String> {
    match &set.alias {
        Some(target) => vec![target.to_string()],
        None => set.rdata.iter().map(|value| rdata::display(set.rtype, value).to_string()).collect(),
    }
}

/// Where the values that are not common begin to differ, if every side has one of them.
fn difference(own: &[Vec<&str>]) -> usize {
    let mut values = own.iter().filter(|values| !values.is_empty());
    let Some([first]) = values.next().map(Vec::as_slice) else { return 0 };
    values.filter_map(|values| values.first()).map(|other| first_difference(first, other)).min().unwrap_or(0)
}

fn side(set: &RecordSet, own: &[&str], common: &[&str], from: usize) -> String {
    // What is the same everywhere is told only where there is room for it.
    let told = if own.len() + common.len() <= MOST || own.is_empty() { common } else { &[] };
    let mut parts: Vec<String> = own.iter().take(MOST).map(|value| cropped(value, from)).collect();
    parts.extend(told.iter().take(MOST).map(|value| cropped(value, 0)));
    let more = own.len() + common.len() - parts.len();
    let more = match own.len() <= MOST && !own.is_empty() {
        _ if more == 0 => String::new(),
        true => format!(" and {more} that {} the same", if more == 1 { "is" } else { "are" }),
        false => format!(" and {more} more"),
    };
    let route =
        set.route.as_ref().map_or_else(String::new, |route| format!("  route({})", route_text(route)));
    let ttl = set.own_ttl().map_or_else(String::new, |ttl| format!("{}  ", duration::display(ttl)));
    format!("{ttl}{}{more}{route}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use zonal_compiler::dns::name::Name;
    use zonal_compiler::dns::rtype::Rtype;

    use super::*;

    fn addresses(last: impl IntoIterator<Item = u8>) -> RecordSet {
        let owner = Name::parse("www.example.com").unwrap();
        RecordSet::new(
            owner,
            Rtype::A,
            300,
            last.into_iter().map(|last| Box::from([192, 0, 2, last])).collect(),
        )
    }

    fn text(octets: &[u8]) -> RecordSet {
        let cut = octets.chunks(255).flat_map(|part| [&[u8::try_from(part.len()).unwrap()], part].concat());
        RecordSet { rtype: Rtype::TXT, rdata: vec![cut.collect()], ..addresses([]) }
    }

    #[test]
    fn of_a_large_set_the_values_that_differ_are_told() {
        let (live, source) = both(Some(&addresses([1, 2, 3, 4, 5, 6, 9])), Some(&addresses(1..=7)));
        assert_eq!(live, "5m  192.0.2.9 and 6 that are the same");
        assert_eq!(source, "5m  192.0.2.7 and 6 that are the same");
        let (live, source) = both(Some(&addresses(1..=8)), Some(&addresses(1..=7)));
        assert_eq!(live, "5m  192.0.2.8 and 7 that are the same");
        assert_eq!(source, "5m  192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4 and 3 more");
    }

    #[test]
    fn a_small_set_is_told_whole() {
        let lines = sides(&[Some(&addresses([1, 2])), None, Some(&addresses([2, 3]))]);
        assert_eq!(lines, ["5m  192.0.2.1, 192.0.2.2", "nothing", "5m  192.0.2.3, 192.0.2.2"]);
    }

    #[test]
    fn of_a_long_value_the_part_that_differs_is_told() {
        let long = [b'x'; 2000];
        let mut other = long;
        other[1500] = b'y';
        let (live, source) = both(Some(&text(&other)), Some(&text(&long)));
        assert!(live.contains('y') && live.len() < 200 && source.len() < 200, "{live}\n{source}");
    }

    #[test]
    fn nothing_of_it_moves_a_terminal() {
        let target = zonal_runtime::record::Route { set: "a\nb\u{202e}".into(), fields: Vec::new() };
        let set = RecordSet { route: Some(target), ..addresses([1]) };
        let (live, _) = both(Some(&set), None);
        assert_eq!(live, "5m  192.0.2.1  route(set: a\\nb\\u{202e})");
    }
}
