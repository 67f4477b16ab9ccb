//! SHA-256, in lower-case hex.
//!
//! Its sixteen rounds stand once, and all of it takes two fifths of the wasm that the crate `sha2` takes with all
//! sixty-four unrolled, and no more time. `sha2` is what tests hold it against.

use crate::bytes::EACH;

/// The first bytes of a text's SHA-256, in lower-case hex.
pub(crate) fn sha256(text: &str, bytes: usize) -> String {
    let all = hash(text.as_bytes()).map(hex);
    let digits = all.as_flattened().get(..2 * bytes).unwrap_or_default();
    str::from_utf8(digits).unwrap_or_default().to_owned()
}

/// The eight digits of a number, all at once: each half of a byte comes to stand in a byte of its own.
fn hex(number: u32) -> [u8; 8] {
    let pairs = u64::from(number);
    let pairs = (pairs << 16 | pairs) & 0x0000_ffff_0000_ffff;
    let bytes = (pairs << 8 | pairs) & 0x00ff_00ff_00ff_00ff;
    let halves = (bytes << 4 | bytes) & 0x0f0f_0f0f_0f0f_0f0f;
    let from_ten = ((halves + EACH * 6) >> 4) & EACH;
    (halves + EACH * u64::from(b'0') + from_ten * u64::from(b'a' - b'0' - 10)).to_be_bytes()
}

fn hash(text: &[u8]) -> [u32; 8] {
    let mut state = FIRST;
    let mut rest = text;
    while let Some((block, behind)) = rest.split_first_chunk::<64>() {
        take_in(&mut state, block);
        rest = behind;
    }
    // Behind the text stands a bit, and at the end of the last block how many bits the text has.
    let mut last = [0; 64];
    for (place, byte) in last.iter_mut().zip(rest.iter().chain([&0x80])) {
        *place = *byte;
    }
    if rest.len() >= 56 {
        take_in(&mut state, &last);
        last = [0; 64];
    }
    let bits = u64::try_from(text.len()).unwrap_or_default().wrapping_mul(8);
    if let Some(end) = last.last_chunk_mut::<8>() {
        *end = bits.to_be_bytes();
    }
    take_in(&mut state, &last);
    state
}

fn take_in(state: &mut [u32; 8], block: &[u8; 64]) {
    let mut words = [0; 16];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    let mut next = *state;
    for (pass, constants) in CONSTANTS.iter().enumerate() {
        if pass > 0 {
            spread(&mut words);
        }
        next = rounds(next, &words, constants);
    }
    for (sum, part) in state.iter_mut().zip(next) {
        *sum = sum.wrapping_add(part);
    }
}

/// The sixteen words that come next.
fn spread(words: &mut [u32; 16]) {
    macro_rules! word {
        ($($at:literal $one:literal $nine:literal $fourteen:literal,)+) => { $(
            let (one, fourteen) = (words[$one], words[$fourteen]);
            let small = one.rotate_right(7) ^ one.rotate_right(18) ^ (one >> 3);
            let large = fourteen.rotate_right(17) ^ fourteen.rotate_right(19) ^ (fourteen >> 10);
            words[$at] = words[$at].wrapping_add(small).wrapping_add(words[$nine]).wrapping_add(large);
        )+ };
    }
    word!(0 1 9 14, 1 2 10 15, 2 3 11 0, 3 4 12 1, 4 5 13 2, 5 6 14 3, 6 7 15 4, 7 8 0 5,);
    word!(8 9 1 6, 9 10 2 7, 10 11 3 8, 11 12 4 9, 12 13 5 10, 13 14 6 11, 14 15 7 12, 15 0 8 13,);
}

