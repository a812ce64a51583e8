//! What a command ends with, for scripts and for people.

use serde::Serialize;
use serde_json::Value;
use tanggap_ipc as ipc;

use crate::words::{self, Language};

/// What a command ends with.
pub enum Answer {
    /// The document, and the same for people.
    Done { document: Value, text: String },
    /// A long list, row by row: all of it at once would take many times the memory of what it is made of.
    Listed(Box<dyn Iterator<Item = Result<Row, Failure>>>),
    /// Done, but what was found is not well (`doctor`).
    Unwell { document: Value, text: String },
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// Exit code 2.
    Usage(String),
    /// Exit code 1.
    Refused {
        code: String,
        message: String,
        /// What is wrong with a calendar, a decree or rules; else null.
        fault: Value,
        /// What there is to say all the same, beside `error`.
        besides: serde_json::Map<String, Value>,
    },
}

impl Failure {
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into())
    }

    pub fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::Refused {
            code: code.to_owned(),
            message: message.into(),
            fault: Value::Null,
            besides: serde_json::Map::new(),
        }
    }

    /// The same failure, with members beside it and a line for people.
    pub fn besides(mut self, document: Value, line: &str) -> Self {
        if let (
            Self::Refused {
                besides, message, ..
            },
            Value::Object(members),
        ) = (&mut self, document)
        {
            besides.extend(members);
            message.push('\n');
            message.push_str(line);
        }
        self
    }

    /// The catalogue's sentence for an error of a use case.
    pub fn of(error: &ipc::Error, language: Language) -> Self {
        let code = match &error.refused {
            Some(refused) => words::code_of(refused),
            None => words::code_of(&error.code),
        };
        let fault = error.fault.as_ref();
        Self::Refused {
            code,
            message: words::error(error, language),
            fault: fault
                .and_then(|fault| serde_json::to_value(fault).ok())
                .unwrap_or_default(),
            besides: serde_json::Map::new(),
        }
    }
}

/// The answer as a document.
pub fn document(answer: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|cause| Failure::refused("internal", cause.to_string()))
}

pub fn done(answer: &impl Serialize, text: String) -> Result<Answer, Failure> {
    Ok(Answer::Done {
        document: document(answer)?,
        text,
    })
}

/// One row of a list, in both forms.
pub struct Row {
    /// As JSON, laid out.
    pub document: String,
    pub line: String,
}

impl Row {
    pub fn of(row: &impl Serialize, line: String) -> Result<Self, Failure> {
        Ok(Self {
            document: format!("{:#}", document(row)?),
            line,
        })
    }
}

pub fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
