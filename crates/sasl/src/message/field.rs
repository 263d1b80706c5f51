//! The table of fields: what each is, where it comes from, what it proves, and what an
//! eavesdropper learns. One row a field, whatever the mechanism.
use std::fmt;

/// One kind of field.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in the standard: `authcid`, `cnonce`, `r`.
    pub name: &'static str,
    /// Who or what makes it.
    pub source: Source,
    /// What it is; a sentence without its full stop.
    pub meaning: &'static str,
    /// What it proves to whom.
    pub proves: &'static str,
    /// What somebody learns who reads the connection.
    pub reveals: &'static str,
}

impl Field {
    /// Whether it holds something to read: marks between fields do not.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        ![&NUL, &SEPARATOR, &KVSEP].contains(&self)
    }
}

/// Where a field comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The person who logs in.
    Person,
    /// The server.
    Server,
    /// The client's chance.
    Chance,
    /// Computed by the client out of other fields.
    Computed,
    /// The standard: it is always the same.
    Standard,
    /// Nobody knows: it has no place in this message.
    Unknown,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Person => "typed by the person who logs in",
            Self::Server => "chosen by the server",
            Self::Chance => "drawn at random by the client",
            Self::Computed => "computed by the client",
            Self::Standard => "written in the standard",
            Self::Unknown => "has no place in this message",
        })
    }
}

const NOTHING: &str = "nothing";

macro_rules! fields {
    ($($id:ident: $name:literal, $source:ident, $meaning:literal, $proves:expr, $reveals:expr;)+) => {
        $(pub(super) static $id: Field = Field {
            name: $name,
            source: Source::$source,
            meaning: $meaning,
            proves: $proves,
            reveals: $reveals,
        };)+
        #[cfg(test)]
        static ALL: &[&Field] = &[$(&$id),+];
    };
}

