//! One load of a list, and what it cost.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use zaidu_harness::Page;

use crate::sides::Side;
use crate::table::median;

/// What does it in the page.
const PROBE: &str = include_str!("probe.js");

/// Taps that add cards.
const TAPS: u16 = 15;

/// Frames that scroll.
const STEPS: u16 = 60;

/// A frame that took longer has kept the reader waiting: one and a half of a screen's.
const LATE: f64 = 25.0;

/// How long one measure may take. What is not there by then is not to come.
const PATIENCE: Duration = Duration::from_secs(100);

/// What one load showed: times in milliseconds, memory in megabytes. Infinite is
/// what did not come in time.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// From the tap that fills the list to the second frame after it.
    pub build: f64,
    /// What the main thread's processor did meanwhile.
    pub build_work: f64,
    /// From a tap that adds 20 cards until the frame with them stands.
    pub append: f64,
    /// Until the second frame after that begins.
    pub append_painted: f64,
    /// Frames while scrolling.
    pub frame: f64,
    pub frame_p95: f64,
    pub frame_worst: f64,
    /// Frames that were late.
    pub late: f64,
    /// What the main thread's processor did in each.
    pub scroll_work: f64,
    /// The most nodes of the document at any time.
    pub nodes: f64,
    /// JavaScript's heap.
    pub heap: f64,
    /// WebAssembly's memory.
    pub module: f64,
    /// JavaScript, WebAssembly and the document together.
    pub memory: f64,
    /// After the list was left.
    pub nodes_left: f64,
    pub heap_left: f64,
    pub memory_left: f64,
}

impl Load {
    const NOTHING: Self = Self {
        build: f64::INFINITY,
        build_work: f64::INFINITY,
        append: f64::INFINITY,
        append_painted: f64::INFINITY,
        frame: f64::INFINITY,
        frame_p95: f64::INFINITY,
        frame_worst: f64::INFINITY,
        late: f64::INFINITY,
        scroll_work: f64::INFINITY,
        nodes: f64::INFINITY,
        heap: f64::INFINITY,
        module: f64::INFINITY,
        memory: f64::INFINITY,
        nodes_left: f64::INFINITY,
        heap_left: f64::INFINITY,
        memory_left: f64::INFINITY,
    };
}

/// Shows a list of `length` once.
pub fn load(side: Side, length: usize) -> Load {
    let mut seen = Load::NOTHING;
    side.visit().run(async |page| {
        page.cdp("Performance.enable", json!({})).await;
        open(side, page, length).await;
        // Nothing of the start is to fall into what is measured.
        page.evaluate_async("new Promise(done => requestIdleCallback(done)).then(() => 0)").await;
        // As far as it comes.
        let _ = measure(side, page, length, &mut seen).await;
    });
    seen
}

/// The first cards of a side as text that is the same where they are.
pub fn cards(side: Side) -> String {
    let mut cards = String::new();
    side.visit().run(async |page| {
        open(side, page, 20).await;
        cards = page.evaluate("probe.cards()").await;
    });
    cards
}

async fn open(side: Side, page: &Page, length: usize) {
    page.prepare(PROBE).await;
    page.goto(&side.address(length)).await;
    page.wait_for_value("document.querySelectorAll('.card').length", 20).await;
}

/// Fills in `seen`; nothing once something takes too long.
async fn measure(side: Side, page: &Page, length: usize, seen: &mut Load) -> Option<()> {
    let before = Metrics::now(page).await;
    seen.build = promised(page, "probe.build()").await?;
    seen.build_work = 1e3 * (Metrics::now(page).await.work - before.work);
    let built: f64 = page.evaluate("probe.nodes()").await;

    let taps: Vec<(f64, f64)> = promised(page, &format!("probe.append({length}, {TAPS})")).await?;
    seen.append = median(taps.iter().map(|tap| tap.0));
    seen.append_painted = median(taps.iter().map(|tap| tap.1));
    let appended: f64 = page.evaluate("probe.nodes()").await;

    let _: f64 = promised(page, "probe.toMiddle()").await?;
    let before = Metrics::now(page).await;
    let mut frames: Vec<f64> = promised(page, &format!("probe.scroll({STEPS})")).await?;
    seen.scroll_work = 1e3 * (Metrics::now(page).await.work - before.work) / f64::from(STEPS);
    frames.sort_by(f64::total_cmp);
    seen.frame = median(frames.iter().copied());
    seen.frame_p95 = frames[usize::from(STEPS) * 95 / 100];
    seen.frame_worst = *frames.last()?;
    seen.late = f64::from(u16::try_from(frames.iter().filter(|it| **it > LATE).count()).ok()?);
    let scrolled: f64 = page.evaluate("probe.nodes()").await;
    seen.nodes = built.max(appended).max(scrolled);

    seen.memory = memory(page).await?;
    seen.heap = Metrics::now(page).await.heap / 1e6;
    seen.module = page.evaluate::<f64>("probe.module()").await / 1e6;

    side.leave(page).await;
    seen.memory_left = memory(page).await?;
    seen.nodes_left = page.evaluate("probe.nodes()").await;
    seen.heap_left = Metrics::now(page).await.heap / 1e6;
    Some(())
}

async fn promised<T: DeserializeOwned>(page: &Page, promise: &str) -> Option<T> {
    let value = page.evaluate_async_within(promise, PATIENCE).await?;
    Some(serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}")))
}

/// What the page keeps in megabytes, once what nobody uses is gone: JavaScript and the
/// document as the browser counts them, without what layout makes of it, and
/// WebAssembly's memory, which it leaves out.
async fn memory(page: &Page) -> Option<f64> {
    page.evaluate_async("probe.count()").await;
    for _ in 0..2 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let counted: f64 = promised(page, "probe.whenCounted()").await?;
    Some((counted + page.evaluate::<f64>("probe.module()").await) / 1e6)
}

/// What the browser has counted so far.
#[derive(Debug, Clone, Copy, Default)]
struct Metrics {
    /// Seconds that the main thread had a processor.
    work: f64,
    /// Bytes of JavaScript's heap.
    heap: f64,
}

impl Metrics {
    async fn now(page: &Page) -> Self {
        #[derive(Deserialize)]
        struct Metric {
            name: String,
            value: f64,
        }
        let mut answer = page.cdp("Performance.getMetrics", json!({})).await;
        let metrics: Vec<Metric> = serde_json::from_value(answer["metrics"].take()).unwrap();
        let of = |name| metrics.iter().find(|metric| metric.name == name).unwrap().value;
        Self { work: of("ThreadTime"), heap: of("JSHeapUsedSize") }
    }
}
