//! Settings of whole files under the recorded releases.

use super::*;
use crate::Kind;
use saslab_release::v;

const NOW: Release = v(3, 7, 11);

fn settings(text: &str, release: Release) -> Result<Settings, Fatal> {
    Settings::resolve(&Arc::new(MainCf::parse(text).0), &[], release)
}

fn text(file: &str, release: Release, name: &'static str) -> String {
    settings(file, release)
        .unwrap()
        .text(name)
        .value
        .to_string()
}

fn log(file: &str, release: Release) -> String {
    settings(file, release).unwrap_err().log
}

#[test]
fn every_release_reads_an_empty_file() {
    for release in [
        v(1, 1, 0),
        v(2, 0, 0),
        v(2, 3, 19),
        v(2, 11, 0),
        v(3, 5, 0),
        NOW,
        v(3, 11, 6),
    ] {
        let settings = settings("", release).unwrap();
        for row in parameters() {
            let value = settings.text(row.name);
            assert!(!value.to_string().is_empty(), "{}", row.name);
            if row.reader != Reader::Others {
                // Plain defaults are not checked at each start.
                assert_eq!(checks::kind(&value, release), Ok(()), "{release}");
            }
        }
    }
}

#[test]
fn simulated_switches_and_numbers_have_a_value_in_every_release() {
    for release in [v(1, 1, 0), v(2, 0, 0), v(2, 3, 19), NOW, v(3, 11, 6)] {
        let settings = settings("", release).unwrap();
        for row in parameters().filter(|row| row.modelled == crate::Modelled::Yes) {
            let setting = settings.text(row.name);
            let has_value = match row.kind {
                Kind::Boolean => checks::boolean(&setting.value).is_some(),
                Kind::Integer { .. } | Kind::Time { .. } => {
                    checks::amount(&setting, release).is_some()
                }
                Kind::Text { .. } | Kind::List | Kind::Raw => true,
            };
            assert!(has_value, "{} {release}", row.name);
        }
    }
}

#[test]
fn the_default_greeting_names_host_and_software() {
    assert_eq!(
        text("", NOW, "smtpd_banner"),
        "mail.example.com ESMTP Postfix"
    );
    let file = "myhostname = mx.example.org\nmail_name = Mailer\n";
    assert_eq!(
        text(file, NOW, "smtpd_banner"),
        "mx.example.org ESMTP Mailer"
    );
    assert_eq!(text(file, NOW, "mydomain"), "example.org");
    assert_eq!(text("", NOW, "mydomain"), "example.com");
}

#[test]
fn own_networks_follow_style_and_compatibility_level() {
    let all = "127.0.0.0/8 192.0.2.0/24 [::1]/128 [2001:db8:0:25::]/64";
    assert_eq!(text("", NOW, "mynetworks"), all);
    let host = "127.0.0.1/32 192.0.2.25/32 [::1]/128 [2001:db8:0:25::25]/128";
    assert_eq!(text("compatibility_level = 2", NOW, "mynetworks"), host);
    assert_eq!(text("mynetworks_style = host", NOW, "mynetworks"), host);
    assert_eq!(
        text("", v(2, 3, 19), "mynetworks"),
        "127.0.0.0/8 192.0.2.0/24"
    );
    assert_eq!(
        text("mynetworks = 10.0.0.0/8", NOW, "mynetworks"),
        "10.0.0.0/8"
    );
}

#[test]
fn relay_restrictions_depend_on_the_compatibility_level() {
    let list = "permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination";
    let name = "smtpd_relay_restrictions";
    assert_eq!(text("", NOW, name), "");
    assert_eq!(text("compatibility_level = 1", NOW, name), list);
    assert_eq!(text("compatibility_level = 3.6", NOW, name), list);
    assert_eq!(text("", v(2, 10, 1), name), list);
    assert_eq!(
        text("smtpd_relay_restrictions = reject", v(2, 9, 0), name),
        ""
    );
}

#[test]
fn an_unknown_parameter_of_an_old_release_is_said_to_be_absent() {
    let settings = settings("smtpd_relay_restrictions = reject", v(2, 3, 19)).unwrap();
    assert_eq!(
        settings.text("smtpd_relay_restrictions").to_string(),
        "smtpd_relay_restrictions = (the parameter came with Postfix 2.10.0)"
    );
}

#[test]
fn a_setting_is_shown_with_its_origin() {
    let settings = settings("# remark\nmyhostname =\n  mx.example.org\n", NOW).unwrap();
    assert_eq!(
        settings.text("myhostname").to_string(),
        "myhostname = mx.example.org (main.cf line 2)"
    );
    assert_eq!(
        settings.text("smtpd_helo_required").to_string(),
        "smtpd_helo_required = no (default)"
    );
    assert_eq!(
        settings.text("smtpd_sasl_type").to_string(),
        "smtpd_sasl_type = cyrus (default since Postfix 2.3.0)"
    );
}

