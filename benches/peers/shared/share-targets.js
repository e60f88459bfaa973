// Links that share an article on other sites, the same as those of the app
// (src/features/share/targets.rs).

import * as icons from "./share-icons.js";

const encode = encodeURIComponent;

export const TARGETS = [
  {
    name: "微博",
    icon: icons.WEIBO,
    link: ({ url, title, picture }) =>
      `https://service.weibo.com/share/share.php?language=zh_cn&url=${encode(url)}&title=${encode(title)}&pic=${encode(picture)}`,
  },
  {
    name: "QQ 好友",
    icon: icons.QQ,
    link: ({ url, title, excerpt, picture }) =>
      `https://connect.qq.com/widget/shareqq/index.html?url=${encode(url)}&title=${encode(title)}&summary=${encode(excerpt)}&pics=${encode(picture)}`,
  },
  {
    name: "QQ 空间",
    icon: icons.QZONE,
    link: ({ url, title, excerpt, picture, site }) =>
      `https://sns.qzone.qq.com/cgi-bin/qzshare/cgi_qzshare_onekey?url=${encode(url)}&title=${encode(title)}&summary=${encode(excerpt)}&pics=${encode(picture)}&site=${encode(site)}`,
  },
  {
    name: "邮件",
    icon: icons.MAIL,
    link: ({ url, title, excerpt }) =>
      `mailto:?subject=${encode(title)}&body=${encode(excerpt)}%0D%0A%0D%0A${encode(url)}`,
  },
  {
    name: "X",
    icon: icons.X,
    link: ({ url, title }) => `https://x.com/intent/tweet?text=${encode(title)}&url=${encode(url)}`,
  },
  {
    name: "Telegram",
    icon: icons.TELEGRAM,
    link: ({ url, title }) => `https://t.me/share/url?url=${encode(url)}&text=${encode(title)}`,
  },
];
