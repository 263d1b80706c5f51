//! Mail clients: what each sends, and what it does after a refusal.
//! Modelled so far: the careful client, which picks the first mechanism it can
//! compute without a second thought. Left out: the clients of the field, by name.

mod login;

pub use login::{Credentials, Login, after};
