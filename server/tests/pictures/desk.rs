//! A newsroom with a folder of media, and pictures made for the tests.

use std::fs::File;
use std::path::PathBuf;
use std::time::Duration;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use zaidu_model::{Article, Block, MediaUrl, Newsroom, Picture};
use zaidu_server::{Making, PictureOptions, Pictures, Store};

use crate::common::newsroom::{article, site};
use crate::common::{Fixture, Server, write};

/// A database, a folder of media and one of pictures.
pub(crate) struct Desk {
    pub(crate) fixture: Fixture,
    /// Hosts of pictures, if those of other servers are fetched.
    pub(crate) fetch: Option<Vec<String>>,
}

/// A server that makes pictures.
pub(crate) struct Running {
    pub(crate) server: Server,
    pub(crate) pictures: Pictures,
    making: Making,
    lock: PathBuf,
}

impl Desk {
    pub(crate) async fn new() -> Self {
        let fixture = Fixture::new().await;
        std::fs::create_dir(fixture.folder.path().join("media")).unwrap();
        Self { fixture, fetch: None }
    }

    /// Puts a file into the folder of media.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        write(&self.fixture.folder.path().join("media").join(name), bytes);
    }

    pub(crate) fn store_folder(&self) -> PathBuf {
        self.fixture.folder.path().join("pictures")
    }

    pub(crate) fn open(&self) -> Pictures {
        let options = PictureOptions {
            store: self.store_folder(),
            media: Some(self.fixture.folder.path().join("media")),
            fetch: self.fetch.clone(),
            pace: Duration::from_millis(5),
        };
        Pictures::open(&options).unwrap()
    }

    pub(crate) async fn import(&self, newsroom: &Newsroom) -> Store {
        let store = self.fixture.store().await;
        store.import(newsroom).await.unwrap();
        store
    }

    /// A server, which keeps no pages.
    pub(crate) async fn serve(&self) -> Running {
        let pictures = self.open();
        let app = self.fixture.app().await.with_page_ttl(Duration::ZERO);
        let making = pictures.start(app.store().clone()).await;
        let server = Server::start(app.with_pictures(pictures.clone())).await;
        Running { server, pictures, making, lock: self.store_folder().join("lock") }
    }
}

impl Running {
    /// Waits until so many pictures are there and none waits.
    pub(crate) async fn made(&self, number: usize) {
        let status = self.pictures.status();
        status.wait_for(|counts| counts.made == number && counts.waiting == 0).await;
    }

    /// Waits until so many pictures have failed; returns their names with the reasons.
    pub(crate) async fn failed(&self, number: usize) -> Vec<(String, String)> {
        let status = self.pictures.status();
        status.wait_for(|counts| counts.failed.len() == number && counts.waiting == 0).await;
        status.counts().failed.into_iter().collect()
    }

    /// Ends the server, and waits until another one could make the pictures.
    pub(crate) async fn stop(self) {
        self.server.stop().await;
        drop((self.pictures, self.making));
        let lock = File::open(self.lock).unwrap();
        while lock.try_lock().is_err() {
            tokio::task::yield_now().await;
        }
    }

    /// The article `a` as the API has it.
    pub(crate) async fn article(&self) -> Article {
        self.server.get("/api/articles/a").await.json()
    }
}

/// A picture at `address`, as an article has it that says nothing more of it.
pub(crate) fn picture(address: &str) -> Picture {
    let url = MediaUrl::new(address).unwrap();
    Picture { url, size: None, alt: "江".into(), variants: vec![], color: None }
}

/// A newsroom whose article `a` has these pictures in its text, the first also as its own.
pub(crate) fn newsroom(pictures: &[Picture]) -> Newsroom {
    let article = article("a", "潮", "2026-11-18T06:30:00+08:00", None);
    let image = |picture: &Picture| Block::Image { picture: picture.clone(), caption: None };
    let body = pictures.iter().map(image).collect();
    Newsroom::new(site(), vec![Article { body, picture: pictures.first().cloned(), ..article }])
}

/// A photo, which has many colours.
pub(crate) fn photo(width: u32, height: u32) -> RgbImage {
    let shade = |at: u32, of: u32| u8::try_from(at * 255 / of.max(1)).unwrap();
    RgbImage::from_fn(width, height, |x, y| Rgb([shade(x, width), shade(y, height), 90]))
}

pub(crate) fn jpeg(image: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(image).unwrap();
    bytes
}

pub(crate) fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG as a telephone writes it that was held upright: lying, with a note, and with where it was
/// taken.
pub(crate) fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    // Two entries: a description at offset 38, and the orientation 6.
    let mut tiff = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(b"\x0e\x01\x02\0\x10\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0");
    tiff.extend(b"N31.23 E121.47 \0");
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &tiff, &jpeg[2..]].concat()
}

/// Whether `bytes` contains `part`.
pub(crate) fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
