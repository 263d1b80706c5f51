//! See `saslab_conformance::fuzz::scenario`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::scenario(data));
