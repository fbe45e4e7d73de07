//! "Did you mean": the known word that a misspelt one is closest to.

use std::cell::Cell;

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
    let letters: Vec<char> = word.chars().take(MAX_LETTERS + 1).flat_map(char::to_lowercase).collect();
    if letters.len() > MAX_LETTERS {
        return None;
    }
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other: Vec<char> = candidate.chars().flat_map(char::to_lowercase).collect();
        if let Some(cost) = cost(&letters, &other)
            && best.is_none_or(|(least, _)| cost < least)
        {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How far a word is from a candidate, an unfinished word between none and one slip; none if it is too far.
fn cost(word: &[char], candidate: &[char]) -> Option<usize> {
    if word.len() >= UNFINISHED && word.len() < candidate.len() && candidate.starts_with(word) {
        return Some(1);
    }
    let allowed = word.len().max(candidate.len()) / 3;
    if word.len().abs_diff(candidate.len()) > allowed {
        return None;
    }
    let slips = distance(word, candidate);
    (slips <= allowed).then_some(2 * slips)
}

/// Fewer letters begin too many words.
const UNFINISHED: usize = 3;
/// Longer words are not misspelt keywords.
const MAX_LETTERS: usize = 64;

/// The optimal string alignment distance (Damerau-Levenshtein with each piece edited once).
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (row, &left) in from.iter().enumerate() {
        let mut current = Vec::with_capacity(above.len());
        current.push(row + 1);
        for (column, &right) in to.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&above, column) + usize::from(left != right);
            let mut least = replaced.min(at(&above, column + 1) + 1).min(at(&current, column) + 1);
            let swapped = row > 0
                && column > 0
                && from.get(row - 1) == Some(&right)
                && to.get(column - 1) == Some(&left);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or(0)
}

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
