//! What stands around main.cf: users, files, master.cf and which of its services a client
//! talks to, and what is supposed of the world outside. A change makes another one.

use std::fmt;
use std::sync::Arc;

use saslab_explore::{Site, Witness};
use saslab_lessons::howto;
use saslab_smtpd::maincf::{MasterCf, Program, Service};
use saslab_smtpd::policy::{Fact, FactKind, Outside, Services, Supposed, World};
use saslab_smtpd::release::Release;
use saslab_smtpd::sasl::{Account, Secret};
use yew::AttrValue;

/// The port of a client that asks for no service by name.
const PORT: u16 = 25;

/// The server apart from main.cf, its release and its mechanisms.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Around {
    pub(crate) users: Vec<User>,
    pub(crate) files: Vec<File>,
    /// The text of master.cf.
    pub(crate) master: AttrValue,
    /// The service of master.cf that the client talks to, as its line begins; empty: the
    /// one on port 25.
    pub(crate) service: AttrValue,
    pub(crate) supposed: Vec<Supposition>,
}

/// Somebody who may log in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct User {
    pub(crate) name: AttrValue,
    pub(crate) realm: AttrValue,
    /// Empty: not known here, and nobody can log in by this name.
    pub(crate) password: Password,
}

/// A password, which is never printed.
#[derive(Clone, PartialEq)]
pub(crate) struct Password(pub(crate) AttrValue);

/// A file of the server, tables among them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct File {
    pub(crate) path: AttrValue,
    pub(crate) text: AttrValue,
}

/// A fact about the outside, as far as it is written down.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Supposition {
    pub(crate) kind: FactKind,
    /// Who is asked: a table, a list, a service, a restriction.
    pub(crate) source: AttrValue,
    /// What about; empty: whatever it is.
    pub(crate) about: AttrValue,
    /// The answer; empty: nothing is there.
    pub(crate) says: AttrValue,
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Password({} octets)", self.0.len())
    }
}

impl Default for Around {
    fn default() -> Self {
        let text = |text: &Arc<str>| AttrValue::from(text.to_string());
        let file = |(path, content): (&Arc<str>, &Arc<str>)| File {
            path: text(path),
            text: text(content),
        };
        Self {
            users: vec![User::of_the_howto("test".into(), "mail.example.com".into())],
            files: World::little().files.iter().map(file).collect(),
            master: howto::MASTER.into(),
            service: AttrValue::default(),
            supposed: Vec::new(),
        }
    }
}

impl User {
    /// With the password that everybody knows.
    pub(crate) fn of_the_howto(name: AttrValue, realm: AttrValue) -> Self {
        Self {
            name,
            realm,
            password: Password("testpass".into()),
        }
    }

    /// Whether the password is that of the HOWTO.
    pub(crate) fn is_published(&self) -> bool {
        self.password.0 == "testpass"
    }
}

impl Around {
    /// The mail system with an empty main.cf.
    pub(crate) fn site(&self, mechanisms: &str) -> Site {
        let mechanisms: Vec<&str> = mechanisms
            .split([' ', ',', '\t'])
            .filter(|name| !name.is_empty())
            .collect();
        let mut installation = howto::installation(Release::DEFAULT, "", &mechanisms);
        let known = self.users.iter().filter(|user| !user.password.0.is_empty());
        installation.sasl.accounts = known.map(account).collect();
        let world = &mut installation.world;
        world.services = Services::Running;
        world.files.clear();
        for file in &self.files {
            world
                .files
                .insert((&*file.path).into(), (&*file.text).into());
        }
        world.add_plug_ins();
        if !self.supposed.is_empty() {
            let facts: Vec<Supposed> = self.supposed.iter().map(Supposition::fact).collect();
            world.outside = Outside::beside(&facts);
        }
        Site {
            master: MasterCf::parse(&self.master),
            ..Site::new(installation)
        }
    }

    /// The service that the client reaches.
    pub(crate) fn reached<'s>(&self, site: &'s Site) -> Option<&'s Service> {
        if self.service.is_empty() {
            let mut interfaces = site.installation.world.host.interfaces.iter();
            let outer = interfaces.find(|interface| !interface.address.is_loopback())?;
            return site.master.answers(outer.address, PORT);
        }
        let mut services = site.master.services().iter();
        services
            .rfind(|service| service.program == Program::Smtpd && *service.name == *self.service)
    }

    /// Has the client talk to a service by name, unless it does already.
    pub(crate) fn talk_to(&mut self, name: &str, site: &Site) {
        let is_there = self
            .reached(site)
            .is_some_and(|service| *service.name == *name);
        if !is_there && site.service(name).is_some() {
            self.service = name.to_owned().into();
        }
    }

    /// Supposes what a session rests on.
    pub(crate) fn suppose_all(&mut self, witness: &Witness) {
        for Supposed { fact, says } in &witness.supposing {
            self.suppose(fact, says.as_deref());
        }
    }

    /// Supposes something, in place of what was supposed of the same.
    pub(crate) fn suppose(&mut self, fact: &Fact, says: Option<&str>) {
        let (kind, source, about) = fact.parts();
        let says = says.unwrap_or("").to_owned().into();
        let known = |one: &&mut Supposition| {
            one.kind == kind && *one.source == *source && *one.about == *about
        };
        if let Some(known) = self.supposed.iter_mut().find(known) {
            known.says = says;
            return;
        }
        self.supposed.push(Supposition {
            kind,
            source: source.to_owned().into(),
            about: about.to_owned().into(),
            says,
        });
    }

    /// How much text it holds.
    pub(crate) fn octets(&self) -> usize {
        let files = self.files.iter().map(|file| file.text.len());
        self.master.len() + files.sum::<usize>()
    }
}

fn account(user: &User) -> Account {
    Account {
        name: user.name.to_string(),
        realm: user.realm.to_string(),
        password: Secret::from(&*user.password.0),
    }
}

impl From<&Fact> for Supposition {
    /// The question; nothing is there.
    fn from(fact: &Fact) -> Self {
        let nothing = Arc::from("");
        let (kind, source, about) = match fact {
            Fact::Table { table, key } => (FactKind::Table, table, key),
            Fact::DnsList { zone, of } => (FactKind::DnsList, zone, of),
            Fact::Service { endpoint } => (FactKind::Service, endpoint, &nothing),
            Fact::Restriction { word } => (FactKind::Restriction, word, &nothing),
        };
        Self {
            kind,
            source: source.to_string().into(),
            about: about.to_string().into(),
            says: AttrValue::default(),
        }
    }
}

impl Supposition {
    fn fact(&self) -> Supposed {
        let says = (!self.says.is_empty()).then(|| Arc::from(&*self.says));
        Supposed {
            fact: Fact::of(self.kind, &self.source, &self.about),
            says,
        }
    }
}
