//! `$GENERATE`: one line for many records, as BIND has it.
//!
//! `$` stands for the number, `${OFFSET,WIDTH,BASE}` for the number plus an offset, padded to a width, in base
//! `d`, `o`, `x`, `X`, or as reversed nibbles with dots between them (`n`, `N`); `$$` and `\$` are a dollar sign.

use std::fmt::Write as _;

/// How many records the `$GENERATE` lines of one zone may make together.
pub(super) const LIMIT: u64 = 1_000_000;

/// How wide a number may be made.
const MAX_WIDTH: usize = 255;

const FORM: &str = "write `$GENERATE START-STOP[/STEP] OWNER [TTL] [CLASS] TYPE DATA`";

/// What is wrong with a `$GENERATE` line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct GenerateError {
    /// The word of the template that is wrong; the range if absent.
    pub token: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub help: &'static str,
}

/// `START-STOP/STEP`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    start: u32,
    stop: u32,
    step: u32,
}

impl Range {
    pub fn parse(text: &str) -> Result<Self, GenerateError> {
        let read = || {
            let (range, step) =
                text.split_once('/').map_or((text, None), |(range, step)| (range, Some(step)));
            let (start, stop) = range.split_once('-')?;
            let number =
                |text: &str| text.parse::<u32>().ok().filter(|number| i32::try_from(*number).is_ok());
            let step = step.map_or(Some(1), number).filter(|step| *step > 0)?;
            Some(Self { start: number(start)?, stop: number(stop)?, step })
        };
        read().filter(|range| range.start <= range.stop).ok_or_else(|| GenerateError {
            token: None,
            what: format!("expected a range such as 1-20 or 0-100/2, found `{}`", text.escape_debug()),
            help: FORM,
        })
    }

    /// How many numbers there are.
    pub fn len(self) -> u64 {
        u64::from((self.stop - self.start) / self.step) + 1
    }

    pub fn numbers(self) -> impl Iterator<Item = u32> {
        (self.start..=self.stop).step_by(self.step as usize)
    }
}

/// The line to be made, cut at its numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Number { offset: i64, width: usize, base: Base, token: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Base {
    Decimal,
    Octal,
    LowerHex,
    UpperHex,
    LowerNibbles,
    UpperNibbles,
}

impl Template {
    /// Reads the words after the range, each with whether it was quoted. As in BIND, one quoted word after the
    /// type is the RDATA as it would be written without the quotation marks.
    pub fn parse(words: &[(&str, bool)]) -> Result<Self, GenerateError> {
        if words.len() < 3 {
            let what = "$GENERATE needs an owner, a type and data".to_owned();
            return Err(GenerateError { token: None, what, help: FORM });
        }
        let mut template = Self { pieces: Vec::new() };
        let quoted_words = words.iter().filter(|(_, quoted)| *quoted).count();
        for (token, (word, quoted)) in words.iter().enumerate() {
            if token > 0 {
                template.text(" ");
            }
            let unwraps = *quoted && quoted_words == 1 && token + 1 == words.len();
            if unwraps {
                template.word(token, &word.replace("\\\"", "\""))?;
            } else if *quoted {
                template.text("\"");
                template.word(token, word)?;
                template.text("\"");
            } else {
                template.word(token, word)?;
            }
        }
        Ok(template)
    }

    fn text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(Piece::Text(last)) => last.push_str(text),
            Some(Piece::Number { .. }) | None => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    fn word(&mut self, token: usize, word: &str) -> Result<(), GenerateError> {
        let mut rest = word;
        while let Some(at) = rest.find(['$', '\\']) {
            let (before, after) = rest.split_at(at);
            self.text(before);
            if let Some(escaped) = after.strip_prefix('\\') {
                let len = escaped.chars().next().map_or(0, char::len_utf8);
                let (pair, left) = after.split_at(1 + len);
                self.text(pair);
                rest = left;
            } else if let Some(left) = after.strip_prefix("$$") {
                self.text("\\$");
                rest = left;
            } else if let Some(left) = after.strip_prefix("${") {
                let Some((modifiers, left)) = left.split_once('}') else {
                    return Err(bad_modifiers(token, left));
                };
                self.pieces.push(number(token, modifiers)?);
                rest = left;
            } else {
                self.pieces.push(Piece::Number { offset: 0, width: 0, base: Base::Decimal, token });
                rest = after.get(1..).unwrap_or_default();
            }
        }
        self.text(rest);
        Ok(())
    }

    /// The line for one number.
    pub fn expand(&self, number: u32) -> Result<String, GenerateError> {
        let mut line = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => line.push_str(text),
                Piece::Number { offset, width, base, token } => {
                    let value = i64::from(number) + offset;
                    let Ok(value) = u32::try_from(value) else {
                        let what = format!(
                            "the number {number} with offset {offset} is {value}, below zero or too large"
                        );
                        return Err(GenerateError {
                            token: Some(*token),
                            what,
                            help: "change the offset or the range",
                        });
                    };
                    base.write(value, *width, &mut line);
                }
            }
        }
        Ok(line)
    }
}

fn number(token: usize, modifiers: &str) -> Result<Piece, GenerateError> {
    let bad = || bad_modifiers(token, modifiers);
    let mut parts = modifiers.split(',');
    let offset = parts.next().and_then(|text| text.parse::<i32>().ok()).ok_or_else(bad)?;
    let width = parts.next().map_or(Some(0), |text| text.parse::<usize>().ok());
    let width = width.filter(|width| *width <= MAX_WIDTH).ok_or_else(bad)?;
    let base = match parts.next() {
        None | Some("d") => Base::Decimal,
        Some("o") => Base::Octal,
        Some("x") => Base::LowerHex,
        Some("X") => Base::UpperHex,
        Some("n") => Base::LowerNibbles,
        Some("N") => Base::UpperNibbles,
        Some(_) => return Err(bad()),
    };
    match parts.next() {
        None => Ok(Piece::Number { offset: i64::from(offset), width, base, token }),
        Some(_) => Err(bad()),
    }
}

fn bad_modifiers(token: usize, modifiers: &str) -> GenerateError {
    GenerateError {
        token: Some(token),
        what: format!("expected `${{OFFSET,WIDTH,BASE}}`, found `${{{}}}`", modifiers.escape_debug()),
        help: "OFFSET is a number, WIDTH at most 255, BASE one of d o x X n N, as in `${-5,3,d}`",
    }
}

impl Base {
    /// Writing to a string does not fail, so its result says nothing.
    fn write(self, value: u32, width: usize, out: &mut String) {
        let _ = match self {
            Self::Decimal => write!(out, "{value:0width$}"),
            Self::Octal => write!(out, "{value:0width$o}"),
            Self::LowerHex => write!(out, "{value:0width$x}"),
            Self::UpperHex => write!(out, "{value:0width$X}"),
            Self::LowerNibbles | Self::UpperNibbles => {
                self.write_nibbles(value, width, out);
                Ok(())
            }
        };
    }

    /// Hexadecimal digits from the last to the first, dots between them; the width counts both.
    fn write_nibbles(self, mut value: u32, mut width: usize, out: &mut String) {
        loop {
            let digit = char::from_digit(value & 0xf, 16).unwrap_or('0');
            out.push(if self == Self::UpperNibbles { digit.to_ascii_uppercase() } else { digit });
            value >>= 4;
            width = width.saturating_sub(1);
            if value == 0 && width == 0 {
                return;
            }
            out.push('.');
            width = width.saturating_sub(1);
            if value == 0 && width == 0 {
                return;
            }
        }
    }
}
