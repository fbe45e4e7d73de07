//! What is wrong with a field, as a diagnostic at its place.

use crate::diagnostic::{Diagnostic, Severity};
use crate::dns::rdata::{FieldError, FieldErrorKind};
use crate::source::{FileSpan, Span};

/// How a field was written, which decides how its errors are placed.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The whole field.
    pub at: FileSpan,
    /// The byte of the source at which the field's text begins, if that text stands there as it is.
    pub text_start: Option<u32>,
}

/// The diagnostic for a field that cannot hold what was written.
pub(super) fn field_diagnostic(problem: &FieldError, place: Place) -> Diagnostic {
    let at = match (&problem.at, place.text_start) {
        (Some(range), Some(start)) => {
            let part = Span::new(start + range.start as u32, start + range.end as u32);
            part.in_file(place.at.file)
        }
        _ => place.at,
    };
    let mut diagnostic =
        Diagnostic::new(field_error_name(problem.kind), Severity::Error, at, problem.message.clone());
    diagnostic.help.clone_from(&problem.help);
    if let (Some(replacement), Some(_)) = (&problem.suggestion, place.text_start) {
        diagnostic = diagnostic.suggest(format!("write `{replacement}`"), place.at, replacement.clone());
    }
    diagnostic
}

/// Says how a value that is no text becomes some.
pub(super) fn in_a_string(problem: Diagnostic, written: &str, at: FileSpan) -> Diagnostic {
    match written.strip_prefix('$') {
        Some(name) => problem.help(format!("put it in a string: `\"${{{name}}}\"`")).suggest(
            "put it in a string",
            at,
            format!("\"${{{name}}}\""),
        ),
        None => problem.help("bind it with `let x = …` and put it in a string: `\"${x}\"`"),
    }
}

/// The diagnostic's name for a kind of field error.
const fn field_error_name(kind: FieldErrorKind) -> &'static str {
    match kind {
        FieldErrorKind::AddressIsCidr => "cidr-as-address",
        FieldErrorKind::AddressIsOtherFamily => "wrong-address-family",
        FieldErrorKind::LeadingZero | FieldErrorKind::AddressHasZone | FieldErrorKind::BadAddress => {
            "bad-address"
        }
        FieldErrorKind::NotANumber => "not-a-number",
        FieldErrorKind::NumberOutOfRange => "number-out-of-range",
        FieldErrorKind::UnknownMnemonic => "unknown-mnemonic",
        FieldErrorKind::BadDuration(_) => "bad-duration",
        FieldErrorKind::Name(_) | FieldErrorKind::NoOrigin | FieldErrorKind::TargetIsAddress => "bad-name",
        FieldErrorKind::MailboxHasAt => "mailbox-at-sign",
        FieldErrorKind::NotAString => "bare-text",
        FieldErrorKind::StringTooLong => "string-too-long",
        FieldErrorKind::BadEscape => "bad-escape",
        FieldErrorKind::BadTag => "bad-caa-tag",
        FieldErrorKind::BadHex => "bad-hex",
        FieldErrorKind::BadBase64 => "bad-base64",
        FieldErrorKind::BadLocation => "bad-location",
        FieldErrorKind::BadType => "unknown-type",
        FieldErrorKind::UnknownParam => "unknown-service-parameter",
        FieldErrorKind::BadParam | FieldErrorKind::DuplicateParam | FieldErrorKind::MissingParam(_) => {
            "bad-service-parameter"
        }
        FieldErrorKind::MissingField(_) => "missing-field",
        FieldErrorKind::TooManyFields => "too-many-fields",
        FieldErrorKind::BadGeneric => "bad-generic-rdata",
        FieldErrorKind::UnexpectedList => "unexpected-list",
        FieldErrorKind::UnexpectedName | FieldErrorKind::BadTimestamp => "type-mismatch",
        FieldErrorKind::TooLong => "rdata-too-long",
    }
}
