//! RSS, Atom and RDF as newsrooms have them.

use zaidu_model::Block;

use super::{article, find, import, links, outline};

const RSS: &[u8] = include_bytes!("data/rss.xml");
const ATOM: &[u8] = include_bytes!("data/atom.xml");
const RDF: &[u8] = include_bytes!("data/rdf.xml");
const GBK: &[u8] = include_bytes!("data/gbk.xml");

#[test]
fn rss_with_content_people_and_files() {
    let import = import(RSS);
    assert_eq!(import.refused, []);
    let site = import.newsroom.site();
    assert_eq!((&*site.name, &*site.description), ("望澜日报", "江边的新闻，每天清晨六点"));
    assert_eq!(site.logo.as_ref().unwrap().as_str(), "https://wanglan.example/logo.png");
    assert_eq!(site.footer.copyright.as_deref(), Some("© 2026 望澜日报社"));

    let fog = find(&import, "大雾锁江");
    assert_eq!(
        outline(fog),
        [
            "清晨五点，渡口的灯只剩下一圈毛边。",
            "![雾中的渡口　罗一苇 摄](https://wanglan.example/wp-content/fog.jpg)",
            "# 停航",
            "六条航线全部停运，改走望澜大桥。",
        ]
    );
    assert_eq!(fog.authors, ["沈知夏", "罗一苇"]);
    assert_eq!(fog.tags, ["交通", "天气 & 水文"]);
    assert_eq!(fog.published.to_string(), "2026-11-19T08:00:00+08:00");
    assert_eq!(
        fog.picture.as_ref().unwrap().url.as_str(),
        "https://wanglan.example/wp-content/fog.jpg"
    );
    assert_eq!(fog.excerpt, "能见度一度不足五十米，六条航线全部停运。……");
    assert_eq!(links(fog), ["https://wanglan.example/2026/11/fog/../bridge/"]);

    let office = find(&import, "AT&T 与 R&D");
    assert_eq!(office.title.as_deref(), Some("AT&T 与 R&D：外企 — 在江边"));
    assert_eq!(outline(office), ["租金 < 去年。", "第二段。"]);
    assert_eq!(office.authors, ["纪闻"]);
    let source = office.source.as_ref().unwrap();
    assert_eq!(
        (&*source.name, source.url.as_ref().unwrap().as_str()),
        ("潮声周刊", "https://chaosheng.example/")
    );

    let night = find(&import, "夜航");
    assert_eq!(
        outline(night),
        ["audio https://wanglan.example/night12.mp3", "这一期，我们去听汽笛。"]
    );
    assert_eq!(night.picture.as_ref().unwrap().url.as_str(), "https://wanglan.example/night.jpg");
    assert_eq!(
        (night.authors.clone(), night.tags.clone()),
        (vec!["夜航工作室".into()], vec!["汽笛".into(), "夜航".into()])
    );

    // A picture that the text does not show is shown above it.
    let level = find(&import, "水位图");
    assert_eq!(
        outline(level),
        ["![](https://wanglan.example/level.png)", "今日水位 3.2 米。", "比昨日高 – 两厘米。"]
    );
    assert_eq!(level.published.to_string(), "2026-11-16T08:00:00+08:00");
}

#[test]
fn atom_with_every_kind_of_content() {
    let import = import(ATOM);
    assert_eq!(import.refused, []);
    let site = import.newsroom.site();
    assert_eq!((&*site.name, &*site.description), ("潮声周刊 电子版", "每周四，听潮"));

    let reef = find(&import, "退潮之后");
    assert_eq!(reef.title.as_deref(), Some("退潮之后，礁石的账本"));
    assert_eq!(
        outline(reef),
        [
            "audio https://chaosheng.example/audio/reef.mp3",
            "他把每一次退潮都记下来，一次不落。",
            "![礁石地图](https://chaosheng.example/weekly/reef/map.png)",
        ]
    );
    assert_eq!(
        (&*reef.authors, &*reef.tags),
        (&["顾潮生".into(), "林屿".into()][..], &["海洋".into(), "记录".into()][..])
    );
    assert_eq!(reef.published.to_string(), "2026-11-18T09:00:00+08:00");
    assert_eq!(reef.updated.unwrap().to_string(), "2026-11-19T09:00:00+08:00");
    assert_eq!(reef.excerpt, "一位巡护员二十年的记录。");

    let brief = find(&import, "只有摘要");
    assert_eq!(outline(brief), ["第一段。", "第二段。"]);
    assert_eq!(brief.authors, ["潮声编辑部"]);
    assert_eq!(brief.published.to_string(), "2026-11-17T17:00:00+08:00");

    let math = find(&import, "1 < 2");
    assert_eq!(outline(math), ["第一行", "第二行 <b>不是粗体</b>"]);
    assert_eq!(math.source.as_ref().unwrap().name, "数学角");
    let uyghur = find(&import, "Uyghurche");
    assert!(
        matches!(&uyghur.body[..], [Block::Foreign { language, rtl: true, .. }] if language.as_str() == "ug")
    );
}

