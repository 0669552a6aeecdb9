//! What every played HTTP service has: a loopback port, a thread of its own, and an end.

use std::{
    convert::Infallible,
    future::Future,
    io,
    net::{Ipv4Addr, TcpListener},
    sync::Arc,
    thread::JoinHandle,
};

use hyper::{
    Request, Response,
    body::{Body, Bytes, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{sync::oneshot, task::JoinSet};

/// A service that answers. Dropping it closes the port, every connection and its thread.
pub(crate) struct Served {
    pub(crate) port: u16,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    /// Answers every request at a free loopback port with `answer`, on a thread called `name`.
    ///
    /// # Errors
    /// When the port or the thread cannot be had.
    pub(crate) fn start<Answered, Answering, Said>(name: &str, answer: Answered) -> io::Result<Self>
    where
        Answered: Fn(Request<Incoming>) -> Answering + Send + Sync + 'static,
        Answering: Future<Output = Response<Said>> + Send + 'static,
        Said: Body<Data = Bytes, Error = Infallible> + Send + 'static,
    {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || runtime.block_on(serve(listener, stopped, answer)))?;
        Ok(Self { port, stop: Some(stop), thread: Some(thread) })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended already.
            let _gone = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _panicked = thread.join();
        }
    }
}

async fn serve<Answered, Answering, Said>(listener: TcpListener, mut stopped: oneshot::Receiver<()>, answer: Answered)
where
    Answered: Fn(Request<Incoming>) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = Response<Said>> + Send + 'static,
    Said: Body<Data = Bytes, Error = Infallible> + Send + 'static,
{
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else { return };
    let answer = Arc::new(answer);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => if let Ok((stream, _peer)) = accepted {
                let answer = Arc::clone(&answer);
                connections.spawn(async move {
                    let service = service_fn(|request| {
                        let answering = answer(request);
                        async move { Ok::<_, Infallible>(answering.await) }
                    });
                    // The client may leave at any point.
                    let _left = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
                });
            },
            Some(_ended) = connections.join_next() => {}
        }
    }
}
