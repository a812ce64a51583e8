// Starts the window's wasm. Leaflet is a classic script before us: the map wants the global `L`.
// Each stage leaves its mark, by which watch.js sees that the start goes on.
import init from "./tanggap-ui.js";

const root = document.documentElement;
root.dataset.stage = "module";

// The icons become part of the page, so that they are drawn together with their words. Without them
// the words are there all the same: nothing waits for them.
const icons = async () => {
  const sheet = await (await fetch("icons.svg")).text();
  const icons = new DOMParser().parseFromString(sheet, "image/svg+xml").documentElement;
  icons.setAttribute("class", "icon-sheet");
  icons.setAttribute("aria-hidden", "true");
  document.body.append(icons);
};
icons().catch((cause) => console.error("no icons", cause));

root.dataset.stage = "wasm";
try {
  const wasm = await init({ module_or_path: "./tanggap-ui_bg.wasm" });
  // What the program holds, in bytes: said by nobody, asked by whoever looks for a leak.
  globalThis.tanggapHeldBytes = () => wasm.memory.buffer.byteLength;
} catch (cause) {
  // What did not arrive whole does not become whole by waiting; a program that ran and broke is another
  // matter.
  if (!(cause instanceof WebAssembly.RuntimeError)) dispatchEvent(new Event("tanggap-unloaded"));
  throw cause;
}
