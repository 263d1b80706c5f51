//! What a learner does, and what the page then holds.

use super::*;
use crate::bench::Next;
use crate::diff::Mark;
use crate::why::Proof;

fn after(actions: impl IntoIterator<Item = Action>) -> State {
    let start = Rc::new(State::default());
    let end = actions.into_iter().fold(start, State::reduce);
    Rc::unwrap_or_clone(end)
}

fn auth(value: &str) -> Action {
    Action::Edit(Edit::Set {
        name: "smtpd_sasl_auth_enable",
        value: value.to_owned(),
    })
}

fn said(state: &State) -> Vec<(&str, Mark)> {
    let turns = state.transcript.turns.iter();
    turns
        .flat_map(|turn| &turn.lines)
        .map(|line| (line.text.as_str(), line.mark))
        .collect()
}

fn auth_lines(state: &State) -> Vec<(&str, Mark)> {
    let lines = said(state).into_iter();
    lines.filter(|(text, _)| text.contains("AUTH")).collect()
}

const OFFER: &str = "250-AUTH PLAIN LOGIN DIGEST-MD5 CRAM-MD5 GSSAPI";

#[test]
fn the_page_opens_without_auth_just_after_ehlo() {
    let state = State::default();
    assert_eq!(said(&state)[0].0, "220 mail.example.com ESMTP Postfix");
    assert_eq!(auth_lines(&state), []);
    assert_eq!(state.played, 1);
    assert_eq!(state.transcript.failure, None);
}

#[test]
fn the_first_switch_adds_one_line_and_marks_it() {
    let state = after([auth("yes")]);
    assert!(state.text.ends_with("smtpd_sasl_auth_enable = yes\n"));
    assert_eq!(auth_lines(&state), [(OFFER, Mark::Added)]);
}

#[test]
fn a_word_that_is_typed_letter_by_letter_keeps_the_mark_of_the_whole() {
    let text = |value: &str| {
        let text = [howto::BEFORE, "smtpd_sasl_auth_enable = ", value].concat();
        Action::Write(text.into())
    };
    let state = after([text("y"), text("ye"), text("yes"), text("yes\n")]);
    assert_eq!(auth_lines(&state), [(OFFER, Mark::Added)]);
}

#[test]
fn without_reload_the_server_keeps_what_it_has_read() {
    let edited = [Action::ReloadWhen(Reload::WhenAsked), auth("yes")];
    let state = after(edited.clone());
    assert!(state.is_stale());
    assert_eq!(auth_lines(&state), []);
    let state = after(edited.into_iter().chain([Action::Reload]));
    assert!(!state.is_stale());
    assert_eq!(auth_lines(&state), [(OFFER, Mark::Added)]);
}

#[test]
fn stepping_back_and_on_gives_the_same_session() {
    let state = after([auth("yes"), Action::Seek(3)]);
    assert_eq!(
        said(&state)[12..]
            .iter()
            .map(|(text, _)| *text)
            .collect::<Vec<_>>(),
        ["235 2.7.0 Authentication successful", "221 2.0.0 Bye"]
    );
    let back = after([
        auth("yes"),
        Action::Seek(3),
        Action::Seek(0),
        Action::Seek(3),
    ]);
    assert_eq!(said(&back), said(&state));
    assert_eq!(state.transcript.next, Next::Nothing);
}

#[test]
fn a_typed_line_replaces_the_rest_of_the_script() {
    let state = after([Action::Send("NOOP".into())]);
    let sent: Vec<&str> = state.sent().iter().map(AttrValue::as_str).collect();
    assert_eq!(sent, ["EHLO example.com", "NOOP"]);
    assert_eq!(state.typed.len(), 1);
    assert_eq!(said(&state).last().unwrap().0, "250 2.0.0 Ok");
}

#[test]
fn nothing_can_be_sent_after_the_end() {
    let state = after([Action::Seek(3), Action::Send("NOOP".into())]);
    assert_eq!(state.sent().len(), 3);
    assert_eq!(state.typed.len(), 0);
}

#[test]
fn a_cell_of_the_relay_table_shows_its_session() {
    let state = State::default();
    let cell = &state.bench.relay()[5].cells[2];
    let show = Action::Show(cell.witness.clone());
    let shown = after([show]);
    assert_eq!(shown.person, Person::LanLaptop);
    assert_eq!(said(&shown).last().unwrap().0, &*cell.reply);
}

#[test]
fn a_server_that_does_not_start_has_no_session_and_keeps_the_text() {
    let state = after([Action::Write("smtpd_sasl_auth_enable = maybe\n".into())]);
    assert_eq!(state.text, "smtpd_sasl_auth_enable = maybe\n");
    assert_eq!(said(&state), []);
    assert!(state.transcript.failure.is_some());
    assert_eq!(state.transcript.next, Next::Nothing);
}

#[test]
fn odd_texts_are_kept_and_never_panic() {
    let huge = "# remark\n".repeat(110_000);
    for text in [
        "",
        "\0",
        "a = \0b",
        "=",
        " x",
        "$a = $b",
        "a = $b\nb = $a\n",
        &huge,
    ] {
        let text = AttrValue::from(text.to_owned());
        let state = after([Action::Write(text.clone()), auth("yes")]);
        assert!(
            state.text.contains("smtpd_sasl_auth_enable = yes"),
            "{:?}",
            text.get(..9)
        );
    }
}

