//! Remarks: where each is due, and next to it where it is not.

use super::*;

fn said(text: &str) -> Vec<String> {
    let file = MainCf::parse(text).0;
    let remarks = review(&file, Release::DEFAULT);
    remarks.iter().map(ToString::to_string).collect()
}

/// The text after the one repair that is offered.
fn repaired(text: &str) -> String {
    let file = MainCf::parse(text).0;
    let repairs = review(&file, Release::DEFAULT).into_iter();
    let mut repairs = repairs.filter_map(|remark| remark.repair);
    let repair = repairs.next().expect("a repair");
    assert_eq!(repairs.next(), None);
    repair.apply(text)
}

#[test]
fn a_sound_file_gets_no_remark() {
    let text = "# head\nmyhostname = mail.example.com\nmydestination = $myhostname,\n  # why\n  \
                localhost.$mydomain\nsmtpd_banner = $myhostname ESMTP $mail_name\n\
                smtp_destination_concurrency_limit = 2\nmine = x\nrelay_domains = $mine\n\
                smtpd_restriction_classes = strict\nstrict = reject\n\
                mailbox_command = /usr/bin/procmail -a $USER\n\
                sender_canonical_maps = regexp:/etc/postfix/c#d\n";
    assert_eq!(said(text), Vec::<String>::new());
}

#[test]
fn a_misspelt_name_is_repaired() {
    let text = "smtpd_sasl_auth_enabled = yes\n";
    assert_eq!(
        said(text),
        [
            "Line 1: smtpd_sasl_auth_enabled is no parameter of Postfix that is known here, and \
          nothing uses it. Did you mean smtpd_sasl_auth_enable?"
        ]
    );
    assert_eq!(repaired(text), "smtpd_sasl_auth_enable = yes\n");
}

#[test]
fn a_remark_behind_a_value_moves_above_it() {
    let text = "mynetworks = 127.0.0.0/8 # us\n";
    assert_eq!(
        said(text),
        [
            "Line 1: \"#\" begins a remark only at the start of a line; what follows it here \
          belongs to the value."
        ]
    );
    assert_eq!(repaired(text), "# us\nmynetworks = 127.0.0.0/8\n");
    let list = "mynetworks =\n  127.0.0.0/8, # us\n  192.0.2.0/24\n";
    assert_eq!(
        repaired(list),
        "mynetworks =\n# us\n  127.0.0.0/8,\n  192.0.2.0/24\n"
    );
}

#[test]
fn placeholders_are_named() {
    for (value, placeholder) in [
        ("{{ hostname }}", "{{ hostname }}"),
        ("mail.__DOMAIN__", "__DOMAIN__"),
        ("@fqdn@", "@fqdn@"),
        ("%HOST%.example.com", "%HOST%"),
        ("<%= @name %>", "<%= @name %>"),
    ] {
        let says = format!(
            "Line 1: {placeholder} looks like a place that another tool should have filled."
        );
        assert_eq!(said(&format!("myhostname = {value}\n")), [says]);
    }
}

#[test]
fn a_name_that_nothing_sets_is_undefined() {
    for value in ["$nets", "${nets}", "$(nets)", "127.0.0.0/8 ${nets?x}"] {
        assert_eq!(
            said(&format!("mynetworks = {value}\n")),
            ["Line 1: nothing sets $nets, so it stands for an empty text."]
        );
    }
    assert_eq!(said("mynetworks = $$nets\n"), Vec::<String>::new());
}

#[test]
fn traces_of_shells_and_other_systems_are_taken_out() {
    assert_eq!(
        repaired("mynetworks = 127.0.0.0/8 \\\n  192.0.2.0/24\n"),
        "mynetworks = 127.0.0.0/8\n  192.0.2.0/24\n"
    );
    let text = "myhostname = a.example\r\nmydomain = example\r\n";
    assert_eq!(
        said(text),
        ["Line 1: lines end in CR LF; Postfix takes the CR for white space."]
    );
    assert_eq!(repaired(text), text.replace('\r', ""));
}

#[test]
fn an_indented_setting_is_a_part_of_the_one_before() {
    let text = "relayhost =\n  smtpd_sasl_auth_enable = yes\n";
    assert_eq!(
        said(text),
        [
            "Line 2: the line begins with white space, so smtpd_sasl_auth_enable is not set: it is \
          a part of relayhost."
        ]
    );
    assert_eq!(
        repaired(text),
        "relayhost =\nsmtpd_sasl_auth_enable = yes\n"
    );
}

#[test]
fn what_is_kept_without_effect_is_listed() {
    let text = "biff = no\nmyhostname = a.example\nsmtp_destination_rate_delay = 1s\nx = y\n";
    let file = MainCf::parse(text).0;
    let names: Vec<&str> = not_simulated(&file).map(|entry| &*entry.name).collect();
    assert_eq!(names, ["biff", "smtp_destination_rate_delay"]);
}
