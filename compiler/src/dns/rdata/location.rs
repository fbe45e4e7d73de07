//! LOC: a place on earth (RFC 1876).

use std::fmt::{self, Write};

use super::Word;
use super::error::{FieldError, FieldErrorKind, FieldResult};
use super::number::decimal;
use crate::dns::notation::Notation;

/// The equator and the prime meridian on the wire.
const ORIGIN: u32 = 1 << 31;
/// How far below the reference sphere altitude 0 on the wire is, in centimetres.
const DEEPEST: i64 = 10_000_000;
/// The greatest size and precision in centimetres: nine times ten to the ninth.
const LARGEST: i64 = 9_000_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Axis {
    #[default]
    Latitude,
    Longitude,
}

impl Axis {
    const fn degrees(self) -> u32 {
        match self {
            Self::Latitude => 90,
            Self::Longitude => 180,
        }
    }

    const fn hemispheres(self) -> &'static str {
        match self {
            Self::Latitude => "`N` or `S`",
            Self::Longitude => "`E` or `W`",
        }
    }

    /// Whether a word names a hemisphere of this axis, and if so whether it is the positive one.
    fn hemisphere(self, word: Word<'_>, notation: Notation) -> Option<bool> {
        let [letter] = word.text else { return None };
        let letter = match notation {
            Notation::Zonal => *letter,
            Notation::MasterFile => letter.to_ascii_uppercase(),
        };
        match (self, letter) {
            (Self::Latitude, b'N') | (Self::Longitude, b'E') => Some(true),
            (Self::Latitude, b'S') | (Self::Longitude, b'W') => Some(false),
            _ => None,
        }
    }
}

/// What the next word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Degrees(Axis),
    Minutes(Axis),
    Seconds(Axis),
    Hemisphere(Axis),
    Altitude,
    Size,
    HorizontalPrecision,
    VerticalPrecision,
    Done,
}

/// Reads a location word by word.
#[derive(Debug)]
pub(super) struct Location {
    step: Step,
    /// Thousandths of a second of the axis being read.
    angle: u32,
    latitude: u32,
    longitude: u32,
    altitude: u32,
    size: u8,
    horizontal: u8,
    vertical: u8,
}

impl Default for Location {
    /// With the defaults of RFC 1876 section 3: 1 m, 10 km and 10 m.
    fn default() -> Self {
        Self {
            step: Step::Degrees(Axis::Latitude),
            angle: 0,
            latitude: 0,
            longitude: 0,
            altitude: 0,
            size: 0x12,
            horizontal: 0x16,
            vertical: 0x13,
        }
    }
}

impl Location {
    pub(super) fn word(&mut self, word: Word<'_>, notation: Notation) -> FieldResult {
        self.step = match self.step {
            Step::Degrees(axis) => {
                let expected = || match axis {
                    Axis::Latitude => "degrees of latitude from 0 to 90",
                    Axis::Longitude => "degrees of longitude from 0 to 180",
                };
                self.angle = whole(word, axis.degrees()).ok_or_else(|| bad(expected(), word))? * 3_600_000;
                Step::Minutes(axis)
            }
            Step::Minutes(axis) | Step::Seconds(axis) | Step::Hemisphere(axis) => {
                match (axis.hemisphere(word, notation), self.step) {
                    (Some(positive), _) => self.end_axis(axis, positive, word)?,
                    (None, Step::Minutes(_)) => {
                        let expected = || format!("minutes from 0 to 59, or {}", axis.hemispheres());
                        self.angle += whole(word, 59).ok_or_else(|| bad(expected(), word))? * 60_000;
                        Step::Seconds(axis)
                    }
                    (None, Step::Seconds(_)) => {
                        let expected = || format!("seconds from 0 to 59.999, or {}", axis.hemispheres());
                        let seconds = std::str::from_utf8(word.text).ok().and_then(|text| fixed(text, 3));
                        let seconds = seconds.filter(|seconds| (0..60_000).contains(seconds));
                        let seconds = seconds.and_then(|seconds| u32::try_from(seconds).ok());
                        self.angle += seconds.ok_or_else(|| bad(expected(), word))?;
                        Step::Hemisphere(axis)
                    }
                    (None, _) => return Err(bad(axis.hemispheres(), word)),
                }
            }
            Step::Altitude => {
                let metres = metres(word).map(|centimetres| centimetres + DEEPEST);
                let altitude = metres.and_then(|altitude| u32::try_from(altitude).ok());
                let expected = "an altitude from -100000.00m to 42849672.95m";
                self.altitude = altitude.ok_or_else(|| bad(expected, word))?;
                Step::Size
            }
            Step::Size => {
                self.size = extent("a size", word)?;
                Step::HorizontalPrecision
            }
            Step::HorizontalPrecision => {
                self.horizontal = extent("a horizontal precision", word)?;
                Step::VerticalPrecision
            }
            Step::VerticalPrecision => {
                self.vertical = extent("a vertical precision", word)?;
                Step::Done
            }
            Step::Done => return Err(bad("nothing after the vertical precision", word)),
        };
        Ok(())
    }

