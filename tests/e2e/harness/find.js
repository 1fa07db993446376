// Finds elements of one ARIA role that may have a name, or lists everything of any role.
// Arguments: "find", role, name or null, root or null; or "list". The browser itself has the last
// word on role and name; this only spares it asking about every element.
const roles = {
  alert: "",
  alertdialog: "",
  banner: "header",
  button: "button, summary, input[type=button], input[type=submit], input[type=reset]",
  cell: "td",
  checkbox: "input[type=checkbox]",
  columnheader: "th",
  combobox: "select, input[list]",
  complementary: "aside",
  dialog: "dialog",
  form: "form",
  grid: "",
  gridcell: "td",
  group: "fieldset, details",
  heading: "h1, h2, h3, h4, h5, h6",
  img: "img, svg",
  link: "a[href]",
  list: "ul, ol, menu",
  listbox: "select",
  listitem: "li",
  main: "main",
  menu: "",
  menuitem: "",
  navigation: "nav",
  option: "option",
  progressbar: "progress",
  radio: "input[type=radio]",
  region: "section",
  row: "tr",
  searchbox: "input[type=search]",
  status: "output",
  switch: "",
  tab: "",
  tablist: "",
  tabpanel: "",
  table: "table",
  textbox:
    "input:not([type]), input[type=text], input[type=password], input[type=email], input[type=url], input[type=tel], textarea",
};

const selector = (role) => [`[role~="${role}"]`, roles[role]].filter(Boolean).join(", ");

const modals = [...document.querySelectorAll("dialog:modal")];
const top = modals[modals.length - 1];
const reachable = (element) =>
  element.checkVisibility({ visibilityProperty: true }) &&
  !element.closest("[inert], [aria-hidden=true]") &&
  (!top || top.contains(element));

// Every text a name can be made of.
const sources = (element) => {
  const texts = [element, ...element.querySelectorAll("*")].flatMap((part) =>
    ["aria-label", "alt", "title", "placeholder", "value"].map((name) => part.getAttribute(name)),
  );
  const ids = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labels = [...(element.labels ?? []), ...ids.map((id) => document.getElementById(id))];
  const own = element.querySelectorAll(":scope > legend, :scope > caption, :scope > title");
  for (const part of [element, ...labels, ...own]) {
    texts.push(part?.textContent, part?.getAttribute("aria-label"));
  }
  return texts.filter(Boolean).join(" ");
};

const words = (text) => text.split(/\s+/).filter(Boolean);

if (arguments[0] === "find") {
  const [, role, name, root] = arguments;
  return [...(root ?? document).querySelectorAll(selector(role))].filter((element) => {
    if (!reachable(element)) return false;
    const text = sources(element);
    return name === null || words(name).every((word) => text.includes(word));
  });
}

const found = [];
for (const element of document.querySelectorAll("*")) {
  const role = Object.keys(roles).find((role) => element.matches(selector(role)));
  if (!role || !reachable(element)) continue;
  const name = words(element.getAttribute("aria-label") ?? sources(element)).join(" ");
  found.push(`${role} "${name.length > 60 ? `${name.slice(0, 60)}…` : name}"`);
}
const body = words(document.body?.innerText ?? "").join(" ");
return [`${document.title} at ${location.href}`, ...found.slice(0, 80), `text: ${body.slice(0, 600)}`].join("\n");
