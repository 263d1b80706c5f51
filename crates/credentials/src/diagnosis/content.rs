//! Faults of what was encoded: one function a mistake, each with what was meant.
use super::{Fault, single};
use saslab_sasl::message::Kind;
use saslab_sasl::{Implementation, base64};
use std::ops::Range;

/// A fault, the octets that show it, and the message without it.
pub(super) type Mended = (Fault, Vec<Range<usize>>, Option<Vec<u8>>);

type Test = fn(Kind, &[u8]) -> Option<Mended>;

/// What is looked for, in the order in which the layers lie on each other.
const TESTS: &[Test] = &[
    utf_16,
    byte_order_mark,
    encoded_twice,
    word_encoded,
    literal_escape,
    octal_eaten,
    nuls,
    trailing_newline,
    latin_1,
    blanks,
];

/// The first fault of a message.
pub(super) fn fault(kind: Kind, octets: &[u8]) -> Option<Mended> {
    let in_clear = matches!(
        kind,
        Kind::Plain | Kind::LoginName | Kind::LoginPassword | Kind::Opaque
    );
    if !in_clear || octets.is_empty() || crate::paste::asks(octets).is_some() {
        return None;
    }
    TESTS.iter().find_map(|test| test(kind, octets))
}

fn count(octets: &[u8]) -> usize {
    octets.iter().filter(|octet| **octet == 0).count()
}

/// Every second octet is zero, and PLAIN has two zeros only.
fn utf_16(kind: Kind, octets: &[u8]) -> Option<Mended> {
    let allowed = if kind == Kind::Plain { 2 } else { 0 };
    let body = octets
        .strip_prefix(b"\xff\xfe")
        .or(octets.strip_prefix(b"\xfe\xff"))
        .unwrap_or(octets);
    if count(body) <= allowed || !body.len().is_multiple_of(2) {
        return None;
    }
    let (pairs, _) = body.as_chunks::<2>();
    let little = pairs.iter().all(|[_, high]| *high == 0);
    let big = pairs.iter().all(|[high, _]| *high == 0);
    let units: Vec<u16> = match (little, big) {
        (true, _) => pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect(),
        (false, true) => pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect(),
        (false, false) => return None,
    };
    let text = String::from_utf16(&units).ok()?;
    Some((
        Fault::Utf16,
        single(0..octets.len()),
        Some(text.into_bytes()),
    ))
}

fn byte_order_mark(_: Kind, octets: &[u8]) -> Option<Mended> {
    let mark = "\u{feff}".as_bytes();
    let at = crate::paste::position(octets, mark)?;
    let starts_field = at == 0 || octets.get(at - 1) == Some(&0);
    let kept = [octets.get(..at)?, octets.get(at + mark.len()..)?].concat();
    let found = (
        Fault::ByteOrderMark,
        single(at..at + mark.len()),
        Some(kept),
    );
    starts_field.then_some(found)
}

/// What decodes to a message of PLAIN, or to text under padding, is Base64 itself.
fn encoded_twice(kind: Kind, octets: &[u8]) -> Option<Mended> {
    if kind == Kind::LoginPassword {
        return None;
    }
    let inner = inner(octets)?;
    Some((Fault::EncodedTwice, single(0..octets.len()), Some(inner)))
}

/// What a text is the Base64 of, if that is hardly chance.
pub(super) fn inner(octets: &[u8]) -> Option<Vec<u8>> {
    let inner = base64::decode(Implementation::Dovecot, octets).ok()?;
    let is_plain = count(&inner) == 2 && inner.len() > 4;
    let is_text = inner.len() > 2
        && inner
            .iter()
            .all(|octet| octet.is_ascii_alphanumeric() || b"._-@+!$#%&*?".contains(octet));
    // Eight letters of a password decode to text once in some thousand times.
    let is_long = octets.ends_with(b"=") || octets.len() >= 16;
    let readable = std::str::from_utf8(&inner).is_ok();
    (readable && (is_plain || is_text && is_long)).then_some(inner)
}

/// `PLAIN` or `AUTH PLAIN` in front of the message.
fn word_encoded(_: Kind, octets: &[u8]) -> Option<Mended> {
    for word in [&b"AUTH PLAIN"[..], b"AUTH LOGIN", b"PLAIN", b"LOGIN"] {
        let Some((head, rest)) = octets.split_at_checked(word.len()) else {
            continue;
        };
        if !head.eq_ignore_ascii_case(word) {
            continue;
        }
        let (mended, length) = match rest {
            [b' ', after @ ..] => (after, word.len() + 1),
            // `PLAIN NUL name NUL password`: the word has become the authzid.
            [0, ..] if count(rest) == 2 => (rest, word.len()),
            _ => continue,
        };
        let found = (Fault::WordEncoded, single(0..length), Some(mended.to_vec()));
        return Some(found);
    }
    None
}

/// The ways to write a NUL that stay as they are where nobody reads them.
const ESCAPES: [&[u8]; 6] = [b"\\x00", b"\\u0000", b"\\000", b"\\0", b"%00", b"^@"];

