//! What a diagnosis marks: the octets of the message and the characters of the pasted
//! text, for every fault. The Base64 was written by coreutils' base64, the ranges are
//! counted by hand.
#![expect(
    clippy::single_range_in_vec_init,
    reason = "lists of ranges, some of one range"
)]
use saslab_credentials::{Diagnosis, Fault, decode, diagnose};
use saslab_sasl::{Account, Secret};
use std::ops::Range;

/// The fault that `text` has.
fn found(fault: Fault, text: &[u8]) -> Diagnosis {
    let account = Account {
        name: "test".to_owned(),
        realm: "mail.example.com".to_owned(),
        password: Secret::from("testpass"),
    };
    let found = diagnose(&decode(text), &[account]);
    let one = found.iter().find(|diagnosis| diagnosis.fault == fault);
    one.unwrap_or_else(|| panic!("{fault:?}: {found:?}"))
        .clone()
}

type Case = (
    Fault,
    &'static [u8],
    &'static [Range<usize>],
    &'static [Range<usize>],
);

/// A fault, a text that has it, the octets that are marked, and the characters.
const CASES: &[Case] = &[
    (
        Fault::NulMissing,
        b"AUTH PLAIN dGVzdHRlc3R0ZXN0cGFzcw==",
        &[0..16],
        &[11..33],
    ),
    (
        Fault::OneNul,
        b"AUTH PLAIN dGVzdAB0ZXN0cGFzcw==",
        &[4..5],
        &[16..18],
    ),
    (
        Fault::NulTooMany,
        b"AUTH PLAIN AHRlc3QAdGVzdHBhc3MA",
        &[14..15],
        &[29..31],
    ),
    (
        Fault::LiteralEscape,
        b"AUTH PLAIN XDB0ZXN0XDB0ZXN0cGFzcw==",
        &[0..2, 6..8],
        &[11..14, 19..22],
    ),
    (
        Fault::OctalEaten,
        b"AUTH PLAIN AHRlc3QKMzQ1",
        &[5..6],
        &[17..19],
    ),
    (
        Fault::TrailingNewline,
        b"AUTH PLAIN AHRlc3QAdGVzdHBhc3MK",
        &[14..15],
        &[29..31],
    ),
    (
        Fault::Wrapped { at: 60 },
        b"AUTH PLAIN AHRlc3QAYSBwYXNzd29yZCB0aGF0IGlzIGxvbmcgZW5vdWdoIHRvIGJlIGN1\ndA==",
        &[45..45],
        &[71..72],
    ),
    // One octet is carried by two characters that are wrong, two octets by one.
    (
        Fault::UrlSafe,
        b"AUTH PLAIN AHRlc3QA-__-cGFzcw==",
        &[6..9],
        &[19..20, 20..21, 21..22, 22..23],
    ),
    (
        Fault::PaddingMissing,
        b"AUTH PLAIN AHRlc3QAdGVzdHBhc3M",
        &[14..14],
        &[30..30],
    ),
    (
        Fault::PaddingInside,
        b"AUTH PLAIN dGVzdA==AHRlc3QAdGVzdHBhc3M=",
        &[4..4],
        &[17..18, 18..19],
    ),
    (
        Fault::EncodedTwice,
        b"AUTH PLAIN QUhSbGMzUUFkR1Z6ZEhCaGMzTT0=",
        &[0..20],
        &[11..38],
    ),
    (
        Fault::Utf16,
        b"AUTH PLAIN AAB0AGUAcwB0AAAAdABlAHMAdABwAGEAcwBzAA==",
        &[0..28],
        &[11..49],
    ),
    (
        Fault::ByteOrderMark,
        b"AUTH PLAIN 77u/AHRlc3QAdGVzdHBhc3M=",
        &[0..3],
        &[11..15],
    ),
    (
        Fault::Latin1,
        b"AUTH PLAIN AGpvc+kAdGVzdHBhc3M=",
        &[4..5],
        &[16..18],
    ),
    (
        Fault::Blanks,
        b"AUTH PLAIN AHRlc3QAIHRlc3RwYXNzIA==",
        &[6..7, 15..16],
        &[19..21, 31..33],
    ),
    (
        Fault::BlanksOutside,
        b"AUTH PLAIN AHRlc3QA dGVzdHBhc3M=",
        &[6..6],
        &[19..20],
    ),
    (
        Fault::Swapped,
        b"AUTH PLAIN AHRlc3RwYXNzAHRlc3Q=",
        &[1..9, 10..14],
        &[12..23, 24..30],
    ),
    (
        Fault::Doubled,
        b"AUTH PLAIN AG5vYm9keQBub2JvZHk=",
        &[8..14],
        &[21..30],
    ),
    (
        Fault::RealmInName,
        b"AUTH PLAIN AHRlc3RAZXhhbXBsZS5jb20AdGVzdHBhc3M=",
        &[5..17],
        &[17..34],
    ),
    (Fault::EmptyResponse, b"AUTH PLAIN =", &[0..0], &[11..12]),
    // There is no message: the name of the mechanism has none.
    (Fault::WordEncoded, b"AUTH UExBSU4=", &[], &[0..13]),
    (
        Fault::PasswordEncoded,
        b"AUTH PLAIN AHRlc3QAZEdWemRIQmhjM009",
        &[6..18],
        &[19..35],
    ),
    (
        Fault::PromptAsError,
        b"535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6",
        &[0..9],
        &[40..52],
    ),
    (Fault::NotBase64, b"AUTH PLAIN not base64!", &[], &[11..22]),
    // The same where name and password are messages of their own.
    (
        Fault::Swapped,
        b"AUTH LOGIN\ndGVzdHBhc3M=\ndGVzdA==",
        &[0..4],
        &[11..22, 24..30],
    ),
    (
        Fault::RealmInName,
        b"AUTH LOGIN\ndGVzdEBleGFtcGxlLmNvbQ==\ndGVzdHBhc3M=",
        &[4..16],
        &[16..33],
    ),
    // The word within the message.
    (
        Fault::WordEncoded,
        b"AUTH PLAIN UExBSU4gAHRlc3QAdGVzdHBhc3M=",
        &[0..6],
        &[11..19],
    ),
];

#[test]
fn every_fault_marks_its_octets_and_its_characters() {
    for (fault, text, octets, characters) in CASES {
        let place = found(*fault, text).place;
        assert_eq!(place.octets, *octets, "{fault:?}: octets");
        assert_eq!(place.text, *characters, "{fault:?}: characters");
    }
}

#[test]
fn the_table_has_every_fault() {
    let mut faults: Vec<_> = CASES
        .iter()
        .map(|(fault, ..)| std::mem::discriminant(fault))
        .collect();
    faults.dedup();
    let first = faults.get(..24).map(<[_]>::to_vec).unwrap_or_default();
    for (at, one) in first.iter().enumerate() {
        assert!(!first.iter().skip(at + 1).any(|other| other == one));
    }
    assert_eq!(first.len(), 24);
}

/// Under another fault the octets are not those of the message: all of it is marked.
#[test]
fn a_fault_below_another_marks_the_whole_message() {
    // UTF-16, and an end of line within.
    let text = b"AUTH PLAIN AAB0AGUAcwB0AAAAdABlAHMAdABwAGEAcwBzAAoA";
    let place = found(Fault::TrailingNewline, text).place;
    assert_eq!(place.octets, [0..30]);
    assert_eq!(place.text, [11..51]);
}
