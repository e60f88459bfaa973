//! Fake WeChat API server: validates requests as WeChat does, records calls, and injects faults.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use futures_util::stream;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;
use zaidu_model::url::query_parameter;
use zaidu_server::WechatClient;

pub(crate) const APP_ID: &str = "wx5ca1ab1e";
pub(crate) const SECRET: &str = "s3cr3t-0f-the-account";

/// A received call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Token,
    /// A token request with `force_refresh`, which invalidates the previous token.
    ForcedToken,
    Ticket,
    /// A request to the target of a redirect, which clients must not follow.
    RedirectTarget,
}

/// An injected fault of an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// An error code of WeChat (`errcode`).
    Code(i64),
    Status(u16),
    Redirected,
    Garbage,
    /// JSON without the requested field.
    Empty,
    /// A body that does not end.
    Endless,
    /// No response for a minute.
    Hang,
}

/// Recorded calls, faults of the two endpoints, and the state that they respond from.
#[derive(Debug, Default)]
struct FakeState {
    calls: Vec<Call>,
    token_fault: Option<Fault>,
    ticket_fault: Option<Fault>,
    /// The number of the token that the endpoint returns.
    token: u32,
    /// The last token that is no longer valid, though the endpoint may still return it.
    invalidated: u32,
    ticket: u32,
    /// Lifetime of tickets, in seconds.
    lifetime: i64,
}

/// A running fake API.
#[derive(Clone)]
pub(crate) struct FakeWechat {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<FakeState>>,
    responding: watch::Sender<bool>,
}

impl FakeWechat {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = FakeState { token: 1, lifetime: 7200, ..FakeState::default() };
        let state = Arc::new(Mutex::new(state));
        let wechat = Self { address, state, responding: watch::Sender::new(true) };
        let routes = Router::new()
            .route("/cgi-bin/stable_token", post(stable_token))
            .route("/cgi-bin/ticket/getticket", get(getticket))
            .route("/elsewhere", get(redirect_target).post(redirect_target))
            .with_state(wechat.clone());
        tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
        wechat
    }

    /// The account, as a server is configured with it.
    pub(crate) fn account(&self) -> WechatClient {
        self.account_of(APP_ID, SECRET)
    }

    pub(crate) fn account_of(&self, app_id: &str, secret: &str) -> WechatClient {
        let api = format!("http://{}", self.address).parse().unwrap();
        WechatClient::new(app_id, secret.parse().unwrap(), &api).unwrap()
    }

    /// Takes the calls recorded since the last `take_calls`.
    pub(crate) fn take_calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.state().calls)
    }

    /// The number of calls since the last [`Self::take_calls`].
    pub(crate) fn call_count(&self) -> usize {
        self.state().calls.len()
    }

    pub(crate) fn inject_fault(&self, call: Call, fault: Fault) {
        match call {
            Call::Ticket => self.state().ticket_fault = Some(fault),
            _ => self.state().token_fault = Some(fault),
        }
    }

    pub(crate) fn clear_faults(&self) {
        let mut state = self.state();
        (state.token_fault, state.ticket_fault) = (None, None);
    }

    /// Expires the token; the endpoint returns another one from now on.
    pub(crate) fn expire_token(&self) {
        let mut state = self.state();
        state.invalidated = state.token;
        state.token += 1;
    }

    /// Invalidates the token, which the endpoint still returns until a forced refresh.
    pub(crate) fn invalidate_token(&self) {
        let mut state = self.state();
        state.invalidated = state.token;
    }

    /// Sets the lifetime of tickets issued from now on, in seconds.
    pub(crate) fn set_ticket_lifetime(&self, lifetime: i64) {
        self.state().lifetime = lifetime;
    }

    /// Delays all responses until [`Self::resume_responses`].
    pub(crate) fn pause_responses(&self) {
        self.responding.send_replace(false);
    }

    pub(crate) fn resume_responses(&self) {
        self.responding.send_replace(true);
    }

    fn state(&self) -> MutexGuard<'_, FakeState> {
        self.state.lock().unwrap()
    }

    async fn wait_until_resumed(&self) {
        let mut responding = self.responding.subscribe();
        let _ = responding.wait_for(|responding| *responding).await;
    }
}

