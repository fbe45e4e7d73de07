//! Whole programs, written by choosing from the lists alone, but for what nobody can know: addresses, texts, new names.

use super::super::item::escaped;
use super::*;

/// Somebody who types, with an editor that takes no snippets.
struct Typist {
    text: String,
}

impl Typist {
    fn new() -> Self {
        Self { text: String::new() }
    }

    /// Types what no list can hold, with the blanks and commas around it.
    fn types(&mut self, literal: &str) -> &mut Self {
        self.text.push_str(literal);
        self
    }

    /// Chooses an item after typing the start of it, and types a blank behind.
    fn picks(&mut self, start: &str, label: &str) -> &mut Self {
        self.text.push_str(start);
        let list = at(&View::alone(&self.text), self.text.len() as u32);
        let found = list.items.iter().find(|item| item.label == label);
        let Some(item) = found else {
            let labels: Vec<_> = list.items.iter().map(|item| &item.label).collect();
            panic!("no `{label}` behind\n{}\nbut {labels:?}", self.text);
        };
        let filter = item.filter.as_ref().unwrap_or(&item.label);
        let word = list.span.of(&self.text).to_owned();
        assert!(filter.starts_with(&word), "`{label}` is not found by `{word}`");
        self.text.replace_range(list.span.range(), &item.insert);
        if !item.insert.ends_with([' ', '(', '[', '}']) {
            self.text.push(' ');
        }
        self
    }

    /// Goes to the next line, and takes the blank away that it ends with.
    fn line(&mut self) -> &mut Self {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        self.text.push('\n');
        self
    }

    /// Closes a text that was opened by a list's `""`.
    fn says(&mut self, text: &str) -> &mut Self {
        let open = self.text.trim_end_matches(' ').strip_suffix('"').expect("no open text").len();
        self.text.truncate(open);
        self.text.push_str(&format!("\"{text}\" "));
        self
    }
}

