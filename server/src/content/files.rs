//! Reading of a newsroom's content: a file, or a folder of files of any formats.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use zaidu_import::{Hints, Import, Importer, MAX_BYTES, import_with_hints};
use zaidu_model::Timestamp;

use super::ReadOptions;

/// Maximum number of files and folders that are looked at, and depth of folders.
const MAX_ENTRIES: usize = 200_000;
const MAX_DEPTH: usize = 32;

/// How much of a file tells whether it is text.
const HEAD: usize = 4096;

/// Folders that generators of sites have for other things than content, and those of programs.
const OTHER_FOLDERS: [&str; 12] = [
    "node_modules",
    "themes",
    "public",
    "resources",
    "layouts",
    "archetypes",
    "scaffolds",
    "_site",
    "_layouts",
    "_includes",
    "_sass",
    "_data",
];

/// Maximum number of skipped files that are named.
const MAX_NAMED: usize = 20;

/// Reads the content in a file or a folder. What names no section is in `section`.
///
/// # Errors
/// Why it cannot be read as a whole. In a folder each file is read by itself.
pub(crate) fn read(
    path: &Path,
    section: &[String],
    options: &ReadOptions,
    now: Timestamp,
    reports: bool,
) -> Result<Import, String> {
    let home = options.export_url.as_deref();
    let categories_are_sections = options.has_sections();
    if !path.is_dir() {
        let bytes = read_file(path).map_err(|error| error.to_string())?;
        let name = path.file_name().map(|name| name.to_string_lossy());
        let hints = Hints {
            name: name.as_deref(),
            section,
            home,
            categories_are_sections,
            reports,
            ..Hints::default()
        };
        let import = import_with_hints(&bytes, now, &hints).map_err(|error| error.to_string())?;
        return Ok(options.apply(import, now));
    }
    let importer = Importer::new(now, reports)
        .in_section(section)
        .for_site(home)
        .with_categories_as_sections(categories_are_sections);
    let mut folder = Folder { importer, entries: 0, files: 0 };
    folder.read(path, "", 0).map_err(|error| error.to_string())?;
    let Folder { importer, entries, files } = folder;
    let import = importer.finish();
    let newsroom = &import.newsroom;
    let is_empty = newsroom.articles().is_empty()
        && newsroom.held().is_empty()
        && newsroom.withdrawn().is_empty()
        && import.refused.is_empty()
        && import.left_out.is_empty();
    match () {
        () if entries > MAX_ENTRIES => Err(format!("more than {MAX_ENTRIES} files and folders")),
        () if files == 0 => Err("has no files".to_owned()),
        () if is_empty => {
            Err("has no file in a known format: see docs/from-your-cms.md".to_owned())
        }
        () => Ok(options.apply(import, now)),
    }
}

/// What is not in the import by intent, a line each.
pub(crate) fn remarks(import: &Import) -> Vec<String> {
    let mut lines: Vec<String> = import.notes.iter().map(|note| format!("note {note}")).collect();
    lines.extend(import.left_out.iter().map(|(kind, count)| format!("left out: {count} {kind}")));
    let skipped = import.skipped.iter().take(MAX_NAMED);
    lines.extend(skipped.map(|name| format!("skipped, its format is not known: {name}")));
    let more = import.skipped.len().saturating_sub(MAX_NAMED);
    if more > 0 {
        lines.push(format!("skipped: {more} more files"));
    }
    lines
}

/// A folder whose files are imported in the order of their names.
struct Folder {
    importer: Importer,
    entries: usize,
    files: usize,
}

