//! Tests of completion: what each place has, and whole programs written from it.

mod places;
mod typing;

use super::*;

/// The answer at `$0` of a text, which is taken out.
fn at_mark(marked: &str) -> (String, List) {
    let cursor = marked.find("$0").expect("no cursor");
    let text = marked.replacen("$0", "", 1);
    let list = at(&View::alone(&text), cursor as u32);
    (text, list)
}

/// The labels at `$0`, in the order of the list.
fn labels(marked: &str) -> Vec<String> {
    at_mark(marked).1.items.into_iter().map(|item| item.label).collect()
}

/// The labels at `$0` of a statement in a zone of a program that has one of everything.
fn in_zone(statement: &str) -> Vec<String> {
    labels(&format!("{PROGRAM}\nzone example.com on both {{\n{BODY}  {statement}\n}}\n"))
}

fn assert_has(labels: &[String], wanted: &[&str]) {
    for wanted in wanted {
        assert!(labels.iter().any(|label| label == wanted), "no `{wanted}` in {labels:?}");
    }
}

fn assert_lacks(labels: &[String], unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!labels.iter().any(|label| label == unwanted), "`{unwanted}` in {labels:?}");
    }
}

/// Whether the first stands before the second.
fn assert_before(labels: &[String], first: &str, second: &str) {
    let place = |wanted: &str| {
        labels
            .iter()
            .position(|label| label == wanted)
            .unwrap_or_else(|| panic!("no `{wanted}` in {labels:?}"))
    };
    assert!(place(first) < place(second), "`{second}` before `{first}` in {labels:?}");
}

const PROGRAM: &str = "\
provider aws = route53 {}
provider azure = azure-dns {
  subscription    \"s\"
  resource-group  \"g\"
}
provider files = zonefile {
  directory  \"out\"
}
provider both = aws, azure

## The house rules.
policy house default {
  ttl volatile     60s
  ttl application  5m  default
}
policy other {}

health api-check = https {
  host  \"api.example.com\"
}

let v4 = [192.0.2.1, 192.0.2.2]
let v6 = [2001:db8::1]
let mail-hosts = [(10, mx1.example.net.), (20, mx2.example.net.)]
let net = 192.0.2.0/24
let selector = \"s1\"

## Mail somewhere else.
template mail(selector: String, policy: String = \"reject\", hosts: [Ipv4] = []) {
  @  MX  10 mx.example.net.
}
template none() {
  @  MX  0 .
}

zone example.net on files {
  host  A  192.0.2.9
}
";

const BODY: &str = "  www  A  192.0.2.1
  alias  CNAME  www
  deep.name  A  192.0.2.3
";
