//! SCRAM (RFC 5802, RFC 7677), from `mech-scram.c`, with passwords stored in clear, so
//! that the salt is drawn anew for each login.
use super::attempt::Attempt;
use super::{Outcome, Step};
use crate::scram::{Keys, unescape};
use crate::{Implementation, ScramHash, base64};

/// `SCRAM_DEFAULT_ITERATE_COUNT`.
const ROUNDS: u32 = 4096;

/// What the server keeps between the two messages of the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pending {
    hash: ScramHash,
    gs2_header: Vec<u8>,
    nonce: Vec<u8>,
    /// The client's first message, the server's, and a comma behind each.
    auth_message: Vec<u8>,
    keys: Keys,
    name: Vec<u8>,
}

struct First<'m> {
    gs2_header: &'m [u8],
    bare: &'m [u8],
    authzid: Option<Vec<u8>>,
    username: Vec<u8>,
    nonce: &'m [u8],
}

pub(super) fn open(attempt: &mut Attempt<'_>, hash: ScramHash, message: &[u8]) -> Outcome {
    match First::parse(message) {
        Ok(first) => challenge(attempt, hash, &first).unwrap_or_else(|failure| failure),
        Err(fault) => Outcome::malformed("first SCRAM message", fault),
    }
}

fn challenge(
    attempt: &mut Attempt<'_>,
    hash: ScramHash,
    first: &First<'_>,
) -> Result<Outcome, Outcome> {
    attempt.set_name(&first.username)?;
    if let Some(authzid) = &first.authzid {
        attempt.authorize(authzid)?;
    }
    let password = attempt.account()?.password.reveal();
    let random = attempt.context.nonce;
    let salt = random.octets("SCRAM salt");
    let salt = salt
        .split_at_checked(16)
        .map_or(&salt[..], |(salt, _)| salt);
    let ours = [
        random.octets("SCRAM nonce 1"),
        random.octets("SCRAM nonce 2"),
    ];
    let ours: Vec<u8> = ours
        .as_flattened()
        .iter()
        .map(|octet| visible(*octet))
        .collect();
    let nonce = [first.nonce, &ours].concat();
    let mut challenge = [b"r=", nonce.as_slice()].concat();
    challenge.extend(format!(",s={},i={ROUNDS}", base64::encode(salt)).bytes());
    let pending = Pending {
        hash,
        gs2_header: first.gs2_header.to_vec(),
        nonce,
        auth_message: [first.bare, b",", &challenge, b","].concat(),
        keys: Keys::derive(hash, password, salt, ROUNDS),
        name: attempt.name().to_vec(),
    };
    Ok(Outcome::ask(challenge, Step::ScramFinal(Box::new(pending))))
}

/// A printable octet that is no comma.
fn visible(octet: u8) -> u8 {
    match octet % (b'~' - b'!') + b'!' {
        b',' => b'~',
        octet => octet,
    }
}

pub(super) fn respond(attempt: &mut Attempt<'_>, pending: &Pending, message: &[u8]) -> Outcome {
    attempt.resume(pending.name.clone());
    let (proof, without_proof) = match pending.read(message) {
        Ok(parts) => parts,
        Err(fault) => return Outcome::malformed("last SCRAM message", fault),
    };
    let auth_message = [pending.auth_message.as_slice(), without_proof].concat();
    if !pending.keys.accept(&proof, &auth_message) {
        return attempt.wrong_password();
    }
    let signature = base64::encode(&pending.keys.signature(&auth_message));
    Outcome::LastWord {
        data: format!("v={signature}").into_bytes(),
    }
}

impl<'m> First<'m> {
    fn parse(message: &'m [u8]) -> Result<Self, &'static str> {
        let mut parts = message.splitn(3, |octet| *octet == b',');
        let flag = parts.next().unwrap_or_default();
        let authzid = parts
            .next()
            .ok_or("Invalid initial client message: Missing first ',' in GS2 header")?;
        let bare = parts
            .next()
            .ok_or("Invalid initial client message: Missing second ',' in GS2 header")?;
        let mut fields = bare.split(|octet| *octet == b',');
        let (Some(username), Some(nonce)) = (fields.next(), fields.next()) else {
            return Err("Invalid initial client message: Missing nonce field");
        };
        match flag.first() {
            Some(b'p') => return Err("Channel binding not supported"),
            Some(b'y' | b'n') => {}
            Some(_) | None => return Err("Invalid GS2 header"),
        }
        let authzid = match authzid.strip_prefix(b"a=") {
            Some(authzid) => Some(unescape(authzid).ok_or("authzid escaping is invalid")?),
            None if authzid.is_empty() => None,
            None => return Err("Invalid authzid field"),
        };
        if username.first() == Some(&b'm') {
            return Err("Mandatory extension(s) not supported");
        }
        let username = username
            .strip_prefix(b"n=")
            .ok_or("Invalid username field")?;
        let header = message.len() - bare.len();
        Ok(Self {
            gs2_header: message.get(..header).unwrap_or_default(),
            bare,
            authzid,
            username: unescape(username).ok_or("Username escaping is invalid")?,
            nonce: nonce.strip_prefix(b"r=").ok_or("Invalid client nonce")?,
        })
    }
}

impl Pending {
    /// The proof, and the message without it, or what is wrong with it.
    fn read<'m>(&self, message: &'m [u8]) -> Result<(Vec<u8>, &'m [u8]), &'static str> {
        let fields: Vec<&[u8]> = message.split(|octet| *octet == b',').collect();
        let [binding, nonce, .., proof] = fields.as_slice() else {
            return Err("Invalid final client message");
        };
        if *binding != format!("c={}", base64::encode(&self.gs2_header)).as_bytes() {
            return Err("Invalid channel binding data");
        }
        if nonce.strip_prefix(b"r=") != Some(self.nonce.as_slice()) {
            return Err("Wrong nonce");
        }
        if proof.first() != Some(&b'p') {
            return Err("Invalid ClientProof");
        }
        let before = message.len() - proof.len() - 1;
        let decoded = base64::decode(Implementation::Dovecot, proof.get(2..).unwrap_or_default())
            .map_err(|_| "Invalid base64 encoding")?;
        if decoded.len() != self.hash.size() {
            return Err("Invalid ClientProof length");
        }
        Ok((decoded, message.get(..before).unwrap_or_default()))
    }
}
