//! The names that Postfix computes where nothing sets them: `check_myhostname` and
//! `check_mydomainname` of `mail_params.c`.

use std::sync::Arc;

use super::{DEFAULT_DOMAIN, MYDOMAIN, MYHOSTNAME, Settings};
use crate::{Fatal, Host, Sourced, checks, parameter};

impl Settings {
    /// Where `myhostname` and `mydomain` come from if nothing sets them.
    pub(super) fn compute_names(&mut self, host: &Host) -> Result<(), Fatal> {
        let written = self.defined(MYDOMAIN)?;
        let domain = written.as_ref().map_or(DEFAULT_DOMAIN, Sourced::as_str);
        let name = match host.name.contains('.') {
            true => Arc::clone(&host.name),
            false => Arc::from(format!("{}.{domain}", host.name)),
        };
        self.compute(MYHOSTNAME, name);
        // Nobody knows the domain yet when the name is read.
        self.compute(MYDOMAIN, Arc::from(""));
        let expanded = self.expand(&Sourced::elsewhere("$myhostname"))?;
        if expanded.as_str().is_empty() {
            return self.no_name(MYHOSTNAME);
        }
        let domain = match expanded.as_str().split_once('.') {
            Some((_, domain)) => domain,
            None => DEFAULT_DOMAIN,
        };
        if domain.is_empty() && written.is_none() {
            return self.no_name(MYDOMAIN);
        }
        self.compute(MYDOMAIN, Arc::from(domain));
        Ok(())
    }

    /// A name that comes to nothing when it is read.
    fn no_name(&self, name: &'static str) -> Result<(), Fatal> {
        let compared = match checks::compares(self.release()) {
            true => "0 < 1",
            false => "(0 < 1)",
        };
        let resolved = parameter(name).and_then(|row| self.dictionary.resolve(row).ok());
        Err(Fatal {
            log: format!("bad string length {compared}: {name} = "),
            setting: resolved.map(|resolved| resolved.setting),
        })
    }
}
