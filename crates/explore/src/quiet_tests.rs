//! Configurations of which a question has nothing to say, though it looks like it.

use crate::{Finding, Mechanisms, Site, ask, fixes, question};
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

const SERVES: &str = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
    mydestination = example.com\n";
const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";
const TLS: &str = "smtpd_tls_security_level = may\n\
    smtpd_tls_cert_file = /etc/postfix/server.pem\nsmtpd_tls_auth_only = yes\n";

fn site(lines: &[&str]) -> Site {
    let text = [SERVES, &lines.concat()].concat();
    Site::new(Installation::new(Release::DEFAULT, &text))
}

fn findings(site: &Site, name: &str) -> Vec<Finding> {
    ask(site, question(name).unwrap()).findings
}

#[track_caller]
fn silent(site: &Site, name: &str) {
    let found = findings(site, name);
    assert!(found.is_empty(), "{}", found[0].says);
}

#[test]
fn a_client_that_sends_its_password_unasked_is_not_the_servers_fault() {
    silent(&site(&[AUTH, TLS]), "plaintext-without-tls");
    assert_eq!(findings(&site(&[AUTH]), "plaintext-without-tls").len(), 1);
}

#[test]
fn a_client_without_starttls_is_not_helped_by_the_old_form() {
    silent(&site(&[AUTH, TLS]), "old-clients");
    assert_eq!(findings(&site(&[AUTH]), "old-clients").len(), 1);
}

#[test]
fn loopback_written_in_ipv6_is_no_gateway() {
    let stock = "mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128\n";
    silent(&site(&[stock]), "gateway-trusted");
    let more = "mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 10.0.0.0/8\n";
    let found = findings(&site(&[more]), "gateway-trusted");
    let says = "whoever comes through a gateway in 10.0.0.0/8 may relay";
    assert_eq!(&*found[0].says, says);
}

#[test]
fn a_name_is_not_missed_where_mail_waits_for_tls() {
    let helo = "smtpd_helo_restrictions = reject_invalid_helo_hostname\n";
    let encrypt = "smtpd_tls_security_level = encrypt\n\
        smtpd_tls_cert_file = /etc/postfix/server.pem\n";
    silent(&site(&[helo, encrypt]), "helo-optional");
    assert_eq!(findings(&site(&[helo]), "helo-optional").len(), 1);
}

#[test]
fn who_asks_for_names_of_clients_takes_mail_of_those_who_have_one() {
    let site = site(&[
        AUTH,
        "smtpd_client_restrictions = reject_unknown_client_hostname\n",
    ]);
    silent(&site, "local-mail-refused");
    silent(&site, "postmaster-refused");
    // Who logs in from a line without a name is refused, and need not be.
    let found = findings(&site, "submission-refused");
    assert_eq!(
        fixes(&site, &found[0])[0].postconf,
        [
            "postconf -e 'smtpd_client_restrictions = permit_sasl_authenticated, \
          reject_unknown_client_hostname'"
                .into()
        ]
    );
}

#[test]
fn an_address_of_somebody_else_is_refused_for_good_reason() {
    let list = "smtpd_sender_restrictions = reject_sender_login_mismatch\n\
        smtpd_sender_login_maps = inline:{sender@example.org=alice}\n";
    silent(&site(&[AUTH, list]), "submission-refused");
}

#[test]
fn a_local_user_whom_nobody_knows_here_may_exist() {
    let maps = "local_recipient_maps = inline:{carol=1}\n";
    silent(&site(&[maps]), "local-mail-refused");
    let reject = "smtpd_recipient_restrictions = reject\n";
    assert_eq!(findings(&site(&[reject]), "local-mail-refused").len(), 1);
}

#[test]
fn sasl_software_is_where_the_configuration_asks_for_it() {
    let dovecot = "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n";
    let asked = site(&[AUTH, dovecot]);
    assert_eq!(findings(&asked, "no-mechanism").len(), 1);
    silent(
        &asked.clone().with_sasl_as_asked(Mechanisms::Stock),
        "no-mechanism",
    );
    let found = findings(
        &asked.with_sasl_as_asked(Mechanisms::Stock),
        "plaintext-offered",
    );
    assert_eq!(found.len(), 1);
    let mut realm = site(&[AUTH, "smtpd_sasl_local_domain = example.com\n"]);
    assert_eq!(findings(&realm, "realm-mismatch").len(), 1);
    let chosen = realm.clone().with_sasl_as_asked(Mechanisms::Stock);
    assert_eq!(findings(&chosen, "realm-mismatch").len(), 1);
    realm.installation.sasl.accounts[0].realm.clear();
    silent(
        &realm.with_sasl_as_asked(Mechanisms::Stock),
        "realm-mismatch",
    );
}

#[test]
fn a_password_in_clear_is_mended_by_tls_where_dovecot_knows_nothing_else() {
    let lines = "smtpd_sasl_type = dovecot\nsmtpd_sasl_path = private/auth\n\
        smtpd_tls_cert_file = /etc/postfix/server.pem\n";
    let site = site(&[AUTH, lines]).with_sasl_as_asked(Mechanisms::Stock);
    let found = findings(&site, "plaintext-without-tls");
    assert_eq!(
        fixes(&site, &found[0])[0].postconf,
        [
            "postconf -e 'smtpd_tls_security_level = may'".into(),
            "postconf -e 'smtpd_tls_auth_only = yes'".into()
        ]
    );
}
