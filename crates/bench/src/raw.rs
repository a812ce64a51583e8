//! SQLite's C API as it is: the peer that the store is measured against. Nothing between a value and
//! `sqlite3_bind`. Only for encrypted files of measurements.

#![expect(
    unsafe_code,
    reason = "the peer is the C API itself; every call keeps the contract named beside it"
)]

use std::ffi::{CStr, CString, c_int};
use std::marker::PhantomData;
use std::path::Path;
use std::ptr;

use anyhow::{Context, Result, bail};
use libsqlite3_sys as ffi;

/// An open file. Stays on its thread.
pub struct Connection {
    db: *mut ffi::sqlite3,
}

/// A prepared statement of a connection.
pub struct Statement<'c> {
    raw: *mut ffi::sqlite3_stmt,
    of: PhantomData<&'c Connection>,
}

/// A column's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

impl Connection {
    /// Opens or makes an encrypted file; `key` is SQLCipher's raw key.
    pub fn open(path: &Path, key: &[u8; 32]) -> Result<Self> {
        let name = path.to_str().context("A path that is not UTF-8")?;
        let name = CString::new(name).context("A path with a zero")?;
        let mut db = ptr::null_mut();
        let flags = ffi::SQLITE_OPEN_READWRITE | ffi::SQLITE_OPEN_CREATE | ffi::SQLITE_OPEN_NOMUTEX;
        // SAFETY: `name` ends with a zero and outlives the call; `db` is a place to write to.
        let code = unsafe { ffi::sqlite3_open_v2(name.as_ptr(), &mut db, flags, ptr::null()) };
        // Made before the check: a handle is to be closed even where opening failed.
        let connection = Self { db };
        connection.check(code)?;
        connection.run(&format!("PRAGMA key = \"x'{}'\"", hex::encode(key)))?;
        Ok(connection)
    }

    /// Runs any number of statements, ignoring rows.
    pub fn run(&self, sql: &str) -> Result<()> {
        let sql = CString::new(sql).context("SQL with a zero")?;
        // SAFETY: the handle is open, `sql` ends with a zero; no callback, no message wanted.
        let code = unsafe {
            ffi::sqlite3_exec(
                self.db,
                sql.as_ptr(),
                None,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        self.check(code)
    }

    pub fn prepare(&self, sql: &str) -> Result<Statement<'_>> {
        let bytes = c_int::try_from(sql.len()).context("SQL too long")?;
        let mut raw = ptr::null_mut();
        // SAFETY: the handle is open; `sql` is `bytes` long; `raw` is a place to write to.
        let code = unsafe {
            ffi::sqlite3_prepare_v3(
                self.db,
                sql.as_ptr().cast(),
                bytes,
                ffi::SQLITE_PREPARE_PERSISTENT,
                &mut raw,
                ptr::null_mut(),
            )
        };
        self.check(code)?;
        Ok(Statement {
            raw,
            of: PhantomData,
        })
    }

    fn check(&self, code: c_int) -> Result<()> {
        if code == ffi::SQLITE_OK {
            return Ok(());
        }
        // SAFETY: `sqlite3_errmsg` takes an open handle, also one whose opening failed, and gives a
        // text that lives until the next call on it.
        let message = unsafe { CStr::from_ptr(ffi::sqlite3_errmsg(self.db)) };
        bail!("SQLite {code}: {}", message.to_string_lossy());
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: nothing uses the handle afterwards: statements borrow the connection.
        unsafe { ffi::sqlite3_close(self.db) };
    }
}

impl Statement<'_> {
    /// Runs it once with these values; rows are ignored.
    pub fn execute(&mut self, values: &[Value]) -> Result<()> {
        self.bind(values)?;
        while self.step()? {}
        self.reset();
        Ok(())
    }

    /// Runs it with these values and shows each row to `see`.
    pub fn each(
        &mut self,
        values: &[Value],
        mut see: impl FnMut(&Self) -> Result<()>,
    ) -> Result<()> {
        self.bind(values)?;
        while self.step()? {
            see(self)?;
        }
        self.reset();
        Ok(())
    }

