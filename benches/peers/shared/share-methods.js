// Methods of the share dialog in their order, those of the app outside WeChat
// (src/features/share/methods.rs and targets.rs).

import { hasSheet, urlFor } from "./share.js";
import * as icons from "./share-icons.js";
import * as strings from "./strings.js";

const encode = encodeURIComponent;

// Links that share on another site.
const LINKS = {
  weibo: {
    name: "微博",
    icon: icons.WEIBO,
    link: ({ title, picture }, url) =>
      `https://service.weibo.com/share/share.php?language=zh_cn&url=${encode(url)}&title=${encode(title)}&pic=${encode(picture)}`,
  },
  qq: {
    name: "QQ 好友",
    icon: icons.QQ,
    link: ({ title, excerpt, picture }, url) =>
      `https://connect.qq.com/widget/shareqq/index.html?url=${encode(url)}&title=${encode(title)}&summary=${encode(excerpt)}&pics=${encode(picture)}`,
  },
  qzone: {
    name: "QQ 空间",
    icon: icons.QZONE,
    link: ({ title, excerpt, picture, site }, url) =>
      `https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url=${encode(url)}&title=${encode(title)}&summary=${encode(excerpt)}&pics=${encode(picture)}&site=${encode(site)}`,
  },
  mail: {
    name: "邮件",
    icon: icons.MAIL,
    link: ({ title, excerpt }, url) =>
      `mailto:?subject=${encode(title)}&body=${encode(excerpt)}%0D%0A%0D%0A${encode(url)}`,
  },
  x: {
    name: "X",
    icon: icons.X,
    link: ({ title }, url) => `https://x.com/intent/tweet?text=${encode(title)}&url=${encode(url)}`,
  },
  telegram: {
    name: "Telegram",
    icon: icons.TELEGRAM,
    link: ({ title }, url) => `https://t.me/share/url?url=${encode(url)}&text=${encode(title)}`,
  },
};

// Of a newsroom that has not chosen any.
const DEFAULT_TARGETS = ["wechat", "weibo", "qq", "qzone", "mail"];

const isPhone = () =>
  /Android|iPhone|iPad|iPod|OpenHarmony/.test(navigator.userAgent) ||
  // An iPad identifies as a Macintosh, which has no touch screen.
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

// The methods of this browser for `data`: key, name, icon, and the link of those that are links.
// The others are "wechat", which copies the link for WeChat on this phone, "scan" and "code", QR
// codes for WeChat and for another phone, and "sheet".
export function methodsFor(data) {
  const methods = (data.targets?.length ? data.targets : DEFAULT_TARGETS).flatMap((key) => {
    if (key === "wechat") {
      return [{ key: isPhone() ? key : "scan", name: strings.WECHAT, icon: icons.CHAT }];
    }
    const target = LINKS[key];
    return target ? [{ ...target, key, link: target.link(data, urlFor(data, key)) }] : [];
  });
  // It is the same code.
  if (!methods.some(({ key }) => key === "scan")) {
    methods.push({ key: "code", name: strings.QR_CODE, icon: icons.QR_CODE });
  }
  if (hasSheet()) {
    methods.push({ key: "sheet", name: strings.SYSTEM_SHARE, icon: icons.SHEET });
  }
  return methods;
}
