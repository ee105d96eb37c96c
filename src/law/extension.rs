//! Extensions: `《…》（文号）有效期延长至2026年12月31日`, and the like, said of another document.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::date;
use super::lifecycle::duration;
use super::model::{Document, Extension, Level};
use super::number;
use super::reference::passage::{Passage, passages, tidy};

const WORDS: &[&str] = &[
    "延长至",
    "延长到",
    "延续至",
    "延期至",
    "延续到",
    "顺延至",
    "顺延",
    "延长",
    "继续有效至",
    "继续执行至",
    "继续实施至",
    "继续执行",
    "继续实施",
    "继续有效",
    "继续施行",
    "续期",
    "延续",
    "延期",
    "展期",
];

/// Bytes of a sentence read to each side of its verb.
const LONGEST: usize = 12_000;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .match_kind(aho_corasick::MatchKind::LeftmostLongest)
        .build(WORDS)
        .ok()
});

/// Reads what a document extends.
pub fn read(document: &Document) -> Vec<Extension> {
    read_in(document, &passages(&document.clauses))
}

/// The same over clauses that are prepared already.
pub fn read_in(document: &Document, passages: &[Passage<'_>]) -> Vec<Extension> {
    let Some(finder) = FINDER.as_ref() else {
        return Vec::new();
    };
    let mut found: Vec<Extension> = Vec::new();
    for passage in passages {
        // The title of an extension notice names its object, its text gives the day.
        if passage.clause.level == Level::Note {
            continue;
        }
        let text = passage.text();
        let mut read_to = 0;
        for hit in finder.find_iter(text).take(2_000) {
            if hit.start() < read_to || passage.title_at(hit.start()).is_some() {
                continue;
            }
            let before = found.len();
            sentence(passage, hit.start(), hit.end(), document, &mut found);
            if found.len() > before {
                read_to = passage.sentence_within(hit.start(), LONGEST).end;
            }
        }
    }
    found
}

fn sentence(
    passage: &Passage<'_>,
    at: usize,
    end: usize,
    document: &Document,
    found: &mut Vec<Extension>,
) {
    let text = passage.text();
    let sentence = passage.sentence_within(at, LONGEST);
    let words = &text[sentence.start..sentence.end];
    let after = &text[end..sentence.end];
    // The sentence is about a validity: it says so, or the verb itself does.
    let about = words.contains("有效期")
        || words.contains("执行期")
        || words.contains("试行期")
        || words.contains("期限")
        || text[at..end].starts_with("继续");
    if !about {
        return;
    }
    let until = date::find_bytes(after)
        .into_iter()
        .next()
        .filter(|d| d.start <= 60 && !after[..d.start].contains(['。', '；']))
        .and_then(|d| {
            // `自2026年1月1日起继续执行，有效期3年`: the first date is a beginning.
            (!after[..d.start].trim_end().ends_with(['自', '从']))
                .then(|| d.date.last_day())
                .flatten()
        });
    let months = after
        .char_indices()
        .take(30)
        .take_while(|(_, c)| !matches!(c, '。' | '；'))
        .find_map(|(i, c)| {
            crate::text::numeral::is_numeral(c)
                .then(|| duration(&after[i..]))
                .flatten()
        })
        .filter(|(_, _, range)| !range)
        .map(|(months, _, _)| months);
    if until.is_none() && months.is_none() {
        return;
    }
    let months = if until.is_some() { None } else { months };
    let own = document.title.as_deref();
    let printed = tidy(passage.printed(passage.span(sentence.start, sentence.end)));
    let push = |title: Option<String>,
                number: Option<String>,
                start: usize,
                found: &mut Vec<Extension>| {
        let span = passage.span(start, end);
        found.push(Extension {
            clause: passage.clause.ordinal,
            line: passage.line(span),
            sentence: printed.clone(),
            title,
            number,
            until,
            months,
        });
    };
    let mut any = false;
    for title in passage.titles_in(sentence.start, at) {
        let name = passage.words(title.inner.0, title.inner.1);
        // 根据《…管理规定》 is the ground, not the object.
        let lead = text[sentence.start..title.start].trim_end();
        let ground = ["根据", "依据", "按照", "依照"]
            .iter()
            .any(|w| lead.ends_with(w));
        if ground || own == Some(name.as_str()) {
            continue;
        }
        let bracket: String = text[title.end..sentence.end].chars().take(40).collect();
        let number = bracket
            .starts_with(['（', '('])
            .then(|| {
                number::find_bytes(&bracket)
                    .into_iter()
                    .next()
                    .map(|n| n.number.key)
            })
            .flatten();
        push(Some(name), number, title.start, found);
        any = true;
    }
    if !any {
        for hit in number::find_bytes(&text[sentence.start..at]) {
            push(
                None,
                Some(hit.number.key),
                sentence.start + hit.start,
                found,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::law::model::Clause;

    fn extensions(text: &str) -> Vec<Extension> {
        let clause = Clause {
            ordinal: 0,
            label: String::new(),
            level: Level::Paragraph,
            path: vec![],
            heading: None,
            text: text.into(),
            lines: vec![1],
            page: None,
        };
        read(&Document {
            clauses: vec![clause],
            ..Document::default()
        })
    }

    #[test]
    fn until_a_day() {
        let found = extensions(
            "经研究，《韶州市科技小院管理办法》（韶州科〔2018〕5号）有效期延长至2026年12月31日。",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].title.as_deref(), Some("韶州市科技小院管理办法"));
        assert_eq!(found[0].number.as_deref(), Some("韶州科〔2018〕5号"));
        assert_eq!(found[0].until, Some(date(2026, 12, 31)));
    }

    #[test]
    fn by_a_duration() {
        let found = extensions("《韶州市科技小院管理办法》有效期延长三年。");
        assert_eq!((found[0].until, found[0].months), (None, Some(36)));
    }

    #[test]
    fn several_and_their_ground() {
        let found = extensions(
            "根据《韶州市规范性文件管理规定》，《甲办法》《乙办法》继续有效，有效期至2027年6月30日。",
        );
        assert_eq!(
            found
                .iter()
                .filter_map(|e| e.title.as_deref())
                .collect::<Vec<_>>(),
            ["甲办法", "乙办法"]
        );
        assert_eq!(found[0].until, Some(date(2027, 6, 30)));
    }

    #[test]
    fn other_extensions_stay_silent() {
        assert!(extensions("项目执行期可以延长一年。").is_empty());
        assert!(extensions("许可证有效期届满的，可以延期一年。").is_empty());
    }
}
