//! The database's layout and its versions.

use std::path::Path;

use rusqlite::Connection;

use crate::RecordError;

/// "Slnm" in the database's header: how SQLite (and `file`) tell a record from other databases.
const APPLICATION_ID: i64 = 0x536c_6e6d;

/// What brings a database from one version to the next.
struct Migration {
    sql: &'static str,
    /// Table and column that show that it was done already.
    unless: Option<(&'static str, &'static str)>,
}

/// From version `n` to `n + 1`, in order. A migration that landed is never edited.
const MIGRATIONS: [Migration; 3] = [
    Migration { sql: include_str!("schema_1.sql"), unless: None },
    Migration { sql: include_str!("schema_2.sql"), unless: None },
    Migration { sql: include_str!("schema_3.sql"), unless: Some(("citations", "cited")) },
];

/// The version that this program writes.
pub(crate) const VERSION: i64 = MIGRATIONS.len() as i64;

/// What a database says about itself.
pub(crate) enum Found {
    /// No table yet.
    Fresh,
    /// A record of a version that this program can bring up to date.
    Older(i64),
    /// A record of this version.
    Current,
}

/// Looks whether the database at `directory` is a record, and of which version.
pub(crate) fn inspect(connection: &Connection, directory: &Path) -> Result<Found, RecordError> {
    let broken = |error| RecordError::database(&directory.join(crate::DATABASE), error);
    let number = |pragma: &str| {
        connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0)).map_err(broken)
    };
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(broken)?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(Found::Fresh);
    }
    if application != APPLICATION_ID {
        return Err(RecordError::NotARecord {
            path: directory.to_owned(),
            reason: "its record.db is a database of another program: choose another directory".into(),
        });
    }
    match version {
        VERSION => Ok(Found::Current),
        found if found > VERSION => {
            Err(RecordError::Newer { path: directory.to_owned(), found, known: VERSION })
        }
        version => Ok(Found::Older(version)),
    }
}

/// Brings a database from version `from` (0: empty) to the current one, all or nothing.
pub(crate) fn migrate(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    // A table whose columns change is made anew, and what refers to it must not go with the old one.
    connection.pragma_update(None, "foreign_keys", false)?;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for migration in MIGRATIONS.iter().skip(usize::try_from(from).unwrap_or(0)) {
        if !migration.is_done(&transaction)? {
            transaction.execute_batch(migration.sql)?;
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

impl Migration {
    fn is_done(&self, connection: &Connection) -> rusqlite::Result<bool> {
        let Some((table, column)) = self.unless else { return Ok(false) };
        let found = "SELECT count(*) FROM pragma_table_info(?) WHERE name = ?";
        connection.query_row(found, [table, column], |row| row.get::<_, i64>(0)).map(|columns| columns > 0)
    }
}
