// Share dialog: links to other sites, the system's sheet, copying, and a QR code.

import { createResource, createSignal, For, onMount, Show, Suspense } from "solid-js";
import { qrPath } from "../shared/qr-code.js";
import * as icons from "../shared/share-icons.js";
import { TARGETS } from "../shared/share-targets.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export default function ShareDialog(props) {
  const [showsCode, setShowsCode] = createSignal(false);
  const [status, setStatus] = createSignal("");
  let dialog;
  onMount(() => dialog.showModal());
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
          <Show
            when={showsCode()}
            fallback={
              <Methods data={props.data} onCode={() => setShowsCode(true)} onStatus={setStatus} />
            }
          >
            <QrCode url={props.data.url} onBack={() => setShowsCode(false)} />
          </Show>
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

  async function copy() {
    field.select();
    try {
      await navigator.clipboard.writeText(props.data.url);
      props.onStatus(strings.COPIED);
    } catch {
      props.onStatus(strings.COPY_FAILED);
    }
  }

  async function openSheet() {
    try {
      await navigator.share({ title: props.data.title, url: props.data.url });
    } catch ({ name }) {
      if (name !== "AbortError") props.onStatus(strings.USE_BROWSER_SHARE);
    }
  }

  return (
    <>
      <h2>{strings.SHARE_TO}</h2>
      <ul class="share-targets">
        <Show when={navigator.share}>
          <li>
            <button type="button" onClick={openSheet}>
              <Icon path={icons.SHEET} />
              <span>{strings.SYSTEM_SHARE}</span>
            </button>
          </li>
        </Show>
        <li>
          <button type="button" data-way="code" onClick={() => props.onCode()}>
            <Icon path={icons.QR_CODE} />
            <span>{strings.QR_CODE}</span>
          </button>
        </li>
        <For each={TARGETS}>
          {({ name, icon, link }) => (
            <li>
              <a href={link(props.data)} target="_blank" rel="noopener noreferrer">
                <Icon path={icon} />
                <span>{name}</span>
              </a>
            </li>
          )}
        </For>
      </ul>
      <div class="share-copy">
        <input readonly aria-label={strings.LINK} value={props.data.url} ref={field} />
        <button type="button" class="button" onClick={copy}>
          {strings.COPY_LINK}
        </button>
      </div>
    </>
  );
}

function QrCode(props) {
  const [code] = createResource(() => props.url, qrPath);
  return (
    <>
      <h2>{strings.QR_CODE}</h2>
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
      <p class="share-address">{props.url}</p>
      <button
        type="button"
        class="dialog-back"
        aria-label={strings.RETURN}
        onClick={() => props.onBack()}
      >
        <Icon path={icons.BACK} />
      </button>
    </>
  );
}
