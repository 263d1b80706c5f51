//! `record`: transcripts of real servers, by the recorder in `tests/oracle`. It runs in
//! namespaces of its own; where that is not possible without touching this machine,
//! nothing is done and the reason is said.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;
use crate::step::{capture, step, succeed};

/// Debian's packages that the recorder runs or is made of.
const PACKAGES: [&str; 11] = [
    "postfix",
    "postfix-pcre",
    "postfix-lmdb",
    "sasl2-bin",
    "libsasl2-modules",
    "libsasl2-modules-db",
    "libsasl2-modules-gssapi-mit",
    "dovecot-core",
    "iproute2",
    "openssl",
    "python3",
];

/// Record scenarios on the Postfix of Debian's package, in namespaces
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// IN.jsonl OUT.jsonl; with --generate OUT.jsonl alone
    #[arg(required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// Make this many random scenarios instead of reading IN.jsonl
    #[arg(long, value_name = "N", requires = "seed")]
    generate: Option<u32>,
    /// The seed of the random scenarios
    #[arg(long)]
    seed: Option<u32>,
    /// Scenarios as administrators write them, rather than theme by theme
    #[arg(long, requires = "generate")]
    wild: bool,
    /// How many servers at a time
    #[arg(long, default_value_t = 2)]
    jobs: u32,
    /// Install missing packages; Debian's postfix and dovecot come up as services
    #[arg(long)]
    install: bool,
}

/// Records, after everything that speaks against it has been looked at.
pub(crate) fn run(repo: &Repo, arguments: &Arguments) -> Result<()> {
    let (given, out) = match (&*arguments.files, arguments.generate) {
        ([out], Some(_)) => (None, out),
        ([given, out], None) => (Some(given), out),
        ([_] | [_, _] | [], _) | ([_, _, ..], _) => {
            bail!("say IN.jsonl OUT.jsonl, or --generate N --seed S OUT.jsonl")
        }
    };
    if out.exists() {
        bail!("{} is there already: nothing is overwritten", out.display());
    }
    refuse_unless_possible(match arguments.install {
        true => Install::Missing,
        false => Install::Never,
    })?;
    let oracle = repo.root().join("tests/oracle");
    let scenarios = match given {
        Some(given) => given.clone(),
        None => generate(&oracle, arguments, out)?,
    };
    let mut record = Command::new("python3");
    record
        .arg(oracle.join("oracle.py"))
        .arg("record")
        .args([&scenarios, out])
        .args(["--jobs", &arguments.jobs.to_string()]);
    // Its progress is for whoever waits.
    let status = record.status().context("python3 does not start")?;
    if !status.success() {
        bail!("some scenarios were not recorded: see above");
    }
    println!("{} is recorded", out.display());
    Ok(())
}

/// Writes the scenarios beside OUT, to be kept with it.
fn generate(oracle: &Path, arguments: &Arguments, out: &Path) -> Result<PathBuf> {
    let script = if arguments.wild {
        "generate_wild.py"
    } else {
        "generate.py"
    };
    let (Some(count), Some(seed)) = (arguments.generate, arguments.seed) else {
        bail!("--generate needs --seed");
    };
    let mut command = Command::new("python3");
    command.arg(oracle.join(script)).args([
        "--seed",
        &seed.to_string(),
        "--count",
        &count.to_string(),
    ]);
    let scenarios = succeed(command)?;
    let path = out.with_extension("scenarios.jsonl");
    if path.exists() {
        bail!(
            "{} is there already: nothing is overwritten",
            path.display()
        );
    }
    std::fs::write(&path, scenarios).with_context(|| path.display().to_string())?;
    Ok(path)
}

/// Whether missing packages are installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Install {
    Missing,
    Never,
}

/// What speaks against recording on this machine.
pub(crate) fn refuse_unless_possible(install: Install) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("recording needs the namespaces of Linux");
    }
    let mut id = Command::new("id");
    id.arg("-u");
    if succeed(id)?.trim() != "0" {
        bail!("recording needs root, for namespaces: nothing was done");
    }
    let missing = missing()?;
    match (&*missing, install) {
        ([], _) => {}
        (packages, Install::Missing) => install_packages(packages)?,
        (packages, Install::Never) => bail!(
            "missing packages: {}. Give --install, or run: \
             DEBIAN_FRONTEND=noninteractive apt-get install -y {0}",
            packages.join(" ")
        ),
    }
    let mut status = Command::new("postfix");
    status.arg("status");
    if capture(status)?.success {
        bail!("a Postfix is running on this machine: stop it first (postfix stop)");
    }
    let mut unshare = Command::new("unshare");
    unshare.args([
        "--net", "--mount", "--uts", "--pid", "--ipc", "--fork", "true",
    ]);
    let tried = capture(unshare)?;
    if !tried.success {
        bail!("no namespaces can be made here: {}", tried.text.trim());
    }
    Ok(())
}

/// The packages that dpkg does not know as installed.
fn missing() -> Result<Vec<&'static str>> {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${Package} ${db:Status-Status}\n"]);
    let all = succeed(query).context("recording needs a Debian system")?;
    let has = |name: &str| all.lines().any(|line| line == format!("{name} installed"));
    Ok(PACKAGES.into_iter().filter(|name| !has(name)).collect())
}

fn install_packages(packages: &[&str]) -> Result<()> {
    step(&format!("Installing {}", packages.join(" ")), || {
        let mut install = Command::new("apt-get");
        install
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y"])
            .args(packages);
        succeed(install)
    })?;
    Ok(())
}
