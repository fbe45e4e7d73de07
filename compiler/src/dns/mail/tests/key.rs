//! Keys made for these tests alone; their private halves were thrown away.

use crate::dns::mail::key::{PublicKey, read_key};

/// An RSA key of 2048 bits.
pub(super) const RSA_2048: &str = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmFLupDibzKyB1QG8aql/oN+ARJtmOzCYd6h2bc8f\
Wef/SaoGd4NzdUk41lF8J/+IBW7TW1SFSj+MqCkNd+Sk3dLAFLL0/ziaa/0t2HT4RBHKtw/uTlxb2TK/8Lw8ru0CV4sjVXGb2jrN6dYKkSWfhS5uEB/HB1\
0owEQ35VMQZIbdLTfDC3Hg+I1rKj2uCQQK+oFLuiVNazS6hbXYRIaVibbXCT3FHuuE4EHfk73cGH1OsdbU1S9w8WUxTxX5n+Ox6HDJWWxQVMhFRebLtpYH\
zoM2bfMc03Udb8kZlP+blFaLiXvBpEDwPbvIyOsaqvBz28CY4s/Dfn/dAwNOP7FpwwIDAQAB";

/// An RSA key of 1024 bits.
pub(super) const RSA_1024: &str = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDFLkGkji3MHTfIKUzvgV54ezeiDtn44MyeBxqqDD1ZVRtx\
WHdDu9Sn0JeOgFmsR9j6D78hPzk/YIrIhsOidNGfnolZ7QIc7O9nn4XzEHxDrC+X8KsoZiybO2ioq51sbE37UK/XJjx04n3p7AYmnNXsQLbwE/fEMfaQue\
Mx/gjkAwIDAQAB";

/// An RSA key of 512 bits.
pub(super) const RSA_512: &str = "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBANl3ZDIV9HazJ/45QvNCXjJGOW74w9l4bTxyP8rOh/IQ6V087BpDv\
3OtBe1hsKafLzuBOwUhos4wPrJm34mwS0kCAwEAAQ==";

/// The key of 1024 bits without a SubjectPublicKeyInfo around it.
pub(super) const RSA_PKCS1: &str = "MIGJAoGBAMUuQaSOLcwdN8gpTO+BXnh7N6IO2fjgzJ4HGqoMPVlVG3FYd0O71KfQl46AWaxH2PoPvyE/OT\
9gisiGw6J00Z+eiVntAhzs72efhfMQfEOsL5fwqyhmLJs7aKirnWxsTftQr9cmPHTifensBiac1exAtvAT98Qx9pC54zH+COQDAgMBAAE=";

/// An Ed25519 key.
pub(super) const ED25519: &str = "1Onkj97xXMWmS0QP0EkYH8TgNkg8mZcahOKOnyQUwCo=";

/// The same in a SubjectPublicKeyInfo.
pub(super) const ED25519_INFO: &str = "MCowBQYDK2VwAyEA1Onkj97xXMWmS0QP0EkYH8TgNkg8mZcahOKOnyQUwCo=";

/// How many bits the RSA key in a text has.
fn key_bits(text: &str) -> Option<usize> {
    match read_key(text).ok()?.key {
        PublicKey::Rsa { bits } => Some(bits),
        PublicKey::Ed25519 => None,
    }
}

#[test]
fn bits_are_those_of_the_modulus() {
    assert_eq!(key_bits(RSA_2048), Some(2048));
    assert_eq!(key_bits(RSA_1024), Some(1024));
    assert_eq!(key_bits(RSA_512), Some(512));
    assert_eq!(key_bits(ED25519), None);
    assert_eq!(key_bits(""), None);
    assert_eq!(key_bits("MIIB"), None);
}

#[test]
fn no_prefix_of_a_key_is_a_key() {
    for end in (4..RSA_2048.len()).step_by(4) {
        assert_eq!(key_bits(&RSA_2048[..end]), None, "{end}");
    }
}
