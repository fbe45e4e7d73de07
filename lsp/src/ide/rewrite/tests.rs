//! Each rewriting, as text before and after; what it must not change is compared by evaluating both.

use super::*;
use crate::ide::edits::applied;
use crate::ide::{fixes, format};
use crate::session::analysis::Analysis;
use zonal_compiler::dns::rdata;

const HEAD: &str = r#"provider aws = route53 {}
provider azure = azure-dns {
  subscription    "s"
  resource-group  "g"
}
provider both = aws, azure

policy house default {
  ttl short   1m
  ttl normal  5m  default
  off address-documentation
}

"#;

/// A view of a text with a cursor `‸`, or with a selection between two of them.
fn marked(body: &str) -> (View, Span) {
    let text = format!("{HEAD}{body}");
    let mut places = text.match_indices('‸').map(|(at, _)| at);
    let start = places.next().unwrap();
    let end = places.next().map_or(start, |end| end - '‸'.len_utf8());
    (View::alone(&text.replace('‸', "")), Span::new(start as u32, end as u32))
}

fn titles(body: &str) -> Vec<String> {
    let (view, span) = marked(body);
    at(&view, span).into_iter().map(|offer| offer.title).collect()
}

/// What a document becomes by the offer whose title begins so, without the head; what its zones hold is the same.
fn rewritten(body: &str, title: &str) -> String {
    let (view, span) = marked(body);
    let offers = at(&view, span);
    let offer = offers.iter().find(|offer| offer.title.starts_with(title));
    let offer = offer.unwrap_or_else(|| panic!("no {title} among {offers:?}"));
    let text = applied(&view.file.text, format::settled(&view.file, offer.edits.clone()));
    let after = View::alone(&text);
    assert_eq!(contents(&after), contents(&view), "{text}");
    text.strip_prefix(HEAD).unwrap().to_owned()
}

