//! Work goes out and comes back; what is secret does not go out; what is foreign does not
//! come in.

use super::*;
use crate::around::{File, Password, Supposition, User};
use crate::setup::SIGHTS;
use crate::state::Action;
use saslab_smtpd::maincf::Edit;
use saslab_smtpd::policy::FactKind;
use yew::Reducible;

fn after(actions: impl IntoIterator<Item = Action>) -> State {
    let start = Rc::new(State::default());
    Rc::unwrap_or_clone(actions.into_iter().fold(start, State::reduce))
}

fn back(state: &State) -> State {
    let opened = read(&write(state).text).unwrap();
    assert_eq!(opened.unknown, 0);
    Rc::unwrap_or_clone(opened.state)
}

fn sent(state: &State) -> Vec<&str> {
    state.inputs.iter().map(AttrValue::as_str).collect()
}

#[test]
fn the_first_sight_is_written_like_this() {
    let text = write(&State::default()).text;
    assert_eq!(
        text,
        "saslab 1\nrelease=3.7.11\nmechanisms=PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI\n\
         client=203.0.113.9\nmain.cf=# The mail server of the SMTP AUTH HOWTO, before its first \
         step.\\ncompatibility_level = 3.6\\nmyhostname = mail.example.com\\nmydestination = \
         $myhostname, localhost, example.com\\nmynetworks = 127.0.0.0/8, 192.0.2.0/24\\n\
         alias_maps = hash:/etc/aliases\\n\nsay=EHLO example.com\n\
         say=AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz\nsay=QUIT\nplayed=1"
    );
}

#[test]
fn everything_comes_back() {
    let state = after([
        Action::Edit(Edit::Set {
            name: "smtpd_sasl_auth_enable",
            value: "yes".to_owned(),
        }),
        Action::ReloadWhen(Reload::WhenAsked),
        Action::Write("a = \\n\n# \u{e9}\r\n\0\t=\n".into()),
        Action::Install("2.3.19".parse().unwrap()),
        Action::Mechanisms("LOGIN".into()),
        Action::Connect(Person::LanLaptop),
        Action::Pin,
        Action::See(SIGHTS[1].lens),
        Action::Take(3),
        Action::Seek(4),
    ]);
    let back = back(&state);
    assert_eq!(back.lens, SIGHTS[1].lens);
    let pinned = back.pinned.as_ref().unwrap();
    assert_eq!(pinned.lens, SIGHTS[0].lens);
    assert_eq!(pinned.text, state.text);
    assert_eq!(back.text, state.text);
    assert_eq!(back.loaded, state.loaded);
    assert_eq!(back.reload, Reload::WhenAsked);
    assert_eq!(back.release, state.release);
    assert_eq!(back.mechanisms, "LOGIN");
    assert_eq!(back.person, Person::LanLaptop);
    assert_eq!(sent(&back), sent(&state));
    assert_eq!(back.played, 4);
    assert!(back.transcript.says_the_same(&state.transcript));
    assert_eq!(back.transcript.turns.len(), 5);
}

#[test]
fn a_client_that_a_proof_names_comes_back() {
    let person = Person::at(
        "2001:db8::9".parse().unwrap(),
        Some("mx.example.net".into()),
    );
    let state = after([Action::Connect(person.clone())]);
    assert_eq!(back(&state).person, person);
}

#[test]
fn secrets_stay_here() {
    // \0alice\0s3cret
    let login = "AUTH PLAIN AGFsaWNlAHMzY3JldA==";
    let state = after([
        Action::Write(
            "compatibility_level = 3.6\nsmtp_sasl_password_maps = static:a:s3cret\n".into(),
        ),
        Action::Seek(1),
        Action::Send("EHLO a".into()),
        Action::Send(login.into()),
        Action::Send("QUIT".into()),
    ]);
    let snapshot = write(&state);
    assert!(!snapshot.text.contains("AGFsaWNl") && !snapshot.text.contains("s3cret"));
    assert_eq!(snapshot.lines_left_out, 2);
    assert!(snapshot.passwords_left_out);
    let back = back(&state);
    assert_eq!(sent(&back), ["EHLO example.com", "EHLO a"]);
    assert_eq!(back.played, 2);
}

