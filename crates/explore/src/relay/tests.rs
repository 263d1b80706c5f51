//! The relay table of small servers.

use super::*;
use crate::witness::last_line;
use saslab_smtpd::Installation;
use saslab_smtpd::policy::{Fact, FactKind, Outside, Supposed};
use saslab_smtpd::release::Release;

/// Below compatibility level 1 a server needs a relay restriction to start.
const RELAY: &str = "mydestination = example.com\n\
    smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated\n \
    defer_unauth_destination\n";

fn started(main_cf: &str) -> Arc<Server> {
    let text = [RELAY, main_cf].concat();
    Server::start(&Installation::new(Release::DEFAULT, &text)).unwrap()
}

/// Local and foreign, row by row.
fn verdicts(main_cf: &str) -> Vec<[Verdict; 2]> {
    let rows = relay_table(&started(main_cf), Lens::Direct);
    let ends = |row: &Row| [row.cells[0].verdict, row.cells[2].verdict];
    rows.iter().map(ends).collect()
}

use Verdict::{Accepted, Deferred, NoDomain, NoLogin};

#[test]
fn an_outsider_relays_only_after_a_login() {
    assert_eq!(
        verdicts("smtpd_sasl_auth_enable = yes\n"),
        [
            [Accepted, Deferred],
            [Accepted, Deferred],
            [NoLogin, NoLogin],
            [Accepted, Accepted],
            [Accepted, Accepted],
        ]
    );
}

#[test]
fn without_auth_nobody_logs_in() {
    assert_eq!(
        verdicts(""),
        [
            [Accepted, Deferred],
            [NoLogin, NoLogin],
            [NoLogin, NoLogin],
            [NoLogin, NoLogin],
            [Accepted, Accepted],
        ]
    );
    assert_eq!(
        &*relay_table(&started(""), Lens::Direct)[3].cells[0].reply,
        ""
    );
}

#[test]
fn a_network_that_is_the_whole_world_makes_an_open_relay() {
    assert_eq!(
        verdicts("mynetworks = 0.0.0.0/0\n")[0],
        [Accepted, Accepted]
    );
}

#[test]
fn behind_a_gateway_of_its_own_network_the_server_trusts_everybody() {
    let lens = Lens::Gateway("192.0.2.1".parse().unwrap());
    let rows = relay_table(&started("mynetworks = 192.0.2.0/24\n"), lens);
    assert_eq!(rows[0].cells[2].verdict, Accepted);
    assert_eq!(rows[0].cells[2].witness.client, OUTSIDER);
    assert_eq!(rows[0].cells[2].witness.seen.to_string(), "192.0.2.1");
}

#[test]
fn relay_domains_have_a_column_of_their_own() {
    let rows = relay_table(&started("relay_domains = example.org\n"), Lens::Direct);
    assert_eq!(rows[0].cells[1].verdict, Accepted);
    let rows = relay_table(&started("relay_domains =\n"), Lens::Direct);
    assert_eq!(rows[0].cells[1].verdict, NoDomain);
}

#[test]
fn who_logs_in_begins_tls_where_auth_waits_for_it() {
    let text = "smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n\
        smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";
    let rows = relay_table(&started(text), Lens::Direct);
    assert_eq!(rows[3].cells[2].verdict, Accepted);
    assert_eq!(&*rows[3].cells[2].witness.lines[1], "STARTTLS");
}

#[test]
fn the_witness_of_a_cell_gives_its_reply_again() {
    let server = started("smtpd_sasl_auth_enable = yes\nrelay_domains = example.org\n");
    for row in relay_table(&server, Lens::Direct) {
        for cell in row.cells.iter().filter(|cell| cell.verdict != NoLogin) {
            let steps = cell.witness.replay_on(&server);
            assert_eq!(last_line(steps.last().unwrap()), &*cell.reply);
        }
    }
}

fn by_ipv6(main_cf: &str, lens: Lens) -> Option<Verdict> {
    let rows = relay_rows(&started(main_cf), lens, &Who::EVERY);
    let mut rows = rows.iter();
    let row = rows.find(|row| row.who.origin == Origin::OutsiderByIpv6)?;
    Some(row.cells[2].verdict)
}

#[test]
fn a_client_by_ipv6_has_a_row_where_the_server_has_such_an_address() {
    assert_eq!(by_ipv6("", Lens::Direct), Some(Deferred));
    let world = "mynetworks = [::]/0\n";
    assert_eq!(by_ipv6(world, Lens::Direct), Some(Accepted));
    assert_eq!(by_ipv6("inet_protocols = ipv4\n", Lens::Direct), None);
}

#[test]
fn a_proxy_that_hides_ipv6_lets_it_in() {
    let bridge = IpAddr::from([172, 17, 0, 1]);
    let trusted = "inet_protocols = ipv4\nmynetworks = 172.17.0.0/16\n";
    let lens = Lens::Ipv6Gateway(bridge);
    assert_eq!(by_ipv6(trusted, lens), Some(Accepted));
}

#[test]
fn a_server_that_is_open_by_ipv6_alone_is_open_from_outside() {
    let rows = |networks: &str| {
        let server = started(&["mynetworks = ", networks, "\n"].concat());
        relay_rows(&server, Lens::Direct, &Who::EVERY)
    };
    let outside = |networks: &str| {
        let rows = rows(networks);
        let cell = from_outside(&rows, Identity::None).unwrap();
        (cell.verdict, cell.witness.client.is_ipv6())
    };
    assert_eq!(outside("[::]/0"), (Accepted, true));
    assert_eq!(outside("0.0.0.0/0"), (Accepted, false));
    assert_eq!(outside("127.0.0.0/8"), (Deferred, false));
    assert_eq!(from_outside(&[], Identity::None), None);
}

