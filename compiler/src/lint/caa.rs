//! What a CAA record says.

use crate::source::FileSpan;
use crate::zone::RecordId;

use super::context::ZoneContext;

/// A CAA record, cut into its parts (RFC 8659 section 4.1).
pub struct Property<'a> {
    /// Whether an authority that does not know the tag must not issue.
    pub critical: bool,
    /// The tag, in lower case.
    pub tag: &'a [u8],
    /// The value.
    pub value: &'a [u8],
}

impl<'a> Property<'a> {
    /// Reads RDATA; none if it is cut off.
    #[must_use]
    pub fn read(rdata: &'a [u8]) -> Option<Self> {
        let [flags, len, rest @ ..] = rdata else { return None };
        let (tag, value) = rest.split_at_checked(usize::from(*len))?;
        Some(Self { critical: flags & 0x80 != 0, tag, value })
    }

    /// Where the tag stands, if it is written there; the whole record otherwise.
    #[must_use]
    pub fn tag_at(&self, context: &ZoneContext<'_>, record: RecordId) -> FileSpan {
        let at = context.zone.record_at(record);
        let text = context.text(at);
        let Ok(tag) = std::str::from_utf8(self.tag) else { return at };
        let mut offset = 0;
        for word in text.split_inclusive([' ', '\t']) {
            let bare = word.trim_end();
            if bare.trim_matches('"').eq_ignore_ascii_case(tag) {
                return at.span.part(offset, offset + bare.len()).in_file(at.file);
            }
            offset += word.len();
        }
        at
    }
}
