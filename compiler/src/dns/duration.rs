//! Durations: a TTL or an SOA timer as `5m`, `1h30m`, `1d`, `1w`.

use std::fmt;

/// The seconds that a TTL may have, at most (RFC 2181 section 8).
pub const MAX: u32 = 0x7fff_ffff;

/// The units, longest first, each with its seconds.
pub const UNITS: [(char, u32); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// A text that is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationError {
    /// There is no text.
    Empty,
    /// A number without a unit; the seconds that it would be, cut to what fits.
    NoUnit(u64),
    /// More than 2^31-1 seconds; how many it would be, cut to what fits.
    TooLong(u64),
    /// A sign stands in front.
    Negative,
    /// A character that is neither a digit nor a unit, at this byte.
    BadUnit(char, usize),
    /// A number after others that has no unit, at this byte.
    MissingUnit(usize),
    /// A unit without a number before it, at this byte.
    NoNumber(usize),
    /// Units that do not go from long to short, each once; the part that comes too late is at this byte.
    OutOfOrder(usize),
}

impl DurationError {
    /// The text that was surely meant, if there is one.
    #[must_use]
    pub fn suggestion(self) -> Option<String> {
        match self {
            Self::NoUnit(seconds) => {
                u32::try_from(seconds).ok().filter(|&s| s <= MAX).map(|s| display(s).to_string())
            }
            Self::Empty
            | Self::TooLong(_)
            | Self::Negative
            | Self::BadUnit(..)
            | Self::MissingUnit(_)
            | Self::NoNumber(_)
            | Self::OutOfOrder(_) => None,
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> String {
        match self {
            Self::NoUnit(_) => match self.suggestion() {
                Some(text) => format!("write `{text}`"),
                None => "write a unit: `s`, `m`, `h`, `d` or `w`".to_owned(),
            },
            Self::TooLong(_) => format!("the longest duration is {MAX} seconds (RFC 2181 section 8)"),
            Self::Empty | Self::BadUnit(..) | Self::MissingUnit(_) | Self::NoNumber(_) => {
                "write a number and a unit, such as `60s`, `5m`, `1h30m`, `1d` or `1w`".to_owned()
            }
            Self::Negative => "write it without the sign: `0s` is the shortest".to_owned(),
            Self::OutOfOrder(_) => "write long units before short ones, each once: `1h30m`".to_owned(),
        }
    }
}

impl fmt::Display for DurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected a duration, found nothing"),
            Self::NoUnit(seconds) => {
                write!(f, "expected a duration, found the number {seconds} without a unit")
            }
            Self::TooLong(seconds) => write!(f, "a duration of {seconds} seconds is too long"),
            Self::Negative => f.write_str("no duration is below zero"),
            Self::BadUnit('.', _) => f.write_str("it has a fraction"),
            Self::BadUnit(char, _) => write!(f, "`{}` is no unit of time", char.escape_debug()),
            Self::MissingUnit(_) => f.write_str("expected a unit after the last number"),
            Self::NoNumber(_) => f.write_str("expected a number before the unit"),
            Self::OutOfOrder(_) => f.write_str("the units of a duration go from long to short, each once"),
        }
    }
}

impl std::error::Error for DurationError {}

/// Reads a duration in Zonal's spelling: digits and a unit, several of them from long to short, in lower case.
///
/// # Errors
///
/// See [`DurationError`].
pub fn parse(text: &str) -> Result<u32, DurationError> {
    if text.starts_with('-') {
        return Err(DurationError::Negative);
    }
    let mut units = UNITS.iter();
    let mut total = 0_u64;
    let mut rest = text;
    while !rest.is_empty() {
        let at = text.len() - rest.len();
        let (number, unit, after) = part(rest, at)?;
        let Some((letter, _)) = unit else {
            return Err(if at == 0 { DurationError::NoUnit(number) } else { DurationError::MissingUnit(at) });
        };
        let (_, seconds) = units.find(|(unit, _)| *unit == letter).ok_or(DurationError::OutOfOrder(at))?;
        total = total.saturating_add(number.saturating_mul(u64::from(*seconds)));
        rest = after;
    }
    if text.is_empty() { Err(DurationError::Empty) } else { fit(total) }
}

/// Reads a duration as master files spell it: a number of seconds, or numbers and units in any order and case.
///
/// # Errors
///
/// See [`DurationError`].
pub fn parse_master_file(text: &str) -> Result<u32, DurationError> {
    let lower = text.to_ascii_lowercase();
    let mut total = 0_u64;
    let mut rest = &lower[..];
    while !rest.is_empty() {
        let (number, unit, after) = part(rest, lower.len() - rest.len())?;
        let seconds = unit.map_or(1, |(_, seconds)| seconds);
        total = total.saturating_add(number.saturating_mul(u64::from(seconds)));
        rest = after;
    }
    if text.is_empty() { Err(DurationError::Empty) } else { fit(total) }
}

