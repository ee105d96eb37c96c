//! Isolation: foreign bytes are read by child processes of our own program.
//!
//! A parser that loops, overflows the stack or eats memory cannot be stopped inside a process. So the
//! program starts itself again as a worker ([`serve`]) with limits on memory and CPU time; the parent
//! ([`Pool`]) sends it one file after another, waits no longer than the limit, kills it where it must,
//! and starts another one. Plain text is read without a worker.
//!
//! Frames on the pipes are a length (8 bytes, little endian) and as many bytes of postcard.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::limits::Limits;
use super::{ExtractError, Options, RawText, dispatch};
#[cfg(feature = "office")]
use super::{Member, archive};

/// What a worker is asked.
#[derive(Serialize, Deserialize)]
struct Request {
    /// Path, for its extension.
    path: PathBuf,
    /// Of an archive only the member at this position.
    member: Option<usize>,
    /// Options.
    options: Options,
}

type Answer = Result<RawText, ExtractError>;

/// Largest frame that is accepted.
const MOST_FRAME: u64 = 1 << 30;

fn write_frame(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    out.write_all(&(bytes.len() as u64).to_le_bytes())?;
    out.write_all(bytes)
}

/// Reads a frame; `None` at the end.
fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    let mut filled = 0;
    while filled < 8 {
        match input.read(&mut length[filled..])? {
            0 if filled == 0 => return Ok(None),
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
    let length = u64::from_le_bytes(length);
    if length > MOST_FRAME {
        return Err(io::ErrorKind::InvalidData.into());
    }
    // Grows with what comes, not with what a length claims.
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(bytes))
}

/// The worker: reads files from `input` until it ends and writes what is in them to `output`.
///
/// # Errors
/// When the parent is gone, or sends what is no request.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    let mut limited = None;
    while let Some(head) = read_frame(&mut input)? {
        let request: Request = postcard::from_bytes(&head).map_err(io::Error::other)?;
        let bytes = read_frame(&mut input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
        restrict(&request.options.limits, &mut limited);
        // A panic costs one file, not the worker; its message goes to the parent.
        let answer: Answer = std::panic::catch_unwind(|| {
            #[cfg(feature = "office")]
            if let Some(position) = request.member {
                return dispatch::member(&bytes, &request.options, position);
            }
            dispatch::extract_with(&bytes, &request.path, &request.options)
        })
        .unwrap_or_else(|cause| {
            let text = cause.downcast_ref::<String>().map(String::as_str);
            let text = text
                .or_else(|| cause.downcast_ref::<&str>().copied())
                .unwrap_or("未知原因");
            Err(ExtractError::Crashed(text.chars().take(200).collect()))
        });
        let answer = postcard::to_stdvec(&answer).map_err(io::Error::other)?;
        write_frame(&mut output, &answer)?;
        output.flush()?;
    }
    Ok(())
}

/// Limits memory once, and CPU time anew for each file: the clock of a process goes on.
#[cfg(unix)]
fn restrict(limits: &Limits, limited: &mut Option<u64>) {
    use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};
    let lower = |resource: Resource, soft: u64| {
        if let Ok((_, hard)) = getrlimit(resource) {
            let _ = setrlimit(resource, soft.min(hard), hard);
        }
    };
    if *limited != Some(limits.memory) {
        lower(Resource::RLIMIT_AS, limits.memory);
        lower(Resource::RLIMIT_CORE, 0);
        *limited = Some(limits.memory);
    }
    if let Ok(used) = getrusage(UsageWho::RUSAGE_SELF) {
        let seconds = used.user_time().tv_sec() + used.system_time().tv_sec();
        lower(
            Resource::RLIMIT_CPU,
            seconds.max(0) as u64 + limits.cpu_seconds + 1,
        );
    }
}

#[cfg(not(unix))]
fn restrict(_: &Limits, _: &mut Option<u64>) {}

/// A running worker. Its pipes belong to a thread, so that the owner can wait with a limit and kill.
struct Worker {
    child: Child,
    requests: Sender<(Vec<u8>, Vec<u8>)>,
    answers: Receiver<io::Result<Option<Vec<u8>>>>,
}

