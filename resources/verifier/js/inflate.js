// Inflates with a bound: what would grow beyond it is refused before it is there.

import { joined } from "./cbor.js";
import { refuse } from "./refused.js";

export async function inflate(bytes, format, most) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format));
  const reader = stream.getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => refuse("compression"));
    if (done) return joined(parts);
    size += value.length;
    if (size > most) {
      await reader.cancel().catch(() => {});
      refuse("too_large");
    }
    parts.push(value);
  }
}
