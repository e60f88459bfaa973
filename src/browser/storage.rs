//! What the browser keeps for this site. It may be closed, full or edited by
//! anyone: callers check what they read.

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
pub struct Refused;

impl Storage {
    fn open(self) -> Result<web_sys::Storage, Refused> {
        let window = window().ok_or(Refused)?;
        let storage = match self {
            Self::Local => window.local_storage(),
            Self::Session => window.session_storage(),
        };
        storage.ok().flatten().ok_or(Refused)
    }

    /// What was kept as `key`.
    ///
    /// # Errors
    /// [`Refused`] when storage is closed.
    pub fn get(self, key: &str) -> Result<Option<String>, Refused> {
        self.open()?.get_item(key).map_err(|_| Refused)
    }

    /// Keeps `value` as `key`.
    ///
    /// # Errors
    /// [`Refused`] when storage is closed or full.
    pub fn set(self, key: &str, value: &str) -> Result<(), Refused> {
        self.open()?.set_item(key, value).map_err(|_| Refused)
    }

    /// Keeps nothing as `key`.
    ///
    /// # Errors
    /// [`Refused`] when storage is closed.
    pub fn remove(self, key: &str) -> Result<(), Refused> {
        self.open()?.remove_item(key).map_err(|_| Refused)
    }

    /// The keys that begin with `prefix`, in no order.
    ///
    /// # Errors
    /// [`Refused`] when storage is closed.
    pub fn keys(self, prefix: &str) -> Result<Vec<String>, Refused> {
        let storage = self.open()?;
        let keys =
            (0..storage.length().map_err(|_| Refused)?).filter_map(|at| storage.key(at).ok()?);
        Ok(keys.filter(|key| key.starts_with(prefix)).collect())
    }
}
