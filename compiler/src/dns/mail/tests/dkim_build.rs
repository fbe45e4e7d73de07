//! Building DKIM keys.

use super::key::{ED25519, ED25519_INFO, RSA_512, RSA_1024, RSA_2048, RSA_PKCS1};
use super::{assert_builds, assert_refuses};
use crate::dns::keyword::Builder::Dkim;

/// A key as the content of a PEM file.
fn pem(label: &str, base64: &str) -> String {
    let lines: Vec<&str> =
        (0..base64.len()).step_by(64).map(|at| &base64[at..base64.len().min(at + 64)]).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn assert_builds_key(source: &str, expected: &str) {
    assert_builds(Dkim, &[(source, expected)]);
}

fn assert_refuses_key(source: &str, expected: &str) {
    assert_refuses(Dkim, &[(source, expected)]);
}

#[test]
fn a_key_may_come_in_every_usual_form() {
    let record = format!("v=DKIM1; p={RSA_2048}");
    assert_builds_key(&format!("key \"{RSA_2048}\""), &record);
    assert_builds_key(&format!("key {RSA_2048}"), &record);
    assert_builds_key(&format!("key \"{}\" \"{}\"", &RSA_2048[..200], &RSA_2048[200..]), &record);
    assert_builds_key(&format!("key \"{}\"", pem("PUBLIC KEY", RSA_2048)), &record);
    assert_builds_key(&format!("key \"  {}\n{}\r\n\"", &RSA_2048[..64], &RSA_2048[64..]), &record);
    assert_builds_key("key \"\"", "v=DKIM1; p=");
}

#[test]
fn an_ed25519_key_is_its_32_bytes() {
    let record = format!("v=DKIM1; k=ed25519; p={ED25519}");
    assert_builds_key(&format!("type ed25519, key \"{ED25519}\""), &record);
    assert_builds_key(&format!("type ed25519, key \"{}\"", pem("PUBLIC KEY", ED25519_INFO)), &record);
}

#[test]
fn terms_stand_in_one_order() {
    assert_builds_key(
        &format!(
            "key {RSA_2048}, notes \"for tests\", flags strict, flags testing, service email, hash sha256, type rsa"
        ),
        &format!("v=DKIM1; h=sha256; k=rsa; s=email; t=y:s; n=for tests; p={RSA_2048}"),
    );
    assert_builds_key(&format!("key {RSA_1024}, service any"), &format!("v=DKIM1; s=*; p={RSA_1024}"));
}

#[test]
fn wrong_terms_are_refused() {
    assert_refuses(
        Dkim,
        &[
            ("", "missing-term [all] DKIM has no `key` (write `key` and a public key)"),
            ("key", "missing-term-value [key] `key` needs a public key"),
            ("p \"MIIB\"", "unknown-term [p] unknown DKIM term `p` (the tag `p` is written `key`) -> key"),
            ("keys \"MIIB\"", "unknown-term [keys] unknown DKIM term `keys` (did you mean `key`?) -> key"),
            (
                "key \"\", type dsa",
                "invalid-term-value [dsa] expected `rsa` or `ed25519` after `type`, found `dsa` (did you mean `rsa`?) -> rsa",
            ),
            (
                "key \"\", type RSA",
                "invalid-term-value [RSA] expected `rsa` or `ed25519` after `type`, found `RSA` (write `rsa`) -> rsa",
            ),
            (
                "key MIIBIjANBgkq, hash sha256",
                "invalid-term-value [MIIBIjANBgkq] the key is cut short (copy all of it: an RSA key of 2048 bits has 392 characters)",
            ),
            ("key \"\", hash sha1", "invalid-term-value [sha1] expected `sha256` after `hash`, found `sha1`"),
            (
                "key \"\", flags y",
                "invalid-term-value [y] expected `testing` or `strict` after `flags`, found `y` (write `testing`) -> testing",
            ),
            (
                "key \"\", flags testing strict",
                "unexpected-term-value [strict] expected a comma after `testing`, found `strict` (a term has one value; a list repeats it: `flags […, …]`)",
            ),
            (
                "key \"\", notes \"a; b\"",
                "invalid-term-value [;] expected printable ASCII, found `;` (a semicolon ends the tag: write something else)",
            ),
            ("key \"\", notes \"schön\"", "invalid-term-value [ö] expected printable ASCII, found `ö`"),
            ("key \"\", key \"\"", "duplicate-term [key  & key ] `key` stands twice (remove one of the two)"),
        ],
    );
}

#[test]
fn wrong_keys_are_refused() {
    assert_refuses(
        Dkim,
        &[
            ("key \"MIIB_IjAN\"", "invalid-term-value [_] expected base64, found `_`"),
            (
                "key \"MIIBIjANB\"",
                "invalid-term-value [MIIBIjANB] expected base64 in groups of four characters, found 9 characters (copy all of the key, with the `=` at its end)",
            ),
            (
                "key \"MIIBIjAN=gkq\"",
                "invalid-term-value [MIIBIjAN=gkq] the base64 of the key does not decode",
            ),
            (
                "key \"MIIBIjANBgkq\"",
                "invalid-term-value [MIIBIjANBgkq] the key is cut short (copy all of it: an RSA key of 2048 bits has 392 characters)",
            ),
            (
                "key \"aGVsbG8gd29ybGQ=\"",
                "invalid-term-value [aGVsbG8gd29ybGQ=] expected an RSA or Ed25519 public key, found other data (make the public key from the private one: `openssl pkey -in private.pem -pubout`)",
            ),
            (
                "key \"v=DKIM1; k=rsa; p=MIIB\"",
                "invalid-term-value [p=] expected a public key alone, found the text of a record (give what comes after `p=`, up to the next semicolon or quote)",
            ),
            (
                "key \"-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\"",
                "invalid-term-value [-----BEGIN PRIVATE KEY-----\n\
             MC4C\n\
             -----END PRIVATE KEY-----] expected a public key, found a private key (never publish it; if it was ever shared, make a new pair. `openssl pkey -in private.pem -pubout` gives the public key)",
            ),
            (
                "key \"-----BEGIN RSA PRIVATE KEY-----\nMC4C\n-----END RSA PRIVATE KEY-----\"",
                "invalid-term-value [-----BEGIN RSA PRIVATE KEY-----\n\
             MC4C\n\
             -----END RSA PRIVATE KEY-----] expected a public key, found a private key (never publish it; if it was ever shared, make a new pair. `openssl pkey -in private.pem -pubout` gives the public key)",
            ),
            (
                "key \"MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "invalid-term-value [MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA] expected a public key, found a private key (never publish it; if it was ever shared, make a new pair. `openssl pkey -in private.pem -pubout` gives the public key)",
            ),
            (
                "key \"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\"",
                "invalid-term-value [-----BEGIN CERTIFICATE-----] expected a PEM block `PUBLIC KEY`, found `CERTIFICATE` (`openssl pkey -in private.pem -pubout` writes one)",
            ),
            (
                "key \"-----BEGIN PUBLIC KEY-----\nMIIB\"",
                "invalid-term-value [-----BEGIN PUBLIC KEY-----\n\
             MIIB] expected `-----END PUBLIC KEY-----`, found the end",
            ),
            (
                "key \"-----BEGIN PUBLIC KEY\"",
                "invalid-term-value [-----BEGIN PUBLIC KEY] expected `-----` at the end of the PEM line, found the end",
            ),
        ],
    );
}

#[test]
fn the_key_fits_its_type_and_is_long_enough() {
    assert_refuses_key(
        &format!("key {RSA_512}"),
        &format!(
            "weak-key [key {RSA_512}] expected an RSA key of 1024 bits or more, found 512 (make a key of 2048 bits: \
             `openssl genrsa 2048`)"
        ),
    );
    assert_refuses_key(
        &format!("key \"{ED25519}\""),
        &format!(
            "missing-term [key {ED25519}] an Ed25519 key needs the term `type ed25519` (without it verifiers take the \
             key for an RSA key; RSA keys have 200 characters or more)"
        ),
    );
    assert_refuses_key(
        &format!("type rsa, key \"{ED25519}\""),
        &format!(
            "conflicting-terms [key {ED25519} & type rsa] expected an RSA key, found an Ed25519 key (write `type \
             ed25519`)"
        ),
    );
    assert_refuses_key(
        &format!("type ed25519, key {RSA_1024}"),
        &format!(
            "conflicting-terms [key {RSA_1024} & type ed25519] expected an Ed25519 key, found an RSA key (write `type \
             rsa`, or leave the type out)"
        ),
    );
    assert_refuses_key(
        &format!("key \"{RSA_PKCS1}\""),
        &format!(
            "invalid-term-value [{RSA_PKCS1}] expected a SubjectPublicKeyInfo, found a PKCS#1 RSA public key (convert \
             it: `openssl rsa -RSAPublicKey_in -in key.pem -pubout`)"
        ),
    );
}
