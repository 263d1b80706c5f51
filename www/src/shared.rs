//! Large data that goes down to the components as one pointer, compared by address.

use std::any::Any;
use std::ops::Deref;
use std::rc::Rc;

/// A pointer that is equal only to itself.
#[derive(Debug)]
pub(crate) struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new(value))
    }

    pub(crate) const fn of(value: Rc<T>) -> Self {
        Self(value)
    }
}

impl<T: 'static> Shared<T> {
    /// As a pointer to anything, of which only the address counts.
    pub(crate) fn any(&self) -> Rc<dyn Any> {
        Rc::clone(&self.0) as Rc<dyn Any>
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
