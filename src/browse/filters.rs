//! The filters of the screen, and what can be chosen for each.

use std::collections::BTreeSet;

use crate::law::model::{Kind, Status};
use crate::report::names;
use crate::search::Query;
use crate::search::facets::Facets;
use crate::search::filter::{KINDS, STATUSES};
use crate::search::query::{FilterField, FilterTerm};

/// What can be filtered by at a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field {
    /// Kind of document.
    #[default]
    Kind,
    /// Status on the day asked for.
    Status,
    /// Issuer.
    Issuer,
    /// Year.
    Year,
}

impl Field {
    /// In the order of the menu.
    pub const ALL: [Self; 4] = [Self::Kind, Self::Status, Self::Issuer, Self::Year];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "类型",
            Self::Status => "时效",
            Self::Issuer => "机关",
            Self::Year => "年份",
        }
    }

    /// The field so many places on.
    #[must_use]
    pub fn step(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|&field| field == self);
        Self::ALL[(at.unwrap_or(0) + by) % Self::ALL.len()]
    }
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// A kind.
    Kind(Kind),
    /// A status.
    Status(Status),
    /// An issuer.
    Issuer(String),
    /// A year.
    Year(i16),
}

impl Value {
    /// Its name.
    pub fn name(&self) -> String {
        match self {
            Self::Kind(kind) => names::kind(*kind).to_owned(),
            Self::Status(status) => names::status(*status).to_owned(),
            Self::Issuer(issuer) => issuer.clone(),
            Self::Year(year) => year.to_string(),
        }
    }
}

/// A value with how often it occurs in the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The value.
    pub value: Value,
    /// Clauses with it.
    pub count: usize,
}

/// The filters that are set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Filters given when the screen was started, in the query language.
    pub given: String,
    /// Kinds, any of them.
    pub kinds: BTreeSet<Kind>,
    /// Statuses, any of them.
    pub statuses: BTreeSet<Status>,
    /// Part of the issuer's name.
    pub issuer: Option<String>,
    /// Year.
    pub year: Option<i16>,
}