#[test]
fn overrides_of_a_service_win_and_show_it() {
    let file = Arc::new(MainCf::parse("mua = permit_sasl_authenticated, reject\n").0);
    let pair = |name: &str, value: &str| (Arc::from(name), Arc::from(value));
    let overrides = [
        pair("smtpd_client_restrictions", "$mua"),
        pair("myhostname", "b.example"),
    ];
    let host = Host::little_world();
    let settings = Settings::resolve_service(&file, "submission", &overrides, &host, NOW).unwrap();
    let list = settings.list("smtpd_client_restrictions");
    assert_eq!(list.value.len(), 2);
    assert_eq!(list.value[0].span, Some(crate::Span { start: 6, end: 31 }));
    assert_eq!(
        list.to_string(),
        "smtpd_client_restrictions = $mua (-o of service submission in master.cf)"
    );
    assert_eq!(settings.text("mydomain").value.as_ref(), "example");
}

#[test]
fn switches_are_yes_or_no_in_any_letter_case() {
    let name = "smtpd_sasl_auth_enable";
    let yes = settings("smtpd_sasl_auth_enable = YES", NOW).unwrap();
    assert!(yes.boolean(name).value);
    assert_eq!(
        log("smtpd_sasl_auth_enable = true", NOW),
        "bad boolean configuration: smtpd_sasl_auth_enable = true"
    );
    assert_eq!(
        log("smtpd_sasl_auth_enable =", NOW),
        "bad boolean configuration: smtpd_sasl_auth_enable = "
    );
}

#[test]
fn numbers_out_of_bounds_are_refused_in_the_words_of_the_release() {
    let file = "smtpd_recipient_limit = 0";
    assert_eq!(
        log(file, NOW),
        "invalid smtpd_recipient_limit parameter value 0 < 1"
    );
    assert_eq!(
        log(file, v(1, 1, 7)),
        "invalid smtpd_recipient_limit: 0 (min 1)"
    );
    assert_eq!(
        log("message_size_limit = 10M", NOW),
        "bad numerical configuration: message_size_limit = 10M"
    );
    assert_eq!(
        log("smtpd_timeout = 5 min", NOW),
        "parameter smtpd_timeout: bad time value or unit: 5 min"
    );
}

#[test]
fn an_empty_banner_is_refused_in_the_words_of_the_release() {
    assert_eq!(
        log("smtpd_banner =", NOW),
        "bad string length 0 < 1: smtpd_banner = "
    );
    assert_eq!(
        log("smtpd_sasl_local_domain =", v(1, 1, 7)),
        "bad string length (0 < 1): smtpd_sasl_local_domain = "
    );
    assert_eq!(
        text("smtpd_sasl_local_domain =", NOW, "smtpd_sasl_local_domain"),
        ""
    );
}

#[test]
fn a_shell_substitution_leaves_no_host_name() {
    let file = "myhostname = $(hostname)\n";
    assert_eq!(log(file, NOW), "bad string length 0 < 1: myhostname = ");
    assert_eq!(
        log("myhostname = my_host-.example", NOW),
        "file /etc/postfix/main.cf: parameter myhostname: bad parameter value: my_host-.example"
    );
}

#[test]
fn a_name_that_ends_with_its_only_dot_leaves_no_domain() {
    let nothing = "bad string length 0 < 1: mydomain = ";
    assert_eq!(log("myhostname = mail.$mydomain", NOW), nothing);
    assert_eq!(
        log("myhostname = mail.\nmydomain = example.com", NOW),
        "file /etc/postfix/main.cf: parameter myhostname: bad parameter value: mail."
    );
}

#[test]
fn circles_stop_the_program_and_name_the_setting() {
    let file = "smtpd_banner = $a\na = $b\nb = $a\n";
    let fatal = settings(file, NOW).unwrap_err();
    assert_eq!(
        fatal.log,
        "dictionary mail_dict: macro processing error: unreasonable macro call nesting: \"b\""
    );
    assert_eq!(fatal.setting.unwrap().parameter.name, "smtpd_banner");
    assert!(settings("a = $b\nb = $a\nsmtp_helo_name = $a\n", NOW).is_ok());
}

#[test]
fn texts_that_are_expanded_in_a_reply_are_left_as_they_are() {
    let name = "default_rbl_reply";
    assert!(text("", NOW, name).starts_with("$rbl_code Service unavailable; $rbl_class"));
    assert_eq!(
        text(
            "smtpd_reject_footer = ask $myhostname",
            NOW,
            "smtpd_reject_footer"
        ),
        "ask $myhostname"
    );
}

#[test]
fn limits_under_stress_have_their_quiet_value() {
    let limits = |file: &str, overrides: &[(Arc<str>, Arc<str>)]| {
        let file = Arc::new(MainCf::parse(file).0);
        let host = Host::little_world();
        let settings = Settings::resolve_service(&file, "smtp", overrides, &host, NOW).unwrap();
        ["smtpd_hard_error_limit", "smtpd_timeout"].map(|name| settings.integer(name).value)
    };
    assert_eq!(limits("", &[]), [20, 300]);
    // master(8) says `-o stress=` to each smtpd that it starts; what the service says
    // comes after that (`master_ent.c`).
    assert_eq!(limits("stress = yes", &[]), [20, 300]);
    let own = [(Arc::from("stress"), Arc::from("yes"))];
    assert_eq!(limits("", &own), [1, 10]);
}

