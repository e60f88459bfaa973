//! The system's Chinese fonts: a serif one for titles and a sans-serif one for the rest.

use std::sync::LazyLock;

use ab_glyph::{Font, FontRef, PxScale, ScaleFont};
use fontdb::{Database, Family, ID, Query, Weight};

/// Families for titles, the best first.
const SERIF: [&str; 7] = [
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Songti SC",
    "STSong",
    "SimSun",
];

/// Families for everything else, the best first.
const SANS: [&str; 9] = [
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
];

/// Characters that a Chinese font has.
const CHINESE: [char; 3] = ['中', '新', '闻'];

static FONTS: LazyLock<Option<Fonts>> = LazyLock::new(Fonts::find);

/// The fonts that were found.
pub(super) struct Fonts {
    database: Database,
    serif: ID,
    sans: ID,
}

impl Fonts {
    /// The system's fonts, which the first call looks for.
    pub(super) fn of_system() -> Option<&'static Self> {
        FONTS.as_ref()
    }

    fn find() -> Option<Self> {
        let mut database = Database::new();
        database.load_system_fonts();
        let find = |families: &[&str], weight| {
            families.iter().find_map(|family| {
                let families = &[Family::Name(family)];
                let id = database.query(&Query { families, weight, ..Query::default() })?;
                is_chinese(&database, id).then_some(id)
            })
        };
        let (serif, sans) = (find(&SERIF, Weight::BOLD), find(&SANS, Weight::NORMAL));
        let any = || database.faces().map(|face| face.id).find(|id| is_chinese(&database, *id));
        let Some(found) = serif.or(sans).or_else(any) else {
            tracing::warn!(
                "no Chinese font is installed (such as fonts-noto-cjk): shared pages without a \
                 picture get none"
            );
            return None;
        };
        let (serif, sans) = (serif.unwrap_or(found), sans.unwrap_or(found));
        Some(Self { database, serif, sans })
    }

    /// Calls `use_them` with the serif and the sans-serif font; `None` if a file has gone.
    pub(super) fn with<T>(&self, use_them: impl FnOnce(&Face<'_>, &Face<'_>) -> T) -> Option<T> {
        let open = |id, use_it: &mut dyn FnMut(&Face<'_>)| {
            self.database.with_face_data(id, |data, index| {
                if let Ok(font) = FontRef::try_from_slice_and_index(data, index) {
                    use_it(&Face(font));
                }
            })
        };
        let (mut use_them, mut result) = (Some(use_them), None);
        open(self.serif, &mut |serif| {
            open(self.sans, &mut |sans| {
                result = use_them.take().map(|use_them| use_them(serif, sans));
            });
        });
        result
    }
}

fn is_chinese(database: &Database, id: ID) -> bool {
    let has_glyphs = database.with_face_data(id, |data, index| {
        FontRef::try_from_slice_and_index(data, index)
            .is_ok_and(|font| CHINESE.iter().all(|c| font.glyph_id(*c).0 != 0))
    });
    has_glyphs.unwrap_or(false)
}

/// A font. Sizes are pixels an em.
pub(super) struct Face<'a>(FontRef<'a>);

impl Face<'_> {
    /// The scale for `size`: the library's is that of ascent and descent together.
    fn scale(&self, size: f32) -> PxScale {
        let em = self.0.units_per_em().unwrap_or(1_000.0);
        PxScale::from(size * self.0.height_unscaled() / em)
    }

    /// The width of `text`.
    pub(super) fn width(&self, size: f32, text: &str) -> f32 {
        let font = self.0.as_scaled(self.scale(size));
        self.glyphs(text).map(|glyph| font.h_advance(glyph)).sum()
    }

    /// Calls `pixel` with position and coverage, 0 to 1, of the pixels of `text` from `x` on; `y`
    /// is the baseline.
    pub(super) fn draw(
        &self,
        size: f32,
        mut x: f32,
        y: f32,
        text: &str,
        mut pixel: impl FnMut(f32, f32, f32),
    ) {
        let scale = self.scale(size);
        let font = self.0.as_scaled(scale);
        for id in self.glyphs(text) {
            let glyph = id.with_scale_and_position(scale, ab_glyph::point(x, y));
            x += font.h_advance(id);
            if let Some(outline) = self.0.outline_glyph(glyph) {
                let bounds = outline.px_bounds();
                #[allow(clippy::cast_precision_loss)]
                outline.draw(|dx, dy, coverage| {
                    pixel(bounds.min.x + dx as f32, bounds.min.y + dy as f32, coverage);
                });
            }
        }
    }

    /// The glyphs of `text`; characters without one, such as emoji, are left out.
    fn glyphs(&self, text: &str) -> impl Iterator<Item = ab_glyph::GlyphId> {
        text.chars().map(|c| self.0.glyph_id(c)).filter(|glyph| glyph.0 != 0)
    }
}
