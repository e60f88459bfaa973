//! Spans for OpenTelemetry: requests, imports, fetches of feeds, batches of votes, and the statements
//! of the database within them. Names and attributes are those of the semantic conventions.
//!
//! Until the command line has set up an exporter, nothing is recorded and a span is nothing. No span
//! has a query, a header, a cookie, an id of a reader or a value of a statement.

use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
pub(crate) use opentelemetry::trace::SpanKind;
use opentelemetry::trace::{Status, TraceContextExt as _, Tracer as _};
use opentelemetry::{Context, KeyValue, Value};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracer;

/// The longest text of a statement that is recorded, in bytes: a batch has thousands of parameters.
const LONGEST_STATEMENT: usize = 1_000;

static TRACER: OnceLock<SdkTracer> = OnceLock::new();

tokio::task_local! {
    /// The span in which the current task works.
    static CURRENT: Span;
}

/// Records spans from now on. Only the first call counts.
pub(crate) fn record_with(tracer: SdkTracer) {
    // The program sets up one exporter.
    let _ = TRACER.set(tracer);
}

/// A span that has begun, or nothing.
#[derive(Debug, Clone)]
pub(crate) struct Span(Option<Context>);

impl Span {
    /// A span of its own, or within that of the current task.
    pub(crate) fn begin(name: &'static str, kind: SpanKind) -> Self {
        Self(TRACER.get().map(|tracer| {
            let parent = CURRENT.try_with(|current| current.0.clone()).ok().flatten();
            start(tracer, name, kind, &parent.unwrap_or_default())
        }))
    }

    /// A span within that of another program, which `carrier` names (W3C Trace Context), if it does.
    pub(crate) fn begin_within(
        carrier: &dyn Extractor,
        name: &'static str,
        kind: SpanKind,
    ) -> Self {
        Self(TRACER.get().map(|tracer| {
            let propagator = TraceContextPropagator::new();
            start(tracer, name, kind, &propagator.extract_with_context(&Context::new(), carrier))
        }))
    }

    /// Whether the span is something: what would be set can be left unmade if not.
    pub(crate) fn is_recorded(&self) -> bool {
        self.0.as_ref().is_some_and(|context| context.span().is_recording())
    }

    /// Runs `work` within this span.
    pub(crate) async fn scope<T>(&self, work: impl Future<Output = T>) -> T {
        CURRENT.scope(self.clone(), work).await
    }

    /// Names the span anew, once it is known what it was.
    pub(crate) fn rename(&self, name: String) {
        if let Some(context) = &self.0 {
            context.span().update_name(name);
        }
    }

    /// Adds an attribute.
    pub(crate) fn set(&self, name: &'static str, value: impl Into<Value>) {
        if let Some(context) = &self.0 {
            context.span().set_attribute(KeyValue::new(name, value));
        }
    }

    /// Says that what it was for has failed, and of what kind the error was.
    pub(crate) fn fail(&self, kind: impl Into<Value>) {
        self.set("error.type", kind);
        if let Some(context) = &self.0 {
            context.span().set_status(Status::error(""));
        }
    }

    /// Ends the span now. Without, it ends with its last clone.
    pub(crate) fn end(self) {
        if let Some(context) = &self.0 {
            context.span().end();
        }
    }
}

fn start(tracer: &SdkTracer, name: &'static str, kind: SpanKind, parent: &Context) -> Context {
    let span = tracer.span_builder(name).with_kind(kind).start_with_context(tracer, parent);
    parent.with_span(span)
}

/// Records a statement of the database that took `elapsed` until now, within the span of the current
/// task. Statements outside of one are left out: they come with every look for changes.
pub(crate) fn record_statement(
    system: &'static str,
    sql: &str,
    elapsed: Duration,
    has_failed: bool,
) {
    let Some(tracer) = TRACER.get() else { return };
    let Ok(Some(parent)) = CURRENT.try_with(|current| current.0.clone()) else { return };
    if !parent.span().span_context().is_sampled() {
        return;
    }
    let operation = sql.split_whitespace().next().unwrap_or("query").to_ascii_uppercase();
    let end = SystemTime::now();
    let text = &sql[..sql.floor_char_boundary(LONGEST_STATEMENT)];
    let span = tracer
        .span_builder(operation.clone())
        .with_kind(SpanKind::Client)
        .with_start_time(end.checked_sub(elapsed).unwrap_or(end))
        .with_attributes([
            KeyValue::new("db.system.name", system),
            KeyValue::new("db.operation.name", operation),
            // With placeholders: values are bound.
            KeyValue::new("db.query.text", text.to_owned()),
        ]);
    let context = parent.with_span(span.start_with_context(tracer, &parent));
    if has_failed {
        context.span().set_status(Status::error(""));
    }
    context.span().end_with_timestamp(end);
}