fn literal_escape(kind: Kind, octets: &[u8]) -> Option<Mended> {
    if kind == Kind::LoginPassword || count(octets) >= 2 {
        return None;
    }
    let mut marks = Vec::new();
    let mut mended = Vec::new();
    let mut rest = octets;
    while let Some(octet) = rest.first() {
        let at = octets.len() - rest.len();
        let escape = ESCAPES.iter().find(|escape| rest.starts_with(escape));
        let length = match escape {
            Some(escape) => {
                marks.push(at..at + escape.len());
                mended.push(0);
                escape.len()
            }
            None => {
                mended.push(*octet);
                1
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    // A name of LOGIN may hold one; two are a message of PLAIN.
    let wanted = count(&mended) == 2 || kind == Kind::Plain && !marks.is_empty();
    wanted.then_some((Fault::LiteralEscape, marks, Some(mended)))
}

/// `\012345` has become an end of line and `345`: a control character that is not at
/// the end, in a message that lacks a NUL.
fn octal_eaten(kind: Kind, octets: &[u8]) -> Option<Mended> {
    let missing = 2_usize.checked_sub(count(octets))?;
    let body = octets.trim_ascii_end();
    let is_control = |octet: &u8| (1..0x20).contains(octet);
    let places = body
        .iter()
        .enumerate()
        .filter(|(_, octet)| is_control(octet));
    let places: Vec<usize> = places.map(|(at, _)| at).collect();
    if kind == Kind::LoginPassword || places.is_empty() || places.len() > missing {
        return None;
    }
    let mut mended = Vec::new();
    for (at, octet) in octets.iter().enumerate() {
        if places.contains(&at) {
            mended.push(0);
            mended.extend(format!("{octet:o}").bytes());
        } else {
            mended.push(*octet);
        }
    }
    let marks = places.into_iter().map(|at| at..at + 1).collect();
    Some((Fault::OctalEaten, marks, Some(mended)))
}

fn nuls(kind: Kind, octets: &[u8]) -> Option<Mended> {
    if kind != Kind::Plain && count(octets) == 0 {
        // A word that nobody has named: the HOWTO's string is recognised all the same.
        let lost = lost_nuls(octets).filter(|_| kind == Kind::LoginName)?;
        let is_howto = lost.iter().filter(|octet| **octet == 0).count() == 2;
        return is_howto.then_some((Fault::NulMissing, single(0..octets.len()), Some(lost)));
    }
    if kind == Kind::LoginPassword {
        return None;
    }
    match count(octets) {
        0 => Some((
            Fault::NulMissing,
            single(0..octets.len()),
            lost_nuls(octets),
        )),
        1 => {
            let at = octets.iter().position(|octet| *octet == 0)?;
            let both = at > 0 && at + 1 < octets.len();
            let mended = both.then(|| [b"\0", octets].concat());
            Some((Fault::OneNul, single(at..at + 1), mended))
        }
        2 => None,
        _ => {
            let end = octets.iter().rposition(|octet| *octet != 0)? + 1;
            let kept = octets.get(..end)?;
            let mended = (count(kept) == 2).then(|| kept.to_vec());
            let marks = if mended.is_some() {
                end..octets.len()
            } else {
                0..octets.len()
            };
            Some((Fault::NulTooMany, single(marks), mended))
        }
    }
}

/// No user name is longer: a mail address has 254 octets (RFC 5321 section 4.5.3.1.3).
const LONGEST_NAME: usize = 256;

/// `testtesttestpass`: what begins twice with the same was `test NUL test NUL testpass`.
fn lost_nuls(octets: &[u8]) -> Option<Vec<u8>> {
    (2..=(octets.len() / 2).min(LONGEST_NAME))
        .rev()
        .find_map(|length| {
            let (name, rest) = octets.split_at_checked(length)?;
            let password = rest.strip_prefix(name)?;
            (!password.is_empty()).then(|| [name, name, password].join(&0))
        })
}

/// The fields of a message, with their places.
fn fields(octets: &[u8]) -> impl Iterator<Item = (Range<usize>, &[u8])> {
    let mut start = 0;
    octets.split(|octet| *octet == 0).map(move |field| {
        let range = start..start + field.len();
        start = range.end + 1;
        (range, field)
    })
}

fn trailing_newline(_: Kind, octets: &[u8]) -> Option<Mended> {
    trimmed(octets, Fault::TrailingNewline, |field| {
        let kept = field.strip_suffix(b"\n").unwrap_or(field);
        (0, kept.strip_suffix(b"\r").unwrap_or(kept).len())
    })
}

fn blanks(_: Kind, octets: &[u8]) -> Option<Mended> {
    trimmed(octets, Fault::Blanks, |field| {
        let start = field.len() - field.trim_ascii_start().len();
        (start, start + field.trim_ascii().len())
    })
}

/// Every field without what `keep` leaves out.
fn trimmed(octets: &[u8], fault: Fault, keep: impl Fn(&[u8]) -> (usize, usize)) -> Option<Mended> {
    let mut marks = Vec::new();
    let mut kept = Vec::new();
    for (range, field) in fields(octets) {
        let (start, end) = keep(field);
        kept.push(field.get(start..end).unwrap_or_default());
        let cut = [
            range.start..range.start + start,
            range.start + end..range.end,
        ];
        marks.extend(cut.into_iter().filter(|mark| !mark.is_empty()));
    }
    let mended = kept.join(&0);
    (!marks.is_empty()).then_some((fault, marks, Some(mended)))
}

/// Not UTF-8, and no octet that Windows-1252 leaves empty.
fn latin_1(_: Kind, octets: &[u8]) -> Option<Mended> {
    let error = std::str::from_utf8(octets).err()?;
    // Most of a name is ASCII; what is not was not text at all.
    let high = octets.iter().filter(|octet| **octet >= 0x80).count();
    let control = |octet: &u8| (0x80..0xa0).contains(octet) || (1..0x20).contains(octet);
    if high * 2 > octets.len() || octets.iter().any(control) {
        let at = error.valid_up_to();
        return Some((Fault::NotBase64, single(at..octets.len()), None));
    }
    let marks = octets.iter().enumerate();
    let marks = marks
        .filter(|(_, octet)| **octet >= 0x80)
        .map(|(at, _)| at..at + 1);
    let text: String = octets.iter().map(|octet| char::from(*octet)).collect();
    Some((Fault::Latin1, marks.collect(), Some(text.into_bytes())))
}
