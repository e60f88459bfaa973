//! Test table: user agent strings of apps, old and new, on each system.

use super::{App, Signals, System, UserAgent};

/// Safari on an iPad identifies as a Macintosh, but reports touch points.
const IPAD_TOUCH_POINTS: i32 = 5;

/// App, system, user agent string.
#[rustfmt::skip]
const TABLE: &[(App, System, &str)] = &[
    // WeChat.
    (App::WeChat, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 5_1 like Mac OS X) AppleWebKit/534.46 (KHTML, like Gecko) Mobile/9B176 MicroMessenger/4.3.2"),
    (App::WeChat, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_3 like Mac OS X) AppleWebKit/603.3.8 (KHTML, like Gecko) Mobile/14G60 MicroMessenger/6.5.18 NetType/4G Language/zh_CN"),
    (App::WeChat, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.10(0x17000a21) NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Ios, "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.42(0x18002a2a) NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Linux; U; Android 2.3.6; zh-cn; GT-S5660 Build/GINGERBREAD) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1 MicroMessenger/4.5.255"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Linux; Android 5.1; OPPO R9tm Build/LMY47I) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/37.0.0.0 Mobile MQQBrowser/6.2 TBS/036215 Safari/537.36 MicroMessenger/6.3.18.800 NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Linux; Android 9; MIX 2S Build/PKQ1.180729.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/66.0.3359.126 MQQBrowser/6.2 TBS/044813 Mobile Safari/537.36 MMWEBID/1824 MicroMessenger/7.0.6.1460(0x27000634) Process/tools NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Linux; Android 13; 22041216C Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5075 MMWEBSDK/20230405 MMWEBID/2585 MicroMessenger/8.0.35.2360(0x2800235D) WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Linux; Android 14; PJZ110 Build/UKQ1.230924.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.188 Mobile Safari/537.36 XWEB/1260117 MMWEBSDK/20240802 MMWEBID/6128 MicroMessenger/8.0.53.2740(0x28003533) WeChat/arm64 Weixin NetType/5G Language/zh_CN ABI/arm64"),
    (App::WeChat, System::Android, "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile MicroMessenger/8.0.6.11(0xf3800609) Weixin NetType/WIFI Language/zh_CN"),
    (App::WeChat, System::Desktop, "Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/53.0.2785.116 Safari/537.36 QBCore/4.0.1301.400 QQBrowser/9.0.2524.400 Mozilla/5.0 (Windows NT 6.1; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/53.0.2875.116 Safari/537.36 NetType/WIFI MicroMessenger/7.0.5 WindowsWechat"),
    (App::WeChat, System::Desktop, "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.102 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B) WindowsWechat(0x63090819) XWEB/8519 Flue"),
    (App::WeChat, System::Desktop, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/6.8.0(0x16080000) MacWechat/3.8.8(0x13080813) XWEB/1227 Flue"),
    (App::WeChat, System::Desktop, "Mozilla/5.0 (Windows Phone 10.0; Android 4.2.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/46.0.2486.0 Mobile Safari/537.36 Edge/13.10586 MicroMessenger/5.3.1"),

    // Pages inside mini-programs.
    (App::MiniProgram, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.5(0x17000523) NetType/WIFI Language/zh_CN miniProgram"),
    (App::MiniProgram, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 16_3_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.34(0x18002230) NetType/4G Language/zh_CN miniProgram/wx0123456789abcdef"),
    (App::MiniProgram, System::Android, "Mozilla/5.0 (Linux; Android 10; ELE-AL00 Build/HUAWEIELE-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/78.0.3904.62 XWEB/2759 MMWEBSDK/201201 Mobile Safari/537.36 MMWEBID/9541 MicroMessenger/7.0.22.1820(0x27001634) Process/appbrand0 WeChat/arm64 NetType/WIFI Language/zh_CN ABI/arm64 miniProgram/wx0123456789abcdef"),

    // WeCom.
    (App::WeCom, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 11_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15F79 wxwork/2.4.16 MicroMessenger/6.3.22 Language/zh"),
    (App::WeCom, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 wxwork/4.1.20 MicroMessenger/7.0.1 Language/zh ColorScheme/Light"),
    (App::WeCom, System::Android, "Mozilla/5.0 (Linux; Android 7.1.1; OPPO R11 Build/NMF26X; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.132 MQQBrowser/6.2 TBS/044030 Mobile Safari/537.36 wxwork/2.4.16 MicroMessenger/6.3.22 NetType/WIFI Language/zh"),
    (App::WeCom, System::Android, "Mozilla/5.0 (Linux; Android 12; V2183A Build/SP1A.210812.003; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 XWEB/5169 wxwork/4.1.10 MicroMessenger/7.0.1 NetType/WIFI Language/zh Lang/zh ColorScheme/Light"),
    (App::WeCom, System::Desktop, "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36 wxwork/4.1.16 (MicroMessenger/6.2) WindowsWechat MailPlugin_Electron WeMail embeddisk wwmver/3.26.16.653"),

    // QQ.
    (App::Qq, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 9_2 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Mobile/13C75 QQ/6.2.2.402 V1_IPH_SQ_6.2.2_1_APP_A Pixel/750 Core/UIWebView NetType/WIFI Mem/152"),
    (App::Qq, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 13_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 QQ/8.2.6.640 V1_IPH_SQ_8.2.6_1_APP_A Pixel/828 Core/WKWebView Device/Apple(iPhone XR) NetType/WIFI QBWebViewType/1 WKType/1"),
    (App::Qq, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 QQ/9.0.8.611 Pixel/1179 SimpleUISwitch/0 StudyMode/0 CurrentMode/0 QQTheme/1000 Core/WKWebView Device/Apple(iPhone 15) NetType/WIFI"),
    (App::Qq, System::Android, "Mozilla/5.0 (Linux; U; Android 4.4.4; zh-cn; MI 4LTE Build/KTU84P) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/37.0.0.0 MQQBrowser/6.2 TBS/036215 Mobile Safari/537.36 V1_AND_SQ_6.3.1_350_YYB_D QQ/6.3.1.2735 NetType/WIFI WebP/0.3.0 Pixel/1080"),
    (App::Qq, System::Android, "Mozilla/5.0 (Linux; Android 10; VOG-AL10 Build/HUAWEIVOG-AL10; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/77.0.3865.120 MQQBrowser/6.2 TBS/045227 Mobile Safari/537.36 V1_AND_SQ_8.4.5_1468_YYB_D A_8040500 QQ/8.4.5.4745 NetType/4G WebP/0.3.0 Pixel/1080 StatusBarHeight/85 SimpleUISwitch/0"),
    (App::Qq, System::Android, "Mozilla/5.0 (Linux; Android 13; V2254A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.86 MQQBrowser/6.2 TBS/046917 Mobile Safari/537.36 V1_AND_SQ_9.0.56_6372_YYB_D QQ/9.0.56.16830 NetType/WIFI WebP/0.3.0 AppId/537220323 Pixel/1260"),

    // QQ 空间.
    (App::Qzone, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 12_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/16B92 Qzone/V1_IPH_QZ_8.1.5_0_APP Pixel/750 Core/UIWebView NetType/WIFI"),
    (App::Qzone, System::Android, "Mozilla/5.0 (Linux; U; Android 4.4.2; zh-cn; HUAWEI MT7-TL00 Build/HuaweiMT7-TL00) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/30.0.0.0 Mobile Safari/537.36 Qzone/V1_AND_QZ_5.7.1_215_RDM_T"),
    (App::Qzone, System::Android, "Mozilla/5.0 (Linux; Android 11; M2012K11AC Build/RKQ1.200826.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/89.0.4389.72 MQQBrowser/6.2 TBS/046011 Mobile Safari/537.36 Qzone/V1_AND_QZ_8.9.0_0_RDM_B NetType/WIFI Pixel/1080"),

    // QQ's browser.
    (App::QqBrowser, System::Ios, "Mozilla/5.0 (iPhone 6s; CPU iPhone OS 11_4_1 like Mac OS X) AppleWebKit/604.3.5 (KHTML, like Gecko) Version/11.0 MQQBrowser/8.3.0 Mobile/15B87 Safari/604.1 MttCustomUA/2 QBWebViewType/1 WKType/1"),
    (App::QqBrowser, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 MQQBrowser/13.9.0 Mobile/15E148 Safari/604.1 QBWebViewUA/2 QBWebViewType/1 WKType/1"),
    (App::QqBrowser, System::Ios, "MQQBrowser/26 Mozilla/5.0 (iPhone; CPU iPhone OS 4_3_2 like Mac OS X; zh-cn) AppleWebKit/533.17.9 (KHTML, like Gecko) Version/5.0.2 Mobile/8H7 Safari/6533.18.5"),
    (App::QqBrowser, System::Android, "MQQBrowser/26 Mozilla/5.0 (Linux; U; Android 2.3.7; zh-cn; MB200 Build/GRJ22; CyanogenMod-7) AppleWebKit/533.1 (KHTML, like Gecko) Version/4.0 Mobile Safari/533.1"),
    (App::QqBrowser, System::Android, "Mozilla/5.0 (Linux; U; Android 9; zh-cn; SM-G9500 Build/PPR1.180610.011) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.132 MQQBrowser/9.1 Mobile Safari/537.36"),
    (App::QqBrowser, System::Android, "Mozilla/5.0 (Linux; U; Android 14; zh-cn; 23127PN0CC Build/UKQ1.230804.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/109.0.5414.86 MQQBrowser/15.2 Mobile Safari/537.36 COVC/046915"),

    // UC.
    (App::Uc, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 9_3_5 like Mac OS X; zh-CN) AppleWebKit/537.51.1 (KHTML, like Gecko) Mobile/13G36 UCBrowser/11.3.5.908 Mobile AliApp(TUnionSDK/0.1.6)"),
    (App::Uc, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X; zh-CN) AppleWebKit/537.51.1 (KHTML, like Gecko) Mobile/19F77 UCBrowser/15.1.0.1832 Mobile AliApp(TUnionSDK/0.1.20.4)"),
    (App::Uc, System::Android, "Mozilla/5.0 (Linux; U; Android 4.4.2; zh-CN; Lenovo S860 Build/KOT49H) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 UCBrowser/10.0.1.512 U3/0.8.0 Mobile Safari/533.1"),
    (App::Uc, System::Android, "Mozilla/5.0 (Linux; U; Android 10; zh-CN; BKL-AL20 Build/HUAWEIBKL-AL20) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.108 UCBrowser/13.0.6.1086 Mobile Safari/537.36"),

    // Weibo.
    (App::Weibo, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 8_1 like Mac OS X) AppleWebKit/600.1.4 (KHTML, like Gecko) Mobile/12B410 Weibo (iPhone6,2__weibo__5.0.0__iphone__os8.1)"),
    (App::Weibo, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Weibo (iPhone14,5__weibo__13.6.0__iphone__os16.5)"),
    (App::Weibo, System::Android, "Mozilla/5.0 (Linux; Android 6.0.1; MI 5 Build/MXB48T; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/46.0.2490.76 Mobile Safari/537.36 Weibo (Xiaomi-MI 5__weibo__6.8.1__android__android6.0.1)"),
    (App::Weibo, System::Android, "Mozilla/5.0 (Linux; Android 12; M2102K1C Build/SKQ1.211006.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/103.0.5060.129 Mobile Safari/537.36 Weibo (Xiaomi-M2102K1C__weibo__12.9.5__android__android12)"),
    (App::Weibo, System::Android, "Mozilla/5.0 (Linux; Android 8.0.0; FRD-AL00 Build/HUAWEIFRD-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/71.0.3578.99 Mobile Safari/537.36 weibo lite@3.5.2"),

    // DingTalk.
    (App::DingTalk, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 10_3_1 like Mac OS X) AppleWebKit/603.1.30 (KHTML, like Gecko) Mobile/14E304 AliApp(DingTalk/3.4.8) com.laiwang.DingTalk/2971452 Channel/201200 language/zh-Hans-CN"),
    (App::DingTalk, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21E219 AliApp(DingTalk/7.5.10) com.laiwang.DingTalk/34721932 Channel/201200 language/zh-Hans-CN UT4Aplus/0.0.6 WK"),
    (App::DingTalk, System::Android, "Mozilla/5.0 (Linux; U; Android 7.0; zh-CN; HUAWEI NXT-AL10 Build/HUAWEINXT-AL10) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/57.0.2987.108 Mobile Safari/537.36 AliApp(DingTalk/4.6.16) com.alibaba.android.rimet/11388461 Channel/227200 language/zh-CN"),
    (App::DingTalk, System::Desktop, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) DingTalk(7.0.40-Release.6219112) nw Chrome/91.0.4472.124 Electron/13.1.4 Safari/537.36 dingtalk-win/1.0.0"),

    // Everything else on phones.
    (App::Browser, System::Ios, "Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_0 like Mac OS X; zh-cn) AppleWebKit/532.9 (KHTML, like Gecko) Version/4.0.5 Mobile/8A293 Safari/6531.22.7"),
    (App::Browser, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"),
    (App::Browser, System::Ios, "Mozilla/5.0 (iPad; CPU OS 9_3_5 like Mac OS X) AppleWebKit/601.1.46 (KHTML, like Gecko) Version/9.0 Mobile/13G36 Safari/601.1"),
    (App::Browser, System::Ios, "Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1"),
    (App::Browser, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1"),
    (App::Browser, System::Ios, "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.0 Mobile/15E148 Safari/604.1 Quark/6.2.8.1710"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; U; Android 4.1.2; zh-cn; GT-I9300 Build/JZO54K) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36"),
    (App::Browser, System::Android, "Mozilla/5.0 (Android 14; Mobile; rv:126.0) Gecko/126.0 Firefox/126.0"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; U; Android 13; zh-cn; 2211133C Build/TKQ1.220905.001) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/100.0.4896.127 Mobile Safari/537.36 XiaoMi/MiuiBrowser/17.8.220115 swan-mibrowser"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00; HMSCore 6.12.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 HuaweiBrowser/14.0.2.311 Mobile Safari/537.36"),
    (App::Browser, System::Android, "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile HuaweiBrowser/5.0.4.300"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; Android 11; PCLM10 Build/RKQ1.201217.002; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/97.0.4692.98 Mobile Safari/537.36 T7/13.24 baiduboxapp/13.24.0.10 (Baidu; P1 11)"),
    (App::Browser, System::Android, "Mozilla/5.0 (Linux; Android 12; SM-A528B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36 news.weibo.cn/share"),

    // Everything else on desktops.
    (App::Browser, System::Desktop, "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)"),
    (App::Browser, System::Desktop, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
    (App::Browser, System::Desktop, "Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.71 Safari/537.36 Core/1.94.201.400 QQBrowser/11.9.5325.400"),
    (App::Browser, System::Desktop, "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15"),
    (App::Browser, System::Desktop, "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    (App::Browser, System::Desktop, "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"),
    (App::Browser, System::Desktop, ""),
];

fn agent(user_agent: &str) -> UserAgent {
    UserAgent::detect(Signals { user_agent, ..Signals::default() })
}

#[test]
fn apps_and_systems_are_detected() {
    for (app, system, user_agent) in TABLE {
        let UserAgent { app: found, system: below, .. } = agent(user_agent);
        assert_eq!((found, below), (*app, *system), "{user_agent}");
    }
    assert!(TABLE.len() >= 60);
}

#[test]
fn the_table_has_every_app_on_both_phone_systems() {
    for system in [System::Ios, System::Android] {
        for app in [
            App::WeChat,
            App::MiniProgram,
            App::WeCom,
            App::Qq,
            App::Qzone,
            App::QqBrowser,
            App::Uc,
            App::Weibo,
            App::DingTalk,
            App::Browser,
        ] {
            let is_listed = TABLE.iter().any(|line| (line.0, line.1) == (app, system));
            assert!(is_listed, "{app:?} on {system:?}");
        }
    }
}

#[test]
fn wechat_reports_mini_programs() {
    for (app, _, user_agent) in TABLE {
        let signals =
            Signals { user_agent, wechat_environment: "miniprogram", ..Signals::default() };
        let inside = if *app == App::WeChat { App::MiniProgram } else { *app };
        assert_eq!(UserAgent::detect(signals).app, inside, "{user_agent}");
        let signals = Signals { user_agent, wechat_environment: "browser", ..Signals::default() };
        assert_eq!(UserAgent::detect(signals).app, *app, "{user_agent}");
    }
}

#[test]
fn a_macintosh_with_touch_points_is_an_ipad() {
    for (_, system, user_agent) in TABLE {
        let signals = Signals { user_agent, touch_points: IPAD_TOUCH_POINTS, ..Signals::default() };
        let is_macintosh = user_agent.contains("Macintosh");
        let expected = if is_macintosh { System::Ios } else { *system };
        assert_eq!(UserAgent::detect(signals).system, expected, "{user_agent}");
    }
}

#[test]
fn the_share_sheet_is_what_the_browser_reports() {
    let signals = Signals { has_share_sheet: true, ..Signals::default() };
    assert!(UserAgent::detect(signals).has_share_sheet && !agent("").has_share_sheet);
}
