//! How releases differ in what they make of a message and of refusals.

/// A transaction whose message `smtpd_end_of_data_restrictions` has refused, and the
/// recipients of one that a last BDAT has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterRefusal {
    /// It stays open; the recipients stay for the next one.
    Kept,
    /// All is forgotten.
    Reset,
}

/// Octets of refused chunks beyond one and a half times `message_size_limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcessOctets {
    /// They are read and thrown away.
    Read,
    /// Nothing more is read.
    CutOff,
}

/// The values of `smtpd_forbid_bare_newline`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BareNewlineWords {
    /// The parameter does not exist.
    None,
    /// `yes` ends the session.
    YesOrNo,
    /// `normalize`, of which `yes` is another name, and `reject`.
    Words,
    /// `note`, too.
    WithNote,
}

/// How long the SIZE of MAIL counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeclaredSize {
    /// For the MAIL command that has it.
    OfThisMail,
    /// Until the transaction is reset, so for the MAIL after a refused one, too.
    UntilReset,
}

/// Where `smtpd_reject_footer` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FooterStart {
    /// On a line of its own.
    OwnLine,
    /// On the line of the reply, when it starts with `\c`.
    MayContinue,
}
