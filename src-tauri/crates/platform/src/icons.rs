//! The pictures of the gateway's states, embedded in the program.
//!
//! Drawn as vectors in `icons/source`, rendered by `cargo xtask icons` as strips: every picture of one
//! style and size in a row.

use std::io::Cursor;

use clawtray_contract::State;

/// Which picture: the state of the gateway that the icon stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IconState {
    /// No OpenClaw yet.
    #[default]
    NotSetUp,
    /// Coming up, restarting, draining or under repair.
    Starting,
    /// All is well.
    Running,
    /// Something waits for a person.
    NeedsYou,
    /// Runs, and something does not work.
    Degraded,
    /// Does not run although it should.
    Down,
    /// Keeps crashing and is no longer restarted.
    GaveUp,
    /// Stopped by the person.
    Paused,
    /// On another computer that cannot be reached.
    Unreachable,
}

impl From<State> for IconState {
    fn from(state: State) -> Self {
        match state {
            State::NotSetUp => Self::NotSetUp,
            State::Starting => Self::Starting,
            State::Running => Self::Running,
            State::NeedsYou => Self::NeedsYou,
            State::Degraded => Self::Degraded,
            State::Down => Self::Down,
            State::GaveUp => Self::GaveUp,
            State::Paused => Self::Paused,
            State::Unreachable => Self::Unreachable,
        }
    }
}

/// An embedded picture that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PictureFailure {
    /// The image data are damaged.
    #[error("an embedded icon is damaged: {0}")]
    Damaged(#[from] png::DecodingError),
    /// The image has another format than eight bits of red, green, blue and alpha.
    #[error("an embedded icon has an unexpected format")]
    Format,
}

/// Pixels: red, green, blue, alpha, not premultiplied, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Four bytes for each pixel.
    pub rgba: Vec<u8>,
}

/// Which of the drawn styles a person wants or a panel needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum IconStyle {
    /// Colours that stand out from light and from dark panels.
    #[default]
    Color,
    /// For light panels.
    Light,
    /// For dark panels.
    Dark,
    /// White with a black rim.
    Contrast,
}

/// One picture: a state with its count, or one moment of being busy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Icon {
    /// The state.
    pub state: IconState,
    /// How many things wait for a person; drawn where the state is [`IconState::NeedsYou`]. 0 is drawn as `!`, more
    /// than nine as `9+`.
    pub count: usize,
    /// Which moment of [`IconState::Starting`]; counts on without end.
    pub frame: usize,
    /// The style.
    pub style: IconStyle,
}

impl From<IconState> for Icon {
    fn from(state: IconState) -> Self {
        Self { state, ..Self::default() }
    }
}

/// Moments of the busy picture.
pub const FRAMES: usize = 4;

/// Pictures in a strip.
const PICTURES: usize = 22;

impl Icon {
    /// Its place in the strip (`xtask/src/icons/source.rs` has the order).
    fn place(self) -> usize {
        match self.state {
            IconState::NotSetUp => 0,
            IconState::Running => 1,
            IconState::Degraded => 2,
            IconState::Down => 3,
            IconState::GaveUp => 4,
            IconState::Paused => 5,
            IconState::Unreachable => 6,
            IconState::Starting => 7 + self.frame % FRAMES,
            IconState::NeedsYou => 11 + self.count.min(10),
        }
    }
}

macro_rules! strip {
    ($name:expr) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../icons/tray/", $name, ".png")).as_slice()
    };
}

/// The sizes a panel may want, with their strips, the smallest first. Windows has places of 16, 20, 24 and 32 pixels;
/// Linux hosts draw at 16 to 48 and take the nearest of several.
macro_rules! strips {
    ($style:literal) => {
        [
            (16, strip!(concat!($style, "-16"))),
            (22, strip!(concat!($style, "-22"))),
            (24, strip!(concat!($style, "-24"))),
            (32, strip!(concat!($style, "-32"))),
            (44, strip!(concat!($style, "-44"))),
        ]
    };
}

/// How wide the one picture is where only one can be given, pixels: the system's small icon on Windows, 16 at 100 % and
/// more on dense screens; elsewhere 44, which is halved without blur for the usual 22.
fn panel_side() -> u32 {
    #[cfg(windows)]
    {
        small_icon_side()
    }
    #[cfg(not(windows))]
    {
        44
    }
}

#[cfg(windows)]
#[allow(unsafe_code)]
fn small_icon_side() -> u32 {
    use windows_sys::Win32::UI::WindowsAndMessaging::{GetSystemMetrics, SM_CXSMICON};
    // SAFETY: takes a number and gives a number.
    let side = unsafe { GetSystemMetrics(SM_CXSMICON) };
    u32::try_from(side).ok().filter(|side| *side > 0).unwrap_or(32)
}

