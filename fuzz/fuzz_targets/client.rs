//! See `saslab_conformance::fuzz::clients`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::clients(data));
