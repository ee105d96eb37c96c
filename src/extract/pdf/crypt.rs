//! Deciphering of files that open without a password (ISO 32000-2, 7.6): RC4, AES-128, AES-256.

use aes::cipher::{BlockDecrypt, BlockEncrypt, KeyInit, generic_array::GenericArray};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::object::{Dict, Object};

/// How data are enciphered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Method {
    None,
    Rc4,
    Aes128,
    Aes256,
}

/// The key of a file.
pub struct Crypt {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

impl Crypt {
    /// The key for the empty user password; `None` if a password is needed or the method is unknown.
    pub fn new(dict: &Dict, id: &[u8]) -> Option<Self> {
        let integer = |key: &str| dict.get(key).and_then(Object::integer);
        let bytes = |key: &str| dict.get(key).and_then(Object::bytes);
        if dict.get("Filter").and_then(Object::name) != Some("Standard") {
            return None;
        }
        let version = integer("V").unwrap_or(0);
        let revision = integer("R")?;
        let method = |which: &str| -> Option<Method> {
            if version < 4 {
                return Some(Method::Rc4);
            }
            let name = dict.get(which).and_then(Object::name).unwrap_or("Identity");
            if name == "Identity" {
                return Some(Method::None);
            }
            let filter = dict.get("CF")?.dict()?.get(name)?.dict()?;
            match filter.get("CFM").and_then(Object::name)? {
                "V2" => Some(Method::Rc4),
                "AESV2" => Some(Method::Aes128),
                "AESV3" => Some(Method::Aes256),
                "None" => Some(Method::None),
                _ => None,
            }
        };
        let (strings, streams) = (method("StrF")?, method("StmF")?);
        let key = if revision >= 5 {
            key_256(bytes("U")?, bytes("UE")?, revision)?
        } else {
            let length = if version == 1 {
                40
            } else {
                integer("Length").unwrap_or(40)
            };
            let length = if version == 4 { 128 } else { length };
            let size = (length / 8).clamp(5, 16) as usize;
            let open = matches!(dict.get("EncryptMetadata"), Some(Object::Bool(false)));
            let key = key_128(bytes("O")?, integer("P")?, id, size, revision, open)?;
            check_128(&key, bytes("U")?, id, revision).then_some(key)?
        };
        Some(Self {
            key,
            strings,
            streams,
        })
    }

    /// A string in clear.
    pub fn string(&self, data: &[u8], number: u32, generation: u32) -> Vec<u8> {
        self.undo(self.strings, data, number, generation)
    }

    /// The data of a stream in clear.
    pub fn stream(&self, data: &[u8], number: u32, generation: u32) -> Vec<u8> {
        self.undo(self.streams, data, number, generation)
    }

