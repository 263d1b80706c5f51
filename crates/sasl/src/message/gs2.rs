//! Messages with single-letter attributes (SCRAM, RFC 5802 section 5) and with pairs
//! between octets 1 (XOAUTH2, and OAUTHBEARER of RFC 7628 section 3.1).
use super::field::{
    AUTHZID, BEARER, BINDING, EXTENSION, Field, GS2_FLAG, HOST, KVSEP, MANDATORY, OAUTH_USER, PAIR,
    PORT, PROOF, ROUNDS, SALT, SCRAM_CNONCE, SCRAM_ERROR, SCRAM_NAME, SCRAM_NONCE, SEPARATOR,
    STRAY, VERIFIER,
};
use super::{Form, Part};

/// Whose message it is; the nonce of the first one is the client's alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speaker {
    ClientAtFirst,
    Client,
    Server,
}

pub(super) fn client_first(octets: &[u8]) -> Vec<Part> {
    let (mut parts, at) = header(octets);
    parts.extend(attributes(octets, at, Speaker::ClientAtFirst));
    parts
}

pub(super) fn oauth_bearer(octets: &[u8]) -> Vec<Part> {
    let (mut parts, at) = header(octets);
    parts.extend(pairs(octets, at));
    parts
}

/// The GS2 header, `n,a=name,`, and where it ends; nothing if the octets do not begin
/// with one.
fn header(octets: &[u8]) -> (Vec<Part>, usize) {
    let mut commas = octets
        .iter()
        .enumerate()
        .filter(|(_, octet)| **octet == b',')
        .map(|(at, _)| at);
    let (Some(first), Some(second)) = (commas.next(), commas.next()) else {
        return (Vec::new(), 0);
    };
    let flag = octets.get(..first).unwrap_or_default();
    if !matches!(flag, b"n" | b"y" | [b'p', b'=', ..]) {
        return (Vec::new(), 0);
    }
    let mut parts = vec![
        Part::whole(0..first, &GS2_FLAG),
        Part::whole(first..first + 1, &SEPARATOR),
    ];
    let authzid = first + 1..second;
    if !authzid.is_empty() {
        parts.push(match octets.get(authzid.clone()) {
            Some([b'a', b'=', ..]) => Part {
                inner: authzid.start + 2..authzid.end,
                range: authzid,
                form: Form::SaslName,
                field: &AUTHZID,
            },
            Some(_) | None => Part::whole(authzid, &STRAY),
        });
    }
    parts.push(Part::whole(second..second + 1, &SEPARATOR));
    (parts, second + 1)
}

/// The attributes from `start` on, with commas between them.
pub(super) fn attributes(octets: &[u8], start: usize, speaker: Speaker) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = start;
    for attribute in octets
        .get(start..)
        .unwrap_or_default()
        .split(|o| *o == b',')
    {
        let end = at + attribute.len();
        if !attribute.is_empty() {
            let (field, form) = letter(attribute, speaker);
            let skip = if field == &STRAY { 0 } else { 2 };
            parts.push(Part {
                range: at..end,
                inner: at + skip..end,
                form,
                field,
            });
        }
        if end < octets.len() {
            parts.push(Part::whole(end..end + 1, &SEPARATOR));
        }
        at = end + 1;
    }
    parts
}

fn letter(attribute: &[u8], speaker: Speaker) -> (&'static Field, Form) {
    let [letter, b'=', ..] = attribute else {
        return (&STRAY, Form::Verbatim);
    };
    let field = match (letter, speaker) {
        (b'a', _) => return (&AUTHZID, Form::SaslName),
        (b'n', _) => return (&SCRAM_NAME, Form::SaslName),
        (b'r', Speaker::ClientAtFirst) => &SCRAM_CNONCE,
        (b'r', Speaker::Client | Speaker::Server) => &SCRAM_NONCE,
        (b's', _) => &SALT,
        (b'i', _) => &ROUNDS,
        (b'c', _) => &BINDING,
        (b'p', _) => &PROOF,
        (b'v', _) => &VERIFIER,
        (b'e', _) => &SCRAM_ERROR,
        (b'm', _) => &MANDATORY,
        (_, _) => &EXTENSION,
    };
    (field, Form::Verbatim)
}

/// The pairs from `start` on, each ended by an octet 1.
pub(super) fn pairs(octets: &[u8], start: usize) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = start;
    for pair in octets.get(start..).unwrap_or_default().split(|o| *o == 1) {
        let end = at + pair.len();
        if !pair.is_empty() {
            let (field, skip) = key(pair);
            parts.push(Part {
                range: at..end,
                inner: at + skip..end,
                form: Form::Verbatim,
                field,
            });
        }
        if end < octets.len() {
            parts.push(Part::whole(end..end + 1, &KVSEP));
        }
        at = end + 1;
    }
    parts
}

fn key(pair: &[u8]) -> (&'static Field, usize) {
    let table: [(&[u8], &'static Field); 4] = [
        (b"user=", &OAUTH_USER),
        (b"auth=", &BEARER),
        (b"host=", &HOST),
        (b"port=", &PORT),
    ];
    for (key, field) in table {
        if pair.starts_with(key) {
            return (field, key.len());
        }
    }
    match pair.iter().position(|octet| *octet == b'=') {
        Some(equals) => (&PAIR, equals + 1),
        None => (&STRAY, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Kind, Message};

    fn value(message: &Message, name: &str) -> String {
        let value = message.value_of(name).unwrap();
        String::from_utf8(value.into_owned()).unwrap()
    }

    #[test]
    fn the_first_message_of_rfc_5802_falls_into_its_attributes() {
        let text = b"n,a=o=2Cwner,n=us=3Der,r=fyko+d2lbbFgONRv9qkxdawL";
        let message = Message::read(Kind::ScramClientFirst, &text[..]);
        assert_eq!(value(&message, "gs2-cbind-flag"), "n");
        assert_eq!(value(&message, "authzid"), "o,wner");
        assert_eq!(value(&message, "n"), "us=er");
        assert_eq!(value(&message, "r"), "fyko+d2lbbFgONRv9qkxdawL");
    }

    #[test]
    fn the_message_of_rfc_7628_falls_into_its_pairs() {
        // Section 4.1.
        let text = b"n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01";
        let message = Message::read(Kind::OauthBearer, &text[..]);
        assert_eq!(value(&message, "authzid"), "user@example.com");
        assert_eq!(value(&message, "host"), "server.example.com");
        assert_eq!(value(&message, "port"), "143");
        assert_eq!(
            value(&message, "auth"),
            "Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="
        );
    }
}
