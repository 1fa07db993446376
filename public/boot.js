// Starts the panel. A file of its own, so that the page needs no inline script.
import init from "./pilothouse.js";

try {
  await init({ module_or_path: "./pilothouse_bg.wasm" });
} catch (error) {
  const boot = document.getElementById("boot");
  if (boot) {
    boot.textContent = `Pilothouse could not start (${error}). Reload the page; if that does not help, this browser may be too old or WebAssembly may be switched off.`;
  }
  throw error;
}