#[test]
fn a_zone_at_two_providers_is_written_from_lists() {
    let mut typist = Typist::new();
    let t = &mut typist;
    t.picks("pro", "provider")
        .types("aws ")
        .picks("", "=")
        .picks("r", "route53")
        .picks("", "{ … }")
        .line()
        .types("}\n");
    t.picks("p", "provider")
        .types("azure ")
        .picks("=", "=")
        .picks("az", "azure-dns")
        .picks("", "{ … }")
        .line();
    t.picks("sub", "subscription").picks("", "env").types("\"AZURE\")").line();
    t.picks("", "resource-group").picks("", "\"…\"").says("rg").line();
    t.types("}\n");
    t.picks("provider", "provider")
        .types("both ")
        .picks("=", "=")
        .picks("a", "aws")
        .types(", ")
        .picks("", "azure")
        .line();
    t.picks("pol", "policy").types("house ").picks("", "default").picks("", "{ … }").line();
    t.picks("", "ttl").types("volatile ").picks("6", "60s").line();
    t.picks("", "ttl").types("application ").picks("", "5m").picks("", "default").line();
    t.picks("", "ttl")
        .types("slow ")
        .picks("1", "1h")
        .picks("f", "for")
        .picks("M", "MX")
        .types(", ")
        .picks("", "TXT")
        .line();
    t.picks("max-c", "max-change").picks("", "10%").line();
    t.picks("", "confirm").picks("", "MX").types(", ").picks("", "NS").line();
    t.picks("", "require")
        .picks("", "CAA")
        .picks("", "at")
        .picks("", "@")
        .picks("", "\"why\"")
        .says("pinned")
        .line();
    t.picks("", "deny").picks("hostname", "hostname-underscore").line();
    t.types("}\n");
    t.picks("hea", "health").types("api ").picks("", "=").picks("", "https").picks("", "{ … }").line();
    t.picks("ho", "host").picks("", "\"…\"").says("api.example.com").line().types("}\n");
    t.picks("temp", "template").types("mail").types("(");
    t.types("selector: ").picks("Str", "String").types(") ").picks("", "{ … }").line();
    t.picks("", "@").picks("T", "TXT").types("\"${").picks("sel", "selector").types("\"").line();
    t.types("}\n");

    t.picks("zo", "zone").types("example.com ").picks("", "on").picks("b", "both").picks("", "{ … }").line();
    t.picks("al", "allow")
        .picks("", "(")
        .picks("", "address-documentation")
        .types("\"an example\", ")
        .picks("provider-o", "provider-only-record")
        .types("\"aws alone\")")
        .line();
    t.types("mail ").picks("", "A").types("192.0.2.1").line();
    t.types("www ").picks("A", "A").types("192.0.2.1 ").picks("", "ttl").picks("", "volatile").line();
    t.types("www ").picks("AA", "AAAA").types("2001:db8::1").line();
    t.types("app ").picks("C", "CNAME").picks("w", "www").line();
    t.picks("", "@").picks("M", "MX").picks("", "10").picks("", "mail").line();
    t.picks("@", "@").picks("T", "TXT").picks("", "\"…\"").says("hello").line();
    t.picks("@", "@").picks("S", "SPF").picks("m", "mx").types(", ").picks("", "fail").line();
    t.picks("_d", "_dmarc").picks("", "DMARC").picks("", "policy").picks("re", "reject").types(", ");
    t.picks("", "rua").picks("", "\"mailto:…\"").says("mailto:d@example.com").line();
    t.picks("@", "@").picks("CA", "CAA").picks("", "issue").picks("", "\"…\"").says("letsencrypt.org").line();
    t.picks("_sip", "_sip._tcp")
        .picks("", "SRV")
        .picks("", "10")
        .picks("", "60")
        .picks("", "5060")
        .picks("", "www")
        .line();
    t.picks("on", "on")
        .picks("", "aws")
        .types("www ")
        .picks("H", "HTTPS")
        .picks("", "1")
        .picks("", ".")
        .picks("", "alpn")
        .picks("", "[…]");
    t.types("h2").types("] ").picks("", "ipv4-hint").types("192.0.2.1").line();
    t.picks("on", "on")
        .picks("", "aws")
        .picks("_443", "_443._tcp")
        .picks("", "TLSA")
        .picks("dane-e", "dane-ee")
        .picks("s", "spki")
        .picks("", "sha-256");
    t.picks("", "\"…\"").says("0c72ac70b745ac19998811b131d662c9ac69dbdbe7cb23e5b514b56664c5d3d6").line();
    t.types("api ").picks("", "{ … }").line();
    t.picks("on", "on").picks("", "aws").picks("A", "A").types("192.0.2.7 ");
    t.picks("ro", "route").picks("", "set:").types("\"aws\", ").picks("mul", "multivalue:").picks("", "true");
    t.types(", ").picks("he", "health:").picks("", "api").types(")").line();
    t.picks("on", "on").picks("az", "azure").picks("", "A").types("192.0.2.8").line();
    t.types("}\n");
    t.picks("un", "under").types("eu ").picks("", "{ … }").line();
    t.picks("", "@").picks("", "A").types("192.0.2.1").line();
    t.types("web ").picks("", "CNAME").picks("", "@").line();
    t.types("}\n");
    t.picks("inc", "include").picks("", "mail").picks("", "selector:").types("\"s1\")").line();
    t.picks("ig", "ignore")
        .picks("", "\"_acme-challenge.**\"")
        .picks("", "TXT")
        .picks("", "\"why\"")
        .says("certs")
        .line();
    t.types("}\n");

    let view = View::alone(&typist.text);
    let found = &view.analysis.as_ref().unwrap().compilation.diagnostics;
    let errors: Vec<_> =
        found.iter().filter(|found| found.severity == zonal_compiler::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", typist.text);
    let zone = &view.analysis.as_ref().unwrap().compilation.zones[0];
    assert_eq!(zone.sets.len(), 15, "{}", typist.text);
}

/// Somebody who types with an editor that takes snippets: what is typed next goes before the rest of them.
#[derive(Default)]
struct Filler {
    before: String,
    after: String,
}

impl Filler {
    fn types(&mut self, literal: &str) -> &mut Self {
        self.before.push_str(literal);
        self
    }

    /// Chooses an item and fills its tab stops in turn; an empty text keeps what a stop proposes.
    fn picks(&mut self, start: &str, label: &str, stops: &[&str]) -> &mut Self {
        self.before.push_str(start);
        let text = format!("{}{}", self.before, self.after);
        let list = at(&View::alone(&text), self.before.len() as u32);
        let found = list.items.iter().find(|item| item.label == label);
        let item = found.unwrap_or_else(|| {
            let labels: Vec<_> = list.items.iter().map(|item| &item.label).collect();
            panic!("no `{label}` behind\n{}\nbut {labels:?}", self.before)
        });
        let snippet = item.snippet.clone().unwrap_or_else(|| escaped(&item.insert));
        let (before, after) = fill(&snippet, stops);
        self.before.truncate(list.span.start as usize);
        self.before.push_str(&before);
        self.after.insert_str(0, &after);
        self
    }

    /// Goes behind everything.
    fn ends(&mut self) -> &mut Self {
        self.before.push_str(&std::mem::take(&mut self.after));
        self.before.push('\n');
        self
    }

    /// Goes to the next line, behind the brace that ends the block if there is nothing else on this one.
    fn line(&mut self) -> &mut Self {
        self.before.push('\n');
        self
    }

    /// Types a character that stands there already.
    fn skips(&mut self, sign: &str) -> &mut Self {
        assert!(self.after.starts_with(sign), "{}", self.after);
        self.after.replace_range(..sign.len(), "");
        self.types(sign)
    }

    /// Goes behind the innermost block.
    fn leaves(&mut self) -> &mut Self {
        let end = self.after.find('}').expect("no open block") + 1;
        self.before.push_str(&self.after[..end]);
        self.after.replace_range(..end, "");
        self
    }
}

/// A snippet with its stops filled: what stands before the last stop, and what behind it.
fn fill(snippet: &str, stops: &[&str]) -> (String, String) {
    let (mut text, mut end) = (String::new(), None);
    let mut rest = snippet;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
            '$' => {
                let is_braced = rest.starts_with('{');
                rest = rest.trim_start_matches('{');
                let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let number: usize = rest[..digits].parse().expect("a tab stop without a number");
                rest = &rest[digits..];
                let mut proposed = String::new();
                if is_braced {
                    let close = rest.find('}').expect("an open tab stop");
                    proposed = rest[..close].trim_matches([':', '|']).split(',').next().unwrap().to_owned();
                    rest = &rest[close + 1..];
                }
                if number == 0 {
                    end = Some(text.len());
                } else {
                    let given = stops.get(number - 1).filter(|given| !given.is_empty());
                    text.push_str(given.map_or(proposed.as_str(), |given| given));
                }
            }
            _ => text.push(c),
        }
    }
    let end = end.unwrap_or(text.len());
    (text[..end].to_owned(), text[end..].to_owned())
}

