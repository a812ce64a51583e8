//! Where complaints come from: hub, national API, spreadsheet.
