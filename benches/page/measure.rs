//! Measures one load of a page: Web Vitals, bytes, hydration time and latency of reactions.

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde::Deserialize;
use serde_json::json;
use zaidu_harness::{Page, sample};

use crate::variants::Variant;

/// Script that collects performance entries; it runs before the page's own scripts.
const PROBE: &str = "
    window.probe = { first: 0, largest: 0, shift: 0, tasks: [], taps: [], chosen: 0, isLost: false };
    const watch = (type, see, more) =>
        new PerformanceObserver(list => list.getEntries().forEach(see))
            .observe({ type, buffered: true, ...more });
    watch('paint', it => { if (it.name === 'first-contentful-paint') probe.first = it.startTime; });
    watch('largest-contentful-paint', it => { probe.largest = it.startTime; });
    watch('layout-shift', it => { probe.shift += it.value; });
    watch('longtask', it => { probe.tasks.push([it.startTime, it.duration]); });
    watch('event', it => { if (it.interactionId) probe.taps.push([it.interactionId, it.duration]); },
        { durationThreshold: 16 });
    probe.mark = name => performance.getEntriesByName(name)[0]?.startTime ?? 0;
    probe.blocked = () => probe.tasks.filter(([start]) => start >= probe.first)
        .reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0);
    // A preloaded script has one entry or two.
    probe.scripts = () => Object.values(Object.fromEntries(
        performance.getEntriesByType('resource')
            .filter(it => /\\.(js|wasm)$/.test(it.name) && it.responseEnd <= probe.mark('zaidu-ready'))
            .map(it => [it.name, it.encodedBodySize])
    )).reduce((sum, bytes) => sum + bytes, 0);
    probe.report = () => ({
        first: probe.first, largest: probe.largest, shift: probe.shift,
        blocked: probe.blocked(),
        longest: probe.tasks.reduce((most, [, took]) => Math.max(most, took), 0),
        ready: probe.mark('zaidu-ready'),
        hydration: probe.mark('zaidu-ready') - probe.mark('zaidu-start'),
        page: performance.getEntriesByType('navigation')[0].encodedBodySize,
        scripts: probe.scripts(),
    });
";

/// Script that taps the third mood button in the first frame in which it exists. Where that tap is
/// lost, it taps again in the third frame after the page is ready, as early as a reader could.
const EARLY_TAP: &str = "
    const button = () => document.querySelector('.moods-list > li:nth-child(3) > button');
    let framesWhenReady = 0;
    const seek = () => {
        if (!button()) return requestAnimationFrame(seek);
        button().click();
        requestAnimationFrame(look);
    };
    const look = () => {
        if (button()?.getAttribute('aria-pressed') === 'true') {
            probe.chosen = performance.now();
            return;
        }
        if (probe.mark('zaidu-ready') > 0 && ++framesWhenReady === 3) {
            probe.isLost = true;
            button()?.click();
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(seek);
";

/// Emulated CPU and network speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conditions {
    /// CPU slowdown factor relative to this machine.
    pub cpu: u32,
    pub network: Network,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// No throttling.
    Local,
    /// 1.6 Mbit/s with a round-trip time of 150 ms.
    Slow,
}

impl fmt::Display for Conditions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let network = match self.network {
            Network::Local => "local network",
            Network::Slow => "1.6 Mbit/s, 150 ms",
        };
        write!(f, "CPU {}× slower, {network}", self.cpu)
    }
}

impl Conditions {
    async fn apply(self, page: &Page) {
        page.cdp("Emulation.setCPUThrottlingRate", json!({ "rate": self.cpu })).await;
        if self.network == Network::Slow {
            let bytes = 1_600_000 / 8;
            let limits = json!({
                "offline": false, "latency": 150,
                "downloadThroughput": bytes, "uploadThroughput": bytes,
            });
            page.cdp("Network.enable", json!({})).await;
            page.cdp("Network.emulateNetworkConditions", limits).await;
        }
    }
}

