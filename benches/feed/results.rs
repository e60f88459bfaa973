//! Result of one measured load, and the median of several.

/// One load of a list: times in milliseconds, memory in megabytes. Values that were not measured
/// within the timeout are infinite.
#[derive(Debug, Clone, Copy)]
pub struct LoadResult {
    /// From the tap that fills the list to the second frame after it.
    pub build: f64,
    /// CPU time of the main thread meanwhile.
    pub build_work: f64,
    /// From a tap that appends 20 cards until a frame with them is rendered.
    pub append: f64,
    /// From the same tap until the second frame after that one begins.
    pub append_painted: f64,
    /// Median frame time while scrolling.
    pub frame: f64,
    pub frame_p95: f64,
    pub frame_worst: f64,
    /// Number of late frames.
    pub late: f64,
    /// CPU time of the main thread per frame.
    pub scroll_work: f64,
    /// Maximum number of DOM nodes.
    pub nodes: f64,
    /// JavaScript heap.
    pub heap: f64,
    /// WebAssembly memory.
    pub module: f64,
    /// JavaScript, WebAssembly and DOM together.
    pub memory: f64,
    /// After the list was unmounted.
    pub nodes_left: f64,
    pub heap_left: f64,
    pub memory_left: f64,
}

impl LoadResult {
    /// Nothing was measured within the timeout.
    pub const TIMED_OUT: Self = Self {
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

/// The median of `values`: the upper of the two middle values of an even number; 0 for none.
/// Infinite values, which timed out, are larger than any other.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
