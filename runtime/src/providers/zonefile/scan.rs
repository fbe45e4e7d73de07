//! Splits a master file into entries and words (RFC 1035 section 5.1).
//!
//! An entry is a line, or several lines that parentheses hold together. Escapes are kept as they are: what they
//! mean depends on the field.

/// A word of an entry, by the bytes of the text that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    /// The first byte; of a quoted string the one after the quotation mark.
    pub start: usize,
    /// The byte after the last; of a quoted string the quotation mark.
    pub end: usize,
    /// Whether the word is a quoted string.
    pub quoted: bool,
}

impl Token {
    /// The word as it is written, without quotation marks.
    pub fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What makes the end of a text come too early or an entry unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ScanError {
    /// The byte at which the trouble begins.
    pub at: usize,
    /// What is wrong.
    pub what: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Where an entry begins, and whether it takes over the owner of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// It begins with its owner, or is a directive.
    Owner,
    /// It begins with white space.
    Blank,
}

/// Reads entries one after the other.
#[derive(Debug)]
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    comments: usize,
}

impl<'t> Scanner<'t> {
    pub const fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, comments: 0 }
    }

    /// How many comments have been passed.
    pub const fn comments(&self) -> usize {
        self.comments
    }

    /// Reads the next entry that holds a word into `words`; `None` at the end of the text.
    pub fn entry(&mut self, words: &mut Vec<Token>) -> Result<Option<Lead>, ScanError> {
        words.clear();
        while let Some(&first) = self.text.get(self.at) {
            let lead = if matches!(first, b' ' | b'\t') { Lead::Blank } else { Lead::Owner };
            self.words_of_entry(words)?;
            if !words.is_empty() {
                return Ok(Some(lead));
            }
        }
        Ok(None)
    }

    fn words_of_entry(&mut self, words: &mut Vec<Token>) -> Result<(), ScanError> {
        let mut opened: Vec<usize> = Vec::new();
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'\n' => {
                    self.at += 1;
                    if opened.is_empty() {
                        return Ok(());
                    }
                }
                b';' => self.comment(),
                b'(' => {
                    opened.push(self.at);
                    self.at += 1;
                }
                b')' => {
                    opened.pop().ok_or(ScanError {
                        at: self.at,
                        what: "`)` closes nothing",
                        help: "remove it, or open the parenthesis before the first value",
                    })?;
                    self.at += 1;
                }
                b'"' => words.push(self.quoted()?),
                _ => words.push(self.bare()?),
            }
        }
        opened.pop().map_or(Ok(()), |at| {
            Err(ScanError {
                at,
                what: "the file ends before this `(` is closed",
                help: "the file may be cut off: restore it, or close the parenthesis",
            })
        })
    }

    fn comment(&mut self) {
        self.comments += 1;
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    }

    fn quoted(&mut self) -> Result<Token, ScanError> {
        let start = self.at + 1;
        let end = self.end_of_quotation(start)?;
        self.at = end + 1;
        Ok(Token { start, end, quoted: true })
    }

    /// The closing quotation mark of a string whose first byte is at `start`.
    fn end_of_quotation(&self, start: usize) -> Result<usize, ScanError> {
        let mut at = start;
        loop {
            match self.text.get(at) {
                Some(b'"') => return Ok(at),
                Some(b'\\') => at += 2,
                Some(b'\n') | None => {
                    return Err(ScanError {
                        at: start.saturating_sub(1),
                        what: "the line ends before this quotation mark is closed",
                        help: "the file may be cut off: restore it, or close the string on its own line",
                    });
                }
                Some(_) => at += 1,
            }
        }
    }

    /// A word without quotation marks around it; marks within it, as in `alpn="h2,h3"`, belong to it.
    fn bare(&mut self) -> Result<Token, ScanError> {
        let start = self.at;
        let mut at = start;
        loop {
            match self.text.get(at) {
                None | Some(b' ' | b'\t' | b'\r' | b'\n' | b';' | b'(' | b')') => break,
                Some(b'\\') if matches!(self.text.get(at + 1), None | Some(b'\n')) => {
                    return Err(ScanError {
                        at,
                        what: "`\\` stands at the end of a line",
                        help: "write the character that it shall escape, or remove it",
                    });
                }
                Some(b'\\') => at += 2,
                Some(b'"') => at = self.end_of_quotation(at + 1)? + 1,
                Some(_) => at += 1,
            }
        }
        self.at = at;
        Ok(Token { start, end: at, quoted: false })
    }
}
