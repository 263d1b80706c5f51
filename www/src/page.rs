//! Pages own the layout; there is one so far, the laboratory.

mod lab;

pub(crate) use lab::Lab;
