//! Which documents a search is limited to.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use super::agencies::full_name;
use super::days::DayRange;
use super::query::{FilterField, FilterTerm};
use crate::index::entry::{DocCard, Role};
use crate::index::payload::Root;
use crate::index::standing::Standings;
use crate::index::summary::{Summary, comparable};
use crate::index::sync::roots::shown;
use crate::law::model::{Kind, Status};
use crate::law::number::find_numbers;

/// A filter value nobody could mean.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("不认识的{field}“{value}”，可用：{allowed}")]
pub struct FilterError {
    /// Name of the filter in Chinese.
    pub field: &'static str,
    /// What was written.
    pub value: String,
    /// What may be written.
    pub allowed: String,
}

/// Chinese and English names of the kinds, in the order they are listed.
pub const KINDS: [(Kind, &str, &str); 11] = [
    (Kind::Law, "法律", "law"),
    (
        Kind::AdministrativeRegulation,
        "行政法规",
        "administrative_regulation",
    ),
    (Kind::LocalRegulation, "地方性法规", "local_regulation"),
    (
        Kind::JudicialInterpretation,
        "司法解释",
        "judicial_interpretation",
    ),
    (Kind::Rule, "规章", "rule"),
    (Kind::NormativeDocument, "规范性文件", "normative_document"),
    (Kind::Policy, "政策文件", "policy"),
    (Kind::Report, "工作报告", "report"),
    (Kind::Notice, "通知公告", "notice"),
    (Kind::Case, "案例", "case"),
    (Kind::Other, "其他", "other"),
];

/// Chinese and English names of the statuses.
pub const STATUSES: [(Status, &str, &str); 6] = [
    (Status::InForce, "现行有效", "in_force"),
    (Status::NotYetEffective, "尚未生效", "not_yet_effective"),
    (Status::Amended, "已被修改", "amended"),
    (Status::Repealed, "已废止", "repealed"),
    (Status::Expired, "已失效", "expired"),
    (Status::Unknown, "不确定", "unknown"),
];

/// Said where a filter by day of publication is set: a department's document seldom states one.
pub const STANDS_IN: &str = "未写公布日期的文件，按成文日期筛选";

/// A checked filter.
#[derive(Clone, Debug, PartialEq)]
enum Test {
    Title(String),
    /// Part of a maker's name, as written and with its short names written out.
    Issuer(String, String),
    Number(String, Option<String>),
    Kind(HashSet<Kind>),
    /// Any of the statuses; drafts too where asked for.
    Status(HashSet<Status>, bool),
    Year(i16, i16),
    Role(Role),
    Path(String),
    Region(String),
    Day(DayOf, DayRange),
}

/// Which of a document's days a filter is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayOf {
    Published,
    Effective,
    Expires,
}

/// A conjunction of filters on documents.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    tests: Vec<Test>,
}

