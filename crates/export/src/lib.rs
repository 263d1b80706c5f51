//! A session as a [`Record`] of what crossed the wire, and the forms in which other
//! tools and people read it: text, Markdown, swaks's notation, asciicast, a sequence
//! diagram, and packets. Pure text and octets: who wants a file writes it.
//!
//! A record holds what the client said, passwords too.

mod asciicast;
mod format;
mod hex;
mod packet;
mod payload;
mod pcapng;
mod record;
mod svg;
mod text;

pub use format::Format;
pub use hex::{Row, rows};
pub use record::{Endpoint, Event, Record, What};
