// One row's elements, and what they say.

const NOT_SAID = '–';
const UNITS = [
  [2 ** 40, 'TB'],
  [2 ** 30, 'GB'],
  [2 ** 20, 'MB'],
];

const cell = (className) => {
  const element = document.createElement('div');
  element.className = `cell ${className}`;
  element.setAttribute('role', 'gridcell');
  return element;
};
const child = (parent, name, className) => {
  const element = parent.appendChild(document.createElement(name));
  if (className) element.className = className;
  return element;
};

function bytes(size) {
  if (!size) return NOT_SAID;
  const [unit, name] = UNITS.find(([unit]) => size >= unit) ?? UNITS[2];
  const value = size / unit;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${name}`;
}

function ago(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** An empty row; `show` fills it and puts it in its place, touching only what changed. */
export function makeRow() {
  const element = document.createElement('div');
  element.className = 'row';
  element.setAttribute('role', 'row');
  element.tabIndex = -1;
  const [tick, state, name, account, address, size, place, image, price, changed, actions] = [
    'tick-cell',
    'state-cell',
    'mono',
    'account',
    'mono',
    'mono',
    '',
    '',
    'mono',
    '',
    '',
  ].map((className) => element.appendChild(cell(className)));
  const box = child(tick, 'input');
  box.type = 'checkbox';
  box.tabIndex = -1;
  const link = child(name, 'a');
  link.tabIndex = -1;
  const badge = child(state, 'span', 'state');
  child(badge, 'span', 'shape').setAttribute('aria-hidden', 'true');
  const word = badge.appendChild(document.createTextNode(''));
  child(account, 'span', 'account-bar').setAttribute('aria-hidden', 'true');
  const label = child(account, 'span');
  const menu = child(actions, 'button');
  menu.textContent = '⋯';
  menu.tabIndex = -1;
  menu.setAttribute('aria-haspopup', 'menu');
  let current;
  let top;

  function show(machine, index, start) {
    if (start !== top) {
      top = start;
      element.style.transform = `translateY(${start}px)`;
      element.setAttribute('aria-rowindex', index + 2);
    }
    if (machine === current) return;
    current = machine;
    word.data = machine.state;
    badge.className = machine.state === 'Running' ? 'state running' : 'state';
    box.setAttribute('aria-label', `Select ${machine.name}`);
    link.textContent = name.title = machine.name;
    link.href = `#/machines/${machine.path}`;
    label.textContent = machine.account;
    address.textContent = address.title = machine.addresses[0] ?? NOT_SAID;
    size.textContent = [machine.cpus ?? NOT_SAID, bytes(machine.memory), bytes(machine.disk)].join(' · ');
    place.textContent = place.title = machine.place ?? NOT_SAID;
    image.textContent = image.title = machine.image ?? NOT_SAID;
    price.textContent = machine.price ? machine.price.toFixed(4) : NOT_SAID;
    changed.textContent = machine.changed ? ago(Date.now() - machine.changed) : NOT_SAID;
    menu.setAttribute('aria-label', `Actions for ${machine.name}`);
  }
  return { element, show };
}
