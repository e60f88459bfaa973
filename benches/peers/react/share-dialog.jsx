// Share dialog: links to other sites, the system's sheet, copying, and a QR code.

import { useEffect, useRef, useState } from "react";
import { qrPath } from "../shared/qr-code.js";
import * as icons from "../shared/share-icons.js";
import { TARGETS } from "../shared/share-targets.js";
import * as strings from "../shared/strings.js";
import { Icon } from "./ui.jsx";

export default function ShareDialog({ data, onClose }) {
  const dialogRef = useRef(null);
  const [showsCode, setShowsCode] = useState(false);
  const [status, setStatus] = useState("");
  useEffect(() => {
    dialogRef.current.showModal();
  }, []);
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
          {showsCode ? (
            <QrCode url={data.url} onBack={() => setShowsCode(false)} />
          ) : (
            <Methods data={data} onCode={() => setShowsCode(true)} onStatus={setStatus} />
          )}
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

function Methods({ data, onCode, onStatus }) {
  const fieldRef = useRef(null);

  async function copy() {
    fieldRef.current.select();
    try {
      await navigator.clipboard.writeText(data.url);
      onStatus(strings.COPIED);
    } catch {
      onStatus(strings.COPY_FAILED);
    }
  }

  async function openSheet() {
    try {
      await navigator.share({ title: data.title, url: data.url });
    } catch ({ name }) {
      if (name !== "AbortError") onStatus(strings.USE_BROWSER_SHARE);
    }
  }

  return (
    <>
      <h2>{strings.SHARE_TO}</h2>
      <ul className="share-targets">
        {navigator.share && (
          <li>
            <button type="button" onClick={openSheet}>
              <Icon path={icons.SHEET} />
              <span>{strings.SYSTEM_SHARE}</span>
            </button>
          </li>
        )}
        <li>
          <button type="button" data-way="code" onClick={onCode}>
            <Icon path={icons.QR_CODE} />
            <span>{strings.QR_CODE}</span>
          </button>
        </li>
        {TARGETS.map(({ name, icon, link }) => (
          <li key={name}>
            <a href={link(data)} target="_blank" rel="noopener noreferrer">
              <Icon path={icon} />
              <span>{name}</span>
            </a>
          </li>
        ))}
      </ul>
      <div className="share-copy">
        <input readOnly aria-label={strings.LINK} value={data.url} ref={fieldRef} />
        <button type="button" className="button" onClick={copy}>
          {strings.COPY_LINK}
        </button>
      </div>
    </>
  );
}

function QrCode({ url, onBack }) {
  const [code, setCode] = useState(null);
  useEffect(() => {
    qrPath(url).then(setCode);
  }, [url]);
  return (
    <>
      <h2>{strings.QR_CODE}</h2>
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
      <p className="share-address">{url}</p>
      <button type="button" className="dialog-back" aria-label={strings.RETURN} onClick={onBack}>
        <Icon path={icons.BACK} />
      </button>
    </>
  );
}
