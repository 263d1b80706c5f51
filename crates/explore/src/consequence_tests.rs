//! Edits of the HOWTO's server, and what they are told to change.

use super::*;
use saslab_smtpd::Installation;
use saslab_smtpd::maincf::{MasterCf, Service};
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::{Implementation, Setup};

/// The server of the HOWTO before its first step.
const BEFORE: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
    mydestination = $myhostname, localhost, example.com\n\
    mynetworks = 127.0.0.0/8, 192.0.2.0/24\n";

const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";

fn site(text: &str) -> Site {
    let sasl = Setup::new(Implementation::Cyrus, &["PLAIN", "LOGIN", "ANONYMOUS"]);
    Site::new(Installation {
        sasl: sasl.with_account("test", "mail.example.com", "testpass"),
        ..Installation::new(Release::DEFAULT, text)
    })
}

fn sentences(before: &Site, after: &Site) -> Vec<String> {
    let all = consequences(before, after);
    all.iter().map(ToString::to_string).collect()
}

/// What a line does to the server with AUTH.
fn adding(line: &str) -> Vec<String> {
    let before = [BEFORE, AUTH].concat();
    sentences(&site(&before), &site(&[&before, line].concat()))
}

/// What other networks do to it.
fn networks(before: &str, after: &str) -> Vec<String> {
    let text = |networks: &str| site(&[BEFORE, AUTH, "mynetworks = ", networks].concat());
    sentences(&text(before), &text(after))
}

#[test]
fn auth_lets_those_relay_who_have_a_password() {
    let says =
        ["outsiders can log in now, and then relay to any domain: permit_sasl_authenticated"];
    let (before, after) = (site(BEFORE), site(&[BEFORE, AUTH].concat()));
    assert_eq!(sentences(&before, &after), says);
    let says = ["outsiders can no longer log in, nor relay to any domain"];
    assert_eq!(sentences(&after, &before), says);
}

#[test]
fn auth_without_a_permit_is_a_login_for_nothing() {
    let text = [
        BEFORE,
        "smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n",
    ];
    let text = text.concat();
    let says = ["outsiders can log in now, but not relay to any domain: \
        reject_unauth_destination refuses"];
    assert_eq!(
        sentences(&site(&text), &site(&[&text, AUTH].concat())),
        says
    );
}

#[test]
fn a_network_that_is_trusted_relays() {
    let says = ["permit_mynetworks now lets 192.0.2.77 relay to any domain"];
    assert_eq!(networks("127.0.0.0/8", "127.0.0.0/8 192.0.2.0/24"), says);
    let says = ["192.0.2.77 may no longer relay to any domain: \
        defer_unauth_destination refuses for now"];
    assert_eq!(networks("127.0.0.0/8 192.0.2.0/24", "127.0.0.0/8"), says);
}

#[test]
fn a_network_of_everybody_is_a_danger() {
    let before = site(&[BEFORE, AUTH].concat());
    let after = site(&[BEFORE, AUTH, "mynetworks = 0.0.0.0/0"].concat());
    let all = consequences(&before, &after);
    let [
        Consequence {
            service,
            what: What::Relay(change),
        },
    ] = &*all
    else {
        panic!("{all:?}")
    };
    assert_eq!(&**service, "smtp");
    assert_eq!(
        change.to_string(),
        "permit_mynetworks now lets outsiders relay to any domain"
    );
    assert_eq!(
        (change.effect, change.weight()),
        (Effect::Permitted, Weight::Danger)
    );
    assert_eq!(change.to, [Destination::Foreign]);
    let Decider::Restriction { list, word, fact } = &change.by else {
        panic!("{:?}", change.by)
    };
    assert_eq!(
        (*list, &**word),
        ("smtpd_relay_restrictions", "permit_mynetworks")
    );
    assert_eq!(&**fact, "203.0.113.9 is in mynetworks, by 0.0.0.0/0");
    let steps = change.witness.replay(&after).unwrap();
    assert_eq!(
        crate::witness::last_line(steps.last().unwrap()),
        "250 2.1.5 Ok"
    );
}

#[test]
fn who_can_reach_the_server_at_last_is_told() {
    let with = |protocols: &str| {
        let lines = "mynetworks = 127.0.0.0/8, [::]/0\ninet_protocols = ";
        site(&[BEFORE, lines, protocols, "\n"].concat())
    };
    let (closed, open) = (with("ipv4"), with("all"));
    let all = consequences(&closed, &open);
    let relay = |one: &Consequence| match &one.what {
        What::Relay(change) => Some((change.to_string(), change.weight())),
        What::Serves | What::Fails(_) | What::Gone => None,
    };
    let all: Vec<_> = all.iter().filter_map(relay).collect();
    let says = "permit_mynetworks now lets outsiders by IPv6 send anywhere";
    assert_eq!(all.first(), Some(&(says.to_owned(), Weight::Danger)));
    let says = sentences(&open, &closed);
    let gone = "outsiders by IPv6 may no longer send anywhere";
    assert!(says.iter().any(|one| one.starts_with(gone)), "{says:?}");
}

#[test]
fn a_permit_that_is_taken_away_is_missed_by_those_whom_it_let_pass() {
    assert_eq!(
        adding("smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination"),
        [
            "outsiders who want to relay to any domain are now refused for good: \
             reject_unauth_destination",
            "outsiders, once logged in, may no longer relay to any domain: \
             reject_unauth_destination refuses",
        ]
    );
    assert_eq!(
        adding("smtpd_relay_restrictions = permit_sasl_authenticated, defer_unauth_destination"),
        ["192.0.2.77 may no longer relay to any domain: defer_unauth_destination refuses for now"]
    );
}