impl Worker {
    fn start(program: &Path, arguments: &[String]) -> io::Result<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (Some(mut input), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
            let _ = child.kill();
            let _ = child.wait();
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let (requests, jobs) = channel::<(Vec<u8>, Vec<u8>)>();
        let (done, answers) = channel();
        std::thread::spawn(move || {
            while let Ok((head, bytes)) = jobs.recv() {
                let sent = write_frame(&mut input, &head)
                    .and_then(|()| write_frame(&mut input, &bytes))
                    .and_then(|()| input.flush());
                let answer = sent.and_then(|()| read_frame(&mut output));
                let broken = !matches!(answer, Ok(Some(_)));
                if done.send(answer).is_err() || broken {
                    break;
                }
            }
        });
        Ok(Self {
            child,
            requests,
            answers,
        })
    }

    fn ask(
        &mut self,
        head: Vec<u8>,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<Answer, ExtractError> {
        let gone = |worker: &mut Self| ExtractError::Crashed(worker.end());
        if self.requests.send((head, bytes.to_vec())).is_err() {
            return Err(gone(self));
        }
        match self
            .answers
            .recv_timeout(Duration::from_secs(limits.wall_seconds))
        {
            Ok(Ok(Some(answer))) => postcard::from_bytes(&answer)
                .map_err(|_| ExtractError::Crashed("回答无法识别".to_owned())),
            Err(RecvTimeoutError::Timeout) => Err(ExtractError::Timeout(limits.wall_seconds)),
            _ => Err(gone(self)),
        }
    }

    /// How the child ended, in words.
    fn end(&mut self) -> String {
        let _ = self.child.kill();
        match self.child.wait() {
            #[cfg(unix)]
            Ok(status) => {
                use std::os::unix::process::ExitStatusExt;
                match status.signal() {
                    Some(24) => "超过处理器时间上限".to_owned(),
                    Some(6 | 9 | 11) => "内存超过上限或程序崩溃".to_owned(),
                    Some(signal) => format!("信号 {signal}"),
                    None => format!("退出码 {}", status.code().unwrap_or(-1)),
                }
            }
            #[cfg(not(unix))]
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Files a worker serves before it is replaced, so that leaks of parsers do not add up.
const SERVICE: usize = 500;

/// How many times the time of a file an archive may take.
const ARCHIVE: u64 = 4;

/// Members of one archive that may end a worker before the rest is given up.
#[cfg(feature = "office")]
const FAULTS: usize = 3;

/// Workers for any number of threads: a thread takes an idle worker or starts one.
pub struct Pool {
    program: PathBuf,
    arguments: Vec<String>,
    options: Options,
    idle: Mutex<Vec<(Worker, usize)>>,
}

impl Pool {
    /// A pool that runs `program` with `arguments` as workers, which must call [`serve`] on its standard
    /// streams. Nothing is started before the first file that needs it.
    pub fn new(program: PathBuf, arguments: Vec<String>, options: Options) -> Self {
        Self {
            program,
            arguments,
            options,
            idle: Mutex::new(Vec::new()),
        }
    }

    /// The text of a file. Plain text is read in this process.
    ///
    /// # Errors
    /// [`ExtractError`], also where the worker crashed or ran too long.
    pub fn extract(&self, bytes: &[u8], path: &Path) -> Result<RawText, ExtractError> {
        let limits = &self.options.limits;
        if bytes.len() as u64 > limits.file {
            return Err(ExtractError::TooBig {
                size: bytes.len() as u64,
                limit: limits.file,
            });
        }
        if dispatch::is_plain(bytes) {
            return dispatch::extract_with(bytes, path, &self.options);
        }
        if !dispatch::is_archive(bytes) {
            return self.ask(bytes, path, &self.options, None);
        }
        // An archive of many files may take longer than a file.
        let mut options = self.options.clone();
        options.limits.cpu_seconds *= ARCHIVE;
        options.limits.wall_seconds *= ARCHIVE;
        let whole = self.ask(bytes, path, &options, None);
        #[cfg(feature = "office")]
        if let Err(ExtractError::Timeout(_) | ExtractError::Crashed(_)) = whole {
            return self.member_by_member(bytes, path);
        }
        whole
    }

    /// Reads an archive in which some member is the end of the worker: the others are read all the same.
    #[cfg(feature = "office")]
    fn member_by_member(&self, bytes: &[u8], path: &Path) -> Result<RawText, ExtractError> {
        let mut raw = RawText {
            format: "zip".to_owned(),
            ..RawText::default()
        };
        let mut faults = 0;
        for (position, name) in archive::names(bytes).into_iter().enumerate() {
            if faults >= FAULTS {
                raw.degrade(format!(
                    "压缩包内有 {faults} 个文件使读取中断，“{name}”起未再读取"
                ));
                break;
            }
            match self.ask(bytes, path, &self.options, Some(position)) {
                Ok(read) => raw.members.extend(read.members),
                Err(error) => {
                    faults += 1;
                    let result = Err(error);
                    raw.members.push(Member { name, result });
                }
            }
        }
        archive::conclude(raw)
    }

    /// Has a worker read a file.
    fn ask(
        &self,
        bytes: &[u8],
        path: &Path,
        options: &Options,
        member: Option<usize>,
    ) -> Result<RawText, ExtractError> {
        let taken = self
            .idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let (mut worker, served) = match taken {
            Some(worker) => worker,
            None => match Worker::start(&self.program, &self.arguments) {
                Ok(worker) => (worker, 0),
                Err(error) => {
                    return Err(ExtractError::Crashed(format!("无法启动读取进程：{error}")));
                }
            },
        };
        let request = Request {
            path: path.to_owned(),
            member,
            options: options.clone(),
        };
        let head = postcard::to_stdvec(&request)
            .map_err(|error| ExtractError::Crashed(error.to_string()))?;
        let answer = worker.ask(head, bytes, &options.limits);
        match answer {
            // After an error of its own a worker is not trusted again; dropping it ends it.
            Ok(answer) => {
                if served + 1 < SERVICE {
                    let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                    idle.push((worker, served + 1));
                }
                answer
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(bytes: &[u8], name: &str) -> Vec<u8> {
        let head = Request {
            path: PathBuf::from(name),
            member: None,
            options: Options::default(),
        };
        let mut out = Vec::new();
        write_frame(&mut out, &postcard::to_stdvec(&head).expect("head")).expect("frame");
        write_frame(&mut out, bytes).expect("frame");
        out
    }

    #[test]
    fn frames_have_their_length_and_no_more() {
        let mut bytes = Vec::new();
        write_frame(&mut bytes, b"abc").expect("frame");
        let mut input = bytes.as_slice();
        assert_eq!(
            read_frame(&mut input).expect("frame").as_deref(),
            Some(b"abc".as_slice())
        );
        assert!(read_frame(&mut input).expect("end").is_none());
        assert!(read_frame(&mut &bytes[..5]).is_err());
        assert!(read_frame(&mut &[0xFF; 16][..]).is_err());
        assert!(read_frame(&mut &(1u64 << 29).to_le_bytes()[..]).is_err());
    }

    #[test]
    fn a_worker_that_cannot_start_or_answers_nonsense_is_an_error() {
        let page = b"<html><body>x</body></html>";
        let pool = Pool::new(
            PathBuf::from("/no/such/program"),
            Vec::new(),
            Options::default(),
        );
        assert!(matches!(
            pool.extract(page, Path::new("a.html")),
            Err(ExtractError::Crashed(_))
        ));
        assert_eq!(
            pool.extract("第一条".as_bytes(), Path::new("a.txt"))
                .expect("text")
                .format,
            "txt"
        );
        let _ = request(page, "a.html");
    }

    #[cfg(unix)]
    #[test]
    fn a_worker_that_hangs_is_killed() {
        let limits = Limits {
            wall_seconds: 1,
            ..Limits::default()
        };
        let options = Options {
            limits,
            ..Options::default()
        };
        let pool = Pool::new(PathBuf::from("sleep"), vec!["60".to_owned()], options);
        let error = pool
            .extract(b"<html><p>x</html>", Path::new("a.html"))
            .expect_err("hangs");
        assert_eq!(error, ExtractError::Timeout(1));
    }
}