fields! {
    AUTHZID: "authzid", Person, "the identity to act as; empty: the one that logs in",
        NOTHING, "as whom the client wants to act";
    AUTHCID: "authcid", Person, "the user name, whose password is checked",
        "nothing without the password", "the user name";
    PASSWORD: "password", Person, "the password itself",
        "to the server: whoever sent it knows the password",
        "the password, ready for use";
    NUL: "NUL", Standard, "the octet 0, which ends the field before it",
        NOTHING, NOTHING;
    SEPARATOR: "separator", Standard, "a mark between two fields", NOTHING, NOTHING;
    STRAY: "stray", Unknown, "octets that have no place here", NOTHING,
        "whatever they say";
    OPAQUE: "message", Unknown, "a message of a mechanism that is not taken apart here",
        "depends on the mechanism", "depends on the mechanism";

    PROMPT: "prompt", Server, "a question for people; clients pass over its text",
        NOTHING, NOTHING;

    CHALLENGE: "challenge", Server,
        "a text never used before: random digits, the time and the server's name",
        "nothing; it makes old answers worthless", "half of what guessing the password offline takes";
    DIGEST: "digest", Computed, "HMAC-MD5 of the challenge, keyed with the password",
        "to the server: the client knows the password",
        "with the challenge: enough to try passwords offline, fast";

    REALM: "realm", Server, "the collection of accounts that the name belongs to",
        NOTHING, "the realm";
    NONCE: "nonce", Server, "the server's random text of this login",
        "nothing; it makes old answers worthless", "half of what guessing the password offline takes";
    QOP: "qop", Standard, "the quality of protection: auth is a login without a security layer",
        NOTHING, NOTHING;
    CHARSET: "charset", Standard, "utf-8: names and passwords are UTF-8, not ISO 8859-1",
        NOTHING, NOTHING;
    ALGORITHM: "algorithm", Standard, "md5-sess, the only one", NOTHING, NOTHING;
    CIPHER: "cipher", Server, "what a security layer could encrypt with", NOTHING, NOTHING;
    MAXBUF: "maxbuf", Server, "how much one piece of a security layer may hold",
        NOTHING, NOTHING;
    STALE: "stale", Server, "whether only the nonce was too old", NOTHING, NOTHING;
    DIRECTIVE: "directive", Unknown, "a directive that RFC 2831 does not name; it is passed over",
        NOTHING, "whatever it says";
    CNONCE: "cnonce", Chance, "the client's random text of this login",
        "nothing; a server that chose its nonce cannot use a table made before", NOTHING;
    NC: "nc", Standard, "how often this nonce was used: 00000001 in a first login",
        NOTHING, NOTHING;
    DIGEST_URI: "digest-uri", Computed, "the service and the host that the client means to talk to",
        "to the server: the answer was made for it and not for another server",
        "the server's name";
    RESPONSE: "response", Computed,
        "MD5 over name, realm, password, both nonces and digest-uri",
        "to the server: the client knows the password, or its hash for this realm",
        "with the other fields: enough to try passwords offline, fast";
    RSPAUTH: "rspauth", Server, "the same computation without the word AUTHENTICATE",
        "to the client: the server knows the password as well",
        "enough to try passwords offline, fast";

    GS2_FLAG: "gs2-cbind-flag", Standard,
        "n: no channel binding; y: the client could, the server seems not to; p=: used",
        "with y, under the proof: nobody took the -PLUS mechanism out of the server's list",
        NOTHING;
    SCRAM_NAME: "n", Person, "the user name, prepared with SASLprep",
        "nothing without the proof", "the user name";
    SCRAM_CNONCE: "r", Chance, "the client's random text of this login",
        "nothing; old answers of the server are worthless", NOTHING;
    SCRAM_NONCE: "r", Server, "the client's random text, and behind it the server's",
        "nothing; it makes old answers worthless", "half of what guessing the password offline takes";
    SALT: "s", Server, "the salt of this account's password, in Base64",
        "nothing; equal passwords look different", "what guessing the password offline takes";
    ROUNDS: "i", Server, "how many rounds make a guess slow",
        NOTHING, "how much one guess costs";
    MANDATORY: "m", Unknown, "an extension that must be understood; there is none",
        NOTHING, NOTHING;
    EXTENSION: "extension", Unknown, "an extension that may be passed over", NOTHING,
        "whatever it says";
    BINDING: "c", Computed, "the GS2 header in Base64, and the channel binding if there is one",
        "under the proof: nobody changed the header on the way", NOTHING;
    PROOF: "p", Computed,
        "ClientKey, masked with an HMAC over all messages of this login",
        "to the server: the client knows the password; the stored hash does not serve to log in",
        "with the other messages: enough to try passwords offline, each at the cost of i rounds";
    VERIFIER: "v", Server, "the HMAC of all messages with ServerKey",
        "to the client: the server has what was made of the password",
        "the same as the proof";
    SCRAM_ERROR: "e", Server, "why the server refuses", NOTHING, "why the login failed";

    TRACE: "trace", Person, "whatever the visitor likes to leave behind, such as a mail address",
        NOTHING, "what the visitor left";
    IDENTITY: "authzid", Person, "the identity to act as; a lower layer has proven who it is",
        "nothing; the proof is the client's certificate", "as whom the client wants to act";

    OAUTH_USER: "user", Person, "the user name", "nothing without the token", "the user name";
    BEARER: "auth", Person, "the access token, behind the word Bearer",
        "to the server: the client was given this token",
        "the token, ready for use until it expires";
    HOST: "host", Computed, "the server that the client means to talk to", NOTHING,
        "the server's name";
    PORT: "port", Computed, "the port that the client means to talk to", NOTHING, "the port";
    KVSEP: "kvsep", Standard, "the octet 1, which ends a pair", NOTHING, NOTHING;
    PAIR: "pair", Unknown, "a pair that RFC 7628 does not name", NOTHING, "whatever it says";
    JSON: "status", Server, "why the token was refused, as JSON", NOTHING,
        "why the login failed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_says_something_and_ends_without_a_full_stop() {
        for field in ALL {
            for text in [field.meaning, field.proves, field.reveals] {
                assert!(!text.is_empty(), "{}", field.name);
                assert!(!text.ends_with('.'), "{}: {text}", field.name);
            }
        }
    }
}
