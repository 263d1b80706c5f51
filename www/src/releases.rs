//! Which releases the picker offers: those where something changed, and those of
//! which recorded sessions exist.

use std::collections::BTreeSet;

use saslab_smtpd::release::{Release, latest_arrivals};

/// Newest first.
pub(crate) fn offered() -> Vec<Release> {
    // A change that reached several branches is seen in the youngest of them.
    let mut releases = BTreeSet::new();
    releases.extend(latest_arrivals().chain(Release::RECORDED));
    releases.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use saslab_lessons::howto;

    #[test]
    fn the_howto_and_the_default_are_on_offer_once() {
        let releases = offered();
        for wanted in [Release::DEFAULT, howto::RELEASE] {
            let count = releases.iter().filter(|one| **one == wanted).count();
            assert_eq!(count, 1, "{wanted}");
        }
        assert!(releases.is_sorted_by(|newer, older| newer > older));
    }
}
