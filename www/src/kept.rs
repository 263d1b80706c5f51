//! What a part keeps from one time that it is shown to the next, and what it does after
//! it was shown. Yew compiles both anew for each type and closure; these are its hooks
//! for one type, whatever is kept.

use std::any::Any;
use std::ops::Deref;
use std::rc::Rc;

use yew::{Hook, HookContext, UseStateSetter, use_effect_with, use_state};

/// A value as it was when the part was shown, and the way to another one.
pub(crate) struct Kept<T> {
    value: Rc<T>,
    setter: UseStateSetter<Rc<dyn Any>>,
}

/// Keeps what `first` gives, until it is set.
pub(crate) fn keep<T: 'static>(hooks: &mut HookContext, first: fn() -> T) -> Kept<T> {
    let (value, setter) = any(hooks, &|| Rc::new(first()));
    // A place keeps values of one type.
    let value = value.downcast().unwrap_or_else(|_| Rc::new(first()));
    Kept { value, setter }
}

type Slot = (Rc<dyn Any>, UseStateSetter<Rc<dyn Any>>);

#[inline(never)]
fn any(hooks: &mut HookContext, first: &dyn Fn() -> Rc<dyn Any>) -> Slot {
    let state = use_state(first).run(hooks);
    (Rc::clone(&state), state.setter())
}

impl<T: 'static> Kept<T> {
    /// Shows the part again, with another value.
    pub(crate) fn set(&self, value: T) {
        self.setter.set(Rc::new(value));
    }

    /// The value itself, which another one replaces when it is set.
    pub(crate) fn shared(&self) -> Rc<dyn Any> {
        Rc::clone(&self.value) as Rc<dyn Any>
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        Self {
            value: Rc::clone(&self.value),
            setter: self.setter.clone(),
        }
    }
}

impl<T: PartialEq> PartialEq for Kept<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

/// When to do something: whenever there is another value; without one, the first time.
#[derive(Clone)]
pub(crate) struct When(Option<Rc<dyn Any>>);

impl When {
    /// The part is shown for the first time.
    pub(crate) const FIRST: Self = Self(None);

    /// The part is shown, each time.
    pub(crate) fn always() -> Self {
        Self(Some(Rc::new(0_u8)))
    }

    /// There is another one of these.
    pub(crate) const fn another(value: Rc<dyn Any>) -> Self {
        Self(Some(value))
    }
}

impl PartialEq for When {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (None, None) => true,
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Does something after the part was shown.
#[inline(never)]
pub(crate) fn after(hooks: &mut HookContext, when: When, what: Box<dyn FnOnce()>) {
    use_effect_with(when, move |_| what()).run(hooks);
}
