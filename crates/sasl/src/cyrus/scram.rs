//! SCRAM (RFC 5802, RFC 7677), from `plugins/scram.c`. The password is stored in clear,
//! so keys are computed at each login; the salt is made of the user name and a key that
//! the process drew at its start.
//! Left out: `authPassword` without a password, and the option `scram_iteration_counter`.
use super::attempt::{Attempt, Code};
use super::scram_first::{First, at_comma};
use super::{Outcome, Step};
use crate::scram::Keys;
use crate::{Implementation, ScramHash, Why, base64};

/// A message may have this many octets.
const LIMIT: usize = 2048;
/// `DEFAULT_ITERATION_COUNTER`.
const ROUNDS: u32 = 4096;
/// The rounds that make the salt.
const SALT_ROUNDS: u32 = 20;

/// What the server keeps between the two messages of the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Pending {
    mechanism: &'static str,
    hash: ScramHash,
    gs2_header: Vec<u8>,
    binding: Option<Vec<u8>>,
    nonce: Vec<u8>,
    /// The client's first message, the server's, and a comma behind each.
    auth_message: Vec<u8>,
    keys: Keys,
    authcid: Vec<u8>,
    authzid: Vec<u8>,
}

pub(super) fn open(
    attempt: &mut Attempt<'_>,
    mechanism: &'static str,
    hash: ScramHash,
    message: &[u8],
) -> Outcome {
    if message.len() > LIMIT {
        return too_long(attempt, mechanism);
    }
    let first = match First::parse(message, mechanism) {
        Ok(first) => first,
        Err(line) => return attempt.malformed("first SCRAM message", Code::BadProt, line),
    };
    let identities = match attempt.identities(&first.username, first.authzid.as_deref()) {
        Ok(identities) => identities,
        Err(failure) => return failure,
    };
    let random = attempt.context.nonce;
    let ours = random.octets("SCRAM nonce");
    let ours = base64::encode(
        ours.split_at_checked(24)
            .map_or(&ours[..], |(nonce, _)| nonce),
    );
    let nonce = [first.nonce, ours.as_bytes()].concat();
    let key = random.octets("SCRAM salt");
    let key = key.split_at_checked(16).map_or(&key[..], |(key, _)| key);
    let salt = hash.salted(&first.username, key, SALT_ROUNDS);
    let mut challenge = [b"r=", nonce.as_slice()].concat();
    challenge.extend(format!(",s={},i={ROUNDS}", base64::encode(&salt)).bytes());
    let auth_message = [first.bare, b",", &challenge, b","].concat();
    let pending = Pending {
        mechanism,
        hash,
        gs2_header: first.gs2_header.to_vec(),
        binding: first.binding.map(<[u8]>::to_vec),
        nonce,
        auth_message,
        keys: Keys::derive(hash, identities.password, &salt, ROUNDS),
        authcid: identities.authcid,
        authzid: identities.authzid,
    };
    Outcome::ask(challenge, Step::ScramFinal(Box::new(pending)))
}

pub(super) fn respond(attempt: &mut Attempt<'_>, pending: &Pending, message: &[u8]) -> Outcome {
    if message.len() > LIMIT {
        return too_long(attempt, pending.mechanism);
    }
    let (proof, without_proof) = match pending.read(attempt, message) {
        Ok(parts) => parts,
        Err(line) => return attempt.malformed("last SCRAM message", Code::BadProt, line),
    };
    let auth_message = [pending.auth_message.as_slice(), without_proof].concat();
    if !pending.keys.accept(&proof, &auth_message) {
        attempt.log_failure("StoredKey mismatch");
        return attempt.wrong_password(&pending.authcid);
    }
    if let Err(failure) = attempt.authorize(&pending.authzid, &pending.authcid) {
        return failure;
    }
    let signature = base64::encode(&pending.keys.signature(&auth_message));
    Outcome::LastWord {
        data: format!("v={signature}").into_bytes(),
    }
}