/// Sixteen rounds. In each the letters move on by one, so that nothing needs to be moved.
#[expect(clippy::many_single_char_names, reason = "as the standard calls them")]
fn rounds(state: [u32; 8], words: &[u32; 16], constants: &[u32; 16]) -> [u32; 8] {
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
    macro_rules! round {
        ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $at:literal) => {
            let large = $e.rotate_right(6) ^ $e.rotate_right(11) ^ $e.rotate_right(25);
            let choice = $g ^ ($e & ($f ^ $g));
            let added = words[$at].wrapping_add(constants[$at]);
            $h = $h.wrapping_add(large).wrapping_add(choice).wrapping_add(added);
            $d = $d.wrapping_add($h);
            let small = $a.rotate_right(2) ^ $a.rotate_right(13) ^ $a.rotate_right(22);
            let majority = ($a & $b) | ($c & ($a | $b));
            $h = $h.wrapping_add(small).wrapping_add(majority);
        };
    }
    macro_rules! eight_rounds {
        ($i:literal $j:literal $k:literal $l:literal $m:literal $n:literal $o:literal $p:literal) => {
            round!(a b c d e f g h $i);
            round!(h a b c d e f g $j);
            round!(g h a b c d e f $k);
            round!(f g h a b c d e $l);
            round!(e f g h a b c d $m);
            round!(d e f g h a b c $n);
            round!(c d e f g h a b $o);
            round!(b c d e f g h a $p);
        };
    }
    eight_rounds!(0 1 2 3 4 5 6 7);
    eight_rounds!(8 9 10 11 12 13 14 15);
    [a, b, c, d, e, f, g, h]
}

/// The fractions of the square roots of the first eight primes.
const FIRST: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The fractions of the cube roots of the first sixty-four primes.
const CONSTANTS: [[u32; 16]; 4] = [
    [
        0x428a_2f98,
        0x7137_4491,
        0xb5c0_fbcf,
        0xe9b5_dba5,
        0x3956_c25b,
        0x59f1_11f1,
        0x923f_82a4,
        0xab1c_5ed5,
        0xd807_aa98,
        0x1283_5b01,
        0x2431_85be,
        0x550c_7dc3,
        0x72be_5d74,
        0x80de_b1fe,
        0x9bdc_06a7,
        0xc19b_f174,
    ],
    [
        0xe49b_69c1,
        0xefbe_4786,
        0x0fc1_9dc6,
        0x240c_a1cc,
        0x2de9_2c6f,
        0x4a74_84aa,
        0x5cb0_a9dc,
        0x76f9_88da,
        0x983e_5152,
        0xa831_c66d,
        0xb003_27c8,
        0xbf59_7fc7,
        0xc6e0_0bf3,
        0xd5a7_9147,
        0x06ca_6351,
        0x1429_2967,
    ],
    [
        0x27b7_0a85,
        0x2e1b_2138,
        0x4d2c_6dfc,
        0x5338_0d13,
        0x650a_7354,
        0x766a_0abb,
        0x81c2_c92e,
        0x9272_2c85,
        0xa2bf_e8a1,
        0xa81a_664b,
        0xc24b_8b70,
        0xc76c_51a3,
        0xd192_e819,
        0xd699_0624,
        0xf40e_3585,
        0x106a_a070,
    ],
    [
        0x19a4_c116,
        0x1e37_6c08,
        0x2748_774c,
        0x34b0_bcb5,
        0x391c_0cb3,
        0x4ed8_aa4a,
        0x5b9c_ca4f,
        0x682e_6ff3,
        0x748f_82ee,
        0x78a5_636f,
        0x84c8_7814,
        0x8cc7_0208,
        0x90be_fffa,
        0xa450_6ceb,
        0xbef9_a3f7,
        0xc671_78f2,
    ],
];

#[cfg(test)]
mod tests {
    use ethnum::U256;
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn it_is_sha_256() {
        // Of every length, so that each way for a text to end is among them.
        for length in 0..=300 {
            let text: String = ('!'..='~').cycle().skip(length).take(length).collect();
            let theirs: U256 = U256::from_be_bytes(Sha256::digest(&text).into());
            let theirs = format!("{theirs:064x}");
            assert_eq!(sha256(&text, 32), theirs, "{text}");
            assert_eq!(Some(sha256(&text, 16).as_str()), theirs.get(..32));
        }
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256("abc", 32), abc);
    }
}
