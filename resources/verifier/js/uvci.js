// Identifiers of certificates, `URN:UVCI:…#C`: whether the check letter fits (Luhn mod N); null when there is none.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:";
const N = LETTERS.length;

export function fits(identifier) {
  const at = identifier.lastIndexOf("#");
  if (at < 0) return null;
  const bare = identifier.slice(0, at);
  if (![...bare].every((letter) => LETTERS.includes(letter))) return false;
  let total = 0;
  let factor = 2;
  for (const letter of [...bare].reverse()) {
    const weighed = factor * LETTERS.indexOf(letter);
    total += Math.floor(weighed / N) + (weighed % N);
    factor = 3 - factor;
  }
  return LETTERS[(N - (total % N)) % N] === identifier.slice(at + 1);
}
