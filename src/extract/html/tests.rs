//! Pages as the content systems of government sites make them.

use super::*;

const NOTE: &str = "<p>第一条　为了规范科技创新券的管理，根据有关规定，制定本办法。</p><p>第二条　本办法适用于韶州市。</p>";

fn site(body: &str) -> String {
    let items: String = (0..12)
        .map(|n| format!("<li><a href='/{n}'>关于某事项的通知（{n}）</a></li>"))
        .collect();
    format!(
        "<html><head><title>办法_韶州市</title><meta name=\"ArticleTitle\" content=\"韶州市科技创新券管理办法\">\
         <meta name=PubDate content='2021-06-01 10:00'></head><body><div class='header'><ul class='nav'>{items}</ul></div>\
         <table class='xxgk'><tr><td>索 引 号：</td><td>0070/2021-1</td></tr><tr><td>发文字号：</td><td>韶科规〔2021〕1号</td>\
         </tr></table><h1>韶州市科技创新券管理办法</h1>{body}<div class='sidebar'><ul>{items}</ul></div>\
         <div class='footer'>主办：韶州市 网站标识码：0</div></body></html>"
    )
}

fn read_text(html: &str) -> RawText {
    read(html.as_bytes(), &Limits::default()).expect("page")
}

#[test]
fn a_known_container_gives_the_document_and_its_title() {
    for mark in [
        "class='TRS_Editor'",
        "id='zoom'",
        "id=UCAP-CONTENT",
        "class='x v_news_content y'",
    ] {
        let raw = read_text(&site(&format!("<div {mark}>{NOTE}</div>")));
        insta::allow_duplicates! {
            insta::assert_snapshot!(raw.text, @r"
            韶州市科技创新券管理办法
            第一条　为了规范科技创新券的管理，根据有关规定，制定本办法。
            第二条　本办法适用于韶州市。
            ");
        }
        assert!(raw.warnings.is_empty());
        assert!(
            raw.meta
                .contains(&("索引号".to_owned(), "0070/2021-1".to_owned())),
            "{:?}",
            raw.meta
        );
        assert!(
            raw.meta
                .contains(&("发文字号".to_owned(), "韶科规〔2021〕1号".to_owned()))
        );
        assert!(
            raw.meta
                .contains(&("PubDate".to_owned(), "2021-06-01 10:00".to_owned()))
        );
    }
}

#[test]
fn an_unknown_container_is_found_by_density() {
    for body in [format!("<div class='abc'>{NOTE}</div>"), "<div>　　第一条　甲，乙，丙，丁。<br>　　第二条　本办法自2021年6月1日起施行，有效期五年。</div>".to_owned()] {
        let raw = read_text(&site(&body));
        assert!(raw.text.contains("第一条") && raw.text.contains("第二条"), "{}", raw.text);
        assert!(!raw.text.contains("某事项") && !raw.text.contains("网站标识码"), "{}", raw.text);
        assert!(!raw.warnings.is_empty());
    }
}

#[test]
fn a_page_without_furniture_is_read_whole() {
    let raw = read_text("<html><body><p>关于某事项的通知</p><p>各县（市、区）：</p></body></html>");
    assert_eq!(raw.text, "关于某事项的通知\n各县（市、区）：\n");
}

#[test]
fn saved_pages_are_decoded() {
    let mht = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"--b\"\r\n\r\n----b\r\n\
        Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>=E7=AC=AC=E4=B8=80=E6=9D=A1=\r\n a=3Db</p>\r\n----b--\r\n";
    let raw = read_mht(mht.as_bytes(), &Limits::default()).expect("page");
    assert_eq!(
        (raw.text.as_str(), raw.format.as_str()),
        ("第一条 a=b\n", "mht")
    );
}

#[test]
fn deep_and_broken_pages_end() {
    let limits = Limits::default();
    for page in [
        "<div>".repeat(300_000),
        "<table><tr><td>".repeat(50_000),
        "<a href='".repeat(10_000),
    ] {
        let _ = read(format!("<html>{page}甲").as_bytes(), &limits);
    }
}
