//! The fields that signers write: record types, their bitmaps, and points in time (RFC 4034).

use std::fmt::{self, Write};

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
    let part = |divisor: u64, modulus: u64| i64::try_from(number / divisor % modulus).unwrap_or(0);
    let (year, month, day) = (part(10_000_000_000, 10_000), part(100_000_000, 100), part(1_000_000, 100));
    let (hour, minute, second) = (part(10_000, 100), part(100, 100), part(1, 100));
    let days = days_from_civil(year, month, day);
    let real = (1..=12).contains(&month) && civil_from_days(days) == (year, month, day);
    if year < 1970 || !real || hour > 23 || minute > 59 || second > 59 {
        return Err(error());
    }
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second;
    u32::try_from(seconds % (1 << 32)).map_err(|_| error())
}

/// Writes a point in time as `YYYYMMDDHHmmSS`, in the first 2^32 seconds from 1970.
pub(super) fn write_timestamp(seconds: u32, out: &mut impl Write) -> fmt::Result {
    let seconds = i64::from(seconds);
    let (year, month, day) = civil_from_days(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    write!(out, "{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
}

/// Days since 1970-01-01 in the Gregorian calendar; the year is counted from March, so that the leap day is last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = year_of_era + era * 400;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times() {
        // RFC 4034 section 3.3
        assert_eq!(parse_timestamp(Word::bare("20030322173103")), Ok(1_048_354_263));
        assert_eq!(parse_timestamp(Word::bare("1048354263")), Ok(1_048_354_263));
        for seconds in (0..u32::MAX).step_by(9_876_543) {
            let mut text = String::new();
            write_timestamp(seconds, &mut text).unwrap();
            assert_eq!(parse_timestamp(Word::bare(&text)), Ok(seconds));
        }
        for bad in
            ["20030230000000", "20031301000000", "20030101240000", "x", "", "99999999999", "00000101000000"]
        {
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
