//! Use cases, one file per screen.
