// Share dialog: the newsroom's targets, a QR code, the system's sheet and copying.

import {
  createResource,
  createSignal,
  For,
  Match,
  onMount,
  Show,
  Suspense,
  Switch,
} from "solid-js";
import "@style/chunks/share.css";
import { qrPath } from "../shared/qr-code.js";
import { copy, openSheet, urlFor } from "../shared/share.js";
import * as icons from "../shared/share-icons.js";
import { methodsFor } from "../shared/share-methods.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export default function ShareDialog(props) {
  // The key of the method that is shown; null for the list of them.
  const [method, setMethod] = createSignal(null);
  const [status, setStatus] = createSignal("");
  let dialog;
  onMount(() => dialog.showModal());
  const back = () => setMethod(null);
  return (
    <dialog
      class="dialog share"
      aria-label={strings.SHARE}
      ref={dialog}
      on:close={() => props.onClose()}
      onClick={({ target }) => target === dialog && props.onClose()}
    >
      <div class="dialog-panel">
        <div class="share-face">
          <Switch
            fallback={<Methods data={props.data} onMethod={setMethod} onStatus={setStatus} />}
          >
            <Match when={method() === "wechat"}>
              <PasteInWeChat data={props.data} onStatus={setStatus} onBack={back} />
            </Match>
            <Match when={method() === "scan"}>
              <QrCode title={strings.WECHAT_SCAN} data={props.data} onBack={back} />
            </Match>
            <Match when={method() === "code"}>
              <QrCode title={strings.QR_CODE} data={props.data} onBack={back} />
            </Match>
          </Switch>
        </div>
        <p class="share-status" role="status">
          {status()}
        </p>
        <button
          type="button"
          class="dialog-close"
          aria-label={strings.CLOSE}
          onClick={() => props.onClose()}
        >
          <Icon path={icons.CLOSE} />
        </button>
      </div>
    </dialog>
  );
}

function Methods(props) {
  let field;

  function choose(key) {
    props.onStatus("");
    if (key === "sheet") {
      openSheet(props.data).catch(() => props.onStatus(strings.USE_BROWSER_SHARE));
      return;
    }
    if (key === "wechat") copy(field).then(props.onStatus);
    props.onMethod(key);
  }

  return (
    <>
      <h2>{strings.SHARE_TO}</h2>
      <ul class="share-targets">
        <For each={methodsFor(props.data)}>
          {({ key, name, icon, link }) => (
            <li>
              <Show
                when={link}
                fallback={
                  <button type="button" data-way={key} onClick={() => choose(key)}>
                    <Icon path={icon} />
                    <span>{name}</span>
                  </button>
                }
              >
                <a href={link} target="_blank" rel="noopener noreferrer">
                  <Icon path={icon} />
                  <span>{name}</span>
                </a>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <CopyField url={urlFor(props.data, "copy")} ref={field} onStatus={props.onStatus} />
    </>
  );
}

function CopyField(props) {
  let field;
  return (
    <div class="share-copy">
      <input
        readonly
        aria-label={strings.LINK}
        value={props.url}
        ref={(node) => {
          field = node;
          props.ref?.(node);
        }}
        onFocus={({ target }) => target.select()}
      />
      <button type="button" class="button" onClick={() => copy(field).then(props.onStatus)}>
        {strings.COPY_LINK}
      </button>
    </div>
  );
}

// A page cannot open a chat in WeChat: its link is copied, and pasted there by the reader.
function PasteInWeChat(props) {
  return (
    <>
      <h2>{strings.WECHAT_PASTE}</h2>
      <p>{strings.WECHAT_PASTE_HINT}</p>
      <CopyField url={urlFor(props.data, "wechat")} onStatus={props.onStatus} />
      <div class="share-open">
        <a class="button" href="weixin://">
          {strings.OPEN_WECHAT}
        </a>
      </div>
      <BackButton onBack={props.onBack} />
    </>
  );
}

function QrCode(props) {
  const [code] = createResource(() => urlFor(props.data, "code"), qrPath);
  return (
    <>
      <h2>{props.title}</h2>
      <div class="share-code">
        <Suspense>
          <Show when={code()}>
            {(code) => (
              <svg
                class="code"
                viewBox={`0 0 ${code().size} ${code().size}`}
                role="img"
                aria-label={strings.QR_CODE_OF_ARTICLE}
              >
                <path d={code().path} />
              </svg>
            )}
          </Show>
        </Suspense>
      </div>
      <p>{strings.SCAN_QR_CODE}</p>
      <p class="share-address">{props.data.url}</p>
      <BackButton onBack={props.onBack} />
    </>
  );
}

function BackButton(props) {
  return (
    <button
      type="button"
      class="dialog-back"
      aria-label={strings.RETURN}
      onClick={() => props.onBack()}
    >
      <Icon path={icons.BACK} />
    </button>
  );
}
