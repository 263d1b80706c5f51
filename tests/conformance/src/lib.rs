//! Dialogues, recorded transcripts and properties.
