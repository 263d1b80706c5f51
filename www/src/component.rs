//! Components: they get data and callbacks, and show them. They decide nothing.

mod add;
mod consequences;
mod editor;
mod failure;
mod focus;
mod log;
mod masthead;
mod mechanisms;
mod missing;
mod order;
mod picker;
mod prompt;
mod realm;
mod relay;
mod reply_line;
mod security;
mod server;
mod session;
mod switch;
mod transcript;
mod transport;

pub(crate) use consequences::Consequences;
pub(crate) use masthead::Masthead;
pub(crate) use server::Server;
pub(crate) use session::Session;
