//! How releases differ in AUTH.

/// AUTH between MAIL and the end of its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthDuringMail {
    /// The login goes through.
    Allow,
    /// `503 5.5.1 Error: MAIL transaction in progress`.
    Refuse,
}

/// How a failed login is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslFailureReply {
    /// 501 for what is not Base64, else `535 Error: authentication failed`.
    Bare,
    /// `535 5.7.0 Error: authentication failed: <reason>`.
    Reason570,
    /// `535 5.7.8 Error: authentication failed: <reason>`, and 454 for what
    /// may pass (RFC 4954 section 6).
    Reason578,
}

/// When the words of `smtpd_sasl_security_options` are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslOptions {
    /// When the process starts.
    AtStart,
    /// When a session begins.
    PerSession,
}

/// The handle of the SASL library between two AUTH commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslHandle {
    /// It stays, with what it has seen.
    Kept,
    /// Each command has its own.
    Fresh,
}

/// The AUTH= parameter of MAIL (RFC 4954 section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthParameter {
    /// Unknown while `smtpd_sasl_auth_enable` is off.
    WhileEnabled,
    /// Always read.
    Always,
}

/// The words for a mechanism that Dovecot does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DovecotRefusal {
    /// `Invalid authentication mechanism`
    Unnamed,
    /// `Invalid authentication mechanism: 'FOO'`
    Named,
}
