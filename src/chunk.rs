//! Code splitting: functions whose code is loaded when it is first needed, in a chunk of its own.
//!
//! A chunk holds the functions that [`chunk_fn!`] declares in it and what only they use. Without
//! the feature `split`, as on a server and in `trunk serve`, that code is part of the program.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// A chunk could not be loaded: it is out of reach, damaged or of another build. The next call
/// tries again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkError;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for ChunkError {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// The result of a function in a chunk. It is ready when first polled if the chunk is loaded.
pub type ChunkFuture<T> = Pin<Box<dyn Future<Output = Result<T, ChunkError>>>>;

/// The result of `call` if its code is there; otherwise starts to load it.
pub fn ready<T>(mut call: ChunkFuture<T>) -> Option<T> {
    match call.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.ok(),
        Poll::Pending => None,
    }
}

/// Loads several functions at once.
pub fn all<const N: usize>(loads: [ChunkFuture<()>; N]) -> ChunkFuture<()> {
    let mut loads = Vec::from(loads);
    Box::pin(poll_fn(move |context| {
        let mut result = Ok(());
        loads.retain_mut(|load| match load.as_mut().poll(context) {
            Poll::Ready(loaded) => {
                result = result.and(loaded);
                false
            }
            Poll::Pending => true,
        });
        if loads.is_empty() || result.is_err() { Poll::Ready(result) } else { Poll::Pending }
    }))
}

/// Declares a function in a chunk. After `loaded by` it declares another one, which only loads
/// the first. Both return a [`ChunkFuture`].
macro_rules! chunk_fn {
    (
        in $chunk:ident, loaded by $load_visibility:vis $load:ident;
        $(#[$meta:meta])*
        $visibility:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $result:ty $body:block
    ) => {
        $(#[$meta])*
        $visibility fn $name($($argument: $type),*) -> $crate::chunk::ChunkFuture<$result> {
            Box::pin($load::$name($($argument),*))
        }

        /// Loads the chunk, so that the function can run at once.
        #[allow(dead_code, reason = "the first call loads the chunk too")]
        $load_visibility fn $load() -> $crate::chunk::ChunkFuture<()> {
            Box::pin($load::load())
        }

        mod $load {
            #[allow(clippy::wildcard_imports, reason = "the function is moved into a module")]
            use super::*;

            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($chunk, fallible, preload(load_chunk))]
            pub(super) fn $name(
                $($argument: $type),*
            ) -> Result<$result, $crate::chunk::ChunkError> {
                Ok($body)
            }

            #[cfg(feature = "split")]
            pub(super) async fn load() -> Result<(), $crate::chunk::ChunkError> {
                Ok(load_chunk().await?)
            }

            #[cfg(not(feature = "split"))]
            pub(super) async fn $name(
                $($argument: $type),*
            ) -> Result<$result, $crate::chunk::ChunkError> {
                Ok($body)
            }

            #[cfg(not(feature = "split"))]
            #[allow(dead_code, reason = "see the function that calls it")]
            pub(super) async fn load() -> Result<(), $crate::chunk::ChunkError> {
                Ok(())
            }
        }
    };
}

pub(crate) use chunk_fn;
