//! tanggapctl: the desk's use cases without a window.
