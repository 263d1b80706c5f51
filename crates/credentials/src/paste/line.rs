//! One pasted line without what the program that showed it has put around it: who
//! spoke, and which octets crossed the wire. One function a program.
use super::Shape;
use saslab_sasl::client::Speaker;
use std::ops::Range;

/// A line as it crossed the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Who spoke, as far as the line says.
    pub(super) speaker: Option<Speaker>,
    /// The octets, in the pasted text.
    pub(super) range: Range<usize>,
    pub(super) shape: Shape,
}

/// What a program's function finds: who spoke, and where the line stands in `text`.
type Found = (Option<Speaker>, Range<usize>);

const CLIENT: Option<Speaker> = Some(Speaker::Client);
const SERVER: Option<Speaker> = Some(Speaker::Server);

type Program = fn(&[u8]) -> Option<Found>;

/// The programs, the one with the plainest sign first.
const PROGRAMS: &[(Shape, Program)] = &[
    (Shape::PostfixLog, postfix),
    (Shape::DovecotLog, dovecot),
    (Shape::Smtplib, smtplib),
    (Shape::Strace, strace),
    (Shape::Swaks, |text| arrows(text, SWAKS)),
    (Shape::Msmtp, |text| arrows(text, MSMTP)),
    (Shape::PhpMailer, |text| inside(text, PHP_MAILER)),
    (Shape::Exim, |text| arrows(text, EXIM)),
    (Shape::Mutt, mutt),
    (Shape::Sendmail, |text| arrows(text, SENDMAIL)),
    (Shape::Curl, |text| arrows(text, CURL)),
    (Shape::Letters, letters),
];

type Arrows = &'static [(&'static [u8], Option<Speaker>)];

const SWAKS: Arrows = &[
    (b"-> ", CLIENT),
    (b"~> ", CLIENT),
    (b"<-  ", SERVER),
    (b"<** ", SERVER),
    (b"<~  ", SERVER),
    (b"<~* ", SERVER),
];
const MSMTP: Arrows = &[(b"--> ", CLIENT), (b"<-- ", SERVER)];
const PHP_MAILER: Arrows = &[
    (b"CLIENT -> SERVER: ", CLIENT),
    (b"SERVER -> CLIENT: ", SERVER),
    (b"SMTP -> FROM SERVER:", SERVER),
];
const EXIM: Arrows = &[(b"SMTP>> ", CLIENT), (b"SMTP<< ", SERVER)];
const SENDMAIL: Arrows = &[(b">>> ", CLIENT), (b"<<< ", SERVER)];
const CURL: Arrows = &[(b"> ", CLIENT), (b"< ", SERVER)];

/// The line `range` of `text`, end of line left out.
pub(super) fn read(text: &[u8], range: Range<usize>) -> Line {
    let whole = text.get(range.clone()).unwrap_or_default();
    // Every program's sign has one of these, and most lines of a long text have none.
    let is_signed = whole
        .iter()
        .any(|octet| matches!(octet, b'>' | b'<' | b':' | b'('));
    let mut programs = PROGRAMS.iter().filter(|_| is_signed);
    let found = programs.find_map(|(shape, program)| Some((*shape, program(whole)?)));
    let (shape, (speaker, inner)) = found.unwrap_or((Shape::Bare, (None, 0..whole.len())));
    let content = whole.get(inner.clone()).unwrap_or_default();
    let indent = content.len() - content.trim_ascii_start().len();
    // A quoted mail, a terminal: the code of a reply says more than the sign before it.
    let (speaker, inner) = match content.get(indent..) {
        Some(reply) if is_reply(reply) => (SERVER, inner.start + indent..inner.end),
        Some(_) | None => (speaker, inner),
    };
    Line {
        speaker,
        range: range.start + inner.start..range.start + inner.end,
        shape,
    }
}

/// Three digits, the first of them 2 to 5, and a blank, a hyphen or nothing behind.
pub(super) fn is_reply(content: &[u8]) -> bool {
    match content {
        [b'2'..=b'5', second, third, rest @ ..] => {
            second.is_ascii_digit()
                && third.is_ascii_digit()
                && matches!(rest, [] | [b' ' | b'-', ..])
        }
        _ => false,
    }
}

/// An arrow at the start; a paste may have lost or gained blanks before it.
fn arrows(text: &[u8], table: Arrows) -> Option<Found> {
    let shown = text.trim_ascii_start();
    let (arrow, speaker) = table.iter().find(|(arrow, _)| shown.starts_with(arrow))?;
    let mut rest = shown.get(arrow.len()..)?;
    // A mail quotes again what was quoted.
    while let Some(inner) = rest.strip_prefix(*arrow) {
        rest = inner;
    }
    Some((*speaker, text.len() - rest.len()..text.len()))
}

/// An arrow behind a time of day or the like.
fn inside(text: &[u8], table: Arrows) -> Option<Found> {
    table.iter().find_map(|(arrow, speaker)| {
        let end = position(text, arrow)? + arrow.len();
        Some((*speaker, end..text.len()))
    })
}

