//! Names of the server, and forms of addresses.
//! Read from `mail_params.h` of every release, and from postconf(5).

use super::{Default, Group, Kind, LIST, NOT_EMPTY, NUMBER, Described, RELEASE_NUMBER, Reader, TEXT, YES_NO, at};
use saslab_release::v;

/// This theme's part of the table.
pub(super) const ROWS: &[Described] = &[
    row(
        "myhostname",
        NOT_EMPTY,
        "The name of this mail system, shown in the greeting.",
        &[at(&[v(1, 1, 0)], "mail.example.com")],
    ).read_by(Reader::Everyone),
    row(
        "mydomain",
        NOT_EMPTY,
        "The domain of this mail system.",
        &[at(&[v(1, 1, 0)], "localdomain")],
    ).read_by(Reader::Everyone),
    row(
        "myorigin",
        NOT_EMPTY,
        "The domain that is added to addresses without one.",
        &[at(&[v(1, 1, 0)], "$myhostname")],
    ).read_by(Reader::Everyone),
    row(
        "mydestination",
        LIST,
        "Domains whose mail is delivered to local accounts.",
        &[at(&[v(1, 1, 0)], "$myhostname, localhost.$mydomain"), at(&[v(2, 1, 0)], "$myhostname, localhost.$mydomain, localhost")],
    ).read_by(Reader::Everyone),
    row(
        "inet_interfaces",
        LIST,
        "The interfaces that Postfix listens on, whose addresses are its own.",
        &[at(&[v(1, 1, 0)], "all")],
    ).earlier(NOT_EMPTY, &[v(2, 9, 0)]).read_by(Reader::Everyone),
    row(
        "inet_protocols",
        LIST,
        "IP versions that Postfix speaks.",
        &[at(&[v(2, 2, 0)], "ipv4"), at(&[v(2, 9, 0)], "all")],
    ).earlier(NOT_EMPTY, &[v(2, 9, 0)]).read_by(Reader::Everyone).before("ipv4"),
    row(
        "proxy_interfaces",
        LIST,
        "Further addresses of this mail system, behind a proxy or address translator.",
        &[at(&[v(2, 0, 0)], "")],
    ).read_by(Reader::Everyone),
    row(
        "mynetworks",
        LIST,
        "Clients with more rights than strangers, above all to relay.",
        &[at(&[v(1, 1, 0)], "")],
    ).earlier(NOT_EMPTY, &[v(2, 1, 0)]).read_by(Reader::Everyone),
    row(
        "mynetworks_style",
        NOT_EMPTY,
        "How the default of mynetworks is made from the interfaces.",
        &[at(&[v(1, 1, 0)], "subnet"), at(&[v(3, 0, 0)], "${{$compatibility_level} < {2} ? {subnet} : {host}}"), at(&[v(3, 6, 0)], "${{$compatibility_level} <level {2} ? {subnet} : {host}}")],
    ).read_by(Reader::Everyone),
    row(
        "relay_domains",
        LIST,
        "Domains, not delivered here, for which mail is accepted from anyone.",
        &[at(&[v(1, 1, 0)], "$mydestination"), at(&[v(3, 0, 0)], "${{$compatibility_level} < {2} ? {$mydestination} : {}}"), at(&[v(3, 6, 0)], "${{$compatibility_level} <level {2} ? {$mydestination} : {}}")],
    ).read_by(Reader::Everyone),
    row(
        "parent_domain_matches_subdomains",
        LIST,
        "Lists in which example.com stands for its subdomains too.",
        &[at(&[v(1, 1, 0)], "debug_peer_list,fast_flush_domains,mynetworks,permit_mx_backup_networks,qmqpd_authorized_clients,relay_domains,smtpd_access_maps")],
    ).read_by(Reader::Everyone),
    row(
        "recipient_delimiter",
        TEXT,
        "What separates a user name from an extension.",
        &[at(&[v(1, 1, 0)], "")],
    ).earlier(Kind::Text { min: 0, max: 1 }, &[v(2, 11, 0)]).read_by(Reader::Everyone),
    row(
        "compatibility_level",
        LIST,
        "Below which release's defaults the old ones stay in force.",
        &[at(&[v(3, 0, 0)], "0")],
    ).earlier(NUMBER, &[v(3, 6, 0)]).read_by(Reader::Everyone).before("0"),
    row(
        "mail_name",
        NOT_EMPTY,
        "The name that the software gives itself.",
        &[at(&[v(1, 1, 0)], "Postfix")],
    ).read_by(Reader::Everyone),
    row(
        "mail_version",
        NOT_EMPTY,
        "The release number.",
        &[
            at(&[v(1, 1, 0)], RELEASE_NUMBER),
            // That release's header has no third number.
            at(&[v(3, 9, 0)], "3.9"),
            at(&[v(3, 9, 1)], RELEASE_NUMBER),
        ],
    ).read_by(Reader::Everyone),
    row(
        "double_bounce_sender",
        NOT_EMPTY,
        "The sender of notices about mail that could not be returned, and of probes.",
        &[at(&[v(1, 1, 0)], "double-bounce")],
    ).read_by(Reader::Everyone),
    row(
        "config_directory",
        TEXT,
        "The directory of main.cf.",
        &[at(&[v(1, 1, 0)], "/etc/postfix")],
    ).read_by(Reader::Everyone),
    row(
        "allow_percent_hack",
        YES_NO,
        "Whether user%domain is read as user@domain.",
        &[at(&[v(1, 1, 0)], "yes")],
    ).read_by(Reader::Others),
    row(
        "swap_bangpath",
        YES_NO,
        "Whether site!user is read as user@site.",
        &[at(&[v(1, 1, 0)], "yes")],
    ).read_by(Reader::Others),
    row(
        "append_at_myorigin",
        YES_NO,
        "Whether $myorigin is added to a bare user name.",
        &[at(&[v(1, 1, 0)], "yes")],
    ).read_by(Reader::Others),
    row(
        "append_dot_mydomain",
        YES_NO,
        "Whether .$mydomain is added to a domain without a dot.",
        &[at(&[v(1, 1, 0)], "yes"), at(&[v(3, 0, 0)], "${{$compatibility_level} < {1} ? {yes} : {no}}"), at(&[v(3, 6, 0)], "${{$compatibility_level} <level {1} ? {yes} : {no}}")],
    ).read_by(Reader::Others),
    row(
        "allow_untrusted_routing",
        YES_NO,
        "Whether user@there@here from strangers may be relayed.",
        &[at(&[v(1, 1, 0)], "no")],
    ),
    row(
        "resolve_dequoted_address",
        YES_NO,
        "Whether quotes are taken off before a local part is looked at for routing.",
        &[at(&[v(1, 1, 9), v(2, 0, 0)], "yes")],
    ).before("no"),
    row(
        "resolve_null_domain",
        YES_NO,
        "Whether user@ is read as a local address instead of being refused.",
        &[at(&[v(2, 1, 0)], "no")],
    ).before("no"),
    row(
        "resolve_numeric_domain",
        YES_NO,
        "Whether user@1.2.3.4 is read as user@[1.2.3.4].",
        &[at(&[v(2, 3, 0)], "no")],
    ).before("no"),
    row(
        "empty_address_recipient",
        TEXT,
        "Who gets mail for the empty address.",
        &[at(&[v(1, 1, 0)], "MAILER-DAEMON")],
    ),
    row(
        "process_name",
        TEXT,
        "The name of the program, for $process_name.",
        &[at(&[v(1, 1, 0)], "smtpd")],
    ).read_by(Reader::Everyone),
    row(
        "service_name",
        TEXT,
        "The name of the service in master.cf, for $service_name.",
        &[at(&[v(3, 3, 0)], "")],
    ).read_by(Reader::Everyone).before("smtp"),
];

const fn row(
    name: &'static str,
    kind: Kind,
    meaning: &'static str,
    defaults: &'static [Default],
) -> Described {
    Described::new(Group::Identity, name, kind, meaning, defaults)
}
