//! Shutdown signals of the operating system, and readiness for the service manager.

/// A future that completes on SIGTERM or SIGINT. The handlers are installed by this call, so that
/// a signal before the first poll is not lost.
#[cfg(unix)]
pub(super) fn shutdown_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// A future that completes on Ctrl+C.
#[cfg(windows)]
pub(super) fn shutdown_signal() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
        tracing::info!("stopping");
    })
}

/// Completes at each SIGHUP, which asks to read the certificate again. From this call on the signal
/// no longer ends the process.
#[cfg(unix)]
pub(super) fn reload_signal() -> std::io::Result<impl AsyncFnMut()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(async move || {
        if hangup.recv().await.is_none() {
            std::future::pending::<()>().await;
        }
    })
}

/// Never completes: there is no such signal.
#[cfg(windows)]
pub(super) fn reload_signal() -> std::io::Result<impl AsyncFnMut()> {
    Ok(async || std::future::pending().await)
}

/// Tells systemd that the server accepts requests (`Type=notify`); nothing without systemd.
pub(super) fn notify_ready() {
    #[cfg(unix)]
    if let Err(error) = sd_notify::notify(false, &[sd_notify::NotifyState::Ready]) {
        tracing::warn!(%error, "the service manager was not told that this server is ready");
    }
}
