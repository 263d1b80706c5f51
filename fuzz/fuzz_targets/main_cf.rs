//! See `saslab_conformance::fuzz::main_cf`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| saslab_conformance::fuzz::main_cf(data));