#[test]
fn clients_that_are_refused_send_nothing() {
    let reject = "reject in smtpd_client_restrictions";
    assert_eq!(
        adding("smtpd_client_restrictions = permit_mynetworks, reject"),
        [
            format!("outsiders may no longer send to the server's own users: {reject} refuses"),
            format!("outsiders who want to relay to any domain are now refused for good: {reject}"),
            format!("outsiders, once logged in, may no longer send anywhere: {reject} refuses"),
        ]
    );
}

#[test]
fn a_domain_that_is_relayed_for_was_a_foreign_one() {
    let says = ["outsiders may now relay to the domains of relay_domains: \
        defer_unauth_destination no longer refuses"];
    assert_eq!(adding("relay_domains = example.org"), says);
}

#[test]
fn who_lacks_a_restriction_lacks_a_server() {
    let broken = site(&[BEFORE, AUTH, "smtpd_relay_restrictions =\n"].concat());
    let working = site(&[BEFORE, AUTH].concat());
    let all = consequences(&working, &broken);
    let [
        Consequence {
            what: What::Fails(error),
            ..
        },
    ] = &*all
    else {
        panic!("{all:?}")
    };
    assert_eq!(error.seen, saslab_smtpd::Seen::Silence);
    assert_eq!(
        sentences(&broken, &working),
        [
            "the server serves now",
            "outsiders may now send to the server's own users",
            "permit_sasl_authenticated now lets outsiders, once logged in, relay to any domain",
            "permit_mynetworks now lets 192.0.2.77 send anywhere",
        ]
    );
}

#[test]
fn a_server_that_is_mended_wrongly_is_a_danger() {
    let broken = site(&[BEFORE, "smtpd_relay_restrictions =\n"].concat());
    let list = "smtpd_relay_restrictions = check_sender_access inline:{example.org=OK}, reject";
    let open = site(&[BEFORE, list].concat());
    let mut all = consequences(&broken, &open).into_iter();
    assert_eq!(all.next().unwrap().what, What::Serves);
    assert_eq!(
        all.next().unwrap().to_string(),
        "check_sender_access (inline:{example.org=OK} says OK to example.org) now lets outsiders \
         and 192.0.2.77 send anywhere"
    );
}

#[test]
fn a_login_without_a_name_is_told() {
    let says = [
        "outsiders can log in without a name now, but not relay to any domain: \
        defer_unauth_destination refuses",
    ];
    assert_eq!(adding("smtpd_sasl_security_options ="), says);
}

#[test]
fn auth_may_be_hidden_from_one_network() {
    let says = ["192.0.2.77 can no longer log in"];
    assert_eq!(adding("smtpd_sasl_exceptions_networks = $mynetworks"), says);
}

#[test]
fn a_table_is_told_with_what_it_holds() {
    assert_eq!(
        adding(
            "smtpd_recipient_restrictions = check_client_access inline:{203.0.113.9=OK}, reject\n\
             smtpd_relay_restrictions = check_client_access inline:{203.0.113.9=OK}, \
             permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination"
        )
        .first()
        .unwrap(),
        "check_client_access (inline:{203.0.113.9=OK} says OK to 203.0.113.9) now lets \
         outsiders relay to any domain"
    );
}

#[test]
fn what_concerns_nobody_here_is_no_change() {
    for line in [
        "broken_sasl_auth_clients = yes",
        "smtpd_relay_restrictions = permit_sasl_authenticated, permit_mynetworks, \
         defer_unauth_destination",
        "smtpd_recipient_restrictions = check_client_access hash:/etc/postfix/none",
        "mynetworks = 127.0.0.0/8, 192.0.2.0/25",
    ] {
        assert_eq!(adding(line), [""; 0], "{line}");
    }
}

#[test]
fn tls_that_is_asked_for_keeps_nobody_from_relaying() {
    let text = "mynetworks = 0.0.0.0/0\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";
    let may = site(&[BEFORE, text].concat());
    let must = site(&[BEFORE, text, "smtpd_tls_security_level = encrypt\n"].concat());
    assert_eq!(sentences(&may, &must), [""; 0]);
}

#[test]
fn a_gateway_that_is_trusted_lets_everybody_relay() {
    let before = site(BEFORE);
    let lens = Lens::Gateway([192, 0, 2, 1].into());
    let after = Site {
        lens,
        ..before.clone()
    };
    assert_eq!(
        sentences(&before, &after),
        ["permit_mynetworks now lets outsiders (seen as 192.0.2.1) relay to any domain"]
    );
}

#[test]
fn services_are_told_apart() {
    let before = site(&[BEFORE, AUTH].concat());
    let mut after = before.clone();
    after.master = MasterCf::of(vec![
        Service::smtpd("smtp", ""),
        Service::smtpd(
            "submission",
            "-o smtpd_relay_restrictions=permit_mynetworks,reject",
        ),
    ]);
    let all = sentences(&before, &after);
    assert!(
        all.iter().all(|one| one.starts_with("submission: ")),
        "{all:?}"
    );
    assert_eq!(all[0], "submission: the server serves now");
    assert_eq!(
        sentences(&after, &before),
        ["submission: nobody may send any more: nothing listens there"]
    );
}
