//! One PNG for each style and size, with every picture in a row.

use anyhow::{Context as _, Result};
use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};

use super::{
    Made,
    source::{PICTURES, Source, Style},
};

/// Every size a panel may want, and twice each.
const SIZES: [u32; 11] = [16, 18, 22, 24, 32, 36, 44, 48, 64, 88, 128];

pub(super) fn all(source: &Source) -> Result<Vec<Made>> {
    let mut made = Vec::new();
    for style in Style::ALL {
        for size in SIZES {
            made.push(strip(source, style, size)?);
        }
    }
    Ok(made)
}

/// The strip of one style and size.
pub(super) fn strip(source: &Source, style: Style, size: u32) -> Result<Made> {
    let width = size * u32::try_from(PICTURES.len())?;
    let mut strip = Pixmap::new(width, size).context("a strip needs a size")?;
    for (index, name) in PICTURES.iter().enumerate() {
        let picture = source.picture(name, style, size)?;
        let left = i32::try_from(size)? * i32::try_from(index)?;
        strip.draw_pixmap(left, 0, picture.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    }
    Ok((format!("icons/tray/{}-{size}.png", style.name()), strip.encode_png()?))
}
