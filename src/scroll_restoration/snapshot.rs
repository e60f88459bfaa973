//! Snapshot of a history entry, its scroll position and lists, and its text form in
//! sessionStorage.

use zaidu_model::{FeedPage, json};

use crate::browser::scroll_position::ScrollPosition;
use crate::browser::storage::Storage;

/// Prefix of the keys in sessionStorage; the key of the history entry follows.
const KEY_PREFIX: &str = "zaidu-place:";

/// The longest list that is stored, in previews: about 3 MB of the 5 MB that browsers
/// allow. Of a longer list the position is stored, and its beginning comes from the server.
const MAX_STORED_PREVIEWS: usize = 5_000;

/// What is saved for one history entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub position: ScrollPosition,
    pub lists: Vec<List>,
}

/// The API path of a list's first page, and the whole list as one page.
pub(super) type List = (String, FeedPage);

/// Writes a snapshot to sessionStorage, unless it is there (`is_stored`). Where storage is
/// full, snapshots of other entries are removed until it fits; the browser may still refuse.
pub(super) fn store((entry, snapshot, is_stored): &mut (String, Snapshot, bool)) {
    if *is_stored {
        return;
    }
    let key = [KEY_PREFIX, entry].concat();
    let value = to_text(snapshot);
    let others = Storage::Session.keys(KEY_PREFIX).unwrap_or_default();
    let mut others = others.into_iter().filter(|other| *other != key);
    loop {
        *is_stored = Storage::Session.set(&key, &value).is_ok();
        let Some(other) = others.next().filter(|_| !*is_stored) else { return };
        let _ = Storage::Session.remove(&other);
    }
}

/// Reads the snapshot of `entry` from sessionStorage.
pub(super) fn load(entry: &str) -> Option<Snapshot> {
    from_text(&Storage::Session.get(&[KEY_PREFIX, entry].concat()).ok()??)
}

/// One value a line: `y`, `top` and `card` of the position, then path and JSON of each list.
fn to_text(Snapshot { position, lists }: &Snapshot) -> String {
    let mut lines = vec![position.y.to_string(), position.top.to_string(), position.card.clone()];
    for (path, list) in lists.iter().filter(|(_, list)| list.items.len() <= MAX_STORED_PREVIEWS) {
        // Previews are text and numbers, which always serialise.
        lines.extend([path.clone(), serde_json::to_string(list).unwrap_or_default()]);
    }
    lines.join("\n")
}

/// Reads what [`to_text`] wrote; none for anything else, since anyone may edit storage.
fn from_text(text: &str) -> Option<Snapshot> {
    let mut lines = text.split('\n');
    let mut number = || lines.next()?.parse().ok();
    let (y, top) = (number()?, number()?);
    let position = ScrollPosition { y, top, card: lines.next()?.into() };
    let mut snapshot = Snapshot { position, lists: Vec::new() };
    while let Some(path) = lines.next() {
        snapshot.lists.push((path.to_owned(), json::from_str(lines.next()?).ok()?));
    }
    Some(snapshot)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zaidu_model::Cursor;

    #[test]
    fn snapshots_survive_storage() {
        let wire =
            r#"[{"id":"a","title":"一\n二","excerpt":"春","published":"2026-11-20T08:00:00Z"}]"#;
        let position = ScrollPosition { y: 1_200, card: "/articles/a".into(), top: -30 };
        let list = FeedPage {
            items: serde_json::from_str(wire).unwrap(),
            next: Some(Cursor::from_wire("0.1.2.a")),
            facets: vec![zaidu_model::Credit { name: "河".into(), url: None }],
        };
        let lists = vec![("/api/feeds/latest".into(), list), ("/b".into(), FeedPage::default())];
        for snapshot in
            [Snapshot { position: position.clone(), lists }, Snapshot { position, lists: vec![] }]
        {
            assert_eq!(from_text(&to_text(&snapshot)), Some(snapshot));
        }
        for edited in ["", "1\n2", "1\n2\n\n/a", "x\n2\n\n/a\n{\"items\":[]}", "1\n2\n\n/a\n{}"] {
            assert_eq!(from_text(edited), None, "{edited}");
        }
    }
}
