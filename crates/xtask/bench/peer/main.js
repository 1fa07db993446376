// The page: what the panel's fleet shows, the way it is usually done with TanStack Table and
// TanStack Virtual. Rows are kept by key, made when they come into sight and dropped when they go.

import {
  Virtualizer,
  elementScroll,
  observeElementOffset,
  observeElementRect,
} from '@tanstack/virtual-core';

import { Fleet } from './fleet.js';
import { makeRow } from './row.js';
import { COLUMNS, filterBy, makeTable, sortBy } from './table.js';

const ROW_HEIGHT = 36;

const [grid, body, headings, totals] = ['grid', 'body', 'headings', 'totals'].map((id) =>
  document.getElementById(id),
);
const configuration = await (await fetch('../config.json')).json();
const table = makeTable([]);
const shown = new Map();

headings.append(Object.assign(document.createElement('div'), { role: 'columnheader' }));
const headers = COLUMNS.map((column) => {
  const header = document.createElement('div');
  header.className = 'cell';
  header.setAttribute('role', 'columnheader');
  const button = header.appendChild(document.createElement('button'));
  button.textContent = column.header;
  button.addEventListener('click', () => {
    sortBy(table, column.id);
    render();
  });
  headings.append(header);
  return header;
});
headings.append(Object.assign(document.createElement('div'), { role: 'columnheader' }));

const virtualizer = new Virtualizer(options(0));

function options(count) {
  return {
    count,
    getScrollElement: () => grid,
    estimateSize: () => ROW_HEIGHT,
    overscan: 4,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: renderRows,
  };
}

/** Everything, after the machines, the filter or the order changed. */
function render() {
  const { rows } = table.getRowModel();
  virtualizer.setOptions(options(rows.length));
  virtualizer._willUpdate();
  const [sorted] = table.atoms.sorting.get();
  for (const [at, column] of COLUMNS.entries()) {
    const order = sorted.desc ? 'descending' : 'ascending';
    headers[at].setAttribute('aria-sort', sorted.id === column.id ? order : 'none');
  }
  grid.setAttribute('aria-rowcount', rows.length + 1);
  body.style.height = `${virtualizer.getTotalSize()}px`;
  totals.textContent = `${table.getCoreRowModel().rows.length} machines · ${rows.length} match`;
  renderRows();
}

/** The rows in sight. */
function renderRows() {
  const { rows } = table.getRowModel();
  const gone = new Set(shown.keys());
  const seen = [];
  for (const item of virtualizer.getVirtualItems()) {
    const machine = rows[item.index].original;
    let row = shown.get(machine.key);
    if (row === undefined) {
      row = makeRow();
      shown.set(machine.key, row);
      body.append(row.element);
    }
    row.show(machine, item.index, item.start);
    gone.delete(machine.key);
    seen.push(machine.id);
  }
  for (const key of gone) {
    shown.get(key).element.remove();
    shown.delete(key);
  }
  fleet.seen = seen;
}

let asked = false;
/** News arrive in bursts; one look a frame is enough. */
function changed() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    table.setOptions((old) => ({ ...old, data: fleet.machines() }));
    render();
  });
}

const fleet = new Fleet(configuration.accounts, changed);
document.getElementById('query').addEventListener('input', (event) => {
  filterBy(table, event.target.value);
  render();
});
document.getElementById('refresh').addEventListener('click', () => fleet.refresh());
virtualizer._didMount();
render();
fleet.keepFresh();
