//! Facts about a document that stand around its text: title, number, maker, dates, kind.
//!
//! The facts that stand in sentences are read by [`super::facts`].

use std::collections::BTreeMap;

use super::model::{Document, Evidence, Field, Level, PartRole};
use super::structure::block::compact;
use super::structure::front::{Front, Piece};
use super::structure::line::Line;
use super::structure::tail;
use super::{date, draft, header, history, issuer, kind, number, title, truncation};
use crate::text::span::CharSpan;

/// Fills the facts of a document whose clauses are collected.
pub fn read(
    document: &mut Document,
    lines: &[Line<'_>],
    front: &Front,
    sign: Option<&tail::Signature>,
) {
    let mut facts = Facts { lines, document };
    facts.title(front);
    facts.header(front);
    facts.number(front);
    facts.history(front);
    facts.signature(front, sign);
    facts.issuer(front, sign);
    finish(document);
}

/// Fills the facts of a document from its front and its signature.
struct Facts<'a, 't> {
    lines: &'a [Line<'t>],
    document: &'a mut Document,
}

impl Facts<'_, '_> {
    /// Evidence for `words` on the file's line `at`.
    fn evidence(&mut self, field: Field, at: usize, words: &str) {
        let number = self.lines[at].number;
        let Some(clause) = self
            .document
            .clauses
            .iter()
            .find(|c| c.lines.contains(&number))
        else {
            return;
        };
        let Some(nth) = clause.lines.iter().position(|&l| l == number) else {
            return;
        };
        let before: usize = clause
            .text
            .split('\n')
            .take(nth)
            .map(|l| l.chars().count() + 1)
            .sum();
        let line = clause.text.split('\n').nth(nth).unwrap_or_default();
        let (inner, text) = match line.find(words) {
            Some(byte) => (line[..byte].chars().count(), words),
            None => (
                line.chars().count() - line.trim_start().chars().count(),
                line.trim(),
            ),
        };
        let start = before + inner;
        let evidence = Evidence {
            clause: clause.ordinal,
            line: Some(number),
            span: CharSpan::new(start, start + text.chars().count()),
            text: text.to_owned(),
        };
        self.document.evidence.entry(field).or_insert(evidence);
    }

    fn title(&mut self, front: &Front) {
        let words: Vec<String> = front
            .title
            .iter()
            .map(|&l| self.lines[l].text().into_owned())
            .collect();
        if words.is_empty() {
            return;
        }
        let cleaned = title::clean(&words);
        self.document.draft |= cleaned.draft || draft::in_title(&words.concat());
        self.document.claims.extend(cleaned.claims);
        if let Some(part) = front.part {
            // Parts of one code are no versions of each other.
            let words = compact(&self.lines[part].text());
            self.document.claims.insert("part".to_owned(), words);
        }
        if !cleaned.title.is_empty() {
            self.document.title = Some(cleaned.title);
            self.evidence(Field::Title, front.title[0], &words[0]);
        }
        for &(at, piece) in &front.pieces {
            let words = self.lines[at].text();
            if piece == Piece::Mark {
                let found = title::clean(&[words.to_string()]);
                self.document.claims.extend(found.claims);
                if found.draft {
                    self.document.draft = true;
                    self.evidence(Field::Draft, at, &words);
                } else if let Some(title) = &mut self.document.title
                    && ["试行", "暂行"].iter().any(|w| words.contains(w))
                {
                    // `（试行）` under the title belongs to it.
                    title.push_str(&compact(&words));
                }
            }
        }
    }

