//! Real programs: what is missing is installed as a Debian package. On Debian a program
//! that cannot be had fails the test, elsewhere it is named.
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

/// apt-get runs once at a time.
static APT: Mutex<()> = Mutex::new(());

/// How long apt-get may take, in seconds.
const PATIENCE: &str = "600";

/// Whether `file` exists, after `package` was installed if need be.
pub(crate) fn have(file: &str, package: &str) -> bool {
    let _one = APT.lock().unwrap_or_else(PoisonError::into_inner);
    let exists = || {
        let there = Path::new(file).exists();
        let library = || Path::new("/usr/lib").join(file.trim_start_matches('/'));
        there || library().exists() || multiarch(file)
    };
    if exists() {
        return true;
    }
    if !Path::new("/etc/debian_version").exists() {
        // The test runner shows this with --nocapture.
        let _shown = writeln!(std::io::stderr(), "skipped: {file}, no Debian here");
        return false;
    }
    for arguments in [
        &["update", "-qq"][..],
        &["install", "-y", "-qq", "--no-install-recommends", package],
    ] {
        let mut apt = Command::new("timeout");
        apt.args([PATIENCE, "apt-get"]).args(arguments);
        let done = apt
            .env("DEBIAN_FRONTEND", "noninteractive")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.success(), "apt-get {arguments:?}: {said}");
    }
    assert!(exists(), "{package} did not bring {file}");
    true
}

/// A library in a folder of its architecture.
fn multiarch(file: &str) -> bool {
    ["x86_64-linux-gnu", "aarch64-linux-gnu"]
        .iter()
        .any(|folder| Path::new("/usr/lib").join(folder).join(file).exists())
}
