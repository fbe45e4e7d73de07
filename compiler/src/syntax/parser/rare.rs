//! Where the next of some rare bytes stands, so that words need not be searched one by one.

use crate::source::Span;

/// A kind of byte, or of two bytes in a row, that few words of a text hold.
#[derive(Debug)]
pub struct Rare<'t> {
    text: &'t [u8],
    /// The position of the first one in some bytes.
    find: fn(&[u8]) -> Option<usize>,
    /// The first one from wherever it was last looked for; the text's length if there is none.
    next: usize,
}

impl<'t> Rare<'t> {
    /// Looks for a kind of byte in a text.
    pub fn new(text: &'t str, find: fn(&[u8]) -> Option<usize>) -> Self {
        let text = text.as_bytes();
        Self { text, find, next: find(text).unwrap_or(text.len()) }
    }

    /// Whether some bytes hold one. The text is looked at once, so these must stand behind those of earlier calls or
    /// be a part of the last.
    pub fn is_in(&mut self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        if self.next < start {
            let found = self.text.get(start..).and_then(self.find);
            self.next = found.map_or(self.text.len(), |at| start + at);
        }
        self.next < end
    }
}

/// A `$`.
pub fn dollar(bytes: &[u8]) -> Option<usize> {
    first(bytes, |byte| byte == b'$')
}

/// A backslash.
pub fn backslash(bytes: &[u8]) -> Option<usize> {
    first(bytes, |byte| byte == b'\\')
}

/// A control character, or a part of anything outside ASCII.
pub fn odd(bytes: &[u8]) -> Option<usize> {
    first(bytes, is_odd)
}

/// Two dots in a row.
pub fn dots(bytes: &[u8]) -> Option<usize> {
    // Names are full of single dots, so that looking for one and then at the next byte would be slow.
    let behind = bytes.get(1..)?;
    let mut chunks = bytes.chunks(CHUNK).zip(behind.chunks(CHUNK)).enumerate();
    let doubled = |(left, right): (&u8, &u8)| (*left == b'.') & (*right == b'.');
    let pairs = |(left, right): (&'_ [u8], &'_ [u8])| {
        left.iter().zip(right).fold(false, |any, pair| any | doubled(pair))
    };
    let (number, (left, right)) = chunks.find(|(_, chunk)| pairs(*chunk))?;
    Some(number * CHUNK + left.iter().zip(right).position(doubled)?)
}

/// How many bytes are looked at together.
const CHUNK: usize = 256;

/// The first byte of a kind. A chunk without one costs a plain fold, which compiles to vector instructions.
fn first(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> Option<usize> {
    const CHUNK: usize = 64;
    let chunks = bytes.chunks(CHUNK).enumerate();
    let mut holding =
        chunks.filter(|(_, chunk)| chunk.iter().fold(false, |found, &byte| found | is_it(byte)));
    let (number, chunk) = holding.next()?;
    Some(number * CHUNK + chunk.iter().position(|&byte| is_it(byte))?)
}

/// Whether a byte is a control character other than a tab or a line's end, or part of a non-ASCII character.
pub const fn is_odd(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t' && byte != b'\n' && byte != b'\r') || byte >= 0x7f
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_knows_what_it_holds() {
        let text = format!("{}a$b c ..d{} e..", "x ".repeat(100), " y".repeat(100));
        let (mut dollars, mut doubled) = (Rare::new(&text, dollar), Rare::new(&text, dots));
        let mut start = 0;
        for word in text.split(' ') {
            let span = Span::new(start, start + word.len() as u32);
            assert_eq!(dollars.is_in(span), word.contains('$'), "{word}");
            assert_eq!(doubled.is_in(span), word.contains(".."), "{word}");
            start = span.end + 1;
        }
        assert!(!Rare::new(&text, backslash).is_in(Span::new(0, text.len() as u32)));
    }

    #[test]
    fn a_kind_of_byte_is_found_wherever_it_stands() {
        for at in [0, 1, 127, 128, 254, 255, 256, 257, 700] {
            let text = format!("{}é", "-".repeat(at));
            assert_eq!(odd(text.as_bytes()), Some(at));
            let text = format!("{}..", ".-".repeat(at));
            assert_eq!(dots(text.as_bytes()), Some(2 * at));
        }
    }
}
