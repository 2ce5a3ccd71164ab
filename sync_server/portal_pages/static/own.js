// The page "My record": shows what this phone keeps, and brings it in line where a pass is open.
const root = document.getElementById("own");
const at = name => root.querySelector(`[data-at="${name}"]`);
const said = document.getElementById("own-words").dataset;
const SVG = "http://www.w3.org/2000/svg";
const OLD_MS = 30 * 86400000; // after which people are told to look again
let store, offered = null, asked = null;

const { open } = await import(root.dataset.store);
try {
  store = window.isSecureContext ? await open() : null;
} catch { store = null; }
if (store) await begin(); else at("unable").hidden = false;

async function begin() {
  at("lock").addEventListener("submit", alone(unlock));
  at("forgotten").addEventListener("click", () => sure(said.sureAll, clear));
  at("offer").addEventListener("submit", alone(take));
  at("pin").addEventListener("submit", alone(lock));
  at("clear").addEventListener("click", () => sure(said.sureAll, clear));
  at("yes").addEventListener("click", () => { at("sure").close(); asked(); });
  at("no").addEventListener("click", () => at("sure").close());
  at("shut").addEventListener("click", () => at("big").close());
  for (const event of ["online", "offline"]) window.addEventListener(event, line);
  line();
  if (await store.isLocked()) { at("lock").hidden = false; at("lock-pin").focus(); } else await entered();
}

// Without a line the language cannot be changed: it is the server that says it.
function line() {
  const form = document.querySelector(".top form");
  if (form) form.hidden = !navigator.onLine;
  at("offline").hidden = navigator.onLine;
}

// A key takes a moment to reckon: a second touch meanwhile must not make a second one, under which nothing would open.
function alone(deed) {
  return async event => {
    event.preventDefault();
    if (root.ariaBusy === "true") return;
    root.ariaBusy = "true";
    try { await deed(); } finally { root.ariaBusy = "false"; }
  };
}

async function unlock() {
  const field = at("lock-pin");
  at("lock-wrong").textContent = "";
  field.readOnly = true;
  const good = await store.unlock(field.value);
  field.readOnly = false;
  field.value = "";
  field.setAttribute("aria-invalid", String(!good));
  at("lock-wrong").textContent = good ? "" : said.wrong;
  if (!good) { field.focus(); return; }
  at("lock").hidden = true;
  await entered();
}

async function entered() {
  await show();
  const one = await fetched();
  if (!one) return;
  if ((await store.people()).some(other => other.id === one.id)) { await keep(one, said.renewed); return; }
  offered = one;
  at("offer-name").textContent = one.name;
  at("offer-pin").hidden = store.hasPin;
  at("offer").hidden = false;
  at("empty").hidden = true;
}

// Whose record a pass opens now; null without a line or a pass.
async function fetched() {
  if (!navigator.onLine) return null;
  try {
    const answer = await fetch(root.dataset.mine, { cache: "no-store", credentials: "same-origin" });
    return answer.ok ? await answer.json() : null;
  } catch { return null; }
}

async function take() {
  const pin = at("offer-pin-field").value;
  if (pin && !store.hasPin) await store.lock(pin);
  at("offer-pin-field").value = "";
  at("offer").hidden = true;
  if (navigator.storage?.persist) navigator.storage.persist();
  await keep(offered, said.kept);
}

async function keep(one, sentence) {
  try { await store.keep(one); } catch { tell(said.full, true); return; }
  await show(one.id);
  tell(filled(sentence, { name: one.name }));
}

async function lock() {
  await store.lock(at("pin-field").value);
  at("pin-field").value = "";
  await show();
  tell(said.locked);
}

async function clear() {
  await store.clear();
  at("lock").hidden = true;
  await show();
  tell(said.cleared);
}

function sure(sentence, deed) {
  asked = deed;
  at("sure-text").textContent = sentence;
  at("sure").showModal();
  at("no").focus();
}

function tell(sentence, bad = false) {
  const told = at("told");
  told.className = bad ? "wrong" : "good";
  told.textContent = sentence;
  told.hidden = false;
  told.focus();
}

async function show(newest = "") {
  const people = await store.people();
  at("people").replaceChildren(...people.map(one => card(one, people.length === 1 || one.id === newest)));
  at("empty").hidden = people.length > 0;
  at("care").hidden = people.length === 0;
  at("pin").hidden = store.hasPin;
  at("has-pin").hidden = !store.hasPin;
}

