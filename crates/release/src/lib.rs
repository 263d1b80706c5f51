//! What differs between Postfix releases: a release number, the table of
//! changes, and the dialect that folds the table for one release.
//! Left out: parameter defaults, which stand in the rows of `saslab-maincf`.

mod change;
mod command;
mod dialect;
mod log_style;
mod login;
mod lookup;
mod main_cf;
mod message;
mod release;
mod word;

pub use change::{CHANGES, Change, latest_arrivals};
pub use command::{ProxyStyle, RecipientCheckOfVrfy, SyntaxReminder, VrfyArgument};
pub use dialect::{
    AddressCheck, CheckRelayDomains, Dialect, EarlyTalker, ErrorLimit, HangsUp, NonSmtp,
    ReplyStyle, StartUpCheck, TextShown, UnknownCommand, UnlistedRecipients, Verp,
};
pub use log_style::{
    ActionLine, AddressForm, ChainFile, ConnectLine, DisconnectLine, EndLine, ForwardedLine,
    ListTrouble, LogStyle, MissingTable, NameCheckLine, NoCommand, NonSmtpLine, QueueFile,
    RemarkLine, Reported, SaslFailureLine, SaslStart, Smtputf8Name, TlsLine, TooLarge,
};
pub use login::{
    AuthDuringMail, AuthParameter, DovecotRefusal, SaslFailureReply, SaslHandle, SaslOptions,
};
pub use lookup::{
    AbsentServers, BareAddress, DnsReason, DnsTrouble, LoginMismatch, MxBackup, NullMx, StatusEnd,
};
pub use main_cf::{BoundStyle, MainCfStyle, OriginCheck, Syntax};
pub use message::{
    AfterRefusal, BareNewlineWords, DeclaredSize, ExcessOctets, FooterStart, LongLines, SizeCheck,
    SourceRoute, SpaceFor,
};
pub use release::{ParseReleaseError, Release, includes, v};
pub use word::{Keyword, Verb, Wave};
