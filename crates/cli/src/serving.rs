//! The server that `talk` and `listen` run: one service of one configuration, with the
//! files that it names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use saslab_explore::{Mechanisms, Site};
use saslab_smtpd::maincf::{MasterCf, paths_in};
use saslab_smtpd::policy::{Services, World};
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::Account;
use saslab_smtpd::{Installation, Server, in_service};

use crate::failure::Failure;
use crate::input;

/// What is served.
#[derive(Debug, Args)]
pub(crate) struct Served {
    /// The configuration file
    pub(crate) main_cf: PathBuf,
    /// Its master.cf; without it, one service on port 25
    #[arg(long, value_name = "FILE")]
    master: Option<PathBuf>,
    /// The service of master.cf, as its line begins
    #[arg(long, value_name = "NAME", default_value = "smtp")]
    service: String,
    /// The Postfix release
    #[arg(long, value_name = "RELEASE", default_value_t = Release::DEFAULT)]
    postfix: Release,
    /// Read the files that the configuration names below this directory
    #[arg(long, value_name = "DIRECTORY")]
    files: Option<PathBuf>,
    /// An account NAME with the password NAMEpass; without any: test with testpass
    #[arg(long, value_name = "NAME")]
    account: Vec<String>,
}

impl Served {
    /// Starts it. The certificate is always at hand: it is made for the occasion.
    pub(crate) fn start(&self) -> Result<Arc<Server>, Failure> {
        let text = input::configuration(&self.main_cf)?;
        let (master, services) = match &self.master {
            None => (MasterCf::stock(), String::new()),
            Some(path) => {
                let text = input::configuration(path)?;
                (MasterCf::parse(&text), text)
            }
        };
        let mut services_of = master.services().iter();
        let service = services_of
            .find(|service| *service.name == *self.service)
            .ok_or_else(|| Failure::unreadable(format!("no service {}", self.service)))?
            .clone();
        let mut installation = Installation::new(self.postfix, &text);
        if let Some(root) = &self.files {
            installation.world = with_files(installation.world, root, &[&text, &services])?;
        }
        if !self.account.is_empty() {
            let accounts = self.account.iter().map(|name| Account {
                name: name.clone(),
                realm: String::new(),
                password: format!("{name}pass").as_str().into(),
            });
            installation.sasl.accounts = accounts.collect();
        }
        let installation = site(installation, master).of(&service);
        in_service(Server::start(&installation), &service)
            .map_err(|error| Failure::unreadable(error.to_string()))
    }
}

/// The mail system with this configuration. What it needs besides Postfix runs: the SASL
/// software that it asks, with the accounts in the server's realm, its mail filters, its
/// policy services and its certificate.
pub(crate) fn site(mut installation: Installation, master: MasterCf) -> Site {
    installation.world.services = Services::Running;
    let accounts = &mut installation.sasl.accounts;
    accounts.iter_mut().for_each(|one| one.realm.clear());
    let site = Site {
        master,
        ..Site::new(installation)
    };
    site.with_sasl_as_asked(Mechanisms::Stock)
}

/// The largest file that is read.
const MOST: u64 = 64 << 20;

/// The world with every file below `root` that the texts name.
pub(crate) fn with_files(mut world: World, root: &Path, texts: &[&str]) -> Result<World, Failure> {
    for path in paths_in(texts) {
        let file = root.join(path.trim_start_matches('/'));
        let readable = std::fs::metadata(&file).is_ok_and(|about| about.is_file());
        if !readable || world.files.contains_key(path) {
            continue;
        }
        let unreadable = |says: String| Failure::unreadable(format!("{}: {says}", file.display()));
        let length = std::fs::metadata(&file).map_or(0, |about| about.len());
        if length > MOST {
            return Err(unreadable(format!("more than {MOST} octets")));
        }
        let octets = std::fs::read(&file).map_err(|error| unreadable(error.to_string()))?;
        let text = String::from_utf8_lossy(&octets);
        world = world.with_file(path, &text);
    }
    Ok(world)
}
