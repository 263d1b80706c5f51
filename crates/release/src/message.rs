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

/// A command line of more than `line_length_limit` octets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongLines {
    /// What is behind them is read as the next line.
    InPieces,
    /// What is behind them is skipped.
    Cut,
}

/// When the size of a message and the space in the queue are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SizeCheck {
    /// Both with the restriction lists: behind that of the sender, and delayed like it.
    WithTheLists,
    /// Both at MAIL, behind the list of the sender.
    AfterSender,
    /// The size before that list, the space behind it.
    BeforeSender,
}

/// The route in `<@one,@two:user@host>` (RFC 5321 appendix C).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceRoute {
    /// It is a part of the address, until that is resolved.
    Kept,
    /// It is forgotten.
    Cut,
}

/// For what the queue has to have space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceFor {
    /// Twice the message, by its SIZE.
    Declared,
    /// One and a half of the largest message.
    Largest,
}

/// Where `smtpd_reject_footer` begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FooterStart {
    /// On a line of its own.
    OwnLine,
    /// On the line of the reply, when it starts with `\c`.
    MayContinue,
}
