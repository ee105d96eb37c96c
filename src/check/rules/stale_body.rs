//! `stale-body`: a body that was renamed, merged or abolished.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::super::catalogue::{Body, Reach};
use super::super::context;
use super::super::finding::{Certainty, Finding, Suggestion};
use super::super::subject::{Place, Subject, UNVERIFIED};

/// 条文里写着已经更名、合并或撤销的机构。
///
/// ## 查什么
/// 正文中出现目录 renamed_bodies.tsv 所列的旧名称：市工商局、市质监局、市外专局、工商行政管理部门、环境保护主管部门等。
/// 按最长的名称认定；只在部门并列中才算的（“公安、工商、税务等部门”）另作判断。已撤销的判“很可能”，上位法仍在使用的通称
/// （如卫生主管部门、城乡规划主管部门）只作提示。
///
/// ## 依据
/// 历次国务院机构改革方案和地方机构改革方案（见目录的依据一栏）；机构职责以当地“三定”规定为准。
///
/// ## 示例
/// “到市工商局办理变更登记。”——2019 年起为市市场监督管理局。
///
/// ## 误报与处理
/// “原国家工商行政管理总局令第71号”等带“原”的、书名号内的、文号和题注里的、单位名称里的（卫生部北京医院）、废止条款里的，
/// 以及工作报告都不报。“环境卫生主管部门”“卫生部门”不是“卫生主管部门”“卫生部”。当地仍保留该名称的，在用户目录里另加说明或记“继续有效”。
pub struct StaleBody;

pub(in crate::check) fn run(subject: &Subject<'_>, out: &mut Vec<Finding>) {
    if subject.is_over() || subject.tells() || subject.amends() {
        return;
    }
    let catalogue = subject.world.catalogue;
    let today = subject.world.options.as_of;
    let mut seen = HashSet::new();
    for (at, clause, text) in subject.operative() {
        for hit in catalogue.body_names.find_iter(text) {
            let body = &catalogue.bodies[hit.pattern().as_usize()];
            // A functional name in a text that is younger than the change was chosen knowingly.
            let knowing =
                !body.abolished && subject.date().is_some_and(|made| made > body.from.latest());
            if knowing || body.from.latest() > today || !counts(body, text, hit.start(), hit.end())
            {
                continue;
            }
            let Some(passage) = subject.passage(at) else {
                continue;
            };
            let place = Place {
                passage,
                start: hit.start(),
                end: hit.end(),
            };
            if passage.title_at(hit.start()).is_some() || context::repeals(place) {
                continue;
            }
            let line = passage.line(passage.span(place.start, place.end));
            if seen.insert((clause.ordinal, line, hit.pattern())) {
                out.push(finding(subject, place, body));
            }
        }
    }
}

fn finding(subject: &Subject<'_>, place: Place<'_>, body: &Body) -> Finding {
    let mark = if body.verified { "" } else { UNVERIFIED };
    let new = body.new.replace('/', "或");
    let when = body.from.zh();
    let (certainty, message) = if body.abolished {
        (
            Certainty::Probable,
            format!("“{}”已于{when}更名、合并或撤销，现为{new}{mark}", body.old),
        )
    } else {
        (
            Certainty::Hint,
            format!(
                "“{}”是旧通称，现多称{new}；上位法仍有使用，请按当地职责核对{mark}",
                body.old
            ),
        )
    };
    let mut finding =
        subject.finding_at(place, "stale-body", certainty, message, body.source.clone());
    finding.term = Some(place.words());
    finding.verified = body.verified;
    finding.suggestion = if body.abolished {
        Suggestion::Amend
    } else {
        Suggestion::Review
    };
    finding
}

/// Whether the words between two bytes name the body as it is meant to be now.
fn counts(body: &Body, text: &str, start: usize, end: usize) -> bool {
    body.guard.allows(text, start, end)
        && !is_part_of_new(body, text, start)
        && (body.reach == Reach::Word || enumerated(text, start, end))
        && !former(&text[..start])
        && !is_source(text, start, end)
        && !names_unit(&text[end..])
        && !is_cut(body, &text[end..])
}

