//! The only table of parameters: one row each, defaults as main.cf text.
//! Read from `src/global/mail_params.h` of each release and from postconf(5).
//! Left out: the defaults of programs other than smtpd(8), unless `$name` in
//! an ordinary file refers to them.

use saslab_release::Release;
use std::collections::BTreeMap;
use std::fmt;

/// One parameter.
#[derive(Clone, Copy)]
pub struct Parameter {
    /// The name in main.cf.
    pub name: &'static str,
    /// What its value is, in the newest releases: see [`Parameter::kind_of`].
    pub kind: Kind,
    /// What its value was before.
    pub earlier: Option<Earlier>,
    /// Its theme.
    pub group: Group,
    /// Who reads it.
    pub reader: Reader,
    /// What a release that does not know the parameter does: the value that
    /// gives the same behaviour.
    pub before: &'static str,
    /// Defaults, oldest first; the arrivals of the first are those of the parameter.
    pub defaults: &'static [Default],
    /// Whether the laboratory obeys it.
    pub modelled: Modelled,
}

/// One default and the releases that brought it.
#[derive(Debug)]
pub struct Default {
    /// The first release of each branch that has it, oldest first.
    pub arrivals: &'static [Release],
    /// The default as main.cf text. What Postfix computes when it starts is
    /// there as an example: [`crate::Settings`] has the value.
    pub text: &'static str,
}

/// What the value of a parameter was, and the releases that changed it.
#[derive(Clone, Copy, Debug)]
pub struct Earlier {
    /// What it was.
    pub kind: Kind,
    /// The first release of each branch that no longer has it so, oldest first.
    pub until: &'static [Release],
}

/// What the value of a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `yes` or `no`.
    Boolean,
    /// A number; 0 in either bound means that there is none.
    Integer {
        /// The least value.
        min: i64,
        /// The greatest value.
        max: i64,
    },
    /// Any text; 0 in either bound of its length means that there is none, and
    /// a release whose default is shorter has no lower one.
    Text {
        /// The least length in bytes.
        min: usize,
        /// The greatest length in bytes.
        max: usize,
    },
    /// Words separated by commas or white space.
    List,
    /// A number with a unit of time: `s`, `m`, `h`, `d` or `w`.
    Time {
        /// The least number of seconds, 0: none.
        min: i64,
        /// The greatest number of seconds, 0: none.
        max: i64,
    },
    /// Text of which `$name` is expanded when it is used, not when it is read.
    Raw,
}

/// The theme of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Names of the server and forms of addresses.
    Identity,
    /// Who exists, and which domains are whose.
    Addresses,
    /// Greeting and EHLO.
    Greeting,
    /// SMTP AUTH.
    Sasl,
    /// STARTTLS and wrapper mode.
    Tls,
    /// Restriction lists and what they look at.
    Policy,
    /// Reply codes and reply texts.
    Replies,
    /// Error counts, sizes, times.
    Limits,
    /// Filters: milters, proxy filter, content filter.
    Filters,
    /// Local and virtual delivery, queue.
    Delivery,
    /// The SMTP client.
    Client,
    /// postscreen(8).
    Postscreen,
    /// Paths, processes, logging.
    System,
}

/// Which programs read a parameter, and so do not start if it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Every program, master(8) included: nothing listens if it is wrong.
    Everyone,
    /// smtpd(8): a client gets silence if it is wrong.
    Smtpd,
    /// Only programs that are not simulated.
    Others,
}

/// Whether the laboratory obeys a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Modelled {
    /// With its exact effect.
    Yes,
    /// It is kept and shown, and does nothing here.
    NotSimulated,
}

mod choices;
mod expanded;
mod place;
mod titles;

pub(crate) use expanded::EXPANDED;
pub(crate) use place::place;

/// The files of the themes, in this order.
macro_rules! themes {
    ($($theme:ident)+) => {
        $(mod $theme;)+
        const THEMES: &[&[Described]] = &[$($theme::ROWS),+];
    };
}

themes! {
    identity
    addresses
    greeting
    sasl
    tls
    tls_ciphers
    policy
    replies
    limits
    filters
    delivery
    queue
    client
    postscreen
    system
}

/// A row as its theme has it. What tells people about a parameter stands apart from what
/// a server asks, so that the page can begin without it.
#[derive(Clone, Copy)]
struct Described {
    row: Parameter,
    meaning: &'static str,
}

const COUNT: usize = count();

/// Every parameter, by theme.
pub static PARAMETERS: [Parameter; COUNT] = rows();

/// What each does, in one line, in the order of the parameters.
static MEANINGS: [&str; COUNT] = meanings();

const fn count() -> usize {
    let (mut all, mut themes) = (0, THEMES);
    while let [rows, rest @ ..] = themes {
        all += rows.len();
        themes = rest;
    }
    all
}

