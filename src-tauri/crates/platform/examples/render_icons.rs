//! Renders every icon from its SVG source: `cargo run -p clawtray-platform --example render_icons`.
//!
//! Reads `icons/source/*.svg` and writes the tray icons, their template variants for macOS, the app icons in the
//! formats that bundles want, and `icons/gallery.png`, a contact sheet on a light and a dark panel.

use std::error::Error;
use std::fs;
use std::path::Path;

use resvg::tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};
use resvg::usvg::{Options, Tree};

type Outcome<T> = Result<T, Box<dyn Error>>;

const STATES: [&str; 9] =
    ["not_set_up", "starting", "running", "needs_you", "degraded", "down", "gave_up", "paused", "unreachable"];
const TRAY_SIZES: [u32; 6] = [16, 22, 24, 32, 44, 64];
const TEMPLATE_SIZES: [u32; 2] = [22, 44];
const ICO_SIZES: [u32; 6] = [16, 24, 32, 48, 64, 256];
/// Icon types of Apple's container that hold a PNG, and their sizes in pixels.
const ICNS_TYPES: [(&[u8; 4], u32); 8] = [
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
];

fn main() -> Outcome<()> {
    let icons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../icons");
    fs::create_dir_all(icons.join("tray"))?;
    let mut sources = Vec::new();
    for state in STATES {
        let source = fs::read_to_string(icons.join(format!("source/{state}.svg")))?;
        for size in TRAY_SIZES {
            drawn(&source, size)?.save_png(icons.join(format!("tray/{state}-{size}.png")))?;
        }
        for size in TEMPLATE_SIZES {
            template(&source, size)?.save_png(icons.join(format!("tray/{state}-template-{size}.png")))?;
        }
        sources.push(source);
    }
    app_icons(&icons)?;
    gallery(&sources)?.save_png(icons.join("gallery.png"))?;
    Ok(())
}

fn drawn(source: &str, size: u32) -> Outcome<Pixmap> {
    let tree = Tree::from_str(source, &Options::default())?;
    let mut pixmap = Pixmap::new(size, size).ok_or("an icon needs a size")?;
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Black where the mark is solid, transparent elsewhere: macOS gives it the panel's colour. What is drawn in white on
/// the mark becomes a hole.
fn template(source: &str, size: u32) -> Outcome<Pixmap> {
    let bare: String = source.lines().filter(|line| !line.contains("class=\"halo\"")).collect();
    let mut pixmap = drawn(&bare, size)?;
    for pixel in pixmap.data_mut().chunks_exact_mut(4) {
        if let [red, green, blue, alpha] = pixel {
            // Colours are premultiplied: white at full cover has its darkest channel equal to alpha.
            let white = (*red).min(*green).min(*blue);
            let cover = f32::from(*alpha) - f32::from(white.saturating_sub(*alpha / 2)) * 2.0;
            *alpha = cover.clamp(0.0, 255.0) as u8;
            (*red, *green, *blue) = (0, 0, 0);
        }
    }
    Ok(pixmap)
}

fn app_icons(icons: &Path) -> Outcome<()> {
    let source = fs::read_to_string(icons.join("source/app.svg"))?;
    for (name, size) in [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)] {
        drawn(&source, size)?.save_png(icons.join(name))?;
    }
    fs::write(icons.join("icon.ico"), ico(&source)?)?;
    fs::write(icons.join("icon.icns"), icns(&source)?)?;
    Ok(())
}

/// Windows' container: a directory of PNG images.
fn ico(source: &str) -> Outcome<Vec<u8>> {
    let mut directory = vec![0, 0, 1, 0];
    directory.extend(u16::try_from(ICO_SIZES.len())?.to_le_bytes());
    let mut images = Vec::new();
    let first = 6 + 16 * ICO_SIZES.len();
    for size in ICO_SIZES {
        let png = drawn(source, size)?.encode_png()?;
        // 0 stands for 256.
        let side = u8::try_from(size).unwrap_or(0);
        directory.extend([side, side, 0, 0, 1, 0, 32, 0]);
        directory.extend(u32::try_from(png.len())?.to_le_bytes());
        directory.extend(u32::try_from(first + images.len())?.to_le_bytes());
        images.extend(png);
    }
    directory.extend(images);
    Ok(directory)
}

/// Apple's container: tagged PNG images, lengths in network order.
fn icns(source: &str) -> Outcome<Vec<u8>> {
    let mut entries = Vec::new();
    for (kind, size) in ICNS_TYPES {
        let png = drawn(source, size)?.encode_png()?;
        entries.extend(kind);
        entries.extend(u32::try_from(png.len() + 8)?.to_be_bytes());
        entries.extend(png);
    }
    let mut file = b"icns".to_vec();
    file.extend(u32::try_from(entries.len() + 8)?.to_be_bytes());
    file.extend(entries);
    Ok(file)
}

/// Four panels (light, dark, light grey, black) with every state at 16, 22 and 32 pixels, magnified 3, 2 and 2 times,
/// and once at its own 16 pixels.
fn gallery(sources: &[String]) -> Outcome<Pixmap> {
    const CELL: u32 = 80;
    const ROWS: [(u32, u32); 4] = [(16, 1), (16, 3), (22, 2), (32, 2)];
    let panels = [(0xFA, 0xFA, 0xFA), (0x24, 0x24, 0x28), (0xC8, 0xCC, 0xD2), (0x00, 0x00, 0x00)];
    let block = CELL * u32::try_from(ROWS.len())?;
    let width = CELL * u32::try_from(sources.len())?;
    let mut sheet = Pixmap::new(width * 2, block * 2).ok_or("a sheet needs a size")?;
    for (index, (red, green, blue)) in panels.into_iter().enumerate() {
        let (left, top) = (width * (u32::try_from(index)? % 2), block * (u32::try_from(index)? / 2));
        let mut ground = Pixmap::new(width, block).ok_or("a panel needs a size")?;
        ground.fill(Color::from_rgba8(red, green, blue, 255));
        for (column, source) in sources.iter().enumerate() {
            for (row, (size, zoom)) in ROWS.into_iter().enumerate() {
                let icon = drawn(source, size)?;
                let margin = CELL.saturating_sub(size * zoom) / 2;
                let x = (CELL * u32::try_from(column)? + margin) as f32;
                let y = (CELL * u32::try_from(row)? + margin) as f32;
                let paint = PixmapPaint { quality: FilterQuality::Nearest, ..PixmapPaint::default() };
                let place = Transform::from_row(zoom as f32, 0.0, 0.0, zoom as f32, x, y);
                ground.draw_pixmap(0, 0, icon.as_ref(), &paint, place, None);
            }
        }
        let place = (i32::try_from(left)?, i32::try_from(top)?);
        sheet.draw_pixmap(place.0, place.1, ground.as_ref(), &PixmapPaint::default(), Transform::identity(), None);
    }
    Ok(sheet)
}
