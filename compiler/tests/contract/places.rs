//! Where names are written, and what each means there.

use zonal_compiler::compile;
use zonal_compiler::dns::name::Name;
use zonal_compiler::eval::Inputs;
use zonal_compiler::sema::facts::Facts;
use zonal_compiler::sema::places::{NameRole, NameSpelling};
use zonal_compiler::source::Sources;

const PROGRAM: &str = r#"
provider p = route53 {}
let far = [mail.example.net.]
template web(to: Name) {
  www    CNAME  $to
  "t-${zone}."  A  192.0.2.9
}
template unused() { www CNAME old.example.com. }
health h = https {
  host "api.example.com"
}
zone example.com on p {
  nameservers ns1.example.net., ns2
  @   MX  10 mail, 20 "mail", 30 mail.example.com., 40 mail.@
  @   SPF include _spf.example.net, a mail.example.com/24, softfail
  mail { A 192.0.2.1 }
  under eu {
    include web(mail)
    @  A  192.0.2.2
  }
  for n in [a1, a2] { $n CNAME mail }
  for n in 1..2 { "n-${n}" CNAME mail.example.com. }
}
extend zone example.com { far MX [(10, ns2)] }
"#;

fn places() -> Vec<(String, NameRole, NameSpelling, String)> {
    let mut sources = Sources::new();
    sources.add("a.zonal", PROGRAM);
    let parsed = compile::parse(&sources);
    let (_, places) = parsed.evaluate_placing(&sources, &Inputs::default(), &Facts::default());
    let place = |place: zonal_compiler::sema::places::NamePlace<'_>| {
        let name = Name::from_wire(place.name).map(|name| name.undotted().to_string()).unwrap_or_default();
        (sources.text(place.at).to_owned(), place.role, place.spelling, name)
    };
    places.iter().map(place).collect()
}

fn written(name: &str, role: NameRole, spelling: NameSpelling) -> Vec<String> {
    let found = places().into_iter().filter(|(_, r, s, n)| *r == role && *s == spelling && n == name);
    found.map(|(text, ..)| text).collect()
}

#[test]
fn every_spelling_of_a_target_is_a_place_of_its_name() {
    let (target, literal) = (NameRole::Target, NameSpelling::Literal);
    assert_eq!(
        written("mail.example.com", target, literal),
        [
            "mail",
            "mail",
            "mail.example.com.",
            "mail.@",
            "mail.example.com",
            "mail",
            "mail",
            "mail.example.com.",
            "mail.example.com."
        ]
    );
    assert_eq!(written("_spf.example.net", target, literal), ["_spf.example.net"]);
    assert_eq!(written("api.example.com", target, literal), ["api.example.com"]);
    assert_eq!(written("old.example.com", target, literal), ["old.example.com."]);
    assert_eq!(written("ns2.example.com", NameRole::Value, literal), ["ns2"]);
    assert_eq!(written("ns2.example.com", target, literal), ["ns2"]);
}

#[test]
fn owners_origins_and_zones_are_places_of_their_names() {
    let literal = NameSpelling::Literal;
    assert_eq!(written("mail.example.com", NameRole::Owner, literal), ["mail"]);
    assert_eq!(written("eu.example.com", NameRole::Origin, literal), ["eu"]);
    assert_eq!(written("eu.example.com", NameRole::Owner, literal), ["@"]);
    assert_eq!(written("www.eu.example.com", NameRole::Owner, literal), ["www"]);
    assert_eq!(written("example.com", NameRole::Zone, literal), ["example.com"]);
    assert_eq!(written("example.com", NameRole::Extend, literal), ["example.com"]);
}

#[test]
fn what_a_variable_or_a_string_makes_is_told_from_what_is_written() {
    assert_eq!(written("mail.eu.example.com", NameRole::Value, NameSpelling::Literal), ["mail"]);
    assert_eq!(written("mail.eu.example.com", NameRole::Target, NameSpelling::Variable), ["$to"]);
    assert_eq!(written("a1.example.com", NameRole::Value, NameSpelling::Literal), ["a1"]);
    assert_eq!(written("a1.example.com", NameRole::Owner, NameSpelling::Variable), ["$n"]);
    assert_eq!(written("n-2.example.com", NameRole::Owner, NameSpelling::Computed), ["\"n-${n}\""]);
}
