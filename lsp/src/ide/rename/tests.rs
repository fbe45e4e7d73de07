//! Renaming, as its caller sees it.
