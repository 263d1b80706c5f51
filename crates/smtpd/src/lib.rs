//! The server session as a pure function.
