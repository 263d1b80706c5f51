//! The programs whose output is recognised.
use std::fmt;

/// What the pasted text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shape {
    /// Lines without any sign before them: words, commands, telnet, `openssl s_client`.
    Bare,
    /// Postfix's log with `-v` or `debug_peer_list`.
    PostfixLog,
    /// Dovecot's log with `auth_debug` and `auth_debug_passwords`.
    DovecotLog,
    /// `set_debuglevel` of Python's smtplib.
    Smtplib,
    /// System calls, shown by strace.
    Strace,
    /// swaks.
    Swaks,
    /// `msmtp --debug`.
    Msmtp,
    /// PHPMailer with `SMTPDebug`.
    PhpMailer,
    /// `exim -d`.
    Exim,
    /// mutt and NeoMutt with `debug_level`.
    Mutt,
    /// `sendmail -v`.
    Sendmail,
    /// `curl -v`, or a mail in which the session is quoted.
    Curl,
    /// `C:` and `S:`: RFCs, Nodemailer, Thunderbird.
    Letters,
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bare => "plain lines",
            Self::PostfixLog => "a log of Postfix with -v",
            Self::DovecotLog => "a log of Dovecot's auth service",
            Self::Smtplib => "debug output of Python's smtplib",
            Self::Strace => "output of strace",
            Self::Swaks => "a transcript of swaks",
            Self::Msmtp => "debug output of msmtp",
            Self::PhpMailer => "debug output of PHPMailer",
            Self::Exim => "debug output of Exim",
            Self::Mutt => "a log of mutt",
            Self::Sendmail => "output of sendmail -v",
            Self::Curl => "output of curl -v",
            Self::Letters => "a dialogue with C: and S:",
        })
    }
}
