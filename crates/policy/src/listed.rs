//! The tables of addresses that exist.

use crate::destination::Destination;
use crate::maps::Maps;
use crate::reading::Reading;

/// One field for each parameter that `check_rcpt_maps` searches.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) recipient_canonical: Maps,
    pub(crate) sender_canonical: Maps,
    pub(crate) canonical: Maps,
    pub(crate) virtual_alias: Maps,
    pub(crate) virtual_mailbox: Maps,
    pub(crate) relay: Maps,
    pub(crate) local: Maps,
    pub(crate) relocated: Maps,
    pub(crate) names_tables: bool,
    double_bounce: String,
}

impl Listed {
    pub(crate) fn read(reading: &Reading<'_>) -> Self {
        let maps = |name| Maps::read(name, reading);
        Self {
            recipient_canonical: maps("recipient_canonical_maps"),
            sender_canonical: maps("sender_canonical_maps"),
            canonical: maps("canonical_maps"),
            virtual_alias: maps("virtual_alias_maps"),
            virtual_mailbox: maps("virtual_mailbox_maps"),
            relay: maps("relay_recipient_maps"),
            local: maps("local_recipient_maps"),
            relocated: maps("relocated_maps"),
            names_tables: reading.yes("show_user_unknown_table_name"),
            double_bounce: reading.text("double_bounce_sender"),
        }
    }

    /// Local names that exist without standing in any table.
    pub(crate) fn always_local(&self, destination: &Destination) -> bool {
        let user = destination.recipient.split('@').next().unwrap_or("");
        [self.double_bounce.as_str(), "postmaster", "mailer-daemon"]
            .iter()
            .any(|name| user.eq_ignore_ascii_case(name))
    }
}
