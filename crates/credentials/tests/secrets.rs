//! What the workbench hands out shows no password in its `Debug`.
use saslab_credentials::recipe::{Encoder, Login, SessionTool, Target, Transport};
use saslab_credentials::{decode, diagnose, prove};
use saslab_sasl::Secret;
use saslab_smtpd::Installation;
use saslab_smtpd::release::Release;

/// `Tr0ub4dor`, as it could show: text, octets, Base64, Base64 behind `\0test\0`.
const SHOWN: [&str; 5] = [
    "Tr0ub4dor",
    "84, 114, 48, 117, 98",
    "VHIwdWI0ZG9y",
    "AHRlc3QAVHIwdWI0ZG9y",
    "547230756234646f72",
];

fn hides(what: &str, debug: &str) {
    for shown in SHOWN {
        assert!(!debug.contains(shown), "{what}: {debug}");
    }
}

#[test]
fn recipes_show_no_password() {
    let login = Login {
        authzid: String::new(),
        user: "test".to_owned(),
        password: Secret::from("Tr0ub4dor"),
    };
    hides("Login", &format!("{login:?}"));
    for encoder in Encoder::ALL {
        let recipe = encoder.recipe(&login).unwrap();
        hides("EncoderRecipe", &format!("{recipe:?}"));
    }
    let target = Target {
        host: "mail.example.com".to_owned(),
        port: 587,
        transport: Transport::StartTls,
    };
    for tool in [SessionTool::Swaks, SessionTool::Curl, SessionTool::OpenSsl] {
        let recipe = tool.recipe(&target, &login).unwrap();
        hides("SessionRecipe", &format!("{recipe:?}"));
    }
}

#[test]
fn what_was_pasted_shows_no_password() {
    let main_cf = "compatibility_level = 3.6\nsmtpd_sasl_auth_enable = yes\n";
    let installation = Installation::new(Release::DEFAULT, main_cf);
    // With an end of line, with one NUL, and in two steps of LOGIN.
    for text in [
        &b"AUTH PLAIN AHRlc3QAVHIwdWI0ZG9yCg=="[..],
        b"AUTH PLAIN dGVzdABUcjB1YjRkb3I=",
        b"AUTH LOGIN\ndGVzdAo=\nVHIwdWI0ZG9yCg==",
        b"AUTH PLAIN Tr0ub4dor!",
    ] {
        let decoded = decode(text);
        hides("Decoded", &format!("{decoded:?}"));
        let found = diagnose(&decoded, &[]);
        assert!(!found.is_empty());
        for diagnosis in found {
            hides("Diagnosis", &format!("{diagnosis:?}"));
            let proof = prove(&installation, &decoded, &diagnosis).unwrap();
            hides("Proof", &format!("{proof:?}"));
        }
    }
}
