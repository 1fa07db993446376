// TanStack Table over the fleet: which rows, in which order.

import {
  columnFilteringFeature,
  constructTable,
  createFilteredRowModel,
  createSortedRowModel,
  globalFilteringFeature,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/table-core';
import { storeReactivityBindings } from '@tanstack/table-core/store-reactivity-bindings';

const ascending = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const basic = (a, b, id) => ascending(a.getValue(id), b.getValue(id));

/** In the order shown; the last is for searching only. */
export const COLUMNS = [
  { id: 'state', header: 'State', accessorFn: (machine) => machine.state },
  { id: 'name', header: 'Name', accessorFn: (machine) => machine.sortName },
  { id: 'account', header: 'Account', accessorFn: (machine) => machine.account },
  { id: 'address', header: 'Address', accessorFn: (machine) => machine.addresses[0] },
  { id: 'size', header: 'vCPU · RAM · disk', accessorFn: (machine) => machine.memory },
  { id: 'place', header: 'Place', accessorFn: (machine) => machine.place },
  { id: 'image', header: 'Image', accessorFn: (machine) => machine.image },
  { id: 'price', header: 'Price/h', accessorFn: (machine) => machine.price },
  { id: 'changed', header: 'Changed', accessorFn: (machine) => machine.changed },
];

const everyWord = (row, _id, words) => words.every((word) => row.original.text.includes(word));

export function makeTable(data) {
  const features = tableFeatures({
    coreReactivityFeature: storeReactivityBindings(),
    columnFilteringFeature,
    globalFilteringFeature,
    filteredRowModel: createFilteredRowModel(),
    rowSortingFeature,
    sortedRowModel: createSortedRowModel(),
  });
  const columns = COLUMNS.map((column) => ({ ...column, sortFn: basic, sortUndefined: 'last' }));
  return constructTable({
    features,
    columns,
    data,
    getRowId: (machine) => machine.key,
    globalFilterFn: everyWord,
    // The words are looked for in everything about a machine at once, not column by column.
    getColumnCanGlobalFilter: (column) => column.id === 'name',
    initialState: { sorting: [{ id: 'name', desc: false }] },
  });
}

/** Sorts by a column, the other way round if it was sorted by it already; then by name. */
export function sortBy(table, id) {
  const [first] = table.atoms.sorting.get();
  const desc = first?.id === id && !first.desc;
  const then = id === 'name' ? [] : [{ id: 'name', desc: false }];
  table.setSorting([{ id, desc }, ...then]);
}

export function filterBy(table, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  table.setGlobalFilter(words.length ? words : undefined);
}
