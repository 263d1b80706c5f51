//! See `saslab_conformance::fuzz::dialogue`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::dialogue(data));
