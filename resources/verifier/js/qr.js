// Codes in images: by the phone's own reader where there is one, else by the decoder beside this page.

const SIDES = [1200, 2000, 800]; // pixels of the longer side that a picture is tried with
const waiting = new Map();
let worker;
let last = 0;

function decoder() {
  worker ??= new Worker(new URL("./qr_worker.js", import.meta.url), { type: "module" });
  worker.onmessage ??= ({ data: { id, text } }) => {
    waiting.get(id)?.(text);
    waiting.delete(id);
  };
  return worker;
}

const decoded = (image) =>
  new Promise((found) => {
    waiting.set(++last, found);
    decoder().postMessage({ id: last, image }, [image.data.buffer]);
  });

let own; // the phone's reader, null when it has none or it failed
async function ownReader() {
  if (own !== undefined) return own;
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? [];
  own = formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
  return own;
}

async function byOwnReader(source) {
  const reader = await ownReader();
  if (!reader) return "";
  try {
    return (await reader.detect(source))[0]?.rawValue ?? "";
  } catch {
    own = null; // some phones name a reader that they do not have
    return "";
  }
}

const canvas = document.createElement("canvas");
const pen = canvas.getContext("2d", { willReadFrequently: true });

// The pixels of an image, its longer side at most so long. `middle`: only the square in its middle.
function pixels(source, width, height, side, middle = false) {
  const [w, h] = middle ? [Math.min(width, height), Math.min(width, height)] : [width, height];
  const scale = Math.min(1, side / Math.max(w, h));
  canvas.width = Math.max(1, Math.round(w * scale));
  canvas.height = Math.max(1, Math.round(h * scale));
  pen.drawImage(source, (width - w) / 2, (height - h) / 2, w, h, 0, 0, canvas.width, canvas.height);
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

// The text of a code in what a camera shows now; empty when there is none.
export async function inFrame(video) {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height) return "";
  return (await byOwnReader(video)) || decoded(pixels(video, width, height, 960, true));
}

// The text of a code in a picture file; empty when there is none. Throws when the file is no picture.
export async function inPicture(file) {
  const picture = await createImageBitmap(file);
  try {
    const read = await byOwnReader(picture);
    if (read) return read;
    for (const side of SIDES) {
      const text = await decoded(pixels(picture, picture.width, picture.height, side));
      if (text) return text;
    }
    return "";
  } finally {
    picture.close();
  }
}
