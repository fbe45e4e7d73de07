//! "Did you mean": the known word that a misspelt one is closest to.

/// The candidate that the fewest slips of a key turn into `word`; `None` if it takes more than about one slip in
/// three characters.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let limit = word.chars().count().div_ceil(3).min(3);
    candidates
        .into_iter()
        .map(|candidate| (slips(&word.to_lowercase(), candidate), candidate))
        .filter(|(slips, _)| *slips <= limit)
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, candidate)| candidate)
}

/// How many characters are left out, put in, replaced, or swapped with their neighbour (optimal string alignment).
fn slips(word: &str, candidate: &str) -> usize {
    let target: Vec<char> = candidate.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=target.len()).collect();
    let mut last = None;
    for (i, char) in word.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, &wanted) in target.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX - 1);
            let replaced = cell(&row, j) + usize::from(char != wanted);
            let mut best = replaced.min(cell(&row, j + 1) + 1).min(cell(&next, j) + 1);
            let previous = j.checked_sub(1).and_then(|j| target.get(j));
            if last == Some(wanted) && previous == Some(&char) {
                best = best.min(cell(&before, j - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(char);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_leaves_strangers() {
        let words = ["sha-256", "sha-512", "full", "alpn"];
        assert_eq!(nearest("sha256", words), Some("sha-256"));
        assert_eq!(nearest("SHA-512", words), Some("sha-512"));
        assert_eq!(nearest("apln", words), Some("alpn"));
        assert_eq!(nearest("fulll", words), Some("full"));
        assert_eq!(nearest("blake2b", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(slips("abcd", "abdc"), 1);
    }
}
