//! The status over time of a document with a fact laid over it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Fact;
use crate::index::entry::DocCard;
use crate::law::model::{Status, StatusInterval};

/// Lays a fact over the resolved status of a card: its first day, its last day, its repeal.
///
/// The order of DESIGN D6 holds: repealed before expired before amended. A later last day revives what
/// had expired, but never what was repealed. A draft stays a draft.
pub fn settle(fact: &Fact, card: &mut DocCard) {
    if card.draft || (fact.effective.is_none() && fact.expires.is_none() && fact.repealed.is_none())
    {
        return;
    }
    let begun = fact
        .effective
        .or(card.effective)
        .or(card.published)
        .or(card.dated);
    let mut starts: BTreeSet<Option<Date>> = BTreeSet::from([None]);
    for interval in &card.intervals {
        starts.insert(interval.from);
        starts.extend(interval.to.and_then(|day| day.tomorrow().ok()).map(Some));
    }
    starts.extend(
        [fact.effective, fact.repealed]
            .into_iter()
            .flatten()
            .map(Some),
    );
    starts.extend(fact.expires.and_then(|day| day.tomorrow().ok()).map(Some));
    let starts: Vec<Option<Date>> = starts.into_iter().collect();
    let mut intervals: Vec<StatusInterval> = Vec::new();
    for (at, &from) in starts.iter().enumerate() {
        let to = starts
            .get(at + 1)
            .copied()
            .flatten()
            .and_then(|day| day.yesterday().ok());
        let old = known(&card.intervals, from);
        let next = StatusInterval {
            from,
            to,
            ..changed(fact, old, from, begun)
        };
        match intervals.last_mut() {
            Some(last)
                if (last.status, &last.reason, &last.by)
                    == (next.status, &next.reason, &next.by) =>
            {
                last.to = next.to;
            }
            _ => intervals.push(next),
        }
    }
    card.intervals = intervals;
}

/// What was known of the stretch that begins on `from`.
fn known(intervals: &[StatusInterval], from: Option<Date>) -> StatusInterval {
    intervals
        .iter()
        .find(|interval| match from {
            None => interval.from.is_none(),
            Some(day) => {
                interval.from.is_none_or(|first| first <= day)
                    && interval.to.is_none_or(|last| day <= last)
            }
        })
        .cloned()
        .unwrap_or(StatusInterval {
            from: None,
            to: None,
            status: Status::Unknown,
            reason: None,
            by: None,
            certain: true,
        })
}

/// A stretch with the fact laid over it; no stretch straddles a day the fact names.
fn changed(
    fact: &Fact,
    old: StatusInterval,
    from: Option<Date>,
    begun: Option<Date>,
) -> StatusInterval {
    let manual = |status: Status, what: String| StatusInterval {
        from: None,
        to: None,
        status,
        reason: Some(format!("{what}（{}）", fact.origin())),
        by: None,
        certain: true,
    };
    let reached = |day: Date| from.is_some_and(|from| from >= day);
    if fact.repealed.is_some_and(reached) {
        let by = fact.repealed_by.as_deref().unwrap_or_default();
        let what = if by.is_empty() {
            "已废止".to_owned()
        } else {
            format!("被{by}废止")
        };
        return manual(Status::Repealed, what);
    }
    if old.status == Status::Repealed {
        return old;
    }
    if let Some(last) = fact.expires {
        if from.is_some_and(|from| from > last) {
            return manual(Status::Expired, format!("有效期于 {last} 届满"));
        }
        let alive = old.status == Status::Expired
            || (old.status == Status::Unknown && begun.is_some_and(reached));
        if alive && fact.effective.is_none_or(reached) {
            return manual(Status::InForce, format!("有效至 {last}"));
        }
    }
    if let Some(first) = fact.effective {
        if !reached(first) {
            return manual(Status::NotYetEffective, format!("自 {first} 起施行"));
        }
        // A plan whose period is over was known before; its first day does not settle that.
        let unknown = old.status == Status::Unknown && old.from.is_none();
        if old.status == Status::NotYetEffective || unknown {
            return manual(Status::InForce, format!("自 {first} 起施行"));
        }
    }
    old
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::check::facts::Facts;

    fn fact(rows: &str) -> Fact {
        let text = format!(
            "[[fact]]\ndocument = \"x\"\nsource = \"函\"\nperson = \"李四\"\ndate = 2026-03-01\n{rows}"
        );
        Facts::from_toml(&text)
            .expect("well-formed")
            .facts
            .remove(0)
    }

    #[test]
    fn an_effect_of_its_own() {
        let mut card = DocCard::default();
        settle(
            &fact("effective = 2024-01-01\nexpires = 2026-12-31\n"),
            &mut card,
        );
        let days = [
            date(2023, 12, 31),
            date(2024, 1, 1),
            date(2026, 12, 31),
            date(2027, 1, 1),
        ];
        let statuses: Vec<Status> = days.iter().map(|&day| card.status(day).0).collect();
        assert_eq!(
            statuses,
            [
                Status::NotYetEffective,
                Status::InForce,
                Status::InForce,
                Status::Expired
            ]
        );
    }

    #[test]
    fn a_draft_stays_a_draft() {
        let mut card = DocCard {
            draft: true,
            ..DocCard::default()
        };
        settle(&fact("effective = 2024-01-01\n"), &mut card);
        assert!(card.intervals.is_empty());
    }

    #[test]
    fn a_longer_term_does_not_undo_a_repeal() {
        let repealed = StatusInterval {
            from: Some(date(2023, 6, 1)),
            to: None,
            status: Status::Repealed,
            reason: None,
            by: Some("b".to_owned()),
            certain: true,
        };
        let mut card = DocCard {
            intervals: vec![repealed],
            ..DocCard::default()
        };
        settle(&fact("expires = 2030-12-31\n"), &mut card);
        assert_eq!(card.status(date(2024, 1, 1)).0, Status::Repealed);
    }
}
