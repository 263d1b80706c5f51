//! The name that was meant: the nearest of those that exist.
//! The distance counts letters put in, left out, replaced, or exchanged with their
//! neighbour ("optimal string alignment").

/// The nearest candidate, if it is near enough to be more than a guess; of equally near
/// ones the first.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let most = match word.len() {
        0..4 => return None,
        4..8 => 1,
        8..16 => 2,
        _ => 3,
    };
    let near = candidates.filter(|name| name.len().abs_diff(word.len()) <= most);
    let far = near.map(|name| (distance(word.as_bytes(), name.as_bytes()), name));
    let (_, name) = far
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)?;
    Some(name)
}

fn distance(one: &[u8], other: &[u8]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX);
    for (line, letter) in one.iter().enumerate() {
        let mut next = vec![line + 1];
        for (column, its) in other.iter().enumerate() {
            let replaced = at(&row, column) + usize::from(letter != its);
            let inserted = at(&next, column) + 1;
            let removed = at(&row, column + 1) + 1;
            let mut least = replaced.min(inserted).min(removed);
            let was =
                |word: &[u8], end: usize| end.checked_sub(1).and_then(|at| word.get(at).copied());
            if was(one, line) == Some(*its) && was(other, column) == Some(*letter) {
                least = least.min(at(&before, column - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    at(&row, other.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_edits_and_exchanges() {
        for (one, other, edits) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("permit", "pemrit", 1),
            ("a", "a", 0),
        ] {
            assert_eq!(distance(one.as_bytes(), other.as_bytes()), edits, "{one}");
            assert_eq!(distance(other.as_bytes(), one.as_bytes()), edits, "{one}");
        }
    }

    #[test]
    fn only_what_is_near_was_meant() {
        let names = ["permit_mynetworks", "permit", "reject"];
        let meant = |word| nearest(word, names.into_iter());
        assert_eq!(meant("permit_mynetwork"), Some("permit_mynetworks"));
        assert_eq!(meant("PERMTI"), Some("permit"));
        assert_eq!(meant("perm"), None);
        assert_eq!(meant("defer"), None);
        assert_eq!(meant(""), None);
    }
}
