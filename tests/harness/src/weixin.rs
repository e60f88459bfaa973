//! What stands for WeChat: its server, which gives a ticket, and its script, which
//! checks signatures made with that ticket.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use zaidu_model::wechat::SDK;
use zaidu_server::Wechat;

const APP_ID: &str = "wx5ca1ab1e";

const TICKET: &str = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3";

/// An account at a server that gives it what it asks for, and ends with the
/// test's process.
pub(super) async fn account() -> Wechat {
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
    Wechat::new(APP_ID, "secret".parse().unwrap(), &api).unwrap()
}

/// The address of which a program believes signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Believes {
    /// As WeChat on iOS.
    Landing,
    /// As WeChat on Android.
    Current,
    /// The page's first, and then nothing more.
    OnlyTheFirst,
    /// Of none.
    Nothing,
}

/// WeChat's script, for [`Page::prepare`](super::Page::prepare).
///
/// The real one comes from WeChat's hosts, which a test must not ask, and by TLS,
/// which nobody but they can speak in their name. So the network is played here:
/// an element for one of these scripts is kept from the page, and what the script
/// would do is done. What the page then sees is what WeChat's does: `ready` waits
/// for the first check only and is called also when that failed, `error` is told
/// before, and cards are taken only from a page whose signature was good.
///
/// `asked` holds the scripts that were asked for, `configs` what was to be
/// checked, `chats` and `moments` the cards. The scripts in `lost` do not come;
/// while `late` is true none does, until `come()`.
pub fn sdk(believes: Believes) -> String {
    let believed = match believes {
        Believes::Landing => "landing",
        Believes::Current => "here()",
        Believes::OnlyTheFirst => "configs.length === 1 ? here() : 'nothing'",
        Believes::Nothing => "'nothing'",
    };
    let scripts = json!(SDK);
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
                permitted = await isGood(config, {believed});
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
