// Looks for a QR code in an image, away from the thread that shows the page.

import decodeQR from "../vendor/qr/decode.js";

onmessage = ({ data: { id, image } }) => {
  let text = "";
  try {
    text = decodeQR(image);
  } catch {
    // no code, or none that can be read: the next image may have one
  }
  postMessage({ id, text });
};
