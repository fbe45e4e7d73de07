//! The labels that have a meaning of their own in front of a name, with the records that belong there.

use super::keyword::{Builder, RecordKeyword};
use super::rtype::Rtype;

/// A label, or several, that says what its records are about.
#[derive(Debug, Clone, Copy)]
pub struct SpecialLabel {
    /// The owner, relative to the name that it is about.
    pub owner: &'static str,
    /// What stands there.
    pub types: &'static [RecordKeyword],
    /// What it is for, in a few words.
    pub doc: &'static str,
    /// Where it is defined.
    pub rfc: &'static str,
}

const fn special(
    owner: &'static str,
    types: &'static [RecordKeyword],
    rfc: &'static str,
    doc: &'static str,
) -> SpecialLabel {
    SpecialLabel { owner, types, doc, rfc }
}

const TXT: RecordKeyword = RecordKeyword::Type(Rtype::TXT);
const CNAME: RecordKeyword = RecordKeyword::Type(Rtype::CNAME);
const SRV: RecordKeyword = RecordKeyword::Type(Rtype::SRV);
const TLSA: RecordKeyword = RecordKeyword::Type(Rtype::TLSA);

/// The special labels, the more usual ones first. Where a name stands in front of a fixed label, as a DKIM selector
/// does, it is one that is often chosen.
pub const SPECIAL_LABELS: &[SpecialLabel] = &[
    special(
        "*",
        &[RecordKeyword::Type(Rtype::A), RecordKeyword::Type(Rtype::AAAA), CNAME, RecordKeyword::Alias],
        "RFC 4592",
        "every name that is not there otherwise",
    ),
    special(
        "_dmarc",
        &[RecordKeyword::Builder(Builder::Dmarc), CNAME],
        "RFC 9989",
        "what receivers do with mail that fails SPF and DKIM",
    ),
    special(
        "s1._domainkey",
        &[RecordKeyword::Builder(Builder::Dkim), CNAME],
        "RFC 6376 section 3.6.2.1",
        "the DKIM key of a selector, here `s1`",
    ),
    special(
        "_mta-sts",
        &[RecordKeyword::Builder(Builder::MtaSts), CNAME],
        "RFC 8461 section 3.1",
        "that mail servers are reached over TLS alone",
    ),
    special(
        "_smtp._tls",
        &[RecordKeyword::Builder(Builder::TlsRpt), CNAME],
        "RFC 8460 section 3",
        "where reports about mail over TLS are sent to",
    ),
    special(
        "default._bimi",
        &[RecordKeyword::Builder(Builder::Bimi), CNAME],
        "BIMI, an Internet-Draft",
        "the logo that mail programs show",
    ),
    special(
        "_acme-challenge",
        &[TXT, CNAME],
        "RFC 8555 section 8.4",
        "the proof that a certification authority asks for",
    ),
    special("_443._tcp", &[TLSA], "RFC 6698 section 3", "the certificate of the web server"),
    special("_25._tcp", &[TLSA], "RFC 7672", "the certificate of the mail server"),
    special("_submission._tcp", &[SRV], "RFC 6186", "where mail programs send mail"),
    special("_submissions._tcp", &[SRV], "RFC 8314 section 5.1", "where mail programs send mail, over TLS"),
    special("_imaps._tcp", &[SRV], "RFC 6186", "where mail programs read mail, over TLS"),
    special("_sip._tcp", &[SRV], "RFC 3263", "the SIP server"),
    special("_sips._tcp", &[SRV], "RFC 3263", "the SIP server, over TLS"),
    special("_xmpp-client._tcp", &[SRV], "RFC 6120 section 3.2.1", "the XMPP server for clients"),
    special("_xmpp-server._tcp", &[SRV], "RFC 6120 section 3.2.1", "the XMPP server for other servers"),
    special("_caldavs._tcp", &[SRV], "RFC 6764", "the calendar server, over TLS"),
    special("_carddavs._tcp", &[SRV], "RFC 6764", "the address book server, over TLS"),
    special("_ldap._tcp", &[SRV], "RFC 2782", "the LDAP server"),
];

/// What an owner says by its first labels: the first that it begins with, a selector or a port apart.
#[must_use]
pub fn special_label(owner: &str) -> Option<&'static SpecialLabel> {
    let starts = |label: &&SpecialLabel| {
        let rest = owner.strip_prefix(label.owner);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    SPECIAL_LABELS.iter().find(starts).or_else(|| {
        let after = owner.split_once('.')?.1;
        let second = |label: &&SpecialLabel| {
            let fixed = label.owner.split_once('.').map(|(_, fixed)| fixed);
            fixed.is_some_and(|fixed| fixed.starts_with('_') && is_first(after, fixed))
        };
        let found = SPECIAL_LABELS.iter().find(second)?;
        // A port and a service both stand before `_tcp`.
        let is_port =
            owner.strip_prefix('_').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let wanted = if is_port { TLSA } else { SRV };
        let exact = SPECIAL_LABELS.iter().filter(second).find(|label| label.types.contains(&wanted));
        exact.or(Some(found))
    })
}

fn is_first(name: &str, label: &str) -> bool {
    name.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_says_what_belongs_there() {
        let first = |owner| special_label(owner).map(|label| label.types[0]);
        assert_eq!(first("_dmarc"), Some(RecordKeyword::Builder(Builder::Dmarc)));
        assert_eq!(first("_dmarc.shop"), Some(RecordKeyword::Builder(Builder::Dmarc)));
        assert_eq!(first("google._domainkey"), Some(RecordKeyword::Builder(Builder::Dkim)));
        assert_eq!(first("_8443._tcp.www"), Some(TLSA));
        assert_eq!(first("_minecraft._tcp"), Some(SRV));
        assert_eq!(first("*.dev"), Some(RecordKeyword::Type(Rtype::A)));
        assert_eq!(first("www"), None);
        assert_eq!(first("_dmarcx"), None);
    }
}
