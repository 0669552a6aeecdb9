//! The pictures as pixels: apart from each other without colour, and to be seen on their panels.

use std::path::Path;

use resvg::tiny_skia::Pixmap;

use super::{
    containers, gallery,
    source::{PICTURES, Source, Style},
    stale,
    strips::strip,
};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../.."))
}

fn source() -> Source {
    Source::read(&root().join("icons/source")).unwrap()
}

/// One picture for each state.
const STATES: [&str; 9] =
    ["not_set_up", "running", "degraded", "down", "gave_up", "paused", "unreachable", "starting-0", "needs_you-1"];

/// Share of the pixels whose cover differs clearly.
fn difference(one: &Pixmap, other: &Pixmap) -> f64 {
    let pairs = one.pixels().iter().zip(other.pixels());
    let differing = pairs.filter(|(one, other)| one.alpha().abs_diff(other.alpha()) > 96).count();
    differing as f64 / one.pixels().len() as f64
}

#[test]
fn the_files_are_as_the_sources_say() {
    // Rendering all of them takes a minute in a debug build; these show every shape, colour and kind of sign.
    // `cargo xtask icons --check`, a step of `cargo xtask test`, compares every file.
    let source = source();
    let some =
        [(Style::Color, 16), (Style::Light, 16), (Style::Dark, 16), (Style::Contrast, 22), (Style::Template, 44)];
    let mut made: Vec<_> = some.map(|(style, size)| strip(&source, style, size).unwrap()).into();
    made.extend(containers::all(&source).unwrap());
    made.extend(gallery::all(&source).unwrap());
    assert_eq!(stale(root(), &made), Vec::<String>::new(), "run `cargo xtask icons`");
}

#[test]
fn at_16_pixels_the_states_differ_by_shape_alone() {
    let source = source();
    let pictures = STATES.map(|name| (name, source.picture(name, Style::Template, 16).unwrap()));
    for (index, (name, picture)) in pictures.iter().enumerate() {
        for (other_name, other) in &pictures[index + 1..] {
            let share = difference(picture, other);
            assert!(share > 0.09, "{name} and {other_name} differ in {:.1} % of their pixels", share * 100.0);
        }
    }
}

#[test]
fn at_16_pixels_every_count_reads_differently() {
    let source = source();
    let counts: Vec<&str> = PICTURES.into_iter().filter(|name| name.starts_with("needs_you")).collect();
    for (index, one) in counts.iter().enumerate() {
        for other in &counts[index + 1..] {
            let pictures = [one, other].map(|name| source.picture(name, Style::Template, 16).unwrap());
            // A digit has fifteen pixels of 256; two of them are what tells 8 from 9.
            assert!(difference(&pictures[0], &pictures[1]) >= 1.0 / 256.0, "{one} and {other} look the same");
        }
    }
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Share of the solid pixels that stand out from the panel by at least `least`.
fn standing_out(picture: &Pixmap, panel: [u8; 3], least: f64) -> f64 {
    let solid = picture.pixels().iter().filter(|pixel| pixel.alpha() > 240).map(|pixel| pixel.demultiply());
    let (mut all, mut out) = (0.0, 0.0);
    for pixel in solid {
        all += 1.0;
        if contrast(luminance([pixel.red(), pixel.green(), pixel.blue()]), luminance(panel)) >= least {
            out += 1.0;
        }
    }
    out / all
}

#[test]
fn at_16_pixels_the_states_stand_out_from_their_panels() {
    const LIGHT: [u8; 3] = [0xFA, 0xFA, 0xFA];
    const DARK: [u8; 3] = [0x24, 0x24, 0x28];
    let source = source();
    for name in PICTURES {
        for (style, panel, least) in [
            (Style::Color, LIGHT, 3.0),
            (Style::Color, DARK, 3.0),
            (Style::Light, LIGHT, 4.5),
            (Style::Dark, DARK, 4.5),
        ] {
            let picture = source.picture(name, style, 16).unwrap();
            let share = standing_out(&picture, panel, least);
            // The signs on a badge are white, which no white panel shows; the badge around them does.
            assert!(share > 0.6, "{name} {} on {panel:02X?}: {:.0} % reach {least}", style.name(), share * 100.0);
        }
    }
}

#[test]
fn in_high_contrast_black_and_white_are_both_there_on_every_panel() {
    let source = source();
    for name in PICTURES {
        let picture = source.picture(name, Style::Contrast, 16).unwrap();
        let count = |white: bool| {
            picture
                .pixels()
                .iter()
                .filter(|pixel| pixel.alpha() > 200 && (pixel.red() > 200) == white && (pixel.red() < 60) != white)
                .count()
        };
        assert!(count(true) > 20 && count(false) > 12, "{name}: {} white, {} black", count(true), count(false));
    }
}

/// A picture laid on a panel, as brightness from 0 to 1.
fn laid_on(picture: &Pixmap, panel: f64) -> Vec<f64> {
    let light = |pixel: &resvg::tiny_skia::PremultipliedColorU8| {
        f64::from(pixel.red()) / 255.0 + panel * (1.0 - f64::from(pixel.alpha()) / 255.0)
    };
    picture.pixels().iter().map(light).collect()
}

#[test]
fn in_high_contrast_the_states_differ_on_white_and_on_black_at_16_pixels() {
    let source = source();
    for panel in [0.0, 1.0] {
        let laid = STATES.map(|name| (name, laid_on(&source.picture(name, Style::Contrast, 16).unwrap(), panel)));
        for (index, (name, one)) in laid.iter().enumerate() {
            for (other_name, other) in &laid[index + 1..] {
                let differing = one.iter().zip(other).filter(|(one, other)| (**one - **other).abs() > 0.4).count();
                assert!(differing >= 20, "{name} and {other_name} on {panel}: {differing} pixels");
            }
        }
    }
}

#[test]
fn in_high_contrast_no_picture_is_a_thicket_of_lines_on_white_at_16_pixels() {
    let source = source();
    for name in PICTURES {
        let laid = laid_on(&source.picture(name, Style::Contrast, 16).unwrap(), 1.0);
        // Changes between dark and bright along the rows and columns: shapes with a sign have 120 to 164, arcs and
        // dashes with a rim on both sides had 208 to 235 and could not be told apart.
        let dark = |x: usize, y: usize| laid[y * 16 + x] < 0.5;
        let rows = (0..16).flat_map(|y| (0..15).map(move |x| dark(x, y) != dark(x + 1, y)));
        let columns = (0..16).flat_map(|x| (0..15).map(move |y| dark(x, y) != dark(x, y + 1)));
        let changes = rows.chain(columns).filter(|change| *change).count();
        assert!(changes <= 170, "{name}: {changes} changes");
    }
}

#[test]
fn a_template_is_black_and_has_holes_for_the_signs() {
    let source = source();
    let picture = source.picture("paused", Style::Template, 32).unwrap();
    assert!(picture.pixels().iter().all(|pixel| (pixel.red(), pixel.green(), pixel.blue()) == (0, 0, 0)));
    assert_eq!(picture.pixel(12, 16).map(|pixel| pixel.alpha()), Some(0), "the bar of the pause sign");
    assert_eq!(picture.pixel(16, 16).map(|pixel| pixel.alpha()), Some(255), "between the bars");
}
