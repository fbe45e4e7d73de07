//! Bytes of a file as text, and places in it.

use std::path::Path;

use crate::error::Failure;

/// The text of a file's bytes.
///
/// # Errors
/// Names the line, the column and the offset of the first byte that is not UTF-8.
pub(crate) fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let valid = error.as_bytes().get(..offset).and_then(|bytes| std::str::from_utf8(bytes).ok());
        let (line, column) = valid.map_or((1, 1), |text| line_column(text, offset));
        let byte = error.as_bytes().get(offset).copied().unwrap_or_default();
        Failure::data_at(path, line, column, format!("byte 0x{byte:02x} at offset {offset} is not UTF-8"))
            .help("save the file as UTF-8")
    })
}

/// The line and the column in characters, both from 1, of a byte of a text.
pub(crate) fn line_column(text: &str, at: usize) -> (u32, u32) {
    let before = text.get(..at).unwrap_or(text);
    let lines = before.bytes().filter(|byte| *byte == b'\n').count();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let columns = before.get(line_start..).map_or(0, |line| line.chars().count());
    (u32::try_from(lines + 1).unwrap_or(u32::MAX), u32::try_from(columns + 1).unwrap_or(u32::MAX))
}
