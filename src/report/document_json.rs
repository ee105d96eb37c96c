//! The document object of CONTRACT, shared by `search`, `list` and `check`.

use jiff::civil::Date;
use serde::Serialize;

use crate::index::entry::{DocCard, Role};
use crate::law::model::{Kind, Status};

/// A document as other programs see it.
#[derive(Debug, Serialize)]
pub struct DocumentJson<'a> {
    /// Stable over renames.
    pub id: &'a str,
    /// Path as shown.
    pub path: &'a str,
    /// Title.
    pub title: Option<&'a str>,
    /// 文号.
    pub number: Option<&'a str>,
    /// 制定机关.
    pub issuer: Option<&'a str>,
    /// Kind.
    pub kind: Kind,
    /// Role of its folder.
    pub role: Role,
    /// Draft.
    pub draft: bool,
    /// 公布日期.
    pub published: Option<Date>,
    /// 施行日期.
    pub effective: Option<Date>,
    /// Last day in force, extensions and what staff entered included.
    pub expires: Option<Date>,
    /// Where the last day comes from, when the document's own text does not state it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_source: Option<&'a str>,
    /// Status on the day asked for.
    pub status: Status,
    /// Why.
    pub status_reason: Option<&'a str>,
    /// The text is damaged or incomplete through no fault of the document (a scan, lost numbers).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub degraded: bool,
}

/// The object of a document on a day.
pub fn document(card: &DocCard, as_of: Date) -> DocumentJson<'_> {
    let (status, status_reason) = card.status(as_of);
    DocumentJson {
        id: &card.id,
        path: &card.path,
        title: card.title.as_deref(),
        number: card.number.as_ref().map(|number| number.text.as_str()),
        issuer: card.issuer.as_deref(),
        kind: card.kind,
        role: card.role,
        draft: card.draft,
        published: card.published,
        effective: card.effective,
        expires: card.last_day(),
        expires_source: card.last_day_source(),
        status,
        status_reason,
        degraded: card.degraded,
    }
}
