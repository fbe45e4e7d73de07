//! Renaming, as its caller sees it.

use std::path::Path;
use std::sync::Arc;

use zonal_compiler::sema::places::NameSpelling;
use zonal_compiler::source::FileSpan;

use super::{Refusal, rename, trial};
use crate::ide::cursor::view;
use crate::ide::words;
use crate::session::analysis::Analysis;
use crate::session::snapshot::View;

const INFRA: &str = "\
provider p = zonefile { directory \"out\" }
policy main default { ttl short 1m }
health probe = https { host \"www.example.com\" }
";

fn files_after(files: &[(&str, &str)], new: &str) -> Result<Vec<(String, String)>, Refusal> {
    let mut all = vec![("infra.zonal", INFRA)];
    all.extend_from_slice(files);
    let (view, byte) = view(&all);
    let after = applied(&view, &rename(&view, byte, new)?);
    let files = after.snapshot.files().iter().map(|file| (file.path.clone(), file.text.to_string()));
    Ok(files.collect())
}

fn applied(view: &View, edits: &[(FileSpan, String)]) -> View {
    let snapshot = Arc::new(trial::edited(&view.snapshot, edits));
    let file = snapshot.file_at(&view.file.path).expect("the same files").clone();
    View { analysis: Some(Arc::new(Analysis::of(snapshot.clone()))), snapshot, file }
}

fn in_zone(statements: &str, new: &str) -> Result<String, Refusal> {
    let text = format!("zone example.com on p {{\n{statements}\n}}\n");
    let files = files_after(&[("zone.zonal", &text)], new)?;
    let zone = &files.iter().find(|(path, _)| path == "zone.zonal").expect("the zone").1;
    let body = zone.strip_prefix("zone example.com on p {\n").and_then(|rest| rest.strip_suffix("\n}\n"));
    Ok(body.unwrap_or(zone).to_owned())
}

fn refused(statements: &str, new: &str) -> String {
    in_zone(statements, new).expect_err("a refusal").to_string()
}

#[test]
fn a_name_keeps_its_spelling_at_every_place() {
    let before = "  m$0ail { A 192.0.2.1 }\n  @ MX 10 mail, 20 \"mail\", 30 mail.example.com., 40 mail.@\n  \
                  @ SPF a mail.example.com/24, include mail.example.com\n  under eu { www CNAME mail.example.com. }\n  \
                  _dmarc.mail TXT \"stays\"";
    let before = format!("{before}\n  mail TXT \"v=spf1 -all\"");
    let after = in_zone(&before, "mx").unwrap();
    assert_eq!(
        after,
        "  mx { A 192.0.2.1 }\n  @ MX 10 mx, 20 \"mx\", 30 mx.example.com., 40 mx.@\n  \
         @ SPF a mx.example.com/24, include mx.example.com\n  under eu { www CNAME mx.example.com. }\n  \
         _dmarc.mail TXT \"stays\"\n  mx TXT \"v=spf1 -all\""
    );
}

#[test]
fn a_target_renames_its_owner_under_another_origin() {
    let before = "  under eu { web A 192.0.2.1 }\n  www CNAME web.e$0u.@";
    assert_eq!(in_zone(before, "app.eu.@").unwrap(), "  under eu { app A 192.0.2.1 }\n  www CNAME app.eu.@");
    let moved = in_zone(before, "app.us.@").unwrap();
    assert_eq!(moved, "  under eu { app.us.example.com. A 192.0.2.1 }\n  www CNAME app.us.@");
}

#[test]
fn what_a_variable_holds_is_renamed_where_it_is_written() {
    let before = "  for h in [one, t$0wo] { $h A 192.0.2.1 }\n  www CNAME two";
    assert_eq!(
        in_zone(before, "three").unwrap(),
        "  for h in [one, three] { $h A 192.0.2.1 }\n  www CNAME three"
    );
}

#[test]
fn every_file_and_zone_is_renamed() {
    let zone = "zone example.com on p {\n  ma$0il A 192.0.2.1\n}\n";
    let other =
        "zone example.net on p { www CNAME mail.example.com. }\nextend zone example.com { a CNAME mail }\n";
    let files = files_after(&[("a.zonal", zone), ("b.zonal", other)], "mx").unwrap();
    assert_eq!(files[0].1, zone.replace("ma$0il", "mx"));
    assert_eq!(files[1].1, other.replace("mail", "mx"));
}

#[test]
fn what_has_a_declared_name_is_renamed_with_every_use() {
    let template = "template web(host: Name, n: Int = 1) { $host TXT \"${n} ${host}\" }\n\
                    zone example.com on p { include w$0eb(n: 2, host: a) }\n";
    let after = |text: &str, new| files_after(&[("z.zonal", text)], new).unwrap().swap_remove(1).1;
    assert_eq!(
        after(template, "site"),
        template
            .replace("web", "site")
            .replace("$0", "")
            .replace("w$0eb", "site")
            .replace("include web", "include site")
    );
    let parameter = template.replace("w$0eb", "web").replace("n: 2", "$0n: 2");
    assert_eq!(
        after(&parameter, "count"),
        "template web(host: Name, count: Int = 1) { $host TXT \"${count} ${host}\" }\n\
                    zone example.com on p { include web(count: 2, host: a) }\n"
    );
    let class = "zone example.com on p { a A 192.0.2.1 ttl sh$0ort }\n";
    let files = files_after(&[("z.zonal", class)], "brief").unwrap();
    assert!(files[0].1.contains("ttl brief 1m"), "{files:?}");
    assert!(files[1].1.contains("ttl brief }"), "{files:?}");
    let provider = "provider q = p\nzone example.com on $0p { on p { a A 192.0.2.1 } }\n";
    let files = files_after(&[("z.zonal", provider)], "main").unwrap();
    assert!(files[0].1.starts_with("provider main ="), "{files:?}");
    assert_eq!(files[1].1, "provider q = main\nzone example.com on main { on main { a A 192.0.2.1 } }\n");
    let policy = "zone example.com on p { policy ma$0in }\n";
    assert!(files_after(&[("z.zonal", policy)], "strict").unwrap()[0].1.contains("policy strict default"));
    let health = "zone example.com on p { a A 192.0.2.1 route(set: \"a\", weight: 1, health: pro$0be) }\n";
    assert!(files_after(&[("z.zonal", health)], "check").unwrap()[0].1.contains("health check ="));
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let name = "  ma$0il A 192.0.2.1\n  www A 192.0.2.2";
    assert!(refused(name, "a b").contains("`a b` is no name"));
    assert!(refused(name, "a..b").contains("`a..b` is no name"));
    assert!(refused(name, &"x".repeat(64)).contains("is no name"));
    assert!(refused(name, "www").contains("www.example.com is there already, at zone.zonal:3"));
    assert!(refused(name, "mail.example.net.").contains("would leave the zone example.com"));
    assert!(refused(name, "@").contains("is the zone itself"));
    assert!(refused("  $0@ A 192.0.2.1", "x").contains("is the zone itself"));
    assert!(refused("  under eu { $0@ A 192.0.2.1 }", "x").contains("rename it at the `under`"));
    let under = refused("  under e$0u {\n web A 192.0.2.1 }", "us");
    assert!(under.contains("web.eu.example.com would change as well"), "{under}");
    let computed = refused("  for n in 1..2 { \"n-${n}\" A 192.0.2.1 }\n  a CNAME n-$02", "x");
    assert!(computed.contains("also made by `\"n-${n}\"` at zone.zonal:2"), "{computed}");
    assert!(
        refused("  for n in 1..2 { \"n$0-${n}\" A 192.0.2.1 }", "x").contains("is a place of several names")
    );
    assert!(refused("  allow(address-pri$0vate: \"x\")", "x").contains("is a rule of the compiler"));
    let ignored = refused("  ma$0il TXT \"a\"\n  ignore \"mx\" TXT \"someone\"", "mx");
    assert!(ignored.contains("this would be wrong after it"), "{ignored}");
}

#[test]
fn declared_names_are_refused_with_a_reason() {
    let text = "let one = a.example.\nlet tw$0o = b.example.\nzone example.com on p { a CNAME $one\n b CNAME $two }\n";
    let refused = |text: &str, new| files_after(&[("z.zonal", text)], new).unwrap_err().to_string();
    assert!(refused(text, "Two").contains("`Two` cannot be the name of a variable"));
    assert!(refused(text, "one").contains("there is a variable `one` already, at z.zonal:1"));
    let local = "let one = a.example.\nzone example.com on p { let tw$0o = b\n $two CNAME $one }\n";
    assert!(refused(local, "one").contains("shadowed-variable"), "{}", refused(local, "one"));
    assert!(
        refused("zone example.com on p { a CNAME $no$0ne }\n", "x").contains("there is no variable `none`")
    );
    let broken = "let tw$0o = b.example.\nzone example.com on p { a CNAME $two\n two = = }\n";
    assert!(refused(broken, "x").contains("z.zonal:3 could not be read and may mean `two`"));
}

#[test]
fn a_template_that_one_name_comes_from_is_renamed_and_one_of_many_is_not() {
    let template = "template t() { ww$0w A 192.0.2.1 }\nzone a.example on p { include t()\n  x CNAME www }\n";
    let after = files_after(&[("z.zonal", template)], "web").unwrap();
    assert_eq!(after[1].1, template.replace("ww$0w", "web").replace("www", "web"));
    let twice = template.to_owned() + "zone b.example on p { include t() }\n";
    let refusal = files_after(&[("z.zonal", &twice)], "web").unwrap_err().to_string();
    assert!(
        refusal.contains("a place of several names, such as www.a.example and www.b.example"),
        "{refusal}"
    );
}

#[test]
fn an_owner_that_is_called_like_a_keyword_stands_in_quotes() {
    assert_eq!(in_zone("  ma$0il { A 192.0.2.1 }", "on").unwrap(), "  \"on\" { A 192.0.2.1 }");
}

/// Renames everything that can be renamed, and back.
fn there_and_back(files: &[(String, String)]) -> (usize, usize) {
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (mut done, mut refused) = (0, 0);
    for (path, _) in &borrowed {
        let view = View::of(&borrowed, path);
        for byte in cursors(&view) {
            let Ok(Some(renamable)) = super::prepare(&view, byte) else {
                refused += 1;
                continue;
            };
            let old = renamable.text;
            let new = format!("renamed-for-a-test{}", old.find('.').map_or("", |dot| &old[dot..]));
            match rename(&view, byte, &new) {
                Err(_) => refused += 1,
                Ok(edits) if edits.is_empty() => {}
                Ok(edits) => {
                    let after = applied(&view, &edits);
                    let own = |(at, _): &&(FileSpan, String)| at.file == view.file.id;
                    let before = edits.iter().filter(own).filter(|(at, _)| at.span.end < byte);
                    let grown: i64 =
                        before.map(|(at, new)| new.len() as i64 - i64::from(at.span.len())).sum();
                    let there = (i64::from(byte) + grown) as u32;
                    let back = match rename(&after, there, &old) {
                        Ok(back) => back,
                        // What the new name mended, the old one would bring back.
                        Err(_) if found(&after) < found(&view) => continue,
                        Err(refusal) => panic!("{path}, `{old}` and back: {refusal}"),
                    };
                    let again = applied(&after, &back);
                    for (file, first) in again.snapshot.files().iter().zip(view.snapshot.files()) {
                        // Places that differ in case are one name, and are spelled alike after it.
                        assert_eq!(
                            file.text.to_lowercase(),
                            first.text.to_lowercase(),
                            "{path}, `{old}` and back"
                        );
                    }
                    done += 1;
                }
            }
        }
    }
    (done, refused)
}

fn found(view: &View) -> usize {
    view.analysis.as_ref().map_or(0, |analysis| analysis.compilation.diagnostics.len())
}

/// A byte at the start of each word that stands for something, and of each name.
fn cursors(view: &View) -> Vec<u32> {
    let mut bytes = Vec::new();
    words::of_file(&view.file, &mut |word| bytes.push(word.at.start));
    let names = view.analysis.as_ref().expect("an analysis").names();
    let literal = names.of_file(view.file.id).filter(|place| place.spelling == NameSpelling::Literal);
    bytes.extend(literal.map(|place| place.at.span.start));
    bytes.sort_unstable();
    bytes.dedup();
    bytes
}

fn workspace(folder: &Path, root: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            workspace(&path, root, files);
        } else if path.extension().is_some_and(|extension| extension == "zonal") {
            let relative = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.push((relative, std::fs::read_to_string(&path).expect("a text")));
        }
    }
}

#[test]
fn every_name_of_the_examples_goes_there_and_back() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let (mut done, mut refused) = (0, 0);
    for entry in std::fs::read_dir(examples).expect("the examples") {
        let root = entry.expect("an entry").path();
        let mut files = Vec::new();
        workspace(&root, &root, &mut files);
        let counts = there_and_back(&files);
        (done, refused) = (done + counts.0, refused + counts.1);
    }
    assert!(done > 90 && done > refused, "{done} renamed, {refused} refused");
}

#[test]
fn every_name_of_the_fixtures_goes_there_and_back() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/lint");
    let (mut done, mut refused) = (0, 0);
    let mut files = Vec::new();
    workspace(&fixtures, &fixtures, &mut files);
    for file in files {
        let counts = there_and_back(&[file]);
        (done, refused) = (done + counts.0, refused + counts.1);
    }
    assert!(done > 300 && done > refused, "{done} renamed, {refused} refused");
}
