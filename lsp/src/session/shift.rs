//! Where the places of one text are in another that differs from it in one stretch.
//!
//! An analysis is of a moment ago while somebody types. What stands before or after the stretch that changed since
//! is still known to be the same, so its facts stay true of the new text.

use zonal_compiler::source::Span;

/// The two ends that two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The bytes at the start that are equal.
    same_before: u32,
    /// The bytes at the end that are equal, in the first text.
    from_len: u32,
    to_len: u32,
    same_after: u32,
}

impl Shift {
    /// The shift from one text to another.
    #[must_use]
    pub fn between(from: &str, to: &str) -> Self {
        let (a, b) = (from.as_bytes(), to.as_bytes());
        let same_before = common_prefix(a, b);
        let rest = a.len().min(b.len()) - same_before;
        let after = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(x, y)| x == y).count();
        Self {
            same_before: same_before as u32,
            from_len: a.len() as u32,
            to_len: b.len() as u32,
            same_after: after as u32,
        }
    }

    /// Where a span of the first text is in the second; none if it reaches into what differs.
    #[must_use]
    pub const fn forward(self, span: Span) -> Option<Span> {
        if span.end <= self.same_before {
            return Some(span);
        }
        if span.start >= self.from_len - self.same_after && span.end <= self.from_len {
            let start = self.to_len - (self.from_len - span.start);
            return Some(Span::new(start, start + span.len()));
        }
        None
    }
}

/// Equal texts are the common case and long ones the costly one, so blocks are compared before bytes.
fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    const BLOCK: usize = 4096;
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(x, y)| x == y).count();
    let start = blocks * BLOCK;
    let (rest_a, rest_b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    start + rest_a.iter().zip(rest_b).take_while(|(x, y)| x == y).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_and_after_the_change_keeps_its_place() {
        let (old, new) = ("one two three", "one twenty-two three");
        let shift = Shift::between(old, new);
        assert_eq!(shift.forward(Span::new(0, 3)), Some(Span::new(0, 3)));
        let three = shift.forward(Span::new(8, 13)).unwrap();
        assert_eq!(three.of(new), "three");
        assert_eq!(Shift::between(old, "one three").forward(Span::new(4, 7)), None);
    }

    #[test]
    fn equal_and_empty_texts_shift_nothing() {
        let long = "x".repeat(10_000);
        assert_eq!(
            Shift::between(&long, &long).forward(Span::new(9_000, 10_000)),
            Some(Span::new(9_000, 10_000))
        );
        assert_eq!(Shift::between("", "").forward(Span::at(0)), Some(Span::at(0)));
        assert_eq!(Shift::between("ab", "").forward(Span::new(0, 2)), None);
    }
}
