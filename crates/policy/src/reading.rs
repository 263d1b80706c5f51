//! Lists and tables of main.cf, read one after the other. The first mistake stops
//! `smtpd(8)`; what is read behind it does not matter any more. So nobody who reads a
//! list has to hand a mistake on.

use std::cell::RefCell;

use saslab_maincf::{Fatal, Settings, Word};

use crate::World;
use crate::match_list::Subdomains;
use crate::table::Table;

/// The settings and the little world, and the first mistake in them.
pub(crate) struct Reading<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) world: &'a World,
    /// The words of `parent_domain_matches_subdomains`, which every list asks.
    parents: Vec<Word>,
    mistake: RefCell<Option<Fatal>>,
    /// A table that several lists name is read once.
    opened: RefCell<Vec<Table>>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(settings: &'a Settings, world: &'a World) -> Self {
        Self {
            settings,
            world,
            parents: settings.list("parent_domain_matches_subdomains").value,
            mistake: RefCell::new(None),
            opened: RefCell::default(),
        }
    }

    /// Keeps a mistake in a parameter, with its text behind `fatal: `, if it is the first.
    pub(crate) fn mistake(&self, name: &'static str, log: String) {
        let mut first = self.mistake.borrow_mut();
        if first.is_none() {
            *first = Some(Fatal {
                log,
                setting: Some(self.settings.text(name)),
            });
        }
    }

    /// The first mistake.
    ///
    /// # Errors
    /// It.
    pub(crate) fn end(self) -> Result<(), Fatal> {
        self.mistake.into_inner().map_or(Ok(()), Err)
    }

    /// The table of a name.
    pub(crate) fn table(&self, name: &str) -> Table {
        let mut opened = self.opened.borrow_mut();
        if let Some(table) = opened.iter().find(|table| *table.name == *name) {
            return table.clone();
        }
        let table = Table::open(name, self.world);
        opened.push(table.clone());
        table
    }

    /// What `parent_domain_matches_subdomains` says about a list.
    pub(crate) fn subdomains(&self, name: &str) -> Subdomains {
        let names = |word: &Word| word.text.eq_ignore_ascii_case(name);
        match self.parents.iter().any(names) {
            true => Subdomains::Included,
            false => Subdomains::WithDot,
        }
    }

    pub(crate) fn yes(&self, name: &'static str) -> bool {
        self.settings.boolean(name).value
    }

    pub(crate) fn text(&self, name: &'static str) -> String {
        self.settings.text(name).value.to_string()
    }
}
