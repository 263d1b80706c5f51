//! The reply codes that `main.cf` sets. A code outside 400 to 599 makes
//! Postfix answer `450 4.7.1 Service unavailable` instead.

use saslab_maincf::Settings;

/// One field for each `*_code` parameter of `smtpd_check.c`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Codes {
    pub(crate) reject: u16,
    pub(crate) defer: u16,
    pub(crate) access_map_reject: u16,
    pub(crate) access_map_defer: u16,
    pub(crate) relay_domains_reject: u16,
    pub(crate) maps_rbl_reject: u16,
    pub(crate) non_fqdn_reject: u16,
    pub(crate) invalid_hostname_reject: u16,
    pub(crate) unknown_hostname_reject: u16,
    pub(crate) unknown_client_reject: u16,
    pub(crate) unknown_address_reject: u16,
    pub(crate) plaintext_reject: u16,
    pub(crate) multi_recipient_bounce_reject: u16,
    pub(crate) unknown_local_recipient_reject: u16,
    pub(crate) unknown_relay_recipient_reject: u16,
    pub(crate) unknown_virtual_alias_reject: u16,
    pub(crate) unknown_virtual_mailbox_reject: u16,
}

impl Codes {
    pub(crate) fn read(settings: &Settings) -> Self {
        // Anything too large or negative is as wrong as 0.
        let code = |name| u16::try_from(settings.integer(name).value).unwrap_or(0);
        Self {
            reject: code("reject_code"),
            defer: code("defer_code"),
            access_map_reject: code("access_map_reject_code"),
            access_map_defer: code("access_map_defer_code"),
            relay_domains_reject: code("relay_domains_reject_code"),
            maps_rbl_reject: code("maps_rbl_reject_code"),
            non_fqdn_reject: code("non_fqdn_reject_code"),
            invalid_hostname_reject: code("invalid_hostname_reject_code"),
            unknown_hostname_reject: code("unknown_hostname_reject_code"),
            unknown_client_reject: code("unknown_client_reject_code"),
            unknown_address_reject: code("unknown_address_reject_code"),
            plaintext_reject: code("plaintext_reject_code"),
            multi_recipient_bounce_reject: code("multi_recipient_bounce_reject_code"),
            unknown_local_recipient_reject: code("unknown_local_recipient_reject_code"),
            unknown_relay_recipient_reject: code("unknown_relay_recipient_reject_code"),
            unknown_virtual_alias_reject: code("unknown_virtual_alias_reject_code"),
            unknown_virtual_mailbox_reject: code("unknown_virtual_mailbox_reject_code"),
        }
    }
}
