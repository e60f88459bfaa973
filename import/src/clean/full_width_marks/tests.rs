//! Which marks become full-width: literal cases, and properties of every text.

use proptest::prelude::*;
use zaidu_model::{Link, MediaUrl, Picture};

use super::super::draft::fixtures::{draft, p, text};
use super::*;

#[test]
fn marks_become_full_width_beside_han_characters() {
    for (given, want) in [
        // Each mark, after a Han character.
        ("近日,论坛举办。", "近日，论坛举办。"),
        ("有的快;有的慢", "有的快；有的慢"),
        ("他说:好", "他说：好"),
        ("真的吗?", "真的吗？"),
        ("来了!", "来了！"),
        ("潮水(大潮)来了", "潮水（大潮）来了"),
        // After a Chinese mark, and after marks that were widened just before.
        ("《春江》,一部片", "《春江》，一部片"),
        ("“走新”,更要“走心”", "“走新”，更要“走心”"),
        ("等等……,后来", "等等……，后来"),
        ("江豚——一种鲸——,回来了", "江豚——一种鲸——，回来了"),
        ("真的吗?!", "真的吗？！"),
        ("来了!!", "来了！！"),
        ("人工智能(AI),正在", "人工智能（AI），正在"),
        ("一、二,三", "一、二，三"),
        // Between Latin letters, digits or signs and a Han character.
        // The blank after a mark is within it.
        ("他说: 好", "他说：好"),
        ("时间: 2026年, 地点:  北岸", "时间：2026年，地点：北岸"),
        ("作者: Kim, 摄影", "作者：Kim, 摄影"),
        ("人工智能 (AI), 正在", "人工智能 (AI), 正在"),
        ("潮水(大潮) 来了", "潮水（大潮）来了"),
        ("增长5%,达到新高", "增长5%，达到新高"),
        ("用Windows,也用Linux", "用Windows，也用Linux"),
        ("到2026年,到2027,都行", "到2026年，到2027，都行"),
        ("这OK?我看行", "这OK？我看行"),
        ("运营商“5G”,提速", "运营商“5G”，提速"),
        // Parentheses by pairs.
        ("AI(人工智能)发展", "AI（人工智能）发展"),
        ("标准(ISO 9001)发布", "标准（ISO 9001）发布"),
        ("(一)总则", "（一）总则"),
        ("一)总则", "一）总则"),
        ("(新华社北京)电", "（新华社北京）电"),
        ("渡口(北岸(旧))关闭", "渡口（北岸（旧））关闭"),
        ("学校\u{ff08}AI)开学", "学校\u{ff08}AI\u{ff09}开学"),
        ("学校(AI\u{ff09}开学", "学校\u{ff08}AI\u{ff09}开学"),
        // URLs end before a mark and a Chinese text.
        ("见https://example.org/a,谢谢", "见https://example.org/a，谢谢"),
        ("见(https://example.org/a)好", "见（https://example.org/a）好"),
        ("见https://zh.example.org/wiki/鲸(动物),完", "见https://zh.example.org/wiki/鲸(动物)，完"),
        // A Chinese sentence beside an English one.
        ("他说,“Yes, it is.”,走了", "他说，“Yes, it is.”，走了"),
    ] {
        assert_eq!(widen_line(given), want);
    }
}

#[test]
fn everything_else_is_unchanged() {
    for unchanged in [
        "",
        ",",
        "(",
        // Numbers, times, scores.
        "共1,000人",
        "共1,234,567.8元",
        "在16:09开始",
        "以5:3获胜",
        "比例为1:100",
        "2026-11-20 16:09",
        "(1)加强领导",
        "1)加强领导",
        "第3(2)款",
        // URLs and addresses.
        "https://example.org/?a=1,2;b=(3):4!",
        "见 https://zh.example.org/wiki/鲸(动物)",
        "www.example.org/a,b",
        "http://example.org:8080/路径?a=1,2",
        "mailto:a@example.org",
        "localhost:8080",
        // English, also with Chinese words in it.
        "Hello, world! Are you there? Yes: (here); there.",
        "Zaidu (在读), a reader, is open: try it!",
        "The river 江, which is wide, is long; see (图 two).",
        "“Made in 中国, for the world”",
        "f(x), g(y)",
        "Yahoo!中国",
        // A space on the left: it does not touch.
        "潮水 , 来了",
        "潮水 (大潮",
        // Faces.
        "好的:)",
        "糟糕;(",
        // Full-width already, and other marks.
        "近日，论坛；（举办）：是？！",
        "春江潮水连海平、海上明月共潮生。",
        "a.b.c",
        "潮\"水\"来",
    ] {
        assert_eq!(widen_line(unchanged), unchanged);
    }
}

