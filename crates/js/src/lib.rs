//! The JavaScript API over the core.