/// Metrics of one load, in milliseconds from the start of the navigation unless noted.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct LoadMetrics {
    /// First Contentful Paint (FCP).
    pub first: f64,
    /// Largest Contentful Paint (LCP).
    pub largest: f64,
    /// Cumulative Layout Shift (CLS), without unit.
    pub shift: f64,
    /// Total Blocking Time (TBT) after the first paint, a duration.
    pub blocked: f64,
    /// Duration of the longest task over 50 ms; 0 if there is none.
    pub longest: f64,
    /// When the app was ready: hydrated or mounted.
    pub ready: f64,
    /// Duration from the app's start until it was ready.
    pub hydration: f64,
    /// Size of the compressed page, in bytes.
    pub page: f64,
    /// Size of the compressed scripts and WebAssembly that arrived before the app was ready, in
    /// bytes.
    pub scripts: f64,
}

/// Metrics of the reactions in one load.
#[derive(Debug, Clone, Default)]
pub struct ReactionMetrics {
    /// When the earliest possible tap was shown as chosen, in milliseconds from the start of the
    /// navigation; when that tap was lost, the one after the page was ready.
    pub first: f64,
    /// Whether the earliest possible tap was lost.
    pub is_lost: bool,
    /// Interaction latency of each later tap, in milliseconds from the tap to the next paint; 16
    /// stands for shorter ones, which browsers do not report.
    pub taps: Vec<f64>,
}

/// Loads the article once.
pub fn load(variant: Variant, conditions: Conditions) -> LoadMetrics {
    let mut metrics = LoadMetrics::default();
    variant.visit().run(async |page| {
        page.prepare(PROBE).await;
        open(page, conditions).await;
        if variant.has_program() {
            page.wait_for_value("probe.mark('zaidu-ready') > 0", true).await;
        }
        // A pending paint belongs to the load.
        page.evaluate_async(
            "new Promise(done => requestAnimationFrame(() => requestIdleCallback(done)))
                .then(() => 0)",
        )
        .await;
        metrics = page.evaluate("probe.report()").await;
    });
    metrics
}

/// Loads the article once, reacts as early as possible, and then reacts several times.
pub fn reaction(variant: Variant, conditions: Conditions) -> ReactionMetrics {
    let mut metrics = ReactionMetrics::default();
    variant.visit().run(async |page| {
        page.prepare(PROBE).await;
        page.prepare(EARLY_TAP).await;
        open(page, conditions).await;
        page.wait_for_value("probe.chosen > 0", true).await;
        (metrics.first, metrics.is_lost) = page.evaluate("[probe.chosen, probe.isLost]").await;
        page.wait_for_value("probe.mark('zaidu-ready') > 0", true).await;
        page.wait_for(".moods-list > li:nth-child(3) > button[aria-pressed=true]").await;
        page.execute("probe.taps.length = 0").await;
        for number in [1, 2, 4, 3, 1, 2, 4, 3] {
            let button = format!(".moods-list > li:nth-child({number}) > button");
            page.tap(&button).await;
            page.wait_for(&format!("{button}[aria-pressed=true]")).await;
        }
        // Performance entries are delivered some time after the paint that they describe.
        page.evaluate_async("new Promise(done => setTimeout(done, 1000)).then(() => 0)").await;
        let taps: Vec<(u64, f64)> = page.evaluate("probe.taps").await;
        metrics.taps = longest_per_interaction(&taps);
        metrics.taps.resize(8.max(metrics.taps.len()), 16.0);
    });
    metrics
}

/// The longest event of each interaction: one tap dispatches several events.
fn longest_per_interaction(events: &[(u64, f64)]) -> Vec<f64> {
    let mut taps = std::collections::BTreeMap::new();
    for (interaction, took) in events {
        let longest = taps.entry(interaction).or_insert(0.0_f64);
        *longest = longest.max(*took);
    }
    taps.into_values().collect()
}

async fn open(page: &Page, conditions: Conditions) {
    let article = sample::article_path(sample::LONG);
    // Fill the server's page cache, as earlier readers would.
    warm_cache(page.origin(), &article);
    conditions.apply(page).await;
    page.goto(&article).await;
}

fn warm_cache(origin: &str, path: &str) {
    let host = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
}
