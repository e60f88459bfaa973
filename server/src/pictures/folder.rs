//! The folder of pictures on disk. Files are named by the content of the original; an index says
//! which content an address had. Everything is written beside its place and renamed into it, so that
//! several servers can share a folder and none sees half a file.
//!
//! ```text
//! ab/ab34….json        record of a picture: size and files
//! ab/ab34…-800.webp    one of its files
//! index/cd/cd56….json  what is known of an address
//! lock                 held by the server that makes pictures
//! ```

use std::collections::HashSet;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::de::DeserializeOwned;

use super::entry::{Entry, VERSION};
use super::made::Made;
use crate::etag::content_hash;

/// The age at which a file that was not renamed into its place is left over: writing takes less.
const LEFT_OVER: Duration = Duration::from_secs(3600);

/// Length of the name of a content, in hexadecimal digits.
const HASH: usize = 20;

/// The folder.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    written: AtomicU64,
    /// Held while files are written whose entry is not there yet, and while unused ones are removed.
    writing: Mutex<()>,
}

impl Folder {
    /// Opens the folder `root`, and makes it if it is not there.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root.join("index"))?;
        let folder = Self {
            root: root.canonicalize()?,
            written: AtomicU64::new(0),
            writing: Mutex::new(()),
        };
        // A folder that cannot be written is told at the start.
        folder.write(Path::new("version"), VERSION.to_string().as_bytes())?;
        Ok(folder)
    }

    /// The lock of the one server that makes pictures; `None` while another one has it. It ends with
    /// the file, also when the server is killed.
    pub(super) fn lock(&self) -> io::Result<Option<File>> {
        let file = File::options().create(true).append(true).open(self.root.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            // A file system without locks: the worst is that a picture is made twice.
            Err(TryLockError::Error(error)) => {
                tracing::debug!(%error, "the folder of pictures has no lock");
                Ok(Some(file))
            }
        }
    }

    /// The name of the content `bytes`.
    pub(super) fn content(bytes: &[u8]) -> String {
        let mut name = content_hash(format!("{VERSION} {}", content_hash(bytes)).as_bytes());
        name.truncate(HASH);
        name
    }

    /// The record of a content, if it was made.
    pub(super) fn made(&self, content: &str) -> Option<Made> {
        self.read(&self.path_of(content, ".json")?)
    }

    /// Writes the files of a content, then its record, and then the `entry` that has it.
    pub(super) fn write_made(
        &self,
        content: &str,
        files: &[(String, Vec<u8>)],
        made: &Made,
        entry: &Entry,
    ) -> io::Result<()> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let place = |name| self.path_of(content, name).ok_or(io::ErrorKind::InvalidInput);
        for (name, bytes) in files {
            let suffix = name.strip_prefix(content).unwrap_or(name);
            self.write(&place(suffix)?, bytes)?;
        }
        self.write(&place(".json")?, &serde_json::to_vec(made)?)?;
        self.write_entry(entry)
    }

    /// What is known of `address`.
    pub(super) fn entry(&self, address: &str) -> Option<Entry> {
        let entry: Entry = self.read(&Self::index_path(address))?;
        (entry.address == address && entry.is_current()).then_some(entry)
    }

    /// Writes what is known of an address.
    pub(super) fn write_entry(&self, entry: &Entry) -> io::Result<()> {
        self.write(&Self::index_path(&entry.address), &serde_json::to_vec(entry)?)
    }

    /// The path of the file `name` if that is how files of pictures are named.
    pub(super) fn file(&self, name: &str) -> Option<PathBuf> {
        let (content, suffix) = name.split_at_checked(HASH)?;
        let (width, extension) = suffix.split_once('.')?;
        let is_width = width.is_empty()
            || width.strip_prefix('-').is_some_and(|width| {
                (1..=5).contains(&width.len()) && width.bytes().all(|byte| byte.is_ascii_digit())
            });
        let is_picture = ["webp", "jpg", "png", "gif"].contains(&extension);
        (is_width && is_picture)
            .then(|| self.path_of(content, suffix))?
            .map(|it| self.root.join(it))
    }

    /// Removes the entries that `is_used` is false of, and every content that no entry has. Entries
    /// are given to it as they are, and written if it changes them.
    pub(super) fn sweep(&self, mut is_used: impl FnMut(&mut Entry) -> bool) -> io::Result<usize> {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut contents = HashSet::new();
        for path in files_below(&self.root.join("index"))? {
            let Some(before) = self.read::<Entry>(&path) else {
                let _ = fs::remove_file(path);
                continue;
            };
            let mut entry = before.clone();
            if !entry.is_current() || !is_used(&mut entry) {
                fs::remove_file(path)?;
                continue;
            }
            if entry != before {
                self.write_entry(&entry)?;
            }
            contents.extend(entry.content);
        }
        let mut removed = 0;
        for folder in fs::read_dir(&self.root)? {
            let folder = folder?;
            if folder.file_name().len() != 2 {
                remove_left_over(&folder);
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let file = file?;
                let name = file.file_name();
                let content = name.to_str().and_then(|name| name.get(..HASH));
                if content.is_none_or(|content| !contents.contains(content)) {
                    fs::remove_file(file.path())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    fn path_of(&self, content: &str, suffix: &str) -> Option<PathBuf> {
        let is_hash = content.len() == HASH
            && content.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_hash.then(|| Path::new(&content[..2]).join([content, suffix].concat()))
    }

    fn index_path(address: &str) -> PathBuf {
        let name = content_hash(address.as_bytes());
        Path::new("index").join(&name[..2]).join(format!("{name}.json"))
    }

    fn read<T: DeserializeOwned>(&self, path: &Path) -> Option<T> {
        // What cannot be read is as if it were not there, and is made again.
        serde_json::from_slice(&fs::read(self.root.join(path)).ok()?).ok()
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let path = self.root.join(path);
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let number = self.written.fetch_add(1, Ordering::Relaxed);
        let beside = self.root.join(format!(".{}-{number}", std::process::id()));
        let mut file = File::create(&beside)?;
        let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, &path));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }
}

/// Removes a file that a server which was killed did not rename into its place.
fn remove_left_over(file: &fs::DirEntry) {
    let is_begun = file.file_name().to_string_lossy().starts_with('.');
    let changed = file.metadata().ok().filter(|_| is_begun).and_then(|it| it.modified().ok());
    let age = changed.and_then(|changed| changed.elapsed().ok());
    if age.is_some_and(|age| age >= LEFT_OVER) {
        let _ = fs::remove_file(file.path());
    }
}

/// The files in the folders of `root`.
fn files_below(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for folder in fs::read_dir(root)? {
        for file in fs::read_dir(folder?.path())? {
            files.push(file?.path());
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Size;

    fn entry(address: &str, content: &str) -> Entry {
        Entry { content: Some(content.to_owned()), ..Entry::new(address, None) }
    }

    fn write(folder: &Folder, address: &str) -> String {
        let content = Folder::content(address.as_bytes());
        let file = format!("{content}-320.webp");
        let size = Size::new(3, 2).unwrap();
        let variants = vec![(file.clone(), 320)];
        let made = Made { size, file: None, variants, color: None };
        let files = [(file.clone(), vec![7])];
        folder.write_made(&content, &files, &made, &entry(address, &content)).unwrap();
        file
    }

    #[test]
    fn what_was_written_is_there_and_what_is_not_used_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        let (a, b) = (write(&folder, "/media/a.jpg"), write(&folder, "/media/b.jpg"));
        let found = folder.entry("/media/a.jpg").unwrap();
        assert_eq!(folder.made(found.content.as_deref().unwrap()).unwrap().variants[0].0, a);
        assert_eq!(folder.entry("/media/c.jpg"), None);
        assert_eq!(fs::read(folder.file(&a).unwrap()).unwrap(), [7]);
        let keep = |entry: &mut Entry| {
            entry.unused_since = Some(5);
            entry.address.ends_with("b.jpg")
        };
        assert_eq!(folder.sweep(keep).unwrap(), 2);
        assert!(!folder.file(&a).unwrap().exists() && folder.file(&b).unwrap().exists());
        assert_eq!(folder.entry("/media/a.jpg"), None);
        assert_eq!(folder.entry("/media/b.jpg").unwrap().unused_since, Some(5));
    }

    #[test]
    fn two_addresses_may_have_one_content() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        let file = write(&folder, "/media/a.jpg");
        folder.write_entry(&entry("/media/b.jpg", &file[..HASH])).unwrap();
        folder.sweep(|entry| entry.address.ends_with("b.jpg")).unwrap();
        assert!(folder.file(&file).unwrap().exists());
    }

    #[test]
    fn one_server_has_the_lock() {
        let root = tempfile::tempdir().unwrap();
        let (one, two) = (Folder::open(root.path()).unwrap(), Folder::open(root.path()).unwrap());
        let lock = one.lock().unwrap().unwrap();
        assert!(two.lock().unwrap().is_none());
        drop(lock);
        assert!(two.lock().unwrap().is_some());
    }

    #[test]
    fn only_files_of_pictures_have_a_path() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        let content = Folder::content(b"a");
        for suffix in [".jpg", ".gif", "-320.webp", "-1.png"] {
            assert!(folder.file(&[&content, suffix].concat()).is_some(), "{suffix}");
        }
        for name in [
            "",
            "lock",
            "../lock",
            &format!("{content}.json"),
            &format!("{content}-.webp"),
            &format!("{content}-a.webp"),
            &format!("{content}/../x.webp"),
            &format!("{}.webp", content.to_uppercase()),
            &format!("{}.webp", "图".repeat(7)),
        ] {
            assert_eq!(folder.file(name), None, "{name}");
        }
    }
}
