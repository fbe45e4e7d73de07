//! "Did you mean": the known word that a misspelt one is closest to.

use std::cell::Cell;

use strsim::osa_distance;

/// Guesses among names that a program declares: it may have very many, and as many slips.
#[derive(Debug)]
pub struct Guesses {
    /// How many more candidates are looked at.
    left: Cell<u32>,
}

impl Default for Guesses {
    fn default() -> Self {
        Self { left: Cell::new(1_000_000) }
    }
}

impl Guesses {
    /// As [`closest`]; no guess once a million candidates have been looked at.
    pub fn closest<'a>(&self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let count = |_: &&str| {
            let left = self.left.get();
            self.left.set(left.saturating_sub(1));
            left > 0
        };
        let found = closest(word, candidates.into_iter().take_while(count));
        found.filter(|_| self.left.get() > 0)
    }
}

/// The candidate that the fewest slips of the finger turn into `word`, if they are few enough to be slips.
///
/// A slip is a letter too many, too few or wrong, or two neighbours swapped; letters' case is not one. One slip is
/// forgiven in three letters; words of one or two letters are never guessed. A word that a candidate begins with is not
/// finished yet, which is nearer than any slip. Of equally close candidates the first wins.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = lower_case(word.chars().take(MAX_LETTERS + 1));
    if word.chars().count() > MAX_LETTERS {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if let Some(cost) = cost(&word, &lower_case(candidate.chars()))
            && best.is_none_or(|(least, _)| cost < least)
        {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn lower_case(letters: impl Iterator<Item = char>) -> String {
    letters.flat_map(char::to_lowercase).collect()
}

/// How far a word is from a candidate, an unfinished word between none and one slip; none if it is too far.
fn cost(word: &str, candidate: &str) -> Option<usize> {
    let (letters, others) = (word.chars().count(), candidate.chars().count());
    if letters >= UNFINISHED && letters < others && candidate.starts_with(word) {
        return Some(1);
    }
    let allowed = letters.max(others) / 3;
    if letters.abs_diff(others) > allowed {
        return None;
    }
    let slips = osa_distance(word, candidate);
    (slips <= allowed).then_some(2 * slips)
}

/// Fewer letters begin too many words.
const UNFINISHED: usize = 3;
/// Longer words are not misspelt keywords.
const MAX_LETTERS: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_comes_to_an_end() {
        let guesses = Guesses { left: Cell::new(5) };
        assert_eq!(guesses.closest("inclde", ["ignore", "include"]), Some("include"));
        // Of these, only some were looked at: the best may be among the others.
        assert_eq!(guesses.closest("inclde", ["ignore", "includ", "include", "inclde"]), None);
        assert_eq!(guesses.closest("inclde", ["include"]), None);
    }

    #[test]
    fn a_slip_is_forgiven() {
        let words = ["include", "ignore", "under", "ttl"];
        assert_eq!(closest("inclde", words), Some("include"));
        assert_eq!(closest("udner", words), Some("under"));
        assert_eq!(closest("ttll", words), Some("ttl"));
        assert_eq!(closest("INCLUDE", words), Some("include"));
    }

    #[test]
    fn an_unfinished_word_is_nearer_than_a_slip() {
        assert_eq!(closest("CNA", ["CAA", "CNAME"]), Some("CNAME"));
        assert_eq!(closest("CN", ["CAA", "CNAME"]), None);
        assert_eq!(closest("caa", ["caa-old", "CAA"]), Some("CAA"));
    }

    #[test]
    fn another_word_is_not_a_slip() {
        assert_eq!(closest("web", ["ttl", "include"]), None);
        assert_eq!(closest("no", ["on"]), None);
        assert_eq!(closest("", ["on"]), None);
        assert_eq!(closest(&"a".repeat(10_000), ["aaaa"]), None);
    }

    #[test]
    fn the_first_of_the_closest_wins() {
        assert_eq!(closest("AAA", ["A", "AAAA", "CAA"]), Some("AAAA"));
        assert_eq!(closest("CNMAE", ["NAME", "CNAME", "DNAME"]), Some("CNAME"));
    }
}