    fn end_axis(&mut self, axis: Axis, positive: bool, word: Word<'_>) -> FieldResult<Step> {
        if self.angle > axis.degrees() * 3_600_000 {
            return Err(bad(format!("at most {} degrees before", axis.degrees()), word));
        }
        let angle = if positive { ORIGIN + self.angle } else { ORIGIN - self.angle };
        Ok(match axis {
            Axis::Latitude => {
                self.latitude = angle;
                Step::Degrees(Axis::Longitude)
            }
            Axis::Longitude => {
                self.longitude = angle;
                Step::Altitude
            }
        })
    }

    pub(super) fn finish(&self, out: &mut Vec<u8>) -> FieldResult {
        let missing = match self.step {
            Step::Degrees(Axis::Latitude) => "latitude",
            Step::Degrees(Axis::Longitude) => "longitude",
            Step::Minutes(axis) | Step::Seconds(axis) | Step::Hemisphere(axis) => axis.hemispheres(),
            Step::Altitude => "altitude",
            Step::Size | Step::HorizontalPrecision | Step::VerticalPrecision | Step::Done => {
                out.extend([0, self.size, self.horizontal, self.vertical]);
                out.extend(self.latitude.to_be_bytes());
                out.extend(self.longitude.to_be_bytes());
                out.extend(self.altitude.to_be_bytes());
                return Ok(());
            }
        };
        let kind = FieldErrorKind::MissingField("location");
        Err(FieldError::new(kind, format!("the location ends without its {missing}")))
    }
}

fn bad(expected: impl fmt::Display, word: Word<'_>) -> Box<FieldError> {
    FieldError::expected(FieldErrorKind::BadLocation, expected, word)
}

fn whole(word: Word<'_>, max: u32) -> Option<u32> {
    decimal(word.text).and_then(|number| u32::try_from(number).ok()).filter(|&number| number <= max)
}

/// Reads a decimal with up to so many places, as a number of its last place.
fn fixed(text: &str, places: usize) -> Option<i64> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > places || whole.len() > 12 {
        return None;
    }
    let mut sum = i64::try_from(decimal(whole.as_bytes())?).ok()?;
    for place in 0..places {
        let digit = match fraction.as_bytes().get(place) {
            Some(digit) => digit.is_ascii_digit().then(|| digit - b'0')?,
            None => 0,
        };
        sum = sum * 10 + i64::from(digit);
    }
    Some(if negative { -sum } else { sum })
}

/// Reads metres as centimetres; the `m` may be left out.
fn metres(word: Word<'_>) -> Option<i64> {
    let text = std::str::from_utf8(word.text).ok()?;
    fixed(text.strip_suffix(['m', 'M']).unwrap_or(text), 2)
}

/// Reads a size or precision: one digit and a power of ten, in centimetres; further digits are cut off.
fn extent(what: &str, word: Word<'_>) -> FieldResult<u8> {
    let centimetres = metres(word).filter(|centimetres| (0..=LARGEST).contains(centimetres));
    let mut mantissa =
        centimetres.ok_or_else(|| bad(format_args!("{what} from 0.00m to 90000000.00m"), word))?;
    let mut exponent = 0;
    while mantissa > 9 {
        mantissa /= 10;
        exponent += 1;
    }
    Ok(u8::try_from(mantissa << 4).unwrap_or_default() | exponent)
}

/// Whether a location's octets mean something.
pub(super) fn is_sound(wire: &[u8]) -> bool {
    let [0, size, horizontal, vertical, rest @ ..] = wire else { return false };
    let extents = [size, horizontal, vertical].into_iter().all(|&extent| {
        let (mantissa, exponent) = (extent >> 4, extent & 15);
        // Zero has one form: 0x00.
        mantissa <= 9 && exponent <= 9 && (mantissa > 0 || exponent == 0)
    });
    let angle = |at: usize| number(rest, at).abs_diff(ORIGIN);
    extents && angle(0) <= 90 * 3_600_000 && angle(4) <= 180 * 3_600_000
}

fn number(wire: &[u8], at: usize) -> u32 {
    let octets = wire.get(at..at + 4).and_then(|octets| octets.try_into().ok());
    u32::from_be_bytes(octets.unwrap_or_default())
}

/// Writes a location in full.
pub(super) fn write(wire: &[u8], out: &mut impl Write) -> fmt::Result {
    let [_, size, horizontal, vertical, rest @ ..] = wire else { return Ok(()) };
    write_angle(number(rest, 0), ['N', 'S'], out)?;
    write_angle(number(rest, 4), ['E', 'W'], out)?;
    let altitude = i64::from(number(rest, 8)) - DEEPEST;
    let sign = if altitude < 0 { "-" } else { "" };
    write!(out, "{sign}{}.{:02}m", altitude.abs() / 100, altitude.abs() % 100)?;
    for extent in [size, horizontal, vertical] {
        let centimetres = u64::from(extent >> 4) * 10_u64.pow(u32::from(extent & 15));
        write!(out, " {}.{:02}m", centimetres / 100, centimetres % 100)?;
    }
    Ok(())
}

fn write_angle(wire: u32, [positive, negative]: [char; 2], out: &mut impl Write) -> fmt::Result {
    let hemisphere = if wire >= ORIGIN { positive } else { negative };
    let angle = wire.abs_diff(ORIGIN);
    let (degrees, minutes) = (angle / 3_600_000, angle / 60_000 % 60);
    let (seconds, thousandths) = (angle / 1_000 % 60, angle % 1_000);
    write!(out, "{degrees} {minutes} {seconds}.{thousandths:03} {hemisphere} ")
}
