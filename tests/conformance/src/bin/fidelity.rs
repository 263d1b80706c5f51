//! Writes docs/fidelity.md: `cargo xtask fidelity`.

use saslab_conformance::fidelity;

fn main() -> std::io::Result<()> {
    std::fs::write(fidelity::path(), fidelity::page())
}
