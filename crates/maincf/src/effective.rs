//! All settings of one main.cf under one release, `$name` expanded.
//! The order of precedence is Postfix's: `-o` of master.cf, main.cf, default.
//! Left out: that smtpd(8) reads some parameters before others, so that
//! `$name` of a later one is empty there (`src/global/mail_params.c`).

use crate::host::{self, Wanted};
use crate::parameter::{RELEASE_NUMBER, inserted, place};
use crate::{
    Fatal, Host, MainCf, Origin, PARAMETERS, Parameter, Reader, Setting, Sourced, Word, checks,
    parameter, parameters,
};
use saslab_release::{Dialect, Release};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// Every parameter's value under one release, and what `$name` means. A clone shares
/// them.
#[derive(Clone, Debug)]
pub struct Settings {
    dictionary: Arc<Merged>,
    values: Arc<Values>,
}

/// What is read so far.
#[derive(Clone, Debug)]
struct Values {
    /// For each row of the table: the place of its value, counted from 1; 0: it is a
    /// default in which nothing is expanded, and made when somebody asks.
    places: Vec<u16>,
    read: Vec<Arc<Resolved>>,
}

/// A value as text and as a text that knows its places.
#[derive(Clone, Debug)]
struct Resolved {
    setting: Setting,
    /// None: nothing of it stands in a file.
    sourced: Option<Sourced>,
}

impl Resolved {
    fn words(&self) -> Vec<Word> {
        match &self.sourced {
            Some(sourced) => sourced.words(),
            None => Sourced::elsewhere(&self.setting.value).words(),
        }
    }
}

mod again;
mod merged;
mod names;

/// One service of master.cf on one machine.
#[derive(Clone, Debug)]
struct Merged {
    release: Release,
    dialect: Dialect,
    file: Arc<MainCf>,
    service: Arc<str>,
    overrides: BTreeMap<Arc<str>, Arc<str>>,
    computed: BTreeMap<Arc<str>, Arc<str>>,
}

/// The names of defaults that Postfix computes when it starts.
const MYHOSTNAME: &str = "myhostname";
const MYDOMAIN: &str = "mydomain";
const MYNETWORKS: &str = "mynetworks";
const SERVICE_NAME: &str = "service_name";
const MAIL_VERSION: &str = "mail_version";

/// The domain of a machine without one (`DEF_MYDOMAIN`, mail_params.h).
const DEFAULT_DOMAIN: &str = "localdomain";

impl Settings {
    /// The settings of the service `smtp` in the little world, with the
    /// overrides (name, value) that master.cf has for it.
    ///
    /// # Errors
    /// What stops smtpd(8) at start; [`MainCf::fatal`] tells whether already
    /// master(8) stops.
    pub fn resolve(
        file: &Arc<MainCf>,
        overrides: &[(Arc<str>, Arc<str>)],
        release: Release,
    ) -> Result<Self, Fatal> {
        Self::resolve_service(file, "smtp", overrides, &Host::little_world(), release)
    }

    /// The settings of any service on any machine.
    ///
    /// # Errors
    /// As [`Settings::resolve`].
    pub fn resolve_service(
        file: &Arc<MainCf>,
        service: &str,
        overrides: &[(Arc<str>, Arc<str>)],
        host: &Host,
        release: Release,
    ) -> Result<Self, Fatal> {
        if let Some(fatal) = file.fatal() {
            return Err(fatal);
        }
        let mut settings = Self {
            dictionary: Arc::new(Merged {
                release,
                dialect: Dialect::of(release),
                file: Arc::clone(file),
                service: Arc::from(service),
                overrides: inserted(overrides.iter().cloned()),
                computed: inserted([
                    (Arc::from(SERVICE_NAME), Arc::from(service)),
                    (Arc::from(MAIL_VERSION), mail_version(release)),
                ]),
            }),
            values: Arc::new(Values {
                places: vec![0; PARAMETERS.len()],
                read: Vec::new(),
            }),
        };
        settings.check_level()?;
        settings.compute_names(host)?;
        settings.compute_networks(host);
        for reader in [Reader::Everyone, Reader::Smtpd, Reader::Others] {
            settings.read(reader)?;
        }
        Ok(settings)
    }