#[test]
fn snippets_leave_the_cursor_where_the_next_list_goes_on() {
    let mut filler = Filler::default();
    let f = &mut filler;
    f.picks("prov", "provider", &["aws"]).picks("", "route53", &[]).ends();
    f.picks("", "provider", &["azure"]).picks("", "azure-dns", &["sub", "rg"]).ends();
    f.picks("", "provider", &["both"]).picks("", "aws", &[]).types(", ").picks("", "azure", &[]).ends();
    f.picks("", "policy", &["house"]).picks("", "ttl", &[]).types(" slow ").picks("", "1h", &[]).line();
    f.picks("", "max-change", &[]).types(" ").picks("", "10%", &[]).ends();
    f.picks("", "health", &["api"])
        .picks("", "https", &["api.example.com", ""])
        .picks("", "failures", &["3"])
        .ends();
    f.picks("", "template", &["mail", "key: String"]);
    f.picks("", "@", &[]).types(" ").picks("", "TXT", &[]).types(" ").picks("", "\"…\"", &["${key}"]).ends();
    f.picks("z", "zone", &["example.com", ""]);
    f.picks("al", "allow", &[]).picks("", "address-documentation", &["an example"]).types(", ");
    f.picks("provider-o", "provider-only-record", &["aws alone"]).skips(")").line();
    f.types("www ")
        .picks("", "A", &[])
        .types(" 192.0.2.1 ")
        .picks("", "ttl", &[])
        .types(" ")
        .picks("", "slow", &[])
        .line();
    f.types("api ").picks("", "{ … }", &[]).picks("", "on", &[]).types(" ").picks("", "aws", &[]);
    f.types(" ").picks("", "A", &[]).types(" 192.0.2.2 ").picks("", "route", &["aws"]).picks(
        "",
        "weight:",
        &["90"],
    );
    f.types(", ").picks("", "health:", &[]).picks("", "api", &[]).types("").leaves().line();
    f.picks("un", "under", &["eu"]).picks("", "@", &[]).types(" ").picks("", "CNAME", &[]).types(" ");
    f.picks("", "www.example.com.", &[]).leaves().line();
    f.picks("inc", "include", &[]).types(" ").picks("m", "mail", &["s1"]).line();
    f.picks("for", "for", &["n", "1..3"])
        .types("\"n-")
        .types("${")
        .picks("", "n", &[])
        .types("\" ")
        .picks("", "A", &[])
        .types(" 192.0.2.4");
    f.ends();
    let view = View::alone(&filler.before);
    let found = &view.analysis.as_ref().unwrap().compilation.diagnostics;
    let errors: Vec<_> =
        found.iter().filter(|found| found.severity == zonal_compiler::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", filler.before);
    assert_eq!(view.analysis.as_ref().unwrap().compilation.zones[0].sets.len(), 7, "{}", filler.before);
}
