//! A configuration for each question where it happens, one where it does not, and the
//! edit that settles it.

use saslab_smtpd::{Installation, maincf::MasterCf, release::Release};

use crate::Site;

/// A server that takes mail for example.com and relays for those who may.
const SOUND: &str = "compatibility_level = 3.6\nmydestination = example.com\n";

/// A configuration, and what stands around it.
pub(super) struct Asked {
    main_cf: &'static str,
    master_cf: &'static str,
    files: &'static [(&'static str, &'static str)],
    sasl: &'static [&'static str],
    realm: &'static str,
    mech_list: &'static [&'static str],
}

const PLAIN: Asked = Asked {
    main_cf: "",
    master_cf: "smtp inet n - n - - smtpd\n",
    files: &[],
    sasl: &[],
    realm: "mail.example.com",
    mech_list: &["PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5"],
};

const fn main_cf(main_cf: &'static str) -> Asked {
    Asked { main_cf, ..PLAIN }
}

const fn with_file(main_cf: &'static str, files: &'static [(&'static str, &'static str)]) -> Asked {
    Asked {
        main_cf,
        files,
        ..PLAIN
    }
}

impl Asked {
    pub(super) fn site(&self) -> Site {
        let text = [SOUND, self.main_cf].concat();
        let mut installation = Installation::new(Release::DEFAULT, &text);
        for (path, text) in self.files {
            installation.world = installation.world.with_file(path, text);
        }
        installation.sasl.options = self.sasl.iter().map(ToString::to_string).collect();
        let names = self.mech_list.iter().map(|name| (*name).to_owned());
        installation.sasl.mech_list = Some(names.collect());
        for account in &mut installation.sasl.accounts {
            self.realm.clone_into(&mut account.realm);
        }
        Site {
            master: MasterCf::parse(self.master_cf),
            ..Site::new(installation)
        }
    }
}

/// A server that would offer ANONYMOUS.
const fn with_anonymous(main_cf: &'static str) -> Asked {
    Asked {
        main_cf,
        mech_list: &["PLAIN", "CRAM-MD5", "ANONYMOUS"],
        ..PLAIN
    }
}

const AUTH: &str = "smtpd_sasl_auth_enable = yes\n";
const TLS: &str = "smtpd_tls_security_level = may\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n";

