//! The tables of access checks, each opened once: when it is first asked.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use saslab_maincf::Word;

use super::Table;
use crate::World;

/// Tables by their names, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened(Vec<(Arc<str>, OnceLock<Table>)>);

impl Opened {
    /// Takes the tables in a list's words, to be opened later.
    pub(crate) fn expect(&mut self, words: &[Word]) {
        for word in words.iter().filter(|word| word.text.contains(':')) {
            if let Err(at) = self.place(&word.text) {
                self.0.insert(at, (Arc::clone(&word.text), OnceLock::new()));
            }
        }
    }

    /// The table of a name; one that no list names is opened for this time only.
    pub(crate) fn table(&self, name: &str, world: &World) -> Cow<'_, Table> {
        let slot = self.place(name).ok().and_then(|at| self.0.get(at));
        match slot {
            Some((_, slot)) => Cow::Borrowed(slot.get_or_init(|| Table::open(name, world))),
            None => Cow::Owned(Table::open(name, world)),
        }
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(own, _)| (**own).cmp(name))
    }
}
