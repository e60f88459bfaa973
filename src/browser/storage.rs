//! What the browser keeps for this site. It may be closed, full or edited by
//! anyone: callers check what they read.

use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use super::events::listen;
use super::page::window;

/// How long something is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// Until the reader clears it.
    Local,
    /// Until the tab closes.
    Session,
}

/// The browser refuses to keep anything, or no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StorageError;

impl Storage {
    fn open(self) -> Result<web_sys::Storage, StorageError> {
        let window = window().ok_or(StorageError)?;
        let storage = match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        };
        storage.ok().flatten().ok_or(StorageError)
    }

    /// What was kept as `key`.
    ///
    /// # Errors
    /// [`StorageError`] when storage is closed.
    pub fn get(self, key: &str) -> Result<Option<String>, StorageError> {
        self.open()?.get_item(key).map_err(|_| StorageError)
    }

    /// Keeps `value` as `key`.
    ///
    /// # Errors
    /// [`StorageError`] when storage is closed or full.
    pub fn set(self, key: &str, value: &str) -> Result<(), StorageError> {
        self.open()?.set_item(key, value).map_err(|_| StorageError)
    }

    /// Keeps nothing as `key`.
    ///
    /// # Errors
    /// [`StorageError`] when storage is closed.
    pub fn remove(self, key: &str) -> Result<(), StorageError> {
        self.open()?.remove_item(key).map_err(|_| StorageError)
    }

    /// The keys that begin with `prefix`, in no order.
    ///
    /// # Errors
    /// [`StorageError`] when storage is closed.
    pub fn keys(self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let storage = self.open()?;
        let keys = (0..storage.length().map_err(|_| StorageError)?)
            .filter_map(|at| storage.key(at).ok()?);
        Ok(keys.filter(|key| key.starts_with(prefix)).collect())
    }
}

/// Calls `changed` with the key and the value of what another tab keeps, or keeps
/// no more, until the current owner ends.
pub fn on_change(changed: impl Fn(String, Option<String>) + 'static) {
    listen(&["storage"], move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && let Some(key) = event.key()
        {
            changed(key, event.new_value());
        }
    });
}
