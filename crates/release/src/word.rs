//! The words of the protocol: commands and EHLO keywords; and when those of restriction
//! lists came.

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

/// Restrictions that arrived together, oldest first; a release that has one wave has those
/// before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wave {
    /// Those of the first releases.
    First,
    /// The lists of the DNS by their names, and `check_recipient_maps`.
    Lists,
    /// What postpones, what asks outside, and unlisted addresses.
    Deferral,
    /// What is about TLS.
    Tls,
    /// The names of today.
    LongNames,
    /// The name in the DNS that leads to no address.
    ReverseName,
    /// The servers of the client's domain.
    ClientServers,
    /// White lists in the DNS.
    WhiteLists,
    /// `defer_unauth_destination`
    RelayList,
    /// What is about logins.
    Logins,
    /// The addresses of a name.
    Addresses,
}
