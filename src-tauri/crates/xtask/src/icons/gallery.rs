//! Every picture on light and dark panels, to be looked at: `docs/icons.png`, and a page with names beside it.

use std::fmt::Write as _;

use anyhow::{Context as _, Result};
use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};

use super::{
    Made,
    source::{PICTURES, Source, Style},
};

/// A panel: the style drawn on it and its colour.
const PANELS: [(Style, [u8; 3]); 8] = [
    (Style::Color, [0xFA, 0xFA, 0xFA]),
    (Style::Color, [0x24, 0x24, 0x28]),
    (Style::Light, [0xFA, 0xFA, 0xFA]),
    (Style::Dark, [0x24, 0x24, 0x28]),
    (Style::Template, [0xEC, 0xEC, 0xEC]),
    (Style::Contrast, [0x00, 0x00, 0x00]),
    (Style::Contrast, [0xFF, 0xFF, 0xFF]),
    (Style::Contrast, [0x3A, 0x6E, 0xA5]),
];
/// Pictures shown: all but the badges from 3 to 8.
const SHOWN: [&str; 15] = [
    "running",
    "starting-0",
    "starting-1",
    "starting-2",
    "starting-3",
    "needs_you-0",
    "needs_you-1",
    "needs_you-2",
    "needs_you-9",
    "needs_you-more",
    "degraded",
    "down",
    "gave_up",
    "paused",
    "unreachable",
];
const LAST: &str = "not_set_up";
/// Rows: size and magnification.
const ROWS: [(u32, u32); 4] = [(16, 1), (16, 3), (22, 2), (44, 1)];
const CELL: u32 = 64;

pub(super) fn all(source: &Source) -> Result<Vec<Made>> {
    Ok(vec![
        ("docs/icons.png".to_owned(), sheet(source)?.encode_png()?),
        ("docs/icons.html".to_owned(), page()?.into_bytes()),
    ])
}

fn sheet(source: &Source) -> Result<Pixmap> {
    let columns = u32::try_from(SHOWN.len() + 1)?;
    let block = CELL * u32::try_from(ROWS.len())?;
    let (width, height) = (columns * CELL, block * u32::try_from(PANELS.len())?);
    let mut sheet = Pixmap::new(width, height).context("a sheet needs a size")?;
    for (panel, (style, [red, green, blue])) in PANELS.into_iter().enumerate() {
        let mut ground = Pixmap::new(width, block).context("a panel needs a size")?;
        ground.fill(Color::from_rgba8(red, green, blue, 255));
        for (column, name) in SHOWN.into_iter().chain([LAST]).enumerate() {
            for (row, (size, zoom)) in ROWS.into_iter().enumerate() {
                let margin = CELL.saturating_sub(size * zoom) / 2;
                let x = (CELL * u32::try_from(column)? + margin) as f32;
                let y = (CELL * u32::try_from(row)? + margin) as f32;
                let paint = PixmapPaint { quality: FilterQuality::Nearest, ..PixmapPaint::default() };
                let place = Transform::from_row(zoom as f32, 0.0, 0.0, zoom as f32, x, y);
                ground.draw_pixmap(0, 0, source.picture(name, style, size)?.as_ref(), &paint, place, None);
            }
        }
        let top = i32::try_from(block)? * i32::try_from(panel)?;
        sheet.draw_pixmap(0, top, ground.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    }
    Ok(sheet)
}

/// The strips as the files have them, at their own size, with the names of the pictures.
fn page() -> Result<String> {
    let mut page = String::from(
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Clawtray's tray pictures</title>\n\
         <style>body{font:14px system-ui;margin:24px;max-width:1500px}table{border-collapse:collapse;margin:0 0 24px}\n\
         td,th{padding:6px 9px;text-align:center;font-weight:400}th{font-size:11px;writing-mode:sideways-lr}\n\
         i{display:block}</style>\n<h1>Tray pictures</h1>\n\
         <p>Made by <code>cargo xtask icons</code> from <code>icons/source</code>; do not edit.</p>\n",
    );
    for (style, [red, green, blue]) in PANELS {
        write!(page, "<h2>{}</h2>\n<table style=\"background:rgb({red},{green},{blue})\">\n", style.name())?;
        let ink = if u32::from(red) + u32::from(green) + u32::from(blue) > 384 { "#000" } else { "#fff" };
        write!(page, "<tr style=\"color:{ink}\">")?;
        for name in PICTURES {
            write!(page, "<th>{name}</th>")?;
        }
        page.push_str("</tr>\n");
        for size in [16, 22, 32, 44] {
            page.push_str("<tr>");
            for index in 0..PICTURES.len() {
                write!(
                    page,
                    "<td><i style=\"width:{size}px;height:{size}px;background:url(../icons/tray/{}-{size}.png) -{}px 0\"></i></td>",
                    style.name(),
                    index * size
                )?;
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</table>\n");
    }
    page.push_str("</html>\n");
    Ok(page)
}
