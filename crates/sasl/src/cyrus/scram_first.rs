//! The first message of a SCRAM client (RFC 5802 section 7), read as
//! `scram_server_mech_step1` of `plugins/scram.c` reads it.
use crate::scram::unescape;
use std::borrow::Cow;

/// What the first message says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct First<'m> {
    /// The GS2 header, with its last comma.
    pub(super) gs2_header: &'m [u8],
    /// The message behind the header.
    pub(super) bare: &'m [u8],
    /// The channel binding that the client insists on.
    pub(super) binding: Option<&'m [u8]>,
    pub(super) authzid: Option<Vec<u8>>,
    pub(super) username: Vec<u8>,
    pub(super) nonce: &'m [u8],
}

type Complaint = Cow<'static, str>;

impl<'m> First<'m> {
    /// The parts of `message`, or the library's complaint of it.
    pub(super) fn parse(message: &'m [u8], mechanism: &str) -> Result<Self, Complaint> {
        if message.is_empty() {
            return Err(format!("{mechanism} input expected").into());
        }
        if message.len() < 10 {
            return Err(format!("Invalid {mechanism} input").into());
        }
        if message.contains(&0) {
            return Err(format!("NULs found in {mechanism} input").into());
        }
        let (binding, rest) = channel_binding(message, mechanism)?;
        let comma = || Complaint::from(format!("',' expected in {mechanism} input"));
        let rest = rest.strip_prefix(b",").ok_or_else(comma)?;
        let (authzid, bare) = match rest.strip_prefix(b"a=") {
            Some(rest) => {
                let (authzid, bare) = at_comma(rest)
                    .ok_or_else(|| format!("At least nonce is expected in {mechanism} input"))?;
                let authzid = unescape(authzid).ok_or_else(|| {
                    format!("Invalid authorization identity encoding in {mechanism} input")
                })?;
                (Some(authzid), bare)
            }
            None => (None, rest.strip_prefix(b",").ok_or_else(comma)?),
        };
        let header = message.len() - bare.len();
        let (username, nonce) = name_and_nonce(bare, mechanism)?;
        Ok(Self {
            gs2_header: message.get(..header).unwrap_or_default(),
            bare,
            binding,
            authzid,
            username,
            nonce,
        })
    }
}

/// `gs2-cbind-flag`, and the message from the comma behind it.
fn channel_binding<'m>(
    message: &'m [u8],
    mechanism: &str,
) -> Result<(Option<&'m [u8]>, &'m [u8]), Complaint> {
    match message {
        [b'n' | b'y', rest @ ..] => Ok((None, rest)),
        [b'p', b'=', rest @ ..] => {
            let end = rest.iter().position(|octet| *octet == b',');
            let parts = end.and_then(|end| rest.split_at_checked(end));
            let (name, rest) = parts.ok_or_else(|| {
                format!("Channel binding name must be terminated by a comma in {mechanism} input")
            })?;
            Ok((Some(name), rest))
        }
        [b'p', ..] => {
            Err(format!("The initial 'p' needs to be followed by '=' in {mechanism} input").into())
        }
        _ => Err(format!(
            "The initial {mechanism} client response needs to start with 'y', 'n' or 'p'"
        )
        .into()),
    }
}

fn name_and_nonce<'m>(bare: &'m [u8], mechanism: &str) -> Result<(Vec<u8>, &'m [u8]), Complaint> {
    let rest = match bare {
        [b'm', b'=', ..] => {
            return Err(format!("Unsupported mandatory extension to {mechanism}").into());
        }
        [b'n', b'=', rest @ ..] => rest,
        [_, b'=', ..] => {
            return Err(format!("Username (n=) expected in {mechanism} input").into());
        }
        _ => return Err(format!("Invalid {mechanism} input").into()),
    };
    let no_nonce = || format!("Nonce expected after the username in {mechanism} input");
    let (username, rest) = at_comma(rest).ok_or_else(no_nonce)?;
    let username = unescape(username)
        .ok_or_else(|| format!("Invalid username encoding in {mechanism} input"))?;
    let nonce = rest.strip_prefix(b"r=").ok_or_else(no_nonce)?;
    Ok((username, at_comma(nonce).map_or(nonce, |(nonce, _)| nonce)))
}

/// What stands before the first comma and behind it.
pub(super) fn at_comma(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let comma = text.iter().position(|octet| *octet == b',')?;
    Some((text.get(..comma)?, text.get(comma + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_of_rfc_5802_falls_into_its_parts() {
        let message = b"n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL";
        let first = First::parse(message, "SCRAM-SHA-1").unwrap();
        assert_eq!(first.gs2_header, b"n,,");
        assert_eq!(first.bare, b"n=user,r=fyko+d2lbbFgONRv9qkxdawL");
        assert_eq!(first.username, b"user");
        assert_eq!(first.nonce, b"fyko+d2lbbFgONRv9qkxdawL");
    }

    #[test]
    fn complaints_name_the_mechanism() {
        for (message, complaint) in [
            ("", "M input expected"),
            ("n,,n=u,r", "Invalid M input"),
            (
                "x,,n=user,r=n",
                "The initial M client response needs to start with 'y', 'n' or 'p'",
            ),
            ("n;,n=user,r=n", "',' expected in M input"),
            ("n,a=bob,m=user,r=n", "Unsupported mandatory extension to M"),
            (
                "n,a=b=,n=user,r=n",
                "Invalid authorization identity encoding in M input",
            ),
            ("n,,u=user,r=n", "Username (n=) expected in M input"),
            (
                "n,,n=user,q=n",
                "Nonce expected after the username in M input",
            ),
        ] {
            let error = First::parse(message.as_bytes(), "M").unwrap_err();
            assert_eq!(error, complaint, "{message}");
        }
    }
}
