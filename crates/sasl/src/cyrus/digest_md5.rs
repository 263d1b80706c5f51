//! DIGEST-MD5 (RFC 2831), from `plugins/digestmd5.c`.
//! Left out: fast reauthentication, which is off unless `reauth_timeout` is set, and
//! security layers, which Postfix does not want.
use super::attempt::{Attempt, Code};
use super::digest_fields::Fields;
use super::name::c_string;
use super::{Outcome, Step};
use crate::digest::{Agreed, RealmSecret, Side, secret};
use crate::{LibraryLevel, LibraryLine, Secret, Why, base64};

/// A message may have this many octets.
const LIMIT: usize = 4096;
const RESPONSE: &str = "digest-response";

pub(super) fn open(attempt: &Attempt<'_>) -> Outcome {
    let nonce = base64::encode(&attempt.context.nonce.octets("DIGEST-MD5"));
    let realm = attempt.default_realm();
    let challenge = format!(
        "nonce=\"{nonce}\",realm=\"{}\",qop=\"auth\",charset=utf-8,algorithm=md5-sess",
        realm.replace('\\', "\\\\").replace('"', "\\\"")
    );
    Outcome::ask(challenge, Step::DigestResponse { nonce })
}

pub(super) fn respond(attempt: &mut Attempt<'_>, nonce: &str, message: &[u8]) -> Outcome {
    if message.len() > LIMIT {
        return Outcome::fail(Code::BadProt, Why::TooLong { limit: LIMIT });
    }
    if message.is_empty() {
        let line = "input expected in DIGEST-MD5, step 2";
        return attempt.malformed(RESPONSE, Code::BadAuth, line);
    }
    let service = attempt.context.service;
    let fields = match Fields::parse(c_string(message), service) {
        Ok(fields) => fields,
        Err((line, code)) => return attempt.malformed(RESPONSE, code, line),
    };
    if let Some(line) = fields.missing() {
        return attempt.malformed(RESPONSE, Code::BadAuth, line);
    }
    match authenticate(attempt, nonce, &fields) {
        Ok(rspauth) => Outcome::LastWord {
            data: format!("rspauth={rspauth}").into_bytes(),
        },
        Err(failure) => failure,
    }
}

fn authenticate(
    attempt: &mut Attempt<'_>,
    nonce: &str,
    fields: &Fields,
) -> Result<String, Outcome> {
    if fields.nonce.as_deref() != Some(nonce.as_bytes()) {
        let line = "nonce changed: authentication aborted";
        return Err(attempt.malformed(RESPONSE, Code::BadAuth, line));
    }
    let username = given(&fields.username);
    let realm = given(&fields.realm);
    let name = full_name(attempt, username, realm);
    let identities = attempt.identities(&name, fields.authzid.as_deref())?;
    let qop = quality_of_protection(attempt, fields)?;
    let count = format!("{:08x}", fields.count);
    let agreed = Agreed {
        nonce: nonce.as_bytes(),
        cnonce: given(&fields.cnonce),
        count: count.as_bytes(),
        qop,
        digest_uri: given(&fields.digest_uri),
        authzid: fields.authzid.as_deref(),
    };
    let Some(secret) = secrets(username, realm, identities.password)
        .into_iter()
        .find(|secret| agreed.response(secret, Side::Client).as_bytes() == given(&fields.response))
    else {
        attempt.log_failure(mismatch(username, realm, identities.password));
        return Err(attempt.wrong_password(&identities.authcid));
    };
    if fields.count != 1 {
        let line = "incorrect nonce-count";
        return Err(attempt.malformed(RESPONSE, Code::BadAuth, line));
    }
    attempt.authorize(&identities.authzid, &identities.authcid)?;
    Ok(agreed.response(&secret, Side::Server))
}

fn given(field: &Option<Vec<u8>>) -> &[u8] {
    field.as_deref().unwrap_or_default()
}

/// The name that is looked up: a realm other than the server's becomes part of it.
fn full_name(attempt: &Attempt<'_>, username: &[u8], realm: &[u8]) -> Vec<u8> {
    if realm.is_empty() || realm == attempt.default_realm().as_bytes() {
        return username.to_vec();
    }
    [username, realm].join(&b'@')
}

/// Only `auth` will do, since Postfix asks for no security layer.
fn quality_of_protection<'f>(
    attempt: &mut Attempt<'_>,
    fields: &'f Fields,
) -> Result<&'f [u8], Outcome> {
    let qop = fields.qop.as_deref().unwrap_or(b"auth");
    if qop.eq_ignore_ascii_case(b"auth") {
        return Ok(qop);
    }
    if qop.eq_ignore_ascii_case(b"auth-conf") && fields.cipher.is_some() {
        attempt.log.push(LibraryLine {
            level: LibraryLevel::Problem,
            message: "protocol violation: client requested invalid cipher".into(),
        });
        let line = "client requested invalid cipher";
        return Err(attempt.malformed(RESPONSE, Code::Fail, line));
    }
    let line = "protocol violation: client requested invalid qop";
    Err(attempt.malformed(RESPONSE, Code::Fail, line))
}

/// The secrets that the server tries: the texts in ISO 8859-1 as far as they can be
/// written in it, then as they are.
fn secrets(username: &[u8], realm: &[u8], password: &[u8]) -> [RealmSecret; 2] {
    let latin = |text: &[u8]| latin_1(text).map_or(text.into(), Secret::from);
    let [name, within, with] = [username, realm, password].map(latin);
    [
        secret(name.reveal(), within.reveal(), with.reveal()),
        secret(username, realm, password),
    ]
}

/// What the library says; "bogus" is its word for the second try.
fn mismatch(username: &[u8], realm: &[u8], password: &[u8]) -> &'static str {
    let tried_twice = latin_1(username).is_some()
        || (!realm.is_empty() && latin_1(realm).is_some())
        || latin_1(password).is_some();
    if tried_twice {
        "client response doesn't match what we generated (tried bogus)"
    } else {
        "client response doesn't match what we generated"
    }
}

/// `text` in ISO 8859-1, if it is UTF-8 that has a place there.
fn latin_1(text: &[u8]) -> Option<Vec<u8>> {
    let mut latin = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = match rest {
            [] => return Some(latin),
            [lead @ 0xc0..=0xc3, tail @ 0x80..=0xbf, after @ ..] => {
                latin.push((lead & 0x3) << 6 | tail & 0x3f);
                after
            }
            [octet @ ..=0xbf, after @ ..] => {
                latin.push(*octet);
                after
            }
            // The library loses a first octet that nothing follows.
            [0xc0..=0xc3] => return Some(latin),
            [_, ..] => return None,
        }
    }
}
