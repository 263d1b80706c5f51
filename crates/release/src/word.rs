//! The words of the protocol: commands and EHLO keywords.

/// A command of the command table in `smtpd.c`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each variant is the SMTP command of that name")]
pub enum Verb {
    Helo,
    Ehlo,
    Xclient,
    Xforward,
    Starttls,
    Auth,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Etrn,
    Quit,
    Help,
}

impl Verb {
    /// The command as it is sent: `STARTTLS`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Helo => "HELO",
            Self::Ehlo => "EHLO",
            Self::Xclient => "XCLIENT",
            Self::Xforward => "XFORWARD",
            Self::Starttls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Mail => "MAIL",
            Self::Rcpt => "RCPT",
            Self::Data => "DATA",
            Self::Bdat => "BDAT",
            Self::Rset => "RSET",
            Self::Noop => "NOOP",
            Self::Vrfy => "VRFY",
            Self::Etrn => "ETRN",
            Self::Quit => "QUIT",
            Self::Help => "HELP",
        }
    }
}

/// A keyword of the EHLO reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each variant is the EHLO keyword of that name")]
pub enum Keyword {
    Pipelining,
    Size,
    Vrfy,
    Etrn,
    Starttls,
    Auth,
    Xverp,
    Xclient,
    Xforward,
    EnhancedStatusCodes,
    EightBitMime,
    Dsn,
    Smtputf8,
    Chunking,
    Requiretls,
}

impl Keyword {
    /// The keyword as it is announced, and as `smtpd_discard_ehlo_keywords`
    /// names it (there in any letter case).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pipelining => "PIPELINING",
            Self::Size => "SIZE",
            Self::Vrfy => "VRFY",
            Self::Etrn => "ETRN",
            Self::Starttls => "STARTTLS",
            Self::Auth => "AUTH",
            Self::Xverp => "XVERP",
            Self::Xclient => "XCLIENT",
            Self::Xforward => "XFORWARD",
            Self::EnhancedStatusCodes => "ENHANCEDSTATUSCODES",
            Self::EightBitMime => "8BITMIME",
            Self::Dsn => "DSN",
            Self::Smtputf8 => "SMTPUTF8",
            Self::Chunking => "CHUNKING",
            Self::Requiretls => "REQUIRETLS",
        }
    }
}