#[test]
fn rdf_with_dublin_core() {
    let import = import(RDF);
    assert_eq!(import.refused, []);
    assert_eq!(import.newsroom.site().name, "云麓学报");
    assert!(import.newsroom.site().logo.is_some());
    let tea = find(&import, "茶树根系");
    assert_eq!(outline(tea), ["采样历时两年，覆盖十一座山头。"]);
    assert_eq!(
        (&*tea.authors, &*tea.tags),
        (&["许青岚".into()][..], &["茶".into(), "真菌".into()][..])
    );
    assert_eq!(tea.published.to_string(), "2026-11-12T10:00:00+08:00");
    assert_eq!(find(&import, "山洪").published.to_string(), "2026-11-11T00:00:00+08:00");
}

#[test]
fn rss_in_gbk() {
    let import = import(GBK);
    assert_eq!(import.refused, []);
    assert_eq!(import.newsroom.site().name, "北港晚报·要闻");
    let first = find(&import, "老码头改造开工");
    assert_eq!(first.authors, ["石磊"]);
    assert_eq!(first.body.len(), 2);
    assert_eq!(first.published.to_string(), "2026-11-19T10:12:00+08:00");
}

#[test]
fn every_encoding_that_is_declared_or_not() {
    let text = String::from_utf8(RSS.to_vec()).unwrap().replace('©', "(c)");
    let utf16 = |little: bool| -> Vec<u8> {
        let units = text.encode_utf16();
        units
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    };
    let gb18030 = text.replace("UTF-8", "GB18030");
    let wrong = text.replace("UTF-8", "gbk");
    for bytes in [
        utf16(true),
        utf16(false),
        [b"\xff\xfe".to_vec(), utf16(true)].concat(),
        [b"\xef\xbb\xbf".to_vec(), text.clone().into_bytes()].concat(),
        encoding_rs::GB18030.encode(&gb18030).0.into_owned(),
        encoding_rs::GB18030.encode(&text).0.into_owned(),
        wrong.into_bytes(),
        format!("\n\n  {text}").into_bytes(),
    ] {
        let import = import(&bytes);
        assert_eq!((import.newsroom.articles().len(), import.refused.len()), (4, 0));
        find(&import, "大雾锁江，轮渡停航六小时");
    }
    let big5 = "<?xml version='1.0' encoding='Big5'?><rss><channel><item><guid>a</guid>\
                <title>潮水漲到第三級臺階</title><description>渡輪停航。</description></item></channel></rss>";
    find(&import(&encoding_rs::BIG5.encode(big5).0), "潮水漲到第三級臺階");
}

#[test]
fn feeds_with_faults_of_their_programs() {
    let text = "<br />\n<b>Warning</b>: in x.php on line 3<br />\n<?xml version='1.0'?>\
        <rss xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>报</title>\
        <item><guid>1</guid><title>A &amp;amp; B &amp;quot;C&amp;quot;</title><dc:creator>林一舟、周渡, 沈砚</dc:creator>\
        <pubDate>星期四, 19 十一月 2026 08:00:00 +0800</pubDate>\
        <description>&amp;lt;p&amp;gt;江&amp;lt;/p&amp;gt;</description></item>\
        <item><guid>2</guid><title>二</title><pubDate>today</pubDate>\
        <description><![CDATA[<p>if (a[b[0]]> 1)</p>]]></description></item></channel></rss>";
    let import = import(text.as_bytes());
    let first = find(&import, "A & B");
    assert_eq!(first.title.as_deref(), Some("A & B \"C\""));
    assert_eq!(first.authors, ["林一舟", "周渡", "沈砚"]);
    assert_eq!(first.published.to_string(), "2026-11-19T08:00:00+08:00");
    assert_eq!(outline(first), ["江"]);
    assert_eq!(outline(find(&import, "二")), ["if (a[b[0]]> 1)"]);
    let notes: Vec<_> = import.notes.iter().map(ToString::to_string).collect();
    let note =
        "items[1].date_published: \"today\" is no date that is known: it has that of the import";
    assert_eq!(notes, [note]);
}

#[test]
fn a_film_of_a_channel_is_linked_with_its_lines() {
    let article = article(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'>\
         <entry><id>yt:video:a</id><yt:videoId>a</yt:videoId><title>江上</title>\
         <link rel='alternate' href='https://www.youtube.com/watch?v=a'/><media:group>\
         <media:content url='https://www.youtube.com/v/a' type='application/x-shockwave-flash'/>\
         <media:description>第一行。\n第二行。</media:description></media:group></entry></feed>",
    );
    assert_eq!(outline(&article), ["第一行。", "第二行。", "江上（YouTube）"]);
    assert_eq!(links(&article), ["https://www.youtube.com/watch?v=a"]);
}

