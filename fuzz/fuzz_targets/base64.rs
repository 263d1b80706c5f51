//! See `saslab_conformance::fuzz::base_64`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::base_64(data));
