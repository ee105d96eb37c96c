//! All tables together, and the automata over their words.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::bodies::{self, Body};
use super::jurisdiction::{self, Profile};
use super::laws::{self, RepealedLaw, Revision};
use super::plans::{self, Plan};
use super::table::CatalogueError;
use super::wording::{self, OwnWords, Wording};

/// A table of the user's, with the file name of the table it adds to.
#[derive(Clone, Debug)]
pub struct UserTable {
    /// File name: `renamed_bodies.tsv`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The catalogue, ready to be asked.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// Repealed laws and papers.
    pub repealed: Vec<RepealedLaw>,
    /// Revised and new laws.
    pub revisions: Vec<Revision>,
    /// Old names of bodies.
    pub bodies: Vec<Body>,
    /// Plans, programmes, platforms and requirements that are over.
    pub plans: Vec<Plan>,
    /// Fair-competition wording.
    pub wording: Vec<Wording>,
    /// Places.
    pub profiles: Vec<Profile>,
    /// Over `bodies`, leftmost and longest.
    pub(in crate::check) body_names: AhoCorasick,
    /// Over `plans`, leftmost and longest.
    pub(in crate::check) plan_words: AhoCorasick,
    /// Over the short titles of `repealed` that are citations without book marks too.
    pub(in crate::check) bare_names: AhoCorasick,
    /// For each pattern of `bare_names` its row in `repealed`.
    pub(in crate::check) bare_rows: Vec<usize>,
}

macro_rules! built_in {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../../data/catalogue/", $name)),
        )
    };
}

/// The tables that come with the program.
const TABLES: [(&str, &str); 7] = [
    built_in!("repealed_laws.tsv"),
    built_in!("revised_laws.tsv"),
    built_in!("new_laws.tsv"),
    built_in!("renamed_bodies.tsv"),
    built_in!("past_plans.tsv"),
    built_in!("fair_competition.tsv"),
    built_in!("jurisdictions.toml"),
];

impl Catalogue {
    /// The tables that come with the program and those of the user.
    ///
    /// # Errors
    /// [`CatalogueError`] with the table and line of a malformed row, or the name of an unknown table.
    pub fn load(user: &[UserTable]) -> Result<Self, CatalogueError> {
        if let Some(unknown) = user
            .iter()
            .find(|table| TABLES.iter().all(|(name, _)| *name != table.name))
        {
            let known = TABLES.map(|(name, _)| name).join("、");
            return Err(CatalogueError {
                table: unknown.name.clone(),
                line: 0,
                problem: format!("没有这个目录表；可用的有：{known}"),
            });
        }
        let mut catalogue = Self {
            repealed: all("repealed_laws.tsv", user, laws::repealed)?,
            revisions: all("revised_laws.tsv", user, laws::revised)?,
            bodies: all("renamed_bodies.tsv", user, bodies::read)?,
            plans: all("past_plans.tsv", user, plans::read)?,
            wording: all("fair_competition.tsv", user, wording::fair_competition)?,
            profiles: jurisdiction::read(&texts("jurisdictions.toml", user))?,
            body_names: automaton(std::iter::empty())?,
            plan_words: automaton(std::iter::empty())?,
            bare_names: automaton(std::iter::empty())?,
            bare_rows: Vec::new(),
        };
        catalogue
            .revisions
            .extend(all("new_laws.tsv", user, laws::made)?);
        catalogue.body_names = automaton(catalogue.bodies.iter().map(|body| body.old.as_str()))?;
        catalogue.plan_words = automaton(catalogue.plans.iter().map(|plan| plan.words.as_str()))?;
        let bare = catalogue
            .repealed
            .iter()
            .enumerate()
            .filter(|(_, row)| row.bare.is_some() && row.short.is_some());
        catalogue.bare_rows = bare.map(|(at, _)| at).collect();
        let names = catalogue
            .bare_rows
            .iter()
            .filter_map(|&at| catalogue.repealed[at].short.as_deref());
        catalogue.bare_names = automaton(names)?;
        Ok(catalogue)
    }

    /// The same with wording of the bureau's own.
    #[must_use]
    pub fn with_own_words(mut self, own: &[OwnWords]) -> Self {
        self.wording.extend(
            own.iter()
                .enumerate()
                .map(|(at, words)| words.wording(at + 1)),
        );
        self
    }

    /// The profile of a place by name.
    pub fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|profile| profile.name == name)
    }

    /// The profile for a maker: the longest region its name begins with, else the default.
    pub fn profile_for(&self, maker: &str) -> Option<&Profile> {
        self.profiles
            .iter()
            .flat_map(|profile| profile.region.iter().map(move |region| (region, profile)))
            .filter(|(region, _)| maker.starts_with(region.as_str()))
            .max_by_key(|(region, _)| region.len())
            .map(|(_, profile)| profile)
            .or_else(|| self.profiles.iter().find(|profile| profile.default))
    }
}

/// The built-in text of a table and the user's.
fn texts<'t>(name: &'t str, user: &'t [UserTable]) -> Vec<(&'t str, &'t str)> {
    TABLES
        .iter()
        .copied()
        .chain(
            user.iter()
                .map(|table| (table.name.as_str(), table.text.as_str())),
        )
        .filter(|(table, _)| *table == name)
        .collect()
}

fn all<T>(
    name: &str,
    user: &[UserTable],
    read: impl Fn(&str, &str) -> Result<Vec<T>, CatalogueError>,
) -> Result<Vec<T>, CatalogueError> {
    let mut rows = Vec::new();
    for (table, text) in texts(name, user) {
        rows.extend(read(table, text)?);
    }
    Ok(rows)
}

fn automaton<'w>(words: impl Iterator<Item = &'w str>) -> Result<AhoCorasick, CatalogueError> {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .kind(Some(AhoCorasickKind::DFA))
        .build(words)
        .map_err(|error| CatalogueError {
            table: String::new(),
            line: 0,
            problem: format!("目录太大：{error}"),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_are_well_formed() {
        let catalogue = Catalogue::load(&[]).unwrap();
        assert!(
            catalogue.repealed.len() > 100
                && catalogue.bodies.len() > 200
                && catalogue.revisions.len() > 200
        );
        assert_eq!(
            catalogue
                .profiles
                .iter()
                .filter(|profile| profile.default)
                .count(),
            1
        );
        assert!(catalogue.profile_for("某地机关").unwrap().default);
    }

    #[test]
    fn users_add_rows_and_hear_where_they_err() {
        let table = |text: &str| UserTable {
            name: "renamed_bodies.tsv".into(),
            text: text.into(),
        };
        let good = Catalogue::load(&[table(
            "市孵化办\t市科技局\t2020\tmunicipal\tabolished\tword\t\t\t本地方案\tM\t\n",
        )])
        .unwrap();
        assert!(good.bodies.iter().any(|body| body.old == "市孵化办"));
        let error = Catalogue::load(&[table("# 注\n市孵化办\t市科技局\n")]).unwrap_err();
        assert_eq!(
            (error.table.as_str(), error.line),
            ("renamed_bodies.tsv", 2)
        );
        let unknown = UserTable {
            name: "x.tsv".into(),
            text: String::new(),
        };
        assert!(
            Catalogue::load(&[unknown])
                .unwrap_err()
                .problem
                .contains("没有这个目录表")
        );
    }
}