    fn header(&mut self, front: &Front) {
        for field in &front.fields {
            let value = match field.field {
                header::Field::Other => continue,
                header::Field::Dated
                | header::Field::Published
                | header::Field::Effective
                | header::Field::Expires => {
                    match date::find_bytes(&field.value)
                        .first()
                        .and_then(|d| d.date.full())
                    {
                        Some(day) => day.to_string(),
                        None => continue,
                    }
                }
                _ => field.value.trim().to_owned(),
            };
            self.document
                .claims
                .entry(field.field.key().to_owned())
                .or_insert(value);
        }
        if self.document.title.is_none()
            && let Some(name) = self.document.claims.get("title").cloned()
        {
            let cleaned = title::clean(&[name]);
            self.document.claims.extend(cleaned.claims);
            self.document.draft |= cleaned.draft;
            self.document.title = Some(cleaned.title).filter(|t| !t.is_empty());
        }
        // A day that stands alone between title and text is the portal's day of publication.
        let stamp = front
            .pieces
            .iter()
            .filter(|(at, p)| *p == Piece::Header && front.title.first().is_some_and(|t| t < at))
            .find_map(|&(at, _)| Some((at, header::stamp(&compact(&self.lines[at].text()))?)));
        if let Some((at, day)) = stamp
            && !self.document.claims.contains_key("published")
        {
            self.document
                .claims
                .insert("published".to_owned(), day.to_string());
            let words = self.lines[at].text().into_owned();
            self.evidence(Field::Published, at, words.trim());
        }
        let claims = self.document.claims.clone();
        let day = |key: &str| claims.get(key).and_then(|v| v.parse().ok());
        self.document.dated = day("dated");
        self.document.published = day("published");
        for field in &front.fields {
            match field.field {
                header::Field::Dated => self.evidence(Field::Dated, field.line, &field.value),
                header::Field::Published => {
                    self.evidence(Field::Published, field.line, &field.value);
                }
                _ => {}
            }
        }
        if let Some(value) = claims.get("unified_number") {
            self.document.unified_number = number::find_unified_numbers(value)
                .first()
                .map(|(_, n)| n.clone())
                .or_else(|| Some(value.clone()));
        }
    }

    fn number(&mut self, front: &Front) {
        let own: Vec<usize> = front
            .pieces
            .iter()
            .filter(|(_, p)| *p == Piece::Number)
            .map(|(at, _)| *at)
            .collect();
        // A number over two lines (`人民政府令⏎第179号`) is read from the joined text.
        let joined: String = own
            .iter()
            .map(|&at| compact(&self.lines[at].text()))
            .collect();
        let found = own
            .iter()
            .find_map(|&at| Some((at, number::parse_number(self.lines[at].text().trim())?)))
            .or_else(|| {
                own.first()
                    .and_then(|&at| Some((at, number::find_numbers(&joined).into_iter().next()?.1)))
            });
        if let Some((at, found)) = found {
            let words = found.text.clone();
            self.document.number = Some(found);
            self.evidence(Field::Number, at, &words);
            return;
        }
        if let Some(field) = front
            .fields
            .iter()
            .find(|f| f.field == header::Field::Number)
            && let Some((_, found)) = number::find_numbers(&field.value).into_iter().next()
        {
            self.document.number = Some(found);
            self.evidence(Field::Number, field.line, &field.value);
        }
    }

