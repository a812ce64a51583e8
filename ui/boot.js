// Starts the window's wasm. Leaflet is a classic script before us: the map wants the global `L`.
import init from "./tanggap-ui.js";

// The icons become part of the page, so that they are drawn together with their words.
const sheet = await (await fetch("icons.svg")).text();
const icons = new DOMParser().parseFromString(sheet, "image/svg+xml").documentElement;
icons.setAttribute("class", "icon-sheet");
icons.setAttribute("aria-hidden", "true");
document.body.append(icons);

await init({ module_or_path: "./tanggap-ui_bg.wasm" });
