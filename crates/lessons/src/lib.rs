//! The HOWTO and its dialogues as texts that the tests replay.
