// Reads the machines of the four simulated providers: the same requests the panel sends, answered
// into plain objects. Each list is an async generator that yields a page as soon as it is there.

const MIB = 1 << 20;
const GIB = 1 << 30;

/** Sends a request directly, or through the account's route of the proxy. */
async function fetchJson(account, target, headers) {
  const origin = account.route ? `/${account.route}` : new URL(account.endpoint).origin;
  const response = await fetch(origin + target, {
    headers,
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  if (!response.ok) throw new Error(`${account.label}: ${response.status}`);
  return { body: await response.json(), headers: response.headers };
}

const basic = (user, password) => `Basic ${btoa(`${user}:${password}`)}`;
const minus = (values) => values.filter((value) => value !== undefined && value !== '');

async function* onapp(account) {
  const { login, password } = account.credentials;
  const headers = {
    Authorization: basic(login, password),
    Accept: 'application/json',
    'Content-Type': 'application/json',
  };
  let read = 0;
  for (let page = 1; ; page += 1) {
    const target = `/virtual_machines.json?page=${page}&per_page=100`;
    const answer = await fetchJson(account, target, headers);
    if (answer.body.length === 0) return;
    read += answer.body.length;
    yield answer.body.map(({ virtual_machine: vm }) => ({
      id: String(vm.id),
      name: vm.label,
      state: onappState(vm),
      addresses: minus(vm.ip_addresses.map((ip) => ip.ip_address?.address)),
      cpus: vm.cpus,
      memory: vm.memory * MIB,
      disk: vm.total_disk_size * GIB,
      image: vm.template_label,
      price: Number(vm.booted ? vm.price_per_hour : vm.price_per_hour_powered_off),
      changed: Date.parse(vm.updated_at) || undefined,
    }));
    if (read >= Number(answer.headers.get('x-total') ?? Infinity)) return;
  }
}

function onappState(vm) {
  if (vm.locked) return vm.built ? 'Busy…' : 'Building…';
  if (vm.suspended) return 'Suspended';
  if (!vm.built) return vm.state === 'failed' ? 'Failed' : 'Not built';
  return vm.booted ? 'Running' : 'Off';
}

const katapultHeaders = (account) => ({
  Authorization: `Bearer ${account.credentials.token}`,
  Accept: 'application/json',
});
const katapultPath = (account, below) => {
  const { pathname } = new URL(account.endpoint);
  return (pathname === '/' ? '/core/v1' : pathname) + below;
};
const lookup = (object, id) => `${encodeURIComponent(`${object}[id]`)}=${encodeURIComponent(id)}`;
const KATAPULT_STATES = { started: 'Running', stopped: 'Off', starting: 'Starting…', stopping: 'Stopping…' };

function katapultMachine(vm) {
  return {
    id: vm.id,
    name: vm.name,
    state: KATAPULT_STATES[vm.state] ?? 'Busy…',
    addresses: minus((vm.ip_addresses ?? []).map((ip) => ip.address)),
    cpus: vm.cpu_cores,
    memory: vm.memory_in_gb && vm.memory_in_gb * GIB,
    disk: vm.package?.storage_in_gb && vm.package.storage_in_gb * GIB,
    place: vm.zone?.name,
    tags: vm.tag_names,
  };
}

async function* katapult(account) {
  const headers = katapultHeaders(account);
  const answer = await fetchJson(account, katapultPath(account, '/organizations'), headers);
  for (const organization of answer.body.organizations) {
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const which = lookup('organization', organization.id);
      const below = `/organizations/organization/virtual_machines?${which}&page=${page}&per_page=100`;
      const { body } = await fetchJson(account, katapultPath(account, below), headers);
      pages = body.pagination.total_pages ?? (body.virtual_machines.length === 100 ? page + 1 : page);
      // The list does not say what a machine is doing; each has to be read for that.
      yield body.virtual_machines.map((vm) => ({ ...katapultMachine(vm), state: 'Reading…' }));
    }
  }
}

/** Reads one machine of a provider whose list leaves the state out. */
async function readKatapult(account, id) {
  const below = `/virtual_machines/virtual_machine?${lookup('virtual_machine', id)}`;
  const { body } = await fetchJson(account, katapultPath(account, below), katapultHeaders(account));
  return katapultMachine(body.virtual_machine);
}

const E24CLOUD_STATES = { online: 'Running', offline: 'Off', installing: 'Building…', deleting: 'Deleting…' };

async function* e24cloud(account) {
  const target = '/v2/virtual-machines';
  const text = new TextEncoder();
  const date = new Date().toUTCString();
  const message = `GET\n${new URL(account.endpoint).host}\n${date}\n${target}\n`;
  const { api_key: name, api_secret: secret } = account.credentials;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(message)));
  const { body } = await fetchJson(account, target, {
    'Content-Type': 'application/json',
    'X-Date': date,
    Authorization: `${name}:${btoa(String.fromCharCode(...signature))}`,
  });
  yield body.virtual_machines.map((vm) => ({
    id: vm.id,
    name: vm.label,
    state: E24CLOUD_STATES[vm.state] ?? 'Busy…',
    addresses: [
      ...new Set(
        minus([
          vm.public_interface?.primary_ip_ipv4address,
          ...(vm.public_interface?.ipv4_addresses ?? []).map((ip) => ip.ipv4_address),
        ]),
      ),
    ],
    cpus: Number(vm.cores),
    memory: vm.ram * MIB,
    disk: (vm.storage_volumes ?? []).reduce((sum, volume) => sum + volume.size * GIB, 0),
    place: vm.zone?.name,
    image: vm.system?.name ?? vm.systemName,
    price: Number(vm.cost_per_hour),
    tags: (vm.groups ?? []).map((group) => group.name),
  }));
}

async function* bigv(account) {
  const { username, password, token } = account.credentials;
  const { body } = await fetchJson(account, '/accounts?view=overview', {
    'Content-Type': 'application/json',
    Authorization: token ? `Bearer ${token}` : basic(username, password),
  });
  for (const owner of body) {
    for (const group of owner.groups ?? []) {
      yield group.virtual_machines.map((vm) => ({
        id: String(vm.id),
        name: vm.name,
        state: vm.power_on ? 'Running' : vm.autoreboot_on ? 'Restarting…' : 'Off',
        addresses: (vm.network_interfaces ?? []).flatMap((nic) => nic.ips ?? []),
        cpus: vm.cores,
        memory: vm.memory * MIB,
        disk: (vm.discs ?? []).reduce((sum, disc) => sum + disc.size * MIB, 0),
        place: vm.zone_name,
        image: vm.last_imaged_with,
        tags: group.name === 'default' ? [] : [group.name],
      }));
    }
  }
}

/** How each provider is read; `perMinute` is how many single readings fit beside everything else. */
export const PROVIDERS = {
  onapp: { list: onapp },
  katapult: { list: katapult, read: readKatapult, perMinute: 160 },
  e24cloud: { list: e24cloud },
  bigv: { list: bigv },
};
