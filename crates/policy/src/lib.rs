//! Restriction lists evaluated into traces.
