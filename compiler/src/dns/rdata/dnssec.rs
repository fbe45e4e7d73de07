//! The fields that signers write: record types, their bitmaps, and points in time (RFC 4034).

use std::fmt::{self, Write};

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::Word;
use super::error::{FieldError, FieldErrorKind, FieldResult};
use super::number::decimal;
use crate::dns::rtype::Rtype;

/// Reads a record type's mnemonic.
pub(super) fn parse_type(word: Word<'_>) -> FieldResult<Rtype> {
    word.as_str()
        .and_then(Rtype::from_zone_file)
        .ok_or_else(|| FieldError::expected(FieldErrorKind::BadType, "a record type", word))
}

/// Appends the bitmap of a set of types (RFC 4034 section 4.1.2).
pub(super) fn push_bitmap(types: &mut Vec<Rtype>, out: &mut Vec<u8>) {
    types.sort_unstable();
    types.dedup();
    for block in types.chunk_by(|a, b| a.0 >> 8 == b.0 >> 8) {
        let mut bits = [0_u8; 32];
        let mut len = 0_u8;
        for rtype in block {
            let [window, low] = rtype.0.to_be_bytes();
            if len == 0 {
                out.push(window);
            }
            len = low / 8 + 1;
            if let Some(octet) = bits.get_mut(usize::from(low / 8)) {
                *octet |= 0x80 >> (low % 8);
            }
        }
        out.push(len);
        out.extend(bits.get(..usize::from(len)).unwrap_or_default());
    }
}

/// Whether a slice is a bitmap as [`push_bitmap`] makes it.
pub(super) fn is_bitmap(mut wire: &[u8]) -> bool {
    let mut last = None;
    while let [window, len, rest @ ..] = wire {
        let Some((bits, after)) = rest.split_at_checked(usize::from(*len)) else { return false };
        let ends_in_a_bit = bits.last().is_some_and(|&octet| octet != 0);
        if bits.len() > 32 || !ends_in_a_bit || last >= Some(*window) {
            return false;
        }
        last = Some(*window);
        wire = after;
    }
    wire.is_empty()
}

/// Writes the types of a bitmap, blanks between them.
pub(super) fn write_bitmap(mut wire: &[u8], out: &mut impl Write) -> fmt::Result {
    let mut first = true;
    while let [window, len, rest @ ..] = wire {
        let (bits, after) = rest.split_at_checked(usize::from(*len)).unwrap_or((rest, &[]));
        for (index, octet) in (0_u16..).zip(bits) {
            for bit in (0..8_u16).filter(|bit| octet & (0x80 >> bit) != 0) {
                if !first {
                    out.write_char(' ')?;
                }
                first = false;
                write!(out, "{}", Rtype(u16::from_be_bytes([*window, 0]) + index * 8 + bit))?;
            }
        }
        wire = after;
    }
    Ok(())
}

/// Reads `YYYYMMDDHHmmSS` or seconds since 1970, modulo 2^32 (RFC 4034 section 3.2).
pub(super) fn parse_timestamp(word: Word<'_>) -> FieldResult<u32> {
    let error = || {
        FieldError::expected(FieldErrorKind::BadTimestamp, "a time", word)
            .help("write `YYYYMMDDHHmmSS` or seconds since 1970")
    };
    let number = decimal(word.text).ok_or_else(error)?;
    if word.text.len() != 14 {
        return u32::try_from(number).map_err(|_| error());
    }
    let part = |divisor: u64, modulus: u64| i8::try_from(number / divisor % modulus).unwrap_or(-1);
    let year = i16::try_from(number / 10_000_000_000).map_err(|_| error())?;
    let (month, day) = (part(100_000_000, 100), part(1_000_000, 100));
    let (hour, minute, second) = (part(10_000, 100), part(100, 100), part(1, 100));
    let time = DateTime::new(year, month, day, hour, minute, second, 0).map_err(|_| error())?;
    // Before 1970 it is below zero.
    let seconds = u64::try_from(time.duration_since(EPOCH).as_secs()).map_err(|_| error())?;
    u32::try_from(seconds % (1 << 32)).map_err(|_| error())
}

/// Writes a point in time as `YYYYMMDDHHmmSS`, in the first 2^32 seconds from 1970.
pub(super) fn write_timestamp(seconds: u32, out: &mut impl Write) -> fmt::Result {
    let time = EPOCH.checked_add(SignedDuration::from_secs(seconds.into())).map_err(|_| fmt::Error)?;
    write!(out, "{:04}{:02}{:02}", time.year(), time.month(), time.day())?;
    write!(out, "{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
}

/// The beginning of 1970, from which seconds are counted.
const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        assert_eq!(parse_timestamp(Word::bare("19700101000000")), Ok(0));
        assert_eq!(parse_timestamp(Word::bare("21060207062816")), Ok(0));
        assert_eq!(
            parse_timestamp(Word::bare("99991231235959")),
            Ok((253_402_300_799_u64 % (1 << 32)) as u32)
        );
        // RFC 4034 section 3.3
        assert_eq!(parse_timestamp(Word::bare("20030322173103")), Ok(1_048_354_263));
        assert_eq!(parse_timestamp(Word::bare("1048354263")), Ok(1_048_354_263));
        for seconds in (0..u32::MAX).step_by(9_876_543) {
            let mut text = String::new();
            write_timestamp(seconds, &mut text).unwrap();
            assert_eq!(parse_timestamp(Word::bare(&text)), Ok(seconds));
        }
        for bad in [
            "20030230000000",
            "20031301000000",
            "20030101240000",
            "20030101000060",
            "19691231235959",
            "x",
            "",
            "99999999999",
            "00000101000000",
        ] {
            assert!(parse_timestamp(Word::bare(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn bitmaps() {
        // RFC 4034 section 4.3
        let mut types = vec![Rtype(1234), Rtype::NSEC, Rtype::A, Rtype::MX, Rtype::RRSIG, Rtype::A];
        let mut wire = Vec::new();
        push_bitmap(&mut types, &mut wire);
        let mut expected = vec![0, 6, 0x40, 1, 0, 0, 0, 3, 4, 0x1b];
        expected.extend([0; 26]);
        expected.push(0x20);
        assert_eq!(wire, expected);
        let mut text = String::new();
        write_bitmap(&wire, &mut text).unwrap();
        assert_eq!(text, "A MX RRSIG NSEC TYPE1234");
        assert!(is_bitmap(&wire) && is_bitmap(&[]));
        for bad in [&[0][..], &[0, 0], &[0, 1, 0], &[0, 2, 1], &[1, 1, 1, 0, 1, 1], &[0, 1, 1, 0, 1, 1]] {
            assert!(!is_bitmap(bad), "{bad:?}");
        }
    }
}
