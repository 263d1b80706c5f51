//! What an examination says comes over as text, and comes to the same as one asked here.

use saslab_explore::Severity;

use super::*;

fn setup(text: &str) -> Setup {
    Setup {
        text: text.to_owned().into(),
        release: "3.7.11".parse().unwrap(),
        mechanisms: "PLAIN LOGIN".into(),
        around: Shared::new(Around::default()),
        lens: Lens::Direct,
    }
}

fn all(setup: &Setup) -> Answers {
    let mut all = Answers::default();
    for part in 0..parts() {
        let read = answers(&examined(&asked(setup), part)).unwrap();
        all.sessions += read.sessions;
        all.entries.extend(read.entries);
    }
    all
}

const SOUND: &str = "compatibility_level = 3.6\nmydestination = example.com\n";

#[test]
fn what_is_asked_about_comes_over_as_it_is() {
    let mut around = Around {
        service: "587".into(),
        master: "587 inet n - y - - smtpd\n  -o a=b\n".into(),
        ..Around::default()
    };
    around.users.push(User {
        password: Password("s3cret=\\".into()),
        ..User::of_the_howto("bob".into(), "r".into())
    });
    around.suppose(
        &Fact::of(FactKind::DnsList, "bl.example", "192.0.2.9"),
        Some("x"),
    );
    let odd = Setup {
        text: "a = \\n\n# \u{e9}\r\n\0=\n".into(),
        lens: Sight::named("ipv6").unwrap().lens,
        around: Shared::new(around),
        ..setup("")
    };
    let back = super::setup(&asked(&odd)).unwrap();
    assert_eq!(*back.around, *odd.around);
    let around = odd.around.clone();
    assert_eq!(Setup { around, ..back }, odd);
}

#[test]
fn an_open_relay_is_found_with_its_session_and_its_line() {
    let text = [SOUND, "mynetworks = 0.0.0.0/0\n"].concat();
    let all = all(&setup(&text));
    let mut entries = all.entries.iter();
    let relay = entries
        .find(|entry| entry.question.name == "open-relay")
        .unwrap();
    assert_eq!(relay.kind, Kind::Found(Severity::Critical));
    let witness = relay.witness.as_ref().unwrap();
    assert_eq!(witness.client.to_string(), "203.0.113.9");
    let mut lines = witness.lines.iter();
    assert!(lines.any(|line| line.starts_with("RCPT TO:<")));
    let networks = Spot {
        parameter: "mynetworks".into(),
        line: 3,
    };
    assert!(relay.places.contains(&networks), "{:?}", relay.places);
    assert!(all.sessions > 10);
}

#[test]
fn all_parts_together_say_what_an_examination_says() {
    let text = [
        SOUND,
        "smtpd_sasl_auth_enable = yes\nmynetworks_style = class\n",
    ]
    .concat();
    let setup = setup(&text);
    let report = saslab_explore::examine(&setup.site());
    let whole: Vec<(&str, String)> = report
        .answers
        .iter()
        .flat_map(|reported| &reported.findings)
        .map(|finding| (finding.question.name, finding.says.to_string()))
        .collect();
    let entries = all(&setup).entries;
    let parts: Vec<(&str, String)> = entries
        .iter()
        .filter(|entry| matches!(entry.kind, Kind::Found(_)))
        .map(|entry| (entry.question.name, entry.says.to_string()))
        .collect();
    assert!(!parts.is_empty());
    assert_eq!(parts, whole);
}

#[test]
fn what_is_found_too_often_is_counted() {
    let lines: Vec<String> = (0..25).map(|at| format!("smtp_x_{at} = y\n")).collect();
    let all = all(&setup(&[SOUND, &lines.concat()].concat()));
    let entries = all.entries.iter();
    let entries: Vec<&Entry> = entries
        .filter(|entry| entry.question.name == "unknown-parameter")
        .collect();
    assert_eq!(entries.len(), 20);
    let more: Vec<usize> = entries.iter().map(|entry| entry.more).collect();
    assert_eq!((more[18], more[19]), (0, 5));
}

