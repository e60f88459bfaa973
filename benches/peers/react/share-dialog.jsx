// Share dialog: the newsroom's targets, a QR code, the system's sheet and copying.

import { useEffect, useRef, useState } from "react";
import "@style/chunks/share.css";
import { qrPath } from "../shared/qr-code.js";
import { copy, openSheet, urlFor } from "../shared/share.js";
import * as icons from "../shared/share-icons.js";
import { methodsFor } from "../shared/share-methods.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export default function ShareDialog({ data, onClose }) {
  const dialogRef = useRef(null);
  // The key of the method that is shown; null for the list of them.
  const [method, setMethod] = useState(null);
  const [status, setStatus] = useState("");
  useEffect(() => {
    dialogRef.current.showModal();
  }, []);
  const back = () => setMethod(null);
  return (
    <dialog
      className="dialog share"
      aria-label={strings.SHARE}
      ref={dialogRef}
      onClose={onClose}
      onClick={({ target }) => target === dialogRef.current && onClose()}
    >
      <div className="dialog-panel">
        <div className="share-face">
          {method === null && <Methods data={data} onMethod={setMethod} onStatus={setStatus} />}
          {method === "wechat" && <PasteInWeChat data={data} onStatus={setStatus} onBack={back} />}
          {method === "scan" && <QrCode title={strings.WECHAT_SCAN} data={data} onBack={back} />}
          {method === "code" && <QrCode title={strings.QR_CODE} data={data} onBack={back} />}
        </div>
        <p className="share-status" role="status">
          {status}
        </p>
        <button type="button" className="dialog-close" aria-label={strings.CLOSE} onClick={onClose}>
          <Icon path={icons.CLOSE} />
        </button>
      </div>
    </dialog>
  );
}

function Methods({ data, onMethod, onStatus }) {
  const fieldRef = useRef(null);

  function choose(key) {
    onStatus("");
    if (key === "sheet") {
      openSheet(data).catch(() => onStatus(strings.USE_BROWSER_SHARE));
      return;
    }
    if (key === "wechat") copy(fieldRef.current).then(onStatus);
    onMethod(key);
  }

  return (
    <>
      <h2>{strings.SHARE_TO}</h2>
      <ul className="share-targets">
        {methodsFor(data).map(({ key, name, icon, link }) => (
          <li key={key}>
            {link ? (
              <a href={link} target="_blank" rel="noopener noreferrer">
                <Icon path={icon} />
                <span>{name}</span>
              </a>
            ) : (
              <button type="button" data-way={key} onClick={() => choose(key)}>
                <Icon path={icon} />
                <span>{name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <CopyField url={urlFor(data, "copy")} fieldRef={fieldRef} onStatus={onStatus} />
    </>
  );
}

function CopyField({ url, fieldRef, onStatus }) {
  return (
    <div className="share-copy">
      <input
        readOnly
        aria-label={strings.LINK}
        value={url}
        ref={fieldRef}
        onFocus={({ target }) => target.select()}
      />
      <button
        type="button"
        className="button"
        onClick={() => copy(fieldRef.current).then(onStatus)}
      >
        {strings.COPY_LINK}
      </button>
    </div>
  );
}

// A page cannot open a chat in WeChat: its link is copied, and pasted there by the reader.
function PasteInWeChat({ data, onStatus, onBack }) {
  const fieldRef = useRef(null);
  return (
    <>
      <h2>{strings.WECHAT_PASTE}</h2>
      <p>{strings.WECHAT_PASTE_HINT}</p>
      <CopyField url={urlFor(data, "wechat")} fieldRef={fieldRef} onStatus={onStatus} />
      <div className="share-open">
        <a className="button" href="weixin://">
          {strings.OPEN_WECHAT}
        </a>
      </div>
      <BackButton onBack={onBack} />
    </>
  );
}

function QrCode({ title, data, onBack }) {
  const [code, setCode] = useState(null);
  const url = urlFor(data, "code");
  useEffect(() => {
    qrPath(url).then(setCode);
  }, [url]);
  return (
    <>
      <h2>{title}</h2>
      <div className="share-code">
        {code && (
          <svg
            className="code"
            viewBox={`0 0 ${code.size} ${code.size}`}
            role="img"
            aria-label={strings.QR_CODE_OF_ARTICLE}
          >
            <path d={code.path} />
          </svg>
        )}
      </div>
      <p>{strings.SCAN_QR_CODE}</p>
      <p className="share-address">{data.url}</p>
      <BackButton onBack={onBack} />
    </>
  );
}

function BackButton({ onBack }) {
  return (
    <button type="button" className="dialog-back" aria-label={strings.RETURN} onClick={onBack}>
      <Icon path={icons.BACK} />
    </button>
  );
}