fn named<T: Copy + Eq + std::hash::Hash>(
    value: &str,
    names: &[(T, &str, &str)],
    field: &'static str,
) -> Result<HashSet<T>, FilterError> {
    let mut found = HashSet::new();
    for part in value
        .split([',', '，', '、', '|'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let matching: Vec<T> = names
            .iter()
            .filter(|(_, zh, en)| {
                zh.contains(part) || part.contains(zh) || en.eq_ignore_ascii_case(part)
            })
            .map(|&(kind, ..)| kind)
            .collect();
        if matching.is_empty() {
            let allowed = names
                .iter()
                .map(|(_, zh, _)| *zh)
                .collect::<Vec<_>>()
                .join("、");
            return Err(FilterError {
                field,
                value: part.to_owned(),
                allowed,
            });
        }
        found.extend(matching);
    }
    Ok(found)
}

/// The statuses a filter names, and whether it names drafts, which are shown in the place of a status.
fn statuses(value: &str) -> Result<(HashSet<Status>, bool), FilterError> {
    let parts = value.split([',', '，', '、', '|']).map(str::trim);
    let (drafts, others): (Vec<&str>, Vec<&str>) =
        parts.partition(|part| matches!(*part, "草案" | "征求意见稿" | "draft"));
    let statuses = named(&others.join("、"), &STATUSES, "状态").map_err(|error| FilterError {
        allowed: format!("{}、草案", error.allowed),
        ..error
    })?;
    Ok((statuses, !drafts.is_empty()))
}

fn years(value: &str) -> Option<(i16, i16)> {
    let value = value.replace('年', "");
    let year = |text: &str| {
        text.trim()
            .parse::<i16>()
            .ok()
            .filter(|year| (1900..=2200).contains(year))
    };
    match value.split_once(['-', '—', '~', '～', '至', '－', '–']) {
        Some((from, to)) => {
            let from = if from.trim().is_empty() {
                Some(1900)
            } else {
                year(from)
            }?;
            let to = if to.trim().is_empty() {
                Some(2200)
            } else {
                year(to)
            }?;
            Some((from, to))
        }
        None => year(&value).map(|year| (year, year)),
    }
}

impl Filter {
    /// Checks filters as written.
    ///
    /// # Errors
    /// [`FilterError`] for a value nobody could mean.
    pub fn new(terms: &[FilterTerm]) -> Result<Self, FilterError> {
        let tests = terms
            .iter()
            .map(|term| {
                let value = term.value.clone();
                Ok(match term.field {
                    FilterField::Title => Test::Title(comparable(&value)),
                    FilterField::Issuer => {
                        Test::Issuer(comparable(&value), full_name(&comparable(&value)))
                    }
                    FilterField::Number => {
                        let key = find_numbers(&value)
                            .into_iter()
                            .next()
                            .map(|(_, number)| number.key);
                        Test::Number(comparable(&value), key)
                    }
                    FilterField::Kind => Test::Kind(named(&value, &KINDS, "类型")?),
                    FilterField::Status => {
                        let (statuses, drafts) = statuses(&value)?;
                        Test::Status(statuses, drafts)
                    }
                    FilterField::Year => {
                        let (from, to) = years(&value).ok_or_else(|| FilterError {
                            field: "年份",
                            value: value.clone(),
                            allowed: "2021 或 2019-2021".to_owned(),
                        })?;
                        Test::Year(from, to)
                    }
                    FilterField::Role => Test::Role(match value.as_str() {
                        "own" | "本局" | "本局文件" | "自有" => Role::Own,
                        "reference" | "法规" | "参考" | "参考法规" => Role::Reference,
                        _ => {
                            return Err(FilterError {
                                field: "范围",
                                value,
                                allowed: "本局（本局文件）、参考（参考法规）".to_owned(),
                            });
                        }
                    }),
                    FilterField::Path => Test::Path(value),
                    FilterField::Region => Test::Region(comparable(&value)),
                    FilterField::Published => Test::Day(DayOf::Published, days("公布", &value)?),
                    FilterField::Effective => Test::Day(DayOf::Effective, days("施行", &value)?),
                    FilterField::Expires => Test::Day(DayOf::Expires, days("到期", &value)?),
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { tests })
    }

    /// Whether every document passes.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether it asks for a day of publication.
    pub fn by_publication(&self) -> bool {
        self.tests
            .iter()
            .any(|test| matches!(test, Test::Day(DayOf::Published, _)))
    }

    /// Whether a document passes on a day.
    pub fn passes(&self, card: &DocCard, as_of: Date) -> bool {
        self.is_empty() || self.admits(&Described::of(card, as_of), as_of)
    }

    /// The same of what is known of a document on the day.
    pub fn admits(&self, document: &Described<'_>, as_of: Date) -> bool {
        self.tests.iter().all(|test| match test {
            Test::Title(part) => contains(document.title.as_deref(), part),
            Test::Issuer(part, full) => {
                let issuer = document.issuer.as_deref();
                contains(issuer, part)
                    || issuer.is_some_and(|issuer| full_name(issuer).contains(full.as_str()))
            }
            Test::Number(part, key) => match key {
                Some(key) => document.number == Some(key.as_str()),
                None => [document.number, document.unified_number]
                    .into_iter()
                    .flatten()
                    .any(|number| comparable(number).contains(part.as_str())),
            },
            Test::Kind(kinds) => kinds.contains(&document.kind),
            Test::Status(statuses, drafts) => {
                statuses.contains(&document.status) || (*drafts && document.draft)
            }
            Test::Year(from, to) => document
                .day()
                .is_some_and(|day| (*from..=*to).contains(&day.year())),
            Test::Role(role) => document.role == *role,
            Test::Path(part) => document.path.contains(part.as_str()),
            Test::Region(place) => in_region(document, place),
            Test::Day(of, range) => match of {
                // The date of a department's document stands in for its publication (DOMAIN §3).
                DayOf::Published => document.published.or(document.dated),
                DayOf::Effective => document.effective,
                DayOf::Expires => document.last_day,
            }
            .is_some_and(|day| range.contains(day, as_of)),
        })
    }
}

/// What filters look at of a document on some day.
#[derive(Clone, Debug)]
pub struct Described<'d> {
    /// Title, [`comparable`].
    pub title: Option<Cow<'d, str>>,
    /// 制定机关, [`comparable`].
    pub issuer: Option<Cow<'d, str>>,
    /// Key of its 文号.
    pub number: Option<&'d str>,
    /// 统一编号.
    pub unified_number: Option<&'d str>,
    /// Path as shown.
    pub path: Cow<'d, str>,
    /// Kind.
    pub kind: Kind,
    /// Draft.
    pub draft: bool,
    /// Role of its folder.
    pub role: Role,
    /// Status on the day.
    pub status: Status,
    /// 成文日期.
    pub dated: Option<Date>,
    /// 公布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force.
    pub last_day: Option<Date>,
}

impl<'d> Described<'d> {
    /// What a card says.
    pub fn of(card: &'d DocCard, as_of: Date) -> Self {
        Self {
            title: card.title.as_deref().map(|title| comparable(title).into()),
            issuer: card
                .issuer
                .as_deref()
                .map(|issuer| comparable(issuer).into()),
            number: card.number.as_ref().map(|number| number.key.as_str()),
            unified_number: card.unified_number.as_deref(),
            path: card.path.as_str().into(),
            kind: card.kind,
            draft: card.draft,
            role: card.role,
            status: card.status(as_of).0,
            dated: card.dated,
            published: card.published,
            effective: card.effective,
            last_day: card.last_day(),
        }
    }

    /// What the index's tables say. What takes longer and `filter` does not ask for is left open: status, role, path.
    pub fn from_tables(
        filter: &Filter,
        summary: &Summary<'d>,
        standings: &Standings,
        roots: &[Root],
        as_of: Date,
    ) -> Self {
        let asks = |which: fn(&Test) -> bool| filter.tests.iter().any(which);
        let (status, role) = if asks(|test| matches!(test, Test::Status(..) | Test::Role(_))) {
            let (status, _, role) = standings.get(summary.key, as_of);
            (status, role)
        } else {
            (Status::Unknown, Role::Own)
        };
        let path = if asks(|test| matches!(test, Test::Path(_))) {
            shown(summary.path, roots).into()
        } else {
            summary.path.into()
        };
        Self {
            title: summary.title.map(Cow::Borrowed),
            issuer: summary.issuer.map(Cow::Borrowed),
            number: summary.number,
            unified_number: summary.unified_number,
            path,
            kind: summary.kind,
            draft: summary.draft,
            role,
            status,
            dated: summary.dated(),
            published: summary.published(),
            effective: summary.effective(),
            last_day: summary.last_day(),
        }
    }

    /// The day it would be filed under, see [`DocCard::year`].
    fn day(&self) -> Option<Date> {
        self.dated.or(self.published).or(self.effective)
    }
}

/// The days a filter names.
fn days(field: &'static str, value: &str) -> Result<DayRange, FilterError> {
    DayRange::parse(value).ok_or_else(|| FilterError {
        field,
        value: value.to_owned(),
        allowed: "2021、2021-06、2021-06-30、2020..2021-06（起止都可省）、今年、去年、明年"
            .to_owned(),
    })
}

/// Whether a document is one of a place: by its maker or title, which begin with the place. 全国 and 国家
/// stand for what holds everywhere.
fn in_region(document: &Described<'_>, place: &str) -> bool {
    let local = matches!(
        document.kind,
        Kind::LocalRegulation | Kind::NormativeDocument | Kind::Notice | Kind::Policy
    );
    if matches!(place, "全国" | "国家" | "中央") {
        return !local
            && !document.issuer.as_deref().is_some_and(|name| {
                let head: String = name.chars().take(12).collect();
                !name.starts_with("国家") && head.contains(['省', '市', '县', '区', '州'])
            });
    }
    contains(document.issuer.as_deref(), place) || contains(document.title.as_deref(), place)
}

fn contains(text: Option<&str>, part: &str) -> bool {
    text.is_some_and(|text| text.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn year_ranges() {
        assert_eq!(years("2021"), Some((2021, 2021)));
        assert_eq!(years("2019-2021年"), Some((2019, 2021)));
        assert_eq!(years("2019-"), Some((2019, 2200)));
        assert_eq!(years("去年"), None);
    }

    #[test]
    fn drafts_are_asked_for_as_they_are_shown() {
        let term = |value: &str| FilterTerm {
            field: FilterField::Status,
            value: value.to_owned(),
        };
        let draft = DocCard {
            draft: true,
            ..DocCard::default()
        };
        let day = jiff::civil::date(2026, 11, 22);
        for (value, passes) in [("草案", true), ("已废止、草案", true), ("已废止", false)]
        {
            let filter = Filter::new(&[term(value)]).expect("known");
            assert_eq!(filter.passes(&draft, day), passes, "{value}");
            assert!(!filter.passes(&DocCard::default(), day), "{value}");
        }
        let error = Filter::new(&[term("草按")]).expect_err("unknown");
        assert!(error.allowed.ends_with("不确定、草案"), "{error}");
    }

    #[test]
    fn names_in_both_languages() {
        let some = named("废止,in_force", &STATUSES, "状态").expect("known");
        assert!(some.contains(&Status::Repealed) && some.contains(&Status::InForce));
        assert!(named("好", &STATUSES, "状态").is_err());
    }
}
