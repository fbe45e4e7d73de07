//! Before and after, one rule at a time.

use super::formatted;

/// `before` becomes `after`, and that stays as it is.
fn check(before: &str, after: &str) {
    assert_eq!(formatted(before), after);
    assert_eq!(formatted(after), after);
}

/// As [`check`], for statements of a zone; both texts are given without the zone's own lines and indent.
fn check_in_zone(before: &str, after: &str) {
    check_in("zone a.example on aws", before, after);
}

fn check_in(head: &str, before: &str, after: &str) {
    let indented: String = after
        .lines()
        .map(|line| if line.is_empty() { String::from("\n") } else { format!("  {line}\n") })
        .collect();
    check(&format!("{head} {{\n{before}\n}}\n"), &format!("{head} {{\n{indented}}}\n"));
}

#[test]
fn nothing_stays_nothing() {
    check("", "");
    check("\u{feff} \t\r\n\r\n", "");
}

#[test]
fn lines_end_with_one_newline() {
    check("let a = 1\r\nlet b = 2\rlet c = 3", "let a = 1\nlet b = 2\nlet c = 3\n");
    check("\n\nlet a = 1  \n\n\n\nlet b = 2\n\n", "let a = 1\n\nlet b = 2\n");
}

#[test]
fn no_blank_line_at_a_blocks_edge() {
    check_in_zone(
        "\n\na A 192.0.2.1\n\n\nb {\n\n  A 192.0.2.2\n\n}\n\n",
        "a  A  192.0.2.1\n\nb {\n  A  192.0.2.2\n}",
    );
    check_in_zone("\n# first\n\na A 192.0.2.1\n\n# last\n\n", "# first\n\na  A  192.0.2.1\n\n# last");
}

#[test]
fn blanks_within_a_statement() {
    check("let a=1", "let a=1\n");
    check("let  a\t= [ 1 ,2,  3 ]", "let a = [1, 2, 3]\n");
    check("let a = [ ]", "let a = []\n");
    check("let a = [ ( \"b\",1 ),( \"c\" , 2 ) ]", "let a = [(\"b\", 1), (\"c\", 2)]\n");
    check("template a( b:String=\"c\",d : [Ipv4] ){\n}", "template a(b: String= \"c\", d : [Ipv4]) {}\n");
    check_in_zone("include a( b:\"c\",$d )", "include a(b: \"c\", $d)");
    check_in_zone("HTTPS 1 . alpn[h2,h3]ipv4-hint $a", "HTTPS  1 . alpn [h2, h3] ipv4-hint $a");
}

#[test]
fn arguments_have_a_blank_behind_the_colon() {
    check_in_zone(
        "a A 192.0.2.1 route(weight:90,set:\"b\")",
        "a  A  192.0.2.1  route(weight: 90, set: \"b\")",
    );
    check_in_zone(
        "include a(b:(1,2),ip:2001:db8::1,c:lower(\"D\"))",
        "include a(b: (1, 2), ip: 2001:db8::1, c: lower(\"D\"))",
    );
    check_in_zone("include a(dead:beef::1,2001:db8::1, a:b)", "include a(dead:beef::1, 2001:db8::1, a: b)");
    check_in_zone(
        "include a(\n  b:c, # d\n  e:f\n)",
        &format!("include a(\n  b: c,{s:35}# d\n  e: f\n)", s = ""),
    );
    check_in_zone("a HTTPS 1 . x [a:b,c:d]", "a  HTTPS  1 . x [a:b, c:d]");
}

#[test]
fn a_parenthesis_that_touches_a_word_stays_there() {
    check_in_zone("a MX (10,b)", "a  MX  (10, b)");
    check_in_zone("a A 192.0.2.1 route(set:\"b\")", "a  A  192.0.2.1  route(set: \"b\")");
    check("template a (b: Int) { }", "template a (b: Int) {}\n");
}

