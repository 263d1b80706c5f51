//! Which releases the picker offers: those where something changed, and those of
//! which recorded sessions exist.

use saslab_smtpd::release::{Release, latest_arrivals};

/// Newest first.
pub(crate) fn offered() -> Vec<Release> {
    // A change that reached several branches is seen in the youngest of them.
    let mut offered = Vec::new();
    for release in latest_arrivals().chain(Release::RECORDED) {
        let place = offered.binary_search_by(|other| release.cmp(other));
        if let Err(place) = place {
            offered.insert(place, release);
        }
    }
    offered
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
