//! Attachments of a feed item: players and links for the files that its content does not show.

use zaidu_model::{Block, Inline, MediaUrl};

use crate::address::Base;
use crate::limits::MAX_LINE;
use crate::wire::{Attachment, List};

/// `body` with the blocks of `attachments` that it does not have: sound, films and pictures before
/// it, links to other files after it.
pub(crate) fn add(attachments: &List<Attachment>, body: Vec<Block>, base: &Base) -> Vec<Block> {
    let attached = attachments.0.iter().filter_map(|attachment| block(attachment, base));
    let (media, links): (Vec<_>, Vec<_>) = attached.partition(|block| media_url(block).is_some());
    let is_new = |block: &Block| {
        media_url(block).is_some_and(|url| !body.iter().any(|block| shows(block, url)))
    };
    let media: Vec<_> = media.into_iter().filter(is_new).collect();
    [media, body, links].concat()
}

fn block(attachment: &Attachment, base: &Base) -> Option<Block> {
    let address = attachment.url.as_deref()?;
    let caption = attachment.title.line(MAX_LINE);
    let kind = media_type(attachment.mime_type.as_deref(), address).unwrap_or_default();
    Some(match kind.split('/').next().unwrap_or_default() {
        "audio" => Block::Audio { url: base.media(address)?, caption },
        "video" => Block::Video { url: base.media(address)?, poster: None, size: None, caption },
        "image" => {
            let picture = zaidu_model::Picture {
                url: base.media(address)?,
                size: None,
                alt: String::new(),
                variants: Vec::new(),
                color: None,
            };
            Block::Image { picture, caption }
        }
        _ => {
            let name = address.split(['?', '#']).next().unwrap_or(address);
            let name = name.rsplit('/').find(|part| !part.is_empty()).unwrap_or(name);
            let text = vec![Inline::Text(caption.unwrap_or_else(|| name.to_owned()))];
            Block::Paragraph(vec![Inline::Link { url: base.link(address)?, text }])
        }
    })
}

/// The media type of a file, as it is declared or as the end of its address says.
pub(crate) fn media_type(declared: Option<&str>, url: &str) -> Option<String> {
    let declared = declared.map(|kind| kind.trim().to_ascii_lowercase());
    if let Some(kind) = declared.filter(|kind| kind.contains('/') && !kind.contains("octet-stream"))
    {
        return Some(kind);
    }
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let kind = match path.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
        "mp3" => "audio/mpeg",
        "m4a" | "aac" => "audio/mp4",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" => "image/*",
        _ => return None,
    };
    Some(kind.to_owned())
}

/// Whether `block` or one inside it shows the file at `url`.
fn shows(block: &Block, url: &MediaUrl) -> bool {
    media_url(block) == Some(url)
        || block.children().into_iter().flatten().any(|child| shows(child, url))
}

/// The file that `block` shows.
fn media_url(block: &Block) -> Option<&MediaUrl> {
    match block {
        Block::Audio { url, .. } | Block::Video { url, .. } => Some(url),
        Block::Image { picture, .. } => Some(&picture.url),
        _ => None,
    }
}
