//! NTLM, from `plugins/ntlm.c`, without `ntlm_server`.
//! Left out: the check of a response, which needs MD4 and DES.
use super::attempt::{Attempt, Code};
use super::{Outcome, Step};
use crate::{LibraryLine, Why};

const SIGNATURE: &[u8; 8] = b"NTLMSSP\0";
const USE_UNICODE: u32 = 0x1;
const USE_ASCII: u32 = 0x2;
const ASK_TARGET: u32 = 0x4;
const TARGET_IS_SERVER: u32 = 0x20000;
/// What the plug-in keeps of the client's flags.
const FLAGS_MASK: u32 = 0xffff;

pub(super) fn open(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    attempt.log.push(LibraryLine::note("NTLM server step 1"));
    if !is_message(message, 1, 16) {
        let line = "client didn't issue valid NTLM request";
        return attempt.malformed("NTLM request", Code::BadProt, line);
    }
    let mut flags = number(message, 12).unwrap_or_default() & FLAGS_MASK;
    if flags & USE_UNICODE != 0 {
        flags &= !USE_ASCII;
    }
    let mut target = String::new();
    if flags & ASK_TARGET != 0 {
        target = attempt.host().to_ascii_uppercase();
        flags |= TARGET_IS_SERVER;
    }
    Outcome::ask(challenge(attempt, flags, &target), Step::NtlmResponse)
}

pub(super) fn respond(attempt: &mut Attempt<'_>, message: &[u8]) -> Outcome {
    attempt.log.push(LibraryLine::note("NTLM server step 2"));
    if !is_message(message, 3, 52) {
        let line = "client didn't issue valid NTLM response";
        return attempt.malformed("NTLM response", Code::BadProt, line);
    }
    let mechanism = "NTLM";
    Outcome::fail(Code::BadProt, Why::NotSimulated { mechanism })
}

/// A message of type 2: the header of 48 octets, then the target.
fn challenge(attempt: &Attempt<'_>, flags: u32, target: &str) -> Vec<u8> {
    let text: Vec<u8> = if flags & USE_UNICODE == 0 {
        target.bytes().collect()
    } else {
        target.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes();
    let mut message = Vec::with_capacity(48 + text.len());
    message.extend_from_slice(SIGNATURE);
    message.extend(2_u32.to_le_bytes());
    message.extend(length);
    message.extend(length);
    message.extend(48_u32.to_le_bytes());
    message.extend(flags.to_le_bytes());
    message.extend(attempt.context.nonce.octets("NTLM").iter().take(8));
    message.resize(48, 0);
    message.extend(&text);
    // The plug-in makes room for two octets per letter, whatever it writes.
    message.resize(48 + 2 * target.len(), 0);
    message
}

fn is_message(message: &[u8], kind: u32, at_least: usize) -> bool {
    message.len() >= at_least && message.starts_with(SIGNATURE) && number(message, 8) == Some(kind)
}

fn number(message: &[u8], at: usize) -> Option<u32> {
    let octets = message.get(at..at + 4)?;
    Some(u32::from_le_bytes(octets.try_into().ok()?))
}
