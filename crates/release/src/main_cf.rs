//! How releases differ in reading main.cf.

/// How one release reads main.cf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MainCfStyle {
    /// The forms of `$name`.
    pub syntax: Syntax,
    /// What is said about a value out of bounds.
    pub bounds: BoundStyle,
    /// What `myorigin` may be.
    pub origin: OriginCheck,
}

impl MainCfStyle {
    /// That of 1.1.0.
    pub(crate) const fn oldest() -> Self {
        Self {
            syntax: Syntax::Names,
            bounds: BoundStyle::Named,
            origin: OriginCheck::AnyText,
        }
    }
}

/// The forms of `$name` that a release understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// `$name`, `${name}`, `$(name)`.
    Names,
    /// And `${name?text}`, `${name:text}`.
    Conditions,
    /// And `${name?{text}:{text}}`, `${{a} == {b} ? {text} : {text}}`.
    Relations,
    /// And `<level` and its kin.
    Levels,
}

/// A value out of bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundStyle {
    /// `invalid …: 0 (min 1)`, `bad string length (0 < 1)`
    Named,
    /// `invalid … parameter value 0 < 1`, `bad string length 0 < 1`
    Compared,
}

/// What `myorigin` may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OriginCheck {
    /// Anything.
    AnyText,
    /// One value.
    OneValue,
}
