// The machines of all accounts, and when they are read. Tells its listener that something changed;
// how often to look is the listener's business.

import { PROVIDERS } from './providers.js';

const REFRESH_EVERY = 60_000;
const READERS = 4;

export class Fleet {
  constructor(accounts, changed) {
    this.accounts = accounts.map((account) => ({
      ...account,
      provider: PROVIDERS[account.provider],
      machines: new Map(),
      loading: false,
      readers: 0,
      beingRead: new Set(),
      sent: [],
    }));
    this.changed = changed;
    /** Ids of the machines on the screen; they are read first. */
    this.seen = [];
  }

  /** Every machine, as an array that is new whenever anything in it is. */
  machines() {
    return this.accounts.flatMap((account) => [...account.machines.values()]);
  }

  keepFresh() {
    this.refresh();
    setInterval(() => document.hidden || this.refresh(), REFRESH_EVERY);
  }

  refresh() {
    for (const account of this.accounts) if (!account.loading) this.look(account);
  }

  async look(account) {
    account.loading = true;
    const found = new Set();
    try {
      for await (const page of account.provider.list(account)) {
        for (const machine of page) {
          found.add(machine.id);
          this.take(account, machine);
        }
        this.changed();
      }
      for (const id of account.machines.keys()) if (!found.has(id)) account.machines.delete(id);
    } catch (error) {
      console.error(error);
    }
    account.loading = false;
    this.changed();
    if (account.provider.read) this.readStates(account);
  }

  take(account, told) {
    const known = account.machines.get(told.id);
    // A list that leaves the state out does not take one away that was read before.
    const unread = told.state === 'Reading…';
    const machine = unread && known ? { ...told, ...known, name: told.name } : told;
    account.machines.set(told.id, prepare(account, machine, unread));
  }

  async readStates(account) {
    if (account.readers > 0) return;
    account.readers = READERS;
    await Promise.all(Array.from({ length: READERS }, () => this.readOn(account)));
    account.readers = 0;
  }

  async readOn(account) {
    for (let id; (id = this.next(account)) !== undefined; ) {
      account.beingRead.add(id);
      try {
        await pace(account);
        this.take(account, await account.provider.read(account, id));
        this.changed();
      } catch (error) {
        console.error(error);
        return;
      } finally {
        account.beingRead.delete(id);
      }
    }
  }

  next(account) {
    const wanted = (machine) => machine?.unread && !account.beingRead.has(machine.id);
    const seen = this.seen.find((id) => wanted(account.machines.get(id)));
    if (seen !== undefined) return seen;
    for (const machine of account.machines.values()) if (wanted(machine)) return machine.id;
    return undefined;
  }
}

/** Waits until another request fits into what the account may send in a minute. */
async function pace(account) {
  for (;;) {
    const now = Date.now();
    account.sent = account.sent.filter((time) => now - time < 60_000);
    if (account.sent.length < account.provider.perMinute) break;
    await new Promise((done) => setTimeout(done, 60_000 - (now - account.sent[0])));
  }
  account.sent.push(Date.now());
}

/** Adds what searching, sorting and showing need, made once for each news. */
function prepare(account, machine, unread) {
  const text = [machine.name, machine.id, ...machine.addresses, machine.image, machine.place];
  return {
    ...machine,
    unread,
    key: `${account.id} ${machine.id}`,
    path: `${encodeURIComponent(account.id)}/${encodeURIComponent(machine.id)}`,
    account: account.label,
    sortName: machine.name.toLowerCase(),
    text: [...text, ...(machine.tags ?? []), account.label].join('\n').toLowerCase(),
  };
}
