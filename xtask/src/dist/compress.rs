//! Precompression: brotli, zstd and gzip copies beside each file, made once at the highest quality
//! instead of on every request at a fast one.

use std::{
    ffi::OsString,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use brotli::enc::BrotliEncoderParams;

use crate::{
    error::{Error, Result},
    files,
};

/// File extensions worth compressing. Image, audio and font formats are compressed already.
const EXTENSIONS: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Writes `.br`, `.zst` and `.gz` beside every compressible file of the folder.
pub(super) fn compress_all(folder: &Path) -> Result<()> {
    for path in files::list(folder)?.iter().filter(|path| is_compressible(path)) {
        let plain = files::read_bytes(path)?;
        write(&with_suffix(path, "br"), &brotli(&plain))?;
        write(&with_suffix(path, "zst"), &zstd(&plain))?;
        write(&with_suffix(path, "gz"), &gzip(&plain))?;
    }
    Ok(())
}

/// Appends an extension: `a.js` and `br` give `a.js.br`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(suffix);
    name.into()
}

fn is_compressible(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|it| EXTENSIONS.contains(&it))
}

pub(super) fn brotli(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let best = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &best)?;
    Ok(compressed)
}

fn zstd(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    zstd::bulk::compress(plain, 19)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn write(path: &Path, compressed: &Result<Vec<u8>, std::io::Error>) -> Result<()> {
    compressed
        .as_ref()
        .map_err(std::io::Error::kind)
        .and_then(|compressed| fs::write(path, compressed).map_err(|cause| cause.kind()))
        .map_err(|kind| Error::file("write", path, &kind.into()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn every_copy_decompresses_to_the_original() {
        let plain = "阅读剩余全文 ".repeat(500).into_bytes();
        let mut decompressed = Vec::new();
        let compressed = brotli(&plain).unwrap();
        brotli::BrotliDecompress(&mut &*compressed, &mut decompressed).unwrap();
        assert_eq!(decompressed, plain);

        let compressed = zstd(&plain).unwrap();
        assert_eq!(zstd::bulk::decompress(&compressed, plain.len()).unwrap(), plain);

        let mut decompressed = Vec::new();
        let compressed = gzip(&plain).unwrap();
        flate2::read::GzDecoder::new(&*compressed).read_to_end(&mut decompressed).unwrap();
        assert_eq!(decompressed, plain);
    }

    #[test]
    fn compressed_formats_are_skipped() {
        assert!(is_compressible(Path::new("app.webmanifest")));
        assert!(!is_compressible(Path::new("photo.jpg")));
        assert!(!is_compressible(Path::new("app.js.br")));
    }
}
