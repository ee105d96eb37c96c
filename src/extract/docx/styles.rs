//! Styles and list definitions of a docx package.

use std::collections::HashMap;

use crate::extract::numbering::{
    Counters, Instance, LEVELS, LevelDefinition, ListDefinition, NumberFormat, Restart, pieces,
};
use crate::extract::xml::Element;

/// What a style says about numbering and hiding.
#[derive(Clone, Debug, Default)]
struct Style {
    based_on: Option<String>,
    instance: Option<i64>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// Styles by id.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    default: Option<String>,
    /// Level of a list that a style stands for, by list and style.
    linked: HashMap<(i64, String), usize>,
}

/// Longest chain of styles based on each other; a loop ends here.
const CHAIN: usize = 20;

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn read(root: &Element) -> Self {
        let mut styles = Self::default();
        for style in root.all("style") {
            let Some(id) = style.get("styleId") else {
                continue;
            };
            let numbers = style.child("pPr").and_then(|p| p.child("numPr"));
            let integer = |name: &str| numbers?.val(name)?.trim().parse::<i64>().ok();
            let hidden = style
                .child("rPr")
                .filter(|r| r.child("vanish").is_some())
                .map(|r| r.on("vanish"));
            if style.get("type") == Some("paragraph")
                && matches!(style.get("default"), Some("1" | "true"))
            {
                styles.default = Some(id.to_owned());
            }
            let read = Style {
                based_on: style.val("basedOn").map(str::to_owned),
                instance: integer("numId"),
                level: integer("ilvl").and_then(|level| usize::try_from(level).ok()),
                hidden,
            };
            styles.by_id.insert(id.to_owned(), read);
        }
        styles
    }

    /// Reads `word/numbering.xml` into counters, and which styles stand for which levels.
    pub fn read_lists(&mut self, root: &Element) -> Counters {
        let mut counters = Counters::default();
        // A list may be defined by a numbering style, which names an instance of another list.
        let mut by_style: HashMap<String, i64> = HashMap::new();
        let mut links: HashMap<i64, String> = HashMap::new();
        for list in root.all("abstractNum") {
            let Some(key) = list
                .get("abstractNumId")
                .and_then(|id| id.parse::<i64>().ok())
            else {
                continue;
            };
            let mut definition = ListDefinition::default();
            for level in list.all("lvl") {
                let Some(at) = level.get("ilvl").and_then(|at| at.parse::<usize>().ok()) else {
                    continue;
                };
                if at >= LEVELS {
                    continue;
                }
                if definition.levels.len() <= at {
                    definition
                        .levels
                        .resize_with(at + 1, LevelDefinition::default);
                }
                definition.levels[at] = level_definition(level);
                if let Some(style) = level.val("pStyle") {
                    self.linked.insert((key, style.to_owned()), at);
                }
            }
            if let Some(style) = list.val("styleLink") {
                by_style.insert(style.to_owned(), key);
            }
            if let Some(style) = list.val("numStyleLink") {
                links.insert(key, style.to_owned());
            }
            counters.lists.insert(key, definition);
        }
        for instance in root.all("num") {
            let Some(key) = instance.get("numId").and_then(|id| id.parse::<i64>().ok()) else {
                continue;
            };
            let Some(list) = instance
                .val("abstractNumId")
                .and_then(|id| id.parse::<i64>().ok())
            else {
                continue;
            };
            let list = links
                .get(&list)
                .and_then(|style| by_style.get(style))
                .copied()
                .unwrap_or(list);
            let mut read = Instance {
                list,
                ..Instance::default()
            };
            for change in instance.all("lvlOverride") {
                let Some(at) = change.get("ilvl").and_then(|at| at.parse::<usize>().ok()) else {
                    continue;
                };
                if let Some(start) = change
                    .val("startOverride")
                    .and_then(|start| start.parse::<i64>().ok())
                {
                    read.starts.insert(at, start);
                }
                if let Some(level) = change.child("lvl") {
                    let level = level_definition(level);
                    read.starts.entry(at).or_insert(level.start);
                    read.levels.insert(at, level);
                }
            }
            counters.instances.insert(key, read);
        }
        counters
    }

    fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let first = style.or(self.default.as_deref());
        let mut next = first;
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.by_id.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(CHAIN)
    }

    /// Instance and level of a paragraph's number, from its own properties and its style.
    pub fn number(
        &self,
        counters: &Counters,
        style: Option<&str>,
        own: (Option<i64>, Option<usize>),
    ) -> Option<(i64, usize)> {
        let found = self
            .chain(style)
            .find_map(|(id, style)| style.instance.map(|instance| (id, instance)));
        let instance = own
            .0
            .or(found.map(|(_, instance)| instance))
            .filter(|&instance| instance != 0)?;
        let level = own.1.or_else(|| {
            // The level that a style of the chain is linked to, or the one the style names.
            let list = counters.instances.get(&instance)?.list;
            let linked = self
                .chain(style)
                .find_map(|(id, _)| self.linked.get(&(list, id.to_owned())).copied());
            let named = || self.chain(style).find_map(|(_, style)| style.level);
            if own.0.is_some() {
                None
            } else {
                linked.or_else(named)
            }
        });
        Some((instance, level.unwrap_or(0)))
    }

    /// Whether a style hides its text.
    pub fn hides(&self, style: &str) -> bool {
        self.chain(Some(style))
            .find_map(|(_, style)| style.hidden)
            .unwrap_or(false)
    }
}

fn level_definition(level: &Element) -> LevelDefinition {
    // Custom formats stand in alternate content, with a plain one to fall back on.
    let fallback = level
        .child("AlternateContent")
        .and_then(|a| a.child("Fallback"));
    let format = level
        .val("numFmt")
        .or_else(|| fallback.and_then(|f| f.val("numFmt")))
        .unwrap_or("decimal");
    let restart = match level
        .val("lvlRestart")
        .and_then(|at| at.parse::<usize>().ok())
    {
        None => Restart::Higher,
        Some(0) => Restart::Never,
        Some(after) => Restart::After(after - 1),
    };
    LevelDefinition {
        start: level
            .val("start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(0),
        format: NumberFormat::named(format),
        pieces: pieces(level.val("lvlText").unwrap_or_default()),
        restart,
        legal: level.on("isLgl"),
        glued: level.val("suff") == Some("nothing"),
    }
}