#[test]
fn names_of_the_administrators_own_are_found() {
    let settings = settings("insiders = permit_mynetworks, reject\nempty =\n", NOW).unwrap();
    let words = settings.user("insiders").unwrap();
    assert_eq!(words[1].text.as_ref(), "reject");
    assert_eq!(settings.user("empty"), Some(Vec::new()));
    assert_eq!(settings.user("nosuch"), None);
}

#[test]
fn the_version_of_3_9_0_has_two_numbers() {
    let version = |release| text("", release, "mail_version");
    assert_eq!(version(v(3, 8, 20)), "3.8.20");
    assert_eq!(version(v(3, 9, 0)), "3.9");
    assert_eq!(version(v(3, 9, 1)), "3.9.1");
}

#[test]
fn families_of_addresses_are_named_in_small_letters() {
    // Postfix 3.7.11, `postconf -c`: the same words.
    assert_eq!(
        log("inet_protocols = ipv6, IPv4", NOW),
        "unknown inet_protocols value \"IPv4\" in \"ipv6, IPv4\""
    );
    let four: IpAddr = [192, 0, 2, 25].into();
    let speaks = |text| settings(text, NOW).unwrap().speaks(four);
    assert!(speaks("inet_protocols = ipv6,ipv4"));
    assert!(!speaks("inet_protocols = ipv6"));
}

/// Texts as somebody edits them, one after the other.
const EDITS: [&str; 20] = [
    "",
    "smtpd_sasl_auth_enable = yes\n",
    "smtpd_sasl_auth_enable = no\n",
    "# a remark\nsmtpd_sasl_auth_enable = no\n",
    "smtpd_sasl_auth_enable = maybe\n",
    "smtpd_sasl_auth_enable = no\nmyhostname = mx.example.org\n",
    "smtpd_sasl_auth_enable = no\nmyhostname = mx.example.org\nown = mx.$mydomain\n",
    "myhostname = mx.example.org\nown = $more\nmore = a\nrelay_domains = $own\n",
    "myhostname = mx.example.org\nown = $more\nmore = b\nrelay_domains = $own\n",
    "myhostname = mx.example.org\nown = $more\nmore = b\nrelay_domains = $own, c\n",
    "myhostname = mx.example.org\nmore = b\nrelay_domains = $own, c\n",
    "myhostname = mx.example.org\nmore = b\nrelay_domains = $own, ${c\n",
    "mynetworks = 192.0.2.0/24\nsmtp_tls_cert_file = $none\n",
    "mynetworks = 192.0.2.0/24\nsmtp_tls_cert_file = $none\nsmtp_helo_name = ${\n",
    "mynetworks = 192.0.2.0/24\nsmtp_tls_cert_file = $none\nsmtp_helo_name = x\n",
    "mynetworks = 192.0.2.0/25\nsmtpd_client_restrictions =\n reject\n",
    "inet_interfaces = loopback-only\nsmtpd_client_restrictions =\n reject\n",
    "inet_interfaces = all\nmydomain = example.net\nmynetworks_style = host\n",
    "compatibility_level = 1\nsmtpd_hard_error_limit = 3\nsmtpd_hard_error_limit = 4\n",
    "no value\n",
];

#[test]
fn an_edit_gives_the_settings_that_its_text_has() {
    let all = |settings: &Settings| -> Vec<_> {
        let rows = parameters().map(|row| row.name);
        rows.map(|name| (settings.text(name), settings.list(name)))
            .collect()
    };
    let mut taken_over = 0;
    for release in [v(1, 1, 0), v(2, 3, 19), NOW] {
        for (before, after) in EDITS.iter().flat_map(|one| EDITS.map(|two| (*one, two))) {
            let known = settings(before, release).ok();
            let file = Arc::new(MainCf::parse(after).0);
            let again = Settings::resolve_again(&file, release, known.as_ref());
            let anew = Settings::resolve(&file, &[], release);
            let case = format!("{release}: {before:?}, then {after:?}");
            assert_eq!(again.as_ref().map(&all), anew.as_ref().map(&all), "{case}");
            let shared = |known: &Settings, again: &Settings| {
                let (one, two) = (&known.values.read, &again.values.read);
                Arc::ptr_eq(&one[0], &two[0])
            };
            if let (Some(known), Ok(again)) = (&known, &again) {
                assert!(Arc::ptr_eq(again.file(), &file));
                taken_over += u32::from(shared(known, again));
            }
        }
    }
    assert!(taken_over > 100, "{taken_over}");
}

#[test]
fn what_edits_have_left_behind_does_not_grow() {
    let file = |text: &str| Arc::new(MainCf::parse(text).0);
    let mut known = settings("", NOW).unwrap();
    for _ in 0..2 * PARAMETERS.len() {
        for text in ["smtpd_sasl_auth_enable = yes\n", ""] {
            known = Settings::resolve_again(&file(text), NOW, Some(&known)).unwrap();
        }
    }
    assert!(known.values.read.len() <= PARAMETERS.len() + 1);
}