    /// An integer column of the current row.
    pub fn integer(&self, column: c_int) -> i64 {
        // SAFETY: any column number is allowed; a missing one reads as 0.
        unsafe { ffi::sqlite3_column_int64(self.raw, column) }
    }

    /// A column of the current row, copied.
    pub fn value(&self, column: c_int) -> Result<Value> {
        // SAFETY: the pointers live until the next step, and are copied before; the length belongs
        // to the pointer asked for just before it, as SQLite demands.
        unsafe {
            let bytes = |pointer: *const u8| {
                let length = ffi::sqlite3_column_bytes(self.raw, column);
                if pointer.is_null() || length <= 0 {
                    return Vec::new();
                }
                std::slice::from_raw_parts(pointer, length as usize).to_vec()
            };
            Ok(match ffi::sqlite3_column_type(self.raw, column) {
                ffi::SQLITE_NULL => Value::Null,
                ffi::SQLITE_INTEGER => Value::Integer(self.integer(column)),
                ffi::SQLITE_TEXT => {
                    let text = bytes(ffi::sqlite3_column_text(self.raw, column));
                    Value::Text(String::from_utf8(text).context("A text that is not UTF-8")?)
                }
                ffi::SQLITE_BLOB => {
                    Value::Blob(bytes(ffi::sqlite3_column_blob(self.raw, column).cast()))
                }
                other => bail!("A value of an unexpected kind: {other}"),
            })
        }
    }

    /// Every column of the current row, copied.
    pub fn row(&self) -> Result<Vec<Value>> {
        // SAFETY: the statement is prepared.
        let columns = unsafe { ffi::sqlite3_column_count(self.raw) };
        (0..columns).map(|column| self.value(column)).collect()
    }

    /// The values stay borrowed by SQLite until `reset`, which every caller reaches with them alive.
    fn bind(&mut self, values: &[Value]) -> Result<()> {
        self.reset();
        for (at, value) in values.iter().enumerate() {
            let place = c_int::try_from(at + 1).context("Too many values")?;
            // SAFETY: text and blob are as long as said. SQLITE_STATIC: they are borrowed by
            // `execute` and `each` for longer than the statement runs, and the next run binds anew.
            let code = unsafe {
                match value {
                    Value::Null => ffi::sqlite3_bind_null(self.raw, place),
                    Value::Integer(number) => ffi::sqlite3_bind_int64(self.raw, place, *number),
                    Value::Text(text) => ffi::sqlite3_bind_text(
                        self.raw,
                        place,
                        text.as_ptr().cast(),
                        c_int::try_from(text.len()).context("A long text")?,
                        ffi::SQLITE_STATIC(),
                    ),
                    Value::Blob(blob) => ffi::sqlite3_bind_blob(
                        self.raw,
                        place,
                        blob.as_ptr().cast(),
                        c_int::try_from(blob.len()).context("A long blob")?,
                        ffi::SQLITE_STATIC(),
                    ),
                }
            };
            if code != ffi::SQLITE_OK {
                bail!("SQLite {code} while binding value {place}");
            }
        }
        Ok(())
    }

    /// Whether there is a row.
    fn step(&mut self) -> Result<bool> {
        // SAFETY: the statement is prepared and what is bound to it is alive.
        match unsafe { ffi::sqlite3_step(self.raw) } {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            code => {
                self.reset();
                bail!("SQLite {code} while running a statement")
            }
        }
    }

    fn reset(&mut self) {
        // SAFETY: the statement is prepared. The code repeats the last step's, which was looked at.
        unsafe {
            ffi::sqlite3_reset(self.raw);
            ffi::sqlite3_clear_bindings(self.raw);
        }
    }
}

impl Drop for Statement<'_> {
    fn drop(&mut self) {
        // SAFETY: prepared once, ended once.
        unsafe { ffi::sqlite3_finalize(self.raw) };
    }
}
