//! Chinese names of what results are made of.

use crate::law::model::{Kind, Level, PartRole, Status};
use crate::search::filter::{KINDS, STATUSES};

use super::style::Mark;

/// Name of a kind.
pub fn kind(kind: Kind) -> &'static str {
    KINDS
        .iter()
        .find(|(known, ..)| *known == kind)
        .map_or("其他", |(_, zh, _)| zh)
}

/// Name of a status.
pub fn status(status: Status) -> &'static str {
    STATUSES
        .iter()
        .find(|(known, ..)| *known == status)
        .map_or("不确定", |(_, zh, _)| zh)
}

/// How a status is marked.
pub fn status_mark(status: Status) -> Mark {
    match status {
        Status::InForce => Mark::Good,
        Status::NotYetEffective | Status::Amended | Status::Unknown => Mark::Warn,
        Status::Repealed | Status::Expired => Mark::Bad,
    }
}

/// Name of a level.
pub fn level(level: Level) -> &'static str {
    match level {
        Level::Part => "编",
        Level::Chapter => "章",
        Level::Section => "节",
        Level::Article => "条",
        Level::Numbered => "编号段落",
        Level::Paragraph => "段落",
        Level::Preamble => "前言",
        Level::Note => "题注等",
        Level::Annex => "附件",
    }
}

/// Name of a part of a file.
pub fn part(part: PartRole) -> &'static str {
    match part {
        PartRole::Issued => "正文",
        PartRole::Notice => "印发通知",
        PartRole::Annex => "附件",
    }
}
