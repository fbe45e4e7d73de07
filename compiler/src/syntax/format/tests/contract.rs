//! The two examples of the language's design, as they were written there.

use super::format;
use crate::syntax::token::{TokenKind, lex};

pub(super) const INFRASTRUCTURE: &str = r##"# infra.zonal: where zones live, and the rules they live by

provider aws = route53 {}                   # the standard AWS credential chain

provider azure = azure-dns {
  subscription    env("AZURE_SUBSCRIPTION_ID")
  resource-group  "dns-prod-rg"
}

provider public = aws, azure                # a group: usable wherever a provider is

policy production default {                 # serves every zone that names no policy
  ttl volatile        60s                   # feature flags, canaries
  ttl application     5m   default          # anything that names no other class
  ttl infrastructure  1h   for MX, TXT, CAA
  ttl delegation      1d   for NS

  max-change  10%                           # a plan that changes more of a zone is refused
  confirm     MX, NS, SOA                   # a change to one of these needs explicit confirmation

  deny     address-private                  # lint levels: off, warn, deny (allowable with a reason), forbid
  require  CAA at @  "every zone pins its certificate authority"
  forbid   CNAME to "**.herokuapp.com."  "Heroku is retired; point at app.cloudfront.net."
}

health internal-api = https {
  host      "api.example.com"
  path      "/health"
  failures  3
}
"##;

pub(super) const ZONES: &str = r##"# example.com.zonal

let cdn4 = [203.0.113.10, 203.0.113.11]
let cdn6 = [2001:db8::1, 2001:db8::2]

## Mail at Google: MX, SPF and a DMARC policy.
template google-mail(policy: String = "quarantine") {
  @       MX     1 smtp.google.com.
  @       SPF    include _spf.google.com, softfail
  _dmarc  DMARC  policy $policy, rua "mailto:dmarc@${zone}"
}

zone example.com on public {
  allow(address-documentation: "an example")

  @ {
    A     $cdn4
    AAAA  $cdn6
    CAA   issue "letsencrypt.org", issue "amazon.com"
  }

  app  CNAME  app.cloudfront.net.  ttl volatile
  api  CNAME  api-fd.azurefd.net.
  www  CNAME  @

  include google-mail()

  api-internal {
    allow(address-private: "reached over the VPN alone")
    on aws    A  10.0.1.10
    on azure  A  10.1.1.10
  }

  checkout {
    on aws    A      198.51.100.20  route(set: "blue", weight: 90, health: internal-api)
    on aws    A      198.51.100.21  route(set: "green", weight: 10)
    on azure  CNAME  checkout.trafficmanager.net.
  }

  under eu {                                # the origin is now eu.example.com; @ is eu itself
    @    A  198.51.100.6
    web  A  198.51.100.7
    for n in 1..20 { "node-${n}" A "198.51.100.${n}" }
  }

  ignore "_acme-challenge.**" TXT  "cert-manager owns these"
}

zone parked-one.example, parked-two.example on public {
  include parked()
}
"##;

#[test]
fn the_examples_are_formatted_as_they_were_designed() {
    assert_eq!(format(INFRASTRUCTURE).unwrap(), INFRASTRUCTURE);
    assert_eq!(format(ZONES).unwrap(), ZONES);
}

#[test]
fn the_examples_come_back_from_any_spacing() {
    for example in [INFRASTRUCTURE, ZONES] {
        assert_eq!(format(&squeezed(example)).unwrap(), example);
    }
}

/// The text with every run of blanks as one tab, and with line ends and a mark from elsewhere.
fn squeezed(text: &str) -> String {
    let tokens = lex(text).map(|token| {
        if token.kind == TokenKind::Blank {
            "\t"
        } else if token.kind == TokenKind::Newline {
            " \r\n"
        } else {
            token.span.of(text)
        }
    });
    std::iter::once("\u{feff}\n\n").chain(tokens).collect()
}