function card(one, isOpen) {
  const made = piece("own-person");
  made.open = isOpen;
  const set = (name, text) => { const found = part(made, name); found.textContent = text; found.hidden = !text; };
  set("name", one.name);
  set("year", one.year && filled(said.year, one));
  set("at", filled(said.at, { at: moment(one.at) }));
  part(made, "old").hidden = Date.now() - one.at < OLD_MS;
  set("next", next(one));
  part(made, "codes").append(code(said.ours, one.ours, said.oursAbout));
  if (one.personal) part(made, "codes").append(code(said.personal, one.personal, said.personalAbout));
  for (const each of one.certificates) part(made, "certificates").append(certificate(each));
  part(made, "no-certificate").hidden = one.certificates.length > 0;
  for (const each of one.doses) part(made, "doses").append(dose(each));
  part(made, "no-doses").hidden = one.doses.length > 0;
  const gone = async () => { await store.remove(one.id); await show(); tell(filled(said.removed, one)); };
  part(made, "remove").append(` ${one.name}`);
  part(made, "remove").addEventListener("click", () => sure(filled(said.sureOne, one), gone));
  return made;
}

function next(one) {
  const today = iso(new Date());
  const { appointment, upcoming } = one;
  if (appointment && appointment.day >= today) {
    return filled(appointment.slot ? said.appointmentSlot : said.appointment, { ...appointment, day: day(appointment.day) });
  }
  return upcoming ? filled(said.upcoming, { day: day(upcoming.day), dose: number(upcoming) }) : said.noNext;
}

function certificate(one) {
  const holds = one.exp * 1000 > Date.now();
  const made = piece("own-certificate");
  part(made, "title").textContent = filled(said.certificate, { n: one.dn, of: one.sd });
  part(made, "holds").textContent = filled(holds ? said.holds : said.ranOut, { day: moment(one.exp * 1000) });
  part(made, "holds").className = holds ? "" : "tag harm";
  part(made, "code").append(code(part(made, "title").textContent, one.square, one.uvci));
  return made;
}

function dose(one) {
  const made = piece("own-dose");
  part(made, "title").textContent = [number(one), day(one.day)].filter(Boolean).join(" \u00b7 ");
  part(made, "what").textContent = [one.vaccine || said.vaccineUnknown, one.lot && filled(said.lot, one)].filter(Boolean).join(" \u00b7 ");
  part(made, "place").textContent = one.place;
  part(made, "step").textContent = said[`step_${one.step}`];
  part(made, "step").className = one.step === "signed" ? "tag ok" : "tag wait";
  return made;
}

// A code that fills the screen when it is touched.
function code(label, square, about) {
  const made = piece("own-code");
  made.prepend(drawn(square));
  part(made, "label").textContent = label;
  made.addEventListener("click", () => {
    at("big-title").textContent = label;
    at("big-about").textContent = about;
    at("big-code").replaceChildren(drawn(square));
    at("big").showModal();
    if (navigator.wakeLock) navigator.wakeLock.request("screen").then(lit => at("big").addEventListener("close", () => lit.release(), { once: true }), () => {});
  });
  return made;
}

function drawn({ size, path }) {
  const made = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", `0 0 ${size} ${size}`], ["class", "square"], ["aria-hidden", "true"], ["shape-rendering", "crispEdges"]]) made.setAttribute(name, value);
  for (const [kind, facts] of [["rect", { width: size, height: size }], ["path", { d: path }]]) {
    const one = document.createElementNS(SVG, kind);
    for (const [name, value] of Object.entries(facts)) one.setAttribute(name, value);
    made.append(one);
  }
  return made;
}

function piece(name) { return document.getElementById(name).content.firstElementChild.cloneNode(true); }
function part(made, name) { return made.querySelector(`[data-of="${name}"]`); }
function number(one) { return filled(said[`dose_${one.kind}`], { n: one.kind_no }); }
function filled(sentence, facts) { return sentence.replace(/\{(\w+)\}/g, (hole, name) => name in facts ? facts[name] : hole); }
function day(text) { return text.split("-").reverse().join("/"); }
function two(n) { return String(n).padStart(2, "0"); }
function iso(date) { return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`; }
function moment(ms) { const one = new Date(ms); return `${day(iso(one))} ${two(one.getHours())}:${two(one.getMinutes())}`; }
