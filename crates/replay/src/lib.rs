//! Recorded scenarios run against the simulated server.