/// Whether a name that ends in 部 is cut out of other words: 建设部分, 卫生部位.
fn is_cut(body: &Body, after: &str) -> bool {
    body.old.ends_with('部')
        && after.starts_with(['门', '分', '位', '署', '队', '件', '级', '落', '首', '族'])
}

/// Whether the old name is only a part of the new one, which stands there.
fn is_part_of_new(body: &Body, text: &str, start: usize) -> bool {
    body.new
        .split('/')
        .filter(|new| new.len() > body.old.len())
        .any(|new| {
            new.match_indices(body.old.as_str()).any(|(offset, _)| {
                start
                    .checked_sub(offset)
                    .and_then(|from| text.get(from..))
                    .is_some_and(|rest| rest.starts_with(new))
            })
        })
}

/// The end of the small clause before a byte, and the beginning of the one behind it.
fn small_clause(text: &str, start: usize, end: usize) -> (&str, &str) {
    const MARKS: [char; 7] = ['，', '。', '；', '：', '\n', '（', '）'];
    let from = text[..start].rfind(MARKS).map_or(0, |at| {
        at + text[at..].chars().next().map_or(1, char::len_utf8)
    });
    let to = text[end..].find(MARKS).map_or(text.len(), |at| end + at);
    (&text[from..start], &text[end..to])
}

/// `…等有关部门`, `…和其他有关部门`, `…和税务部门` right behind a name.
static ENUMERATED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = "^(等|和其他|及其他|以及其他)(有关|相关|行政|其他|主管|职能|多个|监督管理|执法|管理){0,3}(部门|机关|机构)|^(和|与|及)[^，、和与及]{1,8}(主管部门|行政部门|行政管理部门)";
    #[expect(clippy::expect_used, reason = "constant pattern, tried by the tests")]
    Regex::new(pattern).expect("constant pattern")
});

/// Whether it stands in a list of bodies.
fn enumerated(text: &str, start: usize, end: usize) -> bool {
    let (before, after) = small_clause(text, start, end);
    if ENUMERATED.is_match(after) {
        return true;
    }
    let linked = before.ends_with('、')
        || after.starts_with('、')
        || (["和", "及", "与", "或", "以及"]
            .iter()
            .any(|word| before.ends_with(word))
            && before.contains('、'))
        || (["和", "及", "与", "或", "以及"]
            .iter()
            .any(|word| after.starts_with(word))
            && before.contains('、'));
    let near: String = after.chars().take(120).collect();
    linked
        && ["部门", "机关", "机构", "主管", "局"]
            .iter()
            .any(|word| near.contains(word))
}

/// Whether what stands before says that the name is the old one: 原, also before a place or a list.
fn former(before: &str) -> bool {
    let mut rest = before;
    for _ in 0..2 {
        if ["原", "原来的", "时任", "原属", "由原"]
            .iter()
            .any(|word| rest.ends_with(word))
            && !rest.ends_with("草原")
            && !rest.ends_with("平原")
        {
            return true;
        }
        let trimmed = ["国务院", "国家", "全国", "省", "市", "县", "区", "州"]
            .iter()
            .find_map(|word| rest.strip_suffix(word));
        let Some(trimmed) = trimmed else { break };
        rest = trimmed;
        // The name of the place itself: 原韶州市.
        let name: Vec<char> = rest.chars().rev().take(3).collect();
        if let Some(at) = name.iter().position(|&c| c == '原').filter(|&at| at > 0) {
            let place: String = name[..at].iter().rev().collect();
            return !place.contains(['、', '，', '的']);
        }
    }
    // 原工商、质监部门: the mark stands before the first of the list.
    let from = rest
        .rfind(['，', '。', '；', '：', '\n', '（'])
        .map_or(0, |at| {
            at + rest[at..].chars().next().map_or(1, char::len_utf8)
        });
    let list = &rest[from..];
    list.ends_with('、')
        && list.split('、').next().is_some_and(|first| {
            first.starts_with('原')
                || ["由原", "向原", "与原", "及原", "经原", "和原"]
                    .iter()
                    .any(|word| first.contains(word))
        })
}

