//! Shells, Perl, Python and OpenSSL run the recipes that encode.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::disallowed_methods,
    reason = "a shell reads its script from a file"
)]
use hostile::logins;
use install::have;
use run::run;
use saslab_credentials::recipe::Encoder;
use saslab_sasl::{Implementation, base64};

#[path = "harness/hostile.rs"]
mod hostile;
#[path = "harness/install.rs"]
mod install;
#[path = "harness/random.rs"]
mod random;
#[path = "harness/run.rs"]
mod run;

fn every_recipe(encoder: Encoder, shell: &str) {
    let logins = logins(500);
    let mut script = Vec::new();
    for login in &logins {
        script.extend_from_slice(encoder.recipe(login).unwrap().command.reveal());
        script.push(b'\n');
    }
    let file = std::env::temp_dir().join(format!("saslab-{}-{encoder}.sh", std::process::id()));
    std::fs::write(&file, &script).unwrap();
    let said = run(shell, &[file.to_str().unwrap()], b"");
    std::fs::remove_file(&file).unwrap();
    let said = String::from_utf8(said).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), logins.len(), "{encoder}");
    for (login, line) in logins.iter().zip(lines) {
        let octets = base64::decode(Implementation::Dovecot, line.as_bytes()).unwrap();
        let parts = [
            login.authzid.as_bytes(),
            login.user.as_bytes(),
            login.password.reveal(),
        ];
        assert_eq!(octets, parts.join(&0), "{encoder}: {login:?}");
    }
}

#[test]
fn bash_runs_its_recipes() {
    if have("/bin/bash", "bash") {
        every_recipe(Encoder::Bash, "bash");
    }
}

#[test]
fn dash_runs_its_recipes() {
    if have("/bin/dash", "dash") {
        every_recipe(Encoder::Dash, "dash");
    }
}

#[test]
fn zsh_runs_its_recipes() {
    if have("/bin/zsh", "zsh") {
        every_recipe(Encoder::Zsh, "zsh");
    }
}

#[test]
fn fish_runs_its_recipes() {
    if have("/usr/bin/fish", "fish") {
        every_recipe(Encoder::Fish, "fish");
    }
}

#[test]
fn perl_runs_its_recipes() {
    if have("/usr/bin/perl", "perl") && have("/bin/dash", "dash") {
        every_recipe(Encoder::Perl, "dash");
    }
}

#[test]
fn python_runs_its_recipes() {
    if have("/usr/bin/python3", "python3-minimal") && have("/bin/dash", "dash") {
        every_recipe(Encoder::Python, "dash");
    }
}

#[test]
fn openssl_runs_its_recipes() {
    if have("/usr/bin/openssl", "openssl") && have("/bin/dash", "dash") {
        every_recipe(Encoder::OpenSsl, "dash");
    }
}
