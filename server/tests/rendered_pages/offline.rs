//! Integration tests of what offline reading and installation need of the server: the worker, its kill
//! switch, the page for no network, the manifest, icons.

use serde_json::Value;
use zaidu_model::{MediaUrl, Newsroom};

use crate::common::{Fixture, Server, newsroom, write};
use crate::{policy, start};

async fn start_with_worker() -> (Fixture, Server) {
    let fixture = Fixture::new().await;
    write(&fixture.dist().join("sw.js"), "worker");
    let server = fixture.serve(&newsroom::newsroom()).await;
    (fixture, server)
}

#[tokio::test]
async fn requirement_17_the_worker_is_revalidated_and_may_load_from_this_origin_only() {
    let (_fixture, server) = start_with_worker().await;
    let worker = server.get("/sw.js").await;
    assert_eq!((worker.status, worker.text()), (200, "worker"));
    assert_eq!(worker.header("content-type"), "text/javascript");
    assert_eq!(worker.header("cache-control"), "no-cache");
    assert_eq!(worker.header("service-worker-allowed"), "/");
    assert_eq!(policy(&worker), "default-src 'none'; connect-src 'self'");
    let page = server.get("/").await;
    // Without a directive of its own the worker is a script.
    let policy = policy(&page);
    assert!(policy.contains("script-src 'self'") && !policy.contains("worker-src"), "{policy}");
}

#[tokio::test]
async fn requirement_17_the_kill_switch_answers_with_a_worker_that_removes_itself() {
    let fixture = Fixture::new().await;
    write(&fixture.dist().join("sw.js"), "worker");
    let server = Server::start(fixture.app().await.without_service_worker()).await;
    let worker = server.get("/sw.js").await;
    assert_eq!((worker.status, worker.header("cache-control")), (200, "no-cache"));
    assert!(worker.header("content-type").starts_with("text/javascript"));
    let script = worker.text();
    assert!(script.contains("registration.unregister()") && script.contains("caches.delete"));
    assert!(!script.contains("\"fetch\""), "{script}");
}

#[tokio::test]
async fn requirement_01_the_page_for_no_network_has_the_policy_of_a_page() {
    let (_fixture, server) = start_with_worker().await;
    let shell = server.get("/index.html").await;
    assert_eq!((shell.status, shell.header("cache-control")), (200, "no-cache"));
    assert!(!shell.text().contains("data-hash"), "nobody has rendered it");
    let policy = policy(&shell);
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-"), "{policy}");
    let offline = server.get("/offline").await;
    assert_eq!(offline.status, 200);
    assert!(offline.text().contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(offline.text().contains("离线阅读<!----></h1>"), "{}", offline.text());
}

#[tokio::test]
async fn the_manifest_is_that_of_the_newsroom() {
    let (_fixture, server) = start().await;
    let manifest = server.get("/manifest.webmanifest").await;
    assert_eq!(manifest.status, 200);
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    assert!(manifest.header("cache-control").contains("s-maxage"));
    let content: Value = serde_json::from_slice(&manifest.body).unwrap();
    assert_eq!(content["name"], "江畔日报");
    for icon in content["icons"].as_array().unwrap() {
        let drawn = server.get(icon["src"].as_str().unwrap()).await;
        if icon["type"] != "image/png" {
            // Without a Chinese font nothing can be drawn.
            continue;
        }
        assert_eq!((drawn.status, drawn.header("content-type")), (200, "image/png"));
        let size: u32 = icon["sizes"].as_str().unwrap().split('x').next().unwrap().parse().unwrap();
        assert_eq!(drawn.body[16..20], size.to_be_bytes(), "{icon}");
    }
    assert_eq!(server.get("/app-icons/64.png").await.status, 404);
}

#[tokio::test]
async fn a_logo_is_drawn_and_a_damaged_one_is_not() {
    let fixture = Fixture::new().await;
    let media = fixture.folder.path().join("media");
    let mut logo = Vec::new();
    let mut encoder = png::Encoder::new(&mut logo, 8, 8);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&[0, 0, 255].repeat(64)).unwrap();
    write(&media.join("logo.png"), &logo);
    write(&media.join("damaged.png"), &logo[..30]);
    let mut drawn = Vec::new();
    for name in ["logo.png", "damaged.png"] {
        let mut site = newsroom::site();
        site.logo = MediaUrl::new(format!("/media/{name}")).ok();
        let server = fixture.serve(&Newsroom::new(site, vec![])).await;
        let icon = server.get("/app-icons/192.png").await;
        drawn.push((icon.status, icon.body));
        server.stop().await;
    }
    assert_eq!(drawn[0].0, 200, "a logo needs no font");
    assert!(drawn[0].1.starts_with(b"\x89PNG"));
    assert_ne!(drawn[0].1, drawn[1].1);
}