    fn undo(&self, method: Method, data: &[u8], number: u32, generation: u32) -> Vec<u8> {
        match method {
            Method::None => data.to_vec(),
            Method::Aes256 => cbc_256(&self.key, data),
            Method::Rc4 | Method::Aes128 => {
                let mut md5 = Md5::new();
                md5.update(&self.key);
                md5.update(&number.to_le_bytes()[..3]);
                md5.update(&generation.to_le_bytes()[..2]);
                if method == Method::Aes128 {
                    md5.update(b"sAlT");
                }
                let hash = md5.finalize();
                let size = (self.key.len() + 5).min(16);
                if method == Method::Rc4 {
                    rc4(&hash[..size], data)
                } else {
                    cbc_128(&hash, data)
                }
            }
        }
    }
}

fn key_128(
    owner: &[u8],
    permissions: i64,
    id: &[u8],
    size: usize,
    revision: i64,
    open: bool,
) -> Option<Vec<u8>> {
    let mut md5 = Md5::new();
    md5.update(PADDING);
    md5.update(owner.get(..32)?);
    md5.update((permissions as u32).to_le_bytes());
    md5.update(id);
    if revision >= 4 && open {
        md5.update([0xFF; 4]);
    }
    let mut hash = md5.finalize();
    if revision >= 3 {
        for _ in 0..50 {
            hash = Md5::digest(&hash[..size]);
        }
    }
    Some(hash[..size].to_vec())
}

/// Whether the empty password is the user password.
fn check_128(key: &[u8], user: &[u8], id: &[u8], revision: i64) -> bool {
    if revision < 3 {
        return rc4(key, &PADDING) == user;
    }
    let mut md5 = Md5::new();
    md5.update(PADDING);
    md5.update(id);
    let mut mark = rc4(key, &md5.finalize());
    for n in 1..=19u8 {
        let turned: Vec<u8> = key.iter().map(|b| b ^ n).collect();
        mark = rc4(&turned, &mark);
    }
    user.get(..16) == Some(mark.as_slice())
}

fn key_256(user: &[u8], sealed: &[u8], revision: i64) -> Option<Vec<u8>> {
    let hash = |salt: &[u8]| {
        if revision >= 6 {
            hash_2b(salt)
        } else {
            Sha256::digest(salt).to_vec()
        }
    };
    let (mark, check, salt) = (user.get(..32)?, user.get(32..40)?, user.get(40..48)?);
    if hash(check) != mark {
        return None;
    }
    let key = hash(salt);
    let cipher = Aes256::new_from_slice(&key).ok()?;
    Some(cbc(
        |block| cipher.decrypt_block(block),
        &[0; 16],
        sealed.get(..32)?,
    ))
}

/// Algorithm 2.B of ISO 32000-2 for the empty password.
fn hash_2b(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    let mut round = 0u32;
    loop {
        let mut data = key.repeat(64);
        let (Ok(cipher), Some(mut chain)) = (
            Aes128::new_from_slice(&key[..16]),
            <[u8; 16]>::try_from(&key[16..32]).ok(),
        ) else {
            return key;
        };
        for block in data.chunks_exact_mut(16) {
            block.iter_mut().zip(chain).for_each(|(b, c)| *b ^= c);
            cipher.encrypt_block(GenericArray::from_mut_slice(block));
            chain.copy_from_slice(block);
        }
        let rest = data[..16].iter().map(|b| u32::from(*b)).sum::<u32>() % 3;
        key = match rest {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        round += 1;
        let last = data.last().copied().unwrap_or(0);
        if round >= 64 && u32::from(last) + 32 <= round {
            key.truncate(32);
            return key;
        }
    }
}

type Block = aes::Block;

fn cbc(decrypt: impl Fn(&mut Block), start: &[u8; 16], data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut chain: &[u8] = start;
    for block in data.chunks_exact(16) {
        let mut plain = *GenericArray::from_slice(block);
        decrypt(&mut plain);
        out.extend(plain.iter().zip(chain).map(|(b, c)| b ^ c));
        chain = block;
    }
    out
}

/// Data with their start block in front and padding at the end.
fn padded(decrypt: impl Fn(&mut Block), data: &[u8]) -> Vec<u8> {
    let Some((start, rest)) = data.split_first_chunk::<16>() else {
        return Vec::new();
    };
    let mut out = cbc(decrypt, start, rest);
    if let Some(&pad) = out.last()
        && (1..=16).contains(&pad)
    {
        out.truncate(out.len() - usize::from(pad));
    }
    out
}

fn cbc_128(key: &[u8], data: &[u8]) -> Vec<u8> {
    match Aes128::new_from_slice(key) {
        Ok(cipher) => padded(|block| cipher.decrypt_block(block), data),
        Err(_) => Vec::new(),
    }
}

fn cbc_256(key: &[u8], data: &[u8]) -> Vec<u8> {
    match Aes256::new_from_slice(key) {
        Ok(cipher) => padded(|block| cipher.decrypt_block(block), data),
        Err(_) => Vec::new(),
    }
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|n| n as u8);
    let mut j = 0u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0u8, 0u8);
    data.iter()
        .map(|b| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            b ^ state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rc4_of_the_textbook() {
        assert_eq!(
            rc4(b"Key", b"Plaintext"),
            [0xBB, 0xF3, 0x16, 0xE8, 0xD9, 0x40, 0xAF, 0x0A, 0xD3]
        );
    }

    #[test]
    fn unknown_handlers_need_a_password() {
        let dict: Dict = [("Filter".to_owned(), Object::Name("Other".to_owned()))].into();
        assert!(Crypt::new(&dict, b"").is_none());
    }
}
