//! Scenarios: a server's configuration, a client, what it does, and what a real
//! Postfix answered.

use std::collections::BTreeMap;
use std::net::IpAddr;

use saslab_maincf::{MasterCf, Service};
use saslab_release::Release;
use saslab_sasl::Implementation;
use serde_json::Value;

use crate::fields::{Field, FieldError};
use crate::{Entry, Step};

/// One recorded scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Unique within a release.
    pub id: String,
    /// The theme, for grouping only.
    pub about: String,
    /// The server's release.
    pub release: Release,
    /// The text of main.cf.
    pub main_cf: String,
    /// The SMTP services of master.cf.
    pub master_cf: MasterCf,
    /// The SASL side.
    pub sasl: Sasl,
    /// Other files, by path.
    pub files: BTreeMap<String, String>,
    /// Policy services that run: endpoint → the action that each always gives.
    pub policy: BTreeMap<String, String>,
    /// Who connects.
    pub client: Client,
    /// Where the client connects to.
    pub connect: Connect,
    /// What the client does.
    pub script: Vec<Step>,
    /// What happened on the wire.
    pub transcript: Vec<Entry>,
    /// What the smtpd process logged.
    pub server_log: Vec<String>,
}

/// The SASL side of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sasl {
    /// Cyrus or Dovecot.
    pub implementation: Implementation,
    /// The `mech_list` line (`auth_mechanisms`), if there is one.
    pub mech_list: Option<Vec<String>>,
    /// Every account.
    pub users: Vec<User>,
    /// Further settings of `smtpd.conf` (Dovecot: of `dovecot.conf`).
    pub options: Vec<(String, String)>,
    /// Whether there is a `smtpd.conf`.
    pub config: SmtpdConf,
    /// Where Dovecot listens, if not at `private/auth`.
    pub socket: Option<String>,
}

/// Whether the Cyrus library finds its configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpdConf {
    /// `smtpd.conf` is there.
    Present,
    /// No `smtpd.conf` at all.
    Absent,
}

/// One account of the password source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The name.
    pub name: String,
    /// The realm; Dovecot's accounts may have none.
    pub realm: Option<String>,
    /// The password.
    pub password: String,
}

/// The client as Postfix sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// The address.
    pub address: IpAddr,
    /// The verified name, or `unknown`.
    pub name: String,
}

/// The port a client connects to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connect {
    /// The service as written in master.cf; `None`: the one on port 25.
    pub service: Option<String>,
    /// The port.
    pub port: u16,
    /// What the client speaks first.
    pub speaks: Speaks,
}

/// What a client speaks from the first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaks {
    /// SMTP.
    Clear,
    /// TLS.
    Tls,
}

impl Scenario {
    /// Reads one object. All fields of the format are known, and no other.
    pub fn from_json(value: Value) -> Result<Self, FieldError> {
        let mut fields = Field::root(value).object()?;
        let scenario = Self {
            id: fields.required("id")?.text()?,
            about: fields.required("about")?.text()?,
            release: fields.required("postfix")?.parse()?,
            main_cf: fields.required("main_cf")?.text()?,
            master_cf: fields
                .nullable("master_cf")
                .map_or(Ok(MasterCf::stock()), master_cf)?,
            sasl: Sasl::read(fields.required("sasl")?)?,
            files: texts(fields.optional("files"))?,
            policy: texts(fields.optional("policy"))?,
            client: Client::read(fields.required("client")?)?,
            connect: fields
                .nullable("connect")
                .map_or(Ok(Connect::SMTP), Connect::read)?,
            script: fields.required("script")?.list(Step::read)?,
            transcript: fields.required("transcript")?.list(Entry::read)?,
            server_log: fields.required("server_log")?.list(Field::text)?,
        };
        fields.finish()?;
        Ok(scenario)
    }
}

/// The services of master.cf: the administrator's lines, or name → the words after
/// `smtpd`, where a service `smtp` is there in any case.
fn master_cf(field: Field) -> Result<MasterCf, FieldError> {
    if field.is_text() {
        return field.text().map(|text| MasterCf::parse(&text));
    }
    let written = field.entries(|name, words| Ok((name, words.list(Field::text)?)))?;
    let written: BTreeMap<String, Vec<String>> = written.into_iter().collect();
    let stock = (!written.contains_key("smtp")).then(|| Service::smtpd("smtp", ""));
    let own = written
        .iter()
        .map(|(name, words)| Service::smtpd(name, &words.join(" ")));
    Ok(MasterCf::of(stock.into_iter().chain(own).collect()))
}

impl Sasl {
    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let config = fields
            .optional("config")
            .map(|field| field.boolean())
            .transpose()?;
        let mech_list = fields
            .nullable("mech_list")
            .map(|field| field.list(Field::text));
        let sasl = Self {
            implementation: implementation(fields.required("implementation")?)?,
            mech_list: mech_list.transpose()?,
            users: fields
                .nullable("users")
                .map_or(Ok(Vec::new()), |field| field.list(User::read))?,
            options: fields.nullable("options").map_or(Ok(Vec::new()), options)?,
            config: match config {
                None | Some(true) => SmtpdConf::Present,
                Some(false) => SmtpdConf::Absent,
            },
            socket: fields.optional("socket").map(Field::text).transpose()?,
        };
        fields.finish()?;
        Ok(sasl)
    }
}

fn implementation(field: Field) -> Result<Implementation, FieldError> {
    let unknown = field.error("expected \"cyrus\" or \"dovecot\"");
    match field.text()?.as_str() {
        "cyrus" => Ok(Implementation::Cyrus),
        "dovecot" => Ok(Implementation::Dovecot),
        _ => Err(unknown),
    }
}

/// Settings as an object, or as lines with a colon or an equals sign.
fn options(field: Field) -> Result<Vec<(String, String)>, FieldError> {
    if !field.is_list() {
        return field.entries(|name, value| Ok((name, value.text()?)));
    }
    field.list(|line| {
        let wrong = line.error("expected `name: value`");
        let line = line.text()?;
        let (name, value) = line.split_once([':', '=']).ok_or(wrong)?;
        Ok((name.trim().to_owned(), value.trim().to_owned()))
    })
}

impl User {
    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let user = Self {
            name: fields.required("name")?.text()?,
            realm: fields.nullable("realm").map(Field::text).transpose()?,
            password: fields.required("password")?.text()?,
        };
        fields.finish()?;
        Ok(user)
    }
}

impl Client {
    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let client = Self {
            address: fields.required("address")?.parse()?,
            name: fields.required("name")?.text()?,
        };
        fields.finish()?;
        Ok(client)
    }
}

impl Connect {
    /// Port 25, in clear.
    pub const SMTP: Self = Self {
        service: None,
        port: 25,
        speaks: Speaks::Clear,
    };

    fn read(field: Field) -> Result<Self, FieldError> {
        let mut fields = field.object()?;
        let tls = fields
            .optional("tls")
            .map(|field| field.boolean())
            .transpose()?;
        let connect = Self {
            service: fields.optional("service").map(Field::text).transpose()?,
            port: fields.required("port")?.number()?,
            speaks: match tls {
                None | Some(false) => Speaks::Clear,
                Some(true) => Speaks::Tls,
            },
        };
        fields.finish()?;
        Ok(connect)
    }
}

fn texts(field: Option<Field>) -> Result<BTreeMap<String, String>, FieldError> {
    let Some(field) = field else {
        return Ok(BTreeMap::new());
    };
    let entries = field.entries(|name, text| Ok((name, text.text()?)))?;
    Ok(entries.into_iter().collect())
}