/// The record sets of all zones for each provider, and that nothing is wrong with them.
fn contents(view: &View) -> Vec<String> {
    let analysis: &Analysis = view.analysis.as_ref().unwrap();
    assert_eq!(analysis.compilation.diagnostics, [], "{}", view.file.text);
    let mut found = Vec::new();
    for zone in &analysis.compilation.zones {
        for (id, set) in zone.sets.iter_ids() {
            let values: Vec<_> = zone
                .records_of(id)
                .map(|record| rdata::display(set.rtype, zone.rdata(record)).to_string())
                .collect();
            for provider in set.providers.positions() {
                let owner = zone.names.name(set.owner);
                let (rtype, ttl) = (set.rtype, set.ttl);
                found.push(format!("{provider} {owner} {rtype} {ttl} {values:?}"));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_record_is_split_by_provider_and_joined_again() {
    let common =
        "zone a.example on both {\n  www  A  192.0.2.1, 192.0.2.2  ttl 5m\n\n  api  CNAME  w‸ww\n}\n";
    let split = rewritten(common, "split");
    let both = "  on aws    api  CNAME  www\n  on azure  api  CNAME  www\n";
    assert_eq!(split, common.replace("  api  CNAME  w‸ww\n", both));
    let joined = rewritten(&split.replace("on aws ", "on a‸ws "), "join");
    assert_eq!(joined, common.replace('‸', ""));
    let owner = "zone a.example on both {\n  www {\n    ‸A  192.0.2.1\n  }\n}\n";
    let split = rewritten(owner, "split");
    assert_eq!(
        split,
        "zone a.example on both {\n  www {\n    on aws    A  192.0.2.1\n    on azure  A  192.0.2.1\n  }\n}\n"
    );
    assert_eq!(rewritten(&split.replace("azure  A", "azure  A‸"), "join"), owner.replace('‸', ""));
}

#[test]
fn what_is_not_the_same_is_neither_split_nor_joined() {
    let is_offered =
        |body: &str| titles(body).iter().any(|title| title.starts_with("split") || title.starts_with("join"));
    assert!(!is_offered("zone a.example on aws { w‸ww A 192.0.2.1 }\n"));
    assert!(!is_offered("zone a.example on both {\n  w‸ww  A  192.0.2.1\n  www  A  192.0.2.2\n}\n"));
    assert!(!is_offered(
        "zone a.example on both {\n  on a‸ws    www  A  192.0.2.1\n  on azure  www  A  192.0.2.2\n}\n"
    ));
    assert!(!is_offered("zone a.example on both {\n  on a‸ws  www  A  192.0.2.1\n}\n"));
}

#[test]
fn a_ttl_is_respelt_in_both_ways() {
    let duration = "zone a.example on aws {\n  www  A  192.0.2.1  ttl 1m‸\n}\n";
    let class = rewritten(duration, "write the TTL class `short`");
    assert_eq!(class, "zone a.example on aws {\n  www  A  192.0.2.1  ttl short\n}\n");
    assert_eq!(rewritten(&class.replace("short", "‸short"), "write `1m`"), duration.replace('‸', ""));
    let block = "zone a.example on aws {\n  ttl  1‸m\n  www  A  192.0.2.1\n}\n";
    assert!(rewritten(block, "write the TTL class `short`").contains("ttl short\n"));
    assert!(titles("zone a.example on aws { www A 192.0.2.1 ttl 7m‸ }\n").is_empty());
}

#[test]
fn statements_become_a_template() {
    let body = "## The zone.\nzone a.example on both {\n  let host = \"web\"\n  let ips = [192.0.2.1]\n\n  for n in 1..2 {\n    ‸# both\n    \"${host}-${n}\"  A      $ips\n    \"c-${n}\"        CNAME  web-1‸\n  }\n  under eu { x CNAME y.example.net. }\n}\n";
    insta::assert_snapshot!(rewritten(body, "extract to template"));
    let under = "template extracted() { @ TXT \"x\" }\nzone a.example on both {\n  include extracted()\n  ‸under eu { x CNAME y.example.net. }\n  www {\n    A  192.0.2.1\n  }‸\n}\n";
    insta::assert_snapshot!(rewritten(under, "extract to template"));
}

#[test]
fn what_means_something_else_in_a_template_stays() {
    let is_offered = |body: &str| titles(body).iter().any(|title| title.contains("template"));
    assert!(!is_offered("zone a.example on both {\n  www { ‸A 192.0.2.1‸ }\n}\n"));
    assert!(!is_offered("zone a.example on both {\n  ‸let x = 192.0.2.1‸\n  a A $x\n}\n"));
    assert!(!is_offered("zone a.example on both {\n  ‸policy house‸\n  a A 192.0.2.1\n}\n"));
    assert!(!is_offered("zone a.example on both {\n  a A ‸192.0.2.1\n  b A 192.0.2.1‸\n}\n"));
}

#[test]
fn a_variable_gives_way_to_its_value_and_comes_back() {
    let body = "let ip = 192.0.2.1\n\nzone a.example on aws {\n  www  A  $i‸p\n  api  A  $ip\n}\n";
    let inlined = rewritten(body, "inline `$ip`");
    assert_eq!(inlined, body.replace("$i‸p", "192.0.2.1"));
    let body = "zone a.example on aws {\n  www  A  ‸192.0.2.1‸\n}\n";
    let extracted = rewritten(body, "extract to variable");
    assert_eq!(extracted, "zone a.example on aws {\n  let value = 192.0.2.1\n  www  A  $value\n}\n");
    assert!(
        titles("zone a.example on aws { let x = b\n a CNAME $x‸\n}\n")
            .iter()
            .all(|title| !title.contains("inline"))
    );
}

/// What a document becomes by the first way to allow what is wrong with it, or by the last.
fn allowed(body: &str, pick: fn(Vec<Offer>) -> Option<Offer>) -> String {
    let text = format!("{HEAD}{body}");
    let view = View::alone(&text);
    let analysis = view.analysis.as_ref().unwrap();
    let mut found = analysis.diagnostics_of(view.file.id);
    let found = found.find(|found| found.name == "address-private").expect("a private address");
    let offer = pick(allows(&view, found)).expect("an offer");
    let settled = applied(&text, format::settled(&view.file, offer.edits));
    let after = View::alone(&settled);
    assert_eq!(after.analysis.unwrap().compilation.diagnostics, [], "{settled}");
    settled.strip_prefix(HEAD).unwrap().to_owned()
}

#[test]
fn a_finding_is_allowed_with_a_reason_to_be_written() {
    let first: fn(Vec<Offer>) -> Option<Offer> = |offers| offers.into_iter().next();
    let last: fn(Vec<Offer>) -> Option<Offer> = |offers| offers.into_iter().last();
    let record = "zone a.example on aws {\n  www  A  10.0.0.1\n  api  A  192.0.2.1\n}\n";
    insta::assert_snapshot!(allowed(record, first));
    insta::assert_snapshot!(allowed(record, last));
    insta::assert_snapshot!(allowed("zone a.example on aws {\n  www { A 10.0.0.1 }\n}\n", first));
    insta::assert_snapshot!(allowed(
        "zone a.example on aws {\n  www {\n    allow(ttl-zero: \"why\")\n    on aws A 10.0.0.1 ttl 0s\n  }\n}\n",
        first
    ));
    insta::assert_snapshot!(allowed(
        "zone a.example on both {\n  on aws www A 10.0.0.1\n  on azure www A 192.0.2.1\n}\n",
        first
    ));
}

#[test]
fn what_nothing_excuses_is_not_offered_to_be_allowed() {
    for body in [
        "zone a.example on aws {\n  www  CNAME  x.example.net.\n  www  A      192.0.2.1\n}\n",
        "zone a.example on aws {\n  www  A  192.0.2.1 192.0.2.2\n}\n",
    ] {
        let view = View::alone(&format!("{HEAD}{body}"));
        let analysis = view.analysis.as_ref().unwrap();
        let found = analysis.diagnostics_of(view.file.id);
        let offered: Vec<_> = found.filter(|found| !allows(&view, found).is_empty()).collect();
        assert_eq!(offered, Vec::<&zonal_compiler::diagnostic::Diagnostic>::new());
        assert!(fixes::certain(analysis, &view.file).is_empty());
    }
}
