//! What the ranking needs of every clause, packed into one number of its entry.

use crate::law::model::{Kind, Level};

/// Facts of a clause that never change without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Structural level.
    pub level: Level,
    /// Kind of its document.
    pub kind: Kind,
    /// Whether its document is a draft.
    pub draft: bool,
}

const LEVELS: [Level; 9] = [
    Level::Part,
    Level::Chapter,
    Level::Section,
    Level::Article,
    Level::Numbered,
    Level::Paragraph,
    Level::Preamble,
    Level::Note,
    Level::Annex,
];

const KINDS: [Kind; 11] = [
    Kind::Law,
    Kind::AdministrativeRegulation,
    Kind::LocalRegulation,
    Kind::JudicialInterpretation,
    Kind::Rule,
    Kind::NormativeDocument,
    Kind::Policy,
    Kind::Report,
    Kind::Notice,
    Kind::Case,
    Kind::Other,
];

impl Traits {
    /// As one number.
    pub fn pack(self) -> u64 {
        let place = |at: Option<usize>| at.unwrap_or(0) as u64;
        place(LEVELS.iter().position(|&level| level == self.level))
            | place(KINDS.iter().position(|&kind| kind == self.kind)) << 4
            | u64::from(self.draft) << 8
    }

    /// From one number; bits of a later version are ignored.
    pub fn unpack(packed: u64) -> Self {
        Self {
            level: LEVELS
                .get((packed & 15) as usize)
                .copied()
                .unwrap_or(Level::Paragraph),
            kind: KINDS
                .get((packed >> 4 & 15) as usize)
                .copied()
                .unwrap_or(Kind::Other),
            draft: packed >> 8 & 1 == 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packing_is_reversible() {
        for level in LEVELS {
            for kind in KINDS {
                let traits = Traits {
                    level,
                    kind,
                    draft: level == Level::Note,
                };
                assert_eq!(Traits::unpack(traits.pack()), traits);
            }
        }
    }
}
