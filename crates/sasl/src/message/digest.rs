//! The directives of DIGEST-MD5 (RFC 2831 section 7.1): `name=value` with commas
//! between them; the value may stand in quotes.
use super::field::{
    ALGORITHM, AUTHCID, AUTHZID, CHARSET, CIPHER, CNONCE, DIGEST_URI, DIRECTIVE, Field, MAXBUF, NC,
    NONCE, QOP, REALM, RESPONSE, RSPAUTH, SEPARATOR, STALE, STRAY,
};
use super::{Form, Part};
use std::borrow::Cow;
use std::ops::Range;

/// One directive of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    range: Range<usize>,
    name: Range<usize>,
    value: Range<usize>,
    form: Form,
}

enum Piece {
    Directive(Directive),
    Between(Range<usize>),
    Stray(Range<usize>),
}

/// The directives of a message, in order: the name in lower case, and the value as it
/// was meant.
pub(crate) fn directives(octets: &[u8]) -> impl Iterator<Item = (Vec<u8>, Cow<'_, [u8]>)> {
    pieces(octets).into_iter().filter_map(|piece| match piece {
        Piece::Directive(directive) => {
            let name = octets.get(directive.name).unwrap_or_default();
            let value = octets.get(directive.value).unwrap_or_default();
            Some((name.to_ascii_lowercase(), directive.form.meant(value)))
        }
        Piece::Between(_) | Piece::Stray(_) => None,
    })
}

pub(super) fn parts(octets: &[u8]) -> Vec<Part> {
    let part = |piece| match piece {
        Piece::Between(range) => Part::whole(range, &SEPARATOR),
        Piece::Stray(range) => Part::whole(range, &STRAY),
        Piece::Directive(directive) => Part {
            field: named(octets.get(directive.name).unwrap_or_default()),
            range: directive.range,
            inner: directive.value,
            form: directive.form,
        },
    };
    pieces(octets).into_iter().map(part).collect()
}

fn named(name: &[u8]) -> &'static Field {
    match name.to_ascii_lowercase().as_slice() {
        b"username" => &AUTHCID,
        b"authzid" => &AUTHZID,
        b"realm" => &REALM,
        b"nonce" => &NONCE,
        b"cnonce" => &CNONCE,
        b"nc" => &NC,
        b"qop" => &QOP,
        b"digest-uri" => &DIGEST_URI,
        b"response" => &RESPONSE,
        b"rspauth" => &RSPAUTH,
        b"charset" => &CHARSET,
        b"algorithm" => &ALGORITHM,
        b"cipher" => &CIPHER,
        b"maxbuf" => &MAXBUF,
        b"stale" => &STALE,
        _ => &DIRECTIVE,
    }
}

fn pieces(octets: &[u8]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < octets.len() {
        let between = at + length(octets, at, |octet| octet == b',' || is_space(octet));
        if between > at {
            pieces.push(Piece::Between(at..between));
            at = between;
            continue;
        }
        let (piece, end) = directive(octets, at);
        pieces.push(piece);
        at = end;
    }
    pieces
}

/// The directive that begins at `start`, and where it ends: at a comma outside quotes.
fn directive(octets: &[u8], start: usize) -> (Piece, usize) {
    let name = start..start + length(octets, start, |octet| octet != b'=' && octet != b',');
    let equals = name.end;
    if octets.get(equals) != Some(&b'=') || name.is_empty() {
        let end = equals.max(start + 1);
        let end = end + length(octets, end, |octet| octet != b',');
        return (Piece::Stray(start..end), end);
    }
    let (value, form, closed) = if octets.get(equals + 1) == Some(&b'"') {
        let value = equals + 2..quote(octets, equals + 2);
        let closed = (value.end + 1).min(octets.len());
        (value, Form::Quoted, closed)
    } else {
        let value = equals + 1..equals + 1 + length(octets, equals + 1, |octet| octet != b',');
        let closed = value.end;
        (value, Form::Verbatim, closed)
    };
    let end = closed + length(octets, closed, |octet| octet != b',');
    let piece = Piece::Directive(Directive {
        range: start..end,
        name,
        value,
        form,
    });
    (piece, end)
}

/// Where the closing quote stands, or the end of the text.
fn quote(octets: &[u8], from: usize) -> usize {
    let mut at = from;
    loop {
        match octets.get(at) {
            Some(b'"') => return at,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return octets.len(),
        }
    }
}

fn length(octets: &[u8], from: usize, within: impl Fn(u8) -> bool) -> usize {
    let rest = octets.get(from..).unwrap_or_default();
    rest.iter().take_while(|octet| within(**octet)).count()
}

fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Message};

    #[test]
    fn the_response_of_rfc_2831_falls_into_its_directives() {
        // Section 4.
        let text = br#"charset=utf-8,username="chris",realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",nc=00000001,cnonce="OA6MHXh6VqTrRk",digest-uri="imap/elwood.innosoft.com",response=d388dad90d4bbd760a152321f2143af7,qop=auth"#;
        let message = Message::read(Kind::DigestResponse, &text[..]);
        let value = |name| message.value_of(name).map(|value| value.into_owned());
        assert_eq!(value("authcid"), Some(b"chris".to_vec()));
        assert_eq!(value("realm"), Some(b"elwood.innosoft.com".to_vec()));
        assert_eq!(
            value("response"),
            Some(b"d388dad90d4bbd760a152321f2143af7".to_vec())
        );
        assert_eq!(value("qop"), Some(b"auth".to_vec()));
    }

    #[test]
    fn commas_and_quotes_inside_quotes_belong_to_the_value() {
        let message = Message::read(Kind::DigestChallenge, &br#"realm="a,b\"c", nonce="n""#[..]);
        assert_eq!(message.value_of("realm").as_deref(), Some(&br#"a,b"c"#[..]));
        assert_eq!(message.value_of("nonce").as_deref(), Some(&b"n"[..]));
    }
}
