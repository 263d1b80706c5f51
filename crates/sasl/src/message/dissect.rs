//! Octets of a message → parts. Total: any octets have parts, and these cover them.
use super::field::{
    AUTHCID, AUTHZID, CHALLENGE, DIGEST, Field, IDENTITY, JSON, KVSEP, NUL, OPAQUE, PASSWORD,
    PROMPT, SEPARATOR, STRAY, TRACE,
};
use super::{Kind, Part, digest, gs2};

pub(super) fn dissect(kind: Kind, octets: &[u8]) -> Vec<Part> {
    match kind {
        Kind::Empty if octets.is_empty() => Vec::new(),
        Kind::Empty => one(octets, &STRAY),
        Kind::Plain => plain(octets),
        Kind::LoginAsksName | Kind::LoginAsksPassword => one(octets, &PROMPT),
        Kind::LoginName => one(octets, &AUTHCID),
        Kind::LoginPassword => one(octets, &PASSWORD),
        Kind::CramChallenge => one(octets, &CHALLENGE),
        Kind::CramResponse => cram_response(octets),
        Kind::DigestChallenge | Kind::DigestResponse | Kind::DigestProof => digest::parts(octets),
        Kind::ScramClientFirst => gs2::client_first(octets),
        Kind::ScramServerFirst => gs2::attributes(octets, 0, gs2::Speaker::Server),
        Kind::ScramClientFinal => gs2::attributes(octets, 0, gs2::Speaker::Client),
        Kind::ScramServerFinal => gs2::attributes(octets, 0, gs2::Speaker::Server),
        Kind::Anonymous => one(octets, &TRACE),
        Kind::External => one(octets, &IDENTITY),
        Kind::Xoauth2 => gs2::pairs(octets, 0),
        Kind::OauthBearer => gs2::oauth_bearer(octets),
        Kind::OauthError => one(octets, &JSON),
        Kind::OauthSorry => one(octets, &KVSEP),
        Kind::Opaque => one(octets, &OPAQUE),
    }
}

fn one(octets: &[u8], field: &'static Field) -> Vec<Part> {
    vec![Part::whole(0..octets.len(), field)]
}

/// RFC 4616: authzid NUL authcid NUL password. With fewer NULs the fields that are
/// there keep their names; what stands behind a third NUL is stray.
fn plain(octets: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut names = [&AUTHZID, &AUTHCID, &PASSWORD].into_iter();
    for field in octets.split(|octet| *octet == 0) {
        let end = start + field.len();
        let name = names.next().unwrap_or(&STRAY);
        // An empty field has no octet to point at, and is still a field.
        parts.push(Part::whole(start..end, name));
        if end < octets.len() {
            parts.push(Part::whole(end..end + 1, &NUL));
        }
        start = end + 1;
    }
    parts
}

/// RFC 2195: name, space, 32 hexadecimal digits. The name may hold spaces, so the last
/// one counts.
fn cram_response(octets: &[u8]) -> Vec<Part> {
    let Some(space) = octets.iter().rposition(|octet| *octet == b' ') else {
        return one(octets, &STRAY);
    };
    vec![
        Part::whole(0..space, &AUTHCID),
        Part::whole(space..space + 1, &SEPARATOR),
        Part::whole(space + 1..octets.len(), &DIGEST),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::Message;
    use super::*;

    const KINDS: [Kind; 22] = [
        Kind::Empty,
        Kind::Plain,
        Kind::LoginAsksName,
        Kind::LoginName,
        Kind::LoginAsksPassword,
        Kind::LoginPassword,
        Kind::CramChallenge,
        Kind::CramResponse,
        Kind::DigestChallenge,
        Kind::DigestResponse,
        Kind::DigestProof,
        Kind::ScramClientFirst,
        Kind::ScramServerFirst,
        Kind::ScramClientFinal,
        Kind::ScramServerFinal,
        Kind::Anonymous,
        Kind::External,
        Kind::Xoauth2,
        Kind::OauthBearer,
        Kind::OauthError,
        Kind::OauthSorry,
        Kind::Opaque,
    ];

    #[test]
    fn parts_cover_every_message_without_a_gap() {
        let pieces: [&[u8]; 12] = [
            b"",
            b"\0",
            b",",
            b"=",
            b"\"",
            b"\\",
            b"\x01",
            b"n",
            b"a=b",
            b" ",
            b"realm=\"x\"",
            b"p=",
        ];
        for kind in KINDS {
            for first in pieces {
                for second in pieces {
                    for third in pieces {
                        let octets = [first, second, third].concat();
                        covers(kind, &octets);
                    }
                }
            }
        }
    }

    fn covers(kind: Kind, octets: &[u8]) {
        let message = Message::read(kind, octets);
        let mut at = 0;
        for part in message.parts() {
            assert_eq!(part.range.start, at, "{kind:?} {octets:?}");
            assert!(part.range.start <= part.inner.start, "{kind:?} {octets:?}");
            assert!(part.inner.end <= part.range.end, "{kind:?} {octets:?}");
            at = part.range.end;
        }
        assert_eq!(at, octets.len(), "{kind:?} {octets:?}");
    }

    fn names(kind: Kind, octets: &[u8]) -> Vec<&'static str> {
        let message = Message::read(kind, octets);
        message.parts().iter().map(|part| part.field.name).collect()
    }

    #[test]
    fn the_message_of_the_howto_has_three_fields() {
        let message = Message::read(Kind::Plain, &b"test\0test\0testpass"[..]);
        let ranges: Vec<_> = message
            .parts()
            .iter()
            .map(|part| (part.field.name, part.range.clone()))
            .collect();
        assert_eq!(
            ranges,
            [
                ("authzid", 0..4),
                ("NUL", 4..5),
                ("authcid", 5..9),
                ("NUL", 9..10),
                ("password", 10..18)
            ]
        );
    }

    #[test]
    fn a_nul_too_many_leaves_something_over() {
        assert_eq!(
            names(Kind::Plain, b"\0a\0b\0"),
            [
                "authzid", "NUL", "authcid", "NUL", "password", "NUL", "stray"
            ]
        );
        assert_eq!(names(Kind::Plain, b"test"), ["authzid"]);
    }

    #[test]
    fn the_response_of_rfc_2195_has_a_name_with_a_digest() {
        let message = Message::read(
            Kind::CramResponse,
            &b"tim b913a602c7eda7a495b4e6e7334d3890"[..],
        );
        assert_eq!(message.value_of("authcid").as_deref(), Some(&b"tim"[..]));
        assert_eq!(
            message.value_of("digest").as_deref(),
            Some(&b"b913a602c7eda7a495b4e6e7334d3890"[..])
        );
    }
}