#[test]
fn every_text_of_a_draft_is_widened_but_no_code() {
    let link = |words: &str| Inline::Link {
        url: Link::new("https://example.org/a,b").unwrap(),
        text: vec![text(words)],
    };
    let picture = |alt: &str| Picture {
        url: MediaUrl::new("/a,b.jpg").unwrap(),
        size: None,
        alt: alt.into(),
        variants: Vec::new(),
        color: None,
    };
    let of = |mark: &str, words: &dyn Fn(&str) -> Vec<Inline>| Draft {
        title: Some(["潮", mark, "水"].concat()),
        summary: Some(["江", mark, "河"].concat()),
        ..draft([
            Block::Paragraph(words(mark)),
            Block::Quote {
                body: vec![p(&["渡", mark].concat())],
                cite: Some(["口", mark].concat()),
            },
            Block::Image {
                picture: picture(&["江", mark].concat()),
                caption: Some(["岸", mark].concat()),
            },
            Block::Table {
                caption: Some(["表", mark].concat()),
                head: vec![vec![text(&["站", mark].concat())]],
                rows: vec![vec![vec![text(&["数", mark].concat())]]],
            },
            Block::Code { language: None, text: "# 注释,不变".into() },
        ])
    };
    // The mark is in another element than the character that it touches.
    let words = |mark: &str| {
        vec![
            Inline::Strong(vec![text("潮")]),
            text(mark),
            Inline::Code("f(江,河)".into()),
            text(&[mark, "然后"].concat()),
            link(&["来", mark].concat()),
            Inline::LineBreak,
            text(",了"),
        ]
    };
    let given = of(",", &words);
    assert_eq!(widen_marks(given.clone()), of("\u{ff0c}", &words));
    let kept = Draft { keeps_marks: true, ..given };
    assert_eq!(widen_marks(kept.clone()), kept);
}

#[test]
fn a_text_of_nothing_but_a_blank_is_gone() {
    let of = |parts: &[&str]| {
        let words = parts.iter().map(|part| Inline::Strong(vec![text(part)]));
        draft([Block::Paragraph(words.collect())])
    };
    let mut given = of(&["潮:", "水"]);
    given.body = vec![Block::Paragraph(vec![
        Inline::Strong(vec![text("潮:")]),
        text(" "),
        Inline::Strong(vec![text("水")]),
    ])];
    assert_eq!(widen_marks(given), of(&["潮：", "水"]));
}

/// Texts with much that the rules distinguish.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[,;:?!()]",
        " +",
        "[潮水a1 。、“”《》…—\"%\\n]",
        "[\u{ff0c}\u{ff1b}\u{ff1a}\u{ff1f}\u{ff01}\u{ff08}\u{ff09}]",
        Just("https://a.cn/".to_owned()),
        Just("www.".to_owned()),
        ".",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn widening_is_idempotent_and_changes_only_these_marks_and_the_blanks_after_them(given in tricky()) {
        let widened = widen_line(&given);
        prop_assert_eq!(widen_line(&widened), &*widened);
        let (mut rest, mut was_widened) = (widened.chars(), false);
        for before in given.chars() {
            if was_widened && before == ' ' {
                continue;
            }
            let after = rest.next();
            let is_widened = ",;:?!()".contains(before) && after == Some(full_width(before));
            prop_assert!(after == Some(before) || is_widened, "{before:?} became {after:?}");
            was_widened = is_widened && before != '(';
        }
        prop_assert_eq!(rest.next(), None);
    }

    /// Nothing touches a Han character, so nothing changes.
    #[test]
    fn texts_without_chinese_are_unchanged(given in "[ -~\\n]{0,60}") {
        prop_assert_eq!(widen_line(&given), given);
    }
}
