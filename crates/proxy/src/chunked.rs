//! Where a chunked body ends. Strict: plain hexadecimal sizes, no extensions, no trailers.

/// Follows a chunked body byte by byte.
#[derive(Debug, Default)]
pub(crate) struct Chunks {
    place: Place,
    size: u64,
    digits: u8,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Size,
    SizeLf,
    Data,
    DataCr,
    DataLf,
    EndCr,
    EndLf,
    Done,
}

impl Chunks {
    /// Takes in bytes until the body's end; how many belong to the body.
    ///
    /// # Errors
    /// When they are not what a strict sender sends.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> Result<usize, Malformed> {
        let mut taken = 0_usize;
        while let Some(byte) = bytes.get(taken)
            && self.place != Place::Done
        {
            if self.place == Place::Data {
                let there = (bytes.len() - taken) as u64;
                let step = self.size.min(there);
                self.size -= step;
                taken += step as usize;
                if self.size == 0 {
                    self.place = Place::DataCr;
                }
                continue;
            }
            self.place = self.step(*byte)?;
            taken += 1;
        }
        Ok(taken)
    }

    /// Whether the body has ended.
    pub(crate) fn is_done(&self) -> bool {
        self.place == Place::Done
    }

    fn step(&mut self, byte: u8) -> Result<Place, Malformed> {
        match (self.place, byte) {
            (Place::Size, b'\r') if self.digits > 0 => Ok(Place::SizeLf),
            (Place::Size, byte) => {
                let digit = char::from(byte).to_digit(16).ok_or(Malformed)?;
                // Eight digits are four gigabytes: beyond any limit, far from overflow.
                if self.digits == 8 {
                    return Err(Malformed);
                }
                self.digits += 1;
                self.size = self.size * 16 + u64::from(digit);
                Ok(Place::Size)
            }
            (Place::SizeLf, b'\n') => {
                self.digits = 0;
                Ok(if self.size == 0 {
                    Place::EndCr
                } else {
                    Place::Data
                })
            }
            (Place::DataCr, b'\r') => Ok(Place::DataLf),
            (Place::DataLf, b'\n') => Ok(Place::Size),
            (Place::EndCr, b'\r') => Ok(Place::EndLf),
            (Place::EndLf, b'\n') => Ok(Place::Done),
            _ => Err(Malformed),
        }
    }
}

/// Not a chunked body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed chunked body")]
pub(crate) struct Malformed;

#[cfg(test)]
mod tests {
    use super::Chunks;

    #[test]
    fn finds_the_end_however_it_is_cut() {
        let body = b"3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\nGET / HTTP/1.1";
        let end = body.len() - "GET / HTTP/1.1".len();
        for step in 1..=body.len() {
            let mut chunks = Chunks::default();
            let mut taken = 0;
            for piece in body.chunks(step) {
                taken += chunks.take(piece).unwrap();
            }
            assert!(chunks.is_done(), "pieces of {step}");
            assert_eq!(taken, end, "pieces of {step}");
        }
    }

    #[test]
    fn refuses_everything_loose() {
        for body in [
            "3;x=y\r\nabc\r\n0\r\n\r\n",
            "3\nabc\n0\n\n",
            "+3\r\nabc\r\n0\r\n\r\n",
            "0x3\r\nabc\r\n0\r\n\r\n",
            " 3\r\nabc\r\n0\r\n\r\n",
            "3 \r\nabc\r\n0\r\n\r\n",
            "\r\n",
            "3\r\nabcd\r\n0\r\n\r\n",
            "0\r\nx-trailer: 1\r\n\r\n",
            "000000003\r\nabc\r\n0\r\n\r\n",
            "3\r\rabc",
        ] {
            let mut chunks = Chunks::default();
            assert!(chunks.take(body.as_bytes()).is_err(), "{body:?}");
        }
    }
}