    /// Whether these are what [`Settings::resolve_service`] has on the same machine for
    /// this service, which nothing overrides.
    #[must_use]
    pub fn are_of(&self, file: &Arc<MainCf>, service: &str, release: Release) -> bool {
        let own = &self.dictionary;
        Arc::ptr_eq(&own.file, file)
            && own.release == release
            && *own.service == *service
            && own.overrides.is_empty()
    }

    /// The release that reads the file.
    #[must_use]
    pub fn release(&self) -> Release {
        self.dictionary.release
    }

    /// How it speaks.
    #[must_use]
    pub fn dialect(&self) -> &Dialect {
        &self.dictionary.dialect
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &Arc<MainCf> {
        &self.dictionary.file
    }

    /// A parameter's value. A name that is not in the table is a mistake of
    /// the caller: it stops a debug build, and is empty otherwise.
    #[must_use]
    pub fn text(&self, name: &'static str) -> Setting {
        match self.value(name) {
            Some((_, Some(read))) => read.setting.clone(),
            Some((row, None)) => row.plain(self.release()),
            None => unknown(name),
        }
    }

    /// The row of a name, and its value if it is more than a plain default.
    fn value(&self, name: &str) -> Option<(&'static Parameter, Option<&Resolved>)> {
        let at = place(name)?;
        let read = self.values.places.get(at).and_then(|place| {
            let place = usize::from(*place).checked_sub(1)?;
            self.values.read.get(place).map(AsRef::as_ref)
        });
        Some((PARAMETERS.get(at)?, read))
    }

    /// The value alone.
    fn value_text(&self, name: &str) -> &str {
        match self.value(name) {
            Some((_, Some(read))) => &read.setting.value,
            Some((row, None)) => row.plain_text(self.release()).1,
            None => "",
        }
    }

    /// A parameter's value with the places of its letters.
    #[must_use]
    pub fn sourced(&self, name: &'static str) -> Setting<Sourced> {
        let read = self
            .value(name)
            .and_then(|(_, read)| read?.sourced.as_ref());
        self.text(name).map(|value| match read {
            Some(sourced) => sourced.clone(),
            None => Sourced::elsewhere(&value),
        })
    }

    /// A parameter's value as a switch: `yes` or `no` in any letter case. What is neither
    /// has stopped [`Settings::resolve`]; where only others read it, it is no.
    #[must_use]
    pub fn boolean(&self, name: &'static str) -> Setting<bool> {
        let setting = self.text(name);
        let value = checks::boolean(&setting.value).unwrap_or(false);
        setting.map(|_| value)
    }

    /// A parameter's value as a number, of a time as seconds. What is none has stopped
    /// [`Settings::resolve`]; where only others read it, it is 0.
    #[must_use]
    pub fn integer(&self, name: &'static str) -> Setting<i64> {
        let setting = self.text(name);
        let value = checks::amount(&setting, self.release()).unwrap_or(0);
        setting.map(|_| value)
    }

    /// A parameter's value as words.
    #[must_use]
    pub fn list(&self, name: &'static str) -> Setting<Vec<Word>> {
        self.words(name, Sourced::words)
    }

    /// Whether a parameter's value has nothing in it.
    #[must_use]
    pub fn is_empty(&self, name: &'static str) -> bool {
        self.value_text(name).is_empty()
    }

    /// Whether `inet_protocols` has the family of an address.
    #[must_use]
    pub fn speaks(&self, address: IpAddr) -> bool {
        host::speaks(self.value_text("inet_protocols"), address)
    }

    /// A parameter's value as words, `{ … }` being one.
    #[must_use]
    pub fn grouped_list(&self, name: &'static str) -> Setting<Vec<Word>> {
        self.words(name, Sourced::grouped_words)
    }

    fn words(&self, name: &'static str, split: fn(&Sourced) -> Vec<Word>) -> Setting<Vec<Word>> {
        let read = self
            .value(name)
            .and_then(|(_, read)| read?.sourced.as_ref());
        self.text(name).map(|value| match read {
            Some(sourced) => split(sourced),
            None => split(&Sourced::elsewhere(&value)),
        })
    }

    /// The value of any name that main.cf or master.cf sets, known to Postfix
    /// or not; none if neither sets it.
    ///
    /// # Errors
    /// Mistakes in `$name`.
    pub fn defined(&self, name: &str) -> Result<Option<Sourced>, Fatal> {
        self.dictionary
            .written(name)
            .map(|text| self.expand(&text))
            .transpose()
    }

    /// The words of any name that main.cf or master.cf sets, for restriction
    /// classes; none as well if `$name` in it is wrong.
    #[must_use]
    pub fn user(&self, name: &str) -> Option<Vec<Word>> {
        self.defined(name).ok().flatten().map(|text| text.words())
    }

    /// Any text with `$name` expanded as in main.cf.
    ///
    /// # Errors
    /// Mistakes in `$name`.
    pub fn expand(&self, text: &Sourced) -> Result<Sourced, Fatal> {
        self.dictionary.expand(text).map_err(|failure| Fatal {
            log: failure.log(),
            setting: None,
        })
    }

    /// Postfix reads the level first, before anything can depend on it.
    fn check_level(&self) -> Result<(), Fatal> {
        let level =
            parameter("compatibility_level").and_then(|row| self.dictionary.resolve(row).ok());
        match level {
            Some(resolved) => checks::kind(&resolved.setting, self.release()),
            None => Ok(()),
        }
    }

    /// What a default comes to that Postfix computes; nobody shares the settings yet.
    fn compute(&mut self, name: &'static str, value: Arc<str>) {
        Arc::make_mut(&mut self.dictionary)
            .computed
            .insert(Arc::from(name), value);
    }

    /// Where `mynetworks` comes from if nothing sets it (`mynetworks.c`).
    /// A mistake in what it depends on is found when that is read.
    fn compute_networks(&mut self, host: &Host) {
        let value = |name| {
            let read = parameter(name).and_then(|row| self.dictionary.resolve(row).ok());
            read.map_or_else(Vec::new, |resolved| resolved.words())
        };
        let protocols = parameter("inet_protocols");
        let protocols = protocols.and_then(|row| self.dictionary.resolve(row).ok());
        let interfaces = value("inet_interfaces");
        let (style, myhostname) = (value("mynetworks_style"), value(MYHOSTNAME));
        let networks = host.networks(&Wanted {
            style: style.first().map_or("", |word| &word.text),
            interfaces: interfaces.iter().map(|word| word.text.as_ref()).collect(),
            protocols: protocols
                .as_ref()
                .map_or("", |resolved| &resolved.setting.value),
            myhostname: myhostname.first().map_or("", |word| &word.text),
        });
        self.compute(MYNETWORKS, Arc::from(networks));
    }

    /// Reads the parameters of one reader. What others read is kept as
    /// written if it is wrong: they stop, smtpd(8) does not.
    fn read(&mut self, reader: Reader) -> Result<(), Fatal> {
        let release = self.release();
        let rows = self.dictionary.rows_to_read();
        let values = Arc::make_mut(&mut self.values);
        for ((row, place), read) in parameters().zip(&mut values.places).zip(rows) {
            if !read || row.reader != reader {
                continue;
            }
            let resolved = match self.dictionary.resolve(row) {
                Ok(resolved) => resolved,
                Err(error) => {
                    let (unexpanded, failure) = *error;
                    if reader != Reader::Others {
                        return Err(Fatal {
                            log: failure.log(),
                            setting: Some(unexpanded.setting),
                        });
                    }
                    unexpanded
                }
            };
            if reader != Reader::Others {
                checks::kind(&resolved.setting, release)?;
            }
            values.read.push(Arc::new(resolved));
            *place = u16::try_from(values.read.len()).unwrap_or(0);
        }
        Ok(())
    }
}

fn mail_version(release: Release) -> Arc<str> {
    let default = parameter(MAIL_VERSION).and_then(|row| row.default_of(release));
    match default {
        Some(default) if default.text != RELEASE_NUMBER => Arc::from(default.text),
        Some(_) | None => Arc::from(release.to_string()),
    }
}

fn unknown(name: &'static str) -> Setting {
    debug_assert!(false, "{name} is no row of the table of parameters");
    Setting {
        parameter: &crate::parameter::UNKNOWN,
        value: Arc::from(""),
        written: Arc::from(""),
        origin: Origin::NotYet { arrivals: &[] },
    }
}

#[cfg(test)]
#[path = "effective_tests.rs"]
mod tests;
