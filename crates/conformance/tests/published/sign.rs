//! What the ways in need: base 64, and HMAC-SHA256 as e24cloud's signatures use it.
//!
//! Written out here so that the simulation is not asked with the client's own signer: what both
//! get wrong alike would be right for each other.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let group = (0..3).fold(0, |group, place| {
            group << 8 | u32::from(chunk.get(place).copied().unwrap_or_default())
        });
        for place in 0..4 {
            let filled = place <= chunk.len();
            let letter = ALPHABET[(group >> (18 - 6 * place) & 63) as usize];
            out.push(if filled { letter.into() } else { '=' });
        }
    }
    out
}

/// The base 64 of a message's HMAC-SHA256.
pub(crate) fn signature(secret: &str, message: &[u8]) -> String {
    let mut key = secret.as_bytes().to_vec();
    if key.len() > 64 {
        key = sha256(&key).to_vec();
    }
    key.resize(64, 0);
    let pad = |with: u8| -> Vec<u8> { key.iter().map(|byte| byte ^ with).collect() };
    let inner = sha256(&[&pad(0x36), message].concat());
    base64(&sha256(&[pad(0x5c).as_slice(), &inner].concat()))
}

/// The first 32 bits of the fractions of the roots of the first primes: the constants of SHA-2.
fn roots(count: usize, root: fn(f64) -> f64) -> Vec<u32> {
    let prime = |n: &u32| (2..*n).all(|of| !n.is_multiple_of(of));
    let exact = |n: u32| (root(f64::from(n)).fract() * 4_294_967_296.0) as u32;
    (2..).filter(prime).take(count).map(exact).collect()
}

fn sha256(message: &[u8]) -> [u8; 32] {
    let (mut state, rounds) = (roots(8, f64::sqrt), roots(64, f64::cbrt));
    let mut message = message.to_vec();
    let bits = message.len() as u64 * 8;
    message.push(0x80);
    while message.len() % 64 != 56 {
        message.push(0);
    }
    message.extend(bits.to_be_bytes());
    for block in message.chunks(64) {
        let mut words: Vec<u32> = block
            .chunks(4)
            .map(|word| u32::from_be_bytes(word.try_into().unwrap()))
            .collect();
        for at in 16..64 {
            let (one, two) = (words[at - 15], words[at - 2]);
            let one = one.rotate_right(7) ^ one.rotate_right(18) ^ one >> 3;
            let two = two.rotate_right(17) ^ two.rotate_right(19) ^ two >> 10;
            let sum = words[at - 16].wrapping_add(words[at - 7]);
            words.push(sum.wrapping_add(one).wrapping_add(two));
        }
        let mut now = state.clone();
        for (word, round) in words.iter().zip(&rounds) {
            let (a, e) = (now[0], now[4]);
            let turned = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let chosen = (e & now[5]) ^ (!e & now[6]);
            let first = [turned, chosen, *round, *word]
                .iter()
                .fold(now[7], |sum, part| sum.wrapping_add(*part));
            let turned = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let most = (a & now[1]) ^ (a & now[2]) ^ (now[1] & now[2]);
            now.rotate_right(1);
            now[4] = now[4].wrapping_add(first);
            now[0] = first.wrapping_add(turned).wrapping_add(most);
        }
        for (sum, part) in state.iter_mut().zip(now) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut out = [0; 32];
    for (to, word) in out.chunks_mut(4).zip(state) {
        to.copy_from_slice(&word.to_be_bytes());
    }
    out
}

/// The vectors of the e24cloud reference, section 3.3.
#[test]
fn signatures_are_those_of_the_reference() {
    assert_eq!(base64(b"user:pass"), "dXNlcjpwYXNz");
    assert_eq!(base64(b"user:pas"), "dXNlcjpwYXM=");
    let host = "eu-poland-1warszawa.api.e24cloud.com";
    let date = "Tue, 02 Jun 2026 10:15:30 GMT";
    let machine = "/v2/virtual-machines/7d1e5c80-46f2-4b39-9c0d-2ab61f3e8d57";
    let table = [
        (
            "GET",
            "/v2/virtual-machines".to_owned(),
            "",
            "vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
        ),
        (
            "POST",
            format!("{machine}/poweron"),
            "",
            "+9IF2y9FWqgzv+QA3iL1qmr6VLUEDhGJiUlbM9ceJ8Y=",
        ),
        (
            "DELETE",
            machine.to_owned(),
            "{\"deleteResources\":1}",
            "lciGqIkTK9tcEg7O3pu+qV1WUkV31Zbe2BEcOkA1T0I=",
        ),
        (
            "POST",
            format!("{machine}/rename"),
            "{\"name\":\"żółw\"}",
            "+BOUSVmcPC7OZCV80eejhztvNsqxAG3qD4Lc/obj3cg=",
        ),
    ];
    for (method, path, body, expected) in table {
        let message = format!("{method}\n{host}\n{date}\n{path}\n{body}");
        assert_eq!(
            signature("not-a-real-secret-42", message.as_bytes()),
            expected
        );
    }
}