/// Each question with a configuration where it happens, one where it does not, and the
/// first line of the edit that settles it.
pub(super) static ROWS: &[(&str, Asked, Asked, &str)] = &[
    (
        "open-relay",
        main_cf("mynetworks = 0.0.0.0/0\n"),
        PLAIN,
        "postconf -X mynetworks; postconf -e 'mynetworks_style = subnet'",
    ),
    (
        "relay-by-claim",
        with_file(
            "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_mynetworks,\n \
             check_sender_access hash:/friends, reject_unauth_destination\n",
            &[("/friends", "friend.example OK\n")],
        ),
        with_file(
            "smtpd_sender_restrictions = check_sender_access hash:/friends\n",
            &[("/friends", "friend.example OK\n")],
        ),
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "permit-too-early",
        main_cf(
            "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions =\n \
             reject_non_fqdn_recipient, check_client_access static:OK, reject_unauth_destination\n",
        ),
        main_cf("smtpd_recipient_restrictions = reject_unauth_destination, permit\n"),
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "relay-by-route",
        main_cf(
            "smtpd_relay_restrictions =\nsmtpd_recipient_restrictions = permit_auth_destination, \
             check_recipient_access inline:{example.com=OK}, permit_mynetworks, \
             check_helo_access static:OK, reject\n",
        ),
        PLAIN,
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "anonymous-relay",
        with_anonymous(
            "smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = noplaintext\n\
             smtpd_relay_restrictions = check_sasl_access static:OK,\n \
             reject_unauth_destination\n",
        ),
        with_anonymous("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = noplaintext\n"),
        "postconf -e 'smtpd_recipient_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination'",
    ),
    (
        "xclient-for-anyone",
        main_cf("smtpd_authorized_xclient_hosts = 0.0.0.0/0\n"),
        main_cf("smtpd_authorized_xclient_hosts = 127.0.0.1\n"),
        "postconf -X smtpd_authorized_xclient_hosts",
    ),
    (
        "send-as-anyone",
        main_cf(AUTH),
        main_cf(
            "smtpd_sasl_auth_enable = yes\n\
             smtpd_sender_login_maps = inline:{test@example.com=test}\n\
             smtpd_sender_restrictions = reject_sender_login_mismatch\n",
        ),
        "postconf -e 'smtpd_sender_login_maps = pcre:{{/^([^@]+)@example\\.com$$/ $$1}}'; postconf -e 'smtpd_sender_restrictions = reject_sender_login_mismatch'",
    ),
    (
        "unknown-recipients-taken",
        main_cf("local_recipient_maps =\n"),
        PLAIN,
        "postconf -X local_recipient_maps",
    ),
    (
        "wide-network",
        main_cf("mynetworks = 127.0.0.0/8 192.0.2.0/24 198.50.0.0/15\n"),
        main_cf("mynetworks = 127.0.0.0/8 198.51.100.0/24\n"),
        "postconf -e 'mynetworks = 127.0.0.0/8 192.0.2.0/24'",
    ),
    (
        "gateway-trusted",
        main_cf("mynetworks = 127.0.0.0/8 172.16.0.0/12 192.0.2.0/24\n"),
        main_cf("mynetworks = 127.0.0.0/8 192.0.2.0/24\n"),
        "postconf -e 'mynetworks = 127.0.0.0/8 192.0.2.0/24'",
    ),
    (
        "service-undoes",
        Asked {
            master_cf: "smtp inet n - n - - smtpd\n2525 inet n - n - - smtpd\n  \
                -o smtpd_relay_restrictions=\n  \
                -o smtpd_recipient_restrictions=permit_sasl_authenticated,permit_mynetworks,\
                check_helo_access,static:OK,reject_unauth_destination\n",
            ..PLAIN
        },
        Asked {
            master_cf: "smtp inet n - n - - smtpd\n2525 inet n - n - - smtpd\n  \
                -o smtpd_relay_restrictions=permit_mynetworks,reject_unauth_destination\n",
            ..PLAIN
        },
        "postconf -PX '2525/inet/smtpd_relay_restrictions'",
    ),
    (
        "default-protects-alone",
        main_cf(
            "smtpd_recipient_restrictions = check_helo_access static:OK, reject_unauth_destination\n",
        ),
        main_cf("smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n"),
        "postconf -e 'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination'",
    ),
    (
        "does-not-start",
        main_cf("smtpd_relay_restrictions = permit\n"),
        PLAIN,
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "unknown-restriction",
        main_cf("smtpd_recipient_restrictions = permit_mynetwork, reject_unauth_destination\n"),
        main_cf("smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination\n"),
        "postconf -e 'smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination'",
    ),
    (
        "dead-restriction",
        main_cf(
            "smtpd_client_restrictions = permit_mynetworks, permit, reject_unknown_client_hostname\n",
        ),
        main_cf("smtpd_client_restrictions = permit_mynetworks, permit\n"),
        "postconf -X smtpd_client_restrictions",
    ),
    (
        "permit-without-auth",
        main_cf(
            "smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination\n",
        ),
        main_cf("smtpd_relay_restrictions = reject_unauth_destination\n"),
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "login-maps-unused",
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_sender_login_maps = inline:{a@example.com=test}\n",
        ),
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_sender_login_maps = inline:{a@example.com=test}\n\
             smtpd_sender_restrictions = reject_known_sender_login_mismatch\n",
        ),
        "postconf -X smtpd_sender_login_maps",
    ),
    (
        "helo-optional",
        main_cf("smtpd_helo_restrictions = reject_invalid_helo_hostname\n"),
        main_cf(
            "smtpd_helo_required = yes\nsmtpd_helo_restrictions = reject_invalid_helo_hostname\n",
        ),
        "postconf -e 'smtpd_helo_required = yes'",
    ),
    (
        "plaintext-offered",
        main_cf(AUTH),
        main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n"),
        "postconf -e 'smtpd_sasl_security_options = noanonymous, noplaintext'",
    ),
    (
        "anonymous-offered",
        with_anonymous("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = noplaintext\n"),
        main_cf(AUTH),
        "postconf -X smtpd_sasl_security_options",
    ),
    (
        "unverifiable-mechanism",
        Asked {
            main_cf: AUTH,
            sasl: &["pwcheck_method: saslauthd"],
            ..PLAIN
        },
        main_cf(AUTH),
        "postconf -e 'smtpd_sasl_mechanism_filter = !plain, !login, static:rest'",
    ),
    (
        "no-mechanism",
        main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_mechanism_filter = no-such\n"),
        main_cf(AUTH),
        "postconf -X smtpd_sasl_mechanism_filter",
    ),
    (
        "auth-hidden",
        main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_exceptions_networks = 192.0.2.0/24\n"),
        main_cf(AUTH),
        "postconf -X smtpd_sasl_exceptions_networks",
    ),
    (
        "realm-mismatch",
        Asked {
            main_cf: AUTH,
            realm: "example.com",
            ..PLAIN
        },
        main_cf(AUTH),
        "postconf -e 'smtpd_sasl_local_domain = example.com'",
    ),
    (
        "vrfy-on",
        PLAIN,
        main_cf("disable_vrfy_command = yes\n"),
        "postconf -e 'disable_vrfy_command = yes'",
    ),
    (
        "plaintext-without-tls",
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\n\
             smtpd_tls_cert_file = /etc/postfix/server.pem\n",
        ),
        main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = yes\n"),
        "postconf -e 'smtpd_tls_auth_only = yes'",
    ),
    (
        "downgrade",
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\n\
             smtpd_tls_cert_file = /etc/postfix/server.pem\n",
        ),
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_tls_security_level = may\n\
             smtpd_tls_cert_file = /etc/postfix/server.pem\nsmtpd_tls_auth_only = yes\n",
        ),
        "postconf -e 'smtpd_tls_auth_only = yes'",
    ),
    (
        "anonymous-login",
        Asked {
            mech_list: &["PLAIN", "ANONYMOUS"],
            ..main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_security_options = noplaintext\n")
        },
        main_cf(AUTH),
        "postconf -X smtpd_sasl_security_options",
    ),
    (
        "locked-out-clients",
        main_cf("smtpd_sasl_auth_enable = yes\nsmtpd_sasl_mechanism_filter = cram-md5\n"),
        main_cf(AUTH),
        "postconf -X smtpd_sasl_mechanism_filter",
    ),
    (
        "old-clients",
        main_cf(AUTH),
        main_cf("smtpd_sasl_auth_enable = yes\nbroken_sasl_auth_clients = yes\n"),
        "postconf -e 'broken_sasl_auth_clients = yes'",
    ),
    (
        "local-mail-refused",
        main_cf("smtpd_recipient_restrictions = permit_mynetworks, reject\n"),
        PLAIN,
        "postconf -X smtpd_recipient_restrictions",
    ),
    (
        "postmaster-refused",
        main_cf("smtpd_recipient_restrictions = permit_mynetworks, reject\n"),
        PLAIN,
        "postconf -X smtpd_recipient_restrictions",
    ),
    (
        "submission-refused",
        main_cf(
            "smtpd_sasl_auth_enable = yes\nsmtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination\n",
        ),
        main_cf(AUTH),
        "postconf -X smtpd_relay_restrictions",
    ),
    (
        "unknown-parameter",
        main_cf("broken_sasl_atuh_clients = yes\n"),
        main_cf("own = 1\nmyorigin = $own\n"),
        "postconf -e 'broken_sasl_auth_clients = yes'; postconf -X broken_sasl_atuh_clients",
    ),
    (
        "not-in-this-release",
        main_cf("smtpd_forbid_bare_newline_exclusions = \nsmtpd_hide_client_session = yes\n"),
        PLAIN,
        "postconf -X smtpd_hide_client_session",
    ),
    (
        "undefined-name",
        Asked {
            master_cf: "smtp inet n - n - - smtpd\n587 inet n - n - - smtpd\n  \
                -o smtpd_client_restrictions=$mua_client_restrictions\n",
            ..PLAIN
        },
        Asked {
            main_cf: "mua_client_restrictions = permit_sasl_authenticated, reject\n",
            master_cf: "smtp inet n - n - - smtpd\n587 inet n - n - - smtpd\n  \
                -o smtpd_client_restrictions=$mua_client_restrictions\n",
            ..PLAIN
        },
        "postconf -e 'mua_client_restrictions = '",
    ),
    (
        "comment-in-value",
        main_cf("smtpd_client_restrictions = permit_mynetworks # the office\n"),
        main_cf("# the office\nsmtpd_client_restrictions = permit_mynetworks\n"),
        "postconf -e 'smtpd_client_restrictions = permit_mynetworks'",
    ),
    (
        "placeholder",
        main_cf("smtpd_banner = {{ banner }} ESMTP\n"),
        main_cf("smtpd_banner = $myhostname ESMTP\n"),
        "postconf -X smtpd_banner",
    ),
    (
        "wildcard-domain",
        main_cf("relay_domains = *\n"),
        main_cf("relay_domains = example.org\n"),
        "postconf -X relay_domains",
    ),
    (
        "superseded",
        main_cf("smtpd_use_tls = yes\nsmtpd_tls_cert_file = /etc/postfix/server.pem\n"),
        main_cf(TLS),
        "postconf -X smtpd_use_tls",
    ),
    (
        "without-effect",
        main_cf("smtpd_tls_auth_only = yes\n"),
        PLAIN,
        "postconf -X smtpd_tls_auth_only",
    ),
];
