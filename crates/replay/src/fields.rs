//! JSON objects read field by field, so that an error names the field and nothing
//! unknown passes unnoticed.

use std::fmt;

use serde_json::{Map, Value};

/// What is wrong with which field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The path of the field, as in `sasl.users[0].name`; empty for the whole object.
    pub field: String,
    /// What is wrong with it.
    pub says: String,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => f.write_str(&self.says),
            field => write!(f, "field `{field}`: {}", self.says),
        }
    }
}

impl std::error::Error for FieldError {}

/// A value and its path.
pub(crate) struct Field {
    path: String,
    value: Value,
}

impl Field {
    pub(crate) fn root(value: Value) -> Self {
        Self {
            path: String::new(),
            value,
        }
    }

    pub(crate) fn error(&self, says: impl Into<String>) -> FieldError {
        FieldError {
            field: self.path.clone(),
            says: says.into(),
        }
    }

    pub(crate) fn is_text(&self) -> bool {
        self.value.is_string()
    }

    pub(crate) fn is_list(&self) -> bool {
        self.value.is_array()
    }

    pub(crate) fn text(self) -> Result<String, FieldError> {
        match self.value {
            Value::String(text) => Ok(text),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Array(_)
            | Value::Object(_) => Err(self.expected("a text")),
        }
    }

    pub(crate) fn boolean(&self) -> Result<bool, FieldError> {
        self.value
            .as_bool()
            .ok_or_else(|| self.expected("true or false"))
    }

    /// For fields that are `true` or absent.
    pub(crate) fn truth(&self) -> Result<(), FieldError> {
        match self.value {
            Value::Bool(true) => Ok(()),
            Value::Bool(false)
            | Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => Err(self.expected("true")),
        }
    }

    pub(crate) fn number<N: TryFrom<u64>>(&self) -> Result<N, FieldError> {
        let number = self.value.as_u64().and_then(|n| N::try_from(n).ok());
        number.ok_or_else(|| self.expected("a whole number in range"))
    }

    pub(crate) fn parse<T: std::str::FromStr>(self) -> Result<T, FieldError>
    where
        T::Err: fmt::Display,
    {
        let path = self.path.clone();
        self.text()?.parse().map_err(|error: T::Err| FieldError {
            field: path,
            says: error.to_string(),
        })
    }

    pub(crate) fn list<T>(
        self,
        read: impl FnMut(Self) -> Result<T, FieldError>,
    ) -> Result<Vec<T>, FieldError> {
        let path = self.path.clone();
        let Value::Array(values) = self.value else {
            return Err(self.expected("a list"));
        };
        let fields = values.into_iter().enumerate().map(|(at, value)| Self {
            path: format!("{path}[{at}]"),
            value,
        });
        fields.map(read).collect()
    }

    /// The fields of an object whose names are data.
    pub(crate) fn entries<K: Ord, T>(
        self,
        mut read: impl FnMut(String, Self) -> Result<(K, T), FieldError>,
    ) -> Result<Vec<(K, T)>, FieldError> {
        let Fields { path, map } = self.object()?;
        let entry = |(name, value): (String, Value)| {
            let path = join(&path, &name);
            read(name, Self { path, value })
        };
        map.into_iter().map(entry).collect()
    }

    pub(crate) fn object(self) -> Result<Fields, FieldError> {
        let Value::Object(map) = self.value else {
            return Err(self.expected("an object"));
        };
        Ok(Fields {
            path: self.path,
            map,
        })
    }

    fn expected(&self, what: &str) -> FieldError {
        let mut found = self.value.to_string();
        if found.chars().count() > 40 {
            found = found.chars().take(40).collect::<String>() + "…";
        }
        self.error(format!("expected {what}, found {found}"))
    }
}

/// The fields of an object that have not been read yet.
pub(crate) struct Fields {
    path: String,
    map: Map<String, Value>,
}

impl Fields {
    pub(crate) fn required(&mut self, name: &str) -> Result<Field, FieldError> {
        self.optional(name).ok_or_else(|| FieldError {
            field: join(&self.path, name),
            says: "is missing".to_owned(),
        })
    }

    pub(crate) fn optional(&mut self, name: &str) -> Option<Field> {
        let value = self.map.remove(name)?;
        Some(Field {
            path: join(&self.path, name),
            value,
        })
    }

    /// As [`Self::optional`], where `null` means the same as no field.
    pub(crate) fn nullable(&mut self, name: &str) -> Option<Field> {
        self.optional(name).filter(|field| !field.value.is_null())
    }

    /// Takes the one field that is left and says what the object is.
    pub(crate) fn only(mut self) -> Result<(String, Field), FieldError> {
        let Some(name) = self.map.keys().next().cloned() else {
            return Err(FieldError {
                field: self.path,
                says: "says nothing".to_owned(),
            });
        };
        let field = self.required(&name)?;
        self.finish()?;
        Ok((name, field))
    }

    /// All fields have been read: one that is left is unknown.
    pub(crate) fn finish(self) -> Result<(), FieldError> {
        match self.map.keys().next() {
            None => Ok(()),
            Some(name) => Err(FieldError {
                field: join(&self.path, name),
                says: "is not known".to_owned(),
            }),
        }
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
