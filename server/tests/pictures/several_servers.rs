//! Restarts, and several servers of one folder.

use std::time::SystemTime;

use zaidu_model::Picture;

use crate::desk::{Desk, jpeg, newsroom, photo, picture};

const NAMES: [&str; 4] = ["/media/a.jpg", "/media/b.jpg", "/media/c.jpg", "/media/same.jpg"];

async fn desk() -> Desk {
    let desk = Desk::new().await;
    for (name, width) in [("a.jpg", 30), ("b.jpg", 31), ("c.jpg", 32), ("same.jpg", 30)] {
        desk.put(name, jpeg(&photo(width, 20)));
    }
    desk.import(&newsroom(&NAMES.map(picture))).await;
    desk
}

#[tokio::test]
async fn a_restart_makes_nothing_twice() {
    let desk = desk().await;
    let running = desk.serve().await;
    running.made(4).await;
    assert_eq!(running.pictures.status().counts().encoded, 3, "two have the same content");
    let before = running.article().await;
    running.stop().await;
    let running = desk.serve().await;
    // They are there with the first page.
    assert_eq!(running.article().await, before);
    let counts = running.pictures.status().counts();
    assert_eq!((counts.encoded, counts.made, counts.waiting), (0, 4, 0));
    // A new article has one of them, and a new one.
    desk.put("d.jpg", jpeg(&photo(33, 20)));
    let more: Vec<Picture> = NAMES.iter().chain(&["/media/d.jpg"]).map(|it| picture(it)).collect();
    desk.import(&newsroom(&more)).await;
    running.made(5).await;
    assert_eq!(running.pictures.status().counts().encoded, 1);
}

#[tokio::test]
async fn a_file_that_was_replaced_is_made_anew_and_shown_as_it_was_until_then() {
    let desk = desk().await;
    let running = desk.serve().await;
    running.made(4).await;
    let before = running.article().await.picture.unwrap();
    desk.put("a.jpg", jpeg(&photo(64, 20)));
    desk.import(&newsroom(&NAMES.map(picture))).await;
    let status = running.pictures.status();
    status.wait_for(|counts| counts.encoded == 4 && counts.waiting == 0).await;
    let after = running.article().await.picture.unwrap();
    assert_ne!(after.url, before.url);
    assert_eq!(after.variants[0].width(), 64);
    // Pages in caches still have the old one.
    assert_eq!(running.server.get(before.url.as_str()).await.status, 200);
}

#[tokio::test]
async fn servers_of_one_folder_share_the_work() {
    let desk = desk().await;
    let (one, two) = (desk.serve().await, desk.serve().await);
    for running in [&one, &two] {
        running.made(4).await;
    }
    let encoded = [&one, &two].map(|running| running.pictures.status().counts().encoded);
    assert_eq!(encoded.iter().sum::<usize>(), 3, "{encoded:?}");
    let article = one.article().await;
    assert_eq!(two.article().await, article);
    let url = article.picture.unwrap().url;
    for running in [&one, &two] {
        assert_eq!(running.server.get(url.as_str()).await.status, 200);
    }
    // The one that makes them ends; the other goes on.
    let (maker, other) = if encoded[0] > 0 { (one, two) } else { (two, one) };
    drop(maker);
    desk.put("d.jpg", jpeg(&photo(33, 20)));
    desk.import(&newsroom(&["/media/d.jpg"].map(picture))).await;
    other.made(1).await;
    assert_eq!(other.pictures.status().counts().encoded, 1);
}

#[tokio::test]
async fn what_was_left_half_written_is_made_again() {
    let desk = desk().await;
    let running = desk.serve().await;
    running.made(4).await;
    let url = running.article().await.picture.unwrap().url;
    let name = url.as_str().rsplit('/').next().unwrap().to_owned();
    let record = desk.store_folder().join(&name[..2]).join(name.replace(".jpg", ".json"));
    running.stop().await;
    std::fs::write(&record, "{\"size\":").unwrap();
    let before = SystemTime::now();
    let running = desk.serve().await;
    running.made(4).await;
    assert!(std::fs::metadata(&record).unwrap().modified().unwrap() >= before);
    assert_eq!(running.article().await.picture.unwrap().url, url);
}
