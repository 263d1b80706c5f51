//! Mail clients: what each sends, and what it does after a refusal.
