//! Watching of a file or a folder: it is looked at from time to time, and imported when it has
//! changed and is whole.
//!
//! Looking works on every file system; the notifications of the kernel know nothing of what other
//! machines write to a network file system.

use std::fs::Metadata;
use std::path::Path;
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

/// Maximum number of files and folders that are looked at, and depth of folders, as when they are
/// read.
const MAX_ENTRIES: usize = 200_000;
const MAX_DEPTH: usize = 32;

/// What a file or a folder looks like: names, sizes and times of change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Look {
    /// Number of the file on its file system; 0 for a folder, and where there is none.
    inode: u64,
    digest: [u8; 32],
}

/// What follows from a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is as it was imported.
    Unchanged,
    /// It has changed, and may still be being written.
    Settling,
    /// It has changed and is whole.
    Whole(Look),
    /// It is not there.
    Missing,
}

/// What was seen of a file or a folder. Pure.
#[derive(Debug, Clone, Default)]
pub(super) struct Watched {
    /// What it looked like when it was last imported, or refused.
    done: Option<Look>,
    /// What it looked like last.
    seen: Option<Look>,
}

impl Watched {
    /// What follows from `now`. It is whole when it looks the same twice; a file in place of
    /// another one was written elsewhere and renamed, and is whole at once.
    pub(super) fn observe(&mut self, now: Option<Look>) -> Verdict {
        let before = std::mem::replace(&mut self.seen, now.clone());
        let Some(now) = now else { return Verdict::Missing };
        if self.done.as_ref() == Some(&now) {
            return Verdict::Unchanged;
        }
        let is_renamed =
            |before: &Look| before.inode != now.inode && before.inode.min(now.inode) > 0;
        match before {
            Some(before) if before == now || is_renamed(&before) => Verdict::Whole(now),
            _ => Verdict::Settling,
        }
    }

    /// Remembers that what looked like this was imported, or refused.
    pub(super) fn done(&mut self, look: Look) {
        self.done = Some(look);
    }
}

/// Looks at `path`; `None` if it is not there.
pub(super) fn look(path: &Path) -> Option<Look> {
    let metadata = std::fs::metadata(path).ok()?;
    let mut hash = Sha256::new();
    if metadata.is_dir() {
        add_folder(&mut hash, path, &mut 0, 0);
        return Some(Look { inode: 0, digest: hash.finalize().into() });
    }
    add(&mut hash, &metadata);
    Some(Look { inode: inode(&metadata), digest: hash.finalize().into() })
}

fn add_folder(hash: &mut Sha256, folder: &Path, entries: &mut usize, depth: usize) {
    let Ok(list) = std::fs::read_dir(folder) else { return };
    let mut names: Vec<_> = list.filter_map(Result::ok).map(|entry| entry.file_name()).collect();
    names.retain(|name| !name.to_string_lossy().starts_with('.'));
    names.sort_unstable();
    for name in names {
        *entries += 1;
        if *entries > MAX_ENTRIES {
            return;
        }
        let path = folder.join(&name);
        hash.update(name.as_encoded_bytes());
        // No name has a zero.
        hash.update([0, depth.to_le_bytes()[0]]);
        let Ok(link) = std::fs::symlink_metadata(&path) else { continue };
        if link.is_dir() && depth < MAX_DEPTH {
            add_folder(hash, &path, entries, depth + 1);
        } else if let Ok(metadata) = std::fs::metadata(&path) {
            hash.update(inode(&metadata).to_le_bytes());
            add(hash, &metadata);
        }
    }
}

/// Adds size and time of change of a file.
fn add(hash: &mut Sha256, metadata: &Metadata) {
    let changed = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    hash.update(metadata.len().to_le_bytes());
    hash.update(changed.unwrap_or_default().as_nanos().to_le_bytes());
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn file(inode: u64, content: u8) -> Look {
        Look { inode, digest: [content; 32] }
    }

    #[test]
    fn a_file_is_whole_when_it_looks_the_same_twice() {
        let mut watched = Watched::default();
        assert_eq!(watched.observe(Some(file(1, 1))), Verdict::Settling);
        assert_eq!(watched.observe(Some(file(1, 2))), Verdict::Settling);
        assert_eq!(watched.observe(Some(file(1, 2))), Verdict::Whole(file(1, 2)));
        watched.done(file(1, 2));
        assert_eq!(watched.observe(Some(file(1, 2))), Verdict::Unchanged);
        assert_eq!(watched.observe(Some(file(1, 3))), Verdict::Settling);
        assert_eq!(watched.observe(None), Verdict::Missing);
        assert_eq!(watched.observe(Some(file(1, 3))), Verdict::Settling, "it has just come back");
        assert_eq!(watched.observe(Some(file(1, 3))), Verdict::Whole(file(1, 3)));
    }

    #[test]
    fn a_file_that_is_renamed_into_place_is_whole_at_once() {
        let mut watched = Watched::default();
        watched.observe(Some(file(1, 1)));
        watched.done(file(1, 1));
        assert_eq!(watched.observe(Some(file(2, 2))), Verdict::Whole(file(2, 2)));
        // Folders, and file systems without numbers of files, look the same twice.
        let mut watched = Watched::default();
        watched.observe(Some(file(0, 1)));
        assert_eq!(watched.observe(Some(file(0, 2))), Verdict::Settling);
    }

    #[test]
    fn every_change_of_a_file_or_in_a_folder_is_seen() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path();
        assert_eq!(look(&path.join("missing")), None);
        fs::create_dir(path.join("a")).unwrap();
        fs::write(path.join("a/one.md"), "1").unwrap();
        let mut looks = vec![look(path).unwrap()];
        let mut changed = |what: &str| {
            let now = look(path).unwrap();
            assert!(!looks.contains(&now), "{what}");
            looks.push(now);
        };
        fs::write(path.join("a/two.md"), "2").unwrap();
        changed("a new file");
        fs::write(path.join("a/two.md"), "22").unwrap();
        changed("another size");
        fs::rename(path.join("a/two.md"), path.join("a/three.md")).unwrap();
        changed("another name");
        fs::remove_file(path.join("a/three.md")).unwrap();
        fs::write(path.join("a/.hidden"), "2").unwrap();
        assert_eq!(look(path).as_ref(), looks.first(), "hidden files are not read");
    }
}
