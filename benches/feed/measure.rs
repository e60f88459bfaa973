//! Measures one load of a list: time, frames, DOM nodes and memory.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use zaidu_harness::Page;

use crate::results::{LoadResult, median};
use crate::variants::Variant;

/// The script that runs and times the steps in the page.
const PROBE: &str = include_str!("probe.js");

/// Number of taps that append cards.
const TAPS: u16 = 15;

/// Number of scrolled frames.
const STEPS: u16 = 60;

/// A frame that takes longer counts as late, in milliseconds: one and a half of a display's at
/// 60 Hz.
const LATE_FRAME: f64 = 25.0;

/// Timeout of one measurement.
const TIMEOUT: Duration = Duration::from_secs(100);

/// Loads a list of `length` cards once and measures it.
pub fn measure(variant: Variant, length: usize) -> LoadResult {
    let mut result = LoadResult::TIMED_OUT;
    variant.visit().run(async |page| {
        page.cdp("Performance.enable", json!({})).await;
        open(variant, page, length).await;
        // Wait for idle time, so that work of the startup is not measured.
        page.evaluate_async("new Promise(done => requestIdleCallback(done)).then(() => 0)").await;
        // After a timeout the remaining values stay infinite.
        let _ = run_steps(variant, page, length, &mut result).await;
    });
    result
}

/// The first cards of a variant as text, to check that all variants show the same cards.
pub fn card_snapshot(variant: Variant) -> String {
    let mut cards = String::new();
    variant.visit().run(async |page| {
        open(variant, page, 20).await;
        cards = page.evaluate("probe.cards()").await;
    });
    cards
}

async fn open(variant: Variant, page: &Page, length: usize) {
    page.prepare(PROBE).await;
    page.goto(&variant.path(length)).await;
    page.wait_for_value("document.querySelectorAll('.card').length", 20).await;
}

/// Runs the steps and fills in `result`; `None` after a timeout.
async fn run_steps(
    variant: Variant,
    page: &Page,
    length: usize,
    result: &mut LoadResult,
) -> Option<()> {
    let before = Metrics::read(page).await;
    result.build = await_value(page, "probe.build()").await?;
    result.build_work = 1e3 * (Metrics::read(page).await.work - before.work);
    let built: f64 = page.evaluate("probe.nodes()").await;

    let taps: Vec<(f64, f64)> =
        await_value(page, &format!("probe.append({length}, {TAPS})")).await?;
    result.append = median(taps.iter().map(|tap| tap.0));
    result.append_painted = median(taps.iter().map(|tap| tap.1));
    let appended: f64 = page.evaluate("probe.nodes()").await;

    let _: f64 = await_value(page, "probe.toMiddle()").await?;
    let before = Metrics::read(page).await;
    let mut frames: Vec<f64> = await_value(page, &format!("probe.scroll({STEPS})")).await?;
    result.scroll_work = 1e3 * (Metrics::read(page).await.work - before.work) / f64::from(STEPS);
    frames.sort_by(f64::total_cmp);
    result.frame = median(frames.iter().copied());
    result.frame_p95 = frames[usize::from(STEPS) * 95 / 100];
    result.frame_worst = *frames.last()?;
    result.late =
        f64::from(u16::try_from(frames.iter().filter(|it| **it > LATE_FRAME).count()).ok()?);
    let scrolled: f64 = page.evaluate("probe.nodes()").await;
    result.nodes = built.max(appended).max(scrolled);

    result.memory = memory(page).await?;
    result.heap = Metrics::read(page).await.heap / 1e6;
    result.module = page.evaluate::<f64>("probe.module()").await / 1e6;

    variant.leave(page).await;
    result.memory_left = memory(page).await?;
    result.nodes_left = page.evaluate("probe.nodes()").await;
    result.heap_left = Metrics::read(page).await.heap / 1e6;
    Some(())
}

async fn await_value<T: DeserializeOwned>(page: &Page, promise: &str) -> Option<T> {
    let value = page.evaluate_async_within(promise, TIMEOUT).await?;
    Some(serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{value}: {error}")))
}

/// Memory of the page after garbage collection, in megabytes: JavaScript and DOM as the browser
/// measures them (without layout objects), plus WebAssembly memory, which the browser does not
/// include.
async fn memory(page: &Page) -> Option<f64> {
    page.evaluate_async("probe.count()").await;
    for _ in 0..2 {
        page.cdp("HeapProfiler.collectGarbage", json!({})).await;
    }
    let counted: f64 = await_value(page, "probe.whenCounted()").await?;
    Some((counted + page.evaluate::<f64>("probe.module()").await) / 1e6)
}

/// Performance metrics of the browser (CDP `Performance.getMetrics`).
#[derive(Debug, Clone, Copy, Default)]
struct Metrics {
    /// CPU time of the main thread, in seconds.
    work: f64,
    /// JavaScript heap, in bytes.
    heap: f64,
}

impl Metrics {
    async fn read(page: &Page) -> Self {
        #[derive(Deserialize)]
        struct Metric {
            name: String,
            value: f64,
        }
        let mut response = page.cdp("Performance.getMetrics", json!({})).await;
        let metrics: Vec<Metric> = serde_json::from_value(response["metrics"].take()).unwrap();
        let value = |name| metrics.iter().find(|metric| metric.name == name).unwrap().value;
        Self { work: value("ThreadTime"), heap: value("JSHeapUsedSize") }
    }
}