/// Whether the body is named as the maker of a paper: its orders, what it published then.
fn is_source(text: &str, start: usize, end: usize) -> bool {
    let after = &text[end..];
    if ["令", "公告", "通告", "规章", "第", "发〔", "文件"]
        .iter()
        .any(|word| after.starts_with(word))
    {
        return true;
    }
    let (before, rest) = small_clause(text, start, end);
    let near: String = rest.chars().take(24).collect();
    let made = [
        "发布", "公布", "颁布", "印发", "批准", "下发", "制定", "颁发",
    ];
    let paper = made.iter().any(|verb| {
        near.find(verb).is_some_and(|at| {
            let behind = &near[at + verb.len()..];
            behind.starts_with("的《") || behind.starts_with('《')
        })
    });
    // 执行林业部颁发的规程: by whom it was made does not change.
    let named = ["发布的", "公布的", "颁布的", "印发的", "颁发的"]
        .iter()
        .any(|verb| rest.starts_with(verb));
    // 1986年12月1日铁道部发布: a note of history.
    let dated = before.trim_end().ends_with('日')
        || before.contains("年") && before.contains("月") && before.contains("日");
    paper || named || (dated && made.iter().any(|verb| near.contains(verb)))
}

/// Whether the name goes on to that of a firm, school or hospital.
fn names_unit(after: &str) -> bool {
    const BREAKS: &str = "对和的、，。；：（）应依负向与在或给责为由办申登核会按可须不根据有并将从同是等及以及其他部机管主等“”《》";
    let run: String = after
        .chars()
        .take(8)
        .take_while(|c| !BREAKS.contains(*c) && c.is_alphanumeric())
        .collect();
    [
        "公司",
        "集团",
        "大学",
        "学院",
        "学校",
        "医院",
        "研究院",
        "研究所",
        "出版社",
        "宾馆",
        "招待所",
        "协会",
        "学会",
    ]
    .iter()
    .any(|unit| run.contains(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, name: &str) -> (usize, usize) {
        let start = text.find(name).unwrap();
        (start, start + name.len())
    }

    #[test]
    fn the_old_name_with_its_mark() {
        for text in [
            "原市工商局",
            "原韶州市工商局",
            "由原国家工商局",
            "原质监、工商局",
            "依据原省工商局",
        ] {
            assert!(former(&text[..at(text, "工商局").0]), "{text}");
        }
        for text in ["到市工商局", "草原工商局", "韶州市工商局", "资源、工商局"]
        {
            assert!(!former(&text[..at(text, "工商局").0]), "{text}");
        }
    }

    #[test]
    fn lists_of_bodies() {
        let listed = |text: &str| {
            let (start, end) = at(text, "工商");
            enumerated(text, start, end)
        };
        assert!(listed("公安、工商、税务等部门"));
        assert!(listed("由税务和工商、公安机关"));
        assert!(!listed("通过税务、工商登记核对收入"));
        assert!(!listed("办理工商手续"));
        assert!(listed("县级以上人民政府工商等有关部门") && listed("由工商和税务主管部门"));
    }

    #[test]
    fn makers_of_papers_and_names_of_units() {
        let text = "依照卫生部公布的《韶州目录》";
        let (start, end) = at(text, "卫生部");
        assert!(is_source(text, start, end));
        assert!(names_unit("韶州医院"));
        assert!(!names_unit("对公司登记"));
        let body = |old: &str| {
            crate::check::Catalogue::load(&[])
                .unwrap()
                .bodies
                .into_iter()
                .find(|body| body.old == old)
                .unwrap()
        };
        assert!(is_cut(&body("建设部"), "分的措施") && !is_cut(&body("建设部"), "备案"));
    }
}
