// Value sets: one vaccine under the codes of many countries. The data are made of resources/certificates/values.toml.

import data from "../data/values.js";

const byMp = new Map();
const byOurs = new Map();
const byCode = new Map();
for (const one of data.product.toReversed?.() ?? [...data.product].reverse()) {
  for (const code of [...(one.formerly ?? []), one.mp]) byMp.set(code, one);
  for (const code of one.ours ?? []) byOurs.set(code, one);
  if (one.icd11) byCode.set(`icd11 ${one.icd11}`, [one, one.ours?.[0] ?? ""]);
  for (const system of ["snomed", "cvx"]) {
    for (const [code, ours] of Object.entries(one[system] ?? {})) byCode.set(`${system} ${code}`, [one, ours]);
  }
}

export const country = data.country ?? "";
export const productByMp = (code) => byMp.get(code);
export const productByOurs = (code) => byOurs.get(code);
export const productByCode = (system, code) => byCode.get(`${system} ${code}`); // and the form of ours, or nothing

// Whether a test found the agent; null for a code of no list.
export function detected(result) {
  if ((data.positive ?? []).includes(result)) return true;
  return (data.negative ?? []).includes(result) ? false : null;
}
