//! A text as the bytes of a QR code (ISO/IEC 18004): the text itself, and what
//! puts right a seventh of it, which is level M.

/// The size of a code: 1 to 40, each four modules wider than the one before.
pub(super) type Version = usize;

/// Bytes of correction in each block, by version.
const CORRECTION: [u8; 40] = [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
];

/// Blocks, by version.
const BLOCKS: [u8; 40] = [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25,
    26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
];

/// The smallest version that holds `text`, and its bytes in the order in which
/// they are drawn; nothing for a text of more than 2,331 bytes.
pub(super) fn codewords(text: &[u8]) -> Option<(Version, Vec<u8>)> {
    let room = |version| text.len() + if version < 10 { 2 } else { 3 };
    let version = (1..=40).find(|version| room(*version) <= data_bytes(*version))?;
    let data = data(text, version);
    let blocks = usize::from(BLOCKS[version - 1]);
    // The last blocks are one byte longer where they do not come out even.
    let (short, shorter) = (data.len() / blocks, blocks - data.len() % blocks);
    let start = |block: usize| block * short + block.saturating_sub(shorter);
    let divisor = divisor(usize::from(CORRECTION[version - 1]));
    let mut words = Vec::new();
    for at in 0..=short {
        for block in 0..blocks {
            if at < short || block >= shorter {
                words.push(data[start(block) + at]);
            }
        }
    }
    let own = words.len();
    words.resize(own + blocks * divisor.len(), 0);
    for block in 0..blocks {
        let rest = remainder(&data[start(block)..start(block + 1)], &divisor);
        for (at, byte) in rest.into_iter().enumerate() {
            words[own + at * blocks + block] = byte;
        }
    }
    Some((version, words))
}

/// How many bytes a code has for what it says.
pub(super) fn data_bytes(version: Version) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version > 1 {
        // Without the marks for alignment, and the number of the version.
        let marks = version / 7 + 2;
        modules -= (25 * marks - 10) * marks - 55;
        if version > 6 {
            modules -= 36;
        }
    }
    modules / 8 - usize::from(CORRECTION[version - 1]) * usize::from(BLOCKS[version - 1])
}

/// `text` with what stands before and after it. All of it is half bytes: 4 for
/// bytes, the length, the text, and 0 for its end, which together come out even.
fn data(text: &[u8], version: Version) -> Vec<u8> {
    let mut data = vec![0; data_bytes(version)];
    let mut halves = 0;
    // Half a byte at a time, of which the rest is cut off.
    #[allow(clippy::cast_possible_truncation)]
    let mut put = |half: usize| {
        data[halves / 2] |= (half as u8 & 15) << (4 - halves % 2 * 4);
        halves += 1;
    };
    put(4);
    for digit in (0..if version < 10 { 2 } else { 4 }).rev() {
        put(text.len() >> (4 * digit));
    }
    for byte in text {
        put(usize::from(byte >> 4));
        put(usize::from(*byte));
    }
    put(0);
    for (at, byte) in data[halves / 2..].iter_mut().enumerate() {
        *byte = if at % 2 == 0 { 0xec } else { 0x11 };
    }
    data
}

/// The product in the field of 256 elements.
fn product(a: u8, b: u8) -> u8 {
    let mut sum = 0;
    for bit in (0..8).rev() {
        sum = (sum << 1) ^ ((sum >> 7) * 0x1d) ^ ((b >> bit & 1) * a);
    }
    sum
}

/// The polynomial that has the first `degree` powers of 2 as its zeros, without
/// its first coefficient, which is 1.
fn divisor(degree: usize) -> Vec<u8> {
    let mut divisor = vec![0; degree];
    divisor[degree - 1] = 1;
    let mut root = 1;
    for _ in 0..degree {
        for at in 0..degree {
            divisor[at] = product(divisor[at], root);
            if at + 1 < degree {
                divisor[at] ^= divisor[at + 1];
            }
        }
        root = product(root, 2);
    }
    divisor
}

/// What is left of `data` after division: its correction.
fn remainder(data: &[u8], divisor: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; divisor.len()];
    for byte in data {
        let factor = byte ^ rest.remove(0);
        rest.push(0);
        for at in 0..divisor.len() {
            rest[at] ^= product(divisor[at], factor);
        }
    }
    rest
}
