// Starts the window's wasm. Leaflet is a classic script before us: the map wants the global `L`.
import init from "./tanggap-ui.js";

await init({ module_or_path: "./tanggap-ui_bg.wasm" });
