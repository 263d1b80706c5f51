//! Restriction lists, and what they look at.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, NUMBER_ABOVE_0, Described, RAW, Reader, TEXT, TIME, TIME_ABOVE_0, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "smtpd_client_restrictions",
        LIST,
        "Who may connect.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_helo_restrictions",
        LIST,
        "Which names a client may give itself.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_sender_restrictions",
        LIST,
        "Which senders are accepted.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_relay_restrictions",
        LIST,
        "Who may send mail to strangers.",
        &[at(&[v(2, 10, 0)], "permit_mynetworks, reject_unauth_destination"), at(&[v(2, 10, 1), v(2, 11, 0)], "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination"), at(&[v(3, 3, 0)], "${{$compatibility_level} < {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}"), at(&[v(3, 6, 0)], "${{$compatibility_level} <level {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}")],
    ),
    row(
        "smtpd_recipient_restrictions",
        LIST,
        "Which recipients are accepted.",
        &[at(&[v(1, 1, 0)], "permit_mynetworks,check_relay_domains"), at(&[v(2, 0, 0)], "permit_mynetworks, reject_unauth_destination"), at(&[v(2, 10, 0)], "")],
    ),
    row(
        "smtpd_data_restrictions",
        LIST,
        "Whether DATA is accepted.",
        &[at(&[v(2, 0, 0)], "")],
    ),
    row(
        "smtpd_end_of_data_restrictions",
        LIST,
        "Whether the message is accepted.",
        &[at(&[v(2, 2, 0)], "")],
    ),
    row(
        "smtpd_etrn_restrictions",
        LIST,
        "Who may use ETRN.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_restriction_classes",
        LIST,
        "Names of further lists, set elsewhere in main.cf.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "smtpd_delay_reject",
        YES_NO,
        "Whether client, HELO and sender lists wait for RCPT.",
        &[at(&[v(1, 1, 0)], "yes")],
    ),
    row(
        "smtpd_relay_before_recipient_restrictions",
        YES_NO,
        "Whether the relay list comes before the recipient list.",
        &[at(&[v(3, 6, 0)], "${{$compatibility_level} <level {3.6} ? {no} : {yes}}")],
    ).before("no"),
    row(
        "smtpd_null_access_lookup_key",
        TEXT,
        "What access tables are asked for the empty sender.",
        &[at(&[v(1, 1, 0)], ""), at(&[v(1, 1, 3), v(2, 0, 0)], "<>")],
    ),
    row(
        "permit_mx_backup_networks",
        LIST,
        "Networks of the primary servers that permit_mx_backup accepts.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "maps_rbl_domains",
        LIST,
        "DNSBLs of reject_maps_rbl.",
        &[at(&[v(1, 1, 0)], "")],
    ),
    row(
        "rbl_reply_maps",
        LIST,
        "Tables of the reply for each DNSBL.",
        &[at(&[v(2, 0, 0)], "")],
    ),
    row(
        "default_rbl_reply",
        RAW,
        "The reply to a listed client.",
        &[at(&[v(2, 0, 0)], "$rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}")],
    ).before("$rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}"),
    row(
        "smtpd_policy_service_default_action",
        NOT_EMPTY,
        "What happens if a policy service does not answer.",
        &[at(&[v(3, 0, 0)], "451 4.3.5 Server configuration problem")],
    ).before("451 4.3.5 Server configuration problem"),
    row(
        "smtpd_policy_service_policy_context",
        TEXT,
        "A text that policy services are told.",
        &[at(&[v(3, 1, 0)], "")],
    ).not_simulated(),
    row(
        "smtpd_policy_service_timeout",
        TIME_ABOVE_0,
        "How long a policy service may take.",
        &[at(&[v(2, 1, 0)], "100s")],
    ).before("100s").not_simulated(),
    row(
        "smtpd_policy_service_max_idle",
        TIME_ABOVE_0,
        "How long an idle connection to a policy service is kept.",
        &[at(&[v(2, 1, 0)], "300s")],
    ).before("300s").not_simulated(),
    row(
        "smtpd_policy_service_max_ttl",
        TIME_ABOVE_0,
        "How long a connection to a policy service is used.",
        &[at(&[v(2, 1, 0)], "1000s")],
    ).before("1000s").not_simulated(),
    row(
        "smtpd_policy_service_try_limit",
        NUMBER_ABOVE_0,
        "How often a policy service is tried.",
        &[at(&[v(3, 0, 0)], "2")],
    ).before("2").not_simulated(),
    row(
        "smtpd_policy_service_request_limit",
        NUMBER,
        "How many requests one connection to a policy service carries.",
        &[at(&[v(3, 0, 0)], "0")],
    ).before("0").not_simulated(),
    row(
        "smtpd_policy_service_retry_delay",
        TIME_ABOVE_0,
        "How long to wait before a policy service is tried again.",
        &[at(&[v(3, 0, 0)], "1s")],
    ).before("1s").not_simulated(),
    row(
        "smtpd_log_access_permit_actions",
        LIST,
        "Actions permit of which the log tells.",
        &[at(&[v(2, 10, 0)], "")],
    ).not_simulated(),
    row(
        "address_verify_sender",
        TEXT,
        "The sender of address probes.",
        &[at(&[v(2, 1, 0)], "postmaster"), at(&[v(2, 5, 0)], "$double_bounce_sender")],
    ).not_simulated(),
    row(
        "address_verify_map",
        LIST,
        "The table of probe results.",
        &[at(&[v(2, 1, 0)], ""), at(&[v(2, 7, 0)], "btree:$data_directory/verify_cache"), at(&[v(3, 11, 0)], "$default_cache_db_type:$data_directory/verify_cache")],
    ).not_simulated(),
    row(
        "soft_bounce",
        YES_NO,
        "Whether every 5xx reply becomes 4xx.",
        &[at(&[v(1, 1, 0)], "no")],
    ).read_by(Reader::Everyone),
    row(
        "address_verify_poll_count",
        NUMBER_ABOVE_0,
        "How often the result of a probe is asked for.",
        &[at(&[v(2, 1, 0)], "3"), at(&[v(2, 6, 6)], "${stress?1}${stress:3}"), at(&[v(3, 0, 0)], "${stress?{1}:{3}}")],
    ).before("3").not_simulated(),
    row(
        "address_verify_poll_delay",
        TIME_ABOVE_0,
        "How long to wait between two such questions.",
        &[at(&[v(2, 1, 0)], "3s")],
    ).before("3s").not_simulated(),
    row(
        "address_verify_sender_ttl",
        TIME,
        "How often the sender of probes changes.",
        &[at(&[v(2, 9, 0)], "0s")],
    ).before("0s").not_simulated(),
    row(
        "smtpd_reject_filter_maps",
        LIST,
        "Tables that rewrite refusals.",
        &[at(&[v(3, 11, 0)], "")],
    ).not_simulated(),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Policy, name, kind, meaning, defaults)
}