#[test]
fn strings_are_never_touched() {
    check_in_zone(r#"a TXT "b  c,d	# \" {" "" "#, r#"a  TXT  "b  c,d	# \" {" """#);
}

#[test]
fn records_of_a_run_share_their_columns() {
    check_in_zone(
        "@ A 192.0.2.1,192.0.2.2\nlonger MX 10 mail\n\"x-${n}\" TXT \"v\"",
        "@         A    192.0.2.1, 192.0.2.2\nlonger    MX   10 mail\n\"x-${n}\"  TXT  \"v\"",
    );
    check_in_zone(
        "reverse($ip) PTR a.example.\nb A 192.0.2.1",
        "reverse($ip)  PTR  a.example.\nb             A    192.0.2.1",
    );
}

#[test]
fn a_run_ends_at_a_blank_line_a_comment_and_a_block() {
    check_in_zone(
        "a A 192.0.2.1\nlong A 192.0.2.2\n\nb AAAA ::1\n# c\ncc A 192.0.2.3\nd {\n}\neee A 192.0.2.4",
        "a     A  192.0.2.1\nlong  A  192.0.2.2\n\nb  AAAA  ::1\n# c\ncc  A  192.0.2.3\nd {}\neee  A  192.0.2.4",
    );
}

#[test]
fn another_statement_does_not_end_a_run() {
    check_in_zone(
        "a A 192.0.2.1\ninclude b()\nccc A 192.0.2.2",
        "a    A  192.0.2.1\ninclude b()\nccc  A  192.0.2.2",
    );
}

#[test]
fn a_long_owner_does_not_widen_its_run() {
    check_in_zone(
        "a A 192.0.2.1\nabcdefghijklmnopqrstuvwx A 192.0.2.2",
        "a                         A  192.0.2.1\nabcdefghijklmnopqrstuvwx  A  192.0.2.2",
    );
    check_in_zone(
        "a A 192.0.2.1\nabcdefghijklmnopqrstuvwxy A 192.0.2.2",
        "a  A  192.0.2.1\nabcdefghijklmnopqrstuvwxy  A  192.0.2.2",
    );
}

#[test]
fn columns_count_what_a_screen_shows() {
    check_in_zone(
        "bücher A 192.0.2.1\n日本 A 192.0.2.2\na A 192.0.2.3",
        "bücher  A  192.0.2.1\n日本    A  192.0.2.2\na       A  192.0.2.3",
    );
}

#[test]
fn modifiers_stand_apart_in_columns() {
    check_in_zone(
        "a A 192.0.2.1 ttl 5m\nb A 192.0.2.100 ttl 1h route(set: \"x\")\nc A 192.0.2.7, 192.0.2.8, 192.0.2.9",
        "a  A  192.0.2.1    ttl 5m\nb  A  192.0.2.100  ttl 1h  route(set: \"x\")\nc  A  192.0.2.7, 192.0.2.8, 192.0.2.9",
    );
    // A built-in function is a value.
    check_in_zone("a A host($net,5) ttl 5m", "a  A  host($net, 5)  ttl 5m");
    check_in_zone("a DKIM key file(\"dkim.pub\")", "a  DKIM  key file(\"dkim.pub\")");
}

#[test]
fn a_second_word_that_is_a_type_makes_a_record() {
    check_in_zone(
        "policy A 192.0.2.1\non A 192.0.2.2\nttl TXT \"x\"",
        "policy  A    192.0.2.1\non      A    192.0.2.2\nttl     TXT  \"x\"",
    );
    check_in_zone(
        "policy  a,b\nnameservers  ns1.example.,ns2.example.",
        "policy a, b\nnameservers ns1.example., ns2.example.",
    );
    check_in_zone("ttl  5m\nttl 1d  for NS,MX", "ttl 5m\nttl 1d for NS, MX");
}

#[test]
fn providers_are_a_column() {
    check_in_zone(
        "on aws a A 192.0.2.1\non azure,aws bb CNAME c.example.",
        "on aws         a   A      192.0.2.1\non azure, aws  bb  CNAME  c.example.",
    );
    check_in_zone(
        "x {\non aws A 192.0.2.1\non azure TXT \"b\"\n}",
        "x {\n  on aws    A    192.0.2.1\n  on azure  TXT  \"b\"\n}",
    );
    check_in_zone("on aws  include a()\non  aws ttl 5m", "on aws include a()\non aws ttl 5m");
}

#[test]
fn lines_of_settings() {
    check_in(
        "provider a = azure-dns",
        "subscription  env(\"X\")\nresource-group \"b\"",
        "subscription    env(\"X\")\nresource-group  \"b\"",
    );
    check_in("health a = https", "host \"b\"\nfailures   3", "host      \"b\"\nfailures  3");
    check_in(
        "policy a",
        "ttl volatile 60s\nttl x 5m default for MX,NS\ndeny a,b\nrequire CAA at @ \"why\"\nforbid A,AAAA to \"x\"",
        "ttl volatile  60s\nttl x         5m   default for MX, NS\ndeny     a, b\nrequire  CAA at @  \"why\"\nforbid   A, AAAA to \"x\"",
    );
    check_in_zone(
        "ignore \"_a.**\"  TXT \"why\"\nignore \"b\" A,MX \"why\"",
        "ignore \"_a.**\" TXT  \"why\"\nignore \"b\" A, MX    \"why\"",
    );
}

#[test]
fn a_block_of_one_statement_stays_on_its_line() {
    check_in_zone(
        "for n in 1..20 {\"node-${n}\"  A   \"198.51.100.${n}\"}",
        "for n in 1..20 { \"node-${n}\" A \"198.51.100.${n}\" }",
    );
    check_in_zone(
        "if $a==1 { b A 192.0.2.1 }else{ b A 192.0.2.2 }",
        "if $a==1 { b A 192.0.2.1 } else { b A 192.0.2.2 }",
    );
    check_in_zone("a { on aws { A 192.0.2.1 } }", "a { on aws { A 192.0.2.1 } }");
    check(
        "provider a = route53 { }\nprovider b = route53 {\n\n}",
        "provider a = route53 {}\nprovider b = route53 {}\n",
    );
}

#[test]
fn a_block_of_one_statement_that_does_not_fit_is_opened() {
    let text = "x".repeat(100);
    check_in_zone(
        &format!("abcdefghijk {{ TXT \"{text}\" }}"),
        &format!("abcdefghijk {{\n  TXT  \"{text}\"\n}}"),
    );
    let text = "x".repeat(95);
    check_in_zone(&format!("abcdefghijk {{ TXT \"{text}\" }}"), &format!("abcdefghijk {{ TXT \"{text}\" }}"));
}

#[test]
fn a_broken_block_is_opened_all_the_way() {
    check_in_zone("a { A 192.0.2.1\n}", "a {\n  A  192.0.2.1\n}");
    check_in_zone("a {\nA 192.0.2.1 }", "a {\n  A  192.0.2.1\n}");
    check_in_zone(
        "if $a { b A 192.0.2.1\n} else if $c { d A 192.0.2.2 } else { e A 192.0.2.3 }",
        "if $a {\n  b  A  192.0.2.1\n} else if $c {\n  d  A  192.0.2.2\n} else {\n  e  A  192.0.2.3\n}",
    );
    check_in_zone("if $a {} else {\nb A 192.0.2.1 }", "if $a {} else {\n  b  A  192.0.2.1\n}");
}

#[test]
fn each_statement_has_its_line() {
    check_in_zone(
        "on aws { on b { c A 192.0.2.1 } d A 192.0.2.2 }",
        "on aws {\n  on b { c A 192.0.2.1 }\n  d  A  192.0.2.2\n}",
    );
    check("zone a on b {} zone c on d {}", "zone a on b {}\nzone c on d {}\n");
}

#[test]
fn comments_keep_their_text() {
    check("#a\n#  b\t\n##c\n#!d\n#~^ e\n####\n#\n##", "# a\n#  b\n## c\n#!d\n#~^ e\n####\n#\n##\n");
    check("  ##a\n\n\n  # b\n\nlet a = 1", "## a\n\n# b\n\nlet a = 1\n");
}

#[test]
fn trailing_comments_stand_at_one_column() {
    let blanks = |count: usize| " ".repeat(count);
    check(
        "let a = 1 #b\nlet abc = 1 # c",
        &format!("let a = 1{}# b\nlet abc = 1{}# c\n", blanks(35), blanks(33)),
    );
    let wide = format!("let a = \"{}\"", "x".repeat(40));
    check(&format!("{wide} #b\nlet b = 1 # c"), &format!("{wide}  # b\nlet b = 1{}# c\n", blanks(43)));
    check(&format!("{wide} #b\n\nlet b = 1 # c"), &format!("{wide}  # b\n\nlet b = 1{}# c\n", blanks(35)));
    let wider = format!("let a = \"{}\"", "x".repeat(80));
    check(&format!("{wider} #b\nlet b = 1 # c"), &format!("{wider}  # b\nlet b = 1{}# c\n", blanks(35)));
    check(
        "zone a on b { # c\n@ A 192.0.2.1 # d\n} #e",
        &format!(
            "zone a on b {{{}# c\n  @  A  192.0.2.1{}# d\n}}{}# e\n",
            blanks(31),
            blanks(27),
            blanks(43),
        ),
    );
}

#[test]
fn long_lines_wrap_after_commas() {
    let name = |letter: &str| format!("{}.example.", letter.repeat(40));
    let (a, b, c) = (name("a"), name("b"), name("c"));
    check_in_zone(&format!("nameservers {a},{b},{c}"), &format!("nameservers {a}, {b},\n  {c}"));
    check(&format!("let a = [{a}, {b}, {c}]"), &format!("let a = [{a}, {b},\n  {c}]\n"));
    // Without a comma there is no place to wrap.
    check_in_zone(&format!("@ TXT \"{a}{b}\" \"{b}{c}\""), &format!("@  TXT  \"{a}{b}\" \"{b}{c}\""));
}

#[test]
fn the_longest_line_has_120_columns() {
    let line = format!("let a = [\"{}\", \"{}\"]", "x".repeat(49), "y".repeat(54));
    assert_eq!(line.len(), 119);
    check(&line, &format!("{line}\n"));
    let line = format!("let ab = [\"{}\", \"{}\"]", "x".repeat(49), "y".repeat(54));
    check(&line, &format!("{line}\n"));
    let line = format!("let abc = [\"{}\", \"{}\"]", "x".repeat(49), "y".repeat(54));
    check(&line, &format!("{}\n", line.replace(", ", ",\n  ")));
}

#[test]
fn a_wrapped_statement_shares_its_runs_columns() {
    let value = |letter: &str| format!("\"{}\"", letter.repeat(70));
    let (x, y) = (value("x"), value("y"));
    check_in_zone(
        &format!("a TXT {x},{y} ttl 5m\nlonger A 192.0.2.1 ttl 1h"),
        &format!("a       TXT  {x},\n  {y}  ttl 5m\nlonger  A    192.0.2.1  ttl 1h"),
    );
}

#[test]
fn no_line_begins_like_another_record() {
    // `b A` behind a line's end would be read as a record of its own.
    let long = "x".repeat(105);
    check_in_zone(&format!("a TXT \"{long}\", b A, c"), &format!("a  TXT  \"{long}\", b A,\n  c"));
    let long = "x".repeat(95);
    check_in_zone(
        &format!("include a(\"{long}\", if b, if, c)"),
        &format!("include a(\"{long}\", if b, if,\n  c)"),
    );
}

#[test]
fn the_authors_line_ends_stay_in_a_list() {
    check("let a = [\n1,2,\n    3\n ]", "let a = [\n  1, 2,\n  3\n]\n");
    check("let a = [\n1, 2]", "let a = [\n  1, 2\n]\n");
    check("let a = [1,\n2\n]", "let a = [1,\n  2]\n");
    check("let a = [1\n, 2]", "let a = [1, 2]\n");
    check("let a = [\n1,\n\n\n2,\n\n]", "let a = [\n  1,\n\n  2,\n]\n");
    check(
        "let a = [\n(\"b\",\n1),\n(\n\"c\", 2),\n]",
        "let a = [\n  (\"b\",\n    1),\n  (\n    \"c\", 2\n  ),\n]\n",
    );
    check_in_zone("a A 192.0.2.1,\n\n192.0.2.2", "a  A  192.0.2.1,\n  192.0.2.2");
    check_in_zone(
        "for n in [\n1,\n2 ] {\n$n A 192.0.2.1 }",
        "for n in [\n  1,\n  2\n] {\n  $n  A  192.0.2.1\n}",
    );
}

#[test]
fn comments_in_a_list_stay_at_their_elements() {
    check(
        "let a = [ # b\n1, # c\n\n# d\n2 # e\n# f\n]",
        &format!("let a = [{s:35}# b\n  1,{s:40}# c\n\n  # d\n  2{s:41}# e\n  # f\n]\n", s = ""),
    );
    check_in_zone(
        "a A 192.0.2.1, # b\n# c\n192.0.2.2 # d",
        &format!("a  A  192.0.2.1,{s:26}# b\n  # c\n  192.0.2.2{s:31}# d", s = ""),
    );
}
