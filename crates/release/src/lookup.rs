//! How releases differ in what they ask the name service, and make of its answers.

/// For which domains `permit_mx_backup` takes mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MxBackup {
    /// This server is any of their mail exchangers, or what an absent one leads to.
    AnyExchanger,
    /// It is one behind the first.
    BackupExchanger,
}

/// Whether a deferral by `permit_mx_backup` says why a lookup failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsReason {
    /// It does not.
    Untold,
    /// Behind a colon.
    Told,
}

/// When a name without MX record is its own exchanger for an access table, and one
/// without NS record has those above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsentServers {
    /// Only while it has other records.
    OfKnownNames,
    /// Always.
    OfAnyName,
}

/// A name server that fails, in a restriction that needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DnsTrouble {
    /// The request is deferred.
    AtOnce,
    /// It is, unless something else refuses it.
    Postponed,
}

/// What `reject_sender_login_mismatch` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginMismatch {
    /// A restriction of its own.
    One,
    /// The one for those who have logged in, and then the one for all others.
    Two,
}

/// An address without brackets as the name of HELO.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BareAddress {
    /// A name like any other: `valid_hostname` takes digits.
    Name,
    /// No name, but not an invalid one.
    Excused,
}

/// A status code of an access table behind which no text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatusEnd {
    /// The text is what memory has behind the end.
    Passed,
    /// There is no text.
    Seen,
}

/// The null MX of RFC 7505.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NullMx {
    /// An exchanger like any other.
    Unknown,
    /// The domain takes and sends no mail.
    Known,
}
