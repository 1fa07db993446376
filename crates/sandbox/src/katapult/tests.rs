//! Published behaviour, in process and with time moved by hand.
