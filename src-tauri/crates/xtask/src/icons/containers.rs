//! The app's icon in the formats that bundles want.

use anyhow::Result;

use super::{
    Made,
    source::{Source, rendered},
};

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

pub(super) fn all(source: &Source) -> Result<Vec<Made>> {
    let mut made = Vec::new();
    for (name, size) in [("32x32.png", 32), ("128x128.png", 128), ("128x128@2x.png", 256), ("icon.png", 512)] {
        made.push((format!("icons/{name}"), rendered(&source.app, size)?.encode_png()?));
    }
    made.push(("icons/icon.ico".to_owned(), ico(&source.app)?));
    made.push(("icons/icon.icns".to_owned(), icns(&source.app)?));
    Ok(made)
}

/// Windows' container: a directory of PNG images.
fn ico(source: &str) -> Result<Vec<u8>> {
    let mut directory = vec![0, 0, 1, 0];
    directory.extend(u16::try_from(ICO_SIZES.len())?.to_le_bytes());
    let mut images = Vec::new();
    let first = 6 + 16 * ICO_SIZES.len();
    for size in ICO_SIZES {
        let png = rendered(source, size)?.encode_png()?;
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
fn icns(source: &str) -> Result<Vec<u8>> {
    let mut entries = Vec::new();
    for (kind, size) in ICNS_TYPES {
        let png = rendered(source, size)?.encode_png()?;
        entries.extend(kind);
        entries.extend(u32::try_from(png.len() + 8)?.to_be_bytes());
        entries.extend(png);
    }
    let mut file = b"icns".to_vec();
    file.extend(u32::try_from(entries.len() + 8)?.to_be_bytes());
    file.extend(entries);
    Ok(file)
}
