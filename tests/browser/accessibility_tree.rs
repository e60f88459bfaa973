//! The accessibility tree, as Chromium gives it to screen readers: headings, landmarks and controls
//! of each page, in order, with roles, names and states.

use std::collections::HashMap;

use serde_json::{Value, json};
use zaidu::strings;
use zaidu_model::block::plain_text;
use zaidu_model::{Block, Mood, Period, Route};

use crate::harness::{Page, desktop, phone, sample};

/// The roles of landmarks; a form is one if it has a name.
const LANDMARKS: [&str; 8] =
    ["banner", "navigation", "main", "complementary", "contentinfo", "search", "region", "form"];

/// The roles of what must have a name.
const NAMED: [&str; 8] =
    ["heading", "button", "link", "textbox", "searchbox", "combobox", "img", "image"];

/// A node that screen readers know.
#[derive(Debug)]
struct Node {
    role: String,
    name: String,
    properties: HashMap<String, Value>,
}

impl Node {
    fn of(node: &Value) -> Self {
        let text = |name: &str| node[name]["value"].as_str().unwrap_or_default().to_owned();
        let properties = node["properties"].as_array().into_iter().flatten();
        let properties = properties.filter_map(|property| {
            Some((property["name"].as_str()?.to_owned(), property["value"]["value"].clone()))
        });
        Self { role: text("role"), name: text("name"), properties: properties.collect() }
    }

    /// Its role and name, such as `navigation 频道`.
    fn line(&self) -> String {
        [&*self.role, &*self.name].join(" ").trim().to_owned()
    }
}

/// The nodes of the page in reading order, without those that are ignored.
async fn tree(page: &Page) -> Vec<Node> {
    page.cdp("Accessibility.enable", json!({})).await;
    let tree = page.cdp("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["nodes"].as_array().unwrap();
    let by_id: HashMap<&str, &Value> =
        nodes.iter().map(|node| (node["nodeId"].as_str().unwrap(), node)).collect();
    let (mut found, mut open) = (Vec::new(), vec![&nodes[0]]);
    while let Some(node) = open.pop() {
        if node["ignored"] != true {
            found.push(Node::of(node));
        }
        let children = node["childIds"].as_array().into_iter().flatten();
        let children = children.filter_map(|id| by_id.get(id.as_str()?).copied());
        open.extend(children.collect::<Vec<_>>().into_iter().rev());
    }
    found
}

/// The lines of the landmarks.
fn landmarks(tree: &[Node]) -> Vec<String> {
    let is_landmark = |node: &&Node| {
        LANDMARKS.contains(&&*node.role) && (node.role != "form" || !node.name.is_empty())
    };
    tree.iter().filter(is_landmark).map(Node::line).collect()
}

/// Level and name of each heading.
fn headings(tree: &[Node]) -> Vec<(u64, &str)> {
    let headings = tree.iter().filter(|node| node.role == "heading");
    headings.map(|node| (node.properties["level"].as_u64().unwrap(), &*node.name)).collect()
}

/// Fails unless there is one first heading of level 1, no level is skipped, and no heading or
/// control is without a name.
fn check(tree: &[Node]) {
    let headings = headings(tree);
    assert_eq!(headings.iter().filter(|heading| heading.0 == 1).count(), 1, "{headings:?}");
    let mut last = 0;
    for (level, name) in &headings {
        assert!(*level <= last + 1, "level {level} of {name} after {last}");
        last = *level;
    }
    for node in tree.iter().filter(|node| NAMED.contains(&&*node.role)) {
        assert!(!node.name.is_empty(), "a {} has no name", node.role);
    }
    let landmarks = landmarks(tree);
    for landmark in &landmarks {
        let count = landmarks.iter().filter(|other| *other == landmark).count();
        assert_eq!(count, 1, "{landmark} is there more than once");
    }
}

/// Lines of a landmark with a name.
fn named(role: &str, name: &str) -> String {
    [role, name].join(" ")
}

#[test]
fn an_article_is_read_in_order() {
    for visit in [phone(), desktop()] {
        visit.run(async |page| {
            page.open(&sample::article_path(sample::LONG)).await;
            page.wait_for(".feed .card").await;
            page.wait_for(".speech-button:not(:disabled)").await;
            page.wait_for(".saved-button").await;
            // Of what is below the viewport the browser tells nothing before it is scrolled to.
            page.unfold().await;
            page.execute("scrollTo(0, 0)").await;
            page.wait_for_none(".reading-bar").await;
            let tree = tree(page).await;
            check(&tree);
            let expected = [
                "banner".to_owned(),
                named("navigation", strings::CHANNELS),
                "main".to_owned(),
                named("navigation", strings::BREADCRUMB),
                named("region", strings::YOUR_MOOD),
                "complementary".to_owned(),
                "contentinfo".to_owned(),
            ];
            assert_eq!(landmarks(&tree), expected);
            let article = sample::article(sample::LONG);
            let of_text = article.body.iter().filter_map(|block| match block {
                Block::Heading { text, .. } => Some(plain_text(text)),
                _ => None,
            });
            let mut expected = vec![(1, article.headline().into_owned())];
            expected.extend(of_text.map(|text| (2, text)));
            expected.push((2, strings::YOUR_MOOD.to_owned()));
            let found: Vec<(u64, String)> =
                headings(&tree).into_iter().map(|(level, name)| (level, name.to_owned())).collect();
            assert_eq!(found[..expected.len()], expected);
            assert_eq!(found.last().unwrap(), &(2, strings::RECOMMENDED.to_owned()));
            // Its tools, in the order of the page.
            let tools: Vec<String> = tree
                .iter()
                .skip_while(|node| node.role != "main")
                .filter(|node| matches!(&*node.role, "button" | "link" | "heading"))
                .take(10)
                .map(Node::line)
                .collect();
            let tools: Vec<&str> = tools.iter().map(String::as_str).collect();
            let first = named("button", strings::SPEECH);
            let second = named("link", strings::SETTINGS_LABEL);
            let third = named("button", strings::SAVED);
            let last = named("link", strings::SHARE);
            let found = (tools[0], tools[1], tools[2], *tools.last().unwrap());
            assert_eq!(found, (&*first, &*second, &*third, &*last), "{tools:?}");
        });
    }
}

/// Name and state of each mood, as screen readers say them.
async fn moods(page: &Page) -> Vec<(String, Value)> {
    let tree = tree(page).await;
    let is_mood = |name: &str| name != strings::SAVED;
    let pressed = tree.into_iter().filter(|node| node.role == "button" && is_mood(&node.name));
    pressed.filter_map(|mut node| Some((node.name, node.properties.remove("pressed")?))).collect()
}

#[test]
fn moods_are_buttons_that_say_whether_they_are_pressed() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::SHORT)).await;
        page.wait_for(".feed .card").await;
        let before = moods(page).await;
        let names: Vec<&str> =
            before.iter().filter_map(|(name, _)| name.split(' ').next()).collect();
        assert_eq!(names, Mood::ALL.map(strings::mood));
        assert!(before.iter().all(|(_, pressed)| pressed == "false"), "{before:?}");
        page.tap(".moods-list > li:nth-child(3) > button").await;
        page.wait_for_text(".moods-status", strings::MOOD_SAVED).await;
        let after = moods(page).await;
        let states: Vec<&Value> = after.iter().map(|(_, pressed)| pressed).collect();
        assert_eq!(states, ["false", "false", "true", "false"]);
    });
}