#[test]
fn a_line_of_a_hundred_thousand_letters_gets_an_answer() {
    let line = AttrValue::from("x".repeat(100_000));
    let state = after([Action::Send(line.clone())]);
    assert_eq!(state.sent().last(), Some(&line));
    assert_eq!(state.transcript.turns.last().unwrap().lines.len(), 1);
}

#[test]
fn the_client_talks_to_the_service_it_asks_for() {
    let mut around = Around {
        master: "smtp inet n - y - - smtpd\n587 inet n - y - - smtpd\n \
                 -o smtpd_sasl_auth_enable=yes\n"
            .into(),
        ..Around::default()
    };
    let submission = Around {
        service: "587".into(),
        ..around.clone()
    };
    assert_eq!(auth_lines(&after([Action::Around(around.clone(), "")])), []);
    let state = after([Action::Around(submission, "")]);
    assert_eq!(auth_lines(&state), [(OFFER, Mark::Added)]);
    around.master = "587 inet n - y - - smtpd\n".into();
    let state = after([Action::Around(around, "")]);
    let failure = state.transcript.failure.as_ref().unwrap();
    assert_eq!(failure.seen, "Connection refused: nobody listens.");
}

#[test]
fn whoever_has_an_account_can_log_in() {
    let log_in = [auth("yes"), Action::Seek(3)];
    let replies = |around: Around| {
        let state = after(
            [Action::Around(around, "")]
                .into_iter()
                .chain(log_in.clone()),
        );
        said(&state)[12].0.to_owned()
    };
    assert_eq!(
        replies(Around::default()),
        "235 2.7.0 Authentication successful"
    );
    let nobody = Around {
        users: Vec::new(),
        ..Around::default()
    };
    assert!(replies(nobody).starts_with("535 5.7.8 Error: authentication failed"));
}

#[test]
fn pointing_at_a_line_ends_with_the_next_edit() {
    let state = after([Action::Point(Some(3))]);
    assert_eq!(state.pointed.as_deref(), Some(&3));
    assert_eq!(after([Action::Point(Some(3)), auth("yes")]).pointed, None);
}

fn client(name: &str) -> Action {
    let client = saslab_explore::clients::client_named(name).unwrap();
    let way = saslab_explore::clients::Way::AsUsual;
    Action::Uses(Uses::Client(crate::uses::Mailer { client, way }))
}

#[test]
fn a_mail_client_answers_the_server_that_there_is() {
    let before = after([client("PHPMailer")]);
    assert_eq!(before.sent(), ["EHLO client.example.org"]);
    let state = after([client("PHPMailer"), auth("yes")]);
    assert_eq!(state.sent()[1], "AUTH CRAM-MD5");
    assert_eq!(state.reasons.len(), state.inputs.len() + 1);
    let end = state.reasons.last().unwrap();
    assert_eq!(end, "it has logged in with CRAM-MD5");
    // Who goes on by hand does so in a terminal.
    let forked = after([client("PHPMailer"), auth("yes"), Action::Fork(2)]);
    assert_eq!((forked.uses, forked.sent().len()), (Uses::Terminal, 2));
    assert!(forked.reasons.is_empty());
}

#[test]
fn of_several_lines_those_that_nobody_hears_are_not_sent() {
    let lines = ["RSET", "QUIT", "NOOP"].map(AttrValue::from);
    let state = after([Action::Restart, Action::SendAll(lines.to_vec())]);
    assert_eq!(state.sent(), ["RSET", "QUIT"]);
    assert_eq!(*state.typed, ["RSET", "QUIT"]);
}

#[test]
fn the_next_change_is_found_in_lines_not_yet_sent_and_round() {
    let state = after([auth("yes"), Action::NextChange]);
    assert_eq!(state.played, 2);
    let state = after([auth("yes"), Action::NextChange, Action::NextChange]);
    assert_eq!(state.played, 1);
    assert_eq!(after([Action::NextChange]).played, 1);
}

#[test]
fn a_fix_of_both_files_is_read_at_once_also_by_a_server_that_waits_for_reload() {
    let main_cf = AttrValue::from([howto::BEFORE, "disable_vrfy_command = yes\n"].concat());
    let master = AttrValue::from("587 inet n - y - - smtpd\n");
    let fix = Action::Apply {
        main_cf: main_cf.clone(),
        master_cf: Some(master.clone()),
    };
    let state = after([Action::ReloadWhen(Reload::WhenAsked), fix]);
    let setup = state.bench.setup();
    assert_eq!((&setup.text, &setup.around.master), (&main_cf, &master));
    assert!(!state.is_stale());
}

