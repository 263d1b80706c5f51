//! Replies whose text never changes, each with the section that asks for it.
//! The enhanced code is dropped by releases that do not send any.

use crate::RfcSection;

/// A reply of one fixed line.
#[derive(Debug)]
pub(crate) struct Fixed {
    pub(crate) code: u16,
    /// The enhanced code (RFC 3463).
    pub(crate) dsn: &'static str,
    pub(crate) text: &'static str,
    pub(crate) because: &'static RfcSection,
}

macro_rules! fixed {
    ($($name:ident = $code:literal $dsn:literal $text:literal because $rfc:literal $section:literal $says:literal;)*) => {
        $(pub(crate) static $name: Fixed = Fixed {
            code: $code,
            dsn: $dsn,
            text: $text,
            because: &RfcSection { rfc: $rfc, section: $section, says: $says },
        };)*
        #[cfg(test)]
        static ALL: &[&Fixed] = &[$(&$name),*];
    };
}

fixed! {
    OK = 250 "2.0.0" "Ok" because 5321 "4.1.1.9" "the command asks for nothing but an OK";
    RESET = 250 "2.0.0" "Ok" because 5321 "4.1.1.5" "RSET ends the mail transaction";
    SENDER_OK = 250 "2.1.0" "Ok" because 5321 "4.1.1.2" "MAIL opens a transaction, and nothing spoke against this sender";
    PROXY_IN_MAIL = 503 "5.5.1" "Error: MAIL transaction in progress" because 5321 "2.2.2" "extensions of one server begin with X";
    FORWARDED = 250 "2.0.0" "Ok" because 5321 "2.2.2" "extensions of one server begin with X";
    NOT_AUTHORIZED = 550 "5.7.0" "Error: insufficient authorization" because 5321 "2.2.2" "extensions of one server begin with X";
    BDAT_OFF = 521 "5.5.1" "Error: command not implemented" because 3030 "2" "CHUNKING is not announced";
    BDAT_SYNTAX = 521 "5.5.4" "Syntax: BDAT count [LAST]" because 3030 "2" "BDAT has a number of octets";
    BDAT_NULL = 551 "5.7.1" "Null BDAT request" because 3030 "2" "an empty chunk is the last one";
    UNDECLARED_UTF8 = 553 "5.6.7" "Must declare SMTPUTF8 to send unicode address" because 6531 "3.4" "strict_smtputf8 is set";
    BAD_VERP = 501 "5.5.4" "Error: XVERP needs two characters from -=+" because 5321 "2.2.2" "extensions of one server begin with X";
    VERP_NEEDS_SENDER = 503 "5.5.4" "Error: XVERP requires non-null sender" because 5321 "2.2.2" "extensions of one server begin with X";
    BDAT_TOO_LARGE = 552 "5.3.4" "Chunk exceeds message size limit" because 1870 "6.3" "message_size_limit is smaller";
    MAIL_AFTER_BDAT = 503 "5.5.1" "Error: MAIL after BDAT" because 3030 "2" "a message in chunks ends with BDAT LAST or RSET";
    RCPT_AFTER_BDAT = 503 "5.5.1" "Error: RCPT after BDAT" because 3030 "2" "the recipients come before the chunks";
    DATA_AFTER_BDAT = 503 "5.5.1" "Error: DATA after BDAT" because 3030 "2" "a message comes by DATA or in chunks, not by both";
    BDAT_NEEDS_RCPT = 503 "5.5.1" "Error: need RCPT command" because 3030 "2" "chunks come after RCPT";
    BYE = 221 "2.0.0" "Bye" because 5321 "4.1.1.10" "the server says goodbye and closes the connection";
    START_MESSAGE = 354 "" "End data with <CR><LF>.<CR><LF>" because 5321 "4.1.1.4" "the message follows, up to a line with a single dot";
    START_TLS = 220 "2.0.0" "Ready to start TLS" because 3207 "4" "the TLS handshake follows at once";
    BAD_SYNTAX = 500 "5.5.2" "Error: bad syntax" because 5321 "4.2.4" "the line holds no command";
    BAD_UTF8 = 500 "5.5.2" "Error: bad UTF-8 syntax" because 6531 "3.1" "text beyond ASCII must be UTF-8";
    BREAKS_RULES = 221 "2.7.0" "Error: I can break rules, too. Goodbye." because 5321 "4.1.1" "the line belongs to another protocol or to a message";
    MUST_STARTTLS = 530 "5.7.0" "Must issue a STARTTLS command first" because 3207 "4" "this server serves no mail without TLS";
    NOT_SYNCHRONIZED = 554 "5.5.0" "Error: SMTP protocol synchronization" because 2920 "3.1" "this command must be the last one before its reply";
    NOT_IMPLEMENTED = 502 "5.5.1" "Error: command not implemented" because 5321 "4.2.4" "the server does not offer the command";
    HELO_SYNTAX = 501 "" "Syntax: HELO hostname" because 5321 "4.1.1.1" "HELO needs the client's name";
    EHLO_SYNTAX = 501 "" "Syntax: EHLO hostname" because 5321 "4.1.1.1" "EHLO needs the client's name";
    RSET_SYNTAX = 501 "5.5.4" "Syntax: RSET" because 5321 "4.1.1.5" "RSET has no parameters";
    DATA_SYNTAX = 501 "5.5.4" "Syntax: DATA" because 5321 "4.1.1.4" "DATA has no parameters";
    STARTTLS_SYNTAX = 501 "5.5.4" "Syntax: STARTTLS" because 3207 "4" "STARTTLS has no parameters";
    AUTH_SYNTAX = 501 "5.5.4" "Syntax: AUTH mechanism" because 4954 "4" "AUTH has a mechanism and at most one initial response";
    ETRN_SYNTAX = 500 "" "Syntax: ETRN domain" because 1985 "5" "ETRN has one parameter";
    ETRN_BAD_NAME = 501 "" "Error: invalid parameter syntax" because 1985 "5.2" "the parameter must be a host name";
    ETRN_IN_MAIL = 503 "" "Error: MAIL transaction in progress" because 5321 "4.1.4" "a mail transaction is open";
    ETRN_HELO_FIRST = 503 "" "Error: send HELO/EHLO first" because 5321 "4.1.4" "smtpd_helo_required asks for a greeting";
    HELO_FIRST = 503 "5.5.1" "Error: send HELO/EHLO first" because 5321 "4.1.4" "smtpd_helo_required asks for a greeting";
    NESTED_MAIL = 503 "5.5.1" "Error: nested MAIL command" because 5321 "4.1.4" "a mail transaction is open";
    NEED_MAIL = 503 "5.5.1" "Error: need MAIL command" because 5321 "4.1.4" "no mail transaction is open";
    NEED_RCPT = 503 "5.5.1" "Error: need RCPT command" because 5321 "4.1.4" "no mail transaction is open";
    NO_RECIPIENTS = 554 "5.5.1" "Error: no valid recipients" because 5321 "3.3" "no recipient was accepted";
    TOO_MANY_RECIPIENTS = 452 "4.5.3" "Error: too many recipients" because 5321 "4.5.3.1.10" "smtpd_recipient_limit is reached";
    RECIPIENT_OK = 250 "2.1.5" "Ok" because 5321 "4.1.1.3" "the restrictions let this recipient pass";
    BAD_SENDER = 501 "5.1.7" "Bad sender address syntax" because 5321 "4.1.2" "this is not an address";
    BAD_RECIPIENT = 501 "5.1.3" "Bad recipient address syntax" because 5321 "4.1.2" "this is not an address";
    BAD_ADDRESS = 501 "" "Bad address syntax" because 5321 "4.1.2" "this is not an address";
    BAD_SIZE = 501 "5.5.4" "Bad message size syntax" because 1870 "3" "SIZE is a number of octets";
    SIZE_OVERFLOW = 552 "5.3.4" "Message size exceeds file system imposed limit" because 1870 "6.1" "no message can be that large";
    TOO_LARGE = 552 "5.3.4" "Message size exceeds fixed limit" because 1870 "6.1" "message_size_limit is smaller";
    NO_SPACE = 452 "4.3.1" "Insufficient system storage" because 1870 "6.3" "queue_minfree and the largest message leave no space in the queue";
    MESSAGE_TOO_LARGE = 552 "5.3.4" "Error: message too large" because 1870 "6.3" "message_size_limit is smaller";
    FILE_TOO_BIG = 552 "5.3.4" "Error: message file too big" because 1870 "6.3" "message_size_limit is smaller";
    DSN_OFF = 501 "5.7.1" "DSN support is disabled" because 3461 "4" "smtpd_discard_ehlo_keywords hides DSN";
    BAD_RET = 501 "5.5.4" "Bad RET parameter syntax" because 3461 "4.3" "RET is FULL or HDRS";
    BAD_ENVID = 501 "5.5.4" "Bad ENVID parameter syntax" because 3461 "4.4" "ENVID is xtext";
    BAD_NOTIFY = 501 "5.5.4" "Error: Bad NOTIFY parameter syntax" because 3461 "4.1" "NOTIFY is NEVER, or of SUCCESS, FAILURE and DELAY";
    BAD_ORCPT = 501 "5.5.4" "Error: Bad ORCPT parameter syntax" because 3461 "4.2" "ORCPT is a type, a semicolon and xtext";
    TWO_AUTH_OPTIONS = 503 "5.5.4" "Error: multiple AUTH= options" because 4954 "5" "MAIL has at most one AUTH parameter";
    VRFY_OFF = 502 "5.5.1" "VRFY command is disabled" because 5321 "3.5.3" "disable_vrfy_command is set";
    VRFY_SYNTAX = 501 "5.5.4" "Syntax: VRFY address" because 5321 "4.1.1.6" "VRFY needs an address";
    VRFY_SYNTAX_UTF8 = 501 "5.5.4" "Syntax: VRFY address [SMTPUTF8]" because 5321 "4.1.1.6" "VRFY needs an address";
    AUTH_OFF = 503 "5.5.1" "Error: authentication not enabled" because 4954 "4" "the server offers no AUTH here";
    AUTH_IN_MAIL = 503 "5.5.1" "Error: MAIL transaction in progress" because 4954 "4" "AUTH is not permitted during a mail transaction";
    AUTH_TWICE = 503 "5.5.1" "Error: already authenticated" because 4954 "4" "after a successful AUTH no other may follow";
    AUTH_ABORTED = 501 "5.7.0" "Authentication aborted" because 4954 "4" "the client gave the exchange up with *";
    AUTH_TOO_LONG = 500 "5.5.6" "SASL response limit exceeded" because 4954 "4" "the response is longer than the server takes";
    TLS_ACTIVE = 554 "5.5.1" "Error: TLS already active" because 3207 "4.2" "STARTTLS comes once";
    TLS_UNAVAILABLE = 454 "4.7.0" "TLS not available due to local problem" because 3207 "4" "the server has no usable certificate";
    QUEUING_STARTED = 250 "" "Queuing started" because 1985 "5.3" "the server tries to deliver what waits for the domain";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_the_enhanced_code_is_that_of_the_reply_code() {
        for fixed in ALL {
            let class = fixed.code / 100;
            assert!((2..=5).contains(&class), "{fixed:?}");
            let agrees = fixed.dsn.is_empty() || fixed.dsn.starts_with(&class.to_string());
            assert!(agrees, "{fixed:?}");
        }
    }

    #[test]
    fn the_reasons_are_clauses() {
        for fixed in ALL {
            assert!(!fixed.because.says.ends_with('.'), "{fixed:?}");
        }
    }
}
