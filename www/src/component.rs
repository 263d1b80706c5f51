//! Components and plain functions that show data and take callbacks; they decide
//! nothing. What has no state of its own is a function; what has is a part (`part.rs`).

mod add;
mod bytes;
mod consequences;
mod decode;
mod editor;
mod encode;
mod export;
mod failure;
mod findings;
mod focus;
mod fold;
mod log;
mod login;
mod masthead;
mod mechanisms;
mod missing;
mod octets;
mod offers;
mod order;
mod picker;
mod player;
mod prompt;
mod reading;
mod realm;
mod recipes;
mod relay;
mod reply_line;
mod security;
mod server;
mod session;
mod stage;
mod switch;
mod tablist;
mod tabs;
mod transcript;
mod why_panel;
mod workshop;

pub(crate) use consequences::Consequences;
pub(crate) use decode::Decode;
pub(crate) use encode::Encode;
pub(crate) use masthead::masthead;
pub(crate) use picker::{Choice, Picker};
pub(crate) use reply_line::reason;
pub(crate) use server::Server;
pub(crate) use session::Session;
