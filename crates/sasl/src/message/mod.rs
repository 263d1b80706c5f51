//! One message of a mechanism, taken apart: which octets are which field, where the
//! field comes from, what it proves, and what somebody who listens learns from it.
//!
//! The parts of a message follow each other without a gap and cover it whole, so a
//! reader can colour every octet; what makes no sense in its place is a part as well.
mod digest;
mod dissect;
mod field;
mod gs2;

pub use field::{Field, Source};

pub(crate) use digest::directives;

use crate::Secret;
use dissect::dissect;
use std::borrow::Cow;
use std::ops::Range;

/// Which message of which mechanism it is; this decides how it is taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing at all: the empty challenge, or the empty response.
    Empty,
    /// PLAIN (RFC 4616): identities and password.
    Plain,
    /// LOGIN: the server's question for the name.
    LoginAsksName,
    /// LOGIN: the user name.
    LoginName,
    /// LOGIN: the server's question for the password.
    LoginAsksPassword,
    /// LOGIN: the password.
    LoginPassword,
    /// CRAM-MD5 (RFC 2195): the server's challenge.
    CramChallenge,
    /// CRAM-MD5: name and digest.
    CramResponse,
    /// DIGEST-MD5 (RFC 2831): digest-challenge.
    DigestChallenge,
    /// DIGEST-MD5: digest-response.
    DigestResponse,
    /// DIGEST-MD5: the server's proof.
    DigestProof,
    /// SCRAM (RFC 5802): client-first-message.
    ScramClientFirst,
    /// SCRAM: server-first-message.
    ScramServerFirst,
    /// SCRAM: client-final-message.
    ScramClientFinal,
    /// SCRAM: server-final-message.
    ScramServerFinal,
    /// ANONYMOUS (RFC 4505): the trace.
    Anonymous,
    /// EXTERNAL (RFC 4422 appendix A): the identity to act as.
    External,
    /// XOAUTH2: user and token.
    Xoauth2,
    /// OAUTHBEARER (RFC 7628): GS2 header, host, port and token.
    OauthBearer,
    /// XOAUTH2 and OAUTHBEARER: why the token was refused, in JSON.
    OauthError,
    /// OAUTHBEARER: the client's lone kvsep after a refusal.
    OauthSorry,
    /// A message of a mechanism that is not taken apart here.
    Opaque,
}

/// How the value of a part is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// As it is.
    Verbatim,
    /// With a backslash before quotes and backslashes (RFC 2831 section 7.1).
    Quoted,
    /// With `=2C` for a comma and `=3D` for an equals sign (RFC 5802 section 5.1).
    SaslName,
}

/// A run of octets of a message that is one field, or a mark between two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The octets, name and quotes included.
    pub range: Range<usize>,
    /// The octets of the value alone.
    pub inner: Range<usize>,
    /// How the value is written.
    pub form: Form,
    /// What it is.
    pub field: &'static Field,
}

/// The octets of a message and their parts. `Debug` shows no octet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    kind: Kind,
    octets: Secret,
    parts: Vec<Part>,
}

impl Message {
    /// Takes `octets` apart as a message of this kind.
    #[must_use]
    pub fn read(kind: Kind, octets: impl Into<Secret>) -> Self {
        let octets = octets.into();
        let parts = dissect(kind, octets.reveal());
        Self {
            kind,
            octets,
            parts,
        }
    }

    /// Which message it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The octets.
    #[must_use]
    pub fn octets(&self) -> &[u8] {
        self.octets.reveal()
    }

    /// The text that crosses the wire.
    #[must_use]
    pub fn base64(&self) -> String {
        crate::base64::encode(self.octets())
    }

    /// The parts, in order; they cover the message.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The first part that is this field.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.field.name == name)
    }

    /// The value of a part of this message, as it was meant.
    #[must_use]
    pub fn value(&self, part: &Part) -> Cow<'_, [u8]> {
        let written = self.octets().get(part.inner.clone()).unwrap_or_default();
        part.form.meant(written)
    }

    /// The value of the first part that is this field.
    #[must_use]
    pub fn value_of(&self, name: &str) -> Option<Cow<'_, [u8]>> {
        self.find(name).map(|part| self.value(part))
    }
}

impl Form {
    /// The value that `written` stands for.
    pub(crate) fn meant(self, written: &[u8]) -> Cow<'_, [u8]> {
        match self {
            Self::Verbatim => Cow::Borrowed(written),
            Self::Quoted => unquoted(written),
            Self::SaslName => match crate::scram::unescape(written) {
                Some(name) => Cow::Owned(name),
                None => Cow::Borrowed(written),
            },
        }
    }
}

impl Part {
    /// A part whose value is all of it.
    pub(crate) fn whole(range: Range<usize>, field: &'static Field) -> Self {
        Self {
            inner: range.clone(),
            range,
            form: Form::Verbatim,
            field,
        }
    }
}

/// Where the octets of a message stand in its Base64 text: the characters that hold
/// some bit of `octets`, counted from the first character, padding left out.
///
/// ```
/// // Three octets are four characters; the second octet has bits in two of them.
/// assert_eq!(saslab_sasl::message::characters(1..2), 1..3);
/// assert_eq!(saslab_sasl::message::characters(0..3), 0..4);
/// ```
#[must_use]
pub fn characters(octets: Range<usize>) -> Range<usize> {
    if octets.is_empty() {
        let at = octets.start.saturating_mul(8) / 6;
        return at..at;
    }
    octets.start.saturating_mul(8) / 6..octets.end.saturating_mul(8).div_ceil(6)
}

/// The octets that have a bit in `characters` of the Base64 text, the way back of
/// [`characters`].
#[must_use]
pub fn octets(characters: Range<usize>) -> Range<usize> {
    if characters.is_empty() {
        let at = characters.start.saturating_mul(6) / 8;
        return at..at;
    }
    characters.start.saturating_mul(6) / 8..characters.end.saturating_mul(6).div_ceil(8)
}

fn unquoted(written: &[u8]) -> Cow<'_, [u8]> {
    if !written.contains(&b'\\') {
        return Cow::Borrowed(written);
    }
    let mut value = Vec::with_capacity(written.len());
    let mut rest = written;
    while let [first, after @ ..] = rest {
        rest = match (first, after) {
            (b'\\', [second, after @ ..]) => {
                value.push(*second);
                after
            }
            _ => {
                value.push(*first);
                after
            }
        };
    }
    Cow::Owned(value)
}
