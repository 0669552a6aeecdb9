//! The pictures of the gateway's states, embedded in the program.
//!
//! Drawn as vectors in `icons/source`, rendered by `cargo run -p clawtray-platform --example render_icons`.

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

macro_rules! embedded {
    ($state:expr, $suffix:literal) => {
        match $state {
            IconState::NotSetUp => embedded!(@ "not_set_up", $suffix),
            IconState::Starting => embedded!(@ "starting", $suffix),
            IconState::Running => embedded!(@ "running", $suffix),
            IconState::NeedsYou => embedded!(@ "needs_you", $suffix),
            IconState::Degraded => embedded!(@ "degraded", $suffix),
            IconState::Down => embedded!(@ "down", $suffix),
            IconState::GaveUp => embedded!(@ "gave_up", $suffix),
            IconState::Paused => embedded!(@ "paused", $suffix),
            IconState::Unreachable => embedded!(@ "unreachable", $suffix),
        }
    };
    (@ $name:literal, $suffix:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../icons/tray/", $name, $suffix)).as_slice()
    };
}

impl Picture {
    /// The coloured picture of a state, 32 pixels wide up to `size` 32 and 44 above.
    ///
    /// # Errors
    /// [`PictureFailure`] where the embedded image is damaged.
    pub fn tray(state: IconState, size: u32) -> Result<Self, PictureFailure> {
        Self::decoded(if size <= 32 { embedded!(state, "-32.png") } else { embedded!(state, "-44.png") })
    }

    /// The one-coloured picture of a state, 44 pixels wide, for panels that give it their own colour (macOS).
    ///
    /// # Errors
    /// [`PictureFailure`] where the embedded image is damaged.
    pub fn template(state: IconState) -> Result<Self, PictureFailure> {
        Self::decoded(embedded!(state, "-template-44.png"))
    }

    fn decoded(bytes: &[u8]) -> Result<Self, PictureFailure> {
        let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info()?;
        let mut rgba = vec![0; reader.output_buffer_size().ok_or(PictureFailure::Format)?];
        let frame = reader.next_frame(&mut rgba)?;
        if (frame.color_type, frame.bit_depth) != (png::ColorType::Rgba, png::BitDepth::Eight) {
            return Err(PictureFailure::Format);
        }
        rgba.truncate(frame.buffer_size());
        Ok(Self { width: frame.width, height: frame.height, rgba })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 9] = [
        State::NotSetUp,
        State::Starting,
        State::Running,
        State::NeedsYou,
        State::Degraded,
        State::Down,
        State::GaveUp,
        State::Paused,
        State::Unreachable,
    ];

    /// The share of pixels that differ clearly.
    fn difference(one: &Picture, other: &Picture, channel: impl Fn(&[u8]) -> i32) -> f64 {
        let pixels = one.rgba.chunks_exact(4).zip(other.rgba.chunks_exact(4));
        let differing = pixels.filter(|(one, other)| (channel(one) - channel(other)).abs() > 64).count();
        differing as f64 / f64::from(one.width * one.height)
    }

    #[test]
    fn every_state_has_its_own_picture_in_both_sizes() {
        for state in STATES {
            for size in [32, 44] {
                let picture = Picture::tray(state.into(), size).unwrap();
                assert_eq!((picture.width, picture.height), (size, size));
                assert_eq!(picture.rgba.len(), (size * size * 4) as usize);
            }
        }
    }

    #[test]
    fn no_two_states_share_a_shape() {
        for (index, one) in STATES.into_iter().enumerate() {
            for other in STATES.into_iter().skip(index + 1) {
                let (first, second) =
                    (Picture::template(one.into()).unwrap(), Picture::template(other.into()).unwrap());
                let share = difference(&first, &second, |pixel| i32::from(pixel[3]));
                assert!(share > 0.05, "{one:?} and {other:?} differ in {:.1} % of their shape only", share * 100.0);
            }
        }
    }
}