impl Folder {
    /// Imports the files in `folder`, whose name below the folder of all is `name`.
    fn read(&mut self, folder: &Path, name: &str, depth: usize) -> std::io::Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.entries += 1;
            if self.entries > MAX_ENTRIES {
                break;
            }
            let own = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            let below = if name.is_empty() { own.clone() } else { format!("{name}/{own}") };
            let kind = entry.file_type()?;
            // A link to a folder may lead back to one above it.
            if kind.is_dir() && depth < MAX_DEPTH {
                if OTHER_FOLDERS.contains(&&*own) {
                    self.importer.skip(&format!("{below}/"));
                } else if !own.starts_with('.')
                    && let Err(error) = self.read(&path, &below, depth + 1)
                {
                    self.importer.refuse(&below, &error.to_string());
                }
            } else if !own.starts_with('.') && path.is_file() {
                self.files += 1;
                match read_text(&path) {
                    Ok(Some(bytes)) => self.importer.add(&below, &bytes),
                    Ok(None) => self.importer.skip(&below),
                    Err(error) => self.importer.refuse(&below, &error.to_string()),
                }
            }
        }
        Ok(())
    }
}

/// The bytes of a file that may be text. Of pictures and films only the beginning is read.
fn read_text(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    if is_binary(&head) { Ok(None) } else { read_file(path).map(Some) }
}

/// Whether a file begins as none of text does: with zeros, but not those of UTF-16.
fn is_binary(head: &[u8]) -> bool {
    let is_utf16 =
        matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, 1..=127, ..] | [1..=127, 0, ..]);
    head.contains(&0) && !is_utf16
}

/// The bytes of a file, at most one more than the import takes.
fn read_file(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-26T12:00:00+08:00";

    fn folder(files: &[(&str, &[u8])]) -> (tempfile::TempDir, Result<Import, String>) {
        let root = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let options = ReadOptions::default();
        let import = read(root.path(), &[], &options, Timestamp::parse(NOW).unwrap(), false);
        (root, import)
    }

    const POST: &[u8] = "---\ntitle: 大雾\ndate: 2026-11-19\n---\n停航。".as_bytes();
    const RSS: &[u8] = "<rss><channel><title>报</title><item><guid>1</guid><title>江</title>\
        <description>水。</description></item></channel></rss>"
        .as_bytes();

    #[test]
    fn each_file_is_read_by_its_format_and_others_are_named() {
        let (_root, import) = folder(&[
            ("城市/交通/fog.md", POST),
            ("feed.xml", RSS),
            ("broken.json", b"{\"items\": ["),
            ("package.json", b"{\"name\": \"x\"}"),
            ("photo.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
            ("style.css", b"---\n---\nbody {}"),
            ("themes/a/readme.md", POST),
            (".git/config.md", POST),
        ]);
        let import = import.unwrap();
        let newsroom = &import.newsroom;
        let titles: Vec<_> =
            newsroom.articles().iter().filter_map(|it| it.title.as_deref()).collect();
        assert_eq!(titles, ["江", "大雾"]);
        assert_eq!(newsroom.site().name, "报");
        assert_eq!(newsroom.site().channels[0].name, "城市");
        assert_eq!(newsroom.site().channels[0].columns[0].name, "交通");
        assert_eq!(import.skipped, ["package.json", "photo.jpg", "style.css", "themes/"]);
        let refused: Vec<_> = import.refused.iter().map(ToString::to_string).collect();
        assert_eq!(refused.len(), 1);
        assert!(refused[0].starts_with("broken.json: "), "{refused:?}");
        assert_eq!(remarks(&import)[0], "skipped, its format is not known: package.json");
    }

    #[test]
    fn a_folder_without_content_is_an_error() {
        assert_eq!(folder(&[]).1.unwrap_err(), "has no files");
        let unknown = folder(&[("a.css", b"body {}")]).1.unwrap_err();
        assert!(unknown.starts_with("has no file in a known format"), "{unknown}");
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read_whole() {
        let (root, _) = folder(&[("a.md", POST)]);
        let file = File::create(root.path().join("b.xml")).unwrap();
        file.set_len(1 << 34).unwrap();
        assert_eq!(read_file(&root.path().join("b.xml")).unwrap().len(), MAX_BYTES + 1);
    }
}
