//! Web Storage: localStorage and sessionStorage. They may be disabled, full or edited by
//! anyone: callers validate what they read.

use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

use super::events::listen;
use super::page::window;

/// One of the two storage areas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// localStorage: until the reader clears it.
    Local,
    /// sessionStorage: until the tab closes.
    Session,
}

/// Storage is disabled or full.
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

    /// The value of `key`.
    ///
    /// # Errors
    /// [`StorageError`] if storage is disabled.
    pub fn get(self, key: &str) -> Result<Option<String>, StorageError> {
        self.open()?.get_item(key).map_err(|_| StorageError)
    }

    /// Sets the value of `key`.
    ///
    /// # Errors
    /// [`StorageError`] if storage is disabled or full.
    pub fn set(self, key: &str, value: &str) -> Result<(), StorageError> {
        self.open()?.set_item(key, value).map_err(|_| StorageError)
    }

    /// Removes `key`.
    ///
    /// # Errors
    /// [`StorageError`] if storage is disabled.
    pub fn remove(self, key: &str) -> Result<(), StorageError> {
        self.open()?.remove_item(key).map_err(|_| StorageError)
    }

    /// The keys that begin with `prefix`, in no particular order.
    ///
    /// # Errors
    /// [`StorageError`] if storage is disabled.
    pub fn keys(self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let storage = self.open()?;
        let keys = (0..storage.length().map_err(|_| StorageError)?)
            .filter_map(|at| storage.key(at).ok()?);
        Ok(keys.filter(|key| key.starts_with(prefix)).collect())
    }
}

/// Until the current owner ends, calls `changed` with key and new value when another tab
/// sets or removes an item of localStorage.
pub fn on_change(changed: impl Fn(String, Option<String>) + 'static) {
    listen(&["storage"], move |event| {
        if let Some(event) = event.dyn_ref::<StorageEvent>()
            && let Some(key) = event.key()
        {
            changed(key, event.new_value());
        }
    });
}

/// Calls `changed` when another tab has changed localStorage in any way, until the current owner
/// ends.
pub fn on_any_change(changed: impl Fn() + 'static) {
    listen(&["storage"], move |_| changed());
}