impl Pending {
    /// The proof, and the message without it, or the library's complaint.
    fn read<'m>(
        &self,
        attempt: &Attempt<'_>,
        message: &'m [u8],
    ) -> Result<(Vec<u8>, &'m [u8]), String> {
        let m = self.mechanism;
        if message.is_empty() {
            return Err(format!("{m} input expected"));
        }
        if message.len() < 3 || message.get(1) != Some(&b'=') {
            return Err(format!("Invalid {m} input"));
        }
        if message.contains(&0) {
            return Err(format!("NULs found in {m} input"));
        }
        let rest = message
            .strip_prefix(b"c=")
            .ok_or_else(|| format!("Channel binding expected in {m} input"))?;
        let (binding, rest) =
            at_comma(rest).ok_or_else(|| format!("At least nonce is expected in {m} input"))?;
        self.check_binding(attempt, binding)?;
        let rest = rest
            .strip_prefix(b"r=")
            .ok_or_else(|| format!("Nonce expected in {m} input"))?;
        let (nonce, rest) =
            at_comma(rest).ok_or_else(|| format!("At least proof is expected in {m} input"))?;
        if nonce != self.nonce {
            return Err(format!("Nonce mismatch {m} input"));
        }
        let proof = self.proof(rest)?;
        let before = message.len() - proof.len() - ",p=".len();
        let without_proof = message.get(..before).unwrap_or_default();
        Ok((self.decode_proof(proof)?, without_proof))
    }

    fn check_binding(&self, attempt: &Attempt<'_>, binding: &[u8]) -> Result<(), String> {
        let m = self.mechanism;
        let data = base64::decode(Implementation::Cyrus, binding)
            .map_err(|_| format!("Invalid base64 encoding of the channel bindings in {m}"))?;
        let Some(data) = data.strip_prefix(self.gs2_header.as_slice()) else {
            let header = attempt.context.printable.text(&self.gs2_header);
            return Err(format!(
                "Channel bindings prefix doesn't match the one received in the GS2 header of {m}. Expected \"{header}\""
            ));
        };
        let Some(name) = &self.binding else {
            return Ok(());
        };
        if data.is_empty() {
            return Err(format!("Channel bindings data expected in {m}"));
        }
        let name = attempt.context.printable.text(name);
        Err(format!(
            "Server does not support channel binding type received in {m}. Received: {name}"
        ))
    }

    /// The text of the proof, which is the last field.
    fn proof<'m>(&self, fields: &'m [u8]) -> Result<&'m [u8], String> {
        let m = self.mechanism;
        let mut rest = fields;
        let proof = loop {
            if let Some(proof) = rest.strip_prefix(b"p=") {
                break proof;
            }
            let Some((_, after)) = at_comma(rest) else {
                return Err(format!("Client proof is expected in {m} input"));
            };
            rest = after;
        };
        if proof.contains(&b',') {
            return Err(format!(
                "No extension data is allowed after the client proof in {m} input"
            ));
        }
        Ok(proof)
    }

    fn decode_proof(&self, proof: &[u8]) -> Result<Vec<u8>, String> {
        let m = self.mechanism;
        let size = self.hash.size();
        if proof.len() != size.div_ceil(3) * 4 {
            return Err(format!("Invalid client proof length in {m} input"));
        }
        let proof = base64::decode(Implementation::Cyrus, proof)
            .ok()
            .filter(|proof| proof.len() <= size)
            .ok_or_else(|| format!("Invalid base64 encoding of the client proof in {m} input"))?;
        if proof.len() < size {
            return Err(format!("Invalid client proof (truncated) in {m} input"));
        }
        Ok(proof)
    }
}

fn too_long(attempt: &mut Attempt<'_>, mechanism: &str) -> Outcome {
    // The library writes the name of its constant where it means the value.
    attempt.log_failure(format!(
        "{mechanism} input longer than (MAX_CLIENTIN_LEN) bytes"
    ));
    Outcome::fail(Code::BadProt, Why::TooLong { limit: LIMIT })
}