#[test]
fn each_of_many_findings_is_settled_at_its_own_line() {
    let lines: Vec<String> = (0..25).map(|at| format!("smtp_x_{at} = y\n")).collect();
    let names = "mynetworks = 0.0.0.0/0\nrelay_domains = $NOBODY\nmyorigin = $NOWHERE\n";
    let setup = setup(&[names, SOUND, &lines.concat()].concat());
    let all = all(&setup);
    let site = setup.site();
    let found = |entry: &&Entry| matches!(entry.kind, Kind::Found(_));
    for entry in all.entries.iter().filter(found) {
        let reported = saslab_explore::ask(&site, entry.question);
        let same = reported.findings.get(entry.at);
        assert_eq!(same.map(|one| &*one.says), Some(&*entry.says));
    }
    let entries = all.entries.iter();
    let entries: Vec<&Entry> = entries
        .filter(|entry| entry.question.name == "unknown-parameter")
        .collect();
    for entry in [entries[0], entries[7], entries[19]] {
        let name = &entry.places[0].parameter;
        assert!(entry.says.contains(&**name), "{entry:?}");
        let written = settled(&asked(&setup), entry.question.name, entry.at);
        let settled = read_settled(&written).unwrap();
        let gone: AttrValue = format!("-{name} = y").into();
        let changed = settled.remedies[0].diff.iter();
        let changed: Vec<_> = changed.filter(|line| !line.starts_with(' ')).collect();
        assert!(changed.contains(&&gone), "{changed:?}");
    }
}

#[test]
fn there_is_no_part_behind_the_last() {
    assert_eq!(examined(&asked(&setup(SOUND)), parts()), "");
}

#[test]
fn a_finding_is_settled_by_an_edit_of_its_line() {
    let text = [SOUND, "mynetworks = 0.0.0.0/0\n"].concat();
    let written = settled(&asked(&setup(&text)), "open-relay", 0);
    let Settled { remedies, needed } = read_settled(&written).unwrap();
    assert_eq!(needed, "");
    let first = remedies.first().unwrap();
    assert!(!first.main_cf.contains("0.0.0.0/0"), "{first:?}");
    assert!(
        first.diff.contains(&"-mynetworks = 0.0.0.0/0".into()),
        "{first:?}"
    );
    assert!(
        first
            .commands
            .iter()
            .all(|line| line.starts_with("postconf -"))
    );
}

#[test]
fn an_option_of_a_service_is_taken_out_of_master_cf() {
    let options = "  -o mynetworks=0.0.0.0/0\n  -o syslog_name=587\n";
    let service = "# mine\n587 inet n - y - - smtpd\n";
    let mut setup = setup(SOUND);
    setup.around = Shared::new(Around {
        master: [service, options].concat().into(),
        ..Around::clone(&setup.around)
    });
    let written = settled(&asked(&setup), "service-undoes", 0);
    let Settled { remedies, needed } = read_settled(&written).unwrap();
    assert_eq!(needed, "");
    let master = |remedy: &&Remedy| remedy.master.is_some();
    let remedy = remedies.iter().find(master).unwrap();
    let left = [service, "  -o syslog_name=587\n"].concat();
    assert_eq!(remedy.master.as_deref(), Some(&*left));
    assert_eq!(remedy.main_cf, SOUND);
    let gone = "-  -o mynetworks=0.0.0.0/0";
    assert!(remedy.diff.contains(&gone.into()), "{remedy:?}");
}

#[test]
fn what_no_edit_settles_says_what_it_needs() {
    let text = [SOUND, "virtual_mailbox_domains = example.net\n"].concat();
    let written = settled(&asked(&setup(&text)), "unknown-recipients-taken", 0);
    let settled = read_settled(&written).unwrap();
    assert_eq!(settled.remedies, []);
    let needed = "a table has to name the users there are";
    assert!(settled.needed.starts_with(needed), "{settled:?}");
}

#[test]
fn a_damaged_answer_is_none() {
    for text in [
        "nonsense",
        "found=no-such-question\n",
        "say=HELO\n",
        "sessions=x\n",
    ] {
        assert_eq!(answers(text), None, "{text}");
    }
    assert!(super::setup("lens=nowhere\n").is_none());
}

#[test]
fn what_an_answer_rests_on_outside_is_said() {
    let text = [
        SOUND,
        "smtpd_relay_restrictions = check_client_access ldap:/etc/x, reject_unauth_destination\n",
    ];
    let all = all(&setup(&text.concat()));
    let mut entries = all.entries.iter();
    let entry = entries.find(|entry| entry.kind == Kind::Provided).unwrap();
    assert!(
        entry.says.contains("provided it is not so that"),
        "{entry:?}"
    );
    let witness = entry.witness.as_ref().unwrap();
    let says = witness.supposing.iter().map(ToString::to_string);
    assert!(
        says.collect::<Vec<_>>()
            .join(" ")
            .contains("ldap:/etc/x says OK to")
    );
}
