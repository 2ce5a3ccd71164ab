"use strict";
// A phone's photo has megabytes and stands on its side; the server takes some hundred kilobytes. It is made smaller here.
const MOST = 380000, TRIES = [[1700, 0.8], [1700, 0.6], [1400, 0.6], [1200, 0.5], [1000, 0.4], [800, 0.3]];
const making = new Set();
async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
  for (const [long, quality] of TRIES) {
    const scale = Math.min(1, long / Math.max(picture.width, picture.height));
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise(done => canvas.toBlob(done, "image/jpeg", quality));
    if (made && made.size <= MOST) return new File([made], "photo.jpg", { type: "image/jpeg" });
  }
  return file;
}
async function replace(input) {
  try {
    const kept = new DataTransfer();
    for (const file of input.files) kept.items.add(await smaller(file));
    input.files = kept.files;
  } catch { /* no picture that this browser can read: the server says so */ }
}
for (const input of document.querySelectorAll("input[data-smaller]")) {
  input.addEventListener("change", () => {
    const under = replace(input).finally(() => making.delete(under));
    making.add(under);
  });
  // whoever sends while a photo is being made smaller waits for it
  input.form.addEventListener("submit", event => {
    if (!making.size || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    Promise.allSettled([...making]).then(() => input.form.requestSubmit());
  });
}