#[test]
fn home_ranking_and_search_are_read_in_order() {
    let site = sample::newsroom().site();
    let channels = || named("navigation", strings::CHANNELS);
    let onward = || named("navigation", strings::ONWARD);
    for (address, title, between) in [
        (Route::Home.to_string(), site.name.clone(), vec!["complementary".to_owned()]),
        (
            Route::ranking(Mood::Happy, Period::Day),
            strings::RANKING.to_owned(),
            vec![
                named("navigation", strings::BREADCRUMB),
                named("navigation", strings::MOOD),
                named("navigation", strings::PERIOD),
                onward(),
            ],
        ),
        (Route::search("公交"), strings::search_for("公交"), vec!["search".to_owned(), onward()]),
    ] {
        phone().run(async |page| {
            page.open(&address).await;
            page.wait_for_program().await;
            let tree = tree(page).await;
            check(&tree);
            let mut expected = vec!["banner".to_owned(), channels(), "main".to_owned()];
            expected.extend(between);
            expected.push("contentinfo".to_owned());
            assert_eq!(landmarks(&tree), expected, "{address}");
            assert_eq!(headings(&tree)[0], (1, &*title), "{address}");
        });
    }
}

#[test]
fn the_open_player_is_a_region_with_named_controls_and_a_status() {
    phone().run(async |page| {
        page.open(&sample::article_path(sample::SHORT)).await;
        page.tap(".speech-button:not(:disabled)").await;
        page.wait_for(".speech").await;
        let tree = tree(page).await;
        check(&tree);
        let region =
            tree.iter().position(|node| node.role == "region" && node.name == strings::SPEECH);
        let after = &tree[region.unwrap()..];
        for name in [strings::PREVIOUS_SENTENCE, strings::NEXT_SENTENCE, strings::SPEECH_CLOSE] {
            let button = after.iter().find(|node| node.name == name);
            assert_eq!(button.map(|node| &*node.role), Some("button"), "{name}");
        }
        assert!(after.iter().any(|node| node.role == "status"));
    });
}
