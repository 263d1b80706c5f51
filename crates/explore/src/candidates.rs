//! What whoever sweeps a live server would try: every client and address that the
//! configuration names, and the familiar ones, none of them taken for another.

use std::net::IpAddr;
use std::sync::Arc;

use saslab_smtpd::Server;
use saslab_smtpd::maincf::Service;

use crate::alphabet::{Alphabet, Form, Reach};
use crate::{Destination, Lens};

/// The candidates of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidates {
    /// Where clients connect from, and whether anybody on the Internet may do so.
    pub peers: Vec<(IpAddr, Reachable)>,
    /// Lines with EHLO.
    pub hellos: Vec<Arc<str>>,
    /// Lines with MAIL.
    pub senders: Vec<Arc<str>>,
    /// Lines with RCPT, and where they lead.
    pub recipients: Vec<(Arc<str>, Target)>,
}

/// Who can connect from an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reachable {
    /// Anybody.
    ByAnyone,
    /// Whom the configuration or the server's own network names.
    BySome,
}

/// Where a recipient leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somewhere that the server is responsible for.
    Own,
    /// Elsewhere.
    Foreign,
    /// Elsewhere, behind an address of the server.
    Routed,
}

/// The candidates of a service that clients reach directly.
#[must_use]
pub fn candidates(server: &Server, service: &Service) -> Candidates {
    let all = Alphabet::all((server, service), Lens::Direct);
    let peers = all.peers.into_iter().filter(|peer| peer.name.is_none());
    Candidates {
        peers: peers
            .map(|peer| match peer.reach {
                Reach::Anyone => (peer.address, Reachable::ByAnyone),
                Reach::Named | Reach::Own => (peer.address, Reachable::BySome),
            })
            .collect(),
        hellos: all.hellos.into_iter().map(|word| word.line).collect(),
        senders: all.senders.into_iter().map(|word| word.line).collect(),
        recipients: all
            .recipients
            .into_iter()
            .map(|to| match (to.destination, to.form) {
                (_, Form::Routed) => (to.line, Target::Routed),
                (Destination::Foreign, Form::Plain | Form::Nobody) => (to.line, Target::Foreign),
                (Destination::Local | Destination::Relay, Form::Plain | Form::Nobody) => {
                    (to.line, Target::Own)
                }
            })
            .collect(),
    }
}