fn strips(style: IconStyle) -> [(u32, &'static [u8]); 5] {
    match style {
        IconStyle::Color => strips!("color"),
        IconStyle::Light => strips!("light"),
        IconStyle::Dark => strips!("dark"),
        IconStyle::Contrast => strips!("contrast"),
    }
}

impl Picture {
    /// The picture for a panel that takes one.
    ///
    /// # Errors
    /// [`PictureFailure`] where the embedded image is damaged.
    pub fn tray(icon: Icon) -> Result<Self, PictureFailure> {
        Self::fitting(icon, panel_side())
    }

    /// The picture in every size a panel may want, for hosts that choose.
    ///
    /// # Errors
    /// [`PictureFailure`] where an embedded image is damaged.
    pub fn sizes(icon: Icon) -> Result<Vec<Self>, PictureFailure> {
        strips(icon.style).iter().map(|(_, strip)| Self::cut(strip, icon.place())).collect()
    }

    /// The size that fits a place `side` pixels wide exactly, else the next larger one, which the panel makes smaller.
    fn fitting(icon: Icon, side: u32) -> Result<Self, PictureFailure> {
        let strips = strips(icon.style);
        let fits = strips.iter().find(|(drawn, _)| *drawn >= side).or(strips.last());
        Self::cut(fits.ok_or(PictureFailure::Format)?.1, icon.place())
    }

    /// The one-coloured picture, 44 pixels wide, for panels that give it their own colour (macOS).
    ///
    /// # Errors
    /// [`PictureFailure`] where the embedded image is damaged.
    pub fn template(icon: Icon) -> Result<Self, PictureFailure> {
        Self::cut(strip!("template-44"), icon.place())
    }

    fn cut(strip: &[u8], place: usize) -> Result<Self, PictureFailure> {
        let mut reader = png::Decoder::new(Cursor::new(strip)).read_info()?;
        let mut rgba = vec![0; reader.output_buffer_size().ok_or(PictureFailure::Format)?];
        let frame = reader.next_frame(&mut rgba)?;
        if (frame.color_type, frame.bit_depth) != (png::ColorType::Rgba, png::BitDepth::Eight) {
            return Err(PictureFailure::Format);
        }
        let side = frame.height as usize;
        if side == 0 || frame.width as usize != side * PICTURES {
            return Err(PictureFailure::Format);
        }
        let rows = rgba.chunks_exact(frame.width as usize * 4).take(side);
        let picture = rows.filter_map(|row| row.chunks_exact(side * 4).nth(place)).flatten().copied().collect();
        Ok(Self { width: frame.height, height: frame.height, rgba: picture })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const STATES: [IconState; 9] = [
        IconState::NotSetUp,
        IconState::Starting,
        IconState::Running,
        IconState::NeedsYou,
        IconState::Degraded,
        IconState::Down,
        IconState::GaveUp,
        IconState::Paused,
        IconState::Unreachable,
    ];

    fn every_icon() -> impl Iterator<Item = Icon> {
        STATES.into_iter().flat_map(|state| {
            let (counts, frames) = match state {
                IconState::NeedsYou => (11, 1),
                IconState::Starting => (1, FRAMES),
                _ => (1, 1),
            };
            (0..counts).flat_map(move |count| {
                (0..frames).map(move |frame| Icon { state, count, frame, style: IconStyle::Color })
            })
        })
    }

    #[test]
    fn every_picture_of_the_strip_is_used_once() {
        let places: Vec<usize> = every_icon().map(Icon::place).collect();
        assert_eq!(places.len(), PICTURES);
        assert_eq!(places.into_iter().collect::<BTreeSet<_>>(), (0..PICTURES).collect());
    }

    #[test]
    fn every_picture_is_there_in_every_style_and_none_twice() {
        let styles = [IconStyle::Color, IconStyle::Light, IconStyle::Dark, IconStyle::Contrast];
        for style in styles {
            let mut seen: Vec<(Icon, Picture)> = Vec::new();
            for icon in every_icon().map(|icon| Icon { style, ..icon }) {
                let picture = Picture::tray(icon).unwrap();
                assert_eq!(picture.width, picture.height);
                assert_eq!(picture.rgba.len(), (picture.width * picture.height * 4) as usize);
                let twin = seen.iter().find(|(_, other)| *other == picture);
                assert!(twin.is_none(), "{icon:?} looks like {:?}", twin.map(|(other, _)| other));
                seen.push((icon, picture));
            }
        }
        assert!(every_icon().all(|icon| Picture::template(icon).is_ok()));
    }

    #[test]
    fn a_place_gets_the_size_drawn_for_it_or_the_next_larger_one() {
        let side_for = |side| Picture::fitting(Icon::default(), side).unwrap().width;
        assert_eq!([1, 16, 20, 22, 24, 30, 32, 44, 64].map(side_for), [16, 16, 22, 22, 24, 32, 32, 44, 44]);
        let sizes: Vec<u32> = Picture::sizes(Icon::default()).unwrap().iter().map(|one| one.width).collect();
        assert_eq!(sizes, [16, 22, 24, 32, 44]);
        if cfg!(target_os = "linux") {
            assert_eq!(Picture::tray(Icon::default()).unwrap().width, 44);
        }
    }

    #[test]
    fn a_count_above_nine_and_a_frame_above_the_last_are_drawn_too() {
        let needs = |count| Icon { state: IconState::NeedsYou, count, ..Icon::default() };
        assert_eq!(Picture::tray(needs(10)).unwrap(), Picture::tray(needs(5_000)).unwrap());
        let busy = |frame| Icon { state: IconState::Starting, frame, ..Icon::default() };
        assert_eq!(Picture::tray(busy(1)).unwrap(), Picture::tray(busy(1 + 7 * FRAMES)).unwrap());
    }
}
