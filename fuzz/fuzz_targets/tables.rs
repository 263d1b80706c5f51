//! See `saslab_conformance::fuzz::tables`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::tables(data));