fn fit(seconds: u64) -> Result<u32, DurationError> {
    u32::try_from(seconds).ok().filter(|&fits| fits <= MAX).ok_or(DurationError::TooLong(seconds))
}

/// A number, the unit after it unless the text ends there, and what follows.
type Part<'t> = (u64, Option<(char, u32)>, &'t str);

/// Splits a number and its unit off; `at` is where the text stands, for errors.
fn part(text: &str, at: usize) -> Result<Part<'_>, DurationError> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at_checked(len).unwrap_or((text, ""));
    let number = digits
        .bytes()
        .fold(0_u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
    let mut chars = rest.chars();
    let Some(letter) = chars.next() else { return Ok((number, None, "")) };
    let unit = UNITS.iter().find(|(unit, _)| *unit == letter);
    let unit = *unit.ok_or(DurationError::BadUnit(letter, at + len))?;
    if digits.is_empty() {
        Err(DurationError::NoNumber(at))
    } else {
        Ok((number, Some(unit), chars.as_str()))
    }
}

/// Shows seconds as the shortest exact duration: `5m`, `1m30s`, `0s`.
pub fn display(seconds: u32) -> impl fmt::Display {
    Shown(seconds)
}

struct Shown(u32);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        if rest == 0 {
            return f.write_str("0s");
        }
        for (unit, seconds) in UNITS {
            if rest >= seconds {
                write!(f, "{}{unit}", rest / seconds)?;
                rest %= seconds;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_units() {
        for (text, seconds) in [("0s", 0), ("60s", 60), ("300s", 300), ("5m", 300), ("1h30m", 5_400)] {
            assert_eq!(parse(text), Ok(seconds), "{text}");
        }
        assert_eq!(parse("1d"), Ok(86_400));
        assert_eq!(parse("1w2d3h4m5s"), Ok(604_800 + 172_800 + 10_800 + 245));
        assert_eq!(parse("2147483647s"), Ok(MAX));
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(parse(""), Err(DurationError::Empty));
        assert_eq!(parse("300"), Err(DurationError::NoUnit(300)));
        assert_eq!(DurationError::NoUnit(300).suggestion().as_deref(), Some("5m"));
        assert_eq!(parse("2147483648s"), Err(DurationError::TooLong(2_147_483_648)));
        assert_eq!(parse("4000w"), Err(DurationError::TooLong(2_419_200_000)));
        assert_eq!(parse("99999999999999999999999w"), Err(DurationError::TooLong(u64::MAX)));
        assert_eq!(parse("5min"), Err(DurationError::BadUnit('i', 2)));
        assert_eq!(parse("5M"), Err(DurationError::BadUnit('M', 1)));
        assert_eq!(parse("1h30"), Err(DurationError::MissingUnit(2)));
        assert_eq!(parse("h"), Err(DurationError::NoNumber(0)));
        assert_eq!(parse("1m1h"), Err(DurationError::OutOfOrder(2)));
        assert_eq!(parse("1m1m"), Err(DurationError::OutOfOrder(2)));
        assert_eq!(parse("-5m"), Err(DurationError::Negative));
        assert_eq!(DurationError::BadUnit('.', 1).to_string(), "it has a fraction");
        assert_eq!(parse("5ü"), Err(DurationError::BadUnit('ü', 1)));
    }

    #[test]
    fn master_files_have_numbers_and_loose_units() {
        assert_eq!(parse_master_file("300"), Ok(300));
        assert_eq!(parse_master_file("1H30M"), Ok(5_400));
        assert_eq!(parse_master_file("30m1h"), Ok(5_400));
        assert_eq!(parse_master_file("1h30"), Ok(3_630));
        assert_eq!(parse_master_file(""), Err(DurationError::Empty));
        assert_eq!(parse_master_file("4294967295"), Err(DurationError::TooLong(4_294_967_295)));
        assert_eq!(parse_master_file("x"), Err(DurationError::BadUnit('x', 0)));
    }

    #[test]
    fn shows_what_it_reads() {
        for (seconds, text) in [(0, "0s"), (90, "1m30s"), (300, "5m"), (5_400, "1h30m"), (86_400, "1d")] {
            assert_eq!(display(seconds).to_string(), text);
        }
        for seconds in (0..MAX).step_by(7_919_113) {
            assert_eq!(parse(&display(seconds).to_string()), Ok(seconds));
        }
    }
}
