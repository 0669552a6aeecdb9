//! The vectors and the colours, and how a picture is made of them.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree},
};

/// The pictures of a strip from left to right. The keeper counts on this order (`platform/src/icons.rs`).
pub(super) const PICTURES: [&str; 22] = [
    "not_set_up",
    "running",
    "degraded",
    "down",
    "gave_up",
    "paused",
    "unreachable",
    "starting-0",
    "starting-1",
    "starting-2",
    "starting-3",
    "needs_you-0",
    "needs_you-1",
    "needs_you-2",
    "needs_you-3",
    "needs_you-4",
    "needs_you-5",
    "needs_you-6",
    "needs_you-7",
    "needs_you-8",
    "needs_you-9",
    "needs_you-more",
];

/// Up to this size the signs on a badge are drawn on the pixel grid.
const SMALL_UP_TO: u32 = 24;

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Stands out from light and dark panels alike.
    Color,
    /// For light panels.
    Light,
    /// For dark panels.
    Dark,
    /// Black and transparent; the panel gives it its own colour.
    Template,
    /// White with a black rim, for every panel.
    Contrast,
}

impl Style {
    pub(super) const ALL: [Self; 5] = [Self::Color, Self::Light, Self::Dark, Self::Template, Self::Contrast];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Color => "color",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Template => "template",
            Self::Contrast => "contrast",
        }
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Colours {
    One([String; 1]),
    Two([String; 2]),
}

/// Everything that is drawn from.
#[derive(Debug)]
pub(super) struct Source {
    /// `tray.svg` without its last line, ready for a `use`.
    shapes: String,
    palette: BTreeMap<String, BTreeMap<String, Colours>>,
    /// The app's icon.
    pub(super) app: String,
}

impl Source {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let text = |name: &str| {
            fs::read_to_string(folder.join(name)).with_context(|| format!("icons/source/{name} cannot be read"))
        };
        let shapes = text("tray.svg")?;
        let shapes = shapes.trim_end().strip_suffix("</svg>").context("tray.svg does not end with </svg>")?.to_owned();
        let palette = toml::from_str(&text("palette.toml")?).context("palette.toml is not a palette")?;
        Ok(Self { shapes, palette, app: text("app.svg")? })
    }

    /// One picture of [`PICTURES`], `size` pixels wide.
    pub(super) fn picture(&self, name: &str, style: Style, size: u32) -> Result<Pixmap> {
        let state = name.split('-').next().unwrap_or(name);
        match style {
            Style::Template => Ok(punched(self.drawn(name, size, ["#000", "#000", "#fff"], 0.0)?)),
            Style::Contrast => {
                // The rim takes the outermost of the sixteen, except where that would leave the pixel grid.
                let margin = if size <= SMALL_UP_TO { 0.0 } else { 1.0 };
                let own = format!("contrast-{name}");
                let name = if self.shapes.contains(&format!("id=\"{own}\"")) { &own } else { name };
                let drawn = self.drawn(name, size, ["#000", "#000", "#fff"], margin)?;
                Ok(rimmed(&drawn, &punched(drawn.clone()), size))
            }
            Style::Color | Style::Light | Style::Dark => {
                let colours = self.palette.get(style.name()).and_then(|states| states.get(state));
                let (mark, badge) = match colours.with_context(|| format!("no {} colour of {state}", style.name()))? {
                    Colours::One([mark]) => (mark, mark),
                    Colours::Two([mark, badge]) => (mark, badge),
                };
                // What is drawn on a bright badge is dark.
                let on = if style == Style::Dark { "#17171A" } else { "#fff" };
                self.drawn(name, size, [mark, badge, on], 0.0)
            }
        }
    }

    /// A picture in the colours of mark, badge and what is on the badge, with `margin` sixteenths left free.
    fn drawn(&self, name: &str, size: u32, [mark, badge, on]: [&str; 3], margin: f32) -> Result<Pixmap> {
        let style = format!(
            ".mark{{fill:{mark}}}.line{{fill:none;stroke:{mark}}}.badge{{fill:{badge}}}.edge{{stroke:{badge}}}\
             .badge-line{{fill:none;stroke:{badge}}}.on{{fill:{on}}}.on-line{{fill:none;stroke:{on}}}"
        );
        let scale = (16.0 - 2.0 * margin) / 16.0;
        let place = format!("<g transform=\"translate({margin} {margin}) scale({scale})\">");
        rendered(&format!("{}<style>{style}</style>{place}{}</g></svg>", self.shapes, uses(name, size)), size)
    }
}

/// Black where a picture in black is solid. What is drawn in white on a shape becomes a hole.
fn punched(mut pixmap: Pixmap) -> Pixmap {
    for pixel in pixmap.data_mut().chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel {
            // Colours are premultiplied: red is the white share of what covers.
            *alpha = alpha.saturating_sub(*red);
            (*red, *green, *blue) = (0, 0, 0);
        }
    }
    pixmap
}

/// What a picture is composed of.
fn uses(name: &str, size: u32) -> String {
    let Some(sign) = name.strip_prefix("needs_you-") else { return format!("<use href=\"#{name}\"/>") };
    let kind = if size <= SMALL_UP_TO { "small" } else { "large" };
    if sign == "more" {
        return format!(
            "<use href=\"#needs_you-pill\"/><use href=\"#{kind}-9\" transform=\"translate(6 9)\"/>\
             <use href=\"#{kind}-more\" transform=\"translate(10.5 9)\"/>"
        );
    }
    format!("<use href=\"#needs_you-disc\"/><use href=\"#{kind}-{sign}\" transform=\"translate(10 9)\"/>")
}

/// An SVG as pixels.
pub(super) fn rendered(svg: &str, size: u32) -> Result<Pixmap> {
    let tree = Tree::from_str(svg, &Options::default())?;
    let mut pixmap = Pixmap::new(size, size).context("a picture needs a size")?;
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// The template in white on the whole shape in black, with a rim one sixteenth of the size wide.
fn rimmed(whole: &Pixmap, template: &Pixmap, size: u32) -> Pixmap {
    let mut pixmap = template.clone();
    let reach = (size as f32 / 16.0).round().max(1.0) as i32;
    let side = size as i32;
    let cover = |picture: &Pixmap, x: i32, y: i32| {
        let inside = (0..side).contains(&x) && (0..side).contains(&y);
        let pixel = inside.then(|| picture.pixel(x as u32, y as u32)).flatten();
        pixel.map_or(0, |pixel| pixel.alpha())
    };
    for (index, pixel) in pixmap.data_mut().chunks_exact_mut(4).enumerate() {
        let (x, y) = (index as i32 % side, index as i32 / side);
        let near = (-reach..=reach)
            .flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)))
            .filter(|(dx, dy)| dx * dx + dy * dy <= reach * reach)
            .map(|(dx, dy)| cover(whole, x + dx, y + dy))
            .max()
            .unwrap_or(0);
        let white = cover(template, x, y);
        pixel.copy_from_slice(&[white, white, white, near.max(white)]);
    }
    pixmap
}
