//! What the person sees: lines, columns, colour, JSON and questions.

use std::{
    io::{BufRead, Read, Write},
    sync::{Arc, Mutex, PoisonError},
};

use anstyle::{AnsiColor, Style};
use clawtray_text::{Arg, Catalogue, clean};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::problem::Problem;

/// Longest answer to a question, in bytes.
const LONGEST_ANSWER: u64 = 1_024;
/// Longest piece of foreign text on the screen, in characters.
const LONGEST_TEXT: usize = 4_000;

/// What the terminal is like.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Columns.
    pub width: usize,
    /// Whether colour is wanted: standard output is a terminal and `NO_COLOR` is not set.
    pub colour: bool,
    /// Whether a person can answer questions: standard input and standard error are terminals.
    pub answers: bool,
    /// Whether standard output is a terminal.
    pub shows: bool,
}

/// How a word looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Bold,
    Dim,
    Good,
    Waiting,
    Bad,
}

impl Look {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Bold => Style::new().bold(),
            Self::Dim => Style::new().dimmed(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Waiting => AnsiColor::Yellow.on_default(),
            Self::Bad => AnsiColor::Red.on_default().bold(),
        }
    }
}

/// Standard input, shared with the thread that waits for a line.
pub(crate) type Input = Arc<Mutex<Box<dyn BufRead + Send>>>;

/// The screen, the sentences and the answers.
pub(crate) struct Screen {
    pub(crate) catalogue: Catalogue,
    pub(crate) terminal: Terminal,
    /// Whether JSON is wanted instead of words.
    pub(crate) json: bool,
    now_ms: fn() -> u64,
    input: Input,
    output: Box<dyn Write + Send>,
    errors: Box<dyn Write + Send>,
}

impl Screen {
    pub(crate) fn new(
        catalogue: Catalogue,
        terminal: Terminal,
        now_ms: fn() -> u64,
        input: Box<dyn BufRead + Send>,
        output: Box<dyn Write + Send>,
        errors: Box<dyn Write + Send>,
    ) -> Self {
        // Narrower than this nothing can be laid out; wider than this nothing can be read.
        let terminal = Terminal { width: terminal.width.clamp(40, 140), ..terminal };
        Self { catalogue, terminal, json: false, now_ms, input: Arc::new(Mutex::new(input)), output, errors }
    }

    pub(crate) fn say(&self, id: &str) -> String {
        self.catalogue.say(id)
    }

    pub(crate) fn say_with(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.catalogue.say_with(id, args)
    }

    /// The time, milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        (self.now_ms)()
    }

    /// How long ago a moment was, in words.
    pub(crate) fn ago(&self, at_ms: u64) -> String {
        self.catalogue.duration_ms((self.now_ms)().saturating_sub(at_ms))
    }

    /// How long it is until a moment, in words.
    pub(crate) fn until(&self, at_ms: u64) -> String {
        self.catalogue.duration_ms(at_ms.saturating_sub((self.now_ms)()))
    }

    /// Standard input, for reading more than an answer.
    pub(crate) fn input(&self) -> Input {
        Arc::clone(&self.input)
    }

    /// A piece of text in a look, if colour is wanted.
    pub(crate) fn paint(&self, look: Look, text: &str) -> String {
        if !self.terminal.colour || look == Look::Plain {
            return text.to_owned();
        }
        let style = look.style();
        format!("{style}{text}{style:#}")
    }

    /// One line as it is. Foreign parts must be clean already.
    pub(crate) fn line(&mut self, text: &str) -> Result<(), Problem> {
        writeln!(self.output, "{text}")?;
        Ok(())
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> Result<(), Problem> {
        self.line("")
    }

    /// A paragraph, cleaned, broken at the width and indented; `first` stands before its first line.
    pub(crate) fn paragraph(&mut self, first: &str, indent: usize, look: Look, text: &str) -> Result<(), Problem> {
        let text = clean(text, LONGEST_TEXT);
        let following = " ".repeat(indent);
        let width = self.terminal.width.saturating_sub(indent).max(20);
        let mut lines = textwrap::wrap(&text, textwrap::Options::new(width).break_words(true)).into_iter();
        let first_line = lines.next().unwrap_or_default();
        let lead = format!("{first}{}", " ".repeat(indent.saturating_sub(width_of(first))));
        let line = format!("{lead}{}", self.paint(look, &first_line));
        self.line(line.trim_end())?;
        for line in lines {
            let line = format!("{following}{}", self.paint(look, &line));
            self.line(&line)?;
        }
        Ok(())
    }

    /// Puts the output out now: before waiting, so that what is known is seen.
    pub(crate) fn flush(&mut self) -> Result<(), Problem> {
        Ok(self.output.flush()?)
    }

    /// A JSON document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Result<(), Problem> {
        serde_json::to_writer_pretty(&mut self.output, value).map_err(std::io::Error::from)?;
        self.gap()
    }

    /// A JSON document on one line, put out at once.
    pub(crate) fn record(&mut self, value: &impl Serialize) -> Result<(), Problem> {
        serde_json::to_writer(&mut self.output, value).map_err(std::io::Error::from)?;
        self.gap()?;
        self.flush()
    }

    /// A line for the person that is not part of the output.
    pub(crate) fn aside(&mut self, text: &str) {
        // Who closed standard error does not want to read it.
        let _told = writeln!(self.errors, "{text}");
    }

    /// Asks and waits for a line; `None` when nobody can answer or the input has ended.
    pub(crate) async fn ask(&mut self, question: &str) -> Result<Option<String>, Problem> {
        self.flush()?;
        if !self.terminal.answers {
            return Ok(None);
        }
        let _told = write!(self.errors, "{question} ").and_then(|()| self.errors.flush());
        let input = self.input();
        let answer = tokio::task::spawn_blocking(move || {
            let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
            let mut answer = String::new();
            let read = Read::take(&mut *input, LONGEST_ANSWER).read_line(&mut answer);
            matches!(read, Ok(length) if length > 0).then_some(answer)
        });
        Ok(answer.await.ok().flatten().map(|answer| answer.trim().to_owned()))
    }

    /// Asks for a yes. Return alone, and anything that is not a yes, is a no.
    pub(crate) async fn ask_yes(&mut self, question: &str) -> Result<bool, Problem> {
        let question = format!("{question} {}", self.say("cli-yes-no"));
        let answer = self.ask(&question).await?.unwrap_or_default().to_lowercase();
        let yes = self.say("cli-yes");
        Ok(["y", "yes"].into_iter().chain(yes.split_whitespace()).any(|word| word == answer))
    }
}

/// Columns a text takes.
pub(crate) fn width_of(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A text filled up with spaces to a width.
pub(crate) fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(width_of(text))))
}

/// A short foreign text, for a column.
pub(crate) fn short(text: &str, max_chars: usize) -> String {
    clean(text, max_chars)
}
