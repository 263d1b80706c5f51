//! Input that is none: long, binary, no Base64. What is said, and how fast.
use saslab_credentials::{Certainty, Fault, MOST, Remark, decode, diagnose};
use std::time::Duration;

/// A person notices no delay below this; the promise holds for an optimised build.
const PATIENCE: Duration = Duration::from_millis(50);
const MEGABYTES: usize = 10 * 1000 * 1000;

fn remark(text: &[u8]) -> Option<Remark> {
    decode(text).remark
}

#[test]
fn what_holds_no_exchange_is_named() {
    assert_eq!(remark(b""), Some(Remark::Empty));
    assert_eq!(remark(b" \r\n\t"), Some(Remark::Empty));
    assert_eq!(remark(b"\0\0\0"), Some(Remark::NoExchange));
    assert_eq!(remark(b"no Base64 at all!"), Some(Remark::NoExchange));
    // A lone surrogate, as it comes out of a browser: U+FFFD.
    assert_eq!(remark("AHRl\u{fffd}".as_bytes()), Some(Remark::NoExchange));
    let cut = Some(Remark::Cut { length: MEGABYTES });
    assert_eq!(remark(&vec![b'A'; MEGABYTES]), cut);
}

#[test]
fn no_octets_make_the_decoder_or_the_diagnosis_panic() {
    let pieces: [&[u8]; 16] = [
        b"AUTH ",
        b"PLAIN ",
        b"LOGIN",
        b"\n",
        b"\r\n",
        b"334 ",
        b"535 ",
        b"=",
        b"AHRlc3Q",
        b"dGVzdA==",
        b"\0",
        b"\xff",
        b"UGFzc3dvcmQ6",
        b"]: < x[1]: ",
        b"send: '",
        b"client in: AUTH\t1\tPLAIN\tresp=",
    ];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for d in pieces {
                    let text = [a, b, c, d].concat();
                    let decoded = decode(&text);
                    for found in diagnose(&decoded, &[]) {
                        let marks = found.place.text.iter();
                        assert!(
                            marks
                                .clone()
                                .all(|m| m.start <= m.end && m.end <= text.len()),
                            "{text:?}"
                        );
                        assert!(found.certainty <= Certainty::Likely);
                    }
                }
            }
        }
    }
}

#[test]
fn ten_megabytes_are_answered_at_once() {
    let lines = b"Nov 25 08:20:02 mail postfix/smtpd[4711]: < a[203.0.113.9]: AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n";
    let dialogue =
        b"AUTH LOGIN\n334 VXNlcm5hbWU6\ndGVzdA==\n334 UGFzc3dvcmQ6\ndGVzdHBhc3M=\n535 no\n";
    let texts: [(&str, Vec<u8>); 8] = [
        ("letters", vec![b'A'; MEGABYTES]),
        ("zeros", vec![0; MEGABYTES]),
        ("short lines", b"x\n".repeat(MEGABYTES / 2)),
        ("equals signs", vec![b'='; MEGABYTES]),
        ("words", b"AAAA\n".repeat(MEGABYTES / 5)),
        ("a log", lines.repeat(MEGABYTES / lines.len())),
        ("dialogues", dialogue.repeat(MEGABYTES / dialogue.len())),
        ("brackets", b"]: < ".repeat(MEGABYTES / 5)),
    ];
    for (name, text) in texts {
        let start = std::hint::black_box(now());
        let decoded = decode(&text);
        let found = diagnose(&decoded, &[]);
        let took = start.elapsed();
        assert_eq!(
            decoded.remark,
            Some(Remark::Cut { length: text.len() }),
            "{name}"
        );
        assert!(
            found.iter().all(|one| !matches!(one.fault, Fault::OneNul)),
            "{name}"
        );
        // Without optimisation, and beside other tests, the machine is some times slower.
        let most = if cfg!(debug_assertions) {
            PATIENCE * 100
        } else {
            PATIENCE
        };
        assert!(
            took <= most,
            "{name}: {took:?} for {MOST} of {} octets",
            text.len()
        );
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test that measures has a clock"
)]
fn now() -> std::time::Instant {
    std::time::Instant::now()
}
