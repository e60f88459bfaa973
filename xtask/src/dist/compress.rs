//! The compressed copies beside each file: made once with the best effort,
//! instead of on every request with a hurried one.

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

/// Kinds that shrink. Pictures, sound and fonts are compressed in themselves.
const KINDS: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Writes `.br`, `.zst` and `.gz` beside every compressible file of the folder.
pub(super) fn all(folder: &Path) -> Result<()> {
    for path in files::below(folder)?.iter().filter(|path| is_compressible(path)) {
        let plain = files::bytes(path)?;
        write(&beside(path, "br"), &brotli(&plain))?;
        write(&beside(path, "zst"), &zstd(&plain))?;
        write(&beside(path, "gz"), &gzip(&plain))?;
    }
    Ok(())
}

/// `a.js` and `br` give `a.js.br`.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(ending);
    name.into()
}

fn is_compressible(path: &Path) -> bool {
    path.extension().and_then(|ending| ending.to_str()).is_some_and(|kind| KINDS.contains(&kind))
}

pub(super) fn brotli(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let best = BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut packed, &best)?;
    Ok(packed)
}

fn zstd(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    zstd::bulk::compress(plain, 19)
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>, std::io::Error> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn write(path: &Path, packed: &Result<Vec<u8>, std::io::Error>) -> Result<()> {
    packed
        .as_ref()
        .map_err(std::io::Error::kind)
        .and_then(|packed| fs::write(path, packed).map_err(|cause| cause.kind()))
        .map_err(|kind| Error::file("write", path, &kind.into()))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn every_copy_unpacks_to_the_original() {
        let plain = "阅读剩余全文 ".repeat(500).into_bytes();
        let mut back = Vec::new();
        let packed = brotli(&plain).unwrap();
        brotli::BrotliDecompress(&mut &*packed, &mut back).unwrap();
        assert_eq!(back, plain);

        let packed = zstd(&plain).unwrap();
        assert_eq!(zstd::bulk::decompress(&packed, plain.len()).unwrap(), plain);

        let mut back = Vec::new();
        let packed = gzip(&plain).unwrap();
        flate2::read::GzDecoder::new(&*packed).read_to_end(&mut back).unwrap();
        assert_eq!(back, plain);
    }

    #[test]
    fn what_is_packed_already_is_left_alone() {
        assert!(is_compressible(Path::new("app.webmanifest")));
        assert!(!is_compressible(Path::new("photo.jpg")));
        assert!(!is_compressible(Path::new("app.js.br")));
    }
}
