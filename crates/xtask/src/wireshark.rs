//! Exported packets held against Wireshark's own reading of them: the commands, the name
//! of who logs in, and the reply codes, as they stand in the HOWTO and in RFC 4954.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::chromium::{apt_get, in_path, is_root};
use crate::repo::Repo;
use crate::stage::Outcome;
use crate::step::{step, succeed};
use crate::tally::Tally;

/// A session, and what tshark has to find in it.
struct Case {
    main_cf: &'static str,
    said: &'static str,
    /// Command (four letters, as Wireshark has them) or reply code, one a packet, and the
    /// name or the password after it where one logs in. With LOGIN the name comes with the
    /// command: where it does not, Wireshark 4.0 takes the password for the name. It does
    /// not take the answer of CRAM-MD5 apart.
    found: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        main_cf: "compatibility_level = 3.6\nmyhostname = mail.example.com\nsmtpd_sasl_auth_enable = yes\n",
        said: "EHLO example.com\nAUTH PLAIN AHRlc3QAdGVzdHBhc3M=\nNONSENSE\nQUIT\n",
        found: &[
            "220",
            "EHLO",
            "250",
            "AUTH test testpass",
            "235",
            "NONS",
            "500",
            "QUIT",
            "221",
        ],
    },
    Case {
        main_cf: "compatibility_level = 3.6\nmyhostname = mail.example.com\nsmtpd_sasl_auth_enable = yes\n\
             smtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\n\
             smtpd_tls_cert_file = /etc/postfix/server.pem\n",
        said: "EHLO example.com\nSTARTTLS\nEHLO example.com\nAUTH PLAIN AHRlc3QAd3Jvbmc=\nQUIT\n",
        found: &[
            "220",
            "EHLO",
            "250",
            "STAR",
            "220",
            "EHLO",
            "250",
            "AUTH test wrong",
            "535",
            "QUIT",
            "221",
        ],
    },
    Case {
        main_cf: "compatibility_level = 3.6\nmyhostname = mail.example.com\nsmtpd_sasl_auth_enable = yes\n",
        said: "EHLO example.com\nAUTH LOGIN dGVzdA==\ndGVzdHBhc3M=\nQUIT\n",
        found: &[
            "220",
            "EHLO",
            "250",
            "AUTH test",
            "334",
            "testpass",
            "235",
            "QUIT",
            "221",
        ],
    },
    Case {
        main_cf: "compatibility_level = 3.6\nmyhostname = mail.example.com\nsmtpd_sasl_auth_enable = yes\n",
        said: "EHLO example.com\nAUTH CRAM-MD5\ndGVzdCA5ZTk1YWVlMDljNDBhZjJiODRhMGMyYjNiYmFlNzg2ZQ==\nQUIT\n",
        found: &["220", "EHLO", "250", "AUTH", "334", "535", "QUIT", "221"],
    },
];

/// Runs tshark over every case.
pub(crate) fn compare(repo: &Repo) -> Result<Outcome> {
    install()?;
    let mut tally = Tally::default();
    let mut said = String::new();
    for case in CASES {
        let found = step("Reading exported packets with tshark", || read(repo, case))?;
        tally += Tally::one(found == case.found);
        if found != case.found {
            said.push_str(&format!(
                "tshark reads {found:?},\nbut it is {:?}\n",
                case.found
            ));
        }
    }
    Ok(Outcome { tally, said })
}

fn install() -> Result<()> {
    if in_path("tshark").is_some() {
        return Ok(());
    }
    if in_path("apt-get").is_none() || !is_root()? {
        bail!("no tshark found: install it (Debian: apt-get install tshark)");
    }
    step("Installing Debian's package tshark", || {
        succeed(apt_get(&["update"]))?;
        succeed(apt_get(&[
            "install",
            "--yes",
            "--no-install-recommends",
            "tshark",
        ]))
    })?;
    Ok(())
}

/// Exports the session and lists what tshark sees.
fn read(repo: &Repo, case: &Case) -> Result<Vec<String>> {
    let folder = repo.target().join("xtask");
    fs::create_dir_all(&folder)?;
    let [main_cf, said, capture] =
        ["export.cf", "export.said", "export.pcapng"].map(|name| folder.join(name));
    fs::write(&main_cf, case.main_cf)?;
    fs::write(&said, case.said)?;
    let mut export = repo.cargo();
    export.args(["run", "--quiet", "--package", "saslab-cli", "--", "export"]);
    export
        .arg(&main_cf)
        .args(["--format", "pcapng", "--output"])
        .arg(&capture);
    export.arg("--says").arg(&said);
    succeed(export)?;
    let mut tshark = Command::new("tshark");
    tshark.arg("-r").arg(&capture);
    // Wireshark takes Base64 apart only when it is told to.
    tshark.args(["-o", "smtp.decryption:TRUE", "-Y", "smtp", "-T", "fields"]);
    for field in [
        "smtp.req.command",
        "smtp.response.code",
        "smtp.auth.username",
        "smtp.auth.username_password",
        "smtp.auth.password",
    ] {
        tshark.args(["-e", field]);
    }
    let table = succeed(tshark)?;
    Ok(table.lines().filter_map(row).collect())
}

/// A line without tabs is a warning; a row can hold nothing of interest.
fn row(line: &str) -> Option<String> {
    let line = line.contains('\t').then_some(line)?;
    let words: Vec<&str> = line.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