    /// 题注: events, adoption, publication of the version in hand, number of an order.
    fn history(&mut self, front: &Front) {
        let own: Vec<usize> = front
            .pieces
            .iter()
            .filter(|(_, p)| *p == Piece::History)
            .map(|(at, _)| *at)
            .collect();
        let words: Vec<String> = own
            .iter()
            .map(|&at| self.lines[at].text().into_owned())
            .collect();
        self.document.notes = history::events(&words);
        let comes_into_force = |t: &str| {
            ["施行", "实施", "执行", "生效"]
                .iter()
                .any(|w| t.ends_with(w) || t.trim_end_matches(['起', '）', ')']).ends_with(w))
                && ![
                    "通过", "公布", "发布", "修正", "修订", "批准", "印发", "颁布",
                ]
                .iter()
                .any(|w| t.contains(w))
        };
        let events: Vec<(jiff::civil::Date, String)> = self
            .document
            .notes
            .iter()
            .filter(|n| !comes_into_force(&n.text))
            .flat_map(|n| {
                history::days(n)
                    .into_iter()
                    .map(|day| (day, n.text.clone()))
            })
            .collect();
        if let Some((day, text)) = events.iter().max_by_key(|(day, _)| *day) {
            self.document.published = Some(*day);
            let line = own.iter().copied().find(|&at| {
                date::find_bytes(&self.lines[at].text())
                    .iter()
                    .any(|d| d.date.full() == Some(*day))
            });
            let text = text.clone();
            if let Some(at) = line {
                self.evidence(Field::Published, at, &text);
            }
        }
        let revised = events
            .iter()
            .rev()
            .find(|(_, t)| t.contains("修订") && t.contains("通过"));
        let passed = events.iter().find(|(_, t)| t.contains("通过"));
        self.document.adopted = revised.or(passed).map(|(day, _)| *day);
        if self.document.number.is_none() {
            for &at in own.iter().rev() {
                let words = self.lines[at].text();
                // The number of a decision that amended the text is not the text's.
                let amends = ["修订", "修正", "修改"].iter().any(|w| words.contains(w))
                    && own.len() > 1
                    && at != own[0];
                // The code of a number must not begin with the 日 of the date before it.
                let day = date::find_bytes(&words)
                    .first()
                    .filter(|d| d.start < 8)
                    .map_or(0, |d| d.end);
                let outside = words[day..]
                    .split('《')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                if let (false, Some((_, found))) =
                    (amends, number::find_numbers(&outside).into_iter().next())
                {
                    let text = found.text.clone();
                    self.document.number = Some(found);
                    self.evidence(Field::Number, at, &text);
                    break;
                }
            }
        }
    }

    fn signature(&mut self, front: &Front, sign: Option<&tail::Signature>) {
        let head = front
            .pieces
            .iter()
            .filter(|(_, p)| *p == Piece::Letterhead)
            .find_map(|&(at, _)| Some((issuer::organs_and_day(&self.lines[at].text())?.1, at)));
        let Some((day, at)) = sign.and_then(|s| s.date).or(head) else {
            return;
        };
        self.document.dated = Some(day);
        self.document.evidence.remove(&Field::Dated);
        let words = self.lines[at].text().trim().to_owned();
        self.evidence(Field::Dated, at, &words);
    }

    fn issuer(&mut self, front: &Front, sign: Option<&tail::Signature>) {
        let by_note = issuer::from_notes(&self.document.notes);
        let by_title = self
            .document
            .title
            .as_deref()
            .map(issuer::from_title)
            .unwrap_or_default();
        let by_sign = sign.map(|s| s.makers.clone()).unwrap_or_default();
        let by_order = self
            .document
            .number
            .as_ref()
            .and_then(|n| issuer::from_order(&n.key));
        let field = front
            .fields
            .iter()
            .find(|f| f.field == header::Field::Issuer);
        let by_header: Vec<String> = field
            .map(|f| issuer::organs_in(&f.value))
            .unwrap_or_default();
        let letterhead: Vec<String> = front
            .pieces
            .iter()
            .filter(|(_, p)| matches!(p, Piece::Letterhead | Piece::History))
            .flat_map(|(at, _)| {
                let words = self.lines[*at].text();
                issuer::organs_and_day(&words)
                    .map_or_else(|| issuer::organs_on_line(&words), |(names, _)| names)
            })
            .collect();
        let place = |names: &[String], at: Option<usize>| (names.to_vec(), at);
        let pieces = |wanted: Piece| {
            front
                .pieces
                .iter()
                .find(|(_, p)| *p == wanted)
                .map(|(at, _)| *at)
        };
        let title_line = front.title.first().copied();
        let candidates = [
            place(&by_note, pieces(Piece::History)),
            place(&by_sign, sign.and_then(|s| s.maker_lines.first().copied())),
            place(&by_title, title_line),
            place(
                &by_order.into_iter().collect::<Vec<_>>(),
                pieces(Piece::Number),
            ),
            place(&letterhead, pieces(Piece::Letterhead)),
            place(&by_header, field.map(|f| f.line)),
        ];
        // A joint title may name more makers than the signature that was cut; the longer list holds.
        let mut best = candidates.iter().find(|(names, _)| !names.is_empty());
        let size = |names: &[String]| (names.len(), names.iter().map(String::len).sum::<usize>());
        if by_note.is_empty() && size(&by_title) > size(&by_sign) {
            best = candidates.get(2);
        }
        if let Some((names, at)) = best {
            self.document.issuer = issuer::join(names);
            if let (Some(at), Some(first)) = (*at, names.first()) {
                let first = first.clone();
                self.evidence(Field::Issuer, at, &first);
            }
        }
    }
}

