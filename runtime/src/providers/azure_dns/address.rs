//! The addresses that secrets are sent to: over TLS, or not off this machine.

use std::net::Ipv6Addr;

use url::{Host, Url};

use crate::error::{Failure, FailureKind};

/// Reads an address that `from` (a setting or a variable) gives: https, or http on this machine.
pub(super) fn parse(text: &str, from: &str) -> Result<Url, Failure> {
    parse_if(text, from, is_loopback)
}

/// As [`parse`], for what the platform itself says of where it hands out identities: link-local addresses, which
/// never leave the host, may be plain too.
pub(super) fn parse_platform(text: &str, from: &str) -> Result<Url, Failure> {
    parse_if(text, from, is_plain)
}

fn parse_if(text: &str, from: &str, may_be_plain: impl Fn(&Url) -> bool) -> Result<Url, Failure> {
    let bad = |what: String| {
        Failure::new(FailureKind::Data, what)
            .help("write an address such as `https://management.azure.com`; `http` is for loopback addresses")
    };
    // AZURE_AUTHORITY_HOST has been a bare host in older tools.
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let mut url = Url::parse(&whole).map_err(|error| bad(format!("{from} is no address: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad(format!("{from} holds a user name or a password, which an address must not")));
    }
    if url.cannot_be_a_base() || url.query().is_some() || url.fragment().is_some() {
        return Err(bad(format!("{from} is more than an address: it must end with its path")));
    }
    match url.scheme() {
        "https" => {}
        "http" if may_be_plain(&url) => {}
        "http" => {
            let host = url.host_str().unwrap_or_default();
            return Err(bad(format!(
                "{from} is `http://{host}`: a token must not go to another machine unencrypted"
            )));
        }
        scheme => return Err(bad(format!("{from} has the scheme `{scheme}`, which is not https"))),
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(url)
}

/// Whether the host is this machine, by a literal address or as `localhost`.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Whether an address may be spoken to in plain HTTP, and without a proxy.
pub(super) fn is_plain(url: &Url) -> bool {
    let link_local = matches!(url.host(), Some(Host::Ipv4(address)) if address.is_link_local());
    url.scheme() == "http" && (link_local || is_loopback(url))
}

/// Whether two addresses are one server: scheme, host and port.
pub(super) fn is_same_server(a: &Url, b: &Url) -> bool {
    a.scheme() == b.scheme()
        && a.host() == b.host()
        && a.port_or_known_default() == b.port_or_known_default()
        && b.username().is_empty()
        && b.password().is_none()
}

/// An address with segments added to its path, each encoded.
pub(super) fn below<'s>(base: &Url, segments: impl IntoIterator<Item = &'s str>) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse(text, "`endpoint`").unwrap_err().to_string()
    }

    #[test]
    fn tls_and_loopback_are_taken() {
        for good in [
            "https://management.azure.com",
            "https://login.microsoftonline.com/",
            "http://127.0.0.1:8081",
            "http://127.9.9.9",
            "http://[::1]:80",
            "http://localhost:8081/base/",
            "HTTP://LOCALHOST",
            "login.microsoftonline.us",
        ] {
            assert!(parse(good, "`endpoint`").is_ok(), "{good}");
        }
        assert_eq!(parse("http://localhost:1/base/", "x").unwrap().as_str(), "http://localhost:1/base");
    }

    #[test]
    fn plain_http_to_another_machine_is_refused() {
        for bad in [
            "http://management.azure.com",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://10.0.0.1",
            "http://169.254.169.254",
            "http://[::2]",
            "http://127.0.0.1@evil.example",
        ] {
            assert!(!refused(bad).is_empty(), "{bad}");
        }
        assert!(refused("http://evil.example").contains("must not go to another machine unencrypted"));
        assert!(refused("ftp://127.0.0.1").contains("`ftp`"));
    }

    #[test]
    fn the_platform_may_be_link_local() {
        assert!(parse_platform("http://169.254.169.254", "IDENTITY_ENDPOINT").is_ok());
        assert!(parse_platform("http://10.0.0.1", "IDENTITY_ENDPOINT").is_err());
    }

    #[test]
    fn an_address_with_a_password_is_refused_without_showing_it() {
        let message = refused("https://user:hunter2@management.azure.com");
        assert!(!message.contains("hunter2"), "{message}");
    }

    #[test]
    fn a_server_is_scheme_host_and_port() {
        let url = |text| Url::parse(text).unwrap();
        let base = url("https://a.example/x");
        assert!(is_same_server(&base, &url("https://A.example:443/y?z")));
        for other in
            ["http://a.example/x", "https://b.example/x", "https://a.example:444/", "https://u@a.example/"]
        {
            assert!(!is_same_server(&base, &url(other)), "{other}");
        }
    }

    #[test]
    fn segments_are_encoded() {
        let base = Url::parse("http://localhost:1/base").unwrap();
        assert_eq!(below(&base, ["a/b", "*.x", "@", "c d%"]).path(), "/base/a%2Fb/*.x/@/c%20d%25");
    }
}