/// Domains and routes that a database holds.
const DATABASE: &str = "virtual_mailbox_domains = mysql:/etc/postfix/domains.cf\n\
    virtual_alias_maps = proxy:mysql:/etc/postfix/aliases.cf\n";

/// The cells of a server whose tables of other servers can be opened.
fn cells(lines: &[&str], outside: Outside) -> Vec<Cell> {
    let text = [&[RELAY, "smtpd_sasl_auth_enable = yes\n"], lines]
        .concat()
        .concat();
    let mut installation = Installation::new(Release::DEFAULT, &text);
    installation.world.add_plug_ins();
    installation.world.outside = outside;
    let server = Server::start(&installation).unwrap();
    let rows = relay_table(&server, Lens::Direct);
    rows.into_iter().flat_map(|row| row.cells).collect()
}

/// What ends where a stranger sends to any domain, and on which condition.
fn of_stranger(lines: &[&str]) -> (Verdict, Option<String>) {
    let cell = cells(lines, Outside::World).swap_remove(2);
    (cell.verdict, cell.witness.provided())
}

#[test]
fn a_foreign_domain_is_in_no_table_of_the_servers_own() {
    let says = "provided that no foreign domain is in proxy:mysql:/etc/postfix/aliases.cf, \
        mysql:/etc/postfix/domains.cf";
    assert_eq!(of_stranger(&[DATABASE]), (Deferred, Some(says.to_owned())));
    let lines = "relay_domains = ldap:domains\ntransport_maps = pgsql:/etc/postfix/routes.cf\n";
    let says = "provided that no foreign domain is in ldap:domains, pgsql:/etc/postfix/routes.cf";
    assert_eq!(of_stranger(&[lines]), (Deferred, Some(says.to_owned())));
    let all = cells(&[DATABASE, lines], Outside::World);
    let foreign = all
        .iter()
        .filter(|cell| cell.destination == Destination::Foreign);
    let ends: Vec<Verdict> = foreign.map(|cell| cell.verdict).collect();
    assert_eq!(ends, [Deferred, Deferred, NoLogin, Accepted, Accepted]);
}

#[test]
fn a_session_shows_what_it_says_where_its_facts_are_supposed() {
    let lines = [DATABASE, "transport_maps = mysql:/etc/postfix/routes.cf\n"];
    let text = [&[RELAY], &lines[..]].concat().concat();
    let site = crate::Site::new(Installation::new(Release::DEFAULT, &text));
    let cell = cells(&lines, Outside::World).swap_remove(2);
    assert_eq!(cell.verdict, Deferred);
    let steps = cell.witness.replay(&site).unwrap();
    assert_eq!(last_line(steps.last().unwrap()), &*cell.reply);
    assert!(cell.reply.starts_with("454 4.7.1 "), "{}", cell.reply);
}

#[test]
fn what_decides_is_not_supposed() {
    use Verdict::NotSimulated;
    for list in [
        "smtpd_sender_restrictions = check_recipient_access mysql:/etc/postfix/access.cf\n",
        "smtpd_recipient_restrictions = check_recipient_access mysql:/etc/postfix/domains.cf\n",
        "smtpd_client_restrictions = check_client_access mysql:/etc/postfix/domains.cf\n",
        "smtpd_sender_restrictions = reject_sender_login_mismatch\n\
         smtpd_sender_login_maps = mysql:/etc/postfix/domains.cf\n",
        "mynetworks = mysql:/etc/postfix/domains.cf\n",
    ] {
        assert_eq!(of_stranger(&[DATABASE, list]).0, NotSimulated, "{list}");
    }
    let routes = "transport_maps = mysql:/etc/postfix/routes.cf\n";
    let all = cells(&[routes], Outside::World);
    let ends = [all[0].verdict, all[2].verdict];
    assert_eq!(ends, [NotSimulated, Deferred]);
}

#[test]
fn what_a_learner_supposes_counts() {
    let fact = Fact::of(
        FactKind::Table,
        "mysql:/etc/postfix/domains.cf",
        "example.net",
    );
    let own = Supposed {
        fact,
        says: Some("yes".into()),
    };
    let cell = cells(&[DATABASE], Outside::beside([&own])).swap_remove(2);
    assert_eq!(cell.verdict, Accepted);
}

/// The clients whose rows tell something, by their number in [`Who::EVERY`].
fn telling(main_cf: &str) -> Vec<usize> {
    let rows = relay_rows(&started(main_cf), Lens::Direct, &Who::EVERY);
    let telling = rows.iter().filter(|row| tells(&rows, row));
    let place = |row: &Row| Who::EVERY.iter().position(|who| *who == row.who);
    telling.filter_map(place).collect()
}

#[test]
fn a_row_tells_what_the_one_of_another_client_does_not() {
    // An outsider, anonymous, logged in; the own network.
    let usual = [0, 2, 3, 5];
    assert_eq!(telling(""), usual);
    assert_eq!(telling("smtpd_sasl_auth_enable = yes\n"), usual);
    // Where the network is not trusted it needs its login.
    let untrusted = "smtpd_sasl_auth_enable = yes\nmynetworks = 127.0.0.0/8\n";
    assert_eq!(telling(untrusted), [0, 2, 3, 5, 8]);
    assert_eq!(telling("mynetworks = [::]/0\n"), [0, 2, 3, 4, 5]);
    // One attempt that fails, and the server has had enough.
    let strict = "smtpd_sasl_auth_enable = yes\nsmtpd_hard_error_limit = 1\n";
    assert_eq!(telling(strict), [0, 1, 2, 3, 5, 6]);
}
