//! What differs between Postfix releases.
