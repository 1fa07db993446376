// Put into every page before its own scripts: notes what a person would see, and when. Knows
// roles and what they are called, so that it reads the panel and its peer alike.
(() => {
  const now = () => performance.now();
  const grid = () => document.querySelector('[role=grid]');
  const firstRow = () => document.querySelector('[role=grid] [role=row][aria-rowindex="2"]');
  const painted = (then) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => then(now());
      port2.postMessage(null);
    });
  const bench = { firstRow: 0, memory: undefined, open: 0, asked: 0, quietSince: 0 };
  window.bench = bench;

  // A row counts once it shows a machine's name.
  const look = () => {
    if (firstRow()?.textContent.trim()) painted((time) => (bench.firstRow = time));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  // Tasks of more than 50 ms: when they began, and how long they took.
  const long = [];
  const tasks = new PerformanceObserver((list) => long.push(...list.getEntries()));
  tasks.observe({ type: 'longtask', buffered: true });
  bench.longest = (since) => {
    long.push(...tasks.takeRecords());
    return Math.max(0, ...long.filter((task) => task.startTime >= since).map((task) => task.duration));
  };

  // Requests for lists; single machines are read at all times and end no refresh.
  const fetched = window.fetch;
  window.fetch = async (what, options) => {
    const isList = !/virtual_machine%5Bid%5D=/.test(what?.url ?? what);
    if (!isList) return fetched(what, options);
    bench.open += 1;
    bench.asked += 1;
    try {
      return await fetched(what, options);
    } finally {
      bench.open -= 1;
      bench.quietSince = now();
    }
  };

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const plain = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await plain.apply(WebAssembly, given);
      const things = Object.values((made.instance ?? made).exports);
      bench.memory ??= things.find((thing) => thing instanceof WebAssembly.Memory);
      return made;
    };
  }

  const count = () => grid()?.getAttribute('aria-rowcount');
  const order = () =>
    [...document.querySelectorAll('[role=columnheader]')].map((h) => h.getAttribute('aria-sort')).join();
  const SIGNS = { filter: ['keydown', count], sort: ['pointerup', order] };

  /** From the next such event until its effect is painted; null if there is none. */
  bench.arm = (kind) => {
    const [event, sign] = SIGNS[kind];
    const before = sign();
    bench.result = new Promise((done) => {
      let start;
      addEventListener(event, (event) => (start ??= event.timeStamp), { capture: true, once: true });
      const observer = new MutationObserver(() => {
        if (start === undefined || sign() === before) return;
        observer.disconnect();
        clearTimeout(alarm);
        painted((time) => done(time - start));
      });
      const alarm = setTimeout(() => {
        observer.disconnect();
        done(null);
      }, 3000);
      const filter = ['aria-rowcount', 'aria-sort'];
      observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: filter });
    });
  };

  /** Scrolls from the first row to the last in this many frames; the times of the frames. */
  bench.scroll = (frames) =>
    new Promise((done) => {
      const element = grid();
      const step = (element.scrollHeight - element.clientHeight) / frames;
      const times = [];
      element.scrollTop = 0;
      const next = (time) => {
        times.push(time);
        if (times.length > frames) return done(times);
        element.scrollTop = step * times.length;
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
    });

  /** Waits until every list has been read and nothing happened for this long. */
  bench.quiet = async (pause) => {
    while (bench.open > 0 || now() - bench.quietSince < pause) {
      await new Promise((done) => setTimeout(done, 50));
    }
    return bench.asked;
  };

  /** Where to click for the middle of a control. */
  bench.place = (role, name) => {
    const selectors = { field: 'input:is([type=search], [type=text])', button: 'button' };
    const named = (element) => {
      const label = element.getAttribute('aria-label') ?? element.textContent;
      return label.toLowerCase().includes(name.toLowerCase());
    };
    const element = [...document.querySelectorAll(selectors[role])].find(named);
    if (!element) throw new Error(`no ${role} is called ${name}`);
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  };

  /** Bytes of the page's own files: as they came, and unpacked. */
  bench.bytes = () => {
    const files = performance.getEntriesByType('resource').filter(({ name }) => /\.(js|css|wasm|svg)$/.test(name));
    const sum = (key) => [...performance.getEntriesByType('navigation'), ...files].reduce((total, f) => total + f[key], 0);
    return [sum('encodedBodySize'), sum('decodedBodySize'), files.length + 1];
  };

})();
