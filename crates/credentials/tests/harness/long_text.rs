//! Ten megabytes of everything that somebody may paste by mistake: what the tests look
//! at, and `cargo xtask bench` takes the time of.

/// How long each text is, or nearly.
pub(crate) const LENGTH: usize = 10 * 1000 * 1000;

const LOG: &[u8] =
    b"Nov 25 08:20:02 mail postfix/smtpd[4711]: < a[203.0.113.9]: AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n";
const DIALOGUE: &[u8] =
    b"AUTH LOGIN\n334 VXNlcm5hbWU6\ndGVzdA==\n334 UGFzc3dvcmQ6\ndGVzdHBhc3M=\n535 no\n";
const PROSE: &[u8] =
    b"The author has the authority to say when a server asks for a password, and when not.\n";
/// A surrogate without its partner, as a program writes it that never looks.
const SURROGATE: &[u8] = b"\xed\xa0\x80";
/// The same behind a browser, which puts U+FFFD in its place.
const REPLACED: &[u8] = "\u{fffd}".as_bytes();

/// A name for each text, the piece that it repeats, and what stands once behind that.
const TEXTS: &[(&str, &[u8], &[u8])] = &[
    ("Base64 in one line", b"AHRlc3QA", b""),
    (
        "Base64 in lines of 76",
        b"YWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFhYWFh\n",
        b"",
    ),
    ("words of Base64", b"AAAA\n", b""),
    ("prose", PROSE, b""),
    (
        "prose with a login behind it",
        PROSE,
        b"AUTH PLAIN AHRlc3QAdGVzdHBhc3M=\n",
    ),
    ("NULs", b"\0", b""),
    ("NULs in lines", b"\0\n", b""),
    ("lone surrogates", SURROGATE, b""),
    ("lone surrogates, replaced", REPLACED, b""),
    ("punctuation", b"(:<>) ", b""),
    ("blanks", b" ", b""),
    ("ends of lines", b"\r\n", b""),
    ("equals signs", b"=", b""),
    ("short lines", b"x\n", b""),
    ("brackets", b"]: < ", b""),
    ("commands", b"AUTH X\n", b""),
    ("commands in one line", b"AUTH ", b""),
    ("the letters of the command", b"H", b""),
    ("a log", LOG, b""),
    ("dialogues", DIALOGUE, b""),
    ("questions", b"334 VXNlcm5hbWU6\n", b""),
    (
        "Dovecot's log",
        b"auth: Debug: client in: AUTH\t1\tPLAIN\tservice=smtp\tresp=AHRlc3QAdGVzdHBhc3M=\n",
        b"",
    ),
];

/// The texts, with their names.
pub(crate) fn long_texts() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    TEXTS.iter().map(|(name, piece, end)| {
        let mut text = piece.repeat(LENGTH / piece.len());
        text.extend_from_slice(end);
        (*name, text)
    })
}