/// Facts that rest on the others.
fn finish(document: &mut Document) {
    if !document.draft {
        let blank = document.clauses.iter().rev().take(6).find_map(|c| {
            draft::blank_effect(&c.text)
                .then(|| draft::blank_date(&c.text))
                .flatten()
                .map(|(from, to)| {
                    let span =
                        CharSpan::new(c.text[..from].chars().count(), c.text[..to].chars().count());
                    Evidence {
                        clause: c.ordinal,
                        line: c.line_at(span.start),
                        span,
                        text: c.text[from..to].to_owned(),
                    }
                })
        });
        if let Some(evidence) = blank {
            document.draft = true;
            document.evidence.insert(Field::Draft, evidence);
        }
    }
    tell_kind(document);
    if let Some(reason) = truncation::reason(document) {
        document.truncated = true;
        document.warnings.push(reason);
    }
}

/// Decides the kind by what is known by now.
pub(super) fn tell_kind(document: &mut Document) {
    document.kind = kind::kind(kind::Signs {
        title: document.title.as_deref(),
        issuer: document.issuer.as_deref(),
        number: document.number.as_ref().map(|n| n.key.as_str()),
        articles: document
            .clauses
            .iter()
            .filter(|c| c.level == Level::Article)
            .count(),
        wrapper: document.part == PartRole::Notice,
    });
}

/// What the notice says of number, maker and dates holds for what it issues, unless that says otherwise.
pub fn inherit(documents: &mut [Document]) {
    let Some((notice, issued)) = documents.split_first_mut() else {
        return;
    };
    for document in issued {
        // What a decision says of itself is not what it says of the text it amends.
        let decision = notice.title.as_deref().is_some_and(|t| t.ends_with("决定"));
        if document.part == PartRole::Issued && !decision {
            if document.number.is_none() {
                document.number.clone_from(&notice.number);
            }
            if document.unified_number.is_none() {
                document.unified_number.clone_from(&notice.unified_number);
            }
        }
        if document.issuer.is_none() {
            document.issuer.clone_from(&notice.issuer);
        }
        if decision {
            document.published = document.published.or(notice.published).or(notice.dated);
            tell_kind(document);
            continue;
        }
        document.dated = document.dated.or(notice.dated);
        document.published = document.published.or(notice.published);
        document.draft |= notice.draft;
        let claims: BTreeMap<String, String> = notice
            .claims
            .iter()
            .filter(|(k, _)| {
                matches!(
                    k.as_str(),
                    "status" | "effective" | "expires" | "published" | "number"
                )
            })
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        for (key, value) in claims {
            document.claims.entry(key).or_insert(value);
        }
        let same = |field: &Field| match field {
            Field::Number => document.number == notice.number,
            Field::UnifiedNumber => document.unified_number == notice.unified_number,
            Field::Issuer => document.issuer == notice.issuer,
            Field::Dated => document.dated == notice.dated,
            Field::Published => document.published == notice.published,
            _ => false,
        };
        let claimed: Vec<Field> = notice.claimed.iter().copied().filter(same).collect();
        document.claimed = claimed;
        tell_kind(document);
    }
}
