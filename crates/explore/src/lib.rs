//! Questions about a server, answered by running sessions.
