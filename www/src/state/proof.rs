//! Sessions that prove something, and the state that others are compared with.

use saslab_explore::Witness;
use yew::AttrValue;

use super::State;
use crate::around::Around;
use crate::people::Person;
use crate::shared::Shared;

impl State {
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn show(&mut self, witness: &Witness) {
        self.suppose(witness);
        let (person, inputs) = Person::proving(witness);
        self.person = person;
        self.running = (self.bench.clone(), self.person.clone());
        self.before = None;
        let played = inputs.len();
        self.play(inputs, played);
    }

    /// The service of a witness, and what it supposes of the outside.
    fn suppose(&mut self, witness: &Witness) {
        let mut around = Around::clone(&self.around);
        around.talk_to(&witness.service, &self.bench.setup().site());
        around.suppose_all(witness);
        if around != *self.around {
            self.around = Shared::new(around);
            self.restart();
        }
    }

    /// Takes over the files as a fix has them, and starts the server again.
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn apply(&mut self, main_cf: AttrValue, master_cf: Option<AttrValue>) {
        match master_cf {
            None => self.write(main_cf),
            Some(_) => {
                self.take_master(master_cf);
                self.put(main_cf);
                self.load();
            }
        }
    }

    /// Puts another master.cf in place, if there is one; the server does not know it yet.
    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn take_master(&mut self, master_cf: Option<AttrValue>) {
        if let Some(master) = master_cf {
            let mut around = Around::clone(&self.around);
            around.master = master;
            self.around = Shared::new(around);
        }
    }

    #[inline(never)] // or it would be loaded with what calls it
    pub(super) fn pin(&mut self) {
        self.pinned = None;
        self.pinned = Some(Shared::new(self.clone()));
    }
}
