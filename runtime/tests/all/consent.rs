//! Consent: what is read, and what it covers.

use zonal_compiler::dns::rtype::Rtype;
use zonal_runtime::plan::consent::{Consent, Grant, Permission};

use crate::support::name;

#[test]
fn words_of_consent_say_what_where() {
    for (word, zone, provider, what) in [
        ("MX", None, None, Permission::Type(Rtype::MX)),
        ("TYPE65400", None, None, Permission::Type(Rtype(65400))),
        ("example.com:MX", Some("example.com"), None, Permission::Type(Rtype::MX)),
        ("EXAMPLE.com.:NS", Some("example.com"), None, Permission::Type(Rtype::NS)),
        ("example.com/aws:SOA", Some("example.com"), Some("aws"), Permission::Type(Rtype::SOA)),
        ("example.com:max-change", Some("example.com"), None, Permission::MaxChange),
        ("example.com/b:empty-zone", Some("example.com"), Some("b"), Permission::EmptyZone),
    ] {
        let grant: Grant = word.parse().unwrap();
        assert_eq!(
            grant,
            Grant { zone: zone.map(name), provider: provider.map(str::to_owned), what },
            "{word}"
        );
        assert_eq!(grant.to_string().parse(), Ok(grant), "{word} survives being printed");
    }
}

#[test]
fn a_classless_reverse_zone_is_no_provider() {
    let grant: Grant = "0/25.2.0.192.in-addr.arpa:PTR".parse().unwrap();
    assert_eq!(grant.provider, None);
    let grant: Grant = "0/25.2.0.192.in-addr.arpa/aws:PTR".parse().unwrap();
    assert_eq!(grant.provider.as_deref(), Some("aws"));
}

#[test]
fn what_is_no_consent_is_refused() {
    for word in
        ["", "max-change", "empty-zone", "all", "example.com", "example.com:", ":MX", "a..b:MX", "yes"]
    {
        let error = word.parse::<Grant>().unwrap_err().to_string();
        assert!(error.starts_with(&format!("`{word}` is no consent: ")), "{error}");
    }
}

#[test]
fn consent_reaches_as_far_as_it_is_written() {
    let consent: Consent =
        ["example.com/a:MX", "example.org:MX", "NS"].map(|word| word.parse().unwrap()).into_iter().collect();
    let covers =
        |zone: &str, provider: &str, rtype| consent.covers(&name(zone), provider, Permission::Type(rtype));
    assert!(covers("example.com", "a", Rtype::MX));
    assert!(!covers("example.com", "b", Rtype::MX));
    assert!(covers("example.org", "b", Rtype::MX));
    assert!(!covers("example.net", "a", Rtype::MX));
    assert!(covers("example.net", "a", Rtype::NS));
    assert!(!consent.covers(&name("example.com"), "a", Permission::MaxChange));
}