/// `postfix/smtpd[1]: < client.example[203.0.113.9]: AUTH PLAIN`; for smtpd the arrow
/// points from the client, for smtp(8) to the server.
fn postfix(text: &[u8]) -> Option<Found> {
    let (at, outward) = match (position(text, b"]: > "), position(text, b"]: < ")) {
        (Some(at), _) => (at, true),
        (None, at) => (at?, false),
    };
    let head = text.get(..at)?;
    let rest = text.get(at + 5..)?;
    let peer = position(rest, b"]:")?;
    // smtp(8) names the port behind the address.
    let colon = position(rest.get(peer + 2..)?, b" ")? + peer + 3;
    let server_side = position(head, b"smtpd").is_some() || position(head, b"smtp").is_none();
    let speaker = if server_side == outward {
        SERVER
    } else {
        CLIENT
    };
    Some((speaker, at + 5 + colon..text.len()))
}

/// `auth: Debug: client in: CONT<TAB>1<TAB>AHRlc3Q=`; the exchange reads the fields.
fn dovecot(text: &[u8]) -> Option<Found> {
    for (sign, speaker) in [
        (&b"client in: "[..], CLIENT),
        (b"client passdb out: ", SERVER),
        (b"client out: ", SERVER),
    ] {
        if let Some(at) = position(text, sign) {
            return Some((speaker, at + sign.len()..text.len()));
        }
    }
    None
}

/// `send: 'AUTH PLAIN AHRlc3Q=\r\n'` and `reply: b'334 \r\n'`, with Python's escapes.
fn smtplib(text: &[u8]) -> Option<Found> {
    for (sign, speaker) in [
        (&b"send: "[..], CLIENT),
        (b"reply: b", SERVER),
        (b"reply: ", SERVER),
    ] {
        // Level 2 puts the time of day in front.
        let Some(at) = position(text.get(..24).unwrap_or(text), sign) else {
            continue;
        };
        let rest = text.get(at + sign.len()..)?;
        if rest.starts_with(b"retcode") {
            // The same once more.
            return Some((None, text.len()..text.len()));
        }
        let start = text.len() - rest.len();
        let start = start + usize::from(rest.starts_with(b"b'") || rest.starts_with(b"b\""));
        return Some((speaker, literal(text, start)));
    }
    None
}

/// `write(3, "AUTH PLAIN AHRlc3Q=\r\n", 20) = 20`.
fn strace(text: &[u8]) -> Option<Found> {
    for (sign, speaker) in [
        (&b"write("[..], CLIENT),
        (b"sendto(", CLIENT),
        (b"read(", SERVER),
        (b"recvfrom(", SERVER),
    ] {
        if let Some(at) = position(text, sign)
            && let Some(quote) = position(text.get(at..)?, b", \"")
        {
            return Some((speaker, literal(text, at + quote + 2)));
        }
    }
    None
}

/// `4> AUTH PLAIN` and `4< 235 2.7.0`, behind a time of day in brackets.
fn mutt(text: &[u8]) -> Option<Found> {
    let start = match text {
        [b'[', ..] => position(text, b"] ")? + 2,
        _ => 0,
    };
    let speaker = match text.get(start..)? {
        [b'0'..=b'9', b'>', b' ', ..] => CLIENT,
        [b'0'..=b'9', b'<', b' ', ..] => SERVER,
        _ => return None,
    };
    Some((speaker, start + 3..text.len()))
}

/// `C: AUTH PLAIN`, at the start or behind a time of day.
fn letters(text: &[u8]) -> Option<Found> {
    for (sign, speaker) in [(&b"C: "[..], CLIENT), (b"S: ", SERVER)] {
        if text.starts_with(sign) {
            return Some((speaker, sign.len()..text.len()));
        }
    }
    for (sign, speaker) in [(&b" C: "[..], CLIENT), (b" S: ", SERVER)] {
        if let Some(at) = position(text, sign) {
            return Some((speaker, at + sign.len()..text.len()));
        }
    }
    None
}

/// What stands between the quote at `start` and its partner, without the escapes of
/// the end of line.
fn literal(text: &[u8], start: usize) -> Range<usize> {
    let Some(quote @ (b'\'' | b'"')) = text.get(start) else {
        return start.min(text.len())..text.len();
    };
    let inner = text.get(start + 1..).unwrap_or_default();
    let mut length = inner.iter().rposition(|octet| octet == quote);
    while let Some(at) = length
        && let Some(kept) = inner
            .get(..at)
            .and_then(|inner| inner.strip_suffix(b"\\n").or(inner.strip_suffix(b"\\r")))
    {
        length = Some(kept.len());
    }
    start + 1..start + 1 + length.unwrap_or(inner.len())
}

/// Where `sign` stands first.
pub(crate) fn position(text: &[u8], sign: &[u8]) -> Option<usize> {
    let first = *sign.first()?;
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = from + rest.iter().position(|octet| *octet == first)?;
        if text.get(at..)?.starts_with(sign) {
            return Some(at);
        }
        from = at + 1;
    }
}
