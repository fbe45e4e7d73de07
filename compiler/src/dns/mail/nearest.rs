//! Which known word a misspelt one was meant to be.

/// The candidate that is nearest to a word by insertions, deletions, replacements and swaps, if any is near: one of
/// them in three letters.
pub(super) fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let near = candidates.into_iter().map(|candidate| (distance(word, candidate), candidate));
    near.filter(|&(distance, candidate)| distance <= word.len().max(candidate.len()) / 3)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance of two words.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    let mut last = None;
    for (row, a) in from.chars().enumerate() {
        let mut current = vec![row + 1];
        let mut left = row + 1;
        for (column, &b) in to.iter().enumerate() {
            let at = |costs: &[usize], index: usize| costs.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&above, column) + usize::from(a != b);
            let mut cost = replaced.min(at(&above, column + 1) + 1).min(left + 1);
            let crossed = column > 0 && last == Some(b) && to.get(column - 1) == Some(&a);
            if crossed {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            current.push(cost);
            left = cost;
        }
        before = std::mem::replace(&mut above, current);
        last = Some(a);
    }
    above.last().copied().unwrap_or_default()
}
