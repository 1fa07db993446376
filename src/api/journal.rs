//! The job journal at rest: an `IndexedDB` database of this browser, shared by its tabs. Holds no
//! secret: a job is written without those that were entered for it.

use std::future::Future;

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, TransactionMode};
use wasm_bindgen::JsValue;

const NAME: &str = "pilothouse";
const VERSION: u32 = 1;
const STORE: &str = "jobs";

/// What this browser refuses, in words that say what to do about it.
fn refused(error: idb::Error) -> String {
    // The error's own words are the browser's, in its language.
    drop(error);
    "This browser keeps no data for this page, so nothing that must not happen twice is sent. Allow the page to store data, or open it in an ordinary window.".to_owned()
}

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            let _made = database.create_object_store(STORE, ObjectStoreParams::new());
        }
    });
    request.await
}

/// Writes entries (id, entry); when this ends well, they outlive the page.
///
/// # Errors
/// In words, when the browser keeps nothing.
pub async fn keep(entries: &[(String, String)]) -> Result<(), String> {
    write(|store| {
        let puts: Vec<_> = entries
            .iter()
            .map(|(id, entry)| {
                let (key, value) = (JsValue::from_str(id), JsValue::from_str(entry));
                store.put(&value, Some(&key))
            })
            .collect();
        async {
            for put in puts {
                put?.await?;
            }
            Ok(())
        }
    })
    .await
}

/// Takes entries out.
///
/// # Errors
/// In words, when the browser keeps nothing.
pub async fn forget(ids: &[String]) -> Result<(), String> {
    write(|store| {
        let deletions: Vec<_> = ids
            .iter()
            .map(|id| store.delete(Query::Key(JsValue::from_str(id))))
            .collect();
        async {
            for deletion in deletions {
                deletion?.await?;
            }
            Ok(())
        }
    })
    .await
}

async fn write<F: Future<Output = Result<(), idb::Error>>>(
    act: impl FnOnce(&idb::ObjectStore) -> F,
) -> Result<(), String> {
    let written = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadWrite)?;
        act(&transaction.object_store(STORE)?).await?;
        transaction.commit()?.await?;
        database.close();
        Ok(())
    };
    written.await.map_err(refused)
}

/// Every entry: (id, entry).
///
/// # Errors
/// In words, when the browser keeps nothing.
pub async fn all() -> Result<Vec<(String, String)>, String> {
    let read = async {
        let database = open().await?;
        let transaction = database.transaction(&[STORE], TransactionMode::ReadOnly)?;
        let store = transaction.object_store(STORE)?;
        let keys = store.get_all_keys(None, None)?;
        let values = store.get_all(None, None)?;
        let (keys, values) = (keys.await?, values.await?);
        transaction.await?;
        database.close();
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        Ok(keys
            .into_iter()
            .map(text)
            .zip(values.into_iter().map(text))
            .collect())
    };
    read.await.map_err(refused)
}
