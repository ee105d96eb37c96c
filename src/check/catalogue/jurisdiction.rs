//! Profiles of places: how long papers may be in force, and which ones must say so.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use super::table::CatalogueError;
use crate::law::model::Kind;
use crate::text::toml_zh::{line_of, reason};

/// The rules of a place about the term of its normative documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Used where no other is chosen or fits.
    pub default: bool,
    /// Beginnings of the names of makers it holds for.
    pub region: Vec<String>,
    /// Longest term in months.
    pub max_validity_months: Option<u32>,
    /// Longest term of a trial rule in months.
    pub trial_validity_months: Option<u32>,
    /// Whether a paper must state its term.
    pub must_state_validity: bool,
    /// Papers of this day and later must.
    pub stated_since: Option<Date>,
    /// Months before expiry at which a paper should be evaluated.
    pub review_before_months: Option<u32>,
    /// Months before expiry at which we warn.
    pub expiring_months: u32,
    /// Words that mark a trial rule.
    pub trial_marks: Vec<String>,
    /// Kinds the rules of validity do not hold for.
    pub exempt_kinds: Vec<Kind>,
    /// Words in a title that exempt it.
    pub exempt_words: Vec<String>,
    /// Instrument, with its article where known.
    pub source: String,
    /// Whether the source was read.
    pub verified: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    profile: Vec<Written>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    parent: Option<String>,
    #[serde(default)]
    default: bool,
    #[serde(default)]
    region: Vec<String>,
    max_validity_months: Option<u32>,
    trial_validity_months: Option<u32>,
    must_state_validity: Option<bool>,
    stated_since: Option<String>,
    review_before_months: Option<u32>,
    expiring_months: Option<u32>,
    trial_marks: Option<Vec<String>>,
    exempt_kinds: Option<Vec<Kind>>,
    exempt_words: Option<Vec<String>>,
    source: String,
    #[serde(default)]
    article: String,
    verified: bool,
    #[serde(rename = "mark")]
    _mark: String,
    #[serde(default, rename = "note")]
    _note: String,
}

/// Reads the profiles of several files; later ones of the same name replace earlier ones.
pub(super) fn read(files: &[(&str, &str)]) -> Result<Vec<Profile>, CatalogueError> {
    let mut written: Vec<(String, Written)> = Vec::new();
    for (table, text) in files {
        let file: File = toml::from_str(text).map_err(|error| CatalogueError {
            table: (*table).to_owned(),
            line: error.span().map_or(0, |span| line_of(text, span.start)),
            problem: toml_problem(&error, text),
        })?;
        for profile in file.profile {
            written.retain(|(_, known)| known.name != profile.name);
            written.push(((*table).to_owned(), profile));
        }
    }
    let by_name: BTreeMap<String, Written> = written
        .iter()
        .map(|(_, profile)| (profile.name.clone(), profile.clone()))
        .collect();
    written
        .iter()
        .map(|(table, profile)| complete(table, profile, &by_name))
        .collect()
}

/// What is wrong with a table, in Chinese, with the item it is about.
fn toml_problem(error: &toml::de::Error, text: &str) -> String {
    let message = error.message();
    let quoted = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("unknown field") {
        return format!("不认识的项目“{quoted}”");
    }
    if message.starts_with("missing field") {
        return format!("缺少“{quoted}”");
    }
    if message.starts_with("unknown variant") {
        return format!("不认识的取值“{quoted}”");
    }
    if message.starts_with("invalid") {
        let line = error
            .span()
            .and_then(|span| text.lines().nth(line_of(text, span.start) - 1))
            .and_then(|line| line.split('=').next())
            .map(str::trim)
            .unwrap_or_default();
        return format!(
            "“{line}”的取值不对：该写文字的要加英文双引号，该写数字、true 或 false 的不加"
        );
    }
    reason(message)
}

/// Fills what a profile leaves to its parents.
fn complete(
    table: &str,
    own: &Written,
    all: &BTreeMap<String, Written>,
) -> Result<Profile, CatalogueError> {
    let fault = |problem: String| CatalogueError {
        table: table.to_owned(),
        line: 0,
        problem,
    };
    let mut line = vec![own];
    while let Some(parent) = line.last().and_then(|profile| profile.parent.as_ref()) {
        let parent = all
            .get(parent)
            .ok_or_else(|| fault(format!("“{}”的上级“{parent}”不存在", own.name)))?;
        if line.len() > all.len() {
            return Err(fault(format!("“{}”的上级绕成了圈", own.name)));
        }
        line.push(parent);
    }
    let since = line
        .iter()
        .find_map(|profile| profile.stated_since.as_ref());
    let stated_since = since
        .map(|text| {
            text.parse::<Date>()
                .map_err(|_| fault(format!("“{}”的 stated_since 不是日期", own.name)))
        })
        .transpose()?;
    Ok(Profile {
        name: own.name.clone(),
        default: own.default,
        region: own.region.clone(),
        max_validity_months: line.iter().find_map(|profile| profile.max_validity_months),
        trial_validity_months: line
            .iter()
            .find_map(|profile| profile.trial_validity_months),
        must_state_validity: line
            .iter()
            .find_map(|profile| profile.must_state_validity)
            .unwrap_or(false),
        stated_since,
        review_before_months: line.iter().find_map(|profile| profile.review_before_months),
        expiring_months: line
            .iter()
            .find_map(|profile| profile.expiring_months)
            .unwrap_or(6),
        trial_marks: line
            .iter()
            .find_map(|profile| profile.trial_marks.clone())
            .unwrap_or_default(),
        exempt_kinds: line
            .iter()
            .find_map(|profile| profile.exempt_kinds.clone())
            .unwrap_or_default(),
        exempt_words: line
            .iter()
            .find_map(|profile| profile.exempt_words.clone())
            .unwrap_or_default(),
        source: if own.article.is_empty() {
            own.source.clone()
        } else {
            format!("{}{}", own.source, own.article)
        },
        verified: own.verified,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_inherit_and_users_replace() {
        let base = "[[profile]]\nname='全国'\ndefault=true\nexpiring_months=6\ntrial_marks=['试行']\nsource='甲'\nverified=true\nmark='V'\n\
                    [[profile]]\nname='韶州市'\nparent='全国'\nregion=['韶州市']\nmax_validity_months=60\nsource='乙'\nverified=false\nmark='M'\n";
        let user = "[[profile]]\nname='韶州市'\nparent='全国'\nmax_validity_months=36\nsource='丙'\narticle='§3'\nverified=true\nmark='V'\n";
        let profiles = read(&[("a", base), ("b", user)]).unwrap();
        assert_eq!(profiles.len(), 2);
        let city = profiles
            .iter()
            .find(|profile| profile.name == "韶州市")
            .unwrap();
        assert_eq!(
            (city.max_validity_months, city.expiring_months),
            (Some(36), 6)
        );
        assert_eq!(city.trial_marks, ["试行"]);
        assert_eq!(city.source, "丙§3");
    }

    #[test]
    fn a_missing_parent_is_an_error() {
        let text = "[[profile]]\nname='甲'\nparent='乙'\nsource='x'\nverified=true\nmark='V'\n";
        assert!(
            read(&[("a", text)])
                .unwrap_err()
                .to_string()
                .contains("不存在")
        );
    }
}