/// The text of ticket `number`.
pub(crate) fn ticket(number: u32) -> String {
    format!("{number}-sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3")
}

/// The text of token `number`: as long as WeChat's may be, and with characters that a query must
/// encode.
fn token(number: u32) -> String {
    format!("{number}+t0k3n/&={}", "x".repeat(512))
}

fn json(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json; charset=utf-8")], value.to_string()).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenRequest {
    grant_type: String,
    appid: String,
    secret: String,
    force_refresh: bool,
}

async fn stable_token(State(wechat): State<FakeWechat>, body: Bytes) -> Response {
    let request: TokenRequest = serde_json::from_slice(&body).unwrap();
    let call = if request.force_refresh { Call::ForcedToken } else { Call::Token };
    wechat.state().calls.push(call);
    wechat.wait_until_resumed().await;
    let fault = wechat.state().token_fault;
    if let Some(fault) = fault {
        return faulty_response(fault, &request.secret).await;
    }
    assert_eq!(request.grant_type, "client_credential");
    if request.appid != APP_ID {
        return error_response(40013, &request.secret);
    }
    if request.secret != SECRET {
        return error_response(40125, &request.secret);
    }
    let mut state = wechat.state();
    if request.force_refresh {
        state.invalidated = state.token;
        state.token += 1;
    }
    json(&json!({ "access_token": token(state.token), "expires_in": 7200 }))
}

async fn getticket(State(wechat): State<FakeWechat>, uri: Uri) -> Response {
    let parameter = |name| query_parameter(uri.query().unwrap(), name).unwrap();
    let access_token = parameter("access_token");
    wechat.state().calls.push(Call::Ticket);
    wechat.wait_until_resumed().await;
    let fault = wechat.state().ticket_fault;
    if let Some(fault) = fault {
        return faulty_response(fault, &access_token).await;
    }
    assert_eq!(parameter("type"), "jsapi");
    let mut state = wechat.state();
    if state.invalidated == state.token || access_token != token(state.token) {
        let code = if state.invalidated.is_multiple_of(2) { 40001 } else { 42001 };
        return error_response(code, &access_token);
    }
    state.ticket += 1;
    let response = json!({
        "errcode": 0, "errmsg": "ok", "ticket": ticket(state.ticket), "expires_in": state.lifetime,
    });
    json(&response)
}

async fn redirect_target(State(wechat): State<FakeWechat>) -> Response {
    wechat.state().calls.push(Call::RedirectTarget);
    json(&json!({ "access_token": token(1), "ticket": ticket(1), "expires_in": 7200 }))
}

/// An error response of WeChat. It repeats the credential of the request, so that tests detect it in
/// logs and responses.
fn error_response(code: i64, sent: &str) -> Response {
    let message = format!("refused {sent} from 203.0.113.7 rid: 6a25");
    json(&json!({ "errcode": code, "errmsg": message }))
}

async fn faulty_response(fault: Fault, sent: &str) -> Response {
    match fault {
        Fault::Code(code) => error_response(code, sent),
        Fault::Status(status) => {
            (StatusCode::from_u16(status).unwrap(), sent.to_owned()).into_response()
        }
        Fault::Redirected => Redirect::temporary("/elsewhere").into_response(),
        Fault::Garbage => format!("<!doctype html>{sent}").into_response(),
        Fault::Empty => json(&json!({ "expires_in": 7200, "errmsg": sent })),
        Fault::Endless => {
            let chunk = || Some((Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 1024])), ()));
            Body::from_stream(stream::unfold((), move |()| async move { chunk() })).into_response()
        }
        Fault::Hang => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
    }
}
