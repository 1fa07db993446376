//! Ports of this machine: whether they are free.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, TcpListener},
};

use anyhow::{Context, Result, anyhow};

/// How many simulated providers take a port.
const PROVIDERS: u16 = 4;

/// Makes sure that all ports can be had; returns the panel's, which is a free one for 0.
pub(super) fn claim(panel: u16, base: u16) -> Result<u16> {
    if base != 0 {
        for index in 1..=PROVIDERS {
            let port = base
                .checked_add(index)
                .context("--port-base is too high: ports end at 65535")?;
            free(port, "--port-base")?;
        }
    }
    free(panel, "--port")
}

fn free(port: u16, option: &str) -> Result<u16> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener.local_addr()?.port()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => Err(anyhow!(
            "port {port} is taken by another program: stop that one, or choose another port with {option}"
        )),
        Err(error) => Err(anyhow!(
            "port {port} cannot be opened ({error}): choose another port with {option}"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_the_way_out() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = claim(port, 0).unwrap_err().to_string();
        assert!(error.contains(&format!("port {port} is taken")), "{error}");
        assert!(error.contains("--port"), "{error}");
        let error = claim(0, port - 1).unwrap_err().to_string();
        assert!(error.contains("--port-base"), "{error}");
        assert!(claim(0, 65_533).is_err());
        assert_ne!(claim(0, 0).unwrap(), 0);
    }
}
