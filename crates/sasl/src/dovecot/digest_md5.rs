//! DIGEST-MD5 (RFC 2831), from `mech-digest-md5.c`, without `auth_realms`.
use super::attempt::Attempt;
use super::digest_fields::Fields;
use super::{Outcome, Step};
use crate::base64;
use crate::digest::{Agreed, Side, secret};

pub(super) fn open(attempt: &Attempt<'_>) -> Outcome {
    let random = attempt.context.nonce.octets("DIGEST-MD5");
    let random = random
        .split_at_checked(16)
        .map_or(&random[..], |(nonce, _)| nonce);
    let nonce = base64::encode(random);
    let challenge = format!(
        "realm=\"\",nonce=\"{nonce}\",qop=\"auth\",charset=\"utf-8\",algorithm=\"md5-sess\""
    );
    Outcome::ask(challenge, Step::DigestResponse { nonce })
}

pub(super) fn respond(attempt: &mut Attempt<'_>, nonce: &str, message: &[u8]) -> Outcome {
    let fields = match Fields::parse(message, nonce) {
        Ok(fields) => fields,
        Err(fault) => return Outcome::malformed("digest-response", fault),
    };
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
    let username = fields.username.as_deref().unwrap_or_default();
    let names_domain = username.contains(&b'@');
    let (name, realm): (Vec<u8>, &[u8]) = match &fields.realm {
        // The realm is the domain of a name that has none.
        Some(realm) if !names_domain => ([username, realm].join(&b'@'), realm),
        Some(realm) => (username.to_vec(), realm),
        None => (username.to_vec(), b""),
    };
    attempt.set_name(&name)?;
    if let Some(authzid) = &fields.authzid {
        attempt.authorize(authzid)?;
    }
    let secret = secret(username, realm, attempt.account()?.password.reveal());
    let agreed = Agreed {
        nonce: nonce.as_bytes(),
        cnonce: fields.cnonce.as_deref().unwrap_or_default(),
        count: fields.count.as_deref().unwrap_or(b"00000001"),
        qop: fields.qop.as_deref().unwrap_or(b"auth"),
        digest_uri: fields.digest_uri.as_deref().unwrap_or_default(),
        authzid: fields.authzid.as_deref(),
    };
    let expected = agreed.response(&secret, Side::Client);
    if fields.response.as_deref() != Some(expected.as_bytes()) {
        return Err(attempt.wrong_password());
    }
    Ok(agreed.response(&secret, Side::Server))
}
