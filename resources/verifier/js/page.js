// The page: three ways in, one answer, the trust list. Nothing that is checked leaves this script.

import * as camera from "./camera.js";
import * as keptList from "./kept_list.js";
import { Unsupported } from "./public_keys.js";
import { inPicture } from "./qr.js";
import { part } from "./shc.js";
import { Trusted } from "./trust.js";
import { isCertificate, verify } from "./verify.js";
import { dateOf, headline, shown } from "./view.js";
import { language, other, say, use, useKept } from "./words.js";

const $ = (id) => document.getElementById(id);
const SECTIONS = ["start", "camera", "typing", "result"];
let trust = new Trusted(null);
let answer = null; // shown now: a verdict, or the key of what is said instead of one
let parts = new Map(); // of a card of several codes, read by the camera

const now = () => Math.floor(Date.now() / 1000);

// ---- what is seen ---------------------------------------------------------------------------------------------

function only(name) {
  for (const one of SECTIONS) $(one).hidden = one !== name;
  if (name !== "camera") camera.close($("video"));
}

function show(found) {
  answer = found;
  const instead = typeof found === "string";
  const said = instead && Object.assign(document.createElement("p"), { textContent: say(found), className: "lead" });
  $("result").replaceChildren(...(instead ? [headline("wait"), said] : shown(found)));
  only("result");
  $("result").focus();
  scrollTo(0, 0);
}

function inWords() {
  document.documentElement.lang = language();
  document.title = say("verifier.title");
  for (const one of document.querySelectorAll("[data-say]")) one.textContent = say(`verifier.${one.dataset.say}`);
  for (const one of document.querySelectorAll("[data-label]")) one.setAttribute("aria-label", say(`verifier.${one.dataset.label}`));
  $("language").textContent = other() === "en" ? "English" : "Tiếng Việt";
  $("language").lang = other();
  showList();
  if (answer && !$("result").hidden) show(answer);
}

function showList(said = "") {
  const days = trust.made === null ? 0 : Math.max(0, trust.ageDays(now()));
  const age = trust.made === null ? "none" : days >= 30 ? "old" : days >= 7 ? "ageing" : days ? "days" : "today";
  $("list-state").textContent = say(`verifier.list.${age}`, { date: trust.made === null ? "" : dateOf(trust.made), days });
  $("list-state").className = ["none", "ageing", "old"].includes(age) ? "note" : "";
  $("list-said").textContent = said && say(said);
}

// ---- one code -------------------------------------------------------------------------------------------------

async function check(text) {
  try {
    show(await verify(text, { trust, now: now() }));
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    show("verifier.unsupported");
  }
}

// What the camera read; whether it is enough.
async function seen(text) {
  if (!isCertificate(text)) {
    $("camera-state").textContent = say("verifier.camera.other");
    return false;
  }
  const whole = together(text);
  if (whole) await check(whole);
  return Boolean(whole);
}

// All codes of a card of several, one a line, as soon as all are read; any other code at once.
function together(text) {
  const [at, total] = part(text) ?? [1, 1];
  if (total === 1) return text;
  if (![...parts.values()].every((one) => part(one)[1] === total)) parts = new Map();
  parts.set(at, text);
  $("camera-state").textContent = say("verifier.camera.parts", { have: parts.size, total });
  return parts.size === total ? [...parts.values()].join("\n") : "";
}

async function withCamera() {
  only("camera");
  parts = new Map();
  $("camera-state").textContent = say("verifier.camera.looking");
  try {
    await camera.open($("video"));
  } catch {
    return show("verifier.camera.none");
  }
  $("torch").hidden = !camera.hasTorch();
  return camera.look($("video"), seen);
}

async function withPicture(file) {
  if (!file) return;
  try {
    const text = await inPicture(file);
    if (text) await check(text);
    else show("verifier.picture.none");
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    show("verifier.picture.bad");
  }
}

// ---- the trust list -------------------------------------------------------------------------------------------

async function take(list, said) {
  try {
    const found = await list();
    if (found) trust = found;
    showList(found ? said : said && "verifier.list.unreachable");
  } catch (error) {
    const code = error instanceof Unsupported ? "unsupported" : error.message;
    if (said) showList(`verifier.list_wrong.${code}`);
  }
}

// ---- at the start ---------------------------------------------------------------------------------------------

function listen() {
  $("language").onclick = () => (use(other()), inWords());
  $("with-camera").onclick = withCamera;
  $("stop").onclick = () => only("start");
  $("torch").onclick = async () => {
    const on = $("torch").getAttribute("aria-pressed") !== "true";
    await camera.torch(on);
    $("torch").setAttribute("aria-pressed", String(on));
  };
  $("picture").onchange = async ({ target }) => {
    await withPicture(target.files[0]);
    target.value = "";
  };
  $("with-text").onclick = () => (only("typing"), $("text").focus());
  $("form").onsubmit = (event) => {
    event.preventDefault();
    check($("text").value).finally(() => ($("text").value = ""));
  };
  $("update").onclick = () => take(keptList.fromServer, "verifier.list.updated");
  $("list-file").onchange = async ({ target }) => {
    if (target.files[0]) await take(() => keptList.fromFile(target.files[0]), "verifier.list.taken");
    target.value = "";
  };
  addEventListener("pagehide", () => camera.close($("video")));
}

function notice(key) {
  $("notice").textContent = say(key);
  $("notice").hidden = false;
}

async function start() {
  useKept();
  listen();
  inWords();
  if (!isSecureContext) return notice("verifier.insecure");
  if (!globalThis.DecompressionStream || !crypto.subtle) return notice("verifier.old_browser");
  await take(keptList.last, "");
  await take(keptList.fromServer, "");
  if (!navigator.serviceWorker) return undefined;
  await navigator.serviceWorker.register("sw.js");
  await navigator.serviceWorker.ready;
  $("offline").textContent = say("verifier.offline_ready");
  return undefined;
}

start();
