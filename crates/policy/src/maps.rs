//! A parameter that names tables, searched in order (`maps.c`), and the
//! search for a mail address in them (`mail_addr_find.c`).

use crate::destination::Trouble;
use crate::reading::Reading;
use crate::table::{Key, Lookup, Table};

/// The tables of one parameter.
#[derive(Clone, Debug)]
pub(crate) struct Maps {
    pub(crate) name: &'static str,
    tables: Vec<Table>,
    delimiters: String,
    myorigin: String,
}

impl Maps {
    pub(crate) fn read(name: &'static str, reading: &Reading<'_>) -> Self {
        if reading.settings.is_empty(name) {
            return Self {
                name,
                tables: Vec::new(),
                delimiters: String::new(),
                myorigin: String::new(),
            };
        }
        let words = crate::table::brace_words(&reading.settings.text(name).value);
        if let Some(word) = words.iter().find(|word| !word.contains(':')) {
            let log =
                format!("open dictionary: expecting \"type:name\" form instead of \"{word}\"");
            reading.mistake(name, log);
        }
        let open = |word: &String| reading.table(word);
        Self {
            name,
            tables: words.iter().map(open).collect(),
            delimiters: reading.text("recipient_delimiter"),
            myorigin: reading.world.origin(&reading.text("myorigin")),
        }
    }

    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// The first table's answer to a key.
    pub(crate) fn find(&self, key: &str, kind: Key) -> Lookup {
        for table in &self.tables {
            let answer = table.find(key, kind);
            if !matches!(answer, Lookup::Missing) {
                return answer;
            }
        }
        Lookup::Missing
    }

    /// The same, with troubles apart.
    pub(crate) fn value(&self, key: &str, kind: Key) -> Result<Option<String>, Trouble> {
        match self.find(key, kind) {
            Lookup::Found(value) => Ok(Some(value)),
            Lookup::Missing => Ok(None),
            Lookup::Failed(table) => Err(Trouble::Failed(
                format!("a table of {} cannot be looked up", self.name),
                table.notes(key),
            )),
            Lookup::NotModelled(fact) => Err(Trouble::NotModelled(fact)),
        }
    }

    /// Looks for the address, the address without extension, the local part
    /// if the domain is ours, and `@domain`.
    pub(crate) fn find_address(
        &self,
        address: &str,
        is_local: &dyn Fn(&str) -> Result<bool, Trouble>,
    ) -> Result<Lookup, Trouble> {
        if self.is_empty() {
            return Ok(Lookup::Missing);
        }
        for (key, kind) in self.keys(address, is_local)? {
            if let Some(value) = self.value(&key, kind)? {
                return Ok(Lookup::Found(value));
            }
        }
        Ok(Lookup::Missing)
    }

    fn keys(
        &self,
        address: &str,
        is_local: &dyn Fn(&str) -> Result<bool, Trouble>,
    ) -> Result<Vec<(String, Key)>, Trouble> {
        let bare = without_extension(address, &self.delimiters);
        let mut keys = vec![(address.to_owned(), Key::Full)];
        keys.extend(bare.iter().map(|bare| (bare.clone(), Key::Partial)));
        let Some((user, domain)) = address.rsplit_once('@') else {
            return Ok(keys);
        };
        if domain.eq_ignore_ascii_case(&self.myorigin) || is_local(domain)? {
            keys.push((user.to_owned(), Key::Partial));
            let bare = bare.as_deref().and_then(|bare| bare.rsplit_once('@'));
            keys.extend(bare.map(|(user, _)| (user.to_owned(), Key::Partial)));
        }
        keys.push((format!("@{domain}"), Key::Partial));
        Ok(keys)
    }
}

/// `user@domain` for `user+tag@domain`, if there is a tag.
pub(crate) fn without_extension(address: &str, delimiters: &str) -> Option<String> {
    let (user, domain) = match address.rsplit_once('@') {
        Some((user, domain)) => (user, Some(domain)),
        None => (address, None),
    };
    let reserved = ["mailer-daemon", "postmaster", "double-bounce"];
    if reserved.iter().any(|name| user.eq_ignore_ascii_case(name)) {
        return None;
    }
    // The delimiter is neither the first character nor inside owner-x.
    let at = user
        .char_indices()
        .skip(1)
        .find(|(_, c)| delimiters.contains(*c))?
        .0;
    if delimiters.contains('-') {
        let lower = user.to_ascii_lowercase();
        if lower.starts_with("owner-") || lower.ends_with("-request") {
            return None;
        }
    }
    let user = user.get(..at)?;
    Some(domain.map_or_else(|| user.to_owned(), |domain| format!("{user}@{domain}")))
}
