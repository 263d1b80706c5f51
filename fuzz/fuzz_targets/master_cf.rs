//! See `saslab_conformance::fuzz::master_cf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::master_cf(data));