/// Takes one column out of the themes, in their order.
macro_rules! column {
    ($empty:expr, $column:ident) => {{
        let (mut column, mut themes, mut at) = ([$empty; COUNT], THEMES, 0);
        while let [rows, rest @ ..] = themes {
            let mut rows = *rows;
            while let [row, more @ ..] = rows {
                column[at] = row.$column;
                at += 1;
                rows = more;
            }
            themes = rest;
        }
        column
    }};
}

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler evaluates and checks it"
)]
const fn rows() -> [Parameter; COUNT] {
    column!(UNKNOWN, row)
}

#[expect(
    clippy::indexing_slicing,
    reason = "the compiler evaluates and checks it"
)]
const fn meanings() -> [&'static str; COUNT] {
    column!("", meaning)
}

/// Every row of the table.
pub fn parameters() -> impl Iterator<Item = &'static Parameter> {
    PARAMETERS.iter()
}

/// A map without the sort that collecting brings for each of its types: in the page
/// each is kilobytes.
pub(crate) fn inserted<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(entries);
    map
}

/// The row of a name.
#[must_use]
pub fn parameter(name: &str) -> Option<&'static Parameter> {
    place(name).and_then(|place| PARAMETERS.get(place))
}

/// Stands in a release build for a name that is in no row.
pub(crate) const UNKNOWN: Parameter = Parameter {
    name: "unknown parameter",
    kind: Kind::Text { min: 0, max: 0 },
    earlier: None,
    group: Group::System,
    reader: Reader::Smtpd,
    before: "",
    defaults: &[],
    modelled: Modelled::Yes,
};

impl Described {
    /// A row that smtpd(8) reads and the laboratory obeys.
    const fn new(
        group: Group,
        name: &'static str,
        kind: Kind,
        meaning: &'static str,
        defaults: &'static [Default],
    ) -> Self {
        let row = Parameter {
            name,
            kind,
            group,
            defaults,
            ..UNKNOWN
        };
        Self { row, meaning }
    }

    const fn read_by(mut self, reader: Reader) -> Self {
        self.row.reader = reader;
        self
    }

    const fn earlier(mut self, kind: Kind, until: &'static [Release]) -> Self {
        self.row.earlier = Some(Earlier { kind, until });
        self
    }

    const fn before(mut self, text: &'static str) -> Self {
        self.row.before = text;
        self
    }

    const fn not_simulated(mut self) -> Self {
        self.row.modelled = Modelled::NotSimulated;
        self
    }
}

impl Parameter {
    /// What it does, in one line.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        let mut rows = parameters().zip(MEANINGS);
        let own = rows.find(|(row, _)| row.name == self.name);
        own.map_or("", |(_, meaning)| meaning)
    }

    /// The releases, one per branch, that brought the parameter.
    #[must_use]
    pub fn arrivals(&self) -> &'static [Release] {
        self.defaults.first().map_or(&[], |first| first.arrivals)
    }

    /// The default of a release; none if it does not know the parameter.
    #[must_use]
    pub fn default_of(&self, release: Release) -> Option<&'static Default> {
        self.defaults
            .iter()
            .rfind(|default| release.includes(default.arrivals))
    }

    /// What its value is in a release.
    #[must_use]
    pub fn kind_of(&self, release: Release) -> Kind {
        match self.earlier {
            Some(earlier) if !release.includes(earlier.until) => earlier.kind,
            Some(_) | None => self.kind,
        }
    }

    /// The unit of a time that is written without one: the default's.
    pub(crate) fn default_unit(&self, release: Release) -> u8 {
        self.default_of(release)
            .and_then(|default| default.text.bytes().last())
            .filter(u8::is_ascii_alphabetic)
            .unwrap_or(b's')
    }
}

impl fmt::Debug for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Parameter({})", self.name)
    }
}

const fn at(arrivals: &'static [Release], text: &'static str) -> Default {
    Default { arrivals, text }
}

/// Stands for the number of each release, as the default of `mail_version`.
pub(crate) const RELEASE_NUMBER: &str = "the release number";

const YES_NO: Kind = Kind::Boolean;
const LIST: Kind = Kind::List;
const RAW: Kind = Kind::Raw;
const TEXT: Kind = Kind::Text { min: 0, max: 0 };
const NOT_EMPTY: Kind = Kind::Text { min: 1, max: 0 };
const NUMBER: Kind = between(0, 0);
const NUMBER_ABOVE_0: Kind = at_least(1);
const TIME: Kind = Kind::Time { min: 0, max: 0 };
const TIME_ABOVE_0: Kind = Kind::Time { min: 1, max: 0 };

const fn at_least(min: i64) -> Kind {
    between(min, 0)
}

const fn between(min: i64, max: i64) -> Kind {
    Kind::Integer { min, max }
}

#[cfg(test)]
mod tests;
