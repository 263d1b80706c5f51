//! Which message of which mechanism some octets look like.
use super::line::position;
use saslab_sasl::message::Kind;

/// The kind that `octets` look like; octets without any sign are a name of LOGIN.
pub(super) fn guess(octets: &[u8]) -> Kind {
    let has = |sign: &[u8]| position(octets, sign).is_some();
    let begins = |sign: &[u8]| octets.starts_with(sign);
    match octets {
        [] => Kind::Empty,
        _ if begins(b"NTLMSSP\0") => Kind::Opaque,
        _ if begins(b"user=") && has(b"\x01auth=") => Kind::Xoauth2,
        _ if begins_gs2(octets) && has(b"\x01auth=") => Kind::OauthBearer,
        _ if begins_gs2(octets) && has(b"n=") && has(b",r=") => Kind::ScramClientFirst,
        _ if begins(b"r=") && has(b",s=") && has(b",i=") => Kind::ScramServerFirst,
        _ if begins(b"c=") && has(b",r=") && has(b",p=") => Kind::ScramClientFinal,
        _ if is_scram_final(octets) => Kind::ScramServerFinal,
        _ if has(b"nonce=") && has(b"response=") => Kind::DigestResponse,
        _ if begins(b"rspauth=") => Kind::DigestProof,
        _ if has(b"nonce=\"") => Kind::DigestChallenge,
        _ if has(b"\0") => Kind::Plain,
        [b'<', .., b'>'] if has(b"@") => Kind::CramChallenge,
        _ if is_cram_response(octets) => Kind::CramResponse,
        [b'{', .., b'}'] if has(b"\"status\"") => Kind::OauthError,
        _ => asks(octets).unwrap_or(Kind::LoginName),
    }
}

/// What a server asks for, if `octets` are a question of LOGIN.
pub(crate) fn asks(octets: &[u8]) -> Option<Kind> {
    let octets = octets.strip_suffix(b"\0").unwrap_or(octets);
    match octets.to_ascii_lowercase().as_slice() {
        b"username:" | b"username" | b"user name" | b"user name:" => Some(Kind::LoginAsksName),
        b"password:" | b"password" => Some(Kind::LoginAsksPassword),
        _ => None,
    }
}

fn begins_gs2(octets: &[u8]) -> bool {
    [&b"n,"[..], b"y,", b"p="]
        .iter()
        .any(|flag| octets.starts_with(flag))
}

fn is_scram_final(octets: &[u8]) -> bool {
    octets
        .strip_prefix(b"v=")
        .is_some_and(|proof| matches!(proof.len(), 28 | 44 | 88))
}

fn is_cram_response(octets: &[u8]) -> bool {
    let digest = octets.rsplit(|octet| *octet == b' ').next();
    let is_digest = |digest: &[u8]| digest.len() == 32 && digest.iter().all(u8::is_ascii_hexdigit);
    octets.contains(&b' ') && digest.is_some_and(is_digest)
}
