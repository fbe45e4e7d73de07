//! The armour around a key in a PEM file (RFC 7468).

use super::super::fault::Fault;

/// The base64 between the armour lines; the whole text if there are none.
pub(super) fn body(text: &str) -> Result<&str, Fault> {
    // Base64 has no hyphen, which is looked for faster than an armour line.
    let armour = text.contains('-').then(|| text.split_once("-----BEGIN ")).flatten();
    let Some((before, after_begin)) = armour else { return bare(text) };
    let begin = before.len();
    let Some((label, rest)) = after_begin.split_once("-----") else {
        return Err(Fault::new(
            begin..text.len(),
            "expected `-----` at the end of the PEM line, found the end",
        ));
    };
    if label.contains("PRIVATE KEY") {
        return Err(super::private_key(text));
    }
    if label != "PUBLIC KEY" && label != "RSA PUBLIC KEY" {
        let message = format!("expected a PEM block `PUBLIC KEY`, found `{label}`");
        let fault = Fault::new(begin..begin + 16 + label.len(), message);
        return Err(fault.help("`openssl pkey -in private.pem -pubout` writes one"));
    }
    match rest.split_once("-----END ") {
        Some((body, _)) => Ok(body),
        None => {
            Err(Fault::new(begin..text.len(), format!("expected `-----END {label}-----`, found the end")))
        }
    }
}

/// A text without armour: base64, and not the line that some tools print for a zone file.
fn bare(text: &str) -> Result<&str, Fault> {
    let is_record = text.contains(';') || text.starts_with("p=");
    let Some(at) = is_record.then(|| text.find("p=")).flatten() else { return Ok(text) };
    Err(Fault::new(at..at + 2, "expected a public key alone, found the text of a record")
        .help("give what comes after `p=`, up to the next semicolon or quote"))
}
