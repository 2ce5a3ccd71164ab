// What is kept on this phone: a row a person, sealed under the PIN where there is one. Nothing leaves the phone.
const NAME = "vaxdesk-own";
const ROUNDS = 600000; // PBKDF2 with SHA-256 (OWASP, password storage)
const LOCK = "lock";
const letters = new TextEncoder();

export async function open() {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("people", { keyPath: "id" });
    asked.result.createObjectStore("locks", { keyPath: "id" });
  };
  return new Store(await done(asked));
}

class Store {
  #base; #key = null; #lock = null;

  constructor(base) { this.#base = base; }

  // Whether a PIN is wanted before anything can be read.
  async isLocked() {
    this.#lock = await done(this.#base.transaction("locks").objectStore("locks").get(LOCK)) || null;
    if (!this.#lock) this.#key = null;
    return Boolean(this.#lock) && !this.#key;
  }

  get hasPin() { return Boolean(this.#lock); }

  // Opens with a PIN; false for a wrong one.
  async unlock(pin) {
    const key = await derived(pin, this.#lock.salt);
    try { await unsealed(key, LOCK, this.#lock.proof); } catch { return false; }
    this.#key = key;
    return true;
  }

  // Puts a PIN before all that is kept and is kept from now on.
  async lock(pin) {
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const key = await derived(pin, salt);
    const lock = { id: LOCK, salt, proof: await sealed(key, LOCK, {}) };
    const rows = await Promise.all((await this.people()).map(one => row(key, one)));
    await this.#write(base => { base("locks").put(lock); rows.forEach(one => base("people").put(one)); });
    this.#key = key; this.#lock = lock;
  }

  async people() {
    const rows = await done(this.#base.transaction("people").objectStore("people").getAll());
    const found = await Promise.all(rows.map(one => one.sealed ? unsealed(this.#key, one.id, one.sealed) : one.plain));
    return found.sort((one, other) => one.name.localeCompare(other.name, "vi"));
  }

  async keep(one) {
    const made = await row(this.#key, one);
    await this.#write(base => base("people").put(made));
  }

  async remove(id) { await this.#write(base => base("people").delete(id)); }

  // All that is kept, and the PIN.
  async clear() {
    await this.#write(base => { base("people").clear(); base("locks").clear(); });
    this.#key = this.#lock = null;
  }

  #write(deeds) {
    const whole = this.#base.transaction(["people", "locks"], "readwrite", { durability: "strict" });
    deeds(name => whole.objectStore(name));
    return new Promise((kept, lost) => {
      whole.oncomplete = kept;
      whole.onerror = whole.onabort = () => lost(whole.error);
    });
  }
}

async function row(key, one) {
  return key ? { id: one.id, sealed: await sealed(key, one.id, one) } : { id: one.id, plain: one };
}

async function derived(pin, salt) {
  const typed = await crypto.subtle.importKey("raw", letters.encode(pin.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return crypto.subtle.deriveKey(how, typed, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// The name of a row is sealed along with it, so that none can be put into another's place.
async function sealed(key, id, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: letters.encode(id) };
  return { iv, data: await crypto.subtle.encrypt(how, key, letters.encode(JSON.stringify(value))) };
}

async function unsealed(key, id, { iv, data }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: letters.encode(id) }, key, data);
  return JSON.parse(new TextDecoder().decode(plain));
}

function done(asked) {
  return new Promise((given, failed) => {
    asked.onsuccess = () => given(asked.result);
    asked.onerror = asked.onblocked = () => failed(asked.error);
  });
}
