//! List definitions of a Word file (`PlfLst`, `PlfLfo`).

use super::cfb::{u16_at, u32_at};
use crate::extract::numbering::{
    Counters, Instance, LEVELS, LevelDefinition, ListDefinition, NumberFormat, Piece, Restart,
};

/// Most lists that are read.
const MOST: usize = 20_000;

/// Reads lists at `lists` and instances at `instances`, both offsets into the table stream.
pub fn read(table: &[u8], lists: usize, instances: usize) -> Counters {
    let mut counters = Counters::default();
    let _ = read_lists(table, lists, &mut counters);
    let _ = read_instances(table, instances, &mut counters);
    counters
}

fn read_lists(table: &[u8], from: usize, counters: &mut Counters) -> Option<()> {
    let count = usize::from(u16_at(table, from)?).min(MOST);
    // The levels of all lists follow the lists.
    let mut at = from + 2 + count * 28;
    for n in 0..count {
        let head = from + 2 + n * 28;
        let key = i64::from(u32_at(table, head)?);
        let simple = table.get(head + 26)? & 1 != 0;
        let mut definition = ListDefinition::default();
        for _ in 0..if simple { 1 } else { LEVELS } {
            let (level, next) = level(table, at)?;
            definition.levels.push(level);
            at = next;
        }
        counters.lists.insert(key, definition);
    }
    Some(())
}

fn read_instances(table: &[u8], from: usize, counters: &mut Counters) -> Option<()> {
    let count = (u32_at(table, from)? as usize).min(MOST);
    let mut at = from + 4 + count * 16;
    for n in 0..count {
        let head = from + 4 + n * 16;
        let mut instance = Instance {
            list: i64::from(u32_at(table, head)?),
            ..Instance::default()
        };
        let changes = *table.get(head + 12)?;
        // Reading goes on without the changes if they cannot be read.
        if let Some(next) = changed(table, at + 4, changes, &mut instance) {
            at = next;
        }
        counters
            .instances
            .insert(i64::try_from(n).unwrap_or(0) + 1, instance);
    }
    Some(())
}

fn changed(table: &[u8], from: usize, changes: u8, instance: &mut Instance) -> Option<usize> {
    let mut at = from;
    for _ in 0..changes {
        let start = u32_at(table, at)?.cast_signed();
        let flags = u32_at(table, at + 4)?;
        at += 8;
        let place = (flags & 0xF) as usize;
        if flags & 0x20 != 0 {
            let (level, next) = level(table, at)?;
            if flags & 0x10 != 0 {
                instance.starts.insert(place, level.start);
            }
            instance.levels.insert(place, level);
            at = next;
        } else if flags & 0x10 != 0 {
            instance.starts.insert(place, i64::from(start));
        }
    }
    Some(at)
}

/// A level at a byte, and the byte after it.
fn level(table: &[u8], at: usize) -> Option<(LevelDefinition, usize)> {
    let start = i64::from(u32_at(table, at)?.cast_signed());
    let format = *table.get(at + 4)?;
    let flags = *table.get(at + 5)?;
    let follow = *table.get(at + 15)?;
    let characters = usize::from(*table.get(at + 24)?);
    let paragraphs = usize::from(*table.get(at + 25)?);
    let limit = usize::from(*table.get(at + 26)?);
    let text = at + 28 + characters + paragraphs;
    let length = usize::from(u16_at(table, text)?);
    let units: Vec<u16> = (0..length)
        .map(|n| u16_at(table, text + 2 + n * 2))
        .collect::<Option<_>>()?;
    let mut pieces = Vec::new();
    let mut literal = Vec::new();
    for unit in units {
        if usize::from(unit) < LEVELS {
            if !literal.is_empty() {
                pieces.push(Piece::Literal(String::from_utf16_lossy(&literal)));
                literal.clear();
            }
            pieces.push(Piece::Number(usize::from(unit)));
        } else {
            literal.push(unit);
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(String::from_utf16_lossy(&literal)));
    }
    let restart = match (flags & 8 != 0, limit) {
        (false, _) => Restart::Higher,
        (true, 0) => Restart::Never,
        (true, limit) => Restart::After(limit - 1),
    };
    let definition = LevelDefinition {
        start,
        format: NumberFormat::coded(format),
        pieces,
        restart,
        legal: flags & 4 != 0,
        glued: follow == 2,
    };
    Some((definition, text + 2 + length * 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_with_one_level() {
        let mut table = vec![1, 0];
        table.extend(7u32.to_le_bytes());
        table.extend([0; 22]);
        table.extend([1, 0]);
        table.extend(1u32.to_le_bytes());
        table.extend([39, 0]);
        table.extend([1, 0, 0, 0, 0, 0, 0, 0, 0, 2]);
        table.extend([0; 12]);
        for unit in [3u16, u16::from_le_bytes([0x2C, 0x7B]), 0, 0x6761] {
            table.extend(unit.to_le_bytes());
        }
        let instances = table.len();
        table.extend(1u32.to_le_bytes());
        table.extend(7u32.to_le_bytes());
        table.extend([0; 12]);
        table.extend([0xFF; 4]);
        let mut counters = read(&table, 0, instances);
        assert_eq!(counters.next(1, 0).as_deref(), Some("第一条"));
        assert_eq!(counters.next(1, 0).as_deref(), Some("第二条"));
        for cut in 0..table.len() {
            let _ = read(&table[..cut], 0, instances);
        }
    }
}
