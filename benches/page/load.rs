//! One load of a page, and what the browser saw of it.

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde::Deserialize;
use serde_json::json;
use zaidu_harness::{Page, sample};

use crate::sides::Side;

/// Keeps what the browser reports, from before the page's own scripts.
const PROBE: &str = "
    window.probe = { first: 0, largest: 0, shift: 0, tasks: [], taps: [], chosen: 0 };
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
    probe.report = () => ({
        first: probe.first, largest: probe.largest, shift: probe.shift,
        blocked: probe.blocked(),
        longest: probe.tasks.reduce((most, [, took]) => Math.max(most, took), 0),
        ready: probe.mark('zaidu-ready'),
        hydration: probe.mark('zaidu-ready') - probe.mark('zaidu-start'),
    });
";

/// Taps the third mood in the first frame that has it.
const EAGER: &str = "
    const button = () => document.querySelector('.moods-list > li:nth-child(3) > button');
    const seek = () => {
        if (!button()) return requestAnimationFrame(seek);
        button().click();
        const chosen = () => {
            if (button()?.getAttribute('aria-pressed') === 'true') {
                probe.chosen = performance.now();
            } else {
                requestAnimationFrame(chosen);
            }
        };
        chosen();
    };
    requestAnimationFrame(seek);
";

/// How fast the reader's machine and network are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How many times slower than this machine.
    pub cpu: u32,
    pub network: Network,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Network {
    /// As fast as it goes.
    Local,
    /// 1.6 Mbit/s, 150 ms there and back.
    Slow,
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let network = match self.network {
            Network::Local => "local network",
            Network::Slow => "1.6 Mbit/s, 150 ms",
        };
        write!(f, "CPU {}× slower, {network}", self.cpu)
    }
}

impl Pace {
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

/// What one load showed. Times are milliseconds from the start of the navigation.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Load {
    /// First contentful paint.
    pub first: f64,
    /// Largest contentful paint.
    pub largest: f64,
    /// Cumulative layout shift.
    pub shift: f64,
    /// Total blocking time after the first paint.
    pub blocked: f64,
    /// The longest task that took over 50 ms; 0 if none did.
    pub longest: f64,
    /// When the program stood.
    pub ready: f64,
    /// From the program's first line until it stood.
    pub hydration: f64,
}

/// What reactions in one load showed.
#[derive(Debug, Clone, Default)]
pub struct Reaction {
    /// When a choice was shown that a reader made as soon as there was a button.
    pub first: f64,
    /// Milliseconds from each later tap to the paint after it; 16 stands for
    /// anything less, which browsers do not report.
    pub taps: Vec<f64>,
}

/// Loads the article once.
pub fn load(side: Side, pace: Pace) -> Load {
    let mut seen = Load::default();
    side.visit().run(async |page| {
        page.prepare(PROBE).await;
        open(page, pace).await;
        if side.is_alive() {
            page.wait_for_value("probe.mark('zaidu-ready') > 0", true).await;
        }
        // A paint that is under way belongs to the load.
        page.evaluate_async(
            "new Promise(done => requestAnimationFrame(() => requestIdleCallback(done)))
                .then(() => 0)",
        )
        .await;
        seen = page.evaluate("probe.report()").await;
    });
    seen
}

/// Loads the article once, reacting as early as possible and then again.
pub fn reaction(side: Side, pace: Pace) -> Reaction {
    let mut seen = Reaction::default();
    side.visit().run(async |page| {
        page.prepare(PROBE).await;
        page.prepare(EAGER).await;
        open(page, pace).await;
        page.wait_for_value("probe.chosen > 0", true).await;
        seen.first = page.evaluate("probe.chosen").await;
        for number in [1, 2, 4, 3, 1, 2, 4, 3] {
            let button = format!(".moods-list > li:nth-child({number}) > button");
            page.tap(&button).await;
            page.wait_for(&format!("{button}[aria-pressed=true]")).await;
        }
        // Entries come a moment after the paint that they tell of.
        page.evaluate_async("new Promise(done => setTimeout(done, 200)).then(() => 0)").await;
        let taps: Vec<(u64, f64)> = page.evaluate("probe.taps").await;
        seen.taps = slowest(&taps);
        seen.taps.resize(8.max(seen.taps.len()), 16.0);
    });
    seen
}

/// The longest event of each interaction: a tap is several of them.
fn slowest(events: &[(u64, f64)]) -> Vec<f64> {
    let mut taps = std::collections::BTreeMap::new();
    for (interaction, took) in events {
        let most = taps.entry(interaction).or_insert(0.0_f64);
        *most = most.max(*took);
    }
    taps.into_values().collect()
}

async fn open(page: &Page, pace: Pace) {
    let article = sample::article_path(sample::LONG);
    // Somebody has just read it, as on any day of a newsroom.
    warm(page.origin(), &article);
    pace.apply(page).await;
    page.goto(&article).await;
}

fn warm(origin: &str, path: &str) {
    let host = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
}
