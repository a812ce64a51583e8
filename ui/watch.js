// Stands guard over the window: a start that stands still begins anew, a few times, and leaves in the
// log where it stood; a program that broke is said to be broken. It must run before and without
// everything else, and never tells more than places.
{
  const root = document.documentElement;
  const start = Number(new URLSearchParams(location.search).get("start")) || 1;

  // Seconds that each stage of a start may last, on a slow and busy computer. What is not named here is
  // no stage of a start: the window is shown, broken or given up.
  const LIMITS = { page: 20, module: 20, wasm: 120, app: 20, asked: 120 };
  const STARTS = 3;

  const report = (request) => {
    try {
      window.__TAURI_INTERNALS__.invoke("window_report", { request }).catch(() => {});
    } catch {
      // Nobody to tell; the next start will.
    }
  };

  report({ what: "began", start });

  let stage = root.dataset.stage;
  let since = performance.now();
  const watch = setInterval(() => {
    if (root.dataset.stage !== stage) {
      stage = root.dataset.stage;
      since = performance.now();
    }
    if (!(stage in LIMITS)) {
      clearInterval(watch);
    } else if (performance.now() - since > LIMITS[stage] * 1000) {
      stalled();
    }
  }, 500);

  const stalled = () => {
    clearInterval(watch);
    report({ what: "stalled", stage: root.dataset.stage, start });
    // A moment for the report to leave.
    if (start < STARTS) setTimeout(() => begin(start + 1), 200);
    else root.dataset.stage = "stuck";
  };
  addEventListener("tanggap-unloaded", stalled);

  const begin = (number) => location.replace(`${location.pathname}?start=${number}`);

  // What is written and not on disk yet, as the program left it here (`ui/src/rescue.rs`).
  const rescue = () => {
    for (const [name, request] of Object.entries(window.tanggapUnsaved ?? {})) {
      try {
        window.__TAURI_INTERNALS__.invoke("draft_save", JSON.parse(request)).catch(() => {});
      } catch {
        console.error("a draft could not be handed over", name.length);
      }
    }
  };

  const end = () => {
    if (root.dataset.stage === "broken") return;
    root.dataset.stage = "broken";
    rescue();
    document.querySelector(".broken [data-reload]")?.focus();
  };
  // A panic says so itself, and where; a trap is an end without it: no memory left, or a stack too deep.
  const trapped = (cause) => {
    if (!(cause instanceof WebAssembly.RuntimeError) || root.dataset.stage === "broken") return;
    report({ what: "trapped" });
    end();
  };
  addEventListener("tanggap-broken", end);
  addEventListener("error", (event) => trapped(event.error));
  addEventListener("unhandledrejection", (event) => trapped(event.reason));

  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-reload]")) begin(1);
  });
}
