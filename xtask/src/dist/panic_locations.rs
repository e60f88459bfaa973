//! Removes where in the sources each panic is: file names, with lines and columns.
//!
//! Only the message of a panic shows them, and pruning leaves none. Zeros take their places, so
//! that no address changes; compressed they take no room. Their paths would also tell on which
//! machine the program was built.

use std::ops::Range;

use wasmparser::{DataKind, Operator, Parser, Payload};

/// Size of a `core::panic::Location`: address and length of the file name, line, column.
const LOCATION: usize = 16;

/// The largest line or column that is taken for one.
const MAX_LINE: usize = 20_000;

type Error = Box<dyn std::error::Error>;

/// Part of the initial memory.
struct Segment {
    /// Address in memory.
    address: usize,
    /// Place in the module.
    place: Range<usize>,
}

/// `module` with zeros in place of panic locations and their file names.
///
/// # Errors
/// If it is not a module.
pub(super) fn clear(mut module: Vec<u8>) -> Result<Vec<u8>, Error> {
    let segments = segments(&module)?;
    let mut places = Vec::new();
    for Segment { address, place } in &segments {
        // Locations are aligned to words.
        for start in (place.start..place.end).skip(address.wrapping_neg() % 4).step_by(4) {
            let Some(location) = module[start..place.end].first_chunk::<LOCATION>() else { break };
            if let Some(name) = file_name(&module, &segments, location) {
                places.extend([start..start + LOCATION, name]);
            }
        }
    }
    for place in places {
        module[place].fill(0);
    }
    Ok(module)
}

/// The place of the file name, if `bytes` are a location.
fn file_name(module: &[u8], segments: &[Segment], bytes: &[u8; LOCATION]) -> Option<Range<usize>> {
    let (words, _) = bytes.as_chunks::<4>();
    let [address, length, line, column] =
        [0, 1, 2, 3].map(|word| usize::try_from(u32::from_le_bytes(words[word])).unwrap_or(0));
    let are_numbers = [line, column].iter().all(|number| (1..MAX_LINE).contains(number));
    let segment = segments
        .iter()
        .find(|it| it.address <= address && address + length <= it.address + it.place.len())?;
    let start = segment.place.start + address - segment.address;
    let name = start..start + length;
    (are_numbers && module[name.clone()].ends_with(b".rs")).then_some(name)
}

/// The active segments of the module's memory.
fn segments(module: &[u8]) -> Result<Vec<Segment>, Error> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        let Payload::DataSection(reader) = payload? else { continue };
        for data in reader {
            let data = data?;
            if let DataKind::Active { offset_expr, .. } = data.kind
                && let Operator::I32Const { value } = offset_expr.get_operators_reader().read()?
            {
                let end = usize::try_from(data.range.end)?;
                let address = usize::try_from(value.cast_unsigned())?;
                segments.push(Segment { address, place: end - data.data.len()..end });
            }
        }
    }
    Ok(segments)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{ConstExpr, DataSection, Module};

    fn module(address: i32, bytes: &[u8]) -> Vec<u8> {
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(address), bytes.iter().copied());
        Module::new().section(&data).clone().finish()
    }

    /// A file name, with words after it.
    fn memory(name: [u8; 8], words: [u32; 4]) -> Vec<u8> {
        name.into_iter().chain(words.into_iter().flat_map(u32::to_le_bytes)).collect()
    }

    #[test]
    fn locations_and_their_file_names_are_cleared() {
        let location = memory(*b"src/a.rs", [1_024, 8, 30, 5]);
        assert_eq!(clear(module(1_024, &location)).unwrap(), module(1_024, &[0; 24]));
    }

    #[test]
    fn other_data_is_unchanged() {
        for (name, words) in [
            (*b"src/a.rs", [1_025, 8, 30, 5]),
            (*b"src/a.rs", [1_024, 7, 30, 5]),
            (*b"src/a.rs", [1_024, 8, 0, 5]),
            (*b"src/a.rs", [1_024, 8, 30, 1 << 20]),
            (*b"src/a.rs", [1_024, u32::MAX, 30, 5]),
            (*b"an entry", [1_024, 8, 30, 5]),
        ] {
            let plain = module(1_024, &memory(name, words));
            assert_eq!(clear(plain.clone()).unwrap(), plain);
        }
        assert!(clear(b"no module".to_vec()).is_err());
    }
}
