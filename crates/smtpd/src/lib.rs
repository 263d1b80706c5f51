//! The SMTP session of Postfix's smtpd(8) as a pure function of the session
//! and one input. No clock, no socket: the caller moves the bytes.
//! Left out: running milters, `smtpd_proxy_filter`, postscreen, rate limits across
//! sessions, and the delays after errors.

mod address;
mod cause;
mod command;
pub mod disclosure;
mod fixed;
mod installation;
mod log;
mod reply;
mod server;
mod session;
mod wire;

pub use cause::{Cause, ClientFact, RfcSection};
pub use command::{Line, LineEnd, Token, tokens};
pub use installation::Installation;
pub use log::{About, Counts, Ending, EtrnFault, Forwarded, LogEvent, QueueId, Where};
pub use reply::{Reply, ReplyLine, Withheld};
pub use saslab_maincf as maincf;
pub use saslab_policy as policy;
pub use saslab_release as release;
pub use saslab_sasl as sasl;
pub use server::{Seen, Server, StartError, in_service, realm, refused_by_master};
pub use session::{Channel, Expect, Input, Oddity, Session, State, Step};
pub use wire::Wire;
