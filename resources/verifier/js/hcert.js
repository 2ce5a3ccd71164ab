// `HC1:` texts (hcert-spec 1.x): prefix, Base45 and zlib undone.

import * as base45 from "./base45.js";
import { inflate } from "./inflate.js";
import { refuse } from "./refused.js";

export const PREFIX = "HC1:";
const MOST_LETTERS = 8192; // the largest code holds 4,296
const MOST_INFLATED = 65536; // bytes; a real one has about 400

export async function unwrap(text) {
  if ([...text].length > MOST_LETTERS) refuse("too_large");
  return inflate(base45.decode(text.slice(PREFIX.length).toUpperCase()), "deflate", MOST_INFLATED);
}
