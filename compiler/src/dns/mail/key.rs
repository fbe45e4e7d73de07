//! Public keys of DKIM records: base64 of a DER structure, or of the bare 32 bytes of an Ed25519 key
//! (RFC 6376 section 3.6.1, RFC 8463 section 4).

mod der;
mod pem;

use data_encoding::BASE64;

use super::fault::Fault;

/// The fewest bits of an RSA key that verifiers accept (RFC 8301 section 3.2).
pub const RSA_MINIMUM_BITS: usize = 1024;

/// The fewest bits of an RSA key that signers should use (RFC 8301 section 3.2).
pub const RSA_RECOMMENDED_BITS: usize = 2048;

/// What a public key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicKey {
    /// An RSA key.
    Rsa {
        /// The length of its modulus.
        bits: usize,
    },
    /// An Ed25519 key: 32 bytes.
    Ed25519,
}

/// A key that was read, with the octets that a record should hold.
pub(super) struct KeyText {
    pub key: PublicKey,
    /// In the structure that verifiers expect.
    octets: Vec<u8>,
}

impl KeyText {
    /// Base64 without white space.
    pub fn canonical(&self) -> String {
        BASE64.encode(&self.octets)
    }
}

/// Reads a key: base64 with white space in it, or a PEM file's content.
pub(super) fn read_key(text: &str) -> Result<KeyText, Fault> {
    let body = pem::body(text)?;
    let bytes = decode(text, body)?;
    let fault = |message: &str| Fault::whole(text, message.to_owned());
    match der::classify(&bytes) {
        der::Structure::SubjectPublicKeyInfo { bits } => {
            Ok(KeyText { key: PublicKey::Rsa { bits }, octets: bytes })
        }
        der::Structure::Ed25519(key) => Ok(KeyText { key: PublicKey::Ed25519, octets: key.to_vec() }),
        der::Structure::RsaPublicKey => {
            Err(fault("expected a SubjectPublicKeyInfo, found a PKCS#1 RSA public key")
                .help("convert it: `openssl rsa -RSAPublicKey_in -in key.pem -pubout`"))
        }
        der::Structure::PrivateKey => Err(private_key(text)),
        der::Structure::Truncated => {
            Err(fault("the key is cut short")
                .help("copy all of it: an RSA key of 2048 bits has 392 characters"))
        }
        der::Structure::Unknown => Err(fault("expected an RSA or Ed25519 public key, found other data")
            .help("make the public key from the private one: `openssl pkey -in private.pem -pubout`")),
    }
}

fn private_key(text: &str) -> Fault {
    Fault::whole(text, "expected a public key, found a private key").help(
        "never publish it; if it was ever shared, make a new pair. `openssl pkey -in private.pem -pubout` gives the \
         public key",
    )
}

/// Decodes base64 with padding; white space may stand anywhere. `body` is a part of `text`.
fn decode(text: &str, body: &str) -> Result<Vec<u8>, Fault> {
    // Nearly every key is fine as it stands.
    if let Ok(bytes) = BASE64.decode(body.as_bytes()) {
        return Ok(bytes);
    }
    let start = body.as_ptr().addr() - text.as_ptr().addr();
    let mut packed = Vec::with_capacity(body.len());
    for (at, c) in body.char_indices() {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=') => {
                packed.push(byte)
            }
            Ok(byte) if byte.is_ascii_whitespace() => {}
            _ => {
                let place = start + at..start + at + c.len_utf8();
                return Err(Fault::new(place, format!("expected base64, found `{}`", c.escape_debug())));
            }
        }
    }
    let fault = |message: String| Fault::new(start..start + body.len(), message);
    if packed.len() % 4 != 0 {
        let message =
            format!("expected base64 in groups of four characters, found {} characters", packed.len());
        return Err(fault(message).help("copy all of the key, with the `=` at its end"));
    }
    BASE64.decode(&packed).map_err(|_| fault("the base64 of the key does not decode".to_owned()))
}
