//! Which statement is it?

use crate::dump::{body, parsed, tree};

#[test]
fn a_type_in_second_place_makes_a_record() {
    for owner in
        ["policy", "on", "ttl", "let", "for", "if", "include", "ignore", "under", "allow", "\"on\"", "$x"]
    {
        assert_eq!(body(&format!("{owner} A 192.0.2.1")), format!("({owner} A 192.0.2.1)"));
    }
    assert_eq!(body("reverse($ip) PTR a."), "((reverse $ip) PTR a.)");
}

#[test]
fn a_brace_in_second_place_makes_an_owner_block() {
    assert_eq!(body("web { A 192.0.2.1 }"), "(owner web {\n  (- A 192.0.2.1)})");
    assert_eq!(body("\"on\" { A 192.0.2.1 }"), "(owner \"on\" {\n  (- A 192.0.2.1)})");
    assert_eq!(body("zone { A 192.0.2.1 }"), "(owner zone {\n  (- A 192.0.2.1)})");
    assert_eq!(body("reverse($ip) { PTR a. }"), "(owner (reverse $ip) {\n  (- PTR a.)})");
}

#[test]
fn owner_blocks_carry_through_control_flow() {
    let text = "a {\n on p { A 1.2.3.4 }\n if $x { A 1.2.3.4 } else if $y { A 1.2.3.5 } else { ttl 5m }\n for i in 1..2 { TXT $i }\n let z = 1\n on q on r AAAA ::1\n}";
    assert_eq!(
        body(text),
        "(owner a {
  (on p {
    (- A 1.2.3.4)})
  (if $x {
    (- A 1.2.3.4)} else {
    (if $y {
      (- A 1.2.3.5)} else {
      (ttl 5m)})})
  (for i in (1 .. 2) {
    (- TXT $i)})
  (let z 1)
  (on q {
    (on r {
      (- AAAA ::1)})})})"
    );
}

#[test]
fn statements_of_a_zone() {
    assert_eq!(body("on aws, azure app A 192.0.2.1"), "(on aws azure {\n  (app A 192.0.2.1)})");
    assert_eq!(
        body("on aws under eu { a A 192.0.2.1 }"),
        "(on aws {\n  (under eu {\n    (a A 192.0.2.1)})})"
    );
    assert_eq!(body("for (h, ip) in $hosts { $h A $ip }"), "(for h ip tuple in $hosts {\n  ($h A $ip)})");
    assert_eq!(
        body("if $a == 1 and not ($b) { $h A $ip }"),
        "(if (($a == 1) and (not $b)) {\n  ($h A $ip)})"
    );
    assert_eq!(body("ttl 1d for NS, MX"), "(ttl 1d for NS MX)");
    assert_eq!(body("ttl volatile"), "(ttl volatile)");
    assert_eq!(body("policy a, b"), "(policy a b)");
    assert_eq!(body("nameservers ns1.example.net., $x"), "(nameservers ns1.example.net. $x)");
    assert_eq!(body("ignore \"x.**\" A, AAAA \"why\""), "(ignore \"x.**\" A AAAA \"why\")");
    assert_eq!(body("ignore x *"), "(ignore x * -)");
    assert_eq!(body("allow(a-b: \"x\", c)"), "(allow a-b:\"x\" c:-)");
}

#[test]
fn declarations() {
    assert_eq!(tree("extend zone a.example { }"), "(extend a.example {})");
    assert_eq!(
        tree("template t(a: [Ipv4], b: (Name, Int) = (x, 1), c:String = \"y\",) {}"),
        "(template t [a:[Ipv4] b:(Name Int)=<x 1> c:String=\"y\"] {})"
    );
    assert_eq!(tree("zone a,\n  \"b.example\" on p,\n q {}"), "(zone a \"b.example\" on p q {})");
    assert_eq!(
        tree("policy a { forbid b, c\n forbid A at x to y \"z\" }"),
        "(policy a\n  (forbid b c)\n  (forbid A at x to y \"z\"))"
    );
}

#[test]
fn documentation_stands_directly_above() {
    let text = "## far\n\n## a\n# not\n## b\n## c\nlet x = 1 ## behind\nlet y = 2\n## e\r\nlet z = 3";
    assert_eq!(tree(text), "\"## b\" \"## c\" (let x 1)\n(let y 2)\n\"## e\" (let z 3)");
}

#[test]
fn line_ends_and_marks_of_other_systems() {
    assert_eq!(
        tree("\u{feff}let x = 1\r\nlet y = 2\rlet z = [1,\r\n2]"),
        "(let x 1)\n(let y 2)\n(let z [1 2])"
    );
    assert_eq!(body("\ta\tA\t192.0.2.1"), "(a A 192.0.2.1)");
    assert!(parsed("").errors.is_empty());
    assert!(parsed("# only a comment").errors.is_empty());
}
