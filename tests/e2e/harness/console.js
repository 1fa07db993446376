// Keeps what a page writes to the console and what goes wrong in it, for browsers whose drivers
// do not hand that over. It has to be the first script of a page.
if (!window.written) {
  const lines = [];
  window.written = { take: () => lines.splice(0) };
  const keep = (level, parts) => lines.push(`${level} ${parts.map(String).join(" ")}`);
  for (const level of ["debug", "log", "info", "warn", "error"]) {
    const write = console[level];
    console[level] = (...parts) => {
      keep(level, parts);
      write.apply(console, parts);
    };
  }
  // While it goes down, because what a resource lacks does not come up.
  window.addEventListener(
    "error",
    (event) => {
      const { target } = event;
      const what = event.message ?? `not loaded: ${target.src ?? target.href}`;
      keep("error", [what, event.filename ?? "", event.lineno ?? ""]);
    },
    true,
  );
  window.addEventListener("unhandledrejection", ({ reason }) =>
    keep("error", ["nobody handled", reason?.stack ?? reason]),
  );
  document.addEventListener("securitypolicyviolation", (event) =>
    keep("error", ["the policy", event.violatedDirective, "forbids", event.blockedURI]),
  );
}
