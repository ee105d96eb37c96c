//! Compound files (MS-CFB): streams by name, following chains that may lie.

/// A compound file.
pub struct Compound<'b> {
    bytes: &'b [u8],
    shift: u32,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    small_shift: u32,
    cutoff: u64,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

const END: u32 = 0xFFFF_FFFA;

/// Little-endian numbers at places that may not exist.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(
        bytes.get(at..at.checked_add(2)?)?.try_into().ok()?,
    ))
}

/// See [`u16_at`].
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(
        bytes.get(at..at.checked_add(4)?)?.try_into().ok()?,
    ))
}

impl<'b> Compound<'b> {
    /// Opens a file; `None` where its header or directory cannot be read.
    pub fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = u32::from(u16_at(bytes, 0x1E)?);
        let small_shift = u32::from(u16_at(bytes, 0x20)?);
        if !(7..=16).contains(&shift) || !(4..=shift).contains(&small_shift) {
            return None;
        }
        let mut file = Self {
            bytes,
            shift,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            small_shift,
            cutoff: u64::from(u32_at(bytes, 0x38)?),
            entries: Vec::new(),
        };
        let sectors = bytes.len() >> shift;
        let mut places: Vec<u32> = (0..109)
            .filter_map(|n| u32_at(bytes, 0x4C + n * 4))
            .collect();
        let mut next = u32_at(bytes, 0x44)?;
        let per_sector = (1usize << shift) / 4;
        for _ in 0..sectors {
            if next >= END {
                break;
            }
            let sector = file.sector(next)?;
            places.extend((0..per_sector - 1).filter_map(|n| u32_at(sector, n * 4)));
            next = u32_at(sector, (per_sector - 1) * 4)?;
        }
        for place in places
            .into_iter()
            .filter(|place| *place < END)
            .take(sectors + 1)
        {
            // A table that breaks off leaves the chains it would have described.
            let Some(sector) = file.sector(place) else {
                break;
            };
            let words: Vec<u32> = (0..per_sector)
                .filter_map(|n| u32_at(sector, n * 4))
                .collect();
            file.table.extend(words);
        }
        let directory = file.chain(u32_at(bytes, 0x30)?, u64::MAX);
        let wide = u16_at(bytes, 0x1A) == Some(4);
        let mut root = None;
        for entry in directory.chunks_exact(128) {
            let length = usize::from(u16_at(entry, 64)?).saturating_sub(2).min(62);
            let units: Vec<u16> = (0..length / 2)
                .filter_map(|n| u16_at(entry, n * 2))
                .collect();
            let size = u64::from(u32_at(entry, 120)?)
                | if wide {
                    u64::from(u32_at(entry, 124)?) << 32
                } else {
                    0
                };
            let read = Entry {
                name: String::from_utf16_lossy(&units),
                start: u32_at(entry, 116)?,
                size,
            };
            match entry[66] {
                5 if root.is_none() => root = Some((read.start, read.size)),
                2 => file.entries.push(read),
                _ => {}
            }
        }
        let small_table = file.chain(u32_at(bytes, 0x3C)?, u64::MAX);
        file.small_table = (0..small_table.len() / 4)
            .filter_map(|n| u32_at(&small_table, n * 4))
            .collect();
        if let Some((start, size)) = root {
            file.small = file.chain(start, size);
        }
        (!file.entries.is_empty()).then_some(file)
    }

    /// The sector, or what is left of it at the end of the file.
    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let size = 1usize << self.shift;
        let from = (number as usize).checked_add(1)?.checked_mul(size)?;
        self.bytes
            .get(from..from.checked_add(size)?.min(self.bytes.len()))
            .filter(|sector| !sector.is_empty())
    }

    fn chain(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = start;
        // No chain is longer than the file.
        for _ in 0..=self.table.len() {
            if next >= END || out.len() as u64 >= size {
                break;
            }
            let Some(sector) = self.sector(next) else {
                break;
            };
            out.extend_from_slice(sector);
            let Some(&following) = self.table.get(next as usize) else {
                break;
            };
            next = following;
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        out
    }

    fn small_chain(&self, start: u32, size: u64) -> Vec<u8> {
        let step = 1usize << self.small_shift;
        let mut out = Vec::new();
        let mut next = start;
        for _ in 0..=self.small_table.len() {
            if next >= END || out.len() as u64 >= size {
                break;
            }
            let from = next as usize * step;
            let Some(part) = self.small.get(from..(from + step).min(self.small.len())) else {
                break;
            };
            out.extend_from_slice(part);
            let Some(&following) = self.small_table.get(next as usize) else {
                break;
            };
            next = following;
        }
        out.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        out
    }

    /// The bytes of a stream, by name without regard to case.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(if entry.size < self.cutoff {
            self.small_chain(entry.start, entry.size)
        } else {
            self.chain(entry.start, entry.size)
        })
    }
}
