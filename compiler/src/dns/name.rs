//! Domain names (RFC 1034 section 3.1, RFC 1035 section 3.1).
//!
//! A [`Name`] is absolute and is held in uncompressed wire form with ASCII letters in lower case, so that two equal
//! names are equal bytes. The free functions work on wire form in place, for the paths that cannot afford a `Name`
//! each.

mod error;
mod idn;
mod order;
mod present;
mod text;
mod wire;

use std::cmp::Ordering;
use std::fmt;

pub use error::{IdnaError, NameError, NameErrorKind};
pub use order::{compare, push_sort_key};
pub use present::{Undotted, Unicode, write, write_undotted, write_unicode};
pub(in crate::dns) use text::escape;
pub use text::{Form, push_labels, push_name};
pub use wire::{Labels, is_wire, is_within, labels, parent, prefix_len, strip_suffix};

use super::notation::Notation;

/// The octets of a label, at most (RFC 1035 section 2.3.4).
pub const MAX_LABEL: usize = 63;
/// The octets of a name in wire form, root label included, at most (RFC 1035 section 2.3.4).
pub const MAX_NAME: usize = 255;

/// An absolute domain name.
///
/// Names are ordered canonically (RFC 4034 section 6.1): a name stands directly before everything below it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name(Box<[u8]>);

impl Name {
    /// The root of the tree.
    #[must_use]
    pub fn root() -> Self {
        Self(Box::new([0]))
    }

    /// Reads an absolute name in Zonal's spelling; the final dot may be left out.
    ///
    /// # Errors
    ///
    /// Says what is wrong and at which bytes of `text`. `@` and `a.@` are no absolute names.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let mut wire = Vec::with_capacity(text.len() + 2);
        match push_labels(text, &mut wire)? {
            Form::Absolute | Form::Relative => Self::close(wire, text),
            Form::Origin => {
                Err(NameError::new(NameErrorKind::Forbidden('@'), text.len().saturating_sub(1)..text.len()))
            }
        }
    }

    /// Reads an absolute name as a master file spells it; the final dot may be left out.
    ///
    /// # Errors
    ///
    /// As [`Name::parse`], but every octet is legal in a label.
    pub fn parse_master_file(text: &[u8]) -> Result<Self, NameError> {
        let mut wire = Vec::with_capacity(text.len() + 2);
        text::push(text, Notation::MasterFile, &mut wire)?;
        Self::close(wire, text)
    }

    fn close(mut wire: Vec<u8>, text: impl AsRef<[u8]>) -> Result<Self, NameError> {
        wire.push(0);
        if wire.len() > MAX_NAME {
            return Err(NameError::new(
                NameErrorKind::NameTooLong { octets: wire.len() },
                0..text.as_ref().len(),
            ));
        }
        Ok(Self(wire.into_boxed_slice()))
    }

    /// Takes a name in wire form; `None` unless the slice is exactly one uncompressed name.
    #[must_use]
    pub fn from_wire(wire: &[u8]) -> Option<Self> {
        is_wire(wire).then(|| Self(wire.to_ascii_lowercase().into_boxed_slice()))
    }

    /// Builds a name from raw labels, leftmost first; `None` if a label or the name has a length it must not have.
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut wire = Vec::new();
        for label in labels {
            wire::push_label(label, &mut wire)?;
        }
        wire.push(0);
        (wire.len() <= MAX_NAME).then(|| Self(wire.into_boxed_slice()))
    }

    /// The wire form, root label included.
    #[must_use]
    pub fn wire(&self) -> &[u8] {
        &self.0
    }

    /// The labels without the root's, leftmost first.
    #[must_use]
    pub fn labels(&self) -> Labels<'_> {
        labels(&self.0)
    }

    /// How many labels there are, the root's not counted.
    #[must_use]
    pub fn label_count(&self) -> usize {
        self.labels().count()
    }

    /// Whether this is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.len() == 1
    }

    /// The name without its leftmost label; `None` for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        parent(&self.0).map(|wire| Self(wire.into()))
    }

    /// Whether this name is `zone` or stands below it.
    #[must_use]
    pub fn is_within(&self, zone: &Self) -> bool {
        is_within(&self.0, &zone.0)
    }

    /// The labels left of `zone` in wire form without a root label, empty for `zone` itself; `None` if the name is
    /// not within it.
    #[must_use]
    pub fn strip_suffix(&self, zone: &Self) -> Option<&[u8]> {
        strip_suffix(&self.0, &zone.0)
    }

    /// The name one label below this one; `None` if the label or the new name would be too long or empty.
    #[must_use]
    pub fn child(&self, label: &[u8]) -> Option<Self> {
        let mut wire = Vec::with_capacity(self.0.len() + label.len() + 1);
        wire::push_label(label, &mut wire)?;
        wire.extend_from_slice(&self.0);
        (wire.len() <= MAX_NAME).then(|| Self(wire.into_boxed_slice()))
    }

    /// The name without its final dot, for people; the root stays `.`.
    #[must_use]
    pub fn undotted(&self) -> Undotted<'_> {
        Undotted(&self.0)
    }

    /// The name with its A-labels shown as U-labels and without its final dot, for messages.
    #[must_use]
    pub fn unicode(&self) -> Unicode<'_> {
        Unicode(&self.0)
    }
}

impl AsRef<[u8]> for Name {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The presentation form with its final dot and the escapes of RFC 1035 section 5.1.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(&self.0, f)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

#[cfg(test)]
mod tests;
