//! How releases differ in single commands.

/// What an accepted XCLIENT does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyStyle {
    /// The client is another one from now on; values are as they are.
    Plain,
    /// The session begins anew, with the greeting; values are in xtext.
    Restarting,
}

/// Which form of its argument VRFY works with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VrfyArgument {
    /// The address without brackets and quotes, in the checks and in the reply.
    Internal,
    /// What the client wrote, brackets included, in both.
    Written,
    /// The internal form is checked, the written one is said.
    CheckedInternal,
}

/// What VRFY asks before it answers 252.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecipientCheckOfVrfy {
    /// The recipient tables only.
    MapsOnly,
    /// The same checks as RCPT.
    AsRcpt,
}

/// How the syntax reminders of MAIL and RCPT write the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxReminder {
    /// `MAIL FROM: <address>`
    WithSpace,
    /// `MAIL FROM:<address>`
    WithoutSpace,
}