#[test]
fn categories_are_sections_if_they_are_declared_or_it_is_wanted() {
    let item = |category: &str| {
        format!(
            "<item><guid>{category}</guid><title>{category}</title><description>江</description>\
            <category>{category}</category><category>桥</category></item>"
        )
    };
    let feed =
        format!("<rss><channel><title>报</title>{}{}</channel></rss>", item("城市"), item("水文"));
    let settings = r#"{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[],
        "_newsroom":{"channels":[{"key":"city","name":"城市"}]}}"#;
    let read = |are_sections: bool, section: &[String]| {
        let now = zaidu_model::Timestamp::parse(super::NOW).unwrap();
        let mut importer = zaidu_import::Importer::new(now, false)
            .in_section(section)
            .with_categories_as_sections(are_sections);
        importer.add("a.json", settings.as_bytes());
        importer.add("b.xml", feed.as_bytes());
        let import = importer.finish();
        ["城市", "水文"].map(|title| {
            let article = find(&import, title);
            let section = article.section.as_ref().map(|it| it.channel.name.clone());
            format!("{} {}", section.unwrap_or_default(), article.tags.join(","))
        })
    };
    assert_eq!(read(false, &[]), ["城市 桥", " 水文,桥"]);
    assert_eq!(read(true, &[]), ["城市 桥", "水文 桥"]);
    assert_eq!(read(false, &["本地".to_owned()]), ["本地 城市,桥", "本地 水文,桥"]);
}

#[test]
fn the_pause_of_a_feed_is_its_ttl_or_its_period() {
    let ttl = |inside: &str| {
        let feed = format!(
            "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>\
            <title>报</title>{inside}</channel></rss>"
        );
        import(feed.as_bytes()).ttl
    };
    assert_eq!(ttl("<ttl>45</ttl><sy:updatePeriod>daily</sy:updatePeriod>"), Some(45));
    assert_eq!(
        ttl(
            "<sy:updatePeriod>\n hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>"
        ),
        Some(30)
    );
    assert_eq!(ttl("<sy:updateFrequency>4</sy:updateFrequency>"), Some(360));
    assert_eq!(
        ttl("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>"),
        None
    );
    assert_eq!((ttl("<sy:updatePeriod>often</sy:updatePeriod>"), ttl("")), (None, None));
}

#[test]
fn one_bad_item_is_named_and_the_others_are_taken() {
    let import = import(
        "<rss><channel><item><guid>a</guid><title>好</title><description>一。</description></item>\
         <item><guid>b</guid><title>没有正文</title></item><item/>\
         <item><guid>a</guid><title>重号</title><description>二。</description></item>\
         <item><title>无号</title><description>三。</description></item></channel></rss>"
            .as_bytes(),
    );
    let refused: Vec<_> = import.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        refused,
        [
            "items[1]: has no text: content_html, content_text and summary are all missing",
            "items[2].id: missing: give each item an id of its own",
            "items[3].id: \"a\" is the id of items[0] too",
        ]
    );
    assert_eq!(import.newsroom.articles().len(), 2);
}

#[test]
fn a_file_that_ends_early_gives_its_whole_items() {
    let text = String::from_utf8(RSS.to_vec()).unwrap();
    for (mark, whole, reason) in [
        ("第二段", 1, "items[1]: the file ends inside this item \"AT&T 与 R&D：外企 — 在江边\""),
        ("停航</h2>", 0, "items[0]: the file ends inside this item \"大雾锁江，轮渡停航六小时\""),
        ("</channel>", 4, "items[4]: the file ends before the end of the feed"),
    ] {
        let import = import(&text.as_bytes()[..text.find(mark).unwrap()]);
        assert_eq!(import.newsroom.articles().len(), whole, "{mark}");
        assert_eq!(import.refused.iter().map(ToString::to_string).collect::<Vec<_>>(), [reason]);
    }
}

#[test]
fn old_and_sloppy_feeds_are_read() {
    for xml in [
        // 0.91 with a document type and neither guid nor date.
        "<!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\">\
         <rss version=\"0.91\"><channel><title>报</title><item><title>渡口</title><link>http://a.example/1</link><description>停航。</description></item></channel></rss>",
        // 0.90.
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\">\
         <channel><title>报</title></channel><item><title>渡口</title><link>http://a.example/1</link><description>停航。</description></item></rdf:RDF>",
        // A prefix that nobody declares, capitals, markup that is not escaped.
        "<RSS><channel><Item><Title>渡口</Title><Link>http://a.example/1</Link><content:encoded><p>停航。<br></p></content:encoded></Item></channel></RSS>",
        // Atom without a namespace, and 0.3.
        "<feed><entry><title>渡口</title><id>1</id><content>停航。</content></entry></feed>",
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><title mode=\"escaped\">渡口</title><id>1</id>\
         <issued>2026-11-19T08:00:00+08:00</issued><content type=\"text/html\" mode=\"escaped\">&lt;p&gt;停航。&lt;/p&gt;</content></entry></feed>",
        // Control characters.
        "<rss><channel><item><title>渡\u{8}口</title><guid>1</guid><description>停\u{1}航。</description></item></channel></rss>",
    ] {
        let article = article(xml);
        assert_eq!(article.title.as_deref(), Some("渡口"), "{xml}");
        assert_eq!(outline(&article), ["停航。"], "{xml}");
    }
}
