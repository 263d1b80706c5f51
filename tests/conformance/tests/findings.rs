//! What fuzzing once found, each as the file that it found: `findings/<target>/`.
//! The targets' seeds (`fuzz/seeds`) are run as well.

use std::fs;

use saslab_conformance::fuzz::TARGETS;
use saslab_conformance::{files, here};

#[test]
fn nothing_that_was_found_goes_wrong_again() {
    for (name, target) in TARGETS {
        for folder in ["findings", "../../fuzz/seeds"] {
            let folder = here().join(folder).join(name);
            if !folder.is_dir() {
                continue;
            }
            for path in files(&folder, "") {
                target(&fs::read(&path).unwrap());
            }
        }
    }
}
