//! Fake WeChat: its API server, which issues a ticket, and its JavaScript SDK, which verifies
//! signatures made with that ticket.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use zaidu_model::wechat::SDK_URLS;
use zaidu_server::WechatClient;

const APP_ID: &str = "wx5ca1ab1e";

const TICKET: &str = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3";

/// A WeChat account at a fake API server that accepts every request. The server runs until the
/// test's process ends.
pub(super) async fn account() -> WechatClient {
    async fn json(value: Value) -> Response {
        ([(CONTENT_TYPE, "application/json")], value.to_string()).into_response()
    }
    let token = || json(json!({ "access_token": "t", "expires_in": 7200 }));
    let ticket = || json(json!({ "errcode": 0, "ticket": TICKET, "expires_in": 7200 }));
    let routes = Router::new()
        .route("/cgi-bin/stable_token", post(token))
        .route("/cgi-bin/ticket/getticket", get(ticket));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let api = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(zaidu_server::serve(listener, routes, std::future::pending()));
    WechatClient::new(APP_ID, "secret".parse().unwrap(), &api).unwrap()
}

/// The URL whose signature the fake SDK accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AcceptedUrl {
    /// The URL of the first page loaded, as in WeChat on iOS.
    Landing,
    /// The current URL, as in WeChat on Android.
    Current,
    /// The current URL on the first `config` call; every later signature is rejected.
    FirstOnly,
    /// Every signature is rejected.
    Never,
}

/// A fake of WeChat's JavaScript SDK, for [`Page::prepare`](super::Page::prepare).
///
/// The real SDK is served by WeChat's hosts over TLS: a test must not request it, and a local
/// server cannot present their certificate. The fake therefore intercepts `appendChild`: a
/// `<script>` element with one of the SDK's URLs is not inserted, and the fake does what the
/// script would do. It behaves as the real SDK: `ready` callbacks wait for the first signature
/// check only and are called even when it failed, the `error` callback is called before them,
/// and share cards are accepted only while the last signature was valid.
///
/// Globals in the page: `asked` lists the requested script URLs, `configs` the `config` calls,
/// `chats` and `moments` the accepted cards. Scripts listed in `lost` fail to load; while
/// `late` is true no script loads until `come()` is called.
pub fn sdk(accepted: AcceptedUrl) -> String {
    let accepted_url = match accepted {
        AcceptedUrl::Landing => "landing",
        AcceptedUrl::Current => "here()",
        AcceptedUrl::FirstOnly => "configs.length === 1 ? here() : 'nothing'",
        AcceptedUrl::Never => "'nothing'",
    };
    let scripts = json!(SDK_URLS);
    format!(
        "{{
        const here = () => location.href.split('#')[0];
        const landing = here();
        let permitted = false, checked = false, refused = () => {{}};
        const ready = [];
        Object.assign(window, {{
            asked: [], configs: [], chats: [], moments: [], lost: [], late: false,
        }});
        const isGood = async ({{ appId, nonceStr, timestamp, signature, jsApiList }}, url) => {{
            const text = `jsapi_ticket={TICKET}&noncestr=${{nonceStr}}&timestamp=${{timestamp}}`
                + `&url=${{url}}`;
            const hash = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
            const hex = [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0'));
            return appId === '{APP_ID}' && jsApiList.length === 2 && hex.join('') === signature;
        }};
        const take = (place, {{ fail, ...card }}) => {{
            const isSlow = fail && window.slow > 0 && window.slow--;
            if (permitted && !isSlow) place.push(card);
            else if (fail) setTimeout(() => fail({{ errMsg: 'the permission is verifying' }}));
        }};
        const wx = {{
            config: async config => {{
                configs.push(config);
                permitted = false;
                permitted = await isGood(config, {accepted_url});
                if (!permitted) refused({{ errMsg: 'config:fail, invalid signature' }});
                checked = true;
                ready.splice(0).forEach(call => call());
            }},
            ready: call => checked ? call() : ready.push(call),
            error: call => {{ refused = call; }},
            updateAppMessageShareData: ({{ title, desc, link, imgUrl, fail }}) =>
                take(chats, {{ title, desc, link, imgUrl, fail }}),
            updateTimelineShareData: ({{ title, link, imgUrl, fail }}) =>
                take(moments, {{ title, link, imgUrl, fail }}),
        }};
        let waiting = [];
        window.come = () => {{ late = false; waiting.splice(0).forEach(call => call()); }};
        const append = Node.prototype.appendChild;
        Node.prototype.appendChild = function (node) {{
            if (!{scripts}.includes(node.src)) return append.call(this, node);
            asked.push(node.src);
            const answer = () => {{
                if (lost.includes(node.src)) return node.onerror(new Event('error'));
                window.wx = wx;
                node.onload(new Event('load'));
            }};
            if (late) waiting.push(answer); else setTimeout(answer);
            return node;
        }};
        }}"
    )
}
