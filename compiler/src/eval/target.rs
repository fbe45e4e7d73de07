//! Targets: names that a record points at.

use crate::diagnostic::Diagnostic;
use crate::dns::name::{self, Form, NameErrorKind, push_labels};
use crate::dns::rdata::{self, Encoder, Word};
use crate::error;
use crate::source::FileSpan;
use crate::zone::anomaly::AnomalyKind;

use super::Evaluator;
use super::field::Place;
use super::record::Statement;

impl<'a> Evaluator<'a> {
    /// Encodes a target name under the language's own rule: dots inside need a final dot or `.@`.
    pub(super) fn encode_target(
        &mut self,
        statement: &Statement<'_, 'a>,
        encoder: &mut Encoder<'_>,
        word: Word<'_>,
        place: Place,
    ) -> bool {
        let text = std::str::from_utf8(word.text).unwrap_or_default();
        let origin = &statement.context.origin.wire;
        let mut wire = std::mem::take(&mut self.scratch);
        wire.clear();
        let kind = match push_labels(text, &mut wire) {
            Ok(_) if is_address(text) => {
                Some(AnomalyKind::TargetIsAddress { rtype: statement.rtype(), written: text.to_owned() })
            }
            Ok(Form::Absolute) => {
                wire.push(0);
                None
            }
            Ok(Form::Relative) if text.contains('.') => {
                Some(AnomalyKind::TargetDotless { rtype: statement.rtype(), written: text.to_owned() })
            }
            Ok(Form::Relative | Form::Origin) => {
                wire.extend_from_slice(origin);
                (wire.len() > name::MAX_NAME).then_some(AnomalyKind::NameTooLong { octets: wire.len() })
            }
            Err(_) if is_address(text) => {
                Some(AnomalyKind::TargetIsAddress { rtype: statement.rtype(), written: text.to_owned() })
            }
            Err(_) if text.contains("://") => {
                Some(AnomalyKind::TargetDotless { rtype: statement.rtype(), written: text.to_owned() })
            }
            Err(problem) => match problem.kind {
                NameErrorKind::EmptyLabel | NameErrorKind::LabelTooLong { .. } => {
                    Some(AnomalyKind::BadName(problem))
                }
                NameErrorKind::NameTooLong { octets } => Some(AnomalyKind::NameTooLong { octets }),
                NameErrorKind::Empty
                | NameErrorKind::BadEscape
                | NameErrorKind::Forbidden(_)
                | NameErrorKind::Idna(_) => {
                    self.report(super::word::bad_name(text, place.at, &problem));
                    self.scratch = wire;
                    encoder.skip();
                    return false;
                }
            },
        };
        let sound = match kind {
            None => {
                self.place_target(statement.context, place.at, &wire);
                encoder.name(&wire).is_ok()
            }
            Some(kind) => {
                self.note_in(statement, place.at, kind);
                encoder.skip();
                false
            }
        };
        self.scratch = wire;
        sound
    }
}

/// Whether a text is an IP address. Nearly every name has a letter that no address has.
fn is_address(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.' || byte == b':')
        && rdata::family_of(text).is_some()
}

/// The error for a target with dots inside and none at its end, where it cannot be left to a rule.
pub(super) fn dotless_target(written: &str, at: FileSpan) -> Diagnostic {
    error!("trailing-dot-target", at, "the target `{written}` has no final dot")
        .help(format!("write `{written}.` for the name as it is, or `{written}.@` for one below the origin"))
        .suggest("make it absolute", at, format!("{written}."))
        .suggest("make it relative", at, format!("{written}.@"))
}
