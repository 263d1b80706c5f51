//! How one release words its log, as far as it differs: plain data, a part of the
//! dialect. The lines of smtpd(8) only.

/// The wording of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogStyle {
    /// What the restrictions have done.
    pub action: ActionLine,
    /// How a session ended that did not end with QUIT.
    pub end: EndLine,
    /// What the end of the last session tells.
    pub disconnect: DisconnectLine,
    /// A login that failed.
    pub sasl_failure: SaslFailureLine,
    /// Who has connected.
    pub connect: ConnectLine,
    /// A TLS handshake that is done.
    pub tls: TlsLine,
    /// A file that holds key and certificates.
    pub chain_file: ChainFile,
    /// When SASL begins, and may stop the process.
    pub sasl_start: SaslStart,
    /// What the log names of a MAIL that is too large.
    pub too_large: TooLarge,
    /// How addresses are written.
    pub address: AddressForm,
    /// A name that does not lead back to its address.
    pub name_check: NameCheckLine,
    /// A mail header in the place of a command.
    pub non_smtp: NonSmtpLine,
    /// A client that sends on before it was asked.
    pub pipelining: Reported,
    /// `smtpd_discard_ehlo_keywords` in use.
    pub discarded_keywords: Reported,
    /// How that names SMTPUTF8.
    pub smtputf8_name: Smtputf8Name,
    /// A `queue_minfree` that is too small for a message.
    pub queue_reserve: Reported,
    /// A parameter that main.cf sets twice.
    pub overridden: Reported,
    /// A reply code of a table that fits the class of another address.
    pub mapped_status: Reported,
    /// What counts as an unknown command.
    pub no_command: NoCommand,
    /// When a message gets its queue file, and its line `client=`.
    pub queue_file: QueueFile,
    /// Where a message has come from before (XFORWARD).
    pub forwarded: ForwardedLine,
    /// What a table that cannot be opened leads to.
    pub missing_table: MissingTable,
    /// What a list with an entry that cannot be used leads to.
    pub list_trouble: ListTrouble,
    /// A remark behind an entry of a list.
    pub remark_in_list: RemarkLine,
}

impl LogStyle {
    /// That of 1.1.0.
    pub(crate) const fn oldest() -> Self {
        Self {
            action: ActionLine::Short,
            end: EndLine::Plain,
            disconnect: DisconnectLine::Plain,
            sasl_failure: SaslFailureLine::Plain,
            connect: ConnectLine::WelcomeOnly,
            tls: TlsLine::Plain,
            chain_file: ChainFile::Apart,
            sasl_start: SaslStart::BeforeConnect,
            too_large: TooLarge::NoSender,
            address: AddressForm::Internal,
            name_check: NameCheckLine::AddressFirst,
            non_smtp: NonSmtpLine::Silent,
            pipelining: Reported::Not,
            discarded_keywords: Reported::Not,
            smtputf8_name: Smtputf8Name::WithPrefix,
            queue_reserve: Reported::Not,
            overridden: Reported::Not,
            mapped_status: Reported::Not,
            no_command: NoCommand::Nothing,
            queue_file: QueueFile::AtMail,
            forwarded: ForwardedLine::InPlace,
            missing_table: MissingTable::Fatal,
            list_trouble: ListTrouble::Fatal,
            remark_in_list: RemarkLine::Silent,
        }
    }
}

/// Whether something is in the log at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    /// Nothing is logged.
    Not,
    /// A line is.
    Once,
}

/// Where the line of a new queue file tells of XFORWARD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardedLine {
    /// In place of the client.
    InPlace,
    /// Behind it: `orig_queue_id=` and `orig_client=`.
    Apart,
}

/// What the restrictions have done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionLine {
    /// `reject: RCPT from …: …; from=<…> to=<…>`
    Short,
    /// The queue id before it, `proto=` and `helo=` behind it.
    WithHelo,
    /// The enhanced status code of the refusal, too.
    WithStatus,
    /// `sasl_method=`, `sasl_username=` and `sasl_sender=`, too.
    WithLogin,
}

/// How a session ended that did not end with QUIT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndLine {
    /// `lost connection after DATA from …`
    Plain,
    /// `lost connection after DATA (11 bytes) from …`
    WithOctets,
    /// The queue id before it.
    WithQueueId,
}

/// What the end of a session tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisconnectLine {
    /// `disconnect from …`
    Plain,
    /// How often each command came, and how often it succeeded.
    Counted,
}

/// A login that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslFailureLine {
    /// `…: SASL PLAIN authentication failed`
    Plain,
    /// The reason behind it, and a line for what the client aborts.
    WithReason,
    /// `sasl_username=`, too.
    WithUsername,
}

/// When SASL begins, and may stop the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaslStart {
    /// Before `connect from`, whatever TLS says.
    BeforeConnect,
    /// After the greeting.
    AfterGreeting,
}

/// What the log names of a MAIL that is too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// Not the sender.
    NoSender,
    /// The sender.
    Sender,
}

/// How addresses of a request are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressForm {
    /// As the server holds them: `a b@example.com`
    Internal,
    /// As RFC 5321 writes them: `"a b"@example.com`
    External,
}

/// A name that does not lead back to its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameCheckLine {
    /// `198.51.100.8: address not listed for hostname …`
    AddressFirst,
    /// `hostname … does not resolve to address 198.51.100.8`
    NameFirst,
}

/// A mail header in the place of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonSmtpLine {
    /// Nothing is logged.
    Silent,
    /// `… sent message header instead of SMTP command: …`
    Header,
    /// `… sent Subject: header instead of SMTP command: …`
    NamedHeader,
    /// `… sent non-SMTP command: …`
    SentCommand,
    /// `non-SMTP command from …: …`
    Command,
    /// The same with what is not printable as escape sequences.
    Escaped,
}

/// What counts as an unknown command, and is what a connection was lost after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCommand {
    /// Nothing.
    Nothing,
    /// A word that is no command.
    Words,
    /// An empty line and one that is not UTF-8, too.
    Lines,
}

/// When a message gets its queue file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueFile {
    /// At MAIL.
    AtMail,
    /// At the first RCPT that is accepted, unless
    /// `smtpd_delay_open_until_valid_rcpt` says otherwise.
    AtRcpt,
}

/// What a table that cannot be opened leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingTable {
    /// The process ends.
    Fatal,
    /// Each lookup fails, with a warning.
    Surrogate,
}

/// What a list with an entry that cannot be used leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListTrouble {
    /// The process ends.
    Fatal,
    /// A warning, and a temporary failure.
    Warning,
}

/// A remark behind an entry of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemarkLine {
    /// It is an entry like any other.
    Silent,
    /// `mynetworks: comment at end of line is not supported: # …`
    AtEndOfLine,
    /// `mynetworks: #comment after other text is not allowed: # ……`
    AfterOtherText,
}

/// How the log of discarded keywords names SMTPUTF8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Smtputf8Name {
    /// `EHLO_MASK_SMTPUTF8`
    WithPrefix,
    /// `SMTPUTF8`
    Plain,
}

/// Who has connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectLine {
    /// Only who is greeted.
    WelcomeOnly,
    /// Everybody.
    Always,
}

/// A TLS handshake that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TlsLine {
    /// `TLS connection established from …`
    Plain,
    /// Whether the client has a certificate, too.
    WithTrust,
    /// The key exchange and the signature of TLS 1.3, too.
    WithKeyExchange,
    /// The same with the name of the group as OpenSSL writes it.
    WithGroup,
}

/// A file that holds key and certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFile {
    /// It is read twice, as either.
    Apart,
    /// It is read once.
    Mixed,
}
