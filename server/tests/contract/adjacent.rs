//! Cases of the articles before and after another one in its column.

use zaidu_model::{Newsroom, Titled};

use super::Backends;
use super::common::newsroom::{article, key, newsroom, site};

async fn adjacent(backends: &Backends, id: &str) -> (String, String) {
    let adjacent = backends.article(&key(id)).await.unwrap().adjacent;
    let id = |titled: Option<Titled>| titled.map_or(String::new(), |it| it.id.to_string());
    (id(adjacent.previous), id(adjacent.next))
}

#[tokio::test]
async fn articles_have_their_neighbours_in_their_column_or_channel() {
    let mut backends = Backends::new().await;
    for (id, previous, next) in [
        // The column bus, by time and then by id.
        ("a-1", "n-9", ""),
        ("n-9", "n-10", "a-1"),
        ("n-10", "", "n-9"),
        ("b", "B", ""),
        ("B", "", "b"),
        // In no column: the channel, with all of its columns.
        ("é", "b", "潮汛"),
        ("a-2", "a-1", ""),
        ("龙舟", "z", ""),
        // In no channel.
        ("old", "", ""),
    ] {
        // Ids are compared bytewise: é and 潮汛 come after b.
        assert_eq!(adjacent(&backends, id).await, (previous.to_owned(), next.to_owned()), "{id}");
    }
    let gone = [key("n-9")];
    backends.server.store.withdraw(&gone).await.unwrap();
    backends.memory_store.withdraw(gone);
    assert_eq!(adjacent(&backends, "a-1").await, ("n-10".to_owned(), String::new()));
    let path = zaidu_model::api::article(&key("a-1"));
    let before = backends.server.get(&path).await;
    let etag = [("if-none-match", before.header("etag"))];
    assert_eq!(backends.server.get_with(&path, &etag).await.status, 304);
    backends.server.store.restore(&[key("n-9")]).await.unwrap();
    assert_eq!(backends.server.get_with(&path, &etag).await.status, 200, "a new neighbour");
}

#[tokio::test]
async fn a_neighbour_without_a_title_has_its_first_words() {
    let section = newsroom().article(&key("a-1")).unwrap().section.clone();
    let mut short = article("short", "", "2026-11-17T08:00:00+08:00", None);
    (short.title, short.excerpt) = (None, "今晨停航。明日恢复。".to_owned());
    let mut later = article("later", "题", "2026-11-17T09:00:00+08:00", None);
    for article in [&mut short, &mut later] {
        article.section = section.clone();
    }
    let backends = Backends::with_newsroom(Newsroom::new(site(), vec![short, later])).await;
    let previous = backends.article(&key("later")).await.unwrap().adjacent.previous.unwrap();
    assert_eq!(previous.title, "今晨停航");
}