fn english<T: Copy + PartialEq>(value: T, names: &[(T, &str, &'static str)]) -> &'static str {
    names
        .iter()
        .find(|(known, ..)| *known == value)
        .map_or("", |(_, _, name)| name)
}

impl Filters {
    /// The filters in the query language, but for those on one field.
    pub fn text(&self, without: Option<Field>) -> String {
        let mut text = self.given.clone();
        let list = |names: Vec<&str>| names.join(",");
        if without != Some(Field::Kind) && !self.kinds.is_empty() {
            let kinds = self.kinds.iter().map(|&kind| english(kind, &KINDS));
            text.push_str(&format!(" kind:{}", list(kinds.collect())));
        }
        if without != Some(Field::Status) && !self.statuses.is_empty() {
            let statuses = self
                .statuses
                .iter()
                .map(|&status| english(status, &STATUSES));
            text.push_str(&format!(" status:{}", list(statuses.collect())));
        }
        if without != Some(Field::Issuer)
            && let Some(issuer) = &self.issuer
        {
            let issuer = issuer.replace('\\', "\\\\").replace('"', "\\\"");
            text.push_str(&format!(" issuer:\"{issuer}\""));
        }
        if without != Some(Field::Year)
            && let Some(year) = self.year
        {
            text.push_str(&format!(" year:{year}"));
        }
        text
    }

    /// Whether nothing is set at a key.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
            && self.statuses.is_empty()
            && self.issuer.is_none()
            && self.year.is_none()
    }

    /// Whether a value is set.
    pub fn has(&self, value: &Value) -> bool {
        match value {
            Value::Kind(kind) => self.kinds.contains(kind),
            Value::Status(status) => self.statuses.contains(status),
            Value::Issuer(issuer) => self.issuer.as_ref() == Some(issuer),
            Value::Year(year) => self.year == Some(*year),
        }
    }

    /// Sets a value, or takes it out.
    pub fn toggle(&mut self, value: &Value) {
        match value {
            Value::Kind(kind) => {
                if !self.kinds.remove(kind) {
                    self.kinds.insert(*kind);
                }
            }
            Value::Status(status) => {
                if !self.statuses.remove(status) {
                    self.statuses.insert(*status);
                }
            }
            Value::Issuer(issuer) => {
                self.issuer = if self.issuer.as_ref() == Some(issuer) {
                    None
                } else {
                    Some(issuer.clone())
                };
            }
            Value::Year(year) => {
                self.year = if self.year == Some(*year) {
                    None
                } else {
                    Some(*year)
                };
            }
        }
    }

    /// Choices with those that are set among them even where nothing has them now.
    pub fn with_set(&self, field: Field, mut choices: Vec<Choice>) -> Vec<Choice> {
        let set: Vec<Value> = match field {
            Field::Kind => self.kinds.iter().map(|&kind| Value::Kind(kind)).collect(),
            Field::Status => self
                .statuses
                .iter()
                .map(|&status| Value::Status(status))
                .collect(),
            Field::Issuer => self.issuer.iter().cloned().map(Value::Issuer).collect(),
            Field::Year => self.year.iter().map(|&year| Value::Year(year)).collect(),
        };
        for value in set {
            if !choices.iter().any(|choice| choice.value == value) {
                choices.push(Choice { value, count: 0 });
            }
        }
        choices
    }

    /// Takes out what is set on a field.
    pub fn clear(&mut self, field: Field) {
        match field {
            Field::Kind => self.kinds.clear(),
            Field::Status => self.statuses.clear(),
            Field::Issuer => self.issuer = None,
            Field::Year => self.year = None,
        }
    }

    /// What is set, for the reader.
    pub fn shown(&self) -> Vec<String> {
        let given = Query::parse(&self.given, false).filters;
        let mut shown: Vec<String> = given.iter().map(in_chinese).collect();
        let join = |names: Vec<&str>| names.join("、");
        if !self.kinds.is_empty() {
            let kinds = self.kinds.iter().map(|&kind| names::kind(kind)).collect();
            shown.push(format!("类型:{}", join(kinds)));
        }
        if !self.statuses.is_empty() {
            let statuses = self
                .statuses
                .iter()
                .map(|&status| names::status(status))
                .collect();
            shown.push(format!("时效:{}", join(statuses)));
        }
        shown.extend(self.issuer.iter().map(|issuer| format!("机关:{issuer}")));
        shown.extend(self.year.iter().map(|year| format!("年份:{year}")));
        shown
    }
}

/// A filter as staff read it, in whatever language it was given.
fn in_chinese(given: &FilterTerm) -> String {
    let values = |names: &[(&str, &str)]| -> String {
        let named = |value: &str| {
            let known = names.iter().find(|(_, en)| en.eq_ignore_ascii_case(value));
            known.map_or_else(|| value.to_owned(), |(zh, _)| (*zh).to_owned())
        };
        let values = given.value.split([',', '，', '、', '|']).map(str::trim);
        values.map(named).collect::<Vec<_>>().join("、")
    };
    let (name, value) = match given.field {
        FilterField::Title => ("标题", given.value.clone()),
        FilterField::Issuer => ("机关", given.value.clone()),
        FilterField::Number => ("文号", given.value.clone()),
        FilterField::Kind => ("类型", values(&KINDS.map(|(_, zh, en)| (zh, en)))),
        FilterField::Status => ("时效", values(&STATUSES.map(|(_, zh, en)| (zh, en)))),
        FilterField::Year => ("年份", given.value.clone()),
        FilterField::Role => ("范围", values(&[("本局", "own"), ("参考", "reference")])),
        FilterField::Path => ("文件", given.value.clone()),
        FilterField::Region => ("地区", given.value.clone()),
        FilterField::Published => ("公布", given.value.clone()),
        FilterField::Effective => ("施行", given.value.clone()),
        FilterField::Expires => ("到期", given.value.clone()),
    };
    format!("{name}:{value}")
}

/// What can be chosen for a field, from the counts of a result. Kinds and statuses come in their own order,
/// issuers by frequency, years from the latest.
pub fn choices(field: Field, facets: &Facets) -> Vec<Choice> {
    let choice = |value, count| Choice { value, count };
    match field {
        Field::Kind => {
            let mut kinds = facets.kinds.clone();
            kinds.sort();
            kinds
                .into_iter()
                .map(|(kind, count)| choice(Value::Kind(kind), count))
                .collect()
        }
        Field::Status => {
            let mut statuses = facets.statuses.clone();
            statuses.sort();
            statuses
                .into_iter()
                .map(|(status, count)| choice(Value::Status(status), count))
                .collect()
        }
        Field::Issuer => {
            let known: Vec<(&String, usize)> = facets
                .issuers
                .iter()
                .filter_map(|(issuer, count)| Some((issuer.as_ref()?, *count)))
                .collect();
            // The filter takes a part of the name, so that 国务院 finds 国务院办公厅 too.
            let mut choices: Vec<Choice> = known
                .iter()
                .map(|(issuer, _)| {
                    let all = known.iter().filter(|(other, _)| other.contains(*issuer));
                    let count = all.map(|(_, count)| count).sum();
                    choice(Value::Issuer((*issuer).clone()), count)
                })
                .collect();
            choices.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
            choices
        }
        Field::Year => facets
            .years
            .iter()
            .filter_map(|(year, count)| Some(choice(Value::Year((*year)?), *count)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::entry::DocCard;
    use crate::search::filter::Filter;

    #[test]
    fn what_is_set_is_understood_by_the_search() {
        let mut filters = Filters::default();
        for value in [
            Value::Kind(Kind::Rule),
            Value::Kind(Kind::AdministrativeRegulation),
            Value::Status(Status::NotYetEffective),
            Value::Issuer("韶州市“科技”局\"".to_owned()),
            Value::Year(2021),
        ] {
            filters.toggle(&value);
            assert!(filters.has(&value));
        }
        let query = Query::parse(&filters.text(None), false);
        assert_eq!(query.filters.len(), 4, "{query:?}");
        assert!(query.words.is_empty() && query.literals.is_empty());
        let filter = Filter::new(&query.filters).expect("known values");
        let as_of = jiff::civil::date(2026, 11, 22);
        assert!(!filter.passes(&DocCard::default(), as_of));
        let without = Query::parse(&filters.text(Some(Field::Issuer)), false);
        assert_eq!(without.filters.len(), 3);
        filters.clear(Field::Kind);
        filters.toggle(&Value::Year(2021));
        assert_eq!(filters.shown(), ["时效:尚未生效", "机关:韶州市“科技”局\""]);
    }

    #[test]
    fn what_was_given_is_shown_in_chinese() {
        let filters = Filters {
            given: " status:\"in_force，已废止\" role:\"own\" title:\"甲 乙\"".to_owned(),
            ..Filters::default()
        };
        assert_eq!(
            filters.shown(),
            ["时效:现行有效、已废止", "范围:本局", "标题:甲乙"]
        );
    }

    #[test]
    fn issuers_count_those_their_name_is_part_of() {
        let issuer = |name: &str| (Some(name.to_owned()), 1);
        let facets = Facets {
            issuers: vec![issuer("韶州市人民政府办公室"), issuer("韶州市人民政府")],
            ..Facets::default()
        };
        let choices = choices(Field::Issuer, &facets);
        assert_eq!(choices[0].value.name(), "韶州市人民政府");
        assert_eq!((choices[0].count, choices[1].count), (2, 1));
    }
}
