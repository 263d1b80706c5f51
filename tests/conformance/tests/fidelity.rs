//! docs/fidelity.md says what is so. `BLESS=1` writes it anew.

use saslab_conformance::fidelity::{AREAS, area, page, path};
use saslab_conformance::{recordings, scenarios};

#[test]
fn the_committed_page_is_the_one_that_the_tables_give() {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path(), page()).unwrap();
    }
    let committed = std::fs::read_to_string(path()).unwrap();
    assert!(
        committed == page(),
        "docs/fidelity.md is stale: run `cargo xtask fidelity`, or bless it with the differences"
    );
}

#[test]
fn every_theme_is_in_one_area() {
    for file in recordings() {
        for scenario in scenarios(&file) {
            assert!(area(&scenario.about).is_some(), "{}", scenario.about);
        }
    }
    let mut themes: Vec<&str> = AREAS
        .iter()
        .flat_map(|(_, themes)| *themes)
        .copied()
        .collect();
    let all = themes.len();
    themes.sort_unstable();
    themes.dedup();
    assert_eq!(themes.len(), all);
}