#[test]
fn what_stands_around_main_cf_comes_back_without_passwords() {
    let mut around = Around::default();
    around.users.push(User {
        name: "alice".into(),
        realm: "example.com".into(),
        password: Password("s3cret".into()),
    });
    around.files.push(File {
        path: "/etc/postfix/db.cf".into(),
        text: "user = x\npassword = s3cret\n".into(),
    });
    around.master = "587 inet n - y - - smtpd\n  -o smtp_password_x=static:s3cret\n".into();
    around.service = "587".into();
    around.supposed.push(Supposition {
        kind: FactKind::DnsList,
        source: "zen.test".into(),
        about: String::new().into(),
        says: "127.0.0.2".into(),
    });
    let state = after([Action::Around(around.clone(), "all")]);
    let snapshot = write(&state);
    assert!(!snapshot.text.contains("s3cret"));
    assert!(snapshot.secrets_left_out);
    let back = back(&state).around;
    let names: Vec<(&str, &str)> = back
        .users
        .iter()
        .map(|user| (&*user.name, &*user.password.0))
        .collect();
    assert_eq!(names, [("test", "testpass"), ("alice", "")]);
    assert_eq!(back.files[2].text, "user = x\npassword =\n");
    assert_eq!(back.files.len(), 3);
    assert_eq!(
        back.master,
        "587 inet n - y - - smtpd\n  -o smtp_password_x=\n"
    );
    assert_eq!(back.service, "587");
    assert_eq!(back.supposed, around.supposed);
}

#[test]
fn a_server_without_users_and_files_stays_so() {
    let mut around = Around::default();
    around.users.clear();
    around.files.clear();
    let back = back(&after([Action::Around(around, "all")])).around;
    assert_eq!((back.users.len(), back.files.len()), (0, 0));
}

#[test]
fn what_is_not_ours_is_refused_with_its_reason() {
    for (text, reason) in [
        ("", Unreadable::Foreign),
        ("hello", Unreadable::Foreign),
        ("saslab x", Unreadable::Foreign),
        ("saslab 2\nrelease=3.7.11", Unreadable::Newer),
        ("saslab 1\nrelease=three", Unreadable::Line(2)),
        ("saslab 1\nplayed=1\nnonsense", Unreadable::Line(3)),
        ("saslab 1\nclient=192.0.2.300", Unreadable::Line(2)),
        ("saslab 1\nmain.cf=a\\", Unreadable::Line(2)),
        ("saslab 1\nmain.cf=a\\t", Unreadable::Line(2)),
    ] {
        assert_eq!(read(text).unwrap_err(), reason, "{text:?}");
    }
}

#[test]
fn what_a_later_page_adds_is_passed_over_and_counted() {
    let opened = read("saslab 1\nmoon=full\nsay=QUIT\nplayed=99").unwrap();
    assert_eq!(opened.unknown, 1);
    assert_eq!(opened.state.played, 1);
    assert_eq!(opened.state.text, State::default().text);
}

#[test]
fn a_mail_client_comes_back_by_name_and_finds_its_lines_anew() {
    let auth = Action::Edit(Edit::Set {
        name: "smtpd_sasl_auth_enable",
        value: "yes".to_owned(),
    });
    let uses = Uses::read("PHPMailer;none");
    let state = after([auth, Action::Uses(uses), Action::Seek(2)]);
    // The answer to a challenge is nobody's secret here: it is not in the text at all.
    let written = write(&state);
    assert!(written.text.contains("\nuses=PHPMailer;none"));
    assert_eq!(
        (written.lines_left_out, written.text.contains("say=")),
        (0, false)
    );
    let back = back(&state);
    assert_eq!((back.uses, back.played), (uses, 2));
    assert_eq!(sent(&back), sent(&state));
    assert_eq!(Uses::read("Some later client;none"), Uses::Terminal);
    assert_eq!(Uses::read("PHPMailer;later"), Uses::Terminal);
}