#[test]
fn a_change_names_the_setting_that_brought_it() {
    let options = |value: &str| {
        Action::Edit(Edit::Set {
            name: "smtpd_sasl_security_options",
            value: value.to_owned(),
        })
    };
    let why = |state: &State| {
        let turns = state.transcript.turns.iter();
        let mut lines = turns.flat_map(|turn| &turn.lines);
        let line = lines.find(|line| line.mark == Mark::Changed);
        line.map(|line| line.why.sentence().to_string())
    };
    let less = after([auth("yes"), options("noanonymous, noplaintext")]);
    assert_eq!(
        auth_lines(&less)[0].0,
        "250-AUTH DIGEST-MD5 CRAM-MD5 GSSAPI"
    );
    assert_eq!(
        why(&less).as_deref(),
        Some("smtpd_sasl_security_options = noanonymous, noplaintext (main.cf line 8)")
    );
    let more = after([
        auth("yes"),
        options("noanonymous, noplaintext"),
        options("noanonymous"),
    ]);
    assert_eq!(
        why(&more).as_deref(),
        Some("smtpd_sasl_security_options = noanonymous (main.cf line 8)")
    );
}

#[test]
fn whoever_asks_dovecot_has_one() {
    let text = "compatibility_level = 3.6\nmyhostname = mail.example.com\n\
         smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\n\
         smtpd_sasl_path = private/dovecot-auth\n";
    let said = |state: &State| {
        let lines = auth_lines(state).into_iter();
        let lines: Vec<String> = lines.map(|(text, _)| text.to_owned()).collect();
        lines
    };
    let dovecot = after([Action::Write(text.into())]);
    assert_eq!(said(&dovecot), ["250-AUTH PLAIN LOGIN"]);
    let own = after([
        Action::Write(text.into()),
        Action::Mechanisms("PLAIN CRAM-MD5".into()),
    ]);
    assert_eq!(said(&own), ["250-AUTH PLAIN CRAM-MD5"]);
    let login = after([
        Action::Write(text.into()),
        Action::Send("AUTH PLAIN dGVzdAB0ZXN0AHRlc3RwYXNz".into()),
    ]);
    let last = login.transcript.turns.last().unwrap();
    assert_eq!(last.lines[0].text, "235 2.7.0 Authentication successful");
}

#[test]
fn whoever_was_in_the_servers_realm_is_in_that_of_one_that_is_brought() {
    let import = |text: &str| Action::Import {
        main_cf: Some(text.to_owned().into()),
        master_cf: None,
    };
    let cyrus =
        "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\nmyhostname = Mx.Example.ORG\n";
    let dovecot = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\n\
         smtpd_sasl_path = private/auth\nmyhostname = b.example\n";
    let local = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\nsmtpd_sasl_local_domain = example.net\n";
    let login = || Action::Send("AUTH PLAIN AHRlc3QAdGVzdHBhc3M=".into());
    let ends = |state: &State| {
        let last = state.transcript.turns.last().unwrap();
        let realm = state.around.users[0].realm.to_string();
        (last.lines[0].text.to_string(), realm)
    };
    let success = |realm: &str| {
        let says = "235 2.7.0 Authentication successful";
        (says.to_owned(), realm.to_owned())
    };
    let one = after([import(cyrus), login()]);
    assert_eq!(ends(&one), success("mx.example.org"));
    let another = after([import(cyrus), import(dovecot), import(local), login()]);
    assert_eq!(ends(&another), success("example.net"));
    // What is edited moves nobody, nor is somebody moved who is elsewhere.
    let edited = after([Action::Write(local.into()), login()]);
    let (says, realm) = ends(&edited);
    assert_eq!((says.get(..3), &*realm), (Some("535"), "mail.example.com"));
    let mut around = Around::default();
    around.users[0].realm = "example.com".into();
    let elsewhere = after([Action::Around(around, "users"), import(cyrus)]);
    assert_eq!(elsewhere.around.users[0].realm, "example.com");
}

#[test]
fn a_user_without_a_realm_is_in_the_servers() {
    let mut around = Around::default();
    around.users[0].realm = "".into();
    let state = after([
        Action::Around(around, "users"),
        Action::Write(
            "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\nmyhostname = b.example\n"
                .into(),
        ),
        Action::Send("AUTH PLAIN AHRlc3QAdGVzdHBhc3M=".into()),
    ]);
    let last = state.transcript.turns.last().unwrap();
    assert_eq!(last.lines[0].text, "235 2.7.0 Authentication successful");
}

#[test]
fn services_that_nobody_simulates_refuse_nothing() {
    let text = "compatibility_level = 3.6\nmydestination = example.com\n";
    let ends = |lines: &str| {
        let state = after([
            Action::Write([text, lines].concat().into()),
            Action::Send("MAIL FROM:<a@example.org>".into()),
            Action::Send("RCPT TO:<postmaster@example.com>".into()),
        ]);
        let last = state.transcript.turns.last().unwrap();
        (last.lines[0].text.to_string(), last.lines[0].why.proof())
    };
    let ok = "250 2.1.5 Ok".to_owned();
    assert_eq!(
        ends("smtpd_milters = inet:localhost:8891\n"),
        (ok.clone(), Proof::Simulated)
    );
    let asked = "smtpd_recipient_restrictions = check_policy_service unix:private/spf, reject\n";
    assert_eq!(ends(asked), (ok, Proof::NotSimulated));
}
