//! A server that stands for WeChat's: it checks what it is sent as WeChat does,
//! keeps count, and fails as it is told.

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
use zaidu_server::Wechat;

pub(crate) const APP_ID: &str = "wx5ca1ab1e";
pub(crate) const SECRET: &str = "s3cr3t-0f-the-account";

/// A call that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Call {
    Token,
    /// A token that takes away the one before.
    ForcedToken,
    Ticket,
    /// Where a redirect led.
    Elsewhere,
}

/// What goes wrong with an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// WeChat's own number.
    Code(i64),
    Status(u16),
    Redirected,
    Garbage,
    /// JSON without what was asked for.
    Empty,
    /// An answer that does not end.
    Endless,
    /// No answer at all.
    Hang,
}

/// Faults of the two endpoints, what they give, and who asked.
#[derive(Debug, Default)]
struct MemoryStore {
    calls: Vec<Call>,
    token_fault: Option<Fault>,
    ticket_fault: Option<Fault>,
    /// The number of the token that is given out.
    token: u32,
    /// The last token that is no longer taken, though it may still be given out.
    refused: u32,
    ticket: u32,
    /// How long tickets last.
    life: i64,
}

/// A running stand-in.
#[derive(Clone)]
pub(crate) struct Weixin {
    pub(crate) address: SocketAddr,
    desk: Arc<Mutex<MemoryStore>>,
    open: watch::Sender<bool>,
}

impl Weixin {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let desk = MemoryStore { token: 1, life: 7200, ..MemoryStore::default() };
        let desk = Arc::new(Mutex::new(desk));
        let weixin = Self { address, desk, open: watch::Sender::new(true) };
        let routes = Router::new()
            .route("/cgi-bin/stable_token", post(stable_token))
            .route("/cgi-bin/ticket/getticket", get(getticket))
            .route("/elsewhere", get(elsewhere).post(elsewhere))
            .with_state(weixin.clone());
        tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
        weixin
    }

    /// The account as a server is configured with it.
    pub(crate) fn account(&self) -> Wechat {
        self.account_of(APP_ID, SECRET)
    }

    pub(crate) fn account_of(&self, app_id: &str, secret: &str) -> Wechat {
        let api = format!("http://{}", self.address).parse().unwrap();
        Wechat::new(app_id, secret.parse().unwrap(), &api).unwrap()
    }

    /// The calls since this was asked last.
    pub(crate) fn calls(&self) -> Vec<Call> {
        std::mem::take(&mut self.desk().calls)
    }

    /// How many calls came since [`Self::calls`] was asked last.
    pub(crate) fn count(&self) -> usize {
        self.desk().calls.len()
    }

    pub(crate) fn fail(&self, call: Call, fault: Fault) {
        match call {
            Call::Ticket => self.desk().ticket_fault = Some(fault),
            _ => self.desk().token_fault = Some(fault),
        }
    }

    pub(crate) fn mend(&self) {
        let mut desk = self.desk();
        (desk.token_fault, desk.ticket_fault) = (None, None);
    }

    /// The token ends; another one is given out.
    pub(crate) fn end_token(&self) {
        let mut desk = self.desk();
        desk.refused = desk.token;
        desk.token += 1;
    }

    /// The token ends, and is given out all the same until somebody forces another.
    pub(crate) fn spoil_token(&self) {
        let mut desk = self.desk();
        desk.refused = desk.token;
    }

    /// Tickets last for `life` seconds from now on.
    pub(crate) fn give_tickets_for(&self, life: i64) {
        self.desk().life = life;
    }

    /// Nothing is answered until [`Self::release`].
    pub(crate) fn hold(&self) {
        self.open.send_replace(false);
    }

    pub(crate) fn release(&self) {
        self.open.send_replace(true);
    }

    fn desk(&self) -> MutexGuard<'_, MemoryStore> {
        self.desk.lock().unwrap()
    }

    async fn pass(&self) {
        let mut open = self.open.subscribe();
        let _ = open.wait_for(|open| *open).await;
    }
}

/// The text of ticket `number`.
pub(crate) fn ticket(number: u32) -> String {
    format!("{number}-sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3")
}

/// The text of token `number`: as long as WeChat's may be, and with what a query
/// must encode.
fn token(number: u32) -> String {
    format!("{number}+t0k3n/&={}", "x".repeat(512))
}

fn json(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json; charset=utf-8")], value.to_string()).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    grant_type: String,
    appid: String,
    secret: String,
    force_refresh: bool,
}

async fn stable_token(State(weixin): State<Weixin>, body: Bytes) -> Response {
    let asked: Asked = serde_json::from_slice(&body).unwrap();
    let call = if asked.force_refresh { Call::ForcedToken } else { Call::Token };
    weixin.desk().calls.push(call);
    weixin.pass().await;
    let fault = weixin.desk().token_fault;
    if let Some(fault) = fault {
        return broken(fault, &asked.secret).await;
    }
    assert_eq!(asked.grant_type, "client_credential");
    if asked.appid != APP_ID {
        return said(40013, &asked.secret);
    }
    if asked.secret != SECRET {
        return said(40125, &asked.secret);
    }
    let mut desk = weixin.desk();
    if asked.force_refresh {
        desk.refused = desk.token;
        desk.token += 1;
    }
    json(&json!({ "access_token": token(desk.token), "expires_in": 7200 }))
}

async fn getticket(State(weixin): State<Weixin>, uri: Uri) -> Response {
    let asked = |name| query_parameter(uri.query().unwrap(), name).unwrap();
    let access_token = asked("access_token");
    weixin.desk().calls.push(Call::Ticket);
    weixin.pass().await;
    let fault = weixin.desk().ticket_fault;
    if let Some(fault) = fault {
        return broken(fault, &access_token).await;
    }
    assert_eq!(asked("type"), "jsapi");
    let mut desk = weixin.desk();
    if desk.refused == desk.token || access_token != token(desk.token) {
        let code = if desk.refused.is_multiple_of(2) { 40001 } else { 42001 };
        return said(code, &access_token);
    }
    desk.ticket += 1;
    let answer = json!({
        "errcode": 0, "errmsg": "ok", "ticket": ticket(desk.ticket), "expires_in": desk.life,
    });
    json(&answer)
}

async fn elsewhere(State(weixin): State<Weixin>) -> Response {
    weixin.desk().calls.push(Call::Elsewhere);
    json(&json!({ "access_token": token(1), "ticket": ticket(1), "expires_in": 7200 }))
}

/// WeChat's refusal, which here repeats what it was sent.
fn said(code: i64, sent: &str) -> Response {
    let message = format!("refused {sent} from 203.0.113.7 rid: 6a25");
    json(&json!({ "errcode": code, "errmsg": message }))
}

async fn broken(fault: Fault, sent: &str) -> Response {
    match fault {
        Fault::Code(code) => said(code, sent),
        Fault::Status(status) => {
            (StatusCode::from_u16(status).unwrap(), sent.to_owned()).into_response()
        }
        Fault::Redirected => Redirect::temporary("/elsewhere").into_response(),
        Fault::Garbage => format!("<!doctype html>{sent}").into_response(),
        Fault::Empty => json(&json!({ "expires_in": 7200, "errmsg": sent })),
        Fault::Endless => {
            let piece = || Some((Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 1024])), ()));
            Body::from_stream(stream::unfold((), move |()| async move { piece() })).into_response()
        }
        Fault::Hang => {
            tokio::time::sleep(Duration::from_secs(60)).await;
            StatusCode::OK.into_response()
        }
    }
}
